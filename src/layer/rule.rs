//! A rule: a straight line, single, double or dashed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    layer::{LayerError, Lower, outline, stage::Stage},
    measure::{Length, Rect},
    plan::{Mark, ShapeMark},
    scene::Needs,
};

/// A printer's rule between two points.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    /// `[x, y]` in fractions of the page.
    pub from: [f32; 2],
    /// `[x, y]` in fractions of the page.
    pub to: [f32; 2],
    pub ink: Ink,
    /// How thick one line is.
    #[schemars(extend("minimum" = 0.0))]
    pub thickness: Length,
    /// What it is made of.
    pub style: RuleStyle,
}

/// What a rule is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RuleStyle {
    #[default]
    Single,
    /// A thick line over a thin one, as under a masthead.
    Double,
    Dashed,
}

impl Default for Rule {
    fn default() -> Self {
        Rule {
            from: [0.05, 0.5],
            to: [0.95, 0.5],
            ink: Color::BLACK.into(),
            thickness: Length::Side(0.004),
            style: RuleStyle::Single,
        }
    }
}

impl Lower for Rule {
    const NAME: &'static str = "rule";

    fn needs(&self) -> Needs {
        Needs::of([&self.ink])
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let [a, b] = [self.from, self.to].map(|[x, y]| stage.moved([x, y, 0.0, 0.0]));
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let length = (dx * dx + dy * dy).sqrt();
        let thick = stage.page.px(self.thickness);
        if length == 0.0 || thick <= 0.0 {
            return Ok(Vec::new());
        }
        // Drawn along x from the origin, then turned into place.
        let turn = [dx / length, dy / length, -dy / length, dx / length, a.x, a.y];
        let bar = |x: f32, y: f32, w: f32, h: f32| outline::rect(&Rect::new(x, y - h / 2.0, w, h), 0.0);
        let path = match self.style {
            RuleStyle::Single => bar(0.0, 0.0, length, thick),
            RuleStyle::Double => [bar(0.0, 0.0, length, thick), bar(0.0, thick * 1.6, length, thick * 0.35)].concat(),
            RuleStyle::Dashed => {
                let count = (length / (thick * 5.0)).clamp(1.0, 2000.0) as usize;
                // The last dash ends where the rule does.
                let step = length / (count as f32 - 0.4);
                (0..count).flat_map(|i| bar(i as f32 * step, 0.0, step * 0.6, thick)).collect()
            }
        };
        let ink = stage.inks.color(self.ink);
        let bar = Rect::new(0.0, -thick / 2.0, length, thick * if self.style == RuleStyle::Double { 2.4 } else { 1.0 });
        stage.backdrop.spots(outline::bounds(&bar.grown(1.0), &turn), ink);
        let fill = Some(ink);
        Ok(vec![Mark::Shape(ShapeMark { outline: outline::mapped(&path, &turn), fill, stroke: None })])
    }
}
