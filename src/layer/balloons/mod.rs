//! Balloons: what faces say, think and shout, lettered beside them, with tails that reach for their mouths.

mod draw;
mod exchange;
mod field;
mod oval;
mod search;
mod tail;
mod turns;

#[cfg(test)]
mod geometry;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink, contrast},
    layer::{
        LayerError, Lower, Place,
        balloons::{
            exchange::{Settled, Spoken},
            field::{Field, Head, Kept},
            oval::Point,
            search::Spot,
            turns::Kind,
        },
        contrast::LEGIBLE,
        outline::hundredth,
        stage::Stage,
    },
    measure::{Length, Rect},
    plan::{Glyph, GlyphsMark, Mark, ShapeMark, Stroke},
    quad::Quad,
    scene::Needs,
    typeset::case::Case,
};

/// Balloons of speech, thought and shouting: one for each turn of an exchange, beside the faces of the picture. They
/// cover no face and no lettering, are read in order, and shrink where room is short; what finds no room is reported.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Balloons {
    /// What is said; `//` stands between turns, which faces take in the order in which they stand. `#symbol#` is written anew for
    /// each picture.
    pub say: String,
    pub kind: Kind,
    /// How many faces speak at the most, the largest first; the others listen.
    #[schemars(range(min = 1, max = 12))]
    pub speakers: u32,
    /// Height of the smallest face that speaks.
    #[schemars(extend("minimum" = 0.0))]
    pub least: Length,
    /// What a single face is answered comes from beyond the edge; else it says everything itself, in one balloon.
    pub beyond: bool,
    /// Where balloons may stand; wherever the picture shows when not said.
    pub place: Option<Place>,
    /// What is left free between balloons and the edge of that.
    #[schemars(extend("minimum" = 0.0))]
    pub margin: Length,
    /// What balloons may cover beside the picture's ground.
    pub over: Over,
    /// The face (`detourn list fonts`).
    pub font: String,
    /// The face of what is shouted; the same when not said.
    pub loud: Option<String>,
    /// The largest size, per em.
    #[schemars(extend("minimum" = 0.0))]
    pub size: Length,
    /// The smallest legible size, per em; what does not fit at it is left out.
    #[schemars(extend("minimum" = 0.0))]
    pub legible: Length,
    pub case: Case,
    /// The colour of the letters.
    pub ink: Ink,
    /// The colour of the balloons.
    pub paper: Ink,
    /// The colour of their outline; that of the letters when not said.
    pub outline: Option<Ink>,
    /// Thickness of the outline, in ems.
    #[schemars(range(min = 0.0, max = 0.5))]
    pub thickness: f32,
    /// How round balloons are: 1 an ellipse, 0 nearly a box.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub round: f32,
    /// Room between letters and outline, in ems.
    #[schemars(range(min = 0.0, max = 3.0))]
    pub pad: f32,
}

/// What balloons may cover.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    #[default]
    Nothing,
    /// Lettering that was read.
    Text,
}

impl Default for Balloons {
    fn default() -> Self {
        Balloons {
            say: "#fumetti_exchange#".into(),
            kind: Kind::Any,
            speakers: 3,
            least: Length::Side(0.05),
            beyond: true,
            place: None,
            margin: Length::Side(0.02),
            over: Over::Nothing,
            font: "Patrick Hand".into(),
            loud: None,
            size: Length::Side(0.05),
            legible: Length::Side(0.022),
            case: Case::Upper,
            ink: Color::BLACK.into(),
            paper: Color::WHITE.into(),
            outline: None,
            thickness: 0.075,
            round: 0.8,
            pad: 0.5,
        }
    }
}

/// Wordings that are tried, and the share of the largest size at which one is taken at once.
const TRIES: u32 = 6;
const GOOD: f32 = 0.8;
/// What lettering keeps round itself, in heights of its capitals.
const ROUND_TEXT: f32 = 0.25;

impl Lower for Balloons {
    const NAME: &'static str = "balloons";

    fn needs(&self) -> Needs {
        let inks = [Some(self.ink), Some(self.paper), self.outline];
        let place = self.place.map_or(Needs::NONE, Place::needs);
        Needs::FACES
            | Needs::DETAIL
            | place
            | if self.over == Over::Nothing { Needs::TEXT } else { Needs::NONE }
            | Needs::of(inks.iter().flatten())
    }

    fn says(&self) -> Option<&str> {
        Some(&self.say)
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let (font, loud) = (stage.face(&self.font)?, stage.face(self.loud.as_ref().unwrap_or(&self.font))?);
        let (room, edge) = self.room(stage);
        let heads: Vec<Head> =
            stage.scene.faces.iter().flatten().map(|face| Head::new(face, |point| stage.point(point))).collect();
        let cast = self.cast(&heads, &edge, stage);
        if cast.is_empty() {
            stage.notes.push("no face is large enough to speak, so nobody does".into());
            return Ok(Vec::new());
        }
        let mut best: Option<Settled> = None;
        let largest = stage.page.px(self.size);
        for attempt in 0..if self.say.contains('#') { TRIES } else { 1 } {
            let Some(text) = stage.say(&self.say, attempt)? else { break };
            let settled = {
                let detail = |rect: &Rect| stage.detail(rect);
                let kept = if self.over == Over::Nothing { kept(stage) } else { Vec::new() };
                let field = Field { room, edge, heads: heads.clone(), kept, detail: &detail };
                self.settle(self.spoken(&text, &cast, [font, loud], stage), &field, stage)
            };
            if best.as_ref().is_none_or(|best| settled.rank() > best.rank()) {
                best = Some(settled);
            }
            if best.as_ref().is_some_and(|best| best.lost() == 0 && best.em >= GOOD * largest) {
                break;
            }
        }
        let Some(best) = best else { return Ok(Vec::new()) };
        self.draw(&best, stage)
    }
}

impl Balloons {
    /// What balloons stay inside, and what tails do.
    fn room(&self, stage: &Stage<'_>) -> (Rect, Rect) {
        let shown = stage.placed().1.meet(&stage.page.trim());
        let edge = self.place.map_or(shown, |place| place.rect(stage).meet(&stage.page.trim()));
        let margin = stage.page.px(self.margin).min(0.4 * edge.w.min(edge.h));
        (edge.grown(-margin), edge)
    }

    /// Which faces speak, in the order in which their balloons are read: from left to right, and from above where they
    /// stand one over the other.
    fn cast(&self, heads: &[Head], edge: &Rect, stage: &Stage<'_>) -> Vec<usize> {
        let least = stage.page.px(self.least);
        let speaks = |head: &Head| 2.0 * head.face.half[1] >= least && field::inside(edge, head.mouth, 0.0);
        let mut cast: Vec<usize> = (0..heads.len()).filter(|i| speaks(&heads[*i])).collect();
        cast.truncate(self.speakers as usize);
        let key = |i: &usize| heads[*i].mouth[1] / edge.h.max(1.0) + 0.35 * heads[*i].mouth[0] / edge.w.max(1.0);
        cast.sort_by(|a, b| key(a).total_cmp(&key(b)));
        cast
    }

    fn draw(&self, settled: &Settled, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let [ink, paper, line] =
            [self.ink, self.paper, self.outline.unwrap_or(self.ink)].map(|ink| stage.inks.color(ink));
        let reached = contrast(ink.luminance(), paper.luminance());
        if reached < LEGIBLE || paper.a < 255 {
            stage.notes.push(format!("contrast in balloons may be below {LEGIBLE:.1}:1"));
        }
        let mut dice = stage.seed.at("pen").dice();
        let mut marks = Vec::new();
        for (turn, spot) in settled.turns.iter().zip(&settled.spots) {
            let Some(spot) = spot else {
                stage.notes.push(format!("“{}” is left out: no balloon finds room for it", turn.text));
                continue;
            };
            if !turn.set.missing().is_empty() {
                let missing: String = turn.set.missing().iter().collect();
                stage.notes.push(format!("no face has the characters “{missing}” of “{}”", turn.text));
            }
            let path = draw::outline(spot, turn.kind, settled.em, &mut dice);
            let width = hundredth(self.thickness * settled.em);
            let stroke = (width > 0.0).then_some(Stroke { ink: line, width });
            stage.backdrop.spots(spot.oval.bounds().grown(width), line);
            stage.backdrop.fill(spot.oval.grown(-draw::reach(turn.kind) * settled.em - width).corners(), paper);
            let solid = if turn.kind == Kind::Whisper { None } else { stroke };
            marks.push(Mark::Shape(ShapeMark { outline: path.clone(), fill: Some(paper), stroke: solid }));
            if solid.is_none() && stroke.is_some() {
                let outline = draw::dashed(&path, 0.42 * settled.em, 0.34 * settled.em);
                marks.push(Mark::Shape(ShapeMark { outline, fill: None, stroke }));
            }
            letters(turn, spot, settled.em, ink, stage, &mut marks);
            stage.said.push(turn.text.clone());
        }
        Ok(marks)
    }
}

/// The words of a balloon.
fn letters(turn: &Spoken, spot: &Spot, em: f32, ink: Color, stage: &mut Stage<'_>, marks: &mut Vec<Mark>) {
    let size = hundredth(em * turn.scale);
    let setting = turn.set.set(&turn.set.forms[spot.form], size);
    let [cx, cy] = spot.oval.centre;
    for run in &setting.runs {
        let at = |glyph: &Glyph| Glyph { x: hundredth(glyph.x + cx), y: hundredth(glyph.y + cy), ..glyph.clone() };
        marks.push(Mark::Glyphs(GlyphsMark {
            font: stage.font(run.face),
            size,
            ink,
            stroke: None,
            blur: 0.0,
            transform: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            glyphs: run.glyphs.iter().map(at).collect(),
        }));
    }
}

/// The lettering of the picture, on the canvas.
fn kept(stage: &Stage<'_>) -> Vec<Kept> {
    let lines = stage.scene.text.iter().flatten().filter_map(|line| {
        let room = ROUND_TEXT * line.lettering.cap_height;
        let corners: Vec<Point> = match &line.outline {
            Some(outline) => crate::polygon::grown(outline, room),
            None => Quad::grown(&line.quad, room, room).0.to_vec(),
        };
        Kept::new(corners.into_iter().map(|point| stage.point(point)).collect())
    });
    lines.collect()
}
