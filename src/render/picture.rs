//! Pictures: a part of a source, scaled and laid on the canvas.

use crate::{
    filter::rows::{self, Pixel},
    measure::Rect,
    picture::Picture,
    plan::PictureMark,
    render::{paint::over, turned, window::Window},
};
use fast_image_resize::{
    FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer,
    images::{Image, ImageRef},
};

/// Draws what a window shows of a picture mark; what falls off it is never scaled.
pub fn draw(window: &mut Window, mark: &PictureMark, picture: &Picture) {
    if mark.turn != 0.0 {
        return turned::draw(window, mark, picture);
    }
    let canvas = Rect::new(0.0, 0.0, window.canvas.0 as f32, window.canvas.1 as f32);
    let (source_w, source_h) = picture.pixels.dimensions();
    let Some(Cut { from, to: Rect { x, y, w, h } }) = cut(mark, window.canvas, (source_w, source_h)) else { return };
    let (w, h) = (w as u32, h as u32);
    let whole = from.x.fract() == 0.0 && from.y.fract() == 0.0 && from.w == w as f32 && from.h == h as f32;
    if whole {
        let seen = window.seen(y as u32..y as u32 + h);
        if seen.is_empty() {
            return;
        }
        let stride = source_w as usize * 4;
        let start = (from.y as usize + (seen.start - y as u32) as usize) * stride + from.x as usize * 4;
        let rows = picture.pixels.as_raw()[start..].chunks(stride);
        let place = (x as u32, seen.start - window.top);
        let size = (w, seen.len() as u32);
        return lay(window.pixels.as_chunks_mut().0, canvas.w as usize, rows, place, size, picture.alpha);
    }
    let Ok(source) = ImageRef::new(source_w, source_h, picture.pixels.as_raw(), PixelType::U8x4) else { return };
    let options =
        ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3)).use_alpha(picture.alpha);
    let (x, y) = (x as u32, y as u32);
    let step = f64::from(from.h) / f64::from(h);
    // In bands of the canvas, so that what lies between the two passes of scaling stays small.
    let start = window.top as usize;
    rows::bands(&mut window.pixels, BAND, window.top, |row, band| {
        let top = start + row;
        let rows = (band.len() / canvas.w as usize) as u32;
        let (first, end) = (y.max(top as u32), (y + h).min(top as u32 + rows));
        if first >= end {
            return;
        }
        let (left, upper) = (f64::from(from.x), f64::from(from.y) + f64::from(first - y) * step);
        // A sum of steps may end a hair beyond the picture, where nothing can be cut out.
        let wide = f64::from(from.w).min(f64::from(source_w) - left);
        let high = (f64::from(end - first) * step).min(f64::from(source_h) - upper);
        let options = options.crop(left, upper, wide, high);
        let size = (w, end - first);
        if !picture.alpha && w == canvas.w as u32 {
            // Whole rows that hide what is below are made where they are to lie.
            let own = &mut band[(first - top as u32) as usize * w as usize..][..size.1 as usize * w as usize];
            let Ok(mut scaled) = Image::from_slice_u8(w, size.1, own.as_flattened_mut(), PixelType::U8x4) else {
                return;
            };
            if Resizer::new().resize(&source, &mut scaled, &options).is_ok() {
                own.iter_mut().for_each(|pixel| pixel[3] = 255);
            }
            return;
        }
        let mut scaled = Image::new(w, size.1, PixelType::U8x4);
        if Resizer::new().resize(&source, &mut scaled, &options).is_ok() {
            let rows = scaled.buffer().chunks(w as usize * 4);
            lay(band, canvas.w as usize, rows, (x, first - top as u32), size, picture.alpha);
        }
    });
}

/// The part of a source that is seen on a canvas, and the whole pixels where it lies.
pub struct Cut {
    pub from: Rect,
    pub to: Rect,
}

/// What a canvas shows of a picture mark that is not turned, if anything; both sizes are width and height.
pub fn cut(mark: &PictureMark, canvas: (u32, u32), size: (u32, u32)) -> Option<Cut> {
    let seen = mark.to.meet(&Rect::new(0.0, 0.0, canvas.0 as f32, canvas.1 as f32));
    let (x, y) = (seen.x.round(), seen.y.round());
    let (w, h) = (seen.right().round() - x, seen.bottom().round() - y);
    if w < 1.0 || h < 1.0 || size.0 == 0 || size.1 == 0 {
        return None;
    }
    let (sx, sy) = (mark.from.w / mark.to.w, mark.from.h / mark.to.h);
    let from = Rect::new(mark.from.x + (x - mark.to.x) * sx, mark.from.y + (y - mark.to.y) * sy, w * sx, h * sy);
    let from = from.meet(&Rect::new(0.0, 0.0, size.0 as f32, size.1 as f32));
    (from.w > 0.0 && from.h > 0.0).then_some(Cut { from, to: Rect::new(x, y, w, h) })
}

/// Rows of the canvas that are scaled together.
pub const BAND: usize = 512;

/// Lays rows of straight RGBA8, opaque ones unless `alpha`, over pixels of a canvas `width` pixels wide.
fn lay<'a>(
    pixels: &mut [Pixel],
    width: usize,
    rows: impl Iterator<Item = &'a [u8]>,
    (x, y): (u32, u32),
    (w, h): (u32, u32),
    alpha: bool,
) {
    let (x, w) = (x as usize, w as usize);
    for (below, above) in pixels.chunks_exact_mut(width).skip(y as usize).zip(rows).take(h as usize) {
        for (pixel, &[r, g, b, a]) in below[x..x + w].iter_mut().zip(above.as_chunks::<4>().0) {
            if alpha { over(pixel, [r, g, b], u32::from(a)) } else { *pixel = [r, g, b, 255] }
        }
    }
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::*;
    use crate::picture::{Limits, decode};

    #[test]
    fn every_band_is_drawn_whatever_the_scale() {
        let mut png = Vec::new();
        let source = RgbaImage::from_pixel(40, 30, Rgba([200, 0, 0, 255]));
        source.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
        let picture = decode(&png, &Limits::default()).unwrap();
        for height in (513..1400).step_by(7) {
            let mut canvas = Window::whole(RgbaImage::new(6, height));
            let (from, to) = (Rect::new(0.0, 0.0, 40.0, 30.0), Rect::new(0.0, 0.0, 6.0, height as f32));
            draw(&mut canvas, &PictureMark { index: 0, from, to, turn: 0.0 }, &picture);
            assert!(canvas.pixels.pixels().all(|pixel| pixel[3] == 255), "{height}");
        }
    }
}
