//! Paths: how a line runs over a picture, and its pixels laid out straight.

use image::RgbaImage;

use crate::quad::Quad;

/// What a line of lettering runs along.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Path {
    Straight(Quad),
    /// On a circle. The text begins at the angle `from` and ends at `to` (radians, clockwise from the right, as y
    /// runs down); its top lies at radius `top`, its foot at radius `foot`.
    Arc {
        centre: [f32; 2],
        from: f32,
        to: f32,
        top: f32,
        foot: f32,
    },
}

impl Path {
    /// Length along the middle of the line in pixels.
    pub(crate) fn length(&self) -> f32 {
        match self {
            Path::Straight(quad) => quad.width(),
            Path::Arc { from, to, top, foot, .. } => (to - from).abs() * (top + foot) / 2.0,
        }
    }

    /// Height across the line in pixels.
    pub(crate) fn height(&self) -> f32 {
        match self {
            Path::Straight(quad) => quad.height(),
            Path::Arc { top, foot, .. } => (top - foot).abs(),
        }
    }

    /// The point at fractions `u` along the line and `v` down it.
    pub(crate) fn at(&self, u: f32, v: f32) -> [f32; 2] {
        match self {
            Path::Straight(quad) => quad.at(u, v),
            Path::Arc { centre: [x, y], from, to, top, foot } => {
                let (angle, radius) = (from + (to - from) * u, top + (foot - top) * v);
                [x + radius * libm::cosf(angle), y + radius * libm::sinf(angle)]
            }
        }
    }

    /// Whether a point lies on it.
    pub(crate) fn holds(&self, point: [f32; 2]) -> bool {
        match self {
            Path::Straight(quad) => quad.holds(point),
            Path::Arc { centre, from, to, top, foot } => {
                let (x, y) = (point[0] - centre[0], point[1] - centre[1]);
                let (radius, low) = (libm::hypotf(x, y), from.min(*to));
                let turn = (libm::atan2f(y, x) - low).rem_euclid(std::f32::consts::TAU);
                turn <= (to - from).abs() && radius >= top.min(*foot) && radius <= top.max(*foot)
            }
        }
    }

    /// The same line read from its other end, upside down.
    pub(crate) fn reversed(&self) -> Path {
        match *self {
            Path::Straight(Quad([a, b, c, d])) => Path::Straight(Quad([c, d, a, b])),
            Path::Arc { centre, from, to, top, foot } => Path::Arc { centre, from: to, to: from, top: foot, foot: top },
        }
    }

    /// The part between fractions of its length and height.
    pub(crate) fn part(&self, [u0, u1]: [f32; 2], [v0, v1]: [f32; 2]) -> Path {
        match *self {
            Path::Straight(quad) => {
                Path::Straight(Quad([quad.at(u0, v0), quad.at(u1, v0), quad.at(u1, v1), quad.at(u0, v1)]))
            }
            Path::Arc { centre, from, to, top, foot } => {
                let (angle, radius) = (|u: f32| from + (to - from) * u, |v: f32| top + (foot - top) * v);
                Path::Arc { centre, from: angle(u0), to: angle(u1), top: radius(v0), foot: radius(v1) }
            }
        }
    }

    /// Its outline, clockwise from the first letter's top.
    pub(crate) fn outline(&self) -> Vec<[f32; 2]> {
        let steps = if matches!(self, Path::Straight(_)) { 1 } else { 16 };
        let along = (0..=steps).map(|i| i as f32 / steps as f32);
        along.clone().map(|u| self.at(u, 0.0)).chain(along.rev().map(|u| self.at(u, 1.0))).collect()
    }

    /// The pixels along it, `width` × `height`, as RGB. Where the picture is larger than that, every pixel is the
    /// mean of what it stands for; beyond the picture its border goes on.
    pub(crate) fn straightened(&self, pixels: &RgbaImage, width: usize, height: usize) -> Vec<[u8; 3]> {
        let dense = |length: f32, count: usize| ((length / count.max(1) as f32).round() as usize).clamp(1, 16);
        let (across, down) = (dense(self.length(), width), dense(self.height(), height));
        let weight = 1.0 / (across * down) as f32;
        let mut rgb = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let mut sum = [0.5; 3];
                for j in 0..down {
                    let v = (y as f32 + (j as f32 + 0.5) / down as f32) / height as f32;
                    for i in 0..across {
                        let u = (x as f32 + (i as f32 + 0.5) / across as f32) / width as f32;
                        let sample = sample(pixels, self.at(u, v));
                        sum = [sum[0] + sample[0] * weight, sum[1] + sample[1] * weight, sum[2] + sample[2] * weight];
                    }
                }
                rgb.push(sum.map(|c| c as u8));
            }
        }
        rgb
    }
}

/// The colour at a point, between the four pixels round it.
fn sample(pixels: &RgbaImage, [x, y]: [f32; 2]) -> [f32; 3] {
    let (w, h) = (pixels.width() as usize, pixels.height() as usize);
    let (x, y) = ((x - 0.5).clamp(0.0, (w - 1) as f32), (y - 0.5).clamp(0.0, (h - 1) as f32));
    let (x0, y0) = (x as usize, y as usize);
    let (x1, y1) = ((x0 + 1).min(w - 1), (y0 + 1).min(h - 1));
    let (fx, fy) = (x - x0 as f32, y - y0 as f32);
    let all = pixels.as_chunks::<4>().0;
    let [a, b, c, d] = [(x0, y0), (x1, y0), (x0, y1), (x1, y1)].map(|(x, y)| all[y * w + x]);
    std::array::from_fn(|i| {
        let [a, b, c, d] = [a, b, c, d].map(|pixel| f32::from(pixel[i]));
        (a + (b - a) * fx) * (1.0 - fy) + (c + (d - c) * fx) * fy
    })
}
