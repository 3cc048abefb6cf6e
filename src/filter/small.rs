//! Small: the picture as large as one of many prints.

use image::RgbaImage;

use crate::{
    filter::{
        edge::Edge,
        rows::{self, Pixel},
        sizes::{Pyramid, Spots},
        taps::RUN,
        tone,
        wide::wide,
    },
    scratch::Scratch,
};

/// The picture as large as one print, and its greys twice as large, or flat inks would have jagged edges.
pub struct Small {
    pub pixels: Scratch,
    greys: Scratch,
    width: usize,
    height: usize,
}

impl Small {
    /// A picture `shrink` times as small.
    pub fn new(pixels: &RgbaImage, (width, height): (usize, usize), shrink: f32) -> Self {
        let pyramid = Pyramid::new(pixels, Edge::Clamp, shrink);
        let (full_w, full_h) = pyramid.whole().size();
        // The middle of the picture comes to the middle of the print.
        let look = |left: usize, y: usize, parts: f32, out: &mut [Pixel]| {
            let place = |t: usize, cell: usize, full: f32| {
                ((t as i32 as f32 + 0.5) / parts - cell as f32 / 2.0) * shrink + full / 2.0 - 0.5
            };
            let below = place(y, height, full_h);
            wide(
                #[inline(always)]
                || {
                    let mut spots = Spots::default();
                    for (n, (u, v, scale)) in spots.iter_mut().enumerate() {
                        (*u, *v, *scale) = (place(left + n, width, full_w), below, shrink / parts);
                    }
                    pyramid.run(&spots, out);
                },
            );
        };
        let mut small = Scratch::stale(width * height * 4);
        rows::each_of(small.as_chunks_mut::<4>().0, width, |y, row| {
            row.chunks_mut(RUN).enumerate().for_each(|(n, out)| look(n * RUN, y, 1.0, out));
        });
        let mut greys = Scratch::stale(width * height * 4);
        rows::each_of(&mut greys, 2 * width, |y, row| {
            let mut pixels = [[0; 4]; RUN];
            for (n, out) in row.chunks_mut(RUN).enumerate() {
                look(n * RUN, y, 2.0, &mut pixels[..out.len()]);
                let greys = out.iter_mut().zip(&pixels);
                greys.for_each(|(out, pixel)| *out = tone::blend(255, tone::grey(*pixel), pixel[3]));
            }
        });
        Small { pixels: small, greys, width, height }
    }

    /// The greys of one pixel's four parts, or of what lies that many parts away.
    #[inline]
    pub fn greys(&self, u: usize, v: usize, (dx, dy): (i32, i32)) -> [u8; 4] {
        let along = |t: usize, d: i32, len: usize| (t as i32 + d).clamp(0, 2 * len as i32 - 1) as usize;
        let (x, y) =
            ([0, 1].map(|n| along(2 * u + n, dx, self.width)), [0, 1].map(|n| along(2 * v + n, dy, self.height)));
        [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(i, j)| self.greys[y[j] * 2 * self.width + x[i]])
    }
}
