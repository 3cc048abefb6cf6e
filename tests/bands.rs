//! Bands: a large page that is drawn and packed some rows at a time is the page that is drawn at once.
#![allow(clippy::disallowed_methods)]

mod common;

use std::sync::Arc;

use common::{drawn, of, picture, plan, template};
use detourn::{
    encode::encode_bands,
    measure::Rect,
    picture::Picture,
    plan::{Mark, Plan},
    render::{bands, in_bands},
    template::builtins,
    typeset::fonts::Fonts,
    words::Lang,
};
use image::{ImageFormat, RgbaImage};

/// The file that is made in bands, `None` where that cannot be; it must show what is drawn at once.
fn banded(plan: &Plan, picture: &Picture, name: &str) -> Option<Vec<u8>> {
    let pictures = vec![Arc::new(picture.clone())];
    if !bands::fit(plan, &pictures) {
        return None;
    }
    let file = encode_bands(in_bands(plan, pictures, Fonts::builtin()), &plan.recipe).unwrap();
    let found: RgbaImage = image::load_from_memory_with_format(&file, ImageFormat::Png).unwrap().into();
    let expected = drawn(plan, picture);
    assert_eq!(found.dimensions(), expected.dimensions(), "{name}");
    let other = found.rows().zip(expected.rows()).position(|(a, b)| a.ne(b));
    assert_eq!(other, None, "{name}: the first row that differs");
    Some(file)
}

#[test]
fn every_template_that_is_drawn_in_bands_is_what_is_drawn_at_once() {
    let picture = picture("busy");
    let mut fit = Vec::new();
    for builtin in builtins() {
        let text = format!("extends = \"{}\"\n[page]\nsize = \"A5\"\ndpi = 300\n", builtin.name);
        let plan = plan(&template(&text).unwrap(), &picture, Lang::En, 3).unwrap();
        if banded(&plan, &picture, &builtin.name).is_some() {
            fit.push(builtin.name.as_str());
        }
    }
    for name in ["meme", "rewrite", "may68", "may68-poster", "fly-poster"] {
        assert!(fit.contains(&name), "{name} is not among {fit:?}");
    }
}

/// A page with marks of most kinds, turned, clipped, blurred and across the seams between bands.
const MOTLEY: &str = r##"
[page]
size = "A5"
dpi = 300
paper = "#fffbe8"
[[layer]]
picture = { place = [0.1, 0.05, 0.8, 0.8] }
[[layer]]
shape = { kind = "ellipse", place = [0.2, 0.1, 0.6, 0.7], border = "black" }
opacity = 0.4
[[layer]]
text = { say = "words", place = [0.05, 0.1, 0.9, 0.8], stroke = {}, shadow = { blur = 0.05 }, tilt = 8 }
[[layer]]
blend = "multiply"
picture = { place = [0.5, 0.5, 0.45, 0.45] }
[[layer]]
opacity = 0.8
[[layer.group.layer]]
picture = { place = [0.05, 0.6, 0.4, 0.35] }
[[layer.group.layer]]
halftone = { hard = true }
region = { include = [{ rect = [0.1, 0.65, 0.3, 0.25] }] }
[[layer]]
invert = {}
region = { include = [{ rect = [0.3, 0.1, 0.2, 0.8] }], exclude = [{ rect = [0.35, 0.3, 0.1, 0.2] }], feather = 0.02 }
"##;

#[test]
fn marks_of_all_kinds_may_lie_across_bands() {
    let picture = picture("dark");
    let plan = plan(&template(MOTLEY).unwrap(), &picture, Lang::En, 1).unwrap();
    assert!(banded(&plan, &picture, "motley").is_some());
}

#[test]
fn what_needs_more_than_a_band_is_drawn_at_once() {
    let page = "[page]\nsize = \"A5\"\ndpi = 300\n";
    let fits = |layers: &str, picture: &Picture| {
        let plan = plan(&template(&format!("{page}{layers}")).unwrap(), picture, Lang::En, 1).unwrap();
        banded(&plan, picture, layers).is_some()
    };
    let picture = picture("busy");
    assert!(fits("[[layer]]\nduotone = {}\n", &picture));
    assert!(!fits("[[layer]]\nwave = {}\n", &picture), "it moves pixels");
    assert!(
        !fits("[[layer]]\nshape = { kind = \"ellipse\" }\n[[layer]]\nduotone = {}\n", &picture),
        "tones of a shape"
    );
    assert!(fits("[[layer]]\nshape = { kind = \"ellipse\" }\n[[layer]]\ninvert = {}\n", &picture), "no tones asked");
    // What shows through is white on paper only.
    let mut pixels = picture.pixels.clone();
    pixels.enumerate_pixels_mut().for_each(|(x, y, pixel)| pixel[3] = (x * y % 256) as u8);
    let hidden = of(pixels);
    assert!(!fits("", &hidden));
    let on_paper = page.replace("dpi", "paper = \"white\"\ndpi");
    let plan = plan(&template(&on_paper).unwrap(), &hidden, Lang::En, 1).unwrap();
    assert!(banded(&plan, &hidden, "on paper").is_some());
}

#[test]
fn glyphs_far_off_and_pictures_of_nothing_are_survived() {
    let picture = picture("light");
    let text = "[page]\nsize = \"A5\"\ndpi = 300\npaper = \"white\"\n[[layer]]\ntext = { say = \"words\" }\n";
    let mut plan = plan(&template(text).unwrap(), &picture, Lang::En, 1).unwrap();
    for mark in &mut plan.marks {
        match mark {
            Mark::Glyphs(mark) => {
                mark.transform = [1e6, 0.0, 0.0, 1e6, 0.0, 0.0];
                mark.size = 5e-4;
                let place = [(1e-4, -1e6), (1e-4, 25e-4)];
                mark.glyphs.iter_mut().zip(place).for_each(|(glyph, (x, y))| (glyph.x, glyph.y) = (x, y));
            }
            Mark::Picture(mark) => mark.from = Rect::new(10.0, 10.0, 1e-7, 1e-7),
            _ => {}
        }
    }
    assert!(banded(&plan, &picture, "far").is_some());
    plan.paper = None;
    assert!(banded(&plan, &picture, "nothing").is_none(), "not opaque");
}

#[test]
fn few_inks_make_a_palette_and_the_threads_do_not_matter() {
    let picture = picture("light");
    let page = "[page]\nsize = \"A5\"\ndpi = 300\n[[layer]]\n";
    let screen = "halftone = { inks = [\"black\", \"#d0202a\"], paper = \"#f4ead2\", hard = true }\n";
    let words = "[[layer]]\ntext = { say = \"words\", ink = \"white\" }\n";
    for (layers, color) in
        [(screen.into(), 3), (format!("{screen}{words}"), 3), (format!("duotone = {{}}\n{words}"), 2)]
    {
        let plan = plan(&template(&format!("{page}{layers}")).unwrap(), &picture, Lang::En, 1).unwrap();
        let files = [1, 2, 8].map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| banded(&plan, &picture, &layers).unwrap())
        });
        assert!(files.iter().all(|file| *file == files[0]), "{layers}");
        // The colour type, in the header.
        assert_eq!(files[0][25], color, "{layers}");
    }
}
