//! Flat pages: a composed page as a plan, whose pictures are the pages in its frames, for formats that know only pixels.

use crate::{
    color::{Color, Inks},
    measure::{Page, Rect},
    plan::{Font, Mark, PictureMark, Plan, Segment, ShapeMark, Source},
    press::{
        PressError, head,
        leaf::{Area, Leaf, Line},
    },
    recipe::Recipe,
    typeset::fonts::Fonts,
};

/// The plan of a composed page, in built-in faces. `canvases` are the width and height of the pages that it shows, in the
/// order in which they are placed; each is drawn as it is wherever it fits to a pixel.
///
/// # Errors
/// When its title cannot be set.
pub fn plan(leaf: &Leaf, canvases: &[[u32; 2]], dpi: f32, recipe: Recipe) -> Result<Plan, PressError> {
    let unit = f64::from(dpi) / 25.4;
    let px = |mm: f64| (mm * unit).round();
    let trim = leaf.trim.unwrap_or(Area { x: 0.0, y: 0.0, w: leaf.width, h: leaf.height });
    let bleed = px(trim.x) as u32;
    let [width, height] = [trim.w, trim.h].map(|side| (px(side) as u32).max(1) + 2 * bleed);
    // Trim and bleed are rounded each for itself, as those of any page are: an edge outside of the trim is the canvas's.
    let edge = |mm: f64, from: f64, side: f64, end: u32| {
        let inside = f64::from(bleed) + px(mm - from);
        if mm < from - 1e-6 {
            0.0
        } else if mm > from + side + 1e-6 {
            f64::from(end)
        } else {
            inside
        }
    };
    let mut marks = Vec::new();
    let mut pictures = Vec::new();
    for (index, (placed, canvas)) in leaf.placed.iter().zip(canvases).enumerate() {
        let [w, h] = *canvas;
        pictures.push(Source { path: None, hash: String::new(), width: w, height: h });
        let clip = placed.clip.unwrap_or(placed.to);
        let [left, right] = [clip.x, clip.right()].map(|mm| edge(mm, trim.x, trim.w, width) as f32);
        let [top, bottom] = [clip.y, clip.bottom()].map(|mm| edge(mm, trim.y, trim.h, height) as f32);
        let clip = Rect::new(left, top, right - left, bottom - top);
        let [wide, high] = [placed.to.w * unit, placed.to.h * unit];
        // Rounding here and there makes two pixels at most; more is a page that was not made for its frame.
        let alike = (wide - f64::from(w)).abs() < 2.5 && (high - f64::from(h)).abs() < 2.5;
        let [wide, high] = if alike { [w as f32, h as f32] } else { [wide as f32, high as f32] };
        let middle =
            |from: f64, side: f64, own: f32| (from * unit + (side * unit - f64::from(own)) / 2.0).round() as f32;
        let to = Rect::new(middle(placed.to.x, placed.to.w, wide), middle(placed.to.y, placed.to.h, high), wide, high);
        // A frame that is wider by a pixel shows the page's last column once more below it.
        let short = |from: f32, side: f32, clip: f32, end: f32| {
            if from + side < end { end - from - side } else { (clip - from).min(0.0) }
        };
        let (dx, dy) = (short(to.x, to.w, clip.x, clip.right()), short(to.y, to.h, clip.y, clip.bottom()));
        if dx != 0.0 || dy != 0.0 {
            marks.extend(shown(index, Rect::new(to.x + dx, to.y + dy, to.w, to.h), clip, *canvas));
        }
        marks.extend(shown(index, to, clip, *canvas));
    }
    marks.extend(leaf.lines.iter().map(|line| Mark::Shape(bar(line, unit))));
    let mut faces = Vec::new();
    for head in &leaf.heads {
        let [x, y] = [head.place.x, head.place.y].map(|side| (side * unit) as f32);
        marks.extend(head::set(head, unit, [1.0, 0.0, 0.0, 1.0, x, y], &mut faces)?);
    }
    let named = |face: &usize| Font { name: Fonts::builtin().name(*face).into(), hash: String::new() };
    Ok(Plan {
        recipe,
        page: Page { width, height, dpi, bleed },
        paper: Some(Color::WHITE),
        inks: Inks { light: Color::WHITE, dark: Color::BLACK, accent: Color::BLACK },
        pictures,
        fonts: faces.iter().map(named).collect(),
        notes: Vec::new(),
        marks,
    })
}

/// What a clip leaves of a picture that lies at `to`.
fn shown(index: usize, to: Rect, clip: Rect, [w, h]: [u32; 2]) -> Option<Mark> {
    let seen = to.meet(&clip);
    if seen.w <= 0.0 || seen.h <= 0.0 {
        return None;
    }
    let (x, y) = (w as f32 / to.w, h as f32 / to.h);
    let from = Rect::new((seen.x - to.x) * x, (seen.y - to.y) * y, seen.w * x, seen.h * y);
    Some(Mark::Picture(PictureMark { index, from, to: seen, turn: 0.0 }))
}

/// A line that is level or upright, as a bar of whole pixels.
fn bar(line: &Line, unit: f64) -> ShapeMark {
    let ([x0, y0], [x1, y1]) = (line.from.map(|side| side * unit), line.to.map(|side| side * unit));
    let width = (line.width * unit).round().max(1.0);
    let across = |a: f64, b: f64, along: bool| {
        if along {
            [a.min(b).round(), a.max(b).round()]
        } else {
            [(a - width / 2.0).round(), (a - width / 2.0).round() + width]
        }
    };
    let level = (x1 - x0).abs() >= (y1 - y0).abs();
    let [left, right] = across(x0, x1, level).map(|v| v as f32);
    let [top, bottom] = across(y0, y1, !level).map(|v| v as f32);
    let outline = vec![
        Segment::Move([left, top]),
        Segment::Line([right, top]),
        Segment::Line([right, bottom]),
        Segment::Line([left, bottom]),
        Segment::Close,
    ];
    ShapeMark { outline, fill: Some(Color::BLACK), stroke: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::press::{
        Cut,
        leaf::{Area, Placed, Turn},
    };

    #[test]
    fn pages_are_drawn_as_they_are_and_leave_no_gap() {
        // Three frames that meet, of 33.3 mm: at 100 dpi their edges are rounded unevenly.
        let side = 100.0 / 3.0;
        let cut = Cut { width: side, height: 50.0, bleed: 2.0 };
        let placed = |n: usize| {
            let x = 2.0 + side * n as f64;
            let clip =
                Area { x: if n == 0 { 0.0 } else { x }, y: 0.0, w: if n == 1 { side } else { side + 2.0 }, h: 54.0 };
            Placed { page: n, to: cut.around(x, 2.0), turn: Turn::None, clip: Some(clip) }
        };
        let leaf = Leaf {
            width: 104.0,
            height: 54.0,
            trim: Some(Area { x: 2.0, y: 2.0, w: 100.0, h: 50.0 }),
            placed: (0..3).map(placed).collect(),
            lines: vec![Line::hair([2.0, 9.0], [50.0, 9.0])],
            ..Leaf::default()
        };
        let canvas = [131 + 16, 197 + 16];
        let plan = plan(&leaf, &[canvas; 3], 100.0, Recipe::default()).unwrap();
        assert_eq!((plan.page.width, plan.page.height, plan.page.bleed), (394 + 16, 197 + 16, 8));
        let mut covered = vec![false; plan.page.width as usize];
        for mark in &plan.marks {
            let Mark::Picture(mark) = mark else { continue };
            assert_eq!((mark.from.w, mark.from.h), (mark.to.w, mark.to.h));
            assert!([mark.to.x, mark.from.x, mark.to.y, mark.from.y].iter().all(|v| v.fract() == 0.0), "{mark:?}");
            covered[mark.to.x as usize..mark.to.right() as usize].fill(true);
        }
        assert!(covered.iter().all(|seen| *seen));
    }
}
