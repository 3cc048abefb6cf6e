//! A face: one font file, what it can set, and the outlines and ink of its glyphs.

use std::sync::{Arc, Mutex, OnceLock};

use ab_glyph::{Font as _, FontArc, OutlineCurve};
use harfrust::{Direction, Feature, Language, Script, ShapePlan, ShapePlanKey};

use crate::{measure::Rect, plan::Segment, typeset::ink::Ink};

/// A font file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    #[error("font {index} is no TrueType or OpenType file that can be read")]
    Unreadable { index: usize },
}

/// One face. Everything it measures is in ems: x to the right, y down from the baseline.
pub struct Face {
    name: String,
    hash: OnceLock<String>,
    file: FontArc,
    tables: harfrust::Font,
    per_em: f32,
    glyphs: Vec<OnceLock<Drawn>>,
    plans: Mutex<Vec<Arc<ShapePlan>>>,
}

/// A glyph as it is drawn.
struct Drawn {
    outline: Box<[Segment]>,
    ink: Ink,
}

impl Face {
    /// Reads a font file that is part of the program; `None` when it is none.
    pub(crate) fn from_static(name: &str, bytes: &'static [u8]) -> Option<Face> {
        Self::new(Some(name), FontArc::try_from_slice(bytes).ok()?, harfrust::Font::new(bytes, 0)?)
    }

    /// Reads a font file that a user brings; its name is the one it gives itself.
    pub(crate) fn from_bytes(bytes: Vec<u8>) -> Option<Face> {
        let tables = harfrust::Font::new(bytes.clone(), 0)?;
        Self::new(None, FontArc::try_from_vec(bytes).ok()?, tables)
    }

    fn new(name: Option<&str>, file: FontArc, tables: harfrust::Font) -> Option<Face> {
        let per_em = file.units_per_em().filter(|units| *units > 0.0)?;
        // Name 16 and 17 are the family and style as typographers group them, 1 and 2 as old systems do.
        let text = |id: u16| tables.names().get(id.into())?.english_or_first().map(|n| n.name().to_string());
        let own_name = || {
            let family = text(16).or_else(|| text(1)).unwrap_or_else(|| "Unnamed".into());
            let style = text(17).or_else(|| text(2)).filter(|style| style != "Regular");
            style.map_or(family.clone(), |style| format!("{family} {style}"))
        };
        let name = name.map_or_else(own_name, str::to_string);
        let glyphs = (0..file.glyph_count()).map(|_| OnceLock::new()).collect();
        Some(Face { name, hash: OnceLock::new(), file, tables, per_em, glyphs, plans: Mutex::default() })
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// First 16 hex digits of the BLAKE3 of the font file.
    pub fn hash(&self) -> &str {
        self.hash.get_or_init(|| blake3::hash(self.bytes()).to_hex()[..16].to_string())
    }

    /// The font file.
    pub fn bytes(&self) -> &[u8] {
        self.file.font_data()
    }

    /// The glyph of a character, `None` when there is none. Glyph 0 counts as none: in some faces it
    /// is invisible, so nobody would see that something is missing.
    pub fn glyph(&self, c: char) -> Option<u16> {
        let id = self.tables.charmap().map_unicode(c)?;
        u16::try_from(id.to_u32()).ok().filter(|id| *id != 0)
    }

    /// The outline of a glyph, closed contour after closed contour; empty when it has none.
    pub fn outline(&self, glyph: u16) -> &[Segment] {
        self.drawn(glyph).map_or(&[], |drawn| &drawn.outline)
    }

    /// The smallest upright rectangle round the outline of a glyph; `None` when it has no ink.
    pub fn ink(&self, glyph: u16) -> Option<Rect> {
        self.drawn(glyph).and_then(|drawn| drawn.ink.rect())
    }

    pub(crate) fn extent(&self, glyph: u16) -> Ink {
        self.drawn(glyph).map_or(Ink::NONE, |drawn| drawn.ink)
    }

    /// How far the pen moves past a glyph that stands alone.
    pub fn advance(&self, glyph: u16) -> f32 {
        self.file.h_advance_unscaled(ab_glyph::GlyphId(glyph)) / self.per_em
    }

    /// Height of a capital (of H).
    pub fn cap_height(&self) -> f32 {
        self.height_of('H', 0.7)
    }

    /// Height of a small letter (of x).
    pub fn x_height(&self) -> f32 {
        self.height_of('x', 0.5)
    }

    /// Whether all its letters are equally wide: they do not join in ligatures then.
    pub fn is_monospaced(&self) -> bool {
        let wide = |c: char| self.glyph(c).map(|glyph| self.advance(glyph));
        wide('i')
            .is_some_and(|own| ['m', 'W', '.'].into_iter().all(|c| wide(c).is_some_and(|w| (w - own).abs() < 1e-3)))
    }

    /// How far the face says that it rises above the baseline.
    pub fn ascent(&self) -> f32 {
        self.file.ascent_unscaled() / self.per_em
    }

    /// How far the face says that it hangs below the baseline; positive.
    pub fn descent(&self) -> f32 {
        -self.file.descent_unscaled() / self.per_em
    }

    fn height_of(&self, c: char, otherwise: f32) -> f32 {
        self.glyph(c).and_then(|glyph| self.ink(glyph)).map_or(otherwise, |ink| -ink.y)
    }

    pub(crate) fn tables(&self) -> &harfrust::Font {
        &self.tables
    }

    /// How text of one kind is shaped; worked out once.
    pub(crate) fn shape_plan(
        &self,
        script: Script,
        direction: Direction,
        language: &Language,
        features: &[Feature],
    ) -> Arc<ShapePlan> {
        let key = ShapePlanKey::new(&self.tables, Some(script), direction).language(Some(language)).features(features);
        // A plan is pushed whole, so the list is sound even if another thread died holding it.
        let mut plans = self.plans.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(plan) = plans.iter().find(|plan| key.matches(plan)) {
            return plan.clone();
        }
        let plan = Arc::new(ShapePlan::new(&self.tables, direction, Some(script), Some(language), features));
        plans.push(plan.clone());
        plan
    }

    fn drawn(&self, glyph: u16) -> Option<&Drawn> {
        let slot = self.glyphs.get(usize::from(glyph))?;
        Some(slot.get_or_init(|| {
            let outline = self.file.outline(ab_glyph::GlyphId(glyph)).map(|outline| outline.curves);
            let outline = contours(outline.as_deref().unwrap_or(&[]), 1.0 / self.per_em);
            Drawn { ink: Ink::of(&outline), outline }
        }))
    }
}

/// Joins curves into contours. ab_glyph has no step that moves the pen: a contour begins where a curve
/// does not start at the end of the one before.
fn contours(curves: &[OutlineCurve], scale: f32) -> Box<[Segment]> {
    let at = |p: ab_glyph::Point| [p.x * scale, -p.y * scale];
    let mut path = Vec::with_capacity(curves.len() + 4);
    let mut pen = None;
    for curve in curves {
        let (start, end) = match *curve {
            OutlineCurve::Line(a, b) | OutlineCurve::Quad(a, _, b) | OutlineCurve::Cubic(a, _, _, b) => (a, b),
        };
        if pen != Some(start) {
            if pen.is_some() {
                path.push(Segment::Close);
            }
            path.push(Segment::Move(at(start)));
        }
        match *curve {
            // Contours that close themselves end in a line of no length.
            OutlineCurve::Line(a, b) if a == b => {}
            OutlineCurve::Line(_, b) => path.push(Segment::Line(at(b))),
            OutlineCurve::Quad(_, c, b) => {
                let ([cx, cy], [x, y]) = (at(c), at(b));
                path.push(Segment::Quad([cx, cy, x, y]));
            }
            OutlineCurve::Cubic(_, c, d, b) => {
                let ([cx, cy], [dx, dy], [x, y]) = (at(c), at(d), at(b));
                path.push(Segment::Cubic([cx, cy, dx, dy, x, y]));
            }
        }
        pen = Some(end);
    }
    if pen.is_some() {
        path.push(Segment::Close);
    }
    path.into()
}

#[cfg(test)]
mod tests {
    use crate::{plan::Segment, typeset::fonts::Fonts};

    #[test]
    fn an_em_is_an_em_and_contours_are_apart() {
        let face = Fonts::builtin().get(Fonts::builtin().find("Inter Bold").unwrap());
        // Inter's capitals are 1490 of 2048 units high; its ascent and descent make more than an em.
        assert!((face.cap_height() - 1490.0 / 2048.0).abs() < 0.002, "{}", face.cap_height());
        assert!(face.ascent() + face.descent() > 1.1);
        let moves = |c| {
            let path = face.outline(face.glyph(c).unwrap());
            assert_eq!(path.last(), Some(&Segment::Close));
            path.iter().filter(|s| matches!(s, Segment::Move(_))).count()
        };
        assert_eq!([moves('I'), moves('O'), moves('B'), moves('i')], [1, 2, 3, 2]);
        let o = face.ink(face.glyph('o').unwrap()).unwrap();
        assert!(o.bottom() > 0.0 && o.bottom() < 0.03 && -o.y > face.x_height(), "round letters overshoot");
        assert_eq!(face.ink(face.glyph(' ').unwrap()), None);
    }
}
