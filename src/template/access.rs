//! How a rolling deserialiser walks into arrays, tables and variants.

use serde::de::{self, DeserializeSeed, IntoDeserializer, Visitor};

use crate::template::{
    error::TemplateError,
    node::{Node, Span},
    roll::Roll,
};

/// What makes one layer's dice its own: its name, or its first key that says what it is.
fn part_name(item: &Node) -> Option<&str> {
    const COMMON: [&str; 5] = ["when", "region", "opacity", "blend", "name"];
    let kind = || item.entries().iter().map(|e| e.key.as_str()).find(|key| !COMMON.contains(key));
    item.get("name").and_then(Node::as_str).or_else(kind)
}

/// The items of an array.
pub struct Items<'r, 'a> {
    roll: &'r Roll<'a>,
    items: &'a [Node],
    next: usize,
}

impl<'r, 'a> Items<'r, 'a> {
    pub fn new(roll: &'r Roll<'a>, items: &'a [Node]) -> Self {
        Items { roll, items, next: 0 }
    }
}

impl<'a> de::SeqAccess<'a> for Items<'_, 'a> {
    type Error = TemplateError;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>, TemplateError> {
        let Some(item) = self.items.get(self.next) else { return Ok(None) };
        let part = match part_name(item) {
            Some(name) => {
                let twins = self.items[..self.next].iter().filter(|other| part_name(other) == Some(name)).count();
                format!("{name}.{twins}")
            }
            None => self.next.to_string(),
        };
        self.next += 1;
        seed.deserialize(self.roll.child(item, &part)).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len() - self.next)
    }
}

/// The entries of a table.
pub struct Entries<'r, 'a> {
    roll: &'r Roll<'a>,
    next: usize,
}

impl<'r, 'a> Entries<'r, 'a> {
    pub fn new(roll: &'r Roll<'a>) -> Self {
        Entries { roll, next: 0 }
    }
}

impl<'a> de::MapAccess<'a> for Entries<'_, 'a> {
    type Error = TemplateError;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, TemplateError> {
        let Some(entry) = self.roll.node.entries().get(self.next) else { return Ok(None) };
        let key = entry.key.as_str();
        seed.deserialize(key.into_deserializer()).map(Some).map_err(|e: TemplateError| e.or_at(entry.key_span))
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, TemplateError> {
        let entry = &self.roll.node.entries()[self.next];
        self.next += 1;
        seed.deserialize(self.roll.child(&entry.node, &entry.key)).map_err(|e| e.or_in(&entry.node))
    }
}

/// `key = { … }` read as the variant `key`.
pub struct Variant<'a> {
    roll: Roll<'a>,
    name: &'a str,
    span: Span,
    value: Option<&'a Node>,
}

impl<'a> de::EnumAccess<'a> for Variant<'a> {
    type Error = TemplateError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'a>>(self, seed: V) -> Result<(V::Value, Self), TemplateError> {
        let name = seed.deserialize(self.name.into_deserializer()).map_err(|e: TemplateError| e.or_at(self.span))?;
        Ok((name, self))
    }
}

impl<'a> Variant<'a> {
    pub fn new(roll: Roll<'a>, name: &'a str, span: Span, value: Option<&'a Node>) -> Self {
        Variant { roll, name, span, value }
    }

    fn content(self) -> Result<Roll<'a>, TemplateError> {
        let wanting = || TemplateError::at(format!("`{}` needs a value: {} = …", self.name, self.name), self.span);
        let node = self.value.ok_or_else(wanting)?;
        Ok(self.roll.child(node, self.name))
    }
}

impl<'a> de::VariantAccess<'a> for Variant<'a> {
    type Error = TemplateError;

    fn unit_variant(self) -> Result<(), TemplateError> {
        match self.value {
            None => Ok(()),
            Some(node) => Err(TemplateError::at(format!("`{}` takes no value", self.name), node.span)),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<T::Value, TemplateError> {
        seed.deserialize(self.content()?)
    }

    fn tuple_variant<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value, TemplateError> {
        de::Deserializer::deserialize_seq(self.content()?, visitor)
    }

    fn struct_variant<V: Visitor<'a>>(self, _: &'static [&'static str], v: V) -> Result<V::Value, TemplateError> {
        de::Deserializer::deserialize_map(self.content()?, v)
    }
}
