//! RGB split: the colour plates slip apart.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    filter::{Filter, Site, edge::Edge, noise::Noise, rows, tone},
    measure::Length,
    scratch::Scratch,
};

/// Pulls red one way and blue the other, like a misprint or a badly tuned screen; green stays.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RgbSplit {
    /// How far red and blue go.
    pub offset: Length,
    /// Degrees of the direction in which red goes: 0 right, 90 down.
    #[schemars(range(min = -360.0, max = 360.0))]
    pub angle: f32,
    /// How unevenly it happens from one band of rows to the next: 0 evenly, 1 from nothing to twice as far.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub jitter: f32,
    /// Height of those bands.
    pub band: Length,
    /// What comes in at the edges.
    pub edge: Edge,
}

impl Default for RgbSplit {
    fn default() -> Self {
        RgbSplit { offset: Length::Side(0.006), angle: 0.0, jitter: 0.0, band: Length::Side(0.02), edge: Edge::Clamp }
    }
}

impl Filter for RgbSplit {
    const NAME: &'static str = "rgb_split";

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let angle = tone::within(self.angle, -1e4, 1e4).to_radians();
        let offset = tone::within(site.px(self.offset), -1e6, 1e6);
        let jitter = tone::within(self.jitter, 0.0, 1.0);
        let band = tone::within(site.px(self.band), 1.0, 1e6);
        let noise = Noise::new(site.seed, "jitter").row(0);
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        let source = Scratch::copied(pixels);
        let source = source.as_chunks::<4>().0;

        rows::each(pixels, |y, row| {
            let uneven = noise.unit(((site.origin.1 as f32 + y as f32) / band) as i32) * 2.0 - 1.0;
            let far = offset * (1.0 + jitter * uneven);
            let round = |v: f32| (v + if v < 0.0 { -0.5 } else { 0.5 }) as i32;
            let (dx, dy) = (round(far * libm::cosf(angle)), round(far * libm::sinf(angle)));
            for (channel, dx, dy) in [(0, -dx, -dy), (2, dx, dy)] {
                let line = self.edge.index((y as i32).saturating_add(dy), height) * width;
                let from = &source[line..line + width];
                let start = (-dx).clamp(0, width as i32) as usize;
                let end = (width as i32).saturating_sub(dx).clamp(start as i32, width as i32) as usize;
                let lend = |out: &mut [u8; 4], from: &[u8; 4]| {
                    // What is transparent has no colour to lend.
                    out[channel] =
                        if from[3] == 255 { from[channel] } else { tone::blend(out[channel], from[channel], from[3]) };
                };
                if start < end {
                    let first = (start as i32 + dx) as usize;
                    row[start..end].iter_mut().zip(&from[first..]).for_each(|(out, from)| lend(out, from));
                }
                for x in (0..start).chain(end..width) {
                    lend(&mut row[x], &from[self.edge.index((x as i32).saturating_add(dx), width)]);
                }
            }
        });
    }
}
