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
            Dot::Round => self.walk(x, y, take, round),
            Dot::Line => self.walk(x, y, take, line),
            Dot::Diamond => self.walk(x, y, take, diamond),
        }
    }

    #[inline(always)]
    fn walk(&self, x: u32, y: u32, take: &mut impl FnMut(usize, f32), relief: impl Fn(f32, f32) -> f32) {
        let (mut u, mut v) = self.place(x, y);
        for i in 0..RUN {
            take(i, relief(distance(u), distance(v)));
            (u, v) = (u.wrapping_add(self.u[0]), v.wrapping_add(self.v[0]));
        }
    }

    /// The place within a period.
    #[inline(always)]
    fn place(&self, x: u32, y: u32) -> (u32, u32) {
        let along = |step: [u32; 2]| x.wrapping_mul(step[0]).wrapping_add(y.wrapping_mul(step[1]));
        (along(self.u), along(self.v))
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

/// Three screens of one shape, of which every pixel has its own.
#[derive(Clone, Copy, Debug)]
pub struct Screens(pub [Screen; 3]);

impl Screens {
    /// As [`Screen::values`]; `own` says whether the pixel at `x + i` has the second and whether it has the third.
    #[inline]
    pub fn values(&self, x: u32, y: u32, own: impl Fn(usize) -> [bool; 2], take: &mut impl FnMut(usize, f32)) {
        match self.0[0].dot {
            Dot::Round => self.walk(x, y, own, take, round),
            Dot::Line => self.walk(x, y, own, take, line),
            Dot::Diamond => self.walk(x, y, own, take, diamond),
        }
    }

    /// All places are reckoned and one is kept, as processors do for four pixels at once; the relief only of that one.
    #[inline(always)]
    fn walk(
        &self,
        x: u32,
        y: u32,
        own: impl Fn(usize) -> [bool; 2],
        take: &mut impl FnMut(usize, f32),
        relief: impl Fn(f32, f32) -> f32,
    ) {
        let [first, second, third] = &self.0;
        let (mut a, mut b, mut c) = (first.place(x, y), second.place(x, y), third.place(x, y));
        let next = |(u, v): (u32, u32), screen: &Screen| (u.wrapping_add(screen.u[0]), v.wrapping_add(screen.v[0]));
        for i in 0..RUN {
            let [of_second, of_third] = own(i);
            let u = if of_third {
                c.0
            } else if of_second {
                b.0
            } else {
                a.0
            };
            let v = if of_third {
                c.1
            } else if of_second {
                b.1
            } else {
                a.1
            };
            take(i, relief(distance(u), distance(v)));
            (a, b, c) = (next(a, first), next(b, second), next(c, third));
        }
    }
}

#[inline(always)]
fn round(a: f32, b: f32) -> f32 {
    1.0 - a * a * (3.0 - 2.0 * a) - b * b * (3.0 - 2.0 * b)
}

#[inline(always)]
fn line(_: f32, b: f32) -> f32 {
    1.0 - 2.0 * b
}

#[inline(always)]
fn diamond(a: f32, b: f32) -> f32 {
    1.0 - a - b
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
