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
//! lines = [1, 1]
//! even = true             # a rule comes hardly more often for all that it can say
//! rules = [
//!   "Monday is a rumour spread by clocks",
//!   { say = "Leave #queue#", weight = 2.0, when = "tall and not dark", tone = "dry" },
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
//! Rules are drawn by weight, the more often the more they can say (`variety.rs`), and none twice in one text while
//! others remain. Where a tone is asked for, rules of another tone are not drawn; a rule without one suits any.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor, value::MapAccessDeserializer},
};

use crate::{condition::Condition, words::error::WordsError};

/// The largest grammar file in bytes, the longest rule in bytes, the most rules of a file.
const LARGEST: usize = 4 << 20;
const LONGEST: usize = 4_000;
const MOST: usize = 65_536;

/// One file.
#[derive(Debug)]
pub struct Source {
    pub file: String,
    /// As it was written, for the lines of errors.
    pub text: String,
    pub symbols: Vec<(String, Entry)>,
}

/// One symbol as written.
#[derive(Debug)]
pub struct Entry {
    pub rules: Vec<Line>,
    pub budget: Option<Budget>,
    /// Its rules are drawn nearly alike: of moulds the best said one is as good as the richest.
    pub even: bool,
}

/// One rule as written.
#[derive(Debug)]
pub struct Line {
    pub say: String,
    pub weight: f32,
    pub when: Option<Condition>,
    pub tone: Option<String>,
}

/// What a text may measure, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    pub words: [usize; 2],
    pub chars: [usize; 2],
    pub lines: [usize; 2],
}

impl Budget {
    /// Whether `text` keeps within it.
    pub fn fits(&self, text: &str) -> bool {
        let within = |[least, most]: [usize; 2], n| least <= n && n <= most;
        let words = text.split([' ', '\n']).filter(|word| word.contains(char::is_alphanumeric)).count();
        within(self.words, words)
            && within(self.chars, text.chars().count())
            && within(self.lines, text.split('\n').count())
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
    tone: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTable {
    rules: Vec<WrittenRule>,
    words: Option<[usize; 2]>,
    chars: Option<[usize; 2]>,
    lines: Option<[usize; 2]>,
    #[serde(default)]
    even: bool,
}

impl WrittenTable {
    fn of(rules: Vec<WrittenRule>) -> Self {
        WrittenTable { rules, words: None, chars: None, lines: None, even: false }
    }
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
                Ok(Written(WrittenTable::of(vec![bare(text)])))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Written, A::Error> {
                let mut rules = Vec::new();
                while let Some(rule) = list.next_element()? {
                    rules.push(rule);
                }
                Ok(Written(WrittenTable::of(rules)))
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
    WrittenRule(WrittenLine { say: text.into(), weight: None, when: None, tone: None })
}

/// Reads a TOML grammar.
///
/// # Errors
/// When it is no TOML, a symbol has another shape, or it is too large.
pub fn toml(file: &str, text: &str) -> Result<Source, WordsError> {
    bounded(file, text)?;
    let symbols: BTreeMap<String, Written> = ::toml::from_str(text).map_err(|error| format(file, &error))?;
    source(file, text, symbols)
}

/// Reads a Tracery grammar: an object of symbols, each a text or a list of texts.
///
/// # Errors
/// When it is no JSON, a symbol has another shape, or it is too large.
pub fn tracery(file: &str, text: &str) -> Result<Source, WordsError> {
    bounded(file, text)?;
    let symbols: BTreeMap<String, Written> = serde_json::from_str(text).map_err(|error| format(file, &error))?;
    source(file, text, symbols)
}

fn bounded(file: &str, text: &str) -> Result<(), WordsError> {
    if text.len() <= LARGEST {
        return Ok(());
    }
    Err(WordsError::TooMuch {
        file: file.into(),
        what: format!("{} MiB", text.len().div_ceil(1 << 20)),
        most: "4 MiB".into(),
    })
}

fn format(file: &str, error: &dyn std::fmt::Display) -> WordsError {
    WordsError::Format { file: file.into(), message: error.to_string().trim_end().into() }
}

fn source(file: &str, text: &str, symbols: BTreeMap<String, Written>) -> Result<Source, WordsError> {
    let too_much = |what: String, most: String| WordsError::TooMuch { file: file.into(), what, most };
    let count: usize = symbols.values().map(|Written(table)| table.rules.len()).sum();
    if count > MOST {
        return Err(too_much(format!("{count} rules"), format!("{MOST} rules")));
    }
    let longest = symbols.values().flat_map(|Written(t)| &t.rules).map(|WrittenRule(r)| r.say.len()).max();
    if let Some(longest) = longest.filter(|longest| *longest > LONGEST) {
        return Err(too_much(format!("a rule of {longest} bytes"), format!("{LONGEST} bytes a rule")));
    }
    let line = |WrittenRule(rule)| Line {
        say: rule.say,
        weight: rule.weight.unwrap_or(1.0),
        when: rule.when,
        tone: rule.tone,
    };
    let entry = |Written(table): Written| {
        let any = [0, usize::MAX];
        let bounds = [table.words, table.chars, table.lines];
        let [words, chars, lines] = bounds.map(|bound| bound.unwrap_or(any));
        let budget = bounds.iter().any(Option::is_some).then_some(Budget { words, chars, lines });
        Entry { rules: table.rules.into_iter().map(line).collect(), budget, even: table.even }
    };
    let symbols = symbols.into_iter().map(|(name, written)| (name, entry(written))).collect();
    Ok(Source { file: file.into(), text: text.into(), symbols })
}

impl Source {
    /// `FILE:LINE` of a symbol's rule, or of the symbol where the rule is not found as it is written.
    pub fn place(&self, symbol: &str, rule: &str) -> String {
        let key = |line: &str| {
            let line = line.trim_start().trim_start_matches(['[', '{', '"', '\'', ' ']);
            let rest = line.strip_prefix(symbol);
            rest.is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(['=', ':', ']']))
        };
        let lines: Vec<&str> = self.text.lines().collect();
        let quoted = format!("\"{symbol}\":");
        let start = lines.iter().position(|line| key(line)).or_else(|| lines.iter().position(|l| l.contains(&quoted)));
        let Some(start) = start else { return self.file.clone() };
        let within = lines[start..].iter().position(|line| line.contains(rule));
        format!("{}:{}", self.file, start + within.unwrap_or(0) + 1)
    }
}
