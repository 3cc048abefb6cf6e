//! Painting: shapes, letters and groups as the operators of a content stream.

use std::collections::BTreeSet;

use pdf_writer::{
    Content, Name,
    types::{LineCapStyle, LineJoinStyle, TextRenderingMode},
};

use crate::{
    color::Color,
    encode::pdf::{
        letters::{Letters, Reads},
        objects::name,
    },
    measure::{Page, Rect},
    plan::{GlyphsMark, GroupMark, Mark, Segment, ShapeMark},
};

/// What was painted.
pub(super) struct Painted {
    pub page: Vec<u8>,
    /// The content of every transparency group.
    pub groups: Vec<Vec<u8>>,
    /// Every opacity that was needed, in thousandths.
    pub opacities: BTreeSet<u16>,
}

/// Paints marks in canvas pixels, y down.
pub(super) struct Painter<'a> {
    content: Content,
    letters: &'a Letters<'a>,
    page: Page,
    groups: Vec<Vec<u8>>,
    opacities: BTreeSet<u16>,
}

impl<'a> Painter<'a> {
    pub(super) fn new(content: Content, letters: &'a Letters, page: Page) -> Self {
        Painter { content, letters, page, groups: Vec::new(), opacities: BTreeSet::new() }
    }

    pub(super) fn finish(self) -> Painted {
        let page = self.content.finish().into_vec();
        Painted { page, groups: self.groups, opacities: self.opacities }
    }

    /// Paints marks that are all vectors; others are left out, as are those with numbers that are none.
    pub(super) fn marks(&mut self, marks: &[Mark]) {
        for mark in marks {
            match mark {
                Mark::Shape(shape) => self.shape(shape),
                Mark::Glyphs(glyphs) => self.glyphs(glyphs),
                Mark::Group(group) => self.group(group),
                Mark::Picture(_) | Mark::Filter(_) | Mark::Erase(_) => {}
            }
        }
    }

    pub(super) fn fill_rect(&mut self, rect: Rect, color: Color) {
        self.content.save_state();
        self.fill_with(color);
        self.content.rect(rect.x, rect.y, rect.w, rect.h).fill_nonzero();
        self.content.restore_state();
    }

    /// Paints the page's image, whole at `place` but shown only inside `clip`.
    pub(super) fn image(&mut self, place: Rect, clip: Rect) {
        self.content.save_state();
        self.content.rect(clip.x, clip.y, clip.w, clip.h).clip_nonzero().end_path();
        self.content.transform([place.w, 0.0, 0.0, -place.h, place.x, place.bottom()]);
        self.content.x_object(Name(b"I0"));
        self.content.restore_state();
    }

    fn shape(&mut self, shape: &ShapeMark) {
        if shape.outline.is_empty() || !shape.outline.iter().all(is_finite) {
            return;
        }
        self.content.save_state();
        if let Some(color) = shape.fill {
            self.fill_with(color);
            self.path(&shape.outline);
            self.content.fill_nonzero();
        }
        if let Some(stroke) = shape.stroke.filter(|stroke| stroke.width.is_finite() && stroke.width > 0.0) {
            self.stroke_with(stroke.ink, stroke.width);
            self.path(&shape.outline);
            self.content.stroke();
        }
        self.content.restore_state();
    }

    fn glyphs(&mut self, mark: &GlyphsMark) {
        let letters = self.letters;
        if let Some(stroke) = mark.stroke.filter(|stroke| stroke.width.is_finite() && stroke.width > 0.0) {
            self.content.save_state();
            self.stroke_with(stroke.ink, stroke.width);
            self.content.begin_text().set_text_rendering_mode(TextRenderingMode::Stroke);
            // The outline says nothing that the letters on it do not say.
            letters.show(&mut self.content, mark, Reads::Not);
            self.content.end_text();
            self.content.restore_state();
        }
        self.content.save_state();
        self.fill_with(mark.ink);
        self.content.begin_text();
        letters.show(&mut self.content, mark, Reads::AsText);
        self.content.end_text();
        self.content.restore_state();
    }

    fn group(&mut self, group: &GroupMark) {
        let rings = group.clip.as_ref().map_or(&[][..], |mask| &mask.include);
        let sane = rings.iter().flatten().flatten().all(|v| v.is_finite());
        if !sane || !group.opacity.is_finite() || group.opacity <= 0.0 {
            return;
        }
        self.content.save_state();
        for ring in rings {
            self.ring(ring);
        }
        if !rings.is_empty() {
            self.content.clip_nonzero().end_path();
        }
        if group.opacity >= 1.0 {
            self.marks(&group.marks);
        } else {
            let mut inner = Painter::new(Content::new(), self.letters, self.page);
            std::mem::swap(&mut inner.groups, &mut self.groups);
            std::mem::swap(&mut inner.opacities, &mut self.opacities);
            inner.marks(&group.marks);
            let Painted { page, groups, opacities } = inner.finish();
            (self.groups, self.opacities) = (groups, opacities);
            self.groups.push(page);
            self.opacity(group.opacity);
            self.content.x_object(Name(name('G', self.groups.len() - 1).as_bytes()));
        }
        self.content.restore_state();
    }

    fn opacity(&mut self, opacity: f32) {
        let thousandths = (opacity.clamp(0.0, 1.0) * 1000.0).round() as u16;
        self.opacities.insert(thousandths);
        self.content.set_parameters(Name(name('A', usize::from(thousandths)).as_bytes()));
    }

    fn fill_with(&mut self, color: Color) {
        let [r, g, b] = channels(color);
        self.content.set_fill_rgb(r, g, b);
        self.opacity(f32::from(color.a) / 255.0);
    }

    fn stroke_with(&mut self, color: Color, width: f32) {
        let [r, g, b] = channels(color);
        self.content.set_stroke_rgb(r, g, b);
        self.content.set_line_width(width).set_line_join(LineJoinStyle::RoundJoin).set_line_cap(LineCapStyle::RoundCap);
        self.opacity(f32::from(color.a) / 255.0);
    }

    fn ring(&mut self, ring: &[[f32; 2]]) {
        for (i, [x, y]) in ring.iter().enumerate() {
            if i == 0 {
                self.content.move_to(*x, *y)
            } else {
                self.content.line_to(*x, *y)
            };
        }
        self.content.close_path();
    }

    fn path(&mut self, outline: &[Segment]) {
        // Where the pen is; a contour that does not say where it starts starts at its first point.
        let mut pen = None;
        for segment in outline {
            match (*segment, pen) {
                (Segment::Move([x, y]), _) | (Segment::Line([x, y]), None) => {
                    self.content.move_to(x, y);
                }
                (Segment::Line([x, y]), _) => {
                    self.content.line_to(x, y);
                }
                (Segment::Quad([cx, cy, x, y]), from) => {
                    let [px, py] = from.unwrap_or_else(|| self.start([cx, cy]));
                    // A quadratic curve raised by one degree.
                    let third = |end: f32, control: f32| end + (control - end) * (2.0 / 3.0);
                    self.content.cubic_to(third(px, cx), third(py, cy), third(x, cx), third(y, cy), x, y);
                }
                (Segment::Cubic([cx, cy, dx, dy, x, y]), from) => {
                    from.unwrap_or_else(|| self.start([cx, cy]));
                    self.content.cubic_to(cx, cy, dx, dy, x, y);
                }
                (Segment::Close, None) => {}
                (Segment::Close, Some(_)) => {
                    self.content.close_path();
                }
            }
            pen = match *segment {
                Segment::Move(to) | Segment::Line(to) => Some(to),
                Segment::Quad([.., x, y]) => Some([x, y]),
                Segment::Cubic([.., x, y]) => Some([x, y]),
                Segment::Close => None,
            };
        }
    }

    fn start(&mut self, at: [f32; 2]) -> [f32; 2] {
        self.content.move_to(at[0], at[1]);
        at
    }
}

fn channels(color: Color) -> [f32; 3] {
    [color.r, color.g, color.b].map(|c| f32::from(c) / 255.0)
}

fn is_finite(segment: &Segment) -> bool {
    match segment {
        Segment::Move(p) | Segment::Line(p) => p.iter().all(|v| v.is_finite()),
        Segment::Quad(p) => p.iter().all(|v| v.is_finite()),
        Segment::Cubic(p) => p.iter().all(|v| v.is_finite()),
        Segment::Close => true,
    }
}
