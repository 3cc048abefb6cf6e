//! Re-lettering: other words in a block's own place, size, angle, colour and manner.

mod course;
mod model;
mod wording;

#[cfg(test)]
mod tests;

use crate::{
    color::Color,
    layer::{LayerError, outline::hundredth, stage::Stage},
    plan::{Glyph, GlyphsMark, Mark, Stroke},
    scene::line::Line,
    typeset::{Setting, Style, set_line},
};

use course::Course;
use model::{Model, Row};

/// Letters are never set smaller than this share of the old ones.
const SMALLEST: f32 = 0.5;
/// Below this it is worth a note.
const SMALL: f32 = 0.8;
/// Letters are not condensed further than to this share of their width.
const NARROWEST: f32 = 0.8;
/// What tracking may be taken away before that, in ems.
const TIGHTER: f32 = 0.03;

/// Sets `text` in the place of a block of lines, in their manner: baseline, height of capitals, angle or arc, face,
/// spacing, ink, outline and shadow, letter case and alignment are those of the old ones. A longer text is fitted by
/// tracking, then by width, then by size, and breaks where the block has lines. Erasing the old letters is not done
/// here. The first line stays up to the share `start` of its length; of a block of several lines, that is 0.
///
/// # Errors
/// When the text cannot be set in that place at half of the old size.
pub fn set(block: &[&Line], start: f32, text: &str, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
    let Some(mut model) = Model::of(block, stage.fonts) else { return Ok(Vec::new()) };
    if start > 0.0 {
        model.begin(start);
    }
    let text = model.case.apply(text, stage.lang);
    let rows = wording::rows(&text, &model, stage);
    let marks = set_rows(&model, &rows, &text, stage)?;
    stage.said.push(text);
    Ok(marks)
}

/// Sets lines, each in the place of an old one.
fn set_rows(
    model: &Model,
    rows: &[(usize, String)],
    text: &str,
    stage: &mut Stage<'_>,
) -> Result<Vec<Mark>, LayerError> {
    let widest = |tracking: f32, condense: f32, size: f32| -> f32 {
        let style = style(model, tracking, stage);
        let room = |row: &(usize, String)| {
            let setting = set_line(&row.1, &style, size, stage.fonts);
            setting.ink.w * condense / model.room(row.0)
        };
        rows.iter().map(room).fold(0.0, f32::max)
    };
    let (mut tracking, mut condense, mut size) = (model.tracking, model.condense, model.size);
    let mut over = widest(tracking, condense, size);
    if over > 1.0 {
        // How much an em of tracking takes away is the same for any tracking.
        let least = model.tracking - TIGHTER;
        let tight = widest(least, condense, size);
        let share = ((over - 1.0) / (over - tight).max(1e-6)).min(1.0);
        tracking -= TIGHTER * share;
        over = widest(tracking, condense, size);
    }
    if over > 1.002 {
        condense *= (1.0 / over).max(NARROWEST);
        over = widest(tracking, condense, size);
    }
    if over > 1.002 {
        size /= over;
    }
    if size < SMALLEST * model.size {
        return Err(LayerError(format!("“{text}” is too long for its place")));
    }
    if size < SMALL * model.size {
        let share = (100.0 * size / model.size) as u32;
        stage.notes.push(format!("“{text}” is set at {share} % of the size of what it replaces"));
    }
    let style = style(model, tracking, stage);
    let mut marks = Vec::new();
    for (index, words) in rows {
        let setting = set_line(words, &style, size, stage.fonts);
        if !setting.missing.is_empty() {
            let missing: String = setting.missing.iter().collect();
            stage.notes.push(format!("no face has the characters “{missing}” of “{words}”"));
        }
        marks.extend(row(model, &model.rows[*index], &setting, condense, stage));
    }
    Ok(marks)
}

fn style(model: &Model, tracking: f32, stage: &Stage<'_>) -> Style {
    // Tracking is not condensed.
    Style { faces: vec![model.face], tracking: tracking / model.condense, lang: stage.lang, ..Style::default() }
}

/// The marks of one line: shadow, outline, letters.
fn row(model: &Model, row: &Row, setting: &Setting, condense: f32, stage: &mut Stage<'_>) -> Vec<Mark> {
    let placed = stage.placed();
    let course = Course { path: &row.path, baseline: &row.baseline, placed, condense };
    let scale = course.scale();
    let free = row.right - row.left - setting.ink.w * condense;
    let start = row.left
        + match model.align {
            crate::scene::line::Align::Left => 0.0,
            crate::scene::line::Align::Center => free / 2.0,
            crate::scene::line::Align::Right => free,
        };
    let mut marks = Vec::new();
    let mut lay = |ink: Color, stroke: Option<Stroke>, blur: f32, off: [f32; 2], stage: &mut Stage<'_>| {
        for (run, transform, glyphs) in course.lay(setting, start, off) {
            marks.push(Mark::Glyphs(GlyphsMark {
                font: stage.font(setting.runs[run].face),
                size: setting.size,
                ink,
                stroke,
                blur: hundredth(blur),
                transform,
                glyphs,
            }));
        }
    };
    let line =
        |ink: Color| Stroke { ink, width: hundredth(2.0 * model.outline.map_or(0.0, |(_, width)| width) * scale) };
    if let Some(cast) = model.cast {
        let stroke = model.outline.map(|_| line(cast.ink));
        lay(cast.ink, stroke, cast.blur * scale, [cast.x, cast.y], stage);
    }
    let stroke = model.outline.map(|(ink, _)| line(ink));
    lay(row.ink, stroke, 0.0, [0.0, 0.0], stage);
    marks
}

/// A glyph without the place that the setting gave it.
fn moved(glyph: &Glyph, x: f32, y: f32) -> Glyph {
    Glyph { x: hundredth(glyph.x + x), y: hundredth(glyph.y + y), ..glyph.clone() }
}
