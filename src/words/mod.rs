//! Words: text out of grammars, seeded.

mod case;
mod english;
mod error;
mod expand;
mod finish;
mod french;
mod gram;
mod grammar;
mod lang;
mod load;
mod modifier;
mod rule;
#[cfg(test)]
mod tests;
mod variety;

use std::sync::LazyLock;

pub use error::WordsError;
pub use finish::finish;
pub use grammar::Grammar;
pub use lang::Lang;
pub use load::{Budget, Source, toml, tracery};

use crate::{condition::Facts, seed::Seed};

/// The grammars of every language; each is read when it is first asked for.
#[derive(Debug)]
pub struct Words {
    english: LazyLock<Grammar>,
    french: LazyLock<Grammar>,
}

/// Files under `languages/`, as text.
macro_rules! files {
    ($lang:literal, $($name:literal),* $(,)?) => {
        [$((
            concat!($lang, "/", $name, ".toml"),
            include_str!(concat!("languages/", $lang, "/", $name, ".toml")),
        )),*]
    };
}

const ENGLISH: &[(&str, &str)] = &files!("en", "things", "walls", "press", "screen", "museum", "street");
const FRENCH: &[(&str, &str)] = &files!("fr", "things", "walls", "press", "screen", "museum", "street");

static BUILTIN: Words =
    Words { english: LazyLock::new(|| read(Lang::En, ENGLISH)), french: LazyLock::new(|| read(Lang::Fr, FRENCH)) };

fn read(lang: Lang, files: &[(&str, &str)]) -> Grammar {
    let sources = files.iter().map(|(file, text)| toml(file, text)).collect::<Result<Vec<_>, _>>();
    sources.and_then(|sources| Grammar::build(lang, sources)).unwrap_or_else(|error| panic!("{error}"))
}

impl Words {
    /// The grammars that come with the program; each is parsed once, when a text of its language is asked for.
    pub fn builtin() -> &'static Words {
        &BUILTIN
    }

    /// The grammar of a language.
    pub fn grammar(&self, lang: Lang) -> &Grammar {
        match lang {
            Lang::En => &self.english,
            Lang::Fr => &self.french,
        }
    }

    /// Expands `#symbol.modifier#` in `text` by the grammar of `lang`: the same text for the same seed.
    ///
    /// # Errors
    /// When a symbol or modifier does not exist, or no rule fits the facts.
    pub fn expand(&self, text: &str, lang: Lang, facts: &Facts, seed: Seed) -> Result<String, WordsError> {
        self.grammar(lang).expand(text, facts, seed)
    }

    /// One text of a symbol: the same for the same seed.
    ///
    /// # Errors
    /// As for [`Words::expand`].
    pub fn caption(&self, lang: Lang, symbol: &str, facts: &Facts, seed: Seed) -> Result<String, WordsError> {
        self.expand(&format!("#{symbol}#"), lang, facts, seed.at(symbol))
    }

    /// The names that `#…#` may hold in `lang`, sorted.
    pub fn symbols(&self, lang: Lang) -> Vec<&str> {
        self.grammar(lang).symbols().collect()
    }
}
