//! Rendering: a plan becomes pixels. It clips, it never decides.

mod area;
pub mod bands;
mod behind;
mod beneath;
mod blend;
mod blur;
mod coats;
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
pub mod window;
mod work;

use std::sync::Arc;

use image::RgbaImage;

use crate::{
    filter::below::Below,
    measure::Page,
    picture::Picture,
    plan::{Mark, Plan},
    render::{
        bands::Bands,
        window::Window,
        work::{Stock, Studio},
    },
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
    let (pixels, rest, below) = first(plan, &mut pictures);
    let studio = Studio::new(plan, fonts);
    let mut window = Window::whole(pixels);
    let mut works = studio.prepare(rest, &mut Stock::new(pictures, rest), below);
    studio.draw(&mut window, &mut works);
    if let Some(paper) = plan.paper {
        paint::flatten(&mut window.pixels, paper);
    }
    Canvas { pixels: window.pixels, page: plan.page, lettered: lettered(&plan.marks) }
}

/// The same in bands, where [`bands::fit`] says that it can be done.
pub fn in_bands<'p>(plan: &'p Plan, pictures: Vec<Arc<Picture>>, fonts: &'p Fonts) -> Bands<'p> {
    Bands::new(plan, pictures, fonts)
}

/// The canvas to begin with, and the marks that are left: a picture that covers the page as it is
/// becomes the canvas itself, and one that is scaled and not drawn again is let go at once. With them comes what the first of
/// these marks finds below.
fn first<'p>(plan: &'p Plan, pictures: &mut [Arc<Picture>]) -> (RgbaImage, &'p [Mark], Option<Below>) {
    let page = plan.page.canvas();
    let blank = || RgbaImage::new(plan.page.width, plan.page.height);
    let [Mark::Picture(mark), rest @ ..] = &plan.marks[..] else {
        return (blank(), &plan.marks, None);
    };
    let again = rest.iter().any(|other| names(other, Some(mark.index)));
    let Some(picture) = pictures.get_mut(mark.index) else { return (blank(), rest, None) };
    // What comes later draws the picture with its letters.
    let mut kept = again.then(|| Arc::clone(picture));
    let picture = kept.as_mut().unwrap_or(picture);
    let rest = erase::ahead(picture, mark, rest);
    let below = match rest.first() {
        Some(Mark::Filter(filter)) => beneath::read(filter, mark, picture, plan.page),
        _ => None,
    };
    let size = (plan.page.width, plan.page.height);
    let as_it_is = mark.from == page && mark.to == page && mark.turn == 0.0 && picture.pixels.dimensions() == size;
    let draw = |picture: &Picture| {
        let mut window = Window::whole(blank());
        picture::draw(&mut window, mark, picture);
        window.pixels
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
    (pixels, rest, below)
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
