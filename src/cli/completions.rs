//! `detourn completions`: for the user's shell.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;
use detourn::sink;

/// Print the completions of a shell
#[derive(clap::Args)]
pub struct Args {
    shell: Shell,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut super::Args::command(), "detourn", &mut text);
    sink::pour(&text)?;
    Ok(ExitCode::SUCCESS)
}
