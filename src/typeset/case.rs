//! Letter case, by Unicode's rules: accents stay, ß becomes SS.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use crate::{typeset::cling::clings, words::Lang};

/// Which case text is set in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Case {
    /// As it is written.
    #[default]
    AsIs,
    /// CAPITALS.
    Upper,
    /// small letters.
    Lower,
    /// Every Word Capitalised but for Articles and the like; the rest of each word as it is written.
    Title,
}

impl Case {
    /// `text` in this case.
    pub fn apply(self, text: &str, lang: Lang) -> String {
        match self {
            Case::AsIs => text.to_string(),
            Case::Upper => text.to_uppercase(),
            Case::Lower => text.to_lowercase(),
            Case::Title => title(text, lang),
        }
    }
}

fn title(text: &str, lang: Lang) -> String {
    let mut out = String::with_capacity(text.len());
    let mut first = true;
    for part in text.split_word_bounds() {
        if !part.starts_with(char::is_alphanumeric) {
            first |= part.contains(['.', '!', '?', ':', '\n', '«', '“']);
            out.push_str(part);
            continue;
        }
        // French elides: the article of l’affiche stays small, the noun gets the capital.
        let elided = (lang == Lang::Fr).then(|| part.find(['\'', '’'])).flatten().filter(|at| *at <= 2);
        let (article, word) =
            part.split_at(elided.map_or(0, |at| at + part[at..].chars().next().map_or(0, char::len_utf8)));
        if first && !article.is_empty() {
            capital(article, &mut out);
        } else {
            out.push_str(article);
        }
        if !first && article.is_empty() && clings(word, lang) {
            out.push_str(word);
        } else {
            capital(word, &mut out);
        }
        first = false;
    }
    out
}

fn capital(word: &str, out: &mut String) {
    let mut letters = word.chars();
    if let Some(c) = letters.next() {
        // ß and the ligatures become two letters, of which the second stays small.
        let mut upper = c.to_uppercase();
        out.extend(upper.next());
        out.extend(upper.flat_map(char::to_lowercase));
    }
    out.push_str(letters.as_str());
}

#[cfg(test)]
mod tests {
    use crate::{typeset::case::Case, words::Lang};

    #[test]
    fn cases() {
        assert_eq!(Case::Upper.apply("Été à Straße, ﬁn d’œuvre", Lang::Fr), "ÉTÉ À STRASSE, FIN D’ŒUVRE");
        assert_eq!(Case::Upper.apply("e\u{301}t", Lang::Fr), "E\u{301}T");
        assert_eq!(Case::Lower.apply("ÀÉ", Lang::En), "àé");
        assert_eq!(
            Case::Title.apply("the end of the world: a don't-care", Lang::En),
            "The End of the World: A Don't-Care"
        );
        assert_eq!(Case::Title.apply("à la fin, l’affiche d’été", Lang::Fr), "À la Fin, l’Affiche d’Été");
        assert_eq!(Case::Title.apply("l'état", Lang::Fr), "L'État");
    }
}
