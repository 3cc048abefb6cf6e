//! Grain: the silver of a fast film.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    filter::{Filter, Site, noise::Noise, rows, tone},
    measure::Length,
};

/// Strews grain over the picture, most in the middle tones.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Grain {
    /// How strong it is.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub amount: f32,
    /// How large a grain is.
    pub size: Length,
    /// Whether each colour has grain of its own.
    pub color: bool,
}

impl Default for Grain {
    fn default() -> Self {
        Grain { amount: 0.3, size: Length::Side(0.0016), color: false }
    }
}

impl Filter for Grain {
    const NAME: &'static str = "grain";

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let amount = (tone::within(self.amount, 0.0, 1.0) * 160.0) as i32;
        let size = tone::within(site.px(self.size), 1.0, 1e4);
        // A grain is a lattice cell; a second, finer lattice keeps the cells from showing.
        let cells = (65536.0 / size) as u64;
        let noise = Noise::new(site.seed, "grain");
        // Strength by tone, in 256ths: full in the middle, a third at the ends.
        let strength: [i32; 256] = std::array::from_fn(|v| {
            let t = (v as i32 - 128).abs();
            amount * (256 - t * t * 170 / 16384)
        });
        rows::each(pixels, |y, row| {
            let y = site.origin.1.wrapping_add(y as u32);
            let (coarse, fine) = (noise.row(((u64::from(y) * cells) >> 16) as i32), noise.row(!y as i32));
            for (x, pixel) in row.iter_mut().enumerate() {
                let x = site.origin.0.wrapping_add(x as u32);
                let column = ((u64::from(x) * cells) >> 16) as i32;
                let strength = strength[usize::from(tone::grey(*pixel))];
                let change = |n: i32| {
                    let bell = coarse.bell(column.wrapping_add(n)) + fine.bell((x as i32).wrapping_add(n));
                    (bell * strength) >> 17
                };
                let first = change(0);
                for (c, channel) in pixel[..3].iter_mut().enumerate() {
                    let change = if self.color && c > 0 { change(c as i32 * 0x1000_0000) } else { first };
                    *channel = (i32::from(*channel) + change).clamp(0, 255) as u8;
                }
            }
        });
    }
}
