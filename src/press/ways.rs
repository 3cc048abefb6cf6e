//! Ways of laying sheets over a poster: in rows, in columns, round a corner.

use crate::{
    paper::Paper,
    press::{
        MOST,
        tiles::{Block, SLACK, Tiling},
    },
};

/// The most columns or rows of a block that stands in a corner, and the most sheets round one: a person pastes them by a list.
const CORNER: u32 = 6;
const ROUND: u64 = 24;

impl Tiling {
    /// Every way of laying some rows (or columns) of one kind of sheet, and of another all that are left.
    pub(super) fn bands(&self, first: Paper, other: Paper, columns: bool) -> impl Iterator<Item = (bool, Vec<Block>)> {
        let all = self.rest(first, [0.0; 2], [0; 2]);
        let lines = if columns { all.columns } else { all.rows };
        (1..lines.min(MOST as u32)).map(move |lines| {
            let one = if columns { Block { columns: lines, ..all } } else { Block { rows: lines, ..all } };
            let [right, below] = self.end(&one);
            let rest = if columns {
                self.rest(other, [right, 0.0], [lines, 0])
            } else {
                self.rest(other, [0.0, below], [0, lines])
            };
            (columns, vec![one, rest])
        })
    }

    /// Every way of laying one kind of sheet in the upper left and the lower right corner, the other in the others, so that
    /// the lower right block reaches over the corner of the upper left one and nothing is left open between them.
    pub(super) fn corners(&self, first: Paper, other: Paper) -> Vec<Vec<Block>> {
        let (mut found, sizes) =
            (Vec::new(), || (1..=CORNER).flat_map(|columns| (1..=CORNER).map(move |rows| [columns, rows])));
        let [w, h] = self.poster.map(|side| side - self.overlap - SLACK);
        for [columns, rows] in sizes() {
            let upper_left = Block { sheet: first, columns, rows, at: [0.0; 2], first: [0; 2] };
            let [x, y] = self.end(&upper_left);
            if x >= w || y >= h {
                continue;
            }
            // The columns of the lower left block, the rows of the upper right one.
            for [columns, rows] in sizes() {
                let [dx, dy] = self.steps(other);
                let (left, top) = (f64::from(columns) * dx, f64::from(rows) * dy);
                // Nor is a sheet of the upper left block hidden whole.
                let [inner_x, inner_y] =
                    self.end(&Block { columns: upper_left.columns - 1, rows: upper_left.rows - 1, ..upper_left });
                if left > x || top > y || (left <= inner_x && top <= inner_y) {
                    continue;
                }
                let column = upper_left.columns.max(columns);
                let lower_left = Block { columns, ..self.rest(other, [0.0, y], [0, upper_left.rows]) };
                let upper_right = Block { rows, ..self.rest(other, [x, 0.0], [column, 0]) };
                let lower_right = self.rest(first, [left, top], [column, rows]);
                let blocks = vec![upper_left, lower_left, upper_right, lower_right];
                found.extend((count(&blocks) <= ROUND).then_some(blocks));
            }
        }
        found
    }

    /// A block that reaches from a place to the end of the poster.
    pub(super) fn rest(&self, sheet: Paper, at: [f64; 2], first: [u32; 2]) -> Block {
        let steps = self.steps(sheet);
        let [columns, rows] = [0, 1].map(|axis| self.needed(self.poster[axis] - at[axis], steps[axis]));
        Block { sheet, columns, rows, at, first }
    }

    /// Where what comes after a block begins.
    fn end(&self, block: &Block) -> [f64; 2] {
        let [dx, dy] = self.steps(block.sheet);
        [block.at[0] + f64::from(block.columns) * dx, block.at[1] + f64::from(block.rows) * dy]
    }

    fn needed(&self, side: f64, step: f64) -> u32 {
        ((side - self.overlap - SLACK) / step).ceil().clamp(1.0, 1e6) as u32
    }
}

/// How many sheets blocks have.
pub(super) fn count(blocks: &[Block]) -> u64 {
    blocks.iter().map(|block| u64::from(block.columns) * u64::from(block.rows)).sum()
}
