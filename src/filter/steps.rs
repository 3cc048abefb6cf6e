//! Steps: a picture's tones parted into a few, each of which is printed in one ink.

use image::RgbaImage;

use crate::{color::Color, filter::tone};

/// Where the tones of a picture are parted.
#[derive(Debug)]
pub struct Steps {
    /// The lightness at which each but the last ends.
    pub ends: Vec<f32>,
    /// How much of the picture the darkest covers.
    pub dark: f32,
}

impl Steps {
    /// Parts lightnesses so that each lies with the mean that is nearest (Lloyd 1982).
    pub fn new(pixels: &RgbaImage, count: usize) -> Self {
        let counts = tone::histogram(pixels);
        let mut means: Vec<f32> = (0..count).map(|n| (n as f32 + 0.5) * 255.0 / count as f32).collect();
        let ends = |means: &[f32]| -> Vec<f32> { means.windows(2).map(|pair| (pair[0] + pair[1]) / 2.0).collect() };
        for _ in 0..24 {
            let ends = ends(&means);
            for (n, mean) in means.iter_mut().enumerate() {
                let low = if n == 0 { -1.0 } else { ends[n - 1] };
                let high = ends.get(n).copied().unwrap_or(255.0);
                let (mut sum, mut weight) = (0.0f64, 0.0f64);
                for (v, &count) in counts.iter().enumerate().filter(|&(v, _)| v as f32 > low && v as f32 <= high) {
                    // A flat ground that fills the picture draws less than all of it.
                    let count = f64::from(count).sqrt();
                    (sum, weight) = (sum + v as f64 * count, weight + count);
                }
                if weight > 0.0 {
                    *mean = (sum / weight) as f32;
                }
            }
        }
        let ends = ends(&means);
        let first = ends.first().copied().unwrap_or(128.0);
        let below: u32 = counts[..=first as usize].iter().sum();
        Steps { dark: below as f32 / counts.iter().sum::<u32>().max(1) as f32, ends }
    }
}

/// Over how much lightness the edge of an ink is soft.
pub const SOFT: f32 = 12.0;

/// The ink of each lightness, the darkest first; edges a few steps wide, so that they are not jagged.
pub fn flats(colors: &[Color], ends: &[f32]) -> [[u8; 3]; 256] {
    std::array::from_fn(|v| {
        let mut flat = colors.first().map_or([0; 3], |color| [color.r, color.g, color.b]);
        for (color, end) in colors.iter().skip(1).zip(ends) {
            let rise = (((v as f32 - end) / SOFT + 0.5).clamp(0.0, 1.0) * 255.0) as u8;
            (0..3).for_each(|c| flat[c] = tone::blend(flat[c], [color.r, color.g, color.b][c], rise));
        }
        flat
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tones_are_parted_where_there_are_none() {
        let pixels = RgbaImage::from_fn(90, 10, |x, _| {
            let v = [20, 90, 230][x as usize / 30] + (x % 3) as u8;
            image::Rgba([v, v, v, 255])
        });
        let steps = Steps::new(&pixels, 3);
        assert!((23.0..90.0).contains(&steps.ends[0]) && (93.0..230.0).contains(&steps.ends[1]), "{steps:?}");
        assert!((steps.dark - 1.0 / 3.0).abs() < 0.05, "{steps:?}");
    }
}
