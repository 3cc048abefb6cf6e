//! What each station costs: a caption of the templates here on a photo-like picture of 1080 × 1350 pixels.
#![allow(clippy::disallowed_methods)]

use std::{path::Path, sync::Arc};

use detourn::{
    compose::{Ground, compose},
    encode::{Chroma, Format, Options, encode},
    measure::Page,
    picture::{self, Limits, Picture},
    plan::{Plan, Source},
    recipe::Recipe,
    render::{Canvas, render},
    scene,
    seed::Seed,
    template::{Sheet, Template},
    typeset::fonts::Fonts,
    words::{Lang, Words},
};
use divan::{Bencher, bench, black_box, counter::ItemsCount};
use image::{Rgba, RgbaImage};

const WIDTH: u32 = 1080;
const HEIGHT: u32 = 1350;
const SEED: Seed = Seed(68);
const TEMPLATES: [&str; 2] = ["t1", "t2"];

fn main() {
    divan::main();
}

/// Slow gradients with edges and grain.
fn photo() -> RgbaImage {
    RgbaImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let grain = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(2_246_822_519)).wrapping_mul(374_761_393) >> 28;
        let edge = if (x / 150 + y / 190) % 3 == 0 { 70 } else { 0 };
        Rgba([(x / 8 + edge + grain) as u8, (y / 9 + edge / 2 + grain) as u8, ((x + y) / 14 + grain) as u8, 255])
    })
}

fn file() -> Vec<u8> {
    let page = Page { width: WIDTH, height: HEIGHT, dpi: 96.0, bleed: 0 };
    let canvas = Canvas { pixels: photo(), page, lettered: false };
    encode(&canvas, &Recipe::default(), Format::Jpeg, &Options::default()).expect("encodes")
}

fn decoded() -> Picture {
    picture::decode(&file(), &Limits::default()).expect("decodes")
}

fn template(name: &str) -> Template {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/templates").join(name).with_extension("toml");
    Template::parse(name, &std::fs::read_to_string(path).expect("is there"), &|_| None).expect("is a template")
}

fn planned(sheet: &Sheet, picture: &Picture) -> Plan {
    let scene = scene::read(picture, sheet.needs(), Default::default());
    let (width, height) = picture.pixels.dimensions();
    let ground = Ground {
        scene: &scene,
        source: Source { path: None, hash: picture.hash.to_hex().to_string(), width, height },
        lenders: None,
        dpi: picture.dpi,
        words: Words::builtin(),
        fonts: Fonts::builtin(),
        lang: Lang::En,
        tone: None,
        seed: SEED,
        recipe: Recipe::default(),
    };
    compose(sheet, ground).expect("composes")
}

#[bench]
fn decode(bencher: Bencher) {
    let file = file();
    let counter = ItemsCount::new(WIDTH * HEIGHT);
    bencher.counter(counter).bench_local(|| picture::decode(black_box(&file), &Limits::default()));
}

#[bench(args = TEMPLATES)]
fn roll(bencher: Bencher, name: &str) {
    let template = template(name);
    bencher.bench_local(|| template.roll(black_box(SEED)));
}

#[bench(args = TEMPLATES)]
fn read(bencher: Bencher, name: &str) {
    let (picture, needs) = (decoded(), template(name).roll(SEED).expect("rolls").needs());
    bencher.bench_local(|| scene::read(black_box(&picture), needs, Default::default()));
}

/// With the reading, which [`read`] has alone.
#[bench(args = TEMPLATES)]
fn composed(bencher: Bencher, name: &str) {
    let (picture, sheet) = (decoded(), template(name).roll(SEED).expect("rolls"));
    bencher.bench_local(|| planned(black_box(&sheet), &picture));
}

/// Upon the picture itself, as the last of a picture's outputs is drawn.
#[bench(args = TEMPLATES)]
fn rendered(bencher: Bencher, name: &str) {
    let picture = decoded();
    let plan = planned(&template(name).roll(SEED).expect("rolls"), &picture);
    bencher
        .counter(ItemsCount::new(WIDTH * HEIGHT))
        .with_inputs(|| vec![Arc::new(picture.clone())])
        .bench_local_values(|pictures| render(&plan, pictures, Fonts::builtin()));
}

#[bench(args = [(Format::Jpeg, Chroma::Half), (Format::Jpeg, Chroma::Full), (Format::Png, Chroma::Auto), (Format::WebP, Chroma::Auto)])]
fn encoded(bencher: Bencher, (format, chroma): (Format, Chroma)) {
    let picture = decoded();
    let plan = planned(&template("t1").roll(SEED).expect("rolls"), &picture);
    let canvas = render(&plan, vec![Arc::new(picture)], Fonts::builtin());
    let options = Options { chroma, ..Options::default() };
    let counter = ItemsCount::new(WIDTH * HEIGHT);
    bencher.counter(counter).bench_local(|| encode(black_box(&canvas), &plan.recipe, format, &options));
}
