//! Slit scan: each column (or row) as it was at another moment, so that the picture sticks and catches up.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    filter::{
        Filter, Site,
        edge::Edge,
        noise::Noise,
        resample::{FAR, Sampler},
        rows,
        run::Run,
        tone,
    },
    measure::Length,
};

/// Takes columns (or rows) from displaced places, as a slit does before which the picture is moved unevenly: where
/// it stands still one column is drawn out, then it hurries on.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SlitScan {
    /// Which way the slit runs; the picture is smeared across it.
    pub run: Run,
    /// How much of the picture stands still: 0 nothing, 1 nearly all.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub hold: f32,
    /// The mean distance from one halt to the next.
    pub length: Length,
    /// Whether what was left out is skipped when it goes on (0), or hurried through before the halt (1).
    #[schemars(range(min = 0.0, max = 1.0))]
    pub hurry: f32,
    /// How far the slit's ends are out of step with each other: edges of smears bend by that much.
    pub bend: Length,
    /// What comes in from beyond the edge of the picture.
    pub edge: Edge,
}

impl Default for SlitScan {
    fn default() -> Self {
        SlitScan {
            run: Run::Vertical,
            hold: 0.5,
            length: Length::Side(0.16),
            hurry: 0.5,
            bend: Length::Side(0.12),
            edge: Edge::Mirror,
        }
    }
}

impl Filter for SlitScan {
    const NAME: &'static str = "slit_scan";
    const MOVES: bool = true;

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        if pixels.is_empty() {
            return;
        }
        let across = self.run == Run::Vertical;
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        let (len, other) = if across { (width, height) } else { (height, width) };
        let (first, start) = if across { (site.origin.0, site.origin.1) } else { (site.origin.1, site.origin.0) };
        let bend = tone::within(site.px(self.bend), -1e4, 1e4);
        let margin = bend.abs() as usize + 2;
        let pushes = self.pushes(site, f64::from(first) - margin as f64, len + 2 * margin + 2);
        // One smooth curve for all: how far each place along the slit is ahead.
        let noise = Noise::new(site.seed, "bend");
        let cell = (0.35 * site.page.short()).clamp(8.0, 1e6);
        let ahead: Vec<f32> =
            (0..other).map(|n| bend * (2.0 * noise.cloud(start as f32 + n as f32, 0.5, cell) - 1.0)).collect();
        let sampler = Sampler::new(pixels, self.edge);
        rows::each(pixels, |y, row| {
            for (x, pixel) in row.iter_mut().enumerate() {
                let (along, ahead) = if across { (x, ahead[y]) } else { (y, ahead[x]) };
                let place = along as f32 + ahead + margin as f32;
                let n = (place as usize).min(pushes.len() - 2);
                let (part, here, next) = ((place - n as f32).clamp(0.0, 1.0), pushes[n], pushes[n + 1]);
                let at = (x as i32, y as i32);
                let look = |push: f32| sampler.near(at, if across { (push, 0.0) } else { (0.0, push) });
                // Where it jumps, what lies between is neither the one nor the other.
                *pixel = if (next - here).abs() > 4.0 {
                    tone::blend_pixels(look(here), look(next), (part * 256.0) as u32)
                } else {
                    look(here + (next - here) * part)
                };
            }
        });
    }
}

impl SlitScan {
    /// How far away the column at each place comes from. Stretches are keyed by their number on the canvas, so that
    /// they lie where they do whatever part is asked for.
    fn pushes(&self, site: &Site, first: f64, count: usize) -> Vec<f32> {
        let hold = tone::within(self.hold, 0.0, 1.0) * 0.94;
        let hurry = tone::within(self.hurry, 0.0, 1.0);
        let length = f64::from(tone::within(site.px(self.length), 2.0, FAR));
        let noise = Noise::new(site.seed, "stretches");
        (0..count)
            .map(|n| {
                let place = (first + n as f64) / length;
                // Stretches of uneven length: the ends of each are pushed about, never past each other.
                let end = |number: f64| number + 0.8 * f64::from(noise.row(number as i32).unit(0)) - 0.4;
                let mut number = libm::floor(place);
                if place < end(number) {
                    number -= 1.0;
                } else if place >= end(number + 1.0) {
                    number += 1.0;
                }
                let (from, to) = (end(number), end(number + 1.0));
                let t = ((place - from) / (to - from)) as f32;
                // So much of this stretch stands still.
                let still = hold * (0.4 + 1.2 * noise.row(number as i32).unit(1)).min(1.0 / 0.94);
                // First it runs, then it stands. Where it does not hurry it stands at what came last.
                let runs = 1.0 - still;
                let reached = runs + (1.0 - runs) * hurry;
                let came = if t < runs { t / runs.max(1e-3) * reached } else { reached };
                ((came - t) * (to - from) as f32) * length as f32
            })
            .collect()
    }
}
