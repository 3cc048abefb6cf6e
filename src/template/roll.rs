//! Rolling: reads a node as a Rust value while the dice settle its ranges, choices and parameters.
//!
//! An author may write `[low, high]` where a number is wanted, `{ any = [a, b] }` anywhere, and
//! `"$name"` for a parameter. Since the wanted type is known only when a value is read, the dice
//! fall in the deserialiser itself: what comes out of it is plain.

use serde::de::{self, Visitor};

use crate::{
    measure::Length,
    seed::Seed,
    template::{
        access::{Entries, Items, Variant},
        error::{TemplateError, hint},
        node::{Node, Value},
    },
};

/// How choices fall.
#[derive(Clone, Copy, Debug)]
pub enum Chance {
    /// By the dice of a picture; every part has its own, keyed by its path.
    Seed(Seed),
    /// Always the alternative of this number, to try them all when a template is checked.
    Branch(usize),
}

/// A deserialiser over a node.
#[derive(Clone)]
pub struct Roll<'a> {
    pub node: &'a Node,
    params: &'a Node,
    chance: Chance,
    path: String,
    /// How many parameters have led here; they may name each other, not themselves.
    hops: u8,
}

impl<'a> Roll<'a> {
    /// Reads `node`; `params` is the table that `"$name"` refers to.
    pub fn new(node: &'a Node, params: &'a Node, chance: Chance) -> Self {
        Roll { node, params, chance, path: String::new(), hops: 0 }
    }

    /// The same dice and parameters, one step down.
    pub fn child(&self, node: &'a Node, part: &str) -> Self {
        Roll { node, path: format!("{}/{part}", self.path), ..self.clone() }
    }

    /// Follows parameters and choices to a value.
    fn settle(mut self) -> Result<Self, TemplateError> {
        loop {
            let node = self.node;
            if let Some(name) = node.as_str().and_then(|text| text.strip_prefix('$')) {
                let Some(param) = self.params.get(name) else {
                    let known: Vec<&str> = self.params.entries().iter().map(|e| e.key.as_str()).collect();
                    return Err(TemplateError::at(
                        format!("unknown parameter `{name}`{}", hint(name, &known)),
                        node.span,
                    ));
                };
                self.hops += 1;
                if self.hops > 16 {
                    return Err(TemplateError::at(format!("parameter `{name}` leads back to itself"), node.span));
                }
                // The parameter's own path: wherever it is used, it falls the same way.
                self = Roll { node: param, path: format!("params/{name}"), ..self };
            } else if let Some(any) = node.get("any") {
                let items = any.items();
                if items.is_empty() {
                    return Err(TemplateError::at("`any` needs a list with something in it", any.span));
                }
                if let Some(other) = node.entries().iter().find(|e| e.key != "any") {
                    return Err(TemplateError::at("nothing else may stand beside `any`", other.key_span));
                }
                let index = match self.chance {
                    Chance::Seed(seed) => seed.at(&self.path).dice().below(items.len()),
                    Chance::Branch(n) => n % items.len(),
                };
                self = self.child(&items[index], "any");
            } else {
                return Ok(self);
            }
        }
    }

    /// 0 to 1 for a range at this path.
    fn fall(&self) -> f32 {
        match self.chance {
            Chance::Seed(seed) => seed.at(&self.path).dice().unit(),
            Chance::Branch(n) => (n % 2) as f32,
        }
    }

    fn number(&self) -> Option<f64> {
        number(self.node).or_else(|| {
            let (low, high) = ends(self.node, number)?;
            Some(low + (high - low) * f64::from(self.fall()))
        })
    }

    fn whole(&self) -> Option<i64> {
        let whole = |node: &Node| if let Value::Integer(n) = node.value { Some(n) } else { None };
        whole(self.node).or_else(|| {
            let (low, high) = ends(self.node, whole)?;
            Some(low + (f64::from(self.fall()) * (high.saturating_sub(low) as f64 + 1.0)) as i64).map(|n| n.min(high))
        })
    }

    fn length(&self) -> Option<Result<Length, TemplateError>> {
        let read = |node: &Node| match &node.value {
            Value::String(text) => {
                Some(text.parse::<Length>().map_err(|e| TemplateError::at(e.to_string(), node.span)))
            }
            _ => number(node).map(|n| Ok(Length::Side(n as f32))),
        };
        if let Some(length) = read(self.node) {
            return Some(length);
        }
        let (low, high) = ends(self.node, read)?;
        let t = self.fall();
        let mix = |a: f32, b: f32| a + (b - a) * t;
        Some(match (low, high) {
            (Err(e), _) | (_, Err(e)) => Err(e),
            (Ok(Length::Side(a)), Ok(Length::Side(b))) => Ok(Length::Side(mix(a, b))),
            (Ok(Length::Px(a)), Ok(Length::Px(b))) => Ok(Length::Px(mix(a, b))),
            (Ok(Length::Mm(a)), Ok(Length::Mm(b))) => Ok(Length::Mm(mix(a, b))),
            (Ok(Length::Pt(a)), Ok(Length::Pt(b))) => Ok(Length::Pt(mix(a, b))),
            _ => Err(TemplateError::at("both ends of a range need the same unit", self.node.span)),
        })
    }

    fn visit<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, TemplateError> {
        let node = self.node;
        let found = match &node.value {
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Integer(n) => visitor.visit_i64(*n),
            Value::Float(n) => visitor.visit_f64(*n),
            Value::Bool(b) => visitor.visit_bool(*b),
            Value::Array(items) => visitor.visit_seq(Items::new(&self, items)),
            Value::Table(_) => visitor.visit_map(Entries::new(&self)),
        };
        found.map_err(|error: TemplateError| error.or_in(node))
    }
}

fn number(node: &Node) -> Option<f64> {
    match node.value {
        Value::Float(n) => Some(n),
        Value::Integer(n) => Some(n as f64),
        _ => None,
    }
}

fn ends<T>(node: &Node, read: impl Fn(&Node) -> Option<T>) -> Option<(T, T)> {
    match node.items() {
        [low, high] => Some((read(low)?, read(high)?)),
        _ => None,
    }
}

macro_rules! settled {
    ($($method:ident: $read:ident => $visit:ident),* $(,)?) => {
        $(fn $method<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, TemplateError> {
            let roll = self.settle()?;
            match roll.$read() {
                Some(value) => visitor.$visit(value).map_err(|e: TemplateError| e.or_at(roll.node.span)),
                None => roll.visit(visitor),
            }
        })*
    };
}

impl<'a> de::Deserializer<'a> for Roll<'a> {
    type Error = TemplateError;

    settled! {
        deserialize_f32: number => visit_f64,
        deserialize_f64: number => visit_f64,
        deserialize_i8: whole => visit_i64,
        deserialize_i16: whole => visit_i64,
        deserialize_i32: whole => visit_i64,
        deserialize_i64: whole => visit_i64,
        deserialize_u8: whole => visit_i64,
        deserialize_u16: whole => visit_i64,
        deserialize_u32: whole => visit_i64,
        deserialize_u64: whole => visit_i64,
    }

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, TemplateError> {
        self.settle()?.visit(visitor)
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, TemplateError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(self, name: &'static str, v: V) -> Result<V::Value, TemplateError> {
        if name != Length::NAME {
            return v.visit_newtype_struct(self);
        }
        let roll = self.settle()?;
        match roll.length() {
            Some(length) => v.visit_string(length?.to_string()),
            None => roll.visit(v),
        }
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TemplateError> {
        let roll = self.settle()?;
        let node = roll.node;
        let variant = match (&node.value, node.entries()) {
            (Value::String(name), _) => Variant::new(roll, name, node.span, None),
            (_, [entry]) => Variant::new(roll, &entry.key, entry.key_span, Some(&entry.node)),
            _ => return Err(TemplateError::at("wanted: one name, or one key with a value", node.span)),
        };
        visitor.visit_enum(variant).map_err(|e| e.or_at(node.span))
    }

    fn deserialize_ignored_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, TemplateError> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        <W: Visitor<'a>>
        bool i128 u128 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
    }
}
