//! Frames: the page turned until a line runs to the right.

use crate::{measure::Rect, quad::Quad};

/// Axes along and across a reading direction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    sin: f32,
    cos: f32,
}

impl Frame {
    /// The frame of what is read at `angle` radians.
    pub(super) fn turned(angle: f32) -> Self {
        Frame { sin: libm::sinf(angle), cos: libm::cosf(angle) }
    }

    /// The frame of a line's own quad.
    pub(super) fn of(quad: &Quad) -> Self {
        Frame::turned(quad.angle())
    }

    /// Where a point of the picture lies in the frame: along, across.
    pub(super) fn enter(self, [x, y]: [f32; 2]) -> [f32; 2] {
        [x * self.cos + y * self.sin, y * self.cos - x * self.sin]
    }

    /// Where a point of the frame lies in the picture.
    pub(super) fn leave(self, [along, across]: [f32; 2]) -> [f32; 2] {
        [along * self.cos - across * self.sin, across * self.cos + along * self.sin]
    }

    /// The smallest rectangle of the frame round a quad.
    pub(super) fn bounds(self, quad: &Quad) -> Rect {
        Quad(quad.0.map(|p| self.enter(p))).bounds()
    }

    /// The quad in the picture of a rectangle in the frame.
    pub(super) fn quad(self, rect: Rect) -> Quad {
        Quad(Quad::from(rect).0.map(|p| self.leave(p)))
    }
}

/// How far two directions lie apart, in radians, 0 to π.
pub(super) fn apart(a: f32, b: f32) -> f32 {
    let turn = (a - b).abs() % core::f32::consts::TAU;
    turn.min(core::f32::consts::TAU - turn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_quad_lies_straight_in_its_frame() {
        let quad = Quad::turned([300.0, 200.0], 80.0, 20.0, 0.7);
        let frame = Frame::of(&quad);
        let bounds = frame.bounds(&quad);
        assert!((bounds.w - 80.0).abs() < 0.01 && (bounds.h - 20.0).abs() < 0.01);
        let back = frame.quad(bounds);
        assert!(back.0.iter().zip(quad.0).all(|(a, b)| (a[0] - b[0]).abs() < 0.01 && (a[1] - b[1]).abs() < 0.01));
        assert!((apart(3.1, -3.1) - 0.083).abs() < 0.01);
    }
}
