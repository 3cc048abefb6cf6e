//! Lines made up for tests, and what is said of several of them together.

use image::{Rgba, RgbaImage};
use proptest::{collection::vec, prelude::*};

use crate::{
    color::Color,
    measure::Rect,
    quad::Quad,
    scene::{
        line::{Align, Case, Lettering, Line, Role},
        roles::{Language, align, arrange, blocks, ground, language},
        tests::plain,
    },
};

/// A line as a reader of pictures gives it: upright, its capitals `cap` pixels high, its quad round them.
pub(crate) fn line(text: &str, [x, y, width]: [f32; 3], cap: f32, ink: Color) -> Line {
    Line {
        quad: Quad::from(Rect::new(x, y, width, cap)),
        outline: None,
        text: text.into(),
        confidence: 0.9,
        role: Role::Body,
        block: 0,
        lettering: Lettering {
            ink,
            paper: Color::WHITE,
            cap_height: cap,
            stroke: cap / 6.0,
            angle: 0.0,
            outline_ink: None,
            shadow: false,
            case: Case::Sentence,
            align: Align::Left,
        },
        on_face: false,
        characters: Vec::new(),
        hand: None,
        plate: None,
    }
}

/// Every line turned about the middle of a picture of 1000 × 1000 pixels.
fn turned(lines: Vec<Line>, angle: f32) -> Vec<Line> {
    let (sin, cos) = (libm::sinf(angle), libm::cosf(angle));
    let turn = |[x, y]: [f32; 2]| {
        let (x, y) = (x - 500.0, y - 500.0);
        [500.0 + x * cos - y * sin, 500.0 + x * sin + y * cos]
    };
    lines.into_iter().map(|line| Line { quad: Quad(line.quad.0.map(turn)), ..line }).collect()
}

fn page() -> Vec<Line> {
    let dark = Color::rgb(20, 20, 30);
    vec![
        line("Money that", [60.0, 100.0, 400.0], 60.0, dark),
        line("moves at the", [60.0, 200.0, 460.0], 63.0, dark),
        line("speed of you.", [60.0, 300.0, 480.0], 58.0, dark),
        line("A sentence in another size.", [60.0, 400.0, 500.0], 30.0, dark),
        line("Left column, first", [60.0, 600.0, 300.0], 20.0, dark),
        line("and second line.", [60.0, 640.0, 260.0], 20.0, dark),
        line("Right column, first", [600.0, 600.0, 300.0], 20.0, dark),
        line("and second line,", [600.0, 640.0, 280.0], 20.0, dark),
        line("and third in red.", [600.0, 680.0, 280.0], 20.0, Color::rgb(220, 20, 30)),
        line("20 €", [60.0, 900.0, 80.0], 40.0, dark),
        line("30 €", [200.0, 900.0, 80.0], 40.0, dark),
    ]
}

#[test]
fn blocks_are_lines_of_one_lettering_in_reading_order() {
    for angle in [0.0, 0.09, -1.57, 1.57] {
        let mut lines = turned(page(), angle);
        lines.reverse();
        let lines = blocks::group(lines);
        let order: Vec<(usize, &str)> = lines.iter().map(|line| (line.block, line.text.as_str())).collect();
        let wanted = [0, 0, 0, 1, 2, 2, 3, 3, 4, 5, 6].into_iter();
        let page = page();
        let wanted: Vec<(usize, &str)> = wanted.zip(page.iter().map(|line| line.text.as_str())).collect();
        assert_eq!(order, wanted, "{angle}");
    }
}

#[test]
fn uneven_leading_parts_a_block() {
    let at = |y: f32| line("some words", [100.0, y, 300.0], 20.0, Color::BLACK);
    let numbers: Vec<usize> =
        blocks::group([0.0, 36.0, 72.0, 124.0, 160.0].map(at).into()).iter().map(|l| l.block).collect();
    assert_eq!(numbers, [0, 0, 0, 1, 1]);
}

#[test]
fn a_block_is_flush_to_a_side() {
    let cases = [
        ([[60.0, 300.0], [60.0, 420.0], [60.0, 350.0]], Align::Left),
        ([[350.0, 300.0], [290.0, 420.0], [325.0, 350.0]], Align::Center),
        ([[640.0, 300.0], [520.0, 420.0], [590.0, 350.0]], Align::Right),
    ];
    for (rows, align) in cases {
        let rows = rows.iter().enumerate();
        let lines =
            rows.map(|(i, [x, w])| line("words", [*x, 100.0 + 40.0 * i as f32, *w], 22.0, Color::BLACK)).collect();
        let mut lines = blocks::group(lines);
        align::settle(&mut lines, &[None; 3], [1000, 1000]);
        assert_eq!(lines.iter().map(|line| line.lettering.align).collect::<Vec<_>>(), [align; 3]);
    }
    for (x, align) in [(80.0, Align::Left), (400.0, Align::Center), (720.0, Align::Right)] {
        let mut lines = vec![line("words", [x, 100.0, 200.0], 22.0, Color::BLACK)];
        align::settle(&mut lines, &[None], [1000, 1000]);
        assert_eq!(lines[0].lettering.align, align);
    }
}

/// A page with a slope of grey, a pill of red and a label of white that holds two lines.
fn painted(x: u32, y: u32) -> Rgba<u8> {
    let (fx, fy) = (x as f32, y as f32);
    let pill = (fy - 100.0).abs() < 40.0 && libm::hypotf((fx - 200.0).abs().max(80.0) - 80.0, fy - 100.0) < 40.0;
    let label = (300..480).contains(&x) && (300..420).contains(&y);
    match (pill, label) {
        (true, _) => Rgba([200, 30, 40, 255]),
        (_, true) => Rgba([255, 255, 255, 255]),
        _ => Rgba([60 + (y / 8) as u8, 70, 80, 255]),
    }
}

#[test]
fn a_box_is_found_and_only_where_there_is_one() {
    let pixels = RgbaImage::from_fn(600, 500, painted);
    let lines = vec![
        line("Order now", [130.0, 88.0, 140.0], 24.0, Color::WHITE),
        line("OAK TABLE", [320.0, 318.0, 120.0], 20.0, Color::BLACK),
        line("$249", [320.0, 370.0, 70.0], 30.0, Color::BLACK),
        line("no box", [60.0, 440.0, 100.0], 20.0, Color::WHITE),
    ];
    let grounds = ground::read(&lines, &pixels);
    let [button, label, price, none] = &grounds[..] else { panic!() };
    let bounds = button.unwrap().quad.bounds();
    assert!(button.unwrap().is_snug() && bounds.holds(&Rect::new(86.0, 62.0, 228.0, 76.0), 1.0), "{bounds:?}");
    assert_eq!(button.unwrap().color, Color::rgb(200, 30, 40));
    for ground in [label, price] {
        let bounds = ground.unwrap().quad.bounds();
        assert!(Rect::new(300.0, 300.0, 180.0, 120.0).holds(&bounds, 4.0) && bounds.h > 110.0, "{bounds:?}");
        assert!(!ground.unwrap().is_snug());
    }
    assert!(none.is_none());
}

#[test]
fn the_language_is_told_by_small_words() {
    let told = |text: &str| language(&[line(text, [0.0, 0.0, 300.0], 20.0, Color::BLACK)]);
    for text in ["Book the room you don’t need", "What did YOU do with it?", "Request your brochure now"] {
        assert_eq!(told(text), Some(Language::En), "{text}");
    }
    for text in ["Votre avenir mérite mieux", "Réservez dès maintenant", "qu’un livret", "Voir les 38 commentaires"]
    {
        assert_eq!(told(text), Some(Language::Fr), "{text}");
    }
    for text in ["", "AURELLE", "Jetzt nicht, und das für dich", "Más para los que no están", "#love @the.shop"] {
        assert_eq!(told(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn whatever_is_read_is_arranged(rows in vec((".{0,24}", -50.0f32..300.0, -50.0f32..300.0, 0.0f32..90.0, 0.0f32..40.0, -3.2f32..3.2), 0..12)) {
        let picture = plain(200, 150, [90, 120, 200, 255]);
        let place = |(text, x, y, w, cap, angle): &(String, f32, f32, f32, f32, f32)| Line {
            quad: Quad::turned([*x, *y], *w, *cap, *angle),
            ..line(text, [*x, *y, *w], *cap, Color::BLACK)
        };
        let lines = arrange(rows.iter().map(place).collect(), &picture.pixels, &[]);
        let mut texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        let mut given: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
        texts.sort_unstable();
        given.sort_unstable();
        prop_assert_eq!(texts, given);
        prop_assert!(lines.first().is_none_or(|line| line.block == 0));
        prop_assert!(lines.windows(2).all(|pair| pair[1].block - pair[0].block < 2));
    }
}
