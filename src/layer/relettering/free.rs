//! Free ground beside a block: how much wider its lines may become.

use crate::{
    layer::stage::Stage,
    measure::Rect,
    scene::line::{Align, Line, Role},
};

/// A line never becomes more than so many times as wide as it was.
const MOST: f32 = 1.4;
/// The same where nobody looked how busy the ground is.
const UNSEEN: f32 = 1.12;
/// Ground that is busier than this is not written on.
const BUSY: f32 = 0.2;
/// Share of the picture's width that stays free at its edges.
const EDGE: f32 = 0.03;

/// How many times as wide as its widest line a block may become: what stands beside it, its alignment and the edges of
/// the picture decide. Words in a box of their own, and turned ones, stay in their place.
pub(super) fn growth(block: &[&Line], stage: &Stage<'_>) -> f32 {
    let Some(first) = block.first() else { return 1.0 };
    let upright = block.iter().all(|line| line.lettering.angle.abs() < 2.0 && line.outline.is_none());
    if !upright || !matches!(first.role, Role::Slogan | Role::Body | Role::Hashtag) {
        return 1.0;
    }
    let own = block.iter().map(|line| line.quad.bounds()).reduce(|a, b| a.join(&b)).unwrap_or_default();
    let scene = stage.scene;
    let most = if scene.detail.is_some() { MOST } else { UNSEEN };
    let edge = EDGE * scene.width as f32;
    let others = scene.text.iter().flatten().filter(|line| line.block != first.block).map(|line| line.quad.bounds());
    let taken: Vec<Rect> = others.chain(scene.faces.iter().flatten().map(|face| face.rect)).collect();
    let free = |wide: f32| {
        let more = own.w * (wide - 1.0);
        let before = match first.lettering.align {
            Align::Left => 0.0,
            Align::Center => more / 2.0,
            Align::Right => more,
        };
        let grown = Rect::new(own.x - before, own.y, own.w + more, own.h);
        let inside = grown.x >= edge.min(own.x) && grown.right() <= (scene.width as f32 - edge).max(own.right());
        let gap = 0.5 * first.lettering.cap_height;
        let clear =
            |other: &Rect| other.meet(&own.grown(1.0)).area() > 0.0 || other.meet(&grown.grown(gap)).area() <= 0.0;
        let sides = [Rect::new(grown.x, own.y, before, own.h), Rect::new(own.right(), own.y, more - before, own.h)];
        let calm = |side: &Rect| side.w <= 0.0 || scene.detail.as_ref().is_none_or(|detail| detail.mean(*side) < BUSY);
        inside && taken.iter().all(clear) && sides.iter().all(calm)
    };
    let steps = (1..=10).map(|step| 1.0 + (most - 1.0) * step as f32 / 10.0);
    steps.take_while(|wide| free(*wide)).last().unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{layer::relettering::tests::stage, quad::Quad, scene::made};

    #[test]
    fn a_block_grows_where_nothing_stands() {
        let mut scene = made::scene();
        let lines = scene.text.take().unwrap();
        let alone = |text: Vec<Line>| crate::scene::Scene { text: Some(text), ..scene.clone() };
        let growth_of = |scene: &crate::scene::Scene| {
            let lines = scene.text.as_ref().unwrap();
            growth(&[&lines[0]], &stage(scene))
        };
        // Centred, 20 pixels off the edge of 400.
        assert!((1.03..1.13).contains(&growth_of(&alone(lines[..1].to_vec()))));
        let mut beside = made::line(Quad::from(Rect::new(230.0, 20.0, 90.0, 40.0)), "beside", Role::Body);
        beside.block = 1;
        assert_eq!(growth_of(&alone(vec![lines[0].clone(), beside])), 1.0);
        let button = Line { role: Role::Button, ..lines[0].clone() };
        assert_eq!(growth_of(&alone(vec![button])), 1.0);
    }
}
