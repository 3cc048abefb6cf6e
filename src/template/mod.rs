//! Templates: what an author wrote in TOML, and what it becomes for one picture.

mod access;
mod annotate;
mod builtin;
mod error;
mod group;
pub mod manual;
mod node;
mod roll;
mod sheet;

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::{
    condition::{Condition, Facts},
    scene::{Needs, facts},
    seed::Seed,
    template::{
        node::{Node, Span, Value},
        roll::{Chance, Roll},
    },
};

pub use annotate::annotated;
pub use builtin::{builtin, builtins};
pub use error::{TemplateError, hint};
pub use group::Group;
pub use sheet::{CutLines, Lies, PageSpec, Sheet};

/// A template as written, with its bases laid under it.
#[derive(Clone, Debug)]
pub struct Template {
    /// `may68`, or the file's stem.
    pub name: String,
    /// One line for the list.
    pub summary: String,
    /// The shelf that it stands on.
    pub group: Option<Group>,
    /// The kind of picture that it suits, for casting.
    pub suits: Option<Condition>,
    /// How often it is cast beside the others that suit.
    pub weight: f32,
    /// What must be read of a picture, however its dice fall, but for what the words ask.
    pub needs: Needs,
    /// Every text that it may ask grammars for.
    pub says: BTreeSet<String>,
    /// Whether it may draw from other pictures.
    pub borrows: bool,
    /// Every source text that it was made of, its own first, then its base, then that one's.
    pub sources: Vec<(String, String)>,
    root: Node,
}

/// More alternatives than this at one place are tried in turn only up to here.
const BRANCHES: usize = 64;

impl Template {
    /// Reads a template. `load` finds the text of a base that it extends, by name.
    ///
    /// # Errors
    /// Syntax, unknown keys, wrong kinds of value, values out of range: every alternative is tried.
    pub fn parse(name: &str, text: &str, load: &dyn Fn(&str) -> Option<String>) -> Result<Self, TemplateError> {
        let mut sources = Vec::new();
        let root = load_chain(name, text, load, &mut sources).map_err(|error| error.with_sources(&sources))?;
        let (name, summary) = (name.into(), String::new());
        let mut template = Template {
            name,
            summary,
            group: None,
            suits: None,
            weight: 1.0,
            needs: Needs::NONE,
            says: BTreeSet::new(),
            borrows: false,
            sources,
            root,
        };
        let sheet = template.check()?;
        template.summary = sheet.summary;
        template.group = sheet.group;
        template.suits = sheet.suits;
        template.weight = sheet.weight.unwrap_or(1.0);
        Ok(template)
    }

    /// The same template with parameters set (`key=value`), or its page (`page.key=value`).
    ///
    /// # Errors
    /// When there is no such parameter (with a suggestion) or the value does not suit it.
    pub fn with(&self, settings: &[String]) -> Result<Self, TemplateError> {
        let mut template = self.clone();
        for setting in settings {
            let (key, value) = setting
                .split_once('=')
                .ok_or_else(|| TemplateError::new(format!("`{setting}` sets nothing: write key=value")))?;
            let known: Vec<&str> = self.params().map(|(key, _)| key).collect();
            let (table, key) = match key.strip_prefix("page.") {
                Some(key) => ("page", key),
                None if known.contains(&key) => ("params", key),
                None => {
                    let none = if known.is_empty() { format!(": `{}` has none", self.name) } else { hint(key, &known) };
                    return Err(TemplateError::new(format!("unknown parameter `{key}`{none}")));
                }
            };
            let source = template.sources.len();
            template.sources.push((format!("--set {key}"), value.into()));
            let node = Node::parse_setting(value, source);
            template.root.lay(Node::nested(table, Node::nested(key, node)));
        }
        template.check()?;
        // What was set belongs to the recipe's settings, not to its texts.
        template.sources.truncate(self.sources.len());
        Ok(template)
    }

    /// What must be read of a picture to draw it and to know whether it suits, but for what the words ask.
    pub fn reads(&self) -> Needs {
        let facts = self.suits.iter().flat_map(Condition::facts).filter_map(facts::needs);
        facts.fold(self.needs, |all, needs| all | needs)
    }

    /// The parameters and their defaults as written.
    pub fn params(&self) -> impl Iterator<Item = (&str, String)> {
        let entries = self.root.get("params").map_or(&[][..], Node::entries);
        entries.iter().map(|entry| {
            let span = entry.node.span;
            let text = self.sources.get(span.source).and_then(|(_, text)| text.get(span.start..span.end));
            (entry.key.as_str(), text.unwrap_or_default().to_string())
        })
    }

    /// Resolves everything by the picture's seed.
    ///
    /// # Errors
    /// As for [`Template::parse`].
    pub fn roll(&self, seed: Seed) -> Result<Sheet, TemplateError> {
        self.settle(Chance::Seed(seed.at("template"))).map_err(|error| error.with_sources(&self.sources))
    }

    fn settle(&self, chance: Chance) -> Result<Sheet, TemplateError> {
        let none = Node { value: Value::Table(Vec::new()), span: Span::default() };
        Sheet::deserialize(Roll::new(&self.root, self.root.get("params").unwrap_or(&none), chance))
    }

    /// Tries every alternative of every choice and both ends of every range, and gathers what they need.
    fn check(&mut self) -> Result<Sheet, TemplateError> {
        let most = longest_choice(&self.root).clamp(2, BRANCHES);
        let sheets: Result<Vec<Sheet>, _> = (0..most).map(|n| self.settle(Chance::Branch(n))).collect();
        let mut sheets = sheets.map_err(|error| error.with_sources(&self.sources))?;
        self.needs = sheets.iter().fold(Needs::NONE, |needs, sheet| needs | sheet.needs());
        self.borrows = sheets.iter().any(Sheet::borrows);
        self.says = sheets.iter().flat_map(Sheet::says).map(String::from).collect();
        Ok(sheets.swap_remove(0))
    }
}

fn longest_choice(node: &Node) -> usize {
    let own = node.get("any").map_or(0, |any| any.items().len());
    let below = node.items().iter().chain(node.entries().iter().map(|e| &e.node)).map(longest_choice).max();
    own.max(below.unwrap_or(0))
}

fn load_chain(
    name: &str,
    text: &str,
    load: &dyn Fn(&str) -> Option<String>,
    sources: &mut Vec<(String, String)>,
) -> Result<Node, TemplateError> {
    let source = sources.len();
    sources.push((name.into(), text.into()));
    let own = Node::parse(text, source)?;
    let Some(extends) = own.get("extends") else { return Ok(own) };
    let base = extends.as_str().ok_or_else(|| TemplateError::at("`extends` names one template", extends.span))?;
    if sources.iter().any(|(name, _)| name == base) {
        return Err(TemplateError::at(format!("`{base}` leads back to itself"), extends.span));
    }
    let text = load(base).ok_or_else(|| {
        let known: Vec<&str> = builtin::NAMES.iter().map(|(name, _)| *name).collect();
        TemplateError::at(format!("no template is called `{base}`{}", hint(base, &known)), extends.span)
    })?;
    let mut node = load_chain(base, &text, load, sources)?;
    node.lay(own);
    Ok(node)
}

/// Chooses the template for a picture among those whose `suits` holds, by weight and seed; the first
/// when none does.
pub fn cast<'a>(templates: &'a [Template], facts: &Facts, seed: Seed) -> Option<&'a Template> {
    let suits = |t: &&Template| t.weight > 0.0 && t.suits.as_ref().is_none_or(|c| c.holds(facts));
    let suitable: Vec<&Template> = templates.iter().filter(suits).collect();
    let total: f32 = suitable.iter().map(|t| t.weight).sum();
    let mut fall = seed.at("cast").dice().between(0.0, total);
    let cast = suitable.iter().find(|t| {
        fall -= t.weight;
        fall < 0.0
    });
    cast.or(suitable.last()).copied().or(templates.first())
}
