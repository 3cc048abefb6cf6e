//! The recipe: what must be known to make an output again, carried inside the output.

use serde::{Deserialize, Serialize};

/// Written into every output; printed by `detourn recipe FILE`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Version of the program.
    pub detourn: String,
    /// Name of the template.
    pub template: String,
    /// The user's seed, as given.
    pub seed: u64,
    /// Which roll of the dice, from 0.
    #[serde(default)]
    pub variant: u32,
    /// Language of the words.
    pub lang: String,
    /// BLAKE3 of the source file, in hex.
    pub source: String,
    /// Every text that was set, in the order of the marks.
    #[serde(default)]
    pub words: Vec<String>,
    /// `--set` settings, as typed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<String>,
    /// The template's own text, bases first, where it is not built in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<(String, String)>,
}

impl Recipe {
    /// As TOML text.
    pub fn to_text(&self) -> String {
        toml::to_string(self).expect("a recipe has only strings and numbers")
    }
}
