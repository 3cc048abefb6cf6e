//! Which face and script every grapheme cluster is set in, and what cannot be set at all.

use harfrust::{Script, unicode};
use unicode_segmentation::UnicodeSegmentation;

use crate::typeset::{
    face::Face,
    fonts::{FaceId, Fonts, LAST_RESORT},
};

/// Text of which every character can be set, cluster by cluster.
pub(crate) struct Items {
    pub text: String,
    pub items: Vec<Item>,
    /// What had to be left out, each once, in the order of the text.
    pub missing: Vec<char>,
}

/// A grapheme cluster.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Item {
    /// Byte offsets into [`Items::text`].
    pub start: usize,
    pub end: usize,
    pub face: FaceId,
    pub script: Script,
}

/// Finds a face for every cluster: one of `faces` in their order, then Inter, then any other. Where no face
/// has a mark, its letter stands without it; both ways the loss is reported.
pub(crate) fn itemise(text: &str, faces: &[FaceId], fonts: &Fonts) -> Items {
    let mut found = Items { text: String::with_capacity(text.len()), items: Vec::new(), missing: Vec::new() };
    let order: Vec<FaceId> = faces.iter().copied().filter(|id| *id < fonts.count()).collect();
    let order: Vec<FaceId> = order.into_iter().chain([LAST_RESORT]).chain(0..fonts.count()).collect();
    let mut last: Option<Item> = None;
    for cluster in text.graphemes(true) {
        // Punctuation between letters that another face had to lend is set in that face too.
        let lent = last.filter(|item| item.script != Script::LATIN && is_neutral(cluster)).map(|item| item.face);
        let face_for =
            |cluster: &str| lent.into_iter().chain(order.iter().copied()).find(|id| covers(fonts.get(*id), cluster));
        let mut kept = cluster;
        let mut face = face_for(kept);
        if face.is_none() && cluster.chars().nth(1).is_some() {
            kept = &cluster[..cluster.chars().next().map_or(0, char::len_utf8)];
            face = face_for(kept);
        }
        let lost = if face.is_some() { &cluster[kept.len()..] } else { cluster };
        found.lose(lost);
        let Some(face) = face else { continue };
        let start = found.text.len();
        found.text.push_str(kept);
        let script = script_of(kept).unwrap_or(last.map_or(Script::COMMON, |item| item.script));
        let item = Item { start, end: found.text.len(), face, script };
        found.items.push(item);
        last = Some(item);
    }
    // What stands before the first letter is of its script.
    let first = found.items.iter().map(|item| item.script).find(|s| *s != Script::COMMON).unwrap_or(Script::LATIN);
    found.items.iter_mut().filter(|item| item.script == Script::COMMON).for_each(|item| item.script = first);
    found
}

impl Items {
    fn lose(&mut self, chars: &str) {
        for c in chars.chars().filter(|c| !is_invisible(*c)) {
            if !self.missing.contains(&c) {
                self.missing.push(c);
            }
        }
    }
}

/// What is set in place of a character that `face` lacks but can well do without.
pub(crate) fn stand_in(c: char, face: &Face) -> char {
    if c == '\n' || face.glyph(c).is_some() {
        return c;
    }
    let other = match c {
        // A hyphen at which no line may end looks like any other.
        '\u{2010}' | '\u{2011}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{2BC}' => '\'',
        '\u{201C}' | '\u{201D}' => '"',
        '\u{A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => ' ',
        _ => return c,
    };
    if face.glyph(other).is_some() { other } else { c }
}

fn covers(face: &Face, cluster: &str) -> bool {
    let has = |c: char| c == '\n' || is_invisible(c) || face.glyph(stand_in(c, face)).is_some();
    cluster.chars().all(has) || composed(cluster).is_some_and(has) || {
        // The shaper takes letters apart when the face has only the parts.
        cluster.chars().all(|c| has(c) || parts(c).is_some_and(|(a, b)| has(a) && has(b)))
    }
}

/// The one character that a letter and its marks make, if there is one.
fn composed(cluster: &str) -> Option<char> {
    let mut chars = cluster.chars();
    let first = chars.next()?;
    chars.try_fold(first, |letter, mark| unicode::compose(letter.into(), mark.into()).and_then(char::from_u32))
}

fn parts(c: char) -> Option<(char, char)> {
    match unicode::decompose(c.into())? {
        unicode::Decomposed::Pair(a, b) => Some((char::from_u32(a)?, char::from_u32(b)?)),
        unicode::Decomposed::Singleton(_) => None,
    }
}

fn script_of(cluster: &str) -> Option<Script> {
    let known = |s: &Script| ![Script::COMMON, Script::INHERITED, Script::UNKNOWN].contains(s);
    cluster.chars().map(|c| unicode::script(c.into())).find(known)
}

fn is_neutral(cluster: &str) -> bool {
    cluster != "\n" && script_of(cluster).is_none()
}

/// Characters that act and have no shape: joiners, direction marks, variation selectors, soft hyphens.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}'
    )
}
