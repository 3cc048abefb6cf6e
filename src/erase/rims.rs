//! Rims: what stands right round a single letter, where the ground at large is no smooth one.

use super::{
    surface::{Sample, Surface},
    window::{State, Window},
};

/// Steps from a hole at which its rim begins, and those at which it may end: a button may be hardly higher than its word.
const RIM: u16 = 2;
const ENDS: [u16; 3] = [6, 4, 3];
/// A rim that strays more from its surface, in levels, is no smooth one.
const ROUGH: f32 = 3.5;
/// Neither is one of which less agrees with it.
const AGREE: f32 = 0.93;
/// Levels that traces of compression make, and the share of a rim that has no more of them.
const TRACES: f32 = 6.0;
const MOST: f32 = 0.66;
/// Pixels that a rim needs.
const FEW: usize = 12;
/// From so many on a rim may be bent.
const MANY: usize = 240;

/// Connected holes, and the surface that their rim lies on if it is a smooth one.
pub(super) struct Rim {
    pub pixels: Vec<usize>,
    pub surface: Option<Surface>,
    low: [f32; 3],
    high: [f32; 3],
}

impl Rim {
    /// The ground's colour at a pixel of a window, by the rim's surface.
    pub(super) fn colour(&self, window: &Window, i: usize) -> Option<[f32; 3]> {
        let colour = self.surface.as_ref()?.at([(i % window.width) as f32, (i / window.width) as f32]);
        Some(std::array::from_fn(|c| colour[c].clamp(self.low[c], self.high[c])))
    }
}

/// The pieces that the holes of a window come in, with their rims. `away` counts the steps to the nearest hole.
pub(super) fn rims(window: &Window, away: &[u16]) -> Vec<Rim> {
    let (w, h) = (window.width, window.height);
    let mut seen = vec![false; w * h];
    let mut stamp = vec![u32::MAX; w * h];
    let mut rims = Vec::new();
    for start in 0..w * h {
        if seen[start] || window.state[start] != State::Hole {
            continue;
        }
        let mut pixels = vec![start];
        seen[start] = true;
        let mut next = 0;
        while next < pixels.len() {
            let i = pixels[next];
            next += 1;
            let [columns, rows] = window.round(i % w, i / w, 1);
            for n in rows.flat_map(|y| columns.clone().map(move |x| y * w + x)) {
                if !seen[n] && window.state[n] == State::Hole {
                    seen[n] = true;
                    pixels.push(n);
                }
            }
        }
        let mut samples: Vec<(u16, Sample)> = Vec::new();
        let reach = usize::from(ENDS[0]);
        for &i in &pixels {
            let (x, y) = (i % w, i / w);
            // Only from its own edge.
            let [columns, rows] = window.round(x, y, 1);
            if !rows.flat_map(|y| columns.clone().map(move |x| y * w + x)).any(|n| window.state[n] == State::Known) {
                continue;
            }
            let [columns, rows] = window.round(x, y, reach);
            for n in rows.flat_map(|y| columns.clone().map(move |x| y * w + x)) {
                let near = (RIM..=ENDS[0]).contains(&away[n]) && stamp[n] != rims.len() as u32;
                if near && window.state[n] == State::Known {
                    stamp[n] = rims.len() as u32;
                    let [r, g, b, _] = window.rgb[n].map(f32::from);
                    samples.push((away[n], ([(n % w) as f32, (n / w) as f32], [r, g, b])));
                }
            }
        }
        let within = |end: &u16| samples.iter().filter(|(away, _)| away <= end).map(|(_, sample)| *sample).collect();
        let found = ENDS.iter().find_map(|end| rim(within(end)));
        let found = found.or_else(|| ENDS[1..].iter().find_map(|end| level(within(end))));
        let (surface, low, high) = found.map_or((None, [0.0; 3], [0.0; 3]), |(s, low, high)| (Some(s), low, high));
        rims.push(Rim { pixels, surface, low, high });
    }
    rims
}

/// The surface of a rim if it is a smooth one, with the least and the most of it.
fn rim(samples: Vec<Sample>) -> Option<(Surface, [f32; 3], [f32; 3])> {
    if samples.len() < FEW {
        return None;
    }
    let order = if samples.len() < MANY { 1 } else { 2 };
    let surface = Surface::fit(&samples, order).filter(|s| s.rough <= ROUGH && s.agree >= AGREE)?;
    let (mut low, mut high) = ([f32::MAX; 3], [f32::MIN; 3]);
    for (place, _) in &samples {
        let colour = surface.at(*place);
        low = std::array::from_fn(|c| low[c].min(colour[c]));
        high = std::array::from_fn(|c| high[c].max(colour[c]));
    }
    Some((surface, low, high))
}

/// The one colour that most of a rim has, though compression has left traces of letters on the rest.
fn level(samples: Vec<Sample>) -> Option<(Surface, [f32; 3], [f32; 3])> {
    if samples.len() < FEW {
        return None;
    }
    let surface = Surface::fit(&samples, 0)?;
    let colour = surface.at(samples[0].0);
    let near = |(_, other): &&Sample| (0..3).all(|c| (colour[c] - other[c]).abs() <= TRACES);
    let most = samples.iter().filter(near).count() as f32 >= MOST * samples.len() as f32;
    most.then_some((surface, colour, colour))
}
