//! The plan: everything decided. What `compose` makes, `render` draws, and a person may edit between.

mod check;
mod erase;
mod path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Inks},
    filter::AnyFilter,
    measure::{Page, Rect},
    recipe::Recipe,
    region::Mask,
    seed::Seed,
};

pub use check::{MAX_PIXELS, MAX_SIDE, PlanError};
pub use erase::EraseMark;

/// A picture that can be drawn with no further decision.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// How it came about; goes into the output.
    pub recipe: Recipe,
    pub page: Page,
    /// What lies under everything; without it, holes stay transparent where the format can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<Color>,
    /// What `light`, `dark` and `accent` mean to the filters of this plan.
    pub inks: Inks,
    /// The pictures that [`Mark::Picture`] names by index.
    pub pictures: Vec<Source>,
    /// The faces that [`Mark::Glyphs`] names by index.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fonts: Vec<Font>,
    /// What could not be done as asked: overflow, missing glyphs, contrast.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Drawn from first to last, each over what is there.
    pub marks: Vec<Mark>,
}

/// A picture that a plan draws from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Where `detourn draw` finds it; never written into an output.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// BLAKE3 of the file, in hex.
    pub hash: String,
    pub width: u32,
    pub height: u32,
}

/// A face that a plan letters with. Glyph ids mean nothing in another version of it, hence the hash.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Font {
    pub name: String,
    /// First 16 hex digits of the BLAKE3 of the font file.
    pub hash: String,
}

/// The few things that can be drawn.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    Picture(PictureMark),
    Shape(ShapeMark),
    Glyphs(GlyphsMark),
    Filter(FilterMark),
    Erase(EraseMark),
    Group(GroupMark),
}

/// A source picture, cut and placed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PictureMark {
    /// Index into [`Plan::pictures`].
    pub index: usize,
    /// The part of the picture that is shown, in its pixels.
    pub from: Rect,
    /// Where it goes, in canvas pixels.
    pub to: Rect,
    /// Degrees that it is turned by about the centre of `to`, clockwise.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub turn: f32,
}

/// A filled or stroked path.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShapeMark {
    /// Closed outlines, filled by the non-zero rule. Written as SVG writes paths.
    #[serde(with = "path")]
    pub outline: Vec<Segment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fill: Option<Color>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stroke: Option<Stroke>,
}

/// One step of an outline; absolute canvas pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Segment {
    Move([f32; 2]),
    Line([f32; 2]),
    /// Control point, end.
    Quad([f32; 4]),
    /// Two control points, end.
    Cubic([f32; 6]),
    Close,
}

/// A line along an outline, half of it on either side, round joins.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stroke {
    pub ink: Color,
    /// Full width in pixels.
    pub width: f32,
}

/// Shaped text: glyph ids at positions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GlyphsMark {
    /// Index into [`Plan::fonts`].
    pub font: usize,
    /// Pixels an em.
    pub size: f32,
    pub ink: Color,
    /// Drawn under the ink, so only its outer half shows; its width is not transformed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stroke: Option<Stroke>,
    /// Standard deviation in pixels of a Gaussian over the whole mark; 0 is sharp.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub blur: f32,
    /// `[a, b, c, d, e, f]`: (x, y) goes to (a·x + c·y + e, b·x + d·y + f).
    #[serde(default = "identity", skip_serializing_if = "is_identity")]
    pub transform: [f32; 6],
    pub glyphs: Vec<Glyph>,
}

/// One glyph: its id, where its origin lies on the baseline, and the text that it stands for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "(u16, f32, f32, String)", into = "(u16, f32, f32, String)")]
pub struct Glyph {
    pub id: u16,
    pub x: f32,
    pub y: f32,
    /// Empty for the second and later glyphs of a cluster.
    pub text: String,
}

impl From<(u16, f32, f32, String)> for Glyph {
    fn from((id, x, y, text): (u16, f32, f32, String)) -> Self {
        Glyph { id, x, y, text }
    }
}

impl From<Glyph> for (u16, f32, f32, String) {
    fn from(g: Glyph) -> Self {
        (g.id, g.x, g.y, g.text)
    }
}

/// Pixels changed inside a mask, nowhere else.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilterMark {
    pub seed: Seed,
    #[serde(default, skip_serializing_if = "Mask::is_everything")]
    pub mask: Mask,
    /// Where no pixel changes, whatever the mask says. Its feather lies outside of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protect: Option<Mask>,
    /// How much of the change is mixed in, 0 to 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub opacity: f32,
    pub filter: AnyFilter,
}

/// Marks drawn apart and laid down as one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupMark {
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub opacity: f32,
    #[serde(default, skip_serializing_if = "Blend::is_normal")]
    pub blend: Blend,
    /// Nothing shows outside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clip: Option<Mask>,
    pub marks: Vec<Mark>,
}

/// How a group meets what lies below (W3C Compositing and Blending 1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Blend {
    #[default]
    Normal,
    Multiply,
    Screen,
    Overlay,
    Darken,
    Lighten,
    Difference,
    /// Takes away what lies below, where the group is opaque.
    Erase,
}

impl Blend {
    fn is_normal(&self) -> bool {
        *self == Blend::Normal
    }
}

fn identity() -> [f32; 6] {
    [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
}
fn is_identity(m: &[f32; 6]) -> bool {
    *m == identity()
}
fn one() -> f32 {
    1.0
}
fn is_one(v: &f32) -> bool {
    *v == 1.0
}
fn is_zero(v: &f32) -> bool {
    *v == 0.0
}
