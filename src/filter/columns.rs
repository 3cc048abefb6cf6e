//! Columns: pixels that come from their own column, some rows off, and so lie far apart in memory.

use crate::{
    filter::rows::{self, Pixel},
    scratch::Scratch,
};

/// So many columns together.
pub const COLUMNS: usize = 64;

/// A few columns of some rows, brought together so that what is taken from them stays in the nearest cache.
pub struct Columns(Scratch);

impl Columns {
    /// Room for so many rows.
    pub fn new(rows: usize) -> Self {
        Columns(Scratch::stale(rows * COLUMNS * 4))
    }

    /// Brings together what a picture's `rows` have in the columns from `left` on.
    pub fn bring(&mut self, from: &[Pixel], width: usize, left: usize, rows: impl Iterator<Item = usize>) {
        let lines = self.0.as_chunks_mut::<4>().0.as_chunks_mut::<COLUMNS>().0;
        for (line, y) in lines.iter_mut().zip(rows) {
            let from = &from[y * width + left..(y + 1) * width];
            // A length that is known beforehand is copied without a call.
            match from.first_chunk::<COLUMNS>() {
                Some(whole) => *line = *whole,
                None => line[..from.len()].copy_from_slice(from),
            }
        }
    }

    /// Takes each column's pixel from `y` rows below its own first one.
    #[inline(always)]
    pub fn take(&self, firsts: &[usize; COLUMNS], y: usize, out: &mut [Pixel]) {
        let pixels = &self.0.as_chunks::<4>().0[y * COLUMNS..];
        for ((n, first), out) in firsts.iter().enumerate().zip(out) {
            *out = pixels[first * COLUMNS + n];
        }
    }
}

/// Takes every column from so many rows further down, where what leaves at one end comes in at the other; neighbours differ
/// by one at most. Each row is given to `work` afterwards.
pub fn shear(from: &[Pixel], to: &mut [Pixel], falls: &[i64], width: usize, work: impl Fn(usize, &mut [Pixel]) + Sync) {
    const LINES: usize = 128;
    let height = from.len() / width;
    rows::each_of(to, width * LINES, |band, rows| {
        let mut brought = Columns::new(LINES + COLUMNS);
        for (n, falls) in falls.chunks(COLUMNS).enumerate() {
            let least = falls.iter().copied().min().unwrap_or(0);
            let mut firsts = [0; COLUMNS];
            firsts.iter_mut().zip(falls).for_each(|(first, fall)| *first = (fall - least) as usize);
            let top = (least + (band * LINES) as i64).rem_euclid(height as i64) as usize;
            brought.bring(from, width, n * COLUMNS, (0..height).cycle().skip(top));
            for (y, row) in rows.chunks_exact_mut(width).enumerate() {
                brought.take(&firsts, y, &mut row[n * COLUMNS..][..falls.len()]);
            }
        }
        for (n, row) in rows.chunks_exact_mut(width).enumerate() {
            work(band * LINES + n, row);
        }
    });
}
