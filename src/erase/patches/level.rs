//! Levels: a window at one scale, with room round it so that patches never leave it.

use super::{
    super::window::{State, Window},
    field::Field,
};

/// Pixels from a patch's middle to its edge.
pub(super) const REACH: usize = 3;
/// Pixels a side of a patch.
pub(super) const SIDE: usize = 2 * REACH + 1;

/// Bytes of a row of a patch.
const ROW: usize = 4 * SIDE;
/// Pixels of a patch.
const AREA: f32 = (SIDE * SIDE) as f32;
/// Levels by which a patch may be lightened or darkened to fit (after Darabi et al. 2012).
const LIFT: f32 = 30.0;
/// What that costs: the share of the squared distance that it would have been.
const PRICE: f32 = 0.15;

/// Squared distance of two patches, less than which does not count.
const LIKE: f32 = 3000.0;
/// What a patch of which nothing is known weighs against one that is known: the ground grows from the rim inwards.
const STRANGER: f32 = 0.002;

/// A window at one scale.
pub(super) struct Level {
    pub width: usize,
    pub height: usize,
    /// Straight sRGB with a 0 behind, row by row.
    pub rgb: Vec<[u8; 4]>,
    pub hole: Vec<bool>,
    /// Neither to be filled nor to be copied.
    void: Vec<bool>,
    /// Whether a patch round here is whole and may be copied.
    pub whole: Vec<bool>,
    /// Middles of patches that may be copied.
    pub sources: Vec<u32>,
    /// Middles of patches that touch a hole.
    pub targets: Vec<u32>,
    /// Every how many pixels of a row, and every how many rows, a patch is a target.
    pub stride: usize,
    /// How much of each target's patch is known, 0 to 1.
    pub trust: Vec<f32>,
    /// The sum of every patch's colours.
    sums: Vec<[u16; 4]>,
}

impl Level {
    /// The window itself, its border repeated for the patches that would look beyond.
    pub(super) fn new(window: &Window, guess: &[[f32; 3]]) -> Self {
        let (width, height) = (window.width + 2 * REACH, window.height + 2 * REACH);
        let inner = |i: usize| {
            let x = (i % width).saturating_sub(REACH).min(window.width - 1);
            let y = (i / width).saturating_sub(REACH).min(window.height - 1);
            y * window.width + x
        };
        let places = (0..width * height).map(inner);
        let colour = |i: usize| match window.state[i] {
            State::Hole => byte(guess[i]),
            _ => window.rgb[i],
        };
        Level::of(
            width,
            height,
            places.clone().map(colour).collect(),
            places.clone().map(|i| window.state[i] == State::Hole).collect(),
            places.map(|i| window.state[i] == State::Void).collect(),
            2,
        )
    }

    fn of(width: usize, height: usize, rgb: Vec<[u8; 4]>, hole: Vec<bool>, void: Vec<bool>, stride: usize) -> Self {
        // Sums over patches: how many of their pixels are holes, how many say nothing.
        let holes = summed(&hole, width, height);
        let voids = summed(&void, width, height);
        let whole: Vec<bool> = holes.iter().zip(&voids).map(|(holes, voids)| *holes == 0 && *voids == 0).collect();
        let all = (SIDE * SIDE) as f32;
        let sources = (0..whole.len()).filter(|&i| whole[i]).map(|i| i as u32).collect();
        let targets: Vec<u32> = (0..hole.len())
            .filter(|&i| holes[i] != u16::MAX && holes[i] > 0)
            .filter(|&i| (i % width).is_multiple_of(stride) && (i / width).is_multiple_of(stride))
            .map(|i| i as u32)
            .collect();
        let trust = targets.iter().map(|&i| 1.0 - f32::from(holes[i as usize]) / all).collect();
        Level { width, height, rgb, hole, void, whole, sources, targets, stride, trust, sums: Vec::new() }
    }

    /// Adds up the colours of every patch anew.
    pub(super) fn add_up(&mut self) {
        let (w, h) = (self.width, self.height);
        let mut across = vec![[0u16; 4]; w * h];
        for (sums, row) in across.chunks_exact_mut(w).zip(self.rgb.chunks_exact(w)) {
            let mut sum = [0u16; 4];
            for x in 0..w {
                sum = std::array::from_fn(|c| sum[c] + u16::from(row[x][c]));
                if x >= SIDE {
                    sum = std::array::from_fn(|c| sum[c] - u16::from(row[x - SIDE][c]));
                }
                if x + 1 >= SIDE {
                    sums[x - REACH] = sum;
                }
            }
        }
        let mut sum = vec![[0u16; 4]; w];
        self.sums.resize(w * h, [0; 4]);
        for y in 0..h {
            for x in 0..w {
                sum[x] = std::array::from_fn(|c| sum[x][c] + across[y * w + x][c]);
                if y >= SIDE {
                    sum[x] = std::array::from_fn(|c| sum[x][c] - across[(y - SIDE) * w + x][c]);
                }
            }
            if y + 1 >= SIDE {
                self.sums[(y - REACH) * w..][..w].copy_from_slice(&sum);
            }
        }
    }

    /// The same at half the scale: a pixel is known where two of its four are, and is their mean.
    pub(super) fn halved(&self) -> Self {
        let (width, height) = ((self.width / 2).max(SIDE), (self.height / 2).max(SIDE));
        let mut rgb = Vec::with_capacity(width * height);
        let (mut hole, mut void) = (Vec::with_capacity(width * height), Vec::with_capacity(width * height));
        for y in 0..height {
            for x in 0..width {
                let (x0, y0) = ((2 * x).min(self.width - 1), (2 * y).min(self.height - 1));
                let (x1, y1) = ((x0 + 1).min(self.width - 1), (y0 + 1).min(self.height - 1));
                let four = [(x0, y0), (x1, y0), (x0, y1), (x1, y1)].map(|(x, y)| y * self.width + x);
                let known = four.iter().filter(|&&i| !self.hole[i] && !self.void[i]).count();
                let holes = four.iter().filter(|&&i| self.hole[i]).count();
                let used = |i: &&usize| if known > 0 { !self.hole[**i] && !self.void[**i] } else { true };
                let (mut sum, mut count) = ([0u32; 3], 0);
                for &i in four.iter().filter(used) {
                    sum = std::array::from_fn(|c| sum[c] + u32::from(self.rgb[i][c]));
                    count += 1;
                }
                let [r, g, b] = sum.map(|sum| ((sum + count / 2) / count) as u8);
                rgb.push([r, g, b, 0]);
                hole.push(known < 2 && holes > 0);
                void.push(known < 2 && holes == 0);
            }
        }
        Level::of(width, height, rgb, hole, void, 1)
    }

    /// Takes the colours of its holes from a coarser level.
    pub(super) fn take(&mut self, coarse: &Level) {
        for i in 0..self.rgb.len() {
            if self.hole[i] {
                let (x, y) = (i % self.width, i / self.width);
                let (cx, cy) = ((x / 2).min(coarse.width - 1), (y / 2).min(coarse.height - 1));
                self.rgb[i] = coarse.rgb[cy * coarse.width + cx];
            }
        }
    }

    /// How much lighter, in every channel, a patch is laid down than it is at its source, within limits.
    fn lift(&self, target: u32, source: u32) -> [f32; 3] {
        let (to, from) = (self.sums[target as usize], self.sums[source as usize]);
        std::array::from_fn(|c| ((f32::from(to[c]) - f32::from(from[c])) / AREA).clamp(-LIFT, LIFT))
    }

    /// Squared distance of the patch round `a` and that round `b` once lifted, and a price for lifting it; given up once
    /// it is over `limit`.
    pub(super) fn apart(&self, a: u32, b: u32, limit: u32) -> u32 {
        let (to, from) = (self.sums[a as usize], self.sums[b as usize]);
        let lift = self.lift(a, b);
        let gain = |c: usize| {
            2.0 * lift[c] * (f32::from(to[c]) - f32::from(from[c])) - (1.0 + PRICE) * AREA * lift[c] * lift[c]
        };
        let gain = (gain(0) + gain(1) + gain(2)) as u32;
        let limit = limit.saturating_add(gain);
        let pixels = self.rgb.as_flattened();
        let start = |i: u32| (i as usize - REACH * self.width - REACH) * 4;
        let (a, b) = (start(a), start(b));
        let mut sum = 0;
        let row = self.width * 4;
        for n in 0..SIDE {
            let (a, b) = (pixels[a + n * row..].first_chunk::<ROW>(), pixels[b + n * row..].first_chunk::<ROW>());
            let (Some(a), Some(b)) = (a, b) else { break };
            let mut squares = 0;
            for k in 0..ROW {
                let off = i16::from(a[k]) - i16::from(b[k]);
                squares += i32::from(off) * i32::from(off);
            }
            sum += squares as u32;
            if sum > limit {
                break;
            }
        }
        sum.saturating_sub(gain)
    }

    /// Every hole becomes the mean of what the patches over it say, those that are like their places counting most;
    /// `sharp` lets the likest decide nearly alone.
    pub(super) fn vote(&mut self, field: &Field, sharp: bool) {
        let mut sums = vec![[0.0f32; 4]; self.rgb.len()];
        let mut sorted: Vec<u32> = field.apart.clone();
        let typical = if sorted.is_empty() {
            1.0
        } else {
            // Most of a large hole is easily content with itself; what its rim says must not weigh nothing beside that.
            let at = sorted.len() * 9 / 10;
            *sorted.select_nth_unstable(at).1 as f32 + LIKE
        };
        let scale = if sharp { 0.1 } else { 0.5 };
        for (n, &target) in self.targets.iter().enumerate() {
            let ratio = field.apart[n] as f32 / (typical * scale);
            let trust = STRANGER + self.trust[n] * self.trust[n];
            let weight = trust / (1.0 + ratio * ratio);
            let lift = self.lift(target, field.source[n]);
            let source = field.source[n] as usize;
            let target = target as usize;
            let back = REACH * self.width + REACH;
            for row in 0..SIDE {
                let (to, from) = (target - back + row * self.width, source - back + row * self.width);
                for column in 0..SIDE {
                    if self.hole[to + column] {
                        let colour = self.rgb[from + column];
                        let sum = &mut sums[to + column];
                        sum[0] += weight * (f32::from(colour[0]) + lift[0]);
                        sum[1] += weight * (f32::from(colour[1]) + lift[1]);
                        sum[2] += weight * (f32::from(colour[2]) + lift[2]);
                        sum[3] += weight;
                    }
                }
            }
        }
        for (i, sum) in sums.iter().enumerate() {
            if sum[3] > 0.0 {
                self.rgb[i] = byte([sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]]);
            }
        }
    }

    /// The colours of the window that the level was made of.
    pub(super) fn colours(&self, window: &Window) -> Vec<[f32; 3]> {
        let inner = |i: usize| (i / window.width + REACH) * self.width + i % window.width + REACH;
        let colour = |i| {
            let [r, g, b, _] = self.rgb[inner(i)].map(f32::from);
            [r, g, b]
        };
        (0..window.width * window.height).map(colour).collect()
    }
}

fn byte(colour: [f32; 3]) -> [u8; 4] {
    let [r, g, b] = colour.map(|v| (v + 0.5).clamp(0.0, 255.0) as u8);
    [r, g, b, 0]
}

/// How many of each patch's pixels are set; `u16::MAX` where a patch would leave the level.
fn summed(set: &[bool], width: usize, height: usize) -> Vec<u16> {
    let mut across = vec![0u16; set.len()];
    for (sums, row) in across.chunks_exact_mut(width).zip(set.chunks_exact(width)) {
        for x in REACH..width.saturating_sub(REACH) {
            sums[x] = row[x - REACH..=x + REACH].iter().map(|set| u16::from(*set)).sum();
        }
    }
    let mut sums = vec![u16::MAX; set.len()];
    for y in REACH..height.saturating_sub(REACH) {
        for x in REACH..width.saturating_sub(REACH) {
            sums[y * width + x] = (0..SIDE).map(|row| across[(y + row - REACH) * width + x]).sum();
        }
    }
    sums
}
