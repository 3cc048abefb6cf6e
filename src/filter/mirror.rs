//! Mirror: one half of the picture over the other.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    filter::{Filter, Site, edge::Edge, rows, tone},
    scratch::Scratch,
};

/// Lays one half of the picture, turned over, upon the other.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Mirror {
    /// The half that stays; the other becomes its likeness.
    pub keep: Keep,
    /// Where the mirror stands, as a fraction of the region's box from its left or top side.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub at: f32,
}

/// The half that stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// The left one.
    #[default]
    Left,
    /// The right one.
    Right,
    /// The upper one.
    Top,
    /// The lower one.
    Bottom,
}

impl Default for Mirror {
    fn default() -> Self {
        Mirror { keep: Keep::Left, at: 0.5 }
    }
}

impl Filter for Mirror {
    const NAME: &'static str = "mirror";
    const MOVES: bool = true;
    const BOXED: bool = true;

    fn apply(&self, pixels: &mut RgbaImage, _: &Site) {
        let at = tone::within(self.at, 0.0, 1.0);
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        let after = matches!(self.keep, Keep::Right | Keep::Bottom);
        if matches!(self.keep, Keep::Left | Keep::Right) {
            let from = course(at, width, after);
            rows::each(pixels, |_, row| {
                let source = Scratch::copied(row.as_flattened());
                let source = source.as_chunks::<4>().0;
                row.iter_mut().zip(&from).for_each(|(pixel, &x)| *pixel = source[x]);
            });
        } else {
            let from = course(at, height, after);
            let source = Scratch::copied(pixels);
            let source = source.as_chunks::<4>().0;
            rows::each(pixels, |y, row| row.copy_from_slice(&source[from[y] * width..][..width]));
        }
    }
}

/// For each place along a side the one that it shows.
fn course(at: f32, len: usize, after: bool) -> Vec<usize> {
    // The mirror may stand in the middle of a pixel: a side of odd length has its middle there.
    let double = (at * 2.0 * len as f32 + 0.5) as usize;
    let image = |x: usize| Edge::Mirror.index(double as i32 - 1 - x as i32, len);
    let stays = |x: usize| if after { 2 * x + 1 >= double } else { 2 * x < double };
    (0..len).map(|x| if stays(x) { x } else { image(x) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_likenesses() {
        assert_eq!(course(0.5, 5, false), [0, 1, 2, 1, 0]);
        assert_eq!(course(0.5, 4, true), [3, 2, 2, 3]);
        assert_eq!(course(0.25, 4, false), [0, 0, 0, 1]);
    }
}
