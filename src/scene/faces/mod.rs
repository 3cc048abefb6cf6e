//! Faces: where they are, and where their eyes, nose and mouth lie.
//!
//! One look at the whole picture, reduced, finds the large faces and suspects small ones. What is suspected, and
//! what stands alone and is as motley as a portrait, is then looked at closely, all of it enlarged or reduced to one
//! size. The second look is worth its price twice: at that size a face is told from a shadow almost without error,
//! so that the first may suspect much.

mod decode;
mod specks;
mod view;

use serde::Serialize;

use self::{
    decode::{Found, decode, distinct},
    view::View,
};
use crate::{measure::Rect, picture::Picture, quad::Quad, scene::{net::Net, planes::on_white}};

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
/// Hundredths that a second look and half of the first, where they agree on the place, must reach together.
const CONFIRMED: u32 = 60;
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

/// Finds the faces of a picture, largest first.
pub(crate) fn read(picture: &Picture) -> Vec<Face> {
    let (width, height) = picture.pixels.dimensions();
    if width.min(height) < LEAST as u32 {
        return Vec::new();
    }
    let pixels = on_white(picture);
    let whole = View::whole(&pixels);
    let first = see(std::slice::from_ref(&whole), SUSPECT).pop().unwrap_or_default();
    let (mut found, suspects): (Vec<Found>, Vec<Found>) = first.into_iter().partition(|f| f.hundredths >= SURE);
    let specks = specks::find(&whole);
    let alone = specks.iter().map(|rect| whole.outward(rect)).filter(|rect| {
        let [x, y] = [rect.x + rect.w / 2.0, rect.y + rect.h / 2.0];
        !found.iter().any(|f| Quad::from(f.face.rect).holds([x, y]))
    });
    let suspected = suspects.iter().take(SUSPECTS);
    let looks: Vec<(Rect, f32, Option<&Found>)> = suspected
        .map(|f| (f.face.rect, f.face.rect.area().sqrt() / FILLED, Some(f)))
        .chain(alone.take(SPECKS).map(|rect| (rect, rect.w.max(rect.h) / SPECK_FILLED, None)))
        .collect();
    let views: Vec<View> = looks.iter().map(|(rect, side, _)| View::close(&pixels, rect, *side, CLOSE)).collect();
    for ((_, _, suspect), seen) in looks.iter().zip(see(&views, CONFIRMED - SURE / 2)) {
        found.extend(seen.into_iter().filter(|f| {
            let before = suspect.filter(|s| s.same(f)).map_or(0, |s| s.hundredths / 2);
            f.hundredths + before >= CONFIRMED
        }));
    }
    let mut faces: Vec<Face> = distinct(found).into_iter().map(|f| f.face).collect();
    faces.sort_by(|a, b| b.rect.area().total_cmp(&a.rect.area()));
    faces
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
