//! Re-lettering: other words in a block's own place, size, angle, colour and manner.

mod comparisons;
mod course;
mod free;
mod model;
mod wording;

#[cfg(test)]
mod echo;
#[cfg(test)]
mod tests;

use crate::{
    color::Color,
    layer::{LayerError, outline::hundredth, stage::Stage},
    plan::{Blend, Glyph, GlyphsMark, GroupMark, Mark, Stroke},
    region::Mask,
    scene::line::{Align, Line},
    typeset::{Cluster, Setting, Style, fonts::Fonts, set_line},
};

use course::Course;
use model::Row;

pub use comparisons::Comparisons;
pub use model::Model;

/// Letters are never set smaller than this share of the old ones.
const SMALLEST: f32 = 0.5;
/// Below this it is worth a note.
const SMALL: f32 = 0.8;
/// Letters are not condensed further than to this share of their width.
const NARROWEST: f32 = 0.8;
/// What tracking may be taken away before that, in ems.
const TIGHTER: f32 = 0.03;

/// Sets `text` in the place of a block of lines, in their manner: see [`Model::set`].
///
/// # Errors
/// When the text cannot be set in that place at half of the old size.
pub fn set(block: &[&Line], text: &str, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
    Model::of(block, &mut Comparisons::default(), stage).map_or(Ok(Vec::new()), |model| model.set(text, stage))
}

/// How a text would fit the place of another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fits {
    /// The width of its letters against the old ones: 1 where it fits as it is.
    pub share: f32,
    /// How much of the old lines' length it fills.
    pub fill: f32,
}

/// How a text is set in the place of another: its lines, each with the old one that it stands for, and what had to
/// be changed for it.
struct Fitted {
    rows: Vec<(usize, String)>,
    tracking: f32,
    condense: f32,
    size: f32,
}

impl Model {
    /// How a text would be set in this place.
    pub fn fits(&self, text: &str, stage: &Stage<'_>) -> Fits {
        let text = self.case.apply(text, stage.lang);
        let fitted = self.fitted(wording::rows(&text, self, stage), stage);
        let style = self.style(fitted.tracking, stage);
        let wide = |(row, words): &(usize, String)| {
            set_line(words, &style, fitted.size * self.rows[*row].scale, stage.fonts).ink.w * fitted.condense
        };
        let new: f32 = fitted.rows.iter().map(wide).sum();
        let old: f32 = self.rows.iter().map(|row| row.right - row.left).sum();
        Fits { share: fitted.size / self.size * fitted.condense / self.condense, fill: new / old.max(1.0) }
    }

    /// Sets `text` in this place and manner: baseline, height of capitals, angle or arc, face, spacing, ink, outline
    /// and shadow, letter case and alignment are those of the old lines. A longer text is fitted by tracking, then by
    /// width, then by size, and breaks where the block has lines. Erasing the old letters is not done here.
    ///
    /// # Errors
    /// When the text cannot be set in that place at half of the old size.
    pub fn set(&self, text: &str, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let text = self.case.apply(text, stage.lang);
        let fitted = self.fitted(wording::rows(&text, self, stage), stage);
        if fitted.size < SMALLEST * self.size {
            return Err(LayerError(format!("“{text}” is too long for its place")));
        }
        if fitted.size < SMALL * self.size {
            let share = (100.0 * fitted.size / self.size) as u32;
            stage.notes.push(format!("“{text}” is set at {share} % of the size of what it replaces"));
        }
        let marks = self.marks(&fitted, stage);
        stage.said.push(text);
        Ok(marks)
    }

    /// What must be changed for lines to fit, each in the place of an old one.
    fn fitted(&self, rows: Vec<(usize, String)>, stage: &Stage<'_>) -> Fitted {
        let widest = |tracking: f32, condense: f32| -> f32 {
            let style = self.style(tracking, stage);
            let share = |(row, words): &(usize, String)| {
                set_line(words, &style, self.size * self.rows[*row].scale, stage.fonts).ink.w * condense
                    / self.room(*row)
            };
            rows.iter().map(share).fold(0.0, f32::max)
        };
        let (mut tracking, mut condense, mut size) = (self.tracking, self.condense, self.size);
        let mut over = widest(tracking, condense);
        if over > 1.0 {
            // How much an em of tracking takes away is the same for any tracking.
            let tight = widest(tracking - TIGHTER, condense);
            tracking -= TIGHTER * ((over - 1.0) / (over - tight).max(1e-6)).min(1.0);
            over = widest(tracking, condense);
        }
        if over > 1.002 {
            let share = (1.0 / over).max(NARROWEST);
            (condense, over) = (condense * share, over * share);
        }
        if over > 1.002 {
            size /= over;
        }
        Fitted { rows, tracking, condense, size }
    }

    fn style(&self, tracking: f32, stage: &Stage<'_>) -> Style {
        // Tracking is not condensed.
        Style { faces: vec![self.face], tracking: tracking / self.condense, lang: stage.lang, ..Style::default() }
    }

    fn marks(&self, fitted: &Fitted, stage: &mut Stage<'_>) -> Vec<Mark> {
        let style = self.style(fitted.tracking, stage);
        let mut marks = Vec::new();
        for (index, words) in &fitted.rows {
            let setting = set_line(words, &style, fitted.size * self.rows[*index].scale, stage.fonts);
            if !setting.missing.is_empty() {
                let missing: String = setting.missing.iter().collect();
                stage.notes.push(format!("no face has the characters “{missing}” of “{words}”"));
            }
            marks.extend(row(self, &self.rows[*index], &setting, fitted.condense, stage));
        }
        marks
    }
}

/// The marks of one line: shadow, outline, letters.
fn row(model: &Model, row: &Row, setting: &Setting, condense: f32, stage: &mut Stage<'_>) -> Vec<Mark> {
    let placed = stage.placed();
    let course = Course { path: &row.path, baseline: &row.baseline, placed, condense };
    let scale = course.scale();
    // The pen is aligned, not the ink: a round letter begins a little before a straight one.
    let [before, behind] = bearings(setting, stage.fonts).map(|bearing| bearing * setting.size * condense);
    let wide = setting.ink.w * condense;
    let start = match model.align {
        Align::Left => row.left - row.bearings[0] + before,
        Align::Center => (row.left + row.right - wide) / 2.0,
        Align::Right => row.right + row.bearings[1] - behind - wide,
    };
    let lay = |ink: Color, stroke: Option<Stroke>, blur: f32, off: [f32; 2], stage: &mut Stage<'_>| -> Vec<Mark> {
        let mark = |(run, transform, glyphs): (usize, _, _)| {
            Mark::Glyphs(GlyphsMark {
                font: stage.font(setting.runs[run].face),
                size: setting.size,
                ink,
                stroke,
                blur: hundredth(blur),
                transform,
                glyphs,
            })
        };
        course.lay(setting, start, off).into_iter().map(mark).collect()
    };
    let mut marks = Vec::new();
    let line =
        |ink: Color| Stroke { ink, width: hundredth(2.0 * model.outline.map_or(0.0, |(_, width)| width) * scale) };
    if let Some(cast) = model.cast {
        let stroke = model.outline.map(|_| line(cast.ink));
        let shadow = lay(cast.ink, stroke, cast.blur * scale, [cast.x, cast.y], stage);
        let reach = cast.x.abs().max(cast.y.abs()) + 3.0 * cast.blur;
        let others = others(model, row, reach, stage);
        if others.is_empty() {
            marks.extend(shadow);
        } else {
            let clip = Some(Mask { exclude: others, ..Mask::default() });
            marks.push(Mark::Group(GroupMark { opacity: 1.0, blend: Blend::Normal, clip, marks: shadow }));
        }
    }
    let stroke = model.outline.map(|(ink, _)| line(ink));
    // What comes later may lie across these letters.
    let around = stage.on_canvas(&crate::polygon::bounds(&row.path.outline()).unwrap_or_default());
    let inks = [Some(row.ink), model.outline.map(|(ink, _)| ink), model.cast.map(|cast| cast.ink)];
    inks.into_iter().flatten().for_each(|ink| stage.backdrop.spots(around.grown(2.0), ink));
    marks.extend(lay(row.ink, stroke, 0.0, [0.0, 0.0], stage));
    marks
}

/// Other lines of the picture near a row, on the canvas: its shadow lies below them already.
fn others(model: &Model, row: &Row, reach: f32, stage: &Stage<'_>) -> Vec<Vec<[f32; 2]>> {
    let bounds = crate::polygon::bounds(&row.path.outline()).unwrap_or_default().grown(reach);
    let own = |line: &&Line| {
        let centre = line.quad.centre();
        model.rows.iter().any(|row| crate::polygon::holds(&row.path.outline(), centre))
    };
    let near = stage.scene.text.iter().flatten().filter(|line| line.quad.bounds().meet(&bounds).area() > 0.0);
    let outline = |line: &Line| line.outline.clone().unwrap_or_else(|| line.quad.0.to_vec());
    let on_canvas = |line: &Line| outline(line).into_iter().map(|p| stage.point(p).map(f32::round)).collect();
    near.filter(|line| !own(line)).map(on_canvas).collect()
}

/// From the pen to the ink of the first letter, and from that of the last to the pen, in ems.
fn bearings(setting: &Setting, fonts: &Fonts) -> [f32; 2] {
    let glyph = |cluster: Option<&Cluster>| {
        let run = &setting.runs[cluster?.run];
        let glyph = run.glyphs.get(cluster?.glyphs.start)?;
        let face = fonts.get(run.face);
        let ink = face.ink(glyph.id)?;
        Some([ink.x, face.advance(glyph.id) - ink.right()])
    };
    let [first, last] = [setting.clusters.first(), setting.clusters.last()].map(|c| glyph(c).unwrap_or_default());
    [first[0], last[1]]
}

/// A glyph without the place that the setting gave it.
fn moved(glyph: &Glyph, x: f32, y: f32) -> Glyph {
    Glyph { x: hundredth(glyph.x + x), y: hundredth(glyph.y + y), ..glyph.clone() }
}
