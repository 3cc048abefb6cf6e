//! Language: whether the lines of a picture are English or French, told by small words, accents and elisions.

use serde::Serialize;

use crate::scene::{
    line::Line,
    roles::{lexicon::List, tokens},
};

/// A language that can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    En,
    Fr,
}

const ENGLISH: List = List(
    "the and of to you your is are with for that this it in from we our my not be at by have what who now all up out \
     get new don just only when like follow book buy free shop ago comments likes send",
);

const FRENCH: List = List(
    "le la les de des du un une et est vous votre vos nous notre pour avec dans sur qui que quoi pas plus ne se ce \
     cette ces au aux je tu il elle on sans chez ou mais tout tous toutes sa ses mon ma mes aime abonnes voir offre \
     offerts prix jusqu aujourd",
);

/// Small words of neighbours that would else be taken for one of the two.
const OTHERS: List = List(
    "der die das und ist nicht mit fur ein eine auf jetzt zum zur dein el los las y una para con por mas del tu su il \
     gli che di per non een het van voor niet os um uma com seu",
);

/// The language of the words of all lines; none when they are too few, or neither.
pub fn language(lines: &[Line]) -> Option<Language> {
    language_of(lines.iter().map(|line| (line.text.as_str(), line.confidence)))
}

/// The language of texts, each with how sure its reading is, 0 to 1; none when they are too few, or neither.
pub fn language_of<'t>(texts: impl IntoIterator<Item = (&'t str, f32)>) -> Option<Language> {
    let [mut english, mut french, mut others] = [0.0f32; 3];
    for (text, confidence) in texts {
        // Accounts and hashtags are made of words of any language.
        let prose = text.split_whitespace().filter(|word| !word.starts_with(['#', '@']));
        for word in prose {
            let (sure, folded) = (confidence.clamp(0.3, 1.0), tokens::fold(word));
            for part in folded.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty()) {
                english += sure * vote(&ENGLISH, part);
                french += sure * vote(&FRENCH, part);
                others += sure * vote(&OTHERS, part);
            }
            let begins = |starts: &[&str]| starts.iter().any(|start| folded.starts_with(start));
            let ends = |tails: &[&str]| tails.iter().any(|tail| folded.ends_with(tail));
            let marks = |letters: &[char]| word.to_lowercase().contains(letters);
            french += sure * yes(begins(&["l'", "d'", "j'", "qu'", "n'", "c'", "s'", "m'", "t'", "jusqu'"]));
            english += sure * yes(ends(&["'s", "'re", "'t", "'ll", "'ve", "'d", "'m"]));
            french += sure * 0.8 * yes(marks(&['é', 'è', 'ê', 'à', 'ù', 'î', 'ç', 'œ', 'ô', 'û']));
            others += sure * 1.5 * yes(marks(&['ü', 'ß', 'ö', 'ä', 'ñ', '¿', '¡', 'ã', 'õ', 'ò', 'ì', 'å', 'ø']));
        }
    }
    let (best, second, language) =
        if french > english { (french, english, Language::Fr) } else { (english, french, Language::En) };
    (best >= 1.0 && best >= 1.3 * second && best > others).then_some(language)
}

fn vote(list: &List, word: &str) -> f32 {
    yes(list.has(word))
}

fn yes(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}
