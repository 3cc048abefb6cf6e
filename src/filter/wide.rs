//! Wide: loops in the longest vectors of the processor at hand.

use rten_simd::{Isa, SimdOp};

/// Runs a loop that was compiled once for each kind of vectors, in those of the processor at hand. It reckons the same in
/// all of them. Only what is woven into it (`#[inline(always)]`, closures too) gains.
#[inline(always)]
pub fn wide<T>(work: impl FnOnce() -> T) -> T {
    Loop(work).dispatch()
}

struct Loop<F>(F);

impl<T, F: FnOnce() -> T> SimdOp for Loop<F> {
    type Output = T;

    #[inline(always)]
    fn eval<I: Isa>(self, _: I) -> T {
        (self.0)()
    }
}
