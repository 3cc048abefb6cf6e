//! A shape: an ellipse, a burst, a polygon, a scrap of torn paper, a hole torn into it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    layer::{
        LayerError, Lower, Place, outline,
        stage::Stage,
        torn::{self, Torn},
    },
    measure::{Length, Rect},
    plan::{Mark, ShapeMark, Stroke},
    scene::Needs,
};

/// A filled outline.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Shape {
    pub kind: Outline,
    /// The box that it fills.
    pub place: Place,
    pub ink: Ink,
    /// The ink of a line along the outline.
    pub border: Option<Ink>,
    #[schemars(extend("minimum" = 0.0))]
    pub thickness: Length,
    /// Degrees that it is turned by, clockwise.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub tilt: f32,
    /// Tips of a burst.
    #[schemars(range(min = 3, max = 60))]
    pub tips: u32,
    /// How deep a burst's notches or a tear go: 0 not at all, 1 to the middle.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub depth: f32,
    /// Corners of a polygon, `[x, y]` in fractions of the place.
    pub points: Vec<[f32; 2]>,
    /// Of a tear: how wide the white of the paper shows along it, more here and less there.
    #[schemars(extend("minimum" = 0.0))]
    pub fibre: Length,
    /// The colour of that.
    pub core: Ink,
    /// How dark a shadow it throws on what it lies on; a rip has its edge's shadow in it.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub shadow: f32,
}

/// How far shadows fall, to the right and down.
const SHADOW: [Length; 2] = [Length::Side(0.006), Length::Side(0.012)];

/// The kinds of outline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outline {
    #[default]
    Ellipse,
    /// A star of many tips, as round a price.
    Burst,
    Polygon,
    /// A rectangle of paper torn by hand.
    Torn,
    /// A hole torn into what is below, through which `ink` shows.
    Rip,
}

impl Default for Shape {
    fn default() -> Self {
        Shape {
            kind: Outline::Ellipse,
            place: Place::Box([0.6, 0.1, 0.3, 0.2]),
            ink: Color::rgb(0xff, 0xd6, 0x00).into(),
            border: None,
            thickness: Length::Side(0.006),
            tilt: 0.0,
            tips: 16,
            depth: 0.15,
            points: Vec::new(),
            fibre: Length::ZERO,
            core: Color::rgb(0xfb, 0xfa, 0xf6).into(),
            shadow: 0.0,
        }
    }
}

impl Lower for Shape {
    const NAME: &'static str = "shape";

    fn needs(&self) -> Needs {
        self.place.needs() | Needs::of([Some(self.ink), Some(self.core), self.border].iter().flatten())
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let rect = self.place.rect(stage);
        let turn = outline::tilt(&rect, self.tilt);
        // What lies inside for sure, as a share of the box on each side of its centre.
        let (path, sure) = match self.kind {
            Outline::Ellipse => (outline::ellipse(&rect), 0.7),
            Outline::Burst => (outline::star(&rect, self.tips, 1.0 - self.depth), 0.7 * (1.0 - self.depth)),
            Outline::Torn | Outline::Rip => return Ok(self.torn(&rect, &turn, stage)),
            Outline::Polygon if self.points.len() < 3 => {
                return Err(LayerError("a polygon needs three points or more".into()));
            }
            Outline::Polygon => {
                let points: Vec<_> =
                    self.points.iter().map(|[x, y]| [rect.x + x * rect.w, rect.y + y * rect.h]).collect();
                (outline::polygon(&points), 0.0)
            }
        };
        let ink = stage.inks.color(self.ink);
        let stroke =
            self.border.map(|border| Stroke { ink: stage.inks.color(border), width: stage.page.px(self.thickness) });
        let edge = stroke.map_or(0.0, |stroke| stroke.width / 2.0);
        let around = outline::bounds(&rect.grown(1.0 + edge), &turn);
        stage.backdrop.spots(around, ink);
        stroke.iter().for_each(|stroke| stage.backdrop.spots(around, stroke.ink));
        let path = outline::mapped(&path, &turn);
        let mut marks = Vec::new();
        if self.shadow > 0.0 {
            let by = SHADOW.map(|length| stage.page.px(length));
            stage.backdrop.spots(around.grown(by[1]), Color::BLACK);
            marks.extend(torn::thrown(&path, by, self.shadow));
        }
        if sure > 0.0 {
            let inner = Rect::new(
                rect.x + rect.w * (1.0 - sure) / 2.0,
                rect.y + rect.h * (1.0 - sure) / 2.0,
                rect.w * sure,
                rect.h * sure,
            )
            .grown(-edge);
            stage.backdrop.fill(outline::corners(&inner).map(|corner| outline::map(&turn, corner)).to_vec(), ink);
        }
        marks.push(Mark::Shape(ShapeMark { outline: path, fill: Some(ink), stroke }));
        Ok(marks)
    }
}

impl Shape {
    /// Paper torn by hand, or the hole that is left where it was: its white core, its print, and the shadow of its edge.
    fn torn(&self, rect: &Rect, turn: &[f32; 6], stage: &mut Stage<'_>) -> Vec<Mark> {
        let depth = self.depth * rect.w.min(rect.h) / 2.0;
        let mut dice = stage.seed.at("torn").dice();
        let edge = Torn::new(rect, depth, &mut dice);
        let fibre = stage.page.px(self.fibre).clamp(0.0, rect.w.min(rect.h) / 8.0);
        let rip = self.kind == Outline::Rip;
        // A hole is as deep as the paper stands off its wall.
        let by = SHADOW.map(|length| stage.page.px(length) * if rip { 1.7 } else { 1.0 });
        let (ink, core) = (stage.inks.color(self.ink), stage.inks.color(self.core));
        let around = outline::bounds(&rect.grown(1.0 + by[1]), turn);
        [ink, core, Color::BLACK].into_iter().for_each(|ink| stage.backdrop.spots(around, ink));

        let fill = |torn: &Torn, ink: Color| {
            Mark::Shape(ShapeMark { outline: outline::mapped(&torn.outline(), turn), fill: Some(ink), stroke: None })
        };
        let mut marks = Vec::new();
        if self.shadow > 0.0 && !rip {
            marks.extend(torn::thrown(&outline::mapped(&edge.coarse(), turn), by, self.shadow));
        }
        let mut print = edge;
        if fibre > 0.0 {
            // Paper is thin where it ends, and greyer there.
            let thin = Color { r: dim(core.r), g: dim(core.g), b: dim(core.b), ..core };
            let middle = print.within(0.45 * fibre, &mut dice);
            marks.push(fill(&print, if rip { core } else { thin }));
            marks.push(fill(&middle, if rip { thin } else { core }));
            print = middle.within(0.55 * fibre, &mut dice);
        }
        marks.push(fill(&print, ink));
        let stroke = self.border.map(|ink| Stroke { ink: stage.inks.color(ink), width: stage.page.px(self.thickness) });
        if let (Some(Mark::Shape(shape)), Some(stroke)) = (marks.last_mut(), stroke) {
            shape.stroke = Some(stroke);
            stage.backdrop.spots(around.grown(stroke.width), stroke.ink);
        }
        let mut sure = rect.grown(-depth - 2.7 * fibre);
        if rip && self.shadow > 0.0 {
            let path = outline::mapped(&print.coarse(), turn);
            marks.push(torn::fallen(&path, print.ring(turn), &around, by, self.shadow));
            sure = sure.grown(-by[1]);
        }
        if sure.w > 0.0 && sure.h > 0.0 {
            stage.backdrop.fill(outline::corners(&sure).map(|corner| outline::map(turn, corner)).to_vec(), ink);
        }
        marks
    }
}

/// A channel of paper that is thin.
fn dim(channel: u8) -> u8 {
    (u32::from(channel) * 238 / 255) as u8
}
