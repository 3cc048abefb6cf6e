//! Pixel sort: stretches of pixels put in order, so that the picture runs.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    filter::{
        Filter, Site,
        columns::shear,
        counting::sort,
        noise::Noise,
        rows::{self, Pixel},
        sort_key::Key,
        tone,
        wide::wide,
    },
    measure::Length,
    scratch::Scratch,
};

/// Sorts stretches of pixels by lightness or colour, so that the picture seems to melt or to be dragged away.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PixelSort {
    /// What ends one stretch and begins the next.
    pub interval: Interval,
    /// With `interval = "band"`: the darkest lightness that is sorted.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub from: f32,
    /// With `interval = "band"`: the lightest lightness that is sorted.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub to: f32,
    /// With `interval = "edges"`: the jump of lightness that stops a stretch.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub edge: f32,
    /// The longest stretch; each is cut off somewhere between a third of it and the whole, by the seed.
    pub length: Length,
    /// By what pixels are put in order.
    pub key: Key,
    /// The way in which the key grows.
    pub direction: Direction,
    /// Degrees by which that is turned clockwise.
    #[schemars(range(min = -45.0, max = 45.0))]
    pub slant: f32,
}

/// What ends one stretch and begins the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// Pixels are sorted while their lightness lies between `from` and `to`; the others stay.
    #[default]
    Band,
    /// Jumps of lightness stop it.
    Edges,
    /// Chance.
    Random,
    /// Nearly the same length everywhere, so that stretches end in steps.
    Waves,
    /// Nothing: whole rows or columns.
    None,
}

/// The way in which the key grows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Rows, lightest to the right.
    Right,
    /// Rows, lightest to the left.
    Left,
    /// Columns, lightest below.
    #[default]
    Down,
    /// Columns, lightest above.
    Up,
}

impl Default for PixelSort {
    fn default() -> Self {
        PixelSort {
            interval: Interval::Band,
            from: 0.14,
            to: 0.92,
            edge: 0.12,
            length: Length::Side(0.4),
            key: Key::Lightness,
            direction: Direction::Down,
            slant: 0.0,
        }
    }
}

impl Filter for PixelSort {
    const NAME: &'static str = "pixel_sort";
    const MOVES: bool = true;

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        let sorter = self.sorter(site);
        if pixels.is_empty() {
            return;
        }
        let (left, top) = site.origin;
        // A turn clockwise leads rows downward, and columns to the left.
        let rise = libm::tanf(tone::within(self.slant, -45.0, 45.0).to_radians());
        if matches!(self.direction, Direction::Right | Direction::Left) {
            sorter.rows(pixels.as_chunks_mut().0, width, (left, top), rise);
        } else {
            let mut turned = Scratch::stale(pixels.len());
            let turned = turned.as_chunks_mut::<4>().0;
            if rise == 0.0 {
                rows::transposed(pixels.as_chunks().0, width, turned, |x, column| {
                    sorter.row(column, left.wrapping_add(x as u32), top);
                });
            } else {
                rows::transpose(pixels.as_chunks().0, width, turned);
                sorter.rows(turned, height, (top, left), -rise);
            }
            rows::transpose(turned, height, pixels.as_chunks_mut().0);
        }
    }
}

impl PixelSort {
    fn sorter(&self, site: &Site) -> Sorter {
        let byte = |v: f32| tone::within(v, 0.0, 1.0) * 255.0;
        let (from, to) = (byte(self.from), byte(self.to));
        Sorter {
            interval: self.interval,
            inside: if self.interval == Interval::Band { (from.ceil() as u8, to as u8) } else { (0, 255) },
            edge: (byte(self.edge) as u8).max(1),
            length: tone::within(site.px(self.length), 2.0, 1e7),
            key: self.key,
            falls: matches!(self.direction, Direction::Left | Direction::Up),
            noise: Noise::new(site.seed, "length"),
        }
    }
}

struct Sorter {
    interval: Interval,
    /// The darkest and the lightest lightness that are sorted.
    inside: (u8, u8),
    edge: u8,
    length: f32,
    key: Key,
    falls: bool,
    noise: Noise,
}

impl Sorter {
    /// Sorts along rows of `width` that fall by `fall` pixels a pixel; `left` and `top` are their place on the canvas.
    fn rows(&self, pixels: &mut [Pixel], width: usize, (left, top): (u32, u32), fall: f32) {
        if fall == 0.0 {
            rows::each_of(pixels, width, |y, row| self.row(row, top.wrapping_add(y as u32), left));
            return;
        }
        // Each column is pushed up until slanting lines are level. A line that leaves at the foot goes on at the head,
        // as another, so that there are as many as rows.
        let height = pixels.len() / width;
        let falls: Vec<i64> = (0..width).map(|x| libm::roundf(fall * (left as f32 + x as f32)) as i64).collect();
        let wrapped: Vec<usize> = falls.iter().map(|fall| fall.rem_euclid(height as i64) as usize).collect();
        // Where a line leaves and goes on at the other end: where the one column's is the last row, and its neighbour's
        // the first.
        let mut ends: Vec<(usize, usize)> = (1..width)
            .filter(|&x| wrapped[x] != wrapped[x - 1] && height > 2)
            .map(|x| {
                let up = (wrapped[x - 1] + 1) % height == wrapped[x];
                (height - 1 - wrapped[if up { x - 1 } else { x }], x)
            })
            .collect();
        ends.sort_unstable();
        let mut level = Scratch::stale(pixels.len() * 4);
        let level = level.as_chunks_mut::<4>().0;
        shear(pixels, level, &falls, width, |line, row| {
            let mut start = 0;
            let first = ends.partition_point(|end| end.0 < line);
            let own = ends[first..].iter().take_while(|end| end.0 == line).map(|end| end.1);
            for end in own.chain([width]) {
                self.row(&mut row[start..end], top.wrapping_add(line as u32), left.wrapping_add(start as u32));
                start = end;
            }
        });
        let rises: Vec<i64> = falls.iter().map(|fall| -fall).collect();
        shear(level, pixels, &rises, width, |_, _| {});
    }

    /// Sorts the stretches of one row (or column); `line` and `first` are its place on the canvas.
    fn row(&self, row: &mut [Pixel], line: u32, first: u32) {
        // One buffer for all: a thread keeps few of them, and the large one of a turned picture is worth more.
        let mut all = Scratch::stale(row.len() * 7);
        let (keys, rest) = all.split_at_mut(row.len());
        let (greys, rest) = rest.split_at_mut(row.len());
        let (free, spare) = rest.split_at_mut(row.len());
        let spare = spare.as_chunks_mut::<4>().0;
        let turn = if self.falls { 255 } else { 0 };
        let (from, to) = self.inside;
        wide(
            #[inline(always)]
            || {
                for ((grey, free), pixel) in greys.iter_mut().zip(free.iter_mut()).zip(&*row) {
                    *grey = tone::grey(*pixel);
                    // A pixel that cannot be seen is never moved: its colour means nothing.
                    *free = u8::from(pixel[3] > 0) & u8::from(*grey >= from) & u8::from(*grey <= to);
                }
                keys.iter_mut().zip(greys.iter()).for_each(|(key, grey)| *key = grey ^ turn);
            },
        );
        if self.key != Key::Lightness {
            keys.iter_mut().zip(&*row).for_each(|(key, pixel)| *key = self.key.of(*pixel) ^ turn);
        }
        let noise = self.noise.row(line as i32);
        let mut start = 0;
        while let Some(skipped) = free[start..].iter().position(|&free| free > 0) {
            start += skipped;
            let least = if self.interval == Interval::Waves { 0.92 } else { 0.35 };
            let share = least + (1.0 - least) * noise.unit((first as usize).wrapping_add(start) as i32);
            let limit = if self.interval == Interval::None { row.len() } else { (self.length * share) as usize };
            let limit = start.saturating_add(limit.max(2)).min(row.len());
            let mut end = free[start..limit].iter().position(|&free| free == 0).map_or(limit, |n| start + n);
            if self.interval == Interval::Edges {
                let jump = greys[start..end].windows(2).position(|w| w[0].abs_diff(w[1]) >= self.edge);
                end = jump.map_or(end, |n| start + n + 1);
            }
            sort(&mut row[start..end], &mut keys[start..end], spare);
            start = end;
        }
    }
}
