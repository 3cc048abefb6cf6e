//! Signals: the first asks the work to end, the second ends the program.

use std::{
    io,
    process::ExitCode,
    sync::{Arc, atomic::AtomicBool},
};

use detourn::batch::Stop;
use signal_hook::{
    consts::{SIGINT, SIGTERM},
    flag,
};

/// A [`Stop`] that SIGINT and SIGTERM set.
pub fn stop() -> io::Result<Stop> {
    let stop = Stop::default();
    let again = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // In this order the first signal passes the first line by and arms it.
        flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&again))?;
        flag::register(signal, Arc::clone(&again))?;
        flag::register_usize(signal, stop.flag(), signal as usize)?;
    }
    Ok(stop)
}

/// The exit code of work that ended with `code`, unless a signal ended it.
pub fn exit_code(stop: &Stop, code: u8) -> ExitCode {
    ExitCode::from(stop.signal().map_or(code, |signal| 128 + signal))
}
