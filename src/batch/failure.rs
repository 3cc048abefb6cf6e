//! Failures: why one picture came to nothing. Says what is wrong and what to do, not which picture.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

use crate::{
    compose::ComposeError,
    encode::EncodeError,
    picture::DecodeError,
    sink::SinkError,
    source::{LentError, ReadError},
    template::TemplateError,
};

/// The error of one picture, from any station.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Decode(#[from] DecodeError),
    #[error("the file ends early: get a whole copy, or leave out --fail-on truncated")]
    Truncated,
    #[error(transparent)]
    Lent(#[from] LentError),
    #[error("it has changed meanwhile: run it again")]
    Changed,
    #[error(transparent)]
    Template(#[from] TemplateError),
    #[error("there is no template to cast: name one with --template")]
    NoTemplate,
    #[error(transparent)]
    Compose(#[from] ComposeError),
    #[error(transparent)]
    Encode(#[from] EncodeError),
    #[error(transparent)]
    Write(#[from] SinkError),
    #[error("a fault in detourn (please report it with the picture): {0}")]
    Panic(String),
    #[error("stopped")]
    Stopped,
}

impl Failure {
    /// On one line: of a template's error, what stands before the source line.
    pub fn line(&self) -> String {
        one_line(&self.to_string())
    }
}

/// The first line of a text, with nothing in it that a terminal would obey.
pub fn one_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    line.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// Does work that may have a fault, so that it costs one picture and not the batch.
///
/// # Errors
/// What the work says, or its panic.
pub fn contain<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(Failure::Panic(message(&*panic))))
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("a panic without words").into()
}
