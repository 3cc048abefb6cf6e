//! Letter case.

/// The first letter large, after any opening quotation marks.
pub fn cap(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = false;
    for c in text.chars() {
        if !done && c.is_alphanumeric() {
            out.extend(c.to_uppercase());
            done = true;
        } else {
            out.push(c);
        }
    }
    out
}

/// The first letter of every word large.
pub fn cap_all(text: &str) -> String {
    text.split(' ').map(cap).collect::<Vec<_>>().join(" ")
}

/// The longest word without what stands round it, the first of two alike; `l’été` is one of `été`.
pub fn longest(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '-').map(|word| word.trim_matches('-'));
    words.rev().max_by_key(|word| word.chars().count()).unwrap_or_default().into()
}

/// `word` with the case of `model`: all large when the model has several letters and all are, else its
/// first letter's case.
pub fn like(model: &str, word: &str) -> String {
    let letters = || model.chars().filter(|c| c.is_alphabetic());
    if letters().count() > 1 && letters().all(char::is_uppercase) {
        word.to_uppercase()
    } else if letters().next().is_some_and(char::is_uppercase) {
        cap(word)
    } else {
        word.into()
    }
}
