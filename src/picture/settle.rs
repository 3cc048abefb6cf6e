//! Settling: decoded samples of any kind become straight sRGB RGBA8 in the buffer that they lie in.

use image::ColorType;

use crate::picture::profile::{By, Converter};

/// Converts `buffer`, which holds `width` × `height` pixels of `kind` (native byte order) at its start and
/// has room for them as RGBA8, into exactly those RGBA8 pixels, through `converter` where there is one.
///
/// Rows are taken out one by one and put back at their new place: from the last up when they widen, from
/// the first down when they shrink, so that none is overwritten before it is read.
pub(super) fn settle(
    mut buffer: Vec<u8>,
    width: u32,
    height: u32,
    kind: ColorType,
    converter: Option<&Converter>,
) -> Vec<u8> {
    let (w, h, size) = (width as usize, height as usize, usize::from(kind.bytes_per_pixel()));
    if kind != ColorType::Rgba8 || converter.is_some() {
        let mut row = Row::new(kind, w, converter);
        let mut source = vec![0; w * size];
        let mut one = |y: usize| {
            source.copy_from_slice(&buffer[y * w * size..(y + 1) * w * size]);
            row.convert(&source, &mut buffer[y * w * 4..(y + 1) * w * 4]);
        };
        if size < 4 { (0..h).rev().for_each(&mut one) } else { (0..h).for_each(&mut one) }
    }
    buffer.truncate(w * h * 4);
    if buffer.capacity() > buffer.len() {
        buffer.shrink_to_fit();
    }
    buffer
}

/// The conversion of one row, with its working memory.
struct Row<'a> {
    kind: ColorType,
    converter: Option<&'a Converter>,
    eight: Vec<u8>,
    sixteen: Vec<u16>,
    converted: Vec<u16>,
}

impl<'a> Row<'a> {
    fn new(kind: ColorType, width: usize, converter: Option<&'a Converter>) -> Self {
        let channels = if converter.is_some_and(|c| c.grey) { 2 } else { 4 };
        let (deep, convert) = (is_deep(kind), converter.is_some());
        Row {
            kind,
            converter,
            eight: vec![0; if convert && !deep { width * channels } else { 0 }],
            sixteen: vec![0; if deep { width * channels } else { 0 }],
            converted: vec![0; if convert && deep { width * 4 } else { 0 }],
        }
    }

    fn convert(&mut self, source: &[u8], out: &mut [u8]) {
        let grey = self.converter.is_some_and(|c| c.grey);
        if is_deep(self.kind) {
            widen16(self.kind, source, &mut self.sixteen, grey);
        }
        match self.converter.map(|c| &c.by) {
            None if is_deep(self.kind) => narrow(&self.sixteen, out),
            None => widen(self.kind, source, out, false),
            Some(By::Eight(convert)) => {
                widen(self.kind, source, &mut self.eight, grey);
                // Lengths match by construction, which is all that can fail.
                let _ = convert.transform(&self.eight, out);
            }
            Some(By::Sixteen(convert)) => {
                let _ = convert.transform(&self.sixteen, &mut self.converted);
                narrow(&self.converted, out);
            }
        }
    }
}

/// Whether samples are wider than a byte.
pub(super) fn is_deep(kind: ColorType) -> bool {
    kind.bytes_per_pixel() > kind.channel_count()
}

/// Eight-bit samples as RGBA, or as grey and alpha when `grey`.
fn widen(kind: ColorType, source: &[u8], out: &mut [u8], grey: bool) {
    let to4 = out.as_chunks_mut::<4>().0;
    match kind {
        ColorType::L8 if grey => {
            out.as_chunks_mut::<2>().0.iter_mut().zip(source).for_each(|(o, &v)| *o = [v, 255]);
        }
        ColorType::La8 if grey => out.copy_from_slice(source),
        ColorType::L8 => to4.iter_mut().zip(source).for_each(|(o, &v)| *o = [v, v, v, 255]),
        ColorType::La8 => {
            to4.iter_mut().zip(source.as_chunks::<2>().0).for_each(|(o, &[v, a])| *o = [v, v, v, a]);
        }
        ColorType::Rgb8 => {
            to4.iter_mut().zip(source.as_chunks::<3>().0).for_each(|(o, &[r, g, b])| *o = [r, g, b, 255]);
        }
        _ => out.copy_from_slice(source),
    }
}

/// Samples of sixteen bits, or of 32-bit floats 0 to 1, as RGBA of sixteen, or as grey and alpha when `grey`.
fn widen16(kind: ColorType, source: &[u8], out: &mut [u16], grey: bool) {
    let words = source.as_chunks::<2>().0;
    let word = |&b: &[u8; 2]| u16::from_ne_bytes(b);
    let float = |&b: &[u8; 4]| (f32::from_ne_bytes(b).clamp(0.0, 1.0) * 65535.0 + 0.5) as u16;
    let floats = source.as_chunks::<4>().0;
    let channels = usize::from(kind.channel_count());
    let per = if grey { 2 } else { 4 };
    for (i, pixel) in out.chunks_exact_mut(per).enumerate() {
        let mut samples = [u16::MAX; 4];
        for (c, sample) in samples.iter_mut().enumerate().take(channels) {
            let at = i * channels + c;
            *sample = if matches!(kind, ColorType::Rgb32F | ColorType::Rgba32F) {
                float(&floats[at])
            } else {
                word(&words[at])
            };
        }
        let [a, b, c, d] = samples;
        match (channels, grey) {
            (1 | 2, true) => pixel.copy_from_slice(&[a, b]),
            (1 | 2, false) => pixel.copy_from_slice(&[a, a, a, b]),
            _ => pixel.copy_from_slice(&[a, b, c, d]),
        }
    }
}

/// Sixteen bits to eight, rounded.
fn narrow(source: &[u16], out: &mut [u8]) {
    out.iter_mut().zip(source).for_each(|(o, &v)| *o = ((u32::from(v) * 255 + 32_895) >> 16) as u8);
}

#[cfg(test)]
mod tests {
    use image::DynamicImage;

    use super::*;

    #[test]
    fn every_kind_settles_as_the_image_crate_has_it() {
        let (w, h) = (5, 3);
        let rgba = DynamicImage::ImageRgba16(image::ImageBuffer::from_fn(w, h, |x, y| {
            image::Rgba([
                (x * 13_107) as u16,
                (y * 21_000 + 77) as u16,
                (x * y * 5000) as u16,
                (60_000 - x * 9000) as u16,
            ])
        }));
        let kinds = [
            DynamicImage::ImageLuma8(rgba.to_luma8()),
            DynamicImage::ImageLumaA8(rgba.to_luma_alpha8()),
            DynamicImage::ImageRgb8(rgba.to_rgb8()),
            DynamicImage::ImageRgba8(rgba.to_rgba8()),
            DynamicImage::ImageLuma16(rgba.to_luma16()),
            DynamicImage::ImageLumaA16(rgba.to_luma_alpha16()),
            DynamicImage::ImageRgb16(rgba.to_rgb16()),
            DynamicImage::ImageRgb32F(rgba.to_rgb32f()),
            rgba,
        ];
        for source in kinds {
            let kind = source.color();
            let mut buffer = source.as_bytes().to_vec();
            buffer.resize((w * h) as usize * usize::from(kind.bytes_per_pixel().max(4)), 0);
            let settled = settle(buffer, w, h, kind, None);
            let expected = source.to_rgba8().into_raw();
            assert!(settled.iter().zip(&expected).all(|(a, b)| a.abs_diff(*b) <= 1), "{kind:?}");
            assert_eq!(settled.len(), expected.len());
        }
    }
}
