//! Tiles: a poster that is larger than any sheet at hand, in parts that a person pastes together.

use crate::{
    paper::Paper,
    press::{
        MOST, PressError,
        leaf::{Area, HAIR, Leaf, Line, Placed, Text, Turn},
        legend,
    },
};

/// How a poster is cut into parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tiling {
    /// A sheet, laid as it is printed on.
    pub sheet: Paper,
    pub columns: u32,
    pub rows: u32,
    /// Millimetres that two neighbours have in common.
    pub overlap: f64,
    /// Millimetres at each edge of a sheet on which nothing can be printed.
    pub margin: f64,
    /// Width and height of the poster.
    pub poster: [f64; 2],
}

/// Tenths of a micrometre are no reason for a sheet.
const SLACK: f64 = 1e-4;
/// The least that a sheet must bring beside what it shares.
const LEAST: f64 = 5.0;

impl Tiling {
    /// Cuts a poster for sheets laid the way in which fewer are needed; of two alike, as the poster lies.
    ///
    /// # Errors
    /// When a sheet has no room, or there would be too many.
    pub fn of(poster: [f64; 2], sheet: Paper, overlap: f64, margin: f64) -> Result<Self, PressError> {
        let wide = poster[0] > poster[1];
        let (short, long) = (sheet.width.min(sheet.height), sheet.width.max(sheet.height));
        let upright = Paper { width: short, height: long };
        let across = Paper { width: long, height: short };
        let ways = if wide { [across, upright] } else { [upright, across] };
        let tilings = ways.map(|sheet| Tiling::laid(poster, sheet, overlap, margin));
        let best = tilings.iter().flatten().min_by_key(|tiling| tiling.count()).copied();
        let best = best.ok_or(PressError::Margin(sheet))?;
        if best.count() > MOST { Err(PressError::Sheets(best.count())) } else { Ok(best) }
    }

    /// The same with sheets that lie as they are given; `None` when one has no room.
    fn laid(poster: [f64; 2], sheet: Paper, overlap: f64, margin: f64) -> Option<Self> {
        let mut tiling = Tiling { sheet, columns: 1, rows: 1, overlap, margin, poster };
        let sane = overlap >= 0.0 && margin >= 0.0 && poster.iter().all(|side| side.is_finite() && *side > 0.0);
        let steps = tiling.steps();
        if !sane || steps.iter().any(|step| *step < LEAST) {
            return None;
        }
        let count = |side: f64, step: f64| ((side - overlap - SLACK) / step).ceil().clamp(1.0, 1e6) as u32;
        (tiling.columns, tiling.rows) = (count(poster[0], steps[0]), count(poster[1], steps[1]));
        Some(tiling)
    }

    /// Width and height of the poster that fills so many columns and rows of upright sheets.
    ///
    /// # Errors
    /// When a sheet has no room.
    pub fn filled(columns: u32, rows: u32, sheet: Paper, overlap: f64, margin: f64) -> Result<[f64; 2], PressError> {
        let (short, long) = (sheet.width.min(sheet.height), sheet.width.max(sheet.height));
        let upright = Paper { width: short, height: long };
        let tiling = Tiling::laid([1.0, 1.0], upright, overlap, margin).ok_or(PressError::Margin(sheet))?;
        let [x, y] = tiling.steps();
        Ok([f64::from(columns) * x + overlap, f64::from(rows) * y + overlap])
    }

    /// How many sheets.
    pub fn count(&self) -> u64 {
        u64::from(self.columns) * u64::from(self.rows)
    }

    /// From one sheet to the next, across and down.
    pub fn steps(&self) -> [f64; 2] {
        [self.sheet.width, self.sheet.height].map(|side| side - 2.0 * self.margin - self.overlap)
    }

    /// The part of the poster that a sheet shows.
    pub fn part(&self, column: u32, row: u32) -> Area {
        let [dx, dy] = self.steps();
        let (x, y) = (f64::from(column) * dx, f64::from(row) * dy);
        let [w, h] = self.poster;
        Area { x, y, w: (dx + self.overlap).min(w - x), h: (dy + self.overlap).min(h - y) }
    }

    /// The map, and the sheets in the order in which they are pasted. `before` stands before their names.
    pub(super) fn leaves(&self, page: usize, bleed: f64, before: &str) -> Vec<Leaf> {
        let cells = (0..self.rows).flat_map(|row| (0..self.columns).map(move |column| (column, row)));
        let sheets = cells.map(|(column, row)| self.leaf(page, bleed, column, row, before));
        [legend::leaf(self, page, bleed, before)].into_iter().chain(sheets).collect()
    }

    fn leaf(&self, page: usize, bleed: f64, column: u32, row: u32, before: &str) -> Leaf {
        let (part, margin) = (self.part(column, row), self.margin);
        let [w, h] = self.poster;
        let clip = Area { x: margin, y: margin, w: part.w, h: part.h };
        let name = format!("{before}{}", name(column, row));
        let mut leaf = Leaf {
            width: self.sheet.width,
            height: self.sheet.height,
            trim: Some(clip),
            label: Some(name.clone()),
            placed: vec![Placed {
                page,
                to: Area { x: margin - part.x, y: margin - part.y, w, h },
                turn: Turn::None,
                clip: Some(clip),
            }],
            ..Leaf::default()
        };
        let [right, below] = [column + 1 < self.columns, row + 1 < self.rows];
        let [dx, dy] = self.steps();
        // Where this sheet ends to the eye: at the next one's edge, or at the trim of the poster.
        let x =
            [margin + if column == 0 { bleed } else { 0.0 }, if right { margin + dx } else { clip.right() - bleed }];
        let y = [margin + if row == 0 { bleed } else { 0.0 }, if below { margin + dy } else { clip.bottom() - bleed }];
        leaf.lines.extend(ticks(x, y, clip, margin));
        if self.overlap > 0.0 {
            // Just inside of what will be covered, so that nothing of the line is left to see.
            let inside = HAIR;
            let glue = |from, to| Line { from, to, width: 1.5 * HAIR, dashed: true, over: true };
            if right {
                leaf.lines.push(glue([x[1] + inside, clip.y], [x[1] + inside, clip.bottom()]));
            }
            if below {
                leaf.lines.push(glue([clip.x, y[1] + inside], [clip.right(), y[1] + inside]));
            }
        }
        leaf.texts.push(self.label(name, clip, [right, below]));
        leaf
    }

    /// The name where it will be covered; where nothing will, on bare paper.
    fn label(&self, say: String, clip: Area, [right, below]: [bool; 2]) -> Text {
        let size = (0.5 * self.overlap).clamp(1.8, 3.4);
        // What of a plate stands above and below a baseline.
        let (half, room) = (0.36 * size, self.overlap >= 3.0);
        let text = |at, over| Text { say, at, size, centred: true, over };
        let strip = self.overlap / 2.0;
        if right && room {
            return text([clip.right() - strip, clip.y + 2.0 * size + half], true);
        }
        if below && room {
            return text([clip.x + 2.5 * size, clip.bottom() - strip + half], true);
        }
        let (free_x, free_y) =
            (self.sheet.width - self.margin - clip.right(), self.sheet.height - self.margin - clip.bottom());
        if free_x > 5.0 * size {
            return text([clip.right() + 3.0 * size, clip.y + size], false);
        }
        if free_y > 4.0 * size {
            return text([clip.x + 2.5 * size, clip.bottom() + 2.5 * size], false);
        }
        // The margin: many printers reach into it, and who sees the page has the name in any case.
        let size = size.min(0.55 * self.margin).max(1.0);
        let y = self.sheet.height - self.margin / 2.0 + 0.36 * size;
        Text {
            say: text([0.0; 2], false).say,
            at: [clip.x + 6.0 * size, y],
            size,
            centred: true,
            over: self.margin < 2.0,
        }
    }
}

/// Ticks in the margins, in line with the edges that the sheet has in the end.
fn ticks(x: [f64; 2], y: [f64; 2], clip: Area, margin: f64) -> Vec<Line> {
    // From a little off the picture almost to the edge of the paper.
    let (near, far) = (0.8, 0.9 * margin);
    if far - near < 1.0 {
        return Vec::new();
    }
    let (left, right) = (clip.x, clip.right());
    let (top, bottom) = (clip.y, clip.bottom());
    let upright = x.iter().flat_map(|&x| {
        [Line::hair([x, top - near], [x, top - far]), Line::hair([x, bottom + near], [x, bottom + far])]
    });
    let level = y.iter().flat_map(|&y| {
        [Line::hair([left - near, y], [left - far, y]), Line::hair([right + near, y], [right + far, y])]
    });
    upright.chain(level).collect()
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
        let tiling = Tiling::of([700.0, 1000.0], paper("A4"), 10.0, 5.0).unwrap();
        assert_eq!((tiling.columns, tiling.rows, tiling.sheet), (4, 4, paper("A4")));
        assert_eq!(tiling.part(3, 3), Area { x: 570.0, y: 831.0, w: 130.0, h: 169.0 });
        assert_eq!(tiling.leaves(0, 0.0, "").len(), 17);
        assert!(Tiling::of([700.0, 1000.0], paper("A4"), 200.0, 5.0).is_err());
        assert!(Tiling::of([5000.0, 5000.0], paper("30x40mm"), 10.0, 5.0).is_err());
    }

    /// With the usual margin and overlap, and with margins of 5 mm alone: there plakativ 0.5.3 needs as many ("simple").
    #[test]
    fn ten_sizes_on_a4() {
        let counts = [
            ("A3", 4, 4),
            ("A2", 8, 6),
            ("A1", 12, 9),
            ("A0", 21, 18),
            ("50x70cm", 8, 8),
            ("70x100cm", 16, 15),
            ("60x90cm", 15, 12),
            ("B1", 16, 15),
            ("30cm", 4, 4),
            ("100x140cm", 32, 25),
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
        assert_eq!((tiling.count(), tiling.sheet.width), (1, 297.0));
        let tall = Tiling::of([250.0, 390.0], paper("A4"), 10.0, 5.0).unwrap();
        assert_eq!((tall.count(), tall.sheet.width), (2, 297.0));
    }

    #[test]
    fn sheets_are_called_as_on_a_chessboard() {
        assert_eq!([name(2, 1), name(0, 25), name(9, 26), name(0, 27)], ["B3", "Z1", "AA10", "AB1"]);
    }

    proptest! {
        /// Every point lies on a sheet, and neighbours share the overlap and no more.
        #[test]
        fn parts_make_the_poster(
            w in 50.0..3000.0f64, h in 50.0..3000.0f64, tile in 0usize..4, overlap in 0.0..25.0f64, margin in 0.0..15.0f64,
        ) {
            let sheet = paper(["A4", "A3", "letter", "tabloid"][tile]);
            let tiling = Tiling::of([w, h], sheet, overlap, margin).unwrap();
            let [dx, dy] = tiling.steps();
            let least = |side: f64, step: f64| ((side - overlap) / step - 1e-5).ceil().max(1.0) as u32;
            prop_assert_eq!((tiling.columns, tiling.rows), (least(w, dx), least(h, dy)));
            for column in 0..tiling.columns {
                let part = tiling.part(column, 0);
                prop_assert!(part.w > 0.0 && part.w <= dx + overlap + 1e-9);
                let end = if column + 1 < tiling.columns { tiling.part(column + 1, 0).x + overlap } else { w };
                prop_assert!((part.right() - end).abs() < 1e-3, "{} {}", part.right(), end);
            }
            prop_assert!((tiling.part(0, tiling.rows - 1).bottom() - h).abs() < 1e-3);
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
