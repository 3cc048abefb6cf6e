//! Objects: numbers, packed streams and the resources that all drawing shares.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};
use pdf_writer::{Chunk, Filter, Finish, Name, Rect, Ref};

use crate::{encode::pdf::paint::Painted, measure::Page};

/// Hands out object numbers, from 1.
#[derive(Default)]
pub(super) struct Numbers(i32);

impl Numbers {
    pub(super) fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }

    /// Leaves out `count` numbers; gives the one before them.
    pub(super) fn skip(&mut self, count: i32) -> i32 {
        self.0 += count;
        self.0 - count
    }
}

/// Zlib-compressed bytes, as `FlateDecode` reads them.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes all that is written")
}

/// Writes a compressed stream that needs no further keys.
pub(super) fn packed(pdf: &mut Chunk, id: Ref, bytes: &[u8]) {
    pdf.stream(id, &deflate(bytes)).filter(Filter::FlateDecode);
}

/// The name of a resource: a letter and a number.
pub(super) fn name(letter: char, number: usize) -> String {
    format!("{letter}{number}")
}

/// Writes the resources, which the page and its groups share, and the groups.
pub(super) fn resources(
    pdf: &mut Chunk,
    numbers: &mut Numbers,
    id: Ref,
    painted: &Painted,
    image: Option<Ref>,
    fonts: &[(usize, Ref)],
    page: Page,
) {
    let forms: Vec<Ref> = painted.groups.iter().map(|_| numbers.next()).collect();
    let mut resources = pdf.indirect(id).start::<pdf_writer::writers::Resources>();
    let mut objects = resources.x_objects();
    if let Some(image) = image {
        objects.pair(Name(b"I0"), image);
    }
    for (i, form) in forms.iter().enumerate() {
        objects.pair(Name(name('G', i).as_bytes()), *form);
    }
    objects.finish();
    let mut entries = resources.fonts();
    for (face, font) in fonts {
        entries.pair(Name(name('F', *face).as_bytes()), *font);
    }
    entries.finish();
    let mut states = resources.ext_g_states();
    for thousandths in &painted.opacities {
        let opacity = f32::from(*thousandths) / 1000.0;
        states
            .insert(Name(name('A', usize::from(*thousandths)).as_bytes()))
            .start::<pdf_writer::writers::ExtGraphicsState>()
            .stroking_alpha(opacity)
            .non_stroking_alpha(opacity);
    }
    states.finish();
    resources.finish();

    for (form, content) in forms.into_iter().zip(&painted.groups) {
        let content = deflate(content);
        let mut group = pdf.form_xobject(form, &content);
        group.filter(Filter::FlateDecode);
        group.bbox(Rect::new(0.0, 0.0, page.width as f32, page.height as f32));
        group.pair(Name(b"Resources"), id);
        group.group().transparency().isolated(true).color_space().device_rgb();
    }
}
