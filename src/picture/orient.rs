//! Orientation: pixels turned upright, as the Exif number says how they lie.

use image::RgbaImage;

/// Side of the squares in which a quarter turn goes, so that both sides stay in the nearest cache.
const TILE: usize = 32;

/// Turns and mirrors `pixels` from `orientation` (TIFF 6.0, 1 to 8) to upright; 1 and nonsense change nothing.
pub(super) fn upright(pixels: RgbaImage, orientation: u8) -> RgbaImage {
    match orientation {
        2 => in_place(pixels, |rows, w| rows.chunks_exact_mut(w).for_each(|row| row.reverse())),
        3 => in_place(pixels, |rows, _| rows.reverse()),
        4 => in_place(pixels, |rows, w| {
            rows.reverse();
            rows.chunks_exact_mut(w).for_each(|row| row.reverse());
        }),
        // In each, the column of the source is the row of the result, from one end or the other.
        5 => transposed(&pixels, false, false),
        6 => transposed(&pixels, false, true),
        7 => transposed(&pixels, true, true),
        8 => transposed(&pixels, true, false),
        _ => pixels,
    }
}

fn in_place(mut pixels: RgbaImage, change: impl Fn(&mut [[u8; 4]], usize)) -> RgbaImage {
    let width = pixels.width() as usize;
    if width > 0 {
        change(pixels.as_chunks_mut::<4>().0, width);
    }
    pixels
}

/// Rows become columns: the result's row comes from the source's column, counted from the right when
/// `up`; the result's column from the source's row, counted from the bottom when `right`.
fn transposed(source: &RgbaImage, up: bool, right: bool) -> RgbaImage {
    let (w, h) = (source.width() as usize, source.height() as usize);
    let mut result = RgbaImage::new(source.height(), source.width());
    let from = source.as_chunks::<4>().0;
    let to = result.as_chunks_mut::<4>().0;
    for (top, rows) in to.chunks_mut(TILE * h.max(1)).enumerate() {
        for left in (0..h).step_by(TILE) {
            let end = (left + TILE).min(h);
            for (dy, row) in rows.chunks_exact_mut(h).enumerate() {
                let y = top * TILE + dy;
                let column = if up { w - 1 - y } else { y };
                for (x, pixel) in row[left..end].iter_mut().enumerate() {
                    let line = if right { h - 1 - (left + x) } else { left + x };
                    *pixel = from[line * w + column];
                }
            }
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, Rgba, metadata::Orientation};

    use super::*;

    #[test]
    fn every_orientation_agrees_with_the_image_crate() {
        for (w, h) in [(1, 1), (3, 2), (70, 45), (33, 64)] {
            let picture = RgbaImage::from_fn(w, h, |x, y| Rgba([x as u8, y as u8, (x * y) as u8, 200]));
            for number in 0..=9 {
                let mut expected = DynamicImage::ImageRgba8(picture.clone());
                if let Some(orientation) = Orientation::from_exif(number) {
                    expected.apply_orientation(orientation);
                }
                assert_eq!(upright(picture.clone(), number), expected.into_rgba8(), "{number} at {w}×{h}");
            }
        }
    }
}
