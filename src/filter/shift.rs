//! Shift: pictures whose pixels come from a little way off.

use image::RgbaImage;

use crate::filter::{
    edge::Edge,
    resample::{Sampler, TILE},
    rows,
    taps::Places,
    wide::wide,
};

/// Takes every pixel from as far away as `by` says of its column and row, across and down, in 256ths of a pixel.
pub fn shift(pixels: &mut RgbaImage, edge: Edge, by: impl Fn(usize, usize) -> (i32, i32) + Sync) {
    if pixels.is_empty() {
        return;
    }
    let width = pixels.width() as usize;
    let sampler = Sampler::new(pixels, edge);
    rows::bands(pixels, TILE, 0, |top, band| {
        wide(
            #[inline(always)]
            || {
                let mut places = Places::default();
                for left in (0..width).step_by(TILE) {
                    for (y, row) in (top..).zip(band.chunks_exact_mut(width)) {
                        let row = &mut row[left..(left + TILE).min(width)];
                        places.set(
                            row.len(),
                            #[inline(always)]
                            |n| {
                                let (dx, dy) = by(left + n, y);
                                (((left + n) << 8) as i32 + dx, (y << 8) as i32 + dy)
                            },
                        );
                        sampler.run(&places, row);
                    }
                }
            },
        );
    });
}
