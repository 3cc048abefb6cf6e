//! Lettering: set text becomes marks: box, shadow, outline, letters.

use crate::{
    color::{Color, Ink},
    layer::{
        backdrop::{self, Bounds},
        contrast::{self, LEGIBLE, Means, partner},
        outline::{self, hundredth},
        stage::Stage,
        text::{Back, Text},
    },
    measure::Rect,
    plan::{Blend, Glyph, GlyphsMark, GroupMark, Mark, ShapeMark, Stroke},
    typeset::Setting,
};

/// How far an outline reaches out of the letters at the least, in pixels: what the eye takes for their edge.
pub(super) const LEAST_OUTLINE: f32 = 2.5;

/// The marks of a setting whose origin lies at `origin` on the canvas.
pub fn lower(text: &Text, setting: &Setting, origin: [f32; 2], stage: &mut Stage<'_>) -> Vec<Mark> {
    let shift = |r: &Rect| Rect::new(r.x + origin[0], r.y + origin[1], r.w, r.h);
    let ink_box = shift(&setting.ink);
    let turn = outline::tilt(&ink_box, text.tilt);
    let lines: Vec<Rect> = setting.lines.iter().map(shift).collect();
    let reach = (0.12 * setting.size).max(LEAST_OUTLINE);
    let grounds: Vec<Bounds> = lines
        .iter()
        .flat_map(|line| outline::slices(line, text.tilt))
        .map(|slice| stage.backdrop.bounds(&outline::bounds(&slice.grown(reach), &turn)))
        .collect();
    let look = Look::of(text, &grounds, stage);
    look.tell(stage);

    let mut marks = Vec::new();
    let mut behind = Vec::new();
    if let Some(back) = look.back {
        behind = boxes(text, back, &ink_box, &lines, setting.size, &turn, stage);
    }
    let glyphs =
        |ink: Color, stroke: Option<Stroke>, blur: f32, dx: f32, dy: f32, stage: &mut Stage<'_>| -> Vec<Mark> {
            let at = |glyph: &Glyph| Glyph {
                x: hundredth(glyph.x + origin[0] + dx),
                y: hundredth(glyph.y + origin[1] + dy),
                ..glyph.clone()
            };
            let mark = |font: usize, glyphs: &[Glyph]| {
                Mark::Glyphs(GlyphsMark {
                    font,
                    size: setting.size,
                    ink,
                    stroke,
                    blur: hundredth(blur),
                    transform: turn,
                    glyphs: glyphs.iter().map(at).collect(),
                })
            };
            setting.runs.iter().map(|run| mark(stage.font(run.face), &run.glyphs)).collect()
        };
    if text.knockout && !behind.is_empty() {
        let letters = glyphs(Color::BLACK, None, 0.0, 0.0, 0.0, stage);
        behind.push(Mark::Group(GroupMark { opacity: 1.0, blend: Blend::Erase, clip: None, marks: letters }));
        return vec![Mark::Group(GroupMark { opacity: 1.0, blend: Blend::Normal, clip: None, marks: behind })];
    }
    marks.extend(behind);
    if let Some(shadow) = text.shadow {
        let ink = stage.inks.color(shadow.ink);
        let em = setting.size;
        let stroke = look.stroke.map(|stroke| Stroke { ink, ..stroke });
        marks.extend(glyphs(ink, stroke, shadow.blur * em, shadow.x * em, shadow.y * em, stage));
    }
    let stroke = look
        .stroke
        .map(|stroke| Stroke { width: hundredth((stroke.width * setting.size).max(2.0 * LEAST_OUTLINE)), ..stroke });
    let letters = glyphs(look.ink, stroke, 0.0, 0.0, 0.0, stage);
    marks.extend(letters);
    // What comes later may lie across these letters.
    let shadow =
        text.shadow.map_or(0.0, |shadow| (shadow.x.abs().max(shadow.y.abs()) + 3.0 * shadow.blur) * setting.size);
    let reach = 1.0 + shadow + stroke.map_or(0.0, |stroke| stroke.width / 2.0);
    let inks =
        [Some(look.ink), stroke.map(|stroke| stroke.ink), text.shadow.map(|shadow| stage.inks.color(shadow.ink))];
    for line in &lines {
        let rect = outline::bounds(&line.grown(reach), &turn);
        inks.into_iter().flatten().for_each(|ink| stage.backdrop.spots(rect, ink));
    }
    marks
}

/// The colours that a text ends up with.
pub(super) struct Look {
    pub ink: Color,
    /// Width in ems, both sides together.
    pub stroke: Option<Stroke>,
    back: Option<(Back, Color)>,
    reached: f32,
}

impl Look {
    /// A note where the text that was said last may be hard to read.
    pub fn tell(&self, stage: &mut Stage<'_>) {
        if self.reached < LEGIBLE {
            let said = stage.said.last().map_or("", String::as_str);
            // Rounded down, so that what is below 4.5 never reads as 4.5.
            let reached = (self.reached * 100.0).floor() / 100.0;
            stage
                .notes
                .push(format!("contrast of “{said}” may be as low as {reached:.2}:1 ({LEGIBLE:.1}:1 is legible)"));
        }
    }

    /// What a text on these grounds comes to.
    pub fn of(text: &Text, grounds: &[Bounds], stage: &Stage<'_>) -> Look {
        let color = |ink: Ink| stage.inks.color(ink);
        let width = |outer: f32| 2.0 * outer;
        // A shadow lies next to the letters as much as what it falls on.
        let shaded = |bounds: Bounds| match text.shadow {
            Some(shadow) => backdrop::join(backdrop::over(color(shadow.ink), bounds), bounds),
            None => bounds,
        };
        // A box or an outline of its own decides alone; an ink that was not said follows from it.
        if let Some(back) = text.back {
            let ink = text.ink.map(color);
            let fill = back.ink.map(color).unwrap_or_else(|| partner(ink.unwrap_or(stage.inks.dark)));
            let ink = ink.unwrap_or_else(|| partner(fill));
            let reached = if text.knockout {
                grounds.iter().map(|bounds| contrast::worst(fill, *bounds)).fold(21.0, f32::min)
            } else {
                let veiled = grounds.iter().map(|bounds| shaded(backdrop::over(fill, *bounds)));
                veiled.map(|bounds| contrast::worst(ink, bounds)).fold(21.0, f32::min)
            };
            let stroke =
                text.stroke.map(|s| Stroke { ink: s.ink.map_or_else(|| partner(ink), color), width: width(s.width) });
            let reached = stroke
                .map_or(reached, |line| reached.max(crate::color::contrast(ink.luminance(), line.ink.luminance())));
            return Look { ink, stroke, back: Some((back, fill)), reached };
        }
        if let Some(stroke) = text.stroke {
            let ink = text.ink.map_or(Color::WHITE, color);
            let line = stroke.ink.map_or_else(|| partner(ink), color);
            let reached = crate::color::contrast(ink.luminance(), line.luminance());
            return Look { ink, stroke: Some(Stroke { ink: line, width: width(stroke.width) }), back: None, reached };
        }
        let means = text.contrast.as_deref().unwrap_or(if text.ink.is_none() {
            &[Means::Ink, Means::Stroke, Means::Box]
        } else {
            &[Means::Stroke, Means::Box]
        });
        let grounds: Vec<Bounds> = grounds.iter().copied().map(shaded).collect();
        let verdict = contrast::choose(text.ink, &stage.inks, &grounds, means);
        Look {
            ink: verdict.ink,
            stroke: verdict.stroke.map(|ink| Stroke { ink, width: width(0.05) }),
            back: verdict.back.map(|color| (Back::default(), color)),
            reached: verdict.reached,
        }
    }
}

fn boxes(
    text: &Text,
    (back, fill): (Back, Color),
    ink_box: &Rect,
    lines: &[Rect],
    em: f32,
    turn: &[f32; 6],
    stage: &mut Stage<'_>,
) -> Vec<Mark> {
    let pad = back.pad * em;
    let rects: Vec<Rect> = if back.strips { lines.to_vec() } else { vec![*ink_box] };
    let mut marks = Vec::new();
    for rect in rects {
        let rect = rect.grown(pad);
        let path = outline::mapped(&outline::rect(&rect, back.round * em), turn);
        let border = back.border.map(|ink| Stroke { ink: stage.inks.color(ink), width: hundredth(0.05 * em) });
        if !text.knockout {
            // Rounded corners are not covered for sure, nor is the inner half of the border of one colour.
            let edge = border.map_or(0.0, |border| border.width / 2.0);
            let sure = rect.grown(-(0.3 * back.round * em).max(edge));
            let around = outline::bounds(&rect.grown(edge), turn);
            stage.backdrop.spots(around, fill);
            border.iter().for_each(|border| stage.backdrop.spots(around, border.ink));
            stage.backdrop.fill(outline::corners(&sure).map(|corner| outline::map(turn, corner)).to_vec(), fill);
        } else {
            stage.backdrop.spots(outline::bounds(&rect, turn), fill);
        }
        marks.push(Mark::Shape(ShapeMark { outline: path, fill: Some(fill), stroke: border }));
    }
    marks
}
