//! `detourn check`: whether templates say what can be.

use std::process::ExitCode;

use detourn::source;

use crate::cli::tell::complain;

/// Check templates without a picture; silent when they are right
#[derive(clap::Args)]
pub struct Args {
    /// Names of built-in templates or TOML files
    #[arg(value_name = "TEMPLATE", required = true)]
    templates: Vec<String>,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let wrong = args.templates.iter().filter_map(|name| source::template(name).err());
    let wrong = wrong.inspect(|error| complain(&format!("detourn: {error}"))).count();
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}
