//! Typesetting: text in a language becomes glyphs at positions that fit a box.

pub(crate) mod baseline;
mod breaks;
pub mod case;
mod cling;
mod even;
pub mod face;
mod fit;
pub mod fonts;
mod french;
mod ink;
mod itemise;
mod layout;
pub(crate) mod likeness;
pub(crate) mod oval;
mod overlap;
mod place;
mod prepare;
mod shape;
pub(crate) mod specimen;
mod stack;

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    measure::Rect,
    plan::Glyph,
    typeset::{case::Case, fonts::FaceId},
    words::Lang,
};

pub use even::break_evenly;
pub use fit::{fit, set_line};
pub use french::french;

/// How text is set.
#[derive(Clone, Debug)]
pub struct Style {
    /// Tried in order for every grapheme cluster; after them Inter, then every other face.
    pub faces: Vec<FaceId>,
    /// Decides hyphenation, French spacing and which words cling together.
    pub lang: Lang,
    pub case: Case,
    pub align: Align,
    pub valign: Valign,
    /// Space added after every cluster, in ems; without it letters may join in ligatures.
    pub tracking: f32,
    /// Distance of baselines, in ems.
    pub leading: f32,
    /// Least clear distance between the ink of one line and that of the next, in ems; baselines move
    /// apart where the leading leaves less.
    pub line_gap: f32,
    /// How much of the largest size (as a fraction) may be given up for lines that read better.
    pub rag: f32,
}

impl Default for Style {
    fn default() -> Self {
        Style {
            faces: Vec::new(),
            lang: Lang::En,
            case: Case::AsIs,
            align: Align::Center,
            valign: Valign::Middle,
            tracking: 0.0,
            leading: 1.1,
            line_gap: 0.06,
            rag: 0.028,
        }
    }
}

/// The box that text must fit.
#[derive(Clone, Copy, Debug)]
pub struct Space {
    pub width: f32,
    pub height: f32,
    /// Pixels an em, at the most; infinite when the box alone decides.
    pub max_size: f32,
    /// Pixels an em below which text is not legible any more.
    pub min_size: f32,
    /// Text with more newlines than this allows is set as if they were spaces.
    pub max_lines: usize,
}

/// Where lines end up between left and right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    Left,
    #[default]
    Center,
    Right,
}

/// Where the block ends up between top and bottom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Valign {
    Top,
    #[default]
    Middle,
    Bottom,
    /// In the middle by the height of capitals rather than by ink, so that texts in boxes side by side stand on one line.
    Baseline,
}

/// Text set: everything in pixels from the top left corner of the box.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Setting {
    /// Pixels an em.
    pub size: f32,
    /// One run for each face that was needed.
    pub runs: Vec<Run>,
    /// What may be moved as one (a letter with its marks, a ligature), line by line from left to right.
    pub clusters: Vec<Cluster>,
    /// Ink bounds of each line, top to bottom; a blank line's are empty.
    pub lines: Vec<Rect>,
    /// Ink bounds of the whole.
    pub ink: Rect,
    /// Characters for which no face has a glyph; they are left out.
    pub missing: Vec<char>,
}

/// Glyphs that belong together, for whoever moves or bends letters one by one.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Index into [`Setting::runs`], and which of its glyphs.
    pub run: usize,
    pub glyphs: Range<usize>,
    /// Index into [`Setting::lines`].
    pub line: usize,
    /// Where it begins on the baseline.
    pub x: f32,
    pub y: f32,
    /// How far the pen moves past it.
    pub advance: f32,
}

/// Glyphs of one face.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub face: FaceId,
    pub glyphs: Vec<Glyph>,
}

/// Text that does not fit at a legible size.
#[derive(Debug, thiserror::Error)]
#[error("“{text}” does not fit at {min_size:.0} px; it would at {size:.1} px")]
pub struct Overflow {
    pub text: String,
    pub min_size: f32,
    pub size: f32,
}
