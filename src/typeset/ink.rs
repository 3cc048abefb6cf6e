//! Ink: how far an outline reaches to every side, exactly, by the extrema of its curves.

use crate::{measure::Rect, plan::Segment};

/// Bounds of ink; `left > right` when there is none. y grows downward, as everywhere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ink {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Ink {
    pub const NONE: Ink =
        Ink { left: f32::INFINITY, top: f32::INFINITY, right: f32::NEG_INFINITY, bottom: f32::NEG_INFINITY };

    pub fn is_none(&self) -> bool {
        self.left > self.right
    }

    pub fn rect(&self) -> Option<Rect> {
        (!self.is_none()).then(|| Rect::new(self.left, self.top, self.right - self.left, self.bottom - self.top))
    }

    /// The smallest that holds both.
    pub fn join(self, other: Ink) -> Ink {
        Ink {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// The same, moved. None stays none, since infinity does.
    pub fn moved(self, x: f32, y: f32) -> Ink {
        Ink { left: self.left + x, top: self.top + y, right: self.right + x, bottom: self.bottom + y }
    }

    /// The same, `by` times as large about the origin.
    pub fn scaled(self, by: f32) -> Ink {
        Ink { left: self.left * by, top: self.top * by, right: self.right * by, bottom: self.bottom * by }
    }

    /// What an outline covers: end points, and control points only where a curve really turns.
    pub fn of(outline: &[Segment]) -> Ink {
        let mut ink = Ink::NONE;
        let mut pen = [0.0; 2];
        for step in outline {
            match *step {
                // A move alone draws nothing; what follows counts its start.
                Segment::Move(to) => pen = to,
                Segment::Line(to) => {
                    ink.take(pen);
                    ink.take(to);
                    pen = to;
                }
                Segment::Quad([cx, cy, x, y]) => {
                    ink.take(pen);
                    ink.take([x, y]);
                    let turn = |a: f32, c: f32, b: f32| (a - c) / (a - 2.0 * c + b);
                    for t in [turn(pen[0], cx, x), turn(pen[1], cy, y)] {
                        if t > 0.0 && t < 1.0 {
                            let u = 1.0 - t;
                            let at = |a: f32, c: f32, b: f32| u * u * a + 2.0 * u * t * c + t * t * b;
                            ink.take([at(pen[0], cx, x), at(pen[1], cy, y)]);
                        }
                    }
                    pen = [x, y];
                }
                Segment::Cubic([cx, cy, dx, dy, x, y]) => {
                    ink.take(pen);
                    ink.take([x, y]);
                    for t in turns(pen[0], cx, dx, x).into_iter().chain(turns(pen[1], cy, dy, y)) {
                        if t > 0.0 && t < 1.0 {
                            let u = 1.0 - t;
                            let at = |a: f32, c: f32, d: f32, b: f32| {
                                u * u * u * a + 3.0 * u * u * t * c + 3.0 * u * t * t * d + t * t * t * b
                            };
                            ink.take([at(pen[0], cx, dx, x), at(pen[1], cy, dy, y)]);
                        }
                    }
                    pen = [x, y];
                }
                Segment::Close => {}
            }
        }
        ink
    }

    fn take(&mut self, [x, y]: [f32; 2]) {
        *self = self.join(Ink { left: x, top: y, right: x, bottom: y });
    }
}

/// How wide ink is; nothing is 0 wide.
pub(crate) fn ink_width(ink: &Ink) -> f32 {
    if ink.is_none() { 0.0 } else { ink.right - ink.left }
}

/// Where the derivative of a cubic vanishes; values outside 0 to 1 (or NaN) mean nowhere.
fn turns(a: f32, c: f32, d: f32, b: f32) -> [f32; 2] {
    let (q2, q1, q0) = (b - 3.0 * d + 3.0 * c - a, 2.0 * (d - 2.0 * c + a), c - a);
    if q2.abs() < 1e-9 {
        return [-q0 / q1, -1.0];
    }
    let root = (q1 * q1 - 4.0 * q2 * q0).sqrt();
    [(-q1 + root) / (2.0 * q2), (-q1 - root) / (2.0 * q2)]
}

#[cfg(test)]
mod tests {
    use crate::{plan::Segment, typeset::ink::Ink};

    #[test]
    fn curves_reach_as_far_as_they_do() {
        let quad = [Segment::Move([0.0, 0.0]), Segment::Quad([1.0, 2.0, 2.0, 0.0]), Segment::Close];
        assert_eq!(Ink::of(&quad), Ink { left: 0.0, top: 0.0, right: 2.0, bottom: 1.0 });
        let cubic = [Segment::Move([0.0, 0.0]), Segment::Cubic([0.0, 4.0, 2.0, 4.0, 2.0, 0.0]), Segment::Close];
        assert_eq!(Ink::of(&cubic), Ink { left: 0.0, top: 0.0, right: 2.0, bottom: 3.0 });
        assert!(Ink::of(&[Segment::Move([5.0, 5.0])]).is_none() && Ink::NONE.moved(3.0, 1.0).is_none());
    }
}
