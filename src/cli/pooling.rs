//! `--pool`: other pictures that templates may borrow letters from.

use std::path::{Path, PathBuf};

use clap::Args;
use detourn::{
    batch::Pace,
    source::{self, Entry, Pool},
};

use crate::cli::{
    tell::{complain, failure},
    usage,
};

/// Which pictures are borrowed from.
#[derive(Args, Default)]
pub struct Pooling {
    /// Other pictures, files or folders, that templates may cut letters out of, as `lifted` does; given again, one more.
    /// Only what they hold counts, neither names nor order
    #[arg(long = "pool", value_name = "FILE|DIR")]
    pub pool: Vec<PathBuf>,
}

impl Pooling {
    /// The files, but none below `out`: earlier outputs are not meant.
    pub fn entries(&self, out: Option<&Path>) -> anyhow::Result<Vec<Entry>> {
        for path in &self.pool {
            if source::is_stdin(path) {
                return Err(usage("--pool: name files or folders: stdin is one picture"));
            }
            if source::stamp(path).is_none() {
                return Err(usage(format!("{}: there is no such file: check the name", path.display())));
            }
        }
        Ok(source::list(&self.pool, &[], out).map_err(usage)?.entries)
    }

    /// The pool, read at no more than half the pace's memory: the batch has the other half.
    pub fn pool(&self, out: Option<&Path>, pace: &Pace) -> anyhow::Result<Pool> {
        if self.pool.is_empty() {
            return Ok(Pool::default());
        }
        Ok(Pool::new(self.entries(out)?, pace.jobs, pace.memory / 2))
    }
}

/// Tells which files of the pool lend nothing since they cannot be read, each once.
pub fn tell(pool: &Pool) {
    pool.lost().iter().for_each(|(path, reason)| complain(&line(path, reason)));
}

/// The line of one of them.
pub fn line(path: &Path, reason: &str) -> String {
    failure(&path.to_string_lossy(), &format!("{reason}; it lends no letters"))
}
