//! Rendering: a plan becomes pixels. It clips, it never decides.

mod area;
mod behind;
mod blend;
mod blur;
mod distance;
mod erase;
pub mod filter;
mod glyphs;
mod group;
pub mod mask;
mod paint;
mod picture;
mod shape;
mod turned;

use std::sync::Arc;

use image::RgbaImage;

use crate::{
    measure::Page,
    picture::Picture,
    plan::{Mark, Plan},
    render::paint::Edges,
    typeset::fonts::Fonts,
};

/// Pixels in work: straight sRGB RGBA8.
pub struct Canvas {
    pub pixels: RgbaImage,
    pub page: Page,
    /// Whether text or a shape was drawn, whose coloured edges chroma subsampling would smear.
    pub lettered: bool,
}

/// Draws a plan that [`Plan::check`] has passed. `pictures` are those that the plan names, in its order;
/// one that is not shared is drawn upon rather than copied.
pub fn render(plan: &Plan, mut pictures: Vec<Arc<Picture>>, fonts: &Fonts) -> Canvas {
    let (mut pixels, rest) = first(plan, &mut pictures);
    let faces = plan.fonts.iter().map(|font| fonts.find(&font.name)).collect();
    let studio = Studio { plan, pictures: &pictures, fonts, faces, edges: Edges::at(plan.page.dpi) };
    studio.draw(&mut pixels, rest);
    if let Some(paper) = plan.paper {
        paint::flatten(&mut pixels, paper);
    }
    Canvas { pixels, page: plan.page, lettered: lettered(&plan.marks) }
}

/// The canvas to begin with, and the marks that are left: a picture that covers the page as it is
/// becomes the canvas itself, and one that is scaled and not drawn again is let go at once.
fn first<'p>(plan: &'p Plan, pictures: &mut [Arc<Picture>]) -> (RgbaImage, &'p [Mark]) {
    let page = plan.page.canvas();
    let blank = || RgbaImage::new(plan.page.width, plan.page.height);
    let [Mark::Picture(mark), rest @ ..] = &plan.marks[..] else { return (blank(), &plan.marks) };
    let again = rest.iter().any(|other| names(other, Some(mark.index)));
    let Some(picture) = pictures.get_mut(mark.index) else { return (blank(), rest) };
    // What comes later draws the picture with its letters.
    let mut kept = again.then(|| Arc::clone(picture));
    let picture = kept.as_mut().unwrap_or(picture);
    let rest = erase::ahead(picture, mark, rest);
    let size = (plan.page.width, plan.page.height);
    let as_it_is = mark.from == page && mark.to == page && mark.turn == 0.0 && picture.pixels.dimensions() == size;
    let draw = |picture: &Picture| {
        let mut pixels = blank();
        picture::draw(&mut pixels, mark, picture);
        pixels
    };
    let pixels = match Arc::get_mut(picture) {
        Some(own) if as_it_is => std::mem::take(&mut own.pixels),
        Some(own) => {
            let pixels = draw(own);
            own.pixels = RgbaImage::default();
            pixels
        }
        None if as_it_is => picture.pixels.clone(),
        None => draw(picture),
    };
    (pixels, rest)
}

fn mark_index(mark: &Mark) -> Option<usize> {
    if let Mark::Picture(mark) = mark { Some(mark.index) } else { None }
}

fn names(mark: &Mark, index: Option<usize>) -> bool {
    match mark {
        Mark::Group(group) => group.marks.iter().any(|mark| names(mark, index)),
        other => mark_index(other).is_some() && mark_index(other) == index,
    }
}

fn lettered(marks: &[Mark]) -> bool {
    marks.iter().any(|mark| match mark {
        Mark::Glyphs(_) | Mark::Shape(_) => true,
        Mark::Group(group) => lettered(&group.marks),
        Mark::Picture(_) | Mark::Filter(_) | Mark::Erase(_) => false,
    })
}

/// What marks are drawn with.
struct Studio<'a> {
    plan: &'a Plan,
    pictures: &'a [Arc<Picture>],
    fonts: &'a Fonts,
    /// The plan's fonts; one that is missing draws nothing.
    faces: Vec<Option<usize>>,
    edges: Edges,
}

impl Studio<'_> {
    fn draw(&self, pixels: &mut RgbaImage, mut marks: &[Mark]) {
        while let [mark, rest @ ..] = marks {
            marks = rest;
            match mark {
                Mark::Picture(mark) => {
                    if let Some(mut picture) = self.pictures.get(mark.index).cloned() {
                        marks = erase::ahead(&mut picture, mark, rest);
                        picture::draw(pixels, mark, &picture);
                    }
                }
                Mark::Shape(mark) => shape::draw(pixels, mark, self.edges),
                Mark::Glyphs(mark) => {
                    if let Some(Some(face)) = self.faces.get(mark.font) {
                        glyphs::draw(pixels, mark, self.fonts.get(*face), self.edges);
                    }
                }
                Mark::Filter(mark) => filter::draw(pixels, mark, self.plan.page, self.plan.inks),
                Mark::Erase(mark) => erase::draw(pixels, mark),
                Mark::Group(mark) => group::draw(pixels, mark, |layer, marks| self.draw(layer, marks)),
            }
        }
    }
}
