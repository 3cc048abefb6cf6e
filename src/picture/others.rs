//! PNG, GIF, TIFF and BMP in, through the `image` crate's decoders.

use std::io::{Cursor, ErrorKind};

use image::{
    ImageDecoder, ImageError, ImageResult,
    codecs::{bmp::BmpDecoder, gif::GifDecoder, png::PngDecoder, tiff::TiffDecoder},
};

use crate::picture::{
    DecodeError, Format, Limits, exif,
    frames::{self, Survey},
    limits::{area, room, turning},
    raw::Raw,
};

/// Decodes the first frame of a file that is known to start as `format`.
pub(super) fn decode(bytes: &[u8], format: Format, limits: &Limits) -> Result<Raw, DecodeError> {
    let survey = match format {
        Format::Png => frames::png(bytes),
        Format::Gif => frames::gif(bytes),
        Format::Tiff => Survey { frames: exif::pages(bytes, limits.frames), cut: exif::cut(bytes) },
        _ => Survey { frames: 1, cut: false },
    };
    limits.check_frames(survey.frames)?;
    if let Some((width, height)) = size_in_header(bytes, format) {
        limits.check(width, height, 0)?;
    }
    let raw = match attempt(bytes, format, limits) {
        // A strip is decoded whole or not at all; given zeros for what is missing, most can be.
        Err(Failure::Ended) if format == Format::Tiff => {
            let mut whole = bytes.to_vec();
            whole.resize(bytes.len() + (16 * bytes.len() + 65_536).min(64 << 20), 0);
            attempt(&whole, format, limits).ok().filter(Raw::shows_something).map(|raw| Raw { truncated: true, ..raw })
        }
        Err(Failure::Ended) => None,
        Err(Failure::Refused(error)) => return Err(error),
        Ok(raw) => Some(raw),
    };
    let raw = raw.ok_or_else(|| DecodeError::Damaged("the file ends before its first pixels".into()))?;
    let dpi = density(bytes, format).or(raw.dpi);
    Ok(Raw { frames: survey.frames, truncated: raw.truncated || survey.cut, dpi, ..raw })
}

enum Failure {
    Refused(DecodeError),
    /// The bytes ended before any pixel.
    Ended,
}

fn attempt(bytes: &[u8], format: Format, limits: &Limits) -> Result<Raw, Failure> {
    let cursor = Cursor::new(bytes);
    match format {
        Format::Png => {
            let mut own = image::Limits::no_limits();
            own.max_alloc = Some(limits.bytes.min(128 << 20));
            read(PngDecoder::with_limits(cursor, own), 0, bytes, limits)
        }
        Format::Gif => read(GifDecoder::new(cursor), 0, bytes, limits),
        // This one decodes into a buffer of its own and copies. It knows no palettes: their numbers are greys to it.
        Format::Tiff => match exif::palette(bytes) {
            Some((kind, colors)) => {
                let mut greys = bytes.to_vec();
                greys[kind] = 1;
                let mut raw = read(TiffDecoder::new(Cursor::new(&greys[..])), 1, &greys, limits)?;
                raw.look_up(&colors);
                Ok(raw)
            }
            None => read(TiffDecoder::new(cursor), 1, bytes, limits),
        },
        _ => read(BmpDecoder::new(cursor), 0, bytes, limits),
    }
}

/// Decodes with `decoder`, which holds the whole picture `copies` times besides ours.
fn read<D: ImageDecoder>(decoder: ImageResult<D>, copies: u64, bytes: &[u8], limits: &Limits) -> Result<Raw, Failure> {
    let mut decoder = decoder.map_err(failure)?;
    let ((width, height), kind) = (decoder.dimensions(), decoder.color_type());
    let block = decoder.exif_metadata().ok().flatten();
    let exif = exif::read(block.as_deref().unwrap_or(bytes));
    let orientation = decoder.orientation().map_or(1, |o| o.to_exif());
    let room = room(width, height, kind);
    limits
        .check(width, height, (room * (1 + copies)).max(turning(width, height, orientation)))
        .map_err(Failure::Refused)?;
    let mut own = image::Limits::no_limits();
    own.max_alloc = Some(limits.bytes - room);
    decoder.set_limits(own).map_err(failure)?;

    let filled = (area(width, height) * u64::from(kind.bytes_per_pixel())) as usize;
    let icc = decoder.icc_profile().ok().flatten();
    let mut buffer = vec![0; room as usize];
    let result = decoder.read_image(&mut buffer[..filled]);
    let raw = Raw { orientation, dpi: exif.dpi, icc, ..Raw::new(buffer, filled, width, height, kind) };
    match result.map_err(failure) {
        Ok(()) => Ok(raw),
        Err(Failure::Ended) if raw.shows_something() => Ok(Raw { truncated: true, ..raw }),
        Err(failure) => Err(failure),
    }
}

/// The size, where it stands at a fixed place: decoders may reserve a row before they can be asked.
fn size_in_header(bytes: &[u8], format: Format) -> Option<(u32, u32)> {
    match format {
        Format::Png => Some((be32(bytes, 16)?, be32(bytes, 20)?)),
        Format::Gif => {
            let &[w0, w1, h0, h1] = bytes.get(6..10)? else { return None };
            Some((u16::from_le_bytes([w0, w1]).into(), u16::from_le_bytes([h0, h1]).into()))
        }
        // A negative height is a picture from the top down.
        Format::Bmp if le32(bytes, 14)? >= 40 => {
            Some(((le32(bytes, 18)? as i32).unsigned_abs(), (le32(bytes, 22)? as i32).unsigned_abs()))
        }
        _ => None,
    }
}

/// Pixels an inch, where the format has a field of its own for it.
fn density(bytes: &[u8], format: Format) -> Option<f32> {
    let per_metre = match format {
        Format::Png => {
            let early = frames::chunks(bytes).take_while(|(name, _)| name != b"IDAT");
            let (_, phys) = early.filter(|(name, _)| name == b"pHYs").last()?;
            (phys.get(8) == Some(&1)).then(|| be32(phys, 0)).flatten()?
        }
        Format::Bmp if le32(bytes, 14)? >= 40 => le32(bytes, 38)?,
        _ => return None,
    };
    exif::sensible(per_metre as f32 * 0.0254)
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn failure(error: ImageError) -> Failure {
    Failure::Refused(match error {
        ImageError::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => return Failure::Ended,
        // The GIF decoder has an error of its own for it.
        ImageError::Decoding(error) if says_ended(&error) => return Failure::Ended,
        ImageError::Unsupported(error) => DecodeError::Unsupported(error.to_string()),
        ImageError::Limits(_) => DecodeError::Damaged("it asks for far more memory than its pixels need".into()),
        other => DecodeError::Damaged(other.to_string()),
    })
}

fn says_ended(error: &dyn std::error::Error) -> bool {
    error.source().is_some_and(|cause| cause.to_string() == "Unexpected End of File")
}
