//! JPEG in: straight to RGBA where the decoder can, and a verdict on whether the file was whole.

use image::ColorType;
use zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions};
use zune_jpeg::{JpegDecoder, errors::DecodeErrors};

use crate::picture::{
    DecodeError, Limits, exif,
    limits::{room, turning},
    raw::Raw,
    segments,
};

/// What the decoder leaves where data are missing.
const MISSING: u8 = 128;

/// Decodes a JPEG stream.
///
/// The decoder passes over missing and broken data in silence unless it is strict; so it is strict at
/// first, and only what fails at that is decoded again with leniency and called truncated.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Raw, DecodeError> {
    let mut raw = match attempt(bytes, limits, true) {
        Err(Failure::Header(_)) => attempt(bytes, limits, false).map_err(Failure::error)?,
        Err(Failure::Scan(_)) => Raw { truncated: true, ..attempt(bytes, limits, false).map_err(Failure::error)? },
        other => other.map_err(Failure::error)?,
    };
    raw.truncated |= !segments::ends(bytes);
    if raw.truncated {
        let pixels = &mut raw.buffer[..raw.filled];
        if pixels.iter().all(|&sample| sample == MISSING) {
            return Err(DecodeError::Damaged("the file ends before its first pixels".into()));
        }
        if raw.kind == ColorType::Rgba8 {
            pixels.as_chunks_mut::<4>().0.iter_mut().for_each(|p| p[3] = 255);
        }
    }
    Ok(raw)
}

enum Failure {
    Refused(DecodeError),
    Header(DecodeErrors),
    Scan(DecodeErrors),
}

impl Failure {
    fn error(self) -> DecodeError {
        match self {
            Failure::Refused(error) => error,
            Failure::Header(DecodeErrors::Unsupported(scheme)) => DecodeError::Unsupported(format!("{scheme:?}")),
            Failure::Header(error) | Failure::Scan(error) => DecodeError::Damaged(match error {
                DecodeErrors::Format(what) => what.trim().into(),
                DecodeErrors::FormatStatic(what) => what.into(),
                other => format!("{other:?}"),
            }),
        }
    }
}

fn attempt(bytes: &[u8], limits: &Limits, strict: bool) -> Result<Raw, Failure> {
    let frame = segments::frame(bytes).ok_or_else(|| {
        Failure::Refused(DecodeError::Damaged("no frame header comes before the end or the first scan".into()))
    })?;
    limits.check(frame.width.into(), frame.height.into(), 0).map_err(Failure::Refused)?;

    let (mut decoder, mut kind) = (open(bytes, ColorSpace::RGBA, strict)?, ColorType::Rgba8);
    // Only YCbCr goes to RGBA rightly; others come as grey or RGB and are widened where they lie.
    match decoder.input_colorspace() {
        Some(ColorSpace::YCbCr) => {}
        Some(ColorSpace::Luma) => (decoder, kind) = (open(bytes, ColorSpace::Luma, strict)?, ColorType::L8),
        _ => (decoder, kind) = (open(bytes, ColorSpace::RGB, strict)?, ColorType::Rgb8),
    }
    let info = decoder.info().unwrap_or_default();
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    if info.components == 2 || info.components > 4 {
        return Err(Failure::Refused(DecodeError::Unsupported(format!("JPEG of {} components", info.components))));
    }
    let exif = exif::read(decoder.exif().map_or(&[], Vec::as_slice));
    let peak = (room(width, height, kind) + frame.coefficients).max(turning(width, height, exif.orientation));
    limits.check(width, height, peak).map_err(Failure::Refused)?;

    let filled = decoder.output_buffer_size().unwrap_or(0);
    let mut buffer = vec![0; room(width, height, kind) as usize];
    decoder.decode_into(&mut buffer[..filled]).map_err(Failure::Scan)?;
    Ok(Raw {
        orientation: exif.orientation,
        dpi: segments::density(bytes).or(exif.dpi),
        icc: decoder.icc_profile(),
        streams: frame.components == 1 || decoder.input_colorspace() == Some(ColorSpace::YCbCr),
        ..Raw::new(buffer, filled, width, height, kind)
    })
}

fn open(bytes: &[u8], out: ColorSpace, strict: bool) -> Result<JpegDecoder<ZCursor<&[u8]>>, Failure> {
    let options = DecoderOptions::default()
        .set_strict_mode(strict)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_out_colorspace(out);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(Failure::Header)?;
    Ok(decoder)
}
