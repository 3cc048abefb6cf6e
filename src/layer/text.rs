//! Text: words set as large as their place allows, legible on whatever lies below.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    layer::{
        LayerError, Lower, Place,
        contrast::{self, Means},
        lettering,
        stage::Stage,
    },
    measure::Length,
    plan::Mark,
    scene::Needs,
    typeset::{Align, Valign, case::Case},
};

/// Words, set in a face, fitted to a place.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Text {
    /// What it says; `#symbol#` is written anew for each picture (`detourn list words`), `#read.slogan#` quotes it.
    pub say: String,
    /// It says just that, as a command or an address has to be: no symbols, no printer’s quotation marks, no French spaces.
    pub verbatim: bool,
    /// The box that it fills.
    pub place: Place,
    /// The face (`detourn list fonts`). What it lacks is taken from others.
    pub font: String,
    /// The largest size, per em.
    #[schemars(extend("minimum" = 0.0))]
    pub size: Length,
    /// The smallest legible size, per em; smaller text is set all the same and reported.
    #[schemars(extend("minimum" = 0.0))]
    pub legible: Length,
    /// The largest number of lines; 0 for any.
    pub lines: u32,
    /// Distance of baselines in ems; more where ink would touch.
    #[schemars(range(min = 0.5, max = 4.0))]
    pub leading: f32,
    /// Space added between letters, in ems.
    #[schemars(range(min = -0.2, max = 2.0))]
    pub tracking: f32,
    pub align: Align,
    pub valign: Valign,
    pub case: Case,
    /// The colour of the letters; chosen to be read when not said.
    pub ink: Option<Ink>,
    /// An outline round the letters.
    pub stroke: Option<Outline>,
    /// A shadow below the letters.
    pub shadow: Option<Shadow>,
    /// A box behind the text.
    pub back: Option<Back>,
    /// Letters cut out of the box, so that the picture shows through them; needs `back`.
    pub knockout: bool,
    /// Degrees that it is turned by, clockwise.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub tilt: f32,
    /// How the text may be made legible where it is not, in order of preference.
    pub contrast: Option<Vec<Means>>,
}

/// An outline round letters.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Outline {
    /// Black or white, whichever the letters need, when not said.
    pub ink: Option<Ink>,
    /// How far it reaches out of the letters, in ems.
    #[schemars(range(min = 0.0, max = 0.5))]
    pub width: f32,
}

/// A shadow of the letters.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Shadow {
    pub ink: Ink,
    /// To the right, in ems.
    pub x: f32,
    /// Down, in ems.
    pub y: f32,
    /// How soft it is, in ems; 0 for a second hard printing.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub blur: f32,
}

/// A box behind text.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Back {
    /// Black or white, whichever the letters need, when not said.
    pub ink: Option<Ink>,
    /// How far it reaches past the ink, in ems.
    #[schemars(range(min = 0.0, max = 2.0))]
    pub pad: f32,
    /// A strip behind each line rather than one box behind all.
    pub strips: bool,
    /// The radius of its corners, in ems.
    #[schemars(range(min = 0.0, max = 2.0))]
    pub round: f32,
    /// The ink of a thin border.
    pub border: Option<Ink>,
}

impl Default for Text {
    fn default() -> Self {
        Text {
            say: "#caption#".into(),
            verbatim: false,
            place: Place::Bottom,
            font: "Anton".into(),
            size: Length::Side(1.0),
            legible: Length::Side(0.016),
            lines: 0,
            leading: 1.1,
            tracking: 0.0,
            align: Align::Center,
            valign: Valign::Middle,
            case: Case::AsIs,
            ink: None,
            stroke: None,
            shadow: None,
            back: None,
            knockout: false,
            tilt: 0.0,
            contrast: None,
        }
    }
}

impl Default for Outline {
    fn default() -> Self {
        Outline { ink: None, width: 0.05 }
    }
}

impl Default for Shadow {
    fn default() -> Self {
        Shadow { ink: Color::BLACK.into(), x: 0.05, y: 0.05, blur: 0.0 }
    }
}

impl Default for Back {
    fn default() -> Self {
        Back { ink: None, pad: 0.3, strips: false, round: 0.0, border: None }
    }
}

impl Lower for Text {
    const NAME: &'static str = "text";

    fn needs(&self) -> Needs {
        let inks =
            [self.ink, self.stroke.and_then(|s| s.ink), self.back.and_then(|b| b.ink), self.shadow.map(|s| s.ink)];
        let own = if self.ink.is_none() && !self.is_safe() { Needs::PALETTE } else { Needs::NONE };
        self.place.needs()
            | own
            | Needs::of(inks.iter().flatten())
            | if self.is_safe() { Needs::NONE } else { Needs::LUMA }
    }

    fn says(&self) -> Option<&str> {
        (!self.verbatim).then_some(&*self.say)
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let Some(worded) = self.worded(stage)? else { return Ok(Vec::new()) };
        Ok(lettering::lower(self, &worded.setting, worded.origin, stage))
    }
}

impl Text {
    /// Whether its own outline or box makes it legible on any ground, so that none need be read.
    fn is_safe(&self) -> bool {
        let fixed = |ink: Option<Ink>| if let Some(Ink::Color(color)) = ink { Some(color) } else { None };
        let Some(ink) = fixed(self.ink) else {
            return self.knockout;
        };
        let served = |other: Option<Ink>| match other {
            None => true,
            Some(Ink::Color(other)) => {
                other.a == 255 && crate::color::contrast(ink.luminance(), other.luminance()) >= contrast::RATIO
            }
            Some(_) => false,
        };
        self.stroke.is_some_and(|stroke| stroke.width >= 0.03 && served(stroke.ink))
            || self.back.is_some_and(|back| served(back.ink))
    }

    /// How far outline, box and shadow reach past the ink of the letters, in ems.
    pub fn margin(&self) -> f32 {
        let shadow = self.shadow.map_or(0.0, |s| s.x.abs().max(s.y.abs()) + 2.0 * s.blur);
        let back = self.back.map_or(0.0, |back| back.pad);
        self.stroke.map_or(0.0, |stroke| stroke.width).max(back).max(shadow)
    }
}
