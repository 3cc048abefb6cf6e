//! Rows: a line letter by letter: where each stands in the ink, how tall it is, how far from the next.

use crate::{
    color::Color,
    scene::text::{
        ink::{Inked, ink},
        patch::{Patch, Piece, median_f32},
        recognise::{Character, Reading},
    },
};

/// What is known of a line while it is measured; all in pixels of the patch.
pub(crate) struct Row<'a> {
    pub patch: &'a Patch,
    pub inked: Inked,
    pub pieces: Vec<Piece>,
    /// Ink before and behind the region that detection found.
    pub beside: Vec<Piece>,
    pub letters: Vec<Letter>,
    /// The blank run between each letter and the next: its width, and its middle.
    pub gaps: Vec<(usize, f32)>,
    /// Left, top, right, bottom of all ink.
    pub bounds: [usize; 4],
    /// Ink pixels of every column.
    pub columns: Vec<usize>,
    pub cap: f32,
}

/// A character that leaves ink.
pub(crate) struct Letter {
    pub character: Character,
    /// The column of its middle.
    pub x: f32,
    /// A space was read before it.
    pub space: bool,
    /// Its first and last row, and its height.
    pub rows: Option<(usize, usize)>,
}

impl Letter {
    pub fn height(&self) -> Option<f32> {
        self.rows.map(|(top, foot)| (foot - top) as f32)
    }
}

impl<'a> Row<'a> {
    pub fn new(patch: &'a Patch, reading: &Reading) -> Result<Self, [Color; 2]> {
        let [core_left, _, core_right, _] = patch.core;
        let wide = (core_right - core_left) as f32;
        let columns: Vec<f32> =
            reading.characters.iter().filter(|c| c.char != ' ').map(|c| core_left as f32 + c.at * wide).collect();
        let inked = ink(patch, &columns)?;
        let (own, beside): (Vec<Piece>, Vec<Piece>) =
            inked.pieces.iter().copied().partition(|p| (core_left..core_right).contains(&((p.left + p.right) / 2)));
        let bounds = bounds(patch, &own).ok_or([inked.ink, inked.paper])?;
        let bounds = with_ends(bounds, patch, &columns);
        let mut letters = Vec::new();
        let mut space = false;
        for character in &reading.characters {
            if character.char == ' ' {
                space = true;
            } else {
                letters.push(Letter {
                    character: *character,
                    x: core_left as f32 + character.at * wide,
                    space,
                    rows: None,
                });
                space = false;
            }
        }
        let mut columns = vec![0; patch.width];
        for row in inked.mask.chunks_exact(patch.width).take(bounds[3]).skip(bounds[1]) {
            let both = columns.iter_mut().zip(row).take(bounds[2]).skip(bounds[0]);
            both.for_each(|(count, ink)| *count += usize::from(*ink));
        }
        let mut row = Row { patch, inked, pieces: own, beside, letters, gaps: Vec::new(), bounds, columns, cap: 0.0 };
        row.gaps = row.letters.windows(2).map(|pair| row.gap(pair[0].x, pair[1].x)).collect();
        for i in 0..row.letters.len() {
            let from = i.checked_sub(1).map_or(bounds[0], |before| row.gaps[before].1 as usize);
            let to = row.gaps.get(i).map_or(bounds[2], |gap| gap.1.ceil() as usize);
            row.letters[i].rows = row.rows_between(from, to);
        }
        row.cap = row.cap_height();
        row.raise();
        row.drop_icon();
        row.trim();
        Ok(row)
    }

    /// First and last row with ink between two columns.
    fn rows_between(&self, from: usize, to: usize) -> Option<(usize, usize)> {
        let inked = |y: &usize| self.inked.mask[y * self.patch.width..][from.min(to)..to].iter().any(|ink| *ink);
        let rows = self.bounds[1]..self.bounds[3];
        Some((rows.clone().find(inked)?, rows.rev().find(inked)? + 1))
    }

    /// The blank run between two letters, and the column at its middle.
    fn gap(&self, from: f32, to: f32) -> (usize, f32) {
        let (from, to) = (from.max(0.0) as usize, (to.max(0.0) as usize).min(self.columns.len()));
        let (mut best, mut run) = ((0, (from + to) as f32 / 2.0), 0);
        let mut least = usize::MAX;
        for x in from..to {
            if self.columns[x] == 0 {
                run += 1;
                if run > best.0 {
                    best = (run, x as f32 + 1.0 - run as f32 / 2.0);
                }
            } else {
                run = 0;
                if best.0 == 0 && self.columns[x] < least {
                    least = self.columns[x];
                    best.1 = x as f32 + 0.5;
                }
            }
        }
        best
    }

    /// Median height of the letters that are as tall as a capital; else it is told from those that are not.
    fn cap_height(&self) -> f32 {
        let heights = |is: fn(char) -> bool| {
            let some = self.letters.iter().filter(|l| is(l.character.char)).filter_map(Letter::height);
            let some: Vec<f32> = some.collect();
            (!some.is_empty()).then(|| median_f32(some.into_iter()))
        };
        let has = |is: fn(char) -> bool| self.letters.iter().any(|l| is(l.character.char));
        let all = (self.bounds[3] - self.bounds[1]) as f32;
        let above = if has(is_tall) || has(is_accented_capital) { 1.0 } else { X_HEIGHT };
        let below = if has(is_hanging) { 0.28 } else { 0.0 };
        let whole = all / (above + below);
        let told = heights(is_tall).or_else(|| heights(is_low).map(|height| height / X_HEIGHT)).unwrap_or(whole);
        // What was taken for a letter may have been a part of one, or two.
        if (0.6 * whole..1.15 * all).contains(&told) { told } else { whole }
    }
}

/// Left, top, right and bottom of the ink of a line; `None` where there is too little for one.
fn bounds(patch: &Patch, pieces: &[Piece]) -> Option<[usize; 4]> {
    let [core_left, core_top, core_right, core_bottom] = patch.core;
    let (wide, tall) = ((core_right - core_left) as f32, (core_bottom - core_top) as f32);
    let each = pieces.iter().map(|p| [p.left, p.top, p.right, p.bottom]);
    let all = each.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])?;
    // Detection leaves some room, but never this much.
    if ((all[3] - all[1]) as f32) < 0.25 * tall || ((all[2] - all[0]) as f32) < 0.4 * wide {
        return None;
    }
    // What reaches far beyond the region is more than the line: there the region says where it ends.
    let room = (ROOM * tall) as usize;
    let slack = (0.06 * tall) as usize + 1;
    let inside = [
        if all[0] + slack < core_left { core_left + room } else { all[0] },
        if all[1] + slack < core_top { core_top + room } else { all[1] },
        if all[2] > core_right + slack { core_right - room } else { all[2] },
        if all[3] > core_bottom + slack { core_bottom - room } else { all[3] },
    ];
    (inside[0] < inside[2] && inside[1] < inside[3]).then_some(inside)
}

/// Where letters were read at an end whose ink was not told from the ground, the region says where the line ends.
fn with_ends([left, top, right, bottom]: [usize; 4], patch: &Patch, letters: &[f32]) -> [usize; 4] {
    let [core_left, core_top, core_right, core_bottom] = patch.core;
    let room = (ROOM * (core_bottom - core_top) as f32) as usize;
    let slack = 0.3 * (core_right - core_left) as f32 / letters.len().max(1) as f32;
    let before = letters.first().is_some_and(|first| first + slack < left as f32);
    let behind = letters.last().is_some_and(|last| last - slack > right as f32);
    let left = if before { left.min(core_left + room) } else { left };
    [left, top, if behind { right.max(core_right.saturating_sub(room)) } else { right }, bottom]
}

/// Share of a region's height that detection adds above and below.
pub(crate) const ROOM: f32 = 0.14;
/// Height of an x ÷ height of a capital, in most faces.
const X_HEIGHT: f32 = 0.72;

/// As tall as a capital, and on the line.
pub(crate) fn is_tall(c: char) -> bool {
    c.is_ascii_uppercase() && !"JQ".contains(c) || c.is_ascii_digit() || "bdfhkl".contains(c)
}

pub(crate) fn is_accented_capital(c: char) -> bool {
    c.is_uppercase() && !c.is_ascii()
}

/// As tall as an x, and on the line.
pub(crate) fn is_low(c: char) -> bool {
    "acemnorsuvwxz".contains(c)
}

pub(crate) fn is_hanging(c: char) -> bool {
    "gjpqy,;ç(){}[]$".contains(c)
}

/// Has its foot on the line.
pub(crate) fn stands(c: char) -> bool {
    is_tall(c) || is_low(c) || "it".contains(c)
}
