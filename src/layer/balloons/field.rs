//! The field: what of the page balloons may take, and what they keep clear of.

use crate::{
    layer::balloons::oval::{Oval, Point, add, distance, dot, length, sub, times, toward, turned, unit},
    measure::Rect,
    polygon,
    scene::Face,
};

/// A face on the canvas, as far as balloons are concerned.
#[derive(Clone, Debug)]
pub struct Head {
    pub face: Oval,
    /// Points of its outline, and points all over the head with its hair, which is better left free.
    corners: Vec<Point>,
    hair: Vec<Point>,
    hair_box: Rect,
    pub mouth: Point,
    /// Half the distance of its corners.
    wide: f32,
    eyes: [Point; 2],
    /// From the eyes to the mouth.
    down: Point,
    /// Ways on which a tail may come, and where it ends then.
    pub ways: Vec<(Point, Point)>,
}

/// Ways to the mouth, in degrees from the chin either way.
const WAYS: [f32; 8] = [6.0, 25.0, 42.0, 58.0, 72.0, 86.0, 99.0, 111.0];
/// How far a tail goes on between the face's edge and the lips.
const INWARD: f32 = 0.34;

impl Head {
    /// A face whose points are put on the canvas by `at`.
    pub fn new(face: &Face, at: impl Fn(Point) -> Point) -> Self {
        let Rect { x, y, w, h } = face.rect;
        let ([left, top], [right, bottom]) = (at([x, y]), at([x + w, y + h]));
        let rect = Rect::new(left, top, (right - left).max(1.0), (bottom - top).max(1.0));
        let oval = Oval::within(&rect);
        let eyes = face.eyes.map(&at);
        let corners = face.mouth.map(&at);
        let mouth = toward(corners[0], corners[1], 0.5);
        // What is seen from the side may have its mouth on the outline.
        let inner = Oval { half: times(oval.half, 0.85), ..oval };
        let mouth = if inner.holds(mouth) { mouth } else { toward(inner.centre, mouth, 0.6) };
        let mouth = if inner.holds(mouth) { mouth } else { [oval.centre[0], oval.centre[1] + 0.5 * oval.half[1]] };
        let wide = (length(sub(corners[1], corners[0])) / 2.0).clamp(0.1 * oval.half[0], 0.6 * oval.half[0]);
        let down = unit(sub(mouth, toward(eyes[0], eyes[1], 0.5)));
        let hair = Rect::new(rect.x - 0.16 * rect.w, rect.y - 0.36 * rect.h, 1.32 * rect.w, 1.4 * rect.h);
        let outer = Oval::within(&hair);
        let inner = Oval { half: times(outer.half, 0.7), ..outer };
        let hair_points = [outer.corners(), inner.corners(), vec![outer.centre]].concat();
        let mut head = Head {
            face: oval,
            corners: oval.corners(),
            hair: hair_points,
            hair_box: hair,
            mouth,
            wide,
            eyes,
            down,
            ways: Vec::new(),
        };
        head.ways = WAYS.iter().flat_map(|degrees| [*degrees, -degrees]).map(|degrees| head.way(degrees)).collect();
        head
    }

    /// A way away from the mouth, so many degrees from the chin, and where a tail ends on it.
    fn way(&self, degrees: f32) -> (Point, Point) {
        let way = turned(self.down, degrees.to_radians());
        let (edge, lips) = (self.face.exit(self.mouth, way), self.lips(way));
        let short = (edge - INWARD * (edge - lips).max(0.0)).max(1.35 * lips);
        (way, add(self.mouth, times(way, short)))
    }

    /// How far the lips reach from the middle of the mouth along a way.
    fn lips(&self, way: Point) -> f32 {
        let along = dot(way, self.down).abs();
        self.wide * (1.0 - 0.55 * along)
    }

    /// Whether a point is well away from the eyes.
    pub fn keeps_eyes(&self, point: Point) -> bool {
        let apart = length(sub(self.eyes[1], self.eyes[0])).max(0.3 * self.face.half[0]);
        self.eyes.iter().all(|eye| length(sub(point, *eye)) > 0.4 * apart)
    }
}

/// A region that nothing may cover.
#[derive(Clone, Debug)]
pub struct Kept {
    corners: Vec<Point>,
    /// Corners and points between them.
    edge: Vec<Point>,
    pub bounds: Rect,
}

impl Kept {
    pub fn new(corners: Vec<Point>) -> Option<Self> {
        let bounds = polygon::bounds(&corners)?;
        let mut edge = Vec::new();
        for (a, b) in corners.iter().zip(corners.iter().cycle().skip(1)) {
            let steps = (length(sub(*b, *a)) / (0.3 * bounds.w.min(bounds.h)).max(2.0)).clamp(1.0, 60.0).ceil();
            edge.extend((0..steps as usize).map(|i| toward(*a, *b, i as f32 / steps)));
        }
        Some(Kept { corners, edge, bounds })
    }

    /// Whether a point is inside or within `gap`.
    pub fn near(&self, point: Point, gap: f32) -> bool {
        let sides = || self.corners.iter().zip(self.corners.iter().cycle().skip(1));
        inside(&self.bounds, point, -gap)
            && (polygon::holds(&self.corners, point) || sides().any(|(a, b)| distance(point, *a, *b) < gap))
    }

    /// Whether a balloon (and its corners) comes within `gap`.
    fn meets(&self, oval: &Oval, corners: &[Point], gap: f32) -> bool {
        let wide = oval.grown(gap);
        self.edge.iter().any(|point| wide.holds(*point)) || corners.iter().any(|point| self.near(*point, gap))
    }
}

/// Where balloons stand.
pub struct Field<'a> {
    /// What balloons stay inside.
    pub room: Rect,
    /// What tails stay inside, and where those end that come from beyond.
    pub edge: Rect,
    /// All faces, whether they speak or not.
    pub heads: Vec<Head>,
    pub kept: Vec<Kept>,
    /// How busy a part of the canvas is, 0 to 1.
    pub detail: &'a dyn Fn(&Rect) -> f32,
}

impl Field<'_> {
    /// Whether a balloon may stand here; `round` are the corners of an oval like it whose half axes are 1.
    pub fn allows(&self, oval: &Oval, round: &[Point], gap: f32) -> bool {
        let bounds = oval.bounds();
        if !self.room.holds(&bounds, 0.5) {
            return false;
        }
        let heads = || self.heads.iter().filter(|head| meet(&head.face, oval, gap));
        let kept = || self.kept.iter().filter(|kept| kept.bounds.grown(gap).meet(&bounds).area() > 0.0);
        if heads().next().is_none() && kept().next().is_none() {
            return true;
        }
        if heads().any(|head| head.face.grown(gap).holds(oval.centre)) {
            return false;
        }
        let corners = oval.scaled(round);
        !heads().any(|head| overlap(&head.face, &head.corners, oval, &corners, gap))
            && !kept().any(|kept| kept.meets(oval, &corners, gap))
    }

    /// What of the heads' hair a balloon covers, in heads.
    pub fn hair(&self, oval: &Oval) -> f32 {
        let near = self.heads.iter().filter(|head| head.hair_box.meet(&oval.bounds()).area() > 0.0);
        near.map(|head| head.hair.iter().filter(|point| oval.holds(**point)).count() as f32 / head.hair.len() as f32)
            .sum()
    }
}

/// Whether a point lies in a rectangle, `by` from its sides at the least.
pub fn inside(rect: &Rect, [x, y]: Point, by: f32) -> bool {
    x >= rect.x + by && x <= rect.right() - by && y >= rect.y + by && y <= rect.bottom() - by
}

/// Whether the boxes of two ovals come within `gap`.
pub fn meet(a: &Oval, b: &Oval, gap: f32) -> bool {
    a.bounds().grown(gap).meet(&b.bounds()).area() > 0.0
}

/// Whether two ovals come within `gap`; each with its corners.
pub fn overlap(a: &Oval, a_corners: &[Point], b: &Oval, b_corners: &[Point], gap: f32) -> bool {
    let (wide, other) = (a.grown(gap), b.grown(gap));
    wide.holds(b.centre)
        || other.holds(a.centre)
        || b_corners.iter().any(|point| wide.holds(*point))
        || a_corners.iter().any(|point| other.holds(*point))
}
