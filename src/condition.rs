//! Conditions: `faces > 1`, `tall and not dark`: what a template or a caption asks of a scene.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a scene says of itself: numbers for conditions, and words that were read, for captions.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    numbers: BTreeMap<&'static str, f32>,
    words: BTreeMap<&'static str, String>,
}

impl Facts {
    /// Nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// A number; a fact that is not there counts as 0 in conditions.
    pub fn get(&self, fact: &str) -> Option<f32> {
        self.numbers.get(fact).copied()
    }

    /// All numbers.
    pub fn numbers(&self) -> impl Iterator<Item = (&'static str, f32)> {
        self.numbers.iter().map(|(name, value)| (*name, *value))
    }

    /// Words that were read on the picture.
    pub fn words(&self, name: &str) -> Option<&str> {
        self.words.get(name).map(String::as_str)
    }

    /// The same with other numbers.
    pub fn with_numbers(mut self, numbers: impl IntoIterator<Item = (&'static str, f32)>) -> Self {
        self.numbers.extend(numbers);
        self
    }

    /// The same with words that were read.
    pub fn with_words(mut self, words: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        self.words.extend(words);
        self
    }
}

impl FromIterator<(&'static str, f32)> for Facts {
    fn from_iter<I: IntoIterator<Item = (&'static str, f32)>>(numbers: I) -> Self {
        Facts { numbers: numbers.into_iter().collect(), words: BTreeMap::new() }
    }
}

impl<const N: usize> From<[(&'static str, f32); N]> for Facts {
    fn from(numbers: [(&'static str, f32); N]) -> Self {
        numbers.into_iter().collect()
    }
}

/// Terms joined by `and` and `or` (`and` binds closer); a term is `[not] fact [op number]`, op one of
/// `>`, `>=`, `<`, `<=`, `=`. A bare fact holds when it is not 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(with = "String")]
#[serde(try_from = "String", into = "String")]
pub struct Condition {
    text: String,
    any: Vec<Vec<Term>>,
}

#[derive(Clone, Debug, PartialEq)]
struct Term {
    not: bool,
    fact: String,
    test: Option<(Op, f32)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Op {
    Above,
    AtLeast,
    Below,
    AtMost,
    Equal,
}

impl Condition {
    /// Whether the facts satisfy it.
    pub fn holds(&self, facts: &Facts) -> bool {
        self.any.iter().any(|all| all.iter().all(|term| term.holds(facts)))
    }

    /// The facts that it asks for.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.any.iter().flatten().map(|term| term.fact.as_str())
    }
}

impl Term {
    fn holds(&self, facts: &Facts) -> bool {
        let value = facts.get(&self.fact).unwrap_or(0.0);
        let holds = match self.test {
            None => value != 0.0,
            Some((Op::Above, n)) => value > n,
            Some((Op::AtLeast, n)) => value >= n,
            Some((Op::Below, n)) => value < n,
            Some((Op::AtMost, n)) => value <= n,
            Some((Op::Equal, n)) => value == n,
        };
        holds != self.not
    }
}

/// A condition that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no condition: write for example `faces > 1` or `tall and not dark`")]
pub struct ConditionError(String);

impl TryFrom<String> for Condition {
    type Error = ConditionError;

    fn try_from(text: String) -> Result<Self, ConditionError> {
        let any = text
            .split(" or ")
            .map(|all| all.split(" and ").map(term).collect::<Option<Vec<_>>>())
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| ConditionError(text.clone()))?;
        Ok(Condition { text, any })
    }
}

fn term(text: &str) -> Option<Term> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (not, words) = match words.split_first()? {
        (&"not", rest) => (true, rest),
        _ => (false, &words[..]),
    };
    let test = match words {
        [_] => None,
        [_, op, number] => {
            let op = match *op {
                ">" => Op::Above,
                ">=" => Op::AtLeast,
                "<" => Op::Below,
                "<=" => Op::AtMost,
                "=" | "==" => Op::Equal,
                _ => return None,
            };
            Some((op, number.parse().ok()?))
        }
        _ => return None,
    };
    let fact = words[0];
    let named = fact.starts_with(|c: char| c.is_ascii_lowercase())
        && fact.chars().all(|c| c.is_ascii_alphanumeric() || "._".contains(c));
    named.then(|| Term { not, fact: fact.into(), test })
}

impl From<Condition> for String {
    fn from(condition: Condition) -> String {
        condition.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read_and_hold() {
        let facts = Facts::from([("faces", 2.0), ("tall", 1.0)]);
        let holds = |text: &str| Condition::try_from(text.to_string()).unwrap().holds(&facts);
        assert!(holds("faces > 1") && holds("tall and not dark") && holds("dark or faces = 2"));
        assert!(!holds("faces < 2") && !holds("dark and tall or wide"));
        for bad in ["", "faces >", "faces > many", "Faces!", "a b", "not"] {
            assert!(Condition::try_from(bad.to_string()).is_err(), "{bad}");
        }
    }
}
