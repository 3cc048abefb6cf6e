//! Pasting: scraps and the sheet below them become marks.

use crate::{
    color::{Color, Ink, contrast},
    layer::{
        outline,
        scraps::{
            Scraps,
            cut::EM,
            rows::{Piece, Scrap},
            stock::Lifted,
        },
        stage::Stage,
        torn::{self, Torn},
    },
    measure::Rect,
    plan::{Blend, Glyph, GlyphsMark, GroupMark, Mark, PictureMark, ShapeMark, Stroke},
    region::Mask,
    seed::Dice,
    typeset::Setting,
};

/// How deep a sheet is torn, in ems.
const TORN: f32 = 0.07;
/// The white of paper that a cut shows, and how wide, in ems.
const RIM: Color = Color::rgb(0xf4, 0xf1, 0xea);
const RIM_WIDTH: f32 = 0.022;

/// The torn sheet below all scraps, and its shadow.
pub fn sheet(note: &Rect, em: f32, sheet: Ink, scraps: &Scraps, stage: &mut Stage<'_>, marks: &mut Vec<Mark>) {
    let mut dice = stage.seed.at("sheet").dice();
    let turn = outline::tilt(note, dice.between(-0.25, 0.25) * scraps.tilt);
    let edge = Torn::new(note, TORN * em, &mut dice);
    if scraps.shadow > 0.0 {
        let coarse = outline::mapped(&edge.coarse(), &turn);
        marks.extend(torn::thrown(&coarse, [0.07 * em, 0.13 * em], scraps.shadow));
    }
    let ink = stage.inks.color(sheet);
    let fill = |torn: &Torn, color: Color| {
        Mark::Shape(ShapeMark { outline: outline::mapped(&torn.outline(), &turn), fill: Some(color), stroke: None })
    };
    // Dyed paper is a little lighter where it is torn.
    let core = Color { r: ink.r / 2 + 120, g: ink.g / 2 + 118, b: ink.b / 2 + 114, ..ink };
    marks.push(fill(&edge, core));
    marks.push(fill(&edge.within(0.02 * em, &mut dice), ink));
}

/// One scrap and its shadow.
pub fn paste(
    scrap: &Scrap,
    rect: &Rect,
    em: f32,
    shadow: f32,
    dice: &mut Dice,
    stage: &mut Stage<'_>,
    marks: &mut Vec<Mark>,
) {
    let turn = outline::tilt(rect, scrap.tilt);
    let corners = match &scrap.piece {
        Piece::Set { .. } => scissors(rect, 0.05 * em, dice).to_vec(),
        Piece::Lifted(lifted) => snipped(rect, lifted, em, dice),
    };
    if shadow > 0.0 {
        let below = [turn[0], turn[1], turn[2], turn[3], turn[4] + 0.04 * em, turn[5] + 0.06 * em];
        let ink = Color { a: (shadow * 255.0) as u8, ..Color::BLACK };
        let outline = outline::mapped(&outline::polygon(&corners), &below);
        marks.push(Mark::Shape(ShapeMark { outline, fill: Some(ink), stroke: None }));
    }
    let outline = outline::mapped(&outline::polygon(&corners), &turn);
    let reach = outline::bounds(&rect.grown(0.12 * em), &turn);
    match &scrap.piece {
        Piece::Set { setting, paper } => {
            marks.push(Mark::Shape(ShapeMark { outline, fill: Some(*paper), stroke: None }));
            for ink in [Color::BLACK, Color::WHITE] {
                stage.backdrop.spots(reach, ink);
            }
            marks.extend(letters(setting, *paper, rect, em, &turn, stage));
        }
        Piece::Lifted(lifted) => {
            let stroke = Some(Stroke { ink: RIM, width: outline::hundredth((RIM_WIDTH * em).max(1.0)) });
            // Where the piece reaches out of the picture its paper shows.
            marks.push(Mark::Shape(ShapeMark { outline, fill: Some(lifted.paper), stroke }));
            let clip: Vec<_> = corners.iter().map(|p| outline::map(&turn, *p).map(outline::hundredth)).collect();
            stage.backdrop.unknown(&Mask { include: vec![outline::corners(&reach).to_vec()], ..Mask::default() });
            marks.push(Mark::Group(GroupMark {
                opacity: 1.0,
                blend: Blend::Normal,
                clip: Some(Mask { include: vec![clip], ..Mask::default() }),
                marks: vec![Mark::Picture(PictureMark {
                    index: lifted.lender.map_or(0, |lender| stage.picture(lender)),
                    ..laid(lifted, rect, scrap.tilt, em)
                })],
            }));
        }
    }
}

/// The part of the picture that shows on a scrap, turned so that its letters stand upright but for the scrap's tilt.
fn laid(lifted: &Lifted, rect: &Rect, tilt: f32, em: f32) -> PictureMark {
    let (from, scale) = (lifted.from, lifted.share * em);
    let turn = outline::hundredth(tilt - lifted.angle);
    let (sin, cos) = (libm::sinf(turn.to_radians()), libm::cosf(turn.to_radians()));
    // At the picture's edge the part is not centred on the letter.
    let off = [from.x + from.w / 2.0 - lifted.centre[0], from.y + from.h / 2.0 - lifted.centre[1]];
    let centre = [
        rect.x + rect.w / 2.0 + scale * (cos * off[0] - sin * off[1]),
        rect.y + rect.h / 2.0 + scale * (sin * off[0] + cos * off[1]),
    ];
    let (w, h) = (from.w * scale, from.h * scale);
    let to = [centre[0] - w / 2.0, centre[1] - h / 2.0, w, h].map(outline::hundredth);
    PictureMark { index: 0, from, to: Rect::from(to), turn }
}

fn letters(setting: &Setting, paper: Color, rect: &Rect, em: f32, turn: &[f32; 6], stage: &mut Stage<'_>) -> Vec<Mark> {
    let grey = |ink: Color| contrast(ink.luminance(), paper.luminance());
    let ink = if grey(Color::BLACK) >= grey(Color::WHITE) { Color::BLACK } else { Color::WHITE };
    let scale = em / EM;
    let (cx, cy) = (rect.x + rect.w / 2.0, rect.y + rect.h / 2.0);
    let (ix, iy) = (setting.ink.x + setting.ink.w / 2.0, setting.ink.y + setting.ink.h / 2.0);
    let at = |glyph: &Glyph| Glyph {
        x: outline::hundredth(cx + (glyph.x - ix) * scale),
        y: outline::hundredth(cy + (glyph.y - iy) * scale),
        ..glyph.clone()
    };
    let mut marks = Vec::new();
    for run in &setting.runs {
        marks.push(Mark::Glyphs(GlyphsMark {
            font: stage.font(run.face),
            size: outline::hundredth(setting.size * scale),
            ink,
            stroke: None,
            blur: 0.0,
            transform: *turn,
            glyphs: run.glyphs.iter().map(at).collect(),
        }));
    }
    marks
}

/// A rectangle cut out by hand: straight edges, corners a little off.
fn scissors(rect: &Rect, slip: f32, dice: &mut Dice) -> [[f32; 2]; 4] {
    outline::corners(rect).map(|[x, y]| [x + dice.between(-slip, slip), y + dice.between(-slip, slip)])
}

/// A piece of the picture cut out by hand: each side in two snips, none of which reaches the letter.
fn snipped(rect: &Rect, lifted: &Lifted, em: f32, dice: &mut Dice) -> Vec<[f32; 2]> {
    // Sides run clockwise from the top; what lies inward of each.
    let inward = [[0.0, 1.0], [-1.0, 0.0], [0.0, -1.0], [1.0, 0.0]];
    let slip = lifted.margins.map(|margin| (0.7 * margin * lifted.share).min(0.09) * em);
    let corners = outline::corners(rect);
    let mut points = Vec::new();
    for side in 0..4 {
        let (a, b, before) = (corners[side], corners[(side + 1) % 4], (side + 3) % 4);
        let (own, other) = (dice.unit() * slip[side], dice.unit() * slip[before]);
        points.push([0, 1].map(|i| a[i] + own * inward[side][i] + other * inward[before][i]));
        let (along, deep) = (dice.between(0.25, 0.75), dice.unit() * slip[side]);
        points.push([0, 1].map(|i| a[i] + (b[i] - a[i]) * along + deep * inward[side][i]));
    }
    points
}
