//! Template errors: what is wrong, with a caret at the key.

use std::fmt;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde::de;

use crate::template::node::{Node, Span};

/// What is wrong with a template.
#[derive(Clone, Debug)]
pub struct TemplateError {
    message: String,
    span: Option<Span>,
    /// The source, its name and its text: known once the error has left the tree.
    source: Option<(String, String)>,
}

impl TemplateError {
    /// An error at a place.
    pub fn at(message: impl Into<String>, span: Span) -> Self {
        TemplateError { message: message.into(), span: Some(span), source: None }
    }

    /// An error of the whole.
    pub fn new(message: impl Into<String>) -> Self {
        TemplateError { message: message.into(), span: None, source: None }
    }

    /// Says where, unless something deeper has said it already.
    pub fn or_at(mut self, span: Span) -> Self {
        self.span.get_or_insert(span);
        self
    }

    /// Says that it is in `node`, unless something deeper has said where. A message that opens with a
    /// key of the node in backticks (a value that was found out of range when the table was whole) is
    /// placed at that key.
    pub fn or_in(self, node: &Node) -> Self {
        let key = self.message.strip_prefix('`').and_then(|rest| rest.split('`').next());
        let entry = key.and_then(|key| node.entry(key));
        self.or_at(entry.map_or(node.span, |entry| entry.node.span))
    }

    /// Keeps the text that the caret will point into.
    pub fn with_sources(mut self, sources: &[(String, String)]) -> Self {
        if self.source.is_none() {
            self.source = sources.get(self.span.unwrap_or_default().source).cloned();
        }
        self
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.source, self.span) {
            (Some((name, text)), Some(span)) => {
                let end = span.end.min(text.len());
                // A caret under a whole layer says no more than one under its first line.
                let end = text[span.start.min(end)..end].find('\n').map_or(end, |n| span.start + n);
                let snippet = Snippet::source(text.as_str())
                    .path(name.as_str())
                    .annotation(AnnotationKind::Primary.span(span.start.min(end)..end));
                let report = &[Level::ERROR.primary_title(self.message.as_str()).element(snippet)];
                f.write_str(&Renderer::plain().render(report))
            }
            (Some((name, _)), None) => write!(f, "{name}: {}", self.message),
            _ => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for TemplateError {}

impl de::Error for TemplateError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        TemplateError::new(message.to_string())
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        TemplateError::new(format!("unknown key `{field}`{}", hint(field, expected)))
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        TemplateError::new(format!("unknown value `{variant}`{}", hint(variant, expected)))
    }

    fn missing_field(field: &'static str) -> Self {
        TemplateError::new(format!("`{field}` is missing"))
    }
}

/// `: did you mean `halftone`?` when one of the names is near, else the names.
pub fn hint(name: &str, known: &[&str]) -> String {
    let near = known
        .iter()
        .map(|k| (strsim::damerau_levenshtein(name, k), *k))
        .filter(|(distance, k)| *distance <= 1 + k.len() / 4)
        .min();
    match near {
        Some((_, k)) => format!(": did you mean `{k}`?"),
        None if known.is_empty() => String::new(),
        None => format!(": known are {}", known.join(", ")),
    }
}
