//! Spray: letters sprayed through a stencil, with mist, specks and drips.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink, encode},
    layer::{
        LayerError, Lower, Place,
        backdrop::Bounds,
        bodies::{self, Letter, Pen},
        contrast::{RATIO, partner, worst},
        outline,
        stage::Stage,
        text::{Back, Text},
    },
    measure::{Length, Rect},
    plan::{Blend, GroupMark, Mark, Segment},
    scene::Needs,
    seed::Dice,
    typeset::{Align, case::Case, fonts::Fonts},
};

/// Stencil and spray can: letters with soft edges, mist round them, specks, paint that runs. Where nothing could be read,
/// a patch is rolled on first, as walls are painted over.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Spray {
    /// What it says; `#symbol#` is written anew for each picture.
    pub say: String,
    /// The box that it fills.
    pub place: Place,
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
    pub align: Align,
    /// The colour of the paint; one that can be read when not said.
    pub ink: Option<Ink>,
    /// A patch of paint below the letters; without it, one is rolled on only where the letters could not be read.
    pub patch: Option<Ink>,
    /// How much paint drifts past the stencil.
    #[schemars(range(min = 0.0, max = 2.0))]
    pub mist: f32,
    /// How many specks lie about.
    #[schemars(range(min = 0.0, max = 2.0))]
    pub specks: f32,
    /// What share of the letters drips.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub drips: f32,
    /// Degrees that it is turned by, clockwise; drips run straight down all the same.
    #[schemars(range(min = -60.0, max = 60.0))]
    pub tilt: f32,
}

impl Default for Spray {
    fn default() -> Self {
        Spray {
            say: "#slogan#".into(),
            place: Place::Bottom,
            font: "Saira Stencil One".into(),
            case: Case::Upper,
            size: Length::Side(0.2),
            legible: Length::Side(0.02),
            lines: 0,
            align: Align::Center,
            ink: None,
            patch: None,
            mist: 1.0,
            specks: 1.0,
            drips: 0.3,
            tilt: -2.0,
        }
    }
}

/// How much of the paint the mist lays down close to a letter.
const MIST: f32 = 0.3;

impl Lower for Spray {
    const NAME: &'static str = "spray";

    fn needs(&self) -> Needs {
        // Where no ink is said, one of the picture's is taken.
        let own = if self.ink.is_none() { Needs::PALETTE } else { Needs::NONE };
        self.place.needs()
            | own
            | Needs::of([self.ink, self.patch].iter().flatten())
            | if self.patch.is_none() { Needs::LUMA } else { Needs::NONE }
    }

    fn says(&self) -> Option<&str> {
        Some(&self.say)
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let text = Text {
            say: self.say.clone(),
            place: self.place,
            font: self.font.clone(),
            case: self.case,
            size: self.size,
            legible: self.legible,
            lines: self.lines,
            align: self.align,
            leading: 1.12,
            tracking: 0.03,
            back: Some(Back { pad: 0.28, ..Back::default() }),
            ..Text::default()
        };
        let Some(worded) = text.worded(stage)? else { return Ok(Vec::new()) };
        let letters = bodies::letters(&worded, stage);
        let em = worded.setting.size;
        let whole = bodies::whole(&worded);
        let turn = outline::tilt(&whole, self.tilt);
        let rects: Vec<Rect> = bodies::lines(&worded)
            .iter()
            .flat_map(|(_, line, _)| outline::slices(&line.grown(0.15 * em), self.tilt))
            .map(|piece| outline::bounds(&piece, &turn))
            .collect();
        let mut marks = Vec::new();
        let mut dice = stage.seed.at("can").dice();
        let grounds: Vec<Bounds> = rects.iter().map(|rect| stage.backdrop.bounds(rect)).collect();
        let (ink, patch) = self.paints(&grounds, stage);
        if let Some(patch) = patch {
            let field = whole.grown(0.26 * em);
            rolled(&field, em, patch, &turn, &mut dice, &mut marks);
            bodies::laid(&field, &turn, patch, ink, stage);
            bodies::doubt(&worded.text, reached(ink, &[(patch.luminance(), patch.luminance())], self.mist), stage);
        } else {
            bodies::doubt(&worded.text, reached(ink, &grounds, self.mist), stage);
        }
        self.mist(&letters, em, ink, &turn, &mut marks);
        let mut paint = Vec::new();
        Pen { blur: 0.011 * em, ..Pen::new(em, ink, turn) }.write(&letters, &mut paint);
        let thin = self.thin(&whole, em, &mut dice);
        let worn = vec![bodies::fill(&thin, &turn, Color::BLACK.at_strength(0.35))];
        paint.push(Mark::Group(GroupMark { opacity: 1.0, blend: Blend::Erase, clip: None, marks: worn }));
        let specks = self.specks(&letters, em, &mut dice);
        paint.push(bodies::fill(&specks, &turn, ink.at_strength(0.85)));
        let mut runs = Vec::new();
        for letter in &letters {
            if dice.unit() < self.drips {
                drip(letter, em, &turn, stage.fonts, &mut dice, &mut runs);
            }
        }
        paint.push(bodies::fill(&runs, &LEVEL, ink));
        marks.push(Mark::Group(GroupMark { opacity: 0.97, blend: Blend::Normal, clip: None, marks: paint }));
        stage.backdrop.spots(outline::bounds(&whole.grown(0.6 * em), &turn), ink);
        Ok(marks)
    }
}

const LEVEL: [f32; 6] = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// The lowest contrast of paint with what lies round the letters, its own mist included.
fn reached(ink: Color, grounds: &[Bounds], mist: f32) -> f32 {
    let grey = |luminance: f32| {
        let level = encode(luminance);
        Color::rgb(level, level, level).mixed(ink, (MIST * mist).min(0.9)).luminance()
    };
    grounds.iter().map(|(low, high)| worst(ink, (grey(*low), grey(*high)))).fold(21.0, f32::min)
}

impl Spray {
    /// The paint, and that of a patch where one is wanted or needed.
    fn paints(&self, grounds: &[Bounds], stage: &Stage<'_>) -> (Color, Option<Color>) {
        let opaque = |ink: Ink| Color { a: 255, ..stage.inks.color(ink) };
        let said = self.ink.map(opaque);
        if let Some(patch) = self.patch.map(opaque) {
            return (said.unwrap_or_else(|| partner(patch)), Some(patch));
        }
        let usual = [Color::rgb(0xb8, 0x10, 0x1c), Color::rgb(0x10, 0x10, 0x14), Color::WHITE, Color::BLACK];
        let candidates = said.map_or(usual.to_vec(), |ink| vec![ink]);
        match candidates.iter().find(|ink| reached(**ink, grounds, self.mist) >= RATIO) {
            Some(ink) => (*ink, None),
            None => {
                let ink = said.unwrap_or(usual[1]);
                let plain = partner(ink);
                // Not quite white: wall paint.
                (ink, Some(if plain == Color::WHITE { Color::rgb(0xec, 0xe7, 0xdb) } else { plain }))
            }
        }
    }

    fn mist(&self, letters: &[Letter], em: f32, ink: Color, turn: &[f32; 6], marks: &mut Vec<Mark>) {
        if self.mist <= 0.0 {
            return;
        }
        for (blur, share) in [(0.24, 0.3), (0.09, 0.5)] {
            let ink = ink.at_strength((MIST * self.mist * share / 0.4).min(0.9));
            Pen { blur: blur * em, ..Pen::new(em, ink, *turn) }.write(letters, marks);
        }
    }

    /// Where the coat is thin.
    fn thin(&self, whole: &Rect, em: f32, dice: &mut Dice) -> Vec<Segment> {
        let mut path = Vec::new();
        let count = (240.0 * whole.area() / (em * em) / 4.0).clamp(60.0, 2400.0) as usize;
        for _ in 0..count {
            let at = [whole.x + whole.w * dice.unit(), whole.y + whole.h * dice.unit()];
            let small = dice.unit();
            bodies::blot(at, em * (0.004 + 0.016 * small * small), 7, dice, &mut path);
        }
        path
    }

    /// Specks round every letter, thinner with distance.
    fn specks(&self, letters: &[Letter], em: f32, dice: &mut Dice) -> Vec<Segment> {
        let mut path = Vec::new();
        let each = (26.0 * self.specks).min(8000.0 / letters.len().max(1) as f32) as usize;
        for letter in letters.iter().filter(|letter| !letter.text().trim().is_empty()) {
            let [x, y] = letter.at;
            for _ in 0..each {
                // The sum of three dice is bell-shaped enough.
                let bell = |dice: &mut Dice| dice.unit() + dice.unit() + dice.unit() - 1.5;
                let at = [x + 0.5 * letter.advance + 0.62 * em * bell(dice), y - 0.35 * em + 0.66 * em * bell(dice)];
                let small = dice.unit();
                let radius = (em * (0.003 + 0.011 * small * small * small * small)).max(0.3);
                bodies::spot(at, radius, &mut path);
            }
        }
        path
    }
}

/// A patch as a roller leaves it: bands side by side, their ends uneven.
fn rolled(field: &Rect, em: f32, paint: Color, turn: &[f32; 6], dice: &mut Dice, marks: &mut Vec<Mark>) {
    let bands = (field.h / (0.8 * em)).clamp(1.0, 12.0).ceil() as usize;
    let high = field.h / bands as f32;
    let mut path = Vec::new();
    for i in 0..bands {
        let slip = |dice: &mut Dice| 0.22 * em * dice.unit();
        let (left, right) = (field.x - slip(dice), field.right() + slip(dice));
        let (top, bottom) = (field.y + i as f32 * high - 0.04 * em, field.y + (i + 1) as f32 * high + 0.04 * em);
        path.extend(outline::rect(&Rect::new(left, top, right - left, bottom - top), 0.03 * em));
        // Where the roller runs dry it leaves threads.
        let threads = (high / (0.035 * em)).clamp(6.0, 60.0) as usize;
        for j in 0..threads {
            let y = top + 0.02 * em + (bottom - top - 0.05 * em) * j as f32 / threads as f32;
            let dry = |dice: &mut Dice| 0.14 * em * dice.unit() * dice.unit();
            let (from, to) = (left - dry(dice), right + dry(dice));
            let thick = em * dice.between(0.012, 0.036);
            path.extend(outline::rect(&Rect::new(from, y, to - from, thick), 0.4 * thick));
        }
    }
    marks.push(bodies::fill(&path, turn, paint));
    for i in 1..bands {
        let seam = Rect::new(field.x, field.y + i as f32 * high - 0.012 * em, field.w, 0.024 * em);
        marks.push(bodies::fill(&outline::rect(&seam, 0.0), turn, paint.mixed(Color::BLACK, 0.05)));
    }
}

/// Paint that runs down from the foot of a letter.
fn drip(letter: &Letter, em: f32, turn: &[f32; 6], fonts: &Fonts, dice: &mut Dice, path: &mut Vec<Segment>) {
    let Some(glyph) = letter.glyphs.first() else { return };
    let points: Vec<[f32; 2]> = fonts
        .get(letter.face)
        .outline(glyph.id)
        .iter()
        .filter_map(|segment| match *segment {
            Segment::Move(p) | Segment::Line(p) => Some(p),
            Segment::Quad([_, _, x, y]) | Segment::Cubic([_, _, _, _, x, y]) => Some([x, y]),
            Segment::Close => None,
        })
        .collect();
    let lowest = points.iter().map(|p| p[1]).fold(f32::NEG_INFINITY, f32::max);
    // Neighbouring corners that both lie at the foot have ink between them.
    let feet: Vec<f32> = points
        .windows(2)
        .filter(|pair| pair.iter().all(|p| p[1] > lowest - 0.03) && (pair[0][0] - pair[1][0]).abs() > 0.06)
        .map(|pair| pair[0][0] + (pair[1][0] - pair[0][0]) * dice.between(0.3, 0.7))
        .collect();
    let Some(foot) = dice.pick(&feet) else { return };
    let [x, y] = outline::map(turn, [glyph.x + foot * em, glyph.y + (lowest - 0.05) * em]);
    let half = em * dice.between(0.013, 0.026);
    let long = em * (0.18 + 0.9 * dice.unit() * dice.unit());
    let (end, bulb) = (y + long, half * dice.between(1.15, 1.6));
    path.extend([
        Segment::Move([x - 2.6 * half, y]),
        Segment::Cubic([x - 1.3 * half, y + 0.05 * em, x - half, y + 0.08 * em, x - half, y + 0.16 * em]),
        Segment::Line([x - 0.8 * half, end - 3.0 * bulb]),
        Segment::Cubic([x - bulb, end - 1.8 * bulb, x - 1.5 * bulb, end, x, end]),
        Segment::Cubic([x + 1.5 * bulb, end, x + bulb, end - 1.8 * bulb, x + 0.8 * half, end - 3.0 * bulb]),
        Segment::Line([x + half, y + 0.16 * em]),
        Segment::Cubic([x + half, y + 0.08 * em, x + 1.3 * half, y + 0.05 * em, x + 2.6 * half, y]),
        Segment::Close,
    ]);
}
