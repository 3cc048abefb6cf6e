//! Patterns: the shapes of lines that a rule answers.
//!
//! Words in small letters without accents, parted by spaces; `buy|get` is either, `now?` may be missing. `<buy>` is a
//! word of that class; `<word>` any word, `<number>`, `<price>`, `<percent>`, `<time>` what their names say; `...` any
//! words or none. What stands in `<>` and for `...` is known to the answer as `#1#`, `#2#`, … in order. `^` and `$`
//! hold a pattern that is looked for anywhere to the beginning or the end of the line.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    scene::roles::fold,
    words::{
        Lang,
        rewrite::line::{self, Kind, Line, Word},
    },
};

/// Word lists by name.
pub type Classes = BTreeMap<String, BTreeSet<String>>;

/// A shape of words.
#[derive(Clone, Debug)]
pub struct Pattern {
    parts: Vec<Part>,
    start: bool,
    end: bool,
}

#[derive(Clone, Debug)]
struct Part {
    one: One,
    optional: bool,
}

#[derive(Clone, Debug)]
enum One {
    /// Any of these.
    Words(Vec<String>),
    Class(BTreeSet<String>),
    Kind(Kind),
    Any,
    /// Any number of words.
    Rest,
}

/// Where a pattern was found: from and to which word, and so of everything that it captured.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub from: usize,
    pub to: usize,
    pub captures: Vec<(usize, usize)>,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// The class that is not there, or a pattern without words.
    pub fn parse(text: &str, lang: Lang, classes: &Classes) -> Result<Self, String> {
        let parted = line::parted_elisions(text, lang);
        let text = parted.as_str();
        let (start, text) = text.strip_prefix('^').map_or((false, text), |rest| (true, rest));
        let (end, text) = text.strip_suffix('$').map_or((false, text), |rest| (true, rest));
        let part = |token: &str| {
            let (token, optional) = token.strip_suffix('?').map_or((token, false), |token| (token, true));
            let one = match token.strip_prefix('<').and_then(|name| name.strip_suffix('>')) {
                _ if token == "..." => One::Rest,
                None => One::Words(token.split('|').map(fold).collect()),
                Some("word") => One::Any,
                Some("number") => One::Kind(Kind::Number),
                Some("price") => One::Kind(Kind::Price),
                Some("percent") => One::Kind(Kind::Percent),
                Some("time") => One::Kind(Kind::Time),
                Some(name) => match classes.get(name) {
                    Some(class) => One::Class(class.clone()),
                    None => {
                        let words: Vec<&str> = name.split('|').collect();
                        if words.len() == 1 {
                            return Err(format!("there is no class `{name}`"));
                        }
                        One::Class(words.into_iter().map(fold).collect())
                    }
                },
            };
            Ok(Part { one, optional })
        };
        let parts = text.split_whitespace().map(part).collect::<Result<Vec<_>, String>>()?;
        if parts.is_empty() { Err("a pattern needs words".into()) } else { Ok(Pattern { parts, start, end }) }
    }

    /// Every word that it names.
    pub fn words(&self) -> impl Iterator<Item = &String> {
        self.parts.iter().flat_map(|part| match &part.one {
            One::Words(words) => words.iter().collect::<Vec<_>>(),
            One::Class(words) => words.iter().collect(),
            _ => Vec::new(),
        })
    }

    /// The whole line, if it has this shape. `known` words are not taken for others that they resemble.
    pub fn whole(&self, line: &Line, known: &BTreeSet<String>) -> Option<Found> {
        let mut captures = Vec::new();
        let matches = self.step(line, 0, 0, true, known, &mut captures).is_some();
        matches.then_some(Found { from: 0, to: line.words.len(), captures })
    }

    /// The first place in the line that has this shape.
    pub fn find(&self, line: &Line, known: &BTreeSet<String>) -> Option<Found> {
        let last = if self.start { 0 } else { line.words.len().saturating_sub(1) };
        (0..=last).find_map(|from| {
            let mut captures = Vec::new();
            let to = self.step(line, 0, from, self.end, known, &mut captures)?;
            (to > from).then_some(Found { from, to, captures })
        })
    }

    /// Matches parts from `part` on to words from `word` on; the word after the last, or `None`.
    fn step(
        &self,
        line: &Line,
        part: usize,
        word: usize,
        to_end: bool,
        known: &BTreeSet<String>,
        captures: &mut Vec<(usize, usize)>,
    ) -> Option<usize> {
        let Some(Part { one, optional }) = self.parts.get(part) else {
            return (!to_end || word == line.words.len()).then_some(word);
        };
        let held = captures.len();
        let captured = !matches!(one, One::Words(_));
        let mut lengths = match one {
            One::Rest => 0..line.words.len() + 1 - word,
            _ => 1..2,
        };
        let tried = lengths.find_map(|length| {
            let taken = line.words.get(word..word + length)?;
            if !matches!(one, One::Rest) && !one.takes(&taken[0], known) {
                return None;
            }
            captures.truncate(held);
            if captured {
                captures.push((word, word + length));
            }
            self.step(line, part + 1, word + length, to_end, known, captures)
        });
        if tried.is_some() || !optional {
            return tried;
        }
        captures.truncate(held);
        if captured {
            captures.push((word, word));
        }
        self.step(line, part + 1, word, to_end, known, captures)
    }
}

impl One {
    fn takes(&self, word: &Word, known: &BTreeSet<String>) -> bool {
        let near = |own: &String| *own == word.key || alike(own, &word.key, known);
        match self {
            One::Words(words) => words.iter().any(near),
            One::Class(words) => words.contains(&word.key) || words.iter().any(near),
            One::Kind(kind) => word.kind == *kind,
            One::Any => word.kind == Kind::Word,
            One::Rest => true,
        }
    }
}

/// Whether an unknown word is another with one letter misread.
fn alike(own: &str, read: &str, known: &BTreeSet<String>) -> bool {
    own.len() > 4
        && read.len() > 4
        && own.len().abs_diff(read.len()) < 2
        && !known.contains(read)
        && strsim::osa_distance(own, read) == 1
}
