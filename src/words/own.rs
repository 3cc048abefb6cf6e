//! What a user lays over the words that come with the program.

use std::sync::Arc;

use crate::words::{
    Lang, builtin,
    corpus::Corpus,
    error::WordsError,
    grammar::Grammar,
    load::{Source, toml, tracery},
    rewrite::{File, Rules},
};

/// A file's name and its text.
pub type Named = (String, String);

/// A user's own words.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// Grammars, TOML or Tracery's JSON (`.json`): a symbol of theirs replaces a built-in one of the same name.
    pub grammars: Vec<Named>,
    /// Rules of rewriting, each for the built-in file of its name.
    pub rules: Vec<Named>,
    /// Texts that say what templates ask for.
    pub corpus: Option<Arc<Corpus>>,
}

impl Own {
    /// The grammar of a language with these words in it, and its rules of rewriting.
    ///
    /// # Errors
    /// When a file says what cannot be.
    pub(super) fn build(&self, lang: Lang) -> Result<(Grammar, Rules), WordsError> {
        let known = |own: &str| builtin::rules(lang).iter().any(|(path, _)| path.ends_with(&format!("/{own}")));
        if let Some((stranger, _)) = self.rules.iter().find(|(own, _)| !known(own)) {
            let names: Vec<&str> =
                builtin::rules(lang).iter().filter_map(|(path, _)| path.rsplit('/').next()).collect();
            let message = format!("no rules are called so: there are {}", names.join(", "));
            return Err(WordsError::Format { file: stranger.clone(), message });
        }
        let grammar = self.grammar(lang)?;
        let file = |&(path, text): &File<'static>| {
            let name = path.rsplit('/').next().unwrap_or(path);
            let own = self.rules.iter().find(|(own, _)| own == name);
            own.map_or((path, text), |(own, text)| (own.as_str(), text.as_str()))
        };
        let rules = Rules::build(lang, &builtin::rules(lang).iter().map(file).collect::<Vec<_>>(), &grammar)?;
        Ok((grammar, rules))
    }

    /// The grammar of a language with these words in it.
    ///
    /// # Errors
    /// When a file says what cannot be.
    pub(super) fn grammar(&self, lang: Lang) -> Result<Grammar, WordsError> {
        let mut sources = Vec::new();
        for (file, text) in builtin::grammars(lang) {
            sources.push(toml(file, text)?);
        }
        let corpus = self.corpus.as_ref().map(|_| toml("corpus", builtin::CORPUS)).transpose()?;
        let own = self.grammars.iter().map(|(file, text)| read(file, text)).collect::<Result<Vec<_>, _>>()?;
        for over in corpus.into_iter().chain(own) {
            let taken = |name: &String| over.symbols.iter().any(|(own, _)| own == name);
            sources.iter_mut().for_each(|under| under.symbols.retain(|(name, _)| !taken(name)));
            sources.push(over);
        }
        Grammar::build(lang, sources, self.corpus.clone())
    }

    /// BLAKE3 in hex of all of it; nothing when there is nothing.
    pub(super) fn hash(&self) -> Option<String> {
        let mut hash = blake3::Hasher::new();
        let mut file = |kind: &str, text: &str| {
            for part in [kind, text] {
                hash.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
            }
        };
        // Of rules the name counts, of grammars only which of two languages they are written in.
        self.grammars.iter().for_each(|(name, text)| file(if is_tracery(name) { "tracery" } else { "toml" }, text));
        self.rules.iter().for_each(|(name, text)| file(name, text));
        if let Some(corpus) = &self.corpus {
            corpus.hash(&mut hash);
        }
        (hash.count() > 0).then(|| hash.finalize().to_hex().to_string())
    }
}

/// A user's grammar.
pub(super) fn read(file: &str, text: &str) -> Result<Source, WordsError> {
    if is_tracery(file) { tracery(file, text) } else { toml(file, text) }
}

fn is_tracery(file: &str) -> bool {
    file.ends_with(".json")
}
