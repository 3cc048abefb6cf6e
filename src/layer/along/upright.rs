//! Upright: letters stacked in a column, and lines turned by a right angle.

use crate::{
    layer::outline,
    measure::Rect,
    quad::Quad,
    typeset::{Style, fonts::Fonts, set_line},
};

use super::letters::{Laid, Letter, Letters, Piece, apart, before, boxed, inked};

/// Sizes are first tried at this many pixels an em.
const EM: f32 = 100.0;
/// Clear distance between stacked letters, and between words, in ems.
const GAP: f32 = 0.14;
const WORD: f32 = 0.5;

/// Upright letters one below the other, in the middle of a place.
pub fn stacked(text: &str, style: &Style, place: &Rect, margin: f32, most: f32, fonts: &Fonts) -> Option<Laid> {
    // Any tracking at all keeps letters from joining.
    let style = Style { tracking: style.tracking.max(1e-4), ..style.clone() };
    let gap = (GAP + style.tracking).max(0.02);
    let column = |letters: &[Letter], em: f32| -> (f32, f32, Vec<f32>) {
        let (mut y, mut wide, mut tops) = (0.0f32, 0.0f32, Vec::new());
        for letter in letters {
            tops.push(y);
            y += letter.ink.map_or((WORD - gap) * em, |ink| ink.h + gap * em);
            wide = wide.max(letter.ink.map_or(0.0, |ink| ink.w));
        }
        (wide, y - gap * em, tops)
    };
    let (wide, high, _) = column(&apart(&set_line(text, &style, EM, fonts), fonts), EM);
    if wide <= 0.0 || high <= 0.0 {
        return None;
    }
    let size = (place.w / (wide / EM + 2.0 * margin)).min(place.h / (high / EM + 2.0 * margin)).min(most);
    let setting = set_line(text, &style, size, fonts);
    let letters = apart(&setting, fonts);
    let (wide, high, tops) = column(&letters, size);
    let inset = margin * size;
    let middle = place.x + inset + wide / 2.0 + (place.w - 2.0 * inset - wide) * before(style.align);
    let top = place.y + (place.h - high) / 2.0;
    let mut tops = tops.into_iter();
    // Letters are laid in the order in which they were measured.
    let laid = Laid::of(&setting, letters, |letter| {
        let (ink, y) = (letter.ink.unwrap_or_default(), tops.next().unwrap_or_default());
        ([middle - ink.x - ink.w / 2.0, top + y - ink.y], 0.0)
    });
    Some(laid.moved([0.0, 0.0]))
}

/// Lines that fill a place after a quarter turn, to the right when they run `down`.
pub fn turned(
    text: &str,
    style: &Style,
    place: &Rect,
    down: bool,
    margin: f32,
    most: f32,
    fonts: &Fonts,
) -> Option<Laid> {
    let (setting, inset) = boxed(text, style, [place.h, place.w], margin, most, fonts)?;
    let transform = if down {
        [0.0, 1.0, -1.0, 0.0, place.right() - inset, place.y + inset]
    } else {
        [0.0, -1.0, 1.0, 0.0, place.x + inset, place.bottom() - inset]
    };
    let inks = setting.clusters.iter().filter_map(|cluster| {
        let run = &setting.runs[cluster.run];
        inked(&run.glyphs[cluster.glyphs.clone()], run.face, setting.size, fonts)
    });
    let spots = inks.map(|ink| Quad(outline::corners(&ink).map(|corner| outline::map(&transform, corner)))).collect();
    let pieces = setting.runs.iter().map(|run| Piece { face: run.face, transform, glyphs: run.glyphs.clone() });
    let letters = Letters::Glyphs(pieces.collect());
    Some(Laid { size: setting.size, letters, spots, missing: setting.missing.clone() }.moved([0.0, 0.0]))
}
