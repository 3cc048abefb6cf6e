//! Turns: a wording becomes what each says, and how.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Between two turns, white space on either side of it.
const MARK: &str = "//";
/// No more than this is said.
const MOST: usize = 12;
/// A turn that begins so is whispered.
const HUSHED: [&str; 6] = ["hush", "psst", "shh", "chut", "not so loud", "plus bas"];

/// How something is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// By the wording: what ends in `!` is shouted, what stands in parentheses is thought, what begins with `Hush` or
    /// `Psst` is whispered, all else is speech.
    #[default]
    Any,
    Speech,
    Thought,
    Shout,
    Whisper,
}

/// What is said in turn, and how, in the order of the wording; parentheses of thoughts are taken off.
pub fn turns(text: &str, kind: Kind) -> Vec<(String, Kind)> {
    // Narrow spaces belong to what is said.
    let words: Vec<&str> = text.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty()).collect();
    let said = words.split(|word| *word == MARK).map(|words| words.join(" ")).filter(|said| !said.is_empty());
    said.take(MOST).map(|said| told(said, kind)).collect()
}

fn told(said: String, kind: Kind) -> (String, Kind) {
    let inner = said.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let own = match inner {
        Some(_) => Kind::Thought,
        None if said.ends_with('!') => Kind::Shout,
        None if HUSHED.iter().any(|hush| said.to_lowercase().starts_with(hush)) => Kind::Whisper,
        None => Kind::Speech,
    };
    let text = inner.filter(|inner| !inner.is_empty()).map_or_else(|| said.clone(), str::to_string);
    (text, if kind == Kind::Any { own } else { kind })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_told_apart_and_heard() {
        let said = turns("Who is it? // The rent!\n//  // (It knows my name.) // Hush, it reads.", Kind::Any);
        let expected = [
            ("Who is it?", Kind::Speech),
            ("The rent!", Kind::Shout),
            ("It knows my name.", Kind::Thought),
            ("Hush, it reads.", Kind::Whisper),
        ];
        assert_eq!(said, expected.map(|(text, kind)| (text.to_string(), kind)));
        assert_eq!(turns("Qui\u{202f}? // 20\u{202f}h", Kind::Any)[0].0, "Qui\u{202f}?");
        assert_eq!(turns("See https://example.org!", Kind::Speech).len(), 1);
        assert!(turns(" // ", Kind::Any).is_empty() && turns("()", Kind::Any).len() == 1);
    }
}
