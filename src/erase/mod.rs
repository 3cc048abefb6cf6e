//! Erasing: lettering is taken out of a picture, and the ground that it stood on is rebuilt.

mod grain;
mod halo;
mod ink;
mod letters;
mod membrane;
mod patches;
mod pieces;
mod rebuild;
mod rims;
mod smooth;
mod surface;
mod under;
mod window;
mod writing;
mod zone;

use image::RgbaImage;
use rayon::prelude::*;

use crate::{measure::Rect, seed::Seed};
pub use rebuild::Method;
use rebuild::Rebuilt;
use window::{State, Window};
pub use writing::{Erased, Writing};
use zone::{FARTHEST, Zone};

/// Room round lines that is looked at, in pixels.
const MARGIN: f32 = 48.0;

/// Pixels beyond what may change that are looked at for a line's mask.
const AROUND: f32 = 10.0;

/// Rebuilds the pixels of a canvas for which `mask` (a byte a pixel, row by row) is not 0, whatever they show.
pub fn inpaint(pixels: &mut RgbaImage, mask: &[u8], seed: Seed) {
    let (w, h) = (pixels.width() as usize, pixels.height() as usize);
    if mask.len() != w * h || mask.is_empty() {
        return;
    }
    let mut window = Window::copied(pixels, [0, 0, w, h]);
    for (state, mask) in window.state.iter_mut().zip(mask) {
        if *mask > 0 && *state == State::Known {
            *state = State::Hole;
        }
    }
    let rebuilt = rebuild::rebuild(&mut window, seed, false);
    put(pixels, &window, &rebuilt);
}

/// A window that was worked on, and what became of which lines in it.
type Done = (Window, Rebuilt, Vec<(usize, Erased)>);

/// Takes lines of lettering out of a canvas, but for what lies in the polygons `keep`; says for each what became of it.
///
/// Nothing farther than 12 pixels from a line changes, nor does alpha.
pub fn erase(pixels: &mut RgbaImage, lines: &[Writing], keep: &[Vec<[f32; 2]>], seed: Seed) -> Vec<Erased> {
    let zones: Vec<Option<Zone>> = lines.iter().map(|line| Zone::new(&line.quad, line.outline.as_deref())).collect();
    let canvas = Rect::new(0.0, 0.0, pixels.width() as f32, pixels.height() as f32);
    let seen = &*pixels;
    let done: Vec<Done> = groups(&zones, &canvas)
        .par_iter()
        .map(|(bounds, members)| {
            let mut window = Window::copied(seen, *bounds);
            window.spare(keep);
            let mask = |n: &usize| {
                let zone = zones[*n].as_ref()?;
                let part = window.part(whole(zone.bounds().grown(FARTHEST + AROUND).meet(&canvas)));
                let mask = letters::mask(&part, &lines[*n], zone);
                Some((*n, placed(&window, &part, &mask)))
            };
            let masks: Vec<(usize, Vec<usize>)> = members.par_iter().filter_map(mask).collect();
            for &i in masks.iter().flat_map(|(_, mask)| mask) {
                window.state[i] = State::Hole;
            }
            let own = seed.at(&format!("{},{}", bounds[0], bounds[1]));
            let mut rebuilt = rebuild::rebuild(&mut window, own, true);
            // Whatever was found or blended beyond is left as it was.
            let near = |x, y| members.iter().filter_map(|n| zones[*n].as_ref()).any(|z| z.outside(x, y) <= FARTHEST);
            for (i, method) in rebuilt.methods.iter_mut().enumerate().filter(|(_, method)| method.is_some()) {
                if !near(window.x + i % window.width, window.y + i / window.width) {
                    *method = None;
                }
            }
            let erased = masks.iter().map(|(n, mask)| (*n, rebuilt.outcome(&window, mask))).collect();
            (window, rebuilt, erased)
        })
        .collect();
    let mut erased = vec![Erased { method: None, confidence: 1.0, changed: Rect::default() }; lines.len()];
    for (window, rebuilt, outcomes) in done {
        put(pixels, &window, &rebuilt);
        outcomes.into_iter().for_each(|(n, outcome)| erased[n] = outcome);
    }
    erased
}

/// The known pixels of a window that the mask of a part of it names.
fn placed(window: &Window, part: &Window, mask: &[bool]) -> Vec<usize> {
    let at = |i: usize| (part.y + i / part.width - window.y) * window.width + part.x + i % part.width - window.x;
    let named = mask.iter().enumerate().filter(|(_, letter)| **letter).map(|(i, _)| at(i));
    named.filter(|&i| window.state[i] == State::Known).collect()
}

/// Lines whose surroundings meet are erased together: none is looked at for the ground of another.
fn groups(zones: &[Option<Zone>], canvas: &Rect) -> Vec<([usize; 4], Vec<usize>)> {
    let mut groups: Vec<(Rect, Vec<usize>)> = Vec::new();
    for (n, zone) in zones.iter().enumerate() {
        let Some(zone) = zone else { continue };
        let mut bounds = zone.bounds().grown(FARTHEST + MARGIN).meet(canvas);
        if zone.bounds().grown(FARTHEST).meet(canvas).area() <= 0.0 {
            continue;
        }
        let mut members = vec![n];
        // Until no other group meets the grown bounds.
        while let Some(at) = groups.iter().position(|(other, _)| other.meet(&bounds).area() > 0.0) {
            let (other, more) = groups.swap_remove(at);
            bounds = bounds.join(&other);
            members.extend(more);
        }
        members.sort_unstable();
        groups.push((bounds, members));
    }
    groups.sort_by_key(|(_, members)| members[0]);
    groups.into_iter().map(|(bounds, members)| (whole(bounds), members)).collect()
}

/// The whole pixels of a rectangle of the canvas: left, top, and past the last right and bottom.
fn whole(r: Rect) -> [usize; 4] {
    [r.x.floor() as usize, r.y.floor() as usize, r.right().ceil() as usize, r.bottom().ceil() as usize]
}

/// Puts what was rebuilt back on the canvas.
fn put(pixels: &mut RgbaImage, window: &Window, rebuilt: &Rebuilt) {
    let stride = pixels.width() as usize;
    let all = pixels.as_chunks_mut::<4>().0;
    for (i, method) in rebuilt.methods.iter().enumerate() {
        if method.is_some() {
            let at = (window.y + i / window.width) * stride + window.x + i % window.width;
            all[at][..3].copy_from_slice(&window.rgb[i][..3]);
        }
    }
}

#[cfg(test)]
mod tests;
