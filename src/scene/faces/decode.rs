//! What CenterFace (Xu, Yan et al. 2019) says of a view, made faces of the picture.

use super::{Face, LEAST, view::View};
use crate::{measure::Rect, scene::net::Output};

/// Pixels of the view that a cell of the answer stands for, across and down.
const STRIDE: f32 = 4.0;
/// Natural logarithm of the most cells that a face may be long: more would be outside of any view.
const LONGEST: f32 = 6.0;
/// From this share of the smaller of two boxes, both are of one face.
const ONE: f32 = 0.5;
/// From this ratio of what both cover to what either covers, a box was meant by another.
const SAME: f32 = 0.25;

/// A face, and how sure it is in whole hundredths: what is decided on.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub hundredths: u32,
    pub face: Face,
}

impl Found {
    /// Whether another look has found the same thing.
    pub fn same(&self, other: &Found) -> bool {
        let (a, b) = (&self.face.rect, &other.face.rect);
        let both = a.meet(b).area();
        both >= SAME * (a.area() + b.area() - both)
    }
}

/// The faces of view `index` of a batch, with at least `least` hundredths.
///
/// There are four tensors of a quarter of the view's sides: `[n, 1, h, w]` heat, 0 to 1, where the middle of a face
/// is; `[n, 2, h, w]` logarithms of its height and width in cells; `[n, 2, h, w]` where in the cell that middle
/// lies, down and across; `[n, 10, h, w]` down and across, in heights and widths from the upper left corner of its
/// box: the eyes, the nose, the corners of the mouth.
pub fn decode(outputs: &[Output], index: usize, view: &View, least: u32) -> Vec<Found> {
    let [heat, size, offset, marks] = outputs else { return Vec::new() };
    let cells = heat.shape[2] * heat.shape[3];
    let value = |output: &Output, channel: usize, cell: usize| {
        output.values[(index * output.shape[1] + channel) * cells + cell]
    };
    let face = |(cell, heat): (usize, &f32)| {
        let hundredths = (heat * 100.0).round() as u32;
        if hundredths < least {
            return None;
        }
        let [row, column] = [cell / heat_width(outputs), cell % heat_width(outputs)].map(|i| i as f32);
        let [h, w] = [0, 1].map(|c| libm::expf(value(size, c, cell).min(LONGEST)) * STRIDE);
        let (y, x) = (row + value(offset, 0, cell) + 0.5, column + value(offset, 1, cell) + 0.5);
        let (y, x) = (y * STRIDE - h / 2.0, x * STRIDE - w / 2.0);
        let rect = view.outward(&Rect::new(x, y, w, h));
        let mark = |i: usize| view.point([x + value(marks, 2 * i + 1, cell) * w, y + value(marks, 2 * i, cell) * h]);
        let pair = |i: usize, j: usize| if mark(i)[0] <= mark(j)[0] { [mark(i), mark(j)] } else { [mark(j), mark(i)] };
        let score = hundredths as f32 / 100.0;
        (rect.w >= LEAST && rect.h >= LEAST).then(|| Found {
            hundredths,
            face: Face { rect, score, eyes: pair(0, 1), nose: mark(2), mouth: pair(3, 4) },
        })
    };
    heat.values[index * cells..][..cells].iter().enumerate().filter_map(face).collect()
}

/// Cells of a row.
fn heat_width(outputs: &[Output]) -> usize {
    outputs[0].shape[3]
}

/// Each face once, surest first: the surest box of those that lie on each other, of equal ones the largest.
pub fn distinct(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by(|a, b| {
        let size = b.face.rect.area().total_cmp(&a.face.rect.area());
        b.hundredths.cmp(&a.hundredths).then(size)
    });
    let mut kept: Vec<Found> = Vec::new();
    for next in found {
        let (rect, area) = (next.face.rect, next.face.rect.area());
        if kept.iter().all(|k| k.face.rect.meet(&rect).area() < ONE * area.min(k.face.rect.area())) {
            kept.push(next);
        }
    }
    kept
}
