//! Booklets: pages in the order in which they come to lie right when the sheet is folded.

use serde::{Deserialize, Serialize};

use crate::{
    paper::Paper,
    press::{
        Cut,
        leaf::{Area, Leaf, Line, Placed, Turn},
    },
};

/// A way of folding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Booklet {
    /// Eight pages on one side of a sheet, one cut, three folds.
    Zine,
    /// Sheets printed on both sides, folded in the middle, stitched through the fold.
    Saddle,
}

/// A front and a back that the program makes for each booklet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    /// What it is called, after ` // ` a smaller line; by the template when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// A page in its place on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The number of the page, from 0; there may be fewer pages.
    pub page: usize,
    pub column: u32,
    pub row: u32,
    pub turn: Turn,
}

impl Booklet {
    /// Columns and rows of a sheet that lies across.
    pub fn panels(self) -> [u32; 2] {
        match self {
            Booklet::Zine => [4, 2],
            Booklet::Saddle => [2, 1],
        }
    }

    /// The pages of every side of every sheet. Backs follow their fronts and are turned on the short edge.
    pub fn sides(self, pages: usize) -> Vec<Vec<Slot>> {
        match self {
            Booklet::Zine => (0..pages.div_ceil(8)).map(|sheet| zine(8 * sheet)).collect(),
            Booklet::Saddle => saddle(pages.div_ceil(4) * 4),
        }
    }

    /// How many pages stand between the covers of one booklet.
    pub fn inner(self) -> usize {
        match self {
            Booklet::Zine => 6,
            Booklet::Saddle => usize::MAX,
        }
    }

    /// Whether that one of `count` pages is a front or a back, where booklets have covers.
    pub(super) fn is_cover(self, page: usize, count: usize) -> bool {
        let place = page % self.inner().saturating_add(2);
        place == 0 || place == self.inner().saturating_add(1) || page + 1 == count
    }

    /// Which of `count` pages each place in the booklets has; the last page of a booklet with covers is its back, however
    /// few there are before it.
    fn order(self, count: usize, covers: bool) -> Vec<Option<usize>> {
        if !covers {
            return (0..count).map(Some).collect();
        }
        let each = self.inner().saturating_add(2);
        let mut order = Vec::new();
        for first in (0..count).step_by(each) {
            let pages = each.min(count - first);
            let places = if each == usize::MAX { pages.div_ceil(4) * 4 } else { each };
            let inside = (0..pages - 1).map(|page| Some(first + page));
            order.extend(inside.chain((pages..places).map(|_| None)).chain([Some(first + pages - 1)]));
        }
        order
    }

    /// The trimmed page of a sheet that keeps `margin` millimetres of every panel white.
    pub fn page(self, sheet: Paper, margin: f64) -> Option<Paper> {
        let sheet = sheet.along(2, 1);
        let [columns, rows] = self.panels().map(f64::from);
        // Micrometres, so that it can be written down.
        let side = |all: f64, count: f64| ((all / count - 2.0 * margin) * 1000.0).round() / 1000.0;
        let page = Paper { width: side(sheet.width, columns), height: side(sheet.height, rows) };
        (page.width >= 10.0 && page.height >= 10.0).then_some(page)
    }

    /// `creep` is how thick a sheet is: where sheets are folded into each other, each stands out by so much farther than
    /// the one round it, and its pages move as far towards the fold. With `covers`, the first page and the last of every
    /// booklet are its front and its back.
    pub(super) fn leaves(self, cuts: &[Option<Cut>], sheet: Paper, creep: f64, covers: bool) -> Vec<Leaf> {
        let order = self.order(cuts.len(), covers);
        let sheet = sheet.along(2, 1);
        let [columns, rows] = self.panels().map(f64::from);
        let panel = [sheet.width / columns, sheet.height / rows];
        let side = |(n, slots): (usize, Vec<Slot>)| {
            let inwards = if self == Booklet::Saddle { creep * (n / 2) as f64 } else { 0.0 };
            let mut leaf = Leaf { width: sheet.width, height: sheet.height, ..Leaf::default() };
            for slot in slots {
                let Some(page) = order.get(slot.page).copied().flatten() else { continue };
                let Some(cut) = cuts[page] else { continue };
                let [x, y] = [f64::from(slot.column) * panel[0], f64::from(slot.row) * panel[1]];
                let moved = if slot.column == 0 { inwards } else { -inwards };
                let to = cut.around(x + (panel[0] - cut.width) / 2.0 + moved, y + (panel[1] - cut.height) / 2.0);
                // Nothing goes over the fold.
                let clip = (inwards > 0.0).then_some(Area { x, y, w: panel[0], h: panel[1] });
                leaf.placed.push(Placed { page, to, turn: slot.turn, clip });
            }
            leaf.lines = self.folds(sheet);
            leaf
        };
        let leaves = self.sides(order.len()).into_iter().enumerate().map(side);
        // A zine that came to nothing is no sheet; of a stitched booklet backs must follow their fronts.
        leaves.filter(|leaf| self == Booklet::Saddle || !leaf.placed.is_empty()).collect()
    }

    /// Ticks at the edges where the sheet is folded, and the cut of a zine.
    fn folds(self, Paper { width, height, .. }: Paper) -> Vec<Line> {
        let [columns, rows] = self.panels();
        const TICK: f64 = 4.0;
        let fold = |from, to| Line { from, to, width: crate::press::leaf::HAIR, dashed: false, over: true };
        let upright = (1..columns).map(|n| width / f64::from(columns) * f64::from(n));
        let level = (1..rows).map(|n| height / f64::from(rows) * f64::from(n));
        let mut lines: Vec<Line> =
            upright.flat_map(|x| [fold([x, 0.0], [x, TICK]), fold([x, height - TICK], [x, height])]).collect();
        lines.extend(level.flat_map(|y| [fold([0.0, y], [TICK, y]), fold([width - TICK, y], [width, y])]));
        if self == Booklet::Zine {
            let y = height / 2.0;
            lines.push(Line { dashed: true, ..fold([width / 4.0, y], [width * 0.75, y]) });
        }
        lines
    }
}

/// Below, upright: 6, 7, 8 and the cover, 1. Above, on their heads: 5, 4, 3, 2.
fn zine(first: usize) -> Vec<Slot> {
    let slot = |page: usize, column: u32, row: u32, turn| Slot { page: first + page - 1, column, row, turn };
    let above = [5, 4, 3, 2].into_iter().zip(0..).map(|(page, column)| slot(page, column, 0, Turn::Half));
    let below = [6, 7, 8, 1].into_iter().zip(0..).map(|(page, column)| slot(page, column, 1, Turn::None));
    above.chain(below).collect()
}

/// The outermost sheet first: its front has the last page and the first, its back the second and the last but one.
fn saddle(pages: usize) -> Vec<Vec<Slot>> {
    let side = |left: usize, right: usize| {
        let slot = |page, column| Slot { page, column, row: 0, turn: Turn::None };
        vec![slot(left, 0), slot(right, 1)]
    };
    let sheets = (0..pages / 4).flat_map(|sheet| {
        let (first, last) = (2 * sheet, pages - 1 - 2 * sheet);
        [side(last, first), side(first + 1, last - 1)]
    });
    sheets.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// A sheet that is folded as a zine: which panel is met, page by page, when it is leafed through.
    ///
    /// The sheet is folded along its length and pushed together from its ends, so that the cut opens to a cross of four
    /// leaves: the ends, and the two that the middle panels make. Going round the cross from the left end, each leaf
    /// shows one panel to the quadrant before it and one to the quadrant behind: the lower row is met from left to
    /// right, then the upper one from right to left.
    fn leafed() -> Vec<(u32, u32)> {
        (0..4).map(|column| (column, 1)).chain((0..4).rev().map(|column| (column, 0))).collect()
    }

    #[test]
    fn a_folded_zine_reads_from_cover_to_back() {
        let slots: BTreeMap<_, _> =
            zine(0).into_iter().map(|slot| ((slot.column, slot.row), (slot.page, slot.turn))).collect();
        assert_eq!(slots.len(), 8);
        let round: Vec<usize> = leafed().iter().map(|panel| slots[panel].0).collect();
        let cover = round.iter().position(|page| *page == 0).unwrap();
        let read: Vec<usize> = round.iter().cycle().skip(cover).take(8).copied().collect();
        assert_eq!(read, [0, 1, 2, 3, 4, 5, 6, 7]);
        // The cover is a right-hand page: the second panel of a quadrant.
        assert_eq!(cover % 2, 1);
        // Folded over, the upper row would stand on its head.
        assert!(slots.iter().all(|((_, row), (_, turn))| *turn == if *row == 0 { Turn::Half } else { Turn::None }));
    }

    #[test]
    fn a_stitched_booklet_reads_from_cover_to_back() {
        for (pages, padded) in [(1, 4), (4, 4), (5, 8), (12, 12), (16, 16)] {
            let sides = Booklet::Saddle.sides(pages);
            assert_eq!(sides.len(), padded / 2);
            // Sheets lie in each other, the first outermost: right halves of fronts and left halves of backs up to the
            // middle, then outwards again.
            let page = |side: usize, column: usize| sides[side][column].page;
            let inwards = (0..padded / 4).flat_map(|sheet| [page(2 * sheet, 1), page(2 * sheet + 1, 0)]);
            let outwards = (0..padded / 4).rev().flat_map(|sheet| [page(2 * sheet + 1, 1), page(2 * sheet, 0)]);
            assert!(inwards.chain(outwards).eq(0..padded));
        }
    }

    #[test]
    fn numbered_pages_lie_in_their_panels() {
        let sheet: Paper = "A4".parse().unwrap();
        let page = Booklet::Zine.page(sheet, 5.0).unwrap();
        assert_eq!((page.width, page.height), (64.25, 95.0));
        let cut = Cut { width: page.width, height: page.height, bleed: 0.0 };
        // The fourth page came to nothing: its panel stays white.
        let cuts: Vec<_> = (0..8).map(|n| (n != 3).then_some(cut)).collect();
        let leaves = Booklet::Zine.leaves(&cuts, sheet, 0.1, false);
        assert_eq!((leaves.len(), leaves[0].width, leaves[0].height), (1, 297.0, 210.0));
        // The upper left corner of each page, on the sheet.
        let corners: BTreeMap<usize, [f64; 2]> =
            leaves[0].placed.iter().map(|placed| (placed.page, placed.point([0.0, 0.0]))).collect();
        for (number, corner) in [
            (1, [227.75, 110.0]),
            (2, [292.0, 100.0]),
            (3, [217.75, 100.0]),
            (5, [69.25, 100.0]),
            (6, [5.0, 110.0]),
            (7, [79.25, 110.0]),
            (8, [153.5, 110.0]),
        ] {
            assert_eq!(corners[&(number - 1)], corner, "page {number}");
        }
        assert!(!corners.contains_key(&3));
        assert!(Booklet::Zine.page("A6".parse().unwrap(), 30.0).is_none());
    }

    #[test]
    fn the_back_is_the_last_page_however_few_there_are() {
        let order = |booklet: Booklet, count| {
            let order = booklet.order(count, true).into_iter();
            order.map(|page| page.map_or("-".into(), |page| page.to_string())).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(order(Booklet::Saddle, 4), "0 1 2 3");
        assert_eq!(order(Booklet::Saddle, 5), "0 1 2 3 - - - 4");
        assert_eq!(order(Booklet::Zine, 8), "0 1 2 3 4 5 6 7");
        // Seven pictures are two zines, each with its covers.
        assert_eq!(order(Booklet::Zine, 11), "0 1 2 3 4 5 6 7 8 9 - - - - - 10");
        let covers = |booklet: Booklet, count| -> Vec<usize> {
            (0..count).filter(|page| booklet.is_cover(*page, count)).collect()
        };
        assert_eq!(covers(Booklet::Zine, 11), [0, 7, 8, 10]);
        assert_eq!(covers(Booklet::Saddle, 11), [0, 10]);
    }

    #[test]
    fn inner_pages_move_towards_the_fold() {
        let sheet: Paper = "A4".parse().unwrap();
        let page = Booklet::Saddle.page(sheet, 5.0).unwrap();
        let cut = Some(Cut { width: page.width, height: page.height, bleed: 0.0 });
        let leaves = Booklet::Saddle.leaves(&[cut; 12], sheet, 0.2, false);
        let lefts = leaves.iter().map(|leaf| leaf.placed.iter().map(|placed| placed.to.x).collect::<Vec<_>>());
        let free = (148.5 - page.width) / 2.0;
        for (n, lefts) in lefts.enumerate() {
            let inwards = 0.2 * (n / 2) as f64;
            assert!((lefts[0] - free - inwards).abs() < 1e-9 && (lefts[1] - 148.5 - free + inwards).abs() < 1e-9);
        }
        assert_eq!(Booklet::Saddle.leaves(&[cut; 12], sheet, 0.0, false)[5].placed[0].clip, None);
    }
}
