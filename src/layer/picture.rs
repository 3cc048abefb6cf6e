//! The picture itself, placed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    layer::{LayerError, Lower, Place, stage::Stage},
    measure::Rect,
    plan::{Mark, PictureMark},
    scene::Needs,
};

/// The source picture. Without a layer of this kind it lies under everything, as large as the page.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Picture {
    /// Where it goes; the whole page, bleed and all, when not said.
    pub place: Option<Place>,
    /// What happens when the shapes differ.
    pub fit: Fit,
}

/// How a picture fills a place of another shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// Fills it; what hangs over is cut off evenly.
    #[default]
    Cover,
    /// Fits inside, all of it seen.
    Contain,
    /// Pulled into shape.
    Stretch,
}

impl Lower for Picture {
    const NAME: &'static str = "picture";

    fn needs(&self) -> Needs {
        self.place.map_or(Needs::NONE, Place::needs)
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let place = self.place.map_or_else(|| stage.page.canvas(), |place| place.rect(stage));
        // Whole pixels, so that an edge is an edge.
        let (x, y) = (place.x.round(), place.y.round());
        let place = Rect::new(x, y, (place.right().round() - x).max(1.0), (place.bottom().round() - y).max(1.0));
        let (w, h) = (stage.scene.width as f32, stage.scene.height as f32);
        let whole = Rect::new(0.0, 0.0, w, h);
        let (from, to) = match self.fit {
            Fit::Stretch => (whole, place),
            Fit::Cover => {
                let scale = (place.w / w).max(place.h / h);
                let (cw, ch) = ((place.w / scale).min(w), (place.h / scale).min(h));
                (Rect::new((w - cw) / 2.0, (h - ch) / 2.0, cw, ch), place)
            }
            Fit::Contain => {
                let scale = (place.w / w).min(place.h / h);
                let (tw, th) = ((w * scale).round().max(1.0), (h * scale).round().max(1.0));
                (whole, Rect::new((place.x + (place.w - tw) / 2.0).round(), (place.y + (place.h - th) / 2.0).round(), tw, th))
            }
        };
        stage.placed = Some((from, to));
        stage.backdrop.picture(stage.scene.luma.as_ref(), from, to);
        Ok(vec![Mark::Picture(PictureMark { index: 0, from, to })])
    }
}
