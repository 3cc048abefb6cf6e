//! Nodes: a TOML document as a tree in which every key and value knows where it was written.

use toml::de::{DeTable, DeValue};

use crate::template::error::TemplateError;

/// Where something was written: bytes `start..end` of source number `source`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub source: usize,
    pub start: usize,
    pub end: usize,
}

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    pub value: Value,
    pub span: Span,
}

/// What a TOML value can be here (dates cannot).
#[derive(Clone, Debug)]
pub enum Value {
    String(String),
    Integer(i64),
    Float(f64),
    Bool(bool),
    Array(Vec<Node>),
    Table(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    pub key: String,
    pub key_span: Span,
    pub node: Node,
}

impl Node {
    /// Reads a document. `source` is the number by which errors will name it.
    pub fn parse(text: &str, source: usize) -> Result<Node, TemplateError> {
        let table = DeTable::parse(text).map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            TemplateError::at(error.message(), Span { source, start: span.start, end: span.end })
        })?;
        let span = Span { source, start: 0, end: text.len() };
        Ok(Node { value: read_table(table.get_ref(), source)?, span })
    }

    /// Reads the value of a setting typed on the command line: TOML where it is, a bare word otherwise.
    pub fn parse_setting(text: &str, source: usize) -> Node {
        let span = Span { source, start: 0, end: text.len() };
        let value = DeValue::parse(text).ok().and_then(|value| read(value.get_ref(), span).ok());
        Node { value: value.unwrap_or_else(|| Value::String(text.into())), span }
    }

    /// A table that holds one value, as wide as that.
    pub fn nested(key: &str, node: Node) -> Node {
        let span = node.span;
        Node { value: Value::Table(vec![Entry { key: key.into(), key_span: span, node }]), span }
    }

    /// The entry under `key`, of a table.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value under `key`, of a table.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// Its text, of a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = &self.value { Some(text) } else { None }
    }

    /// Its entries; none of anything but a table.
    pub fn entries(&self) -> &[Entry] {
        if let Value::Table(entries) = &self.value { entries } else { &[] }
    }

    /// Its items; none of anything but an array.
    pub fn items(&self) -> &[Node] {
        if let Value::Array(items) = &self.value { items } else { &[] }
    }

    /// Lays `over` on this: tables merge key by key, layers of the same `name` merge, other layers are
    /// added at the end, anything else is replaced.
    pub fn lay(&mut self, over: Node) {
        match (&mut self.value, over.value) {
            (Value::Table(base), Value::Table(entries)) => {
                for entry in entries {
                    match base.iter_mut().find(|old| old.key == entry.key) {
                        Some(old) if entry.key == "layer" => lay_layers(&mut old.node, entry.node),
                        Some(old) => old.node.lay(entry.node),
                        None => base.push(entry),
                    }
                }
            }
            (value, other) => {
                *value = other;
                self.span = over.span;
            }
        }
    }
}

fn lay_layers(base: &mut Node, over: Node) {
    let (Value::Array(base), Value::Array(layers)) = (&mut base.value, over.value) else { return };
    for layer in layers {
        let name = layer.get("name").and_then(Node::as_str).map(str::to_owned);
        let twin =
            base.iter_mut().find(|old| name.is_some() && old.get("name").and_then(Node::as_str) == name.as_deref());
        match twin {
            Some(old) => old.lay(layer),
            None => base.push(layer),
        }
    }
}

fn read_table(table: &DeTable<'_>, source: usize) -> Result<Value, TemplateError> {
    let place = |span: std::ops::Range<usize>| Span { source, start: span.start, end: span.end };
    let entries = table.iter().map(|(key, value)| {
        let span = place(value.span());
        let node = Node { value: read(value.get_ref(), span)?, span };
        Ok(Entry { key: key.get_ref().to_string(), key_span: place(key.span()), node })
    });
    entries.collect::<Result<_, _>>().map(Value::Table)
}

fn read(value: &DeValue<'_>, span: Span) -> Result<Value, TemplateError> {
    let number = || TemplateError::at("this number cannot be held", span);
    Ok(match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(n) => Value::Integer(i64::from_str_radix(n.as_str(), n.radix()).map_err(|_| number())?),
        DeValue::Float(n) => Value::Float(n.as_str().parse().ok().filter(|n: &f64| n.is_finite()).ok_or_else(number)?),
        DeValue::Boolean(b) => Value::Bool(*b),
        DeValue::Datetime(_) => return Err(TemplateError::at("a date means nothing here: put it in quotes", span)),
        DeValue::Array(items) => {
            let items = items.iter().map(|item| {
                let span = Span { source: span.source, start: item.span().start, end: item.span().end };
                Ok(Node { value: read(item.get_ref(), span)?, span })
            });
            Value::Array(items.collect::<Result<_, _>>()?)
        }
        DeValue::Table(table) => read_table(table, span.source)?,
    })
}
