//! Labels: small lines on boxes, each beside what it names and in nobody's way.

use crate::{
    color::{Color, contrast},
    layer::outline::{self, hundredth},
    measure::Rect,
    plan::{Glyph, GlyphsMark, Mark, ShapeMark},
    typeset::{
        Style,
        fonts::{FaceId, Fonts},
        set_line,
    },
};

/// The most characters of a label.
const LONGEST: usize = 44;

/// The labels so far.
pub struct Labels<'a> {
    page: Rect,
    /// What they had better not cover.
    lines: &'a [Rect],
    fonts: &'a Fonts,
    /// Pixels an em.
    size: f32,
    placed: Vec<Rect>,
    pub marks: Vec<Mark>,
    /// The faces that the marks name by index.
    pub faces: Vec<FaceId>,
}

impl<'a> Labels<'a> {
    pub fn new(page: Rect, lines: &'a [Rect], fonts: &'a Fonts) -> Self {
        let size = (page.w.min(page.h) * 0.016).clamp(9.0, 60.0);
        Labels { page, lines, fonts, size, placed: Vec::new(), marks: Vec::new(), faces: Vec::new() }
    }

    /// Puts a label beside `of`.
    pub fn put(&mut self, text: &str, of: &Rect, color: Color) {
        let mut short: String = text.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
        if text.chars().nth(LONGEST).is_some() {
            short.push('…');
        }
        let face = self.fonts.find("Roboto Condensed");
        let style = Style { faces: face.into_iter().collect(), ..Style::default() };
        let setting = set_line(&short, &style, self.size, self.fonts);
        let Some(baseline) = setting.runs.iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.y).next() else {
            return;
        };
        let pad = 0.25 * self.size;
        let place = self.place(setting.ink.w + 2.0 * pad, 1.3 * self.size, of);
        let outline = outline::polygon(&outline::corners(&place));
        self.marks.push(Mark::Shape(ShapeMark { outline, fill: Some(color), stroke: None }));
        let grey = |ink: Color| contrast(ink.luminance(), color.luminance());
        let ink = if grey(Color::BLACK) >= grey(Color::WHITE) { Color::BLACK } else { Color::WHITE };
        let (dx, dy) = (place.x + pad - setting.ink.x, place.y + self.size - baseline);
        for run in &setting.runs {
            let font = self.faces.iter().position(|known| *known == run.face).unwrap_or_else(|| {
                self.faces.push(run.face);
                self.faces.len() - 1
            });
            let moved =
                |glyph: &Glyph| Glyph { x: hundredth(glyph.x + dx), y: hundredth(glyph.y + dy), ..glyph.clone() };
            self.marks.push(Mark::Glyphs(GlyphsMark {
                font,
                size: setting.size,
                ink,
                stroke: None,
                blur: 0.0,
                transform: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
                glyphs: run.glyphs.iter().map(moved).collect(),
            }));
        }
    }

    /// Above, below, right or left of `of`, or in it: where it covers the least of labels and other lines.
    fn place(&mut self, w: f32, h: f32, of: &Rect) -> Rect {
        let corners = [
            (of.x, of.y - h),
            (of.x, of.bottom()),
            (of.right(), of.y),
            (of.x - w, of.y),
            (of.right() - w, of.y - h),
            (of.right() - w, of.bottom()),
            (of.x, of.y),
        ];
        let inside = |(x, y): (f32, f32)| {
            let (right, bottom) = (self.page.w - w, self.page.h - h);
            Rect::new(x.min(right).max(0.0).round(), y.min(bottom).max(0.0).round(), w.ceil(), h.ceil())
        };
        let covered = |place: &Rect| {
            let of_labels: f32 = self.placed.iter().map(|other| other.meet(place).area()).sum();
            4.0 * of_labels + self.lines.iter().map(|line| line.meet(place).area()).sum::<f32>()
        };
        let mut best = inside(corners[0]);
        for place in corners.map(inside) {
            if covered(&place) < covered(&best) {
                best = place;
            }
        }
        self.placed.push(best);
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_make_way_for_each_other_and_stay_on_the_page() {
        let page = Rect::new(0.0, 0.0, 400.0, 300.0);
        let lines: Vec<Rect> = (0..6).map(|i| Rect::new(150.0, 40.0 + 30.0 * i as f32, 60.0, 12.0)).collect();
        let mut labels = Labels::new(page, &lines, Fonts::builtin());
        lines.iter().for_each(|line| labels.put("0 body 0.93  words", line, Color::BLACK));
        labels.put("in the corner", &Rect::new(395.0, 298.0, 9.0, 9.0), Color::WHITE);
        for (i, place) in labels.placed.iter().enumerate() {
            assert!(page.holds(place, 1.0));
            let others = labels.placed.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, other)| other);
            assert!(others.chain(&lines).all(|other| other.meet(place).area() == 0.0), "{place:?}");
        }
        labels.put("", &lines[0], Color::BLACK);
        assert_eq!(labels.placed.len(), 7, "nothing has no label");
    }
}
