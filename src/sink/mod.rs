//! The door out: an output is there whole or not at all, and nothing of the user's is ever written over.
#![allow(clippy::disallowed_methods, reason = "this is one of the two doors")]

mod names;

use std::{
    collections::BTreeSet,
    fs, io,
    io::{Read, Write},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

pub use names::Names;

use crate::{
    encode,
    recipe::Recipe,
    source::{Entry, is_stdin},
};

/// Where outputs go.
#[derive(Clone, Debug, PartialEq)]
pub enum Out {
    Folder(PathBuf),
    /// One picture, called just so.
    File(PathBuf),
    Stdout,
}

/// Writes outputs, on any thread.
#[derive(Debug)]
pub struct Sink {
    out: Out,
    force: bool,
    inputs: BTreeSet<PathBuf>,
    /// Temporary files that exist now.
    open: Mutex<BTreeSet<PathBuf>>,
    /// What goes to stdout when the batch is over.
    held: Mutex<Vec<u8>>,
}

/// What stands where an output is to go.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    Nothing,
    /// An earlier output; without a recipe when another version wrote one that cannot be read.
    Ours(Option<Box<Recipe>>),
    /// Something that the user wants replaced, whatever it is.
    Forced,
}

/// Why an output was not written.
#[derive(Debug, thiserror::Error)]
pub enum SinkError {
    #[error("{}: is an input and is never written over: choose another --out", .0.display())]
    Input(PathBuf),
    #[error("{}: is there already and was not made by detourn: use --force to replace it", .0.display())]
    Foreign(PathBuf),
    #[error("{}: {error}: check the folder and the space on its disk", path.display())]
    Failed { path: PathBuf, error: io::Error },
}

impl Sink {
    /// A sink that never touches any of `inputs`. With `force` it replaces what detourn did not make, and
    /// what it did make even when that would come out the same.
    pub fn new(out: Out, force: bool, inputs: &[Entry]) -> Self {
        let inputs = inputs
            .iter()
            .filter(|entry| !is_stdin(&entry.path))
            .flat_map(|entry| [entry_of(&entry.path), fs::canonicalize(&entry.path).ok()]);
        let inputs = inputs.flatten().collect();
        Sink { out, force, inputs, open: Mutex::default(), held: Mutex::default() }
    }

    /// Where outputs go.
    pub fn out(&self) -> &Out {
        &self.out
    }

    /// The path of an output that [`Names`] placed; `None` on stdout.
    pub fn path(&self, place: &Path) -> Option<PathBuf> {
        match &self.out {
            Out::Folder(folder) => Some(folder.join(place)),
            Out::File(_) => Some(place.into()),
            Out::Stdout => None,
        }
    }

    /// Looks at what is at `path` before work is spent on it.
    ///
    /// # Errors
    /// When it may not be written over.
    pub fn find(&self, path: &Path) -> Result<Found, SinkError> {
        let names = [entry_of(path), fs::canonicalize(path).ok()];
        if names.iter().flatten().any(|name| self.inputs.contains(name)) {
            return Err(SinkError::Input(path.into()));
        }
        // What will be replaced whatever it is need not be read, only be a file.
        let most = if self.force { 1 } else { u64::MAX };
        let mut bytes = Vec::new();
        match fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)) {
            Ok(_) if self.force => Ok(Found::Forced),
            Ok(_) => match encode::recipe(&bytes) {
                Ok(Some(recipe)) => Ok(Found::Ours(Some(Box::new(recipe)))),
                Err(_) => Ok(Found::Ours(None)),
                Ok(None) => Err(SinkError::Foreign(path.into())),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Found::Nothing),
            Err(error) => Err(SinkError::Failed { path: path.into(), error }),
        }
    }

    /// Writes an output: a temporary file beside it, flushed to the disk, then renamed.
    ///
    /// # Errors
    /// When the disk says no, or something appeared at `path` since `found`.
    pub fn write(&self, path: &Path, bytes: &[u8], found: &Found) -> Result<(), SinkError> {
        let failed = |error| SinkError::Failed { path: path.into(), error };
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(failed)?;
        let mut file = temporary(folder).map_err(failed)?;
        let open = Open::new(&self.open, file.path());
        file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
        match found {
            Found::Nothing => file.persist_noclobber(path).map_err(|e| match e.error.kind() {
                io::ErrorKind::AlreadyExists => SinkError::Foreign(path.into()),
                _ => failed(e.error),
            })?,
            _ => file.persist(path).map_err(|e| failed(e.error))?,
        };
        drop(open);
        sync_folder(folder).map_err(failed)
    }

    /// Keeps the one output that goes to stdout until [`Sink::pour`].
    pub fn hold(&self, bytes: Vec<u8>) {
        *lock(&self.held) = bytes;
    }

    /// Writes what is held to stdout.
    ///
    /// # Errors
    /// Whatever stdout says, a closed pipe among it.
    pub fn pour(&self) -> io::Result<()> {
        pour(&lock(&self.held))
    }

    /// Removes the temporary files of threads that are given up.
    pub fn sweep(&self) {
        for path in lock(&self.open).iter() {
            let _ = fs::remove_file(path);
        }
    }
}

/// Writes bytes to stdout.
///
/// # Errors
/// Whatever stdout says, a closed pipe among it.
pub fn pour(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The name of a temporary file in the list of those that exist.
struct Open<'a>(&'a Mutex<BTreeSet<PathBuf>>, PathBuf);

impl<'a> Open<'a> {
    fn new(open: &'a Mutex<BTreeSet<PathBuf>>, path: &Path) -> Self {
        lock(open).insert(path.into());
        Open(open, path.into())
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        lock(self.0).remove(&self.1);
    }
}

fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".detourn-").suffix(".tmp");
    // An output is no secret: the user's umask decides, as for any file.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Makes a rename last through a power cut.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

/// A directory entry, whether or not a file is there: its folder resolved, its own name kept.
fn entry_of(path: &Path) -> Option<PathBuf> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(fs::canonicalize(folder).ok()?.join(path.file_name()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &Path) -> Entry {
        Entry { path: path.into(), place: "a.jpg".into(), lost: None }
    }

    #[test]
    fn inputs_and_strangers_are_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let (a, b) = (root.path().join("a.jpg"), root.path().join("b.jpg"));
        fs::write(&a, b"input").unwrap();
        fs::write(&b, b"stranger").unwrap();
        for force in [false, true] {
            let sink = Sink::new(Out::Folder(root.path().into()), force, &[entry(&a)]);
            let dotted = root.path().join(".").join("a.jpg");
            assert!(matches!(sink.find(&dotted), Err(SinkError::Input(_))));
            assert_eq!(sink.find(&b).is_ok(), force);
        }
    }

    #[test]
    fn a_write_leaves_the_output_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        let sink = Sink::new(Out::Folder(root.path().into()), false, &[]);
        let path = sink.path(Path::new("x/y.png")).unwrap();
        sink.write(&path, b"one", &Found::Nothing).unwrap();
        assert!(matches!(sink.write(&path, b"two", &Found::Nothing), Err(SinkError::Foreign(_))));
        sink.write(&path, b"three", &Found::Forced).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        assert!(lock(&sink.open).is_empty());
    }
}
