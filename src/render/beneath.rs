//! Beneath: what a filter finds where it lies on an enlarged picture alone, read in the picture's own pixels.

use crate::{
    filter::{
        below::{Around, Below},
        tone,
    },
    measure::{Page, Rect},
    picture::Picture,
    plan::{FilterMark, PictureMark},
    polygon,
};

/// What lies beneath a filter of points; `None` where that may be more than the picture.
pub fn read(filter: &FilterMark, mark: &PictureMark, picture: &Picture, page: Page) -> Option<Below> {
    let area =
        Some(filter).filter(|filter| filter.filter.point()).and_then(|filter| area(filter, mark, picture, page))?;
    let (sx, sy) = (mark.from.w / mark.to.w, mark.from.h / mark.to.h);
    let from = Rect::new(
        mark.from.x + (area.x - mark.to.x) * sx,
        mark.from.y + (area.y - mark.to.y) * sy,
        area.w * sx,
        area.h * sy,
    );
    let (width, height) = picture.pixels.dimensions();
    let end = |v: f32, low: usize, high: u32| (v.max(0.0) as usize).clamp(low, high as usize);
    let (left, top) = (end(from.x.floor(), 0, width - 1), end(from.y.floor(), 0, height - 1));
    let (right, bottom) = (end(from.right().ceil(), left + 1, width), end(from.bottom().ceil(), top + 1, height));
    let rows = picture.pixels.as_chunks::<4>().0.chunks_exact(width as usize);
    let rows = rows.take(bottom).skip(top).map(|row| &row[left..right]);
    let tones = tone::range(rows.clone(), ((right - left) as u32, (bottom - top) as u32));
    let around = filter.filter.around(page).map(|radius| {
        let (x, y) = (mark.to.x + (left as f32 - mark.from.x) / sx, mark.to.y + (top as f32 - mark.from.y) / sy);
        let to = Rect::new(x, y, (right - left) as f32 / sx, (bottom - top) as f32 / sy);
        Around::new(rows, tones, to, radius)
    });
    Some(Below { tones, around })
}

/// Whether nothing but a picture lies beneath a filter, larger than it is.
pub fn alone(filter: &FilterMark, mark: &PictureMark, picture: &Picture, page: Page) -> bool {
    area(filter, mark, picture, page).is_some()
}

/// The box of a filter on the canvas, where [`alone`] holds.
fn area(filter: &FilterMark, mark: &PictureMark, picture: &Picture, page: Page) -> Option<Rect> {
    let canvas = Rect::new(0.0, 0.0, page.width as f32, page.height as f32);
    let PictureMark { from, to, turn, .. } = mark;
    let enlarged = from.w < to.w && from.h < to.h && from.w > 0.0 && from.h > 0.0;
    let plain = *turn == 0.0 && !picture.alpha && !picture.pixels.is_empty();
    let mask = &filter.mask;
    // What lies around polygons goes on to the edges of the canvas.
    let area = match mask.include.iter().filter_map(|points| polygon::bounds(points)).reduce(|a, b| a.join(&b)) {
        Some(bounds) if mask.around.is_empty() => bounds.grown(mask.grow.max(0.0)).meet(&canvas),
        _ => canvas,
    };
    // A picture's edges lie between pixels, a region's are rounded.
    (enlarged && plain && area.area() > 0.0 && to.holds(&area, 1.0)).then_some(area)
}
