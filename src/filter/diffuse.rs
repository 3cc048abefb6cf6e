//! Diffusion: what one dot gets wrong, its neighbours make good.

use image::RgbaImage;

use crate::filter::{Site, dither, pixelate, rows::Pixel, tone::Flat};

/// Which neighbours make good how much.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    /// The next cell and the one after it.
    ahead: [f32; 2],
    /// Below: the cell behind, the cell itself, the cell ahead.
    below: [f32; 3],
    /// Two rows below.
    beneath: f32,
}

impl Spread {
    /// R. Floyd and L. Steinberg, 1976: sixteenths, nothing is lost.
    pub const FLOYD_STEINBERG: Spread =
        Spread { ahead: [7.0 / 16.0, 0.0], below: [3.0 / 16.0, 5.0 / 16.0, 1.0 / 16.0], beneath: 0.0 };
    /// Bill Atkinson, 1984: eighths, a quarter is lost.
    pub const ATKINSON: Spread = Spread { ahead: [0.125; 2], below: [0.125; 3], beneath: 0.125 };
}

/// Dithers in cells of `side` pixels, to and fro so that no grain runs one way. See [`dither`] for
/// `read` and `choose`. One row hangs on the other: this runs on one thread.
pub fn diffuse<const N: usize>(
    pixels: &mut RgbaImage,
    site: &Site,
    side: usize,
    spread: Spread,
    inks: &[Flat],
    read: impl Fn(Pixel) -> [f32; N],
    choose: impl Fn([f32; N]) -> (usize, [f32; N]),
) {
    let width = pixels.width() as usize;
    let spans: Vec<(usize, usize)> = pixelate::spans(width, side, site.origin.0).collect();
    // Cells from the last to the first are the same work in the other direction.
    let back: Vec<(usize, usize)> = spans.iter().rev().copied().collect();
    let count = spans.len();
    // What the row in work, the next and the one after it are owed, in the order of their own direction.
    let mut owed = [0, 1, 2].map(|_| vec![[0f32; N]; count]);
    let mut forward = true;
    let mut one = |band: &mut [Pixel]| {
        let [now, next, later] = &mut owed;
        let spans = if forward { &spans } else { &back };
        // What is owed to the next cells of this row, and to the cells below that are not done with.
        let (mut ahead, mut beyond) = ([0f32; N], [0f32; N]);
        let (mut behind, mut below) = ([0f32; N], [0f32; N]);
        for (n, &span) in spans.iter().enumerate() {
            let mut wrong = [0f32; N];
            if let Some(mut light) = dither::mean(band, width, span, &read) {
                // Colours that no ink can reach would pile up errors without end.
                (0..N).for_each(|c| light[c] = (light[c] + now[n][c] + ahead[c]).clamp(-0.5, 1.5));
                let (ink, got) = choose(light);
                dither::fill(band, width, span, inks[ink]);
                (0..N).for_each(|c| wrong[c] = light[c] - got[c]);
            }
            // The row below runs the other way: its cell before this one comes after it there.
            let own = count - 1 - n;
            for c in 0..N {
                ahead[c] = beyond[c] + wrong[c] * spread.ahead[0];
                beyond[c] = wrong[c] * spread.ahead[1];
                if n > 0 {
                    next[own + 1][c] += behind[c] + wrong[c] * spread.below[0];
                }
                behind[c] = below[c] + wrong[c] * spread.below[1];
                below[c] = wrong[c] * spread.below[2];
                later[n][c] = wrong[c] * spread.beneath;
            }
        }
        if let Some(last) = next.first_mut() {
            (0..N).for_each(|c| last[c] += behind[c]);
        }
        owed.rotate_left(1);
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
