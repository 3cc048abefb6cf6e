//! Membranes: what is missing is stretched between what is known.

use super::window::{State, Window};
use crate::pyramid;

/// Rounds of relaxation after the guess.
const ROUNDS: usize = 24;
/// The same for plates, which are slower.
const PLATE: usize = 40;

/// Colours for every hole of a window, as smooth as its rim allows: a pyramid's guess, relaxed towards Laplace's equation
/// (successive over-relaxation, Young 1950). Known pixels keep their colours.
pub(super) fn stretch(window: &Window) -> Vec<[f32; 3]> {
    let known: Vec<bool> = window.state.iter().map(|state| *state == State::Known).collect();
    let mut colours = guess(window, &known);
    let holes: Vec<usize> = (0..colours.len()).filter(|&i| window.state[i] == State::Hole).collect();
    relax(&mut colours, &holes, window);
    colours
}

/// Colours for every pixel of a window that is not known, by the pyramid alone.
pub(super) fn guess(window: &Window, known: &[bool]) -> Vec<[f32; 3]> {
    let weighted = |(&[r, g, b, _], known): (&[u8; 4], &bool)| {
        let known = if *known { 1.0 } else { 0.0 };
        [f32::from(r) * known, f32::from(g) * known, f32::from(b) * known, known]
    };
    let base = window.rgb.iter().zip(known).map(weighted).collect();
    pyramid::fill(base, window.width, window.height).into_iter().map(|[r, g, b, _]| [r, g, b]).collect()
}

/// Every hole becomes the mean of its neighbours, again and again.
fn relax(colours: &mut [[f32; 3]], holes: &[usize], window: &Window) {
    let (w, h) = (window.width, window.height);
    let over = 1.6;
    for round in 0..ROUNDS {
        let mut step = |i: usize| {
            let (x, y) = (i % w, i / w);
            // Beyond the window its border goes on.
            let left = colours[if x > 0 { i - 1 } else { i }];
            let right = colours[if x + 1 < w { i + 1 } else { i }];
            let above = colours[if y > 0 { i - w } else { i }];
            let below = colours[if y + 1 < h { i + w } else { i }];
            let cell = &mut colours[i];
            for k in 0..3 {
                cell[k] += over * ((left[k] + right[k] + above[k] + below[k]) * 0.25 - cell[k]);
            }
        };
        if round % 2 == 0 {
            holes.iter().for_each(|&i| step(i));
        } else {
            holes.iter().rev().for_each(|&i| step(i));
        }
    }
}

/// The same with the thin plate's equation, whose surface leaves the rim along its slope.
pub(super) fn plate(colours: &mut [[f32; 3]], holes: &[usize], window: &Window) {
    let (w, h) = (window.width as i64, window.height as i64);
    let at = |x: i64, y: i64| (y.clamp(0, h - 1) * w + x.clamp(0, w - 1)) as usize;
    for round in 0..PLATE {
        let mut step = |i: usize| {
            let (x, y) = (i as i64 % w, i as i64 / w);
            let near = [at(x - 1, y), at(x + 1, y), at(x, y - 1), at(x, y + 1)].map(|i| colours[i]);
            let diag = [at(x - 1, y - 1), at(x + 1, y - 1), at(x - 1, y + 1), at(x + 1, y + 1)].map(|i| colours[i]);
            let far = [at(x - 2, y), at(x + 2, y), at(x, y - 2), at(x, y + 2)].map(|i| colours[i]);
            let cell = &mut colours[i];
            for k in 0..3 {
                let sum = |set: &[[f32; 3]; 4]| set[0][k] + set[1][k] + set[2][k] + set[3][k];
                let value = (8.0 * sum(&near) - 2.0 * sum(&diag) - sum(&far)) / 20.0;
                cell[k] = (cell[k] + 1.3 * (value - cell[k])).clamp(0.0, 255.0);
            }
        };
        if round % 2 == 0 {
            holes.iter().for_each(|&i| step(i));
        } else {
            holes.iter().rev().for_each(|&i| step(i));
        }
    }
}
