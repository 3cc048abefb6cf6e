//! Slice shift: slices that slip sideways, as when a picture is badly received.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    filter::{
        Filter, Site,
        edge::Edge,
        rows::{self, Pixel},
        run::Run,
        tone,
    },
    measure::Length,
    scratch::Scratch,
};

/// Lets slices of the picture slip along their length, some far, some not at all.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SliceShift {
    /// How many slices.
    #[schemars(range(min = 1, max = 2000))]
    pub count: u32,
    /// Which way they run, and slip.
    pub run: Run,
    /// How far one slips at most.
    pub shift: Length,
    /// How many of them slip: 0 none, 1 all.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: f32,
    /// How different their heights are: 0 all alike, 1 from hairs to slabs.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub uneven: f32,
    /// How those that slip keep together: 0 anywhere, 1 in runs with calm between them.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub bunch: f32,
    /// What comes in where a slice slipped away from the edge.
    pub edge: Edge,
}

impl Default for SliceShift {
    fn default() -> Self {
        SliceShift {
            count: 60,
            run: Run::Horizontal,
            shift: Length::Side(0.14),
            share: 0.5,
            uneven: 0.9,
            bunch: 0.6,
            edge: Edge::Wrap,
        }
    }
}

impl Filter for SliceShift {
    const NAME: &'static str = "slice_shift";
    const MOVES: bool = true;

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        if pixels.is_empty() {
            return;
        }
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        if self.run == Run::Horizontal {
            let slices = self.slices(site, height);
            let shifts: Vec<i32> =
                slices.windows(2).flat_map(|pair| (pair[0].0..pair[1].0).map(move |_| pair[0].1)).collect();
            rows::each(pixels, |y, row| {
                if shifts[y] != 0 {
                    let source = Scratch::copied(row.as_flattened());
                    slip(source.as_chunks().0, shifts[y], self.edge, row);
                }
            });
        } else {
            let slices = self.slices(site, width);
            let source = Scratch::copied(pixels);
            let source = source.as_chunks::<4>().0;
            rows::each(pixels, |y, row| {
                for pair in slices.windows(2) {
                    let (start, end, shift) = (pair[0].0, pair[1].0, pair[0].1);
                    if shift != 0 {
                        let from = self.edge.index((y as i32).saturating_add(shift), height) * width;
                        row[start..end].copy_from_slice(&source[from + start..from + end]);
                    }
                }
            });
        }
    }
}

/// A row as it is when it has slipped.
fn slip(source: &[Pixel], shift: i32, edge: Edge, row: &mut [Pixel]) {
    let len = row.len();
    let far = (shift.unsigned_abs() as usize).min(len);
    let (here, there) = if shift < 0 { (far, 0) } else { (0, far) };
    row[here..here + len - far].copy_from_slice(&source[there..there + len - far]);
    for x in (0..here).chain(here + len - far..len) {
        row[x] = source[edge.index((x as i32).saturating_add(shift), len)];
    }
}

impl SliceShift {
    /// Where slices begin and how far each slips; the last is the end.
    fn slices(&self, site: &Site, len: usize) -> Vec<(usize, i32)> {
        let count = self.count.clamp(1, 20_000) as usize;
        let (uneven, bunch) = (tone::within(self.uneven, 0.0, 1.0), tone::within(self.bunch, 0.0, 1.0));
        let share = tone::within(self.share, 0.0, 1.0);
        let far = tone::within(site.px(self.shift).abs(), 0.0, 1e6);
        let mut dice = site.seed.at("slices").dice();
        // Squares make many hairs and a few slabs.
        let mut height = || {
            let v = 2.0 * dice.unit() - 0.95;
            1.0 - uneven + uneven * 2.5 * v * v + 0.02
        };
        let heights: Vec<f32> = (0..count).map(|_| height()).collect();
        let scale = len as f32 / heights.iter().sum::<f32>();
        let mut dice = site.seed.at("shift").dice();
        let mut place = 0.0;
        // A run begins and ends by chance; within it slices slip the same way, more and less.
        let (mut running, mut side) = (dice.unit() < share, 1.0);
        let change = 1.0 - 0.85 * bunch;
        let mut slices: Vec<(usize, i32)> = heights
            .iter()
            .map(|height| {
                let start = place;
                place += height * scale;
                if dice.unit() < change {
                    running = dice.unit() < share;
                    side = if dice.unit() < 0.5 { -1.0 } else { 1.0 };
                }
                let amount = dice.unit();
                let shift = if running { side * far * (0.08 + 0.92 * amount * amount) } else { 0.0 };
                (((start + 0.5) as usize).min(len), shift as i32)
            })
            .collect();
        if slices.iter().all(|slice| slice.1 == 0) && share > 0.0 {
            // Chance may say that none slips, which is not what was asked for.
            slices[count / 2].1 = (far * 0.6) as i32;
        }
        slices.push((len, 0));
        slices
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_wrap() {
        let source = [[1; 4], [2; 4], [3; 4]];
        for (shift, expected) in [(1, [2, 3, 1]), (-1, [3, 1, 2]), (7, [2, 3, 1]), (0, [1, 2, 3])] {
            let mut row = source;
            slip(&source, shift, Edge::Wrap, &mut row);
            assert_eq!(row.map(|p| p[0]), expected, "{shift}");
        }
    }
}
