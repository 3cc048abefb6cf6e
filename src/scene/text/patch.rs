//! Patches: a line laid out straight, and the pieces that its ink comes in.

use image::{GrayImage, Luma, RgbaImage};
use imageproc::region_labelling::{Connectivity, connected_components};

use crate::{
    color::Color,
    scene::{reduced::oklabs_of, text::path::Path},
};

/// Room above and below the region that detection found, in parts of its height.
const MARGIN: f32 = 0.15;
/// Room before and behind it: a letter that detection missed may stand there.
const BESIDE: f32 = 0.9;
/// Rows that a line is laid out in: as many as it has, within reason.
const ROWS: [f32; 2] = [24.0, 144.0];
/// A longer line is squeezed.
const LONGEST: f32 = 4096.0;

/// A line with some room round it, laid out straight.
pub(crate) struct Patch {
    /// What it shows: fractions of it are fractions of the columns and rows.
    pub path: Path,
    pub width: usize,
    pub height: usize,
    /// Where in it the region lies that detection found: the first column and row, and the last.
    pub core: [usize; 4],
    pub rgb: Vec<[u8; 3]>,
    /// The same in Oklab.
    pub lab: Vec<[f32; 3]>,
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

    /// The pixels beside one.
    pub(crate) fn neighbours(&self, i: usize) -> impl Iterator<Item = usize> {
        let (x, w, len) = (i % self.width, self.width, self.lab.len());
        let near = [(x > 0).then(|| i - 1), (x + 1 < w).then_some(i + 1), i.checked_sub(w), Some(i + w)];
        near.into_iter().flatten().filter(move |&n| n < len)
    }

    /// The middle colour of some pixels.
    pub(crate) fn median(&self, pixels: impl Iterator<Item = usize>) -> Color {
        let pixels: Vec<[u8; 3]> = pixels.map(|i| self.rgb[i]).collect();
        let [r, g, b] = std::array::from_fn(|c| median(pixels.iter().map(|p| p[c])).unwrap_or(128));
        Color::rgb(r, g, b)
    }

    /// The pieces of ink that belong to the line: neither specks, nor parts of neighbours, nor the frame of a box.
    /// Ink that belongs to none of them is taken out of the mask.
    pub(crate) fn pieces(&self, mask: &mut [bool]) -> Vec<Piece> {
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
        let inside = |piece: &Piece| {
            let y = (piece.top + piece.bottom) / 2;
            let whole = piece.left == 0 && piece.right == self.width;
            piece.area as f32 > speck && piece.area > 2 && (top..bottom).contains(&y) && !whole
        };
        // What is cut off above or below belongs to something else, unless that leaves little.
        let cut = |piece: &Piece| piece.top == 0 || piece.bottom == self.height;
        let width = |pieces: &mut dyn Iterator<Item = &Piece>| {
            let ends = pieces.filter(|p| p.left < right && p.right > left);
            let ends = ends.map(|p| (p.left.max(left), p.right.min(right)));
            ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).map_or(0, |(from, to)| to - from)
        };
        let all = width(&mut pieces.iter().filter(|p| inside(p)));
        let strict = 10 * width(&mut pieces.iter().filter(|p| inside(p) && !cut(p))) > 7 * all;
        let kept: Vec<bool> = pieces.iter().map(|piece| inside(piece) && !(strict && cut(piece))).collect();
        for (ink, label) in mask.iter_mut().zip(labels.as_raw()) {
            *ink &= (*label as usize).checked_sub(1).is_some_and(|index| kept[index]);
        }
        pieces.into_iter().zip(kept).filter_map(|(piece, kept)| kept.then_some(piece)).collect()
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
