//! Sheet: a picture laid down somewhere else, turned, made smaller, or seen aslant.

use image::RgbaImage;

use crate::{
    filter::{
        resample::Sampler,
        rows::{self, Pixel},
        sizes::{Pyramid, Spots},
        taps::RUN,
        tone,
        wide::wide,
    },
    measure::Rect,
};

/// From a place on the canvas to one of the picture that lies there: a projective map, row by row.
#[derive(Clone, Copy, Debug)]
pub struct Map(pub [f32; 9]);

impl Map {
    /// The place of the picture, and how many of its pixels become one.
    #[inline(always)]
    pub fn at(&self, x: f32, y: f32) -> (f32, f32, f32) {
        let m = &self.0;
        let w = m[6] * x + m[7] * y + m[8];
        let inverse = if w > 1e-6 { 1.0 / w } else { 0.0 };
        let (u, v) = ((m[0] * x + m[1] * y + m[2]) * inverse, (m[3] * x + m[4] * y + m[5]) * inverse);
        let (ux, uy) = ((m[0] - u * m[6]) * inverse, (m[1] - u * m[7]) * inverse);
        let (vx, vy) = ((m[3] - v * m[6]) * inverse, (m[4] - v * m[7]) * inverse);
        if inverse == 0.0 { (-1e9, -1e9, 1.0) } else { (u, v, (ux * vy - uy * vx).abs().sqrt()) }
    }

    /// A picture turned by an angle and made `scale` times as large round a point that stays where it is.
    pub fn turned(center: (f32, f32), angle: f32, scale: f32) -> Self {
        let (sin, cos) = (libm::sinf(angle) / scale, libm::cosf(angle) / scale);
        let (cx, cy) = center;
        Map([cos, sin, cx - cos * cx - sin * cy, -sin, cos, cy + sin * cx - cos * cy, 0.0, 0.0, 1.0])
    }
}

/// How a sheet looks where it lies.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// A frame of this colour and width, in the sheet's own pixels.
    pub frame: ([u8; 3], f32),
    /// How dark its shadow is, and how far it reaches in pixels of the canvas.
    pub shadow: (f32, f32),
}

/// Lays a picture down, with its shadow on what lies there; nothing changes outside `bounds`.
pub fn lay(pixels: &mut RgbaImage, pyramid: &Pyramid, map: &Map, look: &Look, bounds: Rect) {
    let size = pyramid.whole().size();
    let (dark, reach) = look.shadow;
    let edge = |left: usize, y: f32, run: &mut [Pixel]| {
        for (x, pixel) in (left..).zip(run) {
            let (u, v, scale) = map.at(x as f32, y);
            let inside = within(size, u, v) / scale;
            if inside < 0.5 && dark > 0.0 {
                // The light comes from the upper left.
                let (u, v, scale) = map.at(x as f32 - 0.4 * reach, y - 0.5 * reach);
                let beside = 1.0 - ((beside(size, u, v) / scale + 0.4 * reach) / (1.4 * reach)).clamp(0.0, 1.0);
                let light = (256.0 * (1.0 - dark * beside * beside)) as u32;
                (0..3).for_each(|c| pixel[c] = ((u32::from(pixel[c]) * light) >> 8) as u8);
            }
            if inside <= -0.5 {
                continue;
            }
            let mut own = pyramid.at(u, v, scale);
            let (color, width) = look.frame;
            if width > 0.0 {
                let cover = ((width - within(size, u, v)) / scale + 0.5).clamp(0.0, 1.0);
                let sheet = [color[0], color[1], color[2], own[3]];
                own = tone::blend_pixels(own, sheet, (cover * 256.0) as u32);
            }
            *pixel = if inside >= 0.5 { own } else { tone::blend_pixels(*pixel, own, ((inside + 0.5) * 256.0) as u32) };
        }
    };
    let (left, right) = (bounds.x.max(0.0) as usize, bounds.right().max(0.0) as usize);
    rows::each(pixels, |y, row| {
        let y = y as f32;
        if y < bounds.y || y > bounds.bottom() {
            return;
        }
        let (left, right) = (left.min(row.len()), right.min(row.len()));
        let mut spots = Spots::default();
        for (n, run) in row[left.min(right)..right].chunks_mut(RUN).enumerate() {
            let left = left + n * RUN;
            let whole = wide(
                #[inline(always)]
                || {
                    let mut inside = f32::MAX;
                    for (n, (u, v, scale)) in spots.iter_mut().enumerate() {
                        (*u, *v, *scale) = map.at((left + n) as i32 as f32, y);
                        inside = inside.min(within(size, *u, *v) / *scale);
                    }
                    // Most lie wholly within, where there is neither a shadow nor an edge.
                    let whole = inside >= 0.5 && look.frame.1 <= 0.0;
                    if whole {
                        pyramid.run(&spots, run);
                    }
                    whole
                },
            );
            if !whole {
                edge(left, y, run);
            }
        }
    });
}

/// How far a place lies inside a picture of that size; less than 0 outside.
#[inline(always)]
fn within((width, height): (f32, f32), u: f32, v: f32) -> f32 {
    (u + 0.5).min(width - 0.5 - u).min((v + 0.5).min(height - 0.5 - v))
}

/// How far a place lies beside a picture of that size, round its corners; less than 0 inside.
#[inline]
fn beside((width, height): (f32, f32), u: f32, v: f32) -> f32 {
    let (x, y) = ((-0.5 - u).max(u + 0.5 - width), (-0.5 - v).max(v + 0.5 - height));
    if x > 0.0 && y > 0.0 { (x * x + y * y).sqrt() } else { x.max(y) }
}

/// Whether a place lies in the picture.
pub fn holds(sampler: &Sampler, (u, v): (f32, f32)) -> bool {
    within(sampler.size(), u, v) >= 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_sheet_turns_round_its_point() {
        let map = Map::turned((30.0, 20.0), 1.0, 0.5);
        let (u, v, scale) = map.at(30.0, 20.0);
        assert!((u - 30.0).abs() < 1e-4 && (v - 20.0).abs() < 1e-4 && (scale - 2.0).abs() < 1e-4);
        let quarter = Map::turned((0.0, 0.0), std::f32::consts::FRAC_PI_2, 1.0);
        let (u, v, _) = quarter.at(0.0, 5.0);
        assert!((u - 5.0).abs() < 1e-4 && v.abs() < 1e-4, "clockwise: {u} {v}");
    }
}
