//! Names: handles and hashtags, which are words run together.

use std::collections::BTreeSet;

use crate::{
    scene::roles::fold,
    words::{case, gram, rewrite::load::Of},
};

/// Everything that a name can become by changing one part of it.
pub fn answers(name: &str, of: &Of, known: &BTreeSet<String>) -> Vec<String> {
    let parts = parts(name, known);
    let mut all = Vec::new();
    if let Some(whole) = of.pieces.get(&fold(name)) {
        all.extend(whole.iter().map(|say| case::like(name, say)));
    }
    for (from, to) in &parts {
        let part = &name[*from..*to];
        let own = of.pieces.get(&fold(part)).or_else(|| of.words.get(&fold(part)));
        let fits = |say: &&str| say.chars().all(char::is_alphanumeric);
        let swapped = |say: &str| format!("{}{}{}", &name[..*from], case::like(part, say), &name[*to..]);
        all.extend(own.into_iter().flatten().map(|say| gram::split(say).0).filter(fits).map(swapped));
    }
    if all.is_empty() {
        let stem = name.trim_end_matches(['.', '_']);
        let cut = |end: &String| match stem.rfind(['.', '_']) {
            Some(at) if at > 0 => format!("{}{end}", &name[..=at]),
            _ if stem.len() < name.len() => format!("{name}{end}"),
            // Glued on, it would not be seen.
            _ => format!("{name}_{end}"),
        };
        all.extend(of.ends.iter().map(cut));
    }
    all.retain(|answer| answer != name);
    all
}

/// The parts of a name: between its points and strokes, at capitals, and where words that are known meet.
fn parts(name: &str, known: &BTreeSet<String>) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    for (at, c) in name.char_indices().chain([(name.len(), '.')]) {
        let joint = !c.is_alphabetic();
        let hump = c.is_uppercase() && before.is_lowercase();
        if joint || hump {
            if at > start {
                parts.extend(words(&name[start..at], known).into_iter().map(|(a, b)| (start + a, start + b)));
            }
            start = if joint { at + c.len_utf8() } else { at };
        }
        before = c;
    }
    parts
}

/// `summervibes` as `summer` and `vibes`: the fewest parts, those that are known counting less.
fn words(text: &str, known: &BTreeSet<String>) -> Vec<(usize, usize)> {
    let folded = fold(text);
    if !text.is_ascii() || text.len() > 40 {
        return vec![(0, text.len())];
    }
    // By end: the least cost of the parts up to there, and where the last of them begins.
    let mut best = vec![(0.0, 0)];
    for end in 1..=text.len() {
        let cost = |start: usize| {
            let part = &folded[start..end];
            // Short words that are known stand within many others by accident: the `ne` of `jeanne`.
            let own = match part.len() {
                2 if known.contains(part) => 2.2,
                3 if known.contains(part) => 1.6,
                length if length > 3 && known.contains(part) => 1.0,
                length if length < 3 && text.len() > length => 4.0 + length as f32,
                length => 1.5 + length as f32,
            };
            best[start].0 + own
        };
        let start = (0..end).min_by(|a, b| cost(*a).total_cmp(&cost(*b))).unwrap_or(0);
        best.push((cost(start), start));
    }
    let mut parts = Vec::new();
    let mut end = text.len();
    while end > 0 {
        let start = best[end].1;
        parts.push((start, end));
        end = start;
    }
    parts.reverse();
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_apart_where_words_meet() {
        let known: BTreeSet<String> = ["summer", "vibes", "glow", "up", "daily", "ne", "art"].map(String::from).into();
        let shown = |name: &str| parts(name, &known).iter().map(|(a, b)| &name[*a..*b]).collect::<Vec<_>>().join(" ");
        assert_eq!(shown("summervibes"), "summer vibes");
        assert_eq!(shown("GlowUp"), "Glow Up");
        assert_eq!(shown("noor.daily_3h"), "noor daily h");
        assert_eq!(shown("glowupdaily"), "glow up daily");
        assert_eq!(shown("glowzzz"), "glow zzz");
        assert_eq!(shown("jeanne.martin"), "jeanne martin");
    }
}
