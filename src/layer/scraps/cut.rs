//! Cutting: a text becomes words of scraps, set on other papers or lifted out of the picture.

use unicode_segmentation::UnicodeSegmentation;

use crate::{
    layer::{
        LayerError,
        scraps::{
            Origin, Per, Scraps,
            rows::{Piece, Scrap},
        },
        stage::Stage,
    },
    typeset::{Style, case::Case, set_line},
};

/// Room between letters and the edge of their paper, in ems.
const PAD: f32 = 0.14;
/// Stops are cut close and shown smaller: they are not to be louder than letters.
const STOP_PAD: f32 = 0.08;
const STOP: f32 = 0.85;
/// Sizes are set at this many pixels an em, then scaled.
pub const EM: f32 = 100.0;

/// Cuts a text into words, and each word into scraps of other papers.
pub fn cut(scraps: &Scraps, text: &str, stage: &mut Stage<'_>) -> Result<Vec<Vec<Scrap>>, LayerError> {
    let Scraps { fonts, papers, per, uneven, tilt, .. } = scraps;
    let faces = fonts.iter().map(|name| stage.face(name)).collect::<Result<Vec<_>, _>>()?;
    let mut dice = stage.seed.at("scraps").dice();
    let mut last = usize::MAX;
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        let pieces = match (per, scraps.from) {
            (Per::Word, _) => vec![word],
            (Per::Letter, Origin::Papers) => letters(word),
            (Per::Letter, Origin::Picture | Origin::Pictures) => word.graphemes(true).collect(),
        };
        let mut scraps = Vec::new();
        for piece in pieces {
            // Never the same paper twice in a row.
            let mut paper = dice.below(papers.len());
            if paper == last {
                paper = (paper + 1) % papers.len();
            }
            last = paper;
            let face = faces.get(dice.below(faces.len())).copied();
            let case = if dice.unit() < 0.72 { Case::Upper } else { Case::AsIs };
            let style = Style { faces: face.into_iter().collect(), lang: stage.lang, case, ..Style::default() };
            let grade = 1.0 + uneven * dice.between(-0.28, 0.28);
            let stop = Scrap::is_stop(piece);
            let (grade, pad, least) = if stop { (STOP, STOP_PAD, 0.0) } else { (grade, PAD * grade, 0.34) };
            let setting = set_line(piece, &style, EM * grade, stage.fonts);
            if !setting.missing.is_empty() {
                stage.notes.push(format!("no face has all characters of “{piece}”"));
            }
            let size = [setting.ink.w, setting.ink.h.max(least * EM)].map(|side| side / EM + 2.0 * pad);
            scraps.push(Scrap {
                text: piece.to_string(),
                size,
                tilt: dice.between(-tilt, *tilt),
                piece: Piece::Set { setting, paper: stage.inks.color(papers[paper]) },
            });
        }
        words.push(scraps);
    }
    Ok(words)
}

/// A word's letters; a full stop or comma stays with the letter before it, since alone it says nothing.
fn letters(word: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = Vec::new();
    for (at, piece) in word.grapheme_indices(true) {
        let clings = piece.chars().all(|c| ".,;:!?…’”»".contains(c));
        if starts.is_empty() || !clings {
            starts.push(at);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([word.len()]);
    starts.iter().zip(ends).map(|(start, end)| &word[*start..end]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_stay_with_their_letter() {
        assert_eq!(letters("né…!"), ["n", "é…!"]);
        assert_eq!(letters("17:41."), ["1", "7:", "4", "1."]);
        assert_eq!(letters("…"), ["…"]);
    }
}
