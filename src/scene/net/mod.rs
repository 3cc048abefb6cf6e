//! Networks: what is embedded, loaded on first need, and run on the thread that asks.

use std::{cell::RefCell, sync::Arc, sync::OnceLock};

use rten::{Model, NodeId, RunOptions, ThreadPool};
use rten_tensor::{NdTensor, prelude::*};

/// How closely a picture is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sight {
    /// The larger networks.
    #[default]
    Full,
    /// The smaller ones: about three times as fast, and they misread more.
    Fast,
}

/// A network whose weights are part of the program.
pub(crate) struct Net {
    file: &'static [u8],
    loaded: OnceLock<Loaded>,
}

struct Loaded {
    model: Model,
    input: NodeId,
    outputs: Vec<NodeId>,
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

impl Net {
    pub(crate) const fn new(file: &'static [u8]) -> Self {
        Net { file, loaded: OnceLock::new() }
    }

    /// Runs it on an input of `shape` (NCHW, row by row).
    pub(crate) fn run(&self, shape: [usize; 4], values: Vec<f32>) -> Vec<Output> {
        let net = self.loaded.get_or_init(|| {
            let model = Model::load_static_slice(self.file).expect("an embedded network loads");
            let (input, outputs) = (model.input_ids()[0], model.output_ids().to_vec());
            Loaded { model, input, outputs }
        });
        let pool = POOL.with_borrow_mut(|pool| {
            Arc::clone(pool.get_or_insert_with(|| Arc::new(ThreadPool::with_num_threads(1))))
        });
        let options = RunOptions::default().with_thread_pool(Some(pool));
        let input = NdTensor::from_data(shape, values);
        let outputs = net.model.run(vec![(net.input, input.into())], &net.outputs, Some(options));
        let outputs = outputs.expect("a network runs on any shape that it is given");
        let tensor = |value: rten::Value| {
            let tensor: rten_tensor::Tensor<f32> = value.try_into().expect("networks give floats");
            Output { shape: tensor.shape().to_vec(), values: tensor.into_data() }
        };
        outputs.into_iter().map(tensor).collect()
    }
}
