//! Exif: the orientation and density in a TIFF structure, whether a TIFF file or the Exif block of another.

use std::collections::HashSet;

/// What is wanted of an Exif block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Exif {
    /// 1 to 8, as TIFF 6.0 numbers them; 1 when absent or nonsense.
    pub(super) orientation: u8,
    pub(super) dpi: Option<f32>,
}

/// Reads the first directory; what cannot be read is as if absent.
pub(super) fn read(bytes: &[u8]) -> Exif {
    let mut exif = Exif { orientation: 1, dpi: None };
    // Some writers leave JPEG's prefix before the structure.
    let tiff = Tiff(bytes.strip_prefix(b"Exif\0\0").unwrap_or(bytes));
    let Some(start) = tiff.first() else { return exif };
    let (mut x, mut unit) = (None, 2);
    for at in tiff.entries(start) {
        let Some(tag) = tiff.u16(at) else { break };
        match tag {
            0x112 => exif.orientation = tiff.number(at).filter(|n| (1..=8).contains(n)).unwrap_or(1) as u8,
            0x11a => x = tiff.rational(at),
            0x128 => unit = tiff.number(at).unwrap_or(2),
            _ => {}
        }
    }
    exif.dpi = match unit {
        2 => x.and_then(sensible),
        3 => x.and_then(|per_cm| sensible(per_cm * 2.54)),
        _ => None,
    };
    exif
}

/// How many directories (pages) a TIFF file has, counted no farther than `limit` + 1.
pub(super) fn pages(bytes: &[u8], limit: u32) -> u32 {
    let tiff = Tiff(bytes);
    let mut seen = HashSet::new();
    let mut next = tiff.first();
    while let Some(at) = next.filter(|&at| at != 0) {
        if seen.len() as u64 > u64::from(limit) || !seen.insert(at) {
            break;
        }
        next = tiff.u16(at).and_then(|n| tiff.u32(at + 2 + 12 * usize::from(n))).map(|at| at as usize);
    }
    (seen.len() as u32).max(1)
}

/// Whether the first directory of a TIFF file names data that lie beyond the file's end.
pub(super) fn cut(bytes: &[u8]) -> bool {
    let tiff = Tiff(bytes);
    let Some(start) = tiff.first() else { return false };
    // Where strips or tiles lie, and how long each is.
    let (mut places, mut lengths) = (None, None);
    for at in tiff.entries(start) {
        match tiff.u16(at) {
            None => return true,
            Some(273 | 324) => places = Some(at),
            Some(279 | 325) => lengths = Some(at),
            Some(_) => {}
        }
    }
    let Some((places, lengths)) = places.zip(lengths) else { return false };
    // No more are looked at than could stand in the file.
    let count = tiff.u32(places + 4).unwrap_or(0).min(bytes.len() as u32);
    (0..count as usize).any(|i| match tiff.element(places, i).zip(tiff.element(lengths, i)) {
        Some((place, length)) => u64::from(place) + u64::from(length) > bytes.len() as u64,
        None => true,
    })
}

/// The colours of a TIFF file of one byte a pixel that has a palette, and the byte in which it says that it has one.
pub(super) fn palette(bytes: &[u8]) -> Option<(usize, [[u8; 3]; 256])> {
    let tiff = Tiff(bytes);
    let (mut kind, mut bits, mut map) = (None, None, None);
    for at in tiff.entries(tiff.first()?) {
        match tiff.u16(at)? {
            258 => bits = tiff.number(at),
            262 => kind = (tiff.u16(at + 2) == Some(3) && tiff.number(at) == Some(3)).then_some(at + 8),
            320 => map = Some(at),
            _ => {}
        }
    }
    let (kind, map) = (kind?, map.filter(|_| bits == Some(8))?);
    let values: Vec<u32> = (0..768).map(|i| tiff.element(map, i)).collect::<Option<_>>()?;
    // Some writers mean bytes.
    let shift = if values.iter().any(|value| *value > 255) { 8 } else { 0 };
    let color = |i: usize| [0, 256, 512].map(|channel| (values[channel + i] >> shift) as u8);
    Some((kind + usize::from(bytes[0] == b'M'), std::array::from_fn(color)))
}

/// A density that a printer could mean, to a hundredth (a file that counts by the metre cannot say 300
/// exactly); files say 0, 1 and infinity when they mean nothing.
pub(super) fn sensible(dpi: f32) -> Option<f32> {
    (4.0..=20_000.0).contains(&dpi).then(|| (dpi * 100.0 + 0.5).floor() / 100.0)
}

struct Tiff<'a>(&'a [u8]);

impl Tiff<'_> {
    fn first(&self) -> Option<usize> {
        let magic = self.0.get(..4)?;
        (magic == b"II*\0" || magic == b"MM\0*").then(|| self.u32(4)).flatten().map(|at| at as usize)
    }

    fn entries(&self, start: usize) -> impl Iterator<Item = usize> {
        let count = self.u16(start).map_or(0, usize::from);
        (0..count).map(move |i| start + 2 + 12 * i)
    }

    fn u16(&self, at: usize) -> Option<u16> {
        let two = self.0.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.0[0] == b'I' { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    }

    fn u32(&self, at: usize) -> Option<u32> {
        let four = self.0.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.0[0] == b'I' { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    }

    /// The value of an entry that holds one BYTE, SHORT or LONG.
    fn number(&self, entry: usize) -> Option<u32> {
        match self.u16(entry + 2)? {
            1 => self.0.get(entry + 8).map(|&b| b.into()),
            3 => self.u16(entry + 8).map(u32::from),
            4 => self.u32(entry + 8),
            _ => None,
        }
    }

    /// The value at `index` of an entry that holds SHORTs or LONGs, in its place or elsewhere.
    fn element(&self, entry: usize, index: usize) -> Option<u32> {
        let count = self.u32(entry + 4)? as usize;
        let size = if self.u16(entry + 2)? == 3 { 2 } else { 4 };
        let at = if count * size <= 4 { entry + 8 } else { self.u32(entry + 8)? as usize } + index * size;
        if size == 2 { self.u16(at).map(u32::from) } else { self.u32(at) }
    }

    fn rational(&self, entry: usize) -> Option<f32> {
        let at = (self.u16(entry + 2)? == 5).then(|| self.u32(entry + 8)).flatten()? as usize;
        Some((f64::from(self.u32(at)?) / f64::from(self.u32(at + 4)?)) as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(entries: &[(u16, u16, u32)]) -> Vec<u8> {
        let mut out = b"II*\0\x08\0\0\0".to_vec();
        out.extend((entries.len() as u16).to_le_bytes());
        for &(tag, kind, value) in entries {
            out.extend(tag.to_le_bytes());
            out.extend(kind.to_le_bytes());
            out.extend(1u32.to_le_bytes());
            out.extend(value.to_le_bytes());
        }
        out
    }

    #[test]
    fn orientation_as_short_or_long_and_never_nonsense() {
        for (kind, value, expected) in [(3, 6, 6), (4, 6, 6), (3, 9, 1), (3, 0, 1), (2, 6, 1)] {
            assert_eq!(read(&block(&[(0x112, kind, value)])).orientation, expected);
        }
    }

    #[test]
    fn density_by_inch_and_by_centimetre() {
        for (unit, expected) in [(2, Some(300.0)), (3, Some(762.0)), (1, None)] {
            let mut bytes = block(&[(0x11a, 5, 34), (0x128, 3, unit)]);
            bytes.extend([600u32, 2].iter().flat_map(|n| n.to_le_bytes()));
            assert_eq!(read(&bytes).dpi, expected);
            let end = bytes.len() - 4;
            bytes[end..].fill(0);
            assert_eq!(read(&bytes).dpi, None, "a division by zero is no density");
        }
    }

    #[test]
    fn palettes_of_words_and_of_bytes() {
        for (map, expected) in [([0xab00u16, 0x00ff, 0xffff], [0xab, 0, 0xff]), ([7, 8, 9], [7, 8, 9])] {
            let mut bytes = block(&[(258, 3, 8), (262, 3, 3), (320, 3, 50)]);
            let (count, at) = (bytes.len() - 8, bytes.len());
            bytes[count..count + 4].copy_from_slice(&768u32.to_le_bytes());
            bytes[count + 4..].copy_from_slice(&(at as u32).to_le_bytes());
            bytes.extend(map.iter().flat_map(|value| [value.to_le_bytes(); 256]).flatten());
            let (kind, colors) = palette(&bytes).unwrap();
            assert_eq!((bytes[kind], colors[0], colors[255]), (3, expected, expected));
            assert_eq!(palette(&bytes[..bytes.len() - 1]), None);
        }
    }

    #[test]
    fn a_chain_that_bites_its_tail_has_one_page() {
        let mut bytes = block(&[(0x112, 3, 1)]);
        bytes.extend(8u32.to_le_bytes());
        assert_eq!(pages(&bytes, 10_000), 1);
    }
}
