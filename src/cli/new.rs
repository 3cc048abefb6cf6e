//! `detourn new`: a template of one's own to begin with.

use std::{path::PathBuf, process::ExitCode};

use anyhow::bail;
use detourn::{
    sink::{Out, Sink, SinkError},
    source,
    template::{annotated, builtin},
};

use crate::cli::{complain, usage};

/// Write a template of your own to begin with: a copy of a built-in one, every key explained
#[derive(clap::Args)]
pub struct Args {
    /// What it is called: NAME.toml is written
    name: PathBuf,
    /// The built-in template to copy
    #[arg(long, value_name = "TEMPLATE")]
    from: String,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let Some(template) = builtin(&args.from) else {
        return Err(match source::template(&args.from) {
            Ok(_) => usage(format!("{}: is your own already: copy it", args.from)),
            Err(error) => usage(error),
        });
    };
    let mut path = args.name.clone();
    if path.extension().is_none_or(|extension| extension != "toml") {
        path.as_mut_os_string().push(".toml");
    }
    if path.file_stem().is_none_or(|stem| stem == ".toml") {
        return Err(usage("a template needs a name"));
    }
    let sink = Sink::new(Out::File(path.clone()), args.force, &[]);
    let found = match sink.find(&path) {
        Err(SinkError::Foreign(path)) => bail!("{}: is there already: use --force to replace it", path.display()),
        found => found?,
    };
    let (_, text) = &template.sources[0];
    let from = &args.from;
    let head = format!(
        "# A copy of `{from}`, to be changed. Each key is explained where it first stands; `detourn explain KIND` prints\n\
         # all keys of a layer or filter.\n\n"
    );
    sink.write(&path, (head + &annotated(text).map_err(usage)?).as_bytes(), &found)?;
    let name = path.display();
    complain(&format!(
        "detourn: {name} is there: `detourn try {name} PICTURE --watch` shows it, and again on every save"
    ));
    Ok(ExitCode::SUCCESS)
}
