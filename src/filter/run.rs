//! Run: the way that strips, slices and slits lie.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The way that strips, slices and slits run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Run {
    /// From top to bottom.
    #[default]
    Vertical,
    /// From side to side.
    Horizontal,
}
