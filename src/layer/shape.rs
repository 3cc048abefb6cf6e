//! A shape: an ellipse, a burst, a polygon, a scrap of torn paper.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    layer::{LayerError, Lower, Place, outline, stage::Stage},
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
}

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
        }
    }
}

impl Lower for Shape {
    const NAME: &'static str = "shape";

    fn needs(&self) -> Needs {
        self.place.needs() | Needs::of([Some(self.ink), self.border].iter().flatten())
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let rect = self.place.rect(stage);
        let turn = outline::tilt(&rect, self.tilt);
        // What lies inside for sure, as a share of the box on each side of its centre.
        let (path, sure) = match self.kind {
            Outline::Ellipse => (outline::ellipse(&rect), 0.7),
            Outline::Burst => (outline::star(&rect, self.tips, 1.0 - self.depth), 0.7 * (1.0 - self.depth)),
            Outline::Torn => {
                let depth = self.depth * rect.w.min(rect.h) / 2.0;
                (outline::torn(&rect, depth, &mut stage.seed.at("torn").dice()), 1.0 - self.depth)
            }
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
        Ok(vec![Mark::Shape(ShapeMark { outline: outline::mapped(&path, &turn), fill: Some(ink), stroke })])
    }
}
