//! Loading: grammars as people write them, in TOML or as Tracery JSON.
//!
//! A file is a table of symbols. A symbol is one rule, a list of rules, or a table with a budget:
//!
//! ```toml
//! queue = ["the queue for the lift", "the queue for returns"]
//!
//! [slogan]
//! words = [2, 7]          # no fewer, no more; a rule that oversteps is drawn again
//! chars = [4, 48]
//! rules = [
//!   "Monday is a rumour spread by clocks",
//!   { say = "Leave #queue#", weight = 2.0, when = "tall and not dark" },
//! ]
//! ```
//!
//! In a rule, `#symbol.modifier.modifier#` says a symbol; `[name:#symbol#]` saves one, so that `#name#` says
//! the same again; `\` takes the meaning from `#`, `[`, `]` and `\`. A rule may end in its grammar:
//! `image|f`, `ciseaux|mp`, `bail|m|baux`, `passer-by|s|passers-by`. Modifiers of both languages: `cap`,
//! `title`, `upper`, `lower`, `quote`, `comma`, `replace(a,b)`, `s`, `sp(singular,plural)`, `mf(m,f)`. English:
//! `a`, `ed`, `ing`. French: `le`, `un`, `du`, `au`, `de`, `ce`, `mon`, `ton`, `son`, `notre`, `votre`,
//! `leur`, `il`, `accord` (the ending alone: `livré#n.accord#`), `accord(n)` (an adjective agrees with `n`).
//!
//! `#read.slogan#` quotes the largest line of that role that was read on the picture (`crate::scene::quote` has
//! the list). A rule that quotes what was not read, or leads to what cannot be said, is not drawn.
//!
//! Rules are drawn by weight, somewhat more often the more they can say, and none twice in one text while
//! others remain.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor, value::MapAccessDeserializer},
};

use crate::{condition::Condition, words::error::WordsError};

/// One file.
#[derive(Debug)]
pub struct Source {
    pub file: String,
    pub symbols: Vec<(String, Entry)>,
}

/// One symbol as written.
#[derive(Debug)]
pub struct Entry {
    pub rules: Vec<Line>,
    pub budget: Option<Budget>,
}

/// One rule as written.
#[derive(Debug)]
pub struct Line {
    pub say: String,
    pub weight: f32,
    pub when: Option<Condition>,
}

/// What a text may measure, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    pub words: [usize; 2],
    pub chars: [usize; 2],
}

impl Budget {
    /// Whether `text` keeps within it.
    pub fn fits(&self, text: &str) -> bool {
        let within = |[least, most]: [usize; 2], n| least <= n && n <= most;
        let words = text.split([' ', '\n']).filter(|word| word.contains(char::is_alphanumeric)).count();
        within(self.words, words) && within(self.chars, text.chars().count())
    }
}

/// A symbol in any of its shapes. (Serde's untagged enums would do, but lose what is wrong and where.)
struct Written(WrittenTable);

/// A rule, bare or with a weight and a condition.
struct WrittenRule(WrittenLine);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLine {
    say: String,
    weight: Option<f32>,
    when: Option<Condition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTable {
    rules: Vec<WrittenRule>,
    words: Option<[usize; 2]>,
    chars: Option<[usize; 2]>,
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl<'de> Visitor<'de> for Shape {
            type Value = Written;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a rule, a list of rules, or a table with `rules`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Written, E> {
                Ok(Written(WrittenTable { rules: vec![bare(text)], words: None, chars: None }))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Written, A::Error> {
                let mut rules = Vec::new();
                while let Some(rule) = list.next_element()? {
                    rules.push(rule);
                }
                Ok(Written(WrittenTable { rules, words: None, chars: None }))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Written, A::Error> {
                WrittenTable::deserialize(MapAccessDeserializer::new(map)).map(Written)
            }
        }
        deserializer.deserialize_any(Shape)
    }
}

impl<'de> Deserialize<'de> for WrittenRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl<'de> Visitor<'de> for Shape {
            type Value = WrittenRule;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a text, or `{ say = \"…\", weight = 1.0, when = \"…\" }`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<WrittenRule, E> {
                Ok(bare(text))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<WrittenRule, A::Error> {
                WrittenLine::deserialize(MapAccessDeserializer::new(map)).map(WrittenRule)
            }
        }
        deserializer.deserialize_any(Shape)
    }
}

fn bare(text: &str) -> WrittenRule {
    WrittenRule(WrittenLine { say: text.into(), weight: None, when: None })
}

/// Reads a TOML grammar.
///
/// # Errors
/// When it is no TOML, or a symbol has another shape.
pub fn toml(file: &str, text: &str) -> Result<Source, WordsError> {
    let symbols: BTreeMap<String, Written> = ::toml::from_str(text).map_err(|error| format(file, &error))?;
    Ok(source(file, symbols))
}

/// Reads a Tracery grammar: an object of symbols, each a text or a list of texts.
///
/// # Errors
/// When it is no JSON, or a symbol has another shape.
pub fn tracery(file: &str, text: &str) -> Result<Source, WordsError> {
    let symbols: BTreeMap<String, Written> = serde_json::from_str(text).map_err(|error| format(file, &error))?;
    Ok(source(file, symbols))
}

fn format(file: &str, error: &dyn std::fmt::Display) -> WordsError {
    WordsError::Format { file: file.into(), message: error.to_string() }
}

fn source(file: &str, symbols: BTreeMap<String, Written>) -> Source {
    let line = |WrittenRule(rule)| Line { say: rule.say, weight: rule.weight.unwrap_or(1.0), when: rule.when };
    let entry = |Written(table): Written| {
        let any = [0, usize::MAX];
        let budget = (table.words.is_some() || table.chars.is_some())
            .then(|| Budget { words: table.words.unwrap_or(any), chars: table.chars.unwrap_or(any) });
        Entry { rules: table.rules.into_iter().map(line).collect(), budget }
    };
    let symbols = symbols.into_iter().map(|(name, written)| (name, entry(written))).collect();
    Source { file: file.into(), symbols }
}
