//! Membranes: what is missing is stretched between what is known.

use super::window::{State, Window};

/// Rounds of relaxation after the guess.
const ROUNDS: usize = 24;
/// The same for plates, which are slower.
const PLATE: usize = 40;

/// Colours for every hole of a window, as smooth as its rim allows: a pyramid's guess (Gortler et al. 1996, push-pull),
/// relaxed towards Laplace's equation (successive over-relaxation, Young 1950). Known pixels keep their colours.
pub(super) fn stretch(window: &Window) -> Vec<[f32; 3]> {
    let known: Vec<bool> = window.state.iter().map(|state| *state == State::Known).collect();
    let mut colours = guess(window, &known);
    let holes: Vec<usize> = (0..colours.len()).filter(|&i| window.state[i] == State::Hole).collect();
    relax(&mut colours, &holes, window);
    colours
}

/// Colours for every pixel of a window that is not known, by the pyramid alone.
pub(super) fn guess(window: &Window, known: &[bool]) -> Vec<[f32; 3]> {
    let weighted = |(&[r, g, b, _], known): (&[u8; 4], &bool)| {
        let known = if *known { 1.0 } else { 0.0 };
        [f32::from(r) * known, f32::from(g) * known, f32::from(b) * known, known]
    };
    let base = window.rgb.iter().zip(known).map(weighted).collect();
    pulled(base, window.width, window.height).into_iter().map(|[r, g, b, _]| [r, g, b]).collect()
}

/// Colours weighted by how far they are known (the last number); comes back with every weight 1.
fn pulled(mut fine: Vec<[f32; 4]>, width: usize, height: usize) -> Vec<[f32; 4]> {
    let whole = fine.iter().all(|cell| cell[3] >= 1.0);
    if whole || width * height <= 1 {
        for cell in &mut fine {
            // Nothing at all is known: grey.
            *cell = if cell[3] > 0.0 { cell.map(|v| v / cell[3]) } else { [128.0, 128.0, 128.0, 1.0] };
        }
        return fine;
    }
    let (w, h) = (width.div_ceil(2), height.div_ceil(2));
    let mut coarse = vec![[0.0f32; 4]; w * h];
    for (i, cell) in fine.iter().enumerate() {
        let sum = &mut coarse[i / width / 2 * w + i % width / 2];
        *sum = std::array::from_fn(|c| sum[c] + cell[c]);
    }
    for cell in &mut coarse {
        if cell[3] > 1.0 {
            *cell = cell.map(|v| v / cell[3]);
        }
    }
    let coarse = pulled(coarse, w, h);
    for y in 0..height {
        for x in 0..width {
            let cell = &mut fine[y * width + x];
            if cell[3] >= 1.0 {
                continue;
            }
            // Three quarters of the nearer coarse cell, one quarter of the next, both ways.
            let (cx, cy) = (x / 2, y / 2);
            let nx = if x % 2 == 0 { cx.saturating_sub(1) } else { (cx + 1).min(w - 1) };
            let ny = if y % 2 == 0 { cy.saturating_sub(1) } else { (cy + 1).min(h - 1) };
            let [a, b, c, d] = [(cx, cy), (nx, cy), (cx, ny), (nx, ny)].map(|(x, y)| coarse[y * w + x]);
            let rest = 1.0 - cell[3];
            for k in 0..3 {
                cell[k] += rest * (0.5625 * a[k] + 0.1875 * (b[k] + c[k]) + 0.0625 * d[k]);
            }
            cell[3] = 1.0;
        }
    }
    fine
}

/// Every hole becomes the mean of its neighbours, again and again.
fn relax(colours: &mut [[f32; 3]], holes: &[usize], window: &Window) {
    let (w, h) = (window.width, window.height);
    let over = 1.6;
    for round in 0..ROUNDS {
        let mut step = |i: usize| {
            let (x, y) = (i % w, i / w);
            // Beyond the window its border goes on.
            let left = colours[if x > 0 { i - 1 } else { i }];
            let right = colours[if x + 1 < w { i + 1 } else { i }];
            let above = colours[if y > 0 { i - w } else { i }];
            let below = colours[if y + 1 < h { i + w } else { i }];
            let cell = &mut colours[i];
            for k in 0..3 {
                cell[k] += over * ((left[k] + right[k] + above[k] + below[k]) * 0.25 - cell[k]);
            }
        };
        if round % 2 == 0 {
            holes.iter().for_each(|&i| step(i));
        } else {
            holes.iter().rev().for_each(|&i| step(i));
        }
    }
}

/// The same with the thin plate's equation, whose surface leaves the rim along its slope.
pub(super) fn plate(colours: &mut [[f32; 3]], holes: &[usize], window: &Window) {
    let (w, h) = (window.width as i64, window.height as i64);
    let at = |x: i64, y: i64| (y.clamp(0, h - 1) * w + x.clamp(0, w - 1)) as usize;
    for round in 0..PLATE {
        let mut step = |i: usize| {
            let (x, y) = (i as i64 % w, i as i64 / w);
            let near = [at(x - 1, y), at(x + 1, y), at(x, y - 1), at(x, y + 1)].map(|i| colours[i]);
            let diag = [at(x - 1, y - 1), at(x + 1, y - 1), at(x - 1, y + 1), at(x + 1, y + 1)].map(|i| colours[i]);
            let far = [at(x - 2, y), at(x + 2, y), at(x, y - 2), at(x, y + 2)].map(|i| colours[i]);
            let cell = &mut colours[i];
            for k in 0..3 {
                let sum = |set: &[[f32; 3]; 4]| set[0][k] + set[1][k] + set[2][k] + set[3][k];
                let value = (8.0 * sum(&near) - 2.0 * sum(&diag) - sum(&far)) / 20.0;
                cell[k] = (cell[k] + 1.3 * (value - cell[k])).clamp(0.0, 255.0);
            }
        };
        if round % 2 == 0 {
            holes.iter().for_each(|&i| step(i));
        } else {
            holes.iter().rev().for_each(|&i| step(i));
        }
    }
}
