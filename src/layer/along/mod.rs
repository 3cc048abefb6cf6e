//! Text along a course: on an arc, on a curve, on a wall seen aslant, or down the page.

mod bend;
mod draw;
mod letters;
mod upright;
mod wall;

#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::Ink,
    layer::{
        LayerError, Lower, Place,
        contrast::Means,
        stage::Stage,
        text::{Outline, Shadow, Text},
        worded::TRIES,
    },
    measure::{Length, Rect},
    plan::Mark,
    quad::Quad,
    scene::Needs,
    typeset::{Align, Style, case::Case},
};

use letters::Laid;

/// Words set along a course other than a straight line. On an arc unless `curve`, `quad` or `vertical` is said.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Along {
    /// What it says; `#symbol#` is written anew for each picture.
    pub say: String,
    /// The box that an arc or a column fills.
    pub place: Place,
    /// Degrees of a circle that the line spans: above 0 it arches up, below 0 it hangs.
    #[schemars(range(min = -350.0, max = 350.0))]
    pub arc: f32,
    /// The radius of the circle; it follows from `arc` and the length of the line when not said.
    #[schemars(extend("minimum" = 0.0))]
    pub radius: Option<Length>,
    /// Points `[x, y]` in fractions of the page; the line stands on a smooth curve through them.
    pub curve: Vec<[f32; 2]>,
    /// Four corners `[x, y]` in fractions of the page, clockwise from the top left of the lettering, such as those of
    /// a wall or a sign: the words fill it in as many lines as its shape asks for, and recede as it does.
    pub quad: Vec<[f32; 2]>,
    /// Words that run down or up the page.
    pub vertical: Option<Vertical>,
    /// The face (`detourn list fonts`). What it lacks is taken from others.
    pub font: String,
    /// The largest size, per em.
    #[schemars(extend("minimum" = 0.0))]
    pub size: Length,
    /// The smallest legible size, per em; smaller text is set all the same and reported.
    #[schemars(extend("minimum" = 0.0))]
    pub legible: Length,
    /// Distance of baselines in ems, where there is more than one line.
    #[schemars(range(min = 0.5, max = 4.0))]
    pub leading: f32,
    /// Space added between letters, in ems.
    #[schemars(range(min = -0.2, max = 2.0))]
    pub tracking: f32,
    /// Where on a curve the line stands, and to which side the lines in a quad or a column are flush.
    pub align: Align,
    pub case: Case,
    /// The colour of the letters; chosen to be read when not said.
    pub ink: Option<Ink>,
    /// An outline round the letters.
    pub stroke: Option<Outline>,
    /// A shadow below the letters. In a quad it is hard and lies in its plane.
    pub shadow: Option<Shadow>,
    /// How the text may be made legible where it is not, in order of preference; a course has no `box`.
    pub contrast: Option<Vec<Means>>,
}

/// How words run up or down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Vertical {
    /// Upright letters, one below the other.
    Stacked,
    /// Lines turned to the right, read from top to bottom.
    Down,
    /// Lines turned to the left, read from bottom to top.
    Up,
}

impl Default for Along {
    fn default() -> Self {
        Along {
            say: "#caption#".into(),
            place: Place::Top,
            arc: 90.0,
            radius: None,
            curve: Vec::new(),
            quad: Vec::new(),
            vertical: None,
            font: "Anton".into(),
            size: Length::Side(1.0),
            legible: Length::Side(0.016),
            leading: 1.1,
            tracking: 0.0,
            align: Align::Center,
            case: Case::AsIs,
            ink: None,
            stroke: None,
            shadow: None,
            contrast: None,
        }
    }
}

/// The course of a layer, in canvas pixels.
enum Course {
    Arc { degrees: f32, radius: Option<f32> },
    Curve(Vec<[f32; 2]>),
    Wall(Quad),
    Vertical(Vertical),
}

impl Lower for Along {
    const NAME: &'static str = "along";

    fn needs(&self) -> Needs {
        self.manner().needs()
    }

    fn says(&self) -> Option<&str> {
        Some(&self.say)
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let course = self.course(stage)?;
        let face = stage.face(&self.font)?;
        let style = Style {
            faces: vec![face],
            lang: stage.lang,
            align: self.align,
            tracking: self.tracking,
            leading: self.leading,
            case: self.case,
            ..Style::default()
        };
        let place = self.place.rect(stage);
        let (most, least) = (stage.page.px(self.size), stage.page.px(self.legible));
        let mut chosen: Option<(String, Laid)> = None;
        for attempt in 0..if self.say.contains('#') { TRIES } else { 1 } {
            let Some(text) = stage.say(&self.say, attempt)? else { break };
            let Some(laid) = self.laid(&course, &text, &style, &place, most, stage) else { continue };
            let fits = laid.size >= least;
            if fits || chosen.is_none() {
                chosen = Some((text, laid));
            }
            if fits {
                break;
            }
        }
        let Some((text, laid)) = chosen else { return Ok(Vec::new()) };
        if laid.size < least {
            let size = laid.size;
            stage.notes.push(format!("“{text}” fits its course only at {size:.1} px, below the legible {least:.1} px"));
        }
        if !laid.missing.is_empty() {
            let missing: String = laid.missing.iter().collect();
            stage.notes.push(format!("no face has the characters “{missing}” of “{text}”"));
        }
        let canvas = stage.page.canvas();
        if laid.spots.iter().any(|spot| !canvas.holds(&spot.bounds(), 0.5)) {
            stage.notes.push(format!("“{text}” runs off the page"));
        }
        stage.said.push(text);
        Ok(draw::lower(&self.manner(), &laid, stage))
    }
}

impl Along {
    /// Colours, outline and shadow, as a text has them.
    fn manner(&self) -> Text {
        let means = self.contrast.clone().unwrap_or_else(|| match self.ink {
            None => vec![Means::Ink, Means::Stroke],
            Some(_) => vec![Means::Stroke],
        });
        Text {
            place: self.place,
            ink: self.ink,
            stroke: self.stroke,
            shadow: self.shadow,
            contrast: Some(means.into_iter().filter(|means| *means != Means::Box).collect()),
            ..Text::default()
        }
    }

    /// How far outline and shadow reach past the ink of the letters, in ems.
    fn margin(&self) -> f32 {
        let shadow = self.shadow.map_or(0.0, |s| s.x.abs().max(s.y.abs()) + 2.0 * s.blur);
        self.stroke.map_or(0.0, |stroke| stroke.width).max(shadow)
    }

    fn course(&self, stage: &Stage<'_>) -> Result<Course, LayerError> {
        let wrong = |why: &str| Err(LayerError(why.into()));
        let on_page = |[x, y]: [f32; 2]| {
            let at = stage.moved([x, y, 0.0, 0.0]);
            [at.x, at.y].map(|v| if v.is_finite() { v.clamp(-1e5, 1e5) } else { 0.0 })
        };
        match (&self.curve[..], &self.quad[..], self.vertical) {
            ([], [], None) => {
                Ok(Course::Arc { degrees: self.arc, radius: self.radius.map(|radius| stage.page.px(radius)) })
            }
            ([], [], Some(vertical)) => Ok(Course::Vertical(vertical)),
            ([_], [], None) => wrong("a curve needs two points or more"),
            (points, [], None) => Ok(Course::Curve(points.iter().copied().map(on_page).collect())),
            ([], corners, None) => match corners.try_into() {
                Ok(corners) => {
                    let corners: [[f32; 2]; 4] = corners;
                    let quad = Quad(corners.map(on_page));
                    if wall::is_sound(&quad) {
                        Ok(Course::Wall(quad))
                    } else {
                        wrong("the corners of a quad go round clockwise, and none points inward")
                    }
                }
                Err(_) => wrong("a quad has four corners"),
            },
            _ => wrong("text runs along one of `curve`, `quad` and `vertical`"),
        }
    }

    /// The text as large as its course lets it be; none when nothing of it can be seen.
    fn laid(
        &self,
        course: &Course,
        text: &str,
        style: &Style,
        place: &Rect,
        most: f32,
        stage: &Stage<'_>,
    ) -> Option<Laid> {
        let (margin, fonts) = (self.margin(), stage.fonts);
        let laid = match course {
            Course::Arc { degrees, radius } => bend::arc(text, style, (*degrees, *radius), place, margin, most, fonts),
            Course::Curve(points) => bend::curve(text, style, points, most, fonts),
            Course::Wall(quad) => wall::fill(text, style, quad, margin, most, fonts),
            Course::Vertical(Vertical::Stacked) => upright::stacked(text, style, place, margin, most, fonts),
            Course::Vertical(turn) => upright::turned(text, style, place, *turn == Vertical::Down, margin, most, fonts),
        };
        laid.filter(|laid| !laid.spots.is_empty())
    }
}
