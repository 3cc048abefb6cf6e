//! Tiles: a poster that is larger than any sheet at hand, in parts that a person pastes together.

use crate::{
    paper::Paper,
    press::{
        MOST, PressError,
        leaf::{Area, Leaf},
        legend, tile,
    },
};

/// How a poster is cut into parts: in rows of sheets, or in columns, the first ones of sheets that lie one way and, where
/// fewer are needed so, the others of turned ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Tiling {
    /// From the first row or column to the last; at most two kinds.
    pub bands: Vec<Band>,
    /// Whether they are columns, one beside the other, each pasted from the top down.
    pub columns: bool,
    /// Millimetres that two neighbours have in common.
    pub overlap: f64,
    /// Millimetres at each edge of a sheet on which nothing can be printed.
    pub margin: f64,
    /// Width and height of the poster.
    pub poster: [f64; 2],
}

/// Rows or columns of the same sheets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// As it lies.
    pub sheet: Paper,
    /// How many rows or columns.
    pub lines: u32,
    /// How many sheets each has.
    pub sheets: u32,
}

/// A sheet of a tiled poster.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tile {
    pub column: u32,
    pub row: u32,
    /// As it lies.
    pub sheet: Paper,
    /// What it shows of the poster.
    pub part: Area,
    /// What of that is seen when all are pasted.
    pub seen: Area,
    /// Whether others are pasted over its strips at the right and below.
    pub covered: [bool; 2],
}

/// Tenths of a micrometre are no reason for a sheet.
const SLACK: f64 = 1e-4;
/// The least that a sheet must bring beside what it shares.
const LEAST: f64 = 5.0;

impl Tiling {
    /// Cuts a poster for sheets laid in the way in which fewest are needed; of ways alike, all as the poster lies, or all
    /// turned, before both ways.
    ///
    /// # Errors
    /// When a sheet has no room, or there would be too many.
    pub fn of(poster: [f64; 2], sheet: Paper, overlap: f64, margin: f64) -> Result<Self, PressError> {
        let wide = poster[0] > poster[1];
        let (short, long) = (sheet.width.min(sheet.height), sheet.width.max(sheet.height));
        let upright = Paper { width: short, height: long };
        let across = Paper { width: long, height: short };
        let ways = if wide { [across, upright] } else { [upright, across] };
        let mut tiling = Tiling { bands: Vec::new(), columns: false, overlap, margin, poster };
        let sane = overlap >= 0.0 && margin >= 0.0 && poster.iter().all(|side| side.is_finite() && *side > 0.0);
        let ways: Vec<Paper> = ways.into_iter().filter(|way| tiling.steps(*way).iter().all(|s| *s >= LEAST)).collect();
        if !sane || ways.is_empty() {
            return Err(PressError::Margin(sheet));
        }
        let plain = ways.iter().map(|way| (false, vec![tiling.band(*way, false, tiling.lines(*way, false, 0.0))]));
        let mut cuts: Vec<(bool, Vec<Band>)> = plain.collect();
        if let [upright, across] = ways[..] {
            let both = |columns| tiling.mixed(upright, across, columns).map(move |bands| (columns, bands.to_vec()));
            let both: Vec<_> = both(false).chain(both(true)).collect();
            cuts.extend(both);
        }
        let count = |bands: &[Band]| bands.iter().map(|band| u64::from(band.lines) * u64::from(band.sheets)).sum();
        let best = cuts.into_iter().min_by_key(|(_, bands)| -> u64 { count(bands) });
        (tiling.columns, tiling.bands) = best.unwrap_or_default();
        if tiling.count() > MOST { Err(PressError::Sheets(tiling.count())) } else { Ok(tiling) }
    }

    /// Every way of laying some rows (or columns) of one kind of sheet, and of another all that are left.
    fn mixed(&self, first: Paper, other: Paper, columns: bool) -> impl Iterator<Item = [Band; 2]> {
        let step = self.steps(first)[usize::from(!columns)];
        let all = self.lines(first, columns, 0.0);
        (1..all.min(MOST as u32)).map(move |lines| {
            let rest = self.lines(other, columns, f64::from(lines) * step);
            [self.band(first, columns, lines), self.band(other, columns, rest)]
        })
    }

    /// Rows (or columns) of such sheets that reach from `start` to the end of the poster.
    fn lines(&self, sheet: Paper, columns: bool, start: f64) -> u32 {
        let axis = usize::from(!columns);
        self.needed(self.poster[axis] - start, self.steps(sheet)[axis])
    }

    fn band(&self, sheet: Paper, columns: bool, lines: u32) -> Band {
        Band { sheet, lines, sheets: self.lines(sheet, !columns, 0.0) }
    }

    fn needed(&self, side: f64, step: f64) -> u32 {
        ((side - self.overlap - SLACK) / step).ceil().clamp(1.0, 1e6) as u32
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
        self.bands.iter().map(|band| u64::from(band.lines) * u64::from(band.sheets)).sum()
    }

    /// From one sheet to the next, across and down.
    pub fn steps(&self, sheet: Paper) -> [f64; 2] {
        [sheet.width, sheet.height].map(|side| side - 2.0 * self.margin - self.overlap)
    }

    /// The sheets, in the order in which they are pasted.
    pub fn tiles(&self) -> Vec<Tile> {
        let [w, h] = self.poster;
        let lines: u32 = self.bands.iter().map(|band| band.lines).sum();
        let (mut tiles, mut line, mut start) = (Vec::new(), 0, 0.0);
        for band in &self.bands {
            let [dx, dy] = self.steps(band.sheet);
            for _ in 0..band.lines {
                for n in 0..band.sheets {
                    let [last_line, last] = [line + 1 == lines, n + 1 == band.sheets];
                    let (column, row, x, y, covered) = if self.columns {
                        (line, n, start, f64::from(n) * dy, [!last_line, !last])
                    } else {
                        (n, line, f64::from(n) * dx, start, [!last, !last_line])
                    };
                    let part = Area { x, y, w: (dx + self.overlap).min(w - x), h: (dy + self.overlap).min(h - y) };
                    let side = |covered, step, whole| if covered { step } else { whole };
                    let seen = Area { x, y, w: side(covered[0], dx, part.w), h: side(covered[1], dy, part.h) };
                    tiles.push(Tile { column, row, sheet: band.sheet, part, seen, covered });
                }
                line += 1;
                start += if self.columns { dx } else { dy };
            }
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
        let upright = Band { sheet: paper("A4"), lines: 3, sheets: 4 };
        let across = Band { sheet: paper("A4").along(2, 1), lines: 1, sheets: 3 };
        assert_eq!((&tiling.bands[..], tiling.columns), (&[upright, across][..], false));
        let last = *tiling.tiles().last().unwrap();
        assert_eq!(last.part, Area { x: 554.0, y: 831.0, w: 146.0, h: 169.0 });
        assert_eq!((last.part, [false; 2]), (last.seen, last.covered));
        assert_eq!(tiling.leaves(0, 0.0, "").len(), 16);
        assert!(Tiling::of([700.0, 1000.0], paper("A4"), 200.0, 5.0).is_err());
        assert!(Tiling::of([5000.0, 5000.0], paper("30x40mm"), 10.0, 5.0).is_err());
    }

    /// With the usual margin and overlap, and with margins of 5 mm alone. plakativ 0.5.3 needs as many as the latter when
    /// all sheets lie one way, and 6, 13, 15 and 15 for A2, 60 × 90 cm, 70 × 100 cm and B1 when they do not. With the usual
    /// margin and overlap six sheets can cover an A2 as well, two across over one upright beside one upright over two across;
    /// but then an L is seen of one of them, and nobody pastes that straight.
    #[test]
    fn ten_sizes_on_a4() {
        let counts = [
            ("A3", 4, 4),
            ("A2", 7, 6),
            ("A1", 11, 9),
            ("A0", 20, 18),
            ("50x70cm", 8, 8),
            ("70x100cm", 15, 14),
            ("60x90cm", 13, 12),
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
        assert_eq!((tiling.count(), tiling.bands[0].sheet.width), (1, 297.0));
        let tall = Tiling::of([250.0, 390.0], paper("A4"), 10.0, 5.0).unwrap();
        assert_eq!((tall.count(), tall.bands[0].sheet.width), (2, 297.0));
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
            let seen: f64 = tiles.iter().map(|tile| tile.seen.w * tile.seen.h).sum();
            prop_assert!((seen / (w * h) - 1.0).abs() < 1e-6, "{} of {}", seen, w * h);
            for (n, tile) in tiles.iter().enumerate() {
                let [dx, dy] = tiling.steps(tile.sheet);
                let Tile { part, seen, covered: [right, below], .. } = *tile;
                prop_assert!(part.w > 0.0 && part.w <= dx + overlap + 1e-9 && part.h > 0.0 && part.h <= dy + overlap + 1e-9);
                let end = [if right { seen.right() + overlap } else { w }, if below { seen.bottom() + overlap } else { h }];
                let off = (part.right() - end[0]).abs().max((part.bottom() - end[1]).abs());
                prop_assert!(off < 1e-3);
                let apart = |other: &Tile| {
                    let (a, b) = (seen, other.seen);
                    a.right().min(b.right()) - a.x.max(b.x) < 1e-6 || a.bottom().min(b.bottom()) - a.y.max(b.y) < 1e-6
                };
                prop_assert!(tiles[n + 1..].iter().all(apart));
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
