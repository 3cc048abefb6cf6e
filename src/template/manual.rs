//! The manual: what may be written in a template, derived from the code that reads it.

use schemars::{Schema, schema_for};
use serde_json::{Map, Value};

use crate::{
    filter::{self, Kind},
    layer,
    paper::PAPERS,
    scene::facts::FACTS,
    template::{Group, Sheet, builtins},
    typeset::fonts::BUILTIN,
};

/// Name and first line of every kind of layer.
pub fn layers() -> Vec<(&'static str, String)> {
    layer::KINDS.iter().map(|kind| (kind.name, first_line(&about((kind.schema)().as_value())))).collect()
}

/// Name and first line of every kind of filter.
pub fn filters() -> Vec<(&'static str, String)> {
    filter::KINDS.iter().map(|kind| (kind.name, first_line(&about((kind.schema)().as_value())))).collect()
}

/// The JSON schema of a template, for editors that check TOML by one.
pub fn schema() -> Schema {
    schema_for!(Sheet)
}

/// The whole page of a layer or a filter; `None` when nothing is called so.
pub fn explain(kind: &str) -> Option<String> {
    let kind = layer::KINDS.iter().chain(filter::KINDS).find(|known| known.name == kind)?;
    let Page { about, keys } = Page::of(kind);
    let width = keys.iter().map(|key| key.name.len()).max().unwrap_or(0);
    let mut text = format!("{} = {{ … }}\n\n{about}\n", kind.name);
    for Key { name, takes, usual, about } in keys {
        let usual = if usual.is_empty() { usual } else { format!(" (usually {usual})") };
        text += &format!("\n  {name:width$}  {takes}{usual}\n  {:width$}  {about}\n", "");
    }
    Some(text)
}

/// The folder that has, for every kind of layer and filter, a template that shows what it does, and what it makes of
/// one of the samples: `NAME.toml` and `NAME.jpg`.
pub const SHOWN: &str = "samples/kinds";

/// TEMPLATES.md, whole.
pub fn markdown() -> String {
    let mut text = String::from(include_str!("manual.md"));
    text += "\n## Built-in templates\n\n| name | group | what it makes |\n|---|---|---|\n";
    for template in builtins() {
        let group = template.group.map_or("", Group::name);
        text += &format!("| `{}` | {group} | {} |\n", template.name, template.summary);
    }
    text += "\n## The template\n\n";
    text += &table(Page::read(schema_for!(Sheet).as_value()).keys);
    text += "\n### `page`\n\n";
    text += &table(Page::read(schema_for!(crate::template::PageSpec).as_value()).keys);
    text += "\n## Layers\n\nAny layer may also have `name`, `when`, `region`, `opacity`, `blend` and `settle`.\n";
    chapters(&mut text, layer::KINDS);
    text += "\n## Filters\n";
    chapters(&mut text, filter::KINDS);
    text += "\n## Facts\n\nWhat `when` and `suits` may ask. On paper (`page.size`), the shape that `when` asks for is the page's.\n\n| fact | what it says |\n|---|---|\n";
    for (name, meaning) in FACTS {
        text += &format!("| `{name}` | {meaning} |\n");
    }
    text += "\n## Fonts\n\n| name | made for |\n|---|---|\n";
    for face in BUILTIN {
        text += &format!("| {} | {} |\n", face.name, face.role);
    }
    let papers: Vec<&str> = PAPERS.iter().map(|(name, ..)| *name).collect();
    text + &format!("\n## Paper\n\n{}, or any size such as `70x100cm` or `8.5x11in`.\n", papers.join(", "))
}

fn chapters(text: &mut String, kinds: &[Kind]) {
    for kind in kinds {
        let page = Page::of(kind);
        let (name, about) = (kind.name, page.about);
        *text += &format!("\n### `{name}`\n\n{about}\n\n[![{name}]({SHOWN}/{name}.jpg)]({SHOWN}/{name}.toml)\n\n");
        *text += &table(page.keys);
    }
}

fn table(keys: Vec<Key>) -> String {
    let mut text = String::from("| key | takes | usually | what it is |\n|---|---|---|---|\n");
    for Key { name, takes, usual, about } in keys {
        let cell = |s: String| s.replace('|', "\\|").replace('\n', " ");
        let usual = if usual.is_empty() { usual } else { format!("`{}`", cell(usual)) };
        text += &format!("| `{name}` | {} | {usual} | {} |\n", cell(takes), cell(about));
    }
    text
}

/// What the manual says of one table.
pub(super) struct Page {
    pub about: String,
    pub keys: Vec<Key>,
}

/// What the manual says of one key.
pub(super) struct Key {
    pub name: String,
    pub takes: String,
    pub usual: String,
    pub about: String,
}

impl Page {
    pub fn of(kind: &Kind) -> Page {
        Page::read((kind.schema)().as_value())
    }

    pub fn read(schema: &Value) -> Page {
        let none = Map::new();
        let defs = schema.get("$defs").and_then(Value::as_object).unwrap_or(&none);
        let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&none);
        let keys = properties.iter().map(|(name, schema)| {
            let own = about(schema);
            let about = if own.is_empty() { about(resolve(schema, defs)) } else { own };
            Key { name: name.clone(), takes: takes(schema, defs), usual: usual(schema), about: flowed(&about) }
        });
        Page { about: flowed(&about(schema)), keys: keys.collect() }
    }
}

fn about(schema: &Value) -> String {
    schema.get("description").and_then(Value::as_str).unwrap_or_default().to_string()
}

fn flowed(text: &str) -> String {
    text.split("\n\n").map(|paragraph| paragraph.replace('\n', " ")).collect::<Vec<_>>().join("\n\n")
}

pub(super) fn first_line(text: &str) -> String {
    let text = flowed(text);
    text.split_once(". ").map_or(text.as_str(), |(first, _)| first).trim_end_matches('.').to_string()
}

fn usual(schema: &Value) -> String {
    match schema.get("default") {
        None | Some(Value::Null) => String::new(),
        // A single-precision number, written as it was meant.
        Some(Value::Number(n)) if n.is_f64() => (n.as_f64().unwrap_or_default() as f32).to_string(),
        Some(Value::Array(items)) if items.iter().all(Value::is_number) => {
            let items: Vec<String> =
                items.iter().map(|n| (n.as_f64().unwrap_or_default() as f32).to_string()).collect();
            format!("[{}]", items.join(", "))
        }
        Some(value @ Value::Object(_)) if value.as_object().is_some_and(Map::is_empty) => String::new(),
        Some(Value::Object(_)) => String::new(),
        Some(value) => value.to_string(),
    }
}

/// Follows a reference, and what may be left out to what it is when it is there.
fn resolve<'a>(schema: &'a Value, defs: &'a Map<String, Value>) -> &'a Value {
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix("#/$defs/"));
    if let Some(target) = name.and_then(|name| defs.get(name)) {
        return resolve(target, defs);
    }
    let choices = schema.get("anyOf").and_then(Value::as_array);
    match choices
        .map(|all| all.iter().filter(|s| s.get("type") != Some(&Value::from("null"))).collect::<Vec<_>>())
        .as_deref()
    {
        Some([only]) => resolve(only, defs),
        _ => schema,
    }
}

/// What may stand behind a key, in words.
fn takes(schema: &Value, defs: &Map<String, Value>) -> String {
    let own = schema;
    let schema = resolve(schema, defs);
    let names = |values: &Value| {
        let names: Vec<String> = values.as_array().into_iter().flatten().filter_map(name_of).collect();
        names.join(", ")
    };
    for key in ["enum", "oneOf"] {
        if let Some(found) = schema.get(key).map(names).filter(|found| !found.is_empty()) {
            return format!("one of {found}");
        }
    }
    let kind = match schema.get("type") {
        Some(Value::String(kind)) => kind.as_str(),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or(""),
        _ => "",
    };
    let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
    match kind {
        "number" | "integer" => {
            let what = if kind == "integer" { "a whole number" } else { "a number" };
            match (bound("minimum"), bound("maximum")) {
                (Some(low), Some(high)) => format!("{what} from {low} to {high}"),
                (Some(low), None) => format!("{what} from {low}"),
                _ => what.into(),
            }
        }
        "boolean" => "true or false".into(),
        "array" => format!("a list: {}", schema.get("items").map_or(String::new(), |items| takes(items, defs))),
        "object" if schema.get("properties").is_some() && schema.get("description").is_some() => {
            let keys: Vec<&str> =
                schema["properties"].as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
            if keys.len() > 12 { "a table".into() } else { format!("a table: {}", keys.join(", ")) }
        }
        "string" if std::ptr::eq(own, schema) => "text".into(),
        _ => flowed(&about(schema)),
    }
}

fn name_of(value: &Value) -> Option<String> {
    let name = value.as_str().or_else(|| value.get("const")?.as_str()).map(str::to_string);
    let listed = || value.get("enum")?.as_array()?.iter().map(|v| v.as_str()).collect::<Option<Vec<_>>>();
    let keyed = || value.get("properties")?.as_object()?.keys().next().map(|key| format!("{{ {key} = … }}"));
    name.or_else(|| listed().map(|names| names.join(", "))).or_else(keyed)
}
