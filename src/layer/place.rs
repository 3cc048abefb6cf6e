//! Places: where on the page a layer goes.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{layer::stage::Stage, measure::Rect, scene::Needs};

/// A box in fractions of the trimmed page, or a part of the page by name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// `[x, y, width, height]`, 0 to 1.
    Box([f32; 4]),
    /// The whole page within its margins.
    Page,
    /// The upper or lower part.
    Top,
    Bottom,
    /// The largest calm rectangle; the calmer of top and bottom where there is none worth lettering.
    Quiet,
}

const NAMES: [(&str, Place); 4] =
    [("page", Place::Page), ("top", Place::Top), ("bottom", Place::Bottom), ("quiet", Place::Quiet)];

impl Place {
    /// What must be read to know it.
    pub fn needs(self) -> Needs {
        if self == Place::Quiet { Needs::QUIET | Needs::DETAIL } else { Needs::NONE }
    }

    /// The box in canvas pixels.
    pub fn rect(self, stage: &Stage<'_>) -> Rect {
        match self {
            Place::Box(fractions) => stage.moved(fractions),
            Place::Page => stage.moved([0.05, 0.05, 0.9, 0.9]),
            Place::Top => stage.moved([0.05, 0.04, 0.9, 0.28]),
            Place::Bottom => stage.moved([0.05, 0.68, 0.9, 0.28]),
            Place::Quiet => stage.quiet().unwrap_or_else(|| {
                let [top, bottom] = [Place::Top, Place::Bottom].map(|place| place.rect(stage));
                if stage.detail(&top) < stage.detail(&bottom) { top } else { bottom }
            }),
        }
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Place::Box(fractions) => fractions.serialize(serializer),
            named => {
                let name = NAMES.iter().find(|(_, place)| place == named).map_or("page", |(name, _)| name);
                serializer.serialize_str(name)
            }
        }
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Place;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a place: [x, y, width, height] in fractions of the page, or page, top, bottom, quiet")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Place, E> {
                let place = NAMES.iter().find(|(known, _)| *known == name);
                place
                    .map(|(_, place)| *place)
                    .ok_or_else(|| E::unknown_variant(name, &["page", "top", "bottom", "quiet"]))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Place, A::Error> {
                let mut fractions = [0.0; 4];
                for (i, fraction) in fractions.iter_mut().enumerate() {
                    *fraction = seq.next_element()?.ok_or_else(|| de::Error::invalid_length(i, &self))?;
                }
                match seq.next_element::<f32>()? {
                    Some(_) => Err(de::Error::invalid_length(5, &self)),
                    None if fractions[2] <= 0.0 || fractions[3] <= 0.0 => {
                        Err(de::Error::custom("a place needs a width and a height above 0"))
                    }
                    None => Ok(Place::Box(fractions)),
                }
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}

impl JsonSchema for Place {
    fn schema_name() -> Cow<'static, str> {
        "Place".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "type": "array", "items": { "type": "number" }, "minItems": 4, "maxItems": 4 },
                { "enum": NAMES.map(|(name, _)| name) },
            ],
            "description": "`[x, y, width, height]` in fractions of the page, or `page`, `top`, `bottom`, `quiet`"
        })
    }
}
