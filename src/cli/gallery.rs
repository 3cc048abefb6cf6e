//! `detourn gallery`: a page on which a batch can be looked at.

use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};

use anyhow::bail;
use detourn::{
    batch::Failure,
    encode,
    gallery::{self, Pair},
    picture, sink,
    source::{self, Entry},
};

use crate::cli::{
    flags::Costs,
    tell::{complain, failure},
    usage,
};

/// Print an HTML page of outputs beside what they were made of
#[derive(clap::Args)]
pub struct Args {
    /// Files that detourn made, or folders of them
    #[arg(value_name = "OUT", required = true)]
    outputs: Vec<PathBuf>,
    /// Where the pictures are that they were made of: files or folders
    #[arg(long, value_name = "INPUT", num_args = 1..)]
    of: Vec<PathBuf>,
    #[command(flatten)]
    costs: Costs,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let limits = args.costs.limits();
    let made = source::list(&args.outputs, &[], None).map_err(usage)?.entries;
    let mut before = BTreeMap::new();
    for entry in source::list(&args.of, &[], None).map_err(usage)?.entries {
        if let Ok(bytes) = source::read(&entry, limits.bytes) {
            before.insert(blake3::hash(&bytes).to_hex().to_string(), entry);
        }
    }
    let thumbnail = |bytes: &[u8]| picture::decode(bytes, &limits).map_err(Failure::from).and_then(gallery::thumbnail);
    let pair = |entry: &Entry| -> Result<Option<Pair>, Failure> {
        let bytes = source::read(entry, limits.bytes)?;
        let Some(recipe) = encode::recipe(&bytes).ok().flatten() else { return Ok(None) };
        let source = before.get(&recipe.source).map(|entry| source::read(entry, limits.bytes)).transpose()?;
        let before = source.map(|bytes| thumbnail(&bytes)).transpose()?;
        Ok(Some(Pair { name: entry.place.display().to_string(), recipe, before, after: thumbnail(&bytes)? }))
    };
    let (mut pairs, mut lost) = (Vec::new(), false);
    for entry in &made {
        match pair(entry) {
            Ok(pair) => pairs.extend(pair),
            Err(error) => {
                lost = true;
                complain(&failure(&entry.path.to_string_lossy(), &error.line()));
            }
        }
    }
    if pairs.is_empty() {
        bail!("nothing here was made by detourn, or not as a picture: name the folder that `run --out` wrote to");
    }
    sink::pour(gallery::page(&pairs).as_bytes())?;
    Ok(if lost { ExitCode::from(3) } else { ExitCode::SUCCESS })
}
