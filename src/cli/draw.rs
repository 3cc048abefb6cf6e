//! `detourn draw`: a plan becomes a picture, by whomever it was written.

use std::{
    ffi::OsStr,
    io::{self, IsTerminal},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::{Context, anyhow};
use detourn::{
    batch::{Stop, contain, stations},
    encode,
    job::same_format,
    picture::{self, Limits, Picture},
    plan::{Plan, Source},
    sink::{self, Out, Sink},
    source::{Entry, is_stdin, read_path, read_text},
};

use crate::cli::{
    encoding::Encoding,
    flags::{Costs, Format, Making},
    usage,
};

/// Draw a plan that `detourn plan` printed
#[derive(clap::Args)]
pub struct Args {
    /// A plan in TOML or JSON, or `-` for stdin
    plan: PathBuf,
    /// Its pictures, where they are no longer at the paths that it names
    pictures: Vec<PathBuf>,
    /// A file, or `-` for stdout, which is meant when stdout is no terminal
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Format of the output; `same` is that of the first picture
    #[arg(long, default_value = "same")]
    format: Format,
    /// Replace a file that detourn did not make
    #[arg(long)]
    force: bool,
    /// A font file that the plan names besides the built-in ones
    #[arg(long = "font", value_name = "FILE")]
    fonts: Vec<PathBuf>,
    #[command(flatten)]
    encoding: Encoding,
    #[command(flatten)]
    costs: Costs,
}

/// A picture with the file that it came from.
type Found = (PathBuf, Arc<Vec<u8>>, Arc<Picture>);

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let name = args.plan.display();
    let text = read_text(&args.plan).with_context(|| format!("{name}"))?;
    let plan = Plan::read(&text).with_context(|| format!("{name}"))?;
    let limits = args.costs.limits();
    let given = args.pictures.iter().map(|path| load(path, &limits)).collect::<Result<Vec<_>, _>>()?;
    let found = plan.pictures.iter().map(|source| find(source, &given, &limits)).collect::<Result<Vec<_>, _>>()?;

    let out = match &args.out {
        Some(path) if !is_stdin(path) => Out::File(path.clone()),
        None if io::stdout().is_terminal() => return Err(usage("say where the picture goes with --out")),
        _ => Out::Stdout,
    };
    let format = format(&args, &out, found.first().map(|(_, _, picture)| picture.format))?;
    let fonts = Making::fonts_of(&args.fonts)?;
    let entries: Vec<_> =
        found.iter().map(|(path, ..)| Entry { path: path.clone(), place: path.clone(), lost: None }).collect();
    let sink = Sink::new(out, args.force, &entries);
    let target = sink.path(args.out.as_deref().unwrap_or(Path::new("-")));
    // What may not be written over is known before anything is drawn.
    let before = target.as_deref().map(|path| sink.find(path)).transpose()?;

    let mut pictures = Vec::new();
    let mut files = Vec::new();
    for (_, file, picture) in found {
        pictures.push(picture);
        files.extend(stations::needs_files(format).then_some(file));
    }
    drop(given);
    let stop = Stop::default();
    let bytes = contain(|| stations::draw(&plan, pictures, &files, fonts, format, &args.encoding.options(), &stop));
    let bytes = bytes.map_err(|error| anyhow!("{name}: {}", error.line()))?;
    match (target, before) {
        (Some(path), Some(before)) => sink.write(&path, &bytes, &before)?,
        _ => sink::pour(&bytes)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn load(path: &Path, limits: &Limits) -> anyhow::Result<Found> {
    let name = || path.display().to_string();
    let bytes = read_path(path, limits.bytes).with_context(name)?;
    let picture = contain(|| Ok(picture::decode(&bytes, limits)?)).with_context(name)?;
    Ok((path.into(), Arc::new(bytes), Arc::new(picture)))
}

/// The picture that a plan was made for, among those given, else at its path.
fn find(source: &Source, given: &[Found], limits: &Limits) -> anyhow::Result<Found> {
    let is_it = |(_, _, picture): &&Found| picture.hash.to_hex().as_str() == source.hash;
    if let Some(found) = given.iter().find(is_it) {
        return Ok(found.clone());
    }
    let path = source.path.as_ref().context("the plan does not say where its picture is: name it after the plan")?;
    let found = load(Path::new(path), limits)?;
    if is_it(&&found) { Ok(found) } else { Err(anyhow!("{path}: is not the picture that the plan was made for")) }
}

fn format(args: &Args, out: &Out, input: Option<picture::Format>) -> anyhow::Result<encode::Format> {
    let said = match out {
        Out::File(path) => path.extension().and_then(OsStr::to_str).and_then(encode::Format::from_extension),
        _ => None,
    };
    match (said, args.format.meant()) {
        (Some(said), Some(asked)) if said != asked => Err(usage("--out says another format than --format")),
        (Some(format), _) | (None, Some(format)) => Ok(format),
        (None, None) => Ok(input.map_or(encode::Format::Png, same_format)),
    }
}
