//! Planes: what networks look at, from what people look at.

use std::borrow::Cow;

use fast_image_resize::{
    FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer,
    images::{Image, ImageRef},
};
use image::RgbaImage;

use crate::{measure::Rect, picture::Picture};

/// The pixels of a picture, opaque: on white paper where they were not.
pub(crate) fn on_white(picture: &Picture) -> Cow<'_, RgbaImage> {
    if !picture.alpha {
        return Cow::Borrowed(&picture.pixels);
    }
    let mut pixels = picture.pixels.clone();
    for pixel in pixels.as_chunks_mut::<4>().0 {
        let alpha = u32::from(pixel[3]);
        *pixel = pixel.map(|c| ((u32::from(c) * alpha + 255 * (255 - alpha) + 127) / 255) as u8);
        pixel[3] = 255;
    }
    Cow::Owned(pixels)
}

/// Opaque pixels scaled to `width` × `height` (none of them 0), by area and straight lines.
pub(crate) fn scaled(pixels: &RgbaImage, width: u32, height: u32) -> Cow<'_, [u8]> {
    if pixels.dimensions() == (width, height) {
        return Cow::Borrowed(pixels.as_raw());
    }
    let all = Rect::new(0.0, 0.0, pixels.width() as f32, pixels.height() as f32);
    Cow::Owned(part(pixels, &all, width, height))
}

/// The same of a rectangle that lies inside the picture and has some extent.
pub(crate) fn part(pixels: &RgbaImage, rect: &Rect, width: u32, height: u32) -> Vec<u8> {
    let source = ImageRef::new(pixels.width(), pixels.height(), pixels.as_raw(), PixelType::U8x4);
    let mut target = Image::new(width, height, PixelType::U8x4);
    let [x, y, w, h] = <[f32; 4]>::from(*rect).map(f64::from);
    let options =
        ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear)).use_alpha(false).crop(x, y, w, h);
    let done = source.ok().is_some_and(|source| Resizer::new().resize(&source, &mut target, &options).is_ok());
    debug_assert!(done, "pictures of one kind and of some extent can be scaled");
    target.into_vec()
}

/// RGBA8 pixels as three planes of floats, red first: each channel less `mean`, times `scale`.
pub(crate) fn planes(rgba: &[u8], mean: [f32; 3], scale: [f32; 3]) -> Vec<f32> {
    let pixels = rgba.as_chunks::<4>().0;
    let mut planes = vec![0.0; pixels.len() * 3];
    for (channel, plane) in planes.chunks_exact_mut(pixels.len().max(1)).enumerate() {
        let (mean, scale) = (mean[channel], scale[channel]);
        for (value, pixel) in plane.iter_mut().zip(pixels) {
            *value = (f32::from(pixel[channel]) - mean) * scale;
        }
    }
    planes
}
