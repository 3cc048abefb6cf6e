//! WebP in: memory reckoned from the header, and what a cut file still shows.

use std::io::Cursor;

use image::ColorType;
use image_webp::{DecodingError, WebPDecoder};

use crate::picture::{
    DecodeError, Limits, exif,
    limits::{area, room, turning},
    raw::Raw,
};

/// What stands where data are missing, as in JPEG.
const MISSING: [u8; 4] = [128, 128, 128, 255];

/// Decodes the first frame of a WebP file.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Raw, DecodeError> {
    let said = le32(bytes, 4).map_or(0, |n| n as usize + 8);
    // The byte that pads the last chunk is often left out.
    let short = said > bytes.len() + 1;
    match attempt(bytes, limits) {
        Err(DecodeError::Damaged(_)) if short => rescue(bytes, said, limits),
        other => other.map(|raw| Raw { truncated: short, ..raw }),
    }
}

fn attempt(bytes: &[u8], limits: &Limits) -> Result<Raw, DecodeError> {
    let (mut bytes, opaque) = (std::borrow::Cow::Borrowed(bytes), lossless_opaque(bytes));
    if let Some((at, bit)) = opaque {
        // The decoder makes a second, RGBA picture for what says that it has no alpha; told that it
        // has, it decodes into ours.
        bytes.to_mut()[at] |= bit;
    }
    let mut decoder = WebPDecoder::new(Cursor::new(&*bytes)).map_err(error)?;
    // Chunks that are read whole say their own length: none is longer than the file.
    decoder.set_memory_limit(bytes.len());
    let (width, height) = decoder.dimensions();
    let frames = decoder.num_frames().max(1);
    limits.check_frames(frames)?;
    let kind = if decoder.has_alpha() { ColorType::Rgba8 } else { ColorType::Rgb8 };
    let exif = exif::read(&decoder.exif_metadata().ok().flatten().unwrap_or_default());
    // Beside the pixels: a lossy frame's planes, a plane of alpha and the RGBA it is unpacked from; of an
    // animation a canvas and a frame as well.
    let beside = match (decoder.is_animated(), decoder.is_lossy(), decoder.has_alpha()) {
        (true, ..) => 10,
        (false, true, true) => 7,
        (false, true, false) => 2,
        (false, false, _) => 0,
    };
    let peak = room(width, height, kind) + beside * area(width, height);
    limits.check(width, height, peak.max(turning(width, height, exif.orientation)))?;

    let filled = (area(width, height) * u64::from(kind.bytes_per_pixel())) as usize;
    let mut buffer = vec![0; room(width, height, kind) as usize];
    decoder.read_image(&mut buffer[..filled]).map_err(error)?;
    Ok(Raw {
        orientation: exif.orientation,
        dpi: exif.dpi,
        icc: decoder.icc_profile().ok().flatten(),
        frames,
        opaque: opaque.is_some(),
        ..Raw::new(buffer, filled, width, height, kind)
    })
}

/// Where a still lossless picture says that it has no alpha, and the bit that says it has.
fn lossless_opaque(bytes: &[u8]) -> Option<(usize, u8)> {
    match bytes.get(12..16)? {
        b"VP8L" => bytes.get(24).filter(|b| **b & 0x10 == 0).map(|_| (24, 0x10)),
        b"VP8X" => {
            let still_without_alpha = bytes.get(20).is_some_and(|flags| flags & 0x12 == 0);
            let lossless = chunks(bytes).any(|(name, _)| name == *b"VP8L");
            (still_without_alpha && lossless).then_some((20, 0x10))
        }
        _ => None,
    }
}

/// The chunks of a WebP file, by name; the last may be cut.
pub(crate) fn chunks(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut at = 12;
    std::iter::from_fn(move || {
        let name = bytes.get(at..at + 4)?.try_into().ok()?;
        let size = le32(bytes, at + 4)? as usize;
        let payload = &bytes[at + 8..bytes.len().min(at + 8 + size)];
        at += 8 + size + size % 2;
        Some((name, payload))
    })
}

/// Decodes a cut file twice, filled up with two different bytes: what comes out the same does not depend
/// on what is missing. From the first row that does, the picture is blank. Some fillings happen to make
/// no valid stream, so a few are tried.
fn rescue(bytes: &[u8], said: usize, limits: &Limits) -> Result<Raw, DecodeError> {
    let cut = || DecodeError::Damaged("the file ends before its first pixels".into());
    if said > 64 * bytes.len() + 65_536 {
        return Err(cut());
    }
    let filled_up = |fill: u8| {
        let mut whole = bytes.to_vec();
        whole.resize(said + 1, fill);
        if whole.get(12..16) == Some(b"VP8X") {
            // Metadata come last and are lost; the decoder would insist on them.
            whole[20] &= !0x0c;
        }
        attempt(&whole, limits)
    };
    let mut decoded = [0x00, 0xff, 0x55, 0xaa, 0x33, 0xcc].into_iter().filter_map(|fill| filled_up(fill).ok());
    let (mut raw, other) = decoded.next().zip(decoded.next()).ok_or_else(cut)?;
    if (raw.width, raw.height, raw.kind) != (other.width, other.height, other.kind) {
        return Err(cut());
    }
    let size = usize::from(raw.kind.bytes_per_pixel());
    let stride = raw.width as usize * size;
    let same = |(a, b): (&[u8], &[u8])| a == b;
    let rows = || raw.buffer[..raw.filled].chunks_exact(stride).zip(other.buffer.chunks_exact(stride));
    let known = rows().take_while(|&pair| same(pair)).count();
    if known == 0 {
        return Err(cut());
    }
    raw.buffer[known * stride..raw.filled].chunks_exact_mut(size).for_each(|p| p.copy_from_slice(&MISSING[..size]));
    Ok(Raw { truncated: true, ..raw })
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn error(error: DecodingError) -> DecodeError {
    match error {
        DecodingError::UnsupportedFeature(what) => DecodeError::Unsupported(what),
        other => DecodeError::Damaged(other.to_string()),
    }
}
