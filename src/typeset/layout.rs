//! Layout: which pieces share a line. Exact, by dynamic programming; sizes are found, not tried.

use crate::typeset::{
    breaks::Piece,
    ink::{Ink, ink_width},
    stack::{Line, Stack},
};

/// Lines, with the ink of the whole in ems.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub lines: Vec<Line>,
    pub width: f32,
    pub height: f32,
}

impl Layout {
    /// Pixels an em at which it just fits.
    pub fn size(&self, width: f32, height: f32) -> f32 {
        (width / self.width).min(height / self.height)
    }
}

/// A way to set the pieces up to `end`: what matters about it for those that follow.
struct Node {
    parent: usize,
    line: Line,
    /// From the top of the first line's ink to the last baseline.
    baseline: f32,
    lines: usize,
    cost: f32,
}

impl Node {
    fn height(&self) -> f32 {
        self.baseline + if self.line.ink.is_none() { 0.0 } else { self.line.ink.bottom }
    }

    /// Whether nothing that follows could make `other`, which ends at the same piece, the better one.
    fn beats(&self, other: &Node, stack: &Stack) -> bool {
        let lower = if self.line.first == other.line.first {
            self.baseline <= other.baseline
        } else {
            // Not the same last line: what follows may come nearer to the one than to the other.
            self.baseline + stack.reach(&self.line, &other.line) <= other.baseline
        };
        lower && self.height() <= other.height() && self.lines <= other.lines && self.cost <= other.cost
    }
}

/// A search over layouts; its memory serves one run after another.
pub(crate) struct Search<'a> {
    pieces: &'a [Piece],
    stack: &'a Stack,
    nodes: Vec<Node>,
    /// For every number of pieces set, the nodes that nothing beats.
    open: Vec<Vec<usize>>,
}

/// More ways than this to set the same pieces are not kept when costs are compared, so long texts stay quick.
const WAYS: usize = 8;

/// Two sizes this near (as a fraction) are one.
const NEAR: f32 = 5e-4;

impl<'a> Search<'a> {
    pub fn new(pieces: &'a [Piece], stack: &'a Stack) -> Self {
        Search { pieces, stack, nodes: Vec::new(), open: vec![Vec::new(); pieces.len() + 1] }
    }

    /// The layout that can be set largest in a box (two sides, in pixels).
    ///
    /// For lines no wider than w the least height is h(w), a falling step function, found exactly by
    /// [`Search::run`]. The size is the largest min(W ÷ w, H ÷ h(w)): one falls and one rises with w, so
    /// halving the interval in which they cross finds it. Line counts need no loop of their own: w decides.
    pub fn largest(&mut self, width: f32, height: f32) -> Option<Layout> {
        let widths = self.pieces.iter().map(|piece| ink_width(&piece.ink));
        let total: f32 = self.pieces.iter().map(|piece| piece.advance.max(0.0)).sum();
        let (mut low, mut high) = (widths.fold(0.0, f32::max), 2.0 * total + 4.0);
        // A first guess: as if words were sand poured into the box's shape.
        let mut guess = (total * self.stack.leading.max(0.1) * width / height).sqrt().clamp(low, high);
        let mut best: Option<Layout> = None;
        for _ in 0..48 {
            match self.run(guess, f32::INFINITY, None) {
                None => low = guess,
                Some(layout) => {
                    let size = layout.size(width, height);
                    if width / layout.width > height / layout.height {
                        low = guess;
                    } else {
                        high = high.min(layout.width);
                    }
                    if best.as_ref().is_none_or(|best| size > best.size(width, height)) {
                        best = Some(layout);
                    }
                }
            }
            if let Some(best) = &best {
                // Wider lines than these could only be set smaller.
                high = high.min(width / best.size(width, height));
            }
            if high <= low * (1.0 + NEAR) {
                break;
            }
            guess = 0.5 * (low + high);
        }
        best
    }

    /// The layout that reads best among those no wider and no higher than said.
    pub fn best(&mut self, width: f32, height: f32) -> Option<Layout> {
        let fewest = self.run(width, height, None)?;
        let inked = fewest.lines.iter().filter(|line| !line.ink.is_none());
        let (sum, count) = inked.fold((0.0, 0.0), |(sum, count), line| (sum + ink_width(&line.ink), count + 1.0));
        if count < 1.0 {
            return Some(fewest);
        }
        self.run(width, height, Some(sum / count)).or(Some(fewest))
    }

    /// Sets lines no wider than `width`: without a `mean`, with the least height; with one, at the least cost
    /// within `height`.
    fn run(&mut self, width: f32, height: f32, mean: Option<f32>) -> Option<Layout> {
        let count = self.pieces.len();
        self.nodes.clear();
        self.open.iter_mut().for_each(Vec::clear);
        let nothing = Line { first: 0, end: 0, ink: Ink::NONE, clusters: (0, 0) };
        self.nodes.push(Node { parent: 0, line: nothing, baseline: 0.0, lines: 0, cost: 0.0 });
        self.open[0].push(0);
        // Sums that a layout was measured by come out a little differently when added up again.
        let (width, height) = (width * (1.0 + 1e-6), height * (1.0 + 1e-6));
        for first in 0..count {
            let parents = std::mem::take(&mut self.open[first]);
            if parents.is_empty() {
                continue;
            }
            let (mut pen, mut ink) = (0.0, Ink::NONE);
            for (end, piece) in self.pieces.iter().enumerate().skip(first).map(|(at, piece)| (at + 1, piece)) {
                ink = ink.join(piece.ink.moved(pen, 0.0));
                pen += piece.advance;
                if ink_width(&ink) > width {
                    break;
                }
                let whole = piece.hyphen.map_or(ink, |hyphen| ink.join(hyphen.ink.moved(pen, 0.0)));
                if ink_width(&whole) <= width {
                    let line = Line { first, end, ink: whole, clusters: (self.pieces[first].first, piece.end) };
                    let cost = mean.map_or(0.0, |mean| self.cost(first, end, ink_width(&whole) / mean));
                    for parent in &parents {
                        self.extend(*parent, line, cost, height, mean.is_some());
                    }
                }
                if piece.forced {
                    break;
                }
            }
        }
        let total = |at: &usize| self.nodes[*at].height();
        let key = |at: &usize| if mean.is_some() { self.nodes[*at].cost } else { total(at) };
        let last = self.open[count].iter().copied().min_by(|a, b| key(a).total_cmp(&key(b)))?;
        Some(self.trace(last, total(&last)))
    }

    fn extend(&mut self, parent: usize, line: Line, cost: f32, height: f32, few: bool) {
        let above = &self.nodes[parent];
        if above.lines == self.stack.max_lines {
            return;
        }
        let first_rise = if line.ink.is_none() { 0.0 } else { -line.ink.top };
        let baseline = if above.lines == 0 { first_rise } else { above.baseline + self.stack.step(&above.line, &line) };
        let node = Node { parent, line, baseline, lines: above.lines + 1, cost: above.cost + cost };
        if node.height() > height {
            return;
        }
        let open = &mut self.open[line.end];
        if open.iter().any(|other| self.nodes[*other].beats(&node, self.stack)) {
            return;
        }
        open.retain(|other| !node.beats(&self.nodes[*other], self.stack));
        if few && open.len() >= WAYS {
            let worst = (0..open.len()).max_by(|a, b| self.nodes[open[*a]].cost.total_cmp(&self.nodes[open[*b]].cost));
            open.swap_remove(worst.unwrap_or(0));
        }
        open.push(self.nodes.len());
        self.nodes.push(node);
    }

    /// What a line costs that is `share` times as wide as lines are in the mean: the square of how far it is
    /// off, a toll for a bad end, another for a last line of one short word.
    fn cost(&self, first: usize, end: usize, share: f32) -> f32 {
        let last = end == self.pieces.len();
        let runt = last && first > 0 && end - first == 1 && share < 0.5;
        let toll = if last || self.pieces[end - 1].forced { 0.0 } else { self.pieces[end - 1].toll };
        (share - 1.0) * (share - 1.0) + toll + if runt { 0.25 } else { 0.0 }
    }

    fn trace(&self, last: usize, height: f32) -> Layout {
        let mut lines = Vec::with_capacity(self.nodes[last].lines);
        let mut at = last;
        while self.nodes[at].lines > 0 {
            let node = &self.nodes[at];
            lines.push(node.line);
            at = node.parent;
        }
        lines.reverse();
        let width = lines.iter().map(|line| ink_width(&line.ink)).fold(0.0, f32::max);
        Layout { lines, width, height }
    }
}
