use detourn::{compose::*, picture::*, plan::Source, recipe::Recipe, render::render, scene, seed::Seed, template::*, typeset::fonts::Fonts, words::*};
use std::sync::Arc;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let template = match builtin(&args[1]) { Some(t) => t.clone(), None => match Template::parse(&args[1], &std::fs::read_to_string(&args[1]).unwrap(), &|_| None) { Ok(t) => t, Err(e) => { println!("{e}"); return } } };
    let n: u64 = args[2].parse().unwrap();
    for path in &args[4..] {
        let bytes = std::fs::read(path).unwrap();
        let pixels = image::load_from_memory(&bytes).unwrap().to_rgba8();
        let hash = blake3::hash(&bytes);
        let (width, height) = pixels.dimensions();
        let picture = Arc::new(Picture { pixels, format: Format::Jpeg, dpi: None, frames: 1, truncated: false, alpha: false, hash, passes: false });
        let seed = Seed::of_picture(n, &hash);
        let t = std::time::Instant::now();
        let sheet = template.roll(seed).unwrap();
        let scene = scene::read(&picture, sheet.needs());
        let t1 = t.elapsed();
        let plan = compose(&sheet, Ground { scene: &scene, source: Source { path: None, hash: hash.to_string(), width, height }, dpi: None, words: Words::builtin(), fonts: Fonts::builtin(), lang: Lang::En, seed, recipe: Recipe::default() });
        let plan = match plan { Ok(p) => p, Err(e) => { println!("{path}: {e}"); continue } };
        let t2 = t.elapsed();
        plan.check().unwrap(); plan.check_fonts(Fonts::builtin()).unwrap();
        let text = toml::to_string(&plan).unwrap();
        let again = detourn::plan::Plan::read(&text).unwrap();
        assert_eq!(toml::to_string(&again).unwrap(), text);
        if path.contains("pizza") { std::fs::write("/tmp/plan.toml", &text).unwrap(); }
        let canvas = render(&again, vec![picture], Fonts::builtin());
        println!("{path}: roll+read {t1:?} compose {:?} render {:?} {:?} {:?}", t2 - t1, t.elapsed() - t2, plan.recipe.words, plan.notes);
        let stem = std::path::Path::new(path).file_stem().unwrap().to_str().unwrap();
        canvas.pixels.save(format!("{}/{stem}.png", args[3])).unwrap();
    }
}
