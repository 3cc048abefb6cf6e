//! What a word is in grammar: gender, number, and its plural where that is no regular one.

/// Gender and number of a text that a rule says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gram<'a> {
    pub feminine: bool,
    pub plural: bool,
    /// The plural as the lexicon gives it.
    pub plural_form: Option<&'a str>,
}

/// Splits a lexicon entry `text|tags|plural`; tags are `m`, `f`, `mp`, `fp`, `s`, `p`. A text that has no
/// such ending is itself, and says nothing of its grammar.
pub fn split(entry: &str) -> (&str, Option<Gram<'_>>) {
    let mut parts = entry.splitn(3, '|');
    let text = parts.next().unwrap_or_default();
    let (feminine, plural) = match parts.next() {
        Some("m" | "s") => (false, false),
        Some("f") => (true, false),
        Some("mp" | "p") => (false, true),
        Some("fp") => (true, true),
        _ => return (entry, None),
    };
    (text, Some(Gram { feminine, plural, plural_form: parts.next() }))
}
