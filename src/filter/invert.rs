//! Invert: the negative.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::filter::{Filter, Site, rows, tone};

/// Turns light into dark and dark into light.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Invert {
    /// What is turned over.
    pub of: Of,
}

/// What a negative turns over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// Every channel: light and hue.
    #[default]
    Color,
    /// Light alone: red stays red.
    Lightness,
    /// Every channel, on the orange mask of a colour film held against a lamp.
    Film,
}

/// The mask of a colour film by lamplight, and its deepest black.
const MASK: [u32; 3] = [255, 178, 122];
const FOG: [u32; 3] = [52, 16, 8];

impl Filter for Invert {
    const NAME: &'static str = "invert";
    const POINT: bool = true;

    fn stretches(&self) -> bool {
        false
    }

    fn apply(&self, pixels: &mut RgbaImage, _: &Site) {
        match self.of {
            Of::Color => rows::each(pixels, |_, row| {
                row.iter_mut().for_each(|pixel| *pixel = (u32::from_le_bytes(*pixel) ^ 0x00ff_ffff).to_le_bytes());
            }),
            // The darkest channel takes the place of the lightest: hue and chroma stay as they are.
            Of::Lightness => rows::each(pixels, |_, row| {
                for pixel in row {
                    let [r, g, b] = tone::channels(*pixel);
                    let lift = 255 - r.max(g).max(b) as i32 - r.min(g).min(b) as i32;
                    tone::put(pixel, tone::three([r, g, b], |c| (c as i32 + lift) as u32 & 255));
                }
            }),
            Of::Film => {
                let tables: [[u8; 256]; 3] = std::array::from_fn(|c| {
                    std::array::from_fn(|v| (FOG[c] + (MASK[c] - FOG[c]) * (255 - v as u32) / 255) as u8)
                });
                rows::each(pixels, |_, row| {
                    for pixel in row {
                        tone::put(pixel, tone::mapped(*pixel, &tables));
                    }
                });
            }
        }
    }
}
