//! The contact sheet: many outputs small on one page, row by row, each with its name below.

use crate::{
    color::Color,
    layer::outline::hundredth,
    measure::{Page, Rect},
    picture::Picture,
    plan::{Font, Glyph, GlyphsMark, Mark, PictureMark, Plan, Source},
    recipe::Recipe,
    render::{Canvas, render},
    typeset::{
        Setting, Style,
        fonts::{FaceId, Fonts},
        set_line,
    },
};

/// An output, small.
pub struct Cell {
    /// What stands below it.
    pub name: String,
    pub picture: Picture,
}

/// Width of the sheet in pixels.
pub const WIDTH: u32 = 2400;
/// What the sheet is meant to be: so many times as high as wide.
const SHAPE: f32 = 1.1;
/// The lowest and the highest row.
const ROWS: [f32; 2] = [140.0, 420.0];
const MARGIN: f32 = 30.0;
const GUTTER: f32 = 12.0;
/// Room below a cell, its name and the gutter in it.
const BELOW: f32 = 36.0;
const TYPE: f32 = 17.0;

const PAPER: Color = Color::rgb(0x19, 0x19, 0x18);
const INK: Color = Color::rgb(0xc4, 0xc1, 0xb8);

/// How high cells should be kept for a sheet of `count`: no less than any row will show, and little more.
pub fn cell_height(count: usize) -> u32 {
    // Stories are about half as wide as high: a sheet of them has the highest rows.
    (row_height(0.56 * count as f32) * 1.5).ceil() as u32
}

/// The height of rows that gives the sheet its shape; `widths` are those of all cells, each as high as 1.
fn row_height(widths: f32) -> f32 {
    let width = WIDTH as f32 - 2.0 * MARGIN;
    (width * width * SHAPE / widths.max(0.1)).sqrt().clamp(ROWS[0], ROWS[1])
}

/// The sheet. Every row is filled from margin to margin, unless there are too few cells for one.
pub fn sheet(cells: Vec<Cell>, fonts: &Fonts) -> Canvas {
    let aspects: Vec<f32> = cells.iter().map(|cell| aspect(&cell.picture)).collect();
    let places = places(&aspects);
    let bottom = places.iter().map(Rect::bottom).fold(0.0, f32::max);
    let page = Page { width: WIDTH, height: (bottom + BELOW + MARGIN - GUTTER).ceil() as u32, dpi: 96.0, bleed: 0 };
    let (mut marks, mut faces, mut sources, mut pictures) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (index, (cell, to)) in cells.into_iter().zip(places).enumerate() {
        let (width, height) = cell.picture.pixels.dimensions();
        let from = Rect::new(0.0, 0.0, width as f32, height as f32);
        marks.push(Mark::Picture(PictureMark { index, from, to, turn: 0.0 }));
        marks.extend(label(&cell.name, &to, fonts, &mut faces));
        sources.push(Source { path: None, hash: cell.picture.hash.to_hex().to_string(), width, height });
        pictures.push(cell.picture.into());
    }
    let font = |id: &FaceId| Font { name: fonts.get(*id).name().into(), hash: fonts.get(*id).hash().into() };
    let plan = Plan {
        recipe: recipe(),
        page,
        paper: Some(PAPER),
        inks: Default::default(),
        pictures: sources,
        fonts: faces.iter().map(font).collect(),
        notes: Vec::new(),
        marks,
    };
    render(&plan, pictures, fonts)
}

/// What the sheet says of itself: that detourn made it, and may make it again.
pub fn recipe() -> Recipe {
    Recipe { detourn: env!("CARGO_PKG_VERSION").into(), template: "contact".into(), ..Recipe::default() }
}

fn aspect(picture: &Picture) -> f32 {
    let (width, height) = picture.pixels.dimensions();
    width as f32 / height.max(1) as f32
}

/// Where cells of these aspects stand: in rows that are filled to the same measure, as nearly as cells allow.
fn places(aspects: &[f32]) -> Vec<Rect> {
    let inner = WIDTH as f32 - 2.0 * MARGIN;
    let all: f32 = aspects.iter().sum();
    let usual = row_height(all);
    let rows = (all * usual / inner).round().max(1.0);
    let mut before = 0.0;
    let row_of = |aspect: &f32| {
        let middle = before + aspect / 2.0;
        before += aspect;
        (middle / all * rows) as usize
    };
    let row_of: Vec<usize> = aspects.iter().map(row_of).collect();
    let (mut places, mut y, mut first) = (Vec::with_capacity(aspects.len()), MARGIN, 0);
    for row in row_of.chunk_by(|a, b| a == b) {
        let own = &aspects[first..first + row.len()];
        first += row.len();
        let filling = (inner - GUTTER * (own.len() - 1) as f32) / own.iter().sum::<f32>();
        // Too few cells for a row end where they end.
        let full = filling < 1.6 * usual;
        let height = if full { filling.round() } else { usual.round() };
        let mut x = MARGIN;
        for aspect in own {
            // Ends are rounded, not widths, so that what is rounded away does not add up.
            let right = x + aspect * if full { filling } else { height };
            places.push(Rect::new(x.round(), y, (right.round() - x.round()).max(1.0), height));
            x = right + GUTTER;
        }
        y += height + BELOW;
    }
    places
}

/// A name below a cell, from its left edge, smaller where it would reach farther than the cell.
fn label(name: &str, cell: &Rect, fonts: &Fonts, faces: &mut Vec<FaceId>) -> Vec<Mark> {
    let style = Style { faces: fonts.find("Roboto Condensed").into_iter().collect(), ..Style::default() };
    let set = |size: f32| -> Setting { set_line(name, &style, size, fonts) };
    let wide = set(TYPE).ink.w;
    let setting = set(TYPE * (cell.w / wide.max(1.0)).min(1.0));
    let Some(baseline) = setting.runs.iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.y).next() else {
        return Vec::new();
    };
    let (dx, dy) = (cell.x - setting.ink.x, cell.bottom() + TYPE + 1.0 - baseline);
    let moved = |glyph: &Glyph| Glyph { x: hundredth(glyph.x + dx), y: hundredth(glyph.y + dy), ..glyph.clone() };
    let run = |run: &crate::typeset::Run| {
        let font = faces.iter().position(|known| *known == run.face).unwrap_or_else(|| {
            faces.push(run.face);
            faces.len() - 1
        });
        let glyphs = run.glyphs.iter().map(moved).collect();
        let (size, transform) = (setting.size, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        Mark::Glyphs(GlyphsMark { font, size, ink: INK, stroke: None, blur: 0.0, transform, glyphs })
    };
    setting.runs.iter().map(run).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_full_and_nothing_overlaps() {
        let aspects: Vec<f32> = (0..97).map(|i| [0.56, 1.0, 1.78, 0.8, 0.71][i * i % 5]).collect();
        let places = places(&aspects);
        assert_eq!(places.len(), aspects.len());
        let right = WIDTH as f32 - MARGIN;
        for (i, (place, aspect)) in places.iter().zip(&aspects).enumerate() {
            assert!(place.x >= MARGIN && place.right() <= right, "{place:?}");
            assert!((place.w / place.h / aspect - 1.0).abs() < 0.05, "{place:?} {aspect}");
            if let Some(next) = places.get(i + 1) {
                let gap = next.x - place.right();
                assert!(if next.y > place.y { place.right() == right } else { (gap - GUTTER).abs() <= 1.0 }, "{i}");
            }
        }
        let height = places.last().unwrap().bottom();
        assert!((0.9..2.0).contains(&(height / WIDTH as f32)), "{height}");
    }

    #[test]
    fn a_sheet_of_one_cell_is_a_sheet() {
        let picture = Picture::drawn(image::RgbaImage::from_pixel(30, 40, image::Rgba([200, 10, 10, 255])));
        let canvas =
            sheet(vec![Cell { name: "a-name-that-is-longer-than-its-cell-is-wide".into(), picture }], Fonts::builtin());
        assert_eq!(canvas.pixels.width(), WIDTH);
        assert_eq!(canvas.pixels.get_pixel(40, 40).0, [200, 10, 10, 255]);
        assert_eq!(canvas.pixels.get_pixel(2390, 40).0, [0x19, 0x19, 0x18, 255]);
    }
}
