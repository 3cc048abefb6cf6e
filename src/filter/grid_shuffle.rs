//! Grid shuffle: the picture as a sliding puzzle that nobody has solved.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    filter::{Filter, Site, edge::Edge, resample::Sampler, rows, strips::order, tone},
    measure::Length,
    scene::Needs,
};

/// Cuts the picture in a grid; some cells change places, are turned or turned over.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GridShuffle {
    /// How many cells lie along the short side of the region's box; the long side has as many as keeps them
    /// nearly square.
    #[schemars(range(min = 1, max = 200))]
    pub cells: u32,
    /// How many of them change places: 0 none, 1 all.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: f32,
    /// How many of them are turned, by one, two or three right angles.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub turn: f32,
    /// How many of them are turned over.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub mirror: f32,
    /// Paper that shows between cells.
    pub gap: Length,
    /// The colour of that paper.
    pub paper: Ink,
}

impl Default for GridShuffle {
    fn default() -> Self {
        GridShuffle {
            cells: 6,
            share: 0.6,
            turn: 0.0,
            mirror: 0.0,
            gap: Length::Side(0.004),
            paper: Color::rgb(0xf4, 0xf0, 0xe6).into(),
        }
    }
}

/// What a cell shows.
#[derive(Clone, Copy)]
struct Cell {
    /// The cell that lies there now, by column and row.
    from: (usize, usize),
    /// Right angles by which it is turned clockwise.
    turns: u8,
    mirrored: bool,
}

impl Filter for GridShuffle {
    const NAME: &'static str = "grid_shuffle";
    const MOVES: bool = true;

    fn needs(&self) -> Needs {
        Needs::of(&[self.paper])
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        if pixels.is_empty() {
            return;
        }
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        let side = width.min(height) as f32 / self.cells.clamp(1, 4000) as f32;
        let count = |len: usize| ((len as f32 / side + 0.5) as usize).clamp(1, len.min(4000));
        let (columns, lines) = (count(width), count(height));
        // Where each begins; whole pixels, so that what is only moved stays sharp.
        let start = |n: usize, count: usize, len: usize| n * len / count;
        let cells = self.cells(site, columns, lines);
        let paper = site.color(self.paper);
        let gap = (tone::within(site.px(self.gap), 0.0, 1e5) / 2.0 + 0.25) as usize;
        let sampler = Sampler::new(pixels, Edge::Clamp);

        rows::each(pixels, |y, row| {
            let line = ((y + 1) * lines - 1) / height;
            let (top, bottom) = (start(line, lines, height), start(line + 1, lines, height));
            for column in 0..columns {
                let (left, right) = (start(column, columns, width), start(column + 1, columns, width));
                let cell = cells[line * columns + column];
                let (from_x, from_y) = cell.from;
                let (fx, fy) = (start(from_x, columns, width), start(from_y, lines, height));
                let (fw, fh) = (start(from_x + 1, columns, width) - fx, start(from_y + 1, lines, height) - fy);
                let out = &mut row[left..right];
                let in_gap = |from: usize, to: usize, at: usize, len: usize| {
                    (from > 0 && at < from + gap) || (to < len && at + gap >= to)
                };
                if gap > 0 && in_gap(top, bottom, y, height) {
                    out.iter_mut().for_each(|pixel| tone::paint(pixel, [paper.r, paper.g, paper.b]));
                    continue;
                }
                if cell.turns == 0 && !cell.mirrored {
                    let from = &sampler.pixels()[(fy + (y - top).min(fh - 1)) * width + fx..][..fw];
                    out.iter_mut().enumerate().for_each(|(x, pixel)| *pixel = from[x.min(fw - 1)]);
                } else {
                    // From −½ to ½ over the cell, so that a cell that is not quite square fits when it is turned.
                    let v = (y - top) as f32 + 0.5;
                    let v = v / (bottom - top) as f32 - 0.5;
                    for (x, pixel) in out.iter_mut().enumerate() {
                        let u = (x as f32 + 0.5) / (right - left) as f32 - 0.5;
                        let (u, v) = cell.back(u, v);
                        let place = |t: f32, len: usize| ((t + 0.5) * len as f32 - 0.5).clamp(0.0, len as f32 - 1.0);
                        *pixel = sampler.at(fx as f32 + place(u, fw), fy as f32 + place(v, fh));
                    }
                }
                if gap > 0 {
                    for x in (left..right).filter(|&x| in_gap(left, right, x, width)) {
                        tone::paint(&mut out[x - left], [paper.r, paper.g, paper.b]);
                    }
                }
            }
        });
    }
}

impl GridShuffle {
    fn cells(&self, site: &Site, columns: usize, lines: usize) -> Vec<Cell> {
        let share = |v: f32| tone::within(v, 0.0, 1.0);
        let (turn, mirror) = (share(self.turn), share(self.mirror));
        let mut dice = site.seed.at("cells").dice();
        order(columns * lines, share(self.share), site.seed)
            .into_iter()
            .map(|from| {
                let (turned, by, over) = (dice.unit() < turn, dice.below(3) as u8 + 1, dice.unit() < mirror);
                Cell { from: (from % columns, from / columns), turns: if turned { by } else { 0 }, mirrored: over }
            })
            .collect()
    }
}

impl Cell {
    /// Where a place in the cell comes from.
    #[inline]
    fn back(self, u: f32, v: f32) -> (f32, f32) {
        let (u, v) = match self.turns {
            0 => (u, v),
            1 => (v, -u),
            2 => (-u, -v),
            _ => (-v, u),
        };
        if self.mirrored { (-u, v) } else { (u, v) }
    }
}
