//! Stacking: how far one baseline lies below another, so that no ink of two lines meets.

use crate::typeset::{Align, ink::Ink, shape::Shaped};

/// A line: pieces `first..end`, which are the clusters of `clusters`, and its ink from the beginning of
/// its baseline.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub first: usize,
    pub end: usize,
    pub ink: Ink,
    pub clusters: (usize, usize),
}

/// How lines are stacked; lengths in ems.
#[derive(Clone, Debug)]
pub(crate) struct Stack {
    /// Distance of baselines.
    pub leading: f32,
    /// Least clear distance between the ink of neighbouring lines.
    pub gap: f32,
    pub max_lines: usize,
    pub align: Align,
    /// Ink of every cluster and where it begins, as if the text were one endless line; empty when lines are
    /// kept apart as wholes.
    clusters: Vec<(f32, Ink)>,
    /// The highest that any cluster rises.
    rise: f32,
}

/// Texts of more clusters than this keep lines apart as wholes; it is small print then.
const CLOSE_LOOK: usize = 320;

impl Stack {
    pub fn new(shaped: &Shaped, leading: f32, gap: f32, max_lines: usize, align: Align) -> Self {
        let mut pen = 0.0;
        let walk = shaped.clusters.iter().map(|cluster| {
            let at = pen;
            pen += cluster.advance;
            (at, cluster.ink.moved(at, 0.0))
        });
        // From right to left, clusters do not stand in the order of the text.
        let close = !shaped.rtl && shaped.clusters.len() <= CLOSE_LOOK;
        let clusters = if close { walk.collect() } else { Vec::new() };
        let rise = shaped.clusters.iter().filter(|c| !c.ink.is_none()).map(|c| -c.ink.top).fold(0.0, f32::max);
        Stack { leading, gap, max_lines, align, clusters, rise }
    }

    /// From one baseline to the next: the leading, or more where ink would come nearer than the gap.
    pub fn step(&self, above: &Line, below: &Line) -> f32 {
        if above.ink.is_none() || below.ink.is_none() {
            return self.leading;
        }
        let apart = above.ink.bottom - below.ink.top + self.gap;
        if apart <= self.leading || self.clusters.is_empty() {
            return self.leading.max(apart);
        }
        let deep = |ink: &Ink| ink.bottom - below.ink.top + self.gap > self.leading;
        let high = |ink: &Ink| above.ink.bottom - ink.top + self.gap > self.leading;
        let mut step = self.leading;
        for a in self.stood(above).filter(deep) {
            let near = |b: &Ink| b.left < a.right + self.gap && b.right > a.left - self.gap;
            for b in self.stood(below).filter(high).filter(near) {
                step = step.max(a.bottom - b.top + self.gap);
            }
        }
        step
    }

    /// How much farther what follows `line` may have to keep from it than from `other`.
    pub fn reach(&self, line: &Line, other: &Line) -> f32 {
        let bottom = |line: &Line| if line.ink.is_none() { 0.0 } else { line.ink.bottom };
        if self.clusters.is_empty() {
            return if bottom(line) <= bottom(other) { 0.0 } else { bottom(line) - bottom(other) };
        }
        (bottom(line) + self.rise + self.gap - self.leading).max(0.0)
    }

    /// The ink of a line's clusters where alignment puts it.
    fn stood(&self, line: &Line) -> impl Iterator<Item = Ink> {
        let (first, end) = line.clusters;
        let clusters = &self.clusters[first..end];
        let start = clusters.first().map_or(0.0, |(at, _)| *at);
        let shift = -start
            - match self.align {
                Align::Left => line.ink.left,
                Align::Center => 0.5 * (line.ink.left + line.ink.right),
                Align::Right => line.ink.right,
            };
        clusters.iter().map(move |(_, ink)| ink.moved(shift, 0.0))
    }
}
