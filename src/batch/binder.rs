//! The binder: outputs of many pictures that become one document.

use std::path::PathBuf;

use crate::{
    batch::Failure,
    encode::pdf::{Piece, bind},
    press::Press,
    sink::{Found, Sink, SinkError},
};

/// Where the one document of a batch goes.
#[derive(Debug)]
pub struct Binder {
    /// `None` is stdout.
    pub path: Option<PathBuf>,
    found: Found,
}

impl Binder {
    /// A binder, once it is known that its document may be written.
    ///
    /// # Errors
    /// When something is there that may not be written over.
    pub fn new(path: Option<PathBuf>, sink: &Sink) -> Result<Self, SinkError> {
        let found = path.as_deref().map_or(Ok(Found::Nothing), |path| sink.find(path))?;
        Ok(Binder { path, found })
    }

    /// Binds the pages in their order, `None` for those that came to nothing, and writes the document.
    ///
    /// # Errors
    /// When they cannot be printed so, or the disk says no.
    pub(super) fn close(&self, pages: &[Option<Piece>], press: Option<&Press>, sink: &Sink) -> Result<(), Failure> {
        if pages.iter().all(Option::is_none) {
            return Ok(());
        }
        let bytes = bind(pages, press)?;
        match &self.path {
            Some(path) => sink.write(path, &bytes, &self.found)?,
            None => sink.hold(bytes),
        }
        Ok(())
    }
}
