//! Detail: where the eye goes, from calm to busy.

use crate::scene::{grid::Grid, reduced::Reduced};

/// Reduced pixels on the side of a cell, so that the long side has about 96 cells.
const SIDE: usize = 4;
/// Mean step between neighbouring reduced pixels (Oklab) at which a cell counts as half busy.
const HALF_EDGE: f32 = 0.022;
/// Spread round a plane (Oklab) at which a neighbourhood counts as half busy.
const HALF_SPREAD: f32 = 0.05;
/// Smaller steps are grain, compression or a gradient.
const STEP_FLOOR: f32 = 0.008;

/// Reads the detail map of a picture of `width` × `height` pixels.
///
/// Two measures, the greater of which counts: the mean step between neighbouring pixels in the cell
/// (lettering, texture), and the spread of colour in the 3 × 3 cells round it that no plane through
/// them explains (edges of things, features of faces). Neither sees a gradient. What lies amid busy
/// cells is raised halfway to their mean: the inside of a thing belongs to it.
pub(crate) fn read(reduced: &Reduced, width: u32, height: u32) -> Grid {
    let mut grid = Grid::over(width, height, reduced.factor * SIDE as u32, 0.0);
    let (columns, rows) = (grid.columns as usize, grid.rows as usize);
    let cells: Vec<Sums> =
        (0..rows * columns).map(|i| Sums::of(reduced, i % columns * SIDE, i / columns * SIDE)).collect();
    let own: Vec<f32> = (0..rows * columns)
        .map(|i| {
            let (x, y) = (i % columns, i / columns);
            let mut around = Sums::default();
            for cy in y.saturating_sub(1)..(y + 2).min(rows) {
                for cx in x.saturating_sub(1)..(x + 2).min(columns) {
                    around.add(&cells[cy * columns + cx], [cx as f32 - x as f32, cy as f32 - y as f32]);
                }
            }
            soften(cells[i].step(), HALF_EDGE).max(soften(around.spread(), HALF_SPREAD))
        })
        .collect();
    let near = blur(&blur(&own, columns, rows), columns, rows);
    for ((value, own), near) in grid.values.iter_mut().zip(own).zip(near) {
        *value = ((own.max(near) + own) * 50.0).round() / 100.0;
    }
    grid
}

/// 0 at 0, a half at `half`, towards 1 beyond; squared below so that grain stays low.
fn soften(value: f32, half: f32) -> f32 {
    let square = value * value;
    square / (square + half * half)
}

/// What is summed over the pixels of a cell; positions in cells from the middle of the window.
#[derive(Clone, Copy, Default)]
struct Sums {
    count: f32,
    steps: f32,
    x: f32,
    y: f32,
    xx: f32,
    yy: f32,
    xy: f32,
    /// Of each channel: value, square, value × x, value × y.
    channels: [[f32; 4]; 3],
}

impl Sums {
    fn of(reduced: &Reduced, left: usize, top: usize) -> Self {
        let mut sums = Sums::default();
        let size = SIDE as f32;
        for y in top..(top + SIDE).min(reduced.height) {
            for x in left..(left + SIDE).min(reduced.width) {
                let at = y * reduced.width + x;
                let here = reduced.lab[at];
                let right = if x + 1 < reduced.width { reduced.lab[at + 1] } else { here };
                let below = if y + 1 < reduced.height { reduced.lab[at + reduced.width] } else { here };
                let step: f32 = (0..3).map(|c| (right[c] - here[c]).abs() + (below[c] - here[c]).abs()).sum();
                sums.steps += (step - STEP_FLOOR).clamp(0.0, 0.25);
                let [u, v] = [(x - left) as f32 / size, (y - top) as f32 / size];
                sums.count += 1.0;
                sums.x += u;
                sums.y += v;
                sums.xx += u * u;
                sums.yy += v * v;
                sums.xy += u * v;
                for (sum, value) in sums.channels.iter_mut().zip(here) {
                    *sum = [sum[0] + value, sum[1] + value * value, sum[2] + value * u, sum[3] + value * v];
                }
            }
        }
        sums
    }

    /// Adds a cell that lies `[dx, dy]` cells away.
    fn add(&mut self, other: &Sums, [dx, dy]: [f32; 2]) {
        self.xx += other.xx + 2.0 * dx * other.x + dx * dx * other.count;
        self.yy += other.yy + 2.0 * dy * other.y + dy * dy * other.count;
        self.xy += other.xy + dx * other.y + dy * other.x + dx * dy * other.count;
        self.x += other.x + dx * other.count;
        self.y += other.y + dy * other.count;
        self.count += other.count;
        for (sum, [value, square, by_x, by_y]) in self.channels.iter_mut().zip(other.channels) {
            *sum = [sum[0] + value, sum[1] + square, sum[2] + by_x + dx * value, sum[3] + by_y + dy * value];
        }
    }

    fn step(&self) -> f32 {
        self.steps / self.count.max(1.0)
    }

    /// Root of the mean squared distance from the best plane through every channel.
    fn spread(&self) -> f32 {
        let n = self.count.max(1.0);
        let (mx, my) = (self.x / n, self.y / n);
        let (sxx, syy, sxy) = (self.xx / n - mx * mx, self.yy / n - my * my, self.xy / n - mx * my);
        let determinant = sxx * syy - sxy * sxy;
        let rest: f32 = self
            .channels
            .iter()
            .map(|&[value, square, by_x, by_y]| {
                let mean = value / n;
                let (vx, vy) = (by_x / n - mean * mx, by_y / n - mean * my);
                let explained = if determinant > 1e-6 {
                    (vx * vx * syy - 2.0 * vx * vy * sxy + vy * vy * sxx) / determinant
                } else {
                    // One pixel wide or high: at most a line.
                    vx * vx / sxx.max(1e-6) + vy * vy / syy.max(1e-6)
                };
                (square / n - mean * mean - explained).max(0.0)
            })
            .sum();
        rest.sqrt()
    }
}

/// Mean of the 5 × 5 cells round each; cells beyond the border count as the cell itself does.
fn blur(values: &[f32], columns: usize, rows: usize) -> Vec<f32> {
    const REACH: usize = 2;
    let pass = |from: &[f32], count: usize, length: usize, step: usize, stride: usize| {
        let mut to = vec![0.0; from.len()];
        for line in 0..count {
            for i in 0..length {
                let sum: f32 = (0..=2 * REACH)
                    .map(|k| from[line * stride + (i + k).saturating_sub(REACH).min(length - 1) * step])
                    .sum();
                to[line * stride + i * step] = sum / (2 * REACH + 1) as f32;
            }
        }
        to
    };
    pass(&pass(values, rows, columns, 1, columns), columns, rows, columns, 1)
}

#[cfg(test)]
mod tests {
    use image::Rgba;

    use crate::{
        measure::Rect,
        scene::{reduced::reduce, tests::plain},
    };

    use super::*;

    #[test]
    fn gradients_are_calm_and_lettering_is_busy() {
        let mut picture = plain(600, 400, [0, 0, 0, 255]);
        for (x, y, pixel) in picture.pixels.enumerate_pixels_mut() {
            let sky = (40 + x / 6 + y / 8) as u8;
            // Strokes of 5 pixels, as small lettering has, in the lower right.
            *pixel = if x > 350 && y > 250 && x / 5 % 2 == 0 { Rgba([255; 4]) } else { Rgba([sky, sky, 200, 255]) };
        }
        let grid = read(&reduce(&picture), 600, 400);
        assert!(grid.mean(Rect::new(0.0, 0.0, 600.0, 200.0)) < 0.05);
        assert!(grid.mean(Rect::new(360.0, 260.0, 220.0, 120.0)) > 0.9);
    }
}
