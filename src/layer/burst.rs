//! Burst: a star of many points with a price or an offer in it, as stuck on a shop window.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    layer::{
        LayerError, Lower, Place,
        bodies::{self, Pen},
        outline,
        stage::Stage,
        text::Text,
    },
    measure::{Length, Rect},
    plan::{Mark, Segment},
    scene::Needs,
    typeset::case::Case,
};

/// A burst sticker: a star in one ink with a border in another, words fitted inside.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Burst {
    /// What it says; `#symbol#` is written anew for each picture.
    pub say: String,
    /// The box in which the largest circle is filled.
    pub place: Place,
    /// The face (`detourn list fonts`).
    pub font: String,
    pub case: Case,
    /// The smallest legible size, per em; smaller text is set all the same and reported.
    #[schemars(extend("minimum" = 0.0))]
    pub legible: Length,
    /// The largest number of lines; 0 for any.
    pub lines: u32,
    /// How many points the star has.
    #[schemars(range(min = 5, max = 60))]
    pub points: u32,
    /// How deep the notches between points are, as a share of the radius.
    #[schemars(range(min = 0.0, max = 0.6))]
    pub depth: f32,
    /// The colour of the star.
    pub paper: Ink,
    /// The colour of its border and ring.
    pub second: Ink,
    /// The colour of the words; the second ink, black or white, whichever can be read, when not said.
    pub ink: Option<Ink>,
    /// A ring inside the star.
    pub ring: bool,
    /// Degrees that it is turned by, clockwise.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub tilt: f32,
    /// How dark a shadow it throws.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub shadow: f32,
}

impl Default for Burst {
    fn default() -> Self {
        Burst {
            say: "#price_line#".into(),
            place: Place::Box([0.58, 0.05, 0.38, 0.38]),
            font: "Anton".into(),
            case: Case::Upper,
            legible: Length::Side(0.018),
            lines: 0,
            points: 18,
            depth: 0.16,
            paper: Color::rgb(0xff, 0xd6, 0x00).into(),
            second: Color::rgb(0xb0, 0x0e, 0x1a).into(),
            ink: None,
            ring: true,
            tilt: -10.0,
            shadow: 0.4,
        }
    }
}

/// The border's width, and the ring's, as shares of the radius.
const BORDER: f32 = 0.055;
const RING: f32 = 0.022;

impl Lower for Burst {
    const NAME: &'static str = "burst";

    fn needs(&self) -> Needs {
        let inks = [Some(self.paper), Some(self.second), self.ink];
        self.place.needs() | Needs::of(inks.iter().flatten())
    }

    fn says(&self) -> Option<&str> {
        Some(&self.say)
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let place = self.place.rect(stage);
        let radius = 0.5 * place.w.min(place.h);
        let centre = [place.x + 0.5 * place.w, place.y + 0.5 * place.h];
        let round = |r: f32| Rect::new(centre[0] - r, centre[1] - r, 2.0 * r, 2.0 * r);
        let notch = 1.0 - self.depth;
        let inner = radius * (notch - BORDER);
        let ring = inner * 0.93;
        let free = if self.ring { ring - 2.0 * RING * radius } else { inner * 0.97 };
        // Rectangles in a circle, wide and tall ones: which of them suits depends on the words.
        let fields = [25.0_f32, 33.0, 41.0, 49.0].map(|angle| {
            let (w, h) = (free * libm::cosf(angle.to_radians()), free * libm::sinf(angle.to_radians()));
            Rect::new(centre[0] - w, centre[1] - h, 2.0 * w, 2.0 * h)
        });
        let text = Text {
            say: self.say.clone(),
            font: self.font.clone(),
            case: self.case,
            legible: self.legible,
            lines: self.lines,
            leading: 1.04,
            ..Text::default()
        };
        let Some(worded) = text.worded_largest(&fields, stage)? else { return Ok(Vec::new()) };
        let [paper, second] = [self.paper, self.second].map(|ink| Color { a: 255, ..stage.inks.color(ink) });
        let ink = bodies::ink_on(paper, self.ink, second, &worded.text, stage);
        let turn = outline::tilt(&place, self.tilt);
        let star = |r: f32| -> Vec<Segment> { outline::star(&round(r), self.points, notch) };
        let mut marks = Vec::new();
        if self.shadow > 0.0 {
            let below = [turn[0], turn[1], turn[2], turn[3], turn[4] + 0.025 * radius, turn[5] + 0.05 * radius];
            let dark = Color::BLACK.at_strength(self.shadow);
            bodies::soft(|by| star(radius + by), 0.05 * radius, dark, &below, &mut marks);
        }
        marks.push(bodies::fill(&star(radius), &turn, second));
        marks.push(bodies::fill(&star(radius * (1.0 - BORDER)), &turn, paper));
        if self.ring {
            marks.push(bodies::stroke(&outline::ellipse(&round(ring)), &turn, second, RING * radius));
        }
        stage.backdrop.spots(outline::bounds(&round(radius), &turn), second);
        let sure = outline::corners(&round(0.7 * free)).map(|corner| outline::map(&turn, corner));
        stage.backdrop.spots(outline::bounds(&round(radius), &turn), paper);
        stage.backdrop.fill(sure.to_vec(), paper);
        stage.backdrop.spots(outline::bounds(&bodies::whole(&worded), &turn), ink);
        let letters = bodies::letters(&worded, stage);
        Pen::new(worded.setting.size, ink, turn).write(&letters, &mut marks);
        Ok(marks)
    }
}
