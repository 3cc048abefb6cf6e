//! Scratch: byte buffers that a thread keeps and uses again.

use std::{
    cell::RefCell,
    ops::{Deref, DerefMut},
};

/// Buffers that a thread keeps when nobody uses them.
const KEPT: usize = 3;
/// A larger buffer goes back to the system, so that one poster does not weigh on a whole batch.
const LARGEST: usize = 64 << 20;

thread_local! {
    static SHELF: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

/// A borrowed buffer of exact length; it goes back to its thread when dropped.
#[derive(Debug, Default)]
pub struct Scratch(Vec<u8>);

impl Scratch {
    /// `len` bytes that hold whatever was left in them: write before you read.
    pub fn stale(len: usize) -> Self {
        let mut bytes = SHELF.with_borrow_mut(|shelf| {
            let fits = shelf.iter().position(|bytes| bytes.capacity() >= len);
            fits.map(|index| shelf.swap_remove(index)).or_else(|| shelf.pop()).unwrap_or_default()
        });
        if bytes.capacity() < len {
            bytes.clear();
        }
        bytes.resize(len, 0);
        Scratch(bytes)
    }

    /// `len` bytes of `value`.
    pub fn filled(len: usize, value: u8) -> Self {
        let mut scratch = Scratch::stale(len);
        scratch.0.fill(value);
        scratch
    }

    /// The same bytes as `source`.
    pub fn copied(source: &[u8]) -> Self {
        let mut scratch = Scratch::stale(source.len());
        scratch.0.copy_from_slice(source);
        scratch
    }

    /// Takes the bytes out; [`Scratch::from`] puts them back.
    pub fn into_vec(mut self) -> Vec<u8> {
        std::mem::take(&mut self.0)
    }
}

impl From<Vec<u8>> for Scratch {
    fn from(bytes: Vec<u8>) -> Self {
        Scratch(bytes)
    }
}

impl Deref for Scratch {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl DerefMut for Scratch {
    fn deref_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let bytes = std::mem::take(&mut self.0);
        if (1..=LARGEST).contains(&bytes.capacity()) {
            // While the thread ends there is no shelf any more, and the buffer is simply freed.
            let _ = SHELF.try_with(|shelf| {
                let mut shelf = shelf.borrow_mut();
                if shelf.len() < KEPT {
                    shelf.push(bytes);
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buffers_have_the_asked_length_and_come_back() {
        let first = Scratch::filled(1000, 7);
        let address = first.as_ptr();
        drop(first);
        let again = Scratch::stale(10);
        assert_eq!((again.len(), again.as_ptr()), (10, address));
        assert_eq!(&*Scratch::copied(&[1, 2, 3]), &[1, 2, 3]);
    }
}
