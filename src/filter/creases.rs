//! Creases: a sheet that was folded, carried about and spread out again.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    filter::{
        Filter, Site,
        noise::Noise,
        rows::{self, Pixel},
        tone,
    },
    scene::Needs,
    seed::Dice,
};

/// Folds the page like a map and unfolds it: panels that catch the light differently, a ridge where each fold was,
/// rubbed white, worst where two folds cross. Folds belong to the page: a region shows its part of them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Creases {
    /// Panels from left to right; 1 is no fold.
    #[schemars(range(min = 1, max = 16))]
    pub columns: u32,
    /// Panels from top to bottom; 1 is no fold.
    #[schemars(range(min = 1, max = 16))]
    pub rows: u32,
    /// How worn the folds are: at 0 ink holds everywhere, at 1 they are white throughout.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub wear: f32,
    /// How far the panels stand from flat: their shading.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub shade: f32,
    /// How carelessly it was folded: 0 is to the millimetre, 1 by a child.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub uneven: f32,
    /// The colour of the paper where ink came off.
    pub paper: Ink,
}

impl Default for Creases {
    fn default() -> Self {
        Creases { columns: 3, rows: 4, wear: 0.5, shade: 0.6, uneven: 0.3, paper: Color::rgb(0xf2, 0xee, 0xe6).into() }
    }
}

/// A fold: across which axis it lies where, and which way it was folded.
struct Fold {
    /// Where it meets the middle of the page.
    at: f32,
    slope: f32,
    /// 1 toward us, −1 away, and how sharply.
    turn: f32,
    noise: Noise,
}

impl Fold {
    /// Where it lies at `along`, of the page's middle.
    fn place(&self, along: f32, unit: f32) -> f32 {
        self.at + self.slope * along + (self.noise.row(0).cloud(along, 0.0, 55.0 * unit) - 0.5) * 2.2 * unit
    }
}

/// Pixels reckoned together.
const RUN: usize = 32;

impl Filter for Creases {
    const NAME: &'static str = "creases";

    fn needs(&self) -> Needs {
        Needs::of(&[self.paper])
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let trim = site.page.trim();
        let unit = site.page.short().clamp(1.0, 1e5) / 1080.0;
        let share = |v: f32| tone::within(v, 0.0, 1.0);
        let mut dice = site.seed.at("folds").dice();
        let noise = Noise::new(site.seed, "folds");
        let wide = (trim.w.clamp(1.0, 1e6), trim.h.clamp(1.0, 1e6));
        let left = folds(self.columns, (trim.x, wide.0), share(self.uneven), &mut dice, noise.row(1));
        let down = folds(self.rows, (trim.y, wide.1), share(self.uneven), &mut dice, noise.row(2));
        let sheet = Sheet {
            unit,
            middle: (trim.x + wide.0 / 2.0, trim.y + wide.1 / 2.0),
            wear: share(self.wear),
            shade: share(self.shade),
            paper: site.color(self.paper).into(),
            noise,
            left,
            down,
        };
        rows::each(pixels, |y, row| sheet.row(site.origin.0, site.origin.1.wrapping_add(y as u32), row));
    }
}

/// The folds of one direction: between as many panels of `span` from `start`.
fn folds(panels: u32, (start, span): (f32, f32), uneven: f32, dice: &mut Dice, noise: Noise) -> Vec<Fold> {
    let panels = panels.clamp(1, 64);
    (1..panels)
        .map(|n| {
            let step = span / panels as f32;
            let slip = dice.between(-1.0, 1.0) * uneven * step * 0.05;
            // Folded in half and in half again: valleys and ridges take turns, not all as sharply.
            let turn = dice.between(0.6, 1.0) * if n % 2 == 0 { -1.0 } else { 1.0 };
            let slope = dice.between(-1.0, 1.0) * uneven * 0.012;
            Fold { at: start + n as f32 * step + slip, slope, turn, noise: noise.row(n as i32) }
        })
        .collect()
}

struct Sheet {
    unit: f32,
    middle: (f32, f32),
    wear: f32,
    shade: f32,
    paper: tone::Flat,
    noise: Noise,
    left: Vec<Fold>,
    down: Vec<Fold>,
}

/// How far from a fold its paper is bent, and how far it is rubbed, in units.
const BENT: f32 = 130.0;
const RUBBED: f32 = 7.0;

impl Sheet {
    fn row(&self, left: u32, y: u32, row: &mut [Pixel]) {
        let unit = self.unit;
        let y = y as f32 + 0.5;
        let mut places = [0f32; 64];
        places.iter_mut().zip(&self.left).for_each(|(place, fold)| *place = fold.place(y - self.middle.1, unit));
        for (x, missing, run) in rows::pieces(row, left, RUN) {
            let x = x as f32 + 0.5;
            let (mut light, mut rub) = ([0f32; RUN], [0f32; RUN]);
            // A run is short enough for a sloping fold to be level within it.
            for fold in &self.down {
                // Slopes are slight: a fold is nowhere farther than this from where it meets the middle.
                if (y - fold.at).abs() > BENT * unit + fold.slope.abs() * (x - self.middle.0).abs() + 3.0 * unit + 2.0 {
                    continue;
                }
                let d = (y - fold.place(x + RUN as f32 / 2.0 - self.middle.0, unit)) / unit;
                if d.abs() < BENT {
                    let bent = bend(d) * fold.turn;
                    light.iter_mut().for_each(|light| *light += bent);
                    if d.abs() < RUBBED {
                        self.rub(fold, d, |i| x + i as f32, &mut rub, &self.left, y);
                    }
                }
            }
            for (fold, place) in self.left.iter().zip(places) {
                let far = (x - place) / unit;
                if far > BENT || far < -BENT - RUN as f32 / unit {
                    continue;
                }
                let scale = 1.0 / unit;
                for (i, light) in light.iter_mut().enumerate() {
                    let d = (x + i as f32 - place) * scale;
                    *light += bend(d) * fold.turn;
                }
                if (x - place) / unit < RUBBED && (x + RUN as f32 - place) / unit > -RUBBED {
                    let worn = self.worn(fold, y, &self.down);
                    for (i, rub) in rub.iter_mut().enumerate() {
                        *rub = rub.max(self.ragged((x + i as f32 - place) / unit, worn, x + i as f32, y));
                    }
                }
            }
            if light.iter().any(|v| *v != 0.0) || rub.iter().any(|v| *v != 0.0) {
                self.lay(run, &light[missing..], &rub[missing..]);
            }
        }
    }

    /// What a fold that runs across rubs off a run of pixels.
    fn rub(&self, fold: &Fold, d: f32, at: impl Fn(usize) -> f32, rub: &mut [f32; RUN], others: &[Fold], y: f32) {
        for step in 0..RUN / 8 {
            let worn = self.worn(fold, at(step * 8), others);
            for (i, rub) in rub.iter_mut().enumerate().skip(step * 8).take(8) {
                *rub = rub.max(self.ragged(d, worn, at(i), y));
            }
        }
    }

    /// Half the width that is rubbed white at a place along a fold, in units; below 0 ink holds.
    fn worn(&self, fold: &Fold, along: f32, others: &[Fold]) -> f32 {
        let unit = self.unit;
        let slow = fold.noise.row(1).cloud(along, 0.0, 70.0 * unit);
        let quick = fold.noise.row(2).cloud(along, 0.0, 6.0 * unit);
        let near = others.iter().map(|other| (along - other.at).abs()).fold(f32::MAX, f32::min);
        let cross = (1.0 - near / (26.0 * unit)).max(0.0);
        (self.wear - 0.62) * 3.2 + slow * 2.0 + quick * 1.3 - 0.6 + cross * cross * 4.5 * self.wear
    }

    /// How white a place is that lies `d` units from a fold: paper tears in fibres.
    fn ragged(&self, d: f32, worn: f32, x: f32, y: f32) -> f32 {
        let fibre = self.noise.row(7).cloud(x, y, 2.2 * self.unit) * 2.4 - 1.2
            + self.noise.row(8).cloud(x, y, 0.9 * self.unit.max(1.2)) * 1.2
            - 0.6;
        // Beside the bare line ink is cracked.
        let bare = ((worn + fibre * 0.8 - d.abs()) * self.unit.max(0.6) * 0.9 + 0.3).clamp(0.0, 1.0);
        let cracked = (worn + 2.2 + fibre * 2.6 - d.abs() * 1.3).clamp(0.0, 1.0) * 0.35 * self.wear.min(1.0);
        (bare * 0.92).max(cracked)
    }

    fn lay(&self, run: &mut [Pixel], light: &[f32], rub: &[f32]) {
        let strength = self.shade * 46.0;
        let (white, black) = (tone::Flat::from([255; 3]), tone::Flat::from([0; 3]));
        // Toward black by all of it and toward white by half, without a branch: signs change from pixel to pixel.
        for (pixel, light) in run.iter_mut().zip(light) {
            let (to, share) = if *light < 0.0 { (black, -strength) } else { (white, strength * 0.45) };
            *pixel = tone::toward(*pixel, to, (light * share).min(255.0) as u32 & 255);
        }
        if self.wear > 0.0 && rub.iter().any(|rub| *rub > 0.0) {
            for (pixel, rub) in run.iter_mut().zip(rub) {
                *pixel = tone::toward(*pixel, self.paper, (rub.min(1.0) * 256.0) as u32);
            }
        }
    }
}

/// The light on paper `d` units from a fold: one side is turned to it, the other away, and both come back to flat.
fn bend(d: f32) -> f32 {
    let far = (1.0 - d.abs() / BENT).max(0.0);
    let sharp = (1.0 - d.abs() / 5.0).max(0.0);
    let side = if d < 0.0 { 1.0 } else { -1.0 };
    // At the fold itself the paper is round: light passes through flat within a few pixels.
    let round = (d.abs() / 1.6).min(1.0);
    side * round * (far * far * 0.75 + sharp * 0.8)
}
