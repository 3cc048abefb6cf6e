//! French forms: elision, contraction, gender and number.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use serde::Deserialize;

use crate::words::{case, gram::Gram};

/// What regular rules do not know; `languages/fr/forms.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Forms {
    /// Beginnings of words with an aspirated h, and whole words; then words that begin with a vowel and do
    /// not elide, and with y that do.
    aspirated: Vec<String>,
    aspirated_words: BTreeSet<String>,
    closed: BTreeSet<String>,
    open: BTreeSet<String>,
    plurals: BTreeMap<String, String>,
    /// Nouns in -al, -au, -eu, -ou that do not follow the others.
    regular: BTreeSet<String>,
    unchanged: BTreeSet<String>,
    feminine: BTreeMap<String, String>,
}

static FORMS: LazyLock<Forms> =
    LazyLock::new(|| toml::from_str(include_str!("languages/fr/forms.toml")).expect("the built-in forms are TOML"));

fn vowel(c: char) -> bool {
    "aeiouâàäéèêëîïôöûùüœæ".contains(c)
}

/// Whether `le` becomes `l’` before this text: a vowel or a mute h.
pub fn elides(text: &str) -> bool {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '-')).unwrap_or(text.len());
    let word = &text[..end];
    let Some(first) = word.chars().next().and_then(|c| c.to_lowercase().next()) else { return false };
    if !vowel(first) && first != 'h' && first != 'y' {
        return false;
    }
    let lower = word.to_lowercase();
    let singular = lower.strip_suffix('s').unwrap_or(&lower);
    let listed = |list: &BTreeSet<String>| list.contains(&lower) || list.contains(singular);
    match first {
        'h' => !listed(&FORMS.aspirated_words) && !FORMS.aspirated.iter().any(|p| lower.starts_with(p.as_str())),
        'y' => listed(&FORMS.open),
        _ => !listed(&FORMS.closed),
    }
}

/// A word and a text, elided where `word` ends in an apostrophe.
pub fn with(word: &str, text: &str) -> String {
    if word.ends_with('’') { format!("{word}{text}") } else { format!("{word} {text}") }
}

fn article<'w>([masculine, feminine, elided, plural]: [&'w str; 4], text: &str, gram: Gram) -> String {
    let word: &'w str = match () {
        _ if gram.plural => plural,
        _ if elides(text) => elided,
        _ if gram.feminine => feminine,
        _ => masculine,
    };
    with(word, text)
}

/// le loyer, la queue, l’image, les ciseaux.
pub fn le(text: &str, gram: Gram) -> String {
    article(["le", "la", "l’", "les"], text, gram)
}

/// un loyer, une image, des ciseaux.
pub fn un(text: &str, gram: Gram) -> String {
    let singular = if gram.feminine { "une" } else { "un" };
    with(if gram.plural { "des" } else { singular }, text)
}

/// du loyer, de la queue, de l’image, des ciseaux.
pub fn du(text: &str, gram: Gram) -> String {
    article(["du", "de la", "de l’", "des"], text, gram)
}

/// au loyer, à la queue, à l’image, aux ciseaux.
pub fn au(text: &str, gram: Gram) -> String {
    article(["au", "à la", "à l’", "aux"], text, gram)
}

/// de loyer, d’image.
pub fn de(text: &str, _: Gram) -> String {
    with(if elides(text) { "d’" } else { "de" }, text)
}

/// ce loyer, cet écran, cette image, ces ciseaux.
pub fn ce(text: &str, gram: Gram) -> String {
    let singular = match () {
        _ if gram.feminine => "cette",
        _ if elides(text) => "cet",
        _ => "ce",
    };
    with(if gram.plural { "ces" } else { singular }, text)
}

/// mon loyer, mon image, ma queue, mes ciseaux; `person` is m, t or s.
pub fn possessive(person: &str, text: &str, gram: Gram) -> String {
    let ending = match () {
        _ if gram.plural => "es",
        _ if gram.feminine && !elides(text) => "a",
        _ => "on",
    };
    format!("{person}{ending} {text}")
}

/// il, elle, ils, elles.
pub fn il(gram: Gram) -> &'static str {
    match (gram.feminine, gram.plural) {
        (false, false) => "il",
        (true, false) => "elle",
        (false, true) => "ils",
        (true, true) => "elles",
    }
}

/// The ending of a regular participle: nothing, e, s, es.
pub fn ending(gram: Gram) -> &'static str {
    match (gram.feminine, gram.plural) {
        (false, false) => "",
        (true, false) => "e",
        (false, true) => "s",
        (true, true) => "es",
    }
}

/// An adjective, given in the masculine singular, in another gender and number.
pub fn agree(adjective: &str, gram: Gram) -> String {
    let form = if gram.feminine { feminine(adjective) } else { adjective.into() };
    if gram.plural { plural_of_word(&form) } else { form }
}

fn feminine(adjective: &str) -> String {
    if let Some(form) = FORMS.feminine.get(&adjective.to_lowercase()) {
        return case::like(adjective, form);
    }
    let regular = [
        ("e", "e"),
        ("eux", "euse"),
        ("eur", "euse"),
        ("er", "ère"),
        ("el", "elle"),
        ("eil", "eille"),
        ("en", "enne"),
        ("on", "onne"),
        ("et", "ette"),
        ("f", "ve"),
        ("gu", "guë"),
    ];
    regular
        .iter()
        .find_map(|(ending, form)| adjective.strip_suffix(ending).map(|stem| format!("{stem}{form}")))
        .unwrap_or_else(|| format!("{adjective}e"))
}

/// The plural of a noun and its adjectives, up to the first preposition: cartes de fidélité, codes postaux.
pub fn plural(text: &str) -> String {
    if let Some(form) = FORMS.plurals.get(&text.to_lowercase()) {
        return case::like(text, form);
    }
    let links = [" de ", " du ", " des ", " d’", " à ", " au ", " aux ", " en ", " pour ", " sans ", " sur ", " par "];
    let links = links.iter().chain(&[" qui ", " que ", " dans ", " contre ", " sous ", " avec "]);
    let end = links.filter_map(|link| text.find(link)).min().unwrap_or(text.len());
    let words: Vec<String> = text[..end].split(' ').map(plural_of_word).collect();
    words.join(" ") + &text[end..]
}

fn plural_of_word(word: &str) -> String {
    let lower = word.to_lowercase();
    if let Some(form) = FORMS.plurals.get(&lower) {
        return case::like(word, form);
    }
    if lower.ends_with(['s', 'x', 'z']) || FORMS.unchanged.contains(&lower) {
        return word.into();
    }
    if FORMS.regular.contains(&lower) {
        return format!("{word}s");
    }
    match lower.strip_suffix("al") {
        Some(_) => format!("{}aux", &word[..word.len() - 2]),
        None if ["au", "eu", "œu"].iter().any(|end| lower.ends_with(end)) => format!("{word}x"),
        None => format!("{word}s"),
    }
}
