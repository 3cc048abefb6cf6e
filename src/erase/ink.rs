//! Ink: the pixels of a line that have its colour and stand as letters do.

use super::{
    Writing,
    pieces::{Piece, pieces},
    window::Window,
    zone::{FARTHEST, Zone},
};

/// Pieces thicker than so many strokes are ground of the ink's colour.
const THICK: f32 = 2.2;
/// A mean distance from the ink that blurred edges alone make.
const SCATTER: f32 = 32.0;
/// No stem is thicker, in heights of a line.
const BOLD: f32 = 0.34;
/// With so much of the line's length under its letters an ink is believed.
const SURE: f32 = 0.75;
/// Another ink than the one that was read must cover so much more.
const BETTER: f32 = 0.15;

/// Which pixels of a window are the core of a line's letters.
pub(super) fn core(window: &Window, writing: &Writing, zone: &Zone, outside: &[f32], inside: &[usize]) -> Vec<bool> {
    let read = [writing.ink, writing.paper].map(|color| [f32::from(color.r), f32::from(color.g), f32::from(color.b)]);
    let mut light: Vec<u32> = inside.iter().filter(|&&i| outside[i] < 0.0).map(|&i| luma(window.rgb[i])).collect();
    light.sort_unstable();
    let (mut core, mut best) = tried(window, writing, zone, outside, inside, read);
    if light.len() < 20 {
        return core;
    }
    best -= scatter(window, &core, read[0]);
    if best > SURE {
        return core;
    }
    // Ink is read wrongly now and then: hollow letters, a ground of two halves.
    let at = |share: usize| light[(light.len() - 1) * share / 100];
    let middle = at(50);
    for share in [98, 2] {
        let (ends, count) = ends(window, outside, inside, at(share), share > 50);
        if count > 0 && at(share).abs_diff(middle) > 24 {
            let (other, score) = tried(window, writing, zone, outside, inside, [ends, [middle as f32; 3]]);
            let score = score - scatter(window, &other, ends);
            if score > best + BETTER {
                (core, best) = (other, score);
            }
        }
    }
    core
}

/// How far the colours of a core lie from its ink: letters are of one colour, what shows through hollow ones is not.
fn scatter(window: &Window, core: &[bool], ink: [f32; 3]) -> f32 {
    let mut off = core.iter().zip(&window.rgb).filter(|(core, _)| **core);
    let (mut sum, mut count) = (0.0f32, 0.0f32);
    for (_, rgb) in off.by_ref() {
        let [r, g, b, _] = rgb.map(f32::from);
        sum += apart([r, g, b], ink).sqrt();
        count += 1.0;
    }
    0.4 * (sum / count.max(1.0) / SCATTER - 1.0).clamp(0.0, 1.0)
}

/// The mean colour of the lightest or darkest pixels.
fn ends(window: &Window, outside: &[f32], inside: &[usize], limit: u32, light: bool) -> ([f32; 3], usize) {
    let (mut sum, mut count) = ([0.0f32; 3], 0);
    for &i in inside {
        let luma = luma(window.rgb[i]);
        if outside[i] < 0.0 && (if light { luma >= limit } else { luma <= limit }) {
            sum = std::array::from_fn(|c| sum[c] + f32::from(window.rgb[i][c]));
            count += 1;
        }
    }
    (sum.map(|v| v / count.max(1) as f32), count)
}

fn luma([r, g, b, _]: [u8; 4]) -> u32 {
    (2 * u32::from(r) + 5 * u32::from(g) + u32::from(b)) / 8
}

/// The core that an ink makes, and how much of the line it accounts for.
fn tried(
    window: &Window,
    writing: &Writing,
    zone: &Zone,
    outside: &[f32],
    inside: &[usize],
    [ink, paper]: [[f32; 3]; 2],
) -> (Vec<bool>, f32) {
    let contrast = apart(ink, paper).max(900.0);
    let mut near = vec![false; outside.len()];
    for &i in inside {
        let [r, g, b, _] = window.rgb[i].map(f32::from);
        let from = apart([r, g, b], ink);
        // Nearer to the ink than to the paper, and not far from it.
        near[i] = from < 0.2 * contrast && from < apart([r, g, b], paper);
    }
    let stroke = writing.stroke.clamp(1.0, zone.height);
    let most = (THICK * stroke + 1.0).max(BOLD * zone.height);
    let mut core = vec![false; outside.len()];
    let mut covered = Cover::new(zone);
    let mut rest = vec![false; outside.len()];
    // How thick the letters are that stand alone.
    let mut own = Vec::new();
    for piece in pieces(window, &near) {
        let count = piece.pixels.len() as f32;
        let within = piece.pixels.iter().filter(|&&i| outside[i as usize] <= 1.5).count() as f32;
        let cut = piece.pixels.iter().filter(|&&i| outside[i as usize] > FARTHEST - 1.5).count() as f32;
        if count < 2.0 || within < 0.25 * count {
            continue;
        }
        if cut > 2.0 || piece.thick > most {
            piece.pixels.iter().for_each(|&i| rest[i as usize] = true);
            continue;
        }
        if like_letters(&piece, zone) {
            own.push(piece.thick);
        }
        covered.add(window, zone, &piece);
        piece.pixels.iter().for_each(|&i| core[i as usize] = true);
    }
    // Letters that run into something of their colour: what is as thick as they are.
    let usual = own.len() / 2;
    let stroke = if own.len() < 3 { stroke } else { *own.select_nth_unstable_by(usual, f32::total_cmp).1 };
    let mut band = banded(window, &rest, stroke);
    (0..band.len()).for_each(|i| band[i] &= outside[i] <= 2.0);
    for piece in pieces(window, &band) {
        if piece.thick < most {
            covered.add(window, zone, &piece);
            piece.pixels.iter().for_each(|&i| core[i as usize] = true);
        }
    }
    (core, covered.share())
}

/// The pixels of a mask where it is about as thick as a stroke: opened by half the thickness, and without what is left
/// when it is opened by nearly one and a half.
fn banded(window: &Window, set: &[bool], stroke: f32) -> Vec<bool> {
    if !set.iter().any(|set| *set) {
        return set.to_vec();
    }
    let depth = window.steps(200, |i| !set[i]);
    let opened = |by: u16| window.steps(by + 1, |i| depth[i] > by);
    let (thin, thick) = ((0.2 * stroke) as u16, (0.75 * stroke) as u16 + 2);
    let (fine, coarse) = (opened(thin), opened(thick));
    (0..set.len()).map(|i| set[i] && fine[i] <= thin && coarse[i] > thick).collect()
}

/// Which stretches of a line stand under letters.
struct Cover(Vec<bool>);

impl Cover {
    fn new(zone: &Zone) -> Self {
        Cover(vec![false; zone.stretches()])
    }

    fn add(&mut self, window: &Window, zone: &Zone, piece: &Piece) {
        if like_letters(piece, zone) {
            for &i in &piece.pixels {
                let (x, y) = (i as usize % window.width, i as usize / window.width);
                self.0[zone.stretch(window.x + x, window.y + y)] = true;
            }
        }
    }

    fn share(&self) -> f32 {
        self.0.iter().filter(|set| **set).count() as f32 / self.0.len().max(1) as f32
    }
}

/// Whether a piece is about as high as letters are, and neither a rail nor a spot.
fn like_letters(piece: &Piece, zone: &Zone) -> bool {
    let [wide, high] = piece.size;
    // A line may run in any direction.
    let (long, short) = (wide.max(high), wide.min(high));
    long >= 0.3 * zone.height && short >= 0.08 * zone.height && (long < 8.0 * short || short > 0.5 * zone.height)
}

fn apart(a: [f32; 3], b: [f32; 3]) -> f32 {
    (0..3).map(|c| (a[c] - b[c]) * (a[c] - b[c])).sum()
}
