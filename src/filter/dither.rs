//! Dither: few inks that look like many, dot by dot.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink, linear},
    filter::{
        Filter, Site,
        diffuse::{Spread, diffuse},
        needs_of, pixelate,
        rows::{self, Pixel},
        tone,
    },
    measure::Length,
    scene::Needs,
};

/// Redraws the picture in a few inks, whose dots mix in the eye: a first computer, a cheap newspaper.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Dither {
    /// How the dots are strewn.
    pub method: Method,
    /// Two or more inks. Two share the tones, the first in the shadows; more are mixed to the picture's colours.
    #[schemars(length(min = 2, max = 32))]
    pub inks: Vec<Ink>,
    /// Side of a dot.
    pub scale: Length,
    /// How steeply dark goes over into light beforehand; 1 as in the picture.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub contrast: f32,
    /// Makes the whole lighter (to 1) or darker (to −1) beforehand.
    #[schemars(range(min = -1.0, max = 1.0))]
    pub lightness: f32,
    /// Whether the tones are first spread from black to white.
    pub stretch: bool,
}

/// How the dots are strewn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// A woven pattern of 2 × 2 dots.
    Bayer2,
    /// A woven pattern of 4 × 4 dots.
    Bayer4,
    /// A woven pattern of 8 × 8 dots.
    Bayer8,
    /// Error diffusion: even, wormlike.
    FloydSteinberg,
    /// Error diffusion that forgives a quarter: bright lights, deep shadows, the look of a first Macintosh.
    #[default]
    Atkinson,
}

impl Default for Dither {
    fn default() -> Self {
        Dither {
            method: Method::Atkinson,
            inks: vec![Color::rgb(0x12, 0x10, 0x12).into(), Color::rgb(0xf2, 0xee, 0xe2).into()],
            scale: Length::Side(0.0028),
            contrast: 1.05,
            lightness: 0.3,
            stretch: true,
        }
    }
}

impl Filter for Dither {
    const NAME: &'static str = "dither";

    fn needs(&self) -> Needs {
        needs_of(&self.inks)
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let light = tone::curve(pixels, self.stretch, self.contrast, self.lightness).map(linear);
        let mut inks: Vec<[u8; 3]> =
            (self.inks.iter().take(256)).map(|&ink| site.color(ink)).map(|color| [color.r, color.g, color.b]).collect();
        while inks.len() < 2 {
            inks.push([255; 3]);
        }
        if inks.len() == 2 {
            // WCAG weights of linear light; the middle between the inks decides.
            let read = |p: Pixel| {
                let [r, g, b] = [0, 1, 2].map(|c| light[usize::from(p[c])]);
                [0.2126 * r + 0.7152 * g + 0.0722 * b]
            };
            let choose = |[v]: [f32; 1]| if v < 0.5 { (0, [0.0]) } else { (1, [1.0]) };
            self.run(pixels, site, &inks, 1.0, read, choose);
        } else {
            let lights: Vec<[f32; 3]> = inks.iter().map(|ink| ink.map(linear)).collect();
            let read = |p: Pixel| [0, 1, 2].map(|c| light[usize::from(p[c])]);
            let choose = |v: [f32; 3]| {
                let distance = |ink: &[f32; 3]| (0..3).map(|c| (ink[c] - v[c]) * (ink[c] - v[c])).sum::<f32>();
                let nearer =
                    |best: usize, n: usize| if distance(&lights[n]) < distance(&lights[best]) { n } else { best };
                let n = (1..lights.len()).fold(0, nearer);
                (n, lights[n])
            };
            self.run(pixels, site, &inks, 0.4, read, choose);
        }
    }
}

impl Dither {
    /// `read` makes linear light of a pixel, `choose` the number and the light of the ink nearest to it;
    /// `swing` is the distance between inks that a pattern has to bridge.
    fn run<const N: usize>(
        &self,
        pixels: &mut RgbaImage,
        site: &Site,
        inks: &[[u8; 3]],
        swing: f32,
        read: impl Fn(Pixel) -> [f32; N] + Sync,
        choose: impl Fn([f32; N]) -> (usize, [f32; N]) + Sync,
    ) {
        let side = pixelate::cell(site.px(self.scale));
        let width = pixels.width() as usize;
        let spans = pixelate::spans(width, side, site.origin.0);
        let bits = match self.method {
            Method::Bayer2 => 1,
            Method::Bayer4 => 2,
            Method::Bayer8 => 3,
            Method::FloydSteinberg => return diffuse(pixels, site, side, Spread::FloydSteinberg, inks, read, choose),
            Method::Atkinson => return diffuse(pixels, site, side, Spread::Atkinson, inks, read, choose),
        };
        let pattern: [f32; 64] = std::array::from_fn(|n| (bayer(n % 8, n / 8, bits) - 0.5) * swing);
        let left = site.origin.0 as usize / side;
        rows::bands(pixels, side, site.origin.1, |y, band| {
            let row = (site.origin.1 as usize + y) / side;
            for (n, (start, end)) in spans.clone().enumerate() {
                let Some(mut light) = mean(band, width, (start, end), &read) else { continue };
                let push = pattern[row % 8 * 8 + (left + n) % 8];
                light.iter_mut().for_each(|v| *v += push);
                fill(band, width, (start, end), inks[choose(light).0]);
            }
        });
    }
}

/// The mean light of what can be seen in a cell, if anything can.
pub fn mean<const N: usize>(
    band: &[Pixel],
    width: usize,
    (start, end): (usize, usize),
    read: &impl Fn(Pixel) -> [f32; N],
) -> Option<[f32; N]> {
    if end - start == 1 && band.len() == width {
        return (band[start][3] > 0).then(|| read(band[start]));
    }
    let (mut sums, mut weight) = ([0.0; N], 0.0);
    for pixel in band.chunks_exact(width).flat_map(|row| &row[start..end]) {
        let alpha = f32::from(pixel[3]);
        let light = read(*pixel);
        (0..N).for_each(|c| sums[c] += light[c] * alpha);
        weight += alpha;
    }
    (weight > 0.0).then(|| sums.map(|sum| sum / weight))
}

/// Fills a cell with ink.
pub fn fill(band: &mut [Pixel], width: usize, (start, end): (usize, usize), ink: [u8; 3]) {
    for pixel in band.chunks_exact_mut(width).flat_map(|row| &mut row[start..end]) {
        tone::paint(pixel, ink);
    }
}

/// The threshold at a place of the recursive pattern of 2^`bits` cells a side
/// (B. Bayer, "An optimum method for two-level rendition of continuous-tone pictures", 1973).
#[inline]
fn bayer(x: usize, y: usize, bits: u32) -> f32 {
    let mut value = 0;
    for bit in 0..bits {
        let (x, y) = (x >> bit & 1, y >> bit & 1);
        value = value << 2 | (x ^ y) << 1 | y;
    }
    (value as f32 + 0.5) / (1 << (2 * bits)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_threshold_occurs_once_and_neighbours_are_far_apart() {
        for bits in 1..=3 {
            let side = 1 << bits;
            let mut all: Vec<f32> = (0..side * side).map(|n| bayer(n % side, n / side, bits)).collect();
            assert!((bayer(0, 0, bits) - bayer(1, 0, bits)).abs() >= 0.49, "{bits}");
            all.sort_by(f32::total_cmp);
            let expected = (0..side * side).map(|n| (n as f32 + 0.5) / (side * side) as f32);
            assert!(all.into_iter().eq(expected));
        }
    }
}
