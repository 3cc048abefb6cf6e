//! Work: marks made ready to be drawn, and drawn a window at a time.

use std::sync::Arc;

use crate::{
    filter::below::Below,
    picture::Picture,
    plan::{EraseMark, Mark, PictureMark, Plan},
    render::{
        beneath, erase, filter::Filtered, glyphs::Text, group::Grouped, paint::Edges, picture, shape::Shape,
        window::Window,
    },
    typeset::fonts::Fonts,
};

/// A mark with what it takes to draw it; it keeps from one window to the next what both need.
pub enum Work<'p> {
    Picture(&'p PictureMark, Arc<Picture>),
    Shape(Shape<'p>),
    Text(Text<'p>),
    Filter(Filtered<'p>),
    Erase(&'p EraseMark),
    Group(Grouped<'p>),
}

/// The pictures of a plan, each handed out as often as marks name it: the last of them may draw upon it rather than on a copy.
pub struct Stock(Vec<(Option<Arc<Picture>>, usize)>);

impl Stock {
    pub fn new(pictures: Vec<Arc<Picture>>, marks: &[Mark]) -> Self {
        let pictures = pictures.into_iter().enumerate();
        Stock(pictures.map(|(index, picture)| (Some(picture), uses(marks, index))).collect())
    }

    fn take(&mut self, index: usize) -> Option<Arc<Picture>> {
        let (picture, left) = self.0.get_mut(index)?;
        *left = left.saturating_sub(1);
        if *left > 0 { picture.clone() } else { picture.take() }
    }
}

/// How many marks name a picture.
fn uses(marks: &[Mark], index: usize) -> usize {
    let of = |mark: &Mark| match mark {
        Mark::Picture(mark) => usize::from(mark.index == index),
        Mark::Group(group) => uses(&group.marks, index),
        _ => 0,
    };
    marks.iter().map(of).sum()
}

/// What marks are drawn with.
pub struct Studio<'p> {
    plan: &'p Plan,
    fonts: &'p Fonts,
    /// The plan's fonts; one that is missing draws nothing.
    faces: Vec<Option<usize>>,
    edges: Edges,
}

impl<'p> Studio<'p> {
    pub fn new(plan: &'p Plan, fonts: &'p Fonts) -> Self {
        let faces = plan.fonts.iter().map(|font| fonts.find(&font.name)).collect();
        Studio { plan, fonts, faces, edges: Edges::at(plan.page.dpi) }
    }

    /// Makes marks ready: what is erased from a picture at once is gone from it afterwards. `below` is what the first one
    /// finds, where that is known.
    pub fn prepare(&self, mut marks: &'p [Mark], stock: &mut Stock, mut below: Option<Below>) -> Vec<Work<'p>> {
        let mut works = Vec::with_capacity(marks.len());
        while let [mark, rest @ ..] = marks {
            marks = rest;
            let known = below.take();
            works.push(match mark {
                Mark::Picture(mark) => {
                    let Some(mut picture) = stock.take(mark.index) else { continue };
                    marks = erase::ahead(&mut picture, mark, rest);
                    Work::Picture(mark, picture)
                }
                Mark::Shape(mark) => Work::Shape(Shape::new(mark)),
                Mark::Glyphs(mark) => {
                    let Some(Some(face)) = self.faces.get(mark.font) else { continue };
                    Work::Text(Text::new(mark, self.fonts.get(*face)))
                }
                Mark::Filter(mark) => {
                    let below = match works.last() {
                        Some(Work::Picture(below, picture)) => beneath::read(mark, below, picture, self.plan.page),
                        _ => known,
                    };
                    Work::Filter(Filtered::new(mark, self.plan.page, self.plan.inks, below))
                }
                Mark::Erase(mark) => Work::Erase(mark),
                Mark::Group(mark) => Work::Group(Grouped::new(mark, stock, self)),
            });
        }
        works
    }

    /// Draws what a window shows of prepared marks; windows come from the top down.
    pub fn draw(&self, window: &mut Window, works: &mut [Work]) {
        for work in works {
            match work {
                Work::Picture(mark, picture) => picture::draw(window, mark, picture),
                Work::Shape(shape) => shape.draw(window, self.edges),
                Work::Text(text) => text.draw(window, self.edges),
                Work::Filter(filter) => filter.draw(window),
                Work::Erase(mark) => erase::draw(&mut window.pixels, mark),
                Work::Group(group) => group.draw(window, self),
            }
        }
    }
}
