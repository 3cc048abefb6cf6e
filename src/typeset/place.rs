//! Placing: lines of a layout become glyphs at pixel positions inside the box.

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};

use crate::{
    plan::Glyph,
    typeset::{
        Align, Cluster, Run, Setting, Valign,
        breaks::{Hyphen, Piece},
        fonts::FaceId,
        ink::Ink,
        layout::Layout,
        shape::Shaped,
        stack::{Line, Stack},
    },
};

/// Positions are whole multiples of this many pixels, so that a plan reads and compares well.
const GRAIN: f32 = 1.0 / 64.0;

/// What is kept free of ink, half of it at either side, so that rounding (by half a grain, and of floats)
/// cannot carry ink out of the box.
pub(crate) const MARGIN: f32 = 1.5 * GRAIN;

/// The lines of a layout as they stand, in ems from the top left of the ink.
pub(crate) struct Block<'a> {
    shaped: &'a Shaped,
    rows: Vec<Row>,
    /// Ink of the whole.
    pub width: f32,
    pub height: f32,
}

/// A line: its clusters from left to right.
struct Row {
    marks: Vec<Mark>,
    ink: Ink,
    baseline: f32,
}

/// A cluster of the text, or a hyphen that is not in it, at its place on the line.
struct Mark {
    what: What,
    x: f32,
}

enum What {
    Cluster(usize),
    Hyphen(Hyphen),
}

impl<'a> Block<'a> {
    /// Sets the lines of `layout`, in visual order (UAX 9, rule L2), one below the other.
    pub fn new(shaped: &'a Shaped, pieces: &[Piece], layout: &Layout, stack: &Stack) -> Self {
        let mut rows: Vec<Row> = Vec::with_capacity(layout.lines.len());
        let mut above: Option<Line> = None;
        for line in &layout.lines {
            let pieces = &pieces[line.first..line.end];
            let clusters = pieces.first().map_or(0, |p| p.first)..pieces.last().map_or(0, |p| p.end);
            let mut row = row(shaped, clusters, pieces.last().and_then(|p| p.hyphen));
            let line = Line { ink: row.ink, ..*line };
            if let (Some(above), Some(last)) = (&above, rows.last()) {
                row.baseline = last.baseline + stack.step(above, &line);
            }
            above = Some(line);
            rows.push(row);
        }
        let inks = || rows.iter().filter(|row| !row.ink.is_none());
        let top = inks().map(|row| row.baseline + row.ink.top).fold(f32::INFINITY, f32::min);
        let bottom = inks().map(|row| row.baseline + row.ink.bottom).fold(f32::NEG_INFINITY, f32::max);
        let width = inks().map(|row| row.ink.right - row.ink.left).fold(0.0, f32::max);
        let top = if top.is_finite() { top } else { 0.0 };
        rows.iter_mut().for_each(|row| row.baseline -= top);
        Block { shaped, rows, width, height: (bottom - top).max(0.0) }
    }

    /// Pixels an em at which the block just fills a box, kept off its sides by [`MARGIN`] in all.
    pub fn size(&self, width: f32, height: f32) -> f32 {
        ((width - MARGIN) / self.width).min((height - MARGIN) / self.height)
    }

    /// Puts the block into a box of `width` × `height` pixels. Ink is aligned, not the pen; `cap` is the height of its
    /// capitals.
    pub fn put(&self, size: f32, width: f32, height: f32, align: Align, valign: Valign, cap: f32) -> Setting {
        let mut setting = Setting { size, missing: self.shaped.missing.clone(), ..Setting::default() };
        let free = height - self.height * size;
        let top = match valign {
            Valign::Top => 0.5 * MARGIN,
            Valign::Middle => 0.5 * free,
            Valign::Bottom => free - 0.5 * MARGIN,
            Valign::Baseline => {
                let [first, last] =
                    [self.rows.first(), self.rows.last()].map(|row| row.map_or(0.0, |row| row.baseline));
                let top = 0.5 * (height - (last + first - cap) * size);
                top.min(free - 0.5 * MARGIN).max(0.5 * MARGIN)
            }
        };
        let mut whole = Ink::NONE;
        for (line, row) in self.rows.iter().enumerate() {
            let ink = if row.ink.is_none() { Ink { left: 0.0, top: 0.0, right: 0.0, bottom: 0.0 } } else { row.ink };
            let free = width - (ink.right - ink.left) * size;
            let left = match align {
                Align::Left => 0.5 * MARGIN,
                Align::Center => 0.5 * free,
                Align::Right => free - 0.5 * MARGIN,
            };
            let origin = [left - ink.left * size, top + row.baseline * size];
            for mark in &row.marks {
                self.mark(mark, line, origin, size, &mut setting);
            }
            let placed = ink.scaled(size).moved(origin[0], origin[1]);
            setting.lines.push(placed.rect().unwrap_or_default());
            if !row.ink.is_none() {
                whole = whole.join(placed);
            }
        }
        setting.ink = whole.rect().unwrap_or_default();
        setting
    }

    fn mark(&self, mark: &Mark, line: usize, origin: [f32; 2], size: f32, setting: &mut Setting) {
        let at = |dx: f32, dy: f32| [grain(origin[0] + (mark.x + dx) * size), grain(origin[1] + dy * size)];
        let mut place = |face: FaceId, advance: f32, glyphs: &mut dyn Iterator<Item = Glyph>| {
            let run = run_of(&mut setting.runs, face);
            let start = setting.runs[run].glyphs.len();
            setting.runs[run].glyphs.extend(glyphs);
            let glyphs = start..setting.runs[run].glyphs.len();
            if !glyphs.is_empty() {
                let [x, y] = at(0.0, 0.0);
                setting.clusters.push(Cluster { run, glyphs, line, x, y, advance: advance * size });
            }
        };
        match &mark.what {
            What::Hyphen(hyphen) => {
                let [x, y] = at(0.0, 0.0);
                let glyph = Glyph { id: hyphen.glyph, x, y, text: "-".into() };
                place(hyphen.face, hyphen.ink.right, &mut std::iter::once(glyph));
            }
            What::Cluster(index) => {
                let cluster = &self.shaped.clusters[*index];
                let mut text = &self.shaped.text[cluster.start..cluster.end];
                let mut signs = self.shaped.glyphs[cluster.glyphs.clone()].iter().map(|sign| {
                    let [x, y] = at(sign.dx, sign.dy);
                    Glyph { id: sign.id, x, y, text: std::mem::take(&mut text).into() }
                });
                place(cluster.face, cluster.advance, &mut signs);
            }
        }
    }
}

/// The clusters of one line in the order in which they are seen.
fn row(shaped: &Shaped, clusters: Range<usize>, hyphen: Option<Hyphen>) -> Row {
    let mut order: Vec<usize> = clusters.clone().collect();
    if shaped.rtl {
        let mut levels: Vec<u8> = shaped.clusters[clusters.clone()].iter().map(|c| c.level).collect();
        // Spaces at a line's end go with the paragraph (rule L1).
        for (level, cluster) in levels.iter_mut().zip(&shaped.clusters[clusters.clone()]).rev() {
            if !shaped.text[cluster.start..cluster.end].trim().is_empty() {
                break;
            }
            *level = cluster.base;
        }
        let levels: Vec<Level> = levels.iter().filter_map(|level| Level::new(*level).ok()).collect();
        if levels.len() == order.len() {
            order = BidiInfo::reorder_visual(&levels).into_iter().map(|at| clusters.start + at).collect();
        }
    }
    let (mut pen, mut ink) = (0.0, Ink::NONE);
    let mut marks = Vec::with_capacity(order.len() + 1);
    for index in order {
        ink = ink.join(shaped.clusters[index].ink.moved(pen, 0.0));
        marks.push(Mark { what: What::Cluster(index), x: pen });
        pen += shaped.clusters[index].advance;
    }
    if let Some(hyphen) = hyphen {
        ink = ink.join(hyphen.ink.moved(pen, 0.0));
        marks.push(Mark { what: What::Hyphen(hyphen), x: pen });
    }
    Row { marks, ink, baseline: 0.0 }
}

fn run_of(runs: &mut Vec<Run>, face: FaceId) -> usize {
    runs.iter().position(|run| run.face == face).unwrap_or_else(|| {
        runs.push(Run { face, glyphs: Vec::new() });
        runs.len() - 1
    })
}

fn grain(pixels: f32) -> f32 {
    (pixels / GRAIN).round() * GRAIN
}
