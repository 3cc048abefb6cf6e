//! Finish: the typographic last hand: apostrophes, quotation marks, French elision and narrow spaces.

use crate::words::{Lang, french};

/// A narrow space that does not break.
const NARROW: char = '\u{202f}';

/// Finishes a text; a finished text stays as it is.
pub fn finish(text: &str, lang: Lang) -> String {
    match lang {
        Lang::En => quotes(text, ['“', '”']),
        Lang::Fr => spaces(&elide(&quotes(text, ['«', '»']))),
    }
}

/// Typewriter apostrophes, quotation marks and dots become printed ones.
fn quotes(text: &str, [open, close]: [char; 2]) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut inside = false;
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '"' => {
                out.push(if inside { close } else { open });
                inside = !inside;
            }
            '\'' if before.is_alphanumeric() || ".,!?".contains(before) || open == '«' => out.push('’'),
            '\'' => out.push('‘'),
            '.' if out.ends_with("..") => {
                out.truncate(out.len() - 2);
                out.push('…');
            }
            c => out.push(c),
        }
        before = c;
    }
    out
}

/// le image → l’image, si il → s’il.
fn elide(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut free = true;
    while let Some(c) = rest.chars().next() {
        if free && c.is_alphabetic() {
            let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            match after.strip_prefix(' ').and_then(|next| elided(word, next).map(|stem| (stem, next))) {
                Some((stem, next)) => {
                    out.push_str(stem);
                    out.push('’');
                    rest = next;
                    continue;
                }
                None => {
                    out.push_str(word);
                    rest = after;
                    free = false;
                    continue;
                }
            }
        }
        free = !(c.is_alphanumeric() || c == '-');
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// What remains of `word` before an apostrophe when `next` follows.
fn elided<'w>(word: &'w str, next: &str) -> Option<&'w str> {
    // Every such word is short and ends in e, a or i: most words are none of them.
    if word.len() > 8 || !word.ends_with(['e', 'a', 'i', 'E', 'A', 'I']) {
        return None;
    }
    let lower = word.to_lowercase();
    let follows = |words: &[&str]| {
        let first = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_lowercase();
        words.contains(&first.as_str())
    };
    let letter = |text: &str| {
        let mut chars = text.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.next().is_none_or(|c| !c.is_alphanumeric() && c != '’')
    };
    let elides = match lower.as_str() {
        "le" | "la" | "de" | "que" | "je" | "me" | "te" | "se" | "ne" => french::elides(next) && !letter(next),
        "lorsque" | "puisque" | "quoique" => follows(&["il", "ils", "elle", "elles", "on", "un", "une"]),
        "jusque" => follows(&["à", "au", "aux", "en", "ici", "alors", "où"]),
        "si" => follows(&["il", "ils"]),
        "ce" => follows(&["est", "était", "étaient", "eût"]),
        _ => false,
    };
    elides.then(|| &word[..word.len() - 1])
}

/// A narrow space before ; : ! ? » % € and after «, between thousands, and round the h of an hour.
fn spaces(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 16);
    let at = |i: usize| chars.get(i).copied().unwrap_or(' ');
    let blank = |c: char| c == ' ' || c == '\u{a0}' || c == NARROW;
    for (i, &c) in chars.iter().enumerate() {
        let before = out.chars().next_back().unwrap_or('\n');
        if blank(c) {
            let next = at(i + 1);
            let digits = |from: usize, n: usize| (from..from + n).all(|i| at(i).is_ascii_digit());
            let sign = (";!?»".contains(next) || next == ':' && !at(i + 2).is_alphanumeric()) && before != '\n';
            let unit = before.is_ascii_digit()
                && ("%€".contains(next)
                    || next == 'h' && !at(i + 2).is_alphabetic()
                    || digits(i + 1, 3) && !at(i + 4).is_alphanumeric());
            let hour = before == 'h'
                && next.is_ascii_digit()
                && i >= 2
                && (at(i - 2).is_ascii_digit() || blank(at(i - 2)) && i >= 3 && at(i - 3).is_ascii_digit());
            out.push(if sign || unit || hour || before == '«' { NARROW } else { c });
        } else {
            let high = ";!?»".contains(c) || c == ':' && (i + 1 == chars.len() || at(i + 1).is_whitespace());
            if before == '«' || high && !before.is_whitespace() && !"!?(".contains(before) {
                out.push(NARROW);
            }
            out.push(c);
        }
    }
    out
}
