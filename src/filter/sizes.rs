//! Sizes: a picture at every size, for what is made smaller.

use image::RgbaImage;

use crate::filter::{
    edge::Edge,
    resample::Sampler,
    rows::Pixel,
    taps::{Places, RUN},
    tone,
};

/// A picture at every size, each half the one before, for what is made smaller.
pub struct Pyramid(Vec<Sampler>);

impl Pyramid {
    /// Halves a picture until it is `shrink` times smaller than it was, or a few pixels.
    pub fn new(pixels: &RgbaImage, edge: Edge, shrink: f32) -> Self {
        let mut levels = vec![Sampler::new(pixels, edge)];
        let mut scale = 1.0;
        while let Some(last) =
            levels.last().filter(|last| scale < shrink && last.whole().into_iter().all(|side| side > 2))
        {
            let half = last.halved();
            levels.push(half);
            scale *= 2.0;
        }
        Pyramid(levels)
    }

    /// The picture as it is.
    pub fn whole(&self) -> &Sampler {
        &self.0[0]
    }

    /// The colour of a place where `scale` pixels become one.
    #[inline]
    pub fn at(&self, x: f32, y: f32, scale: f32) -> Pixel {
        if scale <= 1.0 { self.0[0].at(x, y) } else { self.smaller(x, y, scale) }
    }

    fn smaller(&self, x: f32, y: f32, scale: f32) -> Pixel {
        let last = self.0.len() - 1;
        let (level, part) = split(scale, last as i32);
        let level = level as usize;
        let look = |level: usize| {
            let unit = 1.0 / (1u64 << level) as f32;
            self.0[level].at((x + 0.5) * unit - 0.5, (y + 0.5) * unit - 0.5)
        };
        if level == last { look(level) } else { tone::blend_pixels(look(level), look(level + 1), part as u32) }
    }

    /// The colours of as many places as there is room for, each with its own scale.
    #[inline(always)]
    pub fn run(&self, spots: &Spots, out: &mut [Pixel]) {
        let len = out.len().min(RUN);
        if len == 0 {
            return;
        }
        if !self.whole().opaque() {
            return self.one_by_one(spots, out);
        }
        let last = self.0.len() as i32 - 1;
        let (mut levels, mut parts) = ([0; RUN], [0; RUN]);
        for ((level, part), scale) in levels.iter_mut().zip(&mut parts).zip(&spots.scale) {
            (*level, *part) = split(*scale, last);
        }
        let (mut low, mut high) = (last, 0);
        for (level, part) in levels[..len].iter().zip(&parts) {
            low = low.min(*level);
            high = high.max(*level + i32::from(*part > 0));
        }
        // Level for level all places at once: nearly always two levels are enough for all.
        let mut places = Places::default();
        let (mut mixed, mut now) = ([0u32; RUN], [[0; 4]; RUN]);
        for n in low..=high.min(last) {
            let unit = 1.0 / (1u64 << n) as f32;
            places.set(
                len,
                #[inline(always)]
                |i| {
                    let fixed = |v: f32| (((v + 0.5) * unit - 0.5) * 256.0) as i32;
                    (fixed(spots.x[i]), fixed(spots.y[i]))
                },
            );
            self.0[n as usize].run(&places, &mut now);
            for (((mixed, now), level), part) in mixed.iter_mut().zip(&now).zip(&levels).zip(&parts) {
                let now = u32::from_le_bytes(*now);
                let share = if *level == n { 256 } else { i32::from(*level + 1 == n) * part };
                *mixed = between(*mixed, now, share as u32);
            }
        }
        for (out, mixed) in out.iter_mut().zip(mixed) {
            *out = mixed.to_le_bytes();
        }
    }

    #[inline(never)]
    fn one_by_one(&self, spots: &Spots, out: &mut [Pixel]) {
        for (out, ((x, y), scale)) in out.iter_mut().zip(spots.x.iter().zip(&spots.y).zip(&spots.scale)) {
            *out = self.at(*x, *y, *scale);
        }
    }
}

/// Places of a picture, and how many of its pixels become one at each.
pub struct Spots {
    pub x: [f32; RUN],
    pub y: [f32; RUN],
    pub scale: [f32; RUN],
}

impl Default for Spots {
    fn default() -> Self {
        Spots { x: [0.0; RUN], y: [0.0; RUN], scale: [1.0; RUN] }
    }
}

impl Spots {
    /// Column, row and scale of each.
    #[inline(always)]
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&mut f32, &mut f32, &mut f32)> {
        self.x.iter_mut().zip(&mut self.y).zip(&mut self.scale).map(|((x, y), scale)| (x, y, scale))
    }
}

/// The level of a scale, and how many 256ths of the next belong to it.
#[inline(always)]
fn split(scale: f32, last: i32) -> (i32, i32) {
    // The exponent of a float is the whole part of its logarithm, and its mantissa runs nearly as the rest does.
    let bits = scale.max(1.0).to_bits();
    let level = (bits >> 23) as i32 - 127;
    let part = ((bits >> 15) & 255) as i32;
    if level >= last { (last, 0) } else { (level, part) }
}

/// `t` of 256 from one opaque pixel to another, two channels in one multiplication.
#[inline(always)]
fn between(a: u32, b: u32, t: u32) -> u32 {
    const EVEN: u32 = 0x00ff_00ff;
    const HALF: u32 = 0x0080_0080;
    let even = (a & EVEN) * (256 - t) + (b & EVEN) * t + HALF;
    let odd = (a >> 8 & EVEN) * (256 - t) + (b >> 8 & EVEN) * t + HALF;
    even >> 8 & EVEN | odd & !EVEN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smaller_pictures_lie_where_the_large_one_did() {
        let ramp = RgbaImage::from_fn(64, 32, |x, y| image::Rgba([x as u8 * 3, y as u8 * 5, 77, 255]));
        let pyramid = Pyramid::new(&ramp, Edge::Clamp, 8.0);
        for scale in [1.0, 1.5, 2.0, 3.7, 4.0, 8.0] {
            let [r, g, ..] = pyramid.at(31.0, 15.0, scale);
            assert!(r.abs_diff(93) <= 3 && g.abs_diff(75) <= 3, "{scale}: {r} {g}");
        }
    }

    #[test]
    fn what_is_hidden_lends_no_colour() {
        let half = RgbaImage::from_fn(8, 8, |x, _| image::Rgba(if x < 4 { [255, 0, 255, 0] } else { [9, 9, 9, 255] }));
        let pyramid = Pyramid::new(&half, Edge::Mirror, 8.0);
        for scale in [1.0, 2.0, 3.0] {
            let pixel = pyramid.at(3.6, 4.0, scale);
            assert!(pixel[3] > 0 && pixel[0] == 9, "{pixel:?}");
        }
    }

    #[test]
    fn many_places_at_once_are_what_they_are_one_by_one() {
        let ramp = RgbaImage::from_fn(64, 32, |x, y| image::Rgba([x as u8 * 3, y as u8 * 5, (x * y) as u8, 255]));
        let pyramid = Pyramid::new(&ramp, Edge::Mirror, 8.0);
        let mut spots = Spots::default();
        for n in 0..RUN {
            let t = n as f32;
            (spots.x[n], spots.y[n], spots.scale[n]) = (8.0 + t * 0.7, 6.0 + t * 0.3, 0.5 + t * 0.13);
        }
        let mut out = [[0; 4]; 50];
        pyramid.run(&spots, &mut out);
        for (n, out) in out.iter().enumerate() {
            assert_eq!(*out, pyramid.at(spots.x[n], spots.y[n], spots.scale[n]), "{n}");
        }
    }
}
