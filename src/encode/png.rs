//! PNG out: fast, indexed where inks are few, row by row with no second picture.

mod bands;

use std::io::Write;

pub(super) use bands::encode as encode_bands;
use png::{BitDepth, ColorType, Compression, DeflateCompression, Encoder, Filter, PixelDimensions, Unit, Writer};

use crate::{
    encode::{
        EncodeError,
        carry::KEYWORD,
        palette::{Inks, flat, inks},
    },
    measure::Page,
    picture::is_opaque,
    recipe::Recipe,
    render::Canvas,
};

/// Bytes of compressed rows that make a chunk.
const CHUNK: usize = 1 << 20;

/// How rows are told.
enum Kind<'i> {
    Grey,
    Indexed(&'i Inks),
    Rgb,
    Rgba,
}

/// Encodes a canvas without loss.
pub(super) fn encode(canvas: &Canvas, recipe: &Recipe) -> Result<Vec<u8>, EncodeError> {
    let samples = canvas.pixels.as_raw();
    let inks = inks(samples);
    let kind = match &inks {
        Some(inks) => Kind::of(inks),
        None if is_opaque(samples) => Kind::Rgb,
        None => Kind::Rgba,
    };
    let (width, height) = canvas.pixels.dimensions();
    let page = Page { width, height, ..canvas.page };
    let mut file = Vec::new();
    let mut writer = start(&mut file, page, recipe, &kind, flat(samples))?;
    let mut stream = writer.stream_writer_with_size(CHUNK).map_err(failed)?;
    let (mut row, mut indices) = (Vec::with_capacity(4 * width as usize), Vec::new());
    for source in samples.chunks_exact(4 * width as usize) {
        row.clear();
        match &kind {
            Kind::Grey => row.extend(source.iter().step_by(4)),
            Kind::Indexed(inks) => inks.pack(source, &mut indices, &mut row),
            Kind::Rgb => pack_rgb(source, &mut row),
            Kind::Rgba => row.extend_from_slice(source),
        }
        stream.write_all(&row).map_err(|error| EncodeError::Failed(error.to_string()))?;
    }
    stream.finish().map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(file)
}

impl<'i> Kind<'i> {
    /// That of few colours.
    fn of(inks: &'i Inks) -> Self {
        if inks.grey && inks.depth() == 8 { Kind::Grey } else { Kind::Indexed(inks) }
    }
}

/// All that stands before the rows. `flat` says whether most pixels are as those to their left.
fn start<'f>(
    file: &'f mut Vec<u8>,
    page: Page,
    recipe: &Recipe,
    kind: &Kind,
    flat: bool,
) -> Result<Writer<&'f mut Vec<u8>>, EncodeError> {
    let mut encoder = Encoder::new(file, page.width, page.height);
    let metre = (page.dpi / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: metre, yppu: metre, unit: Unit::Meter }));
    encoder.add_itxt_chunk(KEYWORD.into(), recipe.to_text()).map_err(failed)?;
    match kind {
        Kind::Grey => {
            encoder.set_color(ColorType::Grayscale);
            encoder.set_compression(Compression::Fast);
        }
        Kind::Indexed(inks) => {
            encoder.set_color(ColorType::Indexed);
            encoder.set_depth(match inks.depth() {
                1 => BitDepth::One,
                2 => BitDepth::Two,
                4 => BitDepth::Four,
                _ => BitDepth::Eight,
            });
            encoder.set_palette(inks.colors.iter().flat_map(|&[r, g, b, _]| [r, g, b]).collect::<Vec<u8>>());
            if let Some(last) = inks.colors.iter().rposition(|color| color[3] < 255) {
                encoder.set_trns(inks.colors[..=last].iter().map(|color| color[3]).collect::<Vec<u8>>());
            }
            // Filters and the codes made for their residues do not suit indices that change at every pixel.
            encoder.set_filter(Filter::NoFilter);
            encoder.set_deflate_compression(DeflateCompression::Level(2));
        }
        Kind::Rgb | Kind::Rgba => {
            encoder.set_color(if matches!(kind, Kind::Rgb) { ColorType::Rgb } else { ColorType::Rgba });
            encoder.set_compression(Compression::Fastest);
        }
    }
    if flat {
        // What is flat looks most like the row above: little is left, and that is found soon.
        encoder.set_filter(Filter::Up);
        encoder.set_deflate_compression(DeflateCompression::Level(2));
    }
    encoder.write_header().map_err(failed)
}

fn pack_rgb(source: &[u8], row: &mut Vec<u8>) {
    row.resize(source.len() / 4 * 3, 0);
    row.as_chunks_mut::<3>().0.iter_mut().zip(source.as_chunks::<4>().0).for_each(|(o, &[r, g, b, _])| *o = [r, g, b]);
}

fn failed(error: png::EncodingError) -> EncodeError {
    EncodeError::Failed(error.to_string())
}
