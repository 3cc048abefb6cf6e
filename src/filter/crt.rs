//! CRT: a picture tube seen from near.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    filter::{
        Filter, Site, blur, pixelate,
        rows::{self, Pixel},
        tone,
    },
    measure::Length,
    scratch::Scratch,
};

/// Shows the picture on a picture tube: lines that swell where they are bright, an aperture mask of red, green and
/// blue stripes, and a glow round the lights.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Crt {
    /// Distance from one scanline to the next.
    pub pitch: Length,
    /// How dark it is between the lines.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub lines: f32,
    /// How much the aperture mask shows.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub mask: f32,
    /// Width of a red, a green and a blue stripe together; not less than three pixels.
    pub triad: Length,
    /// How much light spills from bright places.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub bloom: f32,
    /// How far the beam smears along a line, in pitches.
    #[schemars(range(min = 0.0, max = 4.0))]
    pub smear: f32,
}

impl Default for Crt {
    fn default() -> Self {
        Crt {
            pitch: Length::Side(1.0 / 216.0),
            lines: 0.7,
            mask: 0.45,
            triad: Length::Side(1.0 / 280.0),
            bloom: 0.45,
            smear: 0.6,
        }
    }
}

/// Pixels of a side that share a cell of the glow.
const CELL: usize = 8;
/// Widest triad that is tabled.
const WIDEST: usize = 768;

impl Filter for Crt {
    const NAME: &'static str = "crt";

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let width = pixels.width() as usize;
        if width == 0 || pixels.height() == 0 {
            return;
        }
        let share = |v: f32| tone::within(v, 0.0, 1.0);
        let pitch = pixelate::cell(site.px(self.pitch)).clamp(2, 250);
        let triad = pixelate::cell(site.px(self.triad)).clamp(3, WIDEST);
        let glow = Glow::of(pixels, share(self.bloom), site.page.short());
        let beam = beam(pitch, share(self.lines));
        let stripes: Vec<[u32; 3]> = (0..triad).map(|x| stripe(x, triad, share(self.mask))).collect();
        // What lines and mask take away the tube gives back, as far as it has light.
        let lost = (0..triad).map(|x| stripes[x][1]).sum::<u32>() as f32 / (256 * triad) as f32;
        let gain = (1.0 / lost).min(1.0 + 0.75 * share(self.mask));
        let stripes: Vec<[u32; 3]> = stripes.iter().map(|s| s.map(|v| (v as f32 * gain) as u32)).collect();
        let radius = (tone::within(self.smear, 0.0, 4.0) * pitch as f32 / 2.0 + 0.5) as usize;

        rows::bands(pixels, pitch, site.origin.1, |top, band| {
            let mut line = Scratch::stale(width * 4);
            gather(band, width, line.as_chunks_mut::<4>().0);
            smear(line.as_chunks_mut::<4>().0, radius);
            let line = line.as_chunks::<4>().0;
            let mut spill = Scratch::stale(width * 4);
            for (n, row) in band.chunks_mut(width).enumerate() {
                let spill = spill.as_chunks_mut::<4>().0;
                let glows = glow.row(top + n, spill);
                let shape = &beam[(site.origin.1 as usize + top + n) % pitch];
                let mut stripe = site.origin.0 as usize % triad;
                for ((pixel, from), spill) in row.iter_mut().zip(line).zip(&*spill) {
                    let [r, g, b] = tone::mapped(*from, shape);
                    let mask = stripes[stripe];
                    stripe = if stripe + 1 == triad { 0 } else { stripe + 1 };
                    let light = if glows { tone::channels(*spill) } else { [0; 3] };
                    let lit = |c: u32, mask: u32, light: u32| (((c * mask) >> 8) + light).min(255);
                    tone::put(pixel, [lit(r, mask[0], light[0]), lit(g, mask[1], light[1]), lit(b, mask[2], light[2])]);
                }
            }
        });
    }
}

/// The mean of a band's rows, column by column; where nothing can be seen, black.
fn gather(band: &[Pixel], width: usize, line: &mut [Pixel]) {
    // Red and blue in one number, green and how many in another; what is not opaque does not count where anything is.
    let mut sums = vec![[0u32; 2]; width];
    for row in band.chunks_exact(width) {
        for (sum, pixel) in sums.iter_mut().zip(row) {
            let bits = u32::from_le_bytes(*pixel);
            let solid = 0u32.wrapping_sub(u32::from(pixel[3] == 255));
            sum[0] += bits & 0x00ff_00ff & solid;
            sum[1] += (bits >> 8 & 0xff | 0x1_0000) & solid;
        }
    }
    let scales: Vec<f32> = (0..=band.len() / width).map(|n| 1.0 / n.max(1) as f32).collect();
    for (x, (out, sum)) in line.iter_mut().zip(&sums).enumerate() {
        let count = sum[1] >> 16;
        if count == 0 {
            *out = faint(band[x..].iter().step_by(width));
            continue;
        }
        let scale = scales[count as usize];
        let mean = |sum: u32| ((sum & 0xffff) as f32 * scale + 0.5) as u32 & 255;
        *out = (mean(sum[0]) | mean(sum[1]) << 8 | mean(sum[0] >> 16) << 16 | 0xff00_0000).to_le_bytes();
    }
}

/// The mean of pixels none of which is opaque.
#[cold]
fn faint<'a>(pixels: impl Iterator<Item = &'a Pixel>) -> Pixel {
    let (mut sums, mut weight, mut count) = ([0u32; 3], 0u32, 0);
    for pixel in pixels {
        let alpha = u32::from(pixel[3]);
        (0..3).for_each(|c| sums[c] += u32::from(pixel[c]) * alpha);
        (weight, count) = (weight + alpha, count + 1);
    }
    let [r, g, b] = sums.map(|sum| (sum + weight / 2).checked_div(weight).unwrap_or(0) as u8);
    [r, g, b, (weight / count.max(1)) as u8]
}

/// The mean along a line of what can be seen.
fn smear(line: &mut [Pixel], radius: usize) {
    if radius == 0 || line.is_empty() {
        return;
    }
    let from = Scratch::copied(line.as_flattened());
    let from = from.as_chunks::<4>().0;
    let last = line.len() - 1;
    let radius = radius.min(last.max(1));
    let weighed = |pixel: Pixel| {
        let ([r, g, b], alpha) = (tone::channels(pixel), u32::from(pixel[3]));
        [r * alpha, g * alpha, b * alpha, alpha]
    };
    let mut sums = [0u32; 4];
    for pixel in &from[..=radius.min(last)] {
        sums.iter_mut().zip(weighed(*pixel)).for_each(|(sum, v)| *sum += v);
    }
    let (mut weight, mut scale) = (0, 0.0);
    for (x, out) in line.iter_mut().enumerate() {
        if sums[3] != weight {
            (weight, scale) = (sums[3], if sums[3] == 0 { 0.0 } else { 1.0 / sums[3] as f32 });
        }
        tone::put(out, tone::three([sums[0], sums[1], sums[2]], |sum| (sum as f32 * scale + 0.5) as u32 & 255));
        if x + radius < last {
            sums.iter_mut().zip(weighed(from[x + radius + 1])).for_each(|(sum, v)| *sum += v);
        }
        if x >= radius {
            sums.iter_mut().zip(weighed(from[x - radius])).for_each(|(sum, v)| *sum -= v);
        }
    }
}

/// What a channel shows in each row of a scanline: bright lines are broad and dark ones thin.
fn beam(pitch: usize, depth: f32) -> Vec<[[u8; 256]; 3]> {
    let profile = |row: usize, v: usize| {
        let d = ((row as f32 + 0.5) / pitch as f32 - 0.5).abs() * 2.0;
        let breadth = 0.42 + 0.5 * v as f32 / 255.0;
        libm::expf(-(d * d) / (breadth * breadth))
    };
    let mut mean = [0f32; 256];
    for (v, mean) in mean.iter_mut().enumerate() {
        *mean = (0..pitch).map(|row| profile(row, v)).sum::<f32>() / pitch as f32;
    }
    (0..pitch)
        .map(|row| {
            let table = std::array::from_fn(|v| {
                // Brighter in the middle of a line by half of what is missing between lines.
                let light = 1.0 - depth + depth * profile(row, v) * (0.5 + 0.5 / mean[v]);
                (v as f32 * light + 0.5).clamp(0.0, 255.0) as u8
            });
            [table; 3]
        })
        .collect()
}

/// How much of red, green and blue passes the mask in a column of a triad, in 256ths.
fn stripe(x: usize, triad: usize, depth: f32) -> [u32; 3] {
    [0.5, 1.5, 2.5].map(|middle| {
        let d = (x as f32 + 0.5) / triad as f32 * 3.0 - middle;
        let d = [d, d - 3.0, d + 3.0].into_iter().fold(f32::MAX, |a, b| a.min(b.abs()));
        let open = (1.35 - d).clamp(0.0, 1.0);
        ((1.0 - depth + depth * open) * 256.0) as u32
    })
}

/// Light that spills, in cells of the picture.
struct Glow {
    planes: Option<[Scratch; 3]>,
    columns: usize,
}

impl Glow {
    fn of(pixels: &RgbaImage, bloom: f32, short: f32) -> Self {
        let width = pixels.width() as usize;
        let (columns, lines) = (width.div_ceil(CELL), (pixels.height() as usize).div_ceil(CELL));
        if bloom == 0.0 {
            return Glow { planes: None, columns };
        }
        // Only what is brighter than the middle spills, and more than in proportion.
        let spill: [u8; 256] = std::array::from_fn(|v| {
            let v = v as f32 / 255.0;
            (v * v * v * 130.0 * bloom) as u8
        });
        let spill = [spill; 3];
        let mut planes = [0, 1, 2].map(|_| Scratch::filled(columns * lines, 0));
        let all = pixels.as_chunks::<4>().0;
        for (row, line) in all.chunks(width * CELL).enumerate() {
            for (column, start) in (0..width).step_by(CELL).enumerate() {
                let end = (start + CELL).min(width);
                // Every other pixel of every other row is enough for a glow.
                let (mut sums, mut count) = ([0u32; 3], 0);
                for pixel in line.chunks(width).step_by(2).flat_map(|row| row[start..end].iter().step_by(2)) {
                    let channels = tone::mapped(*pixel, &spill);
                    let seen = if pixel[3] == 255 { 256 } else { u32::from(pixel[3]) };
                    (0..3).for_each(|c| sums[c] += (channels[c] * seen) >> 8);
                    count += 1;
                }
                (0..3).for_each(|c| planes[c][row * columns + column] = (sums[c] / count.max(1)) as u8);
            }
        }
        let radius = (tone::within(short, 1.0, 1e5) / 90.0 / CELL as f32 + 0.5) as usize;
        for plane in &mut planes {
            blur::mean(plane, columns, radius.max(1));
            blur::mean(plane, columns, radius.max(1));
        }
        Glow { planes: Some(planes), columns }
    }

    /// Lays one row's light into `out`, if there is any.
    fn row(&self, y: usize, out: &mut [Pixel]) -> bool {
        let Some(planes) = &self.planes else { return false };
        let last = planes[0].len() / self.columns - 1;
        let place = (2 * y + 1).saturating_sub(CELL);
        let (line, down) = ((place / (2 * CELL)).min(last), (place % (2 * CELL)) as u32);
        let next = (line + 1).min(last);
        let full = 2 * CELL as u32;
        let at = |column: usize| {
            let column = column.min(self.columns - 1);
            tone::three([0, 1, 2], |c: usize| {
                let (a, b) = (planes[c][line * self.columns + column], planes[c][next * self.columns + column]);
                u32::from(a) * (full - down) + u32::from(b) * down
            })
        };
        // From the middle of one cell to the middle of the next.
        let mut start = 0;
        let mut before = at(0);
        for column in 0..=self.columns {
            let after = at(column);
            let end = (column * CELL + CELL / 2).min(out.len());
            let run = &mut out[start..end.max(start)];
            for (n, pixel) in run.iter_mut().enumerate() {
                let t = if column == 0 { CELL as u32 } else { n as u32 };
                let [r, g, b] = tone::three([0, 1, 2], |c: usize| {
                    (before[c] * (CELL as u32 - t) + after[c] * t) / (full * CELL as u32)
                });
                *pixel = (r | g << 8 | b << 16).to_le_bytes();
            }
            (start, before) = (end.max(start), after);
        }
        true
    }
}
