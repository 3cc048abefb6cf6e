//! Cases: every folder is a template, the plan that it must come to, and the picture that must come of it.
//!
//! `DETOURN_ACCEPT=1 cargo test --test cases` writes plans and pictures anew: look at them before you
//! commit them. The first line of a template may say `# picture: dark, pool: light busy, lang: fr, seed: 7`.
#![allow(clippy::disallowed_methods)]

mod common;

use std::{fs, path::Path};

use detourn::{plan::Plan, scene, words::Lang};
use image::{
    Rgba, RgbaImage,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};
use libtest_mimic::{Arguments, Failed, Trial};

/// How far a channel may lie from the golden picture's: the last bit of a float differs between machines.
const SLACK: u8 = 1;

fn main() {
    let mut folders: Vec<_> = fs::read_dir(common::cases()).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.join("template.toml").exists());
    folders.sort();
    let trial = |folder: &std::path::PathBuf| {
        let (name, folder) = (folder.file_name().unwrap().to_string_lossy().into_owned(), folder.clone());
        Trial::test(name.clone(), move || check(&name, &folder))
    };
    libtest_mimic::run(&Arguments::from_args(), folders.iter().map(trial).collect()).exit();
}

fn check(name: &str, folder: &Path) -> Result<(), Failed> {
    let text = fs::read_to_string(folder.join("template.toml"))?;
    let said = |key: &str| {
        let head = text.lines().next().filter(|line| line.starts_with('#'))?;
        let pair = head.trim_start_matches('#').split(',').find_map(|pair| pair.trim().strip_prefix(key));
        pair.and_then(|value| value.strip_prefix(':')).map(str::trim)
    };
    let picture = common::picture(said("picture").unwrap_or("light"));
    let lang = if said("lang") == Some("fr") { Lang::Fr } else { Lang::En };
    let seed = said("seed").map_or(Ok(1), str::parse)?;
    let template = common::template(&text).map_err(|error| error.to_string())?;
    let pool: Option<Vec<_>> = said("pool").map(|names| names.split(' ').map(common::picture).collect());
    let lenders = pool.as_deref().map(common::lenders);
    let scene = scene::read(&picture, common::needs(&template, &picture, lang, seed), Default::default());
    let plan = common::borrowing(&template, &picture, &scene, lenders.as_deref(), lang, seed)?;
    let drawn = |plan: &Plan| common::drawn_of(plan, &picture, pool.as_deref().unwrap_or_default());
    let (plan_text, pixels) = (toml::to_string(&plan)?, drawn(&plan));
    let (plan_file, golden_file) = (folder.join("plan.toml"), folder.join("golden.png"));
    if std::env::var_os("DETOURN_ACCEPT").is_some() {
        fs::write(plan_file, plan_text)?;
        // The small pictures have few colours, which unfiltered rows keep small.
        let file = fs::File::create(golden_file)?;
        let encoder = PngEncoder::new_with_quality(file, CompressionType::Best, FilterType::NoFilter);
        return Ok(pixels.write_with_encoder(encoder)?);
    }
    let away = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/cases").join(name);
    let expected = fs::read_to_string(plan_file)?;
    if expected != plan_text {
        fs::create_dir_all(&away)?;
        fs::write(away.join("plan.toml"), &plan_text)?;
        let differs = expected.lines().zip(plan_text.lines()).position(|(a, b)| a != b);
        let line = differs.unwrap_or_else(|| expected.lines().count().min(plan_text.lines().count())) + 1;
        return Err(format!("the plan differs from line {line}: see {}", away.display()).into());
    }
    // The plan that a person reads draws the same as the one in memory.
    let again = drawn(&Plan::read(&expected)?);
    if again != pixels {
        return Err("the plan read back from its text draws something else".into());
    }
    compare(&image::open(golden_file)?.to_rgba8(), &pixels, &away)
}

fn compare(golden: &RgbaImage, actual: &RgbaImage, away: &Path) -> Result<(), Failed> {
    let save = |diff: Option<RgbaImage>| -> Result<(), Failed> {
        fs::create_dir_all(away)?;
        diff.map_or(Ok(()), |diff| diff.save(away.join("diff.png")))?;
        Ok(actual.save(away.join("actual.png"))?)
    };
    if golden.dimensions() != actual.dimensions() {
        save(None)?;
        return Err(
            format!("{:?} pixels, not {:?}: see {}", actual.dimensions(), golden.dimensions(), away.display()).into()
        );
    }
    let (mut count, mut most) = (0, 0);
    let mut diff = RgbaImage::new(golden.width(), golden.height());
    for ((a, b), out) in golden.pixels().zip(actual.pixels()).zip(diff.pixels_mut()) {
        let far = a.0.iter().zip(&b.0).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0);
        count += u32::from(far > SLACK);
        most = most.max(far);
        *out = if far > SLACK { Rgba([255, 255 - far, 0, 255]) } else { Rgba([b[0] / 4, b[1] / 4, b[2] / 4, 255]) };
    }
    if count == 0 {
        return Ok(());
    }
    save(Some(diff))?;
    Err(format!("{count} pixels differ, by up to {most}: see {}", away.display()).into())
}
