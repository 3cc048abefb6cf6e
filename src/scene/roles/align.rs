//! Alignment: to which side the lines of a block are flush.

use crate::{
    measure::Rect,
    scene::{
        line::{Align, Line},
        roles::{frame::Frame, ground::Ground},
    },
};

const SIDES: [Align; 3] = [Align::Left, Align::Center, Align::Right];

/// Sets the alignment of every line. A block of one line, or of lines of one length, is judged by its box, by the
/// edges that it shares with other blocks, and by the page.
pub(super) fn settle(lines: &mut [Line], grounds: &[Option<Ground>], [width, height]: [u32; 2]) {
    let page = Rect::new(0.0, 0.0, width as f32, height as f32);
    let blocks: Vec<Vec<usize>> = lines
        .chunk_by(|a, b| a.block == b.block)
        .scan(0, |at, block| {
            let from = *at;
            *at += block.len();
            Some((from..*at).collect())
        })
        .collect();
    let aligns: Vec<Align> = blocks
        .iter()
        .map(|block| of_lines(lines, block).unwrap_or_else(|| of_place(lines, block, grounds, page)))
        .collect();
    for (block, align) in blocks.into_iter().zip(aligns) {
        block.into_iter().for_each(|line| lines[line].lettering.align = align);
    }
}

/// By the edges of the lines: the one that varies least. None where none varies much less than the others.
fn of_lines(lines: &[Line], block: &[usize]) -> Option<Align> {
    let first = lines.get(*block.first()?)?;
    let frame = Frame::of(&first.quad);
    let places: Vec<[f32; 3]> = block.iter().map(|&line| edges(&frame.bounds(&lines[line].quad))).collect();
    let spread = [0, 1, 2].map(|edge| {
        let (low, high) = places.iter().fold((f32::MAX, f32::MIN), |(l, h), p| (l.min(p[edge]), h.max(p[edge])));
        (high - low) / first.lettering.cap_height.max(1.0)
    });
    let best = (0..3).min_by(|&a, &b| spread[a].total_cmp(&spread[b]))?;
    let worst = spread.iter().copied().fold(0.0, f32::max);
    // Letters have bearings: lines that differ in length by less than these say nothing.
    (worst > 0.8 && spread[best] * 2.0 < worst).then_some(SIDES[best])
}

fn of_place(lines: &[Line], block: &[usize], grounds: &[Option<Ground>], page: Rect) -> Align {
    let line = &lines[block[0]];
    let frame = Frame::of(&line.quad);
    let own = block.iter().map(|&i| frame.bounds(&lines[i].quad)).reduce(|a, b| a.join(&b)).unwrap_or_default();
    let own = edges(&own);
    let page = edges(&frame.bounds(&page.into()));
    let whole = (page[2] - page[0]).max(1.0);
    let shared = |room: Option<&Ground>| {
        let others = lines.iter().filter(|other| other.block != line.block);
        let others = others.filter(|other| room.is_none_or(|room| room.quad.holds(other.quad.centre())));
        others.fold([0; 3], |mut counts, other| {
            let edges = edges(&frame.bounds(&other.quad));
            (0..3).for_each(|edge| counts[edge] += usize::from((edges[edge] - own[edge]).abs() < 0.006 * whole));
            counts
        })
    };
    if let Some(ground) = &grounds[block[0]] {
        let [before, _, behind, _] = ground.clear;
        let lean = (before - behind) / (before + behind).max(0.1);
        let [left, centre, right] = shared(Some(ground));
        return match lean {
            _ if left > centre.max(right) => Align::Left,
            _ if right > centre.max(left) => Align::Right,
            _ if lean.abs() < 0.25 => Align::Center,
            _ => SIDES[if lean < 0.0 { 0 } else { 2 }],
        };
    }
    let [left, centre, right] = shared(None);
    let lean = (own[1] - page[1]) / whole;
    // One edge may agree by chance: away from the middle of the page it takes two to make a column, and in the
    // middle two to make a margin.
    if lean.abs() < 0.02 && (centre >= left || left < 2) || centre > left.max(right).max(1) {
        Align::Center
    } else if lean > 0.0 && right > left || lean > 0.06 && left == 0 {
        Align::Right
    } else if left > 0 || lean < -0.02 {
        Align::Left
    } else {
        Align::Center
    }
}

/// Left edge, middle and right edge.
fn edges(rect: &Rect) -> [f32; 3] {
    [rect.x, rect.x + rect.w / 2.0, rect.right()]
}
