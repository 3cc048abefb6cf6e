//! A read line as words, numbers and prices, each with its place in the line.

use std::collections::BTreeSet;

use crate::{scene::roles::fold, words::Lang};

/// A line and its words.
#[derive(Clone, Debug)]
pub struct Line<'t> {
    pub text: &'t str,
    pub words: Vec<Word>,
    pub lang: Lang,
}

/// A word: where it stands in the line, and what it is by.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    pub start: usize,
    pub end: usize,
    /// In small letters without accents, with misread signs put right.
    pub key: String,
    pub kind: Kind,
    /// It was split off the word before it, from which no space parts it.
    pub split: bool,
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Word,
    /// `12,304`, `1.2M`.
    Number,
    /// With its currency: `$4.99`, `149 €`.
    Price,
    /// `50 %`.
    Percent,
    /// `9:41`, `18h30`.
    Time,
    /// `@somebody`.
    Account,
    /// `#something`.
    Tag,
}

const CURRENCY: &[char] = &['€', '$', '£', '¥', '₹', '₩', '₽', '₺'];

/// What French leaves of a small word before a vowel.
const ELIDED: &[&str] = &["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu"];

impl<'t> Line<'t> {
    /// Reads a line; capitals that run together are parted where both halves are in `known`.
    pub fn read(text: &'t str, lang: Lang, known: &BTreeSet<String>) -> Self {
        let mut words = Vec::new();
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            match token(&text[at..], lang, known) {
                Some((length, kind)) => {
                    let (start, end) = (at, at + length);
                    let raw = &text[start..end];
                    let key = if kind == Kind::Word { mend(&fold(raw)) } else { fold(raw) };
                    let parts = (kind == Kind::Word).then(|| parted(raw, &key, known)).flatten();
                    match parts {
                        Some(cut) => {
                            let (first, second) = key.split_at(cut);
                            let middle = start + cut;
                            words.push(Word { start, end: middle, key: first.into(), kind, split: false });
                            words.push(Word { start: middle, end, key: second.into(), kind, split: true });
                        }
                        None => words.push(Word { start, end, key, kind, split: false }),
                    }
                    at = end;
                }
                None => at += c.len_utf8(),
            }
        }
        Line { text, words, lang }
    }

    /// The words of a span as they stand in the line.
    pub fn span(&self, from: usize, to: usize) -> &'t str {
        if from >= to { "" } else { &self.text[self.words[from].start..self.words[to - 1].end] }
    }
}

/// The length in bytes of the word that `rest` begins with, and what it is.
fn token(rest: &str, lang: Lang, known: &BTreeSet<String>) -> Option<(usize, Kind)> {
    let first = rest.chars().next()?;
    let after = &rest[first.len_utf8()..];
    match first {
        c if CURRENCY.contains(&c) => {
            let space = after.len() - after.trim_start().len();
            let digits = number(&after[space..])?;
            let unit = after[space + digits..].starts_with(['K', 'k', 'M', 'B']);
            let end = c.len_utf8() + space + digits + usize::from(unit);
            let whole = unit && !rest[end..].starts_with(char::is_alphanumeric);
            Some((if whole { end } else { end - usize::from(unit) }, Kind::Price))
        }
        '@' | '#' => {
            let name = run(after, |c| c.is_alphanumeric() || "._".contains(c));
            let name = after[..name].trim_end_matches('.').len();
            let kind = if first == '@' { Kind::Account } else { Kind::Tag };
            after[..name].contains(char::is_alphabetic).then_some((1 + name, kind))
        }
        // A word whose first letter was misread.
        '0' | '1' | '5' | '8'
            if after.starts_with(char::is_alphabetic)
                && known.contains(&mend(&fold(&rest[..1 + word(after, lang)]))) =>
        {
            Some((1 + word(after, lang), Kind::Word))
        }
        c if c.is_ascii_digit() => Some(figure(rest)),
        c if c.is_alphabetic() => Some((word(rest, lang), Kind::Word)),
        _ => None,
    }
}

/// A number with what belongs to it: a unit of thousands, a currency, a percent sign, the minutes of an hour.
fn figure(rest: &str) -> (usize, Kind) {
    let digits = number(rest).unwrap_or(1);
    let after = &rest[digits..];
    if rest[..digits].contains(':') {
        return (digits, Kind::Time);
    }
    let minutes = |mark: char| after.strip_prefix(mark).map(|m| run(m, |c| c.is_ascii_digit())).filter(|n| *n == 2);
    if let Some(minutes) = minutes('h').or(minutes('H')) {
        return (digits + 1 + minutes, Kind::Time);
    }
    let thousands = after.starts_with(['K', 'k', 'M', 'B']) && !after[1..].starts_with(char::is_alphanumeric);
    if thousands {
        return (digits + 1, Kind::Number);
    }
    let space = after.len() - after.trim_start().len();
    let unit = after[space..].chars().next();
    match unit {
        Some('%') => (digits + space + 1, Kind::Percent),
        Some(c) if CURRENCY.contains(&c) && space <= 3 => {
            let cents = run(&after[space + c.len_utf8()..], |c| c.is_ascii_digit());
            (digits + space + c.len_utf8() + if cents == 2 { 2 } else { 0 }, Kind::Price)
        }
        _ => (digits, Kind::Number),
    }
}

/// Bytes of the digits that a text begins with, grouped in any manner.
fn number(text: &str) -> Option<usize> {
    let chars: Vec<(usize, char)> = text.char_indices().take(40).collect();
    let digit = |i: usize| chars.get(i).is_some_and(|(_, c)| c.is_ascii_digit());
    if !digit(0) {
        return None;
    }
    let mut i = 1;
    while digit(i)
        || matches!(chars.get(i), Some((_, '.' | ',' | ':' | '\''))) && digit(i + 1)
        || matches!(chars.get(i), Some((_, ' ' | '\u{a0}' | '\u{202f}')))
            && (1..=3).all(|n| digit(i + n))
            && !digit(i + 4)
    {
        i += 1;
    }
    Some(chars.get(i).map_or(text.len(), |(at, _)| *at))
}

/// Bytes of the word that a text begins with. French is parted after an elision: `l’` `offre`.
fn word(rest: &str, lang: Lang) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inner = chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        match c {
            '\'' | '’' if inner => {
                if lang == Lang::Fr && ELIDED.contains(&fold(&rest[..at]).as_str()) {
                    return at + c.len_utf8();
                }
            }
            '-' if inner => {}
            c if c.is_alphanumeric() => {}
            _ => break,
        }
        end = at + c.len_utf8();
    }
    end
}

/// A pattern's words parted as those of lines are.
pub fn parted_elisions(text: &str, lang: Lang) -> String {
    if lang == Lang::En {
        return text.into();
    }
    let parted = |token: &str| match token.split_once(['\'', '’']) {
        Some((small, rest)) if !rest.is_empty() && ELIDED.contains(&fold(small).as_str()) => format!("{small}' {rest}"),
        _ => token.into(),
    };
    text.split_whitespace().map(parted).collect::<Vec<_>>().join(" ")
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// Digits among letters become the letters that they look like.
fn mend(key: &str) -> String {
    let digits = key.chars().filter(char::is_ascii_digit).count();
    if digits == 0 || 2 * digits > key.chars().count() {
        return key.into();
    }
    let letter = |c| match c {
        '0' => 'o',
        '1' => 'l',
        '3' => 'e',
        '5' => 's',
        '8' => 'b',
        other => other,
    };
    key.chars().map(letter).collect()
}

/// Where capitals that run together are two words, as readers of tight capitals leave them: SHOPNOW.
fn parted(raw: &str, key: &str, known: &BTreeSet<String>) -> Option<usize> {
    let capitals = raw.len() == key.len() && raw.is_ascii() && !raw.contains(|c: char| c.is_ascii_lowercase());
    if !capitals || known.contains(key) {
        return None;
    }
    // Both are known; one of them is long enough for that to be no accident.
    let fits = |cut: &usize| known.contains(&key[..*cut]) && known.contains(&key[*cut..]) && key.len() >= 6;
    (2..key.len().saturating_sub(1)).filter(fits).max_by_key(|cut| (*cut).max(key.len() - cut))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, lang: Lang) -> String {
        let known = ["shop", "now", "sign", "up", "learn"].map(String::from).into();
        let line = Line::read(text, lang, &known);
        line.words.iter().map(|w| format!("{}:{:?}", w.key, w.kind)).collect::<Vec<_>>().join(" ").replace(":Word", "")
    }

    #[test]
    fn lines_are_read() {
        for (text, words) in [
            ("SHOPNOW!", "shop now"),
            ("SH0P N0W →", "shop now"),
            ("1EARN 5HOP 3h 48.2K", "learn shop 3:Number h 48.2k:Number"),
            ("Don’t pre-order", "don't pre-order"),
            ("From €199/month*", "from €199:Price month"),
            ("12,304 likes · 1.2M Views", "12,304:Number likes 1.2m:Number views"),
            ("-50 % · 9:41 · 18h30", "50 %:Percent 9:41:Time 18h30:Time"),
            ("59,90 € 29,95 €", "59,90 €:Price 29,95 €:Price"),
            ("4€99 chez @salon.mirabelle. #ad", "4€99:Price chez @salon.mirabelle:Account #ad:Tag"),
            ("€ 8,245.60 for 2", "€ 8,245.60:Price for 2:Number"),
        ] {
            assert_eq!(shown(text, Lang::En), words, "{text}");
        }
        assert_eq!(shown("Je découvre l’offre qu'un livret", Lang::Fr), "je decouvre l' offre qu' un livret");
    }
}
