//! Rows: walking a picture's pixels, several rows at once when it is large.

use std::sync::atomic::{AtomicBool, Ordering};

use image::RgbaImage;
use rayon::prelude::*;

use crate::{picture::is_opaque, scratch::Scratch};

/// Straight sRGB and alpha.
pub type Pixel = [u8; 4];

/// Below so many pixels a thread's wake-up costs more than it saves.
const LARGE: usize = 2_000_000;

/// Gives every row with its number to `work`, in any order.
pub fn each(pixels: &mut RgbaImage, work: impl Fn(usize, &mut [Pixel]) + Sync) {
    let width = pixels.width() as usize;
    each_of(pixels.as_chunks_mut().0, width, work);
}

/// The same for a bare slice of things in rows of `width`.
pub fn each_of<T: Send>(all: &mut [T], width: usize, work: impl Fn(usize, &mut [T]) + Sync) {
    if width == 0 {
        return;
    }
    if all.len() > LARGE {
        // Rows of a picture are handed out by eight, bands one by one.
        let least = (32_768 / width).clamp(1, 8);
        all.par_chunks_mut(width).with_min_len(least).enumerate().for_each(|(y, row)| work(y, row));
    } else {
        all.chunks_mut(width).enumerate().for_each(|(y, row)| work(y, row));
    }
}

/// A copy of a picture's pixels, and whether all of them are opaque.
pub fn copied(pixels: &RgbaImage) -> (Scratch, bool) {
    let mut copy = Scratch::stale(pixels.len());
    let opaque = AtomicBool::new(true);
    each_of(&mut copy, 4 * pixels.width() as usize, |y, row| {
        row.copy_from_slice(&pixels.as_raw()[y * row.len()..][..row.len()]);
        // Asked while the row still lies in the cache.
        if !is_opaque(row) {
            opaque.store(false, Ordering::Relaxed);
        }
    });
    (copy, opaque.into_inner())
}

/// Gives bands of `height` rows to `work` with the number of the band's first row. Bands start at
/// rows of the canvas that `height` divides, so the first may be lower; `top` is the canvas row of the first.
pub fn bands(pixels: &mut RgbaImage, height: usize, top: u32, work: impl Fn(usize, &mut [Pixel]) + Sync) {
    let (width, height) = (pixels.width() as usize, height.max(1));
    let all = pixels.as_chunks_mut::<4>().0;
    if width == 0 || all.is_empty() {
        return;
    }
    let first = (height - top as usize % height).min(all.len() / width);
    let large = all.len() > LARGE;
    let (head, rest) = all.split_at_mut(first * width);
    work(0, head);
    let band = |(n, rows): (usize, &mut [Pixel])| work(first + n * height, rows);
    if large {
        rest.par_chunks_mut(width * height).enumerate().for_each(band);
    } else {
        rest.chunks_mut(width * height).enumerate().for_each(band);
    }
}

/// A row in pieces that end where `step` divides the canvas column, each with the column at which it would begin if it
/// were whole and how much of it is missing there; `left` is the column of the first pixel. What is reckoned once for a piece is then the same in every region.
pub fn pieces(row: &mut [Pixel], left: u32, step: usize) -> impl Iterator<Item = (u32, usize, &mut [Pixel])> {
    let step = step.max(1);
    let (mut rest, mut at) = (row, left as usize);
    std::iter::from_fn(move || {
        let within = at % step;
        let all = std::mem::take(&mut rest);
        if all.is_empty() {
            return None;
        }
        let (piece, after) = all.split_at_mut((step - within).min(all.len()));
        let start = (at - within) as u32;
        at += piece.len();
        rest = after;
        Some((start, within, piece))
    })
}

/// Columns become rows: `from` has rows of `width`, `to` gets rows of `from.len() / width`.
pub fn transpose(from: &[Pixel], width: usize, to: &mut [Pixel]) {
    transposed(from, width, to, |_, _| {});
}

/// The same, and every new row is given with its number to `work` while it still lies in the cache.
pub fn transposed(from: &[Pixel], width: usize, to: &mut [Pixel], work: impl Fn(usize, &mut [Pixel]) + Sync) {
    const BLOCK: usize = 32;
    if width == 0 || from.is_empty() {
        return;
    }
    let height = from.len() / width;
    // A band of output rows is a band of input columns; small blocks keep both in the cache.
    each_of(to, height * BLOCK, |band, rows| {
        let mut block = [[[0; 4]; BLOCK]; BLOCK];
        for top in (0..height).step_by(BLOCK) {
            let lines = BLOCK.min(height - top);
            for (n, line) in block.iter_mut().enumerate().take(lines) {
                let from = &from[(top + n) * width + band * BLOCK..];
                // A length that is known beforehand is copied without a call.
                match from.first_chunk::<BLOCK>() {
                    Some(whole) => *line = *whole,
                    None => line[..from.len()].copy_from_slice(from),
                }
            }
            for (column, row) in rows.chunks_exact_mut(height).enumerate() {
                let out = row[top..top + lines].iter_mut();
                out.zip(&block).for_each(|(out, line)| *out = line[column & (BLOCK - 1)]);
            }
        }
        for (column, row) in rows.chunks_exact_mut(height).enumerate() {
            work(band * BLOCK + column, row);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transposing_twice_is_nothing() {
        let from: Vec<Pixel> = (0..37 * 53u32).map(u32::to_le_bytes).collect();
        let (mut once, mut twice) = (vec![[0; 4]; from.len()], vec![[0; 4]; from.len()]);
        transpose(&from, 37, &mut once);
        transpose(&once, 53, &mut twice);
        assert_eq!(once[1], from[37]);
        assert_eq!(twice, from);
    }

    #[test]
    fn pieces_end_where_the_canvas_says() {
        let mut row = [[0; 4]; 10];
        let all: Vec<(u32, usize, usize)> =
            pieces(&mut row, 6, 4).map(|(x, within, piece)| (x, within, piece.len())).collect();
        assert_eq!(all, [(4, 2, 2), (8, 0, 4), (12, 0, 4)]);
    }

    #[test]
    fn bands_start_where_the_canvas_says() {
        let starts = std::sync::Mutex::new(Vec::new());
        bands(&mut RgbaImage::new(3, 10), 4, 6, |y, rows| starts.lock().unwrap().push((y, rows.len() / 3)));
        assert_eq!(starts.into_inner().unwrap(), [(0, 2), (2, 4), (6, 4)]);
    }
}
