//! JPEG streams: what of a file may go into a page as it is.

/// A JPEG stream without the file's metadata, and what its header says.
pub(super) struct Stream {
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
    /// 1 (grey) or 3.
    pub channels: u8,
}

/// Takes out of a JPEG file all that shows nothing (Exif, XMP, comments, profiles, what follows the
/// end) and leaves the coded picture as it is, byte by byte. `None` when the file is not whole, or
/// has neither one channel nor three.
pub(super) fn clean(file: &[u8]) -> Option<Stream> {
    let mut bytes = Vec::with_capacity(file.len());
    let mut frame = None;
    file.strip_prefix(&[0xff, 0xd8])?;
    bytes.extend([0xff, 0xd8]);
    let mut at = 2;
    loop {
        let [0xff, marker] = *file.get(at..at + 2)? else { return None };
        match marker {
            // Fill bytes may stand before any marker.
            0xff => {
                at += 1;
                continue;
            }
            0xd9 => {
                bytes.extend([0xff, 0xd9]);
                let (width, height, channels) = frame?;
                return matches!(channels, 1 | 3).then_some(Stream { bytes, width, height, channels });
            }
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes(file.get(at + 2..at + 4)?.try_into().ok()?));
        let end = at + 2 + length;
        let segment = file.get(at..end)?;
        // Frame headers, without the tables that share their numbers (DHT, JPG, DAC).
        if (0xc0..=0xcf).contains(&marker) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let &[_, h1, h0, w1, w0, channels, ..] = segment.get(4..)? else { return None };
            frame = Some((u32::from(u16::from_be_bytes([w1, w0])), u32::from(u16::from_be_bytes([h1, h0])), channels));
        }
        // JFIF says nothing private and Adobe's segment says what the channels are.
        let needed =
            !matches!(marker, 0xe1..=0xed | 0xef | 0xfe) && (marker != 0xe0 || segment.get(4..9) == Some(b"JFIF\0"));
        if needed {
            bytes.extend_from_slice(segment);
        }
        at = end;
        if marker == 0xda {
            let length = scan_length(&file[at..])?;
            bytes.extend_from_slice(&file[at..at + length]);
            at += length;
        }
    }
}

/// Bytes of coded data up to the next marker that is not part of it.
fn scan_length(data: &[u8]) -> Option<usize> {
    data.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn metadata_goes_and_the_coded_picture_stays() {
        let file = fs::read("samples/pictures/cat-giveaway.jpg").unwrap();
        let plain = clean(&file).unwrap();
        assert_eq!((plain.width, plain.height, plain.channels), (1080, 1350, 3));
        let mut tagged = file[..2].to_vec();
        tagged.extend(b"\xff\xe1\x00\x0eExif\0\0GPSGPS\xff\xfe\x00\x05abc");
        tagged.extend(&file[2..]);
        tagged.extend(b"hidden after the end");
        assert_eq!(clean(&tagged).unwrap().bytes, plain.bytes);
        let tables = file.windows(2).position(|pair| pair == [0xff, 0xdb]).unwrap();
        assert!(plain.bytes.ends_with(&file[tables..]));
    }

    #[test]
    fn what_is_not_whole_does_not_pass() {
        let file = fs::read("samples/pictures/cat-giveaway.jpg").unwrap();
        for length in [0, 1, 2, 3, 20, 500, file.len() / 2, file.len() - 2] {
            assert!(clean(&file[..length]).is_none(), "{length}");
        }
    }
}
