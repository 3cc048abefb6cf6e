//! Fresh words: which an answer puts in, and whether it repeats itself.

use super::LEAST;

/// Words of a text that another lacks, in small letters; numbers, units and what is as short do not count.
pub(super) fn new_words(old: &str, new: &str) -> impl Iterator<Item = String> {
    let words = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_alphabetic());
        parts.filter(|word| word.chars().count() >= LEAST).map(str::to_lowercase).collect()
    };
    let old = words(old);
    words(new).into_iter().filter(move |word| !old.contains(word) && !UNITS.contains(&word.as_str()))
}

/// What wages are counted in.
const UNITS: &[&str] = &["min", "days", "day", "hours", "years", "months", "weeks", "jours", "heures", "ans", "mois"];

/// Whether a word follows itself.
pub(super) fn stutters(text: &str) -> bool {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.windows(2).any(|pair| pair[0] == pair[1] && pair[0].chars().all(char::is_alphabetic))
}
