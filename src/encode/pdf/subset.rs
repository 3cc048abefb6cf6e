//! Subsets: a face in the page holds only the glyphs that are used, and knows what they mean.

use ab_glyph::{Font as _, GlyphId};
use pdf_writer::{
    Chunk, Filter, Finish, Name, Rect, Ref, Str,
    types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap},
};

use crate::encode::{
    EncodeError,
    pdf::{
        letters::Face,
        objects::{Numbers, deflate},
    },
};

const IDENTITY: SystemInfo = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// Writes a face as a composite font whose character codes are glyph ids; gives its object.
///
/// # Errors
/// When the file cannot be cut down.
pub(super) fn write(pdf: &mut Chunk, numbers: &mut Numbers, face: &Face, name: &str) -> Result<Ref, EncodeError> {
    let file = subsetter::subset(face.file, 0, &face.remapper)
        .map_err(|error| EncodeError::Failed(format!("font {name} cannot be embedded: {error}")))?;
    let [font, descendant, descriptor, program, unicode] = std::array::from_fn(|_| numbers.next());
    let name = tagged(name, &file);
    let name = Name(name.as_bytes());
    let compact = file.starts_with(b"OTTO");

    pdf.type0_font(font)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(descendant)
        .to_unicode(unicode);

    let mut cid = pdf.cid_font(descendant);
    cid.subtype(if compact { CidFontType::Type0 } else { CidFontType::Type2 });
    cid.base_font(name).system_info(IDENTITY).font_descriptor(descriptor).default_width(0.0);
    if !compact {
        cid.cid_to_gid_map_predefined(Name(b"Identity"));
    }
    cid.widths().consecutive(0, face.remapper.remapped_gids().map(|id| face.width(id)));
    cid.finish();

    let em = |units: f32| units * 1000.0 / face.per_em;
    let ascent = em(face.font.ascent_unscaled());
    let mut about = pdf.font_descriptor(descriptor);
    about.name(name).flags(FontFlags::SYMBOLIC).bbox(bounds(face)).italic_angle(face.font.italic_angle());
    about.ascent(ascent).descent(em(face.font.descent_unscaled())).cap_height(ascent).stem_v(100.0);
    if compact {
        about.font_file3(program)
    } else {
        about.font_file2(program)
    };
    about.finish();

    let packed = deflate(&file);
    let mut stream = pdf.stream(program, &packed);
    stream.filter(Filter::FlateDecode);
    if compact {
        stream.pair(Name(b"Subtype"), Name(b"OpenType"));
    } else {
        stream.pair(Name(b"Length1"), file.len() as i32);
    }
    stream.finish();

    let mut map = UnicodeCmap::<u16>::new(Name(b"Text"), IDENTITY);
    for (id, text) in &face.glyphs {
        if let (Some(id), false) = (face.remapper.get(*id), text.is_empty()) {
            map.pair_with_multiple(id, text.chars());
        }
    }
    let map = deflate(&map.finish());
    pdf.cmap(unicode, &map).filter(Filter::FlateDecode);
    Ok(font)
}

/// A font's name with the six letters before it that say that it is not whole.
fn tagged(name: &str, file: &[u8]) -> String {
    let tag = blake3::hash(file).as_bytes()[..6].iter().map(|byte| char::from(b'A' + byte % 26)).collect::<String>();
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{tag}+{}", if plain.is_empty() { "Face" } else { &plain })
}

/// What the used glyphs cover, in thousandths of an em.
fn bounds(face: &Face) -> Rect {
    let outlines = face.glyphs.keys().filter_map(|id| face.font.outline(GlyphId(*id)));
    let start = [0.0f32; 4];
    let [x0, y0, x1, y1] = outlines.map(|outline| outline.bounds).fold(start, |all, b| {
        let (x, y) = ([b.min.x, b.max.x], [b.min.y, b.max.y]);
        let low = |start: f32, ends: [f32; 2]| start.min(ends[0]).min(ends[1]);
        let high = |start: f32, ends: [f32; 2]| start.max(ends[0]).max(ends[1]);
        [low(all[0], x), low(all[1], y), high(all[2], x), high(all[3], y)]
    });
    let em = |units: f32| (units * 1000.0 / face.per_em).round();
    Rect::new(em(x0), em(y0), em(x1), em(y1))
}
