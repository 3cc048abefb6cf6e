//! Packing: small pages side by side on sheets, with marks for the guillotine.

use crate::{
    paper::Paper,
    press::{
        Cut, PressError,
        leaf::{Area, Leaf, Line, Placed, Turn},
    },
};

/// A mark stands so far off the pages and is so long.
const OFF: f64 = 1.0;
const LONG: f64 = 3.0;

/// A sheet as it is filled: upright cells, all alike.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Grid {
    sheet: Paper,
    columns: usize,
    rows: usize,
    /// Short and long side of a trimmed page.
    cell: [f64; 2],
    bleed: f64,
}

impl Grid {
    /// The sheet laid the way in which more fits on it.
    fn of(cut: Cut, sheet: Paper, margin: f64) -> Option<Grid> {
        let cell = [cut.width.min(cut.height), cut.width.max(cut.height)];
        let bleed = cut.bleed;
        let laid = |sheet: Paper| {
            let count = |side: f64, cell: f64| {
                // Bleeds lie inside the room that the marks take, except at the outer edges.
                let room = side - 2.0 * (margin + OFF + LONG) + 1e-6;
                (room / (cell + 2.0 * bleed)).floor().max(0.0) as usize
            };
            Grid { sheet, columns: count(sheet.width, cell[0]), rows: count(sheet.height, cell[1]), cell, bleed }
        };
        let ways = [laid(sheet.along(1, 2)), laid(sheet.along(2, 1))];
        let best = if ways[1].room() > ways[0].room() { ways[1] } else { ways[0] };
        (best.room() > 0).then_some(best)
    }

    fn room(&self) -> usize {
        self.columns * self.rows
    }

    /// The trim of a cell; the block stands in the middle of the sheet.
    fn trim(&self, column: usize, row: usize) -> Area {
        let [w, h] = self.cell;
        let [across, down] = [w, h].map(|side| side + 2.0 * self.bleed);
        let x = (self.sheet.width - across * self.columns as f64) / 2.0 + self.bleed;
        let y = (self.sheet.height - down * self.rows as f64) / 2.0 + self.bleed;
        Area { x: x + across * column as f64, y: y + down * row as f64, w, h }
    }
}

/// Pages (by index) on sheets in their order, row by row; pages that lie across are turned. A page of another size
/// starts another sheet.
pub(super) fn leaves(pages: &[(usize, Cut)], sheet: Paper, margin: f64) -> Result<Vec<Leaf>, PressError> {
    let alike = |cut: &Cut| {
        let micrometres = |side: f64| (side * 1000.0).round() as i64;
        [cut.width.min(cut.height), cut.width.max(cut.height), cut.bleed].map(micrometres)
    };
    let mut leaves = Vec::new();
    for run in pages.chunk_by(|(_, a), (_, b)| alike(a) == alike(b)) {
        let cut = run[0].1;
        let fits = PressError::Pack { width: cut.width, height: cut.height, sheet };
        let grid = Grid::of(cut, sheet, margin).ok_or(fits)?;
        leaves.extend(run.chunks(grid.room()).map(|pages| leaf(&grid, pages)));
    }
    Ok(leaves)
}

fn leaf(grid: &Grid, pages: &[(usize, Cut)]) -> Leaf {
    let mut leaf = Leaf { width: grid.sheet.width, height: grid.sheet.height, ..Leaf::default() };
    for (place, (page, cut)) in pages.iter().enumerate() {
        let trim = grid.trim(place % grid.columns, place / grid.columns);
        let turn = if cut.width > cut.height { Turn::Quarter } else { Turn::None };
        leaf.placed.push(Placed { page: *page, to: trim.grown(grid.bleed), turn, clip: None });
    }
    let (columns, rows) = (pages.len().min(grid.columns), pages.len().div_ceil(grid.columns));
    let (first, last) = (grid.trim(0, 0), grid.trim(columns - 1, rows - 1));
    let block =
        Area { x: first.x, y: first.y, w: last.right() - first.x, h: last.bottom() - first.y }.grown(grid.bleed);
    let (top, bottom) = (block.y - OFF, block.bottom() + OFF);
    let (left, right) = (block.x - OFF, block.right() + OFF);
    // Neighbours without a bleed share a cut.
    let mut cuts: Vec<f64> = (0..columns).map(|n| grid.trim(n, 0)).flat_map(|a| [a.x, a.right()]).collect();
    cuts.dedup_by(|a, b| (*a - *b).abs() < 1e-6);
    leaf.lines.extend(
        cuts.iter().flat_map(|&x| [Line::hair([x, top], [x, top - LONG]), Line::hair([x, bottom], [x, bottom + LONG])]),
    );
    let mut cuts: Vec<f64> = (0..rows).map(|n| grid.trim(0, n)).flat_map(|a| [a.y, a.bottom()]).collect();
    cuts.dedup_by(|a, b| (*a - *b).abs() < 1e-6);
    leaf.lines.extend(
        cuts.iter().flat_map(|&y| [Line::hair([left, y], [left - LONG, y]), Line::hair([right, y], [right + LONG, y])]),
    );
    leaf
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn stickers_fill_a_sheet() {
        let sheet: Paper = "A4".parse().unwrap();
        let cut = Cut { width: 50.0, height: 50.0, bleed: 0.0 };
        let pages: Vec<_> = (0..17).map(|i| (i, cut)).collect();
        // 192 × 279 mm within margins and marks: 3 × 5, and 5 × 3 the other way.
        let leaves = leaves(&pages, sheet, 5.0).unwrap();
        assert_eq!(leaves.iter().map(|leaf| leaf.placed.len()).collect::<Vec<_>>(), [15, 2]);
        // Four cuts across and six down on a full sheet, at both ends; fewer where fewer pages are.
        assert_eq!([leaves[0].lines.len(), leaves[1].lines.len()], [20, 10]);
        assert!(super::leaves(&[(0, Cut { width: 300.0, ..cut })], sheet, 5.0).is_err());
    }

    proptest! {
        /// No page meets another or the marks, and all stay where can be printed.
        #[test]
        fn packed_pages_keep_apart(w in 20.0..120.0f64, h in 20.0..120.0f64, bleed in 0.0..4.0f64, count in 1usize..60) {
            let pages: Vec<_> = (0..count).map(|i| {
                let (width, height) = if i % 3 == 0 { (h, w) } else { (w, h) };
                (i, Cut { width, height, bleed })
            }).collect();
            let leaves = leaves(&pages, "A4".parse().unwrap(), 5.0).unwrap();
            let order: Vec<_> = leaves.iter().flat_map(|leaf| leaf.placed.iter().map(|placed| placed.page)).collect();
            prop_assert_eq!(order, (0..count).collect::<Vec<_>>());
            for leaf in &leaves {
                for (i, a) in leaf.placed.iter().enumerate() {
                    prop_assert!(a.to.x >= 8.9 && a.to.y >= 8.9);
                    prop_assert!(a.to.right() <= leaf.width - 8.9 && a.to.bottom() <= leaf.height - 8.9);
                    for b in &leaf.placed[..i] {
                        let apart = a.to.x >= b.to.right() - 1e-6 || b.to.x >= a.to.right() - 1e-6
                            || a.to.y >= b.to.bottom() - 1e-6 || b.to.y >= a.to.bottom() - 1e-6;
                        prop_assert!(apart);
                    }
                }
            }
        }
    }
}
