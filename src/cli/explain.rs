//! `detourn explain`: the manual's page of one thing.

use std::process::ExitCode;

use detourn::{
    sink,
    template::{self, manual},
};

use crate::cli::usage;

/// Explain a layer or a filter: its parameters, their defaults and ranges; or print a built-in template
#[derive(clap::Args)]
pub struct Args {
    /// A name that `detourn list` shows
    kind: String,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    // The manual of a template is what its author wrote.
    let source = || template::builtin(&args.kind)?.sources.last().map(|(_, text)| text.clone());
    let page = manual::explain(&args.kind).or_else(source);
    let page =
        page.ok_or_else(|| usage(format!("nothing is called `{}`: `detourn list` shows what there is", args.kind)))?;
    sink::pour(page.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
