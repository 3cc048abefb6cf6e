//! Reading a layer: one key that says what it is, and what may be said of any.

use std::{borrow::Cow, fmt, sync::LazyLock};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, MapAccess},
};

use crate::{
    filter,
    layer::{AnyLayer, KINDS, Layer, Lower, group},
    plan::Blend,
    region::Region,
};

const COMMON: [&str; 6] = ["name", "when", "region", "opacity", "blend", "settle"];

fn keys() -> &'static [&'static str] {
    static KEYS: LazyLock<Vec<&'static str>> =
        LazyLock::new(|| KINDS.iter().chain(filter::KINDS).map(|kind| kind.name).chain(COMMON).collect());
    &KEYS
}

/// A key of a layer: refused here, where the deserialiser still knows its place.
struct Key(&'static str);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let key = keys().iter().find(|key| **key == text);
        key.map(|key| Key(key)).ok_or_else(|| de::Error::unknown_field(&text, keys()))
    }
}

struct KindSeed(&'static str);

impl<'de> DeserializeSeed<'de> for KindSeed {
    type Value = AnyLayer;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<AnyLayer, D::Error> {
        AnyLayer::read(self.0, deserializer)
    }
}

impl<'de> Deserialize<'de> for Layer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Layer;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a layer: a table with one key that says what it is, such as `text` or `halftone`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Layer, A::Error> {
                let (mut name, mut when, mut region, mut opacity, mut blend, mut settle) =
                    (None, None, None, 1.0f32, Blend::Normal, None);
                let mut kind: Option<AnyLayer> = None;
                while let Some(Key(key)) = map.next_key()? {
                    match key {
                        "name" => name = map.next_value()?,
                        "when" => when = map.next_value()?,
                        "region" => region = map.next_value()?,
                        "opacity" => opacity = map.next_value()?,
                        "blend" => blend = map.next_value()?,
                        "settle" => settle = map.next_value()?,
                        _ => {
                            if let Some(first) = &kind {
                                let two = format!("`{key}` stands beside `{}`: a layer is one thing", first.name());
                                return Err(de::Error::custom(two));
                            }
                            kind = Some(map.next_value_seed(KindSeed(key))?);
                        }
                    }
                }
                if !(0.0..=1.0).contains(&opacity) {
                    return Err(de::Error::custom(format!("`opacity` is {opacity}: it goes from 0 to 1")));
                }
                if settle.is_some_and(|reach: [f32; 2]| !reach.iter().all(|part| (0.0..=1.0).contains(part))) {
                    return Err(de::Error::custom("`settle` is two fractions of the page, 0 to 1: [0, 0.05]"));
                }
                let kind = kind.ok_or_else(|| {
                    de::Error::custom("a layer needs one key that says what it is: `text`, `halftone`, …")
                })?;
                if settle.is_some() && !kind.lies_over() && !matches!(kind, AnyLayer::Group(_)) {
                    let still =
                        format!("`settle` moves what is laid over the picture, or a group of it: no `{}`", kind.name());
                    return Err(de::Error::custom(still));
                }
                Ok(Layer { name, when, region, opacity, blend, settle, kind })
            }
        }

        deserializer.deserialize_map(Visitor)
    }
}

impl JsonSchema for Layer {
    fn schema_name() -> Cow<'static, str> {
        "Layer".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut properties = serde_json::Map::new();
        for kind in KINDS.iter().chain(filter::KINDS) {
            // A group holds layers: naming it again here would not end.
            let schema = if kind.name == group::Group::NAME {
                generator.subschema_for::<group::Group>()
            } else {
                (kind.schema)()
            };
            properties.insert(kind.name.into(), schema.into());
        }
        let name = "what a template that is laid over this one calls it by";
        properties.insert("name".into(), json_schema!({ "type": "string", "description": name }).into());
        properties.insert(
            "when".into(),
            json_schema!({ "type": "string", "description": "a condition on the scene: `tall and not dark`" }).into(),
        );
        properties.insert("region".into(), generator.subschema_for::<Region>().into());
        let opacity = "0 not to be seen, 1 as it is";
        let opacity = json_schema!({ "type": "number", "minimum": 0, "maximum": 1, "description": opacity });
        properties.insert("opacity".into(), opacity.into());
        properties.insert("blend".into(), generator.subschema_for::<Blend>().into());
        let settle = "how far it may move, in fractions of the page's width and height";
        let number = json_schema!({ "type": "number", "minimum": 0, "maximum": 1 });
        let settle =
            json_schema!({ "type": "array", "items": number, "minItems": 2, "maxItems": 2, "description": settle });
        properties.insert("settle".into(), settle.into());
        json_schema!({ "type": "object", "description": "layers, as below", "properties": properties, "additionalProperties": false })
    }
}
