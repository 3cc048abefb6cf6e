//! How long each reading takes on a picture of 1080 × 1350 pixels.
#![allow(clippy::disallowed_methods)]

use detourn::{
    picture::{Format, Picture},
    scene::{Needs, read},
};
use image::{Rgba, RgbaImage};

fn main() {
    divan::main();
}

/// A smooth ground with blocks and grain on it.
fn picture() -> Picture {
    let pixels = RgbaImage::from_fn(1080, 1350, |x, y| {
        let grain = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(2_246_822_519)) >> 29;
        let busy = y > 900 && (x / 9 + y / 14) % 3 == 0;
        let tone = if busy { 240 } else { 30 + x / 12 + grain };
        Rgba([tone as u8, (tone / 2 + y / 20) as u8, 90, 255])
    });
    let hash = blake3::hash(b"bench");
    Picture { pixels, format: Format::Png, dpi: None, frames: 1, truncated: false, alpha: false, hash, passes: false }
}

#[divan::bench(args = [("luma", Needs::LUMA), ("tone", Needs::TONE), ("palette", Needs::PALETTE),
    ("detail", Needs::DETAIL), ("quiet", Needs::QUIET), ("all", Needs::ALL)])]
fn reading(bencher: divan::Bencher, (_, needs): (&str, Needs)) {
    let picture = picture();
    bencher.bench_local(|| read(divan::black_box(&picture), needs, Default::default()));
}
