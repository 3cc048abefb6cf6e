//! TIFF out: strips under Deflate, or as faxes where that is less; one bit, one channel or a palette where that says it all;
//! density in its tags, the recipe as XMP.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};
use rayon::prelude::*;

use crate::{
    encode::{
        EncodeError, carry, fax,
        palette::{Inks, inks},
    },
    picture::is_opaque,
    recipe::Recipe,
    render::Canvas,
};

/// Bytes of a strip before it is packed, about.
const STRIP: usize = 1 << 18;
/// Where the directory stands: after the header.
const DIRECTORY: usize = 8;

/// How pixels are told.
enum Kind {
    /// One bit, black or white.
    Bilevel,
    Grey,
    /// Few inks, a byte for each pixel (what has half a byte is read by fewer programs, and no smaller when it is packed).
    Inks(Inks),
    /// As differences from the pixel to the left, which suit photographs.
    Rgb,
    /// The same differences, with straight alpha.
    Rgba,
}

/// Encodes a canvas without loss.
pub(super) fn encode(canvas: &Canvas, recipe: &Recipe) -> Result<Vec<u8>, EncodeError> {
    let (width, height) = canvas.pixels.dimensions();
    let samples = canvas.pixels.as_raw();
    let kind = Kind::of(samples);
    let rows = (STRIP / kind.row(width as usize).max(1)).clamp(1, height.max(1) as usize);
    let strip = rows * width.max(1) as usize * 4;
    let mut strips: Vec<Vec<u8>> = samples.par_chunks(strip).map(|strip| kind.packed(strip, width as usize)).collect();
    let faxes = if let Kind::Bilevel = kind { faxes(samples, strip, width as usize, &strips) } else { None };
    let is_fax = faxes.is_some();
    strips = faxes.unwrap_or(strips);

    let channels = kind.channels();
    let shorts = |values: &[u16]| (3, values.len(), values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>());
    let longs = |values: &[u32]| (4, values.len(), values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>());
    let bytes = |kind, text: String| (kind, text.len(), text.into_bytes());
    let dpi = [(canvas.page.dpi * 100.0).round() as u32, 100].map(u32::to_le_bytes).concat();
    let lengths: Vec<u32> = strips.iter().map(|strip| strip.len() as u32).collect();
    let mut entries = vec![
        (256, longs(&[width])),
        (257, longs(&[height])),
        (258, shorts(&vec![if let Kind::Bilevel = kind { 1 } else { 8 }; channels])),
        (259, shorts(&[if is_fax { 4 } else { 8 }])),
        // A fax is black on white, all others are light on black.
        (262, shorts(&[if is_fax { 0 } else { kind.photometric() }])),
        // Known once all that stands before the strips has its length.
        (273, longs(&vec![0; strips.len()])),
        (277, shorts(&[channels as u16])),
        (278, longs(&[rows as u32])),
        (279, longs(&lengths)),
        (282, (5, 1, dpi.clone())),
        (283, (5, 1, dpi)),
        (296, shorts(&[2])),
        (305, bytes(2, "detourn\0".into())),
        (700, bytes(1, carry::xmp(recipe))),
    ];
    match &kind {
        Kind::Rgb => entries.push((317, shorts(&[2]))),
        Kind::Rgba => entries.extend([(317, shorts(&[2])), (338, shorts(&[2]))]),
        Kind::Inks(inks) => {
            let channel =
                |c: usize| (0..256).map(move |i| inks.colors.get(i).map_or(0, |color| u16::from(color[c]) * 257));
            entries.push((320, shorts(&(0..3).flat_map(channel).collect::<Vec<_>>())));
        }
        Kind::Bilevel | Kind::Grey => {}
    }
    entries.sort_by_key(|(tag, _)| *tag);

    let values = DIRECTORY + 2 + 12 * entries.len() + 4;
    let apart = |data: &Vec<u8>| if data.len() > 4 { data.len().next_multiple_of(2) } else { 0 };
    let mut place = values + entries.iter().map(|(_, (_, _, data))| apart(data)).sum::<usize>();
    let whole = place as u64 + strips.iter().map(|strip| strip.len() as u64 + 1).sum::<u64>();
    if whole > u64::from(u32::MAX) {
        return Err(EncodeError::TooLarge { width, height });
    }
    let places: Vec<u32> = strips
        .iter()
        .map(|strip| {
            let own = place as u32;
            place += strip.len().next_multiple_of(2);
            own
        })
        .collect();

    let mut file = Vec::with_capacity(whole as usize);
    file.extend(b"II*\0");
    file.extend((DIRECTORY as u32).to_le_bytes());
    file.extend((entries.len() as u16).to_le_bytes());
    let mut tail = Vec::new();
    for (tag, (kind, count, mut data)) in entries {
        if tag == 273 {
            data = longs(&places).2;
        }
        file.extend(u16::to_le_bytes(tag));
        file.extend(u16::to_le_bytes(kind));
        file.extend((count as u32).to_le_bytes());
        if data.len() > 4 {
            file.extend(((values + tail.len()) as u32).to_le_bytes());
            data.resize(data.len().next_multiple_of(2), 0);
            tail.extend(data);
        } else {
            data.resize(4, 0);
            file.extend(data);
        }
    }
    file.extend([0; 4]);
    file.extend(tail);
    for strip in strips {
        file.extend(&strip);
        file.resize(file.len().next_multiple_of(2), 0);
    }
    Ok(file)
}

/// The strips as faxes, where these are smaller.
fn faxes(samples: &[u8], strip: usize, width: usize, packed: &[Vec<u8>]) -> Option<Vec<Vec<u8>>> {
    let limit: usize = packed.iter().map(Vec::len).sum();
    let coded = samples.par_chunks(strip).map(|strip| {
        let rows: Vec<u8> = strip.as_chunks::<4>().0.chunks(width.max(1)).flat_map(bits).collect();
        fax::coded(&rows, width, limit)
    });
    let coded = coded.collect::<Option<Vec<_>>>()?;
    (coded.iter().map(Vec::len).sum::<usize>() < limit).then_some(coded)
}

/// A row of black and white, eight pixels a byte.
fn bits(row: &[[u8; 4]]) -> impl Iterator<Item = u8> {
    row.chunks(8).map(|eight| {
        let bits = eight.iter().fold(0u8, |bits, pixel| bits << 1 | pixel[0] >> 7);
        bits << (8 - eight.len())
    })
}

impl Kind {
    /// The plainest that holds every pixel.
    fn of(samples: &[u8]) -> Self {
        let ends = |color: &[u8; 4]| color[0] == 0 || color[0] == 255;
        match inks(samples) {
            Some(inks) if inks.grey && inks.colors.iter().all(ends) => Kind::Bilevel,
            Some(inks) if inks.grey => Kind::Grey,
            Some(inks) if inks.colors.iter().all(|color| color[3] == 255) => Kind::Inks(inks),
            None if is_opaque(samples) => Kind::Rgb,
            _ => Kind::Rgba,
        }
    }

    fn channels(&self) -> usize {
        match self {
            Kind::Bilevel | Kind::Grey | Kind::Inks(_) => 1,
            Kind::Rgb => 3,
            Kind::Rgba => 4,
        }
    }

    /// As TIFF 6.0 numbers what samples mean.
    fn photometric(&self) -> u16 {
        match self {
            Kind::Bilevel | Kind::Grey => 1,
            Kind::Rgb | Kind::Rgba => 2,
            Kind::Inks(_) => 3,
        }
    }

    /// Bytes of a row.
    fn row(&self, width: usize) -> usize {
        if let Kind::Bilevel = self { width.div_ceil(8) } else { self.channels() * width }
    }

    /// Rows of RGBA8 as a compressed strip.
    fn packed(&self, strip: &[u8], width: usize) -> Vec<u8> {
        let level = if let Kind::Rgb | Kind::Rgba = self { 3 } else { 4 };
        let mut encoder = ZlibEncoder::new(Vec::with_capacity(strip.len() / 8), Compression::new(level));
        let mut row = Vec::with_capacity(self.row(width));
        let (mut indices, mut packed) = (Vec::new(), Vec::new());
        for pixels in strip.as_chunks::<4>().0.chunks(width.max(1)) {
            row.clear();
            match self {
                Kind::Bilevel => row.extend(bits(pixels)),
                Kind::Grey => row.extend(pixels.iter().map(|pixel| pixel[0])),
                Kind::Inks(inks) => {
                    inks.pack(pixels.as_flattened(), &mut indices, &mut packed);
                    row.extend_from_slice(&indices[..pixels.len()]);
                }
                Kind::Rgb => row.extend(steps(pixels).flat_map(|[r, g, b, _]| [r, g, b])),
                Kind::Rgba => row.extend(steps(pixels).flatten()),
            }
            encoder.write_all(&row).expect("memory takes all that is written");
        }
        encoder.finish().expect("memory takes all that is written")
    }
}

/// Every pixel less the one to its left.
fn steps(pixels: &[[u8; 4]]) -> impl Iterator<Item = [u8; 4]> {
    let before = std::iter::once([0; 4]).chain(pixels.iter().copied());
    pixels.iter().zip(before).map(|(own, left)| std::array::from_fn(|c| own[c].wrapping_sub(left[c])))
}
