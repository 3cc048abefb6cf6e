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
            lender::chosen,
            lift,
            rows::{Piece, Scrap},
        },
        stage::Stage,
    },
    measure::Page,
    plan::Mark,
    quad::Quad,
    scene::{
        Path, Scene,
        hand::{Drawing, Hand},
        line::{Lettering, Line, Role},
        made,
    },
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

fn lender(lines: &[Line]) -> Lender {
    Lender::of(String::new(), [1000, 400], lines)
}

#[test]
fn a_letter_is_taken_where_it_stands_with_paper_but_without_its_neighbours() {
    let lines = [line(40.0, 50.0, "BUY NOW")];
    let lifted = Stock::of(&lender(&lines)).take("u", &ASKED, &mut Seed(1).dice()).unwrap();
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
        let own = lender(&lines);
        let mut stock = Stock::of(&own);
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
    let own = lender(&lines);
    let mut stock = Stock::of(&own);
    assert!(stock.take("z", &ASKED, &mut dice).is_none() && stock.take(".", &ASKED, &mut dice).is_none());
    assert!(stock.take("2", &ASKED, &mut dice).is_some() && stock.take("buy", &ASKED, &mut dice).is_some());
    let tiny = Asked { high: 0.74, most: 0.001, sharp: 0.0005 };
    assert!(stock.take("b", &tiny, &mut dice).is_none(), "it would have to be enlarged too far");
    let unsure = [Line { confidence: 0.3, ..lines[0].clone() }, made::scene().text.unwrap().remove(0)];
    let own = lender(&unsure);
    let mut stock = Stock::of(&own);
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
    let own = lender(&lines);
    let mut stock = Stock::of(&own);
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
        lenders: None,
        seed: Seed(seed),
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_grapheme_is_on_a_scrap_in_order(say in "([a-zÉé0-9!’]{1,3}[.]?){1,3}( [a-zQ%-]{1,9}){0,4}", seed in 0u64..1000) {
        let text = vec![line(40.0, 50.0, "THE QUICK BROWN FOX"), line(40.0, 150.0, "lazy dogs 100%")];
        let scene = Scene { width: 1000, height: 400, text: Some(text), ..Scene::default() };
        let scraps = Scraps { say: say.clone(), from: Origin::Picture, ..Scraps::default() };
        let mut stage = stage(&scene, seed);
        let mut words = cut::cut(&scraps, &say, &mut stage).unwrap();
        lift::lift(&mut words, 40.0, &scraps, &mut stage);
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

/// A pool of pictures of one line each, large enough to be borrowed from.
fn pool(texts: &[&str]) -> Vec<Lender> {
    let lender = |(n, text): (usize, &&str)| Lender::of(format!("{n:02}"), [1000, 400], &[line(40.0, 50.0, text)]);
    texts.iter().enumerate().map(lender).collect()
}

#[test]
fn neighbours_come_of_different_pictures_and_what_one_lacks_of_others() {
    let lines = [line(40.0, 50.0, "STREAM")];
    let scene = Scene { width: 1000, height: 400, text: Some(lines.to_vec()), ..Scene::default() };
    let pool = pool(&["MASTERS", "ARMREST", "QUARTZ", "TEAMS"]);
    let mut all = 0;
    for seed in 0..20 {
        let mut stage = Stage { lenders: Some(pool.iter().collect()), ..stage(&scene, seed) };
        let scraps = Scraps { say: "smartest quartz".into(), from: Origin::Pictures, ..Scraps::default() };
        let mut words = cut::cut(&scraps, &scraps.say, &mut stage).unwrap();
        lift::lift(&mut words, 40.0, &scraps, &mut stage);
        assert!(stage.notes.is_empty(), "{:?}", stage.notes);
        let of = |scrap: &Scrap| if let Piece::Lifted(lifted) = &scrap.piece { lifted.lender } else { panic!() };
        // No piece comes twice while there is another: that may cost one pair.
        let same = words[0].windows(2).filter(|pair| of(&pair[0]) == of(&pair[1])).count();
        assert!(same <= 1, "{seed}: {same}");
        all += words[0].iter().filter(|scrap| of(scrap).is_none()).count();
        let marks = scraps.lower(&mut stage).unwrap();
        assert!(stage.borrowed.contains(&2) && stage.borrowed.len() > 1);
        let indices = marks.iter().filter_map(|mark| match mark {
            Mark::Group(group) => match &group.marks[0] {
                Mark::Picture(mark) => Some(mark.index),
                _ => None,
            },
            _ => None,
        });
        assert!(indices.clone().all(|index| index <= stage.borrowed.len()) && indices.clone().any(|index| index == 0));
    }
    assert!((50..=80).contains(&all), "{all} of 160: its own come first, but seldom beside each other");
}

#[test]
fn what_is_borrowed_is_no_smaller_than_wanted_nor_pale() {
    let asked = Asked { high: 0.74, most: 0.02, sharp: 0.015 };
    let pale = Line {
        lettering: Lettering { ink: Color::rgb(200, 200, 200), paper: Color::WHITE, ..line(0.0, 0.0, "A").lettering },
        ..line(40.0, 50.0, "TEAM")
    };
    let lenders = [Lender::of("a".into(), [1000, 400], &[pale]), pool(&["TEAM"]).remove(0)];
    let lenders: Vec<&Lender> = lenders.iter().collect();
    let choose = |most: f32| chosen(&lenders, &["a", "e", "t"], &["a"], &Asked { most, ..asked }, Seed(1));
    assert_eq!(choose(0.04), [1]);
    assert_eq!(choose(0.02), [0; 0], "28 pixels at 0.02 ems each are little more than half of 0.74 ems");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn one_picture_more_in_the_pool_pushes_one_out_at_most(
        texts in prop::collection::vec("[A-H]{3,8}", 1..12), more in "[A-H]{3,8}", seed in 0u64..1000,
    ) {
        let asked = Asked { high: 0.74, most: 0.1, sharp: 0.05 };
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let wanted = ["A", "B", "C"];
        let choose = |texts: &[&str]| {
            let pool = pool(texts);
            let chosen = chosen(&pool.iter().collect::<Vec<_>>(), &wanted, &[], &asked, Seed(seed));
            chosen.into_iter().collect::<Vec<_>>()
        };
        let (few, many) = (choose(&texts), choose(&[&texts[..], &[&more]].concat()));
        let gone = few.iter().filter(|index| !many.contains(index)).count();
        prop_assert!(gone <= usize::from(many.contains(&texts.len())), "{few:?} {many:?}");
        prop_assert!(many.len() <= 4);
    }
}
