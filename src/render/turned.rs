//! Turned pictures: a part of a source laid on the canvas at an angle.

use crate::{
    filter::rows,
    measure::Rect,
    picture::Picture,
    plan::PictureMark,
    quad::Quad,
    render::{paint::over, window::Window},
};

/// Most samples in each direction that make one pixel of a picture that is made smaller.
const MOST: f32 = 8.0;

/// Draws a picture mark that is turned about the middle of its place. A picture that is made larger is sampled by cubic
/// curves (Keys 1981), one that is made smaller by the mean of what a pixel covers.
pub fn draw(window: &mut Window, mark: &PictureMark, picture: &Picture) {
    let canvas = Rect::new(0.0, 0.0, window.canvas.0 as f32, window.canvas.1 as f32);
    let (source_w, source_h) = picture.pixels.dimensions();
    let PictureMark { from, to, turn, .. } = *mark;
    let (cx, cy) = (to.x + to.w / 2.0, to.y + to.h / 2.0);
    let angle = turn.to_radians();
    // A pixel's reach at each edge, which is softened over it.
    let around = Quad::turned([cx, cy], to.w + 2.0, to.h + 2.0, angle).bounds().meet(&canvas);
    if around.area() <= 0.0 || source_w == 0 || source_h == 0 {
        return;
    }
    let (left, top) = (around.x.floor() as usize, around.y.floor() as usize);
    let (right, bottom) = (around.right().ceil() as usize, around.bottom().ceil() as usize);
    let (sin, cos) = (libm::sinf(angle), libm::cosf(angle));
    let scale = [from.w / to.w, from.h / to.h];
    let counts = scale.map(|s| s.ceil().clamp(1.0, MOST));
    let part = Part::of(picture, &from);
    let first = window.top as usize;
    rows::each(&mut window.pixels, |y, row| {
        let y = first + y;
        if y < top || y >= bottom {
            return;
        }
        let v = y as f32 + 0.5 - cy;
        for (x, pixel) in row.iter_mut().enumerate().take(right).skip(left) {
            let u = x as f32 + 0.5 - cx;
            let (ox, oy) = (u * cos + v * sin, v * cos - u * sin);
            // How much of the pixel lies inside: exact along an edge, near enough at a corner.
            let cover = (to.w / 2.0 - ox.abs() + 0.5).clamp(0.0, 1.0) * (to.h / 2.0 - oy.abs() + 0.5).clamp(0.0, 1.0);
            if cover == 0.0 {
                continue;
            }
            let at = [from.x + (ox + to.w / 2.0) * scale[0], from.y + (oy + to.h / 2.0) * scale[1]];
            let [r, g, b, a] = if counts == [1.0, 1.0] { part.curved(at) } else { part.mean(at, scale, counts) };
            if a > 0.0 {
                let straight = |c: f32| (c * 255.0 / a + 0.5).clamp(0.0, 255.0) as u8;
                over(pixel, [r, g, b].map(straight), (a.min(255.0) * cover + 0.5) as u32);
            }
        }
    });
}

/// The pixels of a source that may be sampled: none but those of the part that is shown.
struct Part<'a> {
    pixels: &'a [[u8; 4]],
    width: usize,
    low: [i64; 2],
    high: [i64; 2],
}

impl<'a> Part<'a> {
    fn of(picture: &'a Picture, from: &Rect) -> Self {
        let (w, h) = (i64::from(picture.pixels.width()), i64::from(picture.pixels.height()));
        let low = [(from.x.floor() as i64).clamp(0, w - 1), (from.y.floor() as i64).clamp(0, h - 1)];
        let high = [
            (from.right().ceil() as i64 - 1).clamp(low[0], w - 1),
            (from.bottom().ceil() as i64 - 1).clamp(low[1], h - 1),
        ];
        Part { pixels: picture.pixels.as_chunks().0, width: w as usize, low, high }
    }

    /// A pixel, its colour multiplied by its alpha; the border goes on beyond the part.
    fn at(&self, x: i64, y: i64) -> [f32; 4] {
        let (x, y) = (x.clamp(self.low[0], self.high[0]) as usize, y.clamp(self.low[1], self.high[1]) as usize);
        let [r, g, b, a] = self.pixels[y * self.width + x].map(f32::from);
        let share = a / 255.0;
        [r * share, g * share, b * share, a]
    }

    /// Between sixteen pixels.
    fn curved(&self, [x, y]: [f32; 2]) -> [f32; 4] {
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (across, down) = (weights(x - left), weights(y - top));
        let mut sum = [0.0; 4];
        for (j, wy) in (-1..).zip(down) {
            for (i, wx) in (-1..).zip(across) {
                let pixel = self.at(left as i64 + i, top as i64 + j);
                sum.iter_mut().zip(pixel).for_each(|(sum, c)| *sum += c * wx * wy);
            }
        }
        sum
    }

    /// The mean of samples spread over what a pixel of the canvas covers.
    fn mean(&self, [x, y]: [f32; 2], scale: [f32; 2], [across, down]: [f32; 2]) -> [f32; 4] {
        let mut sum = [0.0; 4];
        let share = 1.0 / (across * down);
        for j in 0..down as usize {
            let y = y + ((j as f32 + 0.5) / down - 0.5) * scale[1];
            for i in 0..across as usize {
                let x = x + ((i as f32 + 0.5) / across - 0.5) * scale[0];
                let sample = self.linear([x, y]);
                sum.iter_mut().zip(sample).for_each(|(sum, c)| *sum += c * share);
            }
        }
        sum
    }

    /// Between four pixels.
    fn linear(&self, [x, y]: [f32; 2]) -> [f32; 4] {
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (fx, fy) = (x - left, y - top);
        let (left, top) = (left as i64, top as i64);
        let [a, b, c, d] = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(i, j)| self.at(left + i, top + j));
        std::array::from_fn(|i| (a[i] * (1.0 - fx) + b[i] * fx) * (1.0 - fy) + (c[i] * (1.0 - fx) + d[i] * fx) * fy)
    }
}

/// What four pixels in a row count at a fraction between the second and the third.
fn weights(t: f32) -> [f32; 4] {
    let (t2, t3) = (t * t, t * t * t);
    [0.5 * (2.0 * t2 - t3 - t), 0.5 * (3.0 * t3 - 5.0 * t2 + 2.0), 0.5 * (4.0 * t2 - 3.0 * t3 + t), 0.5 * (t3 - t2)]
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::*;
    use crate::picture::Format;

    fn picture(pixels: RgbaImage) -> Picture {
        let alpha = pixels.pixels().any(|p| p[3] < 255);
        let hash = blake3::hash(pixels.as_raw());
        Picture { pixels, format: Format::Png, dpi: None, frames: 1, truncated: false, alpha, hash, passes: false }
    }

    #[test]
    fn a_quarter_turn_moves_every_pixel_to_its_place() {
        let source = picture(RgbaImage::from_fn(8, 8, |x, y| Rgba([x as u8 * 30, y as u8 * 30, 9, 255])));
        let whole = Rect::new(0.0, 0.0, 8.0, 8.0);
        let mut window = Window::whole(RgbaImage::new(8, 8));
        draw(&mut window, &PictureMark { index: 0, from: whole, to: whole, turn: 90.0 }, &source);
        for (x, y, pixel) in window.pixels.enumerate_pixels() {
            // Clockwise: what was at the left is at the top.
            let expected = source.pixels.get_pixel(y, 7 - x);
            assert!(pixel.0.iter().zip(expected.0).all(|(a, b)| a.abs_diff(b) <= 1), "{x} {y} {pixel:?} {expected:?}");
        }
    }

    #[test]
    fn hidden_pixels_and_those_outside_the_part_lend_no_colour() {
        let source = picture(RgbaImage::from_fn(30, 30, |x, _| match x {
            0..10 => Rgba([255, 0, 0, 255]),
            10..15 => Rgba([0, 255, 0, 0]),
            _ => Rgba([9, 9, 9, 255]),
        }));
        for size in [4.0, 20.0, 90.0] {
            let mut window = Window::whole(RgbaImage::new(90, 90));
            let to = Rect::new(20.0, 20.0, size, size);
            draw(
                &mut window,
                &PictureMark { index: 0, from: Rect::new(10.0, 4.0, 20.0, 20.0), to, turn: 17.0 },
                &source,
            );
            assert!(
                window.pixels.pixels().all(|p| p[3] == 0 || p.0[..3].iter().all(|c| (7..=11).contains(c))),
                "{size}"
            );
            assert!(window.pixels.pixels().any(|p| p[3] > 200));
        }
    }
}
