//! Barcode: an EAN-13 that a till can read, on a white label.

mod ean;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    layer::{
        LayerError, Lower, Place,
        barcode::ean::{BARS, bars, check, roll},
        bodies::{self, Pen},
        contrast::LEGIBLE,
        outline,
        stage::Stage,
        text::Text,
        worded::Worded,
    },
    measure::{Length, Rect},
    plan::Mark,
    scene::Needs,
    typeset::{Setting, Style, case::Case, set_line},
};

/// A bar code of thirteen digits (EAN-13), with its quiet zones and its digits below, words above if wanted.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Barcode {
    /// Words above the bars; `#symbol#` is written anew for each picture.
    pub say: String,
    /// Twelve digits, to which the check digit is added, or all thirteen; rolled when not said.
    pub digits: String,
    /// The box in which the label is set as large as it goes.
    pub place: Place,
    /// The face of digits and words (`detourn list fonts`).
    pub font: String,
    /// The smallest legible size of words, per em; smaller text is set all the same and reported.
    #[schemars(extend("minimum" = 0.0))]
    pub legible: Length,
    /// How high the bars are, as a share of their common width.
    #[schemars(range(min = 0.15, max = 1.5))]
    pub height: f32,
    /// The colour of the label; it must be light, or no till reads it.
    pub paper: Ink,
    /// The colour of bars and digits; it must be dark.
    pub ink: Ink,
    /// Degrees that it is turned by, clockwise.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub tilt: f32,
    /// How dark a shadow the label throws.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub shadow: f32,
}

impl Default for Barcode {
    fn default() -> Self {
        Barcode {
            say: String::new(),
            digits: String::new(),
            place: Place::Box([0.62, 0.76, 0.33, 0.2]),
            font: "Share Tech Mono".into(),
            legible: Length::Side(0.014),
            height: 0.5,
            paper: Color::WHITE.into(),
            ink: Color::BLACK.into(),
            tilt: 0.0,
            shadow: 0.3,
        }
    }
}

/// Modules of the quiet zones to the left and right of the bars.
const QUIET: [f32; 2] = [11.0, 7.0];
/// Modules above the bars, that digits take, and that a line of words takes.
const MARGIN: f32 = 4.0;
const DIGITS: f32 = 11.0;
const WORDS: f32 = 12.0;

impl Lower for Barcode {
    const NAME: &'static str = "barcode";

    fn needs(&self) -> Needs {
        self.place.needs() | Needs::of([&self.paper, &self.ink])
    }

    fn says(&self) -> Option<&str> {
        (!self.say.is_empty()).then_some(self.say.as_str())
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let digits = self.thirteen(stage)?;
        let place = self.place.rect(stage);
        let words = if self.say.is_empty() { 0.0 } else { WORDS };
        let across = QUIET[0] + BARS as f32 + QUIET[1];
        let high = (self.height * BARS as f32).round();
        let down = MARGIN + words + high + DIGITS;
        let fits = (place.w / across).min(place.h / down);
        // Whole pixels make sharp bars; a turned code has none.
        let m = if self.tilt == 0.0 && fits >= 1.0 { fits.floor() } else { fits };
        if m < 1.0 {
            stage.notes.push(format!("the bar code's bars are {m:.1} px wide: too narrow for a till"));
        }
        let grid = |v: f32| if self.tilt == 0.0 { v.round() } else { v };
        let (w, h) = (across * m, down * m);
        let label = Rect::new(grid(place.x + 0.5 * (place.w - w)), grid(place.y + 0.5 * (place.h - h)), w, h);
        let turn = outline::tilt(&label, self.tilt);
        let [paper, ink] = [self.paper, self.ink].map(|ink| Color { a: 255, ..stage.inks.color(ink) });
        let name: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        let reached = crate::color::contrast(paper.luminance(), ink.luminance());
        if reached < LEGIBLE || paper.luminance() < ink.luminance() {
            stage.notes.push(format!("no till reads the bar code {name} in these inks"));
        }
        let mut marks = Vec::new();
        bodies::shadow(&label, 9.0 * m, self.shadow, &turn, &mut marks);
        marks.push(bodies::fill(&outline::rect(&label, 0.0), &turn, paper));
        let top = label.y + (MARGIN + words) * m;
        let left = label.x + QUIET[0] * m;
        marks.push(bodies::fill(&bars(&digits, left, top, high, m), &turn, ink));
        stage.said.push(name);
        self.digits(&digits, left, top + high * m, m, ink, &turn, stage, &mut marks)?;
        if !self.say.is_empty() {
            let field = Rect::new(label.x + 3.0 * m, label.y + 2.5 * m, w - 6.0 * m, (WORDS - 0.5) * m);
            let text = Text {
                say: self.say.clone(),
                font: self.font.clone(),
                legible: self.legible,
                lines: 2,
                case: Case::Upper,
                ..Text::default()
            };
            if let Some(worded) = text.worded_in(field, &|text| text, stage)? {
                let letters = bodies::letters(&worded, stage);
                Pen::new(worded.setting.size, ink, turn).write(&letters, &mut marks);
            }
        }
        bodies::laid(&label, &turn, paper, ink, stage);
        Ok(marks)
    }
}

impl Barcode {
    /// The digits that were said, their check digit put right, or rolled ones.
    fn thirteen(&self, stage: &mut Stage<'_>) -> Result<[u8; 13], LayerError> {
        let mut digits = [0u8; 13];
        let said: Vec<u8> = self
            .digits
            .chars()
            .filter(|c| !" -".contains(*c))
            .map(|c| c.to_digit(10).map_or(u8::MAX, |d| d as u8))
            .collect();
        if said.is_empty() {
            roll(&mut digits, &mut stage.seed.at("digits").dice());
        } else if !(12..=13).contains(&said.len()) || said.contains(&u8::MAX) {
            return Err(LayerError(format!("`{}` is no bar code: write 12 or 13 digits", self.digits)));
        } else {
            digits[..12].copy_from_slice(&said[..12]);
        }
        digits[12] = check(&digits);
        if said.get(12).is_some_and(|own| *own != digits[12]) {
            stage.notes.push(format!("the check digit of {} is {}, not {}", self.digits, digits[12], said[12]));
        }
        Ok(digits)
    }

    /// The digits below the bars, each under its own.
    #[allow(clippy::too_many_arguments)]
    fn digits(
        &self,
        digits: &[u8; 13],
        left: f32,
        below: f32,
        m: f32,
        ink: Color,
        turn: &[f32; 6],
        stage: &mut Stage<'_>,
        marks: &mut Vec<Mark>,
    ) -> Result<(), LayerError> {
        let face = stage.face(&self.font)?;
        let style = Style { faces: vec![face], lang: stage.lang, ..Style::default() };
        let set = |digit: u8| set_line(&digit.to_string(), &style, 10.0, stage.fonts);
        let sets: Vec<Setting> = digits.iter().map(|digit| set(*digit)).collect();
        // As wide as seven modules allow, and as high as there is room.
        let widest = sets.iter().map(|set| set.ink.w).fold(0.1, f32::max);
        let highest = sets.iter().map(|set| set.ink.h).fold(0.1, f32::max);
        let scale = (5.9 * m / widest).min(8.0 * m / highest);
        let size = 10.0 * scale;
        let mut all = Vec::new();
        for (i, digit) in digits.iter().enumerate() {
            let centre = match i {
                0 => -6.5,
                1..=6 => 3.0 + 7.0 * (i as f32 - 1.0) + 3.5,
                _ => 50.0 + 7.0 * (i as f32 - 7.0) + 3.5,
            };
            let setting = set_line(&digit.to_string(), &style, size, stage.fonts);
            let x = left + centre * m - 0.5 * setting.ink.w - setting.ink.x;
            let y = below + 1.6 * m - setting.ink.y;
            all.extend(bodies::letters(&Worded { text: String::new(), setting, origin: [x, y] }, stage));
        }
        Pen::new(size, ink, *turn).write(&all, marks);
        Ok(())
    }
}
