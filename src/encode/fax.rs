//! Fax: rows of bits run by run against the row above (ITU-T T.6, 1988), which is least where a page is line art.

use fax::{BitWriter, Bits, Color, encoder::Encoder};

/// The most columns that the coder counts.
const WIDEST: usize = 32_000;

/// Packed rows, each on bytes of its own, 1 for white, as one fax; `None` where that has `limit` bytes or more, as a screen or
/// a dither does.
pub(super) fn coded(rows: &[u8], width: usize, limit: usize) -> Option<Vec<u8>> {
    if !(1..=WIDEST).contains(&width) {
        return None;
    }
    let mut encoder = Encoder::new(Bounded { bytes: Vec::new(), partial: 0, length: 0, limit });
    for row in rows.chunks(width.div_ceil(8)) {
        let bits = row.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
        let pixels = bits.take(width).map(|bit| if bit == 1 { Color::White } else { Color::Black });
        encoder.encode_line(pixels, width as u16).ok()?;
    }
    encoder.finish().ok().and_then(Bounded::finish)
}

/// Bits, packed from the highest down, up to a limit.
struct Bounded {
    bytes: Vec<u8>,
    partial: u32,
    length: u8,
    limit: usize,
}

/// The limit is reached.
struct Full;

impl BitWriter for Bounded {
    type Error = Full;

    fn write(&mut self, bits: Bits) -> Result<(), Full> {
        self.partial |= u32::from(bits.data) << (32 - self.length - bits.len);
        self.length += bits.len;
        while self.length >= 8 {
            self.bytes.push((self.partial >> 24) as u8);
            self.partial <<= 8;
            self.length -= 8;
        }
        if self.bytes.len() < self.limit { Ok(()) } else { Err(Full) }
    }
}

impl Bounded {
    fn finish(mut self) -> Option<Vec<u8>> {
        if self.length > 0 {
            self.bytes.push((self.partial >> 24) as u8);
        }
        (self.bytes.len() < self.limit).then_some(self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use fax::decoder::{decode_g4, pels};
    use proptest::prelude::*;

    use super::*;

    fn decoded(coded: &[u8], width: usize, height: usize) -> Vec<u8> {
        let mut rows = Vec::new();
        let row = |edges: &[u16]| {
            let mut row = vec![0u8; width.div_ceil(8)];
            for (x, color) in pels(edges, width as u16).enumerate() {
                row[x / 8] |= u8::from(color == Color::White) << (7 - x % 8);
            }
            rows.extend(row);
        };
        decode_g4(coded.iter().copied(), width as u16, Some(height as u16), row).unwrap();
        rows
    }

    #[test]
    fn what_is_no_line_art_is_no_fax() {
        let dither: Vec<u8> = (0..200).map(|n| if n % 2 == 0 { 0xaa } else { 0x55 }).collect();
        assert_eq!(coded(&dither, 8, dither.len()), None);
        let blank = vec![0xff; 300 * 200];
        assert!(coded(&blank, 2400, 300 * 200).unwrap().len() < 40);
        assert_eq!(coded(&blank, 0, 1000), None);
    }

    proptest! {
        #[test]
        fn a_fax_is_read_back(
            width in 1usize..400, runs in prop::collection::vec((1usize..90, 0usize..6), 1..300), height in 1usize..12,
        ) {
            // Rows that mostly repeat the one above, moved a little.
            let mut runs = runs.iter().cycle();
            let mut rows = Vec::new();
            for _ in 0..height {
                let (mut row, mut x, mut white) = (vec![0u8; width.div_ceil(8)], 0, true);
                while x < width {
                    let (run, moved) = runs.next().unwrap();
                    for x in x..width.min(x + run + moved) {
                        row[x / 8] |= u8::from(white) << (7 - x % 8);
                    }
                    (x, white) = (x + run + moved, !white);
                }
                rows.extend(row);
            }
            let coded = coded(&rows, width, usize::MAX).unwrap();
            prop_assert_eq!(decoded(&coded, width, height), rows);
        }
    }
}
