//! Palettes: whether a picture has at most 256 colours, which, and its rows as indices into them.

/// Slots of the table; a colour's slot is told by a multiplication.
const SLOTS: usize = 1024;
const EMPTY: u16 = u16::MAX;
/// One pixel in so many is looked at before all are; a prime, so that no pattern falls into step with it.
const SAMPLE: usize = 61;
/// Pixels that are compared with the first four colours in a loop without branches.
const BLOCK: usize = 64;
/// How far neighbours differ at most where one shade goes over into another.
const NEAR: u8 = 24;

/// Few colours, and where they stand.
pub(super) struct Inks {
    /// Straight RGBA, first those that are not opaque (PNG lists alpha for the first colours only).
    pub(super) colors: Vec<[u8; 4]>,
    /// All are opaque greys.
    pub(super) grey: bool,
    slots: Box<[(u32, u16); SLOTS]>,
}

/// The distinct colours of RGBA8 samples, `None` when there are more than 256.
///
/// A photo has as many within its first rows, so that this ends at once; what has few is read through.
pub(super) fn inks(samples: &[u8]) -> Option<Inks> {
    samples.first()?;
    let mut inks = Inks::none();
    inks.take(samples)?;
    inks.settle();
    Some(inks)
}

/// Whether most pixels look just as the ones to their left: flat inks, screens and lettering, and no photograph.
pub(super) fn flat(samples: &[u8]) -> bool {
    mostly_alike(neighbours(samples))
}

/// The same of what [`neighbours`] counted.
pub(super) fn mostly_alike([alike, _, all]: [usize; 3]) -> bool {
    4 * alike >= 3 * all
}

/// Whether most pixels differ a little from the ones to their left, as in a photograph, be it in the shades of a few inks;
/// grain and screens differ more.
pub(super) fn shaded(samples: &[u8]) -> bool {
    mostly_near(neighbours(samples))
}

/// The same of what [`neighbours`] counted.
pub(super) fn mostly_near([_, near, all]: [usize; 3]) -> bool {
    2 * near >= all
}

/// Pairs of pixels that are the same, those that differ by little, and all; of some blocks from everywhere.
pub(super) fn neighbours(samples: &[u8]) -> [usize; 3] {
    let (mut alike, mut near, mut all) = (0, 0, 0);
    for block in samples.as_chunks::<4>().0.chunks(64).step_by(SAMPLE) {
        for pair in block.windows(2) {
            let off = pair[0].iter().zip(&pair[1]).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or_default();
            alike += usize::from(off == 0);
            near += usize::from((1..=NEAR).contains(&off));
        }
        all += block.len() - 1;
    }
    [alike, near, all]
}

impl Inks {
    /// No colour yet.
    pub(super) fn none() -> Self {
        Inks { colors: Vec::new(), grey: true, slots: Box::new([(0, EMPTY); SLOTS]) }
    }

    /// Takes in the colours of more samples, each after those that are known; `None` once there are more than 256.
    fn take(&mut self, samples: &[u8]) -> Option<()> {
        self.probe(samples)?;
        samples.chunks(4 * BLOCK).try_for_each(|block| self.take_block(block, &mut [0; BLOCK]))
    }

    /// The same, and each pixel is given the number of its colour.
    pub(super) fn take_numbers(&mut self, samples: &[u8], numbers: &mut [u8]) -> Option<()> {
        self.probe(samples)?;
        let mut blocks = samples.chunks(4 * BLOCK).zip(numbers.chunks_mut(BLOCK));
        blocks.try_for_each(|(block, numbers)| self.take_block(block, numbers))
    }

    fn take_block(&mut self, samples: &[u8], numbers: &mut [u8]) -> Option<()> {
        let pixels = samples.as_chunks::<4>().0;
        if self.colors.is_empty() || !among(self.few(), pixels, numbers) {
            let mut last = None;
            for (number, &pixel) in numbers.iter_mut().zip(pixels) {
                *number = match last {
                    Some((color, number)) if color == pixel => number,
                    _ => self.add(pixel)?,
                };
                last = Some((pixel, *number));
            }
        }
        Some(())
    }

    /// `None` if there are too many colours among a few pixels from everywhere, which tell soonest where only the foot of a
    /// page has many.
    fn probe(&self, samples: &[u8]) -> Option<()> {
        let mut probe = Inks::none();
        samples.as_chunks::<4>().0.iter().step_by(SAMPLE).try_for_each(|&pixel| probe.add(pixel).map(|_| ()))
    }

    /// The first four colours; the first one in place of those that there are not.
    fn few(&self) -> [u32; 4] {
        let first = self.colors.first().copied().unwrap_or_default();
        std::array::from_fn(|n| u32::from_le_bytes(self.colors.get(n).copied().unwrap_or(first)))
    }

    /// Bits that an index needs, as PNG has them: 1, 2, 4 or 8.
    pub(super) fn depth(&self) -> usize {
        match self.colors.len() {
            0..=2 => 1,
            3..=4 => 2,
            5..=16 => 4,
            _ => 8,
        }
    }

    /// Makes `row` the indices of a row of RGBA8, packed from the highest bit down; `indices` is memory to
    /// work in.
    pub(super) fn pack(&self, source: &[u8], indices: &mut Vec<u8>, row: &mut Vec<u8>) {
        let count = source.len() / 4;
        indices.clear();
        // Whole bytes; what the last one has too many stays 0.
        indices.resize(count.next_multiple_of(8), 0);
        self.number(source, &mut indices[..count]);
        self.packed(&indices[..count.next_multiple_of(8 / self.depth())], row);
    }

    /// The number of each pixel's colour.
    fn number(&self, source: &[u8], indices: &mut [u8]) {
        let few = self.few();
        for (block, indices) in source.as_chunks::<4>().0.chunks(BLOCK).zip(indices.chunks_mut(BLOCK)) {
            if !among(few, block, indices) {
                // Neighbours are often alike, and then need not be looked up.
                let mut last = (block[0], self.index(block[0]));
                for (index, &pixel) in indices.iter_mut().zip(block) {
                    if pixel != last.0 {
                        last = (pixel, self.index(pixel));
                    }
                    *index = last.1;
                }
            }
        }
    }

    /// Makes `row` some indices, a whole number of bytes of them, from the highest bit down.
    pub(super) fn packed(&self, indices: &[u8], row: &mut Vec<u8>) {
        row.clear();
        match 8 / self.depth() {
            8 => pack::<8>(indices, row),
            4 => pack::<4>(indices, row),
            2 => pack::<2>(indices, row),
            _ => row.extend_from_slice(indices),
        }
    }

    /// The number of a colour that is one of them.
    pub(super) fn index(&self, color: [u8; 4]) -> u8 {
        let key = u32::from_le_bytes(color);
        let mut at = slot(key);
        // Every colour of the picture is in the table, so this ends.
        while self.slots[at].0 != key {
            at = (at + 1) % SLOTS;
        }
        self.slots[at].1 as u8
    }

    /// The number of a colour, which gets the next one if it is new.
    fn add(&mut self, color: [u8; 4]) -> Option<u8> {
        let key = u32::from_le_bytes(color);
        let mut at = slot(key);
        while self.slots[at].1 != EMPTY {
            if self.slots[at].0 == key {
                return Some(self.slots[at].1 as u8);
            }
            at = (at + 1) % SLOTS;
        }
        if self.colors.len() == 256 {
            return None;
        }
        self.slots[at] = (key, self.colors.len() as u16);
        self.colors.push(color);
        self.grey &= color[0] == color[1] && color[1] == color[2] && color[3] == 255;
        Some((self.colors.len() - 1) as u8)
    }

    /// Puts the colours in an order of their own, so that the same colours always make the same palette.
    pub(super) fn settle(&mut self) {
        self.colors.sort_unstable_by_key(|&[r, g, b, a]| [a, r, g, b]);
        let colors = std::mem::take(&mut self.colors);
        *self.slots = [(0, EMPTY); SLOTS];
        for &color in &colors {
            self.add(color);
        }
    }
}

/// Numbers pixels by four colours; false if one of them is another.
fn among([a, b, c, d]: [u32; 4], pixels: &[[u8; 4]], numbers: &mut [u8]) -> bool {
    let mut strange = false;
    for (number, &pixel) in numbers.iter_mut().zip(pixels) {
        let p = u32::from_le_bytes(pixel);
        // Where there are fewer than four, the rest are the first one again.
        let [first, second, third, fourth] = [p == a, p == b, p == c, p == d];
        strange |= !(first | second | third | fourth);
        *number = u8::from(!first) * (u8::from(second) + 2 * u8::from(third) + 3 * u8::from(fourth));
    }
    !strange
}

/// Packs `PER` indices into each byte.
fn pack<const PER: usize>(indices: &[u8], row: &mut Vec<u8>) {
    let byte = |part: &[u8; PER]| part.iter().fold(0, |byte, index| byte << (8 / PER) | index);
    row.extend(indices.as_chunks::<PER>().0.iter().map(byte));
}

fn slot(key: u32) -> usize {
    (key.wrapping_mul(0x9e37_79b1) >> 22) as usize
}
