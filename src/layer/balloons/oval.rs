//! Ovals: superellipses |x ÷ a|ᵖ + |y ÷ b|ᵖ = 1, the outline of balloons and, at p = 2, of faces.

use crate::measure::Rect;

/// A point, or a way.
pub type Point = [f32; 2];

#[inline]
pub fn add(a: Point, b: Point) -> Point {
    [a[0] + b[0], a[1] + b[1]]
}

#[inline]
pub fn sub(a: Point, b: Point) -> Point {
    [a[0] - b[0], a[1] - b[1]]
}

#[inline]
pub fn times(a: Point, by: f32) -> Point {
    [a[0] * by, a[1] * by]
}

/// `share` of the way from one point to another.
#[inline]
pub fn toward(a: Point, b: Point, share: f32) -> Point {
    add(a, times(sub(b, a), share))
}

#[inline]
pub fn length(a: Point) -> f32 {
    (a[0] * a[0] + a[1] * a[1]).sqrt()
}

/// A way of length 1; down where there is none.
#[inline]
pub fn unit(a: Point) -> Point {
    let long = length(a);
    if long > 1e-6 { times(a, 1.0 / long) } else { [0.0, 1.0] }
}

#[inline]
pub fn dot(a: Point, b: Point) -> f32 {
    a[0] * b[0] + a[1] * b[1]
}

/// A way turned by a right angle, clockwise as y runs down.
#[inline]
pub fn across(a: Point) -> Point {
    [-a[1], a[0]]
}

/// A way turned by radians.
pub fn turned(a: Point, by: f32) -> Point {
    let (sin, cos) = (libm::sinf(by), libm::cosf(by));
    [a[0] * cos - a[1] * sin, a[0] * sin + a[1] * cos]
}

/// How far a point lies from a stretch.
#[inline]
pub fn distance(point: Point, a: Point, b: Point) -> f32 {
    let way = sub(b, a);
    let share = (dot(sub(point, a), way) / dot(way, way).max(1e-9)).clamp(0.0, 1.0);
    length(sub(point, toward(a, b, share)))
}

/// A superellipse.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oval {
    pub centre: Point,
    pub half: Point,
    pub power: f32,
}

/// Corners of an oval that is looked at as a polygon.
const CORNERS: usize = 40;

impl Oval {
    /// The ellipse in a rectangle.
    pub fn within(rect: &Rect) -> Self {
        let half = [rect.w / 2.0, rect.h / 2.0];
        Oval { centre: [rect.x + half[0], rect.y + half[1]], half, power: 2.0 }
    }

    #[inline]
    pub fn grown(&self, by: f32) -> Self {
        Oval { half: [(self.half[0] + by).max(0.5), (self.half[1] + by).max(0.5)], ..*self }
    }

    #[inline]
    pub fn bounds(&self) -> Rect {
        let [x, y] = sub(self.centre, self.half);
        Rect::new(x, y, 2.0 * self.half[0], 2.0 * self.half[1])
    }

    #[inline]
    pub fn holds(&self, point: Point) -> bool {
        let u = ((point[0] - self.centre[0]) / self.half[0]).abs();
        let v = ((point[1] - self.centre[1]) / self.half[1]).abs();
        if u >= 1.0 || v >= 1.0 {
            return false;
        }
        // Most points are told without powers: the ellipse lies inside every oval.
        u * u + v * v < 1.0 || libm::powf(u, self.power) + libm::powf(v, self.power) < 1.0
    }

    /// The angle at which the outline faces a point.
    pub fn facing(&self, point: Point) -> f32 {
        let [x, y] = sub(point, self.centre);
        libm::atan2f(y / self.half[1], x / self.half[0])
    }

    /// The outline at an angle (of the oval as if its axes were equal), clockwise from the right.
    pub fn at(&self, angle: f32) -> Point {
        let (sin, cos) = (libm::sinf(angle), libm::cosf(angle));
        let sum = libm::powf(cos.abs(), self.power) + libm::powf(sin.abs(), self.power);
        let reach = libm::powf(sum, -1.0 / self.power);
        add(self.centre, [self.half[0] * reach * cos, self.half[1] * reach * sin])
    }

    /// The way out of the outline at an angle.
    pub fn outward(&self, angle: f32) -> Point {
        let along = sub(self.at(angle + 0.01), self.at(angle - 0.01));
        unit([along[1], -along[0]])
    }

    pub fn corners(&self) -> Vec<Point> {
        (0..CORNERS).map(|i| self.at(std::f32::consts::TAU * i as f32 / CORNERS as f32)).collect()
    }

    /// The corners of an oval like this one whose half axes are 1, put on its outline.
    pub fn scaled(&self, round: &[Point]) -> Vec<Point> {
        let at = |[x, y]: &Point| [self.centre[0] + x * self.half[0], self.centre[1] + y * self.half[1]];
        round.iter().map(at).collect()
    }

    /// How far along a way from a point within the outline is met.
    pub fn exit(&self, from: Point, way: Point) -> f32 {
        let (mut near, mut far) = (0.0, 2.0 * (self.half[0] + self.half[1]));
        for _ in 0..24 {
            let middle = 0.5 * (near + far);
            if self.holds(add(from, times(way, middle))) { near = middle } else { far = middle }
        }
        near
    }
}
