//! Segments: the marker structure of a JPEG stream, walked without decoding.

use crate::picture::exif;

/// One segment before or at the start of the scan.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment<'a> {
    /// The second byte of the marker: 0xE1 is APP1, 0xFE a comment, 0xDA the start of a scan.
    pub(crate) marker: u8,
    pub(crate) payload: &'a [u8],
    /// Where the marker starts in the stream, and where the payload ends.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The segments from the start of the stream up to the first scan, which is the last one given.
pub(crate) fn header(bytes: &[u8]) -> impl Iterator<Item = Segment<'_>> {
    let mut at = if bytes.starts_with(&[0xff, 0xd8]) { Some(2) } else { None };
    std::iter::from_fn(move || {
        let segment = next(bytes, at?)?;
        at = (segment.marker != 0xda).then_some(segment.end);
        Some(segment)
    })
}

/// The next segment with a length at or after `at`; stray bytes between segments are passed over.
fn next(bytes: &[u8], mut at: usize) -> Option<Segment<'_>> {
    loop {
        let start = at + bytes.get(at..)?.iter().position(|&b| b == 0xff)?;
        let marker = *bytes.get(start + 1)?;
        match marker {
            0xff => at = start + 1,
            0xd9 => return None,
            0x00 | 0x01 | 0xd0..=0xd8 => at = start + 2,
            _ => {
                let length = usize::from(u16::from_be_bytes(bytes.get(start + 2..start + 4)?.try_into().ok()?));
                let end = start + 2 + length.max(2);
                return Some(Segment { marker, payload: bytes.get(start + 4..end)?, start, end });
            }
        }
    }
}

/// Whether the stream reaches its end marker: whether the file is whole.
pub(super) fn ends(bytes: &[u8]) -> bool {
    let padding = bytes.iter().rev().take_while(|&&b| b == 0 || b == b'\n' || b == b'\r').count();
    if bytes[..bytes.len() - padding].ends_with(&[0xff, 0xd9]) {
        return true;
    }
    // Something follows the end, or the end is missing.
    end(bytes).is_some()
}

/// Where the stream ends, its end marker included. Thumbnails, which have an end of their own, lie inside
/// segments and are stepped over.
fn end(bytes: &[u8]) -> Option<usize> {
    let mut at = header(bytes).last().filter(|segment| segment.marker == 0xda)?.end;
    loop {
        at += bytes.get(at..)?.iter().position(|&b| b == 0xff)? + 1;
        match bytes.get(at)? {
            0xd9 => return Some(at + 1),
            0x00 | 0x01 | 0xd0..=0xd8 => at += 1,
            0xff => {}
            _ => at = next(bytes, at - 1)?.end,
        }
    }
}

/// The stream with nothing but what decoding needs: no Exif, XMP, thumbnails, comments or second pictures,
/// which tell where and by whom it was made. The pixels stay bit for bit.
///
/// `None` when it does not reach its end.
pub fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    let end = end(bytes)?;
    let mut out = vec![0xff, 0xd8];
    for segment in header(bytes) {
        match segment.marker {
            0xda => out.extend(&bytes[segment.start..end]),
            // APP14 says how colours are coded.
            0xe0..=0xed | 0xef | 0xfe => {}
            _ => out.extend(&bytes[segment.start..segment.end]),
        }
    }
    Some(out)
}

/// What the frame header says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Frame {
    pub(super) width: u16,
    pub(super) height: u16,
    pub(super) components: u8,
    /// Memory of the coefficients, where all of them must be held before the first pixel is known:
    /// in progressive files, and where components come in scans of their own.
    pub(super) coefficients: u64,
}

/// Reads the frame header, before the first scan.
pub(super) fn frame(bytes: &[u8]) -> Option<Frame> {
    let mut frame = None;
    for Segment { marker, payload, .. } in header(bytes) {
        match marker {
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => frame = frame.or(read_frame(marker, payload)),
            0xda => {
                let (read, progressive) = frame?;
                let together = payload.first() == Some(&read.components) && !progressive;
                return Some(Frame { coefficients: if together { 0 } else { read.coefficients }, ..read });
            }
            _ => {}
        }
    }
    None
}

fn read_frame(marker: u8, payload: &[u8]) -> Option<(Frame, bool)> {
    let &[_, h1, h0, w1, w0, components, ref rest @ ..] = payload else { return None };
    let (width, height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
    let factors = || rest.chunks_exact(3).take(components.into()).map(|c| (u64::from(c[1] >> 4), u64::from(c[1] & 15)));
    let across = factors().map(|(h, _)| h).max()?.max(1);
    let down = factors().map(|(_, v)| v).max()?.max(1);
    let units = u64::from(width).div_ceil(8 * across) * u64::from(height).div_ceil(8 * down);
    // 64 coefficients of two bytes in each block.
    let coefficients = units * factors().map(|(h, v)| h * v * 128).sum::<u64>();
    Some((Frame { width, height, components, coefficients }, marker == 0xc2))
}

/// Pixels an inch of a JFIF header.
pub(super) fn density(bytes: &[u8]) -> Option<f32> {
    let jfif = header(bytes).find(|s| s.marker == 0xe0 && s.payload.starts_with(b"JFIF\0"))?;
    let &[unit, x1, x0] = jfif.payload.get(7..10)? else { return None };
    let density = f32::from(u16::from_be_bytes([x1, x0]));
    match unit {
        1 => exif::sensible(density),
        2 => exif::sensible(density * 2.54),
        _ => None,
    }
}
