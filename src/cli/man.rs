//! `detourn man`: the manual page.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_mangen::Man;
use detourn::sink;

/// Print the manual page: detourn's, or that of a command
#[derive(clap::Args)]
pub struct Args {
    command: Option<String>,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let mut detourn = super::Args::command();
    detourn.build();
    let page = match &args.command {
        Some(name) => {
            let command = detourn.find_subcommand(name);
            command.ok_or_else(|| super::usage(format!("there is no command `{name}`")))?.clone()
        }
        None => detourn,
    };
    let mut text = Vec::new();
    Man::new(page).render(&mut text)?;
    sink::pour(&text)?;
    Ok(ExitCode::SUCCESS)
}
