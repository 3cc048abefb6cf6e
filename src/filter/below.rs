//! Below: what a filter that works on a part of its region must know of the rest.

use crate::{
    filter::{blur, rows::Pixel, tone},
    measure::Rect,
};

/// What lies under all of a region.
#[derive(Debug)]
pub struct Below {
    /// The darkest and lightest grey; see [`tone::range`].
    pub tones: [u8; 2],
    /// How light it is round about, where the filter asks for it ([`crate::filter::Filter::around`]).
    pub around: Option<Around>,
}

/// How light it is round about every place of an enlarged picture, in the picture's own pixels.
#[derive(Debug)]
pub struct Around {
    /// Greys from 0 for the darkest of the region to 255 for the lightest, blurred.
    plane: Vec<u8>,
    width: usize,
    /// The place of the plane's top left corner on the canvas, and pixels of it a pixel of the canvas.
    from: [f32; 2],
    scale: [f32; 2],
}

impl Around {
    /// Rows of opaque straight sRGB pixels, all as long, that are stretched to the place `to` of the canvas, spread over `tones`
    /// and blurred by a `radius` in pixels of the canvas.
    pub fn new<'p>(rows: impl Iterator<Item = &'p [Pixel]>, tones: [u8; 2], to: Rect, radius: f32) -> Self {
        let curve = tone::spread(tones, 1.0, 0.0);
        let (mut plane, mut width) = (Vec::new(), 1);
        for row in rows {
            width = row.len().max(1);
            plane.extend(row.iter().map(|pixel| curve[usize::from(tone::grey(*pixel))]));
        }
        let scale = [width as f32 / to.w, (plane.len() / width) as f32 / to.h];
        let radius = (radius * scale[0] + 0.5) as usize;
        (0..2).for_each(|_| blur::mean(&mut plane, width, radius));
        Around { plane, width, from: [to.x, to.y], scale }
    }

    /// Greys of a row of the canvas from column `x` on, between four pixels of the plane each.
    pub fn row(&self, x: u32, y: u32, out: &mut [u8]) {
        let high = self.plane.len() / self.width;
        if high == 0 {
            return;
        }
        let at = |n: u32, axis: usize| ((n as f32 + 0.5 - self.from[axis]) * self.scale[axis] - 0.5).max(0.0);
        let down = at(y, 1);
        let line = (down as usize).min(high - 1);
        // In whole numbers, 256 to a pixel of the plane.
        let t = ((down - line as f32).min(1.0) * 256.0) as u32;
        let upper = &self.plane[line * self.width..][..self.width];
        let lower = &self.plane[(line + 1).min(high - 1) * self.width..][..self.width];
        for (n, out) in out.iter_mut().enumerate() {
            let across = at(x + n as u32, 0);
            let column = (across as usize).min(self.width - 1);
            let s = ((across - column as f32).min(1.0) * 256.0) as u32;
            let next = (column + 1).min(self.width - 1);
            let mix = |row: &[u8]| u32::from(row[column]) * (256 - s) + u32::from(row[next]) * s;
            *out = ((mix(upper) * (256 - t) + mix(lower) * t + 32_768) >> 16) as u8;
        }
    }
}
