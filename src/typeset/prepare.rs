//! Preparing: white space, letter case and French spacing put right before text is shaped.

use crate::{
    typeset::{Style, french::french},
    words::Lang,
};

/// Text as it is to be set: one space between words, none at the ends of lines, no blank line at either
/// end, no control characters.
pub(crate) fn prepare(text: &str, style: &Style) -> String {
    let mut lines: Vec<String> = Vec::new();
    let ends = ['\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}'];
    for line in text.replace("\r\n", "\n").split(ends) {
        let mut clean = String::with_capacity(line.len());
        for word in line.split([' ', '\t']).filter(|word| !word.is_empty()) {
            if !clean.is_empty() {
                clean.push(' ');
            }
            clean.extend(word.chars().filter(|c| !c.is_control()));
        }
        lines.push(clean);
    }
    let blank = |line: &&String| line.trim().is_empty();
    let leading = lines.iter().take_while(blank).count();
    let trailing = lines.iter().rev().take_while(blank).count();
    let kept = lines.get(leading..lines.len() - trailing).unwrap_or(&[]).join("\n");
    let cased = style.case.apply(&kept, style.lang);
    if style.lang == Lang::Fr { french(&cased) } else { cased }
}

/// Prepared text without its newlines.
pub(crate) fn one_line(ready: &str) -> String {
    ready.split('\n').filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::{
        typeset::{
            Style,
            case::Case,
            prepare::{one_line, prepare},
        },
        words::Lang,
    };

    #[test]
    fn space_is_put_right() {
        let style = Style { lang: Lang::Fr, case: Case::Upper, ..Style::default() };
        let ready = prepare("\r\n \n  dé\u{7}jà\t  vu ?\r\n\r\nouï\u{A0}: \n\n", &style);
        assert_eq!(ready, "DÉJÀ VU\u{202F}?\n\nOUÏ\u{202F}:");
        assert_eq!(one_line(&ready), "DÉJÀ VU\u{202F}? OUÏ\u{202F}:");
        assert_eq!(prepare(" \n\t ", &style), "");
    }
}
