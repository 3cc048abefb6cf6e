//! Glyphs: outlines of a face filled by exact area, stroked underneath, blurred where asked.

use std::ops::Range;

use ab_glyph_rasterizer::{Point, Rasterizer, point};

use crate::{
    color::Color,
    layer::outline::{map, placed},
    measure::Rect,
    plan::{Glyph, GlyphsMark, Segment},
    render::{
        blur::blur,
        coats::{Coated, Coats},
        paint::{Coverage, Edges},
        shape::{cover, path, stroked},
        window::Window,
    },
    typeset::face::Face,
};

/// Shaped text: the stroke of all glyphs, then the fill of all glyphs.
pub struct Text<'p> {
    mark: &'p GlyphsMark,
    face: &'p Face,
    coats: Coats,
}

impl<'p> Text<'p> {
    pub fn new(mark: &'p GlyphsMark, face: &'p Face) -> Self {
        Text { mark, face, coats: Coats::default() }
    }

    /// Draws what a window shows of it; windows come from the top down.
    pub fn draw(&mut self, window: &mut Window, edges: Edges) {
        // What is blurred has no edges, and would show steps.
        let edges = if self.mark.blur > 0.0 { Edges::Fine } else { edges };
        self.coats.draw(&Letters { mark: self.mark, face: self.face }, window, edges);
    }
}

struct Letters<'p> {
    mark: &'p GlyphsMark,
    face: &'p Face,
}

impl Coated for Letters<'_> {
    fn rows(&self, (_, height): (u32, u32)) -> Range<u32> {
        let reach = self.mark.stroke.map_or(0.0, |stroke| stroke.width) + 3.0 * self.mark.blur + 2.0;
        // Each glyph by itself: one far off the canvas would cost the common bounds their precision.
        let outlines = outlines(self.mark, self.face);
        let rows = outlines.iter().filter_map(|outline| bounds(outline)).map(|own| own.grown(reach).lines(height));
        rows.filter(|rows| !rows.is_empty()).reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)).unwrap_or(0..0)
    }

    fn coats(&self, canvas: (u32, u32)) -> Vec<(Coverage, Color)> {
        coats(self.mark, &outlines(self.mark, self.face), canvas)
    }
}

fn outlines(mark: &GlyphsMark, face: &Face) -> Vec<Vec<Segment>> {
    let outline = |glyph: &Glyph| {
        let place = |x: f32, y: f32| map(&mark.transform, [glyph.x + x * mark.size, glyph.y + y * mark.size]);
        placed(face.outline(glyph.id), place)
    };
    mark.glyphs.iter().map(outline).collect()
}

/// Coverage of the stroke of all glyphs, then of their fill, each with its ink.
fn coats(mark: &GlyphsMark, outlines: &[Vec<Segment>], size: (u32, u32)) -> Vec<(Coverage, Color)> {
    let mut coats = Vec::new();
    if let Some(stroke) = mark.stroke {
        let all: Vec<Segment> = outlines.iter().flatten().copied().collect();
        if let Some(line) = path(&all).and_then(|path| stroked(&path, stroke.width)) {
            let mut coverage = cover(&line, size.0, &(0..size.1));
            if mark.blur > 0.0 {
                coverage = softened(coverage, mark.blur, size);
            }
            coats.push((coverage, stroke.ink));
        }
    }
    // Cut to the canvas first: a glyph far off it would cost the common bounds their precision.
    let canvas = Rect::new(0.0, 0.0, size.0 as f32, size.1 as f32);
    let seen =
        outlines.iter().filter_map(|outline| bounds(outline)).map(|b| b.meet(&canvas)).filter(|b| b.area() > 0.0);
    let bounds = seen.reduce(|a, b| a.join(&b)).map(|bounds| bounds.grown(1.0));
    let Some(mut coverage) = bounds.and_then(|bounds| Coverage::over(&bounds, size)) else { return coats };
    let mut rasterizer = Rasterizer::new(0, 0);
    for outline in outlines {
        fill(&mut coverage, outline, &mut rasterizer, size);
    }
    if mark.blur > 0.0 {
        coverage = softened(coverage, mark.blur, size);
    }
    coats.push((coverage, mark.ink));
    coats
}

/// A rectangle round all points of an outline, control points included.
fn bounds(outline: &[Segment]) -> Option<Rect> {
    let points = outline.iter().flat_map(|segment| {
        let (points, count) = match *segment {
            Segment::Move([x, y]) | Segment::Line([x, y]) => ([[x, y]; 3], 1),
            Segment::Quad([a, b, x, y]) => ([[a, b], [x, y], [x, y]], 2),
            Segment::Cubic([a, b, c, d, x, y]) => ([[a, b], [c, d], [x, y]], 3),
            Segment::Close => ([[0.0; 2]; 3], 0),
        };
        points.into_iter().take(count)
    });
    points.map(|[x, y]| Rect::new(x, y, 0.0, 0.0)).reduce(|a, b| a.join(&b))
}

/// Adds a glyph to coverage: the larger value wins where two meet.
fn fill(coverage: &mut Coverage, outline: &[Segment], rasterizer: &mut Rasterizer, size: (u32, u32)) {
    let Some(bounds) = bounds(outline) else { return };
    let Some(own) = Coverage::over(&bounds, size) else { return };
    let (left, top) = (bounds.x.floor(), bounds.y.floor());
    let inside = left >= 0.0 && top >= 0.0 && bounds.right() <= size.0 as f32 && bounds.bottom() <= size.1 as f32;
    if !inside {
        // The exact-area rasteriser has no clipping; what reaches off the canvas goes the longer way.
        if let Some(path) = path(outline) {
            coverage.join(&cover(&path, size.0, &(0..size.1)));
        }
        return;
    }
    rasterizer.reset(own.width as usize, own.height as usize);
    let at = |x: f32, y: f32| point(x - left, y - top);
    let (mut start, mut pen) = (point(0.0, 0.0), point(0.0, 0.0));
    let close = |rasterizer: &mut Rasterizer, pen: Point, start: Point| {
        if pen != start {
            rasterizer.draw_line(pen, start);
        }
    };
    for segment in outline {
        match *segment {
            Segment::Move([x, y]) => {
                close(rasterizer, pen, start);
                (start, pen) = (at(x, y), at(x, y));
            }
            Segment::Line([x, y]) => {
                rasterizer.draw_line(pen, at(x, y));
                pen = at(x, y);
            }
            Segment::Quad([a, b, x, y]) => {
                rasterizer.draw_quad(pen, at(a, b), at(x, y));
                pen = at(x, y);
            }
            Segment::Cubic([a, b, c, d, x, y]) => {
                rasterizer.draw_cubic(pen, at(a, b), at(c, d), at(x, y));
                pen = at(x, y);
            }
            Segment::Close => {
                close(rasterizer, pen, start);
                pen = start;
            }
        }
    }
    close(rasterizer, pen, start);
    let (dx, dy) = ((own.x - coverage.x) as usize, (own.y - coverage.y) as usize);
    let (width, stride) = (own.width as usize, coverage.width as usize);
    // Pixels come row by row; counting them is cheaper than dividing.
    let (mut at, mut left) = (dy * stride + dx, width);
    rasterizer.for_each_pixel(|_, value| {
        if left == 0 {
            (at, left) = (at + stride - width, width);
        }
        let cell = &mut coverage.values[at];
        *cell = (*cell).max((value.min(1.0) * 255.0 + 0.5) as u8);
        (at, left) = (at + 1, left - 1);
    });
}

/// The coverage blurred, with room around it for what spreads.
fn softened(coverage: Coverage, sigma: f32, size: (u32, u32)) -> Coverage {
    let rect = Rect::new(coverage.x as f32, coverage.y as f32, coverage.width as f32, coverage.height as f32);
    let Some(mut room) = Coverage::over(&rect.grown((3.0 * sigma).ceil()), size) else { return coverage };
    room.join(&coverage);
    blur(&mut room, sigma);
    room
}
