//! Groups: marks drawn apart, clipped, and laid down as one.

use crate::{
    plan::GroupMark,
    render::{
        blend,
        mask::{Cover, rasterise},
        window::Window,
        work::{Stock, Studio, Work},
    },
};

/// A group while its canvas is drawn.
pub struct Grouped<'p> {
    mark: &'p GroupMark,
    marks: Vec<Work<'p>>,
    /// Where it is not clipped away, once that was asked for.
    cover: Option<Cover>,
}

impl<'p> Grouped<'p> {
    pub fn new(mark: &'p GroupMark, stock: &mut Stock, studio: &Studio<'p>) -> Self {
        Grouped { mark, marks: studio.prepare(&mark.marks, stock, None), cover: None }
    }

    /// Draws what a window shows of it: its marks on a layer of their own, then this.
    pub fn draw(&mut self, window: &mut Window, studio: &Studio) {
        let (width, height) = window.canvas;
        let clip = || self.mark.clip.as_ref().map_or(Cover::Everything, |clip| rasterise(clip, width, height));
        let cover = self.cover.get_or_insert_with(clip);
        let seen = match cover {
            Cover::Nothing => false,
            Cover::Everything => true,
            Cover::Part(part) => !window.seen(part.y..part.y + part.height).is_empty(),
        };
        if !seen {
            return;
        }
        let mut layer = window.blank();
        studio.draw(&mut layer, &mut self.marks);
        let opacity = (self.mark.opacity.clamp(0.0, 1.0) * 255.0 + 0.5) as u32;
        blend::lay(window, &layer, self.mark.blend, opacity, cover);
        if window.is_last() {
            self.cover = None;
        }
    }
}
