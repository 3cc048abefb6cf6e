//! Bodies: what lettering that is a thing is made of: sheets and their shadows, letters one by one.

use crate::{
    color::{Color, Ink, contrast},
    layer::{
        contrast::{LEGIBLE, RATIO, partner},
        outline::{self, hundredth},
        stage::Stage,
        worded::Worded,
    },
    measure::Rect,
    plan::{Glyph, GlyphsMark, Mark, Segment, ShapeMark, Stroke},
    seed::Dice,
    typeset::fonts::FaceId,
};

/// One letter of a setting, with its marks.
#[derive(Clone, Debug)]
pub struct Letter {
    pub face: FaceId,
    /// The index that the plan knows its face by.
    pub font: usize,
    pub line: usize,
    /// Where it begins on the baseline.
    pub at: [f32; 2],
    pub advance: f32,
    pub glyphs: Vec<Glyph>,
}

impl Letter {
    /// Its text.
    pub fn text(&self) -> String {
        self.glyphs.iter().map(|glyph| glyph.text.as_str()).collect()
    }

    /// The same letter, moved.
    pub fn moved(&self, dx: f32, dy: f32) -> Letter {
        let glyph = |g: &Glyph| Glyph { x: g.x + dx, y: g.y + dy, ..g.clone() };
        let glyphs = self.glyphs.iter().map(glyph).collect();
        Letter { at: [self.at[0] + dx, self.at[1] + dy], glyphs, ..self.clone() }
    }
}

/// The letters of a wording on the canvas, line by line from left to right.
pub fn letters(worded: &Worded, stage: &mut Stage<'_>) -> Vec<Letter> {
    let [dx, dy] = worded.origin;
    let setting = &worded.setting;
    let letter = |cluster: &crate::typeset::Cluster| {
        let run = &setting.runs[cluster.run];
        let glyphs = run.glyphs[cluster.glyphs.clone()].to_vec();
        let (face, font) = (run.face, stage.font(run.face));
        Letter { face, font, line: cluster.line, at: [cluster.x, cluster.y], advance: cluster.advance, glyphs }
            .moved(dx, dy)
    };
    setting.clusters.iter().map(letter).collect()
}

/// The ink bounds of the lines that have any, on the canvas, each with its index and baseline.
pub fn lines(worded: &Worded) -> Vec<(usize, Rect, f32)> {
    let [dx, dy] = worded.origin;
    let baseline = |line: usize| worded.setting.clusters.iter().find(|c| c.line == line).map(|c| c.y + dy);
    let rects = worded.setting.lines.iter().enumerate().filter(|(_, rect)| rect.area() > 0.0);
    rects.filter_map(|(i, r)| Some((i, Rect::new(r.x + dx, r.y + dy, r.w, r.h), baseline(i)?))).collect()
}

/// The ink bounds of all lines on the canvas.
pub fn whole(worded: &Worded) -> Rect {
    let ink = &worded.setting.ink;
    Rect::new(ink.x + worded.origin[0], ink.y + worded.origin[1], ink.w, ink.h)
}

/// How letters are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Pen {
    /// Pixels an em.
    pub size: f32,
    pub ink: Color,
    pub stroke: Option<Stroke>,
    pub blur: f32,
    pub turn: [f32; 6],
}

impl Pen {
    /// Letters of one ink, sharp.
    pub fn new(size: f32, ink: Color, turn: [f32; 6]) -> Self {
        Pen { size, ink, stroke: None, blur: 0.0, turn }
    }

    /// The marks of letters: one for each face.
    pub fn write<'l>(&self, letters: impl IntoIterator<Item = &'l Letter>, marks: &mut Vec<Mark>) {
        let mut runs: Vec<(usize, Vec<Glyph>)> = Vec::new();
        for letter in letters {
            let glyphs = letter.glyphs.iter().map(|g| Glyph { x: hundredth(g.x), y: hundredth(g.y), ..g.clone() });
            match runs.iter_mut().find(|(font, _)| *font == letter.font) {
                Some((_, run)) => run.extend(glyphs),
                None => runs.push((letter.font, glyphs.collect())),
            }
        }
        for (font, glyphs) in runs {
            let stroke = self.stroke.map(|stroke| Stroke { width: hundredth(stroke.width), ..stroke });
            marks.push(Mark::Glyphs(GlyphsMark {
                font,
                size: hundredth(self.size),
                ink: self.ink,
                stroke,
                blur: hundredth(self.blur),
                transform: self.turn,
                glyphs,
            }));
        }
    }
}

/// A filled outline under a transform.
pub fn fill(path: &[Segment], turn: &[f32; 6], ink: Color) -> Mark {
    Mark::Shape(ShapeMark { outline: outline::mapped(path, turn), fill: Some(ink), stroke: None })
}

/// A line along an outline under a transform.
pub fn stroke(path: &[Segment], turn: &[f32; 6], ink: Color, width: f32) -> Mark {
    let stroke = Some(Stroke { ink, width: hundredth(width) });
    Mark::Shape(ShapeMark { outline: outline::mapped(path, turn), fill: None, stroke })
}

/// A soft-edged shadow: veils from `blur` outside to `blur` inside of an outline, which `path` gives grown by so much.
pub fn soft(path: impl Fn(f32) -> Vec<Segment>, blur: f32, ink: Color, turn: &[f32; 6], marks: &mut Vec<Mark>) {
    // As many as the eye needs not to see them.
    let veils = (blur / 1.6).clamp(5.0, 24.0) as usize;
    // None so thin that it would not show.
    let veils = veils.min(usize::from(ink.a)).max(1);
    let whole = f32::from(ink.a) / 255.0;
    let each = 1.0 - libm::powf(1.0 - whole.min(0.99), 1.0 / veils as f32);
    for i in 0..veils {
        let by = blur * (1.0 - 2.0 * (i as f32 + 0.5) / veils as f32);
        marks.push(fill(&path(by), turn, ink.at_strength(each)));
    }
}

/// The shadow of a sheet that lies a little above the page.
pub fn shadow(rect: &Rect, em: f32, strength: f32, turn: &[f32; 6], marks: &mut Vec<Mark>) {
    if strength <= 0.0 {
        return;
    }
    let blur = 0.11 * em;
    let below = [turn[0], turn[1], turn[2], turn[3], turn[4] + 0.05 * em, turn[5] + 0.09 * em];
    let path = |by: f32| outline::rect(&rect.grown(by), by.max(0.0) + 0.4 * blur);
    soft(path, blur, Color::BLACK.at_strength(strength.min(1.0)), &below, marks);
}

/// A rectangle cut by hand: its corners are off by up to `slip`.
pub fn cut(rect: &Rect, slip: f32, dice: &mut Dice) -> [[f32; 2]; 4] {
    outline::corners(rect).map(|[x, y]| [x + dice.between(-slip, slip), y + dice.between(-slip, slip)])
}

/// Tells the backdrop of a sheet of one colour with letters of another.
pub fn laid(rect: &Rect, turn: &[f32; 6], paper: Color, ink: Color, stage: &mut Stage<'_>) {
    stage.backdrop.spots(outline::bounds(&rect.grown(1.0), turn), paper);
    let sure = outline::corners(&rect.grown(-1.0)).map(|corner| outline::map(turn, corner));
    stage.backdrop.fill(sure.to_vec(), paper);
    stage.backdrop.spots(outline::bounds(rect, turn), ink);
}

/// The ink of letters on a paper of one colour: what was said, with a note where it can hardly be read; else `usual`,
/// or black or white where `usual` would not do.
pub fn ink_on(paper: Color, said: Option<Ink>, usual: Color, text: &str, stage: &mut Stage<'_>) -> Color {
    let against = |ink: Color| contrast(ink.luminance(), paper.luminance());
    let ink = match said {
        Some(ink) => stage.inks.color(ink),
        None if against(usual) >= RATIO => usual,
        None => partner(paper),
    };
    let reached = if paper.a == 255 && ink.a == 255 { against(ink) } else { 1.0 };
    doubt(text, reached, stage);
    ink
}

/// A note where contrast may be too low.
pub fn doubt(text: &str, reached: f32, stage: &mut Stage<'_>) {
    if reached < LEGIBLE {
        let reached = (reached * 100.0).floor() / 100.0;
        stage.notes.push(format!("contrast of “{text}” may be as low as {reached:.2}:1 ({LEGIBLE:.1}:1 is legible)"));
    }
}

/// One transform after another: `first`, then `then`.
pub fn after(then: &[f32; 6], first: &[f32; 6]) -> [f32; 6] {
    let [a, b, c, d, e, f] = *first;
    let axis = |x: f32, y: f32| [then[0] * x + then[2] * y, then[1] * x + then[3] * y];
    let ([a, b], [c, d], [e, f]) = (axis(a, b), axis(c, d), outline::map(then, [e, f]));
    [a, b, c, d, e, f]
}

/// A round spot as a polygon of few corners.
pub fn spot([x, y]: [f32; 2], radius: f32, path: &mut Vec<Segment>) {
    path.extend(outline::ellipse(&Rect::new(x - radius, y - radius, 2.0 * radius, 2.0 * radius)));
}

/// A blot: a ragged round thing of so many corners.
pub fn blot([x, y]: [f32; 2], radius: f32, corners: usize, dice: &mut Dice, path: &mut Vec<Segment>) {
    let turn = dice.unit();
    let points: Vec<[f32; 2]> = (0..corners)
        .map(|i| {
            let angle = std::f32::consts::TAU * (turn + i as f32 / corners as f32);
            let reach = radius * dice.between(0.45, 1.2);
            [x + reach * libm::cosf(angle), y + reach * libm::sinf(angle)]
        })
        .collect();
    path.extend(outline::polygon(&points));
}
