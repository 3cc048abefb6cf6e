//! What the tests share: the small pictures, and the way from a template to a plan to pixels.
#![allow(clippy::disallowed_methods)]
#![allow(dead_code)]

use std::{path::PathBuf, sync::Arc};

use detourn::{
    compose::{ComposeError, Ground, compose},
    encode::{Format, Options, encode},
    layer::Lender,
    picture::{self, Limits, Picture},
    plan::{Plan, Source},
    recipe::Recipe,
    render::render,
    scene::{self, Needs, Scene},
    seed::Seed,
    template::{Sheet, Template, TemplateError, builtin},
    typeset::fonts::Fonts,
    words::{Lang, Words},
};
use image::RgbaImage;

/// The folder of the cases.
pub fn cases() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// One of the small pictures: `light`, `dark` or `busy`.
pub fn picture(name: &str) -> Picture {
    let bytes = std::fs::read(cases().join(format!("pictures/{name}.png"))).unwrap();
    picture::decode(&bytes, &Limits::default()).unwrap()
}

/// A picture of pixels made on the spot.
pub fn of(pixels: RgbaImage) -> Picture {
    let alpha = pixels.pixels().any(|p| p[3] < 255);
    let hash = blake3::hash(pixels.as_raw());
    Picture { pixels, format: picture::Format::Png, dpi: None, frames: 1, truncated: false, alpha, hash, passes: false }
}

/// A template from its text; bases are the built-in ones.
pub fn template(text: &str) -> Result<Template, TemplateError> {
    Template::parse("case", text, &|base| Some(builtin(base)?.sources[0].1.clone()))
}

/// Everything decided.
pub fn plan(template: &Template, picture: &Picture, lang: Lang, seed: u64) -> Result<Plan, ComposeError> {
    let scene = scene::read(picture, rolled(template, picture, lang, seed).1, Default::default());
    composed(template, picture, &scene, lang, seed)
}

/// The template rolled for a picture, and what it needs to know of it.
fn rolled(template: &Template, picture: &Picture, lang: Lang, seed: u64) -> (Sheet, Needs) {
    let sheet = template.roll(Seed::of_picture(seed, &picture.hash)).unwrap();
    let words = sheet.says().into_iter().map(|text| Words::builtin().needs(text, Some(lang)));
    let needs = words.fold(sheet.needs(), |all, needs| all | needs);
    (sheet, needs)
}

/// What a template needs to know of a picture.
pub fn needs(template: &Template, picture: &Picture, lang: Lang, seed: u64) -> Needs {
    rolled(template, picture, lang, seed).1
}

/// Everything decided of a picture that was read before, for this template and perhaps for others.
pub fn composed(
    template: &Template,
    picture: &Picture,
    scene: &Scene,
    lang: Lang,
    seed: u64,
) -> Result<Plan, ComposeError> {
    borrowing(template, picture, scene, None, lang, seed)
}

/// What pictures lend, in the order of their hashes.
pub fn lenders(pictures: &[Picture]) -> Vec<Lender> {
    let mut pictures: Vec<&Picture> = pictures.iter().collect();
    pictures.sort_by(|a, b| a.hash.as_bytes().cmp(b.hash.as_bytes()));
    let lender = |picture: &&Picture| {
        let lines = scene::letters(picture, Default::default());
        Lender::of(picture.hash.to_hex().to_string(), picture.pixels.dimensions().into(), &lines)
    };
    pictures.iter().map(lender).collect()
}

/// Everything decided, with letters of other pictures where the template borrows.
pub fn borrowing(
    template: &Template,
    picture: &Picture,
    scene: &Scene,
    lenders: Option<&[Lender]>,
    lang: Lang,
    seed: u64,
) -> Result<Plan, ComposeError> {
    let dice = Seed::of_picture(seed, &picture.hash);
    let (sheet, needs) = rolled(template, picture, lang, seed);
    let (width, height) = picture.pixels.dimensions();
    let hash = picture.hash.to_hex().to_string();
    let ground = Ground {
        scene: &scene.only(needs),
        source: Source { path: None, hash: hash.clone(), width, height },
        lenders,
        dpi: picture.dpi,
        words: Words::builtin(),
        fonts: Fonts::builtin(),
        lang,
        tone: None,
        seed: dice,
        recipe: Recipe { template: template.name.clone(), seed, source: hash, ..Recipe::default() },
    };
    compose(&sheet, ground)
}

/// The pixels of a plan.
pub fn drawn(plan: &Plan, picture: &Picture) -> RgbaImage {
    drawn_of(plan, picture, &[])
}

/// The pixels of a plan that draws from pictures of a pool as well.
pub fn drawn_of(plan: &Plan, picture: &Picture, pool: &[Picture]) -> RgbaImage {
    let find = |hash: &str| pool.iter().find(|picture| picture.hash.to_hex().as_str() == hash).unwrap();
    let lent = plan.pictures.iter().skip(1).map(|source| find(&source.hash));
    let pictures = [picture].into_iter().chain(lent).map(|picture| Arc::new(picture.clone()));
    render(plan, pictures.collect(), Fonts::builtin()).pixels
}

/// The file of a plan.
pub fn written(plan: &Plan, picture: &Picture, format: Format) -> Vec<u8> {
    let canvas = render(plan, vec![Arc::new(picture.clone())], Fonts::builtin());
    encode(&canvas, &plan.recipe, format, &Options::default()).unwrap()
}
