//! Textures: holes are filled with patches of what is known, from coarse to fine.
//!
//! Every patch that touches a hole looks for its likest whole patch (PatchMatch, Barnes et al. 2009), and every missing
//! pixel becomes the mean of what these patches say of it (Wexler, Shechtman and Irani 2007), several times over.

mod field;
mod level;

use super::window::{State, Window};
use crate::seed::Seed;
use field::Field;
use level::Level;

/// Below so many pixels a side a level is not halved.
const LEAST: usize = 24;
/// The most levels.
const LEVELS: usize = 7;

/// Fills the holes of a window from a `guess` of their colours.
pub(super) fn fill(window: &Window, guess: &[[f32; 3]], seed: Seed) -> Vec<[f32; 3]> {
    let thick = thickness(window);
    let mut levels = vec![Level::new(window, guess)];
    // Until the thickest hole is about as wide as half a patch.
    while levels.len() < LEVELS {
        let last = &levels[levels.len() - 1];
        if last.width.min(last.height) < 2 * LEAST || (thick >> (levels.len() - 1)) < 3 {
            break;
        }
        let next = last.halved();
        if next.sources.is_empty() || next.targets.is_empty() {
            break;
        }
        levels.push(next);
    }
    let mut dice = seed.at("patches").dice();
    let mut field: Option<Field> = None;
    let coarsest = levels.len() - 1;
    for n in (0..levels.len()).rev() {
        let (finer, coarser) = levels.split_at_mut(n + 1);
        let level = &mut finer[n];
        if level.sources.is_empty() {
            break;
        }
        if let Some(coarse) = coarser.first() {
            level.take(coarse);
        }
        let mut own = match field {
            Some(coarse) => coarse.finer(&coarser[0], level, &mut dice),
            None => Field::random(level, &mut dice),
        };
        let rounds = if n == coarsest {
            8
        } else if n == 0 {
            2
        } else {
            4
        };
        for round in 0..rounds {
            level.add_up();
            own.measure(level);
            own.sweep(level, round % 2 == 1, &mut dice);
            level.vote(&own, n == 0 && round + 1 == rounds);
        }
        field = Some(own);
    }
    levels[0].colours(window)
}

/// Half the width of the thickest hole, in pixels.
fn thickness(window: &Window) -> usize {
    let steps = window.steps(u16::MAX / 2, |i| window.state[i] != State::Hole);
    usize::from(steps.into_iter().max().unwrap_or(0))
}
