//! Filters at twelve megapixels; `RAYON_NUM_THREADS=1` gives the figures of one thread.
#![allow(clippy::disallowed_methods)]

use detourn::{
    color::Inks,
    filter::{AnyFilter, Site},
    measure::Page,
    plan::FilterMark,
    region::Mask,
    render::filter::draw,
    seed::Seed,
};
use divan::{Bencher, counter::ItemsCount};
use image::{Rgba, RgbaImage};
use serde_json::json;

const WIDTH: u32 = 4000;
const HEIGHT: u32 = 3000;

fn main() {
    divan::main();
}

/// Something like a photograph: slow tones, fine grain, a few edges.
fn picture() -> RgbaImage {
    RgbaImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let grain = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(2_246_822_519)).rotate_right(13) as u8 % 16;
        let slow = (x / 24 + y / 31) as u8;
        let edge = if (x / 500 + y / 400) % 3 == 0 { 60 } else { 0 };
        Rgba([(slow / 2 + edge).saturating_add(grain), slow.saturating_add(grain) / 2, (y / 12) as u8, 255])
    })
}

const CASES: &[(&str, &str)] = &[
    ("halftone", "{}"),
    ("halftone", r#"{"inks":["black"]}"#),
    ("halftone", r#"{"inks":["black","red","yellow"],"turn":30}"#),
    ("halftone", r#"{"dot":"line","hard":true}"#),
    ("duotone", "{}"),
    ("photocopy", "{}"),
    ("posterize", "{}"),
    ("posterize", r#"{"inks":["black","red","white"],"by":"color"}"#),
    ("threshold", "{}"),
    ("dither", "{}"),
    ("dither", r#"{"method":"floyd_steinberg","scale":"1px"}"#),
    ("dither", r#"{"method":"bayer8","scale":"1px"}"#),
    ("wave", "{}"),
    ("wave", r#"{"angle":90}"#),
    ("wave", r#"{"angle":30}"#),
    ("strips", "{}"),
    ("strips", r#"{"run":"horizontal","slant":8}"#),
    ("pixel_sort", r#"{"direction":"right"}"#),
    ("pixel_sort", r#"{"direction":"right","interval":"none"}"#),
    ("pixel_sort", r#"{"direction":"down"}"#),
    ("pixel_sort", r#"{"direction":"right","slant":20}"#),
    ("tear", "{}"),
    ("grid_shuffle", "{}"),
    ("slice_shift", "{}"),
    ("slice_shift", r#"{"run":"vertical"}"#),
    ("ripple", "{}"),
    ("swirl", "{}"),
    ("polar", "{}"),
    ("polar", r#"{"way":"unroll"}"#),
    ("tilt", "{}"),
    ("kaleidoscope", "{}"),
    ("mirror", "{}"),
    ("repeat", "{}"),
    ("repeat", r#"{"color":"hue"}"#),
    ("zoom_echo", "{}"),
    ("slit_scan", "{}"),
    ("displace", "{}"),
    ("displace", r#"{"by":"slope"}"#),
    ("seam_carve", r#"{"share":0.2}"#),
    ("rgb_split", "{}"),
    ("pixelate", "{}"),
    ("grain", "{}"),
    ("grain", r#"{"color":true}"#),
    ("grain", r#"{"kind":"digital"}"#),
    ("dither", r#"{"method":"blue_noise","scale":"1px"}"#),
    ("dither", r#"{"method":"blue_noise"}"#),
    ("dither", r#"{"method":"atkinson","scale":"1px"}"#),
    ("dither", r#"{"method":"floyd_steinberg","scale":"1px","inks":["black","red","white"]}"#),
    ("riso", "{}"),
    ("riso", r#"{"screen":"dots","inks":["yellow","pink","blue"]}"#),
    ("woodcut", "{}"),
    ("solarize", "{}"),
    ("solarize", r#"{"line":0}"#),
    ("solarize", r#"{"line":0,"color":true}"#),
    ("invert", "{}"),
    ("invert", r#"{"of":"lightness"}"#),
    ("invert", r#"{"of":"film"}"#),
    ("paper", "{}"),
    ("creases", "{}"),
    ("crt", "{}"),
    ("databend", "{}"),
    ("redact", "{}"),
    ("redact", r#"{"marker":0.6}"#),
];

#[divan::bench(args = CASES, sample_count = 5)]
fn apply(bencher: Bencher, (name, parameters): &(&str, &str)) {
    let value: serde_json::Value = serde_json::from_str(parameters).expect("JSON");
    let filter = AnyFilter::read(name, value).expect("a filter").expect("its parameters");
    let page = Page { width: WIDTH, height: HEIGHT, dpi: 300.0, bleed: 0 };
    let site = Site { page, inks: Inks::default(), seed: Seed(1), origin: (0, 0), kept: None, below: None };
    let mut pixels = picture();
    bencher.counter(ItemsCount::new(WIDTH * HEIGHT)).bench_local(|| filter.apply(&mut pixels, &site));
}

/// What a mask costs: a large one with a soft edge, round a cheap filter.
#[divan::bench(args = [0.0, 0.02], sample_count = 5)]
fn masked(bencher: Bencher, feather: f32) {
    let page = Page { width: WIDTH, height: HEIGHT, dpi: 300.0, bleed: 0 };
    let corner = |x: f32, y: f32| [x * WIDTH as f32, y * HEIGHT as f32];
    let mask = Mask {
        include: vec![vec![corner(0.1, 0.1), corner(0.9, 0.15), corner(0.85, 0.9), corner(0.1, 0.8)]],
        feather: feather * page.short(),
        ..Mask::default()
    };
    let filter = AnyFilter::read("duotone", json!({})).expect("a filter").expect("its parameters");
    let mark = FilterMark { seed: Seed(1), mask, protect: None, opacity: 1.0, filter };
    let mut pixels = picture();
    bencher.counter(ItemsCount::new(WIDTH * HEIGHT)).bench_local(|| draw(&mut pixels, &mark, page, Inks::default()));
}
