//! A network in pieces: rten runs what lies between the convolutions that `models/cut.py` took out of it.

use std::{
    error::Error,
    iter::zip,
    sync::{Arc, OnceLock},
};

use rten::{Model, ModelOptions, NodeId, OpRegistry, RunOptions, ThreadPool, Value, ValueOrView, op_registry};
use rten_tensor::{NdTensor, NdTensorView, Tensor, prelude::*};

use crate::scene::net::convolution::Convolution;

type Fallible<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// A network in pieces.
pub(super) struct Pieces {
    model: Model,
    input: NodeId,
    outputs: Vec<NodeId>,
    /// In the order in which they can be done.
    cuts: Vec<Cut>,
    /// What each piece but the last hands on, which the first run finds out: it needs a plan of all that is left for
    /// every piece, and that takes rten longer than some pieces do.
    handed: OnceLock<Vec<Vec<NodeId>>>,
}

/// A convolution that was taken out.
struct Cut {
    /// What it takes in, joined along the channels.
    from: Vec<NodeId>,
    to: NodeId,
    convolution: Convolution,
}

impl Pieces {
    /// Its file is as `models/cut.py` leaves it, or whole.
    pub(super) fn load(file: &'static [u8]) -> Fallible<Self> {
        let model = ModelOptions::with_ops(operators()).load_static_slice(file)?;
        let (&input, made) = model.input_ids().split_first().ok_or("nothing goes in")?;
        let mut outputs = model.output_ids().to_vec();
        let mut cuts = Vec::new();
        if !made.is_empty() {
            let forms: Tensor<i32> = constant(&model, outputs.pop())?.try_into()?;
            let forms: Vec<usize> = forms.iter().map(|&n| n as usize).collect();
            for (&to, &form) in zip(made, forms.as_chunks::<8>().0).rev() {
                let [form @ .., relu, parts] = form;
                let from = outputs.split_off(outputs.len() - parts);
                let bias: Tensor<f32> = constant(&model, outputs.pop())?.try_into()?;
                let weights: NdTensor<f32, 4> = constant(&model, outputs.pop())?.try_into()?;
                let shape = weights.shape();
                let convolution = Convolution::new(shape, &weights.into_data(), bias.into_data(), form, relu == 1);
                cuts.push(Cut { from, to, convolution });
            }
            cuts.reverse();
        }
        Ok(Pieces { model, input, outputs, cuts, handed: OnceLock::new() })
    }

    /// Runs it in `pool`, where the caller is already.
    pub(super) fn run(&self, input: NdTensor<f32, 4>, pool: &Arc<ThreadPool>) -> Fallible<Vec<Tensor<f32>>> {
        let options = || Some(RunOptions::default().with_thread_pool(Some(Arc::clone(pool))));
        let mut values = vec![(self.input, Value::from(input))];
        let mut left = self.cuts.as_slice();
        let mut handed = Vec::new();
        loop {
            while let [cut, rest @ ..] = left
                && let Some(made) = cut.run(&values)?
            {
                values.push((cut.to, made));
                left = rest;
            }
            let given = values.drain(..).map(|(id, value)| (id, ValueOrView::from(value))).collect();
            if left.is_empty() {
                self.handed.get_or_init(|| handed);
                let outputs = self.model.run(given, &self.outputs, options())?;
                return outputs.into_iter().map(|value| Ok(value.try_into()?)).collect();
            }
            values = if let Some(known) = self.handed.get() {
                let ids = &known[handed.len()];
                zip(ids.iter().copied(), self.model.run(given, ids, options())?).collect()
            } else {
                let wanted = left.iter().flat_map(|cut| &cut.from).chain(&self.outputs).copied();
                self.model.partial_run(given, &wanted.collect::<Vec<_>>(), options())?
            };
            handed.push(values.iter().map(|(id, _)| *id).collect());
        }
    }
}

impl Cut {
    /// What it gives, if all that it takes in is there.
    fn run(&self, values: &[(NodeId, Value)]) -> Fallible<Option<Value>> {
        let value = |from: &NodeId| values.iter().find(|(id, _)| id == from).map(|(_, value)| value);
        let Some(parts) = self.from.iter().map(value).collect::<Option<Vec<_>>>() else { return Ok(None) };
        let parts: Vec<NdTensorView<f32, 4>> = parts.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?;
        let parts: Vec<_> = parts.iter().map(|part| part.to_contiguous().into_inner()).collect();
        Ok(Some(self.convolution.run(&parts.iter().map(|part| part.view()).collect::<Vec<_>>()).into()))
    }
}

/// What the embedded networks are made of. The rest of rten, 1.8 MB, stays out of the program.
fn operators() -> OpRegistry {
    op_registry! {
        Add, AveragePool, BatchNormalization, Cast, Concat, Conv, ConvTranspose, Div, Erf, GlobalAveragePool,
        HardSigmoid, Identity, MatMul, MaxPool, Mul, Pow, ReduceMean, Relu, Reshape, Resize, Shape, Sigmoid, Slice,
        Softmax, Sqrt, Squeeze, Sub, Transpose, Unsqueeze
    }
}

/// A tensor of the file itself.
fn constant(model: &Model, id: Option<NodeId>) -> Fallible<Value> {
    let [value] = model.run_n(vec![], [id.ok_or("an output is missing")?], None)?;
    Ok(value)
}
