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
    batch::{self, Binder, Document, House, Pace},
    encode::Format,
    job::Job,
    sink::{Out, Sink, SinkError},
    source::{self, is_stdin},
};

use crate::cli::{
    covers,
    encoding::Encoding,
    flags::{self, Costs, Inputs, Making},
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
    let mut job = args.making.job(&args.encoding, args.costs.pace(), args.writing.folder())?;
    job.format = args.format.meant();
    start(job, &args.inputs, &args.writing, args.costs.pace())
}

impl Writing {
    /// The folder that outputs go to, if they go to one.
    pub fn folder(&self) -> Option<&Path> {
        self.out.as_deref().filter(|path| !is_stdin(path) && self.said().is_none())
    }

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
    let documents = documents(&job, &out, listing.entries.len(), rolls)?;
    covers::put(&mut job, listing.entries.len() * rolls)?;
    match (&out, listing.entries.len(), rolls) {
        (_, 0, _) => bail!("no pictures found: name files, or folders with pictures in them"),
        (Out::Stdout, ..) if writing.dry_run => {}
        _ if documents.is_some() => {}
        (Out::Stdout, 1, 1) | (Out::File(_), 1, _) | (Out::Folder(_), ..) => {}
        (Out::Stdout, ..) => return Err(usage("several pictures cannot go to stdout: name a folder with --out")),
        (Out::File(_), ..) => return Err(usage("several pictures cannot be one file: name a folder with --out")),
    }
    if let Some(press) = &job.options.press {
        press.check_titles(listing.entries.len() * rolls).map_err(usage)?;
    }
    let inputs = [&listing.entries, job.pool.entries()].concat();
    let sink = Sink::new(out, writing.force, &inputs);
    let report = writing.report.as_deref().map(|path| report(path, &sink)).transpose()?;

    let binder = documents.map(|documents| Binder::new(documents, &sink)).transpose()?;
    let house = Arc::new(House { job, sink, stop: signals::stop()?, binder });
    let mut teller = Teller::new(listing.entries.len(), report);
    let tally = batch::run(&house, listing.entries.into(), pace, |records| {
        teller.lost(&house.job.pool);
        teller.tell(&records)
    })?;
    teller.end(&tally, listing.skipped);
    house.sink.pour()?;
    Ok(signals::exit_code(&house.stop, tally.exit_code()))
}

/// The documents that outputs become pages of: all of them one PDF, where one is named or they share sheets; of a layout in
/// any other format, a file for each page of it. `None` where each output is a file.
fn documents(job: &Job, out: &Out, entries: usize, rolls: usize) -> anyhow::Result<Option<Vec<Document>>> {
    let Some(press) = &job.options.press else { return Ok(None) };
    let pages = entries * rolls;
    let named = match out {
        Out::File(path) => Some(path.clone()),
        _ => None,
    };
    if let Some(collage) = &press.collage {
        let format = job.format.unwrap_or(Format::Pdf);
        let shares = if format == Format::Pdf { vec![pages] } else { collage.division.shares(pages) };
        let count = shares.len();
        let path = |n: usize| match out {
            Out::Folder(folder) => {
                let number = if count > 1 {
                    format!("-{:0width$}", n + 1, width = count.to_string().len())
                } else {
                    String::new()
                };
                let name = collage.division.to_string().replace(':', "-");
                Some(folder.join(format!("{name}{number}.{}", format.extension())))
            }
            _ => named.clone(),
        };
        if count > 1 && !matches!(out, Out::Folder(_)) {
            return Err(usage(format!(
                "these pictures fill {count} pages, each a file: name a folder with --out, or a PDF"
            )));
        }
        let document = |(n, pages)| Document { path: path(n), pages };
        return Ok(Some(shares.into_iter().enumerate().map(document).collect()));
    }
    let several = entries > 1 || press.gathers() && (rolls > 1 || press.cover().is_some());
    if job.format != Some(Format::Pdf) || !several {
        return Ok(None);
    }
    if matches!(out, Out::Folder(_)) {
        return match press.gathers() {
            true => Err(usage("these pages share sheets: name the one PDF that they become with --out")),
            false => Ok(None),
        };
    }
    Ok(Some(vec![Document { path: named, pages: press.with_covers(pages) }]))
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
