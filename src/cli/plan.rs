//! `detourn plan`: everything decided and nothing drawn.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, anyhow};
use clap::ValueEnum;
use detourn::{
    batch::{Failure, Stop, contain, stations},
    job::Roll,
    plan::Plan,
    scene::Scene,
    sink,
    source::{is_stdin, read_path},
};

use crate::cli::{
    encoding::Encoding,
    flags::{Costs, Making},
    pooling, usage,
};

/// Print the plan of a picture: readable, editable, drawn by `detourn draw`
#[derive(clap::Args)]
pub struct Args {
    /// A picture file, or `-` for stdin
    input: PathBuf,
    #[command(flatten)]
    making: Making,
    /// Which roll of the dice, as `run --variants` counts them
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    variant: u32,
    /// How it is written
    #[arg(long, default_value = "toml")]
    format: PlanFormat,
    #[command(flatten)]
    encoding: Encoding,
    #[command(flatten)]
    costs: Costs,
}

#[derive(Clone, Copy, ValueEnum)]
enum PlanFormat {
    Toml,
    Json,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let job = args.making.job(&args.encoding, args.costs.pace(), None)?;
    if job.templates.len() > 1 {
        return Err(usage("a plan has one template"));
    }
    let roll = Roll { template: 0, variant: args.variant - 1 };
    let stop = Stop::default();
    let path = Some(&*args.input).filter(|path| !is_stdin(path));
    let made = contain(|| {
        let picture = stations::decode(&job, &read_path(&args.input, job.limits.bytes)?)?;
        let mut scene = Scene::default();
        let cast = stations::cast(&job, &picture, &mut scene, roll)?;
        stations::plan(&job, &picture, &mut scene, roll, cast, path, &stop)
    });
    pooling::tell(&job.pool);
    let mut plan = made.map_err(|error| match error {
        Failure::Template(error) => usage(error),
        error => anyhow!("{}: {}", args.input.display(), error.line()),
    })?;
    // Where `detourn draw` will find them.
    for source in plan.pictures.iter_mut().skip(1) {
        let path = job.pool.path(&source.hash, &job.limits);
        source.path = path.and_then(Path::to_str).map(String::from);
    }
    sink::pour(text(&plan, args.format)?.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn text(plan: &Plan, format: PlanFormat) -> anyhow::Result<String> {
    match format {
        PlanFormat::Toml => toml::to_string(plan).context("the plan cannot be written as TOML"),
        PlanFormat::Json => {
            Ok(serde_json::to_string_pretty(plan).context("the plan cannot be written as JSON")? + "\n")
        }
    }
}
