//! Tilt: the picture as a sheet that leans.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    filter::{
        Filter, Site,
        edge::Edge,
        rows,
        sheet::{Look, Map, holds, lay},
        sizes::{Pyramid, Spots},
        taps::RUN,
        tone,
        wide::wide,
    },
    measure::Rect,
    scene::Needs,
};

/// Leans the picture back or aside and looks at it in perspective.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Tilt {
    /// Degrees by which its head leans back; its foot when negative.
    #[schemars(range(min = -80.0, max = 80.0))]
    pub back: f32,
    /// Degrees by which its right side leans back; its left when negative.
    #[schemars(range(min = -80.0, max = 80.0))]
    pub side: f32,
    /// Degrees by which it is turned in its own plane before it leans.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub turn: f32,
    /// How near the eye is: 0 from afar, without perspective, 1 close by.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub depth: f32,
    /// Whether the box or the picture is kept whole.
    pub fit: Fit,
    /// The size against that, 1 as it fits.
    #[schemars(range(min = 0.1, max = 4.0))]
    pub scale: f32,
    /// What lies beneath; when not said, paper where the whole picture leans, and the drawn out edge in a region.
    pub ground: Option<Ground>,
    /// The colour of the paper, where that lies beneath.
    pub paper: Ink,
    /// How dark a shadow the picture throws on it.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub shadow: f32,
}

/// Whether the box or the picture is kept whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// Large enough to leave nothing bare; what leans out of the box is cut off.
    Cover,
    /// Small enough to be seen whole.
    #[default]
    Inside,
}

/// What lies beneath a picture that does not fill its box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// Paper.
    Paper,
    /// The picture as it was.
    Picture,
    /// The edge of what leans, drawn out: nothing shows where it ends.
    Edge,
}

impl Default for Tilt {
    fn default() -> Self {
        Tilt {
            back: 32.0,
            side: -20.0,
            turn: 6.0,
            depth: 0.5,
            fit: Fit::Inside,
            scale: 1.0,
            ground: None,
            paper: Color::rgb(0xf4, 0xf0, 0xe6).into(),
            shadow: 0.45,
        }
    }
}

impl Filter for Tilt {
    const NAME: &'static str = "tilt";
    const MOVES: bool = true;
    const BOXED: bool = true;
    const WHOLE: bool = true;

    fn needs(&self) -> Needs {
        if matches!(self.ground, None | Some(Ground::Paper)) { Needs::of(&[self.paper]) } else { Needs::NONE }
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        if pixels.is_empty() {
            return;
        }
        let pyramid = Pyramid::new(pixels, Edge::Clamp, 64.0);
        let view = self.view(pixels);
        let paper = site.color(self.paper);
        let whole = pixels.width() >= site.page.width && pixels.height() >= site.page.height;
        let ground = self.ground.unwrap_or(if whole { Ground::Paper } else { Ground::Edge });
        if ground == Ground::Paper {
            rows::each(pixels, |_, row| {
                row.iter_mut().for_each(|pixel| tone::paint(pixel, [paper.r, paper.g, paper.b]));
            });
        }
        let reach = tone::within(0.03 * site.page.short(), 2.0, 600.0);
        let corners = corners(pixels);
        let bare = |scale: f32| {
            let map = view.seen(scale, (0.0, 0.0));
            corners.iter().any(|&(x, y)| {
                let (u, v, _) = map.at(x, y);
                !holds(pyramid.whole(), (u, v))
            })
        };
        let (fit, off) = match self.fit {
            Fit::Inside => view.inside(corners),
            // Twice as large as often as needed, then nearer and nearer.
            Fit::Cover => {
                let mut high = (0..6).map(|n| (1u32 << n) as f32).find(|&scale| !bare(scale)).unwrap_or(64.0);
                let mut low = 0.25;
                for _ in 0..16 {
                    let middle = (low + high) / 2.0;
                    if bare(middle) { low = middle } else { high = middle }
                }
                (high, (0.0, 0.0))
            }
        };
        let map = view.seen(fit * tone::within(self.scale, 0.05, 20.0), off);
        if ground == Ground::Edge {
            let width = pixels.width() as usize;
            rows::bands(pixels, RUN, 0, |top, band| {
                wide(
                    #[inline(always)]
                    || {
                        let mut spots = Spots::default();
                        for left in (0..width).step_by(RUN) {
                            for (y, row) in (top..).zip(band.chunks_exact_mut(width)) {
                                for (n, (u, v, scale)) in spots.iter_mut().enumerate() {
                                    (*u, *v, *scale) = map.at((left + n) as i32 as f32, y as f32);
                                }
                                pyramid.run(&spots, &mut row[left..(left + RUN).min(width)]);
                            }
                        }
                    },
                );
            });
            return;
        }
        let look = Look { frame: ([0; 3], 0.0), shadow: (tone::within(self.shadow, 0.0, 1.0), reach) };
        let bounds = Rect::new(0.0, 0.0, pixels.width() as f32, pixels.height() as f32);
        lay(pixels, &pyramid, &map, &look, bounds);
    }
}

fn corners(pixels: &RgbaImage) -> [(f32, f32); 4] {
    let (right, bottom) = (pixels.width() as f32 - 0.5, pixels.height() as f32 - 0.5);
    [(-0.5, -0.5), (right, -0.5), (-0.5, bottom), (right, bottom)]
}

/// A sheet in space, its middle at a distance of 1 from the eye.
struct View {
    middle: (f32, f32),
    /// Where a pixel to the right and one down lead, in space.
    right: [f32; 3],
    down: [f32; 3],
}

impl Tilt {
    fn view(&self, pixels: &RgbaImage) -> View {
        let radians = |v: f32, most: f32| tone::within(v, -most, most).to_radians();
        let (back, side, turn) = (radians(self.back, 80.0), radians(self.side, 80.0), radians(self.turn, 1e4));
        let (width, height) = (pixels.width() as f32, pixels.height() as f32);
        // The eye stands off by some diagonals; its nearest is far enough that no corner comes behind it.
        let depth = tone::within(self.depth, 0.0, 1.0) * 1.6 / (width * width + height * height).sqrt();
        let turned = |x: f32, y: f32| {
            let (sin, cos) = (libm::sinf(turn), libm::cosf(turn));
            let (x, y) = (x * cos - y * sin, x * sin + y * cos);
            let (sin, cos) = (libm::sinf(back), libm::cosf(back));
            let (y, z) = (y * cos, -y * sin);
            let (sin, cos) = (libm::sinf(side), libm::cosf(side));
            [x * cos - z * sin, y, (x * sin + z * cos) * depth]
        };
        View { middle: ((width - 1.0) / 2.0, (height - 1.0) / 2.0), right: turned(1.0, 0.0), down: turned(0.0, 1.0) }
    }
}

impl View {
    /// Where a pixel of the picture is seen, from the middle.
    fn spot(&self, u: f32, v: f32) -> (f32, f32) {
        let (u, v) = (u - self.middle.0, v - self.middle.1);
        let [x, y, z] = [0, 1, 2].map(|n| self.right[n] * u + self.down[n] * v);
        (x / (1.0 + z).max(1e-3), y / (1.0 + z).max(1e-3))
    }

    /// The scale at which the picture just lies in the box that has these corners, and how far it must be moved
    /// first to lie in its middle.
    fn inside(&self, corners: [(f32, f32); 4]) -> (f32, (f32, f32)) {
        let seen = corners.map(|(u, v)| self.spot(u, v));
        let span = |of: fn((f32, f32)) -> f32| {
            let (low, high) =
                seen.iter().fold((f32::MAX, f32::MIN), |(low, high), &spot| (low.min(of(spot)), high.max(of(spot))));
            (high.max(low + 1e-3) - low, (high + low) / 2.0)
        };
        let ((wide, x), (high, y)) = (span(|spot| spot.0), span(|spot| spot.1));
        (0.92 * ((2.0 * self.middle.0 + 1.0) / wide).min((2.0 * self.middle.1 + 1.0) / high), (x, y))
    }

    /// The map from the canvas to the picture, moved by `off` and then seen so many times as large.
    fn seen(&self, scale: f32, off: (f32, f32)) -> Map {
        let ([a, c, e], [b, d, f]) = (self.right, self.down);
        // x = (a u + b v) / (1 + e u + f v), likewise y; turned round for u and v.
        let s = 1.0 / scale;
        let det = a * d - b * c;
        let det = if det.abs() < 1e-9 { 1e-9 } else { det };
        // (a − e x) u + (b − f x) v = x and (c − e y) u + (d − f y) v = y, by Cramer's rule.
        let (u, v) = ([s * d, -s * b], [-s * c, s * a]);
        let w = [s * (c * f - d * e), s * (b * e - a * f)];
        let (mx, my) = self.middle;
        // The canvas place that is the eye's straight ahead.
        let (ax, ay) = (mx - off.0 * scale, my - off.1 * scale);
        let row = |x: f32, y: f32, w: f32| [x, y, w - x * ax - y * ay];
        let (u, v, w) = (row(u[0], u[1], 0.0), row(v[0], v[1], 0.0), row(w[0], w[1], det));
        let m = [0, 1, 2].map(|n| (u[n] + w[n] * mx, v[n] + w[n] * my, w[n]));
        let sign = if det < 0.0 { -1.0 } else { 1.0 };
        Map([m[0].0, m[1].0, m[2].0, m[0].1, m[1].1, m[2].1, m[0].2, m[1].2, m[2].2].map(|v| v / det.abs() * sign))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_is_found_again() {
        let pixels = RgbaImage::new(300, 200);
        let view = Tilt::default().view(&pixels);
        let map = view.seen(0.8, (3.0, 5.0));
        for (u, v) in [(0.0, 0.0), (299.0, 0.0), (40.0, 180.0), (149.5, 99.5)] {
            let (x, y) = view.spot(u, v);
            let (back_u, back_v, _) = map.at((x - 3.0) * 0.8 + 149.5, (y - 5.0) * 0.8 + 99.5);
            assert!((back_u - u).abs() < 0.1 && (back_v - v).abs() < 0.1, "{u} {v}: {back_u} {back_v}");
        }
    }
}
