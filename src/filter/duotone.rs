//! Duotone: the tones of the picture between two inks.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    filter::{Filter, Site},
    scene::Needs,
};

/// Shadows in one ink and lights in another, with everything between them mixed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Duotone {
    /// The ink of the shadows.
    pub dark: Ink,
    /// The ink of the lights.
    pub light: Ink,
}

impl Default for Duotone {
    fn default() -> Self {
        Duotone { dark: Color::rgb(0x1a, 0x0a, 0x0a).into(), light: Color::rgb(0xf4, 0xea, 0xd2).into() }
    }
}

impl Filter for Duotone {
    const NAME: &'static str = "duotone";

    fn needs(&self) -> Needs {
        if self.dark.needs_palette() || self.light.needs_palette() { Needs::PALETTE } else { Needs::NONE }
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let (dark, light) = (site.color(self.dark), site.color(self.light));
        let mix = |a: u8, b: u8, t: usize| ((usize::from(a) * (255 - t) + usize::from(b) * t + 127) / 255) as u8;
        let table: [[u8; 3]; 256] =
            std::array::from_fn(|t| [mix(dark.r, light.r, t), mix(dark.g, light.g, t), mix(dark.b, light.b, t)]);
        for pixel in pixels.as_chunks_mut::<4>().0 {
            let grey = (u32::from(pixel[0]) * 77 + u32::from(pixel[1]) * 150 + u32::from(pixel[2]) * 29 + 128) >> 8;
            pixel[..3].copy_from_slice(&table[grey as usize]);
        }
    }
}
