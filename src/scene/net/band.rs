//! A band of rows laid out so that a convolution is a sum of shifted bands.
//!
//! The padding is written out, and where the stride is 2, even and odd rows and columns lie apart. Then an output row
//! follows upon an output row, and each tap sees the whole band again from another beginning: the inner loop knows
//! neither borders nor strides nor rows. The few sums that belong to no column are thrown away.

/// Values of a band, about: more would leave the second cache, fewer would lay out the same rows for two bands too
/// often.
const VALUES: usize = 1 << 17;

pub(super) struct Band {
    pub values: Vec<f32>,
    /// Output rows.
    pub rows: usize,
    /// Values from an output row to the next.
    pub pitch: usize,
    /// Places are summed so many at a time, and those after the last row are there for it.
    step: usize,
    /// Where each tap begins.
    pub taps: Vec<usize>,
    /// Values from a phase (rows and columns by their remainder) to the next, and from a channel to the next.
    phase: usize,
    channel: usize,
    stride: [usize; 2],
    padding: [usize; 4],
}

impl Band {
    /// For a convolution whose output has `size` (height and width), summed `step` places at a time.
    pub(super) fn new(
        depth: usize,
        [height, width]: [usize; 2],
        stride: [usize; 2],
        padding: [usize; 4],
        size: [usize; 2],
        step: usize,
    ) -> Self {
        let [down, across] = stride;
        let (below, beside) = ((height - 1) / down, (width - 1) / across);
        let pitch = size[1] + beside;
        let fits = VALUES / (depth * down * across * pitch);
        let rows = fits.saturating_sub(below).clamp(1, size[0].max(1));
        let phase = (rows + below) * pitch;
        let channel = down * across * phase;
        let mut taps = Vec::with_capacity(depth * height * width);
        for (c, y) in (0..depth).flat_map(|c| (0..height).map(move |y| (c, y))) {
            let row = c * channel + y % down * across * phase + y / down * pitch;
            taps.extend((0..width).map(|x| row + x % across * phase + x / across));
        }
        let values = vec![0.0; depth * channel + beside + step];
        Band { values, rows, pitch, step, taps, phase, channel, stride, padding }
    }

    /// How many places to sum for `rows` or a band full of them.
    pub(super) fn places(&self, rows: usize) -> usize {
        (rows.min(self.rows) * self.pitch).next_multiple_of(self.step)
    }

    /// Lays out what the output rows from `top` on take in of `planes`, whose rows have `width`.
    pub(super) fn fill(&mut self, planes: &[&[f32]], width: usize, top: usize) {
        let ([down, across], [above, before, ..]) = (self.stride, self.padding);
        for (channel, plane) in self.values.chunks_exact_mut(self.channel).zip(planes) {
            for (phase, rows) in channel.chunks_exact_mut(self.phase).enumerate() {
                let [y, x] = [phase / across, phase % across];
                let left = before.saturating_sub(x).div_ceil(across);
                let start = (left * across + x - before).min(width);
                for (row, to) in rows.chunks_exact_mut(self.pitch).enumerate() {
                    let y = ((top + row) * down + y).checked_sub(above);
                    let from = y.and_then(|y| plane.get(y * width..(y + 1) * width));
                    let (outside, to) = to.split_at_mut(left);
                    outside.fill(0.0);
                    lay(from.map_or(&[], |from| &from[start..]), across, to);
                }
            }
        }
    }

    /// Copies output rows of `columns` from `sums` to `out`, without what lies between them.
    pub(super) fn deal(&self, sums: &[f32], out: &mut [f32], columns: usize) {
        let rows = out.chunks_exact_mut(columns).take(self.rows);
        rows.zip(sums.chunks(self.pitch)).for_each(|(to, from)| to.copy_from_slice(&from[..columns]));
    }
}

/// Every value of `from`, or every second, and zeros after them.
fn lay(from: &[f32], across: usize, to: &mut [f32]) {
    let (inside, outside) = to.split_at_mut(from.len().div_ceil(across).min(to.len()));
    outside.fill(0.0);
    if across == 1 {
        inside.copy_from_slice(&from[..inside.len()]);
    } else {
        let (pairs, last) = from.as_chunks::<2>();
        let (of_pairs, of_last) = inside.split_at_mut(pairs.len().min(inside.len()));
        of_pairs.iter_mut().zip(pairs).for_each(|(to, pair)| *to = pair[0]);
        of_last.copy_from_slice(&last[..of_last.len()]);
    }
}
