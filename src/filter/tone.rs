//! Tone: grey values, the curves that spread them, and mixtures of colours.

use image::RgbaImage;

use crate::{color::Color, filter::rows::Pixel};

/// Perceived lightness 0 to 255 (Rec. 601 weights on gamma-encoded channels).
#[inline(always)]
pub fn grey(pixel: Pixel) -> u8 {
    ((u32::from(pixel[0]) * 77 + u32::from(pixel[1]) * 150 + u32::from(pixel[2]) * 29 + 128) >> 8) as u8
}

/// `value` inside the range; the lower end when it is no number. Parameters are checked when they are
/// read; this keeps a value that was made by hand from doing harm.
pub fn within(value: f32, low: f32, high: f32) -> f32 {
    if value.is_nan() { low } else { value.clamp(low, high) }
}

/// A curve for 256 values: stretched to `tones`, or else to the picture's own range, if `stretch`, then steeper by `contrast`
/// round the middle, with the middle lighter by `lightness` (−1 to 1) while black and white stay.
pub fn curve(pixels: &RgbaImage, tones: Option<[u8; 2]>, stretch: bool, contrast: f32, lightness: f32) -> [u8; 256] {
    let whole = || range(pixels.as_chunks().0.chunks(pixels.width().max(1) as usize), pixels.dimensions());
    spread(if stretch { tones.unwrap_or_else(whole) } else { [0, 255] }, contrast, lightness)
}

/// The same for known ends.
pub fn spread([low, high]: [u8; 2], contrast: f32, lightness: f32) -> [u8; 256] {
    let (low, span) = (f32::from(low), f32::from(high - low));
    let (contrast, lightness) = (within(contrast, 0.0, 100.0), within(lightness, -1.0, 1.0));
    let exponent = libm::exp2f(-2.0 * lightness);
    std::array::from_fn(|value| {
        let v = ((value as f32 - low) / span).clamp(0.0, 1.0);
        let v = if lightness == 0.0 { v } else { libm::powf(v, exponent) };
        (((v - 0.5) * contrast + 0.5).clamp(0.0, 1.0) * 255.0 + 0.5) as u8
    })
}

/// The greys below and above which lies a hundredth of the visible pixels; everything when there is
/// too little between them to be worth stretching.
pub fn range<'p>(rows: impl Iterator<Item = &'p [Pixel]>, size: (u32, u32)) -> [u8; 2] {
    let counts = counts(rows, size);
    let total: u32 = counts.iter().sum();
    let clip = total / 100;
    let end = |order: &mut dyn Iterator<Item = usize>| {
        let mut seen = 0;
        for grey in order {
            seen += counts[grey];
            if seen > clip {
                return Some(grey);
            }
        }
        None
    };
    let (low, high) = (end(&mut (0..256)).unwrap_or(0), end(&mut (0..256).rev()).unwrap_or(255));
    if high >= low + 32 { [low as u8, high as u8] } else { [0, 255] }
}

/// How often each grey occurs among the visible pixels of a lattice (at most 2¹⁶ or so).
pub fn histogram(pixels: &RgbaImage) -> [u32; 256] {
    counts(pixels.as_chunks().0.chunks(pixels.width().max(1) as usize), pixels.dimensions())
}

fn counts<'p>(rows: impl Iterator<Item = &'p [Pixel]>, (width, height): (u32, u32)) -> [u32; 256] {
    let mut counts = [0; 256];
    let all = width as usize * height as usize;
    let step = ((all as f32 / 65536.0).sqrt() as usize).max(1);
    for row in rows.step_by(step) {
        for &pixel in row.iter().step_by(step).filter(|pixel| pixel[3] > 0) {
            counts[usize::from(grey(pixel))] += 1;
        }
    }
    counts
}

/// Red, green and blue of a pixel, as numbers to look up or reckon with.
#[inline(always)]
pub fn channels(pixel: Pixel) -> [u32; 3] {
    let bits = u32::from_le_bytes(pixel);
    [bits & 255, bits >> 8 & 255, bits >> 16 & 255]
}

/// Writes three channels, each at most 255, and leaves alpha. Made of shifts: a pixel that is put together byte by
/// byte in memory and then read as one makes the processor wait.
#[inline(always)]
pub fn put(pixel: &mut Pixel, [r, g, b]: [u32; 3]) {
    *pixel = (u32::from_le_bytes(*pixel) & 0xff00_0000 | r | g << 8 | b << 16).to_le_bytes();
}

/// The same of three things. `array::map` is not always woven into the loop round it; this is.
#[inline(always)]
pub fn three<T: Copy, U>([a, b, c]: [T; 3], of: impl Fn(T) -> U) -> [U; 3] {
    [of(a), of(b), of(c)]
}

/// A pixel whose channels are looked up, each in its table.
#[inline(always)]
pub fn mapped(pixel: Pixel, tables: &[[u8; 256]; 3]) -> [u32; 3] {
    let [r, g, b] = channels(pixel);
    [
        u32::from(tables[0][r as usize & 255]),
        u32::from(tables[1][g as usize & 255]),
        u32::from(tables[2][b as usize & 255]),
    ]
}

/// `light` of 256 (at most 256) of a pixel, alpha kept; two channels in one multiplication.
#[inline(always)]
pub fn dimmed(pixel: Pixel, light: u32) -> Pixel {
    let bits = u32::from_le_bytes(pixel);
    let odd = ((bits & 0x00ff_00ff) * light + 0x0080_0080) >> 8 & 0x00ff_00ff;
    let even = ((bits >> 8 & 0xff) * light + 0x80) & 0xff00;
    (bits & 0xff00_0000 | odd | even).to_le_bytes()
}

/// `t` of 256 from a pixel to a colour (red and blue in `flat`'s bits 0 and 16, green in 8), alpha kept.
#[inline(always)]
pub fn toward(pixel: Pixel, flat: Flat, t: u32) -> Pixel {
    let (bits, to) = (u32::from_le_bytes(pixel), flat.0);
    let rest = 256 - t;
    let odd = ((bits & 0x00ff_00ff) * rest + (to & 0x00ff_00ff) * t + 0x0080_0080) >> 8 & 0x00ff_00ff;
    let even = ((bits >> 8 & 0xff) * rest + (to >> 8 & 0xff) * t + 0x80) & 0xff00;
    (bits & 0xff00_0000 | odd | even).to_le_bytes()
}

/// `t` of 255 from one channel value to another.
#[inline(always)]
pub fn blend(a: u8, b: u8, t: u8) -> u8 {
    let t = u32::from(t);
    ((u32::from(a) * (255 - t) + u32::from(b) * t + 127) / 255) as u8
}

impl From<Color> for Flat {
    fn from(color: Color) -> Self {
        [color.r, color.g, color.b].into()
    }
}

/// A colour without alpha, ready to be laid into a pixel in one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flat(u32);

impl From<[u8; 3]> for Flat {
    fn from([r, g, b]: [u8; 3]) -> Self {
        Flat(u32::from_le_bytes([r, g, b, 0]))
    }
}

/// `t` of 255 from one colour to another.
pub fn mix(a: Color, b: Color, t: u8) -> Flat {
    [blend(a.r, b.r, t), blend(a.g, b.g, t), blend(a.b, b.b, t)].into()
}

/// `t` of 256 from one pixel to another, weighted by alpha so that what is transparent lends no colour.
#[inline]
pub fn blend_pixels(a: Pixel, b: Pixel, t: u32) -> Pixel {
    if a[3] == b[3] && a[3] > 0 {
        // What the division below comes to where both weigh the same, two channels in one multiplication.
        return toward(a, Flat(u32::from_le_bytes(b)), t);
    }
    let (wa, wb) = ((256 - t) * u32::from(a[3]), t * u32::from(b[3]));
    let weight = wa + wb;
    if weight == 0 {
        return if t < 128 { a } else { b };
    }
    let channel = |c: usize| ((u32::from(a[c]) * wa + u32::from(b[c]) * wb + weight / 2) / weight) as u8;
    [channel(0), channel(1), channel(2), ((weight + 128) >> 8) as u8]
}

/// Writes a colour and leaves alpha.
#[inline(always)]
pub fn paint(pixel: &mut Pixel, color: impl Into<Flat>) {
    *pixel = (u32::from_le_bytes(*pixel) & 0xff00_0000 | color.into().0).to_le_bytes();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dull_picture_is_stretched_and_a_flat_one_is_left() {
        let dull = RgbaImage::from_fn(256, 4, |x, _| {
            let grey = 64 + (x / 2) as u8;
            image::Rgba([grey, grey, grey, 255])
        });
        let curve_of_dull = curve(&dull, None, true, 1.0, 0.0);
        assert_eq!((curve_of_dull[64], curve_of_dull[191]), (0, 255));
        let flat = RgbaImage::from_pixel(9, 9, image::Rgba([90, 90, 90, 255]));
        assert_eq!(curve(&flat, None, true, 1.0, 0.0)[90], 90);
    }

    #[test]
    fn a_transparent_pixel_lends_no_colour() {
        assert_eq!(blend_pixels([255, 0, 0, 255], [0, 255, 0, 0], 128), [255, 0, 0, 128]);
        assert_eq!(blend_pixels([10, 0, 0, 255], [20, 0, 0, 255], 128), [15, 0, 0, 255]);
    }
}
