//! Masks: a region in canvas pixels, as a plan holds it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A region in canvas pixels. Soft and hard edges are drawn by [`crate::render`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mask {
    /// Polygons whose union it is; with nothing in `around` either, empty means everything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<Vec<[f32; 2]>>,
    /// Polygons outside of which everything belongs to it too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub around: Vec<Vec<[f32; 2]>>,
    /// Polygons that are taken away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<Vec<[f32; 2]>>,
    /// Polygons outside of which everything is taken away; none means no such bound.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub within: Vec<Vec<[f32; 2]>>,
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
        self.polygons().next().is_none() && self.grow >= 0.0 && self.feather == 0.0
    }

    /// Every polygon that it speaks of, whatever for.
    pub fn polygons(&self) -> impl Iterator<Item = &Vec<[f32; 2]>> {
        self.include.iter().chain(&self.around).chain(&self.exclude).chain(&self.within)
    }
}
