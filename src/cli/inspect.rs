//! `detourn inspect`: what a picture shows, as one JSON object a line.

use std::{path::Path, process::ExitCode, sync::Arc};

use anyhow::bail;
use detourn::{
    batch::{self, Failure, Status, Tally},
    picture,
    scene::{self, Needs, Scene},
    source,
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
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let listing = source::list(&args.inputs.inputs, &args.inputs.listed()?, None).map_err(usage)?;
    if listing.entries.is_empty() {
        bail!("no pictures found: name files, or folders with pictures in them");
    }
    let stop = signals::stop()?;
    let limits = args.costs.limits();
    let sight = args.looking.sight();
    let work = move |_: &source::Entry, bytes: Vec<u8>, ()| {
        let picture = picture::decode(&bytes, &limits)?;
        drop(bytes);
        Ok(scene::read(&picture, Needs::ALL, sight))
    };
    let mut tally = Tally::default();
    let mut lines = Report::create(Path::new("-"))?;
    batch::each(
        Arc::from(listing.entries),
        args.costs.pace(),
        &stop,
        |_, _| (),
        work,
        |entry, scene| {
            let image = &*entry.path.to_string_lossy();
            match scene {
                Ok(scene) => lines.line(&Line { image, scene }).inspect(|()| tally.count(Status::Done)),
                Err(Failure::Stopped) => Ok(()),
                Err(error) => {
                    tally.count(Status::Failed);
                    complain(&failure(image, &error.line()));
                    Ok(())
                }
            }
        },
    )?;
    Ok(signals::exit_code(&stop, tally.exit_code()))
}
