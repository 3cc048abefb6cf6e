//! The press: what pages become on paper. Sheets, marks and imposition as pure functions of sizes in millimetres.
//!
//! A collage puts pages together to others, which are pages like any: they have a bleed, are cut in tiles, packed or
//! folded.

pub mod booklet;
pub mod collage;
pub mod division;
pub mod flat;
pub mod head;
pub mod leaf;
mod legend;
mod marks;
pub mod pack;
pub mod seams;
pub mod separate;
pub mod sharp;
mod tile;
pub mod tiles;
mod ways;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::{
    measure::Page,
    paper::Paper,
    press::{
        booklet::{Booklet, Cover},
        collage::Collage,
        leaf::{Area, Leaf},
        tiles::Tiling,
    },
};

/// How pages are put on paper. Part of the recipe.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Press {
    /// The trimmed page, which pixels can only come near.
    pub size: Paper,
    /// Millimetres past the trim on every side.
    pub bleed: f64,
    /// Crop and registration marks outside the bleed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub marks: bool,
    /// A page for each ink instead of one in all, with marks.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub separations: bool,
    /// How several pictures share a page; without it, each has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collage: Option<Collage>,
    pub layout: Layout,
}

/// What stands on a sheet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Layout {
    /// A page.
    #[default]
    Page,
    /// A part of a page, to be pasted to the others.
    Tile {
        sheet: Paper,
        /// Millimetres that two sheets have in common.
        overlap: f64,
        /// Millimetres at each edge of a sheet on which nothing can be printed.
        margin: f64,
    },
    /// As many pages as there is room for, with cut marks.
    Pack { sheet: Paper, margin: f64 },
    /// The pages of a booklet.
    Booklet {
        sheet: Paper,
        margin: f64,
        booklet: Booklet,
        /// Millimetres that a sheet is thick.
        #[serde(default, skip_serializing_if = "is_zero")]
        creep: f64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cover: Option<Cover>,
    },
}

fn is_zero(value: &f64) -> bool {
    *value == 0.0
}

/// Why pages cannot be put on paper so.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PressError {
    #[error("a sheet of {0} has no room for that margin and overlap: make them smaller")]
    Margin(Paper),
    #[error("that would take {0} sheets: choose larger sheets or a smaller size")]
    Sheets(u64),
    #[error("no page of {width}×{height} mm fits on a sheet of {sheet} within its margins and marks")]
    Pack { width: f64, height: f64, sheet: Paper },
    #[error("a sheet of {sheet} has no room for {count} pictures within that margin and gutter: make them smaller")]
    Frames { count: usize, sheet: Paper },
    #[error("the title cannot be set: {0}")]
    Head(String),
}

/// The most sheets of one poster.
const MOST: u64 = 2000;

/// A page as the guillotine leaves it, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cut {
    pub width: f64,
    pub height: f64,
    /// What the guillotine takes away on every side.
    pub bleed: f64,
}

impl Cut {
    /// The cut of a page: as the press says where the page's pixels come as near to it as pixels can, and by its pixels
    /// otherwise.
    pub fn of(page: &Page, press: Option<&Press>) -> Self {
        let mm = |px: u32| f64::from(px) * 25.4 / f64::from(page.dpi);
        let trim = |side: u32| side.saturating_sub(2 * page.bleed).max(1);
        let (width, height) = (trim(page.width), trim(page.height));
        let own = Cut { width: mm(width), height: mm(height), bleed: mm(page.bleed) };
        let Some(press) = press else { return own };
        let size = press.size.along(width, height);
        let asked = Cut { width: size.width, height: size.height, bleed: press.bleed };
        let near = |a: f64, b: f64| (a - b).abs() <= 0.51 * mm(1);
        let is_it = near(own.width, asked.width) && near(own.height, asked.height) && near(own.bleed, asked.bleed);
        if is_it { asked } else { own }
    }

    /// Width and height with the bleed.
    pub fn canvas(&self) -> [f64; 2] {
        [self.width + 2.0 * self.bleed, self.height + 2.0 * self.bleed]
    }

    /// The canvas that has its upper left corner of the trim at a point.
    fn around(&self, x: f64, y: f64) -> Area {
        let [w, h] = self.canvas();
        Area { x: x - self.bleed, y: y - self.bleed, w, h }
    }
}

/// All that is printed of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imposed {
    /// Pages put together of others, `None` where none of these came to anything. Their numbers go on after those.
    pub composed: Vec<Option<Leaf>>,
    pub leaves: Vec<Leaf>,
}

/// What a press makes of pages; without one, each is a leaf.
///
/// # Errors
/// When the sheets have no room for it.
pub fn impose(press: Option<&Press>, cuts: &[Option<Cut>]) -> Result<Imposed, PressError> {
    if let Some(press) = press {
        return press.impose(cuts);
    }
    let leaf = |(i, cut): (usize, &Option<Cut>)| cut.map(|cut| marks::page(i, cut, false));
    Ok(Imposed { composed: Vec::new(), leaves: cuts.iter().enumerate().filter_map(leaf).collect() })
}

impl Press {
    /// All that is printed of a document whose pages are cut so, in order; `None` is a page that came to nothing.
    ///
    /// # Errors
    /// When the sheets have no room for it.
    pub fn impose(&self, cuts: &[Option<Cut>]) -> Result<Imposed, PressError> {
        let Some(collage) = &self.collage else {
            return Ok(Imposed { composed: Vec::new(), leaves: self.leaves(cuts)? });
        };
        let sheet = self.sheet(collage, cuts.len());
        let leaves = collage.leaves(cuts, sheet, self.bleed)?;
        let cut = Cut { width: sheet.width, height: sheet.height, bleed: self.bleed };
        let composed: Vec<_> = leaves.into_iter().map(|leaf| (!leaf.placed.is_empty()).then_some(leaf)).collect();
        let mut leaves = self.leaves(&composed.iter().map(|leaf| leaf.as_ref().map(|_| cut)).collect::<Vec<_>>())?;
        leaves.iter_mut().flat_map(|leaf| &mut leaf.placed).for_each(|placed| placed.page += cuts.len());
        Ok(Imposed { composed, leaves })
    }

    /// The leaves of such a document without a collage.
    fn leaves(&self, cuts: &[Option<Cut>]) -> Result<Vec<Leaf>, PressError> {
        let pages = || cuts.iter().enumerate().filter_map(|(i, cut)| cut.map(|cut| (i, cut)));
        match &self.layout {
            Layout::Page => Ok(pages().map(|(i, cut)| marks::page(i, cut, self.marks || self.separations)).collect()),
            &Layout::Tile { sheet, overlap, margin } => {
                let several = cuts.len() > 1;
                let mut leaves = Vec::new();
                for (i, cut) in pages() {
                    let tiling = Tiling::of(cut.canvas(), sheet, overlap, margin)?;
                    let before = if several { format!("{} ", i + 1) } else { String::new() };
                    leaves.extend(tiling.leaves(i, cut.bleed, &before));
                }
                Ok(leaves)
            }
            &Layout::Pack { sheet, margin } => pack::leaves(&pages().collect::<Vec<_>>(), sheet, margin),
            Layout::Booklet { sheet, booklet, creep, cover, .. } => {
                Ok(booklet.leaves(cuts, *sheet, *creep, cover.is_some()))
            }
        }
    }

    /// Whether it can be done with pages of its size, whichever way they lie.
    ///
    /// # Errors
    /// When it cannot.
    pub fn check(&self) -> Result<(), PressError> {
        if let Some(collage) = &self.collage {
            for count in [1, collage.division.room()] {
                collage.check(self.sheet(collage, count), count)?;
            }
        }
        let Paper { width, height } = self.size;
        let cut = |width, height| Some(Cut { width, height, bleed: self.bleed });
        [cut(width, height), cut(height, width)].into_iter().try_for_each(|cut| self.leaves(&[cut]).map(|_| ()))
    }

    /// Whether its titles can be set, where it gets so many pages: known before anything is drawn.
    ///
    /// # Errors
    /// When one cannot, or the pages have no room.
    pub fn check_titles(&self, pages: usize) -> Result<(), PressError> {
        if let Some(collage) = &self.collage {
            let leaves = collage.leaves(&vec![None; pages], self.sheet(collage, pages), self.bleed)?;
            for head in leaves.iter().flat_map(|leaf| &leaf.heads) {
                head::set(head, 1.0, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], &mut Vec::new())?;
            }
        }
        self.cover().and_then(|cover| cover.title.as_deref()).map_or(Ok(()), head::check)
    }

    /// Whether several pages share a sheet, so that all of them are one document.
    pub fn gathers(&self) -> bool {
        self.collage.is_some() || matches!(self.layout, Layout::Pack { .. } | Layout::Booklet { .. })
    }

    /// What it wraps every booklet in.
    pub fn cover(&self) -> Option<&Cover> {
        if let Layout::Booklet { cover, .. } = &self.layout { cover.as_ref() } else { None }
    }

    /// Which of `count` pages, covers left out, are in the booklet of that one.
    pub fn booklet(&self, page: usize, count: usize) -> Range<usize> {
        let Layout::Booklet { booklet, cover: Some(_), .. } = &self.layout else { return 0..count };
        let first = page - page % booklet.inner();
        first..count.min(first.saturating_add(booklet.inner()))
    }

    /// Whether that one of `count` pages, covers among them, is a cover.
    pub fn is_cover(&self, page: usize, count: usize) -> bool {
        matches!(&self.layout, Layout::Booklet { booklet, cover: Some(_), .. } if booklet.is_cover(page, count))
    }

    /// How many pages so many are with their covers.
    pub fn with_covers(&self, count: usize) -> usize {
        let Layout::Booklet { booklet, cover: Some(_), .. } = &self.layout else { return count };
        count + 2 * count.div_ceil(booklet.inner())
    }

    /// The page of a collage of `count`, as it lies: in a booklet as its place does, elsewhere as suits the frames.
    fn sheet(&self, collage: &Collage, count: usize) -> Paper {
        match self.layout {
            Layout::Booklet { .. } => self.size,
            _ => collage.lies(self.size, count),
        }
    }

    /// The size of a page of `count`, as it lies, where pages do not all have the same.
    pub fn page(&self, index: usize, count: usize) -> Option<Paper> {
        let collage = self.collage.as_ref()?;
        collage.page(self.sheet(collage, count), index, count)
    }

    /// Whether only PDF can say it.
    pub fn is_plain(&self) -> bool {
        self.layout == Layout::Page && !self.marks && !self.separations
    }
}
