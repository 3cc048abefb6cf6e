//! Typed: lines from a typewriter, cut out and stuck on one below the other.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink, contrast},
    layer::{
        LayerError, Lower, Place,
        bodies::{self, Letter, Pen},
        contrast::RATIO,
        outline,
        stage::Stage,
        text::{Back, Text},
    },
    measure::{Length, Rect},
    plan::Mark,
    scene::Needs,
    seed::Dice,
    typeset::{Align, case::Case},
};

/// Strips of typewritten paper: each line cut out by hand, each letter struck a little high or low, pale or black.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    /// What it says; `#symbol#` is written anew for each picture.
    pub say: String,
    /// The box that the strips fill.
    pub place: Place,
    /// The face (`detourn list fonts`).
    pub font: String,
    /// The largest size, per em.
    #[schemars(extend("minimum" = 0.0))]
    pub size: Length,
    /// The smallest legible size, per em; smaller text is set all the same and reported.
    #[schemars(extend("minimum" = 0.0))]
    pub legible: Length,
    /// The largest number of strips; 0 for any.
    pub lines: u32,
    pub align: Align,
    pub case: Case,
    /// The colour of the paper.
    pub paper: Ink,
    /// The colour of the ribbon; nearly black, or white on dark paper, when not said.
    pub ink: Option<Ink>,
    /// Degrees that all strips are turned by, clockwise.
    #[schemars(range(min = -45.0, max = 45.0))]
    pub tilt: f32,
    /// How unevenly letters are struck and strips cut and stuck: 0 not at all.
    #[schemars(range(min = 0.0, max = 3.0))]
    pub uneven: f32,
    /// How dark a shadow the strips throw.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub shadow: f32,
}

impl Default for Typed {
    fn default() -> Self {
        Typed {
            say: "#caption#".into(),
            place: Place::Bottom,
            font: "Special Elite".into(),
            size: Length::Side(0.07),
            legible: Length::Side(0.018),
            lines: 0,
            align: Align::Left,
            case: Case::AsIs,
            paper: Color::rgb(0xf3, 0xec, 0xda).into(),
            ink: None,
            tilt: -1.5,
            uneven: 1.0,
            shadow: 0.45,
        }
    }
}

/// How far the paper reaches above and below the baseline and past the letters, in ems.
const ABOVE: f32 = 1.0;
const BELOW: f32 = 0.42;
const ENDS: f32 = 0.5;

impl Lower for Typed {
    const NAME: &'static str = "typed";

    fn needs(&self) -> Needs {
        self.place.needs() | Needs::of([Some(self.paper), self.ink].iter().flatten())
    }

    fn says(&self) -> Option<&str> {
        Some(&self.say)
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let text = Text {
            say: self.say.clone(),
            place: self.place,
            font: self.font.clone(),
            size: self.size,
            legible: self.legible,
            lines: self.lines,
            leading: 1.5,
            tracking: 0.01,
            align: self.align,
            case: self.case,
            back: Some(Back { pad: ENDS + 0.05, ..Back::default() }),
            ..Text::default()
        };
        let Some(worded) = text.worded(stage)? else { return Ok(Vec::new()) };
        let letters = bodies::letters(&worded, stage);
        let paper = Color { a: 255, ..stage.inks.color(self.paper) };
        let ink = bodies::ink_on(paper, self.ink, Color::rgb(0x1c, 0x1a, 0x20), &worded.text, stage);
        let em = worded.setting.size;
        let mut dice = stage.seed.at("typed").dice();
        let all = outline::tilt(&bodies::whole(&worded), self.tilt);
        let mut marks = Vec::new();
        for (line, ink_box, base) in bodies::lines(&worded) {
            let [left, right] =
                [ENDS, ENDS].map(|end| (end + 0.25 * self.uneven.min(1.0) * dice.between(-1.0, 0.6)) * em);
            let strip = Rect::new(ink_box.x - left, base - ABOVE * em, ink_box.w + left + right, (ABOVE + BELOW) * em);
            let most = libm::atanf(0.12 * em / strip.w).to_degrees().min(1.5);
            let turn = bodies::after(&all, &outline::tilt(&strip, self.uneven * dice.between(-most, most)));
            bodies::shadow(&strip, em, self.shadow, &turn, &mut marks);
            let sheet = outline::polygon(&bodies::cut(&strip, 0.06 * em * self.uneven.min(1.5), &mut dice));
            // No two cuttings have quite the same tone.
            let own = paper.mixed(Color::BLACK, 0.045 * self.uneven.min(1.0) * dice.unit());
            marks.push(bodies::fill(&sheet, &turn, own));
            marks.push(bodies::stroke(&sheet, &turn, Color::BLACK.at_strength(0.16), 0.018 * em));
            bodies::laid(&strip.grown(-0.06 * em), &turn, own, ink, stage);
            let line = letters.iter().filter(|letter| letter.line == line);
            strike(line, em, self.uneven, [ink, own], &turn, &mut dice, &mut marks);
        }
        Ok(marks)
    }
}

/// Letters struck one by one.
pub(super) fn strike<'l>(
    letters: impl Iterator<Item = &'l Letter>,
    em: f32,
    uneven: f32,
    [ink, paper]: [Color; 2],
    turn: &[f32; 6],
    dice: &mut Dice,
    marks: &mut Vec<Mark>,
) {
    let readable = |ink: Color| contrast(ink.luminance(), paper.luminance()) >= RATIO;
    for letter in letters {
        let high = dice.between(-1.0, 1.0);
        let struck =
            letter.moved(0.012 * em * uneven * dice.between(-1.0, 1.0), 0.032 * em * uneven * high * high * high);
        let [x, y] = struck.at;
        let body = Rect::new(x, y - 0.7 * em, letter.advance, 0.7 * em);
        let turn = bodies::after(turn, &outline::tilt(&body, uneven * dice.between(-1.1, 1.1)));
        let pale = ink.mixed(paper, 0.3 * uneven.min(1.5) * dice.unit() * dice.unit());
        let pen = Pen::new(em, if readable(pale) { pale } else { ink }, turn);
        // Now and then the type rebounds and leaves a ghost.
        if dice.unit() < 0.05 * uneven {
            let ghost = struck.moved(0.05 * em, 0.01 * em);
            Pen { ink: ink.at_strength(0.3), ..pen }.write([&ghost], marks);
        }
        pen.write([&struck], marks);
    }
}
