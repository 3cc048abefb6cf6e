//! Posterize: few steps where there were many.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    filter::{Filter, Site, rows, tone},
    scene::Needs,
};

/// Flattens the picture into a few steps of each colour channel, or into a handful of inks.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Posterize {
    /// Steps of each channel, when no inks are given.
    #[schemars(range(min = 2, max = 64))]
    pub levels: u32,
    /// The only colours that remain, that of the shadows first; when empty, `levels` counts.
    #[schemars(length(max = 16))]
    pub inks: Vec<Ink>,
    /// How inks are handed out.
    pub by: By,
    /// How steeply dark goes over into light beforehand; 1 as in the picture.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub contrast: f32,
    /// Whether the tones are first spread from black to white.
    pub stretch: bool,
}

/// How an ink is chosen for a pixel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Inks share the tones evenly, from dark to light, whatever the colour was: a stencil portrait.
    #[default]
    Tone,
    /// Each pixel takes the ink that looks most like it.
    Color,
}

impl Default for Posterize {
    fn default() -> Self {
        Posterize { levels: 4, inks: Vec::new(), by: By::Tone, contrast: 1.0, stretch: true }
    }
}

impl Filter for Posterize {
    const NAME: &'static str = "posterize";
    const POINT: bool = true;

    fn stretches(&self) -> bool {
        self.stretch
    }

    fn needs(&self) -> Needs {
        Needs::of(&self.inks)
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let curve = tone::curve(pixels, site.tones(), self.stretch, self.contrast, 0.0);
        let inks: Vec<[u8; 3]> = self.inks.iter().take(256).map(|&ink| rgb(site.color(ink))).collect();
        if inks.is_empty() {
            let levels = self.levels.clamp(2, 256);
            let tables = [curve.map(|v| step(v, levels)); 3];
            return rows::each(pixels, |_, row| {
                for pixel in row {
                    tone::put(pixel, tone::mapped(*pixel, &tables));
                }
            });
        }
        match self.by {
            By::Tone => {
                let table = curve.map(|v| tone::Flat::from(inks[usize::from(v) * inks.len() / 256]));
                rows::each(pixels, |_, row| {
                    for pixel in row {
                        tone::paint(pixel, table[usize::from(tone::grey(*pixel))]);
                    }
                });
            }
            By::Color => {
                // 32 768 colours are looked up rather than 16 million compared.
                let table: Vec<tone::Flat> = (0..1 << 15)
                    .map(|n: u32| {
                        nearest(&inks, [n >> 10, n >> 5, n].map(|c| curve[((c & 31) * 255 / 31) as usize])).into()
                    })
                    .collect();
                rows::each(pixels, |_, row| {
                    for pixel in row {
                        let bits = u32::from_le_bytes(*pixel);
                        let index = bits << 7 & 0x7c00 | bits >> 6 & 0x3e0 | bits >> 19 & 0x1f;
                        tone::paint(pixel, table[index as usize]);
                    }
                });
            }
        }
    }
}

fn rgb(color: Color) -> [u8; 3] {
    [color.r, color.g, color.b]
}

/// The nearest of `levels` evenly spaced values.
fn step(value: u8, levels: u32) -> u8 {
    let step = (u32::from(value) * levels / 256).min(levels - 1);
    (step * 255 / (levels - 1)) as u8
}

/// The ink that looks most like a colour, by the weighted distance of T. Riemersma ("redmean", 1999).
pub fn nearest(inks: &[[u8; 3]], color: [u8; 3]) -> [u8; 3] {
    let distance = |ink: &&[u8; 3]| {
        let d = [0, 1, 2].map(|c| i32::from(ink[c]) - i32::from(color[c]));
        let red = (i32::from(ink[0]) + i32::from(color[0])) / 2;
        (512 + red) * d[0] * d[0] + 1024 * d[1] * d[1] + (767 - red) * d[2] * d[2]
    };
    inks.iter().min_by_key(distance).copied().unwrap_or(color)
}
