//! Letters: faces cut down to the glyphs that are used, and glyphs as text that can be selected.

use std::collections::BTreeMap;

use ab_glyph::{Font as _, FontRef};
use pdf_writer::{Chunk, Content, Finish, Name, Ref, Str, TextStr};
use subsetter::GlyphRemapper;

use crate::{
    encode::{
        EncodeError,
        pdf::{
            objects::{Numbers, name},
            subset,
        },
    },
    plan::{Font, Glyph, GlyphsMark, Mark},
};

/// How a reader of the page takes a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reads {
    AsText,
    /// Drawn, but nothing to read.
    Not,
}

/// The faces that marks letter with, by their index in the plan.
pub(super) struct Letters<'a> {
    faces: BTreeMap<usize, Face<'a>>,
}

/// A face and what is used of it.
pub(super) struct Face<'a> {
    pub file: &'a [u8],
    pub font: FontRef<'a>,
    /// Units an em.
    pub per_em: f32,
    /// Glyph ids of the file, and the text that each stands for where it is used first.
    pub glyphs: BTreeMap<u16, &'a str>,
    pub remapper: GlyphRemapper,
}

impl<'a> Letters<'a> {
    /// Gathers the glyphs of all marks, nested ones too.
    ///
    /// # Errors
    /// When a face is not there or cannot be read.
    pub(super) fn of<const N: usize>(marks: [&'a [Mark]; N], files: &[&'a [u8]]) -> Result<Self, EncodeError> {
        let mut letters = Letters { faces: BTreeMap::new() };
        marks.into_iter().try_for_each(|marks| letters.gather(marks, files))?;
        for face in letters.faces.values_mut() {
            for id in face.glyphs.keys() {
                face.remapper.remap(*id);
            }
        }
        Ok(letters)
    }

    fn gather(&mut self, marks: &'a [Mark], files: &[&'a [u8]]) -> Result<(), EncodeError> {
        for mark in marks {
            match mark {
                Mark::Group(group) => self.gather(&group.marks, files)?,
                Mark::Glyphs(mark) => {
                    let face = match self.faces.entry(mark.font) {
                        std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
                        std::collections::btree_map::Entry::Vacant(entry) => {
                            entry.insert(Face::read(mark.font, files)?)
                        }
                    };
                    let count = face.font.glyph_count();
                    for glyph in mark.glyphs.iter().filter(|glyph| usize::from(glyph.id) < count) {
                        let text = face.glyphs.entry(glyph.id).or_default();
                        if text.is_empty() {
                            *text = &glyph.text;
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Writes every face; gives the index in the plan and the font object of each.
    ///
    /// # Errors
    /// When a face cannot be cut down.
    pub(super) fn write(
        &self,
        pdf: &mut Chunk,
        numbers: &mut Numbers,
        fonts: &[Font],
    ) -> Result<Vec<(usize, Ref)>, EncodeError> {
        let write = |(&index, face): (&usize, &Face)| {
            let name = fonts.get(index).map_or("Face", |font| &font.name);
            Ok((index, subset::write(pdf, numbers, face, name)?))
        };
        self.faces.iter().map(write).collect()
    }

    /// Shows a mark's glyphs inside a text object.
    pub(super) fn show(&self, content: &mut Content, mark: &GlyphsMark, reads: Reads) {
        let Some(face) = self.faces.get(&mark.font) else { return };
        let numbers = mark.transform.iter().chain([&mark.size]).chain(mark.glyphs.iter().flat_map(|g| [&g.x, &g.y]));
        if !numbers.clone().all(|v| v.is_finite()) || mark.size <= 0.0 {
            return;
        }
        content.set_font(Name(name('F', mark.font).as_bytes()), mark.size);
        if reads == Reads::Not {
            actual_text(content, "");
        }
        let mut rest: Vec<&Glyph> = mark.glyphs.iter().filter(|glyph| face.glyphs.contains_key(&glyph.id)).collect();
        while !rest.is_empty() {
            let (run, literal) = run(&rest, face);
            let apart = reads == Reads::AsText && !literal;
            if apart {
                actual_text(content, &run[0].text);
            }
            face.place(content, mark, run);
            if apart {
                content.end_marked_content();
            }
            rest.drain(..run.len());
        }
        if reads == Reads::Not {
            content.end_marked_content();
        }
    }
}

/// The longest run on one baseline whose glyphs say by themselves what they stand for; or else one
/// cluster that does not, which has to be told.
fn run<'r, 'g>(glyphs: &'r [&'g Glyph], face: &Face) -> (&'r [&'g Glyph], bool) {
    let literal = |i: usize| {
        let alone = glyphs.get(i + 1).is_none_or(|next| !next.text.is_empty());
        alone && face.glyphs.get(&glyphs[i].id) == Some(&glyphs[i].text.as_str())
    };
    let length = (0..glyphs.len()).take_while(|&i| literal(i) && glyphs[i].y == glyphs[0].y).count();
    if length > 0 {
        return (&glyphs[..length], true);
    }
    let rest = glyphs[1..].iter().take_while(|glyph| glyph.text.is_empty()).count();
    (&glyphs[..1 + rest], false)
}

fn actual_text(content: &mut Content, text: &str) {
    content.begin_marked_content_with_properties(Name(b"Span")).properties().actual_text(TextStr(text));
}

impl<'a> Face<'a> {
    fn read(index: usize, files: &[&'a [u8]]) -> Result<Self, EncodeError> {
        let bad = || EncodeError::Failed(format!("font {index} of the plan is missing or no font"));
        let file = *files.get(index).ok_or_else(bad)?;
        let font = FontRef::try_from_slice(file).map_err(|_| bad())?;
        let per_em = font.units_per_em().filter(|units| *units > 0.0).ok_or_else(bad)?;
        Ok(Face { file, font, per_em, glyphs: BTreeMap::new(), remapper: GlyphRemapper::new() })
    }

    /// How far the pen moves past a glyph, in thousandths of an em, as the page says it.
    pub(super) fn width(&self, glyph: u16) -> f32 {
        (self.font.h_advance_unscaled(ab_glyph::GlyphId(glyph)) * 1000.0 / self.per_em).round()
    }

    /// Shows glyphs, each where it stands: a matrix for every baseline, adjustments between.
    fn place(&self, content: &mut Content, mark: &GlyphsMark, run: &[&Glyph]) {
        let [a, b, c, d, e, f] = mark.transform;
        for line in run.chunk_by(|left, right| left.y == right.y) {
            let (x, y) = (line[0].x, line[0].y);
            // Text rises while canvas pixels go down, hence the signs.
            content.set_text_matrix([a, b, -c, -d, a * x + c * y + e, b * x + d * y + f]);
            let mut shown = content.show_positioned();
            let mut items = shown.items();
            let mut pen = x;
            for glyph in line {
                let gap = ((pen - glyph.x) / mark.size * 1000.0).round();
                if gap != 0.0 {
                    items.adjust(gap);
                    pen -= gap / 1000.0 * mark.size;
                }
                let id = self.remapper.get(glyph.id).unwrap_or(0);
                items.show(Str(&id.to_be_bytes()));
                pen += self.width(glyph.id) / 1000.0 * mark.size;
            }
            items.finish();
            shown.finish();
        }
    }
}
