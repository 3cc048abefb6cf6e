//! Tape: words embossed on strips of plastic, as by a hand-held label maker.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    layer::{
        LayerError, Lower, Place,
        bodies::{self, Letter, Pen},
        outline,
        stage::Stage,
        text::{Back, Text},
    },
    measure::{Length, Rect},
    plan::{Mark, Stroke},
    scene::Needs,
    seed::Dice,
    typeset::{Align, case::Case},
};

/// Embossing tape: a glossy strip for each line, white capitals pressed into it one by one.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Tape {
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
    /// The colour of the tape.
    pub tape: Ink,
    /// The colour of the letters; white, or black where white could not be read, when not said.
    pub ink: Option<Ink>,
    /// Degrees that all strips are turned by, clockwise.
    #[schemars(range(min = -45.0, max = 45.0))]
    pub tilt: f32,
    /// How carelessly strips are stuck on and letters pressed: 0 straight as printed.
    #[schemars(range(min = 0.0, max = 3.0))]
    pub uneven: f32,
    /// How strongly the plastic shines.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub gloss: f32,
    /// How dark a shadow the strips throw.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub shadow: f32,
}

impl Default for Tape {
    fn default() -> Self {
        Tape {
            say: "#slogan#".into(),
            place: Place::Bottom,
            font: "Roboto Mono".into(),
            size: Length::Side(0.075),
            legible: Length::Side(0.02),
            lines: 0,
            align: Align::Center,
            tape: Color::rgb(0xa8, 0x16, 0x1d).into(),
            ink: None,
            tilt: 0.0,
            uneven: 1.0,
            gloss: 0.6,
            shadow: 0.5,
        }
    }
}

/// How far the tape reaches above and below the baseline and past the letters, in ems.
const ABOVE: f32 = 1.08;
const BELOW: f32 = 0.36;
const ENDS: f32 = 0.52;
/// How much whiter stressed plastic is round a letter.
const STRESS: f32 = 0.16;

impl Lower for Tape {
    const NAME: &'static str = "tape";

    fn needs(&self) -> Needs {
        self.place.needs() | Needs::of([Some(self.tape), self.ink].iter().flatten())
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
            leading: 1.56,
            tracking: 0.09,
            align: self.align,
            case: Case::Upper,
            back: Some(Back { pad: ENDS + 0.06, ..Back::default() }),
            ..Text::default()
        };
        let Some(worded) = text.worded(stage)? else { return Ok(Vec::new()) };
        let letters = bodies::letters(&worded, stage);
        let tape = Color { a: 255, ..stage.inks.color(self.tape) };
        let stressed = tape.mixed(Color::WHITE, STRESS);
        let ink = bodies::ink_on(stressed, self.ink, Color::WHITE, &worded.text, stage);
        let em = worded.setting.size;
        let mut dice = stage.seed.at("tape").dice();
        let all = outline::tilt(&bodies::whole(&worded), self.tilt);
        let mut marks = Vec::new();
        for (line, ink_box, base) in bodies::lines(&worded) {
            let strip =
                Rect::new(ink_box.x - ENDS * em, base - ABOVE * em, ink_box.w + 2.0 * ENDS * em, (ABOVE + BELOW) * em);
            // A long strip turned as far as a short one would run into its neighbours.
            let most = libm::atanf(0.14 * em / strip.w).to_degrees().min(1.6);
            let turn = bodies::after(&all, &outline::tilt(&strip, self.uneven * dice.between(-most, most)));
            let line: Vec<Letter> = letters.iter().filter(|letter| letter.line == line).cloned().collect();
            self.strip(&strip, em, tape, &turn, &mut dice, &mut marks);
            self.press(line, em, [tape, ink], &turn, &mut dice, &mut marks);
            bodies::laid(&strip, &turn, tape, ink, stage);
        }
        Ok(marks)
    }
}

impl Tape {
    /// The plastic: shadow, body, bevels, a shine along the upper edge, ends whitened by the knife.
    fn strip(&self, r: &Rect, em: f32, tape: Color, turn: &[f32; 6], dice: &mut Dice, marks: &mut Vec<Mark>) {
        bodies::shadow(r, em, self.shadow, turn, marks);
        let slip = 0.055 * em * self.uneven.min(1.5);
        let [left, right] = [dice.between(-slip, slip), dice.between(-slip, slip)];
        // A band across the whole strip between two heights, its ends along the cuts.
        let band = |top: f32, bottom: f32| {
            let at = |share: f32, shift: f32| shift * (1.0 - 2.0 * share);
            let (y0, y1) = (r.y + top * r.h, r.y + bottom * r.h);
            outline::polygon(&[
                [r.x + at(top, left), y0],
                [r.right() + at(top, right), y0],
                [r.right() + at(bottom, right), y1],
                [r.x + at(bottom, left), y1],
            ])
        };
        let white = |share: f32| Color::WHITE.at_strength(share * self.gloss);
        marks.push(bodies::fill(&band(0.0, 1.0), turn, tape));
        // Rounded like a low barrel: light above, dark below, in steps that the eye does not part.
        for i in 0..5 {
            let reach = 0.17 * (1.0 - i as f32 / 5.0);
            marks.push(bodies::fill(&band(0.0, reach), turn, white(0.075)));
            marks.push(bodies::fill(&band(1.0 - 0.9 * reach, 1.0), turn, Color::BLACK.at_strength(0.075)));
        }
        marks.push(bodies::fill(&band(0.075, 0.12), turn, white(0.5)));
        marks.push(bodies::fill(&band(0.0, 0.022), turn, white(0.55)));
        for (x, shift) in [(r.x, left), (r.right(), right)] {
            let width = 0.035 * em * if x == r.x { 1.0 } else { -1.0 };
            let edge =
                [[x + shift, r.y], [x + shift + width, r.y], [x - shift + width, r.bottom()], [x - shift, r.bottom()]];
            marks.push(bodies::fill(&outline::polygon(&edge), turn, Color::WHITE.at_strength(0.3)));
        }
    }

    /// The letters: plastic whitened by stress round them, their lower edge in shade, then themselves.
    fn press(
        &self,
        line: Vec<Letter>,
        em: f32,
        [tape, ink]: [Color; 2],
        turn: &[f32; 6],
        dice: &mut Dice,
        marks: &mut Vec<Mark>,
    ) {
        let slip = 0.016 * em * self.uneven;
        let line: Vec<Letter> =
            line.iter().map(|letter| letter.moved(dice.between(-slip, slip), dice.between(-slip, slip))).collect();
        let pen = Pen::new(em, ink, *turn);
        let bold = |ink: Color, width: f32| Some(Stroke { ink, width: width * em });
        let stressed = tape.mixed(Color::WHITE, STRESS);
        Pen { ink: stressed, stroke: bold(stressed, 0.22), blur: 0.035 * em, ..pen }.write(&line, marks);
        let shade = tape.mixed(Color::BLACK, 0.6);
        let below: Vec<Letter> = line.iter().map(|letter| letter.moved(0.018 * em, 0.034 * em)).collect();
        Pen { ink: shade, stroke: bold(shade, 0.06), blur: 0.014 * em, ..pen }.write(&below, marks);
        // Pressed letters are thicker than drawn ones, and soft at the rim.
        let rim = ink.mixed(tape, 0.12);
        Pen { stroke: bold(rim, 0.045), ..pen }.write(&line, marks);
    }
}
