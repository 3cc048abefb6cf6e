//! Records: what became of an input, one line each in a report.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::{
    batch::failure::Failure,
    recipe::{Change, Recipe},
};

/// The warning of an output that was made of a file that ends early.
pub const SHORT: &str = "the file ends early: what is missing is blank";

/// What became of one roll of one input; of the whole input when it failed before any.
#[derive(Debug, Default, Serialize)]
pub struct Record {
    /// The input as the user named it; what is not UTF-8 in it is replaced.
    pub input: String,
    pub status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<u32>,
    /// All words as one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// Every text that was set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// Lines of the picture that were given other words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// Milliseconds of work, waiting and reading left out.
    pub ms: u64,
    /// How many pixels of the picture there are to an inch of paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ppi: Option<f32>,
    /// What was not as asked, though there is an output.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// Why there is no output.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The output could not have the name that it would have alone.
    #[serde(skip)]
    pub renamed: bool,
}

/// What became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Done,
    /// An earlier output is there that would come out the same.
    Unchanged,
    /// All was decided and nothing was written (`--dry-run`).
    Planned,
    #[default]
    Failed,
}

impl Record {
    /// The record of an input of which nothing is known yet.
    pub fn of(input: &Path) -> Self {
        Record { input: input.to_string_lossy().into(), ..Record::default() }
    }

    /// Enters that it failed.
    pub fn fail(&mut self, failure: &Failure) {
        self.status = Status::Failed;
        self.reason = Some(failure.line());
    }

    /// Enters that it did not; `None` is stdout.
    pub fn end(&mut self, status: Status, output: &Option<PathBuf>) {
        self.status = status;
        self.output = Some(output.as_ref().map_or("-".into(), |path| path.to_string_lossy().into()));
    }

    /// Whether there is an output, made of a file that ends early.
    pub fn is_short(&self) -> bool {
        self.status != Status::Failed && self.warnings.iter().any(|warning| warning == SHORT)
    }

    /// Enters what a recipe tells.
    pub fn enter(&mut self, recipe: &Recipe) {
        self.template = Some(recipe.template.clone());
        self.variant = Some(recipe.variant + 1);
        self.words = recipe.words.clone();
        self.changes = recipe.changes.clone();
        let caption = recipe.words.iter().map(|w| w.split_whitespace().collect::<Vec<_>>().join(" "));
        self.caption = Some(caption.collect::<Vec<_>>().join(" / ")).filter(|c| !c.is_empty());
    }
}

/// How many came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub done: usize,
    pub unchanged: usize,
    pub planned: usize,
    pub failed: usize,
    /// Inputs that end early and were used all the same.
    pub short: usize,
}

impl Tally {
    /// Counts one.
    pub fn count(&mut self, status: Status) {
        *match status {
            Status::Done => &mut self.done,
            Status::Unchanged => &mut self.unchanged,
            Status::Planned => &mut self.planned,
            Status::Failed => &mut self.failed,
        } += 1;
    }

    /// Counts all that was made of an input.
    pub fn enter(&mut self, records: &[Record]) {
        records.iter().for_each(|record| self.count(record.status));
        self.short += usize::from(records.iter().any(Record::is_short));
    }

    /// The exit code: 0 all done, 1 nothing could be done, 3 some failed.
    pub fn exit_code(&self) -> u8 {
        match (self.done + self.unchanged + self.planned, self.failed) {
            (1.., 0) => 0,
            (0, _) => 1,
            _ => 3,
        }
    }
}
