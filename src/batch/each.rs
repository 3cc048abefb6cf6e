//! Each: one piece of work for every input, on all cores, its results in the order of the inputs.

use std::{
    collections::BTreeMap,
    io,
    sync::{
        Arc,
        mpsc::{self, RecvTimeoutError, Sender},
    },
    thread,
    time::{Duration, Instant},
};

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::{
    batch::{
        Failure, Stop,
        failure::contain,
        gate::{self, Gate},
    },
    picture::Limits,
    source::{self, Entry},
};

/// How much at once.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Threads.
    pub jobs: usize,
    /// Bytes that all pictures in work may need together; a larger one is worked on alone.
    pub memory: u64,
    /// Bytes that each needs beside its pixels ([`crate::scene::Needs::memory`]).
    pub beside: u64,
    pub limits: Limits,
}

/// How long threads may take to notice that the work is to end.
const GRACE: Duration = Duration::from_millis(1500);

/// Reads every input, lets it in, works on it, and hands the result to `done`.
///
/// `prepare` sees every file and its number in order before any thread works on it, and what it says goes to `work`
/// beside the bytes. `done` runs on the calling thread, in order. When `stop` is set, what is in work
/// has 1.5 seconds to end.
///
/// # Errors
/// When `done` has one (the work ends then), or no thread can be had.
pub fn each<P: Send + 'static, T: Send + 'static>(
    entries: Arc<[Entry]>,
    pace: Pace,
    stop: &Stop,
    prepare: impl FnMut(usize, &Entry, &[u8]) -> P + Send + 'static,
    work: impl Fn(&Entry, Vec<u8>, P) -> Result<T, Failure> + Send + Sync + 'static,
    mut done: impl FnMut(&Entry, Result<T, Failure>) -> io::Result<()>,
) -> io::Result<()> {
    let pool = ThreadPoolBuilder::new().num_threads(pace.jobs).build().map_err(io::Error::other)?;
    let (sender, results) = mpsc::channel();
    let producer = Producer { entries: Arc::clone(&entries), pace, stop: stop.clone(), pool, sender };
    thread::Builder::new().name("reader".into()).spawn(move || producer.run(prepare, Arc::new(work)))?;

    let mut early = BTreeMap::new();
    let mut next = 0;
    let mut outcome = Ok(());
    let mut deadline = None;
    loop {
        match results.recv_timeout(Duration::from_millis(50)) {
            Ok((index, result)) => _ = early.insert(index, result),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        while let (true, Some(result)) = (outcome.is_ok(), early.remove(&next)) {
            outcome = done(&entries[next], result).inspect_err(|_| stop.halt());
            next += 1;
        }
        if stop.is_set() && Instant::now() > *deadline.get_or_insert_with(|| Instant::now() + GRACE) {
            break;
        }
    }
    // After a stop there are gaps; what was done is told all the same.
    outcome?;
    early.extend(results.try_iter());
    early.into_iter().try_for_each(|(index, result)| done(&entries[index], result))
}

/// The thread that reads files and waits at the gate.
struct Producer<T> {
    entries: Arc<[Entry]>,
    pace: Pace,
    stop: Stop,
    pool: ThreadPool,
    sender: Sender<(usize, Result<T, Failure>)>,
}

impl<T: Send + 'static> Producer<T> {
    fn run<P: Send + 'static>(
        self,
        mut prepare: impl FnMut(usize, &Entry, &[u8]) -> P,
        work: Arc<impl Fn(&Entry, Vec<u8>, P) -> Result<T, Failure> + Send + Sync + 'static>,
    ) {
        // One more than there are threads: its file is read while they work.
        let gate = Gate::new(self.pace.memory, self.pace.jobs + 1);
        for index in 0..self.entries.len() {
            let bytes = match source::read(&self.entries[index], self.pace.limits.bytes) {
                Ok(bytes) => bytes,
                Err(error) => {
                    // Nobody listens any more only when the work has ended.
                    let _ = self.sender.send((index, Err(error.into())));
                    continue;
                }
            };
            let cost = gate::cost(&bytes, &self.pace.limits, self.pace.beside);
            let Some(pass) = gate.admit(cost, &self.stop) else { return };
            let prepared = prepare(index, &self.entries[index], &bytes);
            let (entries, sender, work) = (Arc::clone(&self.entries), self.sender.clone(), Arc::clone(&work));
            self.pool.spawn(move || {
                let result = contain(|| work(&entries[index], bytes, prepared));
                drop(pass);
                let _ = sender.send((index, result));
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(count: usize) -> (tempfile::TempDir, Arc<[Entry]>) {
        let root = tempfile::tempdir().unwrap();
        let entries = (0..count).map(|i| {
            let path = root.path().join(format!("{i}"));
            std::fs::write(&path, format!("{i}")).unwrap();
            Entry { place: path.clone(), path, lost: None }
        });
        let entries = entries.collect();
        (root, entries)
    }

    fn numbers(jobs: usize, memory: u64, stop: &Stop, limit: usize) -> (Vec<Option<usize>>, io::Result<()>) {
        let (_root, entries) = entries(40);
        let pace = Pace { jobs, memory, beside: 0, limits: Limits::default() };
        let mut told = Vec::new();
        let work = |_: &Entry, bytes: Vec<u8>, order: usize| {
            let number: usize = String::from_utf8(bytes).unwrap().parse().unwrap();
            assert_eq!(number, order);
            if number % 7 == 3 {
                // A panic that no hook prints.
                std::panic::resume_unwind(Box::new("a fault"));
            }
            thread::sleep(Duration::from_millis(number as u64 % 3));
            Ok(number)
        };
        let mut count = 0;
        let prepare = move |_: usize, _: &Entry, _: &[u8]| (count, count += 1).0;
        let result = each(entries, pace, stop, prepare, work, |_, result| {
            told.push(result.ok());
            if told.len() == limit { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
        });
        (told, result)
    }

    #[test]
    fn results_come_in_order_at_any_pace_and_a_panic_costs_one() {
        let expected: Vec<_> = (0..40).map(|n| (n % 7 != 3).then_some(n)).collect();
        for (jobs, memory) in [(1, 0), (2, 3), (8, 1 << 30)] {
            assert_eq!(numbers(jobs, memory, &Stop::default(), 0).0, expected);
        }
        let stop = Stop::default();
        let (told, result) = numbers(2, 1 << 30, &stop, 5);
        assert_eq!((told.len(), result.is_err(), stop.is_set(), stop.signal()), (5, true, true, None));
    }
}
