//! Networks: what is embedded, loaded on first need, and run on one thread.

mod band;
mod convolution;
mod pieces;
mod sums;
#[cfg(test)]
mod tests;

use std::{
    cell::RefCell,
    hint,
    sync::{Arc, OnceLock},
    thread,
};

use rten::ThreadPool;
use rten_tensor::{NdTensor, prelude::*};

use crate::scene::net::pieces::Pieces;

/// How closely a picture is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sight {
    /// The larger networks.
    #[default]
    Full,
    /// The smaller ones: the whole reading is about twice as fast, and they misread more.
    Fast,
}

/// A network whose weights are part of the program.
pub(crate) struct Net {
    file: &'static [u8],
    loaded: OnceLock<Pieces>,
}

/// What a network gives: NCHW (or NTC) shape and values.
pub(crate) struct Output {
    pub shape: Vec<usize>,
    pub values: Vec<f32>,
}

thread_local! {
    // One of its own for each thread that reads: a shared one would make pictures wait for each other.
    static POOL: RefCell<Option<Arc<ThreadPool>>> = const { RefCell::new(None) };
}

fn new_pool() -> Arc<ThreadPool> {
    // glibc gives what is freed back to the system, and takes it anew page by page, above twice the largest block that
    // was ever freed. One such block, never touched, spares the small networks a quarter of their time; were it of 32 MiB,
    // a thread would give nothing back, ever.
    drop(hint::black_box(Vec::<u8>::with_capacity((16 << 20) - (64 << 10))));
    Arc::new(ThreadPool::with_num_threads(1))
}

impl Net {
    pub(crate) const fn new(file: &'static [u8]) -> Self {
        Net { file, loaded: OnceLock::new() }
    }

    /// Runs it on an input of `shape` (NCHW, row by row).
    pub(crate) fn run(&self, shape: [usize; 4], values: Vec<f32>) -> Vec<Output> {
        let pool = POOL.with_borrow_mut(|pool| Arc::clone(pool.get_or_insert_with(new_pool)));
        let run = || {
            let net = self.loaded.get_or_init(|| Pieces::load(self.file).expect("an embedded network loads"));
            let input = NdTensor::from_data(shape, values);
            // All of it in the pool: what one piece leaves in the caches and in the allocator is there for the next.
            pool.run(|| net.run(input, &pool)).expect("a network runs on any shape that it is given")
        };
        // A thread of one pool that waits for another takes up what else there is to do, the next picture say; this one
        // waits for a thread, and does nothing.
        let outputs = thread::scope(|scope| scope.spawn(run).join()).expect("a network does not panic");
        outputs
            .into_iter()
            .map(|tensor| Output { shape: tensor.shape().to_vec(), values: tensor.into_data() })
            .collect()
    }
}

/// For `benches/net.rs`: runs a network and counts the values that it gives.
#[doc(hidden)]
pub fn bench(file: &'static [u8]) -> impl Fn([usize; 4], Vec<f32>) -> usize {
    let net = Net::new(file);
    move |shape, values| net.run(shape, values).iter().map(|output| output.shape.iter().product::<usize>()).sum()
}
