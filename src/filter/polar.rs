//! Polar: the picture bent into a circle, or a circle unrolled into a strip.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::filter::{
    Filter, Site,
    edge::Edge,
    radial, resample, rows,
    sizes::{Pyramid, Spots},
    taps::RUN,
    tone,
    wide::wide,
};

/// Bends the picture round a point until its left and right side meet, or unrolls it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Polar {
    /// What becomes of the picture.
    pub way: Way,
    /// The point, in fractions of the region's box from its top left corner.
    pub center: [f32; 2],
    /// Degrees by which the circle is turned.
    #[schemars(range(min = -360.0, max = 360.0))]
    pub turn: f32,
    /// Where the picture's outer side lies: 1 at the corners of the box when the point is its middle.
    #[schemars(range(min = 0.1, max = 4.0))]
    pub reach: f32,
    /// How the picture is drawn out between the middle and the outside: below 1 the middle is large, above 1 small.
    #[schemars(range(min = 0.2, max = 5.0))]
    pub bend: f32,
    /// Over how much of the turn the left and the right side melt into each other where they meet.
    #[schemars(range(min = 0.0, max = 0.5))]
    pub join: f32,
    /// What lies farther out than the picture reaches.
    pub edge: Edge,
}

/// What becomes of the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A little planet: its foot is the middle, its head the sky all round.
    #[default]
    Planet,
    /// A tunnel: its head is the middle, its foot all round.
    Tunnel,
    /// A strip: rays from the point become columns, rings rows; what lies in the middle is at the foot.
    Unroll,
}

impl Default for Polar {
    fn default() -> Self {
        Polar { way: Way::Planet, center: [0.5, 0.5], turn: 0.0, reach: 0.84, bend: 1.0, join: 0.1, edge: Edge::Clamp }
    }
}

/// Steps of the table of distances.
const STEPS: usize = 2048;

impl Filter for Polar {
    const NAME: &'static str = "polar";
    const MOVES: bool = true;
    const BOXED: bool = true;

    fn apply(&self, pixels: &mut RgbaImage, _: &Site) {
        if pixels.is_empty() {
            return;
        }
        let (width, height) = (pixels.width() as f32, pixels.height() as f32);
        let reach = tone::within(self.reach, 0.05, 100.0) * (width * width + height * height).sqrt() / 2.0;
        if self.way == Way::Unroll { self.unroll(pixels, reach) } else { self.roll(pixels, reach) }
    }
}

impl Polar {
    /// Columns become rays.
    fn roll(&self, pixels: &mut RgbaImage, reach: f32) {
        let (width, height) = (pixels.width() as f32, pixels.height() as f32);
        let (cx, cy) = resample::place(pixels, self.center);
        let bend = tone::within(self.bend, 0.1, 10.0);
        let join = tone::within(self.join, 0.0, 0.5);
        let scale = STEPS as f32 / reach;
        // For each distance the row, measured from the middle, as far again beyond the outer side; and how many pixels
        // become one, between the two directions' scales, or rays would be streaks and rings a blur.
        let row = |n: usize| height * libm::powf(n as f32 / STEPS as f32, bend);
        let rows: Vec<(f32, f32)> = (0..=2 * STEPS + 1)
            .map(|n| {
                let around = width / (1.0 + join) / ((n as f32 / scale).max(0.5) * std::f32::consts::TAU);
                (row(n), (around * (row(n + 1) - row(n)) * scale).sqrt())
            })
            .collect();
        let start = tone::within(self.turn, -1e4, 1e4) / 360.0 - 0.25;
        let start = start - start.floor();
        let pyramid = Pyramid::new(pixels, self.edge, width.max(height) / 4.0);
        let narrow = 1.0 / (1.0 + join);
        let planet = self.way == Way::Planet;
        let whole = pixels.width() as usize;
        rows::bands(pixels, RUN, 0, |top, band| {
            wide(
                #[inline(always)]
                || {
                    let (mut spots, mut turns) = (Spots::default(), [0f32; RUN]);
                    let mut places = [0f32; RUN];
                    let mut firsts = [[0; 4]; RUN];
                    for left in (0..whole).step_by(RUN) {
                        for (y, out) in band.chunks_exact_mut(whole).enumerate() {
                            let out = &mut out[left..(left + RUN).min(whole)];
                            let dy = (top + y) as i32 as f32 - cy;
                            for (n, (turned, place)) in turns.iter_mut().zip(&mut places).enumerate() {
                                let dx = (left + n) as i32 as f32 - cx;
                                *place = ((dx * dx + dy * dy).sqrt() * scale).min(2.0 * STEPS as f32);
                                let turn = radial::turn(dx, dy) + 1.0 - start;
                                *turned = turn - turn as i32 as f32;
                            }
                            for ((place, v), shrunk) in places.iter().zip(&mut spots.y).zip(&mut spots.scale) {
                                let n = *place as i32 as usize;
                                let ((row, shrink), next) = (rows[n], rows[n + 1].0);
                                let row = row + (next - row) * (place - n as i32 as f32);
                                *v = if planet { height - 0.5 - row } else { row - 0.5 };
                                *shrunk = shrink;
                            }
                            // The picture is so much longer than its circle as its ends lie upon each other.
                            for (u, turn) in spots.x.iter_mut().zip(&turns) {
                                *u = (join + turn) * narrow * width - 0.5;
                            }
                            pyramid.run(&spots, out);
                            if turns.iter().all(|turn| turn - 1.0 + join <= 0.0) {
                                continue;
                            }
                            for (u, turn) in spots.x.iter_mut().zip(&turns) {
                                *u = (turn - 1.0 + join) * narrow * width - 0.5;
                            }
                            pyramid.run(&spots, &mut firsts);
                            for ((out, first), turn) in out.iter_mut().zip(&firsts).zip(&turns) {
                                let near_end = (turn - 1.0 + join) / join.max(1e-6);
                                *out = tone::blend_pixels(*out, *first, (near_end.clamp(0.0, 1.0) * 256.0) as u32);
                            }
                        }
                    }
                },
            );
        });
    }

    /// Rays become columns.
    fn unroll(&self, pixels: &mut RgbaImage, reach: f32) {
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        let (cx, cy) = resample::place(pixels, self.center);
        let bend = tone::within(self.bend, 0.1, 10.0);
        let distances: Vec<f32> = (0..height)
            .map(|y| reach * libm::powf((height as f32 - 0.5 - y as f32) / height as f32, 1.0 / bend))
            .collect();
        let start = tone::within(self.turn, -1e4, 1e4).to_radians() + std::f32::consts::FRAC_PI_2;
        let rays: Vec<(f32, f32)> = (0..width)
            .map(|x| {
                let angle = start + (x as f32 + 0.5) / width as f32 * std::f32::consts::TAU;
                (libm::cosf(angle), libm::sinf(angle))
            })
            .collect();
        resample::warp(
            pixels,
            self.edge,
            #[inline(always)]
            |x, y| {
                let ((cos, sin), distance) = (rays[x as usize], distances[y as usize]);
                (cx + distance * cos, cy + distance * sin)
            },
        );
    }
}
