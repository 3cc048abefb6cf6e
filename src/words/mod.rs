//! Words: text out of grammars, seeded.

mod ask;
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

use std::sync::OnceLock;

pub use ask::Ask;
pub use error::WordsError;
pub use expand::Step;
pub use finish::finish;
pub use grammar::{Grammar, TONE};
pub use lang::Lang;
pub use load::{Budget, Source, toml, tracery};

use crate::{condition::Facts, seed::Seed};

/// The grammars of every language; each is read when it is first asked for.
#[derive(Debug)]
pub struct Words {
    /// Of English and French, in that order.
    grammars: [OnceLock<Grammar>; 2],
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

const ENGLISH: &[(&str, &str)] = &files!(
    "en", "things", "walls", "press", "screen", "labels", "street", "voices/virtual-factory", "voices/may68",
    "voices/museum", "voices/instruction", "voices/fumetti",
);
const FRENCH: &[(&str, &str)] = &files!(
    "fr", "things", "walls", "press", "screen", "labels", "street", "voices/virtual-factory", "voices/may68",
    "voices/museum", "voices/instruction", "voices/fumetti",
);

/// The symbols that speak in a voice of their own, each in a file of its name under `languages/*/voices`.
pub const VOICES: &[&str] = &["virtual-factory", "may68", "museum", "instruction", "fumetti"];

static BUILTIN: Words = Words { grammars: [OnceLock::new(), OnceLock::new()] };

fn files(lang: Lang) -> &'static [(&'static str, &'static str)] {
    match lang {
        Lang::En => ENGLISH,
        Lang::Fr => FRENCH,
    }
}

/// The built-in grammar of a language with `files` (names, texts) laid over it: a symbol of theirs replaces one of the
/// same name.
fn build(lang: Lang, own: &[(String, String)]) -> Result<Grammar, WordsError> {
    let mut sources = files(lang).iter().map(|(file, text)| toml(file, text)).collect::<Result<Vec<_>, _>>()?;
    for (file, text) in own {
        let over = if file.ends_with(".json") { tracery(file, text) } else { toml(file, text) }?;
        let taken = |name: &String| over.symbols.iter().any(|(own, _)| own == name);
        sources.iter_mut().for_each(|under| under.symbols.retain(|(name, _)| !taken(name)));
        sources.push(over);
    }
    Grammar::build(lang, sources)
}

/// A voice as its author wrote it, to be copied and changed.
pub fn voice(name: &str, lang: Lang) -> Option<&'static str> {
    let file = format!("/voices/{name}.toml");
    files(lang).iter().find(|(own, _)| own.ends_with(&file)).map(|(_, text)| *text)
}

impl Words {
    /// The grammars that come with the program; each is parsed once, when a text of its language is asked for.
    pub fn builtin() -> &'static Words {
        &BUILTIN
    }

    /// The grammars that come with the program with `files` (names, texts) laid over them, TOML or Tracery's JSON
    /// (`.json`). What uses one language's modifiers is spoken in that language alone; `lang` is the one that is
    /// wanted, if any is.
    ///
    /// # Errors
    /// When a file says what cannot be, in the language that is wanted or in all of them.
    pub fn with(files: &[(String, String)], lang: Option<Lang>) -> Result<Words, WordsError> {
        let spoken = |own: Lang| {
            let other = if own == Lang::En { Lang::Fr } else { Lang::En };
            match (lang, build(own, files)) {
                (_, Ok(grammar)) => Ok(grammar),
                (Some(wanted), Err(error)) if wanted == own => Err(error),
                (_, Err(error)) => build(other, files).map_err(|_| error),
            }
        };
        Ok(Words { grammars: [spoken(Lang::En)?.into(), spoken(Lang::Fr)?.into()] })
    }

    /// The grammar of a language.
    pub fn grammar(&self, lang: Lang) -> &Grammar {
        self.grammars[lang as usize].get_or_init(|| build(lang, &[]).unwrap_or_else(|error| panic!("{error}")))
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
