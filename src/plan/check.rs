//! Reading and checking plans: one that comes from a file may say anything.

use crate::{
    measure::Rect,
    plan::{GlyphsMark, Mark, Plan, Segment, Stroke},
    region::Mask,
    typeset::fonts::Fonts,
};

/// The longest side of a page in pixels.
pub const MAX_SIDE: u32 = 60_000;
/// The most pixels of a page: an A0 at 300 dpi has 140 million.
pub const MAX_PIXELS: u64 = 400_000_000;
/// How deep groups may stand in groups.
const MAX_DEPTH: usize = 16;
/// Marks and glyphs and points, all in all.
const MAX_PARTS: usize = 2_000_000;
/// Coordinates farther out than this mean nothing on any page.
const FAR: f32 = 1_000_000.0;

/// What is wrong with a plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    #[error("not a plan: {0}")]
    Syntax(String),
    #[error("{place}: {reason}")]
    Value { place: String, reason: String },
}

pub(super) fn wrong<T>(place: impl Into<String>, reason: impl Into<String>) -> Result<T, PlanError> {
    Err(PlanError::Value { place: place.into(), reason: reason.into() })
}

impl Plan {
    /// Reads a plan from TOML or JSON text and checks it.
    ///
    /// # Errors
    /// Syntax, unknown keys, and everything that [`Plan::check`] finds.
    pub fn read(text: &str) -> Result<Plan, PlanError> {
        let plan: Plan = if text.trim_start().starts_with('{') {
            serde_json::from_str(text).map_err(|e| PlanError::Syntax(e.to_string()))?
        } else {
            toml::from_str(text).map_err(|e| PlanError::Syntax(e.to_string().trim_end().to_string()))?
        };
        plan.check()?;
        Ok(plan)
    }

    /// Whether it can be drawn: sizes, indices, numbers, depth.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub fn check(&self) -> Result<(), PlanError> {
        let page = &self.page;
        let side = |n: u32| (1..=MAX_SIDE).contains(&n);
        if !side(page.width) || !side(page.height) || u64::from(page.width) * u64::from(page.height) > MAX_PIXELS {
            return wrong("page", format!("{}×{} pixels cannot be drawn", page.width, page.height));
        }
        if !(1.0..=10_000.0).contains(&page.dpi) {
            return wrong("page.dpi", "it goes from 1 to 10000");
        }
        if page.bleed.saturating_mul(2) >= page.width.min(page.height) {
            return wrong("page.bleed", "it leaves nothing of the page");
        }
        for (i, source) in self.pictures.iter().enumerate() {
            if source.width == 0 || source.height == 0 {
                return wrong(format!("pictures[{i}]"), "a picture has at least one pixel");
            }
        }
        self.check_marks(&self.marks, "marks", 0, &mut 0)
    }

    /// Whether every face that it letters with is at hand, in the same version.
    ///
    /// # Errors
    /// Names the face.
    pub fn check_fonts(&self, fonts: &Fonts) -> Result<(), PlanError> {
        for (i, font) in self.fonts.iter().enumerate() {
            let place = format!("fonts[{i}]");
            let Some(face) = fonts.find(&font.name).map(|id| fonts.get(id)) else {
                return wrong(place, format!("no face is called `{}`: give its file with --font", font.name));
            };
            if face.hash() != font.hash {
                return wrong(
                    place,
                    format!("`{}` is another version here ({}): make the plan again", font.name, face.hash()),
                );
            }
        }
        Ok(())
    }

    fn check_marks(&self, marks: &[Mark], place: &str, depth: usize, parts: &mut usize) -> Result<(), PlanError> {
        if depth > MAX_DEPTH {
            return wrong(place, format!("groups stand deeper than {MAX_DEPTH} in one another"));
        }
        for (i, mark) in marks.iter().enumerate() {
            let place = format!("{place}[{i}]");
            *parts += match mark {
                Mark::Picture(_) => 1,
                Mark::Shape(shape) => 1 + shape.outline.len(),
                Mark::Glyphs(glyphs) => 1 + glyphs.glyphs.len(),
                Mark::Filter(filter) => 1 + points(&filter.mask) + filter.protect.as_ref().map_or(0, points),
                Mark::Erase(erase) => 1 + erase.parts(),
                Mark::Group(group) => 1 + group.clip.as_ref().map_or(0, points),
            };
            if *parts > MAX_PARTS {
                return wrong(place, format!("more than {MAX_PARTS} parts"));
            }
            self.check_mark(mark, &place, depth, parts)?;
        }
        Ok(())
    }

    fn check_mark(&self, mark: &Mark, place: &str, depth: usize, parts: &mut usize) -> Result<(), PlanError> {
        match mark {
            Mark::Picture(mark) => {
                let Some(source) = self.pictures.get(mark.index) else {
                    return wrong(place, format!("there is no picture {}", mark.index));
                };
                let whole = Rect::new(0.0, 0.0, source.width as f32, source.height as f32);
                rect(&mark.from, place)?;
                rect(&mark.to, place)?;
                if !(-360.0..=360.0).contains(&mark.turn) {
                    return wrong(place, "`turn` goes from -360 to 360");
                }
                if !whole.holds(&mark.from, 0.01) {
                    return wrong(place, "`from` reaches out of the picture");
                }
                Ok(())
            }
            Mark::Shape(mark) => {
                if !matches!(mark.outline.first(), None | Some(Segment::Move(_))) {
                    return wrong(place, "an outline begins with `M`");
                }
                for segment in &mark.outline {
                    match segment {
                        Segment::Move(p) | Segment::Line(p) => near(p, place)?,
                        Segment::Quad(p) => near(p, place)?,
                        Segment::Cubic(p) => near(p, place)?,
                        Segment::Close => {}
                    }
                }
                stroke(mark.stroke.as_ref(), place)
            }
            Mark::Glyphs(mark) => self.check_glyphs(mark, place),
            Mark::Filter(mark) => {
                share(mark.opacity, place)?;
                mask(&mark.mask, place)?;
                mark.protect.as_ref().map_or(Ok(()), |protect| mask(protect, place))?;
                mark.filter.check().map_err(|reason| PlanError::Value { place: place.into(), reason })
            }
            Mark::Erase(mark) => mark.check(&self.page, place),
            Mark::Group(group) => {
                share(group.opacity, place)?;
                group.clip.as_ref().map_or(Ok(()), |clip| mask(clip, place))?;
                self.check_marks(&group.marks, &format!("{place}.marks"), depth + 1, parts)
            }
        }
    }

    fn check_glyphs(&self, mark: &GlyphsMark, place: &str) -> Result<(), PlanError> {
        if mark.font >= self.fonts.len() {
            return wrong(place, format!("there is no font {}", mark.font));
        }
        if !(0.0..=MAX_SIDE as f32).contains(&mark.size) || !(0.0..=1000.0).contains(&mark.blur) {
            return wrong(place, "`size` or `blur` is out of range");
        }
        near(&mark.transform, place)?;
        for glyph in &mark.glyphs {
            near(&[glyph.x, glyph.y], place)?;
        }
        stroke(mark.stroke.as_ref(), place)
    }
}

fn points(mask: &Mask) -> usize {
    mask.polygons().map(Vec::len).sum()
}

pub(super) fn near(values: &[f32], place: &str) -> Result<(), PlanError> {
    if values.iter().all(|v| v.abs() <= FAR) { Ok(()) } else { wrong(place, "a coordinate is out of range") }
}

fn rect(rect: &Rect, place: &str) -> Result<(), PlanError> {
    near(&[rect.x, rect.y, rect.w, rect.h], place)?;
    if rect.w > 0.0 && rect.h > 0.0 { Ok(()) } else { wrong(place, "a rectangle needs a width and a height") }
}

fn stroke(stroke: Option<&Stroke>, place: &str) -> Result<(), PlanError> {
    match stroke {
        Some(stroke) if !(0.0..=10_000.0).contains(&stroke.width) => wrong(place, "a stroke's width is out of range"),
        _ => Ok(()),
    }
}

fn share(value: f32, place: &str) -> Result<(), PlanError> {
    if (0.0..=1.0).contains(&value) { Ok(()) } else { wrong(place, "`opacity` goes from 0 to 1") }
}

fn mask(mask: &Mask, place: &str) -> Result<(), PlanError> {
    if !(-10_000.0..=10_000.0).contains(&mask.grow) || !(0.0..=10_000.0).contains(&mask.feather) {
        return wrong(place, "`grow` or `feather` is out of range");
    }
    mask.polygons().flatten().try_for_each(|point| near(point, place))
}
