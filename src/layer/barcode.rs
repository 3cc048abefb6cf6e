//! Barcode: an EAN-13 that a till can read, on a white label.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    layer::{
        LayerError, Lower, Place,
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
    seed::Dice,
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

/// Modules of the bars, and of the quiet zones to their left and right.
const BARS: usize = 95;
const QUIET: [f32; 2] = [11.0, 7.0];
/// Modules above the bars, by which guards are longer, that digits take, and that a line of words takes.
const MARGIN: f32 = 4.0;
const GUARD: f32 = 5.0;
const DIGITS: f32 = 11.0;
const WORDS: f32 = 12.0;

/// The left digits with odd parity as modules, most significant first; even parity and the right ones follow from them.
const ODD: [u8; 10] = [0x0d, 0x19, 0x13, 0x3d, 0x23, 0x31, 0x2f, 0x3b, 0x37, 0x0b];
/// Which of the six left digits have even parity, by the first digit.
const EVEN: [u8; 10] = [0x00, 0x0b, 0x0d, 0x0e, 0x13, 0x19, 0x1c, 0x15, 0x16, 0x1a];

/// The check digit of twelve digits: with it, their sum in weights 1 and 3 is a multiple of ten.
fn check(digits: &[u8]) -> u8 {
    let sum: u32 = digits.iter().take(12).zip([1, 3].into_iter().cycle()).map(|(d, w)| u32::from(*d) * w).sum();
    ((10 - sum % 10) % 10) as u8
}

/// The modules of thirteen digits, dark ones true.
fn modules(digits: &[u8; 13]) -> [bool; BARS] {
    let mut dark = Vec::with_capacity(BARS);
    let mut push = |bits: u8, count: u32| dark.extend((0..count).rev().map(|i| bits >> i & 1 == 1));
    push(0b101, 3);
    for (i, digit) in digits[1..7].iter().enumerate() {
        let odd = ODD[usize::from(*digit)];
        // Even parity is the right-hand pattern, which is the inverse, read backwards.
        let even = (!odd & 0x7f).reverse_bits() >> 1;
        push(if EVEN[usize::from(digits[0])] >> (5 - i) & 1 == 1 { even } else { odd }, 7);
    }
    push(0b01010, 5);
    digits[7..].iter().for_each(|digit| push(!ODD[usize::from(*digit)] & 0x7f, 7));
    push(0b101, 3);
    let mut all = [false; BARS];
    all.iter_mut().zip(dark).for_each(|(to, from)| *to = from);
    all
}

impl Lower for Barcode {
    const NAME: &'static str = "barcode";

    fn needs(&self) -> Needs {
        let palette = self.paper.needs_palette() || self.ink.needs_palette();
        self.place.needs() | if palette { Needs::PALETTE } else { Needs::NONE }
    }

    fn says(&self) -> Option<&str> {
        (!self.say.is_empty()).then_some(self.say.as_str())
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let digits = self.thirteen(stage)?;
        let place = self.place.rect(stage);
        let words = if self.say.is_empty() { 0.0 } else { WORDS };
        let across = QUIET[0] + BARS as f32 + QUIET[1];
        let bars = (self.height * BARS as f32).round();
        let down = MARGIN + words + bars + DIGITS;
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
        marks.push(bodies::fill(&self.bars(&digits, left, top, bars, m), &turn, ink));
        stage.said.push(name);
        self.digits(&digits, left, top + bars * m, m, ink, &turn, stage, &mut marks)?;
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

    /// The bars: one rectangle for each run of dark modules, guards longer than the others.
    fn bars(&self, digits: &[u8; 13], left: f32, top: f32, high: f32, m: f32) -> Vec<crate::plan::Segment> {
        let dark = modules(digits);
        let mut path = Vec::new();
        let mut i = 0;
        while i < BARS {
            let run = dark[i..].iter().take_while(|dark| **dark).count();
            if run > 0 {
                let guard = i < 3 || (45..50).contains(&i) || i >= 92;
                let high = high + if guard { GUARD } else { 0.0 };
                let bar = Rect::new(left + i as f32 * m, top, run as f32 * m, high * m);
                path.extend(outline::rect(&bar, 0.0));
            }
            i += run.max(1);
        }
        path
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
        let face = stage.fonts.find(&self.font).ok_or_else(|| LayerError(format!("unknown font `{}`", self.font)))?;
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

/// Digits of the range that shops give to themselves, so that no maker's number comes up by chance.
fn roll(digits: &mut [u8; 13], dice: &mut Dice) {
    digits[0] = 2;
    digits[1..12].iter_mut().for_each(|digit| *digit = dice.below(10) as u8);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{plan::Segment, seed::Seed};

    /// Reads bars as a till does: by the widths of runs along a line, knowing nothing of how they were made.
    fn read(outline: &[Segment]) -> Option<Vec<u8>> {
        let mut edges: Vec<f32> = outline
            .iter()
            .filter_map(|s| if let Segment::Move([x, _]) | Segment::Line([x, _]) = s { Some(*x) } else { None })
            .collect();
        edges.sort_by(f32::total_cmp);
        edges.dedup();
        let m = (edges.last()? - edges[0]) / 95.0;
        let runs: Vec<u32> = edges.windows(2).map(|pair| ((pair[1] - pair[0]) / m).round() as u32).collect();
        if runs.len() != 59 || runs[..3] != [1, 1, 1] || runs[27..32] != [1; 5] || runs[56..] != [1, 1, 1] {
            return None;
        }
        // Widths of space, bar, space, bar for the digits of the odd set (ISO/IEC 15420, table 1).
        const SETS: [[u32; 4]; 10] = [
            [3, 2, 1, 1],
            [2, 2, 2, 1],
            [2, 1, 2, 2],
            [1, 4, 1, 1],
            [1, 1, 3, 2],
            [1, 2, 3, 1],
            [1, 1, 1, 4],
            [1, 3, 1, 2],
            [1, 2, 1, 3],
            [3, 1, 1, 2],
        ];
        const FIRST: [&str; 10] =
            ["LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL"];
        let mut digits = vec![0];
        let mut parity = String::new();
        let starts = (0..6).map(|i| 3 + 4 * i).chain((0..6).map(|i| 32 + 4 * i));
        for at in starts {
            let widths: [u32; 4] = runs[at..at + 4].try_into().ok()?;
            let mut back = widths;
            back.reverse();
            let (digit, kind) = match SETS.iter().position(|set| *set == widths) {
                Some(digit) => (digit, 'L'),
                None => (SETS.iter().position(|set| *set == back)?, 'G'),
            };
            digits.push(digit as u8);
            parity.push(kind);
        }
        digits[0] = FIRST.iter().position(|first| *first == &parity[..6])? as u8;
        (&parity[6..] == "LLLLLL" && check(&digits) == digits[12]).then_some(digits)
    }

    #[test]
    fn a_till_reads_it() {
        let mut dice = Seed(9).dice();
        for first in 0..10 {
            for _ in 0..40 {
                let mut digits = [0u8; 13];
                roll(&mut digits, &mut dice);
                digits[0] = first;
                digits[12] = check(&digits);
                let outline = Barcode::default().bars(&digits, 17.5, 3.0, 40.0, 1.7);
                assert_eq!(read(&outline).as_deref(), Some(&digits[..]));
            }
        }
    }

    #[test]
    fn the_check_digit_is_that_of_the_standard() {
        // The worked example of the GS1 General Specifications, 7.9: 629104150021 has 3.
        assert_eq!(check(&[6, 2, 9, 1, 0, 4, 1, 5, 0, 0, 2, 1]), 3);
    }
}
