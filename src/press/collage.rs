//! Collages: several pictures on one page, each made for its frame.

use serde::{Deserialize, Serialize};

use crate::{
    paper::Paper,
    press::{
        Cut, PressError,
        division::Division,
        leaf::{Area, Head, Leaf, Line, Placed, Turn},
    },
};

/// How pictures are put together on pages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collage {
    pub division: Division,
    /// Millimetres between two frames.
    pub gutter: f64,
    /// Millimetres that stay white at each edge of a page. Without any, frames reach into the bleed.
    pub margin: f64,
    /// What stands above the frames of the first page; after ` // ` a smaller line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// The least side of a frame.
const LEAST: f64 = 10.0;

impl Collage {
    /// A sheet as it lies for `count` pictures: the way in which frames come nearest to squares.
    pub(super) fn lies(&self, paper: Paper, count: usize) -> Paper {
        let (upright, wide) = (paper.along(1, 2), paper.along(2, 1));
        match self.division {
            Division::Triptych => wide,
            Division::Strip | Division::Front => upright,
            Division::Grid(sides) => {
                let count = sides.map_or(self.division.shares(count).first().copied(), |_| Some(self.division.room()));
                let off = |sheet: Paper| -> f64 {
                    let frames = self.division.frames(count.unwrap_or(1), self.room(sheet, false), self.gutter);
                    frames.iter().map(|a| libm::log(a.w / a.h).abs()).sum()
                };
                if off(wide) < off(upright) { wide } else { upright }
            }
        }
    }

    /// What frames may fill.
    fn room(&self, sheet: Paper, titled: bool) -> Area {
        let whole = Area { x: 0.0, y: 0.0, w: sheet.width, h: sheet.height };
        let mut room = whole.grown(-self.margin);
        if titled {
            let band = self.edge(sheet) - self.margin + self.band(sheet) + self.gutter.max(0.012 * sheet.height);
            room.y += band;
            room.h -= band;
        }
        room
    }

    /// What is left free round a title, which no guillotine may touch.
    fn edge(&self, sheet: Paper) -> f64 {
        self.margin.max(0.03 * sheet.width.min(sheet.height))
    }

    /// How high the title is, with all that belongs to it.
    fn band(&self, sheet: Paper) -> f64 {
        let share = if self.division == Division::Front { 0.165 } else { 0.09 };
        share * sheet.width.min(sheet.height)
    }

    /// The frames of every sheet, from the corner of its trim.
    fn sheets(&self, sheet: Paper, count: usize) -> Result<Vec<Vec<Area>>, PressError> {
        let shares = self.division.shares(count).into_iter().enumerate();
        let frames = |(index, share): (usize, usize)| {
            let frames = self.division.frames(share, self.room(sheet, index == 0 && self.title.is_some()), self.gutter);
            // NaN is no side either.
            let large = frames.iter().all(|frame| frame.w >= LEAST && frame.h >= LEAST);
            if large { Ok(frames) } else { Err(PressError::Frames { count: share, sheet }) }
        };
        shares.map(frames).collect()
    }

    /// The size of a page of `count`: that of its frame, to the micrometre.
    pub(super) fn page(&self, sheet: Paper, index: usize, count: usize) -> Option<Paper> {
        let sheets = self.sheets(sheet, count).ok()?;
        let frame = sheets.into_iter().flatten().nth(index)?;
        let [width, height] = [frame.w, frame.h].map(|side| (side * 1000.0).round() / 1000.0);
        Some(Paper { width, height })
    }

    /// Whether there is room for `count` pictures.
    pub(super) fn check(&self, sheet: Paper, count: usize) -> Result<(), PressError> {
        self.sheets(sheet, count).map(|_| ())
    }

    /// The pages: canvases, bleed and all.
    pub(super) fn leaves(&self, cuts: &[Option<Cut>], sheet: Paper, bleed: f64) -> Result<Vec<Leaf>, PressError> {
        let sheets = self.sheets(sheet, cuts.len())?;
        let mut pages = cuts.iter().enumerate();
        let leaf = |(index, frames): (usize, Vec<Area>)| {
            let [width, height] = [sheet.width, sheet.height].map(|side| side + 2.0 * bleed);
            let trim = Area { x: bleed, y: bleed, w: sheet.width, h: sheet.height };
            let mut leaf = Leaf { width, height, trim: Some(trim), ..Leaf::default() };
            for (frame, (page, cut)) in frames.into_iter().zip(&mut pages) {
                let Some(cut) = cut else { continue };
                let frame = moved(frame, bleed);
                let clip = Some(reaching(frame, trim, bleed));
                leaf.placed.push(Placed { page, to: covering(frame, cut), turn: Turn::None, clip });
            }
            if let (0, Some(title)) = (index, &self.title) {
                self.head(title, sheet, &mut leaf);
                leaf.heads.iter_mut().for_each(|head| head.place = moved(head.place, bleed));
                let down = |[x, y]: [f64; 2]| [x + bleed, y + bleed];
                leaf.lines.iter_mut().for_each(|line| (line.from, line.to) = (down(line.from), down(line.to)));
            }
            leaf
        };
        Ok(sheets.into_iter().enumerate().map(leaf).collect())
    }

    /// The title, as newspapers and comics have it.
    fn head(&self, title: &str, sheet: Paper, leaf: &mut Leaf) {
        let edge = self.edge(sheet);
        let band = Area { x: edge, y: edge, w: sheet.width - 2.0 * edge, h: self.band(sheet) };
        let (say, small) = title.split_once(" // ").unwrap_or((title, ""));
        let small = (!small.trim().is_empty()).then_some(small);
        let head = |say: &str, place: Area, face| Head { say: say.trim().into(), place, face };
        let part = |from: f64, to: f64| Area { y: band.y + from * band.h, h: (to - from) * band.h, ..band };
        if self.division != Division::Front {
            let face = if self.division == Division::Strip { "Bangers" } else { "Anton" };
            leaf.heads.push(head(say, part(0.0, if small.is_some() { 0.74 } else { 1.0 }), face));
            leaf.heads.extend(small.map(|say| head(say, part(0.8, 1.0), "Inter Medium")));
            return;
        }
        let end = if small.is_some() { 0.74 } else { 0.92 };
        leaf.heads.push(head(say, part(0.0, end), "UnifrakturCook Bold"));
        leaf.heads.extend(small.map(|say| head(say, part(0.83, 0.94), "Courier Prime Bold")));
        let rule = |share: f64, width: f64| {
            let y = band.y + share * band.h;
            Line { from: [band.x, y], to: [band.right(), y], width: width * band.h, dashed: false, over: false }
        };
        leaf.lines.extend(small.map(|_| rule(0.785, 0.012)));
        leaf.lines.extend([rule(0.97, 0.012), rule(0.995, 0.005)]);
    }
}

/// Right and down by the same.
fn moved(area: Area, by: f64) -> Area {
    Area { x: area.x + by, y: area.y + by, ..area }
}

/// A frame whose sides on the trim go on to the end of the bleed.
fn reaching(frame: Area, trim: Area, bleed: f64) -> Area {
    let out = |on: f64, trim: f64| if (on - trim).abs() < 1e-6 { bleed } else { 0.0 };
    let (left, top) = (out(frame.x, trim.x), out(frame.y, trim.y));
    let (right, bottom) = (out(frame.right(), trim.right()), out(frame.bottom(), trim.bottom()));
    Area { x: frame.x - left, y: frame.y - top, w: frame.w + left + right, h: frame.h + top + bottom }
}

/// Where a page's canvas lies whose trim fills a frame and has its middle there; one that was made for the frame is as
/// large.
fn covering(frame: Area, cut: &Cut) -> Area {
    let scale = (frame.w / cut.width).max(frame.h / cut.height);
    let [w, h] = cut.canvas().map(|side| side * scale);
    Area { x: frame.x + (frame.w - w) / 2.0, y: frame.y + (frame.h - h) / 2.0, w, h }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collage(division: &str, title: Option<&str>) -> Collage {
        Collage { division: division.parse().unwrap(), gutter: 5.0, margin: 10.0, title: title.map(Into::into) }
    }

    fn cut(width: f64, height: f64) -> Option<Cut> {
        Some(Cut { width, height, bleed: 0.0 })
    }

    #[test]
    fn pages_fill_their_frames() {
        let a3: Paper = "A3".parse().unwrap();
        for (division, count, sheets) in [
            ("triptych", 3, 1),
            ("triptych", 4, 2),
            ("grid:2x3", 11, 2),
            ("grid", 5, 1),
            ("strip", 11, 2),
            ("front", 7, 2),
        ] {
            let collage = collage(division, Some("Title // small"));
            let sheet = collage.lies(a3, count);
            let page = |i| collage.page(sheet, i, count).unwrap();
            let cuts: Vec<_> = (0..count).map(|i| cut(page(i).width, page(i).height)).collect();
            let leaves = collage.leaves(&cuts, sheet, 0.0).unwrap();
            assert_eq!(leaves.len(), sheets, "{division}");
            assert!(leaves.iter().enumerate().all(|(i, leaf)| leaf.heads.is_empty() == (i > 0)));
            let placed: Vec<_> = leaves.iter().flat_map(|leaf| &leaf.placed).collect();
            assert!(placed.iter().enumerate().all(|(i, placed)| placed.page == i));
            for placed in placed {
                let (to, clip) = (placed.to, placed.clip.unwrap());
                assert!((to.w - clip.w).abs() < 0.01 && (to.h - clip.h).abs() < 0.01, "{division} {to:?} {clip:?}");
            }
            // The title stands above every frame of its sheet.
            let foot = leaves[0].heads.iter().map(|head| head.place.bottom()).fold(0.0, f64::max);
            assert!(leaves[0].placed.iter().all(|placed| placed.clip.unwrap().y > foot));
        }
    }

    #[test]
    fn a_page_that_came_to_nothing_leaves_its_frame_white() {
        let a3: Paper = "A3".parse().unwrap();
        let cuts = [cut(100.0, 300.0), None, cut(300.0, 100.0)];
        let leaves = collage("triptych", None).leaves(&cuts, a3.along(2, 1), 0.0).unwrap();
        assert_eq!(leaves[0].placed.iter().map(|placed| placed.page).collect::<Vec<_>>(), [0, 2]);
        // One of another shape is cut to its frame.
        let (to, clip) = (leaves[0].placed[1].to, leaves[0].placed[1].clip.unwrap());
        assert!((to.h - clip.h).abs() < 1e-9 && to.w > clip.w);
    }

    #[test]
    fn sheets_lie_as_their_frames_ask() {
        let a3: Paper = "A3".parse().unwrap();
        let wide = |division: &str, count| collage(division, None).lies(a3, count).width > 400.0;
        assert!(wide("triptych", 3) && wide("grid:3x2", 6) && wide("grid:3x1", 2));
        assert!(!wide("strip", 5) && !wide("front", 5) && !wide("grid:2x3", 6) && !wide("grid:1x3", 3));
        assert!(collage("grid:9x9", None).check("A6".parse().unwrap(), 81).is_err());
    }

    #[test]
    fn frames_on_the_trim_reach_into_the_bleed() {
        let a4: Paper = "A4".parse().unwrap();
        let made = |margin: f64| {
            let collage = Collage { margin, ..collage("grid:2x2", Some("Title")) };
            let cuts: Vec<_> = (0..4).map(|i| collage.page(a4, i, 4).unwrap()).collect();
            let cuts: Vec<_> =
                cuts.iter().map(|page| Some(Cut { width: page.width, height: page.height, bleed: 3.0 })).collect();
            collage.leaves(&cuts, a4, 3.0).unwrap().remove(0)
        };
        let leaf = made(0.0);
        let clip = |i: usize| leaf.placed[i].clip.unwrap();
        assert_eq!((leaf.width, leaf.height, leaf.trim.unwrap().x), (216.0, 303.0, 3.0));
        // Outer sides do, those at the gutter and below the title do not.
        assert_eq!((clip(0).x, clip(3).right(), clip(3).bottom()), (0.0, 216.0, 303.0));
        assert!((clip(1).x - clip(0).right() - 5.0).abs() < 1e-9 && clip(0).y > 3.0);
        // What lies in the bleed was made for it.
        assert!((leaf.placed[0].to.x).abs() < 0.01 && leaf.placed[0].to.w >= clip(0).w);
        let leaf = made(10.0);
        assert_eq!((leaf.placed[0].clip.unwrap().x, leaf.heads[0].place.x), (13.0, 13.0));
    }
}
