//! Banner: painted cloth hung across the picture by its corners.

mod cloth;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    layer::{
        LayerError, Lower, Place,
        banner::cloth::{Cloth, LEVEL, SHADE},
        bodies::{self, Pen},
        outline,
        stage::Stage,
        text::Text,
    },
    measure::{Length, Rect},
    plan::Mark,
    scene::Needs,
    typeset::case::Case,
};

/// A cloth banner: it sags and waves between ropes, and the letters are painted on it with a broad brush.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Banner {
    /// What it says; `#symbol#` is written anew for each picture.
    pub say: String,
    /// The box that cloth and ropes fill.
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
    /// The colour of the cloth.
    pub cloth: Ink,
    /// The colour of the paint; nearly black, or white on dark cloth, when not said.
    pub ink: Option<Ink>,
    /// How far the cloth waves, as a share of its height.
    #[schemars(range(min = 0.0, max = 0.4))]
    pub wave: f32,
    /// How deep its folds are.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub folds: f32,
    /// Ropes at the corners.
    pub ropes: bool,
    /// Degrees that it slopes down to the right.
    #[schemars(range(min = -20.0, max = 20.0))]
    pub tilt: f32,
    /// How dark a shadow it throws.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub shadow: f32,
}

impl Default for Banner {
    fn default() -> Self {
        Banner {
            say: "#slogan#".into(),
            place: Place::Box([0.0, 0.62, 1.0, 0.32]),
            font: "Permanent Marker".into(),
            case: Case::Upper,
            size: Length::Side(0.2),
            legible: Length::Side(0.022),
            lines: 0,
            cloth: Color::rgb(0xf2, 0xea, 0xd8).into(),
            ink: None,
            wave: 0.09,
            folds: 0.5,
            ropes: true,
            tilt: -2.0,
            shadow: 0.45,
        }
    }
}

impl Lower for Banner {
    const NAME: &'static str = "banner";

    fn needs(&self) -> Needs {
        self.place.needs() | Needs::of([Some(self.cloth), self.ink].iter().flatten())
    }

    fn says(&self) -> Option<&str> {
        Some(&self.say)
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let place = self.place.rect(stage);
        let mut dice = stage.seed.at("cloth").dice();
        let sling = Cloth::new(self, &place, &mut dice);
        let r = &sling.rest;
        let margin = (0.11 * r.h).min(0.05 * r.w);
        let field = Rect::new(r.x + 1.6 * margin, r.y + margin, r.w - 3.2 * margin, r.h - 2.0 * margin);
        let text = Text {
            say: self.say.clone(),
            font: self.font.clone(),
            case: self.case,
            size: self.size,
            legible: self.legible,
            lines: self.lines,
            leading: 1.05,
            ..Text::default()
        };
        let Some(worded) = text.worded_in(field, &|text| text, stage)? else { return Ok(Vec::new()) };
        let cloth = Color { a: 255, ..stage.inks.color(self.cloth) };
        // The folds' shade lies on paint and cloth alike, so that it brings them nearer to each other.
        let shaded = cloth.mixed(Color::BLACK, SHADE * self.folds);
        let ink = bodies::ink_on(shaded, self.ink, Color::rgb(0x17, 0x14, 0x18), &worded.text, stage);
        let mut marks = Vec::new();
        if self.ropes {
            sling.ropes(&place, &mut marks);
        }
        if self.shadow > 0.0 {
            let drop = 0.06 * r.h;
            let below = [1.0, 0.0, 0.0, 1.0, 0.3 * drop, drop];
            let dark = Color::BLACK.at_strength(self.shadow);
            bodies::soft(|by| sling.outline(by), 0.05 * r.h, dark, &below, &mut marks);
        }
        marks.push(bodies::fill(&sling.outline(0.0), &LEVEL, cloth));
        sling.hems(cloth, &mut marks);
        let em = worded.setting.size;
        for letter in bodies::letters(&worded, stage) {
            let x = letter.at[0] + 0.5 * letter.advance;
            let slope = (sling.offset(x + 1.0) - sling.offset(x - 1.0)) / 2.0;
            let y = sling.offset(x) - slope * x;
            let turn = bodies::after(
                &[1.0, slope, 0.0, 1.0, 0.0, y],
                &outline::tilt(
                    &Rect::new(letter.at[0], letter.at[1] - 0.7 * em, letter.advance, 0.7 * em),
                    dice.between(-1.5, 1.5),
                ),
            );
            let letter = letter.moved(0.0, 0.02 * em * dice.between(-1.0, 1.0));
            Pen::new(em, ink, turn).write([&letter], &mut marks);
        }
        sling.shade(self.folds, &mut marks);
        if self.ropes {
            sling.eyelets(&mut marks);
        }
        let reach = sling.reach();
        stage.backdrop.spots(Rect::new(place.x, r.y - reach, place.w, r.h + 2.0 * reach), cloth);
        stage.backdrop.spots(Rect::new(r.x, r.y - reach, r.w, r.h + 2.0 * reach), shaded);
        stage.backdrop.spots(Rect::new(r.x, r.y - reach, r.w, r.h + 2.0 * reach), ink);
        Ok(marks)
    }
}
