//! Cutting: a text becomes words of scraps, set on other papers or lifted out of the picture.

use unicode_segmentation::UnicodeSegmentation;

use crate::{
    color::Color,
    layer::{
        LayerError,
        scraps::{
            Origin, Per, Scraps,
            rows::{Piece, Scrap},
            stock::{Asked, Stock},
        },
        stage::Stage,
    },
    measure::Rect,
    typeset::{Style, case::Case, set_line},
};

/// Room between letters and the edge of their paper, in ems.
const PAD: f32 = 0.14;
/// Stops are cut close and shown smaller: they are not to be louder than letters.
const STOP_PAD: f32 = 0.08;
const STOP: f32 = 0.85;
/// Sizes are set at this many pixels an em, then scaled.
pub const EM: f32 = 100.0;
/// How high a lifted letter is, in ems.
const HIGH: f32 = 0.74;
/// Letters of the picture are shown no larger than this against what they are where it was placed.
const LARGER: f32 = 2.0;
const SHARP: f32 = 1.4;

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
            (Per::Letter, Origin::Picture) => word.graphemes(true).collect(),
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

/// Puts pieces of the picture in the place of scraps, wherever it has what they say. `em` is about what the rows will
/// be set at, in canvas pixels.
pub fn lift(words: &mut [Vec<Scrap>], em: f32, scraps: &Scraps, stage: &mut Stage<'_>) {
    let whole = Rect::new(0.0, 0.0, stage.scene.width as f32, stage.scene.height as f32);
    let mut stock = Stock::of(stage.scene.text.as_deref().unwrap_or_default(), whole);
    let mut dice = stage.seed.at("lifted").dice();
    let mut lacking: Vec<String> = Vec::new();
    let mut any = false;
    let mut before: Option<Color> = None;
    for scrap in words.iter_mut().flatten() {
        let grade = 1.0 + 0.7 * scraps.uneven * dice.between(-0.28, 0.28);
        let asked = Asked { high: HIGH * grade, most: LARGER * stage.scale() / em, sharp: SHARP * stage.scale() / em };
        match stock.take(&scrap.text, &asked, &mut dice) {
            Some(lifted) => {
                any = true;
                scrap.size = lifted.half.map(|half| 2.0 * half * lifted.share);
                before = Some(lifted.paper);
                scrap.piece = Piece::Lifted(lifted);
            }
            None if scrap.text.chars().any(char::is_alphanumeric) && !lacking.contains(&scrap.text) => {
                lacking.push(scrap.text.clone());
            }
            None => {
                // A stop goes with the letter before it.
                if let (Piece::Set { paper, .. }, Some(before)) = (&mut scrap.piece, before) {
                    *paper = before;
                }
            }
        }
    }
    if !any {
        stage.notes.push("the picture has no letters to lift: all scraps are of other papers".into());
    } else if !lacking.is_empty() {
        stage.notes.push(format!("the picture has none of “{}” to lift: set on other papers", lacking.join(" ")));
    }
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
