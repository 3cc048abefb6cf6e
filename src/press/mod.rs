//! The press: what pages become on paper. Sheets, marks and imposition as pure functions of sizes in millimetres.

pub mod booklet;
pub mod collage;
pub mod division;
pub mod leaf;
mod legend;
mod marks;
pub mod pack;
pub mod separate;
pub mod sharp;
mod tile;
pub mod tiles;

use serde::{Deserialize, Serialize};

use crate::{
    measure::Page,
    paper::Paper,
    press::{
        booklet::Booklet,
        collage::Collage,
        leaf::{Area, Leaf},
        tiles::Tiling,
    },
};

/// How pages are put on paper. Part of the recipe.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Press {
    /// The trimmed page, which pixels can only come near; of a collage, the sheet.
    pub size: Paper,
    /// Millimetres past the trim on every side.
    pub bleed: f64,
    /// Crop and registration marks outside the bleed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub marks: bool,
    /// A page for each ink instead of one in all, with marks.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub separations: bool,
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
    },
    /// Several pages in frames.
    Collage(Collage),
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

/// The leaves of a document as a press says; without one, each page is a leaf.
///
/// # Errors
/// When the sheets have no room for it.
pub fn leaves(press: Option<&Press>, cuts: &[Option<Cut>]) -> Result<Vec<Leaf>, PressError> {
    match press {
        Some(press) => press.leaves(cuts),
        None => Ok(cuts.iter().enumerate().filter_map(|(i, cut)| cut.map(|cut| marks::page(i, cut, false))).collect()),
    }
}

impl Press {
    /// The leaves of a document whose pages are cut so, in order; `None` is a page that came to nothing.
    ///
    /// # Errors
    /// When the sheets have no room for it.
    pub fn leaves(&self, cuts: &[Option<Cut>]) -> Result<Vec<Leaf>, PressError> {
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
            &Layout::Booklet { sheet, booklet, creep, .. } => Ok(booklet.leaves(cuts, sheet, creep)),
            Layout::Collage(collage) => collage.leaves(cuts, self.size),
        }
    }

    /// Whether it can be done with pages of its size, whichever way they lie.
    ///
    /// # Errors
    /// When it cannot.
    pub fn check(&self) -> Result<(), PressError> {
        if let Layout::Collage(collage) = &self.layout {
            return collage.check(self.size);
        }
        let Paper { width, height } = self.size;
        let cut = |width, height| Some(Cut { width, height, bleed: self.bleed });
        [cut(width, height), cut(height, width)].into_iter().try_for_each(|cut| self.leaves(&[cut]).map(|_| ()))
    }

    /// Whether several pages share a sheet, so that all of them are one document.
    pub fn gathers(&self) -> bool {
        matches!(self.layout, Layout::Pack { .. } | Layout::Booklet { .. } | Layout::Collage(_))
    }

    /// The size of a page of `count`, as it lies, where pages do not all have the same.
    pub fn page(&self, index: usize, count: usize) -> Option<Paper> {
        match &self.layout {
            Layout::Collage(collage) => collage.page(self.size, index, count),
            _ => None,
        }
    }

    /// Whether only PDF can say it.
    pub fn is_plain(&self) -> bool {
        self.layout == Layout::Page && !self.marks && !self.separations
    }
}
