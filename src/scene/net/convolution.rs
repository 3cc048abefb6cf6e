//! The convolutions that are done here and not by rten: depthwise ones, and those of few channels.
//!
//! rten 0.27 does the first without vectors, and for the second it writes the input out again for each tap.

use std::iter::zip;

use rten_simd::SimdOp;
use rten_tensor::{NdTensor, NdTensorView, prelude::*};

use crate::scene::net::{
    band::Band,
    sums::{LANES, Sums},
};

/// Outputs and vectors of places that are summed at once, where outputs share their inputs: with the values and a
/// weight they fill the 16 registers of AVX2.
const SHARED: [usize; 2] = [4, 3];
/// And where an output has its own: as many sums as hide the latency of one another.
const DEPTHWISE: [usize; 2] = [1, 8];

/// A convolution with its weights and, perhaps, the Relu after it.
pub(super) struct Convolution {
    /// For every block of outputs, for every tap (channel, row, column), a weight for each output of the block.
    weights: Vec<f32>,
    bias: Vec<f32>,
    /// Channels that an output takes in: all of them, or 1.
    depth: usize,
    /// Height and width.
    kernel: [usize; 2],
    /// Down and across, 1 or 2.
    stride: [usize; 2],
    /// Above, left, below, right.
    padding: [usize; 4],
    /// What is less is raised to it.
    least: f32,
}

impl Convolution {
    /// From `weights` of `shape` outputs, depth, height and width; `form` is stride and padding.
    pub(super) fn new(shape: [usize; 4], weights: &[f32], bias: Vec<f32>, form: [usize; 6], relu: bool) -> Self {
        let [outputs, depth, height, width] = shape;
        let [down, across, padding @ ..] = form;
        let (kernel, stride) = ([height, width], [down, across]);
        let least = if relu { 0.0 } else { f32::NEG_INFINITY };
        let mut own = Convolution { weights: Vec::new(), bias, depth, kernel, stride, padding, least };
        let (block, taps) = (own.block()[0], depth * height * width);
        assert!(outputs.is_multiple_of(block), "outputs come in blocks");
        for weights in weights.chunks_exact(block * taps) {
            own.weights.extend((0..taps).flat_map(|tap| weights[tap..].iter().step_by(taps)));
        }
        own
    }

    /// Outputs and vectors of places that are summed at once.
    fn block(&self) -> [usize; 2] {
        if self.depth == 1 { DEPTHWISE } else { SHARED }
    }

    /// Height and width of the output for those of the input.
    fn size(&self, size: [usize; 2]) -> [usize; 2] {
        [0, 1].map(|axis| {
            let whole = size[axis] + self.padding[axis] + self.padding[axis + 2];
            (whole + 1).saturating_sub(self.kernel[axis]).div_ceil(self.stride[axis])
        })
    }

    /// Runs it on `parts` (NCHW) joined along the channels. No side is 0.
    pub(super) fn run(&self, parts: &[NdTensorView<f32, 4>]) -> NdTensor<f32, 4> {
        let [pictures, _, height, width] = parts[0].shape();
        let size @ [rows, columns] = self.size([height, width]);
        let [block, vectors] = self.block();
        let mut band = Band::new(self.depth, self.kernel, self.stride, self.padding, size, vectors * LANES);
        let mut sums = vec![0.0; block * band.places(rows)];
        let shape @ [_, outputs, ..] = [pictures, self.bias.len(), rows, columns];
        let mut values = vec![0.0; shape.iter().product()];
        let mut outs: Vec<&mut [f32]> = values.chunks_exact_mut((rows * columns).max(1)).collect();
        for (picture, outs) in outs.chunks_exact_mut(outputs).enumerate() {
            let ins: Vec<&[f32]> = parts.iter().flat_map(|part| planes(part, picture)).collect();
            let each = outputs * self.depth / ins.len();
            let groups = zip(ins.chunks_exact(self.depth), outs.chunks_exact_mut(each));
            for (group, (ins, outs)) in groups.enumerate() {
                for top in (0..rows).step_by(band.rows) {
                    band.fill(ins, width, top);
                    let places = band.places(rows - top);
                    for (number, outs) in outs.chunks_exact_mut(block).enumerate() {
                        let sums = &mut sums[..block * places];
                        self.sum(&band, group * each + number * block, sums);
                        let outs = outs.iter_mut().map(|out| &mut out[top * columns..]);
                        zip(outs, sums.chunks_exact(places)).for_each(|(out, sums)| band.deal(sums, out, columns));
                    }
                }
            }
        }
        NdTensor::from_data(shape, values)
    }

    /// Writes `sums` for the block of outputs that begins with `output`.
    fn sum(&self, band: &Band, output: usize, sums: &mut [f32]) {
        let (values, taps, least) = (band.values.as_slice(), band.taps.as_slice(), self.least);
        let weights = &self.weights[output * taps.len()..];
        let bias = &self.bias[output..];
        if self.block() == DEPTHWISE {
            Sums::<{ DEPTHWISE[0] }, { DEPTHWISE[1] }> { values, taps, weights, bias, least, sums }.dispatch();
        } else {
            Sums::<{ SHARED[0] }, { SHARED[1] }> { values, taps, weights, bias, least, sums }.dispatch();
        }
    }
}

/// The channels of one picture of `part`.
fn planes<'a>(part: &NdTensorView<'a, f32, 4>, picture: usize) -> impl Iterator<Item = &'a [f32]> {
    let [_, channels, height, width] = part.shape();
    let values = part.data().expect("parts are contiguous");
    values.chunks_exact(height * width).skip(picture * channels).take(channels)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Straight from the definition.
    fn plain(own: &Convolution, weights: &NdTensor<f32, 4>, input: &NdTensor<f32, 4>) -> NdTensor<f32, 4> {
        let [_, channels, height, width] = input.shape();
        let [outputs, depth, rows, columns] = weights.shape();
        let size = own.size([height, width]);
        NdTensor::from_fn([input.size(0), outputs, size[0], size[1]], |[n, o, y, x]| {
            let mut sum = own.bias[o];
            for (c, (ky, kx)) in
                (0..depth).flat_map(|c| (0..rows * columns).map(move |k| (c, (k / columns, k % columns))))
            {
                let from = [n, o * (channels / depth) / outputs * depth + c];
                let at = [y * own.stride[0] + ky, x * own.stride[1] + kx];
                let (y, x) = (at[0].wrapping_sub(own.padding[0]), at[1].wrapping_sub(own.padding[1]));
                sum += input.get([from[0], from[1], y, x]).unwrap_or(&0.0) * weights[[o, c, ky, kx]];
            }
            sum.max(own.least)
        })
    }

    /// Something between -1 and 1.
    fn noise<const N: usize>(shape: [usize; N]) -> NdTensor<f32, N> {
        let value = |n: usize| (n * 7919 % 513) as f32 / 256.0 - 1.0;
        NdTensor::from_data(shape, (0..shape.iter().product()).map(value).collect::<Vec<_>>())
    }

    proptest! {
        #[test]
        fn it_is_what_the_definition_says(
            (depthwise, relu, channels) in (any::<bool>(), any::<bool>(), 1..5usize),
            kernel in prop_oneof![Just([3, 3]), Just([2, 2]), Just([7, 7]), Just([5, 3])],
            stride in prop_oneof![Just([1, 1]), Just([2, 2]), Just([2, 1])],
            (pictures, height, width) in (1..3usize, 1..40usize, 1..50usize),
        ) {
            let outputs = if depthwise { channels } else { 8 };
            let weights = noise([outputs, if depthwise { 1 } else { channels }, kernel[0], kernel[1]]);
            let around = [kernel[0] / 2, kernel[1] / 2, (kernel[0] - 1) / 2, (kernel[1] - 1) / 2];
            let form = [stride[0], stride[1], around[0], around[1], around[2], around[3]];
            let bias = noise([outputs]).into_data();
            let own = Convolution::new(weights.shape(), &weights.to_vec(), bias, form, relu);
            let input = noise([pictures, channels, height, width]);
            let expected = plain(&own, &weights, &input);
            // In two parts where there are two channels to part.
            let (first, rest) = (input.slice((.., ..1)).to_tensor(), input.slice((.., 1..)).to_tensor());
            let given = if channels > 1 { own.run(&[first.view(), rest.view()]) } else { own.run(&[input.view()]) };
            prop_assert_eq!(given.shape(), expected.shape());
            let differs = given.iter().zip(expected.iter()).any(|(a, b): (&f32, &f32)| (a - b).abs() > 1e-3);
            prop_assert!(!differs);
        }
    }

    #[test]
    fn bands_meet_without_a_seam() {
        let weights = noise([4, 60, 3, 3]);
        let own = Convolution::new(weights.shape(), &weights.to_vec(), vec![0.0; 4], [2, 2, 1, 1, 1, 1], false);
        let input = noise([1, 60, 61, 150]);
        let (given, expected) = (own.run(&[input.view()]), plain(&own, &weights, &input));
        assert!(given.iter().zip(expected.iter()).all(|(a, b): (&f32, &f32)| (a - b).abs() < 1e-3));
    }
}
