//! Torn: the course of a tear through paper, as wide as its fibres show.

use crate::{filter::noise::Noise, seed::Seed};

/// One tear: for each pixel along it where the paper ends and how much of it is bare on either side.
pub struct Rip {
    /// How far from its straight course it lies.
    offsets: Vec<f32>,
    /// The same, as smooth as a shadow is.
    soft: Vec<f32>,
    /// How wide the bare fibre is on the side before the tear, and on the side after it.
    bare: [Vec<f32>; 2],
    start: f32,
    /// The straight course.
    base: f32,
    slope: f32,
}

/// How tears look; lengths in pixels.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// The short side of the page, which the size of everything follows.
    pub short: f32,
    /// How ragged: 0 nearly straight, 1 wild.
    pub rough: f32,
    /// The mean width of bare fibre on the side that has more of it.
    pub fibre: f32,
}

impl Rip {
    /// A tear that crosses the middle at `base` and has that slope, reaching `reach` pixels either way.
    pub fn new(seed: Seed, (base, slope): (f32, f32), reach: f32, manner: Manner) -> Self {
        let Manner { short, rough, fibre } = manner;
        let noise = Noise::new(seed, "tear");
        let count = (2.0 * reach) as usize + 3;
        let wave = |line: f32, n: usize, cell: f32| 2.0 * noise.cloud(n as f32, line * cell, cell) - 1.0;
        let soft = |n: usize| rough * short * (0.06 * wave(0.0, n, 0.5 * short) + 0.022 * wave(9.0, n, 0.13 * short));
        let sharp = |n: usize| {
            let small = 0.007 * wave(19.0, n, 0.03 * short) + 0.0035 * wave(29.0, n, 0.009 * short);
            // The finest is as fine as fibres, whatever the size.
            rough * short * small + (0.3 + rough) * (0.8 * wave(39.0, n, 3.0) + 0.5 * wave(49.0, n, 1.4))
        };
        // Paper tears between its sides: one piece keeps more of the bare core, now here, now there.
        let leaning = if seed.at("side").dice().unit() < 0.5 { -1.0 } else { 1.0 };
        let bare = [-1.0, 1.0].map(|side: f32| {
            (0..count)
                .map(|n| {
                    let lean = 0.5 + 0.5 * side * (0.55 * leaning + 0.75 * wave(59.0, n, 0.3 * short)).clamp(-1.0, 1.0);
                    let uneven =
                        1.0 + 0.55 * wave(69.0 + side, n, 0.035 * short) + 0.3 * wave(79.0 + side, n, 0.008 * short);
                    let fine = 0.12 * wave(89.0 + side, n, 2.5);
                    fibre * ((0.12 + lean) * uneven + fine).max(0.06)
                })
                .collect()
        });
        let soft: Vec<f32> = (0..count).map(soft).collect();
        let offsets = soft.iter().enumerate().map(|(n, soft)| soft + sharp(n)).collect();
        Rip { offsets, soft, bare, start: -reach, base, slope }
    }

    #[inline]
    fn index(&self, along: f32) -> usize {
        ((along - self.start).max(0.0) as usize).min(self.offsets.len() - 2)
    }

    /// How far after the tear a place lies; less than 0 before it.
    #[inline]
    pub fn after(&self, along: f32, across: f32) -> f32 {
        let n = self.index(along);
        let part = (along - self.start - n as f32).clamp(0.0, 1.0);
        let offset = self.offsets[n] + (self.offsets[n + 1] - self.offsets[n]) * part;
        across - self.base - self.slope * along - offset
    }

    /// The same for the smooth course.
    #[inline]
    pub fn after_softly(&self, along: f32, across: f32) -> f32 {
        across - self.base - self.slope * along - self.soft[self.index(along)]
    }

    /// How wide the bare fibre is: `after` the tear, or before it.
    #[inline]
    pub fn bare(&self, along: f32, after: bool) -> f32 {
        self.bare[usize::from(after)][self.index(along)]
    }
}
