//! `detourn recipe`: how an output came about.

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, bail};
use detourn::{encode, picture::Limits, sink, source};

/// Print the recipe inside a file that detourn made
#[derive(clap::Args)]
pub struct Args {
    /// A picture or PDF, or `-` for stdin
    file: PathBuf,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let name = args.file.display();
    let bytes = source::read_path(&args.file, Limits::default().bytes).with_context(|| format!("{name}"))?;
    let Some(recipe) = encode::recipe(&bytes).with_context(|| format!("{name}"))? else {
        bail!("{name}: carries no recipe: detourn did not make it")
    };
    sink::pour(recipe.to_text().as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
