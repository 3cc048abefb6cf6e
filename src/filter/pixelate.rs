//! Pixelate: squares of one colour, as on a censored face.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    filter::{
        Filter, Site,
        rows::{self, Pixel},
        tone,
    },
    measure::Length,
};

/// Averages the picture in squares, as a censor does.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Pixelate {
    /// Side of a square.
    pub size: Length,
}

impl Default for Pixelate {
    fn default() -> Self {
        Pixelate { size: Length::Side(0.03) }
    }
}

impl Filter for Pixelate {
    const NAME: &'static str = "pixelate";

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let side = cell(site.px(self.size));
        let width = pixels.width() as usize;
        rows::bands(pixels, side, site.origin.1, |_, band| {
            for (start, end) in spans(width, side, site.origin.0) {
                let color = mean(band.chunks(width).flat_map(|row| &row[start..end]));
                for pixel in band.chunks_mut(width).flat_map(|row| &mut row[start..end]) {
                    tone::paint(pixel, color);
                }
            }
        });
    }
}

/// A length in pixels as the side of a square cell.
pub fn cell(px: f32) -> usize {
    (tone::within(px, 1.0, 1e5) + 0.5) as usize
}

/// Where the cells of a row begin and end; they start at columns of the canvas that `side` divides.
pub fn spans(width: usize, side: usize, left: u32) -> impl Iterator<Item = (usize, usize)> + Clone {
    let first = side - left as usize % side;
    std::iter::once(0)
        .chain((first..width).step_by(side))
        .map(move |start| (start, (start + if start == 0 { first } else { side }).min(width)))
}

/// The mean colour of what can be seen.
fn mean<'a>(pixels: impl Iterator<Item = &'a Pixel>) -> [u8; 3] {
    let (mut sums, mut weight) = ([0u64; 3], 0u64);
    for pixel in pixels {
        let alpha = u64::from(pixel[3]);
        weight += alpha;
        (0..3).for_each(|c| sums[c] += u64::from(pixel[c]) * alpha);
    }
    sums.map(|sum| (sum + weight / 2).checked_div(weight).unwrap_or(0) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_keep_to_the_canvas() {
        assert_eq!(spans(10, 4, 6).collect::<Vec<_>>(), [(0, 2), (2, 6), (6, 10)]);
        assert_eq!(spans(3, 8, 0).collect::<Vec<_>>(), [(0, 3)]);
    }
}
