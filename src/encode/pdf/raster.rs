//! The raster part: everything that must be pixels, as one image.

use std::collections::BTreeMap;

use pdf_writer::{Chunk, Filter, Finish, Name, Ref};

use crate::{
    encode::{
        EncodeError, Options, jpeg,
        pdf::{
            Files,
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
        let mut image = pdf.image_xobject(id, &self.bytes);
        image.width(self.width as i32).height(self.height as i32);
        match &self.kind {
            Kind::JpegGrey => {
                image.bits_per_component(8).color_space().device_gray();
                image.filter(Filter::DctDecode);
            }
            Kind::Jpeg => {
                image.bits_per_component(8).color_space().device_rgb();
                image.filter(Filter::DctDecode);
            }
            Kind::Indexed(bits, table) => {
                image.filter(Filter::FlateDecode);
                image.bits_per_component(i32::from(*bits)).color_space().indexed(
                    Name(b"DeviceRGB"),
                    table.len() as i32 / 3 - 1,
                    table,
                );
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

/// A drawn canvas: indexed where its inks are few, otherwise a JPEG. Holes show white paper.
fn drawn(mut canvas: Canvas, plan: &Plan, options: &Options) -> Result<Raster, EncodeError> {
    let (width, height) = canvas.pixels.dimensions();
    for pixel in canvas.pixels.as_chunks_mut::<4>().0.iter_mut().filter(|pixel| pixel[3] < 255) {
        let a = u32::from(pixel[3]);
        *pixel = pixel.map(|c| ((u32::from(c) * a + 255 * (255 - a) + 127) / 255) as u8);
    }
    let (kind, bytes) = match indexed(canvas.pixels.as_raw(), width) {
        Some((bits, table, rows)) => (Kind::Indexed(bits, table), deflate(&rows)),
        None => {
            let stream = jpeg::stream(&canvas, options)?;
            (if stream.grey { Kind::JpegGrey } else { Kind::Jpeg }, stream.bytes)
        }
    };
    let place = plan.page.canvas();
    Ok(Raster { bytes, width, height, kind, place, clip: place, papered: true })
}

/// Most inks that are few.
const FEW: usize = 16;

/// Bits a pixel, table and packed rows, when there are few inks; in the order in which they appear.
fn indexed(rgba: &[u8], width: u32) -> Option<(u8, Vec<u8>, Vec<u8>)> {
    let mut inks: BTreeMap<[u8; 4], u8> = BTreeMap::new();
    let mut last = ([0; 4], 0);
    let mut indices = Vec::with_capacity(rgba.len() / 4);
    for pixel in rgba.as_chunks::<4>().0 {
        let ink = [pixel[0], pixel[1], pixel[2], 255];
        if ink != last.0 {
            let next = inks.len();
            last = (ink, *inks.entry(ink).or_insert(next as u8));
            if inks.len() > FEW {
                return None;
            }
        }
        indices.push(last.1);
    }
    let mut table = vec![0; inks.len() * 3];
    for (ink, index) in &inks {
        table[usize::from(*index) * 3..][..3].copy_from_slice(&ink[..3]);
    }
    let bits = match inks.len() {
        ..=2 => 1,
        3..=4 => 2,
        _ => 4,
    };
    let pack =
        |group: &[u8]| group.iter().enumerate().fold(0, |byte, (i, index)| byte | index << (8 - bits - i as u8 * bits));
    let rows = indices.chunks(width.max(1) as usize).flat_map(|row| row.chunks(8 / bits as usize).map(pack)).collect();
    Some((bits, table, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_inks_are_not_indexed() {
        let rgba: Vec<u8> = (0..64u8 * 3).flat_map(|i| [i, 255 - i, 9, 255]).collect();
        assert!(indexed(&rgba, 16).is_none());
    }

    #[test]
    fn few_inks_are_packed_row_by_row() {
        let inks = [[0, 0, 0, 255], [255, 0, 0, 255], [9, 9, 9, 255]];
        let rgba: Vec<u8> = [0, 1, 2, 0, 1, 1, 1, 1, 1, 2].iter().flat_map(|&i: &usize| inks[i]).collect();
        let (bits, table, rows) = indexed(&rgba, 5).unwrap();
        assert_eq!((bits, table), (2, vec![0, 0, 0, 255, 0, 0, 9, 9, 9]));
        assert_eq!(rows, [0b0001_1000, 0b0100_0000, 0b0101_0101, 0b1000_0000]);
        let many: Vec<u8> = (0..40u8).flat_map(|i| [i, 0, 0, 255]).collect();
        assert!(indexed(&many, 5).is_none());
    }
}
