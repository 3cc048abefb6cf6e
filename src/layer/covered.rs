//! Covered: what is laid over a placed picture, and which of its lines would show in part for it.

use std::collections::BTreeSet;

use crate::{
    layer::outline,
    measure::{Page, Rect},
    plan::{GlyphsMark, Mark, Segment, ShapeMark},
    polygon,
    scene::{Scene, line::Line},
};

/// Inks of less than this opacity, in 255ths, let what lies below be seen.
const SOLID: u8 = 200;
/// What is thinner than this, as a share of the page's short side, is a rule: nobody takes it for paper.
const THIN: f32 = 0.008;
/// The same of the lines that frames are drawn with.
const HAIRLINE: f32 = 0.003;
/// Letters lie across a line when so much of its middle is under them.
const ACROSS: f32 = 0.04;
/// How far the surroundings of a line go in which crumbs of it may be left, in capitals.
const ROUND: f32 = 0.2;
/// The same round the plate that a line stands on.
const PLATE: f32 = 0.04;

/// One thing laid down, in canvas pixels.
#[derive(Clone, Debug)]
pub enum Laid {
    /// A picture: the part that shows, and where.
    Picture { from: Rect, to: Rect },
    /// Something that nothing is seen through, and the box round it.
    Sheet { outline: Vec<[f32; 2]>, bounds: Rect },
    /// A line of letters that lies on whatever is below.
    Letters(Rect),
}

/// What has been laid down so far, first to last, while somebody wants to know.
#[derive(Clone, Debug, Default)]
pub struct Covered {
    /// Whether anybody does.
    pub watched: bool,
    /// The layer that is being composed lets the ones below show through.
    pub veiled: bool,
    /// Lines of the picture, by index, that are erased because they would show in part.
    pub gone: BTreeSet<usize>,
    laid: Vec<Laid>,
}

impl Covered {
    /// Nothing yet.
    pub fn new(watched: bool) -> Self {
        Covered { watched, ..Covered::default() }
    }

    /// How many things were laid down.
    pub fn count(&self) -> usize {
        self.laid.len()
    }

    /// What was laid down after the first `count` things, taken up again.
    pub fn taken(&mut self, count: usize) -> Vec<Laid> {
        self.laid.split_off(count)
    }

    /// A picture has been placed.
    pub fn picture(&mut self, from: Rect, to: Rect) {
        if !self.watched {
            return;
        }
        if !self.veiled {
            self.laid.push(Laid::Sheet { outline: outline::corners(&to).to_vec(), bounds: to });
        }
        self.laid.push(Laid::Picture { from, to });
    }

    /// The marks of a layer have been laid down.
    pub fn lay(&mut self, marks: &[Mark], page: &Page) {
        if !self.watched || self.veiled {
            return;
        }
        for mark in marks {
            match mark {
                Mark::Shape(shape) if shape.fill.is_some_and(|fill| fill.a >= SOLID) => {
                    self.laid.extend(flat(&shape.outline).into_iter().filter_map(|outline| sheet(outline, page)));
                }
                Mark::Shape(shape) if shape.fill.is_none() => self.laid.extend(frame(shape, page)),
                Mark::Glyphs(glyphs) if glyphs.ink.a >= SOLID => self.laid.extend(letters(glyphs).map(Laid::Letters)),
                // Clipped to something that lies below it, as far as it is a thing at all.
                Mark::Group(group) if group.clip.is_none() && group.opacity * 255.0 >= f32::from(SOLID) => {
                    self.lay(&group.marks, page);
                }
                _ => {}
            }
        }
    }

    /// The lines, by index, that would show in part: cropped, partly covered, or with other letters across them.
    pub fn cut(&self, scene: &Scene, page: &Page) -> BTreeSet<usize> {
        let mut cut = BTreeSet::new();
        for (i, laid) in self.laid.iter().enumerate() {
            let Laid::Picture { from, to } = laid else { continue };
            let above = &self.laid[i + 1..];
            let lines = scene.text.iter().flatten().enumerate();
            let shown = lines.filter(|(n, line)| !self.gone.contains(n) && from.meet(&bounds(line)).area() > 0.0);
            cut.extend(shown.filter(|(_, line)| is_cut(line, (from, to), above, page)).map(|(n, _)| n));
        }
        cut
    }
}

/// Whether a line shows in part of a picture that is placed.
fn is_cut(line: &Line, (from, to): (&Rect, &Rect), above: &[Laid], page: &Page) -> bool {
    let at = |[x, y]: [f32; 2]| [to.x + (x - from.x) * to.w / from.w, to.y + (y - from.y) * to.h / from.h];
    let window = to.meet(&page.trim());
    let points = Points::of(line);
    let (inside, round): (Vec<_>, Vec<_>) =
        (points.inside.into_iter().map(at).collect(), points.round.into_iter().map(at).collect());
    let reach = polygon::bounds(&round).unwrap_or_default();
    let near: Vec<&Laid> = above.iter().filter(|laid| laid.bounds().meet(&reach).area() > 0.0).collect();
    let shows = |point: &[f32; 2]| holds(&window, point) && !near.iter().any(|laid| laid.hides(point));
    let shown = inside.iter().filter(|point| shows(point)).count();
    if shown == 0 {
        // Crumbs of letters, or of their outlines, at an edge that comes too near.
        return !near.is_empty() && round.iter().any(shows);
    }
    let lettered =
        |point: &&[f32; 2]| near.iter().any(|laid| matches!(laid, Laid::Letters(rect) if holds(rect, point)));
    let across = inside.iter().filter(|point| shows(point)).filter(lettered).count();
    shown < inside.len() || across as f32 > ACROSS * inside.len() as f32
}

impl Laid {
    pub fn bounds(&self) -> Rect {
        match self {
            Laid::Picture { to, .. } => *to,
            Laid::Sheet { bounds, .. } | Laid::Letters(bounds) => *bounds,
        }
    }

    /// Whether it hides a point.
    pub fn hides(&self, point: &[f32; 2]) -> bool {
        matches!(self, Laid::Sheet { outline, bounds } if holds(bounds, point) && polygon::holds(outline, *point))
    }
}

/// Points that stand for a line, in picture pixels.
pub struct Points {
    /// Where its letters are, and the plate that they stand on.
    pub inside: Vec<[f32; 2]>,
    /// Just round them.
    pub round: Vec<[f32; 2]>,
}

impl Points {
    pub fn of(line: &Line) -> Self {
        let quad = &line.plate.map_or(line.quad, |plate| plate.quad);
        let count = (3.0 * quad.width() / quad.height().max(1.0)).clamp(8.0, 64.0) as usize;
        // The ends themselves, or half a letter might be missed.
        let along = |i: usize| 0.004 + 0.992 * i as f32 / (count - 1) as f32;
        let rows = [0.004, 0.25, 0.5, 0.75, 0.996];
        let curve = line.outline.as_ref().filter(|_| line.plate.is_none());
        let curved = |point: &[f32; 2]| curve.is_none_or(|outline| polygon::holds(outline, *point));
        let inside = rows.iter().flat_map(|v| (0..count).map(move |i| (along(i), *v))).map(|(u, v)| quad.at(u, v));
        let inside: Vec<_> = inside.filter(curved).collect();
        // A plate has neither outlines nor shadows that would be left.
        let by = if line.plate.is_some() { PLATE } else { ROUND } * line.lettering.cap_height.max(1.0);
        let (wide, sides) = (quad.grown(by, by), [0.0, 0.25, 0.5, 0.75, 1.0]);
        let round = (0..=count).flat_map(|i| [0.0, 1.0].map(|v| wide.at(i as f32 / count as f32, v)));
        let round: Vec<_> = round.chain(sides.into_iter().flat_map(|v| [wide.at(0.0, v), wide.at(1.0, v)])).collect();
        Points { inside, round }
    }
}

/// The box round a line and the plate that it stands on, in picture pixels.
pub fn bounds(line: &Line) -> Rect {
    if let Some(plate) = &line.plate {
        return plate.quad.bounds();
    }
    line.outline.as_deref().and_then(polygon::bounds).unwrap_or_else(|| line.quad.bounds())
}

pub fn holds(rect: &Rect, [x, y]: &[f32; 2]) -> bool {
    (rect.x..rect.right()).contains(x) && (rect.y..rect.bottom()).contains(y)
}

/// An outline as a thing that hides what is below, if it is broad enough.
fn sheet(outline: Vec<[f32; 2]>, page: &Page) -> Option<Laid> {
    if outline.len() < 3 {
        return None;
    }
    let bounds = polygon::bounds(&outline)?;
    let broad = polygon::area(&outline) >= THIN * page.short() * libm::hypotf(bounds.w, bounds.h);
    broad.then_some(Laid::Sheet { outline, bounds })
}

/// The sides of a frame, unless they are hairlines.
fn frame(shape: &ShapeMark, page: &Page) -> Vec<Laid> {
    let Some(stroke) = shape.stroke.filter(|s| s.ink.a >= SOLID && s.width >= HAIRLINE * page.short()) else {
        return Vec::new();
    };
    let side = |(a, b): (&[f32; 2], &[f32; 2])| {
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let length = libm::hypotf(dx, dy).max(1e-3);
        let (x, y) = (dx / length * stroke.width / 2.0, dy / length * stroke.width / 2.0);
        let outline = vec![[a[0] - y, a[1] + x], [a[0] + y, a[1] - x], [b[0] + y, b[1] - x], [b[0] - y, b[1] + x]];
        polygon::bounds(&outline).map(|bounds| Laid::Sheet { outline, bounds })
    };
    let sides = |part: Vec<[f32; 2]>| part.windows(2).filter_map(|ends| side((&ends[0], &ends[1]))).collect::<Vec<_>>();
    flat(&shape.outline).into_iter().flat_map(sides).collect()
}

/// The parts of a path, their curves as short lines; those that are closed end where they begin.
fn flat(path: &[Segment]) -> Vec<Vec<[f32; 2]>> {
    const STEPS: usize = 6;
    let mut parts: Vec<Vec<[f32; 2]>> = Vec::new();
    for segment in path {
        if let Segment::Move(point) = *segment {
            parts.push(vec![point]);
            continue;
        }
        let Some(part) = parts.last_mut() else { continue };
        let Some(&[x0, y0]) = part.last() else { continue };
        let steps = (1..=STEPS).map(|i| i as f32 / STEPS as f32);
        match *segment {
            Segment::Line(point) => part.push(point),
            Segment::Quad([cx, cy, x, y]) => part.extend(steps.map(|t| {
                let s = 1.0 - t;
                [s * s * x0 + 2.0 * s * t * cx + t * t * x, s * s * y0 + 2.0 * s * t * cy + t * t * y]
            })),
            Segment::Cubic([ax, ay, bx, by, x, y]) => part.extend(steps.map(|t| {
                let s = 1.0 - t;
                let weigh = |p0: f32, a: f32, b: f32, p: f32| {
                    s * s * s * p0 + 3.0 * s * s * t * a + 3.0 * s * t * t * b + t * t * t * p
                };
                [weigh(x0, ax, bx, x), weigh(y0, ay, by, y)]
            })),
            Segment::Close => part.push(part[0]),
            Segment::Move(_) => {}
        }
    }
    parts
}

/// About where letters are: from the baseline to the height of capitals, with their outlines.
fn letters(mark: &GlyphsMark) -> impl Iterator<Item = Rect> + '_ {
    let (em, edge) = (mark.size, mark.stroke.map_or(0.0, |stroke| stroke.width / 2.0));
    let set = mark.glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty());
    set.map(move |glyph| {
        let letter = Rect::new(glyph.x, glyph.y - 0.8 * em, 0.5 * em, 0.8 * em);
        outline::bounds(&letter.grown(edge), &mark.transform)
    })
}

#[cfg(test)]
mod tests;
