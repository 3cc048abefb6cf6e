//! Grids: rows of coverage, of which those that are alike are written down once.

use std::ops::Range;

use crate::scratch::Scratch;

/// Rows of bytes; one that is as the one above it is not written down again.
#[derive(Debug)]
pub(super) struct Grid {
    bytes: Scratch,
    width: usize,
    /// Where each row begins.
    starts: Vec<usize>,
}

impl Grid {
    /// Rows that are all written down.
    pub(super) fn of(bytes: Scratch, width: usize) -> Self {
        let starts = (0..bytes.len() / width.max(1)).map(|y| y * width).collect();
        Grid { bytes, width, starts }
    }

    /// Rows that `fill` makes, from the top down; it writes every byte of a row.
    pub(super) fn made(width: usize, height: usize, mut fill: impl FnMut(usize, &mut [u8])) -> Self {
        let (mut bytes, mut starts) = (Vec::new(), Vec::with_capacity(height));
        let mut row = vec![0; width];
        for y in 0..height {
            fill(y, &mut row);
            match starts.last() {
                Some(&above) if bytes[above..] == row[..] => starts.push(above),
                _ => {
                    starts.push(bytes.len());
                    bytes.extend_from_slice(&row);
                }
            }
        }
        Grid { bytes: Scratch::from(bytes), width, starts }
    }

    pub(super) fn height(&self) -> usize {
        self.starts.len()
    }

    pub(super) fn row(&self, y: usize) -> &[u8] {
        &self.bytes[self.starts[y]..][..self.width]
    }

    /// A row of a grid that was taken apart.
    pub(super) fn row_mut(&mut self, y: usize) -> &mut [u8] {
        &mut self.bytes[self.starts[y]..][..self.width]
    }

    /// From here on every row is written down by itself.
    pub(super) fn part(&mut self) {
        let all = self.width * self.height();
        if self.bytes.len() < all {
            let mut bytes = Scratch::stale(all);
            bytes.chunks_exact_mut(self.width).enumerate().for_each(|(y, row)| row.copy_from_slice(self.row(y)));
            *self = Grid::of(bytes, self.width);
        }
    }

    /// Some columns of some rows, in the same memory: rows only move towards the front.
    pub(super) fn cut(self, columns: Range<usize>, rows: Range<usize>) -> Self {
        let Grid { bytes, mut starts, .. } = self;
        let width = columns.len();
        let (mut kept, mut filled) = (bytes.into_vec(), 0);
        let (mut from, mut to) = (usize::MAX, 0);
        starts.truncate(rows.end);
        starts.drain(..rows.start);
        for start in &mut starts {
            if *start != from {
                (from, to) = (*start, filled);
                kept.copy_within(from + columns.start..from + columns.end, to);
                filled += width;
            }
            *start = to;
        }
        kept.truncate(filled);
        Grid { bytes: Scratch::from(kept), width, starts }
    }
}
