//! Coats: coverage of a mark, rasterised whole when the first band touches it and kept until the last one has.

use std::ops::Range;

use crate::{
    color::Color,
    render::{
        paint::{Coverage, Edges, paint},
        window::Window,
    },
};

/// What is painted through coverage.
pub trait Coated {
    /// Rows of a canvas of some size that it may touch.
    fn rows(&self, canvas: (u32, u32)) -> Range<u32>;

    /// Coverage on that canvas, each with its ink, in the order of painting.
    fn coats(&self, canvas: (u32, u32)) -> Vec<(Coverage, Color)>;
}

/// The coats of a mark while bands of its canvas are drawn.
#[derive(Default)]
pub struct Coats {
    rows: Option<Range<u32>>,
    made: Option<Vec<(Coverage, Color)>>,
}

impl Coats {
    /// Paints what a window shows of a mark, always the same one; windows come from the top down.
    pub fn draw(&mut self, mark: &impl Coated, window: &mut Window, edges: Edges) {
        let rows = self.rows.get_or_insert_with(|| mark.rows(window.canvas)).clone();
        if window.seen(rows.clone()).is_empty() {
            return;
        }
        for (coverage, ink) in self.made.get_or_insert_with(|| mark.coats(window.canvas)) {
            paint(window, coverage, *ink, edges);
        }
        if window.rows().end >= rows.end {
            self.made = None;
        }
    }
}
