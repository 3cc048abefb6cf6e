//! Pages whose inks are known.

use crate::color::Color;

use super::{MOST, Separation, Spot, color, far, rgb};

fn hex(text: &str) -> Color {
    text.parse().unwrap()
}

/// Every mixture of sixteenths of inks on paper, as a riso print has them.
fn mixtures(paper: Color, inks: &[Color]) -> Vec<(Color, u64)> {
    let spots: Vec<Spot> =
        inks.iter().map(|ink| Spot { named: *ink, takes: rgb(*ink).map(|v| 1.0 - v / 255.0) }).collect();
    let printed = Separation { paper: rgb(paper), inks: spots };
    let steps = 16usize.pow(inks.len() as u32);
    let share = |n: usize, ink: usize| ((n / 16usize.pow(ink as u32)) % 16) as f32 / 15.0;
    // Bare paper and solids are more frequent than what lies between.
    let many = |n: usize| if (0..inks.len()).all(|ink| share(n, ink).fract() == 0.0) { 4000 } else { 20 };
    (0..steps)
        .map(|n| {
            let cover = std::array::from_fn(|ink| if ink < inks.len() { share(n, ink) } else { 0.0 });
            (color(printed.printed(&cover)), many(n))
        })
        .collect()
}

#[test]
fn two_drums_are_found_again() {
    let (paper, inks) = (hex("#f6f1e4"), [hex("#ff48b0"), hex("#0078bf")]);
    let colors = mixtures(paper, &inks);
    // With and without being told the inks.
    for named in [&[Color::BLACK, inks[1], paper, inks[0]][..], &[]] {
        let found = Separation::of(&colors, named, None).unwrap();
        assert_eq!(found.count(), 2, "{found:?}");
        for (color, _) in &colors {
            assert!(far(rgb(found.print(found.cover(*color))), rgb(*color)) <= 6.0, "{color}");
        }
    }
    let found = Separation::of(&colors, &inks, None).unwrap();
    assert_eq!([found.name(0), found.name(1)], ["pink #ff48b0", "blue #0078bf"]);
    assert_eq!(found.cover(paper), [0; MOST]);
    // A solid of one ink is nothing of the other.
    let solid = colors.iter().find(|(c, _)| found.cover(*c) == [255, 0, 0, 0]);
    assert!(solid.is_some());
}

#[test]
fn three_drums_are_three_plates() {
    let inks = [hex("#ffe800"), hex("#ff48b0"), hex("#0078bf")];
    let found = Separation::of(&mixtures(Color::WHITE, &inks), &inks, None).unwrap();
    assert_eq!(found.count(), 3);
}

#[test]
fn one_ink_on_coloured_paper() {
    let (paper, ink) = (hex("#f0d9a8"), hex("#b81414"));
    let between = paper.mixed(ink, 0.5);
    let colors = [(paper, 5000), (ink, 4000), (between, 300), (Color::WHITE, 3)];
    let found = Separation::of(&colors, &[Color::BLACK, ink], Some(paper)).unwrap();
    assert_eq!((found.count(), found.name(0).as_str()), (1, "red #b81414"));
    assert_eq!(found.cover(ink)[0], 255);
    assert!((126..=129).contains(&found.cover(between)[0]));
    assert_eq!(found.cover(Color::WHITE)[0], 0);
}

#[test]
fn a_shadow_ink_over_a_solid_is_two_plates() {
    let [paper, red, black] = ["#f4ead2", "#d82a1e", "#161212"].map(hex);
    let ramp =
        |a: Color, b: Color| (0..=32).map(move |n| (a.mixed(b, n as f32 / 32.0), 40 + 900 * u64::from(n % 32 == 0)));
    let colors: Vec<_> = ramp(paper, red).chain(ramp(red, black)).collect();
    let found = Separation::of(&colors, &[black, red], None).unwrap();
    assert_eq!(found.count(), 2, "{found:?}");
    assert_eq!(found.cover(red), [0, 255, 0, 0]);
    assert!(found.cover(black)[0] >= 250);
}

#[test]
fn many_colours_are_no_few_inks() {
    let colors: Vec<_> = (0..512u32)
        .map(|n| (Color::rgb((n % 8 * 36) as u8, (n / 8 % 8 * 36) as u8, (n / 64 * 36) as u8), 10))
        .collect();
    assert_eq!(Separation::of(&colors, &[], None).filter(|found| found.count() < 3), None);
    assert_eq!(Separation::of(&[], &[], None), None);
    // Bare paper needs no ink.
    assert_eq!(Separation::of(&[(Color::WHITE, 9)], &[], None).map(|found| found.count()), Some(0));
}
