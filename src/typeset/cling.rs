//! Words that cling to the next one: a line that ends in them reads badly.

use crate::words::Lang;

const EN: &[&str] = &[
    "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or", "but", "nor", "as", "is",
    "my", "your", "his", "its", "our", "their", "no", "this", "that", "i", "we", "if", "so", "into", "per",
];

const FR: &[&str] = &[
    "le", "la", "les", "un", "une", "des", "du", "de", "à", "au", "aux", "en", "et", "ou", "ni", "ne", "je", "tu",
    "il", "elle", "on", "se", "ce", "cet", "cette", "ces", "ma", "mon", "mes", "ta", "ton", "tes", "sa", "son", "ses",
    "nos", "vos", "notre", "votre", "leur", "par", "sur", "sous", "pour", "dans", "que", "qui", "si", "sans", "chez",
    "y", "est",
];

/// Whether `word`, bare of punctuation, clings to what follows: articles, short prepositions, pronouns
/// before their verb. Not those that may as well be objects (*you*, *her*, *vous*): they end a clause.
pub(crate) fn clings(word: &str, lang: Lang) -> bool {
    let list = match lang {
        Lang::En => EN,
        Lang::Fr => FR,
    };
    // The longest are five letters; the rest need not be lowered.
    word.len() <= 6 && list.contains(&word.to_lowercase().as_str())
}
