//! `detourn inspect`: what a picture shows, as one JSON object a line, and drawn upon it.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::bail;
use detourn::{
    batch::{self, Failure, Pace, Status, Tally, one_line, stations},
    encode::Format,
    picture,
    scene::{self, Needs, Scene},
    sink::{Names, Out, Sink},
    source,
    typeset::fonts::Fonts,
};
use serde::Serialize;

use crate::cli::{
    flags::{Costs, Inputs, Looking},
    signals,
    tell::{Report, complain, failure},
    usage,
};

/// Print what pictures show, one JSON object a line
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    inputs: Inputs,
    /// Draw upon each picture what was read, and write it to DIR as PNG
    #[arg(long, value_name = "DIR")]
    overlay: Option<PathBuf>,
    /// Replace files in DIR that detourn did not make
    #[arg(long, requires = "overlay")]
    force: bool,
    #[command(flatten)]
    looking: Looking,
    #[command(flatten)]
    costs: Costs,
}

#[derive(Serialize)]
struct Line<'a> {
    image: &'a str,
    #[serde(flatten)]
    scene: Scene,
    #[serde(skip_serializing_if = "Option::is_none")]
    overlay: Option<String>,
}

/// Where an overlay goes, and whether it had to give way to another.
type Target = (PathBuf, bool);

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let listing = source::list(&args.inputs.inputs, &args.inputs.listed()?, args.overlay.as_deref()).map_err(usage)?;
    if listing.entries.is_empty() {
        bail!("no pictures found: name files, or folders with pictures in them");
    }
    let stop = signals::stop()?;
    let sink = args.overlay.map(|folder| Arc::new(Sink::new(Out::Folder(folder), args.force, &listing.entries)));
    let (limits, sight) = (args.costs.limits(), args.looking.sight());
    let pace = Pace { beside: Needs::ALL.memory(), ..args.costs.pace() };

    let mut names = Names::default();
    let folder = sink.clone();
    let prepare = move |_: usize, entry: &source::Entry, bytes: &[u8]| {
        let sink = folder.as_ref().filter(|_| picture::guess(bytes).is_some())?;
        let (place, renamed) = names.claim(&entry.place, "", Format::Png);
        Some((sink.path(&place)?, renamed))
    };
    let writer = sink.clone();
    let work = move |_: &source::Entry, bytes: Vec<u8>, target: Option<Target>| {
        let picture = picture::decode(&bytes, &limits)?;
        drop(bytes);
        let scene = scene::read(&picture, Needs::ALL, sight);
        if let (Some(sink), Some((path, _))) = (&writer, &target) {
            let found = sink.find(path)?;
            sink.write(path, &stations::overlay(&scene, picture, Fonts::builtin())?, &found)?;
        }
        Ok((scene, target))
    };
    let mut tally = Tally::default();
    let mut lines = Report::create(Path::new("-"))?;
    batch::each(Arc::from(listing.entries), pace, &stop, prepare, work, |entry, result| {
        let image = &*entry.path.to_string_lossy();
        match result {
            Ok((scene, target)) => {
                let overlay = target.as_ref().map(|(path, _)| path.to_string_lossy().into_owned());
                if let (Some(path), Some((_, true))) = (&overlay, &target) {
                    complain(&failure(image, &format!("drawn to {}: the plain name is another's", one_line(path))));
                }
                lines.line(&Line { image, scene, overlay }).inspect(|()| tally.count(Status::Done))
            }
            Err(Failure::Stopped) => Ok(()),
            Err(error) => {
                tally.count(Status::Failed);
                complain(&failure(image, &error.line()));
                Ok(())
            }
        }
    })?;
    if let Some(sink) = &sink {
        sink.sweep();
    }
    Ok(signals::exit_code(&stop, tally.exit_code()))
}
