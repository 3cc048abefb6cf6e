//! The manual and the schema are what the code says: `DETOURN_ACCEPT=1 cargo test --test manual` refreshes them.
#![allow(clippy::disallowed_methods)]

mod common;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use detourn::{template::manual, words::Lang};
use image::{
    RgbImage, RgbaImage,
    codecs::jpeg::JpegEncoder,
    imageops::{self, FilterType},
};
use rayon::prelude::*;

/// Width of the manual's pictures, which are drawn at twice that.
const ACROSS: u32 = 320;
/// The most bytes that one may have.
const MOST: usize = 20_000;

fn fresh(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if env::var_os("DETOURN_ACCEPT").is_some() {
        fs::write(&path, text).unwrap();
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    assert!(stored == text, "{file} is stale: DETOURN_ACCEPT=1 cargo test --test manual");
}

#[test]
fn templates_md_is_fresh() {
    fresh("TEMPLATES.md", &manual::markdown());
}

#[test]
fn the_schema_is_fresh() {
    let schema = serde_json::to_string_pretty(&manual::schema()).unwrap();
    fresh("samples/templates/template.schema.json", &(schema + "\n"));
}

#[test]
fn every_kind_has_a_picture() {
    let kinds: Vec<&str> = manual::layers().into_iter().chain(manual::filters()).map(|(name, _)| name).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(manual::SHOWN);
    let faults: Vec<String> = kinds.par_iter().filter_map(|name| shown(&folder, name).err()).collect();
    assert!(faults.is_empty(), "{}\nDETOURN_ACCEPT=1 cargo test --test manual", faults.join("\n"));
    for file in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        let of = file.file_stem().unwrap().to_string_lossy();
        assert!(kinds.contains(&&*of), "{} shows nothing that there is", file.display());
    }
}

/// Draws what a kind's template makes of its sample, and compares it with the picture that is stored. The first line of
/// the template says which: `# picture: NAME, crop: LEFT TOP WIDTH HEIGHT`, fractions of the sample.
fn shown(folder: &Path, name: &str) -> Result<(), String> {
    let at = |ending: &str| folder.join(name).with_extension(ending);
    let text = fs::read_to_string(at("toml")).map_err(|_| format!("{name} is not shown: write {name}.toml"))?;
    let head = text.lines().next().unwrap_or_default().trim_start_matches('#').to_string();
    let said = |key: &str| head.split(',').find_map(|pair| pair.trim().strip_prefix(key)?.strip_prefix(':')).map(str::trim);
    let sample = sample(said("picture").ok_or(format!("{name}.toml names no picture"))?);
    let crop: Vec<f32> = said("crop").unwrap_or("0 0 1 1").split(' ').map(|v| v.parse().unwrap()).collect();
    let (w, h) = (sample.width() as f32, sample.height() as f32);
    let part = imageops::crop_imm(
        &sample,
        (crop[0] * w) as u32,
        (crop[1] * h) as u32,
        (crop[2] * w) as u32,
        (crop[3] * h) as u32,
    )
    .to_image();
    let picture = common::of(scaled(&part, 2 * ACROSS));
    let template = common::template(&text).map_err(|error| format!("{name}: {error}"))?;
    let plan = common::plan(&template, &picture, Lang::En, 1).map_err(|error| format!("{name}: {error}"))?;
    if !plan.notes.is_empty() {
        return Err(format!("{name}: {:?}", plan.notes));
    }
    let drawn = scaled(&common::drawn(&plan, &picture), ACROSS);
    let drawn = image::DynamicImage::from(drawn).to_rgb8();
    let coded = [86, 80, 74, 68, 62, 54, 46].map(|quality| coded(&drawn, quality));
    let coded = coded.into_iter().find(|bytes| bytes.len() <= MOST).ok_or(format!("{name} takes too many bytes"))?;
    if env::var_os("DETOURN_ACCEPT").is_some() {
        fs::write(at("jpg"), &coded).unwrap();
    }
    let read = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().to_rgb8();
    let stored = fs::read(at("jpg")).map(|bytes| read(&bytes)).map_err(|_| format!("{name}.jpg is missing"))?;
    // Pixels of a float's last bit differ between machines, and so may a dot here or there.
    let off = stored.iter().zip(read(&coded).iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum::<u64>();
    let alike = stored.dimensions() == drawn.dimensions() && off <= stored.len() as u64;
    if alike { Ok(()) } else { Err(format!("{name}.jpg is stale")) }
}

fn sample(name: &str) -> RgbaImage {
    let file = |ending: &str| -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/pictures").join(name).with_extension(ending)
    };
    image::open(file("jpg")).or_else(|_| image::open(file("png"))).unwrap().to_rgba8()
}

fn scaled(pixels: &RgbaImage, width: u32) -> RgbaImage {
    imageops::resize(pixels, width, (pixels.height() * width / pixels.width()).max(1), FilterType::CatmullRom)
}

fn coded(pixels: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    pixels.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality)).unwrap();
    bytes
}

#[test]
fn every_kind_can_be_explained() {
    for (name, about) in manual::layers().into_iter().chain(manual::filters()) {
        let page = manual::explain(name).unwrap_or_else(|| panic!("{name} has no page"));
        assert!(!about.is_empty() && page.contains(name), "{name} says nothing of itself");
        for line in page.lines().filter(|line| line.starts_with("             ")) {
            assert!(!line.trim().is_empty(), "a key of {name} is not explained:\n{page}");
        }
    }
}
