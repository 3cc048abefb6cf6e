//! Why a grammar cannot be loaded, or why no text came out of it.

/// What is wrong with a grammar or with a text that asks it for words.
#[derive(Debug, thiserror::Error)]
pub enum WordsError {
    #[error("unknown symbol `#{symbol}#`{hint}")]
    UnknownSymbol { symbol: String, hint: String },
    #[error("unknown modifier `.{modifier}`{hint}")]
    UnknownModifier { modifier: String, hint: String },
    #[error("modifier `.{modifier}` takes {wanted}")]
    Parameters { modifier: String, wanted: &'static str },
    #[error("`{0}` is never closed: write `\\{0}` where the character itself is meant")]
    Unclosed(char),
    #[error("a `##` names no symbol: write `\\#` for the character itself")]
    NoName,
    #[error("brackets are nested more than {0} deep")]
    Nested(usize),
    #[error("`#{symbol}#` never comes to an end: each of its rules leads back to it")]
    NoExit { symbol: String },
    #[error("`{symbol}` has no rules")]
    NoRules { symbol: String },
    #[error("`#{symbol}#` grows without end: stopped at {limit}")]
    Runaway { symbol: String, limit: &'static str },
    #[error("`#{symbol}#` cannot be said here: no rule of it fits the picture")]
    Nothing { symbol: String },
    #[error(
        "`#{symbol}#` cannot be said here: nothing of the kind was read, or the corpus gives nothing new: give more texts or a smaller --order"
    )]
    Unread { symbol: String },
    #[error("`#{symbol}#` says {least} bytes at the very least: {most} is the most")]
    TooLong { symbol: String, least: String, most: usize },
    #[error("`{symbol}` is never said: nothing that `{roots}` says leads to it; say it, or take it out")]
    Unreachable { symbol: String, roots: String },
    #[error("no rule has the tone `{tone}`{hint}")]
    UnknownTone { tone: String, hint: String },
    #[error("{file}: {what} is too much for a grammar: {most} at the most")]
    TooMuch { file: String, what: String, most: String },
    #[error("{file}: {message}")]
    Format { file: String, message: String },
    #[error("{place}: in `{symbol}`: “{rule}”: {mistake}")]
    InRule { place: String, symbol: String, rule: String, mistake: Box<WordsError> },
    #[error("{place}: {mistake}")]
    At { place: String, mistake: Box<WordsError> },
}

impl WordsError {
    /// Whether a modifier is unknown, which another language may know.
    pub fn is_of_modifier(&self) -> bool {
        match self {
            WordsError::UnknownModifier { .. } => true,
            WordsError::InRule { mistake, .. } | WordsError::At { mistake, .. } => mistake.is_of_modifier(),
            _ => false,
        }
    }

    /// Whether another picture might let it be said.
    pub fn is_of_picture(&self) -> bool {
        matches!(self, WordsError::Nothing { .. } | WordsError::Unread { .. })
    }
}

/// `; did you mean `x`?` when one of `known` is close to `name`, or nothing.
pub fn hint<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near = known
        .map(|k| (strsim::damerau_levenshtein(&name.to_lowercase(), &k.to_lowercase()), k))
        .filter(|(distance, k)| *distance <= 1 + k.chars().count() / 4)
        .min();
    near.map_or_else(String::new, |(_, k)| format!("; did you mean `{k}`?"))
}
