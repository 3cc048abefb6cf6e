//! Drawing: laid letters become marks, in colours that can be read where they lie.

use crate::{
    color::Color,
    layer::{
        backdrop::Bounds,
        lettering::{LEAST_OUTLINE, Look},
        outline::{self, hundredth},
        stage::Stage,
        text::Text,
    },
    plan::{Glyph, GlyphsMark, Mark, ShapeMark, Stroke},
    quad::Quad,
};

use super::letters::{Laid, Letters, Piece};

/// The marks of a text: shadow, outline, letters.
pub fn lower(manner: &Text, laid: &Laid, stage: &mut Stage<'_>) -> Vec<Mark> {
    let em = laid.size;
    let reach = (0.12 * em).max(LEAST_OUTLINE);
    let grounds: Vec<Bounds> =
        laid.spots.iter().map(|spot| stage.backdrop.bounds(&spot.bounds().grown(reach))).collect();
    let look = Look::of(manner, &grounds, stage);
    look.tell(stage);
    let stroke =
        look.stroke.map(|stroke| Stroke { width: hundredth((stroke.width * em).max(2.0 * LEAST_OUTLINE)), ..stroke });
    let shadow = manner.shadow.map(|shadow| (shadow, stage.inks.color(shadow.ink)));

    let mut marks = Vec::new();
    match &laid.letters {
        Letters::Glyphs(pieces) => {
            if let Some((shadow, ink)) = shadow {
                let line = stroke.map(|stroke| Stroke { ink, ..stroke });
                marks.extend(glyphs(
                    pieces,
                    laid,
                    (ink, line, shadow.blur * em),
                    [shadow.x * em, shadow.y * em],
                    stage,
                ));
            }
            if let Some(line) = stroke {
                // All outlines first, lest the next letter's lie over this one's ink.
                marks.extend(glyphs(pieces, laid, (line.ink, stroke, 0.0), [0.0; 2], stage));
            }
            let letters = glyphs(pieces, laid, (look.ink, None, 0.0), [0.0; 2], stage);
            // What lies below says nothing that the letters do not say.
            marks.iter_mut().for_each(silence);
            marks.extend(letters);
        }
        Letters::Outlines(flat, warp) => {
            let seen = |off: [f32; 2]| outline::placed(flat, |x, y| warp.at([x + off[0], y + off[1]]).map(hundredth));
            let shape = |outline, fill, stroke| Mark::Shape(ShapeMark { outline, fill, stroke });
            if let Some((shadow, ink)) = shadow {
                let line = stroke.map(|stroke| Stroke { ink, ..stroke });
                marks.push(shape(seen([shadow.x * em, shadow.y * em]), Some(ink), line));
            }
            if let Some(line) = stroke {
                marks.push(shape(seen([0.0; 2]), None, Some(line)));
            }
            marks.push(shape(seen([0.0; 2]), Some(look.ink), None));
        }
    }
    // What comes later may lie across these letters.
    let cast = shadow.map_or(0.0, |(shadow, _)| (shadow.x.abs().max(shadow.y.abs()) + 3.0 * shadow.blur) * em);
    let reach = 1.0 + cast + stroke.map_or(0.0, |stroke| stroke.width / 2.0);
    let inks = [Some(look.ink), stroke.map(|stroke| stroke.ink), shadow.map(|(_, ink)| ink)];
    for rect in laid.spots.iter().map(Quad::bounds) {
        inks.into_iter().flatten().for_each(|ink| stage.backdrop.spots(rect.grown(reach), ink));
    }
    marks
}

fn glyphs(
    pieces: &[Piece],
    laid: &Laid,
    (ink, stroke, blur): (Color, Option<Stroke>, f32),
    [x, y]: [f32; 2],
    stage: &mut Stage<'_>,
) -> Vec<Mark> {
    let mark = |piece: &Piece| {
        let [a, b, c, d, e, f] = piece.transform;
        Mark::Glyphs(GlyphsMark {
            font: stage.font(piece.face),
            size: laid.size,
            ink,
            stroke,
            blur: hundredth(blur),
            transform: [a, b, c, d, hundredth(e + x), hundredth(f + y)],
            glyphs: piece.glyphs.clone(),
        })
    };
    pieces.iter().filter(|piece| !piece.glyphs.is_empty()).map(mark).collect()
}

fn silence(mark: &mut Mark) {
    if let Mark::Glyphs(mark) = mark {
        mark.glyphs = mark.glyphs.iter().map(|glyph| Glyph { text: String::new(), ..glyph.clone() }).collect();
    }
}
