//! Lines set again with their own words, to be laid beside the originals.

use std::{env, fs, path::Path as File, sync::Arc};

use super::{tests::stage, *};
use crate::{
    layer::outline,
    picture::{self, Limits, Picture},
    plan::{self, Plan, ShapeMark, Source},
    recipe::Recipe,
    render::render,
    scene::{self, Needs, Sight},
};

/// A box of its paper's colour over a line.
fn covered(line: &Line) -> Mark {
    let grown = line.quad.grown(0.2 * line.lettering.cap_height, 0.2 * line.lettering.cap_height);
    let corners = line.outline.clone().unwrap_or_else(|| grown.0.to_vec());
    Mark::Shape(ShapeMark { outline: outline::polygon(&corners), fill: Some(line.lettering.paper), stroke: None })
}

/// Blocks of a scene.
fn blocks(lines: &[Line]) -> Vec<Vec<&Line>> {
    lines.chunk_by(|a, b| a.block == b.block).map(|block| block.iter().collect()).collect()
}

/// Draws marks over a picture.
fn drawn(picture: &Picture, stage: &mut Stage<'_>, marks: Vec<Mark>) -> image::RgbaImage {
    let mut all = crate::layer::whole_picture(stage, crate::layer::Fit::Cover).unwrap();
    all.extend(marks);
    let fonts = stage.faces.iter().map(|face| {
        let face = stage.fonts.get(*face);
        plan::Font { name: face.name().into(), hash: face.hash().into() }
    });
    let plan = Plan {
        recipe: Recipe::default(),
        page: stage.page,
        paper: None,
        inks: stage.inks,
        pictures: vec![Source {
            path: None,
            hash: picture.hash.to_hex().to_string(),
            width: stage.scene.width,
            height: stage.scene.height,
        }],
        fonts: fonts.collect(),
        notes: Vec::new(),
        marks: all,
    };
    plan.check().unwrap();
    let picture = Picture { pixels: picture.pixels.clone(), ..*picture };
    render(&plan, vec![Arc::new(picture)], stage.fonts).pixels
}

/// What was set in the place of a line, for the figures.
fn figures(image: &str, line: &Line, model: &Model, index: usize) -> serde_json::Value {
    let face = Fonts::builtin().get(model.face);
    let style = Style { faces: vec![model.face], tracking: model.tracking / model.condense, ..Style::default() };
    let setting = set_line(&line.text, &style, model.size, Fonts::builtin());
    let row = &model.rows[index];
    serde_json::json!({
        "image": image, "text": line.text, "quad": line.quad.0, "face": face.name(), "cost": model.cost,
        "cap": model.size * face.cap_height(), "read_cap": line.lettering.cap_height,
        "width": setting.ink.w * model.condense, "read_width": row.right - row.left,
        "condense": model.condense, "tracking": model.tracking, "ink": line.lettering.ink, "angle": line.lettering.angle,
        "outline": model.outline.map(|o| o.1), "cast": model.cast, "arc": line.outline.is_some(),
    })
}

/// Sets every line of the pictures in `DETOURN_ECHO` again with its own words, beside the original, into
/// `DETOURN_ECHO_TO`: look at them.
#[test]
#[ignore = "for people to look at"]
#[expect(clippy::disallowed_methods, reason = "a test may read and write")]
fn echo() {
    let folder = env::var("DETOURN_ECHO").unwrap_or_else(|_| "samples/pictures".into());
    let to = env::var("DETOURN_ECHO_TO").unwrap_or_else(|_| "target/echo".into());
    fs::create_dir_all(&to).unwrap();
    let only = env::var("DETOURN_ECHO_ONLY").unwrap_or_default();
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    let mut told = String::new();
    for file in files.iter().filter(|file| file.to_string_lossy().contains(&only)) {
        let Ok(picture) = picture::decode(&fs::read(file).unwrap(), &Limits::default()) else { continue };
        let name = file.file_name().unwrap().to_string_lossy();
        let scene = scene::read(&picture, Needs::TEXT | Needs::DETAIL, Sight::Full);
        let mut stage = stage(&scene);
        let (mut below, mut marks) = (Vec::new(), Vec::new());
        let start = std::time::Instant::now();
        let lines = scene.text.as_deref().unwrap_or_default();
        let mut seen = Comparisons::default();
        for block in blocks(lines) {
            let Some(model) = Model::of(&block, &mut seen, &stage) else { continue };
            below.extend(block.iter().map(|line| covered(line)));
            let rows: Vec<_> = block.iter().enumerate().map(|(i, line)| (i, line.text.clone())).collect();
            for (index, line) in block.iter().enumerate() {
                told += &format!("{}\n", figures(&name, line, &model, index));
            }
            // Other words in their place, one saying after the other.
            let said = env::var("DETOURN_ECHO_SAY").ok();
            let said = said.as_deref().and_then(|said| said.split('|').cycle().nth(block[0].block));
            let set = match said {
                Some(said) => set(&block, said, &mut stage),
                None => {
                    let fitted = model.fitted(rows, &stage);
                    Ok(model.marks(&fitted, &mut stage))
                }
            };
            match set {
                Ok(set) => marks.extend(set),
                Err(error) => eprintln!("{name}: {error}"),
            }
        }
        eprintln!("{name}: {} lines in {:?}", lines.len(), start.elapsed());
        stage.notes.iter().for_each(|note| eprintln!("{name}: {note}"));
        // Where the same picture without its letters is at hand, nothing need be covered.
        let clean = env::var("DETOURN_ECHO_CLEAN").ok().map(|folder| {
            let stem = file.file_stem().unwrap().to_string_lossy();
            fs::read(File::new(&folder).join(format!("{stem}.clean.png"))).unwrap()
        });
        let clean = clean.map(|bytes| picture::decode(&bytes, &Limits::default()).unwrap());
        if clean.is_some() {
            below.clear();
        }
        below.extend(marks);
        let again = drawn(clean.as_ref().unwrap_or(&picture), &mut stage, below);
        let (w, h) = again.dimensions();
        let mut both = image::RgbaImage::new(2 * w + 8, h);
        image::imageops::replace(&mut both, &picture.pixels, 0, 0);
        image::imageops::replace(&mut both, &again, i64::from(w) + 8, 0);
        both.save(File::new(&to).join(&*name).with_extension("png")).unwrap();
    }
    fs::write(File::new(&to).join("echo.ndjson"), told).unwrap();
}
