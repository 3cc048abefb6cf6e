//! Shapes: paths filled and stroked (tiny-skia's anti-aliased coverage, our own painting).

use std::ops::Range;

use tiny_skia::{FillRule, LineCap, LineJoin, Mask, Path, PathBuilder, Transform};

use crate::{
    plan::{Segment, ShapeMark},
    render::{
        paint::{Coverage, Edges, paint},
        window::Window,
    },
};

/// Draws a shape: its fill, then its stroke.
pub fn draw(window: &mut Window, mark: &ShapeMark, edges: Edges) {
    let Some(path) = path(&mark.outline) else { return };
    let (width, rows) = (window.canvas.0, window.rows());
    if let Some(color) = mark.fill {
        paint(window, &cover(&path, width, &rows), color, edges);
    }
    if let Some(stroke) = mark.stroke
        && let Some(line) = stroked(&path, stroke.width)
    {
        paint(window, &cover(&line, width, &rows), stroke.ink, edges);
    }
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
