//! Redact: bars over what nobody is to read.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    filter::{Filter, Site, noise::Noise, rows, tone, wide::wide},
    measure::Length,
    scene::Needs,
};

/// Blacks the region out: with `region = "text"` a bar over each line, with `"eyes"` one over each face's eyes.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Redact {
    /// The colour of the bars.
    pub ink: Ink,
    /// How much one sees of a felt pen's strokes: 0 is a solid bar, 1 a pen that runs dry. Nothing that lies below can
    /// be read in either.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub marker: f32,
    /// How broad the pen is.
    pub pen: Length,
}

impl Default for Redact {
    fn default() -> Self {
        Redact { ink: Color::rgb(0x0b, 0x0b, 0x0c).into(), marker: 0.0, pen: Length::Side(0.022) }
    }
}

impl Filter for Redact {
    const NAME: &'static str = "redact";

    fn needs(&self) -> Needs {
        Needs::of(&[self.ink])
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let ink = tone::Flat::from(site.color(self.ink));
        let marker = tone::within(self.marker, 0.0, 1.0);
        if marker == 0.0 {
            return rows::each(pixels, |_, row| row.iter_mut().for_each(|pixel| tone::paint(pixel, ink)));
        }
        let pen = tone::within(site.px(self.pen), 2.0, 1e5);
        let unit = site.page.short().clamp(1.0, 1e5) / 1080.0;
        // Along a stroke little changes.
        let step = (unit * 12.0).clamp(4.0, 128.0) as usize;
        let below = Below::of(pixels, site);
        let (fibres, strokes) = (Noise::new(site.seed, "fibres"), Noise::new(site.seed, "strokes"));
        rows::each(pixels, |y, row| {
            wide(
                #[inline(always)]
                || {
                    let y = (site.origin.1.wrapping_add(y as u32)) as f32;
                    // A stroke is not quite level, and lies over the one before by an eighth of its breadth.
                    for (x, _, run) in rows::pieces(row, site.origin.0, step) {
                        let x = x as f32;
                        let bend = strokes.row(-1).cloud(x, y, 40.0 * pen) * 1.4
                            + strokes.row(-2).cloud(x, 0.0, 5.0 * pen) * 0.2;
                        let across = y / pen + bend;
                        let (stroke, t) = (across.floor(), across - across.floor());
                        let own = strokes.row(stroke as i32);
                        // Where two strokes lie over each other the ink is full; at a stroke's other rim it is thin.
                        let lap = if t < 0.13 { 1.0 } else { 0.0 };
                        let thin = ((t - 0.86) / 0.14).max(0.0);
                        // Bristles of the felt draw lines along the stroke, more where it is dry.
                        let place = y / unit + bend * pen / unit;
                        let dry = own.cloud(x, 7.0, 22.0 * pen);
                        let bristle = fibres.cloud(x / (90.0 * unit), place, 1.3) * 0.6
                            + fibres.row(3).cloud(x / (30.0 * unit), place, 3.7) * 0.4;
                        let gap = ((bristle - 0.86 + 0.34 * dry) * 3.0).max(0.0);
                        let wash = 0.05 + 0.12 * fibres.row(9).cloud(x, y, 3.0 * pen);
                        let bare = marker * (wash + gap + 0.35 * thin * (0.4 + bristle)) * (1.0 - 0.8 * lap);
                        let cover = ((1.0 - bare).clamp(0.15, 1.0) * 256.0) as u32;
                        let [r, g, b] = below.at(x, y);
                        run.iter_mut().for_each(|pixel| *pixel = tone::toward([r, g, b, pixel[3]], ink, cover));
                    }
                },
            );
        });
    }
}

/// How light it is below the pen, so coarsely that no letter can be read where it runs dry.
struct Below {
    cells: Vec<[f32; 3]>,
    across: usize,
    side: f32,
    /// Where the first begins on the canvas.
    corner: [f32; 2],
}

impl Below {
    fn of(pixels: &RgbaImage, site: &Site) -> Self {
        let side = (site.page.short().clamp(1.0, 1e5) / 8.0).max(8.0) as usize;
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        let (across, down) = (width.div_ceil(side), height.div_ceil(side));
        let mut sums = vec![[0u64; 4]; across * down];
        // A hundred rows or so of a cell tell as much as all of them.
        let step = (side / 96).max(1);
        let rows = pixels.as_chunks::<4>().0.chunks_exact(width.max(1)).enumerate();
        for (y, row) in rows.filter(|(y, _)| (y % side).is_multiple_of(step)) {
            for (cell, sum) in row.chunks(side).zip(&mut sums[y / side * across..]) {
                for part in cell.chunks(4096) {
                    let four = wide(
                        #[inline(always)]
                        || weighed(part),
                    );
                    sum.iter_mut().zip(four).for_each(|(sum, v)| *sum += u64::from(v));
                }
            }
        }
        let corner = [site.origin.0 as f32, site.origin.1 as f32];
        let mean = |[r, g, b, a]: [u64; 4]| [r, g, b].map(|v| v as f32 / a.max(1) as f32);
        Below { cells: sums.into_iter().map(mean).collect(), across, side: side as f32, corner }
    }

    /// Four cells mixed, by how far their middles lie from a pixel of the canvas.
    #[inline(always)]
    fn at(&self, x: f32, y: f32) -> [u8; 3] {
        let split = |v: f32, cells: usize| {
            let v = ((v + 0.5) / self.side - 0.5).clamp(0.0, (cells - 1) as f32);
            (v as usize, (v as usize + 1).min(cells - 1), v - v.floor())
        };
        let ((left, right, dx), (top, bottom, dy)) =
            (split(x - self.corner[0], self.across), split(y - self.corner[1], self.cells.len() / self.across));
        std::array::from_fn(|k| {
            let row = |y: usize| {
                let [a, b] = [left, right].map(|x| self.cells[y * self.across + x][k]);
                a + (b - a) * dx
            };
            (row(top) * (1.0 - dy) + row(bottom) * dy + 0.5) as u8
        })
    }
}

/// Sums of the channels of some thousand pixels, as much as each is seen, and of how much that is.
#[inline(always)]
fn weighed(pixels: &[rows::Pixel]) -> [u32; 4] {
    pixels.iter().fold([0; 4], |[red, green, blue, alpha], pixel| {
        let ([r, g, b], a) = (tone::channels(*pixel), u32::from(pixel[3]));
        [red + r * a, green + g * a, blue + b * a, alpha + a]
    })
}
