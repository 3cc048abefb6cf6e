//! Radial: warps that turn and stretch a picture round a centre, by how far from it a place lies.

use image::RgbaImage;

use crate::filter::{
    edge::Edge,
    resample::{Sampler, tiles},
    rows::Pixel,
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
        tiles(pixels, |x, y, pixel| {
            let (dx, dy) = (x - cx, y - cy);
            let distance = (dx * dx + dy * dy).sqrt();
            if distance >= self.reach {
                return;
            }
            let place = distance * scale;
            let n = (place as i32 as usize).min(STEPS);
            let part = place - n as i32 as f32;
            let (a, b) = (self.table[n], self.table[n + 1]);
            let (re, im) = (a.re + (b.re - a.re) * part, a.im + (b.im - a.im) * part);
            let moved = sampler.at(cx + dx * re - dy * im, cy + dx * im + dy * re);
            let slope = a.slope + (b.slope - a.slope) * part;
            *pixel = shade(moved, -slope * (dx + dy) / (distance + 1.0));
        });
    }
}

/// The angle of a vector as a part of a full turn, 0 to 1: 0 to the right, ¼ down. Off by less than 10⁻⁶.
#[inline]
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
