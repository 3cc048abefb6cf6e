//! Words: text out of grammars, and lines rewritten, seeded.

mod ask;
mod builtin;
mod case;
pub mod corpus;
mod english;
mod error;
mod expand;
mod finish;
mod french;
mod gram;
mod grammar;
mod labour;
mod lang;
mod load;
mod modifier;
mod own;
pub mod rewrite;
mod rule;
#[cfg(test)]
mod tests;
mod variety;

use std::sync::OnceLock;

pub use ask::Ask;
pub use builtin::{VOICES, voice};
pub use error::WordsError;
pub use expand::Step;
pub use finish::finish;
pub use grammar::{Grammar, TONE};
pub use lang::Lang;
pub use load::{Budget, Source, toml, tracery};
pub use own::{Named, Own};

use crate::{condition::Facts, scene::Needs, seed::Seed, words::rewrite::Rules};

/// The grammars of every language; each is read when it is first asked for.
#[derive(Debug)]
pub struct Words {
    /// Of English and French, in that order.
    grammars: [OnceLock<Grammar>; 2],
    rules: [OnceLock<Rules>; 2],
    /// BLAKE3 of the user's own files, in hex.
    hash: Option<String>,
}

static BUILTIN: Words =
    Words { grammars: [OnceLock::new(), OnceLock::new()], rules: [OnceLock::new(), OnceLock::new()], hash: None };

impl Words {
    /// The grammars that come with the program; each is parsed once, when a text of its language is asked for.
    pub fn builtin() -> &'static Words {
        &BUILTIN
    }

    /// The same with a user's own words in them. What uses one language's modifiers is spoken in that language alone;
    /// `lang` is the one that is wanted, if any is.
    ///
    /// # Errors
    /// When a file says what cannot be, in the language that is wanted or in all of them.
    pub fn with(own: &Own, lang: Option<Lang>) -> Result<Words, WordsError> {
        let built = [Lang::En, Lang::Fr].map(|language| own.build(language));
        let (english, french) = match (lang, built) {
            (_, [Ok(english), Ok(french)]) => (english, french),
            (Some(Lang::En), [Err(error), _]) | (Some(Lang::Fr), [_, Err(error)]) => return Err(error),
            // What is written in one language is spoken in that language alone, and the other's own rules stay.
            (_, [Ok(english), Err(_)]) => (english, (own.build(Lang::En)?.0, Own::default().build(Lang::Fr)?.1)),
            (_, [Err(_), Ok(french)]) => ((own.build(Lang::Fr)?.0, Own::default().build(Lang::En)?.1), french),
            (_, [Err(english), Err(french)]) => {
                // A modifier of the other language is no mistake: what is, is wrong in both.
                return Err(if english.is_of_modifier() { french } else { english });
            }
        };
        Ok(Words {
            grammars: [english.0.into(), french.0.into()],
            rules: [english.1.into(), french.1.into()],
            hash: own.hash(),
        })
    }

    /// BLAKE3 in hex of the files that the user laid over the built-in ones, if there are any.
    pub fn hash(&self) -> Option<&str> {
        self.hash.as_deref()
    }

    /// The symbols of a user's grammar that nothing leads to. One may ask for `origin`, for a symbol of the file's own
    /// name, and for any that the built-in grammars know; where the file has none of these, for all that no other says.
    pub fn unreachable(&self, file: &str, text: &str) -> Vec<WordsError> {
        let Ok(source) = own::read(file, text) else { return Vec::new() };
        let own = |name: &str| source.symbols.iter().any(|(own, _)| own == name);
        let grammar = self.grammar(Lang::En);
        let stem = file.rsplit(['/', '\\']).next().and_then(|name| name.split('.').next()).unwrap_or(file);
        let builtin = |name: &&str| Words::builtin().grammar(Lang::En).symbols().any(|own| own == *name);
        let asked = |name: &&str| ["origin", stem].contains(name) || builtin(name);
        let names = || source.symbols.iter().map(|(name, _)| name.as_str());
        let mut roots: Vec<&str> = names().filter(asked).collect();
        if roots.is_empty() {
            roots = names().filter(|name| !names().any(|other| other != *name && grammar.says(other, name))).collect();
        }
        let unreachable = grammar.unreachable(&roots).into_iter().filter(|name| own(name));
        let lost = |name: &str| WordsError::At {
            place: source.place(name, ""),
            mistake: Box::new(WordsError::Unreachable { symbol: name.into(), roots: roots.join("`, `") }),
        };
        unreachable.map(lost).collect()
    }

    /// What must be read of a picture before a text can be said on it; without a language, the picture's own too.
    pub fn needs(&self, text: &str, lang: Option<Lang>) -> Needs {
        if !text.contains('#') {
            return Needs::NONE;
        }
        // What cannot be said needs nothing; composing tells why.
        let of = |lang| Ask::parse(self.grammar(lang), text).map_or(Needs::NONE, |ask| ask.needs());
        match lang {
            Some(lang) => of(lang),
            None => of(Lang::En) | of(Lang::Fr) | Needs::TEXT,
        }
    }

    /// The grammar of a language.
    pub fn grammar(&self, lang: Lang) -> &Grammar {
        self.grammars[lang as usize]
            .get_or_init(|| Own::default().grammar(lang).unwrap_or_else(|error| panic!("{error}")))
    }

    /// The rules of rewriting of a language.
    pub fn rules(&self, lang: Lang) -> &Rules {
        let build =
            || Rules::build(lang, builtin::rules(lang), self.grammar(lang)).unwrap_or_else(|error| panic!("{error}"));
        self.rules[lang as usize].get_or_init(build)
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
