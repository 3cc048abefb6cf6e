//! The recipe: what must be known to make an output again, carried inside the output.

use serde::{Deserialize, Serialize};

use crate::{press::Press, quad::Quad, scene::line::Role};

/// What a recipe without a quality means.
fn usual_quality() -> u8 {
    90
}

fn is_false(value: &bool) -> bool {
    !value
}

/// Written into every output; printed by `detourn recipe FILE`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Version of the program.
    pub detourn: String,
    /// Name of the template.
    pub template: String,
    /// The user's seed, as given. A text where TOML's signed integers cannot hold it.
    #[serde(with = "seed")]
    pub seed: u64,
    /// Which roll of the dice, from 0.
    #[serde(default)]
    pub variant: u32,
    /// Language of the words.
    pub lang: String,
    /// Read with the smaller networks.
    #[serde(default, skip_serializing_if = "is_false")]
    pub fast: bool,
    /// JPEG quality.
    #[serde(default = "usual_quality")]
    pub quality: u8,
    /// JPEG chroma: `auto`, `444` or `420`.
    #[serde(default)]
    pub chroma: String,
    /// BLAKE3 of the source file, in hex.
    pub source: String,
    /// Every text that was set, in the order of the marks.
    #[serde(default)]
    pub words: Vec<String>,
    /// Lines of the picture that were given other words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// The tone that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tone: Option<String>,
    /// BLAKE3 of the grammars and rules of rewriting that the user gave, in hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grammar: Option<String>,
    /// BLAKE3 of the pool of pictures that the user gave, in hex, where the template borrows of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool: Option<String>,
    /// BLAKE3 of those of its pictures that show, in hex.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub borrowed: Vec<String>,
    /// `--set` settings, as typed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<String>,
    /// The template's own text, bases first, where it is not built in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<(String, String)>,
    /// How pages are put on paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub press: Option<Press>,
}

/// A line of the picture that says something else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    pub from: String,
    pub to: String,
    pub role: Role,
    /// Where, in canvas pixels.
    pub quad: Quad,
    pub method: Means,
}

/// How a line was given other words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// The old letters were erased, the new ones set as they were.
    Lettered,
    /// A strip was pasted over the old letters.
    Pasted,
}

/// A text that is no recipe.
#[derive(Debug, thiserror::Error)]
#[error("the recipe in the file cannot be read: {0}")]
pub struct RecipeError(pub String);

impl Recipe {
    /// As TOML text.
    pub fn to_text(&self) -> String {
        toml::to_string(self).expect("a recipe has only strings and small numbers")
    }

    /// From the text that [`Recipe::to_text`] writes.
    ///
    /// # Errors
    /// When the text is not TOML, lacks a key or has one that is unknown.
    pub fn from_text(text: &str) -> Result<Self, RecipeError> {
        toml::from_str(text).map_err(|error| RecipeError(error.message().into()))
    }
}

/// A seed of 64 bits in formats whose integers have 63.
mod seed {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(seed: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        match i64::try_from(*seed) {
            Ok(small) => serializer.serialize_i64(small),
            Err(_) => serializer.collect_str(seed),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Number(u64),
            Text(String),
        }
        match Either::deserialize(deserializer)? {
            Either::Number(seed) => Ok(seed),
            Either::Text(text) => text.parse().map_err(|_| D::Error::custom(format!("`{text}` is no seed"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_seed_survives_the_text() {
        for seed in [0, 42, i64::MAX as u64, i64::MAX as u64 + 1, u64::MAX] {
            let recipe = Recipe { seed, words: vec!["\"\"\" \u{0} ' \n Ça".into()], ..Recipe::default() };
            assert_eq!(Recipe::from_text(&recipe.to_text()).unwrap(), recipe);
        }
        assert!(Recipe::from_text("seed = 1").is_err(), "keys are missing");
    }
}
