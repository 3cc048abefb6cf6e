//! Weave: lines of equal spacing that follow a flow.

use std::f32::consts::TAU;

/// Waves on a lattice, each straight, that agree with their neighbours as well as the flow lets them.
///
/// The phases are found as in W. Jakob and others, "Instant field-aligned meshes", 2015: each wave again and again takes
/// the phase that its neighbours would have where it stands.
pub struct Weave {
    /// Pixels from one wave's place to the next.
    cell: usize,
    columns: usize,
    /// Lattice place of the first wave, of the canvas.
    first: (usize, usize),
    waves: Vec<Wave>,
    /// Cosine and sine of a phase.
    turns: Vec<[f32; 2]>,
    /// How much of its neighbour a place of a cell has.
    eases: Vec<f32>,
}

#[derive(Clone, Copy, Default)]
struct Wave {
    /// Radians a pixel.
    across: [f32; 2],
    /// Radians at its own place.
    phase: f32,
}

/// Cosine and sine that are tabled for a turn.
const TURNS: usize = 4096;

impl Weave {
    /// Waves for a picture of `size` whose top left corner is at `origin` of the canvas; `across` says, for a place of
    /// the canvas, the angle across the lines and the pixels from one to the next.
    pub fn new(size: (usize, usize), origin: (u32, u32), cell: usize, across: impl Fn(f32, f32) -> (f32, f32)) -> Self {
        let cell = cell.max(2);
        let first = (origin.0 as usize / cell, origin.1 as usize / cell);
        let last = ((origin.0 as usize + size.0) / cell + 1, (origin.1 as usize + size.1) / cell + 1);
        let (columns, rows) = (last.0 - first.0 + 1, last.1 - first.1 + 1);
        let mut waves = Vec::with_capacity(columns * rows);
        for y in first.1..=last.1 {
            for x in first.0..=last.0 {
                let (angle, spacing) = across((x * cell) as f32, (y * cell) as f32);
                let rate = TAU / spacing.max(1.0);
                waves.push(Wave { across: [rate * libm::cosf(angle), rate * libm::sinf(angle)], phase: 0.0 });
            }
        }
        agree(&mut waves, columns, cell as f32);
        let turn = |n: usize| (n as f32 + 0.5) / TURNS as f32 * TAU;
        let turns = (0..TURNS).map(|n| [libm::cosf(turn(n)), libm::sinf(turn(n))]).collect();
        let ease = |n: usize| (n as f32 + 0.5) / cell as f32;
        let eases = (0..cell).map(|n| ease(n) * ease(n) * (3.0 - 2.0 * ease(n))).collect();
        Weave { cell, columns, first, waves, turns, eases }
    }

    /// Gives, for pixels of a row of the canvas from `x` on, the cosine of the phase times a length, and the square of
    /// that length, to `take`.
    #[inline]
    pub fn row(&self, (x, y): (usize, usize), len: usize, mut take: impl FnMut(usize, f32, f32)) {
        let cell = self.cell;
        let line = y / cell - self.first.1;
        let down = self.eases[y % cell];
        let mut done = 0;
        while done < len {
            let at = x + done;
            let column = at / cell - self.first.0;
            let count = (cell - at % cell).min(len - done);
            let lead = self.waves[line * self.columns + column].across;
            let mut phases = [(0u32, 0u32); 4];
            for (n, phase) in phases.iter_mut().enumerate() {
                let (right, below) = (n % 2, n / 2);
                let wave = self.waves[(line + below) * self.columns + column + right];
                // Lines have no sense of direction: all four are to count the same way.
                let sign = if wave.across[0] * lead[0] + wave.across[1] * lead[1] < 0.0 { -1.0 } else { 1.0 };
                let dx = (at % cell) as f32 - (right * cell) as f32;
                let dy = (y % cell) as f32 - (below * cell) as f32;
                let turns = |v: f32| (sign * v / TAU * 4_294_967_296.0) as i64 as u32;
                *phase = (turns(wave.phase + wave.across[0] * dx + wave.across[1] * dy), turns(wave.across[0]));
            }
            for i in 0..count {
                let right = self.eases[at % cell + i];
                let (mut re, mut im) = (0.0, 0.0);
                let shares = [(1.0 - right) * (1.0 - down), right * (1.0 - down), (1.0 - right) * down, right * down];
                for ((phase, step), share) in phases.iter_mut().zip(shares) {
                    let [cos, sin] = self.turns[(*phase >> 20) as usize % TURNS];
                    (re, im) = (re + share * cos, im + share * sin);
                    *phase = phase.wrapping_add(*step);
                }
                take(done + i, re, re * re + im * im);
            }
            done += count;
        }
    }
}

/// Brings the phases to agree.
fn agree(waves: &mut [Wave], columns: usize, cell: f32) {
    let rows = waves.len() / columns;
    for round in 0..7 {
        for n in 0..waves.len() {
            // To and fro, so that nothing is carried one way.
            let n = if round % 2 == 0 { n } else { waves.len() - 1 - n };
            let (x, y) = (n % columns, n / columns);
            let own = waves[n];
            let (mut re, mut im) = (0.0f32, 0.0f32);
            for (dx, dy) in [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)] {
                // In the first round only what has been settled speaks.
                if round == 0 && (dy > 0 || dy == 0 && dx > 0) {
                    continue;
                }
                let (Some(x), Some(y)) = (x.checked_add_signed(dx), y.checked_add_signed(dy)) else { continue };
                if x >= columns || y >= rows {
                    continue;
                }
                let other = waves[y * columns + x];
                let dot = own.across[0] * other.across[0] + own.across[1] * other.across[1];
                let sign = if dot < 0.0 { -1.0 } else { 1.0 };
                let way = [-(dx as f32) * cell, -(dy as f32) * cell];
                let mean = |c: usize| 0.5 * (own.across[c] + sign * other.across[c]);
                let phase = sign * other.phase + mean(0) * way[0] + mean(1) * way[1];
                // Neighbours that lie another way have little to say.
                let weight = dot.abs();
                re += weight * libm::cosf(phase);
                im += weight * libm::sinf(phase);
            }
            waves[n].phase = libm::atan2f(im, re);
        }
    }
}
