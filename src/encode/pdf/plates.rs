//! Plates: a page as a grey form for each of its inks, black where the ink lies.

use pdf_writer::{Chunk, Filter, Finish, Ref};

use crate::{
    color::{Color, Ink},
    encode::{
        EncodeError,
        pdf::{
            bits::Bits,
            objects::{Numbers, deflate},
            raster,
        },
    },
    plan::{GlyphsMark, GroupMark, Mark, Plan, ShapeMark, Stroke},
    press::separate::Separation,
    render::Canvas,
};

/// More colours than these are a photograph's.
const COLORS: usize = 1 << 14;
/// Slots of the table of colours.
const SLOTS: usize = 1 << 16;
const EMPTY: u16 = u16::MAX;
/// The share of a page that a colour of vectors stands for.
const SHARE: u64 = 50;

/// A page taken apart.
pub(super) struct Plates {
    inks: Separation,
    pixels: Option<Indexed>,
}

/// Pixels as numbers of colours.
struct Indexed {
    width: u32,
    height: u32,
    colors: Vec<(Color, u64)>,
    indices: Vec<u16>,
}

impl Plates {
    /// Takes a page apart whose pixels are `canvas` and whose marks above them are `vectors`.
    ///
    /// # Errors
    /// When it has more inks than can be told apart.
    pub(super) fn of(plan: &Plan, canvas: Option<Canvas>, vectors: &[Mark]) -> Result<Self, EncodeError> {
        let pixels = canvas.map(|canvas| Indexed::of(canvas).ok_or(EncodeError::Inks)).transpose()?;
        let mut colors = pixels.as_ref().map_or_else(Vec::new, |pixels| pixels.colors.clone());
        if pixels.is_none() {
            colors.push((plan.paper.unwrap_or(Color::WHITE), 1_000_000));
        }
        let share = colors.iter().map(|(_, n)| n).sum::<u64>() / SHARE;
        let mut named = Vec::new();
        marks(vectors, &mut |color| named.push(color));
        colors.extend(named.iter().filter(|color| color.a >= 128).map(|color| (Color { a: 255, ..*color }, share)));
        filters(&plan.marks, plan, &mut named);
        named.iter_mut().for_each(|color| color.a = 255);
        let inks = Separation::of(&colors, &named, plan.paper).filter(|inks| inks.count() > 0);
        Ok(Plates { inks: inks.ok_or(EncodeError::Inks)?, pixels })
    }

    /// The names of the inks, a plate each.
    pub(super) fn names(&self) -> Vec<String> {
        (0..self.inks.count()).map(|ink| self.inks.name(ink)).collect()
    }

    /// The marks above the pixels as a plate prints them: white where other inks knock this one out.
    pub(super) fn vectors(&self, ink: usize, vectors: &[Mark]) -> Vec<Mark> {
        vectors.iter().map(|mark| recolored(mark, &|color| self.grey(ink, color))).collect()
    }

    fn grey(&self, ink: usize, color: Color) -> Color {
        let left = 255 - self.inks.cover(color)[ink];
        Color { a: color.a, ..Color::rgb(left, left, left) }
    }

    /// Writes the pixels of a plate, in one bit where there is nothing between bare paper and a solid.
    pub(super) fn image(&self, ink: usize, pdf: &mut Chunk, numbers: &mut Numbers) -> Option<Ref> {
        let pixels = self.pixels.as_ref()?;
        let greys: Vec<u8> = pixels.colors.iter().map(|(color, _)| self.grey(ink, *color).r).collect();
        let solid = greys.iter().all(|grey| matches!(grey, 0 | 255));
        let width = pixels.width.max(1) as usize;
        let mut rows = Vec::with_capacity(pixels.indices.len() / if solid { 8 } else { 1 });
        for row in pixels.indices.chunks(width) {
            let grey = |index: &u16| greys[usize::from(*index)];
            if solid {
                rows.extend(raster::bits(row.iter().map(|index| grey(index) == 255)));
            } else {
                rows.extend(row.iter().map(grey));
            }
        }
        let id = numbers.next();
        let bits = solid.then(|| Bits::of(&rows, pixels.width));
        let packed = if bits.is_none() { deflate(&rows) } else { Vec::new() };
        let mut image = pdf.image_xobject(id, bits.as_ref().map_or(&packed, |bits| &bits.bytes));
        image.width(pixels.width as i32).height(pixels.height as i32);
        match &bits {
            Some(bits) => bits.filter(&mut image, [pixels.width, pixels.height]),
            None => _ = image.filter(Filter::FlateDecode),
        }
        image.bits_per_component(if solid { 1 } else { 8 }).color_space().device_gray();
        image.finish();
        Some(id)
    }
}

impl Indexed {
    /// `None` when there are too many colours.
    fn of(mut canvas: Canvas) -> Option<Self> {
        raster::whiten(&mut canvas);
        let (width, height) = canvas.pixels.dimensions();
        let mut slots = vec![(0u32, EMPTY); SLOTS];
        let mut colors: Vec<(Color, u64)> = Vec::new();
        let mut indices = Vec::with_capacity(width as usize * height as usize);
        for &[r, g, b, _] in canvas.pixels.as_chunks::<4>().0 {
            let key = u32::from_le_bytes([r, g, b, 255]);
            let mut at = (key.wrapping_mul(0x9e37_79b1) >> 16) as usize;
            while slots[at].1 != EMPTY && slots[at].0 != key {
                at = (at + 1) % SLOTS;
            }
            if slots[at].1 == EMPTY {
                if colors.len() == COLORS {
                    return None;
                }
                slots[at] = (key, colors.len() as u16);
                colors.push((Color::rgb(r, g, b), 0));
            }
            colors[usize::from(slots[at].1)].1 += 1;
            indices.push(slots[at].1);
        }
        Some(Indexed { width, height, colors, indices })
    }
}

/// Shows every colour of marks that are vectors.
fn marks(marks: &[Mark], see: &mut impl FnMut(Color)) {
    for mark in marks {
        match mark {
            Mark::Glyphs(GlyphsMark { ink, stroke, .. }) => {
                see(*ink);
                stroke.iter().for_each(|stroke| see(stroke.ink));
            }
            Mark::Shape(ShapeMark { fill, stroke, .. }) => {
                fill.iter().for_each(|fill| see(*fill));
                stroke.iter().for_each(|stroke| see(stroke.ink));
            }
            Mark::Group(group) => self::marks(&group.marks, see),
            Mark::Picture(_) | Mark::Filter(_) | Mark::Erase(_) => {}
        }
    }
}

/// The colours that filters were given, whatever their parameters are called.
fn filters(all: &[Mark], plan: &Plan, named: &mut Vec<Color>) {
    fn strings(value: &serde_json::Value, see: &mut impl FnMut(&str)) {
        match value {
            serde_json::Value::String(text) => see(text),
            serde_json::Value::Array(values) => values.iter().for_each(|value| strings(value, see)),
            serde_json::Value::Object(map) => map.values().for_each(|value| strings(value, see)),
            _ => {}
        }
    }
    for mark in all {
        match mark {
            Mark::Filter(mark) => {
                let Ok(value) = serde_json::to_value(&mark.filter) else { continue };
                strings(&value, &mut |text| named.extend(text.parse::<Ink>().ok().map(|ink| plan.inks.color(ink))));
            }
            Mark::Group(group) => filters(&group.marks, plan, named),
            _ => {}
        }
    }
}

/// A mark in other colours.
fn recolored(mark: &Mark, other: &impl Fn(Color) -> Color) -> Mark {
    let stroked = |stroke: Option<Stroke>| stroke.map(|stroke| Stroke { ink: other(stroke.ink), ..stroke });
    match mark {
        Mark::Glyphs(mark) => {
            Mark::Glyphs(GlyphsMark { ink: other(mark.ink), stroke: stroked(mark.stroke), ..mark.clone() })
        }
        Mark::Shape(mark) => {
            Mark::Shape(ShapeMark { fill: mark.fill.map(other), stroke: stroked(mark.stroke), ..mark.clone() })
        }
        Mark::Group(group) => Mark::Group(GroupMark {
            marks: group.marks.iter().map(|mark| recolored(mark, other)).collect(),
            ..group.clone()
        }),
        other => other.clone(),
    }
}
