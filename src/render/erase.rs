//! Erase marks: lettering goes, its ground is rebuilt.

use std::sync::Arc;

use image::RgbaImage;

use crate::{
    erase::{self, Writing},
    measure::Rect,
    picture::Picture,
    plan::{EraseMark, Mark, PictureMark},
    polygon,
};

/// A picture that is reduced by more is faster worked on as it stands on the canvas.
const REDUCED: f32 = 2.0;

/// Takes the mark's lines out of straight sRGB RGBA8 `pixels`. Pixels farther from them keep their bytes.
pub fn draw(pixels: &mut RgbaImage, mark: &EraseMark) {
    erase::erase(pixels, &mark.lines, &mark.keep, mark.seed);
}

/// Does the erase marks right after a picture that is scaled or cropped in its own pixels, and gives the marks that are
/// left. Letters have the size there for which erasing is made and are whole, the ground gets the picture's own grain, and
/// a poster costs no more than a post. Another's picture is copied first.
pub fn ahead<'m>(picture: &mut Arc<Picture>, mark: &PictureMark, mut rest: &'m [Mark]) -> &'m [Mark] {
    while let [Mark::Erase(erase), after @ ..] = rest
        && let Some(own) = own(erase, mark, picture.pixels.dimensions())
    {
        draw(&mut Arc::make_mut(picture).pixels, &own);
        rest = after;
    }
    rest
}

/// The marks that [`ahead`] would leave after a picture of some size.
pub fn after<'m>(size: (u32, u32), mark: &PictureMark, mut rest: &'m [Mark]) -> &'m [Mark] {
    while let [Mark::Erase(erase), after @ ..] = rest
        && own(erase, mark, size).is_some()
    {
        rest = after;
    }
    rest
}

/// An erase mark in a picture's pixels; `None` where that stands as it is or is much reduced, or not all of the lines
/// are its own.
fn own(erase: &EraseMark, mark: &PictureMark, size: (u32, u32)) -> Option<EraseMark> {
    let PictureMark { from, to, turn, .. } = mark;
    let (wide, high) = (from.w / to.w, from.h / to.h);
    let canvas = Rect::new(0.0, 0.0, size.0 as f32, size.1 as f32);
    let own_size = wide > 0.0 && wide.max(high) <= REDUCED;
    let as_it_is = *from == canvas && (wide, high) == (1.0, 1.0);
    let point = |[x, y]: [f32; 2]| [from.x + (x - to.x) * wide, from.y + (y - to.y) * high];
    let outline = |points: &Vec<[f32; 2]>| points.iter().copied().map(point).collect();
    let mut own = erase.clone();
    for line in &mut own.lines {
        line.quad.0 = line.quad.0.map(point);
        line.outline = line.outline.as_ref().map(outline);
        line.stroke *= high;
        line.cap_height *= high;
    }
    own.keep = own.keep.iter().map(outline).collect();
    let bounds = |line: &Writing| polygon::bounds(line.outline.as_deref().unwrap_or(&line.quad.0)).unwrap_or_default();
    let lies_on = |line: &Writing| {
        let bounds = bounds(line);
        bounds.meet(&canvas).area() * 2.0 >= bounds.area()
    };
    // What is cropped is whole only there.
    let cropped = |line: &Writing| !from.holds(&bounds(line), 0.0);
    let there = own_size || own.lines.iter().any(cropped);
    (*turn == 0.0 && there && !as_it_is && own.lines.iter().all(lies_on)).then_some(own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{color::Color, quad::Quad, seed::Seed};

    #[test]
    fn an_enlarged_pictures_lines_are_its_own() {
        let writing = |x: f32| Writing {
            quad: Quad([[x, 40.0], [x + 100.0, 40.0], [x + 100.0, 80.0], [x, 80.0]]),
            outline: None,
            ink: Color::rgb(0, 0, 0),
            paper: Color::rgb(255, 255, 255),
            outline_ink: None,
            shadow: false,
            stroke: 4.0,
            cap_height: 30.0,
        };
        let erase = |x| EraseMark { seed: Seed(1), lines: vec![writing(x)], keep: vec![vec![[0.0, 10.0]; 3]] };
        let mark = |scale: f32, turn| PictureMark {
            index: 0,
            from: Rect::new(10.0, 0.0, 100.0, 100.0),
            to: Rect::new(0.0, 0.0, 100.0 * scale, 100.0 * scale),
            turn,
        };
        let size = (120, 100);
        let found = own(&erase(20.0), &mark(2.0, 0.0), size).unwrap();
        assert_eq!(found.lines[0].quad.0, [[20.0, 20.0], [70.0, 20.0], [70.0, 40.0], [20.0, 40.0]]);
        assert_eq!((found.lines[0].stroke, found.lines[0].cap_height), (2.0, 15.0));
        assert_eq!(found.keep, [[[10.0, 5.0]; 3]]);
        // Off the page, but in the picture; beyond it; much reduced; turned.
        assert!(own(&erase(-20.0), &mark(2.0, 0.0), size).is_some());
        assert!(own(&erase(400.0), &mark(2.0, 0.0), size).is_none());
        assert!(own(&erase(20.0), &mark(0.4, 0.0), size).is_none());
        assert!(own(&erase(20.0), &mark(2.0, 3.0), size).is_none());
    }
}
