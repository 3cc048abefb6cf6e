//! Frames: how many a GIF or PNG file has and whether it reaches its end, told by its block structure.

/// What a walk over the blocks found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Survey {
    /// At least 1.
    pub(super) frames: u32,
    /// The file stops before the end that its format marks.
    pub(super) cut: bool,
}

/// Walks the blocks of a GIF file.
pub(super) fn gif(bytes: &[u8]) -> Survey {
    let mut frames = 0;
    let whole = walk_gif(bytes, &mut frames).is_some();
    Survey { frames: frames.max(1), cut: !whole }
}

fn walk_gif(bytes: &[u8], frames: &mut u32) -> Option<()> {
    let table = |flags: u8| if flags & 0x80 != 0 { 3 << ((flags & 7) + 1) } else { 0 };
    let mut at = 13 + table(*bytes.get(10)?);
    loop {
        match bytes.get(at) {
            Some(0x21) => at += 2,
            Some(0x2c) => {
                at += 10 + table(*bytes.get(at + 9)?) + 1;
                *frames = frames.saturating_add(1);
            }
            // A file that lacks nothing but its trailer is common, and whole.
            None if at == bytes.len() && *frames > 0 => return Some(()),
            None => return None,
            // The trailer, or rubbish after the last block: nothing is missing.
            Some(_) => return Some(()),
        }
        loop {
            let size = usize::from(*bytes.get(at)?);
            at += 1 + size;
            if size == 0 {
                break;
            }
        }
    }
}

/// Walks the chunks of a PNG file.
pub(super) fn png(bytes: &[u8]) -> Survey {
    let mut survey = Survey { frames: 1, cut: true };
    let mut controls: u32 = 0;
    for (name, _) in chunks(bytes) {
        match &name {
            // Counted: what acTL says of their number may be anything.
            b"fcTL" => controls += 1,
            b"IEND" => survey.cut = false,
            _ => {}
        }
    }
    survey.frames = controls.max(1);
    survey
}

/// The chunks of a PNG file that are there in full, up to the end.
pub(crate) fn chunks(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut at = Some(8);
    std::iter::from_fn(move || {
        let head: &[u8; 8] = bytes.get(at?..)?.first_chunk()?;
        let ([l3, l2, l1, l0], name) = ([head[0], head[1], head[2], head[3]], [head[4], head[5], head[6], head[7]]);
        let start = at? + 8;
        let end = start.checked_add(u32::from_be_bytes([l3, l2, l1, l0]) as usize)?;
        let payload = bytes.get(start..end)?;
        bytes.get(end..end + 4)?;
        at = (name != *b"IEND").then_some(end + 4);
        Some((name, payload))
    })
}
