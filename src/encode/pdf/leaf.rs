//! Leaves as content streams: pieces laid out, and over them the lines and the small print of the press.

use std::ops::Range;

use ab_glyph::{Font as _, FontRef};
use pdf_writer::{
    Chunk, Content, Name, Ref,
    types::{ColorSpaceOperand, LineCapStyle},
};

use crate::{
    color::Color,
    encode::{
        EncodeError,
        pdf::{
            bind::{ALL, POINTS},
            letters::{Letters, Reads},
            objects::{Numbers, name},
        },
    },
    plan::{Font, Glyph, GlyphsMark, Mark},
    press::{
        head,
        leaf::{Area, Head, Leaf, Line, Placed, Ring, Text},
    },
    typeset::fonts::{FaceId, Fonts},
};

/// The face of all small print.
const FACE: &str = "Inter Medium";
/// How far a plate reaches past its text, and white past a line that lies on a picture, in points.
const PLATE: f32 = 2.0;
const HALO: f32 = 0.6;

/// All leaves of a document with their texts set.
pub(super) struct Leaves<'a> {
    leaves: &'a [&'a Leaf],
    texts: Texts,
}

/// Texts as glyphs; those of each leaf one after the other.
struct Texts {
    marks: Vec<Mark>,
    /// What each covers: left, baseline, width and size in points, y up.
    plates: Vec<[f32; 4]>,
    of_leaf: Vec<Range<usize>>,
    /// Large letters, and those of each leaf.
    heads: Vec<Mark>,
    heads_of_leaf: Vec<Range<usize>>,
    /// The faces by their number in the marks; that of the small print first.
    faces: Vec<FaceId>,
}

impl<'a> Leaves<'a> {
    /// Sets all texts.
    ///
    /// # Errors
    /// When the face is missing.
    pub(super) fn of(leaves: &'a [&'a Leaf]) -> Result<Self, EncodeError> {
        let small = face()?;
        let mut texts = Texts {
            marks: Vec::new(),
            plates: Vec::new(),
            of_leaf: Vec::new(),
            heads: Vec::new(),
            heads_of_leaf: Vec::new(),
            faces: vec![small],
        };
        let font = FontRef::try_from_slice(Fonts::builtin().get(small).bytes()).map_err(|_| missing())?;
        for leaf in leaves {
            let start = texts.marks.len();
            for text in &leaf.texts {
                let (mark, plate) = set(text, leaf.height, &font);
                texts.marks.push(Mark::Glyphs(mark));
                texts.plates.push(plate);
            }
            texts.of_leaf.push(start..texts.marks.len());
            let start = texts.heads.len();
            for head in &leaf.heads {
                let marks = fill(head, leaf.height, &mut texts.faces)?;
                texts.heads.extend(marks);
            }
            texts.heads_of_leaf.push(start..texts.heads.len());
        }
        Ok(Leaves { leaves, texts })
    }

    fn letters(&self) -> Result<Letters<'_>, EncodeError> {
        let files: Vec<_> = self.texts.faces.iter().map(|id| Fonts::builtin().get(*id).bytes()).collect();
        Letters::of([&self.texts.marks, &self.texts.heads], &files)
    }

    /// Writes the faces in which anything is set.
    ///
    /// # Errors
    /// When one cannot be cut down.
    pub(super) fn font(&self, pdf: &mut Chunk, numbers: &mut Numbers) -> Result<Vec<(usize, Ref)>, EncodeError> {
        let named = |id: &FaceId| Font { name: Fonts::builtin().name(*id).into(), hash: String::new() };
        self.letters()?.write(pdf, numbers, &self.texts.faces.iter().map(named).collect::<Vec<_>>())
    }

    /// The content stream of a leaf.
    ///
    /// # Errors
    /// When the face is missing.
    pub(super) fn content(&self, index: usize) -> Result<Vec<u8>, EncodeError> {
        let leaf = self.leaves[index];
        let mut content = Content::new();
        for placed in &leaf.placed {
            show(&mut content, placed, leaf.height);
        }
        for line in &leaf.lines {
            stroke(&mut content, line, leaf.height);
        }
        for ring in &leaf.rings {
            circle(&mut content, ring, leaf.height);
        }
        let letters = self.letters()?;
        let range = self.texts.of_leaf[index].clone();
        for ((text, mark), plate) in
            leaf.texts.iter().zip(&self.texts.marks[range.clone()]).zip(&self.texts.plates[range])
        {
            content.save_state();
            if text.over {
                let [x, y, width, size] = *plate;
                content.set_fill_gray(1.0);
                // Capitals and figures, 0.73 em tall, stand in its middle.
                content.rect(x - PLATE, y - 0.16 * size, width + 2.0 * PLATE, 1.05 * size);
                content.fill_nonzero();
            }
            content.set_fill_gray(0.0);
            content.begin_text();
            if let Mark::Glyphs(mark) = mark {
                letters.show(&mut content, mark, Reads::AsText);
            }
            content.end_text();
            content.restore_state();
        }
        for mark in &self.texts.heads[self.texts.heads_of_leaf[index].clone()] {
            let Mark::Glyphs(mark) = mark else { continue };
            content.save_state().set_fill_gray(0.0).begin_text();
            letters.show(&mut content, mark, Reads::AsText);
            content.end_text().restore_state();
        }
        Ok(content.finish().into_vec())
    }
}

fn missing() -> EncodeError {
    EncodeError::Failed("the face of the small print is missing".into())
}

fn face() -> Result<FaceId, EncodeError> {
    Fonts::builtin().find(FACE).ok_or_else(missing)
}

/// A head's letters, as large as its place allows; faces that it needs are added to `faces`.
fn fill(head: &Head, height: f64, faces: &mut Vec<FaceId>) -> Result<Vec<Mark>, EncodeError> {
    let [x, y] = point([head.place.x, head.place.y], height);
    Ok(head::set(head, POINTS, [1.0, 0.0, 0.0, -1.0, x, y], faces)?)
}

/// A point of a leaf in points, y up.
fn point([x, y]: [f64; 2], height: f64) -> [f32; 2] {
    [(x * POINTS) as f32, ((height - y) * POINTS) as f32]
}

/// A text as glyphs, and what its plate covers.
fn set(text: &Text, height: f64, font: &FontRef) -> (GlyphsMark, [f32; 4]) {
    let size = (text.size * POINTS) as f32;
    let em = font.units_per_em().unwrap_or(1000.0);
    let advance = |id| font.h_advance_unscaled(id) / em * size;
    let width: f32 = text.say.chars().map(|c| advance(font.glyph_id(c))).sum();
    let [mut x, y] = point(text.at, height);
    if text.centred {
        x -= width / 2.0;
    }
    let plate = [x, y, width, size];
    // Glyphs go down where points go up.
    let glyphs = text.say.chars().map(|c| {
        let id = font.glyph_id(c);
        let glyph = Glyph { id: id.0, x, y: -y, text: c.to_string() };
        x += advance(id);
        glyph
    });
    let glyphs = glyphs.collect();
    let transform = [1.0, 0.0, 0.0, -1.0, 0.0, 0.0];
    (GlyphsMark { font: 0, size, ink: Color::BLACK, stroke: None, blur: 0.0, transform, glyphs }, plate)
}

/// Shows a piece where it is placed; its form fills a square of one unit, y down.
fn show(content: &mut Content, placed: &Placed, height: f64) {
    content.save_state();
    if let Some(Area { x, y, w, h }) = placed.clip {
        let [left, bottom] = point([x, y + h], height);
        content.rect(left, bottom, (w * POINTS) as f32, (h * POINTS) as f32).clip_nonzero().end_path();
    }
    let [o, u, v] = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]].map(|corner| placed.point(corner));
    let axis = |end: [f64; 2]| [((end[0] - o[0]) * POINTS) as f32, ((o[1] - end[1]) * POINTS) as f32];
    let ([a, b], [c, d], [e, f]) = (axis(u), axis(v), point(o, height));
    content.transform([a, b, c, d, e, f]);
    content.x_object(Name(name('P', placed.page).as_bytes()));
    content.restore_state();
}

fn stroke(content: &mut Content, line: &Line, height: f64) {
    let ([x0, y0], [x1, y1]) = (point(line.from, height), point(line.to, height));
    let width = (line.width * POINTS) as f32;
    content.save_state();
    content.set_line_cap(LineCapStyle::ButtCap);
    if line.over {
        // Dashes are seen by the white between them.
        let halo = if line.dashed { 0.0 } else { 2.0 * HALO };
        content.set_stroke_gray(1.0).set_line_width(width + halo);
        content.move_to(x0, y0).line_to(x1, y1).stroke();
    }
    if line.over {
        content.set_stroke_gray(0.0);
    } else {
        registration(content);
    }
    content.set_line_width(width);
    if line.dashed {
        content.set_dash_pattern([6.0, 4.0], 0.0);
    }
    content.move_to(x0, y0).line_to(x1, y1).stroke();
    content.restore_state();
}

/// Strokes in every ink of the press, so that marks stand on all plates.
fn registration(content: &mut Content) {
    content.set_stroke_color_space(ColorSpaceOperand::Named(Name(ALL))).set_stroke_color([1.0]);
}

fn circle(content: &mut Content, ring: &Ring, height: f64) {
    // A quarter of a circle as a cubic curve.
    const BEND: f32 = 0.552_284_8;
    let [x, y] = point(ring.centre, height);
    let r = (ring.radius * POINTS) as f32;
    let k = BEND * r;
    content.save_state();
    registration(content);
    content.set_line_width((crate::press::leaf::HAIR * POINTS) as f32);
    content.move_to(x + r, y);
    content.cubic_to(x + r, y + k, x + k, y + r, x, y + r);
    content.cubic_to(x - k, y + r, x - r, y + k, x - r, y);
    content.cubic_to(x - r, y - k, x - k, y - r, x, y - r);
    content.cubic_to(x + k, y - r, x + r, y - k, x + r, y);
    content.close_path().stroke();
    content.restore_state();
}
