//! Fields: for every patch that touches a hole, the likest whole patch that is known so far.

use super::level::Level;
use crate::seed::Dice;

/// The farthest that a search begins, in pixels of any level.
const FAR: usize = 160;

/// A source for every target of a level.
pub(super) struct Field {
    /// The middles of the patches that are copied.
    pub source: Vec<u32>,
    /// How far each is from what it is copied to.
    pub apart: Vec<u32>,
    /// Which target a pixel of the level is.
    target: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Field {
    fn index(level: &Level) -> Vec<u32> {
        let mut target = vec![NONE; level.rgb.len()];
        for (n, &i) in level.targets.iter().enumerate() {
            target[i as usize] = n as u32;
        }
        target
    }

    /// Any source for every target.
    pub(super) fn random(level: &Level, dice: &mut Dice) -> Self {
        let source = level.targets.iter().map(|&i| near(level, i, dice)).collect();
        Field { source, apart: vec![u32::MAX; level.targets.len()], target: Field::index(level) }
    }

    /// The same field on the next finer level.
    pub(super) fn finer(self, coarse: &Level, fine: &Level, dice: &mut Dice) -> Self {
        let source = fine
            .targets
            .iter()
            .map(|&i| {
                let (x, y) = (i as usize % fine.width, i as usize / fine.width);
                let at = (y / 2).min(coarse.height - 1) * coarse.width + (x / 2).min(coarse.width - 1);
                let known =
                    self.target.get(at).copied().filter(|n| *n != NONE).map(|n| self.source[n as usize] as usize);
                let known = known.map(|s| {
                    let (sx, sy) = (s % coarse.width * 2 + x % 2, s / coarse.width * 2 + y % 2);
                    sy * fine.width + sx
                });
                known.filter(|s| fine.whole.get(*s) == Some(&true)).map_or_else(|| near(fine, i, dice), |s| s as u32)
            })
            .collect();
        Field { source, apart: vec![u32::MAX; fine.targets.len()], target: Field::index(fine) }
    }

    /// How far every patch is from its source, now that holes have other colours.
    pub(super) fn measure(&mut self, level: &Level) {
        for ((apart, source), target) in self.apart.iter_mut().zip(&self.source).zip(&level.targets) {
            *apart = level.apart(*target, *source, u32::MAX);
        }
    }

    /// Looks for better sources: what the neighbours have, shifted by one, and random places ever closer.
    pub(super) fn sweep(&mut self, level: &Level, back: bool, dice: &mut Dice) {
        let (w, h) = (level.width as i64, level.height as i64);
        let count = level.targets.len();
        let step = if back { level.stride as i64 } else { -(level.stride as i64) };
        for k in 0..count {
            let n = if back { count - 1 - k } else { k };
            let target = level.targets[n];
            let (mut best, mut apart) = (self.source[n], self.apart[n]);
            for offset in [step, step * w] {
                let beside = i64::from(target) + offset;
                if let Some(&neighbour) = self.target.get(beside as usize).filter(|n| **n != NONE) {
                    let source = i64::from(self.source[neighbour as usize]) - offset;
                    attempt(level, target, source, &mut best, &mut apart);
                }
            }
            let mut reach = if apart > 0 { FAR.min(level.width.max(level.height)) } else { 0 };
            while reach >= 1 {
                let bits = dice.bits();
                let span = 2 * reach as u64 + 1;
                let dx = (((bits & 0xffff_ffff) * span) >> 32) as i64 - reach as i64;
                let dy = (((bits >> 32) * span) >> 32) as i64 - reach as i64;
                let (x, y) = (i64::from(best) % w + dx, i64::from(best) / w + dy);
                if (0..w).contains(&x) && (0..h).contains(&y) {
                    attempt(level, target, y * w + x, &mut best, &mut apart);
                }
                reach /= 2;
            }
            (self.source[n], self.apart[n]) = (best, apart);
        }
    }
}

/// Takes a source where it is whole and likelier than the best so far.
fn attempt(level: &Level, target: u32, source: i64, best: &mut u32, apart: &mut u32) {
    if source >= 0 && level.whole.get(source as usize) == Some(&true) && source as u32 != *best {
        let new = level.apart(target, source as u32, *apart);
        if new < *apart {
            (*best, *apart) = (source as u32, new);
        }
    }
}

/// A source not far from a target, if chance finds one; else any.
fn near(level: &Level, target: u32, dice: &mut Dice) -> u32 {
    let (w, h) = (level.width as i64, level.height as i64);
    let (x, y) = (i64::from(target) % w, i64::from(target) / w);
    for attempt in 0..12 {
        let reach = 12i64 << (attempt / 3);
        let span = 2 * reach as usize + 1;
        let (sx, sy) = (x + dice.below(span) as i64 - reach, y + dice.below(span) as i64 - reach);
        if (0..w).contains(&sx) && (0..h).contains(&sy) && level.whole[(sy * w + sx) as usize] {
            return (sy * w + sx) as u32;
        }
    }
    dice.pick(&level.sources).copied().unwrap_or(target)
}
