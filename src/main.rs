//! The program: flags become a job, the job runs, and what came of it becomes an exit code.
#![forbid(unsafe_code)]

mod cli;

use std::{
    io,
    panic::{catch_unwind, set_hook},
    process::ExitCode,
};

use clap::Parser;
use detourn::batch::one_line;

use crate::cli::{Args, Usage};

fn main() -> ExitCode {
    // A panic is told like any other failure, by whoever contains it; this variable shows where it was.
    if std::env::var_os("DETOURN_BACKTRACE").is_none() {
        set_hook(Box::new(|_| {}));
    }
    match catch_unwind(|| cli::run(Args::parse())) {
        Ok(Ok(code)) => code,
        Ok(Err(error)) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            cli::complain(&format!("detourn: {error:#}"));
            if error.is::<Usage>() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
        Err(panic) => {
            let words = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
            cli::complain(&format!("detourn: a fault (please report it): {}", one_line(words.unwrap_or_default())));
            ExitCode::FAILURE
        }
    }
}

/// Whether whoever reads our output has gone, which is no error.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|e| e.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}
