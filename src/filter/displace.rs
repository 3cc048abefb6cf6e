//! Displace: light things slide one way, dark ones the other.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    filter::{Filter, Site, blur, edge::Edge, rows, shift, tone},
    measure::Length,
    scratch::Scratch,
};

/// Pushes every pixel by how light the picture is there, so that it bulges and runs along its own forms.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Displace {
    /// How far black and white are pushed; middle grey stays.
    pub amount: Length,
    /// Degrees of the direction in which light things go: 0 right, 90 down. With `by = "slope"`, by how much
    /// the push is turned from straight downhill.
    #[schemars(range(min = -360.0, max = 360.0))]
    pub angle: f32,
    /// What pushes.
    pub by: By,
    /// Over how far lightness is averaged first: a little makes glass of it, none tears it into shreds.
    pub smooth: Length,
    /// What comes in from beyond the edge of the picture.
    pub edge: Edge,
}

/// What pushes a pixel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// How light it is: all in one direction.
    #[default]
    Lightness,
    /// How steeply lightness changes: away from what is light, as through wet glass.
    Slope,
}

impl Default for Displace {
    fn default() -> Self {
        Displace {
            amount: Length::Side(0.035),
            angle: 20.0,
            by: By::Lightness,
            smooth: Length::Side(0.018),
            edge: Edge::Mirror,
        }
    }
}

impl Filter for Displace {
    const NAME: &'static str = "displace";
    const MOVES: bool = true;

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        let amount = tone::within(site.px(self.amount), -1e5, 1e5);
        let angle = tone::within(self.angle, -1e4, 1e4).to_radians();
        let (sin, cos) = (libm::sinf(angle), libm::cosf(angle));
        let radius = tone::within(site.px(self.smooth), 0.0, 1e4) as usize;
        let mut greys = Scratch::stale(width * height);
        let source = pixels.as_chunks::<4>().0;
        rows::each_of(&mut greys, width, |y, row| {
            // What cannot be seen counts as middle grey and pushes nothing.
            let pixels = row.iter_mut().zip(&source[y * width..]);
            pixels.for_each(|(grey, pixel)| *grey = tone::blend(128, tone::grey(*pixel), pixel[3]));
        });
        for _ in 0..2 {
            blur::mean(&mut greys, width, radius);
        }
        let grey = |x: usize, y: usize| f32::from(greys[y.min(height - 1) * width + x.min(width - 1)]);
        match self.by {
            By::Lightness => {
                let pushes: [(i32, i32); 256] = std::array::from_fn(|v| {
                    let push = -amount * (v as f32 - 128.0) / 128.0;
                    fixed(push * cos, push * sin)
                });
                shift::shift(
                    pixels,
                    self.edge,
                    #[inline(always)]
                    |x, y| pushes[usize::from(greys[y * width + x])],
                );
            }
            By::Slope => {
                // Slopes are taken over the width of the average, or steps of eight bits would show.
                let step = (radius / 2).max(1);
                let scale = amount / 100.0;
                shift::shift(
                    pixels,
                    self.edge,
                    #[inline(always)]
                    |x, y| {
                        let dx = grey(x + step, y) - grey(x.saturating_sub(step), y);
                        let dy = grey(x, y + step) - grey(x, y.saturating_sub(step));
                        fixed(scale * (dx * cos - dy * sin), scale * (dx * sin + dy * cos))
                    },
                );
            }
        }
    }
}

/// Distances in 256ths of a pixel.
#[inline]
fn fixed(x: f32, y: f32) -> (i32, i32) {
    ((x * 256.0) as i32, (y * 256.0) as i32)
}
