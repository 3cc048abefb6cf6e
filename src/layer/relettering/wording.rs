//! Wordings: one text broken over the lines of a block.

use crate::{
    layer::{relettering::model::Model, stage::Stage},
    scene::line::Align,
    typeset::{Style, break_evenly},
};

/// The lines of a text, each with the old line that it takes the place of: as many as the old ones held as much
/// text, and more where it does not fit.
pub(super) fn rows(text: &str, model: &Model, stage: &Stage<'_>) -> Vec<(usize, String)> {
    let count = model.rows.len();
    let style = Style {
        faces: vec![model.face],
        tracking: model.tracking / model.condense,
        lang: stage.lang,
        ..Style::default()
    };
    let widths: Vec<f32> = model.rows.iter().map(|row| row.right - row.left).collect();
    let mean = widths.iter().sum::<f32>() / count as f32;
    let em = model.size * model.condense;
    let lines = break_evenly(text, &style, stage.fonts, [mean / em, model.room(0) / em], count);
    // Fewer lines than there were stay in the middle of a centred block, and at the top of any other.
    let free = count.saturating_sub(lines.len());
    let first = if model.align == Align::Center { free / 2 } else { 0 };
    lines.into_iter().enumerate().map(|(i, words)| ((first + i).min(count - 1), words)).collect()
}
