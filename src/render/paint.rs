//! Painting: a colour laid on straight RGBA8 pixels through coverage.

use std::ops::Range;

use image::RgbaImage;

use crate::{color::Color, measure::Rect, render::window::Window};

/// Coverage of a part of a canvas, 0 to 255 a pixel.
#[derive(Debug, Default)]
pub struct Coverage {
    /// Canvas pixel of the top left corner.
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
    /// Row by row.
    pub values: Vec<u8>,
}

impl Coverage {
    /// No coverage yet of the whole pixels that a rectangle touches on a canvas; `None` off the canvas.
    pub fn over(rect: &Rect, (width, height): (u32, u32)) -> Option<Coverage> {
        let clamp = |v: f32, high: u32| v.clamp(0.0, high as f32) as u32;
        let (x, y) = (clamp(rect.x.floor(), width), clamp(rect.y.floor(), height));
        let (right, bottom) = (clamp(rect.right().ceil(), width), clamp(rect.bottom().ceil(), height));
        let (w, h) = (right.saturating_sub(x), bottom.saturating_sub(y));
        (w > 0 && h > 0).then(|| Coverage { x, y, width: w, height: h, values: vec![0; w as usize * h as usize] })
    }

    /// The canvas rows that it lies on.
    pub fn rows(&self) -> Range<u32> {
        self.y..self.y + self.height
    }

    /// Takes in what lies inside of another coverage; the larger value wins.
    pub fn join(&mut self, other: &Coverage) {
        let left = self.x.max(other.x);
        let right = (self.x + self.width).min(other.x + other.width);
        for y in self.y.max(other.y)..(self.y + self.height).min(other.y + other.height) {
            if left >= right {
                return;
            }
            let length = (right - left) as usize;
            let own = (y - self.y) as usize * self.width as usize + (left - self.x) as usize;
            let its = (y - other.y) as usize * other.width as usize + (left - other.x) as usize;
            for (cell, value) in self.values[own..own + length].iter_mut().zip(&other.values[its..its + length]) {
                *cell = (*cell).max(*value);
            }
        }
    }
}

/// How many shades an edge has, from nothing to all of its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edges {
    /// As many as a byte can hold.
    Fine,
    /// 32, on a page whose pixels are too small for more to be seen: few inks then stay few colours, and the file small.
    Coarse,
}

impl Edges {
    /// Those of a page that is printed at so many pixels an inch.
    pub fn at(dpi: f32) -> Self {
        if dpi >= 150.0 { Edges::Coarse } else { Edges::Fine }
    }

    #[inline]
    fn of(self, value: u8) -> u32 {
        let value = u32::from(value);
        match self {
            Edges::Fine => value,
            Edges::Coarse => ((value * 31 + 127) / 255 * 255 + 15) / 31,
        }
    }
}

/// Lays a colour over the pixels of a window where there is coverage.
pub fn paint(window: &mut Window, coverage: &Coverage, color: Color, edges: Edges) {
    let stride = window.pixels.width() as usize * 4;
    let width = coverage.width as usize;
    if width == 0 || color.a == 0 {
        return;
    }
    let opaque = color.a == 255;
    let seen = window.seen(coverage.rows());
    let first = (seen.start.max(coverage.y) - coverage.y) as usize;
    let start = (seen.start - window.top) as usize * stride;
    let values = coverage.values.chunks_exact(width).skip(first);
    let lines = (*window.pixels)[start..].chunks_exact_mut(stride).take(seen.len());
    for (line, values) in lines.zip(values) {
        let line = &mut line[coverage.x as usize * 4..][..width * 4];
        for (line, values) in line.as_chunks_mut::<4>().0.chunks_mut(RUN).zip(values.chunks(RUN)) {
            // Most of a letter's box lies wholly outside or inside of it.
            let (any, all) = values.iter().fold((0, 255), |(any, all), v| (any | v, all & v));
            if any == 0 {
                continue;
            }
            if opaque && all == 255 {
                line.fill([color.r, color.g, color.b, 255]);
                continue;
            }
            for (pixel, &value) in line.iter_mut().zip(values) {
                let value = edges.of(value);
                let alpha = if opaque { value } else { div255(value * u32::from(color.a)) };
                over(pixel, [color.r, color.g, color.b], alpha);
            }
        }
    }
}

/// Pixels that are looked at together.
const RUN: usize = 16;

/// Lays a straight colour of the given alpha over a straight pixel (Porter and Duff 1984, source over).
#[inline]
pub fn over(pixel: &mut [u8; 4], color: [u8; 3], alpha: u32) {
    if alpha == 255 {
        *pixel = [color[0], color[1], color[2], 255];
    } else if pixel[3] == 255 {
        for (below, above) in pixel.iter_mut().zip(color) {
            *below = div255(u32::from(*below) * (255 - alpha) + u32::from(above) * alpha) as u8;
        }
    } else if alpha > 0 {
        let kept = u32::from(pixel[3]) * (255 - alpha);
        let total = alpha * 255 + kept;
        for (below, above) in pixel.iter_mut().zip(color) {
            *below = ((u32::from(above) * alpha * 255 + u32::from(*below) * kept + total / 2) / total) as u8;
        }
        pixel[3] = div255(total) as u8;
    }
}

/// Makes every pixel opaque, as if it lay on paper of a colour.
pub fn flatten(pixels: &mut RgbaImage, paper: Color) {
    for pixel in pixels.as_chunks_mut::<4>().0 {
        if pixel[3] < 255 {
            let mut ground = [paper.r, paper.g, paper.b, 255];
            over(&mut ground, [pixel[0], pixel[1], pixel[2]], u32::from(pixel[3]));
            *pixel = ground;
        }
    }
}

/// A product of two bytes divided by 255, rounded exactly.
#[inline]
pub fn div255(product: u32) -> u32 {
    let n = product + 128;
    (n + (n >> 8)) >> 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn division_is_exact() {
        assert!((0..=65025).all(|n| div255(n) == (n * 2 + 255) / 510));
    }

    #[test]
    fn runs_are_painted_as_their_pixels_are() {
        let values: Vec<u8> = (0..40)
            .map(|x| {
                if x < 17 {
                    0
                } else if x < 34 {
                    255
                } else {
                    x as u8
                }
            })
            .collect();
        for color in [Color::rgb(9, 200, 30), Color { a: 99, ..Color::rgb(9, 200, 30) }] {
            for start in 0..16 {
                let mut window =
                    Window::whole(RgbaImage::from_fn(40, 1, |x, _| image::Rgba([x as u8, 7, 80, 255 - x as u8])));
                let mut expected = window.pixels.clone();
                let values = values[start..].to_vec();
                for (pixel, &value) in expected.as_chunks_mut::<4>().0[start..].iter_mut().zip(&values) {
                    over(pixel, [9, 200, 30], div255(u32::from(value) * u32::from(color.a)));
                }
                let coverage = Coverage { x: start as u32, y: 0, width: values.len() as u32, height: 1, values };
                paint(&mut window, &coverage, color, Edges::Fine);
                assert!(window.pixels == expected, "{start}");
            }
        }
    }

    #[test]
    fn coarse_edges_have_32_shades_and_end_where_fine_ones_do() {
        let mut shades: Vec<u32> = (0..=255).map(|value| Edges::Coarse.of(value)).collect();
        assert!(shades.iter().zip(0..).all(|(shade, value): (&u32, u32)| shade.abs_diff(value) <= 4));
        shades.dedup();
        assert_eq!((shades.len(), shades[0], shades[31]), (32, 0, 255));
    }

    #[test]
    fn over_nothing_is_the_colour_itself() {
        let mut pixel = [9, 9, 9, 0];
        over(&mut pixel, [200, 100, 50], 128);
        assert_eq!(pixel, [200, 100, 50, 128]);
    }
}
