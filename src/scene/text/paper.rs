//! Paper: the ground that a line stands on.

use crate::scene::{
    reduced::distance,
    text::{
        ink::SAME,
        patch::{Patch, median_f32},
    },
};

/// The paper's colour: above and below the line, for every so many columns.
pub(crate) struct Paper {
    step: usize,
    above: Vec<[f32; 3]>,
    below: Vec<[f32; 3]>,
    /// How far its pixels lie from it on average (Oklab).
    pub rough: f32,
}

impl Paper {
    /// One colour that much of the region has, not the letters but what lies round them: a wall, a label, a button.
    pub(crate) fn flat(patch: &Patch) -> Option<Self> {
        let [left, top, right, bottom] = patch.core;
        let rim = (bottom - top) / 7;
        let within = |rows: std::ops::Range<usize>| {
            rows.flat_map(move |y| (left..right).map(move |x| y * patch.width + x)).map(|i| patch.lab[i])
        };
        let mut rest: Vec<[f32; 3]> = within(top..bottom).collect();
        let edge: Vec<[f32; 3]> = within(top..top + rim).chain(within(bottom - rim..bottom)).collect();
        let (all, mut best) = (rest.len(), None::<([f32; 3], f32)>);
        for _ in 0..3 {
            let Some(colour) = commonest(&rest) else { break };
            let same = |lab: &[f32; 3]| distance(*lab, colour) < (SAME * SAME) / 2.0;
            let share = rest.iter().filter(|lab| same(lab)).count() as f32 / all as f32;
            let outside = edge.iter().filter(|lab| same(lab)).count() as f32 / edge.len().max(1) as f32;
            if share > 0.25 && outside > best.map_or(0.15, |(_, known)| known) {
                best = Some((colour, outside));
            }
            rest.retain(|lab| !same(lab));
        }
        let (colour, outside) = best?;
        let rough = if outside > 0.8 { 0.0 } else { 1.0 };
        Some(Paper { step: patch.width.max(1), above: vec![colour], below: vec![colour], rough })
    }

    pub(crate) fn of(patch: &Patch) -> Self {
        let step = (patch.height / 2).max(4);
        let band = (patch.height / 10).max(2).min(patch.height / 2);
        let reach = patch.height;
        let (mut off, mut count) = (0.0f32, 0usize);
        let mut edge = |rows: std::ops::Range<usize>| -> Vec<[f32; 3]> {
            let cells = (0..patch.width.div_ceil(step)).map(|cell| {
                let middle = cell * step + step / 2;
                let (from, to) = (middle.saturating_sub(reach), (middle + reach).min(patch.width));
                let pixels = rows.clone().flat_map(|y| (from..to).map(move |x| y * patch.width + x));
                let pixels: Vec<[f32; 3]> = pixels.map(|i| patch.lab[i]).collect();
                let colour = std::array::from_fn(|c| median_f32(pixels.iter().map(|p| p[c])));
                let mut apart: Vec<f32> = pixels.iter().map(|p| distance(*p, colour).sqrt()).collect();
                if !apart.is_empty() {
                    // A part of the neighbouring line, or the edge of a box, does not make a paper rough.
                    let at = apart.len() * 3 / 4;
                    off += *apart.select_nth_unstable_by(at, f32::total_cmp).1;
                    count += 1;
                }
                colour
            });
            cells.collect()
        };
        let above = edge(0..band);
        let below = edge(patch.height - band..patch.height);
        Paper { step, above, below, rough: off / count.max(1) as f32 }
    }

    /// Its colour (Oklab) at a pixel of a patch `height` rows high.
    pub(crate) fn at(&self, x: usize, y: usize, height: usize) -> [f32; 3] {
        let place = (x as f32 / self.step as f32 - 0.5).max(0.0);
        let (cell, part) = (place as usize, place.fract());
        let last = self.above.len() - 1;
        let (a, b) = (cell.min(last), (cell + 1).min(last));
        let down = y as f32 / height as f32;
        std::array::from_fn(|c| {
            let above = self.above[a][c] * (1.0 - part) + self.above[b][c] * part;
            let below = self.below[a][c] * (1.0 - part) + self.below[b][c] * part;
            above * (1.0 - down) + below * down
        })
    }
}

/// The mean of the colours in and round the fullest cell of a coarse grid.
pub(crate) fn commonest(colours: &[[f32; 3]]) -> Option<[f32; 3]> {
    const LEVELS: usize = 16;
    let level = |v: f32, low: f32, high: f32| (((v - low) / (high - low) * LEVELS as f32) as usize).min(LEVELS - 1);
    let cell =
        |c: &[f32; 3]| (level(c[0], 0.0, 1.0) * LEVELS + level(c[1], -0.4, 0.4)) * LEVELS + level(c[2], -0.4, 0.4);
    let mut cells = vec![([0.0f32; 3], 0u32); LEVELS * LEVELS * LEVELS];
    for colour in colours {
        let (sum, count) = &mut cells[cell(colour)];
        *sum = std::array::from_fn(|k| sum[k] + colour[k]);
        *count += 1;
    }
    let (sum, count) = cells.into_iter().max_by_key(|(_, count)| *count).filter(|(_, count)| *count > 0)?;
    let mean = sum.map(|v| v / count as f32);
    // Once more round that colour, which may lie near the border of its cell.
    let near = colours.iter().filter(|c| distance(**c, mean) < SAME * SAME / 2.0);
    let (sum, count) = near.fold(([0.0f32; 3], 0u32), |(s, n), c| (std::array::from_fn(|k| s[k] + c[k]), n + 1));
    Some(if count > 0 { sum.map(|v| v / count as f32) } else { mean })
}
