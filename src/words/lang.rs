//! The languages that are spoken here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language of captions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    En,
    Fr,
}
