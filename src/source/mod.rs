//! The door in: which pictures are meant, their bytes, and the few other files that a user names.
#![allow(clippy::disallowed_methods, reason = "this is one of the two doors")]

mod list;
mod pool;

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    time::SystemTime,
};

pub use list::{ListError, Listing, list, names_from};
pub use pool::{LentError, Pool};

use crate::template::{self, Template, TemplateError, builtins};

/// One input.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// As the user knows it; `-` is stdin.
    pub path: PathBuf,
    /// Where its output goes below the output folder, with the input's own extension.
    pub place: PathBuf,
    /// Known already to give nothing.
    pub lost: Option<Lost>,
}

/// What is wrong with an input that was met on the way.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Lost {
    #[error("the link leads back to {}: remove it, or name the folder that it leads to", .0.display())]
    Loop(PathBuf),
    #[error("{0}")]
    Unreadable(String),
}

/// Why an input gave no bytes.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error(transparent)]
    Lost(#[from] Lost),
    #[error("there is no such file: check the name")]
    Missing,
    #[error("may not be read: check its permissions")]
    Denied,
    #[error("larger than {} MiB: too large for a picture file", .0 >> 20)]
    TooLarge(u64),
    #[error("cannot be read: {0}")]
    Failed(io::Error),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => ReadError::Missing,
            io::ErrorKind::PermissionDenied => ReadError::Denied,
            _ => ReadError::Failed(error),
        }
    }
}

/// Whether a path means stdin.
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The bytes of an input, `limit` at the most.
///
/// # Errors
/// When it was lost, cannot be read, or is larger.
pub fn read(entry: &Entry, limit: u64) -> Result<Vec<u8>, ReadError> {
    match &entry.lost {
        Some(lost) => Err(lost.clone().into()),
        None => read_path(&entry.path, limit),
    }
}

/// The bytes of a file or of stdin (`-`), `limit` at the most.
///
/// # Errors
/// When it cannot be read or is larger.
pub fn read_path(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    if is_stdin(path) {
        return read_from(io::stdin().lock(), 0, limit);
    }
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    if size > limit { Err(ReadError::TooLarge(limit)) } else { read_from(file, size, limit) }
}

fn read_from(from: impl Read, size: u64, limit: u64) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::with_capacity(size as usize + 1);
    from.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(ReadError::TooLarge(limit)) } else { Ok(bytes) }
}

/// The text of a file or of stdin (`-`).
///
/// # Errors
/// When it cannot be read, is not UTF-8, or is larger than any text that is meant here (64 MiB).
pub fn read_text(path: &Path) -> Result<String, ReadError> {
    String::from_utf8(read_path(path, 64 << 20)?)
        .map_err(|_| ReadError::Failed(io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8 text")))
}

/// The texts of the files with these extensions in a folder, by name; of a file, its own.
///
/// # Errors
/// When the folder or one of the files cannot be read; says which.
pub fn texts(folder: &Path, extensions: &[&str]) -> Result<Vec<(String, String)>, LoadError> {
    let wrong = |path: &Path, error: ReadError| LoadError::Unreadable { path: path.display().to_string(), error };
    if folder.is_file() {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        return Ok(vec![(name, read_text(folder).map_err(|error| wrong(folder, error))?)]);
    }
    let entries = std::fs::read_dir(folder).map_err(|error| wrong(folder, error.into()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    let meant = |own: &std::ffi::OsStr| extensions.iter().any(|wanted| own.eq_ignore_ascii_case(wanted));
    paths.retain(|path| path.extension().is_some_and(meant));
    paths.sort();
    if paths.is_empty() {
        let named = extensions.iter().map(|e| format!(".{e}")).collect::<Vec<_>>().join(" or ");
        let error = io::Error::new(io::ErrorKind::InvalidInput, format!("there is no {named} file in it"));
        return Err(wrong(folder, ReadError::Failed(error)));
    }
    let named = |path: &PathBuf| {
        let text = read_text(path).map_err(|error| wrong(path, error))?;
        Ok((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), text))
    };
    paths.iter().map(named).collect()
}

/// Why a template is not there.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("no template is called `{name}`{hint}")]
    Unknown { name: String, hint: String },
    #[error("{path}: {error}")]
    Unreadable { path: String, error: ReadError },
    #[error(transparent)]
    Wrong(#[from] TemplateError),
}

/// The template that a user means: a built-in one by its name, or a file. What a file extends is
/// found beside it, else among the built-in ones.
///
/// # Errors
/// When there is no such template, or it says what cannot be.
pub fn template(name: &str) -> Result<Template, LoadError> {
    if let Some(template) = template::builtin(name) {
        return Ok(template.clone());
    }
    let path = Path::new(name);
    let is_path = path.extension().is_some() || path.components().count() > 1;
    if !is_path && !path.is_file() {
        return Err(LoadError::Unknown { name: name.into(), hint: hint(name) });
    }
    let text = read_text(path).map_err(|error| LoadError::Unreadable { path: name.into(), error })?;
    let stem = path.file_stem().map_or(name.into(), |stem| stem.to_string_lossy());
    let base = |name: &str| {
        let builtin = || template::builtin(name)?.sources.last().map(|(_, text)| text.clone());
        read_text(&beside(path, name)).ok().or_else(builtin)
    };
    Ok(Template::parse(&stem, &text, &base)?)
}

/// Where the base of a template file lies, unless it is built in.
pub fn beside(path: &Path, name: &str) -> PathBuf {
    path.with_file_name(if name.ends_with(".toml") { name.into() } else { format!("{name}.toml") })
}

/// When a file was saved, and how large it is.
pub type Stamp = (SystemTime, u64);

/// The stamp of a file, if it is there.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let file = std::fs::metadata(path).ok()?;
    Some((file.modified().ok()?, file.len()))
}

fn hint(name: &str) -> String {
    let names: Vec<_> = builtins().iter().map(|template| template.name.as_str()).collect();
    template::hint(name, &names)
}
