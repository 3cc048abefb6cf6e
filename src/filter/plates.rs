//! Plates: what each of a few inks has to print of a picture.

use image::RgbaImage;

use crate::{
    color::Color,
    filter::{
        rows::{self, Pixel},
        tone,
    },
};

/// What each channel says of lightness, when all three cannot be right.
const WEIGHTS: [f32; 3] = [0.34, 0.46, 0.2];

/// How much of each of up to three inks every pixel needs, 0 to 255, after its channels went through `curve`.
///
/// What an ink absorbs of red, green and blue is taken as a vector; the inks' shares are those that come nearest to
/// what the pixel absorbs, by least squares.
pub fn separate(pixels: &RgbaImage, inks: &[Color], curve: &[u8; 256], cover: &mut [Pixel]) {
    let shares = shares(inks);
    let lacks = curve.map(|v| 255.0 - f32::from(v));
    // For each channel's value what it asks of every ink, in 32nds.
    let asks: [Box<[[i16; 4]; 256]>; 3] = std::array::from_fn(|c| {
        let of = |lack: f32, ink: usize| shares.get(ink).map_or(0.0, |share| share[c] * lack * 32.0);
        Box::new(lacks.map(|lack| std::array::from_fn(|ink| of(lack, ink).clamp(-9e3, 9e3) as i16)))
    });
    let width = pixels.width() as usize;
    let source = pixels.as_chunks::<4>().0;
    let [red, green, blue] = &asks;
    rows::each_of(cover, width, |y, row| {
        for (out, pixel) in row.iter_mut().zip(&source[y * width..]) {
            let [r, g, b] = tone::three(tone::channels(*pixel), |c| c as usize & 255);
            let (red, green, blue) = (&red[r], &green[g], &blue[b]);
            let sum = |n: usize| (red[n] + green[n] + blue[n] + 16).clamp(0, 255 * 32) as u32 >> 5;
            let (mut cover, alpha) = ([sum(0), sum(1), sum(2)], u32::from(pixel[3]));
            if alpha < 255 {
                cover = tone::three(cover, |c| c * alpha / 255);
            }
            *out = (cover[0] | cover[1] << 8 | cover[2] << 16).to_le_bytes();
        }
    });
}

/// For each ink the share that each channel's lack of light asks of it: the normal equations, with a little on the
/// diagonal for inks that are alike, solved by elimination.
fn shares(inks: &[Color]) -> [[f32; 3]; 3] {
    let absorbed: Vec<[f32; 3]> =
        inks.iter().take(3).map(|ink| [ink.r, ink.g, ink.b].map(|v| 1.0 - f32::from(v) / 255.0)).collect();
    let mut system = [[0f32; 6]; 3];
    for (i, row) in system.iter_mut().enumerate() {
        row[i] = 1.0;
        let Some(own) = absorbed.get(i) else { continue };
        for (j, other) in absorbed.iter().enumerate() {
            row[j] = (0..3).map(|c| WEIGHTS[c] * own[c] * other[c]).sum::<f32>() + if i == j { 0.012 } else { 0.0 };
        }
        (0..3).for_each(|c| row[3 + c] = WEIGHTS[c] * own[c]);
    }
    for i in 0..3 {
        let own = system[i].map(|v| v / system[i][i]);
        for (j, row) in system.iter_mut().enumerate() {
            let factor = row[i];
            *row = std::array::from_fn(|c| if i == j { own[c] } else { row[c] - factor * own[c] });
        }
    }
    system.map(|row| [row[3], row[4], row[5]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ink_prints_itself() {
        let inks = [Color::rgb(0, 160, 230), Color::rgb(230, 0, 120), Color::rgb(255, 230, 0)];
        for (n, ink) in inks.iter().enumerate() {
            let lack = [ink.r, ink.g, ink.b].map(|v| 1.0 - f32::from(v) / 255.0);
            let asked = shares(&inks).map(|share| (0..3).map(|c| share[c] * lack[c]).sum::<f32>());
            assert!(asked[n] > 0.8 && (0..3).all(|m| m == n || asked[m].abs() < 0.2), "{asked:?}");
        }
        assert!(shares(&[Color::BLACK, Color::BLACK]).iter().flatten().all(|v| v.is_finite()));
    }
}
