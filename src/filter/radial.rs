//! Radial: warps that turn and stretch a picture round a centre, by how far from it a place lies.

use image::RgbaImage;

use crate::filter::{
    edge::Edge,
    resample::Sampler,
    rows::{self, Pixel},
    taps::{Places, RUN},
    wide::wide,
};

/// Steps of the table; between them it is straight.
const STEPS: usize = 2048;

/// What happens at a distance: where the pixel comes from, as a turn and a stretch of the way to it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bend {
    /// Cosine of the turn times the stretch.
    pub re: f32,
    /// Sine of the turn times the stretch.
    pub im: f32,
    /// How much light falls on slopes that face upper left; 0 for none.
    pub slope: f32,
}

/// The bends at all distances from a centre up to a reach, beyond which nothing changes.
pub struct Radial {
    center: (f32, f32),
    reach: f32,
    table: Vec<Bend>,
}

impl Radial {
    /// Asks `bend` for what happens at distances from 0 to `reach`.
    pub fn new(center: (f32, f32), reach: f32, bend: impl Fn(f32) -> Bend) -> Self {
        let table = (0..=STEPS + 1).map(|n| bend(reach * n as f32 / STEPS as f32)).collect();
        Radial { center, reach, table }
    }

    /// Warps a picture; `shade` is given the pixel and the light that falls on its slope.
    pub fn warp(&self, pixels: &mut RgbaImage, edge: Edge, shade: impl Fn(Pixel, f32) -> Pixel + Sync) {
        if pixels.is_empty() {
            return;
        }
        let sampler = Sampler::new(pixels, edge);
        let (cx, cy) = self.center;
        let scale = STEPS as f32 / self.reach;
        let width = pixels.width() as usize;
        rows::bands(pixels, RUN, 0, |top, band| {
            wide(
                #[inline(always)]
                || {
                    let (mut taken, mut moved) = (Places::default(), [[0; 4]; RUN]);
                    let (mut distances, mut bends) = ([0f32; RUN], [Bend::default(); RUN]);
                    for left in (0..width).step_by(RUN) {
                        for (y, row) in band.chunks_exact_mut(width).enumerate() {
                            let row = &mut row[left..(left + RUN).min(width)];
                            let dy = (top + y) as i32 as f32 - cy;
                            let across = |n: usize| (left + n) as i32 as f32 - cx;
                            for (n, distance) in distances.iter_mut().enumerate() {
                                let dx = across(n);
                                *distance = (dx * dx + dy * dy).sqrt();
                            }
                            if distances[..row.len()].iter().all(|distance| *distance >= self.reach) {
                                continue;
                            }
                            for (bend, distance) in bends.iter_mut().zip(&distances) {
                                *bend = self.at(distance * scale);
                            }
                            taken.set(
                                row.len(),
                                #[inline(always)]
                                |n| {
                                    let (dx, Bend { re, im, .. }) = (across(n), bends[n]);
                                    let fixed = |v: f32| (v * 256.0) as i32;
                                    (fixed(cx + dx * re - dy * im), fixed(cy + dx * im + dy * re))
                                },
                            );
                            sampler.run(&taken, &mut moved);
                            for (n, (out, moved)) in row.iter_mut().zip(moved).enumerate() {
                                if distances[n] < self.reach {
                                    *out = shade(moved, -bends[n].slope * (across(n) + dy) / (distances[n] + 1.0));
                                }
                            }
                        }
                    }
                },
            );
        });
    }

    /// What happens at a distance in steps of the table.
    #[inline(always)]
    fn at(&self, place: f32) -> Bend {
        let n = (place as i32 as usize).min(STEPS);
        let part = place - n as i32 as f32;
        let (a, b) = (self.table[n], self.table[n + 1]);
        let between = |a: f32, b: f32| a + (b - a) * part;
        Bend { re: between(a.re, b.re), im: between(a.im, b.im), slope: between(a.slope, b.slope) }
    }
}

/// The angle of a vector as a part of a full turn, 0 to 1: 0 to the right, ¼ down. Off by less than 10⁻⁶.
#[inline(always)]
pub fn turn(x: f32, y: f32) -> f32 {
    let (ax, ay) = (x.abs(), y.abs());
    let z = ax.min(ay) / ax.max(ay).max(1e-20);
    // Abramowitz and Stegun 4.4.49, divided by a full turn.
    let s = z * z;
    let p = 0.002_866_225_7_f32;
    let p = p * s - 0.016_165_737;
    let p = p * s + 0.042_909_614;
    let p = p * s - 0.075_289_64;
    let p = p * s + 0.106_562_64;
    let p = p * s - 0.142_089;
    let p = p * s + 0.199_935_51;
    let p = p * s - 0.333_331_45;
    let angle = (p * s + 1.0) * z * std::f32::consts::FRAC_1_PI * 0.5;
    let angle = if ay > ax { 0.25 - angle } else { angle };
    let angle = if x < 0.0 { 0.5 - angle } else { angle };
    if y < 0.0 { 1.0 - angle } else { angle }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn angles_are_those_of_the_arc_tangent() {
        for n in 0..1000 {
            let angle = n as f32 / 1000.0;
            let (sin, cos) = (libm::sinf(angle * std::f32::consts::TAU), libm::cosf(angle * std::f32::consts::TAU));
            let off = (turn(cos * 7.0, sin * 7.0) - angle).abs();
            assert!(off.min(1.0 - off) < 2e-6, "{angle}: {off}");
        }
        assert!(turn(0.0, 0.0).is_finite());
    }
}
