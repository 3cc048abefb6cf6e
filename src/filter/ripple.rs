//! Ripple: rings that run out from where a stone fell in.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    filter::{
        Filter, Site,
        edge::Edge,
        radial::{Bend, Radial},
        resample, tone,
    },
    measure::Length,
};

/// Pushes the picture to and fro in rings round a point, and lights their slopes.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Ripple {
    /// How far a pixel is pushed at most.
    pub amplitude: Length,
    /// Distance from one ring to the next.
    pub wavelength: Length,
    /// The point, in fractions of the region's box from its top left corner.
    pub center: [f32; 2],
    /// How the rings die away outward: 0 not at all, 1 to nothing at the corners of the box.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub fade: f32,
    /// How strongly light from the upper left shows on the slopes.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub light: f32,
    /// What comes in from beyond the edge of the picture.
    pub edge: Edge,
}

impl Default for Ripple {
    fn default() -> Self {
        Ripple {
            amplitude: Length::Side(0.016),
            wavelength: Length::Side(0.11),
            center: [0.5, 0.5],
            fade: 0.6,
            light: 0.35,
            edge: Edge::Mirror,
        }
    }
}

impl Filter for Ripple {
    const NAME: &'static str = "ripple";
    const MOVES: bool = true;
    const BOXED: bool = true;

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let amplitude = tone::within(site.px(self.amplitude), -1e5, 1e5);
        let wavelength = tone::within(site.px(self.wavelength), 2.0, 1e6);
        let (fade, light) = (tone::within(self.fade, 0.0, 1.0), tone::within(self.light, 0.0, 1.0));
        let start = site.seed.at("phase").dice().unit();
        let center = resample::place(pixels, self.center);
        let corners = [0.0, pixels.width() as f32].map(|x| (x - center.0) * (x - center.0));
        let sides = [0.0, pixels.height() as f32].map(|y| (y - center.1) * (y - center.1));
        let reach = (corners[0].max(corners[1]) + sides[0].max(sides[1])).sqrt() + 2.0;
        let radial = Radial::new(center, reach, |distance| {
            let angle = (distance / wavelength + start) * std::f32::consts::TAU;
            // The push begins at nothing, so that the point itself holds together.
            let near = (distance / (0.5 * wavelength)).min(1.0);
            let strength = near * (1.0 - fade * (distance / reach));
            let push = amplitude * strength * libm::sinf(angle);
            Bend {
                re: (distance + push) / distance.max(1e-3),
                im: 0.0,
                slope: light * strength * libm::cosf(angle) * 0.5,
            }
        });
        radial.warp(pixels, self.edge, shade);
    }
}

/// A pixel lighter or darker by a share. What is dark gains little: light on it is no fog.
#[inline(always)]
pub fn shade(pixel: [u8; 4], light: f32) -> [u8; 4] {
    let share = (light * 256.0) as i32;
    let channel = |v: u8| {
        let v = i32::from(v);
        let room = if share > 0 { (255 - v).min(v + 24) } else { v };
        (v + ((room * share) >> 8)).clamp(0, 255) as u8
    };
    [channel(pixel[0]), channel(pixel[1]), channel(pixel[2]), pixel[3]]
}
