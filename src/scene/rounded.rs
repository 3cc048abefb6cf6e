//! Rounding: what networks say, so that the last bit of a float, which differs between processors, decides nothing.

use crate::{
    quad::Quad,
    scene::{faces::Face, line::Line},
};

/// Coordinates to a pixel, measures of letters to a tenth, confidences to a hundredth, places along a line to a
/// thousandth.
pub(crate) fn lines(lines: Vec<Line>) -> Vec<Line> {
    let each = |mut line: Line| {
        line.quad = Quad(line.quad.0.map(point));
        line.outline = line.outline.map(|outline| outline.into_iter().map(point).collect());
        line.confidence = to(100.0, line.confidence);
        line.characters.iter_mut().for_each(|ends| *ends = ends.map(|end| to(1000.0, end)));
        let lettering = &mut line.lettering;
        for measure in [&mut lettering.cap_height, &mut lettering.stroke, &mut lettering.angle] {
            *measure = to(10.0, *measure);
        }
        line
    };
    lines.into_iter().map(each).collect()
}

/// Coordinates to a pixel, scores to a hundredth.
pub(crate) fn faces(faces: Vec<Face>) -> Vec<Face> {
    let each = |face: Face| {
        let [x, y, w, h] = <[f32; 4]>::from(face.rect).map(|v| to(1.0, v));
        Face {
            rect: [x, y, w, h].into(),
            score: to(100.0, face.score),
            eyes: face.eyes.map(point),
            nose: point(face.nose),
            mouth: face.mouth.map(point),
        }
    };
    faces.into_iter().map(each).collect()
}

fn point(point: [f32; 2]) -> [f32; 2] {
    point.map(|v| to(1.0, v))
}

/// To one part in so many; never −0.
fn to(parts: f32, value: f32) -> f32 {
    (value * parts).round() / parts + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        measure::Rect,
        scene::{
            line::Role,
            made::{face, line},
        },
    };

    #[test]
    fn readings_are_round() {
        let quad = Quad::turned([50.3, 20.4], 33.3, 9.7, -0.0004);
        let mut rough = line(quad, "x", Role::Body);
        rough.outline = Some(vec![[1.26, -0.2]]);
        (rough.lettering.cap_height, rough.lettering.angle, rough.confidence) = (23.128, -0.023, 0.8749);
        rough.characters = vec![[0.12345, 0.5]];
        let round = lines(vec![rough.clone()]).remove(0);
        assert!(round.quad.0.iter().flatten().all(|v| v.fract() == 0.0));
        assert_eq!(round.outline, Some(vec![[1.0, 0.0]]));
        let lettering = &round.lettering;
        assert_eq!((lettering.cap_height, lettering.angle.to_bits(), round.confidence), (23.1, 0, 0.87));
        assert_eq!(round.characters, [[0.123, 0.5]]);
        assert_eq!(lines(vec![round.clone()]), [round], "what is round stays as it is");
        let rough = Face { score: 0.98765, nose: [3.4, 5.6], ..face(Rect::new(1.2, 3.7, 9.5, 9.4)) };
        let round = faces(vec![rough]).remove(0);
        assert_eq!((round.rect, round.score, round.nose), (Rect::new(1.0, 4.0, 10.0, 9.0), 0.99, [3.0, 6.0]));
    }
}
