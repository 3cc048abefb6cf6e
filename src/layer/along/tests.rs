//! What holds wherever letters are laid.

use proptest::prelude::*;

use super::{
    bend,
    letters::{Laid, Letters},
    upright, wall,
};
use crate::{
    measure::Rect,
    plan::Segment,
    quad::{Quad, distance},
    typeset::{Align, Style, fonts::Fonts},
};

fn style() -> Style {
    let fonts = Fonts::builtin();
    Style { faces: fonts.find("Inter Bold").into_iter().collect(), ..Style::default() }
}

/// Where letters stand, and the degrees by which they lean.
fn stands(laid: &Laid) -> Vec<([f32; 2], f32)> {
    let Letters::Glyphs(pieces) = &laid.letters else { panic!("outlines") };
    pieces.iter().map(|p| ([p.transform[4], p.transform[5]], libm::atan2f(p.transform[1], p.transform[0]))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn letters_stand_upright_on_their_arc(degrees in -340.0f32..340.0, tracking in 0.0f32..0.4, w in 80.0f32..900.0) {
        let place = Rect::new(30.0, 40.0, w, 300.0);
        let style = Style { tracking, ..style() };
        let text = "everything must go home";
        let laid = bend::arc(text, &style, (degrees, None), &place, 0.0, 400.0, Fonts::builtin()).unwrap();
        prop_assert!(place.holds(&laid.bounds(), 0.1), "{:?}", laid.bounds());
        let all = stands(&laid);
        for pair in all.windows(2) {
            let ([x0, y0], a) = pair[0];
            let ([x1, y1], b) = pair[1];
            // On a circle a chord leans by the mean of what its ends lean.
            let off = libm::atan2f(y1 - y0, x1 - x0) - (a + (b - a + 3.0 * std::f32::consts::PI)
                .rem_euclid(std::f32::consts::TAU) / 2.0 - std::f32::consts::FRAC_PI_2);
            let off = (off + std::f32::consts::PI).rem_euclid(std::f32::consts::TAU) - std::f32::consts::PI;
            let step = distance([x0, y0], [x1, y1]);
            prop_assert!(off.abs() < 0.02 + 0.03 / step.max(0.01), "{off} {step}");
        }
    }

    #[test]
    fn warped_letters_stay_inside_their_quad(
        jitter in prop::array::uniform8(-60.0f32..60.0), text in "[A-Za-z0-9 ,.!?é]{1,60}",
    ) {
        let [a, b, c, d, e, f, g, h] = jitter;
        let quad = Quad([[100.0 + a, 100.0 + b], [500.0 + c, 100.0 + d], [500.0 + e, 300.0 + f], [100.0 + g, 300.0 + h]]);
        prop_assume!(wall::is_sound(&quad));
        let Some(laid) = wall::fill(&text, &style(), &quad, 0.0, 400.0, Fonts::builtin()) else { return Ok(()) };
        let grown = quad.grown(0.5, 0.5);
        prop_assert!(laid.spots.iter().flat_map(|spot| spot.0).all(|point| grown.holds(point)));
        let Letters::Outlines(outline, warp) = &laid.letters else { panic!("glyphs") };
        let grown = quad.grown(2.0, 2.0);
        for segment in outline {
            if let Segment::Move(p) | Segment::Line(p) = segment {
                prop_assert!(grown.holds(warp.at(*p)), "{p:?} goes to {:?}", warp.at(*p));
            }
        }
    }
}

#[test]
fn a_warp_takes_corners_to_corners_and_lines_to_lines() {
    let quad = Quad([[10.0, 20.0], [300.0, 60.0], [280.0, 200.0], [30.0, 310.0]]);
    let warp = wall::Warp::onto(&quad, 400.0, 200.0);
    for (from, to) in [[0.0, 0.0], [400.0, 0.0], [400.0, 200.0], [0.0, 200.0]].into_iter().zip(quad.0) {
        assert!(distance(warp.at(from), to) < 0.01);
    }
    let [a, b, c] = [40.0, 170.0, 390.0].map(|x| warp.at([x, 25.0 + x * 0.4]));
    let area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    assert!(area.abs() < 0.05, "{area}");
    assert!(!wall::is_sound(&Quad([[0.0, 0.0], [10.0, 10.0], [10.0, 0.0], [0.0, 10.0]])), "crossed");
}

#[test]
fn a_curve_carries_its_line_from_end_to_end() {
    let points = [[20.0, 100.0], [120.0, 60.0], [220.0, 140.0], [380.0, 100.0]];
    let laid = bend::curve("no opening hours", &style(), &points, 400.0, Fonts::builtin()).unwrap();
    let all = stands(&laid);
    assert!(all.first().unwrap().0[0] > 20.0 && all.last().unwrap().0[0] < 380.0);
    assert!(all.windows(2).all(|pair| pair[0].0[0] < pair[1].0[0]));
    assert!(all.iter().any(|(_, lean)| *lean < -0.1) && all.iter().any(|(_, lean)| *lean > 0.1));
}

#[test]
fn columns_keep_to_their_place_and_order() {
    let place = Rect::new(10.0, 20.0, 60.0, 500.0);
    let fonts = Fonts::builtin();
    for (align, margin) in [(Align::Left, 0.0), (Align::Center, 0.1), (Align::Right, 0.2)] {
        let style = Style { align, ..style() };
        let laid = upright::stacked("CLOSED FOREVER", &style, &place, margin, 400.0, fonts).unwrap();
        assert!(place.holds(&laid.bounds(), 0.1), "{:?}", laid.bounds());
        let tops: Vec<f32> = laid.spots.iter().map(|spot| spot.bounds().y).collect();
        assert!(tops.len() == 13 && tops.is_sorted(), "{tops:?}");
        for down in [false, true] {
            let laid = upright::turned("the queue is the product", &style, &place, down, margin, 400.0, fonts).unwrap();
            assert!(place.holds(&laid.bounds(), 0.6), "{:?}", laid.bounds());
            let first = laid.spots.first().unwrap().centre()[1];
            assert_eq!(down, first < 270.0, "{first}");
        }
    }
}
