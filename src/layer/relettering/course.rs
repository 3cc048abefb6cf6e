//! Courses: how set text is laid along the path of an old line.

use crate::{
    layer::relettering::moved,
    measure::Rect,
    plan::Glyph,
    scene::Path,
    typeset::{Cluster, Setting},
};

/// A path on the picture, and where the picture was placed.
pub(super) struct Course<'a> {
    pub path: &'a Path,
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

    /// Glyphs by run, with the transform that lays them along the path from `origin`: all at once along a straight
    /// line, cluster by cluster along an arc.
    pub fn lay(&self, setting: &Setting, [left, baseline]: [f32; 2]) -> Vec<(usize, [f32; 6], Vec<Glyph>)> {
        let Some(foot) = setting.clusters.first().map(|cluster| cluster.y) else { return Vec::new() };
        if matches!(self.path, Path::Straight(_)) {
            let transform = self.frame(left, baseline, [0.0, 0.0]);
            let runs = setting.runs.iter().enumerate();
            return runs
                .map(|(run, r)| (run, transform, r.glyphs.iter().map(|g| moved(g, 0.0, -foot)).collect()))
                .collect();
        }
        let each = |cluster: &Cluster| {
            // A letter stands upright at its middle, where the path was measured.
            let half = cluster.advance / 2.0;
            let pivot = [half, -0.35 * setting.size];
            let x = left + (cluster.x + half) * self.condense;
            let transform = self.frame(x, baseline + pivot[1], pivot);
            let glyphs = &setting.runs[cluster.run].glyphs[cluster.glyphs.clone()];
            (cluster.run, transform, glyphs.iter().map(|g| moved(g, -cluster.x, -foot)).collect())
        };
        setting.clusters.iter().map(each).collect()
    }

    /// The affine map that takes `pivot` to a point of the path, and directions there to those of the path.
    fn frame(&self, x: f32, y: f32, pivot: [f32; 2]) -> [f32; 6] {
        let centre = self.at(x, y);
        let (reach, deep) = (0.5, 0.5);
        let (a, b) = (self.at(x - reach, y), self.at(x + reach, y));
        let (c, d) = (self.at(x, y - deep), self.at(x, y + deep));
        let along = [(b[0] - a[0]) * self.condense, (b[1] - a[1]) * self.condense];
        let down = [d[0] - c[0], d[1] - c[1]];
        let exact = |v: f32| (v * 16384.0).round() / 16384.0 + 0.0;
        let [px, py] = pivot;
        let place = |i: usize| hundredth_of(centre[i] - along[i] * px - down[i] * py);
        [exact(along[0]), exact(along[1]), exact(down[0]), exact(down[1]), place(0), place(1)]
    }
}

fn hundredth_of(v: f32) -> f32 {
    (v * 100.0).round() / 100.0 + 0.0
}
