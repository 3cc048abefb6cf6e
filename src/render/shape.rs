//! Shapes: paths filled and stroked (tiny-skia's anti-aliased coverage, our own painting).

use std::ops::Range;

use tiny_skia::{FillRule, LineCap, LineJoin, Mask, Path, PathBuilder, Transform};

use crate::{
    color::Color,
    measure::Rect,
    plan::{Segment, ShapeMark},
    render::{
        coats::{Coated, Coats},
        paint::{Coverage, Edges, paint},
        window::Window,
    },
};

/// A shape: its fill, then its stroke.
pub struct Shape<'p> {
    mark: &'p ShapeMark,
    coats: Coats,
}

impl<'p> Shape<'p> {
    pub fn new(mark: &'p ShapeMark) -> Self {
        Shape { mark, coats: Coats::default() }
    }

    /// Draws what a window shows of it; windows come from the top down.
    pub fn draw(&mut self, window: &mut Window, edges: Edges) {
        // Sheets and bars may be as large as the page, and are the same in any band.
        if let (true, Some(color), Some(path)) = (is_box(self.mark), self.mark.fill, path(&self.mark.outline)) {
            paint(window, &cover(&path, window.canvas.0, &window.rows()), color, edges);
        }
        self.coats.draw(self.mark, window, edges);
    }
}

impl Coated for ShapeMark {
    fn rows(&self, (_, height): (u32, u32)) -> Range<u32> {
        let Some(bounds) = path(&self.outline).map(|path| path.bounds()) else { return 0..0 };
        let all = Rect::new(bounds.x(), bounds.y(), bounds.width(), bounds.height());
        all.grown(self.stroke.map_or(0.0, |stroke| stroke.width) + 2.0).lines(height)
    }

    fn coats(&self, (width, height): (u32, u32)) -> Vec<(Coverage, Color)> {
        let Some(path) = path(&self.outline) else { return Vec::new() };
        let fill = self.fill.filter(|_| !is_box(self)).map(|ink| (cover(&path, width, &(0..height)), ink));
        let stroke = self.stroke.and_then(|stroke| {
            let line = stroked(&path, stroke.width)?;
            Some((cover(&line, width, &(0..height)), stroke.ink))
        });
        fill.into_iter().chain(stroke).collect()
    }
}

/// Whether an outline is a rectangle that stands upright.
fn is_box(mark: &ShapeMark) -> bool {
    let [Segment::Move(a), Segment::Line(b), Segment::Line(c), Segment::Line(d), Segment::Close] = mark.outline[..]
    else {
        return false;
    };
    let along = |a: [f32; 2], b: [f32; 2]| a[0] == b[0] || a[1] == b[1];
    along(a, b) && along(b, c) && along(c, d) && along(d, a)
}

/// A path along an outline; none of an empty one.
pub fn path(outline: &[Segment]) -> Option<Path> {
    let mut builder = PathBuilder::with_capacity(outline.len(), outline.len() * 2);
    for segment in outline {
        match *segment {
            Segment::Move([x, y]) => builder.move_to(x, y),
            Segment::Line([x, y]) => builder.line_to(x, y),
            Segment::Quad([a, b, x, y]) => builder.quad_to(a, b, x, y),
            Segment::Cubic([a, b, c, d, x, y]) => builder.cubic_to(a, b, c, d, x, y),
            Segment::Close => builder.close(),
        }
    }
    builder.finish()
}

/// The outline of a line of some width along a path, round at joins and ends.
pub fn stroked(path: &Path, width: f32) -> Option<Path> {
    if width <= 0.0 {
        return None;
    }
    let stroke =
        tiny_skia::Stroke { width, line_join: LineJoin::Round, line_cap: LineCap::Round, ..Default::default() };
    path.stroke(&stroke, 1.0)
}

/// How far each pixel of some rows of a canvas, `width` pixels wide, is covered by a path (non-zero rule).
pub fn cover(path: &Path, width: u32, rows: &Range<u32>) -> Coverage {
    let bounds = path.bounds();
    let left = bounds.left().floor().clamp(0.0, width as f32) as u32;
    let top = bounds.top().floor().clamp(rows.start as f32, rows.end as f32) as u32;
    let right = bounds.right().ceil().clamp(0.0, width as f32) as u32;
    let bottom = bounds.bottom().ceil().clamp(rows.start as f32, rows.end as f32) as u32;
    let (w, h) = (right.saturating_sub(left), bottom.saturating_sub(top));
    let Some(mut mask) = Mask::new(w, h) else { return Coverage::default() };
    mask.fill_path(path, FillRule::Winding, true, Transform::from_translate(-(left as f32), -(top as f32)));
    Coverage { x: left, y: top, width: w, height: h, values: mask.take() }
}
