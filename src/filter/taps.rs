//! Taps: the colours of many places between pixels, gathered first and then mixed all at once.

use crate::filter::{resample::Sampler, rows::Pixel};

/// So many places at once.
pub const RUN: usize = 64;

/// Places in 256ths of a pixel.
pub struct Places {
    x: [i32; RUN],
    y: [i32; RUN],
}

impl Default for Places {
    fn default() -> Self {
        Places { x: [0; RUN], y: [0; RUN] }
    }
}

impl Places {
    /// Asks for the first `count` places; all others are where the last one is.
    #[inline(always)]
    pub fn set(&mut self, count: usize, place: impl Fn(usize) -> (i32, i32)) {
        let count = count.clamp(1, RUN);
        for (n, (x, y)) in self.x.iter_mut().zip(&mut self.y).enumerate().take(count) {
            (*x, *y) = place(n);
        }
        let (x, y) = (self.x[count - 1], self.y[count - 1]);
        self.x[count..].fill(x);
        self.y[count..].fill(y);
    }
}

impl Sampler {
    /// The colours of places, as many as there is room for.
    #[inline(always)]
    pub fn run(&self, places: &Places, out: &mut [Pixel]) {
        let [width, height] = self.whole();
        let mut beyond = !self.opaque();
        for (x, y) in places.x.iter().zip(&places.y) {
            // A number below nought is a large one without its sign.
            beyond |= (x >> 8) as u32 >= width - 1 || (y >> 8) as u32 >= height - 1;
        }
        if beyond {
            return self.one_by_one(places, out);
        }
        let mut at = [0u32; RUN];
        for ((at, x), y) in at.iter_mut().zip(&places.x).zip(&places.y) {
            *at = (y >> 8) as u32 * width + (x >> 8) as u32;
        }
        // Two neighbours above and two below, each pair in one number.
        let (mut above, mut below) = ([0u64; RUN], [0u64; RUN]);
        let source = self.pixels().as_flattened();
        let span = 4 * width as usize + 8;
        for ((above, below), at) in above.iter_mut().zip(&mut below).zip(&at) {
            let near = &source[4 * *at as usize..][..span];
            if let (Some(first), Some(last)) = (near.first_chunk(), near.last_chunk()) {
                (*above, *below) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
            }
        }
        let mut mixed = [[0; 4]; RUN];
        let pairs = above.iter().zip(&below);
        for ((out, (above, below)), (x, y)) in mixed.iter_mut().zip(pairs).zip(places.x.iter().zip(&places.y)) {
            let four = [*above as u32, (above >> 32) as u32, *below as u32, (below >> 32) as u32];
            *out = mix((x & 255) as u32, (y & 255) as u32, four).to_le_bytes();
        }
        let len = out.len().min(RUN);
        out[..len].copy_from_slice(&mixed[..len]);
    }

    #[inline(never)]
    fn one_by_one(&self, places: &Places, out: &mut [Pixel]) {
        for (out, (x, y)) in out.iter_mut().zip(places.x.iter().zip(&places.y)) {
            *out = self.between(x >> 8, y >> 8, (x & 255) as u16, (y & 255) as u16);
        }
    }
}

/// Mixes four opaque neighbours, two channels at a time, each with eight bits of room above it.
#[inline(always)]
pub fn mix(px: u32, py: u32, four: [u32; 4]) -> u32 {
    const EVEN: u32 = 0x00ff_00ff;
    const HALF: u32 = 0x0080_0080;
    // Weights whose sum is 256 to the last bit.
    let both = (px * py + 128) >> 8;
    let weights = [256 + both - px - py, px - both, py - both, both];
    let (mut even, mut odd) = (HALF, HALF);
    for (pixel, weight) in four.into_iter().zip(weights) {
        even += (pixel & EVEN) * weight;
        odd += (pixel >> 8 & EVEN) * weight;
    }
    even >> 8 & EVEN | odd & !EVEN
}
