//! Threshold: two inks and nothing between.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    filter::{
        Filter, Site,
        local::{Local, local, radius},
        rows, tone,
    },
    measure::Page,
    scene::Needs,
};

/// Everything darker than a level in one ink, everything lighter in the other: a stencil, a linocut.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Threshold {
    /// The lightness at which ink ends and paper begins.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub level: f32,
    /// How much the level follows what lies round a pixel: 0 is one level for all, 1 draws little but outlines.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub adapt: f32,
    /// Width of the ramp from ink to paper; 0 is a hard edge.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub soft: f32,
    /// The ink of all that is dark.
    pub ink: Ink,
    /// The colour of all that is light.
    pub paper: Ink,
}

impl Default for Threshold {
    fn default() -> Self {
        Threshold {
            level: 0.45,
            adapt: 0.5,
            soft: 0.06,
            ink: Color::rgb(0x14, 0x11, 0x11).into(),
            paper: Color::rgb(0xf4, 0xea, 0xd2).into(),
        }
    }
}

impl Filter for Threshold {
    const NAME: &'static str = "threshold";
    const POINT: bool = true;

    fn around(&self, page: Page) -> Option<f32> {
        Some(radius(page))
    }

    fn needs(&self) -> Needs {
        Needs::of(&[self.ink, self.paper])
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let Local { greys, .. } = local(pixels, site, self.level, self.adapt);
        let width = pixels.width() as usize;
        let ramp = (tone::within(self.soft, 0.0, 1.0) * 255.0).max(0.5);
        let (ink, paper) = (site.color(self.ink), site.color(self.paper));
        let table: [tone::Flat; 256] = std::array::from_fn(|v| {
            let light = ((v as f32 - 127.5) / ramp + 0.5).clamp(0.0, 1.0);
            tone::mix(ink, paper, (light * 255.0 + 0.5) as u8)
        });
        rows::each(pixels, |y, row| {
            for (pixel, grey) in row.iter_mut().zip(&greys[y * width..]) {
                tone::paint(pixel, table[usize::from(*grey)]);
            }
        });
    }
}
