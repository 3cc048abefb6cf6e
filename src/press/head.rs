//! Heads: large letters that fill their place, as marks of whatever they are drawn on.

use crate::{
    color::Color,
    plan::{GlyphsMark, Mark},
    press::{PressError, leaf::Head},
    typeset::{
        Run, Space, Style, fit,
        fonts::{FaceId, Fonts},
        set_line,
    },
};

/// Millimetres an em of the smallest letters that can be read.
const LEAST: f64 = 0.5;

/// The letters of a head in a built-in face. `unit` is what a millimetre is there, `transform` takes the upper left corner
/// of its place, y down, to where it lies; faces that it needs are added to `faces`, which marks name by index.
///
/// # Errors
/// When the face is missing, no face has all its characters, or they would be smaller than half a millimetre.
pub fn set(head: &Head, unit: f64, transform: [f32; 6], faces: &mut Vec<FaceId>) -> Result<Vec<Mark>, PressError> {
    let fonts = Fonts::builtin();
    let face = fonts.find(head.face).ok_or_else(|| PressError::Head(format!("`{}` is no face", head.face)))?;
    let style = Style { faces: vec![face], ..Style::default() };
    let [width, height] = [head.place.w, head.place.h].map(|side| (side * unit) as f32);
    let space = Space { width, height, max_size: f32::INFINITY, min_size: (LEAST * unit) as f32, max_lines: 1 };
    let long = |_| PressError::Head(format!("“{}” is too long for its place: make it shorter", beginning(&head.say)));
    let set = fit(&head.say, &style, &space, fonts).map_err(long)?;
    known(&set.missing)?;
    let size = set.size;
    let mark = |run: Run| {
        let font = faces.iter().position(|face| *face == run.face).unwrap_or_else(|| {
            faces.push(run.face);
            faces.len() - 1
        });
        let (ink, glyphs) = (Color::BLACK, run.glyphs);
        Mark::Glyphs(GlyphsMark { font, size, ink, stroke: None, blur: 0.0, transform, glyphs })
    };
    Ok(set.runs.into_iter().map(mark).collect())
}

/// Whether built-in faces have every character of a title.
///
/// # Errors
/// When they have not.
pub(super) fn check(say: &str) -> Result<(), PressError> {
    known(&set_line(say, &Style::default(), 1.0, Fonts::builtin()).missing)
}

fn known(missing: &[char]) -> Result<(), PressError> {
    let missing: String = missing.iter().collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(PressError::Head(format!("no face has “{missing}”: leave it out")))
    }
}

/// The first words of a title, as many as a line of a terminal has room for.
fn beginning(say: &str) -> String {
    match say.char_indices().nth(30) {
        Some((end, _)) => format!("{}…", say[..end].trim_end()),
        None => say.into(),
    }
}
