//! The command line: what may be typed. Each command has a file.
#![allow(clippy::disallowed_methods, reason = "the report is a flag of its own, and a terminal is asked for")]

mod captions;
mod casting;
mod check;
mod completions;
mod contact;
mod covers;
mod draw;
mod encoding;
mod explain;
mod flags;
mod gallery;
mod inspect;
mod list;
mod man;
mod new;
mod paper;
mod plan;
mod pooling;
mod poster;
mod preview;
mod recipe;
mod replay;
mod run;
mod screen;
mod signals;
mod speaking;
mod tell;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use tell::complain;

/// Détournement of pictures: reads an ad or a post, writes other words for it, draws them in.
///
/// Exit codes: 0 all done, 1 nothing could be done, 2 bad flags or template, 3 some inputs failed,
/// 130 and 143 when interrupted or terminated.
#[derive(Parser)]
#[command(name = "detourn", version, max_term_width = 100)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Run(run::Args),
    Inspect(inspect::Args),
    Plan(plan::Args),
    Draw(draw::Args),
    Recipe(recipe::Args),
    Captions(captions::Args),
    Try(preview::Args),
    New(new::Args),
    Gallery(gallery::Args),
    Contact(contact::Args),
    Poster(Box<poster::Args>),
    List(list::Args),
    Explain(explain::Args),
    Check(check::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// A command line that cannot be meant so, or a template that says what cannot be: exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub String);

/// Makes a usage error of any error.
fn usage(error: impl ToString) -> anyhow::Error {
    Usage(error.to_string()).into()
}

/// Does what was typed.
///
/// # Errors
/// When nothing could be done; of single pictures the commands tell themselves.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    match args.command {
        Command::Run(args) => run::run(args),
        Command::Inspect(args) => inspect::run(args),
        Command::Plan(args) => plan::run(args),
        Command::Draw(args) => draw::run(args),
        Command::Recipe(args) => recipe::run(args),
        Command::Captions(args) => captions::run(args),
        Command::Try(args) => preview::run(args),
        Command::New(args) => new::run(args),
        Command::Gallery(args) => gallery::run(args),
        Command::Contact(args) => contact::run(args),
        Command::Poster(args) => poster::run(*args),
        Command::List(args) => list::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Check(args) => check::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        super::Args::command().debug_assert();
    }
}
