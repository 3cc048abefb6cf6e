//! Paper: the sheet that a print is on, with light from one side.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    filter::{
        Filter, Site,
        noise::Noise,
        rows,
        tile::{Texture, Tile},
        tone,
        wide::wide,
    },
    measure::Length,
    scene::Needs,
    seed::Dice,
};

/// Prints the picture on rough paper: its tooth and its fibres catch light from one side, whites take its colour and
/// blacks are no blacker than ink on paper is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Paper {
    /// The colour of the sheet.
    pub paper: Ink,
    /// How deep the relief looks.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub amount: f32,
    /// How coarse the paper's tooth is.
    pub size: Length,
    /// How many fibres lie in it: 0 is machine paper, 1 a handmade sheet.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub fibres: f32,
    /// Degrees from which the light falls: 0 is from the right, 90 from above.
    #[schemars(range(min = -360.0, max = 360.0))]
    pub light: f32,
    /// How far ink sinks in, so that black turns grey.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub fade: f32,
}

impl Default for Paper {
    fn default() -> Self {
        Paper {
            paper: Color::rgb(0xf8, 0xf3, 0xe8).into(),
            amount: 0.4,
            size: Length::Side(0.0022),
            fibres: 0.4,
            light: 130.0,
            fade: 0.2,
        }
    }
}

/// Sides of two tiles without a common divisor.
const SIDES: [usize; 2] = [421, 320];

impl Filter for Paper {
    const NAME: &'static str = "paper";

    fn needs(&self) -> Needs {
        Needs::of(&[self.paper])
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let share = |v: f32| tone::within(v, 0.0, 1.0);
        let size = tone::within(site.px(self.size), 1.0, 60.0);
        let (amount, angle) = (share(self.amount), tone::within(self.light, -1e4, 1e4));
        let tile = |side: usize| {
            let name = format!("sheet {side}");
            let relief =
                relief(side, size, share(self.fibres), Noise::new(site.seed, &name), site.seed.at(&name).dice());
            relief.lit(angle).bytes(126.0, amount * 15.0)
        };
        let tiles: [Texture; 2] = rayon::join(|| tile(SIDES[0]), || tile(SIDES[1])).into();
        let paper = site.color(self.paper);
        let (paper, lift) = ([paper.r, paper.g, paper.b], share(self.fade) * 110.0);
        let tables = paper.map(|p| {
            std::array::from_fn(|v| ((lift + v as f32 * (255.0 - lift) / 255.0) * f32::from(p) / 255.0 + 0.5) as u8)
        });
        rows::each(pixels, |y, row| {
            let y = site.origin.1.wrapping_add(y as u32);
            let len = row.len();
            tiles[0].along(site.origin.0, y, len, |at, first| {
                tiles[1].along(site.origin.0.wrapping_add(at as u32), y, first.len(), |more, second| {
                    let run = &mut row[at + more..at + more + second.len()];
                    run.iter_mut().for_each(|pixel| tone::put(pixel, tone::mapped(*pixel, &tables)));
                    wide(
                        #[inline(always)]
                        || {
                            for ((pixel, a), b) in run.iter_mut().zip(&first[more..]).zip(second) {
                                *pixel = tone::dimmed(*pixel, (u32::from(*a) + u32::from(*b) + 1).min(256));
                            }
                        },
                    );
                });
            });
        });
    }
}

/// Heights of the sheet: felt marks, tooth, and fibres that lie across each other.
fn relief(side: usize, size: f32, fibres: f32, noise: Noise, mut dice: Dice) -> Tile {
    let white = |part: i32| Tile::white(side, noise.row(part));
    let tooth = white(0).smooth(size * 0.45).plus(&white(1).smooth(size * 1.6), 1.2);
    let mut laid = Tile::new(side);
    // Enough fibres that they cover the sheet about once; thick ones are rare.
    let (mean, thick) = (size * 14.0, (size * 0.35).max(0.5));
    let count = ((side * side) as f32 / (mean * thick * 2.0) * 0.7).min(20_000.0) as usize;
    for _ in 0..count {
        let (mut x, mut y) = (dice.unit() * side as f32, dice.unit() * side as f32);
        let mut angle = dice.between(0.0, std::f32::consts::TAU);
        let (bend, long) = (dice.between(-0.09, 0.09), mean * dice.between(0.3, 1.8));
        let high = if dice.unit() < 0.12 { 2.2 } else { 0.8 } * dice.between(0.5, 1.0);
        let steps = (long / 0.8).clamp(1.0, side as f32) as usize;
        for n in 0..steps {
            // A fibre comes up to the surface and dives again.
            let t = n as f32 / steps as f32;
            let height = high * 4.0 * t * (1.0 - t);
            let (left, top) = (x.floor(), y.floor());
            let (u, v) = (x - left, y - top);
            for (dx, dy, share) in
                [(0, 0, (1.0 - u) * (1.0 - v)), (1, 0, u * (1.0 - v)), (0, 1, (1.0 - u) * v), (1, 1, u * v)]
            {
                let cell = laid.at(left as i32 + dx, top as i32 + dy);
                *cell = cell.max(height * share);
            }
            angle += (bend + dice.between(-0.1, 0.1)) / size.max(1.0);
            (x, y) = (x + 0.8 * libm::cosf(angle), y + 0.8 * libm::sinf(angle));
        }
    }
    tooth.plus(&laid.smooth(thick * 0.5), fibres * 2.2)
}
