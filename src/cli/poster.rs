//! `detourn poster`: a page of an exact size, for paper.

use std::process::ExitCode;

use detourn::encode::Format;

use crate::cli::{
    flags::{Costs, Encoding, Inputs, Making},
    run::{Writing, start},
};

/// Make a page for the printer: exact size, trim and bleed boxes, letters that stay letters (PDF)
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    inputs: Inputs,
    /// Size of the trimmed page
    #[arg(long, value_name = "A3|…", default_value = "A3")]
    size: String,
    /// How far the page reaches past the trim on every side
    #[arg(long, value_name = "3mm", default_value = "0mm")]
    bleed: String,
    #[command(flatten)]
    writing: Writing,
    #[command(flatten)]
    making: Making,
    #[command(flatten)]
    encoding: Encoding,
    #[command(flatten)]
    costs: Costs,
}

pub fn run(mut args: Args) -> anyhow::Result<ExitCode> {
    // Paper is a setting like any other, so that the recipe has it.
    args.making.set.extend([format!("page.size={}", args.size), format!("page.bleed={}", args.bleed)]);
    let mut job = args.making.job(&args.encoding, args.costs.limits())?;
    job.format = Some(Format::Pdf);
    start(job, &args.inputs, &args.writing, args.costs.pace())
}
