//! Stopping: a flag that everything looks at between two stages.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use crate::batch::Failure;

/// Whether the work is to end early; shared by all threads and by signal handlers.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicUsize>);

const HALTED: usize = usize::MAX;

impl Stop {
    /// The number that a signal handler sets to the signal's.
    pub fn flag(&self) -> Arc<AtomicUsize> {
        Arc::clone(&self.0)
    }

    /// Ends the work though no signal came.
    pub fn halt(&self) {
        let _ = self.0.compare_exchange(0, HALTED, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// Whether the work is to end.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed) != 0
    }

    /// The signal that ended the work.
    pub fn signal(&self) -> Option<u8> {
        u8::try_from(self.0.load(Ordering::Relaxed)).ok().filter(|signal| *signal != 0)
    }

    /// To be asked between two stages.
    ///
    /// # Errors
    /// When the work is to end.
    pub fn check(&self) -> Result<(), Failure> {
        if self.is_set() { Err(Failure::Stopped) } else { Ok(()) }
    }
}
