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
    /// The same face, believed as much as another look did.
    pub fn at_least(&self, hundredths: u32) -> Self {
        let hundredths = self.hundredths.max(hundredths);
        Found { hundredths, face: Face { score: hundredths as f32 / 100.0, ..self.face.clone() } }
    }

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
    let (columns, cells) = (heat.shape[3], heat.shape[2] * heat.shape[3]);
    let value = |output: &Output, channel: usize, cell: usize| {
        output.values[(index * output.shape[1] + channel) * cells + cell]
    };
    let face = |(cell, heat): (usize, &f32)| {
        let hundredths = (heat * 100.0).round() as u32;
        if hundredths < least {
            return None;
        }
        let [row, column] = [cell / columns, cell % columns].map(|i| i as f32);
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

#[cfg(test)]
mod tests {
    use image::RgbaImage;

    use super::*;

    /// A view of a plain picture, as large as the picture.
    fn view(side: u32) -> View {
        View::whole(&RgbaImage::new(side, side))
    }

    /// An answer for two views of 64 × 64 pixels, all cold.
    fn cold() -> Vec<Output> {
        [1, 2, 2, 10].map(|c| Output { shape: vec![2, c, 16, 16], values: vec![0.0; 2 * c * 256] }).into()
    }

    /// Writes channels of a cell of the second view.
    fn write(output: &mut Output, [x, y]: [usize; 2], channels: &[f32]) {
        for (c, value) in channels.iter().enumerate() {
            output.values[(output.shape[1] + c) * 256 + y * 16 + x] = *value;
        }
    }

    #[test]
    fn a_cell_is_a_face() {
        let mut outputs = cold();
        write(&mut outputs[0], [7, 5], &[0.874]);
        write(&mut outputs[1], [7, 5], &[5.0f32, 4.0].map(libm::logf));
        write(&mut outputs[2], [7, 5], &[0.25, -0.25]);
        write(&mut outputs[3], [7, 5], &[0.25, 0.75, 0.3, 0.25, 0.5, 0.5, 0.8, 0.25, 0.8, 0.75]);
        assert_eq!(decode(&outputs, 0, &view(64), 4), []);
        let [found] = decode(&outputs, 1, &view(64), 4).try_into().unwrap();
        assert_eq!((found.hundredths, found.face.score), (87, 0.87));
        // The middle is (7.25, 5.75) cells: 29 and 23 pixels.
        assert_eq!(found.face.rect, Rect::new(21.0, 13.0, 16.0, 20.0));
        assert_eq!(found.face.eyes, [[25.0, 19.0], [33.0, 18.0]]);
        assert_eq!((found.face.nose, found.face.mouth), ([29.0, 23.0], [[25.0, 29.0], [33.0, 29.0]]));
        assert_eq!(decode(&outputs, 1, &view(64), 88), []);
    }

    #[test]
    fn nonsense_is_no_face_and_stays_inside() {
        let mut outputs = cold();
        for (x, size) in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 88.0].into_iter().enumerate() {
            write(&mut outputs[0], [x, 3], &[0.9]);
            write(&mut outputs[1], [x, 3], &[size; 2]);
            write(&mut outputs[3], [x, 3], &[f32::NAN; 10]);
        }
        write(&mut outputs[0], [9, 9], &[f32::NAN]);
        for found in decode(&outputs, 1, &view(64), 4) {
            assert!(Rect::new(0.0, 0.0, 64.0, 64.0).holds(&found.face.rect, 0.0));
            assert!(found.face.eyes.as_flattened().iter().chain(&found.face.nose).all(|v| (0.0..=64.0).contains(v)));
        }
    }

    fn found(hundredths: u32, rect: [f32; 4]) -> Found {
        let face = Face { rect: rect.into(), score: 0.0, eyes: [[0.0; 2]; 2], nose: [0.0; 2], mouth: [[0.0; 2]; 2] };
        Found { hundredths, face }
    }

    #[test]
    fn of_boxes_on_each_other_the_surest_stays() {
        let (small, large) = (found(60, [10.0, 10.0, 20.0, 20.0]), found(80, [0.0, 0.0, 40.0, 40.0]));
        let (beside, equal) = (found(50, [30.0, 0.0, 40.0, 40.0]), found(50, [31.0, 0.0, 42.0, 40.0]));
        let all = vec![small, large.clone(), beside, equal.clone()];
        assert_eq!(distinct(all), [large.clone(), equal.clone()]);
        assert!(large.same(&found(1, [10.0, 10.0, 30.0, 30.0])) && !large.same(&equal));
    }
}
