//! PNG out: fast, indexed where inks are few, row by row with no second picture.

use std::io::Write;

use png::{BitDepth, ColorType, Compression, DeflateCompression, Encoder, Filter, PixelDimensions, Unit};

use crate::{
    encode::{
        EncodeError,
        carry::KEYWORD,
        palette::{flat, inks},
    },
    picture::is_opaque,
    recipe::Recipe,
    render::Canvas,
};

/// Encodes a canvas without loss.
pub(super) fn encode(canvas: &Canvas, recipe: &Recipe) -> Result<Vec<u8>, EncodeError> {
    let samples = canvas.pixels.as_raw();
    let (width, height) = canvas.pixels.dimensions();
    let inks = inks(samples);
    let opaque = inks.is_none() && is_opaque(samples);
    let flat = flat(samples);
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    let metre = (canvas.page.dpi / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: metre, yppu: metre, unit: Unit::Meter }));
    encoder.add_itxt_chunk(KEYWORD.into(), recipe.to_text()).map_err(failed)?;
    match &inks {
        Some(inks) if inks.grey && inks.depth() == 8 => {
            encoder.set_color(ColorType::Grayscale);
            encoder.set_compression(Compression::Fast);
            if flat {
                even(&mut encoder);
            }
        }
        Some(inks) => {
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
            if flat {
                even(&mut encoder);
            } else {
                // Filters and the codes made for their residues do not suit indices that change at every pixel.
                encoder.set_filter(Filter::NoFilter);
                encoder.set_deflate_compression(DeflateCompression::Level(2));
            }
        }
        None => {
            encoder.set_color(if opaque { ColorType::Rgb } else { ColorType::Rgba });
            if flat {
                even(&mut encoder);
            } else {
                encoder.set_compression(Compression::Fastest);
            }
        }
    }
    let mut writer = encoder.write_header().map_err(failed)?;
    let mut stream = writer.stream_writer_with_size(1 << 20).map_err(failed)?;
    let (mut row, mut indices) = (Vec::with_capacity(4 * width as usize), Vec::new());
    for source in samples.chunks_exact(4 * width as usize) {
        row.clear();
        match &inks {
            Some(inks) if inks.grey && inks.depth() == 8 => row.extend(source.iter().step_by(4)),
            Some(inks) => inks.pack(source, &mut indices, &mut row),
            None if opaque => pack_rgb(source, &mut row),
            None => row.extend_from_slice(source),
        }
        stream.write_all(&row).map_err(|error| EncodeError::Failed(error.to_string()))?;
    }
    stream.finish().map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(file)
}

/// What is flat looks most like the row above: little is left, and that is found soon.
fn even(encoder: &mut Encoder<impl Write>) {
    encoder.set_filter(Filter::Up);
    encoder.set_deflate_compression(DeflateCompression::Level(2));
}

fn pack_rgb(source: &[u8], row: &mut Vec<u8>) {
    row.resize(source.len() / 4 * 3, 0);
    row.as_chunks_mut::<3>().0.iter_mut().zip(source.as_chunks::<4>().0).for_each(|(o, &[r, g, b, _])| *o = [r, g, b]);
}

fn failed(error: png::EncodingError) -> EncodeError {
    EncodeError::Failed(error.to_string())
}
