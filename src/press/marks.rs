//! Marks: where the guillotine cuts, and whether inks lie on each other.

use crate::press::{
    Cut,
    leaf::{Area, Leaf, Line, Placed, Ring, Text, Turn},
};

/// The least distance of a mark from the trim, so that none is seen after a poor cut.
const OFF: f64 = 3.0;
/// How far a mark stands off the bleed.
const AIR: f64 = 1.0;
/// The length of a crop mark.
const LONG: f64 = 5.0;
/// Paper outside the marks.
const EDGE: f64 = 2.0;
/// The radius of a registration mark's circle.
const RADIUS: f64 = 1.4;

/// A page on a leaf of its own: just its canvas, or with marks round it.
pub(super) fn page(index: usize, cut: Cut, marks: bool) -> Leaf {
    let off = (cut.bleed + AIR).max(OFF);
    let slug = if marks { off + LONG + EDGE } else { cut.bleed };
    let trim = Area { x: slug, y: slug, w: cut.width, h: cut.height };
    let to = cut.around(slug, slug);
    let mut leaf = Leaf {
        width: cut.width + 2.0 * slug,
        height: cut.height + 2.0 * slug,
        trim: Some(trim),
        bleed: Some(to),
        placed: vec![Placed { page: index, to, turn: Turn::None, clip: None }],
        ..Leaf::default()
    };
    if marks {
        leaf.lines = crops(trim, off, LONG);
        register(&mut leaf, trim, off + LONG / 2.0);
        leaf.texts.push(slug_line(index, cut, trim, off));
    }
    leaf
}

/// Two lines at each corner of a cut, `off` it and `long`.
pub(super) fn crops(trim: Area, off: f64, long: f64) -> Vec<Line> {
    let far = off + long;
    let upright = [trim.x, trim.right()].into_iter().flat_map(|x| {
        [
            Line::hair([x, trim.y - off], [x, trim.y - far]),
            Line::hair([x, trim.bottom() + off], [x, trim.bottom() + far]),
        ]
    });
    let level = [trim.y, trim.bottom()].into_iter().flat_map(|y| {
        [Line::hair([trim.x - off, y], [trim.x - far, y]), Line::hair([trim.right() + off, y], [trim.right() + far, y])]
    });
    upright.chain(level).collect()
}

/// A target at the middle of each side.
fn register(leaf: &mut Leaf, trim: Area, out: f64) {
    let (x, y) = (trim.x + trim.w / 2.0, trim.y + trim.h / 2.0);
    for [x, y] in [[x, trim.y - out], [x, trim.bottom() + out], [trim.x - out, y], [trim.right() + out, y]] {
        let arm = LONG / 2.0;
        leaf.lines.extend([Line::hair([x - arm, y], [x + arm, y]), Line::hair([x, y - arm], [x, y + arm])]);
        leaf.rings.push(Ring { centre: [x, y], radius: RADIUS });
    }
}

/// What the page is, in the paper that is cut away.
fn slug_line(index: usize, cut: Cut, trim: Area, off: f64) -> Text {
    let size = 2.2;
    let mm = |side: f64| (side * 10.0).round() / 10.0;
    let mut say = format!("page {} · {} × {} mm", index + 1, mm(cut.width), mm(cut.height));
    if cut.bleed > 0.0 {
        say.push_str(&format!(" + {} mm bleed", mm(cut.bleed)));
    }
    // Narrow pages have no room for it beside the target in the middle.
    if trim.w / 2.0 < 30.0 {
        say = format!("{}", index + 1);
    }
    Text { say, at: [trim.x + 2.0, trim.y - off - 1.5], size, centred: false, over: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_outside_the_bleed() {
        for bleed in [0.0, 3.0, 8.0] {
            let cut = Cut { width: 210.0, height: 297.0, bleed };
            let plain = page(0, cut, false);
            assert_eq!((plain.width, plain.height), (210.0 + 2.0 * bleed, 297.0 + 2.0 * bleed));
            assert!(plain.lines.is_empty() && plain.texts.is_empty());
            let leaf = page(0, cut, true);
            let (trim, reach) = (leaf.trim.unwrap(), leaf.bleed.unwrap());
            assert_eq!((trim.w, trim.h, reach), (210.0, 297.0, trim.grown(bleed)));
            for [x, y] in leaf.lines.iter().flat_map(|line| [line.from, line.to]) {
                let inside = x > reach.x && x < reach.right() && y > reach.y && y < reach.bottom();
                let on_leaf = (0.0..=leaf.width).contains(&x) && (0.0..=leaf.height).contains(&y);
                assert!(!inside && on_leaf, "{x} {y}");
            }
            assert_eq!((leaf.lines.len(), leaf.rings.len()), (16, 4));
        }
    }
}
