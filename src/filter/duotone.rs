//! Duotone: the tones of the picture between two inks.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    filter::{Filter, Site, rows, tone},
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
    /// How steeply dark goes over into light; 1 as in the picture, more for a harder print.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub contrast: f32,
    /// Whether the darkest tone of the picture becomes the full dark ink and the lightest the full light one.
    pub stretch: bool,
}

impl Default for Duotone {
    fn default() -> Self {
        Duotone {
            dark: Color::rgb(0x1a, 0x0a, 0x0a).into(),
            light: Color::rgb(0xf4, 0xea, 0xd2).into(),
            contrast: 1.1,
            stretch: true,
        }
    }
}

impl Filter for Duotone {
    const NAME: &'static str = "duotone";
    const POINT: bool = true;

    fn stretches(&self) -> bool {
        self.stretch
    }

    fn needs(&self) -> Needs {
        Needs::of(&[self.dark, self.light])
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let (dark, light) = (site.color(self.dark), site.color(self.light));
        let curve = tone::curve(pixels, site.tones(), self.stretch, self.contrast, 0.0);
        let table = curve.map(|t| tone::mix(dark, light, t));
        rows::each(pixels, |_, row| {
            for pixel in row {
                tone::paint(pixel, table[usize::from(tone::grey(*pixel))]);
            }
        });
    }
}
