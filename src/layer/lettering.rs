//! Lettering: set text becomes marks: box, shadow, outline, letters.

use crate::{
    color::{Color, Ink},
    layer::{
        backdrop::Bounds,
        contrast::{self, Means, RATIO, partner},
        outline::{self, hundredth},
        stage::Stage,
        text::{Back, Text},
    },
    measure::Rect,
    plan::{Blend, Glyph, GlyphsMark, GroupMark, Mark, ShapeMark, Stroke},
    typeset::Setting,
};

/// The marks of a setting whose origin lies at `origin` on the canvas.
pub fn lower(text: &Text, setting: &Setting, origin: [f32; 2], stage: &mut Stage<'_>) -> Vec<Mark> {
    let shift = |r: &Rect| Rect::new(r.x + origin[0], r.y + origin[1], r.w, r.h);
    let ink_box = shift(&setting.ink);
    let turn = outline::tilt(&ink_box, text.tilt);
    let lines: Vec<Rect> = setting.lines.iter().map(shift).collect();
    let grounds: Vec<Bounds> = lines
        .iter()
        .map(|line| stage.backdrop.bounds(&outline::bounds(&line.grown(0.12 * setting.size), &turn)))
        .collect();
    let look = Look::of(text, &grounds, stage);
    if look.reached < RATIO - 0.1 {
        let said = stage.said.last().map_or("", String::as_str);
        stage.notes.push(format!("contrast of “{said}” may be as low as {:.1}:1 (4.5:1 is legible)", look.reached));
    }

    let mut marks = Vec::new();
    let mut behind = Vec::new();
    if let Some(back) = look.back {
        behind = boxes(text, back, &ink_box, &lines, setting.size, &turn, stage);
    }
    let glyphs = |ink: Color, stroke: Option<Stroke>, blur: f32, dx: f32, dy: f32, stage: &mut Stage<'_>| -> Vec<Mark> {
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
    let stroke = look.stroke.map(|stroke| Stroke { width: hundredth((stroke.width * setting.size).max(3.0)), ..stroke });
    marks.extend(glyphs(look.ink, stroke, 0.0, 0.0, 0.0, stage));
    marks
}

/// The colours that a text ends up with.
struct Look {
    ink: Color,
    /// Width in ems, both sides together.
    stroke: Option<Stroke>,
    back: Option<(Back, Color)>,
    reached: f32,
}

impl Look {
    fn of(text: &Text, grounds: &[Bounds], stage: &Stage<'_>) -> Look {
        let color = |ink: Ink| stage.inks.color(ink);
        let width = |outer: f32| 2.0 * outer;
        // A box or an outline of its own decides alone; an ink that was not said follows from it.
        if let Some(back) = text.back {
            let ink = text.ink.map(color);
            let fill = back.ink.map(color).unwrap_or_else(|| partner(ink.unwrap_or(stage.inks.dark)));
            let ink = ink.unwrap_or_else(|| partner(fill));
            let reached = if text.knockout {
                grounds.iter().map(|bounds| contrast::worst(fill, *bounds)).fold(21.0, f32::min)
            } else if fill.a == 255 {
                crate::color::contrast(ink.luminance(), fill.luminance())
            } else {
                let veiled = grounds.iter().map(|bounds| crate::layer::backdrop::over(fill, *bounds));
                veiled.map(|bounds| contrast::worst(ink, bounds)).fold(21.0, f32::min)
            };
            let stroke = text.stroke.map(|s| Stroke { ink: s.ink.map_or_else(|| partner(ink), color), width: width(s.width) });
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
        let verdict = contrast::choose(text.ink, &stage.inks, grounds, means);
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
            stage.backdrop.fill(outline::corners(&rect).map(|corner| outline::map(turn, corner)).to_vec(), fill);
        }
        marks.push(Mark::Shape(ShapeMark { outline: path, fill: Some(fill), stroke: border }));
    }
    marks
}
