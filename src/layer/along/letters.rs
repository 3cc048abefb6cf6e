//! Letters that have left the line: each where it stands on the canvas, and where its ink lies.

use crate::{
    layer::outline::{self, hundredth},
    measure::Rect,
    plan::{Glyph, Segment},
    quad::Quad,
    typeset::{
        Align, Cluster, Setting, Space, Style, fit,
        fonts::{FaceId, Fonts},
    },
};

use super::wall::Warp;

/// A text laid along its course.
pub struct Laid {
    /// Pixels an em.
    pub size: f32,
    pub letters: Letters,
    /// Round the ink of each letter, in canvas pixels.
    pub spots: Vec<Quad>,
    /// Characters for which no face has a glyph.
    pub missing: Vec<char>,
}

/// What is drawn.
pub enum Letters {
    /// Letters as their faces have them, each turned and put somewhere.
    Glyphs(Vec<Piece>),
    /// Their outlines in the plane of a wall, and how that is seen.
    Outlines(Vec<Segment>, Warp),
}

/// Glyphs that are turned as one.
pub struct Piece {
    pub face: FaceId,
    pub transform: [f32; 6],
    pub glyphs: Vec<Glyph>,
}

/// A letter by itself: its glyphs from the middle of its advance on the baseline.
pub struct Letter {
    pub face: FaceId,
    pub glyphs: Vec<Glyph>,
    /// Its ink from the same point; none of a space.
    pub ink: Option<Rect>,
    /// Where that point was on the line.
    pub x: f32,
    pub advance: f32,
}

/// The letters of a setting of one line.
pub fn apart(setting: &Setting, fonts: &Fonts) -> Vec<Letter> {
    let letter = |cluster: &Cluster| {
        let run = &setting.runs[cluster.run];
        let x = cluster.x + cluster.advance / 2.0;
        let moved =
            |glyph: &Glyph| Glyph { x: hundredth(glyph.x - x), y: hundredth(glyph.y - cluster.y), ..glyph.clone() };
        let glyphs: Vec<Glyph> = run.glyphs[cluster.glyphs.clone()].iter().map(moved).collect();
        let ink = inked(&glyphs, run.face, setting.size, fonts);
        Letter { face: run.face, glyphs, ink, x, advance: cluster.advance }
    };
    setting.clusters.iter().map(letter).collect()
}

/// The smallest rectangle round the ink of glyphs.
pub fn inked(glyphs: &[Glyph], face: FaceId, size: f32, fonts: &Fonts) -> Option<Rect> {
    let each = glyphs.iter().filter_map(|glyph| {
        let ink = fonts.get(face).ink(glyph.id)?;
        Some(Rect::new(glyph.x + ink.x * size, glyph.y + ink.y * size, ink.w * size, ink.h * size))
    });
    each.reduce(|a, b| a.join(&b))
}

impl Laid {
    /// Letters, each with the point where it stands and the degrees by which it leans (clockwise).
    pub fn of(setting: &Setting, letters: Vec<Letter>, mut stands: impl FnMut(&Letter) -> ([f32; 2], f32)) -> Self {
        let mut spots = Vec::new();
        let each = letters.into_iter().map(|letter| {
            let ([x, y], angle) = stands(&letter);
            let (sin, cos) = (libm::sinf(angle.to_radians()), libm::cosf(angle.to_radians()));
            let exact = |v: f32| (v * 16384.0).round() / 16384.0 + 0.0;
            let transform = [exact(cos), exact(sin), exact(-sin), exact(cos), x, y];
            spots.extend(
                letter.ink.map(|ink| Quad(outline::corners(&ink).map(|corner| outline::map(&transform, corner)))),
            );
            Piece { face: letter.face, transform, glyphs: letter.glyphs }
        });
        let letters = Letters::Glyphs(each.collect());
        Laid { size: setting.size, letters, spots, missing: setting.missing.clone() }
    }

    /// Round all ink.
    pub fn bounds(&self) -> Rect {
        self.spots.iter().map(Quad::bounds).reduce(|a, b| a.join(&b)).unwrap_or_default()
    }

    /// The same elsewhere.
    pub fn moved(mut self, [x, y]: [f32; 2]) -> Self {
        if let Letters::Glyphs(pieces) = &mut self.letters {
            for piece in pieces {
                let [.., e, f] = &mut piece.transform;
                (*e, *f) = (hundredth(*e + x), hundredth(*f + y));
            }
        }
        self.spots.iter_mut().flat_map(|spot| &mut spot.0).for_each(|point| *point = [point[0] + x, point[1] + y]);
        self
    }
}

/// Lines set in a box as large as it allows, with `margin` ems free on each side; where they begin is within it.
pub fn boxed(
    text: &str,
    style: &Style,
    [width, height]: [f32; 2],
    margin: f32,
    most: f32,
    fonts: &Fonts,
) -> Option<(Setting, f32)> {
    let within = |inset: f32| {
        let (width, height) = (width - 2.0 * inset, height - 2.0 * inset);
        let space = Space { width, height, max_size: most, min_size: 0.0, max_lines: usize::MAX };
        fit(text, style, &space, fonts).ok()
    };
    let mut setting = within(0.0)?;
    let mut inset = 0.0;
    // A smaller size has a smaller margin: the second round gives back what the first took too much.
    for _ in 0..if margin > 0.0 { 2 } else { 0 } {
        let next = (margin * setting.size).min(0.45 * width.min(height));
        let smaller = within(next)?;
        if margin * smaller.size > next + 0.5 {
            break;
        }
        (setting, inset) = (smaller, next);
    }
    Some((setting, inset))
}

/// How much of the free length lies before a line.
pub fn before(align: Align) -> f32 {
    match align {
        Align::Left => 0.0,
        Align::Center => 0.5,
        Align::Right => 1.0,
    }
}
