//! Templates: what an author wrote in TOML, and what it becomes for one picture.

pub mod manual;

use crate::{
    condition::{Condition, Facts},
    scene::Needs,
    seed::Seed,
};

/// A template as written, with its bases laid under it.
#[derive(Clone, Debug)]
pub struct Template {
    /// `may68`, or the file's stem.
    pub name: String,
    /// One line for the list.
    pub summary: String,
    /// The kind of picture that it suits, for casting.
    pub suits: Option<Condition>,
    /// Every source text that it was made of, bases first, with its name.
    pub sources: Vec<(String, String)>,
}

/// A template with every range, choice and parameter resolved for one picture.
pub struct Sheet {}

/// What is wrong with a template: rendered with the source line and a caret when shown.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct TemplateError(pub String);

impl Template {
    /// Reads a template. `load` finds the text of a base that it extends, by name.
    ///
    /// # Errors
    /// Syntax, unknown keys, wrong kinds of value, values out of range: every alternative is tried.
    pub fn parse(name: &str, text: &str, load: &dyn Fn(&str) -> Option<String>) -> Result<Self, TemplateError> {
        let _ = load;
        Ok(Template {
            name: name.into(),
            summary: String::new(),
            suits: None,
            sources: vec![(name.into(), text.into())],
        })
    }

    /// A template that comes with the program.
    pub fn builtin(name: &str) -> Option<&'static Template> {
        let _ = name;
        None
    }

    /// The same template with parameters set: `key=value`.
    ///
    /// # Errors
    /// When there is no such parameter (with a suggestion) or the value does not suit it.
    pub fn with(&self, settings: &[String]) -> Result<Self, TemplateError> {
        let _ = settings;
        Ok(self.clone())
    }

    /// Resolves everything by the picture's seed.
    ///
    /// # Errors
    /// As for [`Template::parse`].
    pub fn roll(&self, seed: Seed) -> Result<Sheet, TemplateError> {
        let _ = seed;
        Ok(Sheet {})
    }
}

impl Sheet {
    /// What must be read of the picture.
    pub fn needs(&self) -> Needs {
        Needs::NONE
    }
}

/// The built-in templates, by name.
pub fn builtins() -> &'static [Template] {
    &[]
}

/// Chooses the template for a picture among those whose `suits` holds, by seed; the first when none does.
pub fn cast<'a>(templates: &'a [Template], facts: &Facts, seed: Seed) -> Option<&'a Template> {
    let suitable: Vec<_> = templates.iter().filter(|t| t.suits.as_ref().is_none_or(|c| c.holds(facts))).collect();
    seed.at("cast").dice().pick(&suitable).copied().or(templates.first())
}
