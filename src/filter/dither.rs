//! Dither: few inks that look like many, dot by dot.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink, linear},
    filter::{
        Filter, Site, blue,
        diffuse::{Spread, diffuse},
        pixelate,
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
    /// Dots strewn evenly and without any pattern, each for itself: nothing worms, nothing weaves.
    BlueNoise,
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
        Needs::of(&self.inks)
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let light = tone::curve(pixels, site.tones(), self.stretch, self.contrast, self.lightness).map(linear);
        let mut inks: Vec<Color> = self.inks.iter().take(256).map(|&ink| site.color(ink)).collect();
        while inks.len() < 2 {
            inks.push(Color::WHITE);
        }
        let flats: Vec<tone::Flat> = inks.iter().map(|&ink| ink.into()).collect();
        if inks.len() == 2 {
            // WCAG weights of linear light; the middle between the inks decides.
            let [red, green, blue] = [0.2126, 0.7152, 0.0722].map(|weight| light.map(|v| v * weight));
            let read = |p: Pixel| {
                let [r, g, b] = tone::channels(p);
                [red[r as usize & 255] + green[g as usize & 255] + blue[b as usize & 255]]
            };
            let choose = |[v]: [f32; 1]| (usize::from(v >= 0.5), [if v >= 0.5 { 1.0 } else { 0.0 }]);
            self.run(pixels, site, &flats, 1.0, read, choose);
        } else {
            let lights: Vec<[f32; 3]> = inks.iter().map(|ink| [ink.r, ink.g, ink.b].map(linear)).collect();
            let read = |p: Pixel| tone::three(tone::channels(p), |c| light[c as usize & 255]);
            let choose = |v: [f32; 3]| {
                let distance = |ink: &[f32; 3]| {
                    let [r, g, b] = [ink[0] - v[0], ink[1] - v[1], ink[2] - v[2]];
                    r * r + g * g + b * b
                };
                let (mut n, mut least) = (0, distance(&lights[0]));
                for (m, ink) in lights.iter().enumerate().skip(1) {
                    let far = distance(ink);
                    (n, least) = if far < least { (m, far) } else { (n, least) };
                }
                (n, lights[n])
            };
            self.run(pixels, site, &flats, 0.4, read, choose);
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
        inks: &[tone::Flat],
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
            Method::BlueNoise => 0,
            Method::FloydSteinberg => {
                return diffuse(pixels, site, side, Spread::FLOYD_STEINBERG, inks, read, choose);
            }
            Method::Atkinson => return diffuse(pixels, site, side, Spread::ATKINSON, inks, read, choose),
        };
        let pattern = pattern(bits, swing);
        let left = site.origin.0 as usize / side;
        rows::bands(pixels, side, site.origin.1, |y, band| {
            let row = (site.origin.1 as usize + y) / side;
            let pattern: &[f32; SIDE] = &pattern[row % SIDE];
            let cell = |mut light: [f32; N], n: usize| {
                let push = pattern[(left + n) % SIDE];
                light.iter_mut().for_each(|v| *v += push);
                inks[choose(light).0]
            };
            if side == 1 {
                for (n, pixel) in band.iter_mut().enumerate() {
                    tone::paint(pixel, cell(read(*pixel), n));
                }
                return;
            }
            for (n, span) in spans.clone().enumerate() {
                if let Some(light) = mean(band, width, span, &read) {
                    fill(band, width, span, cell(light, n));
                }
            }
        });
    }
}

/// Side of a square of thresholds.
const SIDE: usize = blue::SIDE;

/// What each cell of a square adds to the light: a pattern of 2^`bits` a side over and over, or blue noise for 0.
fn pattern(bits: u32, swing: f32) -> Box<[[f32; SIDE]; SIDE]> {
    let mut pattern = Box::new([[0.0; SIDE]; SIDE]);
    for (y, row) in pattern.iter_mut().enumerate() {
        for (x, value) in row.iter_mut().enumerate() {
            let threshold = match bits {
                0 => (f32::from(blue::ranks()[y * SIDE + x]) + 0.5) / (SIDE * SIDE) as f32,
                bits => bayer(x % 8, y % 8, bits),
            };
            *value = (threshold - 0.5) * swing;
        }
    }
    pattern
}

/// The mean light of what can be seen in a cell, if anything can.
#[inline(always)]
pub fn mean<const N: usize>(
    band: &[Pixel],
    width: usize,
    (start, end): (usize, usize),
    read: &impl Fn(Pixel) -> [f32; N],
) -> Option<[f32; N]> {
    if end - start == 1 && band.len() == width {
        return (band[start][3] > 0).then(|| read(band[start]));
    }
    let rows = || band.chunks_exact(width).map(|row| &row[start..end]);
    let (mut sums, mut weight, mut alphas) = ([0.0; N], 0.0, 255);
    for row in rows() {
        for pixel in row {
            let light = read(*pixel);
            (0..N).for_each(|c| sums[c] += light[c]);
            alphas &= pixel[3];
        }
        weight += row.len() as f32;
    }
    if alphas < 255 {
        (sums, weight) = ([0.0; N], 0.0);
        for pixel in rows().flatten() {
            let (light, alpha) = (read(*pixel), f32::from(pixel[3]));
            (0..N).for_each(|c| sums[c] += light[c] * alpha);
            weight += alpha;
        }
    }
    if weight == 0.0 {
        return None;
    }
    sums.iter_mut().for_each(|sum| *sum /= weight);
    Some(sums)
}

/// Fills a cell with ink.
#[inline(always)]
pub fn fill(band: &mut [Pixel], width: usize, (start, end): (usize, usize), ink: tone::Flat) {
    for row in band.chunks_exact_mut(width) {
        row[start..end].iter_mut().for_each(|pixel| tone::paint(pixel, ink));
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
