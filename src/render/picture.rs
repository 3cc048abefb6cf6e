//! Pictures: a part of a source, scaled and laid on the canvas.

use fast_image_resize::{
    FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer,
    images::{Image, ImageRef},
};
use image::RgbaImage;

use crate::{
    measure::Rect,
    picture::Picture,
    plan::PictureMark,
    render::paint::over,
};

/// Draws a picture mark; what falls off the canvas is never scaled.
pub fn draw(pixels: &mut RgbaImage, mark: &PictureMark, picture: &Picture) {
    let canvas = Rect::new(0.0, 0.0, pixels.width() as f32, pixels.height() as f32);
    let seen = mark.to.meet(&canvas);
    let (x, y) = (seen.x.round(), seen.y.round());
    let (w, h) = ((seen.right().round() - x) as u32, (seen.bottom().round() - y) as u32);
    let (source_w, source_h) = picture.pixels.dimensions();
    if w == 0 || h == 0 || source_w == 0 || source_h == 0 {
        return;
    }
    let (sx, sy) = (mark.from.w / mark.to.w, mark.from.h / mark.to.h);
    let from = Rect::new(mark.from.x + (x - mark.to.x) * sx, mark.from.y + (y - mark.to.y) * sy, w as f32 * sx, h as f32 * sy)
        .meet(&Rect::new(0.0, 0.0, source_w as f32, source_h as f32));
    if from.w <= 0.0 || from.h <= 0.0 {
        return;
    }
    let whole = from.x.fract() == 0.0 && from.y.fract() == 0.0 && from.w == w as f32 && from.h == h as f32;
    if whole {
        let stride = source_w as usize * 4;
        let start = from.y as usize * stride + from.x as usize * 4;
        lay(pixels, &picture.pixels.as_raw()[start..], stride, (x as u32, y as u32), (w, h));
        return;
    }
    let Ok(source) = ImageRef::new(source_w, source_h, picture.pixels.as_raw(), PixelType::U8x4) else { return };
    let mut scaled = Image::new(w, h, PixelType::U8x4);
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
        .use_alpha(picture.alpha)
        .crop(f64::from(from.x), f64::from(from.y), f64::from(from.w), f64::from(from.h));
    if Resizer::new().resize(&source, &mut scaled, &options).is_ok() {
        lay(pixels, scaled.buffer(), w as usize * 4, (x as u32, y as u32), (w, h));
    }
}

/// Lays rows of straight RGBA8 over the canvas.
fn lay(pixels: &mut RgbaImage, rows: &[u8], stride: usize, (x, y): (u32, u32), (w, h): (u32, u32)) {
    let canvas_stride = pixels.width() as usize * 4;
    let length = w as usize * 4;
    for row in 0..h as usize {
        let above = &rows[row * stride..row * stride + length];
        let start = (y as usize + row) * canvas_stride + x as usize * 4;
        let below = &mut pixels.as_mut()[start..start + length];
        for (pixel, [r, g, b, a]) in below.as_chunks_mut::<4>().0.iter_mut().zip(above.as_chunks::<4>().0) {
            over(pixel, [*r, *g, *b], u32::from(*a));
        }
    }
}
