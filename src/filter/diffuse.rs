//! Diffusion: what one dot gets wrong, its neighbours make good.

use image::RgbaImage;

use crate::filter::{Site, dither, pixelate, rows::Pixel};

/// Which neighbours make good how much.
#[derive(Clone, Copy, Debug)]
pub enum Spread {
    /// R. Floyd and L. Steinberg, 1976: sixteenths, nothing is lost.
    FloydSteinberg,
    /// Bill Atkinson, 1984: eighths, a quarter is lost.
    Atkinson,
}

impl Spread {
    /// Cells ahead, rows down, share.
    const fn shares(self) -> &'static [(isize, usize, f32)] {
        match self {
            Spread::FloydSteinberg => {
                &[(1, 0, 7.0 / 16.0), (-1, 1, 3.0 / 16.0), (0, 1, 5.0 / 16.0), (1, 1, 1.0 / 16.0)]
            }
            Spread::Atkinson => {
                &[(1, 0, 0.125), (2, 0, 0.125), (-1, 1, 0.125), (0, 1, 0.125), (1, 1, 0.125), (0, 2, 0.125)]
            }
        }
    }
}

/// Cells beyond either end of a row, so that no share needs a check.
const PAD: usize = 2;

/// Dithers in cells of `side` pixels, to and fro so that no grain runs one way. See [`dither`] for
/// `read` and `choose`. One row hangs on the other: this runs on one thread.
pub fn diffuse<const N: usize>(
    pixels: &mut RgbaImage,
    site: &Site,
    side: usize,
    spread: Spread,
    inks: &[[u8; 3]],
    read: impl Fn(Pixel) -> [f32; N],
    choose: impl Fn([f32; N]) -> (usize, [f32; N]),
) {
    let width = pixels.width() as usize;
    let spans: Vec<(usize, usize)> = pixelate::spans(width, side, site.origin.0).collect();
    let mut errors = [0, 1, 2].map(|_| vec![[0f32; N]; spans.len() + 2 * PAD]);
    let mut forward = true;
    let mut one = |band: &mut [Pixel]| {
        for n in 0..spans.len() {
            let n = if forward { n } else { spans.len() - 1 - n };
            let Some(mut light) = dither::mean(band, width, spans[n], &read) else { continue };
            // Colours that no ink can reach would pile up errors without end.
            (0..N).for_each(|c| light[c] = (light[c] + errors[0][n + PAD][c]).clamp(-0.5, 1.5));
            let (ink, got) = choose(light);
            dither::fill(band, width, spans[n], inks[ink]);
            for &(ahead, down, share) in spread.shares() {
                let to = (n + PAD).wrapping_add_signed(if forward { ahead } else { -ahead });
                (0..N).for_each(|c| errors[down][to][c] += (light[c] - got[c]) * share);
            }
        }
        errors.rotate_left(1);
        errors[2].fill([0.0; N]);
        forward = !forward;
    };
    let top = site.origin.1 as usize;
    let all = pixels.as_chunks_mut::<4>().0;
    if width == 0 || all.is_empty() {
        return;
    }
    let first = (side - top % side).min(all.len() / width);
    let (head, rest) = all.split_at_mut(first * width);
    one(head);
    rest.chunks_mut(width * side).for_each(one);
}
