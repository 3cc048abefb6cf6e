//! Walls: lettering in a plane that is seen aslant, by perspective.

use crate::{
    layer::outline,
    plan::Segment,
    quad::Quad,
    typeset::{Style, fonts::Fonts},
};

use super::letters::{Laid, Letters, boxed, inked};

/// Into how many pieces a curve is cut before it is seen aslant: perspective bends a long one otherwise than its
/// control points.
const CUTS: usize = 4;

/// Whether the corners go round clockwise, enclose something and none points inward.
pub fn is_sound(quad: &Quad) -> bool {
    let turn = |i: usize| {
        let [a, b, c] = [0, 1, 2].map(|k| quad.0[(i + k) % 4]);
        (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
    };
    (0..4).all(|i| turn(i) > 1.0)
}

/// Words that fill a quad, in lines as its shape asks for.
pub fn fill(text: &str, style: &Style, quad: &Quad, margin: f32, most: f32, fonts: &Fonts) -> Option<Laid> {
    let (width, height) = (quad.width(), quad.height());
    let warp = Warp::onto(quad, width, height);
    let (setting, inset) = boxed(text, style, [width, height], margin, most, fonts)?;
    let mut outlines = Vec::new();
    for run in &setting.runs {
        let face = fonts.get(run.face);
        for glyph in &run.glyphs {
            let at = |x: f32, y: f32| [glyph.x + inset + x * setting.size, glyph.y + inset + y * setting.size];
            outlines.extend(cut(&outline::placed(face.outline(glyph.id), at)));
        }
    }
    let inks = setting.clusters.iter().filter_map(|cluster| {
        let run = &setting.runs[cluster.run];
        inked(&run.glyphs[cluster.glyphs.clone()], run.face, setting.size, fonts)
    });
    let spot = |ink: crate::measure::Rect| Quad(outline::corners(&ink).map(|[x, y]| warp.at([x + inset, y + inset])));
    let spots = inks.map(spot).collect();
    Some(Laid { size: setting.size, letters: Letters::Outlines(outlines, warp), spots, missing: setting.missing })
}

/// How a rectangle at the origin is seen as a quad: a projective map.
pub struct Warp {
    rows: [[f64; 3]; 3],
}

impl Warp {
    /// The map that takes the corners of `width` × `height` to those of a sound quad (Heckbert 1989).
    pub fn onto(quad: &Quad, width: f32, height: f32) -> Self {
        let [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = quad.0.map(|p| p.map(f64::from));
        let (dx1, dx2, sx) = (x1 - x2, x3 - x2, x0 - x1 + x2 - x3);
        let (dy1, dy2, sy) = (y1 - y2, y3 - y2, y0 - y1 + y2 - y3);
        let whole = dx1 * dy2 - dx2 * dy1;
        let (g, h) = ((sx * dy2 - dx2 * sy) / whole, (dx1 * sy - sx * dy1) / whole);
        let (w, v) = (f64::from(width), f64::from(height));
        Warp {
            rows: [
                [(x1 - x0 + g * x1) / w, (x3 - x0 + h * x3) / v, x0],
                [(y1 - y0 + g * y1) / w, (y3 - y0 + h * y3) / v, y0],
                [g / w, h / v, 1.0],
            ],
        }
    }

    /// Where a point of the rectangle is seen.
    pub fn at(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        let along = |row: &[f64; 3]| row[0] * f64::from(x) + row[1] * f64::from(y) + row[2];
        // A shadow may reach beyond the quad, but never behind the eye.
        let depth = along(&self.rows[2]).max(0.02);
        [0, 1].map(|i| (along(&self.rows[i]) / depth) as f32)
    }
}

/// An outline with its curves in shorter pieces.
fn cut(outline: &[Segment]) -> Vec<Segment> {
    let mut pen = [0.0; 2];
    let mut cut = Vec::with_capacity(outline.len() * 3);
    for segment in outline {
        let step = 1.0 / CUTS as f32;
        match *segment {
            Segment::Quad([a, b, x, y]) => {
                let (p, c, q) = (pen, [a, b], [x, y]);
                // A part from t to u has its control point where both parameters are mixed.
                let mixed = |t: f32, u: f32| {
                    [0, 1].map(|i| {
                        let (t1, u1) = (1.0 - t, 1.0 - u);
                        p[i] * t1 * u1 + c[i] * (t1 * u + t * u1) + q[i] * t * u
                    })
                };
                for k in 0..CUTS {
                    let (t, u) = (k as f32 * step, (k + 1) as f32 * step);
                    let ([a, b], [x, y]) = (mixed(t, u), mixed(u, u));
                    cut.push(Segment::Quad([a, b, x, y]));
                }
            }
            Segment::Cubic([a, b, c, d, x, y]) => {
                let (p, e, f, q) = (pen, [a, b], [c, d], [x, y]);
                let mixed = |r: f32, s: f32, t: f32| {
                    let lerp = |a: [f32; 2], b: [f32; 2], t: f32| [0, 1].map(|i| a[i] + (b[i] - a[i]) * t);
                    let (a, b, c) = (lerp(p, e, r), lerp(e, f, r), lerp(f, q, r));
                    lerp(lerp(a, b, s), lerp(b, c, s), t)
                };
                for k in 0..CUTS {
                    let (t, u) = (k as f32 * step, (k + 1) as f32 * step);
                    let ([a, b], [c, d], [x, y]) = (mixed(t, t, u), mixed(t, u, u), mixed(u, u, u));
                    cut.push(Segment::Cubic([a, b, c, d, x, y]));
                }
            }
            other => cut.push(other),
        }
        pen = match *segment {
            Segment::Move(to) | Segment::Line(to) => to,
            Segment::Quad([.., x, y]) => [x, y],
            Segment::Cubic([.., x, y]) => [x, y],
            Segment::Close => pen,
        };
    }
    cut
}
