//! Neon: words as glowing tubes, on a dark board where the picture is too light for them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink, encode},
    layer::{
        LayerError, Lower, Place,
        backdrop::Bounds,
        bodies::{self, Letter, Pen},
        contrast::{RATIO, worst},
        outline,
        stage::Stage,
        text::{Back, Text},
    },
    measure::{Length, Rect},
    plan::{Blend, GroupMark, Mark, Stroke},
    scene::Needs,
    typeset::{Align, case::Case},
};

/// Neon tubes: a bright core, a coloured rim, and a glow on what lies behind.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Neon {
    /// What it says; `#symbol#` is written anew for each picture.
    pub say: String,
    /// The box that it fills.
    pub place: Place,
    /// The face (`detourn list fonts`); thin ones look most like tubes.
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
    /// The colour of the light.
    pub ink: Ink,
    /// The board behind; without it, a black one is hung only where the picture is too light.
    pub board: Option<Ink>,
    /// How far and how brightly it glows.
    #[schemars(range(min = 0.0, max = 2.0))]
    pub glow: f32,
    /// What share of the letters is broken and stays dark.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub unlit: f32,
    /// Degrees that it is turned by, clockwise.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub tilt: f32,
}

impl Default for Neon {
    fn default() -> Self {
        Neon {
            say: "#slogan#".into(),
            place: Place::Top,
            font: "Nunito SemiBold".into(),
            case: Case::AsIs,
            size: Length::Side(0.2),
            legible: Length::Side(0.03),
            lines: 0,
            align: Align::Center,
            ink: Color::rgb(0xff, 0x2e, 0x88).into(),
            board: None,
            glow: 1.0,
            unlit: 0.0,
            tilt: 0.0,
        }
    }
}

/// The board that is hung where none is said.
const BOARD: Color = Color::rgb(0x12, 0x11, 0x17);
/// How much of the light's colour the ground takes on close to a tube.
const SPILL: f32 = 0.45;

impl Lower for Neon {
    const NAME: &'static str = "neon";

    fn needs(&self) -> Needs {
        self.place.needs()
            | Needs::of([Some(self.ink), self.board].iter().flatten())
            | if self.board.is_none() { Needs::LUMA } else { Needs::NONE }
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
            leading: 1.14,
            tracking: 0.05,
            back: Some(Back { pad: 0.42, ..Back::default() }),
            ..Text::default()
        };
        let Some(worded) = text.worded(stage)? else { return Ok(Vec::new()) };
        let letters = bodies::letters(&worded, stage);
        let em = worded.setting.size;
        let whole = bodies::whole(&worded);
        let turn = outline::tilt(&whole, self.tilt);
        let light = Color { a: 255, ..stage.inks.color(self.ink) };
        let core = light.mixed(Color::WHITE, 0.9);
        let reach = |rect: &Rect| outline::bounds(rect, &turn);
        let grounds: Vec<Bounds> = bodies::lines(&worded)
            .iter()
            .flat_map(|(_, line, _)| outline::slices(&line.grown(0.2 * em), self.tilt))
            .map(|piece| stage.backdrop.bounds(&reach(&piece)))
            .collect();
        let board = match self.board {
            Some(board) => Some(Color { a: 255, ..stage.inks.color(board) }),
            None => (self.reached(core, light, &grounds) < RATIO).then_some(BOARD),
        };
        let mut marks = Vec::new();
        if let Some(board) = board {
            let plate = whole.grown(0.4 * em);
            hang(&plate, em, board, &turn, &mut marks);
            bodies::laid(&plate.grown(-0.1 * em), &turn, board, core, stage);
        }
        let grounds = board.map_or(grounds, |board| vec![(board.luminance(), board.luminance())]);
        bodies::doubt(&worded.text, self.reached(core, light, &grounds), stage);
        let mut dice = stage.seed.at("tubes").dice();
        let (dark, lit): (Vec<Letter>, Vec<Letter>) = letters.into_iter().partition(|_| dice.unit() < self.unlit);
        self.glow(&lit, em, light, &turn, &mut marks);
        let pen = Pen::new(em, core, turn);
        let round = |ink: Color, width: f32| Some(Stroke { ink, width: width * em });
        // Tubes stand off the wall and hide a little of their own light.
        for tubes in [&dark, &lit] {
            let below: Vec<Letter> = tubes.iter().map(|letter| letter.moved(0.025 * em, 0.05 * em)).collect();
            let shade = Color::BLACK.at_strength(0.4);
            Pen { ink: shade, stroke: None, blur: 0.022 * em, ..pen }.write(&below, &mut marks);
        }
        let glass = Color::rgb(0x8b, 0x86, 0x8d).mixed(light, 0.15);
        Pen { ink: glass, stroke: round(glass.mixed(Color::BLACK, 0.45), 0.06), ..pen }.write(&dark, &mut marks);
        let deep = light.mixed(Color::BLACK, 0.12);
        Pen { ink: light, stroke: round(deep, 0.085), blur: 0.008 * em, ..pen }.write(&lit, &mut marks);
        Pen { ink: light, stroke: round(light, 0.05), blur: 0.01 * em, ..pen }.write(&lit, &mut marks);
        Pen { blur: 0.012 * em, ..pen }.write(&lit, &mut marks);
        let around = reach(&whole.grown(em * self.glow));
        [light, core].into_iter().for_each(|ink| stage.backdrop.spots(around, ink));
        Ok(marks)
    }
}

impl Neon {
    /// The lowest contrast of the core with the ground, on which its own light falls.
    fn reached(&self, core: Color, light: Color, grounds: &[Bounds]) -> f32 {
        let spilled = |luminance: f32| {
            let level = encode(luminance);
            Color::rgb(level, level, level).mixed(light, (SPILL * self.glow).min(0.8)).luminance().max(luminance)
        };
        grounds.iter().map(|(low, high)| worst(core, (spilled(*low), spilled(*high)))).fold(21.0, f32::min)
    }

    /// Light on the wall: near and strong, far and faint.
    fn glow(&self, lit: &[Letter], em: f32, light: Color, turn: &[f32; 6], marks: &mut Vec<Mark>) {
        if self.glow <= 0.0 || lit.is_empty() {
            return;
        }
        let mut glow = Vec::new();
        for (blur, width, share) in [(0.55, 0.3, 0.6), (0.22, 0.16, 0.5), (0.08, 0.1, 0.55)] {
            let ink = light.at_strength((share * self.glow).min(1.0));
            let stroke = Some(Stroke { ink, width: width * em });
            Pen { stroke, blur: blur * em * self.glow.clamp(0.3, 1.5), ..Pen::new(em, ink, *turn) }
                .write(lit, &mut glow);
        }
        marks.push(Mark::Group(GroupMark { opacity: 0.9, blend: Blend::Screen, clip: None, marks: glow }));
    }
}

/// The board: its shadow, its edge, the bolts at its corners.
fn hang(plate: &Rect, em: f32, board: Color, turn: &[f32; 6], marks: &mut Vec<Mark>) {
    bodies::shadow(plate, 1.6 * em, 0.55, turn, marks);
    let round = 0.14 * em;
    marks.push(bodies::fill(&outline::rect(plate, round), turn, board));
    let edge = outline::rect(&plate.grown(-0.012 * em), round);
    marks.push(bodies::stroke(&edge, turn, board.mixed(Color::WHITE, 0.22), 0.018 * em));
    for [x, y] in outline::corners(&plate.grown(-0.16 * em)) {
        for (r, share, up) in [(0.05, 0.0, -0.006), (0.044, 0.5, 0.0), (0.03, 0.72, 0.006)] {
            let ink = if share == 0.0 { Color::BLACK } else { board.mixed(Color::WHITE, share) };
            let mut bolt = Vec::new();
            bodies::spot([x, y - up * em], r * em, &mut bolt);
            marks.push(bodies::fill(&bolt, turn, ink));
        }
    }
}
