//! Seam carve: the picture squeezed where nobody will miss anything.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    filter::{
        Filter, Site,
        edge::Edge,
        resample::Sampler,
        rows::{self, Pixel},
        seams, tone,
    },
    scene::Needs,
    scratch::Scratch,
};

/// Takes seams of pixels out of the picture, the least noticeable first, so that the ground goes and things close
/// up; then fills the box again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SeamCarve {
    /// How much of the picture goes.
    #[schemars(range(min = 0.0, max = 0.9))]
    pub share: f32,
    /// What is squeezed.
    pub squeeze: Squeeze,
    /// How the box is filled again.
    pub fill: Fill,
    /// The colour of the paper, where there is any.
    pub paper: Ink,
}

/// What is squeezed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Squeeze {
    /// The width, by upright seams.
    #[default]
    Width,
    /// The height, by level seams.
    Height,
    /// First the width, then the height.
    Both,
}

/// How the box is filled again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fill {
    /// What is left is drawn out to the old size: things swell, the ground is gone.
    #[default]
    Stretch,
    /// What is left lies in the middle; beside it lie its likenesses.
    Mirror,
    /// What is left lies in the middle, on paper.
    Paper,
}

impl Default for SeamCarve {
    fn default() -> Self {
        SeamCarve {
            share: 0.4,
            squeeze: Squeeze::Width,
            fill: Fill::Stretch,
            paper: Color::rgb(0xf4, 0xf0, 0xe6).into(),
        }
    }
}

/// Seams are sought in so many pixels at most; a larger picture is looked at from farther away.
const LOOK: usize = 1_600_000;

impl Filter for SeamCarve {
    const NAME: &'static str = "seam_carve";
    const MOVES: bool = true;
    const BOXED: bool = true;

    fn needs(&self) -> Needs {
        if self.fill == Fill::Paper { Needs::of(&[self.paper]) } else { Needs::NONE }
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        if self.squeeze != Squeeze::Height {
            self.squeeze(pixels, site);
        }
        if self.squeeze != Squeeze::Width {
            let (width, height) = pixels.dimensions();
            let mut turned = Scratch::stale(pixels.len());
            rows::transpose(pixels.as_chunks().0, width as usize, turned.as_chunks_mut().0);
            let mut turned = RgbaImage::from_raw(height, width, turned.into_vec()).expect("as many pixels as before");
            self.squeeze(&mut turned, site);
            rows::transpose(turned.as_chunks().0, height as usize, pixels.as_chunks_mut().0);
            drop(Scratch::from(turned.into_raw()));
        }
    }
}

impl SeamCarve {
    /// Takes upright seams out and fills the width again.
    fn squeeze(&self, pixels: &mut RgbaImage, site: &Site) {
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        let share = tone::within(self.share, 0.0, 0.95);
        if share == 0.0 || width < 2 || height == 0 {
            return;
        }
        let block = (1..).find(|b| width.div_ceil(*b) * height.div_ceil(*b) <= LOOK).unwrap_or(1);
        let block = block.max(width / 60_000 + 1);
        let (columns, greys) = look(pixels, block);
        let count = ((columns as f32 * share) as usize).clamp(1, columns - 1);
        let kept = seams::carve(&greys, columns, count);
        let left = columns - count;
        let kept = smoothed(&kept, left);
        let sampler = Sampler::new(pixels, Edge::Clamp);
        let paper = site.color(self.paper);

        // Columns of the look per pixel, and where the first pixel lies in what is left.
        let (step, start) = match self.fill {
            Fill::Stretch => (left as f32 / width as f32, 0.5 * left as f32 / width as f32 - 0.5),
            Fill::Mirror | Fill::Paper => (1.0 / block as f32, 0.5 / block as f32 - 0.5 - count as f32 / 2.0),
        };
        rows::each(pixels, |y, row| {
            let kept = &kept[y / block * left..][..left];
            for (x, pixel) in row.iter_mut().enumerate() {
                let mut place = start + x as f32 * step;
                if place < -0.5 || place > left as f32 - 0.5 {
                    if self.fill == Fill::Paper {
                        tone::paint(pixel, [paper.r, paper.g, paper.b]);
                        continue;
                    }
                    place = reflect(place, left as f32);
                }
                *pixel = joined(&sampler, kept, place.clamp(0.0, left as f32 - 1.0), y as f32, block as f32);
            }
        });
    }
}

/// A place beyond the ends of what is left as the one that it is the likeness of.
fn reflect(place: f32, len: f32) -> f32 {
    let turn = (place + 0.5) / (2.0 * len);
    let turn = (turn - turn.floor()) * 2.0 * len;
    turn.min(2.0 * len - turn) - 0.5
}

/// The colour of a place in what is left: where a seam was closed, both sides melt into each other.
#[inline]
fn joined(sampler: &Sampler, kept: &[f32], place: f32, y: f32, block: f32) -> Pixel {
    let n = place as usize;
    let part = place - n as f32;
    let (here, next) = (kept[n], kept[(n + 1).min(kept.len() - 1)]);
    let at = |column: f32| sampler.at((column + 0.5) * block - 0.5, y);
    if next - here <= 1.5 {
        at(here + (next - here) * part)
    } else {
        tone::blend_pixels(at(here + part), at(next + part - 1.0), (part * 256.0) as u32)
    }
}

/// Rows over which the ways of seams are averaged, up and down: without it, slanting edges become saws.
const AVERAGE: usize = 4;

/// The columns that are left, each the mean of those in the rows about it.
fn smoothed(kept: &[u16], left: usize) -> Vec<f32> {
    let height = kept.len() / left;
    let row = |y: i64| &kept[y.clamp(0, height as i64 - 1) as usize * left..][..left];
    let reach = AVERAGE as i64;
    let mut sums: Vec<u32> = (0..left).map(|x| (-reach..=reach).map(|y| u32::from(row(y)[x])).sum()).collect();
    let mut out = Vec::with_capacity(kept.len());
    for y in 0..height as i64 {
        out.extend(sums.iter().map(|&sum| sum as f32 / (2 * AVERAGE + 1) as f32));
        let (come, go) = (row(y + reach + 1), row(y - reach));
        for ((sum, come), go) in sums.iter_mut().zip(come).zip(go) {
            *sum = *sum + u32::from(*come) - u32::from(*go);
        }
    }
    out
}

/// Greys of a picture, the mean of each block, and how many there are in a row.
fn look(pixels: &RgbaImage, block: usize) -> (usize, Vec<u8>) {
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let (columns, lines) = (width.div_ceil(block), height.div_ceil(block));
    let source = pixels.as_chunks::<4>().0;
    let mut greys = vec![0; columns * lines];
    rows::each_of(&mut greys, columns, |line, out| {
        let rows = &source[line * block * width..((line + 1) * block).min(height) * width];
        for (column, out) in out.iter_mut().enumerate() {
            let (from, to) = (column * block, ((column + 1) * block).min(width));
            let (mut sum, mut count) = (0u32, 0u32);
            for &pixel in rows.chunks_exact(width).flat_map(|row| &row[from..to]) {
                // What cannot be seen counts as grey.
                sum += u32::from(tone::blend(128, tone::grey(pixel), pixel[3]));
                count += 1;
            }
            *out = (sum / count.max(1)) as u8;
        }
    });
    (columns, greys)
}
