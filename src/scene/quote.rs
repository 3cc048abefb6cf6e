//! Quotes: the picture's own words, for captions that answer them.

use crate::scene::{
    Scene,
    line::{Line, Role},
};

/// What `#…#` may quote: the largest line of a role, or of all; a slogan with the other lines of its block; `amount` is
/// the sum alone that the largest price names.
pub const QUOTES: &[(&str, Option<Role>)] = &[
    ("read.text", None),
    ("read.slogan", Some(Role::Slogan)),
    ("read.body", Some(Role::Body)),
    ("read.price", Some(Role::Price)),
    (AMOUNT, Some(Role::Price)),
    ("read.button", Some(Role::Button)),
    ("read.handle", Some(Role::Handle)),
    ("read.metric", Some(Role::Metric)),
    ("read.hashtag", Some(Role::Hashtag)),
    ("read.logo", Some(Role::Logo)),
];

const AMOUNT: &str = "read.amount";
/// Lines that were read with less confidence are not quoted: what is repeated must be right.
const SURE: f32 = 0.7;
/// Longer slogans, in characters, are quoted by their largest line.
const SLOGAN: usize = 64;
const CURRENCY: &[char] = &['€', '$', '£', '¥', '₹', '₩', '₽', '₺'];

/// The quote of a name.
pub fn find(name: &str) -> Option<&'static str> {
    let quotes = QUOTES.iter().map(|(quote, _)| *quote);
    if name.starts_with("read.") { quotes.into_iter().find(|quote| *quote == name) } else { None }
}

/// Every quote that the picture gives.
pub(crate) fn all(scene: &Scene) -> impl Iterator<Item = (&'static str, String)> {
    QUOTES.iter().filter_map(|(name, role)| {
        let said = largest(scene, *role, |line| match *name {
            AMOUNT => amount(&line.text).is_some(),
            "read.metric" => counts(&line.text),
            // A letter or a figure is no slogan that anybody would repeat.
            "read.slogan" => line.text.chars().filter(|c| c.is_alphabetic()).count() >= 5,
            _ => true,
        })?;
        let said = match *name {
            AMOUNT => amount(&said)?,
            // A count goes without what else stands in its line.
            "read.metric" => said.split(" · ").next().unwrap_or(&said).trim().into(),
            // The button of a poll, without how many have pressed it.
            "read.button" => {
                let counted = |c: char| c.is_ascii_digit() || " %\u{a0}\u{202f}".contains(c);
                sentence(said.trim_end_matches(counted))
            }
            "read.slogan" => sentence(&said),
            _ => said,
        };
        (!said.is_empty()).then_some((*name, said))
    })
}

/// What the largest line of a role (of any, for none) says, the first of equals; on one line, without the full stop that
/// ends it: another sentence goes on round it.
fn largest(scene: &Scene, role: Option<Role>, meant: impl Fn(&Line) -> bool) -> Option<String> {
    let lines = scene.text.iter().flatten();
    let told = |line: &&Line| line.confidence >= SURE && !line.text.trim().is_empty();
    let fits = lines.filter(told).filter(|line| role.is_none_or(|role| line.role == role) && meant(line));
    let size = |line: &Line| line.lettering.cap_height;
    let largest = fits.reduce(|first, next| if size(next) > size(first) { next } else { first })?;
    let alone = |line: &Line| line.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let block = scene.text.iter().flatten().filter(|line| line.block == largest.block && line.role == largest.role);
    let block: Vec<&Line> = block.collect();
    let whole = block.iter().copied().map(alone).collect::<Vec<_>>().join(" ");
    let slogan = role == Some(Role::Slogan) && whole.chars().count() <= SLOGAN && block.iter().all(told);
    let said = if slogan { whole } else { alone(largest) };
    let quoted = said.strip_suffix('.').filter(|rest| !rest.is_empty() && !rest.ends_with('.'));
    Some(quoted.unwrap_or(&said).into())
}

/// Capitals alone become a sentence, which does not shout among others.
fn sentence(said: &str) -> String {
    if said.contains(char::is_lowercase) {
        return said.into();
    }
    let i = |word: &str| word == "I" || word.starts_with("I'") || word.starts_with("I’");
    let lower = |word: &str| if i(word) { format!("I{}", word[1..].to_lowercase()) } else { word.to_lowercase() };
    let text = said.split(' ').map(lower).collect::<Vec<_>>().join(" ");
    let mut begins = true;
    let letter = |c: char| {
        let first = begins && c.is_alphanumeric();
        begins = ".!?".contains(c) || begins && !first;
        if first { c.to_uppercase().collect::<String>() } else { c.to_string() }
    };
    text.chars().map(letter).collect()
}

/// Whether a metric says what it counts: `12,304 likes`, and not the clock, a tab, or a bare number.
fn counts(text: &str) -> bool {
    let first = text.split(" · ").next().unwrap_or(text);
    let word = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count() > 3;
    first.starts_with(|c: char| c.is_ascii_digit()) && first.split_whitespace().skip(1).any(word)
}

/// The sum in a price: a number beside a sign of money, and that sign.
fn amount(text: &str) -> Option<String> {
    let sign = text.find(CURRENCY)?;
    let after = sign + text[sign..].chars().next().map_or(1, char::len_utf8);
    let inner = |c: char| c.is_ascii_digit() || ".,\u{a0}\u{202f} ".contains(c);
    let before = &text[..sign];
    if before.trim_end().ends_with(|c: char| c.is_ascii_digit()) {
        let outer =
            before.rfind(|c| !inner(c)).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let sum = text[outer..after].trim_matches([' ', '.', ',']);
        // A thin space is easily missed in reading.
        let (figures, sign) = sum.split_at(sum.find(CURRENCY)?);
        let gap = if figures.ends_with(|c: char| c.is_ascii_digit()) { "\u{a0}" } else { "" };
        return Some(format!("{figures}{gap}{sign}"));
    }
    let rest = &text[after..];
    let digits = rest[..rest.find(|c| !inner(c)).unwrap_or(rest.len())].trim_end_matches([' ', '.', ',']);
    digits.contains(|c: char| c.is_ascii_digit()).then(|| text[sign..after + digits.len()].into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_quoted_without_what_stands_round_it() {
        for (text, sum) in [
            ("3 days in orbit from $189,000", Some("$189,000")),
            ("or $49.95/mo. for 24 mo.", Some("$49.95")),
            ("Jusqu'à 15 000 €, réponse", Some("15 000 €")),
            ("239,04€", Some("239,04\u{a0}€")),
            ("From €199.", Some("€199")),
            ("tonight only", None),
        ] {
            assert_eq!(amount(text).as_deref(), sum, "{text}");
        }
    }

    #[test]
    fn capitals_are_quoted_as_a_sentence() {
        for (text, said) in [
            ("MONDAYS LOOK SMALLER FROM HERE", "Mondays look smaller from here"),
            ("FOLD IT. LOVE IT", "Fold it. Love it"),
            ("WHAT I’M MADE OF", "What I’m made of"),
            ("Wake up", "Wake up"),
        ] {
            assert_eq!(sentence(text), said);
        }
    }

    #[test]
    fn a_count_says_what_it_counts() {
        for (text, told) in
            [("12,304 likes", true), ("1.2M followers · Sponsored", true), ("7:07", false), ("1M", false)]
        {
            assert_eq!(counts(text), told, "{text}");
        }
        assert!(!counts("3,604") && !counts("8:12 PM · Oct 3, 2026 · 1.2M Views"));
    }
}
