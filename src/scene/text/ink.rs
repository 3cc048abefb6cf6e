//! Ink: which pixels of a line are its letters.

use crate::{
    color::Color,
    scene::{
        reduced::{distance, oklabs_of},
        text::{
            paper::{Paper, commonest},
            patch::{Patch, Piece},
        },
    },
};

/// Colours that lie closer (Oklab) are one.
pub(crate) const SAME: f32 = 0.09;
/// Colours of a line that may be its ink.
const CANDIDATES: usize = 5;

/// The inks of a line, and where they are.
pub(crate) struct Inked {
    pub ink: Color,
    pub paper: Color,
    /// A colour that surrounds the letters, different from both.
    pub outline: Option<Color>,
    /// One that lies to a side of them.
    pub shadow: bool,
    /// Which pixels of the patch are ink, row by row.
    pub mask: Vec<bool>,
    /// How far each pixel is covered with ink, at the letters and right round them.
    pub cover: Vec<u8>,
    pub pieces: Vec<Piece>,
    /// Ink stands at nearly every letter and hardly anywhere else: gaps between letters can be believed.
    pub clean: bool,
    /// Columns where something stands on an even paper, ink or not: an emoji, an icon.
    pub busy: Vec<bool>,
}

/// What one colour would make of a line.
struct Trial {
    ink: [f32; 3],
    mask: Vec<bool>,
    pieces: Vec<Piece>,
    score: f32,
    /// Thickness of its strokes.
    stroke: f32,
}

/// Share of inner pixels from which on letters are thick, and of the pixels of thin ones that are mixed with paper.
const DEEP: f32 = 0.7;
const FARTHEST: f32 = 0.95;

/// Tells the letters of a line from its paper; `letters` are the columns of their middles. `None` when nothing
/// stands out.
///
/// Every colour that is frequent in the line is tried as its ink, and on even paper all that differs from it. The one
/// is taken whose pieces stand where letters were read and nowhere else.
///
/// # Errors
/// The likeliest ink and paper, when no mask of theirs looks like lettering.
pub(crate) fn ink(patch: &Patch, letters: &[f32]) -> Result<Inked, [Color; 2]> {
    let paper = Paper::flat(patch).unwrap_or_else(|| Paper::of(patch));
    let (width, height) = (patch.width, patch.height);
    let away: Vec<f32> =
        (0..patch.lab.len()).map(|i| distance(patch.lab[i], paper.at(i % width, i / width, height)).sqrt()).collect();
    let [left, top, right, bottom] = patch.core;
    let inside = |i: usize| (left..right).contains(&(i % width)) && (top..bottom).contains(&(i / width));
    let mut core: Vec<usize> = (0..away.len()).filter(|&i| inside(i)).collect();
    let mut ranked: Vec<f32> = core.iter().map(|&i| away[i]).collect();
    if ranked.is_empty() {
        return Err([Color::BLACK, Color::WHITE]);
    }
    let at = (ranked.len() - 1) * 97 / 100;
    let most = *ranked.select_nth_unstable_by(at, f32::total_cmp).1;
    if most < 0.03 {
        let paper = patch.median(core.iter().copied());
        return Err([paper, paper]);
    }
    let even = paper.rough < 0.25 * most;

    let mut trials = Vec::new();
    core.retain(|&i| away[i] > 0.35 * most);
    let mut rest: Vec<[f32; 3]> = core.iter().map(|&i| patch.lab[i]).collect();
    let differing = commonest(&rest).unwrap_or_default();
    for _ in 0..CANDIDATES {
        let Some(colour) = commonest(&rest) else { break };
        let mask = nearest(patch, &paper, &away, colour);
        trials.push(Trial::new(patch, letters, colour, mask));
        rest.retain(|lab| distance(*lab, colour) > SAME * SAME / 2.0);
    }
    if even {
        let mask = away.iter().map(|&away| away > 0.45 * most).collect();
        trials.push(Trial::new(patch, letters, differing, mask));
    }
    let best = trials.iter().map(|trial| trial.score).fold(f32::MIN, f32::max);
    // An outline stands where letters do, as they do: the letters are bolder.
    let close = trials.into_iter().filter(|trial| trial.score >= best - 0.06);
    let none = [Color::BLACK, Color::WHITE];
    let trial = close.max_by(|a, b| a.stroke.total_cmp(&b.stroke)).ok_or(none)?;
    let quiet = (0..away.len()).filter(|&i| inside(i) && !trial.mask[i] && away[i] < 0.35 * most);
    let (own, ground) = (inner(patch, &trial, &away), patch.median(quiet));
    if trial.score < 0.3 {
        return Err([own, ground]);
    }

    let mut busy = vec![false; width];
    if even {
        (0..away.len()).filter(|&i| inside(i) && away[i] > 0.12 * most).for_each(|i| busy[i % width] = true);
    }
    let (outline, shadow) = surround(patch, &trial, &away);
    let cover = cover(patch, &trial, &paper, outline);
    Ok(Inked {
        cover,
        ink: own,
        paper: ground,
        outline,
        shadow,
        clean: trial.score > 0.88,
        mask: trial.mask,
        pieces: trial.pieces,
        busy,
    })
}

/// The pixels that are nearer to a colour than to the paper, and near enough.
fn nearest(patch: &Patch, paper: &Paper, away: &[f32], ink: [f32; 3]) -> Vec<bool> {
    let middle = patch.height / 2;
    let contrast: Vec<f32> =
        (0..patch.width).map(|x| distance(ink, paper.at(x, middle, patch.height)).sqrt()).collect();
    let near = |i: usize| {
        let from = distance(patch.lab[i], ink).sqrt();
        from < away[i] && from < (0.55 * contrast[i % patch.width]).max(0.04)
    };
    (0..away.len()).map(near).collect()
}

impl Trial {
    fn new(patch: &Patch, letters: &[f32], ink: [f32; 3], mut mask: Vec<bool>) -> Self {
        let [left, top, right, bottom] = patch.core;
        let across = |mask: &[bool]| {
            let rows = mask.chunks_exact(patch.width);
            rows.map(|row| row[left..right].iter().filter(|ink| **ink).count()).sum::<usize>()
        };
        let before = across(&mask);
        let pieces = patch.pieces(&mut mask);
        let kept = across(&mask);
        let (area, edge) = pieces.iter().fold((0, 0), |(a, e), p| (a + p.area, e + p.edge));
        let own = || pieces.iter().filter(|p| p.left < right && p.right > left);
        let high = own().map(|p| p.top).min();
        let low = own().map(|p| p.bottom).max();
        let tall = low.zip(high).map_or(0, |(low, high)| low - high) as f32 / (bottom - top) as f32;
        let advance = (right - left) as f32 / letters.len().max(1) as f32;
        let struck = |x: &&f32| {
            let (from, to) = ((*x - 0.3 * advance).max(0.0) as usize, (*x + 0.3 * advance) as usize + 1);
            own().any(|p| {
                p.left < to && p.right > from && (p.bottom - p.top) as f32 > 0.35 * tall * (bottom - top) as f32
            })
        };
        let hits = letters.iter().filter(struck).count() as f32 / letters.len().max(1) as f32;
        let leak = 1.0 - kept as f32 / before.max(1) as f32;
        let many = own().count() as f32 / (2.5 * letters.len() as f32 + 3.0);
        let full = kept as f32 / ((right - left) * (bottom - top)).max(1) as f32;
        // Detection leaves about a seventh of the height above and below.
        let off = (tall - 0.72).abs();
        let stroke = 2.0 * area as f32 / edge.max(1) as f32;
        // The boldest stems are about a third as thick as they are tall.
        let solid = stroke / (tall * (bottom - top) as f32).max(1.0);
        let score = hits
            - 0.4 * leak
            - 3.0 * (solid - 0.3).max(0.0)
            - 0.5 * (many - 1.0).clamp(0.0, 1.0)
            - 2.0 * (full - 0.5).max(0.0)
            - 0.8 * (off - 0.2).max(0.0);
        Trial { ink, mask, pieces, score, stroke }
    }
}

/// How far pixels lie from paper (or outline) to ink, at the letters and right round them.
fn cover(patch: &Patch, trial: &Trial, paper: &Paper, outline: Option<Color>) -> Vec<u8> {
    let (width, scale) = (patch.width, patch.height as f32 / patch.path.height().max(1.0));
    let mut near = trial.mask.clone();
    let mut ring: Vec<usize> = (0..near.len()).filter(|&i| near[i]).collect();
    // A pixel of the picture, and the half that a blurred edge reaches farther.
    for _ in 0..=(1.3 * scale).round() as usize {
        let next: Vec<usize> = ring.iter().flat_map(|&i| patch.neighbours(i)).collect();
        ring = next.into_iter().filter(|&n| !std::mem::replace(&mut near[n], true)).collect();
    }
    let around = outline.map(|color| oklabs_of(&[[color.r, color.g, color.b]])[0]);
    let share = |i: usize| {
        let from = around.unwrap_or_else(|| paper.at(i % width, i / width, patch.height));
        let less = |lab: [f32; 3]| [lab[0] - from[0], lab[1] - from[1], lab[2] - from[2]];
        let dot = |a: [f32; 3], b: [f32; 3]| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        let whole = less(trial.ink);
        dot(less(patch.lab[i]), whole) / dot(whole, whole).max(1e-6)
    };
    let shares: Vec<f32> = (0..near.len()).map(|i| if near[i] { share(i).max(0.0) } else { 0.0 }).collect();
    // The commonest colour of thin letters is paler than their ink.
    let mut own: Vec<f32> = (0..near.len()).filter(|&i| trial.mask[i]).map(|i| shares[i]).collect();
    let at = own.len() * 9 / 10;
    let full = if own.is_empty() { 1.0 } else { own.select_nth_unstable_by(at, f32::total_cmp).1.clamp(1.0, 2.5) };
    shares.iter().map(|share| (255.0 * (share / full).min(1.0)).round() as u8).collect()
}

/// Median colour of the ink's inner pixels; where letters are thin and hardly have such, of those farthest from the
/// paper: all others are mixed with it.
fn inner(patch: &Patch, trial: &Trial, away: &[f32]) -> Color {
    let mask = &trial.mask;
    let deep = |i: &usize| mask[*i] && patch.neighbours(*i).all(|n| mask[n]);
    let inner: Vec<usize> = (0..mask.len()).filter(deep).collect();
    let all: Vec<usize> = (0..mask.len()).filter(|&i| mask[i]).collect();
    if inner.len() as f32 > DEEP * all.len() as f32 {
        return patch.median(inner.into_iter());
    }
    let mut far: Vec<f32> = all.iter().map(|&i| away[i]).collect();
    let at = (far.len() as f32 * FARTHEST) as usize;
    let least = if far.is_empty() { 0.0 } else { *far.select_nth_unstable_by(at, f32::total_cmp).1 };
    patch.median(all.into_iter().filter(|&i| away[i] >= least))
}

/// The colour right round the letters where it is not the paper's, and whether something of the kind lies to one
/// side of them only.
fn surround(patch: &Patch, trial: &Trial, away: &[f32]) -> (Option<Color>, bool) {
    let (w, mask) = (patch.width, &trial.mask);
    // Two pixels off, beyond the blurred edge.
    let ink = |i: usize, dx: isize, dy: isize| {
        let (x, y) = ((i % w) as isize + dx, (i / w) as isize + dy);
        (0..w as isize).contains(&x) && (0..patch.height as isize).contains(&y) && mask[y as usize * w + x as usize]
    };
    let reach = 1 + (trial.stroke / 8.0) as isize;
    let side = |dx: isize, dy: isize| -> Vec<usize> {
        let near = |&i: &usize| !mask[i] && ink(i, dx * (reach + 1), dy * (reach + 1)) && !ink(i, dx, dy);
        (0..mask.len()).filter(near).collect()
    };
    // Pixels below and to the right of the letters, and those above and to the left.
    let sides = [[(0, -1), (-1, 0)], [(0, 1), (1, 0)]].map(|pair| {
        let pixels: Vec<usize> = pair.iter().flat_map(|&(dx, dy)| side(dx, dy)).collect();
        let limit =
            0.3 * patch.lab.iter().enumerate().filter(|(i, _)| mask[*i]).map(|(i, _)| away[i]).fold(0.0, f32::max);
        let other = |&&i: &&usize| away[i] > limit.max(SAME) && distance(patch.lab[i], trial.ink) > SAME * SAME;
        let strange: Vec<usize> = pixels.iter().filter(other).copied().collect();
        (strange.len() as f32 / pixels.len().max(1) as f32, strange)
    });
    let [(below, mut pixels), (above, more)] = sides;
    if below > 0.55 && above > 0.55 {
        pixels.extend(more);
        return (Some(patch.median(pixels.into_iter())), false);
    }
    (None, below.max(above) > 0.45)
}
