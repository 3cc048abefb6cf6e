//! Heads: large letters that fill their place, as marks of whatever they are drawn on.

use crate::{
    color::Color,
    plan::{GlyphsMark, Mark},
    press::{PressError, leaf::Head},
    typeset::{
        Run, Space, Style, fit,
        fonts::{FaceId, Fonts},
    },
};

/// The letters of a head in a built-in face. `unit` is what a millimetre is there, `transform` takes the upper left corner
/// of its place, y down, to where it lies; faces that it needs are added to `faces`, which marks name by index.
///
/// # Errors
/// When the face is missing or nothing can be set in so small a place.
pub fn set(head: &Head, unit: f64, transform: [f32; 6], faces: &mut Vec<FaceId>) -> Result<Vec<Mark>, PressError> {
    let fonts = Fonts::builtin();
    let face = fonts.find(head.face).ok_or_else(|| PressError::Head(format!("`{}` is no face", head.face)))?;
    let style = Style { faces: vec![face], ..Style::default() };
    let [width, height] = [head.place.w, head.place.h].map(|side| (side * unit) as f32);
    let space = Space { width, height, max_size: f32::INFINITY, min_size: 1.0, max_lines: 1 };
    let set = fit(&head.say, &style, &space, fonts).map_err(|error| PressError::Head(error.to_string()))?;
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
