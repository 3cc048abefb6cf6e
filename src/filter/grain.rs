//! Grain: the silver of a fast film, or the noise of a cheap sensor.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    filter::{
        Filter, Site,
        noise::Noise,
        rows::{self, Pixel},
        tile::{Texture, Tile},
        tone,
    },
    measure::Length,
};

/// Strews grain over the picture, most in the middle tones (film) or in the shadows (digital).
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Grain {
    /// What the picture was taken with.
    pub kind: Kind,
    /// How strong it is.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub amount: f32,
    /// How large a grain is.
    pub size: Length,
    /// Whether each colour has grain of its own.
    pub color: bool,
}

/// Where grain comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Silver that clumps: grain of all sizes round `size`, most in the middle tones.
    #[default]
    Film,
    /// A sensor in poor light: each pixel errs by itself, most in the shadows, and colours come in blotches of `size`.
    Digital,
}

impl Default for Grain {
    fn default() -> Self {
        Grain { kind: Kind::Film, amount: 0.3, size: Length::Side(0.0016), color: false }
    }
}

/// Sides of two tiles without a common divisor.
const SIDES: [usize; 2] = [256, 241];

impl Filter for Grain {
    const NAME: &'static str = "grain";
    const POINT: bool = true;

    fn stretches(&self) -> bool {
        false
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let amount = tone::within(self.amount, 0.0, 1.0);
        let size = tone::within(site.px(self.size), 1.0, 60.0);
        let noise = Noise::new(site.seed, "grain");
        let tiles = [0, 1].map(|n| {
            let white = |part: i32| Tile::white(SIDES[n], noise.row(part + n as i32));
            match self.kind {
                Kind::Film if n == 0 => white(0).smooth(size * 0.3).plus(&white(2).smooth(size * 0.75), 0.5).levelled(),
                Kind::Film => white(0).smooth(size * 0.22),
                // The first tile is the blotches of colour, the second what single pixels do.
                Kind::Digital if n == 0 => white(0).smooth(size * 0.9),
                Kind::Digital => white(0).plus(&white(2).smooth(0.6), 0.5).levelled(),
            }
            .bytes(128.0, 34.0)
        });
        let full = (amount * if self.kind == Kind::Film { 125.0 } else { 110.0 }) as i32;
        // Film: full in the middle tones, a third at the ends; a sensor: more and more towards black.
        // As 16 bits, so that products are of such: processors multiply eight of these at once.
        let strength: [i16; 256] = std::array::from_fn(|v| {
            let (t, dark) = (v as i32 - 128, 255 - v as i32);
            let share = if self.kind == Kind::Film { 256 - ((t * t * 170) >> 14) } else { 80 + ((dark * dark) >> 8) };
            ((full * share) >> 8) as i16
        });
        let strength = |pixel: Pixel| i32::from(strength[usize::from(tone::grey(pixel))]);
        let colors = self.color || self.kind == Kind::Digital;
        match (self.kind, colors) {
            (Kind::Film, false) => strew(pixels, site, &tiles, false, |pixel, [a, b], _| {
                let strength = strength(pixel);
                let change = ((a + b - 256) * strength) >> 7;
                [change; 3]
            }),
            (Kind::Film, true) => strew(pixels, site, &tiles, true, |pixel, [a, b], [c, d]| {
                let strength = strength(pixel);
                [((a + b - 256) * strength) >> 7, ((c + b - 256) * strength) >> 7, ((a + d - 256) * strength) >> 7]
            }),
            (Kind::Digital, _) => strew(pixels, site, &tiles, true, |pixel, [a, b], [c, d]| {
                let strength = strength(pixel);
                // Three quarters of what all channels share, a third of what each has for itself.
                let own = ((b - 128) * 3) >> 2;
                let change = |blotch: i32, pixel: i32| ((own + blotch + (((pixel - 128) * 85) >> 8)) * strength) >> 7;
                let (warm, cool) = (a - 128, c - 128);
                [change(warm, d), change((-warm - cool) >> 2, b), change(cool, 256 - d)]
            }),
        }
    }
}

/// Adds to every pixel what `change` makes of it, of both tiles, and, if `twice`, of both at other places.
fn strew(
    pixels: &mut RgbaImage,
    site: &Site,
    tiles: &[Texture; 2],
    twice: bool,
    change: impl Fn(Pixel, [i32; 2], [i32; 2]) -> [i32; 3] + Sync,
) {
    const RUN: usize = 256;
    rows::each(pixels, |y, row| {
        let y = site.origin.1.wrapping_add(y as u32);
        let (mut near, mut far) = ([[0u8; RUN]; 2], [[0u8; RUN]; 2]);
        for (n, run) in row.chunks_mut(RUN).enumerate() {
            let x = site.origin.0.wrapping_add((n * RUN) as u32);
            for (tile, (near, far)) in tiles.iter().zip(near.iter_mut().zip(&mut far)) {
                tile.along(x, y, RUN, |at, values| near[at..at + values.len()].copy_from_slice(values));
                if !twice {
                    continue;
                }
                tile.along(x ^ 0x4000_0000, y ^ 0x2000_0000, RUN, |at, values| {
                    far[at..at + values.len()].copy_from_slice(values);
                });
            }
            let ([a, b], [c, d]) = (&near, &far);
            for ((((pixel, a), b), c), d) in run.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                let change = change(*pixel, [i32::from(*a), i32::from(*b)], [i32::from(*c), i32::from(*d)]);
                let channels = tone::channels(*pixel);
                let add = |c: usize| (channels[c] as i32 + change[c]).clamp(0, 255) as u32;
                tone::put(pixel, [add(0), add(1), add(2)]);
            }
        }
    });
}
