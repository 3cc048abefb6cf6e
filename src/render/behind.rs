//! What may lie behind something that is kept: a ground without it, for filters that move what is round it.

use image::RgbaImage;

use crate::{
    filter::rows::{self, Pixel},
    pyramid,
    render::mask::Part,
};

/// Cells along the longer side of what is rebuilt: it is smooth, and seen only in pieces.
const CELLS: usize = 320;

/// Takes out of `pixels`, whose top left corner lies at `origin` on the canvas, whatever `kept` touches, and stretches
/// what surrounds it over the gap. Otherwise a filter that moves pixels would show it a second time, beside itself.
/// Hidden pixels lend no colour.
pub fn hide(pixels: &mut RgbaImage, origin: (u32, u32), kept: &Part) {
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    // A quarter of its size on every side, of which only the nearest will count much.
    let room = |from: u32, size: u32, origin: u32, all: usize| {
        let (from, size, margin) = (i64::from(from) - i64::from(origin), i64::from(size), i64::from(size / 4 + 8));
        let at = |v: i64| v.clamp(0, all as i64) as usize;
        at(from - margin)..at(from + size + margin)
    };
    let (across, down) = (room(kept.x, kept.width, origin.0, width), room(kept.y, kept.height, origin.1, height));
    if across.is_empty() || down.is_empty() {
        return;
    }
    let cell = across.len().max(down.len()).div_ceil(CELLS).max(1);
    let (w, h) = (across.len().div_ceil(cell), down.len().div_ceil(cell));
    let cover = |x: usize, y: usize| {
        let (x, y) = ((x as u32 + origin.0).checked_sub(kept.x), (y as u32 + origin.1).checked_sub(kept.y));
        match (x, y) {
            (Some(x), Some(y)) if x < kept.width && y < kept.height => kept.row(y)[x as usize],
            _ => 0,
        }
    };

    let mut cells = vec![[0.0f32; 5]; w * h];
    let known = pixels.as_chunks::<4>().0;
    for y in down.clone() {
        let line = &mut cells[(y - down.start) / cell * w..][..w];
        for x in across.clone() {
            let [r, g, b, a] = known[y * width + x].map(f32::from);
            if cover(x, y) == 0 {
                let sum = &mut line[(x - across.start) / cell];
                let seen = [r * a, g * a, b * a, a, 1.0];
                sum.iter_mut().zip(seen).for_each(|(sum, seen)| *sum += seen);
            }
        }
    }
    if cells.iter().all(|cell| cell[4] == 0.0) {
        return;
    }
    // A cell of which little is known is stretched over like one of which nothing is.
    let whole = (cell * cell) as f32;
    for sum in &mut cells {
        let share = (sum[4] / whole * 4.0).min(1.0);
        *sum = if sum[4] > 0.0 { sum.map(|v| v / sum[4] * share) } else { [0.0; 5] };
    }
    let cells = pyramid::fill(cells, w, h);

    let lines = &mut pixels.as_chunks_mut::<4>().0[down.start * width..down.end * width];
    rows::each_of(lines, width, |n, line| {
        for x in across.clone() {
            if cover(x, down.start + n) > 0 {
                let place = |v: usize| (v as f32 + 0.5) / cell as f32 - 0.5;
                line[x] = between(&cells, (w, h), place(x - across.start), place(n));
            }
        }
    });
}

/// The colour of a place between cells, whose middles have whole coordinates.
fn between(cells: &[[f32; 5]], (w, h): (usize, usize), x: f32, y: f32) -> Pixel {
    let split = |v: f32, size: usize| {
        let v = v.clamp(0.0, (size - 1) as f32);
        (v as usize, (v as usize + 1).min(size - 1), v - v.floor())
    };
    let ((left, right, dx), (top, bottom, dy)) = (split(x, w), split(y, h));
    let mixed: [f32; 4] = std::array::from_fn(|k| {
        let row = |y: usize| cells[y * w + left][k] * (1.0 - dx) + cells[y * w + right][k] * dx;
        row(top) * (1.0 - dy) + row(bottom) * dy
    });
    let alpha = mixed[3];
    let channel = |k: usize| if alpha > 0.0 { (mixed[k] / alpha + 0.5) as u8 } else { 0 };
    [channel(0), channel(1), channel(2), (alpha + 0.5) as u8]
}
