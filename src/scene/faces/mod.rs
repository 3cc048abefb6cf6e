//! Faces: where they are, and where their eyes, nose and mouth lie.
//!
//! One look at the whole picture, reduced, finds the large faces and suspects small ones. What is suspected, and
//! what stands alone and is as motley as a portrait, is then looked at closely, all of it enlarged or reduced to one
//! size. The second look is worth its price twice: at that size a face is told from a shadow almost without error,
//! so that the first may suspect much.

mod decode;
mod specks;
mod view;

use image::RgbaImage;
use serde::Serialize;

use self::{
    decode::{Found, decode, distinct},
    view::View,
};
use crate::{measure::Rect, quad::Quad, scene::net::Net};

static NET: Net = Net::new(include_bytes!("../models/faces.onnx"));

/// A face in picture pixels, rounded.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Face {
    #[serde(rename = "box")]
    pub rect: Rect,
    /// How sure it is, 0 to 1.
    pub score: f32,
    /// The eye that lies to the left in the picture, and the other.
    pub eyes: [[f32; 2]; 2],
    pub nose: [f32; 2],
    /// The corners of the mouth, left in the picture first.
    pub mouth: [[f32; 2]; 2],
}

/// Hundredths from which the first look is believed.
const SURE: u32 = 50;
/// Hundredths from which it is asked again.
const SUSPECT: u32 = 4;
/// Hundredths that a close look must reach, with half of the first where they agree on the place.
const CONFIRMED: u32 = 60;
/// Believed faces that are looked at closely all the same, largest first: their features are found where they are, not
/// near it.
const PRECISE: usize = 3;
/// Suspicions that are followed, surest first.
const SUSPECTS: usize = 7;
/// Specks that are looked at, most motley first.
const SPECKS: usize = 3;
/// Side of a close look in pixels of the network.
const CLOSE: usize = 128;
/// Closely, a face is as large as this part of the side.
const FILLED: f32 = 0.5;
/// Closely, a speck is as large as this part of the side.
const SPECK_FILLED: f32 = 0.87;
/// Least side of a face in pixels of the picture.
const LEAST: f32 = 8.0;

/// Finds the faces of a picture (opaque pixels), largest first.
pub(crate) fn read(pixels: &RgbaImage) -> Vec<Face> {
    let (width, height) = pixels.dimensions();
    if width.min(height) < LEAST as u32 {
        return Vec::new();
    }
    let whole = View::whole(pixels);
    let first = see(std::slice::from_ref(&whole), SUSPECT).pop().unwrap_or_default();
    let (mut found, suspects): (Vec<Found>, Vec<Found>) = first.into_iter().partition(|f| f.hundredths >= SURE);
    found.sort_by(|a, b| b.face.rect.area().total_cmp(&a.face.rect.area()));
    let specks: Vec<Rect> = specks::find(&whole).iter().map(|rect| whole.outward(rect)).collect();
    let alone = specks.iter().filter(|rect| {
        let middle = Quad::from(**rect).centre();
        !found.iter().any(|f| Quad::from(f.face.rect).holds(middle))
    });
    let specks: Vec<&Rect> = alone.take(SPECKS).collect();
    let again: Vec<Found> =
        found.drain(..found.len().min(PRECISE)).chain(suspects.into_iter().take(SUSPECTS)).collect();
    let views: Vec<View> = again
        .iter()
        .map(|f| View::close(pixels, &f.face.rect, f.face.rect.area().sqrt() / FILLED, CLOSE))
        .chain(specks.iter().map(|rect| View::close(pixels, rect, rect.w.max(rect.h) / SPECK_FILLED, CLOSE)))
        .collect();
    let mut again = again.into_iter();
    for seen in see(&views, CONFIRMED - SURE) {
        found.extend(confirmed(again.next(), seen));
    }
    let mut faces: Vec<Face> = distinct(found).into_iter().map(|f| f.face).collect();
    faces.sort_by(|a, b| b.rect.area().total_cmp(&a.rect.area()));
    faces
}

/// What is believed of a close look: all that is sure by itself, and what was suspected, more precise now.
fn confirmed(before: Option<Found>, seen: Vec<Found>) -> Vec<Found> {
    let again = |f: &Found| {
        let before = before.as_ref().filter(|b| b.same(f) && f.hundredths + b.hundredths / 2 >= CONFIRMED);
        before.map(|b| f.at_least(b.hundredths))
    };
    let mut found: Vec<Found> = seen.iter().filter_map(again).collect();
    if found.is_empty() {
        found.extend(before.filter(|b| b.hundredths >= SURE));
    }
    found.extend(seen.into_iter().filter(|f| f.hundredths >= CONFIRMED));
    found
}

/// What the network finds in views of one size, those of at least `least` hundredths.
fn see(views: &[View], least: u32) -> Vec<Vec<Found>> {
    let Some(first) = views.first() else { return Vec::new() };
    let values = views.iter().flat_map(View::planes).collect();
    let outputs = NET.run([views.len(), 3, first.height, first.width], values);
    views.iter().enumerate().map(|(i, view)| distinct(decode(&outputs, i, view, least))).collect()
}

/// What share of a quad lies on faces, each an ellipse in its box: 0 to 1, in hundredths.
pub(crate) fn covers(faces: &[Face], quad: &Quad) -> f32 {
    const ALONG: usize = 25;
    const ACROSS: usize = 8;
    let on_face = |[x, y]: [f32; 2]| {
        faces.iter().any(|Face { rect, .. }| {
            let (u, v) = ((x - rect.x) / rect.w * 2.0 - 1.0, (y - rect.y) / rect.h * 2.0 - 1.0);
            u * u + v * v <= 1.0
        })
    };
    let points = (0..ALONG * ACROSS).map(|i| {
        let (u, v) = ((i % ALONG) as f32 + 0.5, (i / ALONG) as f32 + 0.5);
        quad.at(u / ALONG as f32, v / ACROSS as f32)
    });
    let hits = points.filter(|point| on_face(*point)).count();
    (hits as f32 / (ALONG * ACROSS) as f32 * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::{
        picture::{Limits, decode},
        scene::tests::{pictures, plain},
    };

    use super::*;
    use crate::scene::planes::on_white;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn faces_stay_inside_the_picture(picture in pictures()) {
            let (width, height) = picture.pixels.dimensions();
            let all = Rect::new(0.0, 0.0, width as f32, height as f32);
            prop_assert!(read(&on_white(&picture)).iter().all(|face| all.holds(&face.rect, 0.0)));
        }
    }

    #[test]
    fn nothing_has_no_face() {
        for (w, h, ink) in [(1, 1, [9; 4]), (1, 5000, [255; 4]), (600, 500, [0, 0, 0, 255]), (300, 200, [0; 4])] {
            assert_eq!(read(&on_white(&plain(w, h, ink))), []);
        }
    }

    #[test]
    fn people_have_faces_and_cats_have_none() {
        let poster = include_bytes!("../../../samples/pictures/streaming-poster.jpg");
        let [face] = read(&decode(poster, &Limits::default()).unwrap().pixels).try_into().unwrap();
        let (Rect { x, y, w, h }, [left, right]) = (face.rect, face.eyes);
        assert!(face.score > 0.8 && h > w && h < 2.0 * w);
        assert!(x < left[0] && left[0] < face.nose[0] && face.nose[0] < right[0] && right[0] < x + w);
        assert!(y < left[1] && left[1] < face.nose[1] && face.nose[1] < face.mouth[0][1] && face.mouth[0][1] < y + h);
        let cat = include_bytes!("../../../samples/pictures/cat-giveaway.jpg");
        assert_eq!(read(&decode(cat, &Limits::default()).unwrap().pixels), []);
    }

    #[test]
    fn a_quad_is_covered_by_the_ellipse_of_a_face() {
        let rect = Rect::new(100.0, 100.0, 100.0, 100.0);
        let face = Face { rect, score: 0.9, eyes: [[0.0; 2]; 2], nose: [0.0; 2], mouth: [[0.0; 2]; 2] };
        let share = |rect: [f32; 4]| covers(std::slice::from_ref(&face), &Quad::from(Rect::from(rect)));
        assert_eq!(share([130.0, 140.0, 40.0, 20.0]), 1.0);
        assert_eq!(share([100.0, 100.0, 8.0, 8.0]), 0.0);
        assert_eq!(share([150.0, 149.0, 100.0, 2.0]), 0.48);
        assert!((share([100.0, 100.0, 100.0, 100.0]) - std::f32::consts::FRAC_PI_4).abs() < 0.03);
        assert_eq!(covers(&[], &Quad::from(rect)), 0.0);
    }
}
