//! Breaks: where lines may end, and the pieces between, measured in ems.

use hypher::hyphenate_bounded;
use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::{
    typeset::{
        cling::clings,
        fonts::{FaceId, Fonts},
        ink::Ink,
        shape::Shaped,
    },
    words::Lang,
};

/// What stands between two places where a line may end.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// Clusters, with the spaces at the end.
    pub first: usize,
    pub end: usize,
    pub advance: f32,
    /// From where the piece begins on the baseline.
    pub ink: Ink,
    /// Shown when a line ends here.
    pub hyphen: Option<Hyphen>,
    /// A line must end here.
    pub forced: bool,
    /// How badly a line ends here, in the measure of [`crate::typeset::layout`]; below 0 it ends well.
    pub toll: f32,
}

/// The sign of a divided word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hyphen {
    pub face: FaceId,
    pub glyph: u16,
    pub ink: Ink,
}

/// A divided word is worse than any rag.
const HYPHEN_TOLL: f32 = 1.0;
const CLING_TOLL: f32 = 0.15;
/// A word that has a hyphen of its own is best kept whole too.
const COMPOUND_TOLL: f32 = 0.3;
/// Lines that end where the voice rests read well.
const REST_TOLL: f32 = -0.06;
const PAUSE_TOLL: f32 = -0.04;

/// Cuts shaped text at every opportunity (UAX 14). Words wider than `divide` ems are cut at their
/// syllables too (Liang 1983).
pub(crate) fn pieces(shaped: &Shaped, fonts: &Fonts, lang: Lang, divide: f32) -> Vec<Piece> {
    let mut places: Vec<Place> = linebreaks(&shaped.text)
        .map(|(at, kind)| Place { at, forced: kind == BreakOpportunity::Mandatory, divides: false })
        .collect();
    // A line may end between two clusters, not inside a ligature.
    places.retain(|place| {
        place.at == shaped.text.len() || shaped.clusters.binary_search_by_key(&place.at, |c| c.start).is_ok()
    });
    if let Some(last) = places.last_mut() {
        last.forced = false;
    }
    let mut pieces = Vec::with_capacity(places.len());
    let mut first = 0;
    for place in &places {
        let piece = measure(shaped, fonts, lang, first, place);
        if piece.ink.right - piece.ink.left > divide {
            let (from, to) = (shaped.clusters[first].start, place.at);
            for at in syllables(&shaped.text[from..to], lang).map(|at| from + at) {
                if shaped.clusters.binary_search_by_key(&at, |c| c.start).is_ok() {
                    let part = measure(shaped, fonts, lang, first, &Place { at, forced: false, divides: true });
                    first = part.end;
                    pieces.push(part);
                }
            }
            pieces.push(measure(shaped, fonts, lang, first, place));
        } else {
            pieces.push(piece);
        }
        first = pieces.last().map_or(first, |piece| piece.end);
    }
    pieces
}

/// Where a line may end, as a byte offset.
struct Place {
    at: usize,
    forced: bool,
    divides: bool,
}

fn measure(shaped: &Shaped, fonts: &Fonts, lang: Lang, first: usize, place: &Place) -> Piece {
    let (mut pen, mut ink, mut end) = (0.0, Ink::NONE, first);
    for cluster in shaped.clusters[first..].iter().take_while(|c| c.start < place.at) {
        ink = ink.join(cluster.ink.moved(pen, 0.0));
        pen += cluster.advance;
        end += 1;
    }
    let start = shaped.clusters.get(first).map_or(place.at, |c| c.start);
    let text = &shaped.text[start..place.at];
    let divides = place.divides || text.ends_with('\u{AD}');
    let toll = if divides { HYPHEN_TOLL } else { toll(text.trim_end(), lang) };
    let hyphen = shaped.clusters[first..end].last().filter(|c| divides && c.level % 2 == 0);
    let hyphen = hyphen.and_then(|cluster| {
        let face = fonts.get(cluster.face);
        let glyph = face.glyph('\u{2010}').or_else(|| face.glyph('-'))?;
        Some(Hyphen { face: cluster.face, glyph, ink: face.extent(glyph) })
    });
    Piece { first, end, advance: pen, ink, hyphen, forced: place.forced, toll }
}

fn toll(text: &str, lang: Lang) -> f32 {
    let voiced = text.trim_end_matches(['»', '”', '"', ')', '\'', '’', '\u{202F}', '\u{A0}', ' ']);
    match voiced.chars().next_back() {
        Some('.' | '!' | '?' | '…') => REST_TOLL,
        Some('-' | '\u{2010}') if voiced.len() == text.len() => COMPOUND_TOLL,
        Some(',' | ';' | ':' | '—' | '–') => PAUSE_TOLL,
        _ if clings(text.trim_matches(|c: char| !c.is_alphanumeric()), lang) => CLING_TOLL,
        _ => 0.0,
    }
}

/// Byte offsets at which words in `text` may be divided: at least two letters before, three after.
fn syllables(text: &str, lang: Lang) -> impl Iterator<Item = usize> {
    let tongue = match lang {
        Lang::En => hypher::Lang::English,
        Lang::Fr => hypher::Lang::French,
    };
    // hypher keeps a word of up to 45 bytes without allocating, and panics at longer ones.
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| (6..=40).contains(&word.len()));
    words.flat_map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let mut at = start;
        hyphenate_bounded(word, tongue, 2, 3)
            .map(move |syllable| {
                at += syllable.len();
                at
            })
            .filter(move |at| *at < start + word.len())
    })
}

#[cfg(test)]
mod tests {
    use crate::{
        typeset::{
            Style,
            breaks::{Piece, pieces},
            fonts::Fonts,
            shape::{Shaped, shape},
        },
        words::Lang,
    };

    fn cut(text: &str, lang: Lang, divide: f32) -> (Shaped, Vec<Piece>) {
        let shaped = shape(text, &Style { lang, ..Style::default() }, Fonts::builtin());
        let pieces = pieces(&shaped, Fonts::builtin(), lang, divide);
        (shaped, pieces)
    }

    fn texts((shaped, pieces): &(Shaped, Vec<Piece>)) -> Vec<&str> {
        pieces.iter().map(|p| &shaped.text[shaped.clusters[p.first].start..shaped.clusters[p.end - 1].end]).collect()
    }

    #[test]
    fn lines_end_where_they_may() {
        let cut = cut("Non\u{202F}! Pas à\u{A0}vendre\nici, e-mail", Lang::Fr, f32::INFINITY);
        assert_eq!(texts(&cut), ["Non\u{202F}! ", "Pas ", "à\u{A0}vendre\n", "ici, ", "e-", "mail"]);
        assert_eq!(cut.1.iter().map(|p| p.forced).collect::<Vec<_>>(), [false, false, true, false, false, false]);
        assert!(cut.1[0].toll < cut.1[3].toll && cut.1[3].toll < 0.0);
    }

    #[test]
    fn only_wide_words_are_divided() {
        let cut = cut("the consumption of time", Lang::En, 4.0);
        assert_eq!(texts(&cut), ["the ", "con", "sump", "tion ", "of ", "time"]);
        assert_eq!(
            cut.1.iter().map(|p| p.hyphen.is_some()).collect::<Vec<_>>(),
            [false, true, true, false, false, false]
        );
        assert!(cut.1[0].toll > 0.0 && cut.1[1].toll > cut.1[0].toll);
    }
}
