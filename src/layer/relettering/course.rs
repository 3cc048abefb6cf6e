//! Courses: how set text is laid along the path of an old line.

use crate::{
    layer::relettering::moved,
    measure::Rect,
    plan::Glyph,
    scene::Path,
    typeset::{Cluster, Setting, baseline::Baseline},
};

/// A path on the picture, and where the picture was placed.
pub(super) struct Course<'a> {
    pub path: &'a Path,
    pub baseline: &'a Baseline,
    pub placed: (Rect, Rect),
    /// Width of letters against their natural one.
    pub condense: f32,
}

impl Course<'_> {
    /// Canvas pixels a picture pixel.
    pub fn scale(&self) -> f32 {
        self.placed.1.h / self.placed.0.h
    }

    /// Where a point of the path lies on the canvas: picture pixels along it and down from its top.
    fn at(&self, x: f32, y: f32) -> [f32; 2] {
        let [px, py] = self.path.at(x / self.path.length().max(1e-3), y / self.path.height().max(1e-3));
        let (from, to) = self.placed;
        [to.x + (px - from.x) * to.w / from.w, to.y + (py - from.y) * to.h / from.h]
    }

    /// Glyphs by run, with the transform that lays them along the path from `start`, moved by `off`: all at once along
    /// a straight line, cluster by cluster along a curve.
    pub fn lay(&self, setting: &Setting, start: f32, off: [f32; 2]) -> Vec<(usize, [f32; 6], Vec<Glyph>)> {
        let Some(foot) = setting.clusters.first().map(|cluster| cluster.y) else { return Vec::new() };
        if matches!(self.path, Path::Straight(_)) && self.baseline.is_straight() {
            let transform = self.frame(start, [0.0, 0.0], off);
            let runs = setting.runs.iter().enumerate();
            return runs
                .map(|(run, r)| (run, transform, r.glyphs.iter().map(|g| moved(g, 0.0, -foot)).collect()))
                .collect();
        }
        let each = |cluster: &Cluster| {
            // A letter stands upright at its middle, where the path was measured.
            let half = cluster.advance / 2.0;
            let x = start + (cluster.x + half) * self.condense;
            let transform = self.frame(x, [half, -0.35 * setting.size], off);
            let glyphs = &setting.runs[cluster.run].glyphs[cluster.glyphs.clone()];
            (cluster.run, transform, glyphs.iter().map(|g| moved(g, -cluster.x, -foot)).collect())
        };
        setting.clusters.iter().map(each).collect()
    }

    /// The affine map that takes `pivot` to its place above the baseline at `x`, and directions there to those of the
    /// path.
    fn frame(&self, x: f32, pivot: [f32; 2], off: [f32; 2]) -> [f32; 6] {
        let x = x + off[0];
        let on = |x: f32, y: f32| self.at(x, self.baseline.at(x) + off[1] + pivot[1] + y);
        let centre = on(x, 0.0);
        let (a, b, c, d) = (on(x - 0.5, 0.0), on(x + 0.5, 0.0), on(x, -0.5), on(x, 0.5));
        let along = [(b[0] - a[0]) * self.condense, (b[1] - a[1]) * self.condense];
        // A sloping baseline turns letters, it does not slant them.
        let lean = self.baseline.slope(x);
        let down = [d[0] - c[0] - lean * (b[0] - a[0]), d[1] - c[1] - lean * (b[1] - a[1])];
        let exact = |v: f32| (v * 16384.0).round() / 16384.0 + 0.0;
        let [px, py] = pivot;
        let place = |i: usize| hundredth_of(centre[i] - along[i] * px - down[i] * py);
        [exact(along[0]), exact(along[1]), exact(down[0]), exact(down[1]), place(0), place(1)]
    }
}

fn hundredth_of(v: f32) -> f32 {
    (v * 100.0).round() / 100.0 + 0.0
}
