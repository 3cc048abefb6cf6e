//! The pool: other pictures that templates may borrow letters from. They are known by what they hold, so that neither
//! names nor order nor copies matter.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use crate::{
    layer::Lender,
    picture::{self, DecodeError, Limits, Picture},
    source::{Entry, ReadError, read},
};

/// Pictures that letters may be borrowed from. Nothing of them is read before somebody asks.
#[derive(Debug, Default)]
pub struct Pool {
    entries: Vec<Entry>,
    /// Whether the user gave one, be it empty.
    pub is_given: bool,
    /// Threads that read it, and bytes that its pictures in work may need together.
    pub jobs: usize,
    pub memory: u64,
    files: OnceLock<Vec<(blake3::Hash, Entry)>>,
    lenders: OnceLock<Result<Vec<Lender>, String>>,
    lost: Mutex<Vec<(PathBuf, String)>>,
    /// Those that were drawn from last, the latest behind.
    kept: Mutex<Vec<Arc<Picture>>>,
}

/// Bytes of pixels that are kept for the next output.
const KEPT: usize = 96 << 20;

/// Why a picture of the pool cannot be drawn from, though it was read before.
#[derive(Debug, thiserror::Error)]
pub enum LentError {
    #[error("{0}: a picture of the pool has changed meanwhile: run it again")]
    Changed(String),
    #[error("{0}: a picture of the pool: {1}")]
    Unreadable(String, ReadError),
    #[error("{0}: a picture of the pool: {1}")]
    Damaged(String, DecodeError),
    #[error("the pool cannot be read: {0}")]
    Failed(String),
}

impl Pool {
    /// A pool of these files.
    pub fn new(entries: Vec<Entry>, jobs: usize, memory: u64) -> Self {
        Pool { entries, is_given: true, jobs, memory, ..Pool::default() }
    }

    /// The files as they were named.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Every file that can be read, by what it holds, each once.
    pub fn files(&self, limits: &Limits) -> &[(blake3::Hash, Entry)] {
        self.files.get_or_init(|| {
            let mut files = Vec::new();
            for entry in &self.entries {
                match read(entry, limits.bytes) {
                    Ok(bytes) => files.push((blake3::hash(&bytes), entry.clone())),
                    Err(error) => self.lose(&entry.path, error.to_string()),
                }
            }
            // The sort is stable: of copies the first that was named stays.
            files.sort_by(|(a, _), (b, _)| a.as_bytes().cmp(b.as_bytes()));
            files.dedup_by(|(b, _), (a, _)| a == b);
            files
        })
    }

    /// What tells it from other pools, in hex; nothing where there is nothing in it.
    pub fn hash(&self, limits: &Limits) -> Option<String> {
        let files = self.files(limits);
        let mut hash = blake3::Hasher::new();
        files.iter().for_each(|(own, _)| _ = hash.update(own.as_bytes()));
        (!files.is_empty()).then(|| hash.finalize().to_hex().to_string())
    }

    /// Its pictures as `read` finds them, which is called once.
    ///
    /// # Errors
    /// When they could not be read at all.
    pub fn lenders(&self, read: impl FnOnce() -> io::Result<Vec<Lender>>) -> Result<&[Lender], LentError> {
        let lenders = self.lenders.get_or_init(|| read().map_err(|error| error.to_string()));
        lenders.as_deref().map_err(|error| LentError::Failed(error.clone()))
    }

    /// The file with that hash, in hex.
    fn find(&self, hash: &str, limits: &Limits) -> Option<&Entry> {
        self.files(limits).iter().find(|(own, _)| own.to_hex().as_str() == hash).map(|(_, entry)| entry)
    }

    /// Where the picture with that hash, in hex, is.
    pub fn path(&self, hash: &str, limits: &Limits) -> Option<&Path> {
        self.find(hash, limits).map(|entry| entry.path.as_path())
    }

    /// The picture with that hash, in hex.
    ///
    /// # Errors
    /// When it is no longer what it was.
    pub fn picture(&self, hash: &str, limits: &Limits) -> Result<Arc<Picture>, LentError> {
        let is_it = |picture: &Arc<Picture>| picture.hash.to_hex().as_str() == hash;
        {
            let mut kept = lock(&self.kept);
            if let Some(at) = kept.iter().position(is_it) {
                let picture = kept.remove(at);
                kept.push(Arc::clone(&picture));
                return Ok(picture);
            }
        }
        let entry = self.find(hash, limits).ok_or_else(|| LentError::Changed(hash.into()))?;
        let name = || entry.path.display().to_string();
        let bytes = read(entry, limits.bytes).map_err(|error| LentError::Unreadable(name(), error))?;
        let picture = picture::decode(&bytes, limits).map_err(|error| LentError::Damaged(name(), error))?;
        let picture = Arc::new(picture);
        if !is_it(&picture) {
            return Err(LentError::Changed(name()));
        }
        let mut kept = lock(&self.kept);
        if !kept.iter().any(is_it) {
            kept.push(Arc::clone(&picture));
        }
        let size = |kept: &[Arc<Picture>]| kept.iter().map(|picture| picture.pixels.as_raw().len()).sum::<usize>();
        while size(&kept) > KEPT {
            kept.remove(0);
        }
        Ok(picture)
    }

    /// Notes that a file lends nothing, and why.
    pub fn lose(&self, path: &Path, reason: String) {
        lock(&self.lost).push((path.into(), reason));
    }

    /// What was lost since this was asked last.
    pub fn lost(&self) -> Vec<(PathBuf, String)> {
        std::mem::take(&mut *lock(&self.lost))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(root: &Path, name: &str, bytes: &[u8]) -> Entry {
        let path = root.join(name);
        std::fs::write(&path, bytes).unwrap();
        Entry { place: name.into(), path, lost: None }
    }

    #[test]
    fn a_pool_is_what_its_files_hold() {
        let (root, limits) = (tempfile::tempdir().unwrap(), Limits::default());
        let [a, b] = [("a", b"one"), ("b", b"two")].map(|(name, bytes)| entry(root.path(), name, bytes));
        let copy = entry(root.path(), "c", b"one");
        let gone = Entry { path: root.path().join("gone"), place: "gone".into(), lost: None };
        let pool = |entries: &[&Entry]| Pool::new(entries.iter().map(|e| (*e).clone()).collect(), 1, 0);
        let (one, other) = (pool(&[&a, &b, &gone]), pool(&[&b, &copy, &a]));
        assert_eq!(one.hash(&limits), other.hash(&limits));
        assert_ne!(one.hash(&limits), pool(&[&a]).hash(&limits));
        assert_eq!(pool(&[&gone]).hash(&limits), None);
        assert_eq!((one.lost().len(), one.lost().len()), (1, 0), "each is told once");
        let hash = blake3::hash(b"one").to_hex();
        assert_eq!(other.path(&hash, &limits), Some(copy.path.as_path()));
        std::fs::write(&copy.path, b"three").unwrap();
        let error = other.picture(&hash, &limits).unwrap_err().to_string();
        assert!(error.contains("not a picture"), "{error}");
    }
}
