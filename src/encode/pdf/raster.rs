//! The raster part: everything that must be pixels, as one image.

use pdf_writer::{Chunk, Filter, Finish, Name, Ref, writers::ImageXObject};

use crate::{
    encode::{
        EncodeError, Options, jpeg,
        palette::{Inks, inks, shaded},
        pdf::{
            Files,
            bits::Bits,
            objects::{Numbers, deflate},
            split, stream,
        },
    },
    measure::Rect,
    plan::{Mark, PictureMark, Plan},
    render::Canvas,
};

/// An image and where it goes.
pub(super) struct Raster {
    bytes: Vec<u8>,
    width: u32,
    height: u32,
    kind: Kind,
    /// Canvas pixels that the whole image covers.
    pub place: Rect,
    /// Canvas pixels outside which nothing shows.
    pub clip: Rect,
    /// Whether the paper is already in it.
    pub papered: bool,
}

/// How the bytes are to be read.
enum Kind {
    JpegGrey,
    Jpeg,
    /// Bits, 0 for black.
    Bits(Bits),
    /// Bits that are indices into a table of RGB.
    IndexedBits(Bits, Vec<u8>),
    /// Deflated indices of so many bits into a table of RGB.
    Indexed(u8, Vec<u8>),
}

impl Raster {
    /// The image of `marks`, the first ones of `plan`; `None` when there are none.
    ///
    /// # Errors
    /// When the canvas is too large for a JPEG.
    pub(super) fn of(
        plan: &Plan,
        marks: &[Mark],
        files: &Files,
        options: &Options,
        draw: impl FnOnce(&Plan) -> Canvas,
    ) -> Result<Option<Self>, EncodeError> {
        match marks {
            [] => Ok(None),
            [Mark::Picture(mark)]
                if mark.turn == 0.0
                    && let Some(raster) = passed(plan, mark, files) =>
            {
                Ok(Some(raster))
            }
            _ => drawn(draw(&split::below(plan, marks.len())), plan, options).map(Some),
        }
    }

    /// Writes it; gives its object.
    pub(super) fn write(self, pdf: &mut Chunk, numbers: &mut Numbers) -> Ref {
        let id = numbers.next();
        let bytes =
            if let Kind::Bits(bits) | Kind::IndexedBits(bits, _) = &self.kind { &bits.bytes } else { &self.bytes };
        let mut image = pdf.image_xobject(id, bytes);
        image.width(self.width as i32).height(self.height as i32);
        let indexed = |image: &mut ImageXObject, bits: u8, table: &[u8]| {
            let last = table.len() as i32 / 3 - 1;
            image.bits_per_component(i32::from(bits)).color_space().indexed(Name(b"DeviceRGB"), last, table);
        };
        match &self.kind {
            Kind::JpegGrey => {
                image.bits_per_component(8).color_space().device_gray();
                image.filter(Filter::DctDecode);
            }
            Kind::Jpeg => {
                image.bits_per_component(8).color_space().device_rgb();
                image.filter(Filter::DctDecode);
            }
            Kind::Bits(bits) => {
                image.bits_per_component(1).color_space().device_gray();
                bits.filter(&mut image, [self.width, self.height]);
            }
            Kind::IndexedBits(bits, table) => {
                indexed(&mut image, 1, table);
                bits.filter(&mut image, [self.width, self.height]);
            }
            Kind::Indexed(bits, table) => {
                indexed(&mut image, *bits, table);
                image.filter(Filter::FlateDecode);
            }
        }
        image.finish();
        id
    }
}

/// The stream of a JPEG picture as it is, when it is one and can be placed.
fn passed(plan: &Plan, mark: &PictureMark, files: &Files) -> Option<Raster> {
    let stream = stream::clean(files.jpegs.get(mark.index).copied().flatten()?)?;
    let source = plan.pictures.get(mark.index)?;
    let PictureMark { from, to, .. } = mark;
    let (wide, high) = (to.w / from.w, to.h / from.h);
    let place =
        Rect::new(to.x - from.x * wide, to.y - from.y * high, stream.width as f32 * wide, stream.height as f32 * high);
    let sane = [place.x, place.y, place.w, place.h, to.x, to.y, to.w, to.h].iter().all(|v| v.is_finite());
    (sane && (stream.width, stream.height) == (source.width, source.height)).then_some(Raster {
        bytes: stream.bytes,
        width: stream.width,
        height: stream.height,
        kind: if stream.channels == 1 { Kind::JpegGrey } else { Kind::Jpeg },
        place,
        clip: *to,
        papered: false,
    })
}

/// A drawn canvas: exact where its colours are few and no shades (a screen is smaller so than as a JPEG), otherwise a JPEG. Holes
/// show white paper.
fn drawn(mut canvas: Canvas, plan: &Plan, options: &Options) -> Result<Raster, EncodeError> {
    let (width, height) = canvas.pixels.dimensions();
    whiten(&mut canvas);
    let exact = inks(canvas.pixels.as_raw()).filter(|inks| inks.depth() < 8 || !shaded(canvas.pixels.as_raw()));
    let (kind, bytes) = match exact {
        Some(inks) => {
            let table: Vec<u8> = inks.colors.iter().flat_map(|&[r, g, b, _]| [r, g, b]).collect();
            let plain = table == [0, 0, 0, 255, 255, 255];
            let rows = packed(&inks, canvas.pixels.as_raw(), width);
            match inks.depth() {
                1 if plain => (Kind::Bits(Bits::of(&rows, width)), Vec::new()),
                1 => (Kind::IndexedBits(Bits::of(&rows, width), table), Vec::new()),
                bits => (Kind::Indexed(bits as u8, table), deflate(&rows)),
            }
        }
        None => {
            let stream = jpeg::stream(&canvas, options)?;
            (if stream.grey { Kind::JpegGrey } else { Kind::Jpeg }, stream.bytes)
        }
    };
    let place = plan.page.canvas();
    Ok(Raster { bytes, width, height, kind, place, clip: place, papered: true })
}

/// Lays a canvas on white.
pub(super) fn whiten(canvas: &mut Canvas) {
    for pixel in canvas.pixels.as_chunks_mut::<4>().0.iter_mut().filter(|pixel| pixel[3] < 255) {
        let a = u32::from(pixel[3]);
        let over = |c: u8| ((u32::from(c) * a + 255 * (255 - a) + 127) / 255) as u8;
        *pixel = [over(pixel[0]), over(pixel[1]), over(pixel[2]), 255];
    }
}

/// A row of bits, the first the highest of its byte.
pub(super) fn bits(row: impl ExactSizeIterator<Item = bool>) -> Vec<u8> {
    let mut bytes = vec![0; row.len().div_ceil(8)];
    row.enumerate().for_each(|(n, bit)| bytes[n / 8] |= u8::from(bit) << (7 - n % 8));
    bytes
}

/// All rows as indices, each on bytes of its own.
fn packed(inks: &Inks, rgba: &[u8], width: u32) -> Vec<u8> {
    let width = width.max(1) as usize;
    let mut rows = Vec::with_capacity(rgba.len() / 4 / (8 / inks.depth()) + rgba.len() / (4 * width));
    let (mut indices, mut packed) = (Vec::new(), Vec::new());
    for row in rgba.chunks(4 * width) {
        inks.pack(row, &mut indices, &mut packed);
        rows.extend_from_slice(&packed);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_inks_are_packed_row_by_row() {
        let colors = [[0, 0, 0, 255], [255, 0, 0, 255], [9, 9, 9, 255]];
        let rgba: Vec<u8> = [0, 1, 2, 0, 1, 1, 1, 1, 1, 2].iter().flat_map(|&i: &usize| colors[i]).collect();
        let found = inks(&rgba).unwrap();
        assert_eq!(found.colors, [colors[0], colors[2], colors[1]]);
        assert_eq!(packed(&found, &rgba, 5), [0b0010_0100, 0b1000_0000, 0b1010_1010, 0b0100_0000]);
        assert_eq!(bits([true, false, false, false, true, false, true, false, true].into_iter()), [0b1000_1010, 0x80]);
    }
}
