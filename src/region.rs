//! Regions: where a filter may work, as an author says it, and masks: the same in canvas pixels.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::measure::Length;

/// Where, as an author says it. Written as one name (`"quiet"`) or as a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Region {
    /// What belongs to it; everything when not said.
    pub include: Vec<Area>,
    /// What is taken away again.
    pub exclude: Vec<Area>,
    /// How far the edge is pushed outward (inward when negative).
    pub grow: Length,
    /// How softly it ends: the width of the ramp, which lies inside the edge.
    pub feather: Length,
}

impl Default for Region {
    fn default() -> Self {
        Region { include: vec![Area::All], exclude: Vec::new(), grow: Length::ZERO, feather: Length::ZERO }
    }
}

/// One part of a region.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Area {
    /// The whole page.
    All,
    /// Where there is neither text nor a face.
    Ground,
    /// The calm rectangles.
    Quiet,
    /// `[x, y, w, h]` in fractions of the page.
    Rect([f32; 4]),
    /// `[[x, y], …]` in fractions of the page.
    Polygon(Vec<[f32; 2]>),
}

/// A region in canvas pixels, as a plan holds it. Soft and hard edges are drawn by [`crate::render`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mask {
    /// Polygons whose union it is; empty means everything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<Vec<[f32; 2]>>,
    /// Polygons that are taken away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<Vec<[f32; 2]>>,
    /// Pixels that the edge is pushed outward.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub grow: f32,
    /// Width in pixels of the ramp inside the edge.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub feather: f32,
}

fn is_zero(value: &f32) -> bool {
    *value == 0.0
}

impl Mask {
    /// Whether it covers the whole canvas at full strength.
    pub fn is_everything(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty() && self.grow >= 0.0 && self.feather == 0.0
    }
}
