//! Screen: the mountain range that a halftone cuts at the height of each tone.

use crate::filter::halftone::Dot;

/// Values that are reckoned together, so that what lies between the steps stays in the nearest cache.
pub const RUN: usize = 128;

/// A periodic relief over the canvas, 1 at the middle of a dot and −1 at the middle of a hole.
///
/// The place within a period is kept as a fraction of 2³², so that it wraps by itself, is exact over
/// any canvas, and is reckoned for several pixels at once.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    dot: Dot,
    pitch: f32,
    /// Advance along the first axis of the screen for a pixel to the right and a pixel down.
    u: [u32; 2],
    /// The same along the second axis.
    v: [u32; 2],
}

impl Screen {
    /// A screen turned by `angle` degrees, its rows `pitch` pixels apart, a dot's middle at the canvas origin.
    pub fn new(dot: Dot, angle: f32, pitch: f32) -> Self {
        let angle = f64::from(angle).to_radians();
        let (sin, cos) = (libm::sin(angle), libm::cos(angle));
        let advance = |d: f64| libm::round(d / f64::from(pitch) * 4_294_967_296.0) as i64 as u32;
        Screen { dot, pitch, u: [advance(cos), advance(sin)], v: [advance(-sin), advance(cos)] }
    }

    /// Gives the value at `x + i` for i below [`RUN`] in row `y` to `take`.
    #[inline]
    pub fn values(&self, x: u32, y: u32, take: &mut impl FnMut(usize, f32)) {
        // One loop for each shape: a choice inside would keep the processor from doing four at once.
        match self.dot {
            Dot::Round => self.walk(x, y, take, |a, b| 1.0 - a * a * (3.0 - 2.0 * a) - b * b * (3.0 - 2.0 * b)),
            Dot::Line => self.walk(x, y, take, |_, b| 1.0 - 2.0 * b),
            Dot::Diamond => self.walk(x, y, take, |a, b| 1.0 - a - b),
        }
    }

    #[inline(always)]
    fn walk(&self, x: u32, y: u32, take: &mut impl FnMut(usize, f32), relief: impl Fn(f32, f32) -> f32) {
        let start = |step: [u32; 2]| x.wrapping_mul(step[0]).wrapping_add(y.wrapping_mul(step[1]));
        let (mut u, mut v) = (start(self.u), start(self.v));
        for i in 0..RUN {
            take(i, relief(distance(u), distance(v)));
            (u, v) = (u.wrapping_add(self.u[0]), v.wrapping_add(self.v[0]));
        }
    }

    /// For 256 lightnesses the value that so much of the area lies below.
    pub fn limits(&self) -> [f32; 256] {
        const SIDE: u32 = 96;
        let unit = Screen { u: [u32::MAX / SIDE, 0], v: [0, u32::MAX / SIDE], ..*self };
        let mut values = Vec::with_capacity((SIDE * SIDE) as usize);
        for y in 0..SIDE {
            unit.values(0, y, &mut |i, value| {
                if i < SIDE as usize {
                    values.push(value);
                }
            });
        }
        values.sort_by(f32::total_cmp);
        let mut limits: [f32; 256] = std::array::from_fn(|light| values[light * (values.len() - 1) / 255]);
        // The ends are a solid and bare paper, without a trace of a dot.
        (limits[0], limits[255]) = (-10.0, 10.0);
        limits
    }

    /// The reciprocal of how much the value changes over a pixel at the edge of a middling dot.
    pub fn sharpness(&self) -> f32 {
        self.pitch
            / match self.dot {
                Dot::Round => 3.4,
                Dot::Line => 4.0,
                Dot::Diamond => 2.8,
            }
    }
}

/// How far a place lies from the nearest whole period, 0 to 1 (half a period).
#[inline(always)]
fn distance(place: u32) -> f32 {
    let signed = place as i32;
    (signed ^ (signed >> 31)) as f32 * (1.0 / 2_147_483_648.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_covers_its_share_of_the_area() {
        for dot in [Dot::Round, Dot::Line, Dot::Diamond] {
            let screen = Screen::new(dot, 37.0, 9.3);
            let limits = screen.limits();
            for light in [26, 64, 128, 200, 240] {
                let mut below = 0;
                for y in 0..256 {
                    screen.values(0, y, &mut |_, value| below += usize::from(value < limits[light]));
                }
                let share = below as f32 / (256 * RUN) as f32;
                assert!((share - light as f32 / 255.0).abs() < 0.015, "{dot:?} {light}: {share}");
            }
        }
    }
}
