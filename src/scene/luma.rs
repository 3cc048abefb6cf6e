//! Luminance: the darkest and the lightest of every small cell, from which contrast is promised.

use std::sync::LazyLock;

use crate::{color::linear, measure::Rect, picture::Picture, scene::grid::Grid};

/// Darkest and lightest WCAG luminance in every cell. Bounds: never tighter than the pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct LumaMap {
    pub low: Grid,
    pub high: Grid,
}

impl LumaMap {
    /// Lowest low and highest high of the cells that `rect` (picture pixels) touches. Outside the
    /// picture anything may lie: a rectangle that sticks out, or is empty, gives (0, 1).
    pub fn range(&self, rect: Rect) -> (f32, f32) {
        let Grid { cell, columns, rows, .. } = self.low;
        let map = Rect::new(0.0, 0.0, (columns * cell) as f32, (rows * cell) as f32);
        if !map.holds(&rect, 0.0) || self.low.under(rect).next().is_none() {
            return (0.0, 1.0);
        }
        (self.low.under(rect).fold(1.0, f32::min), self.high.under(rect).fold(0.0, f32::max))
    }
}

/// Luminance 1 in the table's whole numbers.
const ONE: u32 = 1 << 20;

/// What a channel's value adds to the luminance, rounded down, in parts of [`ONE`].
static PARTS: LazyLock<[[u32; 256]; 3]> = LazyLock::new(|| {
    [0.2126, 0.7152, 0.0722].map(|weight| std::array::from_fn(|v| (weight * linear(v as u8) * ONE as f32) as u32))
});

/// Reads the map in one pass. A pixel that is not opaque counts over black and over white paper.
pub(crate) fn read(picture: &Picture) -> LumaMap {
    let (width, height) = picture.pixels.dimensions();
    let cell = (width.min(height) / 128).max(4);
    let mut low = Grid::over(width, height, cell, 1.0);
    let mut high = Grid::over(width, height, cell, 0.0);
    let columns = low.columns as usize;
    let parts = &*PARTS;
    let luma = |[r, g, b]: [u8; 3]| parts[0][r as usize] + parts[1][g as usize] + parts[2][b as usize];
    let mut extremes = vec![(0u32, 0u32); columns];
    for (row, band) in picture.pixels.as_raw().chunks(width as usize * 4 * cell as usize).enumerate() {
        extremes.fill((u32::MAX, 0));
        for line in band.chunks_exact(width as usize * 4) {
            for ((lowest, highest), pixels) in extremes.iter_mut().zip(line.chunks(cell as usize * 4)) {
                let (mut min, mut max) = (*lowest, *highest);
                for &[r, g, b, a] in pixels.as_chunks::<4>().0 {
                    let (dark, light) = if a == 255 {
                        let value = luma([r, g, b]);
                        (value, value)
                    } else {
                        let (over_black, over_white) = on_paper([r, g, b], a);
                        (luma(over_black), luma(over_white))
                    };
                    min = min.min(dark);
                    max = max.max(light);
                }
                (*lowest, *highest) = (min, max);
            }
        }
        for (column, &(lowest, highest)) in extremes.iter().enumerate() {
            low.values[row * columns + column] = lowest as f32 / ONE as f32;
            // Three parts, each rounded down by less than one.
            high.values[row * columns + column] = ((highest + 3) as f32 / ONE as f32).min(1.0);
        }
    }
    LumaMap { low, high }
}

/// The bounds of a straight-alpha colour over any paper, rounded outward.
fn on_paper(color: [u8; 3], alpha: u8) -> ([u8; 3], [u8; 3]) {
    let scaled = |c: u8| u32::from(c) * u32::from(alpha);
    let rest = 255 * (255 - u32::from(alpha));
    (color.map(|c| (scaled(c) / 255) as u8), color.map(|c| (scaled(c) + rest).div_ceil(255) as u8))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::{color::luminance, scene::tests::pictures};

    use super::*;

    proptest! {
        #[test]
        fn no_pixel_lies_outside_its_range(picture in pictures(), x in 0.0f32..1.0, y in 0.0f32..1.0) {
            let map = read(&picture);
            let (width, height) = picture.pixels.dimensions();
            let (px, py) = ((x * width as f32) as u32, (y * height as f32) as u32);
            let (low, high) = map.range(Rect::new(px as f32, py as f32, 1.0, 1.0));
            let [r, g, b, a] = picture.pixels.get_pixel(px, py).0;
            prop_assert!(0.0 <= low && high <= 1.0);
            if a == 255 {
                let value = luminance(r, g, b);
                prop_assert!(low <= value + 1e-6 && value <= high + 1e-6, "{low} {value} {high}");
            } else if a == 0 {
                prop_assert_eq!((low, high), (0.0, 1.0));
            }
        }
    }

    #[test]
    fn beyond_the_picture_anything_may_lie() {
        let picture = crate::scene::tests::plain(40, 40, [90, 90, 90, 255]);
        let map = read(&picture);
        let (low, high) = map.range(Rect::new(3.0, 3.0, 30.0, 30.0));
        assert!(low > 0.1 && high < 0.11 && high - low < 1e-5);
        assert_eq!(map.range(Rect::new(30.0, 3.0, 30.0, 3.0)), (0.0, 1.0));
        assert_eq!(map.range(Rect::new(3.0, f32::NAN, 1.0, 1.0)), (0.0, 1.0));
    }
}
