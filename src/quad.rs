//! Quads: four corners of lettering or of anything else that need not stand upright.

use serde::{Deserialize, Serialize};

use crate::measure::Rect;

/// Four corners in pixels, in reading direction: top left, top right, bottom right, bottom left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Quad(pub [[f32; 2]; 4]);

impl Quad {
    /// The corners of a rectangle round `centre`, `width` along a direction of `angle` radians (clockwise,
    /// as y runs down) and `height` across it.
    pub fn turned([cx, cy]: [f32; 2], width: f32, height: f32, angle: f32) -> Self {
        let (sin, cos) = (libm::sinf(angle), libm::cosf(angle));
        let (ux, uy) = (cos * width / 2.0, sin * width / 2.0);
        let (vx, vy) = (-sin * height / 2.0, cos * height / 2.0);
        Quad([
            [cx - ux - vx, cy - uy - vy],
            [cx + ux - vx, cy + uy - vy],
            [cx + ux + vx, cy + uy + vy],
            [cx - ux + vx, cy - uy + vy],
        ])
    }

    pub fn centre(&self) -> [f32; 2] {
        [0, 1].map(|axis| self.0.iter().map(|p| p[axis]).sum::<f32>() / 4.0)
    }

    /// Mean length of the upper and the lower side.
    pub fn width(&self) -> f32 {
        (distance(self.0[0], self.0[1]) + distance(self.0[3], self.0[2])) / 2.0
    }

    /// Mean length of the left and the right side.
    pub fn height(&self) -> f32 {
        (distance(self.0[0], self.0[3]) + distance(self.0[1], self.0[2])) / 2.0
    }

    /// The reading direction in radians, clockwise from the right, as y runs down.
    pub fn angle(&self) -> f32 {
        let [a, b, c, d] = self.0;
        libm::atan2f(b[1] - a[1] + c[1] - d[1], b[0] - a[0] + c[0] - d[0])
    }

    pub fn area(&self) -> f32 {
        let next = self.0.iter().cycle().skip(1);
        (self.0.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f32>() / 2.0).abs()
    }

    /// The smallest upright rectangle round it.
    pub fn bounds(&self) -> Rect {
        let [low, high] = [f32::min, f32::max].map(|pick| [0, 1].map(|i| self.0.iter().map(|p| p[i]).reduce(pick)));
        let [x, y] = low.map(Option::unwrap_or_default);
        let [right, bottom] = high.map(Option::unwrap_or_default);
        Rect::new(x, y, right - x, bottom - y)
    }

    /// The point at fractions `u` along and `v` across, bilinearly: (0, 0) is the first corner.
    pub fn at(&self, u: f32, v: f32) -> [f32; 2] {
        let [a, b, c, d] = self.0;
        [0, 1].map(|i| (a[i] * (1.0 - u) + b[i] * u) * (1.0 - v) + (d[i] * (1.0 - u) + c[i] * u) * v)
    }

    /// The part between fractions `from` and `to` along it.
    pub fn between(&self, from: f32, to: f32) -> Self {
        Quad([self.at(from, 0.0), self.at(to, 0.0), self.at(to, 1.0), self.at(from, 1.0)])
    }

    /// Each side pushed outward: `along` at the two ends, `across` above and below.
    pub fn grown(&self, along: f32, across: f32) -> Self {
        let (du, dv) = (along / self.width().max(1e-3), across / self.height().max(1e-3));
        Quad([self.at(-du, -dv), self.at(1.0 + du, -dv), self.at(1.0 + du, 1.0 + dv), self.at(-du, 1.0 + dv)])
    }

    /// Whether a point lies inside a convex quad.
    pub fn holds(&self, [x, y]: [f32; 2]) -> bool {
        let next = self.0.iter().cycle().skip(1);
        let side = |(a, b): (&[f32; 2], &[f32; 2])| (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]);
        let (least, most) =
            self.0.iter().zip(next).map(side).fold((f32::MAX, f32::MIN), |(l, m), s| (l.min(s), m.max(s)));
        least >= 0.0 || most <= 0.0
    }

    /// Every corner moved into a rectangle.
    pub fn within(&self, room: &Rect) -> Self {
        Quad(self.0.map(|[x, y]| [x.clamp(room.x, room.right()), y.clamp(room.y, room.bottom())]))
    }

    /// Coordinates rounded to whole pixels.
    pub fn rounded(&self) -> Self {
        Quad(self.0.map(|p| p.map(f32::round)))
    }
}

impl From<Rect> for Quad {
    fn from(r: Rect) -> Self {
        Quad([[r.x, r.y], [r.right(), r.y], [r.right(), r.bottom()], [r.x, r.bottom()]])
    }
}

/// How far two points lie apart.
pub fn distance(a: [f32; 2], b: [f32; 2]) -> f32 {
    libm::hypotf(a[0] - b[0], a[1] - b[1])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_turned_rectangle_keeps_its_measures(
            x in -500.0f32..500.0, y in -500.0f32..500.0, w in 1.0f32..300.0, h in 1.0f32..300.0, angle in -3.0f32..3.0,
        ) {
            let quad = Quad::turned([x, y], w, h, angle);
            let [cx, cy] = quad.centre();
            prop_assert!((cx - x).abs() < 0.01 && (cy - y).abs() < 0.01);
            prop_assert!((quad.width() - w).abs() < 0.01 && (quad.height() - h).abs() < 0.01);
            prop_assert!((quad.angle() - angle).abs() < 0.01 && (quad.area() / (w * h) - 1.0).abs() < 0.01);
            prop_assert!(quad.holds([x, y]) && !quad.holds([x + w + h, y]));
            let grown = quad.grown(3.0, 5.0);
            prop_assert!((grown.width() - w - 6.0).abs() < 0.02 && (grown.height() - h - 10.0).abs() < 0.02);
        }
    }
}
