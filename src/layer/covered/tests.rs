//! No line shows in part, judged by points laid over plans that are drawn.

use proptest::prelude::*;

use super::*;
use crate::{
    color::Color,
    compose::{Ground, compose},
    plan::{Plan, Source, Stroke},
    quad::Quad,
    recipe::Recipe,
    scene::{
        line::{Plate, Role},
        made,
    },
    seed::Seed,
    template::Template,
    typeset::fonts::Fonts,
    words::{Lang, Words},
};

const PAGE: Page = Page { width: 400, height: 300, dpi: 96.0, bleed: 0 };

/// Whether a line is cut by one sheet over it.
fn cut(at: Rect, over: Rect) -> bool {
    let line = made::line(at.into(), "Just buy", Role::Slogan);
    let scene = Scene { text: Some(vec![line]), ..made::scene() };
    let mut covered = Covered::new(true);
    covered.picture(Rect::new(0.0, 0.0, 400.0, 300.0), PAGE.canvas());
    let shape = ShapeMark { outline: outline::rect(&over, 0.0), fill: Some(Color::WHITE), stroke: None };
    covered.lay(&[Mark::Shape(shape)], &PAGE);
    !covered.cut(&scene, &PAGE).is_empty()
}

#[test]
fn what_is_covered_in_part_is_cut() {
    let line = Rect::new(100.0, 100.0, 120.0, 20.0);
    assert!(!cut(line, Rect::new(0.0, 0.0, 400.0, 80.0)), "clear of it");
    assert!(!cut(line, Rect::new(80.0, 80.0, 200.0, 80.0)), "wholly below it");
    assert!(cut(line, Rect::new(0.0, 0.0, 400.0, 110.0)), "halved along");
    assert!(cut(line, Rect::new(160.0, 0.0, 400.0, 200.0)), "halved across");
    assert!(cut(line, Rect::new(218.0, 0.0, 100.0, 200.0)), "nicked at its end");
    assert!(cut(line, Rect::new(100.0, 100.0, 120.0, 20.0)), "crumbs all round");
    assert!(!cut(line, Rect::new(0.0, 109.0, 400.0, 1.5)), "a rule through it");
    assert!(cut(Rect::new(350.0, 100.0, 120.0, 20.0), Rect::new(0.0, 0.0, 9.0, 9.0)), "cropped");
}

#[test]
fn a_plate_counts_with_its_line() {
    let mut line = made::line(Rect::new(100.0, 100.0, 120.0, 20.0).into(), "Just buy", Role::Button);
    line.plate =
        Some(Plate { quad: Rect::new(80.0, 88.0, 160.0, 44.0).into(), color: Color::WHITE, around: Color::BLACK });
    let scene = Scene { text: Some(vec![line]), ..made::scene() };
    let cut = |over: Rect| {
        let mut covered = Covered::new(true);
        covered.picture(Rect::new(0.0, 0.0, 400.0, 300.0), PAGE.canvas());
        let shape = ShapeMark { outline: outline::rect(&over, 0.0), fill: Some(Color::WHITE), stroke: None };
        covered.lay(&[Mark::Shape(shape)], &PAGE);
        !covered.cut(&scene, &PAGE).is_empty()
    };
    assert!(cut(Rect::new(0.0, 0.0, 400.0, 95.0)), "its plate is nicked, its letters are not");
    assert!(cut(Rect::new(95.0, 95.0, 130.0, 30.0)), "its letters are hidden, its plate shows");
    assert!(!cut(Rect::new(70.0, 80.0, 180.0, 60.0)), "both are hidden");
}

#[test]
fn an_open_stroke_has_no_side_from_its_end_to_its_beginning() {
    let corner = [Segment::Move([0.0, 0.0]), Segment::Line([300.0, 0.0]), Segment::Line([300.0, 200.0])];
    let sides = |outline: &[Segment]| {
        let stroke = Some(Stroke { ink: Color::BLACK, width: 6.0 });
        frame(&ShapeMark { outline: outline.to_vec(), fill: None, stroke }, &PAGE).len()
    };
    assert_eq!(sides(&corner), 2);
    assert_eq!(sides(&[&corner[..], &[Segment::Close]].concat()), 3);
}

/// The plan of a template on a scene.
fn plan(template: &str, scene: &Scene) -> Plan {
    let template = Template::parse("case", template, &|_| None).unwrap();
    let source = Source { path: None, hash: String::new(), width: scene.width, height: scene.height };
    let ground = Ground {
        scene,
        source,
        lenders: None,
        dpi: None,
        words: Words::builtin(),
        fonts: Fonts::builtin(),
        lang: Lang::En,
        tone: None,
        seed: Seed(1),
        recipe: Recipe::default(),
    };
    compose(&template.roll(Seed(1)).unwrap(), ground).unwrap()
}

/// What is erased, where the picture was placed, and the sheet over it.
fn looked_at(plan: &Plan) -> (Vec<Quad>, (Rect, Rect), Vec<[f32; 2]>) {
    let (mut gone, mut placed, mut sheet) = (Vec::new(), None, Vec::new());
    for mark in &plan.marks {
        match mark {
            Mark::Erase(mark) => gone.extend(mark.lines.iter().map(|line| line.quad)),
            Mark::Picture(mark) => placed = Some((mark.from, mark.to)),
            Mark::Shape(mark) => sheet = flat(&mark.outline).remove(0),
            _ => {}
        }
    }
    (gone, placed.unwrap(), sheet)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_line_is_whole_or_hidden_or_erased(
        scene in made::scenes(), x in -0.2f32..0.9, y in -0.2f32..0.9, w in 0.05f32..1.1, h in 0.05f32..1.1,
        tilt in -8.0f32..8.0, reach in 0.0f32..0.4, top in 0.0f32..0.5,
    ) {
        let template = format!(
            "cut_lines = \"erase\"\n[page]\nratio = \"5:4\"\n[[layer]]\npicture = {{ place = [0.1, {top}, 0.8, 0.5] }}\n\
             [[layer]]\nsettle = [{reach}, {reach}]\nbox = {{ place = [{x}, {y}, {w}, {h}], tilt = {tilt}, thickness = 0 }}"
        );
        let plan = plan(&template, &scene);
        let (gone, (from, to), sheet) = looked_at(&plan);
        let (sx, sy) = (to.w / from.w, to.h / from.h);
        let at = |[x, y]: [f32; 2]| [to.x + (x - from.x) * sx, to.y + (y - from.y) * sy];
        for line in scene.text.iter().flatten() {
            let shows = |i: usize| {
                let point = at(line.quad.at((i % 60) as f32 / 59.0, (i / 60) as f32 / 59.0));
                holds(&to.meet(&plan.page.canvas()), &point) && !polygon::holds(&sheet, point)
            };
            let shown = (0..3600).filter(|i| shows(*i)).count() as f32 / 3600.0;
            let quad = Quad(line.quad.0.map(at));
            let near = |other: &Quad| other.0.iter().zip(quad.0).all(|(a, b)| crate::quad::distance(*a, b) < 0.5);
            // A twentieth is what points a few pixels apart may miss of a line that is turned.
            prop_assert!(!(0.05..0.95).contains(&shown) || gone.iter().any(near), "{shown} of {:?} shows", line.quad);
        }
    }
}

#[test]
fn a_sheet_settles_between_lines() {
    let mut lines =
        [100.0, 140.0, 180.0, 220.0].map(|y| made::line(Rect::new(40.0, y, 300.0, 24.0).into(), "buy", Role::Body));
    lines.iter_mut().enumerate().for_each(|(block, line)| line.block = block);
    let scene = Scene { text: Some(lines.to_vec()), faces: Some(Vec::new()), ..made::scene() };
    let made = |settle: &str| {
        let text = format!("cut_lines = \"erase\"\n[[layer]]\n{settle}box = {{ place = [-0.1, 0.5, 1.2, 0.7] }}");
        looked_at(&plan(&text, &scene)).0.len()
    };
    assert_eq!(made(""), 1, "its edge runs through a line");
    assert_eq!(made("settle = [0, 0.06]\n"), 0, "it finds the gap");
    // Lines of one block are a sentence, and go together.
    let block = lines.map(|line| Line { block: 0, ..line });
    let scene = Scene { text: Some(block.to_vec()), faces: Some(Vec::new()), ..made::scene() };
    let text = "cut_lines = \"erase\"\n[[layer]]\nbox = { place = [-0.1, 0.5, 1.2, 0.7] }";
    assert_eq!(looked_at(&plan(text, &scene)).0.len(), 4);
}
