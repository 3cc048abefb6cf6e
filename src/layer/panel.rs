//! A box: a rectangle of one ink, with a border if wanted.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    layer::{LayerError, Lower, Place, outline, stage::Stage},
    measure::{Length, Rect},
    plan::{Mark, ShapeMark, Stroke},
    scene::Needs,
};

/// A rectangle: a bar under a caption, a card, a masthead's ground.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Panel {
    /// Where it goes.
    pub place: Place,
    /// What it is filled with; `transparent` for a frame alone.
    pub ink: Ink,
    /// The ink of its border.
    pub border: Option<Ink>,
    /// How thick the border is; it lies inside the box.
    #[schemars(extend("minimum" = 0.0))]
    pub thickness: Length,
    /// The radius of its corners.
    #[schemars(extend("minimum" = 0.0))]
    pub round: Length,
    /// Degrees that it is turned by, clockwise.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub tilt: f32,
}

impl Default for Panel {
    fn default() -> Self {
        Panel {
            place: Place::Bottom,
            ink: Color::WHITE.into(),
            border: None,
            thickness: Length::Side(0.006),
            round: Length::ZERO,
            tilt: 0.0,
        }
    }
}

impl Lower for Panel {
    const NAME: &'static str = "box";

    fn needs(&self) -> Needs {
        self.place.needs() | Needs::of([Some(self.ink), self.border].iter().flatten())
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let (round, thickness) = (stage.page.px(self.round), stage.page.px(self.thickness));
        let rect = self.place.rect(stage);
        let bar = round == 0.0 && thickness == 0.0 && self.tilt == 0.0;
        let rect = if bar { stage.page.reaching(rect) } else { rect };
        let turn = outline::tilt(&rect, self.tilt);
        let ink = stage.inks.color(self.ink);
        let mut marks = Vec::new();
        if ink.a > 0 {
            let path = outline::mapped(&outline::rect(&rect, round), &turn);
            marks.push(Mark::Shape(ShapeMark { outline: path, fill: Some(ink), stroke: None }));
            let sure = outline::corners(&rect.grown(-round * 0.3)).map(|corner| outline::map(&turn, corner));
            stage.backdrop.spots(outline::bounds(&rect.grown(1.0), &turn), ink);
            stage.backdrop.fill(sure.to_vec(), ink);
        }
        if let Some(border) = self.border.filter(|_| thickness > 0.0) {
            let path = outline::rect(&rect.grown(-thickness / 2.0), (round - thickness / 2.0).max(0.0));
            let stroke = Stroke { ink: stage.inks.color(border), width: outline::hundredth(thickness) };
            let t = thickness;
            let sides = [
                Rect::new(rect.x, rect.y, rect.w, t.max(round)),
                Rect::new(rect.x, rect.bottom() - t.max(round), rect.w, t.max(round)),
                Rect::new(rect.x, rect.y, t, rect.h),
                Rect::new(rect.right() - t, rect.y, t, rect.h),
            ];
            for side in sides {
                for piece in outline::slices(&side, self.tilt) {
                    stage.backdrop.spots(outline::bounds(&piece.grown(1.0), &turn), stroke.ink);
                }
            }
            marks.push(Mark::Shape(ShapeMark {
                outline: outline::mapped(&path, &turn),
                fill: None,
                stroke: Some(stroke),
            }));
        }
        Ok(marks)
    }
}
