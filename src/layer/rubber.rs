//! Rubber: words from a rubber stamp, framed, turned, its rubber worn.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    layer::{
        LayerError, Lower, Place,
        bodies::{self, Pen},
        contrast::{RATIO, worst},
        outline,
        stage::Stage,
        text::Text,
    },
    measure::{Length, Rect},
    plan::{Blend, GroupMark, Mark, Segment},
    scene::Needs,
    seed::Dice,
    typeset::case::Case,
};

/// A rubber stamp: words in a frame in one ink, which sinks into what lies below. Where it could not be read there, it is
/// struck on a label.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Rubber {
    /// What it says; `#symbol#` is written anew for each picture.
    pub say: String,
    /// The box that it fills when it is turned.
    pub place: Place,
    pub form: Form,
    /// The face (`detourn list fonts`).
    pub font: String,
    pub case: Case,
    /// The largest size, per em.
    #[schemars(extend("minimum" = 0.0))]
    pub size: Length,
    /// The smallest legible size, per em; smaller text is set all the same and reported.
    #[schemars(extend("minimum" = 0.0))]
    pub legible: Length,
    /// The largest number of lines; 0 for any.
    pub lines: u32,
    pub ink: Ink,
    /// A label below the stamp; without it, one is stuck on only where the ink could not be read.
    pub paper: Option<Ink>,
    /// How much of the ink is missing: 0 a new stamp.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub wear: f32,
    /// Degrees that it is turned by, clockwise.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub tilt: f32,
}

/// The forms of a stamp.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A rectangle with two lines round it.
    #[default]
    Box,
    /// Two rings, the words between two bars across the middle.
    Round,
}

impl Default for Rubber {
    fn default() -> Self {
        Rubber {
            say: "#stamp#".into(),
            place: Place::Box([0.1, 0.3, 0.8, 0.34]),
            form: Form::Box,
            font: "Roboto Condensed Bold".into(),
            case: Case::Upper,
            size: Length::Side(0.2),
            legible: Length::Side(0.02),
            lines: 2,
            ink: Color::rgb(0xb0, 0x12, 0x2c).into(),
            paper: None,
            wear: 0.5,
            tilt: -9.0,
        }
    }
}

/// What a label is made of where none is said.
const LABEL: Color = Color::rgb(0xf5, 0xf0, 0xe3);
/// Room between words and frame, the outer line's width, the inner's and the gap between them, in ems.
const PAD: f32 = 0.24;
const THICK: f32 = 0.1;
const THIN: f32 = 0.034;
const GAP: f32 = 0.075;
/// How far a label reaches past the frame, in ems.
const LABEL_EDGE: f32 = 0.2;
/// How far a round label reaches past the rings, as a share of their radius.
const ROUND_EDGE: f32 = 0.08;
/// Corners of what is missing of the ink: there are hundreds of grains, and a plan has every corner of them.
const GRAIN: usize = 4;
const HOLE: usize = 7;

impl Lower for Rubber {
    const NAME: &'static str = "rubber";

    fn needs(&self) -> Needs {
        self.place.needs()
            | Needs::of([Some(self.ink), self.paper].iter().flatten())
            | if self.paper.is_none() { Needs::LUMA } else { Needs::NONE }
    }

    fn says(&self) -> Option<&str> {
        Some(&self.say)
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let whole = self.place.rect(stage);
        let place = shrunk(&whole, self.tilt);
        // What is round needs no room to turn, but its label does.
        let r = 0.5 * whole.w.min(whole.h) / (1.0 + ROUND_EDGE);
        let (x, y) = (whole.x + 0.5 * whole.w, whole.y + 0.5 * whole.h);
        let disc = Rect::new(x - r, y - r, 2.0 * r, 2.0 * r);
        let around = PAD + THICK + THIN + GAP;
        let field = match self.form {
            // What the frame takes depends on the size that results: room for it is made afterwards.
            Form::Box => place.grown(-0.06 * place.h.min(place.w)),
            Form::Round => Rect::new(x - 0.74 * r, y - 0.35 * r, 1.48 * r, 0.7 * r),
        };
        let text = Text {
            say: self.say.clone(),
            font: self.font.clone(),
            case: self.case,
            size: self.size,
            legible: self.legible,
            lines: self.lines,
            leading: 1.08,
            tracking: 0.04,
            ..Text::default()
        };
        let Some(mut worded) = text.worded_in(field, &|text| text, stage)? else { return Ok(Vec::new()) };
        if self.form == Form::Box {
            let frame = bodies::whole(&worded).grown((around + LABEL_EDGE) * worded.setting.size);
            let seen = outline::bounds(&frame, &outline::tilt(&frame, self.tilt));
            worded.scale((whole.w / seen.w).min(whole.h / seen.h).min(1.0));
            let legible = stage.page.px(self.legible);
            if worded.setting.size < 0.999 * legible {
                let size = worded.setting.size;
                stage.notes.push(format!(
                    "“{}” fits its stamp only at {size:.1} px, below the legible {legible:.1} px",
                    worded.text
                ));
            }
        }
        let em = worded.setting.size;
        let words = bodies::whole(&worded);
        let frame = match self.form {
            Form::Box => words.grown(around * em),
            Form::Round => disc,
        };
        let edge = match self.form {
            Form::Box => LABEL_EDGE * em,
            Form::Round => ROUND_EDGE * r,
        };
        let turn = outline::tilt(&frame, self.tilt);
        let ink = Color { a: 255, ..stage.inks.color(self.ink) };
        let mut marks = Vec::new();
        let mut dice = stage.seed.at("stamp").dice();
        let ground = stage.backdrop.bounds(&outline::bounds(&words, &turn));
        let label = match self.paper {
            Some(paper) => Some(stage.inks.color(paper)),
            // A light ink does not sink into a dark ground: it lies on it.
            None => (worst(ink, ground) < RATIO).then(|| if ink.luminance() > 0.4 { Color::BLACK } else { LABEL }),
        };
        if let Some(label) = label {
            self.label(&frame.grown(edge), em, [label, ink], &turn, &mut dice, stage, &mut marks);
            bodies::ink_on(label, Some(self.ink), ink, &worded.text, stage);
        } else {
            stage.backdrop.spots(outline::bounds(&frame, &turn), ink);
        }
        let mut print = Vec::new();
        self.frame(&frame, &words, em, ink, &turn, &mut print);
        let letters = bodies::letters(&worded, stage);
        Pen::new(em, ink, turn).write(&letters, &mut print);
        if self.wear > 0.0 {
            let missing = self.missing(&frame, em, &turn, &mut dice);
            print.push(Mark::Group(GroupMark { opacity: 1.0, blend: Blend::Erase, clip: None, marks: missing }));
        }
        let sinks = label.is_some_and(|label| label.luminance() > ink.luminance()) || ground.0 > ink.luminance();
        let blend = if sinks { Blend::Multiply } else { Blend::Normal };
        marks.push(Mark::Group(GroupMark { opacity: 0.96, blend, clip: None, marks: print }));
        Ok(marks)
    }
}

/// A place made so small that it stays within itself when it is turned.
fn shrunk(place: &Rect, degrees: f32) -> Rect {
    let angle = degrees.to_radians();
    let (sin, cos) = (libm::sinf(angle).abs(), libm::cosf(angle).abs());
    let share = (place.w / (place.w * cos + place.h * sin)).min(place.h / (place.w * sin + place.h * cos));
    // Words seldom fill the place to its corners, so that a little less is enough.
    let share = 0.5 * (1.0 + share);
    let (w, h) = (place.w * share, place.h * share);
    Rect::new(place.x + 0.5 * (place.w - w), place.y + 0.5 * (place.h - h), w, h)
}

impl Rubber {
    /// The label below: cut by hand, or round.
    #[allow(clippy::too_many_arguments)]
    fn label(
        &self,
        sheet: &Rect,
        em: f32,
        [label, ink]: [Color; 2],
        turn: &[f32; 6],
        dice: &mut Dice,
        stage: &mut Stage<'_>,
        marks: &mut Vec<Mark>,
    ) {
        match self.form {
            Form::Box => {
                bodies::shadow(sheet, 0.8 * em, 0.4, turn, marks);
                let slip = 0.03 * em;
                marks.push(bodies::fill(&outline::polygon(&bodies::cut(sheet, slip, dice)), turn, label));
                bodies::laid(&sheet.grown(-slip), turn, label, ink, stage);
            }
            Form::Round => {
                let drop = 0.012 * sheet.w;
                let below = [turn[0], turn[1], turn[2], turn[3], turn[4] + 0.6 * drop, turn[5] + drop];
                let disc = |by: f32| outline::ellipse(&sheet.grown(by));
                bodies::soft(disc, drop, Color::BLACK.at_strength(0.4), &below, marks);
                marks.push(bodies::fill(&disc(0.0), turn, label));
                stage.backdrop.spots(outline::bounds(sheet, turn), label);
                bodies::laid(&sheet.grown(-0.15 * sheet.w), turn, label, ink, stage);
                stage.backdrop.spots(outline::bounds(sheet, turn), ink);
            }
        }
    }

    fn frame(&self, frame: &Rect, words: &Rect, em: f32, ink: Color, turn: &[f32; 6], print: &mut Vec<Mark>) {
        match self.form {
            Form::Box => {
                let outer = frame.grown(-0.5 * THICK * em);
                let inner = frame.grown(-(THICK + GAP + 0.5 * THIN) * em);
                print.push(bodies::stroke(&outline::rect(&outer, 0.16 * em), turn, ink, THICK * em));
                print.push(bodies::stroke(&outline::rect(&inner, 0.08 * em), turn, ink, THIN * em));
            }
            Form::Round => {
                let r = 0.5 * frame.w;
                let ring = |share: f32| outline::ellipse(&frame.grown(-(1.0 - share) * r));
                print.push(bodies::stroke(&ring(0.965), turn, ink, 0.055 * r));
                print.push(bodies::stroke(&ring(0.89), turn, ink, 0.018 * r));
                let (cx, cy) = (frame.x + r, frame.y + r);
                let gap = 0.09 * r;
                for (side, y) in [(-1.0, words.y - gap), (1.0, words.bottom() + gap)] {
                    let reach = (0.89 * 0.89 * r * r - (y - cy) * (y - cy)).max(0.0).sqrt();
                    let bar = Rect::new(cx - reach, y - 0.012 * r, 2.0 * reach, 0.024 * r);
                    print.push(bodies::fill(&outline::rect(&bar, 0.0), turn, ink));
                    // Three stars in what the bar cuts off.
                    let middle = cy + side * 0.5 * ((y - cy).abs() + 0.89 * r);
                    let size = 0.26 * ((0.89 * r - (y - cy).abs()).max(0.0)).min(0.5 * r);
                    for i in [-1.0, 0.0, 1.0] {
                        let lift = if i == 0.0 { 0.0 } else { -side * 0.25 * size };
                        let (x, y) = (cx + i * 2.7 * size, middle + lift);
                        let star = Rect::new(x - size, y - size, 2.0 * size, 2.0 * size);
                        print.push(bodies::fill(&outline::star(&star, 5, 0.42), turn, ink));
                    }
                }
            }
        }
    }

    /// Where the ink is missing: grains all over, holes in clusters, and one side that was pressed less.
    fn missing(&self, frame: &Rect, em: f32, turn: &[f32; 6], dice: &mut Dice) -> Vec<Mark> {
        let mut missing = Vec::new();
        let at = |dice: &mut Dice| [frame.x + frame.w * dice.unit(), frame.y + frame.h * dice.unit()];
        let mut fine: Vec<Segment> = Vec::new();
        let grains = (self.wear * 1500.0 * (frame.area() / (em * em) / 12.0).clamp(0.3, 3.0)) as usize;
        for _ in 0..grains {
            let small = dice.unit();
            bodies::blot(at(dice), em * (0.006 + 0.016 * small * small), GRAIN, dice, &mut fine);
        }
        let mut holes: Vec<Segment> = Vec::new();
        for _ in 0..(5.0 + 18.0 * self.wear) as usize {
            let [x, y] = at(dice);
            for _ in 0..(14.0 * self.wear + 4.0) as usize {
                let (far, angle) = (0.55 * em * dice.unit() * dice.unit(), std::f32::consts::TAU * dice.unit());
                let centre = [x + far * libm::cosf(angle), y + far * libm::sinf(angle)];
                let small = dice.unit();
                bodies::blot(centre, em * (0.01 + 0.05 * small * small * self.wear), HOLE, dice, &mut holes);
            }
        }
        missing.push(bodies::fill(&fine, turn, Color::BLACK));
        missing.push(bodies::fill(&holes, turn, Color::BLACK.at_strength(0.9)));
        // Pressed less towards one corner.
        let (right, low) = (dice.unit() < 0.5, dice.unit() < 0.5);
        let (x, y) = (if right { frame.right() } else { frame.x }, if low { frame.bottom() } else { frame.y });
        let (a, b) = (0.42 * frame.w, 0.75 * frame.h);
        let pale = |by: f32| outline::ellipse(&Rect::new(x - a - by, y - b - by, 2.0 * (a + by), 2.0 * (b + by)));
        let reach = 0.8 * a.min(b);
        bodies::soft(pale, reach, Color::BLACK.at_strength(0.42 * self.wear), turn, &mut missing);
        missing
    }
}
