//! English forms: articles by sound, plurals, past tenses, participles, title case.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use serde::Deserialize;

use crate::words::case;

/// What regular rules do not know; `languages/en/forms.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Forms {
    /// Beginnings of words that take `an` against their spelling, and `a` against theirs; the longest wins.
    an: Vec<String>,
    a: Vec<String>,
    /// Capitals that are read as a word, and those of four or more letters that are spelled out.
    read: BTreeSet<String>,
    spelled: BTreeSet<String>,
    plurals: BTreeMap<String, String>,
    unchanged: BTreeSet<String>,
    past: BTreeMap<String, String>,
    /// Verbs of several syllables that double their last letter.
    doubled: BTreeSet<String>,
    small: BTreeSet<String>,
}

static FORMS: LazyLock<Forms> =
    LazyLock::new(|| toml::from_str(include_str!("languages/en/forms.toml")).expect("the built-in forms are TOML"));

fn vowel(c: char) -> bool {
    "aeiouàâäéèêëîïôöûü".contains(c.to_ascii_lowercase())
}

/// `text` with `a` or `an` before it, by the sound of its first word.
pub fn with_article(text: &str) -> String {
    format!("{} {text}", if takes_an(text) { "an" } else { "a" })
}

fn takes_an(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let word: &str = text.split(|c: char| !(c.is_alphanumeric() || ",.".contains(c))).next().unwrap_or("");
    let word = word.trim_end_matches([',', '.']);
    let Some(first) = word.chars().next() else { return false };
    if first.is_ascii_digit() {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        return first == '8' || ((word.starts_with("11") || word.starts_with("18")) && digits % 3 == 2);
    }
    let bare = word.replace('.', "");
    let capitals = bare.trim_end_matches('s').chars().count() > 0
        && bare.trim_end_matches('s').chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
    let letters = bare.trim_end_matches('s').chars().count();
    let spelled = capitals
        && !FORMS.read.contains(&bare)
        && (letters <= 3 || FORMS.spelled.contains(&bare) || !bare.chars().any(vowel));
    if spelled || letters == 1 && bare.chars().count() == 1 {
        return "AEFHILMNORSX".contains(first.to_ascii_uppercase());
    }
    let lower = bare.to_lowercase();
    let longest = |list: &[String]| list.iter().filter(|p| lower.starts_with(p.as_str())).map(String::len).max();
    match (longest(&FORMS.an), longest(&FORMS.a)) {
        (None, None) => vowel(first),
        (an, a) => an > a,
    }
}

/// Splits a phrase round its head: `box` and ` of chocolates`, `mother` and `-in-law`, `` and `loyalty card`.
fn head(text: &str) -> (&str, &str, &str) {
    let links = [" of ", " in ", " at ", " with ", " for ", " to ", " from ", " on ", " by ", " without ", " under "];
    let links = links.iter().chain(&["-in-law", "-of-", " that ", " who ", " which "]);
    let end = links.filter_map(|link| text.find(link)).min().unwrap_or(text.len());
    let start = text[..end].rfind([' ', '-']).map_or(0, |at| at + 1);
    (&text[..start], &text[start..end], &text[end..])
}

/// The plural of a noun or of a phrase's head noun.
pub fn plural(text: &str) -> String {
    let whole = text.to_lowercase();
    if let Some(form) = FORMS.plurals.get(&whole) {
        return case::like(text, form);
    }
    if FORMS.unchanged.contains(&whole) {
        return text.into();
    }
    let (before, noun, after) = head(text);
    format!("{before}{}{after}", plural_of_noun(noun))
}

/// Tracery's `firstS`: the first word in the plural.
pub fn plural_of_first(text: &str) -> String {
    let (first, rest) = text.split_once(' ').map_or((text, String::new()), |(a, b)| (a, format!(" {b}")));
    plural_of_noun(first) + &rest
}

fn plural_of_noun(noun: &str) -> String {
    let lower = noun.to_lowercase();
    if let Some(form) = FORMS.plurals.get(&lower) {
        return case::like(noun, form);
    }
    if FORMS.unchanged.contains(&lower) {
        return noun.into();
    }
    let stem = |cut: usize| &noun[..noun.len() - cut];
    let before_last = lower.chars().rev().nth(1);
    let capitals = noun.chars().all(char::is_uppercase);
    match () {
        _ if capitals && !lower.chars().any(vowel) => format!("{noun}s"),
        _ if lower.ends_with("sis") => format!("{}es", stem(2)),
        _ if lower.ends_with("quiz") => format!("{noun}zes"),
        _ if ["s", "x", "z", "ch", "sh"].iter().any(|e| lower.ends_with(e)) => format!("{noun}es"),
        _ if lower.ends_with('y') && before_last.is_some_and(|c| !vowel(c)) => format!("{}ies", stem(1)),
        _ if lower.ends_with("man") && !FORMS.unchanged.contains(&format!("-{lower}")) => format!("{}men", stem(3)),
        _ => format!("{noun}s"),
    }
}

/// The past tense of a verb, of a phrase's first word.
pub fn past(text: &str) -> String {
    first_word(text, |verb, lower| match FORMS.past.get(lower) {
        Some(form) => case::like(verb, form),
        None if lower.ends_with('e') => format!("{verb}d"),
        None if after_consonant_y(lower) => format!("{}ied", &verb[..verb.len() - 1]),
        None => format!("{}ed", doubled(verb, lower)),
    })
}

/// The present participle of a verb, of a phrase's first word.
pub fn participle(text: &str) -> String {
    first_word(text, |verb, lower| match lower {
        _ if lower.ends_with("ie") => format!("{}ying", &verb[..verb.len() - 2]),
        "be" | "singe" | "age" | "whinge" => format!("{verb}ing"),
        _ if lower.ends_with('e') && !["ee", "oe", "ye"].iter().any(|e| lower.ends_with(e)) => {
            format!("{}ing", &verb[..verb.len() - 1])
        }
        _ => format!("{}ing", doubled(verb, lower)),
    })
}

fn first_word(text: &str, form: impl Fn(&str, &str) -> String) -> String {
    let end = text.find(' ').unwrap_or(text.len());
    form(&text[..end], &text[..end].to_lowercase()) + &text[end..]
}

fn after_consonant_y(lower: &str) -> bool {
    lower.ends_with('y') && lower.chars().rev().nth(1).is_some_and(|c| !vowel(c))
}

/// The verb with its last consonant doubled where an ending asks for it: stop → stopp-.
fn doubled(verb: &str, lower: &str) -> String {
    let mut back = lower.chars().rev();
    let (last, second, third) = (back.next(), back.next(), back.next());
    let vowels = lower.chars().filter(|c| vowel(*c)).count();
    let closed = last.is_some_and(|c| !vowel(c) && !"wxy".contains(c))
        && second.is_some_and(vowel)
        && third.is_none_or(|c| !vowel(c))
        && vowels == 1;
    match last {
        Some('c') => format!("{verb}k"),
        Some(c) if closed || FORMS.doubled.contains(lower) => format!("{verb}{c}"),
        _ => verb.into(),
    }
}

/// Title case: small words stay small unless they come first or last.
pub fn title(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let last = words.len() - 1;
    let word = |(i, word): (usize, &&str)| {
        if i != 0 && i != last && FORMS.small.contains(&word.to_lowercase()) {
            word.to_string()
        } else {
            case::cap(word)
        }
    };
    words.iter().enumerate().map(word).collect::<Vec<_>>().join(" ")
}
