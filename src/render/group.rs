//! Groups: marks drawn apart, clipped, and laid down as one.

use image::RgbaImage;

use crate::{
    plan::{GroupMark, Mark},
    render::{
        blend,
        mask::{Cover, rasterise},
    },
};

/// Draws a group; `draw` draws its marks on a layer of its own.
pub fn draw(pixels: &mut RgbaImage, group: &GroupMark, draw: impl FnOnce(&mut RgbaImage, &[Mark])) {
    let (width, height) = pixels.dimensions();
    let cover = group.clip.as_ref().map_or(Cover::Everything, |clip| rasterise(clip, width, height));
    if matches!(cover, Cover::Nothing) {
        return;
    }
    let mut layer = RgbaImage::new(width, height);
    draw(&mut layer, &group.marks);
    let opacity = (group.opacity.clamp(0.0, 1.0) * 255.0 + 0.5) as u32;
    blend::lay(pixels, &layer, group.blend, opacity, &cover);
}
