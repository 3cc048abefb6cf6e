//! Swirl: the picture wound up round a point.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::filter::{
    Filter, Site,
    edge::Edge,
    radial::{Bend, Radial},
    resample, tone,
};

/// Winds the picture up round a point, as water goes down a drain.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Swirl {
    /// Degrees by which the middle is turned; negative ones turn it the other way.
    #[schemars(range(min = -3600.0, max = 3600.0))]
    pub angle: f32,
    /// The point, in fractions of the region's box from its top left corner.
    pub center: [f32; 2],
    /// How far it reaches: 1 to the corners of the box when the point is its middle.
    #[schemars(range(min = 0.01, max = 4.0))]
    pub radius: f32,
    /// What comes in from beyond the edge of the picture.
    pub edge: Edge,
}

impl Default for Swirl {
    fn default() -> Self {
        Swirl { angle: 200.0, center: [0.5, 0.5], radius: 0.85, edge: Edge::Mirror }
    }
}

impl Filter for Swirl {
    const NAME: &'static str = "swirl";
    const MOVES: bool = true;
    const BOXED: bool = true;

    fn apply(&self, pixels: &mut RgbaImage, _: &Site) {
        let angle = tone::within(self.angle, -1e5, 1e5).to_radians();
        if angle == 0.0 {
            return;
        }
        let (width, height) = (pixels.width() as f32, pixels.height() as f32);
        let reach = tone::within(self.radius, 0.01, 100.0) * (width * width + height * height).sqrt() / 2.0;
        let radial = Radial::new(resample::place(pixels, self.center), reach.max(1.0), |distance| {
            let rest = 1.0 - (distance / reach.max(1.0)).min(1.0);
            let turned = -angle * rest * rest;
            Bend { re: libm::cosf(turned), im: libm::sinf(turned), slope: 0.0 }
        });
        radial.warp(
            pixels,
            self.edge,
            #[inline(always)]
            |pixel, _| pixel,
        );
    }
}
