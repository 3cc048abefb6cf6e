//! Whole pages, built by hand.

use std::{fs, process::Command};

use ab_glyph::{Font as _, FontRef};
use image::{Rgba, RgbaImage};

use crate::{
    color::{Color, Inks},
    encode::{
        Chroma, Options,
        pdf::{Files, encode, recipe, stream},
    },
    measure::{Page, Rect},
    plan::{Blend, Font, Glyph, GlyphsMark, GroupMark, Mark, PictureMark, Plan, Segment, ShapeMark, Source, Stroke},
    recipe::Recipe,
    region::Mask,
    render::Canvas,
};

const OPTIONS: Options = Options { quality: 90, chroma: Chroma::Auto, press: None };
const TEXT: &str = "NE TRAVAILLEZ JAMAIS";
const SECOND: &str = "sous les pavés";

fn picture() -> Vec<u8> {
    fs::read("samples/pictures/space-billboard.jpg").unwrap()
}

fn face() -> Vec<u8> {
    fs::read("fonts/Anton-Regular.ttf").unwrap()
}

/// One line of text, unshaped, from the left.
fn line(text: &str, at: [f32; 2], size: f32, ink: Color) -> GlyphsMark {
    let file = face();
    let font = FontRef::try_from_slice(&file).unwrap();
    let em = font.units_per_em().unwrap();
    let mut x = at[0];
    let glyphs = text.chars().map(|c| {
        let id = font.glyph_id(c);
        let glyph = Glyph { id: id.0, x, y: at[1], text: c.to_string() };
        x += font.h_advance_unscaled(id) / em * size;
        glyph
    });
    let glyphs = glyphs.collect();
    GlyphsMark { font: 0, size, ink, stroke: None, blur: 0.0, transform: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], glyphs }
}

fn rect(r: Rect) -> Vec<Segment> {
    let Rect { x, y, .. } = r;
    vec![
        Segment::Move([x, y]),
        Segment::Line([r.right(), y]),
        Segment::Line([r.right(), r.bottom()]),
        Segment::Quad([x + 80.0, r.bottom() + 60.0, x, r.bottom()]),
        Segment::Close,
    ]
}

/// An A4 page, 3 mm of bleed: a picture, a half-transparent group with a shape, lettering with a stroke.
fn plan() -> Plan {
    let mut slanted = line(SECOND, [0.0, 0.0], 90.0, Color::BLACK);
    slanted.transform = [1.0, 0.0, -0.3, 2.0, 260.0, 2900.0];
    let mut turned = slanted.clone();
    turned.transform = [0.8, -0.6, 0.6, 0.8, 1260.0, 3300.0];
    let mut slogan = line(TEXT, [300.0, 2200.0], 240.0, Color::WHITE);
    slogan.stroke = Some(Stroke { ink: Color::rgb(0xd4, 0x1c, 0x1c), width: 24.0 });
    let shape = |r, fill, stroke| Mark::Shape(ShapeMark { outline: rect(r), fill, stroke });
    let band = shape(Rect::new(0.0, 1850.0, 2000.0, 460.0), Some(Color::BLACK), None);
    let frame = Stroke { ink: "#d41c1cc0".parse().unwrap(), width: 30.0 };
    let framed = shape(Rect::new(150.0, 150.0, 900.0, 300.0), Some("#ffd600a0".parse().unwrap()), Some(frame));
    let group = GroupMark { opacity: 0.6, blend: Blend::Normal, clip: None, marks: vec![band, framed.clone()] };
    let clip = Mask { include: vec![vec![[1200.0, 100.0], [2400.0, 100.0], [1800.0, 900.0]]], ..Mask::default() };
    let clipped = GroupMark {
        opacity: 1.0,
        blend: Blend::Normal,
        clip: Some(clip),
        marks: vec![shape(Rect::new(1000.0, 0.0, 1500.0, 2000.0), Some(Color::rgb(27, 63, 166)), None)],
    };
    let picture = PictureMark {
        index: 0,
        from: Rect::new(600.0, 0.0, 1131.0, 800.0),
        to: Rect::new(0.0, 0.0, 2550.0, 1803.7),
        turn: 0.0,
    };
    Plan {
        recipe: Recipe { template: "hand".into(), lang: "fr".into(), words: vec![TEXT.into()], ..Recipe::default() },
        page: Page { width: 2550, height: 3578, dpi: 300.0, bleed: 35 },
        paper: Some("newsprint".parse().unwrap()),
        inks: Inks::default(),
        pictures: vec![Source { path: None, hash: String::new(), width: 1920, height: 800 }],
        fonts: vec![Font { name: "Anton".into(), hash: String::new() }],
        notes: Vec::new(),
        marks: vec![
            Mark::Picture(picture),
            Mark::Group(group),
            Mark::Group(clipped),
            framed,
            Mark::Glyphs(slogan),
            Mark::Glyphs(slanted),
            Mark::Glyphs(turned),
        ],
    }
}

fn holds(file: &[u8], part: &[u8]) -> bool {
    file.windows(part.len()).any(|bytes| bytes == part)
}

/// What a tool says of a file; `None` where the tool is not installed.
fn told(tool: &str, flags: &[&str], file: &[u8], after: &[&str]) -> Option<String> {
    let held = tempfile::NamedTempFile::new().unwrap();
    fs::write(held.path(), file).unwrap();
    let output = Command::new(tool).args(flags).arg(held.path()).args(after).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr))
}

/// Whether qpdf finds nothing wrong, where it is installed.
fn is_sound(file: &[u8]) -> bool {
    let report = told("qpdf", &["--check"], file, &[]);
    report.is_none_or(|r| r.contains("No syntax or stream encoding errors") && !r.contains("WARNING"))
}

fn encoded(plan: &Plan) -> Vec<u8> {
    let (jpeg, font) = (picture(), face());
    let files = Files { jpegs: &[Some(&jpeg)], faces: &[&font] };
    encode(plan, &files, &OPTIONS, |_| panic!("a lone JPEG needs no drawing")).unwrap()
}

#[test]
fn a_poster_has_its_boxes_and_the_jpeg_stream_as_it_was() {
    let file = encoded(&plan());
    // 2550 × 3578 pixels at 300 dpi; 35 pixels of bleed are 8.4 points.
    assert!(holds(&file, b"/MediaBox[0 0 612 858.72]") && holds(&file, b"/BleedBox[0 0 612 858.72]"));
    assert!(holds(&file, b"/TrimBox[8.4 8.4 603.6 850.32"));
    assert!(holds(&file, &stream::clean(&picture()).unwrap().bytes));
    assert_eq!(recipe(&file), Some(plan().recipe));
    assert_eq!(encoded(&plan()), file);
    if let Ok(path) = std::env::var("DETOURN_LOOK") {
        fs::write(path, &file).unwrap();
    }
}

#[test]
fn the_lettering_can_be_read_once() {
    let Some(text) = told("pdftotext", &["-layout"], &encoded(&plan()), &["-"]) else { return };
    assert_eq!(text.matches(TEXT).count(), 1, "{text}");
    assert!(text.contains(SECOND), "{text}");
}

#[test]
fn a_glyph_that_stands_for_more_says_so() {
    let mut plan = plan();
    let mut mark = line("ab", [300.0, 900.0], 200.0, Color::BLACK);
    // One glyph for two letters, and one that stands for another letter than elsewhere.
    mark.glyphs[0].text = "st".into();
    let mut again = line("ab", [300.0, 1200.0], 200.0, Color::BLACK);
    again.glyphs[0].text = "Q".into();
    again.glyphs[1].text = String::new();
    plan.marks = vec![Mark::Glyphs(mark), Mark::Glyphs(again)];
    let Some(text) = told("pdftotext", &["-layout"], &encoded(&plan), &["-"]) else { return };
    assert_eq!(text.split_whitespace().collect::<Vec<_>>(), ["stb", "Q"]);
}

#[test]
fn what_needs_pixels_is_drawn_with_all_below_it() {
    let mut plan = plan();
    let Mark::Glyphs(blurred) = &mut plan.marks[4] else { panic!() };
    blurred.blur = 3.0;
    let font = face();
    let files = Files { jpegs: &[], faces: &[&font] };
    let mut drawn = 0;
    let file = encode(&plan, &files, &OPTIONS, |below| {
        drawn = below.marks.len();
        let pixels = RgbaImage::from_fn(2550, 3578, |x, _| if x < 99 { Rgba([0; 4]) } else { Rgba([9, 9, 9, 255]) });
        Canvas { pixels, page: below.page, lettered: true }
    });
    assert_eq!(drawn, 5);
    let file = file.unwrap();
    assert!(is_sound(&file));
    assert!(holds(&file, b"/Indexed/DeviceRGB 1") && file.len() < 60_000);
    if let Some(text) = told("pdftotext", &[], &file, &["-"]) {
        assert!(text.contains(SECOND) && !text.contains(TEXT));
    }
}

#[test]
fn every_page_is_sound() {
    let mut bare = plan();
    bare.marks.clear();
    let mut odd = plan();
    let mut mark = line("a", [f32::NAN, 0.0], 10.0, Color::BLACK);
    mark.glyphs.push(Glyph { id: 65_000, x: 0.0, y: 0.0, text: "x".into() });
    odd.marks = vec![Mark::Glyphs(mark), Mark::Shape(ShapeMark { outline: vec![], fill: None, stroke: None })];
    for plan in [plan(), bare, odd] {
        assert!(is_sound(&encoded(&plan)));
    }
    let mut huge = plan();
    huge.page.dpi = 1.0;
    huge.page.width = 20_000;
    let none = Files::default();
    assert!(encode(&huge, &none, &OPTIONS, |_| panic!()).is_err());
    huge.page.dpi = f32::NAN;
    assert!(encode(&huge, &none, &OPTIONS, |_| panic!()).is_err());
    // A face that is missing is an error and not a page without words.
    let jpeg = picture();
    assert!(encode(&plan(), &Files { jpegs: &[Some(&jpeg)], faces: &[] }, &OPTIONS, |_| panic!()).is_err());
}
