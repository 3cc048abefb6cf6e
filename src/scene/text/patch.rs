//! Patches: a line laid out straight, and which of its pixels are ink.

use image::{GrayImage, Luma, RgbaImage};
use imageproc::region_labelling::{Connectivity, connected_components};

use crate::{
    color::Color,
    scene::{
        reduced::{distance, oklabs_of},
        text::path::Path,
    },
};

/// Room above and below the region that detection found, in parts of its height.
const MARGIN: f32 = 0.15;
/// Room before and behind it: a letter that detection missed may stand there.
const BESIDE: f32 = 0.9;
/// Rows that a line is laid out in: as many as it has, within reason.
const ROWS: [f32; 2] = [24.0, 144.0];
/// A longer line is squeezed.
const LONGEST: f32 = 4096.0;
/// Colours that lie closer (Oklab) are one.
const SAME: f32 = 0.09;

/// A line with some room round it, laid out straight.
pub(crate) struct Patch {
    /// What it shows: fractions of it are fractions of the columns and rows.
    pub path: Path,
    pub width: usize,
    pub height: usize,
    /// Where in it the region lies that detection found: the first column and row, and the last.
    pub core: [usize; 4],
    rgb: Vec<[u8; 3]>,
    lab: Vec<[f32; 3]>,
}

/// The inks of a line, and where they are.
pub(crate) struct Inked {
    pub ink: Color,
    pub paper: Color,
    /// A colour that surrounds the letters, different from both.
    pub outline: Option<Color>,
    /// Which pixels of the patch are ink, row by row.
    pub mask: Vec<bool>,
    /// Columns where something stands on an even paper, ink or not: an emoji, an icon.
    pub busy: Vec<bool>,
}

/// A connected piece of ink.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub left: usize,
    pub top: usize,
    /// One past the last.
    pub right: usize,
    pub bottom: usize,
    pub area: usize,
    /// Pixels of it that touch what is no ink.
    pub edge: usize,
}

impl Patch {
    /// Lays out the line along `path`.
    pub(crate) fn new(pixels: &RgbaImage, path: &Path) -> Self {
        let (length, tall) = (path.length().max(1.0), path.height().max(1.0));
        let (du, dv) = (BESIDE * tall / length, MARGIN);
        let full = path.part([-du, 1.0 + du], [-dv, 1.0 + dv]);
        let rows = (tall * (1.0 + 2.0 * dv)).clamp(ROWS[0], ROWS[1]).round();
        let columns = (rows * full.length() / full.height().max(1.0)).clamp(8.0, LONGEST).round();
        let (width, height) = (columns as usize, rows as usize);
        let rgb = full.straightened(pixels, width, height);
        let lab = oklabs_of(&rgb);
        let (x, y) = ((du / (1.0 + 2.0 * du) * columns) as usize, (dv / (1.0 + 2.0 * dv) * rows) as usize);
        Patch { path: full, width, height, core: [x, y, width - x, height - y], rgb, lab }
    }

    /// Tells ink from paper; `None` when nothing stands out.
    ///
    /// The paper is what lies above and below, column by column; the ink is what differs most from it. Where the
    /// paper is even, all that differs is ink, of whatever colour; where it is not, only what is nearer to the ink.
    pub(crate) fn ink(&self) -> Option<Inked> {
        let paper = Paper::of(self);
        let away: Vec<f32> = (0..self.lab.len())
            .map(|i| distance(self.lab[i], paper.at(i % self.width, i / self.width, self.height)).sqrt())
            .collect();
        let [left, top, right, bottom] = self.core;
        let inside = |i: usize| (left..right).contains(&(i % self.width)) && (top..bottom).contains(&(i / self.width));
        let mut core: Vec<f32> = (0..away.len()).filter(|&i| inside(i)).map(|i| away[i]).collect();
        if core.is_empty() {
            return None;
        }
        let at = core.len() * 95 / 100;
        let most = *core.select_nth_unstable_by(at, f32::total_cmp).1;
        if most < 0.04 {
            return None;
        }
        let marked: Vec<usize> = (0..away.len()).filter(|&i| inside(i) && away[i] > 0.5 * most).collect();
        let (ink, other) = self.inks(&marked, &away, 0.5 * most);
        let contrast = (0..self.width)
            .map(|x| distance(ink, paper.at(x, self.height / 2, self.height)).sqrt())
            .fold(f32::MAX, f32::min);
        let even = paper.rough < 0.25 * most;
        let outline = other.filter(|_| contrast > SAME);
        let is_ink = |i: usize| {
            let (x, y) = (i % self.width, i / self.width);
            let from_ink = distance(self.lab[i], ink).sqrt();
            let near = outline.is_none_or(|outline| from_ink < distance(self.lab[i], outline).sqrt());
            near && if even && outline.is_none() {
                away[i] > 0.45 * distance(ink, paper.at(x, y, self.height)).sqrt().min(most)
            } else {
                from_ink < away[i]
            }
        };
        let mask: Vec<bool> = (0..away.len()).map(is_ink).collect();
        let mut busy = vec![false; self.width];
        if even {
            (0..away.len()).filter(|&i| inside(i) && away[i] > 0.3 * most).for_each(|i| busy[i % self.width] = true);
        }
        Some(Inked {
            busy,
            ink: self.color(&mask, ink),
            paper: self.median((0..self.lab.len()).filter(|&i| inside(i) && !mask[i] && away[i] < 0.35 * most)),
            outline: outline.map(|lab| self.nearest(&marked, lab)),
            mask,
        })
    }

    /// The colour of the letters among the pixels that stand out, and a second one, if it is no mere blend.
    fn inks(&self, marked: &[usize], away: &[f32], enough: f32) -> ([f32; 3], Option<[f32; 3]>) {
        let farthest = marked.iter().copied().max_by(|&a, &b| away[a].total_cmp(&away[b])).unwrap_or_default();
        let first = self.lab[farthest];
        let apart = |&i: &usize| distance(self.lab[i], first);
        let second = marked.iter().copied().max_by(|a, b| apart(a).total_cmp(&apart(b))).unwrap_or(farthest);
        let mut means = [first, self.lab[second]];
        let mut counts = [0usize; 2];
        let mut outer = [0usize; 2];
        for _ in 0..6 {
            let mut sums = [[0.0f32; 3]; 2];
            (counts, outer) = ([0; 2], [0; 2]);
            for &i in marked {
                let c = usize::from(distance(self.lab[i], means[1]) < distance(self.lab[i], means[0]));
                counts[c] += 1;
                sums[c] = std::array::from_fn(|k| sums[c][k] + self.lab[i][k]);
                outer[c] += usize::from(self.neighbours(i).any(|n| away[n] <= enough));
            }
            for c in 0..2 {
                if counts[c] > 0 {
                    means[c] = sums[c].map(|sum| sum / counts[c] as f32);
                }
            }
        }
        if counts[0] == 0 || counts[1] == 0 || distance(means[0], means[1]) < SAME * SAME {
            let all = counts[0] + counts[1];
            let mean = std::array::from_fn(|k| {
                (means[0][k] * counts[0] as f32 + means[1][k] * counts[1] as f32) / all.max(1) as f32
            });
            return (mean, None);
        }
        // Letters have their outline and their blurred edges between themselves and the paper.
        let exposed = [0, 1].map(|c| outer[c] as f32 / counts[c] as f32);
        let inner = usize::from(exposed[1] < exposed[0]);
        let inner = if counts[inner] * 6 < counts[1 - inner] { 1 - inner } else { inner };
        let solid = counts[1 - inner] * 4 > counts[inner] && exposed[1 - inner] > 1.6 * exposed[inner];
        (means[inner], solid.then_some(means[1 - inner]))
    }

    fn neighbours(&self, i: usize) -> impl Iterator<Item = usize> {
        let (x, w, len) = (i % self.width, self.width, self.lab.len());
        let near = [(x > 0).then(|| i - 1), (x + 1 < w).then_some(i + 1), i.checked_sub(w), Some(i + w)];
        near.into_iter().flatten().filter(move |&n| n < len)
    }

    /// Median colour of the ink's inner pixels, or of all where letters are thin.
    fn color(&self, mask: &[bool], ink: [f32; 3]) -> Color {
        let near = |i: usize| mask[i] && distance(self.lab[i], ink) < 4.0 * SAME * SAME;
        let inner: Vec<usize> = (0..mask.len()).filter(|&i| near(i) && self.neighbours(i).all(|n| mask[n])).collect();
        let all = (0..mask.len()).filter(|&i| near(i));
        if inner.len() >= 12 { self.median(inner.into_iter()) } else { self.median(all) }
    }

    fn nearest(&self, among: &[usize], lab: [f32; 3]) -> Color {
        self.median(among.iter().copied().filter(|&i| distance(self.lab[i], lab) < SAME * SAME))
    }

    fn median(&self, pixels: impl Iterator<Item = usize>) -> Color {
        let pixels: Vec<[u8; 3]> = pixels.map(|i| self.rgb[i]).collect();
        let [r, g, b] = std::array::from_fn(|c| median(pixels.iter().map(|p| p[c])).unwrap_or(128));
        Color::rgb(r, g, b)
    }

    /// The pieces of ink that belong to the line: neither specks, nor parts of neighbours, nor the frame of a box.
    pub(crate) fn pieces(&self, mask: &[bool]) -> Vec<Piece> {
        let image = GrayImage::from_fn(self.width as u32, self.height as u32, |x, y| {
            Luma([u8::from(mask[y as usize * self.width + x as usize])])
        });
        let labels = connected_components(&image, Connectivity::Eight, Luma([0]));
        let count = labels.as_raw().iter().max().map_or(0, |&max| max as usize);
        let none = Piece { left: usize::MAX, top: usize::MAX, right: 0, bottom: 0, area: 0, edge: 0 };
        let mut pieces = vec![none; count];
        for (x, y, label) in labels.enumerate_pixels() {
            if let Some(piece) = (label[0] as usize).checked_sub(1).and_then(|index| pieces.get_mut(index)) {
                let (x, y) = (x as usize, y as usize);
                piece.left = piece.left.min(x);
                piece.right = piece.right.max(x + 1);
                piece.top = piece.top.min(y);
                piece.bottom = piece.bottom.max(y + 1);
                piece.area += 1;
                piece.edge += usize::from(self.neighbours(y * self.width + x).any(|n| !mask[n]));
            }
        }
        let speck = (self.height * self.height) as f32 * 0.0008;
        let [left, top, right, bottom] = self.core;
        pieces.retain(|piece| {
            let y = (piece.top + piece.bottom) / 2;
            let whole = piece.left == 0 && piece.right == self.width;
            piece.area as f32 > speck && piece.area > 2 && (top..bottom).contains(&y) && !whole
        });
        // What is cut off above or below belongs to something else, unless that leaves little.
        let cut = |piece: &Piece| piece.top == 0 || piece.bottom == self.height;
        let width = |pieces: &mut dyn Iterator<Item = &Piece>| {
            let ends =
                pieces.filter(|p| p.left < right && p.right > left).map(|p| (p.left.max(left), p.right.min(right)));
            ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).map_or(0, |(from, to)| to - from)
        };
        if 10 * width(&mut pieces.iter().filter(|p| !cut(p))) > 7 * width(&mut pieces.iter()) {
            pieces.retain(|piece| !cut(piece));
        }
        pieces
    }
}

/// The paper's colour: above and below the line, for every so many columns.
struct Paper {
    step: usize,
    above: Vec<[f32; 3]>,
    below: Vec<[f32; 3]>,
    /// How far its pixels lie from it on average (Oklab).
    rough: f32,
}

impl Paper {
    fn of(patch: &Patch) -> Self {
        let step = (patch.height / 2).max(4);
        let band = (patch.height / 10).max(2).min(patch.height / 2);
        let reach = patch.height;
        let (mut off, mut count) = (0.0f32, 0usize);
        let mut edge = |rows: std::ops::Range<usize>| -> Vec<[f32; 3]> {
            let cells = (0..patch.width.div_ceil(step)).map(|cell| {
                let middle = cell * step + step / 2;
                let (from, to) = (middle.saturating_sub(reach), (middle + reach).min(patch.width));
                let pixels = rows.clone().flat_map(|y| (from..to).map(move |x| y * patch.width + x));
                let pixels: Vec<[f32; 3]> = pixels.map(|i| patch.lab[i]).collect();
                let colour = std::array::from_fn(|c| median_f32(pixels.iter().map(|p| p[c])));
                let mut apart: Vec<f32> = pixels.iter().map(|p| distance(*p, colour).sqrt()).collect();
                if !apart.is_empty() {
                    // A part of the neighbouring line, or the edge of a box, does not make a paper rough.
                    let at = apart.len() * 3 / 4;
                    off += *apart.select_nth_unstable_by(at, f32::total_cmp).1;
                    count += 1;
                }
                colour
            });
            cells.collect()
        };
        let above = edge(0..band);
        let below = edge(patch.height - band..patch.height);
        Paper { step, above, below, rough: off / count.max(1) as f32 }
    }

    fn at(&self, x: usize, y: usize, height: usize) -> [f32; 3] {
        let place = (x as f32 / self.step as f32 - 0.5).max(0.0);
        let (cell, part) = (place as usize, place.fract());
        let last = self.above.len() - 1;
        let (a, b) = (cell.min(last), (cell + 1).min(last));
        let down = y as f32 / height as f32;
        std::array::from_fn(|c| {
            let above = self.above[a][c] * (1.0 - part) + self.above[b][c] * part;
            let below = self.below[a][c] * (1.0 - part) + self.below[b][c] * part;
            above * (1.0 - down) + below * down
        })
    }
}

/// The middle one of some values.
pub(crate) fn median(values: impl Iterator<Item = u8>) -> Option<u8> {
    let mut counts = [0u32; 256];
    values.for_each(|v| counts[usize::from(v)] += 1);
    let half = counts.iter().sum::<u32>().div_ceil(2);
    let mut seen = 0;
    (0..=255u8).find(|&v| (seen += counts[usize::from(v)], seen >= half && half > 0).1)
}

/// The middle one of some values; 0 of none.
pub(crate) fn median_f32(values: impl Iterator<Item = f32>) -> f32 {
    let mut values: Vec<f32> = values.collect();
    if values.is_empty() {
        return 0.0;
    }
    let at = values.len() / 2;
    *values.select_nth_unstable_by(at, f32::total_cmp).1
}
