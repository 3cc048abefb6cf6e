//! Masks: a region's outlines become coverage, a byte a pixel.

mod grid;

use std::ops::Range;

use grid::Grid;

use crate::{
    measure::Rect,
    polygon,
    quad::Quad,
    region::Mask,
    render::{area::Outlines, distance},
    scratch::Scratch,
};

/// Which pixels of a canvas a mask covers, and how much.
#[derive(Debug)]
pub enum Cover {
    Nothing,
    /// The whole canvas at full strength.
    Everything,
    Part(Part),
}

/// The bounding box of a mask in canvas pixels, and its coverage there.
#[derive(Debug)]
pub struct Part {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
    /// 0 (outside) to 255, row by row; rows of a rectangle are one.
    grid: Grid,
}

impl Part {
    /// A whole canvas at full strength.
    pub fn full(width: u32, height: u32) -> Self {
        let grid = Grid::made(width as usize, height as usize, |_, row| row.fill(255));
        Part { x: 0, y: 0, width, height, grid }
    }

    /// Coverage of one row of the box.
    pub fn row(&self, y: u32) -> &[u8] {
        self.grid.row(y as usize)
    }

    /// Changes rows of the box, one by one.
    pub fn change(&mut self, rows: Range<u32>, mut change: impl FnMut(u32, &mut [u8])) {
        self.grid.part();
        for y in rows {
            change(y, self.grid.row_mut(y as usize));
        }
    }
}

/// Rasterises a mask on a canvas: the union of its `include` polygons (each filled by its winding, whichever
/// way round) and of what lies outside all of `around`, less the `exclude` ones and what lies outside all of
/// `within`; pushed outward by `grow` with round corners, and then faded in over `feather` pixels inside the
/// edge.
///
/// The canvas' border is an edge only where a polygon ends there, or where there is no polygon at all.
/// Coordinates may be anything; points that are no numbers count as 0.
pub fn rasterise(mask: &Mask, width: u32, height: u32) -> Cover {
    if width == 0 || height == 0 {
        return Cover::Nothing;
    }
    if mask.is_everything() {
        return Cover::Everything;
    }
    let canvas = Rect::new(0.0, 0.0, width as f32, height as f32);
    let reach = |v: f32, low: f32| finite(v).clamp(low, distance::REACH);
    let (grow, feather) = (reach(mask.grow, -distance::REACH), reach(mask.feather, 0.0));
    let moved = grow != 0.0 || feather > 0.0;

    // Edges just beyond the canvas can still be felt inside it.
    let margin = if moved { (grow.abs().max(feather - grow) + 2.0).clamp(2.0, 512.0).ceil() } else { 0.0 };
    let [mut include, around, exclude, within] =
        [&mask.include, &mask.around, &mask.exclude, &mask.within].map(|polygons| sound(polygons));
    if include.is_empty() && around.is_empty() {
        let all = if mask.polygons().next().is_none() { canvas } else { canvas.grown(margin + 8.0) };
        include.push(Quad::from(all).0.to_vec());
    }

    let room = canvas.grown(margin);
    let everywhere = (!around.is_empty()).then_some(room);
    let reached = include.iter().filter_map(|points| polygon::bounds(points)).chain(everywhere);
    let Some(bounds) = reached.reduce(|a, b| a.join(&b)) else { return Cover::Nothing };
    let field = outward(bounds.grown(if moved { margin } else { 0.0 }).meet(&room));
    if field.w <= 0.0 || field.h <= 0.0 {
        return Cover::Nothing;
    }
    let across = field.w as usize;
    let outlines = |polygons: &[_]| Outlines::new(polygons, field.x, field.y, across);
    let (mut added, mut taken) = (outlines(&include), outlines(&exclude));
    let (mut hole, mut frame) = (outlines(&around), outlines(&within));
    let high = field.h as usize;
    let mut inside = vec![0u8; across];
    let mut fill = |y: usize, row: &mut [u8]| {
        let y = y as f32;
        row.fill(0);
        added.row(y, row, add);
        if !around.is_empty() {
            inside.fill(0);
            hole.row(y, &mut inside, add);
            row.iter_mut().zip(&inside).for_each(|(out, inside)| add(out, 255 - inside));
        }
        taken.row(y, row, |out, cover| keep(out, 255 - cover));
        if !within.is_empty() {
            inside.fill(0);
            frame.row(y, &mut inside, add);
            row.iter_mut().zip(&inside).for_each(|(out, inside)| keep(out, *inside));
        }
    };
    let grid = if moved {
        let mut bytes = Scratch::stale(across * high);
        bytes.chunks_mut(across).enumerate().for_each(|(y, row)| fill(y, row));
        distance::reshape(&mut bytes, across, grow, feather);
        Grid::of(bytes, across)
    } else {
        Grid::made(across, high, fill)
    };
    crop(grid, field, width, height)
}

fn add(out: &mut u8, cover: u8) {
    *out = out.saturating_add(cover);
}

fn keep(out: &mut u8, cover: u8) {
    *out = (u32::from(*out) * u32::from(cover) / 255) as u8;
}

fn finite(v: f32) -> f32 {
    if v.is_nan() { 0.0 } else { v.clamp(-1e6, 1e6) }
}

fn sound(polygons: &[Vec<[f32; 2]>]) -> Vec<Vec<[f32; 2]>> {
    polygons.iter().map(|points| points.iter().map(|p| p.map(finite)).collect()).collect()
}

/// Cuts a field that may reach beyond the canvas down to what is covered inside it.
fn crop(grid: Grid, field: Rect, width: u32, height: u32) -> Cover {
    let across = field.w as usize;
    let (left, top) = (field.x as i64, field.y as i64);
    let rows: Vec<&[u8]> = (0..grid.height()).map(|y| grid.row(y)).collect();
    let inside = |from: i64, len: usize, canvas: u32| {
        let start = (-from).clamp(0, len as i64) as usize;
        (start, (i64::from(canvas) - from).clamp(start as i64, len as i64) as usize)
    };
    let (mut x0, x1) = inside(left, across, width);
    let (y0, y1) = inside(top, rows.len(), height);
    let live = |row: &&[u8]| row[x0..x1].iter().any(|&v| v > 0);
    let Some(first) = (y0..y1).find(|&y| live(&rows[y])) else { return Cover::Nothing };
    let last = (first..y1).rfind(|&y| live(&rows[y])).unwrap_or(first);
    let mut end = x0;
    let mut start = x1;
    for row in &rows[first..=last] {
        // Only what lies outside the columns that are known to be covered need be looked at.
        start = (x0..start).find(|&x| row[x] > 0).unwrap_or(start);
        end = (end..x1).rfind(|&x| row[x] > 0).map_or(end, |x| x + 1);
    }
    x0 = start;
    let (wide, high) = (end - x0, last + 1 - first);
    let full = wide == width as usize && high == height as usize;
    if full && rows[first..=last].iter().all(|row| row[x0..end].iter().all(|&v| v == 255)) {
        return Cover::Everything;
    }
    let grid = grid.cut(x0..end, first..last + 1);
    let (x, y) = ((left + x0 as i64) as u32, (top + first as i64) as u32);
    Cover::Part(Part { x, y, width: wide as u32, height: high as u32, grid })
}

/// The smallest rectangle of whole pixels that holds another.
fn outward(rect: Rect) -> Rect {
    let (x, y) = (rect.x.floor(), rect.y.floor());
    Rect::new(x, y, rect.right().ceil() - x, rect.bottom().ceil() - y)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f32, y: f32, side: f32) -> Vec<[f32; 2]> {
        vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side]]
    }

    fn part(mask: &Mask) -> Part {
        match rasterise(mask, 60, 50) {
            Cover::Part(part) => part,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn coverage_is_the_exact_area() {
        let part = part(&Mask { include: vec![square(10.5, 20.25, 4.0)], ..Mask::default() });
        assert_eq!((part.x, part.y, part.width, part.height), (10, 20, 5, 5));
        let sum: u32 = (0..5).flat_map(|y| part.row(y)).map(|&v| u32::from(v)).sum();
        assert!((sum as f32 / 255.0 - 16.0).abs() < 0.1, "{sum}");
        assert_eq!(part.row(2)[2], 255);
    }

    #[test]
    fn unions_do_not_cancel_and_excludes_do() {
        let turned: Vec<_> = square(12.0, 12.0, 10.0).into_iter().rev().collect();
        let mask = Mask {
            include: vec![square(5.0, 5.0, 10.0), turned],
            exclude: vec![square(0.0, 0.0, 8.0)],
            ..Mask::default()
        };
        let part = part(&mask);
        let at =
            |x: u32, y: u32| if x < part.x || y < part.y { 0 } else { part.row(y - part.y)[(x - part.x) as usize] };
        assert_eq!([at(13, 13), at(20, 20), at(6, 6), at(9, 9), at(6, 9)], [255, 255, 0, 255, 255]);
    }

    #[test]
    fn what_lies_outside_can_be_added_and_taken_away() {
        let at = |mask: &Mask, x: u32, y: u32| match rasterise(mask, 60, 50) {
            Cover::Part(part)
                if (part.x..part.x + part.width).contains(&x) && (part.y..part.y + part.height).contains(&y) =>
            {
                part.row(y - part.y)[(x - part.x) as usize]
            }
            Cover::Everything => 255,
            _ => 0,
        };
        let text = vec![square(10.0, 10.0, 20.0), square(20.0, 10.0, 20.0)];
        let ground = Mask { around: text.clone(), include: vec![square(15.0, 15.0, 4.0)], ..Mask::default() };
        assert_eq!(
            [at(&ground, 5, 5), at(&ground, 12, 12), at(&ground, 25, 20), at(&ground, 16, 16)],
            [255, 0, 0, 255]
        );
        let lettering = Mask { within: text, exclude: ground.include.clone(), ..Mask::default() };
        for (x, y) in [(5, 5), (12, 12), (25, 20), (16, 16)] {
            assert_eq!(at(&lettering, x, y), 255 - at(&ground, x, y), "{x}, {y}");
        }
        let none = Mask { around: vec![vec![[0.0; 2]; 3]], feather: 9.0, ..Mask::default() };
        assert!(matches!(rasterise(&none, 60, 50), Cover::Everything), "no edge along the border");
        assert!(matches!(rasterise(&Mask { within: none.around, ..Mask::default() }, 60, 50), Cover::Nothing));
    }

    #[test]
    fn growing_and_feathering_keep_their_distances() {
        let grown = part(&Mask { include: vec![square(20.0, 20.0, 10.0)], grow: 5.0, ..Mask::default() });
        assert_eq!((grown.x, grown.width), (15, 20));
        assert_eq!(grown.row(0)[0], 0, "corners are round");
        let shrunk = part(&Mask { include: vec![square(20.0, 20.0, 10.0)], grow: -3.0, ..Mask::default() });
        assert_eq!((shrunk.x, shrunk.width), (23, 4));
        let soft = part(&Mask { include: vec![square(20.0, 20.0, 20.0)], feather: 8.0, ..Mask::default() });
        let row = soft.row(10);
        assert!(row[0] > 0 && row[0] < 40 && row[..9].is_sorted() && row[9] == 255, "{row:?}");
        assert_eq!(soft.width, 20, "a feather lies inside");
    }

    #[test]
    fn the_border_is_an_edge_only_where_a_polygon_ends() {
        let vignette = part(&Mask { feather: 10.0, ..Mask::default() });
        assert!(vignette.row(0)[0] < 20);
        let hole = part(&Mask { exclude: vec![square(20.0, 20.0, 10.0)], feather: 6.0, ..Mask::default() });
        assert_eq!([hole.row(0)[0], hole.row(25)[25]], [255, 0]);
        assert!(hole.row(25)[18] < 128);
        let beyond = part(&Mask { include: vec![square(-20.0, -20.0, 40.0)], feather: 6.0, ..Mask::default() });
        assert_eq!(beyond.row(0)[0], 255);
    }

    #[test]
    fn strange_masks_are_survived() {
        let odd = |include: Vec<Vec<[f32; 2]>>, grow| rasterise(&Mask { include, grow, ..Mask::default() }, 60, 50);
        assert!(matches!(odd(vec![vec![]], 0.0), Cover::Nothing));
        assert!(matches!(odd(vec![square(900.0, 0.0, 10.0)], 0.0), Cover::Nothing));
        assert!(matches!(odd(vec![square(-9.0, -9.0, 900.0)], 0.0), Cover::Everything));
        assert!(matches!(odd(vec![square(30.0, 30.0, 4.0)], f32::INFINITY), Cover::Everything));
        assert!(matches!(odd(vec![square(f32::NAN, f32::NEG_INFINITY, 4.0)], -1e30), Cover::Nothing));
    }
}
