//! Shift: pictures whose pixels come from a little way off.

use image::RgbaImage;

use crate::filter::{
    edge::Edge,
    resample::{Sampler, TILE},
    rows,
};

/// Takes every pixel from as far away as `by` says of its column and row, across and down, in 256ths of a pixel.
/// Nothing comes from further than `reach` pixels in either direction.
pub fn shift(pixels: &mut RgbaImage, edge: Edge, reach: f32, by: impl Fn(usize, usize) -> (i32, i32) + Sync) {
    if pixels.is_empty() {
        return;
    }
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let sampler = Sampler::new(pixels, edge);
    let reach = reach.abs() as usize + 2;
    rows::bands(pixels, TILE, 0, |top, band| {
        let bottom = top + band.len() / width;
        for left in (0..width).step_by(TILE) {
            let right = (left + TILE).min(width);
            // No pixel of most tiles needs to ask whether an edge lies near.
            let inside = left.min(top) >= reach && right + reach <= width && bottom + reach <= height;
            for (y, row) in (top..).zip(band.chunks_exact_mut(width)) {
                for (x, pixel) in (left..).zip(&mut row[left..right]) {
                    let (dx, dy) = by(x, y);
                    let (px, py) = ((dx & 255) as u16, (dy & 255) as u16);
                    let (x, y) = (x as i32 + (dx >> 8), y as i32 + (dy >> 8));
                    *pixel = if inside {
                        sampler.within(y as usize * width + x as usize, px, py)
                    } else {
                        sampler.between(x, y, px, py)
                    };
                }
            }
        }
    });
}
