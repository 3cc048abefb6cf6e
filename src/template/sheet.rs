//! The sheet: a template with everything rolled for one picture.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de::IgnoredAny};

use crate::{
    color::Color,
    condition::Condition,
    layer::{self, Fit, Layer},
    measure::Length,
    region::Region,
    scene::Needs,
    template::group::Group,
};

/// What a template says once ranges, choices and parameters are settled.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Sheet {
    /// One line for the list of templates.
    pub summary: String,
    /// The shelf that it stands on: `--template group:NAME` casts among one.
    pub group: Option<Group>,
    /// The template that this one is laid over: a built-in's name or a file beside it.
    pub extends: Option<String>,
    /// A condition on the scene, for casting; see `when`.
    pub suits: Option<Condition>,
    /// How often it is cast beside the others that suit, 0 for never.
    #[schemars(range(min = 0.0))]
    pub weight: Option<f32>,
    /// What the page is.
    pub page: PageSpec,
    /// Parameters: `"$name"` stands for one anywhere, `--set name=value` changes it.
    pub params: Params,
    /// What no filter changes, as a region or a list of names; `[]` for nothing. Without it, faces are kept from
    /// filters that move pixels; not from `repeat` and `tilt`, in which they stay whole.
    pub protect: Option<Region>,
    /// What becomes of lines of the picture that would show in part only: cropped, partly covered by what is laid over
    /// them, or with other letters across them. Asks for text to be read where they are erased.
    pub cut_lines: CutLines,
    /// The layers, first to last, each over what is there.
    pub layer: Vec<Layer>,
}

/// What becomes of lines that would show in part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CutLines {
    /// They are not looked for.
    #[default]
    Leave,
    /// They go whole.
    Erase,
}

/// The parameters, already in their places when a sheet is read.
#[derive(Clone, Debug, Default)]
pub struct Params;

impl<'de> Deserialize<'de> for Params {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Params)
    }
}

impl JsonSchema for Params {
    fn schema_name() -> Cow<'static, str> {
        "Params".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "description": "names and defaults" })
    }
}

/// What the page is; without any of it, the picture's own pixels.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PageSpec {
    /// A paper size: `A3`, `Letter`, `70x100cm`.
    pub size: Option<String>,
    /// How a sheet of a paper size lies.
    pub lies: Lies,
    /// Canvas width in pixels; the height follows from the picture or the ratio.
    #[schemars(range(min = 1, max = 30000))]
    pub width: Option<u32>,
    /// Width to height, `"4:5"`; or from one shape to another, `"2:3 to 16:9"`: the one between them in which
    /// least of the picture is cut off. The picture's own when not said.
    pub ratio: Option<String>,
    /// Pixels an inch; 300 on paper, otherwise what the picture says.
    #[schemars(range(min = 1.0, max = 2400.0))]
    pub dpi: Option<f32>,
    /// How the picture fills a page of another shape, where no layer places it.
    pub fit: Fit,
    /// How far the canvas reaches past the trim on paper.
    pub bleed: Option<Length>,
    /// The colour under everything; without it, transparent pixels stay transparent where the format can.
    pub paper: Option<Color>,
}

/// How a sheet of paper lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lies {
    /// As the picture does.
    #[default]
    Along,
    /// Taller than wide.
    Upright,
    /// Wider than tall.
    Across,
}

impl Sheet {
    /// Every text that its layers ask grammars for.
    pub fn says(&self) -> Vec<&str> {
        layer::says(&self.layer)
    }

    /// Whether its layers draw from other pictures, where there are any.
    pub fn borrows(&self) -> bool {
        layer::borrow(&self.layer)
    }

    /// What must be read of the picture, but for what the words ask.
    pub fn needs(&self) -> Needs {
        let protect = match &self.protect {
            Some(region) => region.needs(),
            None if layer::move_pixels(&self.layer) => Needs::FACES,
            None => Needs::NONE,
        };
        let lines = if self.cut_lines == CutLines::Erase { Needs::TEXT | Needs::FACES } else { Needs::NONE };
        self.layer.iter().fold(protect | lines, |needs, layer| needs | layer.needs())
    }
}
