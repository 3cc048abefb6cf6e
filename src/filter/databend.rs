//! Databend: a JPEG whose bytes were tampered with.

use std::borrow::Cow;

use image::RgbaImage;
use libjpeg_turbo_rs::{Encoder, PixelFormat, Subsampling};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions};
use zune_jpeg::JpegDecoder;

use crate::{
    filter::{Filter, Site, rows::Pixel, tone},
    seed::{Dice, Seed},
};

/// Codes the picture as a JPEG, damages some bytes of it, and shows what a forgiving decoder makes of the rest: blocks
/// slip sideways, colours drift until the next place where the decoder finds its feet.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Databend {
    /// In how many places bytes are damaged.
    #[schemars(range(min = 1, max = 400))]
    pub count: u32,
    /// How far down a damage runs at most, about: a share of the page's height.
    #[schemars(range(min = 0.01, max = 1.0))]
    pub reach: f32,
    /// The quality of the JPEG: low ones have large blocks and large mistakes.
    #[schemars(range(min = 1, max = 100))]
    pub quality: u32,
}

impl Default for Databend {
    fn default() -> Self {
        Databend { count: 16, reach: 0.25, quality: 40 }
    }
}

/// Rows of a band are a multiple of this: the blocks of a JPEG with halved colour.
const BLOCK: usize = 16;
/// Widest picture that a JPEG holds, with room to spare.
const WIDEST: usize = 65_000;

/// How often the same places are struck before fewer are.
const TRIES: u64 = 4;

/// A damage: where in a band's bytes, as a share of them, and what is done there.
#[derive(Clone, Copy)]
struct Damage {
    place: f32,
    kind: Kind,
    seed: u64,
}

#[derive(Clone, Copy)]
enum Kind {
    /// A few bytes become others.
    Flip,
    /// Some bytes are lost: all that follows moves up.
    Cut,
    /// Bytes from elsewhere are written over these.
    Paste,
}

impl Filter for Databend {
    const NAME: &'static str = "databend";
    const MOVES: bool = true;

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        if width == 0 || height == 0 || width > WIDEST {
            return;
        }
        let mut dice = site.seed.at("bytes").dice();
        let large = width * height > 2_000_000;
        let mut rest = pixels.as_chunks_mut::<4>().0;
        // Each band is a JPEG of its own, as if there were restart markers between them: damage stays within it.
        let mut bands: Vec<(&mut [Pixel], Vec<Damage>)> = Vec::new();
        let reach = tone::within(self.reach, 0.01, 1.0) * (site.page.height as f32).clamp(16.0, 60_000.0);
        while !rest.is_empty() {
            let tall = (reach * dice.between(0.6, 1.4) / BLOCK as f32) as usize * BLOCK;
            let (band, after) = rest.split_at_mut((tall.clamp(BLOCK, 60_000) * width).min(rest.len()));
            bands.push((band, Vec::new()));
            rest = after;
        }
        for n in 0..self.count.clamp(1, 4000) as usize {
            // The first strikes near the top, so that something is seen to happen.
            let count = bands.len();
            let at = if n == 0 { dice.below(count.div_ceil(2)) } else { dice.below(count) };
            let kind = [Kind::Flip, Kind::Flip, Kind::Paste, Kind::Cut][dice.below(4)];
            bands[at].1.push(Damage { place: dice.unit(), kind, seed: dice.bits() });
        }
        let work = |(band, damages): (&mut [Pixel], Vec<Damage>)| self.bend(band, width, &damages);
        if large {
            bands.into_par_iter().with_max_len(1).for_each(work);
        } else {
            bands.into_iter().for_each(work);
        }
    }
}

impl Databend {
    /// Codes a band, damages it and lays what can be read of it over itself; with fewer damages where nothing can.
    fn bend(&self, band: &mut [Pixel], width: usize, damages: &[Damage]) {
        let height = band.len() / width;
        let Ok(clean) = Encoder::new(&shown(band), width, height, PixelFormat::Rgba)
            .quality(self.quality.clamp(1, 100) as u8)
            .subsampling(Subsampling::S420)
            // Tables of its own leave hardly a code unused, so that hardly any damage is unreadable.
            .optimize_huffman(true)
            .encode()
        else {
            return;
        };
        let Some(start) = scan(&clean) else { return };
        // Where the decoder gives up, the same places are struck otherwise; at last fewer of them.
        let tries =
            (0..TRIES).map(|turn| (damages.len(), turn)).chain((0..damages.len()).rev().map(|count| (count, 0)));
        for (count, turn) in tries {
            let mut bytes = clean.clone();
            // The end marker goes, and comes back after some more of the same: who slips must not run out of bytes.
            bytes.truncate(bytes.len().saturating_sub(2).max(start));
            damages[..count].iter().for_each(|damage| damage.strike(&mut bytes, start, turn));
            let more = bytes[start..].len().min(1 << 16);
            bytes.extend_from_within(start..start + more);
            bytes.extend([0xff, 0xd9]);
            let Some(decoded) = decoded(&bytes, band.len()) else { continue };
            let decoded = decoded.as_chunks::<4>().0;
            // Rows that were given up are left in this grey.
            let given_up = decoded[band.len() - width..].iter().all(|pixel| pixel[..3] == [128; 3]);
            if given_up && count > 0 {
                continue;
            }
            for (pixel, new) in band.iter_mut().zip(decoded) {
                tone::put(pixel, tone::channels(*new));
            }
            return;
        }
    }
}

/// The band as a JPEG may see it: grey where nothing can be seen.
fn shown(band: &[Pixel]) -> Cow<'_, [u8]> {
    let bytes = band.as_flattened();
    if band.iter().all(|pixel| pixel[3] > 0) {
        return bytes.into();
    }
    let mut bytes = bytes.to_vec();
    for pixel in bytes.as_chunks_mut::<4>().0.iter_mut().filter(|pixel| pixel[3] == 0) {
        *pixel = [128, 128, 128, 0];
    }
    bytes.into()
}

/// Where the coded pixels begin: after the header of the scan.
fn scan(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        let &[0xff, marker, high, low] = bytes.get(at..at + 4)? else { return None };
        at += 2 + (usize::from(high) << 8 | usize::from(low));
        if marker == 0xda {
            return Some(at);
        }
    }
}

fn decoded(bytes: &[u8], pixels: usize) -> Option<Vec<u8>> {
    let options = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_out_colorspace(ColorSpace::RGBA);
    let decoded = JpegDecoder::new_with_options(ZCursor::new(bytes), options).decode().ok()?;
    (decoded.len() == pixels * 4).then_some(decoded)
}

impl Damage {
    /// Strikes the bytes from `start` on. No marker comes into being, and none of those that mask one is torn apart.
    fn strike(self, bytes: &mut Vec<u8>, start: usize, turn: u64) {
        let len = bytes.len() - start;
        if len < 8 {
            return;
        }
        let mut dice = Seed(self.seed ^ turn).dice();
        let at = start + ((len - 4) as f32 * self.place) as usize;
        match self.kind {
            Kind::Flip => {
                for n in 0..1 + dice.below(3) {
                    let at = (at + n * 2).min(bytes.len() - 1);
                    if bytes[at] != 0xff && bytes[at - 1] != 0xff {
                        bytes[at] = dice.below(255) as u8;
                    }
                }
            }
            Kind::Cut => {
                let (from, to) = whole(bytes, start, at, span(&mut dice, len));
                bytes.drain(from..to);
            }
            Kind::Paste => {
                let far = start + dice.below(len);
                let (from, to) = whole(bytes, start, far, span(&mut dice, len));
                let chunk = bytes[from..to].to_vec();
                let (into, end) = whole(bytes, start, at, chunk.len());
                bytes.splice(into..end, chunk);
            }
        }
    }
}

/// A number of bytes that is worth a few blocks.
fn span(dice: &mut Dice, len: usize) -> usize {
    (4 + dice.below(60)).min(len / 4)
}

/// From `at` on, `len` bytes, shrunk or moved so that no 0xff is parted from the byte after it.
fn whole(bytes: &[u8], start: usize, at: usize, len: usize) -> (usize, usize) {
    let from = if at > start && bytes[at - 1] == 0xff { at + 1 } else { at }.min(bytes.len());
    let to = (from + len).min(bytes.len());
    if to > from && bytes[to - 1] == 0xff { (from, to - 1) } else { (from, to) }
}
