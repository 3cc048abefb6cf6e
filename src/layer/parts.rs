//! Parts of a region: what stands by itself, for filters that work by a box and its middle.

use crate::{measure::Rect, polygon, region::Mask};

/// How far lines of lettering may lie apart and still be one thing, in heights of the lower.
const APART: f32 = 0.6;

/// A mask in pieces that stand by themselves: lines that follow each other are one, and so is whatever overlaps. A mask
/// that has no polygons to tell apart is one.
pub fn parts(mask: &Mask) -> Vec<Mask> {
    if mask.include.len() < 2 || !mask.around.is_empty() {
        return vec![mask.clone()];
    }
    let boxes: Vec<Option<Rect>> = mask.include.iter().map(|points| polygon::bounds(points)).collect();
    // The first of its part, for every polygon.
    let mut firsts: Vec<usize> = (0..boxes.len()).collect();
    for (n, own) in boxes.iter().enumerate() {
        for earlier in 0..n {
            let near = own.as_ref().zip(boxes[earlier].as_ref()).is_some_and(|(a, b)| near(a, b, mask.grow));
            if near && firsts[earlier] != firsts[n] {
                let (kept, gone) = (firsts[earlier].min(firsts[n]), firsts[earlier].max(firsts[n]));
                firsts.iter_mut().filter(|first| **first == gone).for_each(|first| *first = kept);
            }
        }
    }
    let part = |first: usize| {
        let own = mask.include.iter().zip(&firsts).filter(|(_, of)| **of == first).map(|(points, _)| points.clone());
        Mask { include: own.collect(), ..mask.clone() }
    };
    (0..boxes.len()).filter(|&n| firsts[n] == n).map(part).collect()
}

/// Whether two boxes belong together: above each other less than a line apart, or hardly anything between them.
fn near(a: &Rect, b: &Rect, grow: f32) -> bool {
    let line = a.h.min(a.w).min(b.h).min(b.w) * APART;
    let (beside, above) = (gap(a.x, a.right(), b.x, b.right()), gap(a.y, a.bottom(), b.y, b.bottom()));
    let grown = 2.0 * grow.max(0.0) + 1.0;
    beside <= line * 0.5 + grown && above <= line + grown
}

/// What lies between two stretches; nothing where they overlap.
fn gap(a: f32, b: f32, c: f32, d: f32) -> f32 {
    (c - b).max(a - d).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quad::Quad;

    fn bar(x: f32, y: f32, w: f32, h: f32) -> Vec<[f32; 2]> {
        Quad::from(Rect::new(x, y, w, h)).0.to_vec()
    }

    #[test]
    fn lines_of_a_block_are_one_part_and_others_are_not() {
        let include = vec![
            bar(0.0, 0.0, 90.0, 20.0),
            bar(300.0, 0.0, 50.0, 20.0),
            bar(5.0, 50.0, 80.0, 20.0),
            bar(0.0, 25.0, 60.0, 20.0),
        ];
        let mask = Mask { include: include.clone(), feather: 3.0, ..Mask::default() };
        let parts = parts(&mask);
        let block = Mask { include: vec![include[0].clone(), include[2].clone(), include[3].clone()], ..mask.clone() };
        assert_eq!(parts, [block, Mask { include: vec![include[1].clone()], ..mask }]);
        assert_eq!(super::parts(&Mask::default()), [Mask::default()]);
    }
}
