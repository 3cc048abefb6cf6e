//! Windows: the part of a canvas that one group of lines is erased in, copied out.

use image::RgbaImage;

use crate::{measure::Rect, polygon};

/// What may be done with a pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Shows the ground: may be copied from, is never painted over.
    Known,
    /// Is to be rebuilt.
    Hole,
    /// Is left alone and says nothing of the ground: transparent pixels.
    Void,
}

/// Pixels of a rectangle of the canvas.
#[derive(Clone, Debug)]
pub(super) struct Window {
    /// Where it lies on the canvas.
    pub x: usize,
    pub y: usize,
    pub width: usize,
    pub height: usize,
    /// Straight sRGB, row by row; the last byte is 0.
    pub rgb: Vec<[u8; 4]>,
    pub state: Vec<State>,
}

impl Window {
    /// Copies `[left, top, right, bottom]` (right and bottom past the last) out of a canvas that holds it.
    pub(super) fn copied(pixels: &RgbaImage, [left, top, right, bottom]: [usize; 4]) -> Self {
        let (width, height) = (right - left, bottom - top);
        let stride = pixels.width() as usize;
        let all = pixels.as_chunks::<4>().0;
        let rows = (top..bottom).map(|y| &all[y * stride + left..y * stride + right]);
        let mut rgb = Vec::with_capacity(width * height);
        let mut state = Vec::with_capacity(width * height);
        for row in rows {
            rgb.extend(row.iter().map(|&[r, g, b, _]| [r, g, b, 0]));
            state.extend(row.iter().map(|pixel| if pixel[3] == 0 { State::Void } else { State::Known }));
        }
        Window { x: left, y: top, width, height, rgb, state }
    }

    /// The part of it that lies in a rectangle of the canvas that meets it.
    pub(super) fn part(&self, [left, top, right, bottom]: [usize; 4]) -> Self {
        let (left, top) = (left.max(self.x), top.max(self.y));
        let (right, bottom) = (right.min(self.x + self.width), bottom.min(self.y + self.height));
        let (width, height) = (right.saturating_sub(left), bottom.saturating_sub(top));
        let rows = (0..height).map(|y| (top - self.y + y) * self.width + left - self.x);
        let (mut rgb, mut state) = (Vec::with_capacity(width * height), Vec::with_capacity(width * height));
        for at in rows {
            rgb.extend_from_slice(&self.rgb[at..at + width]);
            state.extend_from_slice(&self.state[at..at + width]);
        }
        Window { x: left, y: top, width, height, rgb, state }
    }

    /// Leaves what lies in polygons of the canvas alone: it is neither painted over nor copied.
    pub(super) fn spare(&mut self, keep: &[Vec<[f32; 2]>]) {
        let own = Rect::new(self.x as f32, self.y as f32, self.width as f32, self.height as f32);
        for points in keep {
            let part = polygon::bounds(points).unwrap_or_default().meet(&own);
            if part.area() <= 0.0 {
                continue;
            }
            let (left, right) = (part.x.floor() as usize, (part.right().ceil() as usize).min(self.x + self.width));
            for y in part.y.floor() as usize..(part.bottom().ceil() as usize).min(self.y + self.height) {
                for x in (left..right).filter(|x| polygon::holds(points, [*x as f32 + 0.5, y as f32 + 0.5])) {
                    self.state[(y - self.y) * self.width + x - self.x] = State::Void;
                }
            }
        }
    }

    /// Fills a hole, which is one no longer.
    pub(super) fn paint(&mut self, i: usize, colour: [f32; 3]) {
        let [r, g, b] = colour.map(|v| (v + 0.5).clamp(0.0, 255.0) as u8);
        (self.rgb[i], self.state[i]) = ([r, g, b, 0], State::Known);
    }

    /// Pixels of a square of `2 · reach + 1` round a point, cut by the window, as ranges of columns and rows.
    pub(super) fn round(&self, x: usize, y: usize, reach: usize) -> [std::ops::Range<usize>; 2] {
        [
            x.saturating_sub(reach)..(x + reach + 1).min(self.width),
            y.saturating_sub(reach)..(y + reach + 1).min(self.height),
        ]
    }

    /// Distance in steps of one pixel, eight ways, of every pixel to the nearest for which `of` holds; at most `most`.
    pub(super) fn steps(&self, most: u16, of: impl Fn(usize) -> bool) -> Vec<u16> {
        let (w, h) = (self.width, self.height);
        let mut steps: Vec<u16> = (0..w * h).map(|i| if of(i) { 0 } else { most }).collect();
        for y in 0..h {
            for x in 0..w {
                let i = y * w + x;
                let mut best = steps[i];
                if x > 0 {
                    best = best.min(steps[i - 1] + 1);
                }
                if y > 0 {
                    let above = &steps[i - w - usize::from(x > 0)..i - w + 1 + usize::from(x + 1 < w)];
                    best = above.iter().fold(best, |best, step| best.min(step + 1));
                }
                steps[i] = best;
            }
        }
        for y in (0..h).rev() {
            for x in (0..w).rev() {
                let i = y * w + x;
                let mut best = steps[i];
                if x + 1 < w {
                    best = best.min(steps[i + 1] + 1);
                }
                if y + 1 < h {
                    let below = &steps[i + w - usize::from(x > 0)..i + w + 1 + usize::from(x + 1 < w)];
                    best = below.iter().fold(best, |best, step| best.min(step + 1));
                }
                steps[i] = best;
            }
        }
        steps
    }
}
