//! Quiet: the largest calm rectangles, where there is room for words.

use crate::{measure::Rect, scene::grid::Grid};

/// Cells above this are not calm.
const CALM: f32 = 0.18;
/// At most so many rectangles.
const MOST: usize = 6;
/// Kept free along the border, as a fraction of the short side.
const MARGIN: f32 = 0.025;
/// Least height and width, as fractions of the short side: room for one line of a few words.
const LEAST: (f32, f32) = (0.07, 0.2);
/// Least area, as a fraction of the picture.
const LEAST_AREA: f32 = 0.012;

/// Finds up to six calm rectangles in picture pixels that do not overlap, best first: the largest,
/// where slivers count for less than their area. None meets what is `taken`: lettering, faces. Empty when
/// nothing is calm.
pub(crate) fn read(detail: &Grid, taken: &[Rect], width: u32, height: u32) -> Vec<Rect> {
    let (columns, rows) = (detail.columns as usize, detail.rows as usize);
    let (cell, short) = (detail.cell as f32, width.min(height) as f32);
    let margin = (MARGIN * short).round();
    let inside = Rect::new(0.0, 0.0, width as f32, height as f32).grown(-margin);
    let mut detail = detail.clone();
    taken.iter().for_each(|rect| detail.fill(*rect, 1.0));
    let mut free: Vec<bool> = detail.values.iter().map(|&v| v <= CALM).collect();
    let pixels = |b: &Block| {
        let rect = Rect::new(b.x as f32, b.y as f32, b.w as f32, b.h as f32);
        Rect::new(rect.x * cell, rect.y * cell, rect.w * cell, rect.h * cell).meet(&inside)
    };
    let score = |b: &Block| {
        let rect = pixels(b);
        let fits = rect.h >= LEAST.0 * short
            && rect.w >= LEAST.1 * short
            && rect.area() >= LEAST_AREA * width as f32 * height as f32;
        if fits { rect.area() * shape(rect.w / rect.h) } else { 0.0 }
    };
    let mut found = Vec::new();
    while found.len() < MOST {
        let Some(best) = largest(&free, columns, rows, score) else { break };
        for y in best.y..best.y + best.h {
            free[y * columns + best.x..][..best.w].fill(false);
        }
        found.push(pixels(&best));
    }
    found
}

/// How well words sit in a rectangle of this width ÷ height: best between 4:5 and 5:1.
fn shape(aspect: f32) -> f32 {
    (aspect / 0.8).min(5.0 / aspect).min(1.0).sqrt()
}

/// A block of cells.
#[derive(Clone, Copy)]
struct Block {
    x: usize,
    y: usize,
    w: usize,
    h: usize,
}

/// The free block with the highest score above 0: all maximal rectangles under the histogram of free
/// runs, row by row, with a stack. Of equals the first counts.
fn largest(free: &[bool], columns: usize, rows: usize, score: impl Fn(&Block) -> f32) -> Option<Block> {
    let mut heights = vec![0usize; columns];
    let mut stack: Vec<(usize, usize)> = Vec::new();
    let mut best: Option<(f32, Block)> = None;
    for y in 0..rows {
        for (height, &free) in heights.iter_mut().zip(&free[y * columns..]) {
            *height = if free { *height + 1 } else { 0 };
        }
        for x in 0..=columns {
            let height = heights.get(x).copied().unwrap_or(0);
            let mut start = x;
            while let Some(&(left, top)) = stack.last().filter(|&&(_, top)| top >= height) {
                stack.pop();
                start = left;
                let block = Block { x: left, y: y + 1 - top, w: x - left, h: top };
                let value = score(&block);
                if value > best.map_or(0.0, |(value, _)| value) {
                    best = Some((value, block));
                }
            }
            if height > 0 {
                stack.push((start, height));
            }
        }
        stack.clear();
    }
    best.map(|(_, block)| block)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn nothing_that_is_taken_is_quiet(
            busy in proptest::collection::vec((0usize..40, 0usize..30), 0..30),
            taken in proptest::collection::vec((-50.0f32..400.0, -50.0f32..300.0, 0.5f32..200.0, 0.5f32..90.0), 0..9),
        ) {
            let mut detail = Grid::over(395, 296, 10, 0.0);
            busy.iter().for_each(|(x, y)| detail.values[y * 40 + x] = 0.9);
            let taken: Vec<Rect> = taken.iter().map(|&(x, y, w, h)| Rect::new(x, y, w, h)).collect();
            for quiet in read(&detail, &taken, 395, 296) {
                prop_assert!(taken.iter().all(|rect| rect.meet(&quiet).area() == 0.0), "{quiet:?}");
            }
        }
    }

    #[test]
    fn the_largest_free_block_is_found() {
        let map = ["#...#", "....#", "....#", "##..."].concat();
        let free: Vec<bool> = map.chars().map(|c| c == '.').collect();
        let b = largest(&free, 5, 4, |b| (b.w * b.h) as f32).unwrap();
        assert_eq!((b.x, b.y, b.w, b.h), (1, 0, 3, 3));
    }

    #[test]
    fn calm_is_found_where_it_is_and_nowhere_else() {
        let mut detail = Grid::over(1000, 1000, 10, 0.9);
        for y in 10..40 {
            detail.values[y * 100 + 20..y * 100 + 80].fill(0.05);
        }
        assert_eq!(read(&detail, &[], 1000, 1000), [Rect::new(200.0, 100.0, 600.0, 300.0)]);
        detail.values.fill(0.9);
        assert!(read(&detail, &[], 1000, 1000).is_empty());
        detail.values.fill(0.0);
        assert_eq!(read(&detail, &[], 1000, 1000), [Rect::new(25.0, 25.0, 950.0, 950.0)]);
    }
}
