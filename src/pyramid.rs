//! A pyramid that fills holes: what is not known is stretched, smoothly, between what is.

/// Cells of several numbers, of which the last says how far the others, weighted by it, are known (from 0 to 1). What
/// lacks is a pyramid's guess (Gortler et al. 1996, push-pull). Every cell comes back known; all are grey where nothing was.
pub fn fill<const N: usize>(mut fine: Vec<[f32; N]>, width: usize, height: usize) -> Vec<[f32; N]> {
    let known = N - 1;
    let whole = fine.iter().all(|cell| cell[known] >= 1.0);
    if whole || width * height <= 1 {
        for cell in &mut fine {
            *cell = if cell[known] > 0.0 {
                cell.map(|v| v / cell[known])
            } else {
                std::array::from_fn(|k| if k == known { 1.0 } else { 128.0 })
            };
        }
        return fine;
    }
    let (w, h) = (width.div_ceil(2), height.div_ceil(2));
    let mut coarse = vec![[0.0f32; N]; w * h];
    for (i, cell) in fine.iter().enumerate() {
        let sum = &mut coarse[i / width / 2 * w + i % width / 2];
        *sum = std::array::from_fn(|c| sum[c] + cell[c]);
    }
    for cell in &mut coarse {
        if cell[known] > 1.0 {
            *cell = cell.map(|v| v / cell[known]);
        }
    }
    let coarse = fill(coarse, w, h);
    for y in 0..height {
        for x in 0..width {
            let cell = &mut fine[y * width + x];
            if cell[known] >= 1.0 {
                continue;
            }
            // Three quarters of the nearer coarse cell, one quarter of the next, both ways.
            let (cx, cy) = (x / 2, y / 2);
            let nx = if x % 2 == 0 { cx.saturating_sub(1) } else { (cx + 1).min(w - 1) };
            let ny = if y % 2 == 0 { cy.saturating_sub(1) } else { (cy + 1).min(h - 1) };
            let [a, b, c, d] = [(cx, cy), (nx, cy), (cx, ny), (nx, ny)].map(|(x, y)| coarse[y * w + x]);
            let rest = 1.0 - cell[known];
            for k in 0..known {
                cell[k] += rest * (0.5625 * a[k] + 0.1875 * (b[k] + c[k]) + 0.0625 * d[k]);
            }
            cell[known] = 1.0;
        }
    }
    fine
}
