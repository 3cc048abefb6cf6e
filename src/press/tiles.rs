//! Tiles: a poster that is larger than any sheet at hand, in parts that a person pastes together.

use crate::{
    paper::Paper,
    press::{
        MOST, PressError,
        leaf::{Area, Leaf},
        legend,
        seams::common,
        tile,
        ways::count,
    },
};

/// How a poster is cut into parts: in blocks of sheets that lie alike. All are one block; or rows or columns lie one way and,
/// where fewer are needed so, the others turned; or four blocks stand round a corner, if that takes fewer still.
#[derive(Clone, Debug, PartialEq)]
pub struct Tiling {
    /// In the order in which they are pasted.
    pub blocks: Vec<Block>,
    /// Whether the sheets of a block are pasted column by column, each from the top down, or row by row.
    pub columns: bool,
    /// Millimetres that two neighbours have in common, at the least.
    pub overlap: f64,
    /// Millimetres at each edge of a sheet on which nothing can be printed.
    pub margin: f64,
    /// Width and height of the poster.
    pub poster: [f64; 2],
}

/// Columns and rows of the same sheets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Block {
    /// As it lies.
    pub sheet: Paper,
    pub columns: u32,
    pub rows: u32,
    /// Where it begins on the poster.
    pub at: [f64; 2],
    /// The number of its first column, and of its first row.
    pub first: [u32; 2],
}

/// A sheet of a tiled poster.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    pub column: u32,
    pub row: u32,
    /// As it lies.
    pub sheet: Paper,
    /// What it shows of the poster.
    pub part: Area,
    /// What sheets that are pasted later hide of that. Every sheet goes over others with its left and its upper edge alone.
    pub over: Vec<Area>,
}

/// Tenths of a micrometre are no reason for a sheet.
pub(super) const SLACK: f64 = 1e-4;
/// The least that a sheet must bring beside what it shares.
const LEAST: f64 = 5.0;
impl Tiling {
    /// Cuts a poster for sheets laid in the way in which fewest are needed; of ways alike, all as the poster lies, or all
    /// turned, before both ways in rows or columns, and these before those round a corner.
    ///
    /// # Errors
    /// When a sheet has no room, or there would be too many.
    pub fn of(poster: [f64; 2], sheet: Paper, overlap: f64, margin: f64) -> Result<Self, PressError> {
        let wide = poster[0] > poster[1];
        let (short, long) = (sheet.width.min(sheet.height), sheet.width.max(sheet.height));
        let upright = Paper { width: short, height: long };
        let across = Paper { width: long, height: short };
        let ways = if wide { [across, upright] } else { [upright, across] };
        let mut tiling = Tiling { blocks: Vec::new(), columns: false, overlap, margin, poster };
        let sane = overlap >= 0.0 && margin >= 0.0 && poster.iter().all(|side| side.is_finite() && *side > 0.0);
        let ways: Vec<Paper> = ways.into_iter().filter(|way| tiling.steps(*way).iter().all(|s| *s >= LEAST)).collect();
        if !sane || ways.is_empty() {
            return Err(PressError::Margin(sheet));
        }
        let mut cuts: Vec<(bool, Vec<Block>)> =
            ways.iter().map(|way| (false, vec![tiling.rest(*way, [0.0; 2], [0; 2])])).collect();
        if let [first, other] = ways[..] {
            cuts.extend(tiling.bands(first, other, false).chain(tiling.bands(first, other, true)));
            for (first, other) in [(first, other), (other, first)] {
                cuts.extend(tiling.corners(first, other).into_iter().map(|blocks| (true, blocks)));
            }
        }
        let best = cuts.into_iter().min_by_key(|(_, blocks)| count(blocks));
        (tiling.columns, tiling.blocks) = best.unwrap_or_default();
        if tiling.count() > MOST { Err(PressError::Sheets(tiling.count())) } else { Ok(tiling) }
    }

    /// Width and height of the poster that fills so many columns and rows of upright sheets.
    ///
    /// # Errors
    /// When a sheet has no room.
    pub fn filled(columns: u32, rows: u32, sheet: Paper, overlap: f64, margin: f64) -> Result<[f64; 2], PressError> {
        let (short, long) = (sheet.width.min(sheet.height), sheet.width.max(sheet.height));
        let [x, y] = [short, long].map(|side| side - 2.0 * margin - overlap);
        if x.min(y) < LEAST {
            return Err(PressError::Margin(sheet));
        }
        Ok([f64::from(columns) * x + overlap, f64::from(rows) * y + overlap])
    }

    /// How many sheets.
    pub fn count(&self) -> u64 {
        count(&self.blocks)
    }

    /// From one sheet to the next, across and down.
    pub fn steps(&self, sheet: Paper) -> [f64; 2] {
        [sheet.width, sheet.height].map(|side| side - 2.0 * self.margin - self.overlap)
    }

    /// The sheets, in the order in which they are pasted.
    pub fn tiles(&self) -> Vec<Tile> {
        let [w, h] = self.poster;
        let mut tiles: Vec<Tile> = Vec::new();
        for Block { sheet, columns, rows, at, first } in &self.blocks {
            let [dx, dy] = self.steps(*sheet);
            for n in 0..columns * rows {
                let (column, row) = if self.columns { (n / rows, n % rows) } else { (n % columns, n / columns) };
                let (x, y) = (at[0] + f64::from(column) * dx, at[1] + f64::from(row) * dy);
                let part = Area { x, y, w: (dx + self.overlap).min(w - x), h: (dy + self.overlap).min(h - y) };
                let (column, row) = (first[0] + column, first[1] + row);
                tiles.push(Tile { column, row, sheet: *sheet, part, over: Vec::new() });
            }
        }
        for n in 0..tiles.len() {
            let (done, later) = tiles.split_at_mut(n + 1);
            let hidden = later.iter().filter_map(|tile| common(&done[n].part, &tile.part));
            done[n].over = hidden.collect();
        }
        tiles
    }

    /// The map, and the sheets. `before` stands before their names.
    pub(super) fn leaves(&self, page: usize, bleed: f64, before: &str) -> Vec<Leaf> {
        let tiles = self.tiles();
        let sheets = tiles.iter().map(|tile| tile::leaf(self, tile, page, bleed, before));
        [legend::leaf(self, &tiles, page, bleed, before)].into_iter().chain(sheets).collect()
    }
}

/// The name of a sheet: the letter of its row and the number of its column.
pub fn name(column: u32, row: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(row) + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &(column + 1).to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn paper(text: &str) -> Paper {
        text.parse().unwrap()
    }

    #[test]
    fn seventy_by_a_hundred_on_a4() {
        // Upright: (700 − 10) ÷ (200 − 10) = 3.6, (1000 − 10) ÷ (287 − 10) = 3.6.
        // Three rows of that, and what is left, 169, as three that lie across: (700 − 10) ÷ (287 − 10) = 2.5.
        let tiling = Tiling::of([700.0, 1000.0], paper("A4"), 10.0, 5.0).unwrap();
        let upright = Block { sheet: paper("A4"), columns: 4, rows: 3, at: [0.0; 2], first: [0; 2] };
        let across = Block { sheet: paper("A4").along(2, 1), columns: 3, rows: 1, at: [0.0, 831.0], first: [0, 3] };
        assert_eq!((&tiling.blocks[..], tiling.columns), (&[upright, across][..], false));
        let last = tiling.tiles().pop().unwrap();
        assert_eq!(last.part, Area { x: 554.0, y: 831.0, w: 146.0, h: 169.0 });
        assert!(last.over.is_empty() && last.seen() == [last.part]);
        assert_eq!(tiling.leaves(0, 0.0, "").len(), 16);
        assert!(Tiling::of([700.0, 1000.0], paper("A4"), 200.0, 5.0).is_err());
        assert!(Tiling::of([5000.0, 5000.0], paper("30x40mm"), 10.0, 5.0).is_err());
    }

    /// With the usual margin and overlap, and with margins of 5 mm alone. plakativ 0.5.3 needs as many as the latter when
    /// all sheets lie one way, and 6, 13, 15 and 15 for A2, 60 × 90 cm, 70 × 100 cm and B1 when they do not. On an A2, two sheets
    /// across over one upright stand beside one upright over two across; of one of them an L is seen.
    #[test]
    fn ten_sizes_on_a4() {
        let counts = [
            ("A3", 4, 4),
            ("A2", 6, 6),
            ("A1", 11, 9),
            ("A0", 20, 18),
            ("50x70cm", 8, 8),
            ("70x100cm", 15, 14),
            ("60x90cm", 12, 12),
            ("B1", 15, 14),
            ("30cm", 4, 4),
            ("100x140cm", 30, 25),
        ];
        for (size, usual, bare) in counts {
            let Paper { width, height } = paper(size);
            let count = |overlap| Tiling::of([width, height], paper("A4"), overlap, 5.0).unwrap().count();
            assert_eq!((count(10.0), count(0.0)), (usual, bare), "{size}");
        }
    }

    #[test]
    fn the_way_with_fewer_sheets_is_taken() {
        // Upright it would take 2 × 1, across 1 × 1.
        let tiling = Tiling::of([280.0, 190.0], paper("A4"), 10.0, 5.0).unwrap();
        assert_eq!((tiling.count(), tiling.blocks[0].sheet.width), (1, 297.0));
        let tall = Tiling::of([250.0, 390.0], paper("A4"), 10.0, 5.0).unwrap();
        assert_eq!((tall.count(), tall.blocks[0].sheet.width), (2, 297.0));
    }

    #[test]
    fn sheets_are_called_as_on_a_chessboard() {
        assert_eq!([name(2, 1), name(0, 25), name(9, 26), name(0, 27)], ["B3", "Z1", "AA10", "AB1"]);
    }

    proptest! {
        /// What is seen of the sheets is the poster, each point of it once; neighbours share the overlap and no more.
        #[test]
        fn parts_make_the_poster(
            w in 50.0..3000.0f64, h in 50.0..3000.0f64, tile in 0usize..4, overlap in 0.0..25.0f64, margin in 0.0..15.0f64,
        ) {
            let sheet = paper(["A4", "A3", "letter", "tabloid"][tile]);
            let tiling = Tiling::of([w, h], sheet, overlap, margin).unwrap();
            let tiles = tiling.tiles();
            prop_assert_eq!(tiles.len() as u64, tiling.count());
            let area = |areas: &[Area]| -> f64 { areas.iter().map(|area| area.w * area.h).sum() };
            let seen: f64 = tiles.iter().map(|tile| area(&tile.seen())).sum();
            prop_assert!((seen / (w * h) - 1.0).abs() < 1e-6, "{} of {}", seen, w * h);
            let mut names: Vec<String> = tiles.iter().map(|tile| name(tile.column, tile.row)).collect();
            names.sort();
            names.dedup();
            prop_assert_eq!(names.len(), tiles.len());
            for (n, tile) in tiles.iter().enumerate() {
                let [dx, dy] = tiling.steps(tile.sheet);
                let Tile { part, .. } = tile;
                prop_assert!(part.w > 0.0 && part.w <= dx + overlap + 1e-9 && part.h > 0.0 && part.h <= dy + overlap + 1e-9);
                for seen in tile.seen() {
                    // Right and below, all that is seen ends under the next sheet or with the poster.
                    prop_assert!(seen.right() < part.right() - overlap + 1e-6 || part.right() > w - 1e-3, "{:?} {:?}", tile, seen);
                    prop_assert!(seen.bottom() < part.bottom() - overlap + 1e-6 || part.bottom() > h - 1e-3, "{:?} {:?}", tile, seen);
                    let apart = |other: &Tile| other.seen().iter().all(|other| common(&seen, other).is_none());
                    prop_assert!(tiles[n + 1..].iter().all(apart));
                }
            }
            // The picture stays within what can be printed on, and each point of it is where it belongs.
            for leaf in tiling.leaves(0, 0.0, "").iter().skip(1) {
                let (placed, clip) = (leaf.placed[0], leaf.placed[0].clip.unwrap());
                prop_assert!(clip.x >= margin && clip.right() <= leaf.width - margin + 1e-9);
                prop_assert!(clip.bottom() <= leaf.height - margin + 1e-9);
                prop_assert_eq!((placed.to.w, placed.to.h), (w, h));
            }
        }

        #[test]
        fn what_fills_sheets_takes_as_many(columns in 1u32..12, rows in 1u32..12) {
            let [w, h] = Tiling::filled(columns, rows, paper("A4"), 10.0, 5.0).unwrap();
            let tiling = Tiling::of([w, h], paper("A4"), 10.0, 5.0).unwrap();
            prop_assert!(tiling.count() <= u64::from(columns * rows));
            let turned = Tiling::of([h, w], paper("A4"), 10.0, 5.0).unwrap();
            prop_assert_eq!(turned.count(), tiling.count());
        }
    }
}
