//! Area: how much of each pixel of a row a polygon covers, exactly.

/// Polygons that are rasterised row by row from the top: what lies left of an edge and what it covers of
/// its own pixels is added up along the row, with the sign of the edge (after R. Levien's font-rs, 2016).
pub struct Outlines {
    polygons: Vec<Polygon>,
    sums: Vec<f32>,
}

/// The edges of one polygon, sorted by their tops, and those that cross the row at hand.
struct Polygon {
    edges: Vec<Edge>,
    next: usize,
    active: Vec<usize>,
}

/// From the upper end to the lower; `sign` says which way round the outline goes.
#[derive(Clone, Copy)]
struct Edge {
    top: f32,
    bottom: f32,
    x: f32,
    slope: f32,
    sign: f32,
}

impl Outlines {
    /// Closed polygons, for rows of `width` pixels whose first one has its top left corner at (`left`, `top`).
    pub fn new(polygons: &[Vec<[f32; 2]>], left: f32, top: f32, width: usize) -> Self {
        let polygons = polygons
            .iter()
            .map(|points| {
                let ends = points.iter().zip(points.iter().cycle().skip(1));
                let mut edges: Vec<Edge> =
                    ends.filter_map(|(a, b)| Edge::new([a[0] - left, a[1] - top], [b[0] - left, b[1] - top])).collect();
                edges.sort_by(|a, b| a.top.total_cmp(&b.top));
                Polygon { edges, next: 0, active: Vec::new() }
            })
            .collect();
        Outlines { polygons, sums: vec![0.0; width + 2] }
    }

    /// Gives to `mix` each byte of row `y` with the coverage of every polygon that touches the row.
    /// Rows must be asked for from the top down.
    pub fn row(&mut self, y: f32, out: &mut [u8], mix: impl Fn(&mut u8, u8)) {
        for polygon in &mut self.polygons {
            while polygon.next < polygon.edges.len() && polygon.edges[polygon.next].top < y + 1.0 {
                polygon.active.push(polygon.next);
                polygon.next += 1;
            }
            polygon.active.retain(|&n| polygon.edges[n].bottom > y);
            if polygon.active.is_empty() {
                continue;
            }
            self.sums.fill(0.0);
            for &n in &polygon.active {
                polygon.edges[n].add(y, &mut self.sums);
            }
            let mut sum = 0.0;
            for (out, part) in out.iter_mut().zip(&self.sums) {
                sum += part;
                let cover = (sum.abs().min(1.0) * 255.0 + 0.5) as u8;
                if cover > 0 {
                    mix(out, cover);
                }
            }
        }
    }
}

impl Edge {
    fn new(a: [f32; 2], b: [f32; 2]) -> Option<Self> {
        let (sign, [a, b]) = if a[1] < b[1] { (1.0, [a, b]) } else { (-1.0, [b, a]) };
        let rise = b[1] - a[1];
        (rise > 0.0).then(|| Edge { top: a[1], bottom: b[1], x: a[0], slope: (b[0] - a[0]) / rise, sign })
    }

    /// Adds the edge's share of row `y`.
    fn add(&self, y: f32, sums: &mut [f32]) {
        let (top, bottom) = (self.top.max(y), self.bottom.min(y + 1.0));
        if bottom <= top {
            return;
        }
        let end = (sums.len() - 2) as f32;
        let at = |y: f32| self.x + (y - self.top) * self.slope;
        let (mut x0, mut x1) = (at(top), at(bottom));
        if x0 > x1 {
            (x0, x1) = (x1, x0);
        }
        let height = (bottom - top) * self.sign;
        let run = x1 - x0;
        if run < 1e-3 {
            return column(x0.clamp(0.0, end), x0.clamp(0.0, end), height, sums);
        }
        // What lies beyond the row's ends counts as standing upright at its end.
        let before = (x1.min(0.0) - x0).max(0.0) / run;
        let after = (x1 - x0.max(end)).max(0.0) / run;
        sums[0] += height * before;
        let (x0, x1) = (x0.clamp(0.0, end), x1.clamp(0.0, end));
        let height = height * (1.0 - before - after);
        let run = x1 - x0;
        if run < 1e-3 {
            return column(x0, x1, height, sums);
        }
        let mut x = x0;
        while x < x1 {
            let next = (x.floor() + 1.0).min(x1);
            column(x, next, height * (next - x) / run, sums);
            x = next;
        }
    }
}

/// Adds a piece of edge that stays within one column of pixels.
fn column(x0: f32, x1: f32, height: f32, sums: &mut [f32]) {
    let column = x0.floor();
    // How much of the pixel lies left of the piece, on average.
    let left = ((x0 + x1) * 0.5 - column).clamp(0.0, 1.0);
    sums[column as usize] += height * (1.0 - left);
    sums[column as usize + 1] += height * left;
}
