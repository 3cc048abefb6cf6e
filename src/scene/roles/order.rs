//! Reading order: a page is cut at its widest gaps, into rows and columns, until single blocks are left.

use crate::{
    measure::Rect,
    scene::{line::Line, roles::frame::Frame},
};

/// How much wider than a gap between rows one between columns must be to be cut first.
const COLUMNS: f32 = 1.5;
/// Share of its height or width by which a block may reach into a gap: quads overlap a little.
const SLACK: f32 = 0.12;

/// The order in which blocks, lists of lines, are read.
pub(super) fn reading(lines: &[Line], blocks: &[Vec<usize>]) -> Vec<usize> {
    let frame = Frame::turned(direction(lines));
    let bounds: Vec<Rect> = blocks
        .iter()
        .map(|block| block.iter().map(|&line| frame.bounds(&lines[line].quad)).reduce(|a, b| a.join(&b)))
        .map(Option::unwrap_or_default)
        .collect();
    let mut order = Vec::with_capacity(blocks.len());
    cut(&bounds, (0..blocks.len()).collect(), &mut order);
    order
}

/// The direction in which most of the lettering is read: the median by length.
pub(super) fn direction(lines: &[Line]) -> f32 {
    let mut turns: Vec<(f32, f32)> = lines.iter().map(|line| (line.quad.angle(), line.quad.width())).collect();
    turns.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = turns.iter().map(|(_, width)| width).sum::<f32>() / 2.0;
    let mut seen = 0.0;
    turns
        .iter()
        .find(|(_, width)| {
            seen += width;
            seen >= half
        })
        .map_or(0.0, |turn| turn.0)
}

fn cut(bounds: &[Rect], mut blocks: Vec<usize>, order: &mut Vec<usize>) {
    if blocks.len() < 2 {
        return order.extend(blocks);
    }
    let side = |axis: usize| {
        move |i: &usize| if axis == 0 { (bounds[*i].x, bounds[*i].w) } else { (bounds[*i].y, bounds[*i].h) }
    };
    let column = widest_gap(&blocks, side(0));
    let row = widest_gap(&blocks, side(1));
    let by_column = match (column, row) {
        (Some(column), Some(row)) => column.1 > row.1 * COLUMNS && !is_table(bounds, &blocks, column.0),
        (column, _) => column.is_some(),
    };
    let axis = usize::from(!by_column);
    let Some((at, _)) = (if by_column { column } else { row }) else {
        // Nothing can be cut: whatever begins higher is read first.
        blocks.sort_by(|&a, &b| bounds[a].y.total_cmp(&bounds[b].y).then(bounds[a].x.total_cmp(&bounds[b].x)));
        return order.extend(blocks);
    };
    let (first, second) = blocks.into_iter().partition(|i| {
        let (start, length) = side(axis)(i);
        start + length / 2.0 < at
    });
    cut(bounds, first, order);
    cut(bounds, second, order);
}

/// The middle and the width of the widest gap that no block lies across.
fn widest_gap(blocks: &[usize], side: impl Fn(&usize) -> (f32, f32)) -> Option<(f32, f32)> {
    let mut spans: Vec<(f32, f32)> = blocks.iter().map(side).collect();
    let shrunk = |(start, length): (f32, f32)| (start + SLACK * length, start + (1.0 - SLACK) * length);
    spans.iter_mut().for_each(|span| *span = shrunk(*span));
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut end = spans.first()?.1;
    let mut best: Option<(f32, f32)> = None;
    for (from, to) in spans {
        if from > end && best.is_none_or(|(_, width)| from - end > width) {
            best = Some(((from + end) / 2.0, from - end));
        }
        end = end.max(to);
    }
    best
}

/// Whether a cut between columns would part the rows of a table: each block to its right has one at its own height
/// to its left.
fn is_table(bounds: &[Rect], blocks: &[usize], at: f32) -> bool {
    let (left, right): (Vec<usize>, Vec<usize>) = blocks.iter().partition(|&&i| bounds[i].x + bounds[i].w / 2.0 < at);
    let middle = |i: &usize| bounds[*i].y + bounds[*i].h / 2.0;
    let level = |a: &usize, b: &usize| (middle(a) - middle(b)).abs() < 0.5 * bounds[*a].h.min(bounds[*b].h);
    right.len() > 1 && right.iter().all(|r| left.iter().any(|l| level(l, r)))
}
