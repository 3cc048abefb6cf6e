//! Scenes made by hand, for the tests of whatever uses readings.

use proptest::{collection::vec, prelude::*, sample::select};

use crate::{
    color::Color,
    measure::Rect,
    quad::Quad,
    scene::{
        Face, Kind, Scene,
        line::{Align, Case, Lettering, Line, Role},
    },
};

const ROLES: [Role; 8] =
    [Role::Slogan, Role::Body, Role::Price, Role::Button, Role::Handle, Role::Metric, Role::Hashtag, Role::Logo];

/// A line in a quad.
pub(crate) fn line(quad: Quad, text: &str, role: Role) -> Line {
    let lettering = Lettering {
        ink: Color::WHITE,
        paper: Color::BLACK,
        cap_height: (quad.height() * 0.8).round(),
        stroke: 4.0,
        angle: quad.angle().to_degrees().round(),
        outline_ink: None,
        shadow: false,
        case: Case::Upper,
        align: Align::Center,
    };
    Line {
        quad,
        outline: None,
        text: text.into(),
        confidence: 0.9,
        role,
        block: 0,
        lettering,
        on_face: false,
        characters: Vec::new(),
        plate: None,
        hand: None,
    }
}

/// A face that looks out of the picture.
pub(crate) fn face(rect: Rect) -> Face {
    let at = |u: f32, v: f32| [(rect.x + u * rect.w).round(), (rect.y + v * rect.h).round()];
    Face {
        rect,
        score: 0.87,
        eyes: [at(0.3, 0.4), at(0.7, 0.4)],
        nose: at(0.5, 0.6),
        mouth: [at(0.35, 0.78), at(0.65, 0.78)],
    }
}

/// 400 × 300: a slogan of two words, a price that is turned, a handle, and a face.
pub(crate) fn scene() -> Scene {
    let text = vec![
        line(Rect::new(20.0, 20.0, 200.0, 40.0).into(), "Just  buy", Role::Slogan),
        line(Quad::turned([320.0, 60.0], 80.0, 20.0, 0.4), "#9,99€#", Role::Price),
        line(Rect::new(20.0, 260.0, 90.0, 12.0).into(), "@nobody", Role::Handle),
    ];
    let faces = vec![face(Rect::new(140.0, 100.0, 100.0, 120.0))];
    Scene {
        width: 400,
        height: 300,
        kind: Some(Kind::Ad),
        text: Some(text),
        faces: Some(faces),
        quiet: Some(vec![Rect::new(260.0, 120.0, 120.0, 160.0)]),
        ..Scene::default()
    }
}

/// Lines and faces of any size anywhere on 400 × 300 pixels, and a little beyond.
pub(crate) fn scenes() -> impl Strategy<Value = Scene> {
    let place = || (-40.0f32..440.0, -40.0f32..340.0, 2.0f32..300.0, 2.0f32..90.0);
    let lines = vec((place(), -3.1f32..3.1, select(&ROLES[..])), 0..8);
    (lines, vec(place(), 0..4)).prop_map(|(lines, faces)| {
        let lines = lines.into_iter().map(|((x, y, w, h), angle, role)| {
            let quad = Quad::turned([x, y], w, h, angle);
            line(Quad(quad.0.map(|corner| corner.map(f32::round))), "BUY  #now#", role)
        });
        let faces = faces.into_iter().map(|(x, y, w, h)| face(Rect::new(x.round(), y.round(), w.ceil(), h.ceil())));
        Scene { text: Some(lines.collect()), faces: Some(faces.collect()), quiet: None, ..scene() }
    })
}
