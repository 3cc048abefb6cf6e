//! Grids: one value for every square cell of a picture.

use std::ops::Range;

use crate::measure::Rect;

/// Values in `[0, 1]` on a grid of square cells that covers the picture; the last row and column may be cut.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// Side of a cell in picture pixels.
    pub cell: u32,
    pub columns: u32,
    pub rows: u32,
    /// Row by row.
    pub values: Vec<f32>,
}

impl Grid {
    /// A grid of `value` for a picture of `width` × `height` pixels.
    pub(crate) fn over(width: u32, height: u32, cell: u32, value: f32) -> Self {
        let (columns, rows) = (width.div_ceil(cell), height.div_ceil(cell));
        Grid { cell, columns, rows, values: vec![value; columns as usize * rows as usize] }
    }

    /// The columns and rows of the cells that `rect` (picture pixels) touches; none when it is empty, lies
    /// outside or is not a number.
    fn spans(&self, rect: Rect) -> [Range<usize>; 2] {
        let span = |start: f32, end: f32, count: u32| {
            let cell = self.cell as f32;
            // A comparison with NaN is false and its cast 0, so both give an empty span.
            let meets = end > start && end > 0.0 && start < count as f32 * cell;
            let (first, last) = ((start / cell).floor().max(0.0) as usize, (end / cell).ceil().max(0.0) as usize);
            if meets { first..last.min(count as usize) } else { 0..0 }
        };
        [span(rect.x, rect.right(), self.columns), span(rect.y, rect.bottom(), self.rows)]
    }

    /// The values of the cells that `rect` (picture pixels) touches, row by row.
    pub fn under(&self, rect: Rect) -> impl Iterator<Item = f32> + '_ {
        let [columns, rows] = self.spans(rect);
        rows.flat_map(move |row| self.values[row * self.columns as usize..][columns.clone()].iter().copied())
    }

    /// Sets the cells that `rect` (picture pixels) touches.
    pub(crate) fn fill(&mut self, rect: Rect, value: f32) {
        let [columns, rows] = self.spans(rect);
        rows.for_each(|row| self.values[row * self.columns as usize..][columns.clone()].fill(value));
    }

    /// Mean of the cells that `rect` (picture pixels) touches; 0 of none.
    pub fn mean(&self, rect: Rect) -> f32 {
        let (sum, count) = self.under(rect).fold((0.0f64, 0u32), |(sum, count), v| (sum + f64::from(v), count + 1));
        if count == 0 { 0.0 } else { (sum / f64::from(count)) as f32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_touched_cells_count() {
        let mut grid = Grid::over(25, 15, 10, 0.0);
        assert_eq!((grid.columns, grid.rows), (3, 2));
        grid.values = vec![0.0, 0.2, 0.4, 0.6, 0.8, 1.0];
        assert_eq!(grid.mean(Rect::new(0.0, 0.0, 10.0, 10.0)), 0.0);
        assert!((grid.mean(Rect::new(19.0, 5.0, 2.0, 6.0)) - 0.6).abs() < 1e-6);
        assert!((grid.mean(Rect::new(-1e9, -1e9, 2e9, 2e9)) - 0.5).abs() < 1e-6);
        for nothing in
            [Rect::new(90.0, 0.0, 9.0, 9.0), Rect::new(f32::NAN, 0.0, 9.0, 9.0), Rect::new(5.0, 5.0, 0.0, 1.0)]
        {
            assert_eq!(grid.under(nothing).count(), 0);
        }
    }
}
