//! The languages that are spoken here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scene::roles::Language;

/// A language of captions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    En,
    Fr,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Lang::En,
            Language::Fr => Lang::Fr,
        }
    }
}
