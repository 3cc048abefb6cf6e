//! Grain: what a fitted surface lacks of the noise that lies on its surroundings.

use super::window::{State, Window};
use crate::seed::Dice;

/// Levels below which nobody sees grain.
const LEAST: f32 = 1.2;
/// More is texture rather than grain.
const MOST: f32 = 6.0;
/// Deviation of a pixel from the mean of its four neighbours ÷ that of the noise itself.
const SPREAD: f32 = 1.118;

/// The grain about some pixels of a window, a standard deviation in levels: from how far each lies from the mean of its
/// four neighbours (Immerkær 1996 measures it so, by a kernel of nine), by the median (Donoho 1995). 0 where none shows.
pub(super) fn measured(window: &Window, pixels: impl Iterator<Item = usize>) -> f32 {
    let (w, h) = (window.width, window.height);
    let luma = |i: usize| {
        let [r, g, b, _] = window.rgb[i].map(f32::from);
        0.25 * r + 0.5 * g + 0.25 * b
    };
    let off = |i: usize| {
        let (x, y) = (i % w, i / w);
        let near = (1..w.saturating_sub(1)).contains(&x) && (1..h.saturating_sub(1)).contains(&y);
        let four = near.then(|| [i - 1, i + 1, i - w, i + w])?;
        let known = four.iter().all(|&n| window.state[n] == State::Known);
        known.then(|| (luma(i) - four.iter().map(|&n| luma(n)).sum::<f32>() / 4.0).abs())
    };
    let mut all: Vec<f32> = pixels.filter_map(off).collect();
    if all.len() < 24 {
        return 0.0;
    }
    let middle = all.len() / 2;
    let grain = 1.4826 * *all.select_nth_unstable_by(middle, f32::total_cmp).1 / SPREAD;
    if grain < LEAST { 0.0 } else { grain.min(MOST) }
}

/// A bit of noise of deviation 1: twelve throws of 16 levels, nearly normal.
pub(super) fn speck(dice: &mut Dice) -> f32 {
    let bits = dice.bits();
    let sum: u64 = (0..12).map(|n| (bits >> (4 * n)) & 15).sum();
    // Twelve of them have mean 90 and variance 12 · 255 / 12.
    (sum as f32 - 90.0) / 15.97
}
