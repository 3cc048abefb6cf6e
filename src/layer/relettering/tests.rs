//! Lines of known faces, sizes and spacings, read from a drawing and set again.

use super::*;
use crate::{
    color::Inks,
    layer::backdrop::Backdrop,
    measure::{Page, Rect},
    plan::Plan,
    quad::Quad,
    recipe::Recipe,
    render::render,
    scene::{
        Path, Scene,
        hand::{Drawing, Hand},
        line::{Case, Role},
        made,
    },
    seed::Seed,
    typeset::{
        likeness::{compared, nearest},
        specimen::Specimen,
    },
    words::{Lang, Words},
};

pub(super) fn stage<'a>(scene: &'a Scene) -> Stage<'a> {
    Stage {
        page: Page { width: scene.width, height: scene.height, dpi: 96.0, bleed: 0 },
        scene,
        words: Words::builtin(),
        fonts: Fonts::builtin(),
        lang: Lang::En,
        facts: scene.facts(),
        inks: Inks::default(),
        protect: None,
        lenders: None,
        seed: Seed(1),
        placed: None,
        backdrop: Backdrop::new(None),
        covered: Default::default(),
        shift: None,
        faces: Vec::new(),
        borrowed: Vec::new(),
        said: Vec::new(),
        changes: Vec::new(),
        relettered: Vec::new(),
        notes: Vec::new(),
    }
}

/// A line as it would be read whose letters are set in a face, some pixels an em, and lie along a path.
fn lettered(text: &str, face: &str, size: f32, tracking: f32, path: fn(f32, f32) -> Path) -> Line {
    let fonts = Fonts::builtin();
    let face = fonts.find(face).unwrap();
    let setting = set_line(text, &Style { faces: vec![face], tracking, ..Style::default() }, size, fonts);
    let room = 4.0;
    let (w, h) = ((setting.ink.w + 2.0 * room).ceil(), (setting.ink.h + 2.0 * room).ceil());
    let glyphs = setting.runs[0].glyphs.iter().map(|g| moved(g, room, room)).collect();
    let mark = GlyphsMark {
        font: 0,
        size,
        ink: Color::WHITE,
        stroke: None,
        blur: 0.0,
        transform: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        glyphs,
    };
    let plan = Plan {
        recipe: Recipe::default(),
        page: Page { width: w as u32, height: h as u32, dpi: 96.0, bleed: 0 },
        paper: Some(Color::BLACK),
        inks: Inks::default(),
        pictures: Vec::new(),
        fonts: vec![crate::plan::Font { name: fonts.name(face).into(), hash: fonts.get(face).hash().into() }],
        notes: Vec::new(),
        marks: vec![Mark::Glyphs(mark)],
    };
    let pixels = render(&plan, Vec::new(), fonts).pixels;
    let share = |x: f32| (x / setting.ink.w).clamp(0.0, 1.0);
    let starts: Vec<f32> = setting.clusters.iter().map(|c| share(c.x)).collect();
    let ends = starts.iter().copied().skip(1).chain([1.0]);
    let drawing = Drawing {
        path: path(w, h),
        columns: w as usize,
        rows: h as usize,
        cover: pixels.pixels().map(|p| p[0] / 17 * 17).collect(),
        ink: [room, room + setting.ink.w],
        cap: fonts.get(face).cap_height() * size,
        grain: 1.0,
    };
    let mut line = made::line(Quad::from(Rect::new(50.0, 50.0, w, h)), text, Role::Price);
    line.characters = starts.iter().copied().zip(ends).map(|(a, b)| [a, b]).collect();
    line.lettering.cap_height = drawing.cap;
    line.lettering.case = Case::Sentence;
    line.hand = Some(Hand { weight: 0.1, outline: 0.0, cast: None, drawing });
    line
}

fn level(w: f32, h: f32) -> Path {
    Path::Straight(Quad::from(Rect::new(50.0, 50.0, w, h)))
}

const FACES: [&str; 9] = [
    "Inter Regular",
    "Inter Light",
    "Playfair Display Bold",
    "Oswald Regular",
    "Lobster",
    "Roboto Slab Bold",
    "Montserrat ExtraBold",
    "Tinos Italic",
    "Roboto Mono Regular",
];

#[test]
fn a_face_is_known_by_its_letters() {
    for (face, tracking) in FACES.into_iter().flat_map(|face| [(face, 0.0), (face, 0.08)]) {
        let line = lettered("Hamburg offers 25 quays", face, 40.0, tracking, level);
        let drawing = &line.hand.as_ref().unwrap().drawing;
        let seen = compared(&Specimen::new(&line.text, &line.characters, drawing), Fonts::builtin());
        let best = nearest(&[&seen], &[], Fonts::builtin()).unwrap();
        assert_eq!(Fonts::builtin().name(best.face), face, "{best:?}");
        let fit = best.fits[0].unwrap();
        assert!((fit.size / 40.0 - 1.0).abs() < 0.02 && (fit.condense - 1.0).abs() < 0.03, "{face}: {fit:?}");
        assert!((fit.tracking - tracking).abs() < 0.02, "{face}: {fit:?}");
    }
}

/// Where the ink of marks lies on the canvas, and how large they are set.
fn inked(marks: &[Mark], stage: &Stage<'_>) -> (Rect, f32) {
    let mut size = 0.0;
    let glyphs = marks.iter().flat_map(|mark| {
        let Mark::Glyphs(mark) = mark else { panic!("only letters") };
        size = mark.size;
        mark.glyphs.iter().filter_map(|glyph| {
            let ink = stage.fonts.get(stage.faces[mark.font]).ink(glyph.id)?;
            let s = mark.size;
            let rect = Rect::new(glyph.x + ink.x * s, glyph.y + ink.y * s, ink.w * s, ink.h * s);
            Some(crate::layer::outline::bounds(&rect, &mark.transform))
        })
    });
    (glyphs.reduce(|a, b| a.join(&b)).unwrap(), size)
}

#[test]
fn words_stand_where_the_old_ones_stood() {
    let line = lettered("Never enough", "Poppins SemiBold", 44.0, 0.02, level);
    let scene = Scene { text: Some(vec![line.clone()]), ..made::scene() };
    let mut stage = stage(&scene);
    let same = set(&[&line], "Never enough", &mut stage).unwrap();
    let (ink, size) = inked(&same, &stage);
    let old = line.quad.bounds().grown(-4.0);
    assert!((ink.x - old.x).abs() < 1.0 && (ink.right() - old.right()).abs() < 1.5, "{ink:?} {old:?}");
    assert!((ink.y - old.y).abs() < 1.0 && (ink.bottom() - old.bottom()).abs() < 1.0, "{ink:?} {old:?}");
    assert!((size - 44.0).abs() < 0.8);
    let longer = set(&[&line], "Never any enough", &mut stage).unwrap();
    let (ink, smaller) = inked(&longer, &stage);
    assert!(old.grown(1.5).holds(&ink, 0.0) && smaller <= size && smaller > 0.8 * size, "{ink:?} {old:?} {smaller}");
    assert!(set(&[&line], "Never anything that is ever enough for us", &mut stage).is_err());
    let shout =
        Line { lettering: crate::scene::line::Lettering { case: Case::Upper, ..line.lettering.clone() }, ..line };
    set(&[&shout], "été", &mut stage).unwrap();
    assert_eq!(stage.said, ["Never enough", "Never any enough", "ÉTÉ"]);
}

#[test]
fn words_turn_and_bend_with_the_path() {
    let turned = |w: f32, h: f32| Path::Straight(Quad::turned([200.0, 150.0], w, h, 0.5));
    let line = lettered("Slow down", "Inter Bold", 40.0, 0.0, turned);
    let scene = Scene { text: Some(vec![line.clone()]), ..made::scene() };
    let mut one = stage(&scene);
    let marks = set(&[&line], "Slow down", &mut one).unwrap();
    let [Mark::Glyphs(mark)] = &marks[..] else { panic!("one mark") };
    assert!((libm::atan2f(mark.transform[1], mark.transform[0]) - 0.5).abs() < 0.01, "{:?}", mark.transform);

    let arc = |w: f32, h: f32| Path::Arc {
        centre: [200.0, 400.0],
        from: -1.6,
        to: -1.6 + w / 300.0,
        top: 300.0 + h / 2.0,
        foot: 300.0 - h / 2.0,
    };
    let line = lettered("Slow down", "Inter Bold", 40.0, 0.0, arc);
    let marks = set(&[&line], "Slow town", &mut one).unwrap();
    assert_eq!(marks.len(), 9, "letter by letter, the space too");
    for mark in &marks {
        let Mark::Glyphs(mark) = mark else { panic!("only letters") };
        let foot = crate::layer::outline::map(&mark.transform, [mark.glyphs[0].x, mark.glyphs[0].y]);
        let radius = libm::hypotf(foot[0] - 200.0, foot[1] - 400.0);
        assert!((270.0..300.0).contains(&radius), "{radius}");
    }
}

#[test]
fn a_sentence_breaks_over_the_lines_of_a_block() {
    let mut lines = vec![
        lettered("Everything must go", "Inter Bold", 30.0, 0.0, level),
        lettered("by Monday night", "Inter Bold", 30.0, 0.0, |w, h| {
            Path::Straight(Quad::from(Rect::new(50.0, 95.0, w, h)))
        }),
    ];
    lines.iter_mut().for_each(|line| line.lettering.align = Align::Left);
    let scene = Scene { text: Some(lines.clone()), ..made::scene() };
    let mut stage = stage(&scene);
    let block: Vec<&Line> = lines.iter().collect();
    let marks = set(&block, "Everyone must sleep by Monday noon", &mut stage).unwrap();
    let text = |mark: &Mark| match mark {
        Mark::Glyphs(mark) => mark.glyphs.iter().map(|g| g.text.as_str()).collect::<String>(),
        _ => String::new(),
    };
    assert_eq!(marks.iter().map(text).collect::<Vec<_>>(), ["Everyone must sleep", "by Monday noon"]);
    let model = Model::of(&block, &mut Comparisons::default(), &stage).unwrap();
    let share = |text: &str| model.fits(text, &stage).share;
    assert!(share("Sleep") == 1.0 && share(&"Sleep ".repeat(30)) < 0.4);
}
