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
        let outline = self.inked.outline.map_or(0.0, |ink| outline(self.patch, &self.inked, ink) * scale);
        let cast = self.inked.shadow.then(|| cast(self.patch, &self.inked, self.cap)).flatten();
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

/// How far the outline reaches out of the letters, in cells: its area over the length of their edge.
fn outline(patch: &Patch, inked: &Inked, ink: Color) -> f32 {
    let own = [ink.r, ink.g, ink.b].map(f32::from);
    let other = [inked.paper.r, inked.paper.g, inked.paper.b].map(f32::from);
    let near = |i: usize, c: [f32; 3]| (0..3).map(|k| (f32::from(patch.rgb[i][k]) - c[k]).abs()).sum::<f32>();
    let edge = (0..patch.rgb.len()).filter(|&i| inked.mask[i] && patch.neighbours(i).any(|n| !inked.mask[n])).count();
    // From the letters outward, ring by ring, as long as the colour holds.
    let mut seen = inked.mask.clone();
    let mut ring: Vec<usize> = (0..seen.len()).filter(|&i| seen[i]).collect();
    let mut area = 0;
    for _ in 0..patch.height / 4 {
        let mut next = Vec::new();
        for &i in &ring {
            for n in patch.neighbours(i) {
                if !seen[n] && near(n, own) < near(n, other) {
                    seen[n] = true;
                    next.push(n);
                }
            }
        }
        if next.is_empty() || 4 * next.len() < edge {
            break;
        }
        area += next.len();
        ring = next;
    }
    area as f32 / edge.max(1) as f32
}

/// The shadow or glow that fits best what lies round the letters; lengths in cells.
fn cast(patch: &Patch, inked: &Inked, cap: f32) -> Option<Cast> {
    // On a coarse copy: a shadow has no fine parts.
    let step = (cap / 14.0).max(1.0);
    let (w, h) = ((patch.width as f32 / step) as usize, (patch.height as f32 / step) as usize);
    if w < 8 || h < 8 {
        return None;
    }
    let at = |x: usize, y: usize| {
        let (x, y) = (((x as f32 + 0.5) * step) as usize, ((y as f32 + 0.5) * step) as usize);
        y.min(patch.height - 1) * patch.width + x.min(patch.width - 1)
    };
    let cells: Vec<usize> = (0..w * h).map(|i| at(i % w, i / w)).collect();
    let ink: Vec<f32> = cells.iter().map(|&i| f32::from(inked.cover[i]) / 255.0).collect();
    let paper = [inked.paper.r, inked.paper.g, inked.paper.b].map(f32::from);
    let mut best: Option<(f32, Cast)> = None;
    for blur in [0.4, 1.2, 2.4] {
        let soft = softened(&ink, w, h, blur);
        for (dx, dy) in (-2isize..=3).flat_map(|y| (-3isize..=3).map(move |x| (x, y))) {
            let (mut mm, mut m1, mut n, mut mc, mut c1, mut cc) = (0.0, 0.0, 0.0, [0.0; 3], [0.0; 3], 0.0);
            for y in 0..h {
                for x in 0..w {
                    let i = y * w + x;
                    // Only where no letter is, nor the blurred edge of one.
                    if ink[i] > 0.02 || patch.neighbours(cells[i]).any(|n| inked.cover[n] > 20) {
                        continue;
                    }
                    let (sx, sy) = (x as isize - dx, y as isize - dy);
                    let inside = (0..w as isize).contains(&sx) && (0..h as isize).contains(&sy);
                    let m = if inside { soft[sy as usize * w + sx as usize] } else { 0.0 };
                    (mm, m1, n) = (mm + m * m, m1 + m, n + 1.0);
                    for c in 0..3 {
                        let off = f32::from(patch.rgb[cells[i]][c]) - paper[c];
                        mc[c] += m * off;
                        c1[c] += off;
                        cc += off * off;
                    }
                }
            }
            let spread = mm - m1 * m1 / f32::max(n, 1.0);
            if n < 30.0 || spread < 1.0 {
                continue;
            }
            // How much of what differs from the paper the cast explains.
            let slope: [f32; 3] = std::array::from_fn(|c| (mc[c] - m1 * c1[c] / n) / spread);
            let all = cc - c1.iter().map(|s| s * s / n).sum::<f32>();
            let told = slope.iter().map(|s| s * s * spread).sum::<f32>() / all.max(1.0);
            if told > best.map_or(0.06, |(most, _)| most * 1.02) {
                let (x, y) = (dx as f32 * step, dy as f32 * step);
                best = Some((told, Cast { ink: dye(slope, paper), x, y, blur: blur * step }));
            }
        }
    }
    best.map(|(_, cast)| cast).filter(|cast| cast.ink.a > 24)
}

/// The colour and density that change paper by `slope` where it lies thickest.
fn dye(slope: [f32; 3], paper: [f32; 3]) -> Color {
    let darker = slope.iter().sum::<f32>() < 0.0;
    let along: f32 =
        (0..3).map(|c| slope[c] * paper[c]).sum::<f32>() / paper.iter().map(|p| p * p).sum::<f32>().max(1.0);
    if darker {
        return Color { a: (255.0 * (-along).clamp(0.0, 0.9)) as u8, ..Color::BLACK };
    }
    let [r, g, b] = std::array::from_fn(|c| (paper[c] + slope[c] / 0.8).clamp(0.0, 255.0) as u8);
    Color { a: 204, ..Color::rgb(r, g, b) }
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
