//! Bands: a large page drawn some rows at a time, so that no more of it than these need be in memory.

use std::sync::Arc;

use image::RgbaImage;

use crate::{
    measure::Page,
    picture::Picture,
    plan::{Blend, Mark, PictureMark, Plan},
    render::{
        beneath, erase, paint, picture,
        window::Window,
        work::{Stock, Studio, Work},
    },
    typeset::fonts::Fonts,
};

/// Pixels of a page from which it is drawn in bands.
const LARGE: u64 = 4 << 20;
/// Rows of a band: those of a picture that are scaled together.
const ROWS: u32 = picture::BAND as u32;

/// Whether a plan's page is large, opaque, and nothing on it needs more of it than a band: no filter looks at neighbours or
/// at tones that are not known beforehand, and nothing is erased but from a picture's own pixels.
pub fn fit(plan: &Plan, pictures: &[Arc<Picture>]) -> bool {
    let Page { width, height, .. } = plan.page;
    u64::from(width) * u64::from(height) >= LARGE && opaque(plan, pictures) && each(&plan.marks, plan, pictures)
}

fn opaque(plan: &Plan, pictures: &[Arc<Picture>]) -> bool {
    let canvas = (plan.page.width, plan.page.height);
    let covers = |mark: &PictureMark, picture: &Picture| {
        let cut = picture::cut(mark, canvas, picture.pixels.dimensions());
        mark.turn == 0.0 && !picture.alpha && cut.is_some_and(|cut| cut.to == plan.page.canvas())
    };
    let covered = match plan.marks.first() {
        Some(Mark::Picture(mark)) => pictures.get(mark.index).is_some_and(|picture| covers(mark, picture)),
        _ => false,
    };
    let erases = |mark: &Mark| matches!(mark, Mark::Group(group) if group.blend == Blend::Erase);
    plan.paper.is_some() || covered && !plan.marks.iter().any(erases)
}

fn each(mut marks: &[Mark], plan: &Plan, pictures: &[Arc<Picture>]) -> bool {
    let mut below = None;
    while let [mark, rest @ ..] = marks {
        marks = rest;
        let own = below.take();
        let fits = match mark {
            Mark::Picture(mark) => {
                if let Some(picture) = pictures.get(mark.index) {
                    marks = erase::after(picture.pixels.dimensions(), mark, rest);
                    below = Some((mark, picture));
                }
                true
            }
            Mark::Shape(_) | Mark::Glyphs(_) => true,
            Mark::Filter(mark) => {
                let alone = || own.is_some_and(|(below, picture)| beneath::alone(mark, below, picture, plan.page));
                let asks = mark.filter.stretches() || mark.filter.around(plan.page).is_some();
                mark.filter.point() && (!asks || alone())
            }
            Mark::Erase(_) => false,
            Mark::Group(group) => each(&group.marks, plan, pictures),
        };
        if !fits {
            return false;
        }
    }
    true
}

/// A page that is drawn band by band, from the top.
pub struct Bands<'p> {
    plan: &'p Plan,
    studio: Studio<'p>,
    works: Vec<Work<'p>>,
    next: u32,
}

impl<'p> Bands<'p> {
    /// Bands of a plan that [`fit`]s.
    pub fn new(plan: &'p Plan, pictures: Vec<Arc<Picture>>, fonts: &'p Fonts) -> Self {
        let studio = Studio::new(plan, fonts);
        let works = studio.prepare(&plan.marks, &mut Stock::new(pictures, &plan.marks), None);
        Bands { plan, studio, works, next: 0 }
    }

    pub fn page(&self) -> Page {
        self.plan.page
    }

    /// Whether letters or shapes come last, whose edges mix with all colours below.
    pub fn ends_in_edges(&self) -> bool {
        matches!(self.plan.marks.last(), Some(Mark::Glyphs(_) | Mark::Shape(_)))
    }

    /// The next rows of the page, opaque sRGB RGBA8, in the memory of others that are not needed any more; `None` after the last.
    pub fn next(&mut self, used: Option<RgbaImage>) -> Option<RgbaImage> {
        let Page { width, height, .. } = self.plan.page;
        let rows = ROWS.min(height - self.next);
        if rows == 0 {
            return None;
        }
        let size = width as usize * rows as usize * 4;
        let mut buffer = used.map(RgbaImage::into_raw).unwrap_or_default();
        buffer.clear();
        buffer.resize(size, 0);
        let pixels = RgbaImage::from_raw(width, rows, buffer)?;
        let mut window = Window { pixels, top: self.next, canvas: (width, height) };
        self.studio.draw(&mut window, &mut self.works);
        if let Some(paper) = self.plan.paper {
            paint::flatten(&mut window.pixels, paper);
        }
        self.next += rows;
        Some(window.pixels)
    }
}
