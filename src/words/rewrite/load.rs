//! Loading: the rules of rewriting as people write them, one TOML file a role.
//!
//! ```toml
//! shared = true                        # the word swaps of `words.toml` serve this role too
//! rules = [
//!   { line = "shop|buy now", say = ["stop now", "owe now"] },        # the whole line
//!   { find = "you deserve", say = "you are owed", weight = 2.0 },    # these words of it; the rest stays
//!   { line = "only <number> left", say = "only #1# hours left" },
//! ]
//! # Whole lines for where nothing fits: of the line's own noun.
//! otherwise = ["#noun#, on credit"]
//!
//! [words]                              # a word and what may stand in its place
//! "sale|sales" = ["shift", "night shift"]
//!
//! [pieces]                             # the same for parts of handles and hashtags, and whole hashtags
//! glow = ["owe", "low"]
//! ```
//!
//! Patterns: `pattern.rs`. What is said is a grammar's text: `#1#` is what the pattern's first `<…>` or `...` stood for,
//! `#noun#` the line's own noun, `#line#` the line without its stops, and any symbol of the grammar may be said. Write
//! small letters: the line's own case is put on. French words end in their grammar (`loyer|m`), so that the article
//! before them agrees.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::{
    scene::line::Role,
    words::{
        Lang,
        ask::Ask,
        error::WordsError,
        grammar::Grammar,
        rewrite::pattern::{Classes, Pattern},
    },
};

/// The rules of one language.
#[derive(Debug)]
pub struct Rules {
    roles: BTreeMap<Role, Of>,
    /// Every word that a rule names: no other is mistaken for one of these, nor they for another.
    pub known: BTreeSet<String>,
}

/// The rules of one role.
#[derive(Debug, Default)]
pub struct Of {
    pub rules: Vec<Rule>,
    /// What may stand for a word, by its key.
    pub words: BTreeMap<String, Vec<String>>,
    pub pieces: BTreeMap<String, Vec<String>>,
    /// Last parts of names.
    pub ends: Vec<String>,
    pub otherwise: Vec<String>,
}

/// A shape of lines and what is answered to it.
#[derive(Debug)]
pub struct Rule {
    pub pattern: Pattern,
    /// As it was written.
    pub text: String,
    /// It has to be the whole line.
    pub whole: bool,
    pub say: Vec<String>,
    pub weight: f32,
}

/// What a rule may say besides the symbols of the grammar.
pub const GIVEN: [&str; 8] = ["1", "2", "3", "4", "5", "6", "noun", "line"];

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Written {
    shared: bool,
    rules: Vec<WrittenRule>,
    otherwise: Vec<String>,
    words: BTreeMap<String, Say>,
    pieces: BTreeMap<String, Say>,
    ends: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRule {
    line: Option<String>,
    find: Option<String>,
    say: Say,
    weight: Option<f32>,
}

#[derive(Deserialize, Clone)]
#[serde(untagged, expecting = "a text or a list of texts")]
enum Say {
    One(String),
    Many(Vec<String>),
}

impl Say {
    fn all(self) -> Vec<String> {
        match self {
            Say::One(one) => vec![one],
            Say::Many(many) => many,
        }
    }
}

/// One file: its path, of which only the name counts (`slogan.toml`, `words.toml`, `classes.toml`), and its text.
pub type File<'t> = (&'t str, &'t str);

impl Rules {
    /// Reads the files of a language.
    ///
    /// # Errors
    /// A file that is no TOML or says what cannot be said.
    pub fn build(lang: Lang, files: &[File<'_>], grammar: &Grammar) -> Result<Self, WordsError> {
        let file = |name: &'static str| {
            let of = |(path, _): &&File| path.rsplit('/').next() == Some(name);
            files.iter().find(of).map_or((name, ""), |(path, text)| (*path, *text))
        };
        let (path, text) = file("classes.toml");
        let classes: BTreeMap<String, String> = read(path, text)?;
        let words_of = |text: String| text.split_whitespace().map(crate::scene::roles::fold).collect();
        let classes: Classes = classes.into_iter().map(|(name, text)| (name, words_of(text))).collect();
        let (path, text) = file("words.toml");
        let shared = swaps(path, read(path, text)?, grammar)?;
        let mut rules = Rules { roles: BTreeMap::new(), known: BTreeSet::new() };
        for (role, name) in ROLES {
            let (file, text) = file(name);
            let written: Written = read(file, text)?;
            let mut of = Of { words: swaps(file, written.words, grammar)?, ends: written.ends, ..Of::default() };
            if written.shared {
                for (word, say) in &shared {
                    of.words.entry(word.clone()).or_insert_with(|| say.clone());
                }
            }
            of.pieces = swaps(file, written.pieces, grammar)?;
            for rule in written.rules {
                let wrong = |message: String| WordsError::Format { file: file.into(), message };
                let (text, whole) = match (rule.line, rule.find) {
                    (Some(line), None) => (line, true),
                    (None, Some(find)) => (find, false),
                    _ => return Err(wrong("a rule has either `line` or `find`".into())),
                };
                let pattern = Pattern::parse(&text, lang, &classes).map_err(|e| wrong(format!("`{text}`: {e}")))?;
                rules.known.extend(pattern.words().cloned());
                let say = checked(file, &text, rule.say.all(), grammar)?;
                of.rules.push(Rule { pattern, text, whole, say, weight: rule.weight.unwrap_or(1.0) });
            }
            of.otherwise = checked(file, "otherwise", written.otherwise, grammar)?;
            rules.known.extend(of.words.keys().chain(of.pieces.keys()).cloned());
            rules.roles.insert(role, of);
        }
        Ok(rules)
    }

    /// The rules of a role; a logo has none.
    pub fn of(&self, role: Role) -> Option<&Of> {
        self.roles.get(&role)
    }
}

const ROLES: [(Role, &str); 7] = [
    (Role::Slogan, "slogan.toml"),
    (Role::Body, "body.toml"),
    (Role::Price, "price.toml"),
    (Role::Button, "button.toml"),
    (Role::Handle, "handle.toml"),
    (Role::Metric, "metric.toml"),
    (Role::Hashtag, "hashtag.toml"),
];

fn read<T: for<'de> Deserialize<'de>>(file: &str, text: &str) -> Result<T, WordsError> {
    toml::from_str(text).map_err(|e| WordsError::Format { file: file.into(), message: e.to_string().trim_end().into() })
}

/// Swaps by folded word; `sale|sales` are two.
fn swaps(
    file: &str,
    written: BTreeMap<String, Say>,
    grammar: &Grammar,
) -> Result<BTreeMap<String, Vec<String>>, WordsError> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (words, say) in written {
        let say = checked(file, &words, say.all(), grammar)?;
        for word in words.split('|') {
            all.entry(crate::scene::roles::fold(word)).or_default().extend(say.iter().cloned());
        }
    }
    Ok(all)
}

/// What may be said, each tried for what the grammar does not know.
fn checked(file: &str, rule: &str, say: Vec<String>, grammar: &Grammar) -> Result<Vec<String>, WordsError> {
    for text in &say {
        Ask::with(grammar, text, &GIVEN).map_err(|mistake| WordsError::InRule {
            place: file.into(),
            symbol: rule.into(),
            rule: text.clone(),
            mistake: Box::new(mistake),
        })?;
    }
    Ok(say)
}
