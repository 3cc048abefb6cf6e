//! Specks: small things that stand alone and are motley, as the portrait beside a name is.
//!
//! Such faces are too small for a look at the whole picture, yet most of them lie on plain ground: their edges form
//! a patch of their own, about as wide as high, while those of words run into lines.

use crate::{measure::Rect, scene::faces::view::View};

/// Luma from which a pixel differs from its neighbour.
const EDGE: i32 = 16;
/// Pixels that may lie between edges of one thing, halved.
const REACH: usize = 2;
/// Long side of a speck in pixels of the view.
const LONG: std::ops::RangeInclusive<usize> = 14..=72;
/// Least short side, in hundredths of the long one.
const SHORT: usize = 72;
/// Least colours (of 4096) that it has, in hundredths of the square root of its area.
const MOTLEY: u32 = 120;

/// Specks in pixels of the view, most motley first.
pub fn find(view: &View) -> Vec<Rect> {
    let patches = patches(grown(edges(view), view.width), view.width);
    let mut specks: Vec<(u32, [usize; 4])> = patches
        .into_iter()
        .filter_map(|[left, top, right, bottom]| {
            let (w, h) = ((right - left + 1).checked_sub(2 * REACH)?, (bottom - top + 1).checked_sub(2 * REACH)?);
            let speck = [left + REACH, top + REACH, w, h];
            (LONG.contains(&w.max(h)) && w.min(h) * 100 >= w.max(h) * SHORT).then(|| (motley(view, speck), speck))
        })
        .filter(|(motley, _)| *motley >= MOTLEY)
        .collect();
    specks.sort_by_key(|&(motley, speck)| (std::cmp::Reverse(motley), speck));
    specks.into_iter().map(|(_, speck)| Rect::from(speck.map(|v| v as f32))).collect()
}

/// Where luma differs from that of the pixel to the left or above.
fn edges(view: &View) -> Vec<bool> {
    let luma: Vec<i32> =
        view.pixels.iter().map(|p| p.map(i32::from)).map(|[r, g, b, _]| (77 * r + 150 * g + 29 * b) >> 8).collect();
    let differs = |i: usize, other: usize| (luma[i] - luma[other]).abs() > EDGE;
    (0..luma.len())
        .map(|i| (i % view.width > 0 && differs(i, i - 1)) || (i >= view.width && differs(i, i - view.width)))
        .collect()
}

/// Every edge made a square of `REACH` pixels to each side.
fn grown(edges: Vec<bool>, width: usize) -> Vec<bool> {
    let mut across = vec![false; edges.len()];
    for (from, to) in edges.chunks_exact(width).zip(across.chunks_exact_mut(width)) {
        for x in (0..width).filter(|x| from[*x]) {
            to[x.saturating_sub(REACH)..(x + REACH + 1).min(width)].fill(true);
        }
    }
    let mut both = vec![false; edges.len()];
    let rows = edges.len() / width;
    for (y, from) in across.chunks_exact(width).enumerate() {
        for to in both.chunks_exact_mut(width).take((y + REACH + 1).min(rows)).skip(y.saturating_sub(REACH)) {
            to.iter_mut().zip(from).for_each(|(to, from)| *to |= from);
        }
    }
    both
}

/// Left, top, right and bottom pixel of every patch of set pixels that touch by their sides.
fn patches(mut set: Vec<bool>, width: usize) -> Vec<[usize; 4]> {
    let (mut patches, mut open) = (Vec::new(), Vec::new());
    for start in 0..set.len() {
        if !std::mem::take(&mut set[start]) {
            continue;
        }
        let mut bounds = [usize::MAX, usize::MAX, 0, 0];
        open.push(start);
        while let Some(i) = open.pop() {
            let (x, y) = (i % width, i / width);
            bounds = [bounds[0].min(x), bounds[1].min(y), bounds[2].max(x), bounds[3].max(y)];
            let beside =
                [(x > 0).then(|| i - 1), (x + 1 < width).then_some(i + 1), i.checked_sub(width), Some(i + width)];
            for next in beside.into_iter().flatten() {
                if set.get_mut(next).is_some_and(std::mem::take) {
                    open.push(next);
                }
            }
        }
        patches.push(bounds);
    }
    patches
}

/// How many colours a part has for its size, in hundredths of the square root of its area.
fn motley(view: &View, [left, top, w, h]: [usize; 4]) -> u32 {
    let rows = view.pixels.chunks_exact(view.width).skip(top).take(h);
    let pixels = rows.flat_map(|row| &row[left.min(view.width)..(left + w).min(view.width)]);
    let mut colors: Vec<[u8; 4]> = pixels.map(|pixel| pixel.map(|value| value >> 4)).collect();
    let area = colors.len().max(1) as f32;
    colors.sort_unstable();
    colors.dedup();
    (colors.len() as f32 * 100.0 / area.sqrt()).round() as u32
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::*;

    /// White, with a patch of `w` × `h` pixels in which each has a colour of its own, or all have one.
    fn patch(w: u32, h: u32, motley: bool) -> View {
        View::whole(&RgbaImage::from_fn(320, 320, |x, y| match (x.wrapping_sub(100), y.wrapping_sub(60)) {
            (x, y) if x < w && y < h && motley => Rgba([x * 47 % 256, y * 67 % 256, 40, 255].map(|v| v as u8)),
            (x, y) if x < w && y < h => Rgba([40, 40, 40, 255]),
            _ => Rgba([255; 4]),
        }))
    }

    #[test]
    fn a_motley_thing_alone_is_a_speck() {
        let [speck] = find(&patch(30, 32, true)).try_into().unwrap();
        assert!(Rect::new(100.0, 60.0, 31.0, 33.0).holds(&speck, 0.0) && speck.area() > 900.0, "{speck:?}");
    }

    #[test]
    fn lines_plain_things_dust_and_pictures_are_none() {
        for (w, h, motley) in [(90, 30, true), (30, 32, false), (8, 8, true), (200, 200, true), (0, 0, true)] {
            assert_eq!(find(&patch(w, h, motley)), [], "{w} × {h}");
        }
    }
}
