//! `detourn run`: pictures in, détournements out.

use std::{
    ffi::OsStr,
    io::{self, IsTerminal},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::bail;
use clap::ValueEnum;
use detourn::{
    batch::{self, Binder, House, Pace},
    encode::Format,
    job::Job,
    press::Press,
    sink::{Out, Sink, SinkError},
    source::{self, is_stdin},
};

use crate::cli::{
    flags::{self, Costs, Encoding, Inputs, Making},
    signals,
    tell::{Report, Teller},
    usage,
};

/// Turn pictures into détournements
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    writing: Writing,
    #[command(flatten)]
    making: Making,
    /// Format of the outputs
    #[arg(long, default_value = "same")]
    format: flags::Format,
    #[command(flatten)]
    encoding: Encoding,
    #[command(flatten)]
    costs: Costs,
}

/// Where and what is written.
#[derive(clap::Args)]
pub struct Writing {
    /// A folder, a file for one picture, or `-` for stdout; may be left out when stdout is no terminal
    #[arg(short, long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Make N of every picture, each by another roll of the dice
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    variants: u32,
    /// Replace files that detourn did not make, and make again what is there already
    #[arg(long)]
    force: bool,
    /// Decide everything and write nothing but the report
    #[arg(long)]
    dry_run: bool,
    /// Write a JSON record of every output, one a line (`-`: stdout)
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// What counts as a failure although there is something to show
    #[arg(long, default_value = "none")]
    fail_on: FailOn,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum FailOn {
    None,
    /// Files that end early
    Truncated,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let mut job = args.making.job(&args.encoding, args.costs.limits())?;
    job.format = args.format.meant();
    start(job, &args.inputs, &args.writing, args.costs.pace())
}

impl Writing {
    /// The format that the name of the output says.
    pub fn said(&self) -> Option<Format> {
        let path = self.out.as_deref().filter(|path| !path.is_dir())?;
        path.extension().and_then(OsStr::to_str).and_then(Format::from_extension)
    }
}

/// Does a job as `writing` says; what [`run`] and `detourn poster` share.
pub fn start(mut job: Job, inputs: &Inputs, writing: &Writing, pace: Pace) -> anyhow::Result<ExitCode> {
    job.variants = writing.variants;
    job.dry_run = writing.dry_run;
    job.whole = writing.fail_on == FailOn::Truncated;
    let out = out(writing, &mut job)?;
    let names = inputs.listed()?;
    let folder = match &out {
        Out::Folder(folder) => Some(folder.as_path()),
        _ => None,
    };
    let listing = source::list(&inputs.inputs, &names, folder).map_err(usage)?;
    let rolls = job.rolls().len();
    let one = one_document(&job, listing.entries.len(), rolls);
    let gathers = job.options.press.as_ref().is_some_and(Press::gathers);
    if one && gathers && matches!(out, Out::Folder(_)) {
        return Err(usage("these pages share sheets: name the one PDF that they become with --out"));
    }
    let one = one && !matches!(out, Out::Folder(_));
    match (&out, listing.entries.len(), rolls) {
        (_, 0, _) => bail!("no pictures found: name files, or folders with pictures in them"),
        (Out::Stdout, ..) if writing.dry_run => {}
        (Out::Stdout | Out::File(_), ..) if one => {}
        (Out::Stdout, 1, 1) | (Out::File(_), 1, _) | (Out::Folder(_), ..) => {}
        (Out::Stdout, ..) => return Err(usage("several pictures cannot go to stdout: name a folder with --out")),
        (Out::File(_), ..) => return Err(usage("several pictures cannot be one file: name a folder with --out")),
    }
    let sink = Sink::new(out, writing.force, &listing.entries);
    let report = writing.report.as_deref().map(|path| report(path, &sink)).transpose()?;

    let path = match sink.out() {
        Out::File(path) => Some(path.clone()),
        _ => None,
    };
    let binder = one.then(|| Binder::new(path, &sink)).transpose()?;
    let house = Arc::new(House { job, sink, stop: signals::stop()?, binder });
    let mut teller = Teller::new(listing.entries.len(), report);
    let tally = batch::run(&house, listing.entries.into(), pace, |records| teller.tell(&records))?;
    teller.end(&tally, listing.skipped);
    house.sink.pour()?;
    Ok(signals::exit_code(&house.stop, tally.exit_code()))
}

/// Whether all outputs become one document, where one file is named.
fn one_document(job: &Job, entries: usize, rolls: usize) -> bool {
    let press = job.options.press.as_ref().filter(|_| job.format == Some(Format::Pdf));
    press.is_some_and(|press| entries > 1 || rolls > 1 && press.gathers())
}

/// Where outputs go; a file's extension says the format.
fn out(writing: &Writing, job: &mut Job) -> anyhow::Result<Out> {
    let Some(path) = &writing.out else {
        return match io::stdout().is_terminal() && !writing.dry_run {
            true => Err(usage("say where the outputs go with --out")),
            false => Ok(Out::Stdout),
        };
    };
    if is_stdin(path) {
        return Ok(Out::Stdout);
    }
    match (writing.said(), job.format) {
        (None, _) => Ok(Out::Folder(path.clone())),
        (Some(said), Some(asked)) if said != asked => {
            Err(usage(format!("{}: the name says another format than --format", path.display())))
        }
        (said, _) => {
            job.format = said;
            Ok(Out::File(path.clone()))
        }
    }
}

fn report(path: &Path, sink: &Sink) -> anyhow::Result<Report> {
    if is_stdin(path) {
        return match sink.out() {
            Out::Stdout => Err(usage("the picture and the report cannot both go to stdout")),
            _ => Ok(Report::create(path)?),
        };
    }
    if let Err(SinkError::Input(path)) = sink.find(path) {
        return Err(usage(SinkError::Input(path)));
    }
    Report::create(path).map_err(|error| usage(format!("{}: {error}", path.display())))
}
