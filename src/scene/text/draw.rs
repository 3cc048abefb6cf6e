//! Drawings: how far the cells of a line are covered with ink, and what lies round the letters.

use crate::{
    color::Color,
    scene::{
        hand::{Cast, Drawing, Hand, rounded},
        text::{ink::Inked, patch::Patch, row::Row},
    },
};

/// Rows that a capital takes in a drawing, at the most.
const CAP: f32 = 28.0;

impl Row<'_> {
    /// The hand that wrote this line.
    pub(crate) fn hand(&self, stroke: f32) -> Hand {
        let [left, top, right, bottom] = self.bounds;
        let (w, h) = (self.patch.width, self.patch.height);
        let scale = self.patch.path.height() / h as f32;
        let room = (self.cap * 0.15).ceil().max(2.0) as usize;
        let (x0, x1) = (left.saturating_sub(room), (right + room).min(w));
        let (y0, y1) = (top.saturating_sub(room), (bottom + room).min(h));
        let shrink = (CAP / self.cap.max(1.0)).min(1.0);
        let columns = (((x1 - x0) as f32 * shrink).round() as usize).max(1);
        let rows = (((y1 - y0) as f32 * shrink).round() as usize).max(1);
        let cover = shrunk(&self.inked.cover, w, [x0, y0, x1, y1], columns, rows);
        let share = |x: usize, of: usize| x as f32 / of as f32;
        let path = self.patch.path.part([share(x0, w), share(x1, w)], [share(y0, h), share(y1, h)]);
        let per = columns as f32 / (x1 - x0) as f32;
        let drawing = Drawing {
            path: rounded(&path),
            columns,
            rows,
            cover,
            ink: [(left - x0) as f32 * per, (right - x0) as f32 * per],
            cap: self.cap * rows as f32 / (y1 - y0) as f32,
            grain: per / scale,
        };
        let tenth = |v: f32| (v * 10.0).round() / 10.0;
        let (outline, solid) = outline(self.patch, &self.inked);
        let outline = outline * scale;
        let cast = cast(self.patch, &self.inked, &solid, self.cap);
        let cast = cast.map(|cast| Cast {
            x: tenth(cast.x * scale),
            y: tenth(cast.y * scale),
            blur: tenth(cast.blur * scale),
            ..cast
        });
        let weight = (100.0 * stroke / (self.cap * scale).max(1.0)).round() / 100.0;
        Hand { weight, outline: tenth(outline), cast, drawing }
    }
}

/// A part of a grid, each cell the mean of what it covers, in sixteen steps.
fn shrunk(cover: &[u8], width: usize, [x0, y0, x1, y1]: [usize; 4], columns: usize, rows: usize) -> Vec<u8> {
    let (sx, sy) = ((x1 - x0) as f32 / columns as f32, (y1 - y0) as f32 / rows as f32);
    // What of a source cell falls between two places.
    let spans = |count: usize, step: f32, from: usize, to: usize| -> Vec<Vec<(usize, f32)>> {
        let span = |i: usize| {
            let (a, b) = (i as f32 * step, (i + 1) as f32 * step);
            let cells = a as usize..(b.ceil() as usize).min(to - from);
            cells.map(|c| (from + c, (b.min(c as f32 + 1.0) - a.max(c as f32)).max(0.0))).collect()
        };
        (0..count).map(span).collect()
    };
    let (across, down) = (spans(columns, sx, x0, x1), spans(rows, sy, y0, y1));
    let mut out = Vec::with_capacity(columns * rows);
    for ys in &down {
        for xs in &across {
            let each = ys.iter().flat_map(|&(y, wy)| xs.iter().map(move |&(x, wx)| (y * width + x, wx * wy)));
            let (sum, weight) = each.fold((0.0, 0.0), |(s, n), (i, w)| (s + w * f32::from(cover[i]), n + w));
            out.push(((sum / f32::max(weight, 1e-6) / 17.0).round() * 17.0) as u8);
        }
    }
    out
}

/// How far the outline reaches out of the letters, in cells (its area over the length of their edge), and which cells
/// are letters or outline.
fn outline(patch: &Patch, inked: &Inked) -> (f32, Vec<bool>) {
    let mut seen = inked.mask.clone();
    let Some(ink) = inked.outline else { return (0.0, seen) };
    let own = [ink.r, ink.g, ink.b].map(f32::from);
    let other = [inked.paper.r, inked.paper.g, inked.paper.b].map(f32::from);
    let near = |i: usize, c: [f32; 3]| (0..3).map(|k| (f32::from(patch.rgb[i][k]) - c[k]).abs()).sum::<f32>();
    let edge = (0..patch.rgb.len()).filter(|&i| inked.mask[i] && patch.neighbours(i).any(|n| !inked.mask[n])).count();
    // From the letters outward, ring by ring, as long as the colour holds all round.
    let mut ring: Vec<usize> = (0..seen.len()).filter(|&i| seen[i]).collect();
    let mut area = 0;
    // The edge of the letters is a blend of ink and outline.
    let edges = (patch.height as f32 / patch.path.height().max(1.0)).ceil() as usize;
    for step in 0..patch.height / 8 {
        let mut next = Vec::new();
        for &i in &ring {
            for n in patch.neighbours(i) {
                if !seen[n] && (step < edges || near(n, own) < near(n, other)) {
                    seen[n] = true;
                    next.push(n);
                }
            }
        }
        // What is thicker on one side is a shadow.
        if step >= edges && 4 * next.len() < 3 * edge {
            next.iter().for_each(|&n| seen[n] = false);
            break;
        }
        area += next.len();
        ring = next;
    }
    (area as f32 / edge.max(1) as f32, seen)
}

/// What a shadow must explain of all that differs from paper beside the letters.
const TOLD: f32 = 0.18;
/// And what a coloured one must.
const UNLIKELY: f32 = 0.4;
/// How much its colour must differ from paper's, all channels together; and where it might be a seam.
const FAINT: f32 = 40.0;
const SEAM: f32 = 160.0;
/// Columns that are looked at, at the most: a shadow is the same under all letters.
const ENOUGH: usize = 160;

/// The shadow or glow that fits best what lies round the letters; lengths in cells.
fn cast(patch: &Patch, inked: &Inked, solid: &[bool], cap: f32) -> Option<Cast> {
    // On a coarse copy: a shadow has no fine parts.
    let step = (cap / 20.0).max(1.0);
    let [left, .., right, _] = patch.core;
    let w = (((right - left) as f32 / step) as usize).min(ENOUGH);
    let h = (patch.height as f32 / step) as usize;
    if w < 8 || h < 8 {
        return None;
    }
    let at = |x: usize, y: usize| {
        let (x, y) = (left + ((x as f32 + 0.5) * step) as usize, ((y as f32 + 0.5) * step) as usize);
        y.min(patch.height - 1) * patch.width + x.min(patch.width - 1)
    };
    let cells: Vec<usize> = (0..w * h).map(|i| at(i % w, i / w)).collect();
    let ink: Vec<f32> = cells.iter().map(|&i| if solid[i] { 1.0 } else { 0.0 }).collect();
    let paper = [inked.paper.r, inked.paper.g, inked.paper.b].map(f32::from);
    // Only where no letter is, nor the blurred edge of one.
    let near = softened(&ink, w, h, 3.0);
    let bare: Vec<Option<[f32; 3]>> = cells
        .iter()
        .zip(near)
        .map(|(&i, near)| {
            let edge = solid[i] || inked.cover[i] > 8 || patch.neighbours(i).any(|n| solid[n] || inked.cover[n] > 20);
            (!edge && near > 0.02).then(|| std::array::from_fn(|c| f32::from(patch.rgb[i][c]) - paper[c]))
        })
        .collect();
    let off = bare.iter().flatten();
    let (n, sum, all) = off.fold((0.0, [0.0; 3], 0.0), |(n, s, a), o: &[f32; 3]| {
        (n + 1.0, [s[0] + o[0], s[1] + o[1], s[2] + o[2]], a + o[0] * o[0] + o[1] * o[1] + o[2] * o[2])
    });
    let all: f32 = all - sum.iter().map(|s| s * s / f32::max(n, 1.0)).sum::<f32>();
    // On an even ground nothing is to be explained.
    if n < 40.0 || all / n < 12.0 {
        return None;
    }
    let told = |soft: &[f32], dx: isize, dy: isize| -> Option<(f32, [f32; 3])> {
        let (mut mm, mut m1, mut mc) = (0.0, 0.0, [0.0; 3]);
        for (i, off) in bare.iter().enumerate() {
            let Some(off) = off else { continue };
            let (x, y) = ((i % w) as isize - dx, (i / w) as isize - dy);
            if !(0..w as isize).contains(&x) || !(0..h as isize).contains(&y) {
                continue;
            }
            let m = soft[y as usize * w + x as usize];
            (mm, m1) = (mm + m * m, m1 + m);
            (0..3).for_each(|c| mc[c] += m * off[c]);
        }
        let spread: f32 = mm - m1 * m1 / n;
        let slope: [f32; 3] = std::array::from_fn(|c| (mc[c] - m1 * sum[c] / n) / spread);
        (spread > 1.0).then(|| (slope.iter().map(|s| s * s * spread).sum::<f32>() / all, slope))
    };
    let soft = [0.35, 1.5, 3.2].map(|blur| (blur, softened(&ink, w, h, blur)));
    let first = [(0, 0), (1, 1), (2, 2), (0, 2)].map(|(x, y)| told(&soft[1].1, x, y).map_or(0.0, |(told, _)| told));
    if first.iter().all(|told| *told < TOLD / 2.0) {
        return None;
    }
    let mut best: Option<(f32, Cast)> = None;
    for (blur, soft) in &soft {
        for (dx, dy) in (-2isize..=4).flat_map(|y| (-3isize..=4).map(move |x| (x, y))) {
            let Some((told, slope)) = told(soft, dx, dy) else { continue };
            if told > best.map_or(TOLD, |(most, _)| most * 1.02) {
                // A compressed picture has a seam of foreign colour round its letters.
                let near = dx * dx + dy * dy < 3;
                let seam = near && *blur < 2.0;
                if near && inked.outline.is_some() {
                    continue;
                }
                if slope.iter().map(|s| s.abs()).sum::<f32>() < if seam { SEAM } else { FAINT } {
                    continue;
                }
                let (x, y) = (dx as f32 * step, dy as f32 * step);
                let ink = dye(slope, paper);
                if told < UNLIKELY && ink.a == 255 && ink.luminance() > 0.02 {
                    continue;
                }
                best = Some((told, Cast { ink, x, y, blur: if *blur < 1.0 { 0.0 } else { blur * step } }));
            }
        }
    }
    best.map(|(_, cast)| cast).filter(|cast| cast.ink.a > 24)
}

/// The colour and density that change paper by `slope` where it lies thickest.
fn dye(slope: [f32; 3], paper: [f32; 3]) -> Color {
    let along = (0..3).map(|c| slope[c] * paper[c]).sum::<f32>() / paper.iter().map(|p| p * p).sum::<f32>().max(1.0);
    let other: f32 = (0..3).map(|c| (slope[c] - along * paper[c]).abs()).sum();
    if along < 0.0 && other < 0.35 * slope.iter().map(|s| s.abs()).sum::<f32>() {
        return Color { a: (255.0 * (-along).clamp(0.0, 1.0)) as u8, ..Color::BLACK };
    }
    let [r, g, b] = std::array::from_fn(|c| (paper[c] + slope[c]).clamp(0.0, 255.0) as u8);
    Color::rgb(r, g, b)
}

/// A grid blurred by about `sigma` cells: three passes of [q, 1 − 2q, q].
fn softened(cells: &[f32], w: usize, h: usize, sigma: f32) -> Vec<f32> {
    let passes = ((sigma * sigma / 0.5).ceil() as usize).max(1);
    let q = sigma * sigma / (2.0 * passes as f32);
    let mut now = cells.to_vec();
    for _ in 0..passes {
        for [step, count] in [[1, w], [w, h]] {
            let before = now.clone();
            for (i, cell) in now.iter_mut().enumerate() {
                let place = if step == 1 { i % w } else { i / w };
                let low = if place > 0 { before[i - step] } else { 0.0 };
                let high = if place + 1 < count { before[i + step] } else { 0.0 };
                *cell = before[i] * (1.0 - 2.0 * q) + q * (low + high);
            }
        }
    }
    now
}
