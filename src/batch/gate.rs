//! The gate: pictures are let in by the bytes that they will need.

use std::{
    io::Cursor,
    panic::catch_unwind,
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::Duration,
};

use image::ImageReader;

use crate::{batch::Stop, picture::Limits};

/// Lets pictures in while their needs fit a budget. Only the one thread that reads files waits here, never
/// one of the pool: whoever is inside can always finish, so waiting always ends.
#[derive(Debug)]
pub struct Gate {
    budget: u64,
    /// How many may be inside at once, however small.
    most: usize,
    inside: Mutex<Inside>,
    left: Condvar,
}

#[derive(Debug, Default)]
struct Inside {
    bytes: u64,
    count: usize,
}

/// The right to be inside; ends when dropped.
#[derive(Debug)]
pub struct Pass {
    gate: Arc<Gate>,
    bytes: u64,
}

impl Gate {
    /// A gate for `budget` bytes and at `most` so many pictures.
    pub fn new(budget: u64, most: usize) -> Arc<Self> {
        Arc::new(Gate { budget, most, inside: Mutex::default(), left: Condvar::new() })
    }

    /// Waits until `bytes` more fit, or nobody else is inside: what is larger than the budget goes alone.
    /// `None` when the work is to end.
    pub fn admit(self: &Arc<Self>, bytes: u64, stop: &Stop) -> Option<Pass> {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if stop.is_set() {
                return None;
            }
            let fits = inside.bytes.saturating_add(bytes) <= self.budget && inside.count < self.most;
            if fits || inside.count == 0 {
                inside.bytes = inside.bytes.saturating_add(bytes);
                inside.count += 1;
                return Some(Pass { gate: Arc::clone(self), bytes });
            }
            // A signal wakes nobody, so look again now and then.
            let woken = self.left.wait_timeout(inside, Duration::from_millis(100));
            inside = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut inside = self.gate.inside.lock().unwrap_or_else(PoisonError::into_inner);
        inside.bytes -= self.bytes;
        inside.count -= 1;
        self.gate.left.notify_one();
    }
}

/// What a picture will need, from the header of its file: the file, its pixels, those being drawn, as much
/// again for what is between, and what its readings take `beside`. A header that cannot be read, or asks for
/// more than is allowed, costs no more than the file: it will be refused.
pub fn cost(bytes: &[u8], limits: &Limits, beside: u64) -> u64 {
    let header = || ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?.into_dimensions().ok();
    // Headers are untrusted, and reading them is not our code.
    let (width, height) = catch_unwind(header).ok().flatten().unwrap_or((0, 0));
    let pixels = u64::from(width) * u64::from(height);
    bytes.len() as u64 + if (1..=limits.pixels).contains(&pixels) { 12 * pixels + beside } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_waits_and_what_never_fits_goes_alone() {
        let (gate, stop) = (Gate::new(100, 8), Stop::default());
        let huge = gate.admit(1000, &stop).unwrap();
        let (other, never) = (Arc::clone(&gate), stop.clone());
        let waiting = std::thread::spawn(move || {
            let first = other.admit(60, &never).unwrap();
            let second = other.admit(40, &never).unwrap();
            (first, second)
        });
        std::thread::sleep(Duration::from_millis(20));
        assert!(!waiting.is_finished());
        drop(huge);
        let both = waiting.join().unwrap();
        stop.halt();
        assert!(gate.admit(1, &stop).is_none());
        drop(both);
        assert_eq!(gate.inside.lock().unwrap().count, 0);
    }
}
