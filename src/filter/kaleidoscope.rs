//! Kaleidoscope: one wedge of the picture and its likenesses all round a point.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::filter::{Filter, Site, edge::Edge, radial, resample, tone};

/// Repeats one wedge of the picture round a point, every second time turned over.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Kaleidoscope {
    /// How many times the figure repeats in a full turn.
    #[schemars(range(min = 1, max = 60))]
    pub fold: u32,
    /// The point, in fractions of the region's box from its top left corner.
    pub center: [f32; 2],
    /// Degrees of the direction in which the wedge is taken: 0 right, 90 down.
    #[schemars(range(min = -360.0, max = 360.0))]
    pub aim: f32,
    /// Degrees by which the whole figure is turned.
    #[schemars(range(min = -360.0, max = 360.0))]
    pub turn: f32,
    /// How much of the picture the figure shows: 2 twice as far out, 0.5 half as far.
    #[schemars(range(min = 0.05, max = 20.0))]
    pub reach: f32,
    /// Where the wedge's point lies in the picture, in fractions of the box; the point itself when not said.
    pub from: Option<[f32; 2]>,
    /// What comes in from beyond the edge of the picture.
    pub edge: Edge,
}

impl Default for Kaleidoscope {
    fn default() -> Self {
        Kaleidoscope { fold: 6, center: [0.5, 0.5], aim: -90.0, turn: 0.0, reach: 1.0, from: None, edge: Edge::Mirror }
    }
}

impl Filter for Kaleidoscope {
    const NAME: &'static str = "kaleidoscope";
    const MOVES: bool = true;
    const BOXED: bool = true;

    fn apply(&self, pixels: &mut RgbaImage, _: &Site) {
        let (cx, cy) = resample::place(pixels, self.center);
        let (fx, fy) = resample::place(pixels, self.from.unwrap_or(self.center));
        let radians = |degrees: f32| f64::from(tone::within(degrees, -1e4, 1e4)).to_radians();
        let (aim, turn) = (radians(self.aim), radians(self.turn));
        let reach = f64::from(tone::within(self.reach, 0.01, 100.0));
        let wedges = 2 * self.fold.clamp(1, 1000) as usize;
        let wedge = std::f64::consts::TAU / wedges as f64;
        // Each wedge is turned, or turned over, upon the one that points to the aim.
        let table: Vec<[f32; 4]> = (0..wedges)
            .map(|n| {
                let odd = n % 2 == 1;
                let middle = (n as f64 + 0.5) * wedge + turn;
                let by = if odd { aim + middle } else { aim - middle };
                let (sin, cos) = (libm::sin(by) * reach, libm::cos(by) * reach);
                (if odd { [cos, sin, sin, -cos] } else { [cos, -sin, sin, cos] }).map(|v| v as f32)
            })
            .collect();
        // From nought to one, so that truncation of what lies above it is the floor.
        let start = turn / std::f64::consts::TAU;
        let start = (start - libm::floor(start)) as f32;
        resample::warp(
            pixels,
            self.edge,
            #[inline(always)]
            |x, y| {
                let (dx, dy) = (x - cx, y - cy);
                let turn = radial::turn(dx, dy) + 1.0 - start;
                let wedge = (turn - turn as i32 as f32) * wedges as i32 as f32;
                let [a, b, c, d] = table[(wedge as i32 as usize).min(wedges - 1)];
                (fx + dx * a + dy * b, fy + dx * c + dy * d)
            },
        );
    }
}
