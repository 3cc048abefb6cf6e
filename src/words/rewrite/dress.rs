//! Dressing: new words put into an old line, in its case and punctuation, and its articles made to agree.

use crate::words::{
    Lang, case, english, french,
    gram::{self, Gram},
    rewrite::line::{Line, Word},
};

/// The line with the words from `from` up to `to` replaced by `said`, whose grammar may follow after `|`.
pub fn part(line: &Line, from: usize, to: usize, said: &str) -> String {
    let (said, gram) = gram::split(said);
    let old = line.span(from, to);
    let cased = in_case(line, old, from, said);
    let start = line.words[from].start;
    let (before, cased) = match line.lang {
        Lang::En => (article(line, from, &cased), cased),
        Lang::Fr => (determiner(line, from, &cased, gram), cased),
    };
    let before = before.unwrap_or_else(|| line.text[..start].to_string());
    let parted = if line.words[from].split && !before.ends_with(' ') { " " } else { "" };
    let rest = &line.text[line.words[to - 1].end..];
    let gap = if line.words.get(to).is_some_and(|next| next.split) { " " } else { "" };
    // A stop of its own ends the line; what stands there would be a second one.
    let stops = |c: char| ".!?…".contains(c);
    let rest = if said.ends_with(stops) && to == line.words.len() { rest.trim_start_matches(stops) } else { rest };
    tidy(&format!("{before}{parted}{cased}{gap}{rest}"))
}

/// The whole line replaced: what stands before its first word and after its last stays.
pub fn whole(line: &Line, said: &str) -> String {
    let (Some(first), Some(last)) = (line.words.first(), line.words.last()) else { return said.into() };
    let (said, _) = gram::split(said);
    let cased = in_case(line, line.text, 0, said);
    let (before, after) = (&line.text[..first.start], &line.text[last.end..]);
    let stops = |c: char| ".!?…,;:".contains(c);
    let after = if said.ends_with(stops) { after.trim_start_matches(stops) } else { after };
    // Signs of a sum and of an account belong to the words that are gone.
    let before = before.trim_end_matches(['-', '+', '–', '−']);
    tidy(&format!("{before}{cased}{after}"))
}

fn tidy(text: &str) -> String {
    text.split(' ').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `said` in the case of the line where it stands in for `old`.
fn in_case(line: &Line, old: &str, from: usize, said: &str) -> String {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    let small = |text: &str| text.chars().any(char::is_lowercase);
    // Capitals of a unit or of a tax beside a price are no shouting.
    let shouts = letters(line.text) > 3 && !small(line.text) || letters(old) > 1 && !small(old);
    if shouts {
        return said.to_uppercase();
    }
    let large = |word: &Word| line.text[word.start..].starts_with(char::is_uppercase);
    let long: Vec<&Word> = line.words.iter().filter(|w| w.key.chars().count() > 3 && letters(&w.key) > 0).collect();
    if long.len() > 1 && long.iter().all(|word| large(word)) && small(line.text) {
        return titled(said, old, line.lang);
    }
    let first = old.chars().find(|c| c.is_alphabetic());
    match first {
        Some(c) if c.is_uppercase() => case::cap(said),
        Some(_) => said.into(),
        // A number or a sign stood there: a line begins as its words do.
        None if from == 0 && line.text.starts_with(|c: char| !c.is_lowercase()) => case::cap(said),
        None => said.into(),
    }
}

/// As a title, but for words that stood small in `old` too, and small ones at its end, after which the line goes on.
fn titled(said: &str, old: &str, lang: Lang) -> String {
    let small = |word: &str| {
        let word = word.to_lowercase();
        ["by", "to", "for", "on", "in"].contains(&word.as_str()) || old.split(' ').any(|own| own == word)
    };
    match lang {
        Lang::En => {
            let title = english::title(said);
            let words = title.split(' ').enumerate();
            let cased = words.map(|(i, word)| if i > 0 && small(word) { word.to_lowercase() } else { word.into() });
            cased.collect::<Vec<_>>().join(" ")
        }
        Lang::Fr => {
            let cap = |word: &str| if SMALL.contains(&word) { word.into() } else { case::cap(word) };
            case::cap(&said.split(' ').map(cap).collect::<Vec<_>>().join(" "))
        }
    }
}

/// What stays small in a French title.
const SMALL: [&str; 18] = [
    "le", "la", "les", "un", "une", "des", "de", "du", "et", "ou", "à", "au", "aux", "en", "par", "pour", "sur", "sans",
];

/// What stands before the new words, where that ends in `a` or `an` and the other is right.
fn article(line: &Line, from: usize, said: &str) -> Option<String> {
    let before = line.words.get(from.checked_sub(1)?)?;
    if !["a", "an"].contains(&before.key.as_str()) {
        return None;
    }
    let right = english::with_article(said);
    let right = right.split(' ').next().unwrap_or_default();
    Some(swapped(line, from - 1, right, " "))
}

/// What stands before the new words, where that ends in a French determiner that has to agree or elide.
fn determiner(line: &Line, from: usize, said: &str, gram: Option<Gram>) -> Option<String> {
    let at = from.checked_sub(1)?;
    let before = line.words.get(at)?;
    let key = before.key.as_str();
    let elides = french::elides(said);
    let Some(gram) = gram else {
        // Nothing is known of its gender: only the vowel that follows is minded.
        let stem = key.strip_suffix('\'');
        return match stem {
            Some("l") if !elides => Some(swapped(line, at, "le", " ")),
            Some("qu" | "jusqu" | "lorsqu" | "puisqu") | Some("d" | "j" | "m" | "t" | "s" | "n" | "c") if !elides => {
                Some(swapped(line, at, &format!("{}e", stem.unwrap_or_default()), " "))
            }
            None if elides && ["le", "la", "de", "que", "je", "ne", "me", "te", "se"].contains(&key) => {
                Some(swapped(line, at, &format!("{}’", &key[..key.len() - 1]), ""))
            }
            _ => None,
        };
    };
    let two = at.checked_sub(1).map(|at| line.words[at].key.as_str());
    let (at, right) = match key {
        "la" | "l'" if two == Some("de") => (at - 1, french::du(said, gram)),
        "la" | "l'" if two == Some("a") => (at - 1, french::au(said, gram)),
        "le" | "la" | "l'" | "les" => (at, french::le(said, gram)),
        "un" | "une" => (at, french::un(said, gram)),
        "du" => (at, french::du(said, gram)),
        "des" => (at, if gram.plural { format!("des {said}") } else { french::du(said, gram) }),
        "au" | "aux" => (at, french::au(said, gram)),
        "de" | "d'" => (at, french::de(said, gram)),
        "ce" | "cet" | "cette" | "ces" => (at, french::ce(said, gram)),
        "mon" | "ma" | "mes" => (at, french::possessive("m", said, gram)),
        "ton" | "ta" | "tes" => (at, french::possessive("t", said, gram)),
        "son" | "sa" | "ses" => (at, french::possessive("s", said, gram)),
        "notre" | "nos" => (at, french::with(if gram.plural { "nos" } else { "notre" }, said)),
        "votre" | "vos" => (at, french::with(if gram.plural { "vos" } else { "votre" }, said)),
        "leur" | "leurs" => (at, french::with(if gram.plural { "leurs" } else { "leur" }, said)),
        "tout" | "toute" | "tous" | "toutes" => {
            let all = ["tout", "toute", "tous", "toutes"];
            (at, french::with(all[usize::from(gram.feminine) + 2 * usize::from(gram.plural)], said))
        }
        "quel" | "quelle" | "quels" | "quelles" => (at, format!("{} {said}", french::agree("quel", gram))),
        "qu'" | "j'" | "n'" | "m'" | "t'" | "s'" | "c'" if !elides => {
            return Some(swapped(line, at, &format!("{}e", key.trim_end_matches('\'')), " "));
        }
        "que" | "je" | "ne" | "me" | "te" | "se" if elides => {
            return Some(swapped(line, at, &format!("{}’", &key[..key.len() - 1]), ""));
        }
        _ => return None,
    };
    let word = right.strip_suffix(said)?;
    Some(swapped(line, at, word.trim_end(), if word.ends_with(' ') { " " } else { "" }))
}

/// The line up to its word `at`, and `word` in that word's case instead of it.
fn swapped(line: &Line, at: usize, word: &str, gap: &str) -> String {
    let old = &line.words[at];
    let small = line.text.chars().any(char::is_lowercase);
    let raw = &line.text[old.start..old.end];
    let cased = match () {
        _ if !small => word.to_uppercase(),
        _ if raw.starts_with(char::is_uppercase) => case::cap(word),
        _ => word.into(),
    };
    format!("{}{cased}{gap}", &line.text[..old.start])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn words_are_put_into_a_line() {
        for (lang, text, from, to, said, wanted) in [
            (Lang::En, "Live beautifully.", 1, 2, "quietly", "Live quietly."),
            (Lang::En, "THINK DIFFERENT", 1, 2, "overtime", "THINK OVERTIME"),
            (Lang::En, "Not just a car.", 3, 4, "overdraft", "Not just an overdraft."),
            (Lang::En, "Feel The Difference!", 2, 3, "night shift", "Feel The Night Shift!"),
            (Lang::En, "love it", 0, 1, "owe", "owe it"),
            (Lang::Fr, "Je découvre l’offre", 3, 4, "loyer|m", "Je découvre le loyer"),
            (Lang::Fr, "Votre avenir mérite mieux", 1, 2, "dettes|fp", "Vos dettes mérite mieux"),
            (Lang::Fr, "L'ÉCLAT DE LA PEAU", 4, 5, "ennui|m", "L'ÉCLAT DE L’ENNUI"),
            (Lang::Fr, "Ce n’est qu’un livret.", 5, 6, "usure|f", "Ce n’est qu’une usure."),
            (Lang::Fr, "Plus de temps", 2, 3, "attente", "Plus d’attente"),
            (Lang::Fr, "au soleil", 1, 2, "caisse|f", "à la caisse"),
        ] {
            let line = Line::read(text, lang, &BTreeSet::new());
            assert_eq!(part(&line, from, to, said), wanted);
        }
        let line = Line::read("→ Shop now!", Lang::En, &BTreeSet::new());
        assert_eq!(whole(&line, "stop now"), "→ Stop now!");
        assert_eq!(whole(&line, "stop. now."), "→ Stop. now.");
    }
}
