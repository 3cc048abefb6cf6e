//! Overlap: how much of the ink of a drawing and of drawn outlines is common to both.

use ab_glyph_rasterizer::{Rasterizer, point};

use crate::{plan::Segment, scene::hand::Drawing, typeset::specimen::Specimen};

/// Ink that was compared so far.
pub(crate) struct Overlap<'a> {
    drawing: &'a Drawing,
    rasterizer: Rasterizer,
    /// What is drawn and not compared yet, row by row.
    cells: Vec<f32>,
    spare: Vec<f32>,
    /// Steps of blur that the drawing has.
    blur: usize,
    common: f32,
    all: f32,
    width: usize,
    left: usize,
}

/// Cells beside a letter that outlines are drawn over, for what reaches out of its columns.
const BESIDE: usize = 6;

impl<'a> Overlap<'a> {
    pub fn new(specimen: &Specimen<'a>) -> Self {
        let (drawing, blur) = (specimen.drawing, specimen.blur);
        Overlap {
            drawing,
            rasterizer: Rasterizer::new(0, 0),
            cells: Vec::new(),
            spare: Vec::new(),
            blur,
            common: 0.0,
            all: 0.0,
            width: 0,
            left: 0,
        }
    }

    /// Makes room for outlines that lie side by side.
    pub fn open(&mut self, left: usize, width: usize) {
        (self.left, self.width) = (left, width.max(1));
        self.rasterizer.reset(self.width, self.drawing.rows);
        self.cells = vec![0.0; self.width * self.drawing.rows];
    }

    /// Draws an outline in ems with its origin at a place of the drawing, so many cells an em across and down.
    pub fn draw(&mut self, outline: &[Segment], origin: [f32; 2], scale: [f32; 2]) {
        let rows = self.drawing.rows;
        let at = |x: f32, y: f32| [origin[0] + x * scale[0], origin[1] + y * scale[1]];
        if self.cells.is_empty() {
            let xs = outline.iter().filter_map(|s| ends(s).map(|[x, y]| at(x, y)[0]));
            let (low, high) = xs.fold((f32::MAX, f32::MIN), |(l, h), x| (l.min(x), h.max(x)));
            if low > high || high - low > 16.0 * rows as f32 {
                return;
            }
            let left = (low.max(0.0) as usize).saturating_sub(BESIDE);
            self.open(left, (high - left as f32).max(0.0) as usize + 2 * BESIDE);
        }
        let (wide, tall, left) = (self.width as f32, rows as f32, self.left as f32);
        // The rasteriser has no clipping: what reaches out is pressed against the border.
        let at = |x: f32, y: f32| {
            let [x, y] = at(x, y);
            point((x - left).clamp(0.0, wide), y.clamp(0.0, tall))
        };
        let (mut start, mut pen) = (point(0.0, 0.0), point(0.0, 0.0));
        for segment in outline {
            match *segment {
                Segment::Move([x, y]) => (start, pen) = (at(x, y), at(x, y)),
                Segment::Line([x, y]) => {
                    self.rasterizer.draw_line(pen, at(x, y));
                    pen = at(x, y);
                }
                Segment::Quad([a, b, x, y]) => {
                    self.rasterizer.draw_quad(pen, at(a, b), at(x, y));
                    pen = at(x, y);
                }
                Segment::Cubic([a, b, c, d, x, y]) => {
                    self.rasterizer.draw_cubic(pen, at(a, b), at(c, d), at(x, y));
                    pen = at(x, y);
                }
                Segment::Close => {
                    if pen != start {
                        self.rasterizer.draw_line(pen, start);
                    }
                    pen = start;
                }
            }
        }
    }

    /// Compares what was drawn with the columns from `from` to `to`.
    pub fn take(&mut self, from: usize, to: usize) {
        if self.cells.is_empty() {
            return;
        }
        let (cells, width) = (&mut self.cells, self.width);
        self.rasterizer.for_each_pixel(|i, value| cells[i] = value.min(1.0));
        for _ in 0..self.blur {
            soften(&mut self.cells, &mut self.spare, width);
        }
        for (y, row) in self.cells.chunks_exact(width).enumerate() {
            let drawn = &self.drawing.cover[y * self.drawing.columns..][..self.drawing.columns];
            let (first, last) = (self.left.min(from), (self.left + width).max(to));
            for (x, value) in drawn.iter().enumerate().take(last).skip(first) {
                let own = x.checked_sub(self.left).and_then(|x| row.get(x)).copied().unwrap_or(0.0);
                let other = if (from..to).contains(&x) { f32::from(*value) / 255.0 } else { 0.0 };
                self.common += own.min(other);
                self.all += own.max(other);
            }
        }
        self.cells.clear();
    }

    /// Common ink ÷ all ink.
    pub fn share(&self) -> f32 {
        self.common / self.all.max(1e-6)
    }
}

fn ends(segment: &Segment) -> Option<[f32; 2]> {
    match *segment {
        Segment::Move(p) | Segment::Line(p) => Some(p),
        Segment::Quad([.., x, y]) | Segment::Cubic([.., x, y]) => Some([x, y]),
        Segment::Close => None,
    }
}

/// One step of blur, across and down: a quarter, a half, a quarter.
fn soften(cells: &mut [f32], spare: &mut Vec<f32>, width: usize) {
    for step in [1, width] {
        spare.clear();
        spare.extend_from_slice(cells);
        for i in step..cells.len().saturating_sub(step) {
            cells[i] = 0.5 * spare[i] + 0.25 * (spare[i - step] + spare[i + step]);
        }
    }
}
