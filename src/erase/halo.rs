//! Halos: how far outlines, shadows and glows reach round letters on a restless ground.

use super::{
    Writing, membrane,
    under::Under,
    window::{State, Window},
};

/// Steps that are looked at; what lies beyond shows the ground.
const NEAR: u16 = 11;
/// Levels by which a ring must differ from the ground to be a shadow: where one was read, and where none was.
const SHADOW: [f32; 2] = [3.0, 5.0];

/// What the mean difference of a ring must be of its deviation: on a restless ground any ring differs a little.
/// Where a shadow was read, less will do.
const EVIDENT: [f32; 2] = [0.2, 0.5];

/// What is summed over the pixels that are equally far from the ink.
#[derive(Clone, Copy, Default)]
struct Ring {
    sum: [f32; 3],
    squares: f32,
    count: f32,
}

/// Steps from the ink that belong to the letters: above and left of them, below and right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach([u16; 2]);

impl Reach {
    /// The reach that counts at a pixel of a window.
    pub(super) fn at(self, steps: &[u16], window: &Window, x: usize, y: usize) -> u16 {
        self.0[side(steps, window, x, y)]
    }
}

/// On which side of the nearest letter a pixel lies: 0 above and left, 1 below and right.
fn side(steps: &[u16], window: &Window, x: usize, y: usize) -> usize {
    let w = window.width;
    let before = steps[y.saturating_sub(3) * w + x.saturating_sub(3)];
    let after = steps[(y + 3).min(window.height - 1) * w + (x + 3).min(w - 1)];
    usize::from(before < after)
}

/// Looks at rings round the ink, one step wide each, and how their mean colour nears that of the ground.
pub(super) fn reach(
    window: &Window,
    writing: &Writing,
    core: &[bool],
    steps: &[u16],
    parts: &[Option<&Under>],
    edge: u16,
) -> Reach {
    // The ground as it would be if everything so near the letters were hidden.
    let beyond: Vec<bool> = (0..core.len()).map(|i| steps[i] > NEAR && window.state[i] == State::Known).collect();
    let rough = |i: usize| steps[i] <= NEAR && !core[i] && parts[i].is_none();
    // On a page drawn large the edge of a letter alone may be wider than all that is looked at.
    if edge >= NEAR || !(0..core.len()).any(rough) {
        return Reach([edge; 2]);
    }
    let ground = membrane::guess(window, &beyond);
    let mut rings = [[Ring::default(); NEAR as usize + 1]; 2];
    for i in (0..core.len()).filter(|&i| rough(i)) {
        let (x, y) = (i % window.width, i / window.width);
        let ring = &mut rings[side(steps, window, x, y)][usize::from(steps[i])];
        let off: [f32; 3] = std::array::from_fn(|c| f32::from(window.rgb[i][c]) - ground[i][c]);
        ring.sum = std::array::from_fn(|c| ring.sum[c] + off[c]);
        ring.squares += off.iter().map(|v| v * v).sum::<f32>() / 3.0;
        ring.count += 1.0;
    }
    let [limit, evident] = [SHADOW, EVIDENT].map(|pair| pair[usize::from(!writing.shadow)]);
    let most = edge.max(4 + (0.12 * writing.cap_height.min(200.0)) as u16).min(NEAR);
    Reach(rings.map(|rings| {
        let mean = |step: u16| {
            let ring = &rings[usize::from(step)];
            if ring.count < 30.0 { [0.0; 3] } else { ring.sum.map(|v| v / ring.count) }
        };
        let first = mean(edge + 1);
        let size = |v: [f32; 3]| v.iter().map(|v| v.abs()).fold(0.0, f32::max);
        // What is left of the first ring's difference in a later one; a shadow fades, another ground does not.
        let like = |step: u16| {
            let (a, b) = (first, mean(step));
            (0..3).map(|c| a[c] * b[c]).sum::<f32>() / size(first).max(1.0) / 1.7
        };
        let restless = |step: u16| {
            let (ring, mean) = (&rings[usize::from(step)], mean(step));
            let square = mean.iter().map(|v| v * v).sum::<f32>() / 3.0;
            (ring.squares / ring.count.max(1.0) - square).max(0.0).sqrt()
        };
        let stands = |step: u16| like(step) > limit.max(0.15 * size(first)).max(evident * restless(step));
        let fades = |step: u16| step == edge + 1 || like(step) <= 1.15 * like(step - 1).max(limit);
        (edge + 1..=most).take_while(|&step| stands(step) && fades(step)).last().unwrap_or(edge)
    }))
}
