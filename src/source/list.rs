//! The listing: arguments and name lists become inputs, in an order that depends on nothing else.

use std::{
    collections::BTreeSet,
    ffi::{OsStr, OsString},
    fs, io,
    path::{Component, Path, PathBuf},
};

use walkdir::WalkDir;

use crate::source::{Entry, Lost, ReadError, is_stdin, read_path};

/// All inputs of a run.
#[derive(Debug, Default)]
pub struct Listing {
    /// In the order of the arguments; folders sorted by name; each input once.
    pub entries: Vec<Entry>,
    /// Files in folders that are hidden or whose names are not those of pictures.
    pub skipped: usize,
    seen: BTreeSet<PathBuf>,
}

/// Why no listing could be made: the command line cannot be meant so.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    #[error("{}: the output folder is the input folder itself: choose another with --out", .0.display())]
    OutIsIn(PathBuf),
    #[error("{}: {error}", path.display())]
    Names { path: PathBuf, error: ReadError },
}

const EXTENSIONS: [&str; 12] =
    ["jpg", "jpeg", "jpe", "jfif", "png", "apng", "webp", "gif", "tif", "tiff", "bmp", "dib"];

/// Lists `args` (files, folders, `-`), then `names` (see [`names_from`]), but nothing below `out`.
///
/// Folders are read recursively, links are followed; what is hidden is skipped. Inputs that
/// are named are always listed, whatever they are called.
///
/// # Errors
/// When `out` is one of the folders.
pub fn list(args: &[PathBuf], names: &[PathBuf], out: Option<&Path>) -> Result<Listing, ListError> {
    let out = out.and_then(|out| fs::canonicalize(out).ok());
    let mut listing = Listing::default();
    for path in args {
        let name = if is_stdin(path) { OsStr::new("stdin") } else { path.file_name().unwrap_or(path.as_os_str()) };
        listing.add(path, Path::new(name), out.as_deref())?;
    }
    let common = common_folder(names);
    for path in names {
        let inside = path.strip_prefix(&common).unwrap_or(path);
        let plain = !inside.as_os_str().is_empty() && inside.components().all(|c| matches!(c, Component::Normal(_)));
        let place = if plain { inside } else { Path::new(path.file_name().unwrap_or(path.as_os_str())) };
        listing.add(path, place, out.as_deref())?;
    }
    Ok(listing)
}

/// Reads a NUL-separated list of names from a file, or from stdin for `-`.
///
/// # Errors
/// When the list cannot be read.
pub fn names_from(path: &Path) -> Result<Vec<PathBuf>, ListError> {
    let bytes = read_path(path, 1 << 30).map_err(|error| ListError::Names { path: path.into(), error })?;
    let names = bytes.split(|b| *b == 0).filter(|name| !name.is_empty());
    // In a list, a file that is called `-` is a file.
    Ok(names.map(|name| if name == b"-" { "./-".into() } else { os_string(name).into() }).collect())
}

#[cfg(unix)]
fn os_string(bytes: &[u8]) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes.to_vec())
}

#[cfg(not(unix))]
fn os_string(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}

/// The deepest folder that holds all of `names`, so that `find pics -print0` and `pics` place alike.
fn common_folder(names: &[PathBuf]) -> PathBuf {
    let mut folders = names.iter().map(|name| name.parent().unwrap_or(Path::new("")));
    let first = folders.next().unwrap_or(Path::new("")).to_path_buf();
    folders.fold(first, |common, folder| {
        common.components().zip(folder.components()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
    })
}

impl Listing {
    fn add(&mut self, path: &Path, place: &Path, out: Option<&Path>) -> Result<(), ListError> {
        if !is_stdin(path) && path.is_dir() {
            return self.add_folder(path, out);
        }
        self.add_file(path, place);
        Ok(())
    }

    fn add_file(&mut self, path: &Path, place: &Path) {
        if self.seen.insert(identity(path)) {
            self.entries.push(Entry { path: path.into(), place: place.into(), lost: None });
        }
    }

    fn add_folder(&mut self, root: &Path, out: Option<&Path>) -> Result<(), ListError> {
        let identity = fs::canonicalize(root).unwrap_or_else(|_| root.into());
        if out == Some(&identity) {
            return Err(ListError::OutIsIn(root.into()));
        }
        let mut hidden = 0;
        let walk = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter().filter_entry(|entry| {
            let is_hidden = entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
            hidden += usize::from(is_hidden && entry.file_type().is_file());
            let is_out =
                || entry.file_type().is_dir() && out.is_some() && fs::canonicalize(entry.path()).ok().as_deref() == out;
            !is_hidden && !is_out()
        });
        for entry in walk {
            let (path, lost) = match entry {
                Ok(entry) if entry.file_type().is_dir() => continue,
                Ok(entry) if entry.file_type().is_file() && is_named_as_picture(entry.path()) => {
                    (entry.into_path(), None)
                }
                Ok(_) => {
                    self.skipped += 1;
                    continue;
                }
                Err(error) => {
                    let path = error.path().unwrap_or(root).to_path_buf();
                    let lost = lost(error);
                    // A dangling link matters only where a picture was meant.
                    if lost.is_none() && !is_named_as_picture(&path) {
                        self.skipped += 1;
                        continue;
                    }
                    (path, lost)
                }
            };
            let place = path.strip_prefix(root).unwrap_or(&path).to_path_buf();
            if self.seen.insert(identity.join(&place)) {
                self.entries.push(Entry { path, place, lost });
            }
        }
        self.skipped += hidden;
        Ok(())
    }
}

fn lost(error: walkdir::Error) -> Option<Lost> {
    if let Some(ancestor) = error.loop_ancestor() {
        return Some(Lost::Loop(ancestor.into()));
    }
    match error.into_io_error() {
        Some(error) if error.kind() == io::ErrorKind::NotFound => None,
        Some(error) => Some(Lost::Unreadable(ReadError::from(error).to_string())),
        None => None,
    }
}

/// Who a file is, however it is named: its folder resolved, its own name kept.
fn identity(path: &Path) -> PathBuf {
    let folder = match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => path,
    };
    match (fs::canonicalize(folder), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.into(),
    }
}

fn is_named_as_picture(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, b"x").unwrap();
        }
        root
    }

    fn places(listing: &Listing) -> Vec<&str> {
        listing.entries.iter().map(|e| e.place.to_str().unwrap()).collect()
    }

    #[test]
    fn folders_are_sorted_and_skip_what_is_no_picture_or_their_own_output() {
        let root = tree(&["b.PNG", "a/z.jpg", "a/notes.txt", ".hidden.jpg", ".git/x.jpg", "out/a/z.jpg", "c"]);
        let listing = list(&[root.path().into()], &[], Some(&root.path().join("out"))).unwrap();
        assert_eq!(places(&listing), ["a/z.jpg", "b.PNG"]);
        assert_eq!(listing.skipped, 3);
        assert!(list(&[root.path().into()], &[], Some(root.path())).is_err());
    }

    #[test]
    fn an_input_is_listed_once() {
        let root = tree(&["a.jpg", "b.txt"]);
        let (a, b) = (root.path().join("a.jpg"), root.path().join("b.txt"));
        let detour = root.path().join(".").join("a.jpg");
        let args = [a.clone(), detour, root.path().into(), b, "-".into(), "-".into()];
        assert_eq!(places(&list(&args, &[], None).unwrap()), ["a.jpg", "b.txt", "stdin"]);
    }

    #[test]
    fn a_list_of_names_keeps_its_tree() {
        let root = tree(&["x/a.jpg", "y/a.jpg"]);
        let names = [root.path().join("x/a.jpg"), root.path().join("y/a.jpg")];
        assert_eq!(places(&list(&[], &names, None).unwrap()), ["x/a.jpg", "y/a.jpg"]);
        assert_eq!(places(&list(&[], &names[..1], None).unwrap()), ["a.jpg"]);
        let list_file = root.path().join("list");
        fs::write(&list_file, b"one\0-\0\0").unwrap();
        assert_eq!(names_from(&list_file).unwrap(), [Path::new("one"), Path::new("./-")]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_but_not_in_circles() {
        use std::os::unix::fs::symlink;
        let root = tree(&["real/a.jpg"]);
        symlink(root.path().join("real"), root.path().join("also")).unwrap();
        symlink(root.path(), root.path().join("real/up")).unwrap();
        symlink("nowhere", root.path().join("gone.txt")).unwrap();
        symlink("nowhere", root.path().join("gone.jpg")).unwrap();
        let listing = list(&[root.path().into()], &[], None).unwrap();
        assert_eq!(places(&listing), ["also/a.jpg", "also/up", "gone.jpg", "real/a.jpg", "real/up"]);
        assert!(matches!(listing.entries[1].lost, Some(Lost::Loop(_))));
        assert_eq!(listing.entries[2].lost, None);
    }
}
