//! What may be taken from a picture, and how often.

use proptest::prelude::*;

use super::*;
use crate::{
    color::Inks,
    layer::{
        Lower,
        backdrop::Backdrop,
        scraps::{
            Origin, Scraps, cut,
            rows::{Piece, Scrap},
        },
        stage::Stage,
    },
    measure::Page,
    plan::Mark,
    scene::{Path, Scene, line::Role, made},
    seed::Seed,
    typeset::fonts::Fonts,
    words::{Lang, Words},
};

const WHOLE: Rect = Rect::new(0.0, 0.0, 1000.0, 400.0);
const ASKED: Asked = Asked { high: 0.74, most: 0.1, sharp: 0.05 };

/// A line of bars, one a letter: 12 cells wide, 28 high, 8 apart; a cell is a pixel.
fn line(x: f32, y: f32, text: &str) -> Line {
    let count = text.chars().count();
    let (columns, rows) = (20 * count, 36);
    let cover = (0..rows * columns).map(|i| {
        let (x, y) = (i % columns, i / columns);
        let blank = text.chars().nth(x / 20) == Some(' ');
        if (4..32).contains(&y) && (4..16).contains(&(x % 20)) && !blank { 255 } else { 0 }
    });
    let quad = Quad::from(Rect::new(x, y, columns as f32, rows as f32));
    let drawing = Drawing {
        path: Path::Straight(quad),
        columns,
        rows,
        cover: cover.collect(),
        ink: [0.0, columns as f32],
        cap: 28.0,
        grain: 1.0,
    };
    let span = |i: usize| [i as f32 / count as f32, (i + 1) as f32 / count as f32];
    Line {
        characters: (0..count).map(span).collect(),
        hand: Some(Hand { weight: 0.2, outline: 0.0, cast: None, drawing }),
        ..made::line(quad, text, Role::Slogan)
    }
}

#[test]
fn a_letter_is_taken_where_it_stands_with_paper_but_without_its_neighbours() {
    let lines = [line(40.0, 50.0, "BUY NOW")];
    let lifted = Stock::of(&lines, WHOLE).take("u", &ASKED, &mut Seed(1).dice()).unwrap();
    let [x, y] = lifted.centre;
    assert!((x - 70.0).abs() < 0.5 && (y - 68.0).abs() < 0.5, "{x} {y}");
    // Neighbours begin 8 pixels beside it.
    assert!(lifted.half[0] > 8.0 && lifted.half[0] < 14.0 && lifted.half[1] > 17.0, "{:?}", lifted.half);
    assert!(WHOLE.holds(&lifted.from, 0.0));
}

#[test]
fn no_piece_is_taken_twice_while_there_is_another() {
    let lines = [line(40.0, 50.0, "AREA"), line(40.0, 150.0, "CANAL A")];
    for seed in 0..20 {
        let mut stock = Stock::of(&lines, WHOLE);
        let mut dice = Seed(seed).dice();
        let mut places: Vec<[i32; 2]> =
            (0..5).map(|_| stock.take("a", &ASKED, &mut dice).unwrap().centre.map(|v| v as i32)).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 5);
        assert!(stock.take("A", &ASKED, &mut dice).is_some(), "then one comes again");
    }
}

#[test]
fn what_is_not_there_or_cannot_be_trusted_is_not_taken() {
    let mut dice = Seed(1).dice();
    let lines = [line(40.0, 50.0, "BUY 20%")];
    let mut stock = Stock::of(&lines, WHOLE);
    assert!(stock.take("z", &ASKED, &mut dice).is_none() && stock.take(".", &ASKED, &mut dice).is_none());
    assert!(stock.take("2", &ASKED, &mut dice).is_some() && stock.take("buy", &ASKED, &mut dice).is_some());
    let tiny = Asked { high: 0.74, most: 0.001, sharp: 0.0005 };
    assert!(stock.take("b", &tiny, &mut dice).is_none(), "it would have to be enlarged too far");
    let unsure = [Line { confidence: 0.3, ..lines[0].clone() }, made::scene().text.unwrap().remove(0)];
    let mut stock = Stock::of(&unsure, WHOLE);
    assert!(stock.take("b", &ASKED, &mut dice).is_none());
}

#[test]
fn a_letter_that_hangs_together_with_another_or_lacks_its_dot_is_not_cut() {
    let mut dice = Seed(1).dice();
    let mut joined = line(40.0, 50.0, "soft");
    let drawing = &mut joined.hand.as_mut().unwrap().drawing;
    // A bridge from the f to the t.
    (56..66).for_each(|x| drawing.cover[10 * 80 + x] = 255);
    let lines = [joined, line(40.0, 150.0, "IN it")];
    let mut stock = Stock::of(&lines, WHOLE);
    assert!(stock.take("f", &ASKED, &mut dice).is_none() && stock.take("o", &ASKED, &mut dice).is_some());
    assert!(stock.take("ft", &ASKED, &mut dice).is_some(), "together they are whole");
    assert!(stock.take("i", &ASKED, &mut dice).is_none(), "a bar without a dot");
    assert!(stock.take("I", &ASKED, &mut dice).is_some());
}

fn stage(scene: &Scene, seed: u64) -> Stage<'_> {
    Stage {
        page: Page { width: 1000, height: 400, dpi: 96.0, bleed: 0 },
        scene,
        words: Words::builtin(),
        fonts: Fonts::builtin(),
        lang: Lang::En,
        facts: scene.facts(),
        inks: Inks::default(),
        protect: None,
        seed: Seed(seed),
        placed: None,
        backdrop: Backdrop::new(None),
        covered: Default::default(),
        shift: None,
        faces: Vec::new(),
        said: Vec::new(),
        changes: Vec::new(),
        relettered: Vec::new(),
        notes: Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_grapheme_is_on_a_scrap_in_order(say in "([a-zÉé0-9!’]{1,3}[.]?){1,3}( [a-zQ%-]{1,9}){0,4}", seed in 0u64..1000) {
        let text = vec![line(40.0, 50.0, "THE QUICK BROWN FOX"), line(40.0, 150.0, "lazy dogs 100%")];
        let scene = Scene { width: 1000, height: 400, text: Some(text), ..Scene::default() };
        let scraps = Scraps { say: say.clone(), from: Origin::Picture, ..Scraps::default() };
        let mut stage = stage(&scene, seed);
        let mut words = cut::cut(&scraps, &say, &mut stage).unwrap();
        cut::lift(&mut words, 40.0, &scraps, &mut stage);
        let said: Vec<String> = words.iter().map(|w| w.iter().map(|scrap| scrap.text.as_str()).collect()).collect();
        prop_assert_eq!(said.join(" "), say.clone());
        let all = words.iter().flatten();
        prop_assert!(all.clone().all(|scrap| scrap.size.iter().all(|side| *side > 0.0)));
        // What the picture has is taken from it.
        let has = |scrap: &str| scrap.chars().all(|c| "thequckbrownfxlazydgs10%!".contains(c.to_ascii_lowercase()));
        let is_lifted = |scrap: &Scrap| matches!(scrap.piece, Piece::Lifted(_));
        prop_assert!(all.clone().all(|scrap| is_lifted(scrap) == (has(&scrap.text) && scrap.text != "!")));
        let marks = scraps.lower(&mut stage).unwrap();
        let pasted = marks.iter().filter(|mark| matches!(mark, Mark::Group(_))).count();
        let lifted = all.filter(|scrap| is_lifted(scrap)).count();
        prop_assert_eq!(pasted, lifted);
        prop_assert_eq!(&stage.said, &[say]);
    }
}
