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
mod labour;
mod lang;
mod load;
mod modifier;
pub mod rewrite;
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
    "en",
    "things",
    "walls",
    "press",
    "screen",
    "labels",
    "street",
    "voices/virtual-factory",
    "voices/may68",
    "voices/museum",
    "voices/instruction",
    "voices/fumetti",
);
const FRENCH: &[(&str, &str)] = &files!(
    "fr",
    "things",
    "walls",
    "press",
    "screen",
    "labels",
    "street",
    "voices/virtual-factory",
    "voices/may68",
    "voices/museum",
    "voices/instruction",
    "voices/fumetti",
);

/// A file's name and its text.
pub type Named = (String, String);

/// The symbols that speak in a voice of their own, each in a file of its name under `languages/*/voices`.
pub const VOICES: &[&str] = &["virtual-factory", "may68", "museum", "instruction", "fumetti"];

static BUILTIN: Words =
    Words { grammars: [OnceLock::new(), OnceLock::new()], rules: [OnceLock::new(), OnceLock::new()], hash: None };

/// Rules of rewriting under `languages/*/rewrite`, as text.
macro_rules! rules {
    ($lang:literal) => {
        &[
            ("classes.toml", include_str!(concat!("languages/", $lang, "/rewrite/classes.toml"))),
            ("words.toml", include_str!(concat!("languages/", $lang, "/rewrite/words.toml"))),
            ("slogan.toml", include_str!(concat!("languages/", $lang, "/rewrite/slogan.toml"))),
            ("body.toml", include_str!(concat!("languages/", $lang, "/rewrite/body.toml"))),
            ("price.toml", include_str!(concat!("languages/", $lang, "/rewrite/price.toml"))),
            ("button.toml", include_str!(concat!("languages/", $lang, "/rewrite/button.toml"))),
            ("handle.toml", include_str!(concat!("languages/", $lang, "/rewrite/handle.toml"))),
            ("metric.toml", include_str!(concat!("languages/", $lang, "/rewrite/metric.toml"))),
            ("hashtag.toml", include_str!(concat!("languages/", $lang, "/rewrite/hashtag.toml"))),
        ]
    };
}

fn rules(lang: Lang) -> &'static [rewrite::File<'static>] {
    match lang {
        Lang::En => rules!("en"),
        Lang::Fr => rules!("fr"),
    }
}

fn files(lang: Lang) -> &'static [(&'static str, &'static str)] {
    match lang {
        Lang::En => ENGLISH,
        Lang::Fr => FRENCH,
    }
}

/// The built-in grammar of a language with `files` (names, texts) laid over it: a symbol of theirs replaces one of the
/// same name.
fn build(lang: Lang, own: &[Named]) -> Result<Grammar, WordsError> {
    let mut sources = files(lang).iter().map(|(file, text)| toml(file, text)).collect::<Result<Vec<_>, _>>()?;
    for (file, text) in own {
        let over = read(file, text)?;
        let taken = |name: &String| over.symbols.iter().any(|(own, _)| own == name);
        sources.iter_mut().for_each(|under| under.symbols.retain(|(name, _)| !taken(name)));
        sources.push(over);
    }
    Grammar::build(lang, sources)
}

/// A user's grammar, TOML or Tracery's JSON.
fn read(file: &str, text: &str) -> Result<Source, WordsError> {
    if file.ends_with(".json") { tracery(file, text) } else { toml(file, text) }
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
    /// wanted, if any is. `over` are files of rules of rewriting that stand for built-in ones of the same names.
    ///
    /// # Errors
    /// When a file says what cannot be, in the language that is wanted or in all of them.
    pub fn with(files: &[Named], over: &[Named], lang: Option<Lang>) -> Result<Words, WordsError> {
        let build = |own: Lang| {
            let grammar = build(own, files)?;
            let file = |&(name, text): &rewrite::File<'static>| {
                let own = over.iter().find(|(own, _)| own == name);
                (name, own.map_or(text, |(_, text)| text.as_str()))
            };
            let rules = Rules::build(own, &rules(own).iter().map(file).collect::<Vec<_>>(), &grammar)?;
            Ok((grammar, rules))
        };
        let spoken = |own: Lang| {
            let other = if own == Lang::En { Lang::Fr } else { Lang::En };
            match (lang, build(own)) {
                (Some(wanted), Err(error)) if wanted == own => Err(error),
                (_, Err(error)) => build(other).map_err(|_: WordsError| error),
                (_, spoken) => spoken,
            }
        };
        let (english, french) = (spoken(Lang::En)?, spoken(Lang::Fr)?);
        let mut hash = blake3::Hasher::new();
        for (_, text) in files.iter().chain(over) {
            hash.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        }
        Ok(Words {
            grammars: [english.0.into(), french.0.into()],
            rules: [english.1.into(), french.1.into()],
            hash: Some(hash.finalize().to_hex().to_string()),
        })
    }

    /// BLAKE3 in hex of the files that the user laid over the built-in ones, if there are any.
    pub fn hash(&self) -> Option<&str> {
        self.hash.as_deref()
    }

    /// The symbols of a user's grammar that nothing leads to. One may ask for `origin`, for a symbol of the file's own
    /// name, and for any that the built-in grammars know; where the file has none of these, for all that no other says.
    pub fn unreachable(&self, file: &str, text: &str) -> Vec<WordsError> {
        let Ok(source) = read(file, text) else { return Vec::new() };
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
        self.grammars[lang as usize].get_or_init(|| build(lang, &[]).unwrap_or_else(|error| panic!("{error}")))
    }

    /// The rules of rewriting of a language.
    pub fn rules(&self, lang: Lang) -> &Rules {
        let build = || Rules::build(lang, rules(lang), self.grammar(lang)).unwrap_or_else(|error| panic!("{error}"));
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
