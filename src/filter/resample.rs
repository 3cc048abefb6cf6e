//! Resampling: the colour of a place between pixels, and pictures whose pixels come from elsewhere.

use image::RgbaImage;

use crate::{
    filter::{
        edge::Edge,
        rows::{self, Pixel},
        taps::{Places, mix},
        tone,
        wide::wide,
    },
    picture::is_opaque,
    scratch::Scratch,
};

/// Pixels that a tap reaches beyond any sensible picture; keeps the arithmetic in range.
pub const FAR: f32 = 1e6;

/// Rows and columns that are gathered together, so that what they are gathered from stays in the nearest cache
/// even where rows become columns.
pub const TILE: usize = 64;

/// A copy of a picture that can be asked for the colour of any place. The middle of a pixel has whole coordinates.
pub struct Sampler {
    source: Scratch,
    width: usize,
    height: usize,
    edge: Edge,
    opaque: bool,
}

impl Sampler {
    /// Copies a picture, which must not be empty when it is asked.
    pub fn new(pixels: &RgbaImage, edge: Edge) -> Self {
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        let (source, opaque) = rows::copied(pixels);
        Sampler { source, width, height, edge, opaque }
    }

    fn of(source: Scratch, width: usize, edge: Edge) -> Self {
        let (opaque, height) = (is_opaque(&source), source.len() / 4 / width.max(1));
        Sampler { source, width, height, edge, opaque }
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (f32, f32) {
        (self.width as f32, self.height as f32)
    }

    /// The same as whole numbers.
    pub fn whole(&self) -> [u32; 2] {
        [self.width as u32, self.height as u32]
    }

    /// Whether every pixel is opaque.
    pub fn opaque(&self) -> bool {
        self.opaque
    }

    /// The pixels themselves.
    pub fn pixels(&self) -> &[Pixel] {
        self.source.as_chunks::<4>().0
    }

    /// The colour of a place.
    #[inline]
    pub fn at(&self, x: f32, y: f32) -> Pixel {
        let ((x, px), (y, py)) = (split(x), split(y));
        self.between(x, y, px, py)
    }

    /// The colour of a place that lies so far from a pixel: exact over any picture, since only the distance is a fraction.
    #[inline]
    pub fn near(&self, (x, y): (i32, i32), (dx, dy): (f32, f32)) -> Pixel {
        let ((dx, px), (dy, py)) = (split(dx), split(dy));
        self.between(x.saturating_add(dx), y.saturating_add(dy), px, py)
    }

    /// What lies so many 256ths to the right of a pixel and below it.
    #[inline(always)]
    pub fn between(&self, x: i32, y: i32, px: u16, py: u16) -> Pixel {
        let (source, width) = (self.pixels(), self.width);
        // A number below nought is a large one without its sign.
        let inside = (x as u32 as usize) < width - 1 && (y as u32 as usize) < self.height - 1;
        let four = if inside {
            let at = y as usize * width + x as usize;
            let near = &source[at..at + width + 2];
            [near[0], near[1], near[width], near[width + 1]]
        } else {
            self.corner(x, y)
        };
        self.mix(four, px, py)
    }

    #[inline(always)]
    fn mix(&self, four: [Pixel; 4], px: u16, py: u16) -> Pixel {
        if self.opaque {
            mix(px.into(), py.into(), four.map(u32::from_le_bytes)).to_le_bytes()
        } else {
            mix_clear(four, px.into(), py.into())
        }
    }

    /// Four neighbours of which some lie beyond the edge.
    #[inline(never)]
    fn corner(&self, x: i32, y: i32) -> [Pixel; 4] {
        let [left, right] = [x, x.saturating_add(1)].map(|x| self.edge.index(x, self.width));
        let [above, below] = [y, y.saturating_add(1)].map(|y| self.edge.index(y, self.height) * self.width);
        [above + left, above + right, below + left, below + right].map(|at| self.pixels()[at])
    }

    /// The same picture at half the size; each pixel is the mean of four.
    pub fn halved(&self) -> Self {
        let (width, height) = (self.width.div_ceil(2), self.height.div_ceil(2));
        let mut half = Scratch::stale(width * height * 4);
        rows::each_of(half.as_chunks_mut::<4>().0, width, |y, out| {
            let line = |y: usize| &self.pixels()[y.min(self.height - 1) * self.width..][..self.width];
            let (above, below) = (line(2 * y), line(2 * y + 1));
            for (x, out) in out.iter_mut().enumerate() {
                let (left, right) = (2 * x, (2 * x + 1).min(self.width - 1));
                *out = self.mean([above[left], above[right], below[left], below[right]]);
            }
        });
        Sampler::of(half, width, self.edge)
    }

    #[inline]
    fn mean(&self, four: [Pixel; 4]) -> Pixel {
        if self.opaque {
            return mix(128, 128, four.map(u32::from_le_bytes)).to_le_bytes();
        }
        let weight = |p: Pixel| u32::from(p[3]);
        let total: u32 = four.iter().map(|&p| weight(p)).sum();
        let sum = |c: usize| four.iter().map(|&p| u32::from(p[c]) * weight(p)).sum::<u32>();
        let alpha = ((sum_alpha(four) + 2) / 4) as u8;
        let channel = |c: usize| (sum(c) + total / 2).checked_div(total).unwrap_or(0) as u8;
        [channel(0), channel(1), channel(2), alpha]
    }
}

fn sum_alpha(four: [Pixel; 4]) -> u32 {
    four.iter().map(|p| u32::from(p[3])).sum()
}

/// Gives `work` every pixel with its place, in an order that keeps neighbours together.
pub fn tiles(pixels: &mut RgbaImage, work: impl Fn(f32, f32, &mut Pixel) + Sync) {
    let width = pixels.width() as usize;
    rows::bands(pixels, TILE, 0, |top, band| {
        for left in (0..width).step_by(TILE) {
            for (y, row) in band.chunks_exact_mut(width).enumerate() {
                let row = &mut row[left..(left + TILE).min(width)];
                for (x, pixel) in row.iter_mut().enumerate() {
                    work((left + x) as i32 as f32, (top + y) as i32 as f32, pixel);
                }
            }
        }
    });
}

/// Takes every pixel from the place that `from` says for its own.
pub fn warp(pixels: &mut RgbaImage, edge: Edge, from: impl Fn(f32, f32) -> (f32, f32) + Sync) {
    if pixels.is_empty() {
        return;
    }
    let sampler = Sampler::new(pixels, edge);
    let width = pixels.width() as usize;
    rows::bands(pixels, TILE, 0, |top, band| {
        wide(
            #[inline(always)]
            || {
                let mut places = Places::default();
                for left in (0..width).step_by(TILE) {
                    for (y, row) in band.chunks_exact_mut(width).enumerate() {
                        let row = &mut row[left..(left + TILE).min(width)];
                        places.set(
                            row.len(),
                            #[inline(always)]
                            |n| {
                                let (u, v) = from((left + n) as i32 as f32, (top + y) as i32 as f32);
                                ((u * 256.0) as i32, (v * 256.0) as i32)
                            },
                        );
                        sampler.run(&places, row);
                    }
                }
            },
        );
    });
}

/// A place given in fractions of a picture, in its pixels; the middle where it is no number.
pub fn place(pixels: &RgbaImage, fractions: [f32; 2]) -> (f32, f32) {
    let along = |fraction: f32, len: u32| {
        let fraction = if fraction.is_finite() { fraction.clamp(-10.0, 10.0) } else { 0.5 };
        fraction * len as f32 - 0.5
    };
    (along(fractions[0], pixels.width()), along(fractions[1], pixels.height()))
}

/// A distance as whole pixels and 256ths.
#[inline]
pub fn split(distance: f32) -> (i32, u16) {
    let fixed = (distance * 256.0) as i32;
    (fixed >> 8, (fixed & 255) as u16)
}

/// Mixes four neighbours of which some may be hidden; out of the way of pictures that hide nothing.
#[inline(never)]
fn mix_clear([a, b, c, d]: [Pixel; 4], px: u32, py: u32) -> Pixel {
    tone::blend_pixels(tone::blend_pixels(a, b, px), tone::blend_pixels(c, d, px), py)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp() -> RgbaImage {
        RgbaImage::from_fn(64, 32, |x, y| image::Rgba([x as u8 * 3, y as u8 * 5, 77, 255]))
    }

    #[test]
    fn whole_places_are_pixels_and_halves_lie_between() {
        let sampler = Sampler::new(&ramp(), Edge::Clamp);
        assert_eq!(sampler.at(5.0, 6.0), [15, 30, 77, 255]);
        assert_eq!(sampler.at(5.5, 6.5), [17, 33, 77, 255]);
        assert_eq!(sampler.at(-9.0, 1e9), [0, 155, 77, 255]);
    }
}
