//! Windows: the rows of a canvas that are drawn together, all of them or a band.

use std::ops::Range;

use image::RgbaImage;

/// Some rows of a canvas. Marks know only canvas coordinates; what falls outside of the rows is not drawn.
pub struct Window {
    /// The rows: straight sRGB RGBA8, as wide as the canvas.
    pub pixels: RgbaImage,
    /// The canvas row of the first.
    pub top: u32,
    /// Width and height of the whole canvas.
    pub canvas: (u32, u32),
}

impl Window {
    /// All rows of a canvas.
    pub fn whole(pixels: RgbaImage) -> Self {
        Window { top: 0, canvas: pixels.dimensions(), pixels }
    }

    /// The same rows with nothing in them.
    pub fn blank(&self) -> Self {
        Window { pixels: RgbaImage::new(self.pixels.width(), self.pixels.height()), ..*self }
    }

    /// The canvas rows that it has.
    pub fn rows(&self) -> Range<u32> {
        self.top..self.top + self.pixels.height()
    }

    /// Whether it reaches the foot of the canvas.
    pub fn is_last(&self) -> bool {
        self.rows().end == self.canvas.1
    }

    /// Those of some canvas rows that it has.
    pub fn seen(&self, rows: Range<u32>) -> Range<u32> {
        let own = self.rows();
        let start = rows.start.clamp(own.start, own.end);
        start..rows.end.clamp(start, own.end)
    }
}
