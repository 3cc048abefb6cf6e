//! Regions: where a filter may work, as an author says it, and masks: the same in canvas pixels.

pub mod area;
mod letters;
mod mask;

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, IntoDeserializer},
};

use crate::{measure::Length, scene::Needs};

pub use area::Area;
pub use mask::Mask;

/// Where, as an author says it. Written as one name (`"quiet"`), as a list of names or as a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Region {
    /// What belongs to it; everything when not said.
    pub include: Vec<Area>,
    /// What is taken away again.
    pub exclude: Vec<Area>,
    /// How far the edge is pushed outward (inward when negative).
    pub grow: Length,
    /// How softly it ends: the width of the ramp, which lies inside the edge.
    pub feather: Length,
}

impl Default for Region {
    fn default() -> Self {
        Region { include: vec![Area::All], exclude: Vec::new(), grow: Length::ZERO, feather: Length::ZERO }
    }
}

impl Region {
    /// One area and nothing else.
    pub fn of(area: Area) -> Self {
        Region { include: vec![area], ..Region::default() }
    }

    /// What must be read to know where it is.
    pub fn needs(&self) -> Needs {
        self.include.iter().chain(&self.exclude).fold(Needs::NONE, |needs, area| needs | area.needs())
    }
}

/// The table form; see [`Region`].
#[derive(Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Table {
    /// What belongs to it; everything when not said.
    include: Vec<Area>,
    /// What is taken away again.
    exclude: Vec<Area>,
    /// How far the edge is pushed outward (inward when negative).
    grow: Length,
    /// How softly it ends: the width of the ramp, which lies inside the edge.
    feather: Length,
}

impl Default for Table {
    fn default() -> Self {
        Table { include: vec![Area::All], exclude: Vec::new(), grow: Length::ZERO, feather: Length::ZERO }
    }
}

impl<'de> Deserialize<'de> for Region {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Region;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "a region: one name such as `text` or `ground`, a list of names, or a table with include, exclude, grow, feather",
                )
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Region, E> {
                Area::deserialize(name.into_deserializer()).map(Region::of)
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, list: A) -> Result<Region, A::Error> {
                let include = Vec::deserialize(de::value::SeqAccessDeserializer::new(list))?;
                Ok(Region { include, ..Region::default() })
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Region, A::Error> {
                let table = Table::deserialize(de::value::MapAccessDeserializer::new(map))?;
                let Table { include, exclude, grow, feather } = table;
                Ok(Region { include, exclude, grow, feather })
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}

impl JsonSchema for Region {
    fn schema_name() -> Cow<'static, str> {
        "Region".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (name, list) = (generator.subschema_for::<Area>(), generator.subschema_for::<Vec<Area>>());
        let table = generator.subschema_for::<Table>();
        let description = "where: one name such as `text` or `ground`, a list of names, or a table";
        json_schema!({ "anyOf": [name, list, table], "description": description })
    }
}
