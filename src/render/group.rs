//! Groups: marks drawn apart, clipped, and laid down as one.

use image::RgbaImage;

use crate::{
    plan::{GroupMark, Mark},
    render::{blend, mask},
};

/// Draws a group; `draw` draws its marks on a layer of its own.
pub fn draw(pixels: &mut RgbaImage, group: &GroupMark, draw: impl FnOnce(&mut RgbaImage, &[Mark])) {
    let mut layer = RgbaImage::new(pixels.width(), pixels.height());
    draw(&mut layer, &group.marks);
    let (width, height) = pixels.dimensions();
    let clip = group.clip.as_ref().filter(|clip| !clip.is_everything()).map(|clip| mask::cover(clip, width, height));
    let opacity = (group.opacity.clamp(0.0, 1.0) * 255.0 + 0.5) as u32;
    blend::lay(pixels, &layer, group.blend, opacity, clip.as_ref());
}
