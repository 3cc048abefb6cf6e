//! The manual and the schema are what the code says: `DETOURN_ACCEPT=1 cargo test --test manual` refreshes them.
#![allow(clippy::disallowed_methods)]

mod common;

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

use detourn::{
    picture::Picture,
    scene::{self, Needs, Scene},
    template::{Template, manual},
    words::Lang,
};
use image::{
    RgbaImage,
    imageops::{self, FilterType},
};
use libjpeg_turbo_rs::{Encoder, PixelFormat, Subsampling};
use rayon::prelude::*;

/// Width of the manual's pictures, which are drawn at twice that.
const ACROSS: u32 = 320;
/// What the dice of every picture begin with.
const SEED: u64 = 1;
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
    let shows: Vec<_> =
        kinds.iter().map(|name| Show::read(&folder, name).unwrap_or_else(|fault| panic!("{fault}"))).collect();
    // What several kinds are shown on is decoded and read once.
    let mut grounds: BTreeMap<&str, Vec<&Template>> = BTreeMap::new();
    for show in &shows {
        grounds.entry(&show.of).or_default().push(&show.template);
    }
    let read = |(of, templates): (_, Vec<&Template>)| {
        let picture = common::of(ground(of));
        let needs = templates.iter().map(|template| common::needs(template, &picture, Lang::En, SEED));
        let needs = needs.fold(Needs::NONE, |all, needs| all | needs);
        let scene = scene::read(&picture, needs, Default::default());
        (of, (picture, scene))
    };
    let grounds: BTreeMap<&str, (Picture, Scene)> = grounds.into_par_iter().map(read).collect();
    let faults: Vec<String> = shows.par_iter().filter_map(|show| show.fault(&grounds[&*show.of])).collect();
    assert!(faults.is_empty(), "{}\nDETOURN_ACCEPT=1 cargo test --test manual", faults.join("\n"));
    for file in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        let of = file.file_stem().unwrap().to_string_lossy();
        assert!(kinds.contains(&&*of), "{} shows nothing that there is", file.display());
    }
}

/// How one kind is shown.
struct Show {
    /// Where its picture is, but for the ending.
    file: PathBuf,
    template: Template,
    /// What it is shown on: a sample's name, and a part of it.
    of: String,
}

impl Show {
    /// The first line of the template says what it is shown on: `# picture: NAME, crop: LEFT TOP WIDTH HEIGHT`, in
    /// fractions of the sample.
    fn read(folder: &Path, name: &str) -> Result<Show, String> {
        let file = folder.join(name);
        let text = fs::read_to_string(file.with_extension("toml"))
            .map_err(|_| format!("{name} is not shown: write {}/{name}.toml", manual::SHOWN))?;
        let of = text.lines().next().and_then(|line| line.strip_prefix("# picture: "));
        let of = of.ok_or(format!("{name}.toml names no picture"))?.to_string();
        let template = common::template(&text).map_err(|error| format!("{name}: {error}"))?;
        Ok(Show { file, template, of })
    }

    /// Draws what the template makes of its ground, and compares that with the picture that is stored.
    fn fault(&self, (picture, scene): &(Picture, Scene)) -> Option<String> {
        let file = self.file.with_extension("jpg");
        let plan = match common::composed(&self.template, picture, scene, Lang::En, SEED) {
            Ok(plan) if plan.notes.is_empty() => plan,
            Ok(plan) => return Some(format!("{}: {:?}", file.display(), plan.notes)),
            Err(error) => return Some(format!("{}: {error}", file.display())),
        };
        let drawn = scaled(&common::drawn(&plan, picture), ACROSS);
        let Some(coded) = (8..19).rev().map(|n| coded(&drawn, n * 5)).find(|bytes| bytes.len() <= MOST) else {
            return Some(format!("{} has too many bytes", file.display()));
        };
        if env::var_os("DETOURN_ACCEPT").is_some() {
            fs::write(&file, &coded).unwrap();
        }
        let read = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().to_rgb8();
        let Ok(stored) = fs::read(&file) else { return Some(format!("{} is missing", file.display())) };
        let (stored, made) = (read(&stored), read(&coded));
        // The last bit of a float differs between machines, and so may a dot here or there.
        let off = stored.iter().zip(made.iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum::<u64>();
        let alike = stored.dimensions() == made.dimensions() && off <= stored.len() as u64;
        (!alike).then(|| format!("{} is stale", file.display()))
    }
}

/// A part of a sample, at the size at which it is drawn.
fn ground(of: &str) -> RgbaImage {
    let (name, crop) = of.split_once(", crop: ").unwrap_or((of, "0 0 1 1"));
    let sample = sample(name);
    let crop: Vec<f32> = crop.split(' ').map(|v| v.parse().unwrap()).collect();
    let across = |v: f32| (v * sample.width() as f32) as u32;
    let down = |v: f32| (v * sample.height() as f32) as u32;
    let part = imageops::crop_imm(&sample, across(crop[0]), down(crop[1]), across(crop[2]), down(crop[3])).to_image();
    scaled(&part, 2 * ACROSS)
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

fn coded(pixels: &RgbaImage, quality: u8) -> Vec<u8> {
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let encoder = Encoder::new(pixels, width, height, PixelFormat::Rgba);
    encoder.quality(quality).subsampling(Subsampling::S420).encode().unwrap()
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
