//! Writing: lines of lettering that are to go, as a plan names them, and what became of them.

use serde::{Deserialize, Serialize};

use super::Method;
use crate::{color::Color, measure::Rect, quad::Quad};

/// A line of lettering that is to go, in canvas pixels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Writing {
    /// Round its ink, in reading direction.
    pub quad: Quad,
    /// The outline of a line that runs along a curve: its upper side one way, its lower side back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outline: Option<Vec<[f32; 2]>>,
    /// The colour of the letters.
    pub ink: Color,
    /// The colour of the ground round them.
    pub paper: Color,
    /// The colour of an outline round the letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outline_ink: Option<Color>,
    /// Letters cast a shadow or glow.
    #[serde(default, skip_serializing_if = "is_false")]
    pub shadow: bool,
    /// Thickness of a stem.
    pub stroke: f32,
    /// Height of a capital.
    pub cap_height: f32,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Erased {
    /// How most of its ground was rebuilt; `None` where no letters were found.
    pub method: Option<Method>,
    /// How likely nobody sees that anything was there, 0 to 1.
    pub confidence: f32,
    /// What was changed, in whole canvas pixels; without extent where nothing was.
    pub changed: Rect,
}
