//! Tokens: a read line as words, numbers and signs, with what readers of letters mix up put right.

/// A piece of a line, folded: small letters without accents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    /// Digits, with what may stand inside a number or an hour: `12,304`, `1 204`, `9:41`.
    Number(String),
    Sign(char),
}

impl Token {
    pub(super) fn word(&self) -> Option<&str> {
        if let Token::Word(word) = self { Some(word) } else { None }
    }

    pub(super) fn number(&self) -> Option<&str> {
        if let Token::Number(number) = self { Some(number) } else { None }
    }

    pub(super) fn is_sign(&self, signs: &[char]) -> bool {
        matches!(self, Token::Sign(sign) if signs.contains(sign))
    }
}

/// Small letters without accents, straight apostrophes and hyphens.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => folded.push('a'),
            'ç' => folded.push('c'),
            'è' | 'é' | 'ê' | 'ë' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => folded.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => folded.push('u'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            '’' | '‘' | '`' | '´' | 'ʼ' => folded.push('\''),
            '‐' | '‑' | '‒' | '–' | '—' | '−' => folded.push('-'),
            '\u{a0}' | '\u{202f}' | '\u{2009}' => folded.push(' '),
            other => folded.push(other),
        }
    }
    folded
}

/// The tokens of a line. `4,31O`, `l/4` and `S4.99` are read as the numbers they must have been.
pub(super) fn split(text: &str) -> Vec<Token> {
    let mended: Vec<String> = text.split_whitespace().map(mend).collect();
    let folded: Vec<char> = fold(&mended.join(" ")).chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&letter) = folded.get(at) {
        let mut end = at + 1;
        if letter.is_ascii_digit() {
            while in_number(&folded, end) {
                end += 1;
            }
            tokens.push(Token::Number(folded[at..end].iter().collect()));
        } else if letter.is_alphabetic() {
            while folded.get(end).is_some_and(|c| c.is_alphabetic()) {
                end += 1;
            }
            tokens.push(Token::Word(folded[at..end].iter().collect()));
        } else if !letter.is_whitespace() {
            tokens.push(Token::Sign(letter));
        }
        at = end;
    }
    tokens
}

/// Whether a number goes on: a digit, a point or colon before one, or a space before a group of three.
fn in_number(text: &[char], at: usize) -> bool {
    let digit = |i: usize| text.get(i).is_some_and(char::is_ascii_digit);
    match text.get(at) {
        Some('.' | ',' | ':' | '\'') => digit(at + 1),
        Some(' ') => {
            let before = (0..at).rev().take_while(|&i| digit(i)).count();
            before <= 3 && (1..=3).all(|i| digit(at + i)) && !digit(at + 4) && text.get(at + 4) != Some(&'%')
        }
        _ => digit(at),
    }
}

/// Letters among digits become the digits that they look like, an S before a price becomes a dollar.
fn mend(chunk: &str) -> String {
    let letters = chunk.chars().filter(|c| c.is_alphabetic()).count();
    let alike = |c: char| "OoQIlSBZ|".contains(c);
    let digits = chunk.chars().filter(char::is_ascii_digit).count();
    if digits == 0 || letters == 0 || !chunk.chars().filter(|c| c.is_alphabetic()).all(alike) {
        return chunk.into();
    }
    let dollar = chunk.starts_with('S') && chunk[1..].starts_with(|c: char| c.is_ascii_digit());
    let rest = if dollar { &chunk[1..] } else { chunk };
    let mended = rest.chars().map(|c| match c {
        'O' | 'o' | 'Q' => '0',
        'I' | 'l' | '|' => '1',
        'S' => '5',
        'B' => '8',
        'Z' => '2',
        other => other,
    });
    dollar.then_some('$').into_iter().chain(mended).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let show = |token: &Token| match token {
            Token::Word(word) => word.clone(),
            Token::Number(number) => format!("<{number}>"),
            Token::Sign(sign) => sign.to_string(),
        };
        split(text).iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lines_are_split_and_mended() {
        for (text, tokens) in [
            ("12,304likes", "<12,304> likes"),
            ("1 204 J’aime", "<1 204> j ' aime"),
            ("9:4l", "<9:41>"),
            ("l/4", "<1> / <4>"),
            ("4,31O Reposts", "<4,310> reposts"),
            ("S4.99", "$ <4.99>"),
            ("DÈS 129 €*", "des <129> € *"),
            ("3 offers in 2026", "<3> offers in <2026>"),
            ("SOLDES", "soldes"),
        ] {
            assert_eq!(shown(text), tokens, "{text}");
        }
    }
}
