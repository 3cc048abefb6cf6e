//! Zones: where on the canvas a line's letters may be.

use super::window::Window;
use crate::{measure::Rect, polygon, quad::Quad};

/// No letter is looked for farther from a line's outline, in pixels; with the seam nothing beyond 12 pixels changes.
pub(super) const FARTHEST: f32 = 10.5;

/// The outline of a line and where parts of it lie.
pub(super) struct Zone {
    outline: Vec<[f32; 2]>,
    /// Middles of parts of the line that are about as long as it is high twice over.
    pub parts: Vec<[f32; 2]>,
    pub height: f32,
    /// Places along its middle, a third of its height apart.
    along: Vec<[f32; 2]>,
}

impl Zone {
    /// `None` where there is no extent, or where numbers are none.
    pub(super) fn new(quad: &Quad, outline: Option<&[[f32; 2]]>) -> Option<Self> {
        let curved = outline.filter(|points| points.len() >= 8 && points.len().is_multiple_of(2));
        let points = outline.filter(|points| points.len() >= 3).unwrap_or(&quad.0).to_vec();
        if points.iter().flatten().any(|v| !v.is_finite()) || polygon::area(&points) < 1.0 {
            return None;
        }
        let spread = |count: usize| (0..count).map(move |i| (i as f32 + 0.5) / count as f32);
        let (parts, along, height): (Vec<_>, Vec<_>, f32) = match curved {
            Some(points) => {
                // The upper side one way, the lower side back.
                let n = points.len();
                let pairs = (0..n / 2).map(|i| (points[i], points[n - 1 - i]));
                let middle = |(a, b): ([f32; 2], [f32; 2])| [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0];
                let tall = pairs.clone().map(|(a, b)| crate::quad::distance(a, b)).sum::<f32>() / (n / 2) as f32;
                let middles: Vec<_> = pairs.map(middle).collect();
                (middles.clone(), middles, tall)
            }
            None => {
                let count = (quad.width() / (2.0 * quad.height()).max(24.0)).ceil().clamp(1.0, 200.0) as usize;
                let steps = (3.0 * quad.width() / quad.height().max(3.0)).ceil().clamp(1.0, 400.0) as usize;
                let at = |u: f32| quad.at(u, 0.5);
                (spread(count).map(at).collect(), spread(steps).map(at).collect(), quad.height())
            }
        };
        Some(Zone { outline: points, parts, along, height: height.max(1.0) })
    }

    /// The smallest upright rectangle round it.
    pub(super) fn bounds(&self) -> Rect {
        polygon::bounds(&self.outline).unwrap_or_default()
    }

    /// How far the middle of a canvas pixel lies outside of it; negative inside.
    pub(super) fn outside(&self, x: usize, y: usize) -> f32 {
        let p = [x as f32 + 0.5, y as f32 + 0.5];
        let (mut inside, mut least) = (false, f32::MAX);
        for (a, b) in self.outline.iter().zip(self.outline.iter().cycle().skip(1)) {
            if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0] {
                inside = !inside;
            }
            let (along, to) = ([b[0] - a[0], b[1] - a[1]], [p[0] - a[0], p[1] - a[1]]);
            let length = along[0] * along[0] + along[1] * along[1];
            let t = if length > 0.0 { ((to[0] * along[0] + to[1] * along[1]) / length).clamp(0.0, 1.0) } else { 0.0 };
            let off = [to[0] - t * along[0], to[1] - t * along[1]];
            least = least.min(off[0] * off[0] + off[1] * off[1]);
        }
        if inside { -least.sqrt() } else { least.sqrt() }
    }

    /// The same for every pixel of a window.
    pub(super) fn distances(&self, window: &Window) -> Vec<f32> {
        let bounds = self.bounds().grown(FARTHEST + 1.0);
        let at = |i: usize| {
            let (x, y) = (window.x + i % window.width, window.y + i / window.width);
            let near = bounds.holds(&Rect::new(x as f32, y as f32, 1.0, 1.0), 1.0);
            if near { self.outside(x, y) } else { f32::MAX }
        };
        (0..window.rgb.len()).map(at).collect()
    }

    /// The part that a place of the canvas is nearest to.
    pub(super) fn part(&self, x: usize, y: usize) -> usize {
        nearest(&self.parts, x, y)
    }

    /// Into how many short stretches the line is cut.
    pub(super) fn stretches(&self) -> usize {
        self.along.len()
    }

    /// The stretch that a place of the canvas is nearest to.
    pub(super) fn stretch(&self, x: usize, y: usize) -> usize {
        nearest(&self.along, x, y)
    }
}

fn nearest(places: &[[f32; 2]], x: usize, y: usize) -> usize {
    let apart = |p: &[f32; 2]| {
        let (dx, dy) = (p[0] - x as f32, p[1] - y as f32);
        dx * dx + dy * dy
    };
    let best = places.iter().enumerate().min_by(|a, b| apart(a.1).total_cmp(&apart(b.1)));
    best.map_or(0, |(n, _)| n)
}
