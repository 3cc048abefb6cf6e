//! The inner loop of a convolution, in the vectors of the processor at hand.

use rten_simd::{
    Isa, SimdOp,
    ops::{BitOps, NumOps},
};

/// Values in the longest vector of any processor (AVX-512).
pub(super) const LANES: usize = 16;

/// `OUTPUTS` sums over all taps for each place, `VECTORS` vectors of places at a time.
pub(super) struct Sums<'a, const OUTPUTS: usize, const VECTORS: usize> {
    pub values: &'a [f32],
    /// Where the value for the first place is, for each tap.
    pub taps: &'a [usize],
    /// For each tap, a weight for each output.
    pub weights: &'a [f32],
    pub bias: &'a [f32],
    /// What is less is raised to it.
    pub least: f32,
    /// For each output, its places.
    pub sums: &'a mut [f32],
}

impl<const OUTPUTS: usize, const VECTORS: usize> SimdOp for Sums<'_, OUTPUTS, VECTORS> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let ops = isa.f32();
        let lanes = ops.len();
        let least = ops.splat(self.least);
        let places = self.sums.len() / OUTPUTS;
        for place in (0..places).step_by(VECTORS * lanes) {
            let mut sums = [[ops.zero(); VECTORS]; OUTPUTS];
            for (sums, &bias) in sums.iter_mut().zip(self.bias) {
                *sums = [ops.splat(bias); VECTORS];
            }
            for (&tap, weights) in self.taps.iter().zip(self.weights.as_chunks::<OUTPUTS>().0) {
                let values = ops.load_many::<VECTORS>(&self.values[tap + place..]);
                for (sums, &weight) in sums.iter_mut().zip(weights) {
                    let weight = ops.splat(weight);
                    for (sum, &value) in sums.iter_mut().zip(&values) {
                        *sum = ops.mul_add(value, weight, *sum);
                    }
                }
            }
            for (sums, to) in sums.iter().zip(self.sums.chunks_exact_mut(places)) {
                for (&sum, to) in sums.iter().zip(to[place..].chunks_exact_mut(lanes)) {
                    ops.store(ops.max(sum, least), to);
                }
            }
        }
    }
}
