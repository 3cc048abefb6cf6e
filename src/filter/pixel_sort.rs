//! Pixel sort: stretches of pixels put in order, so that the picture runs.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    filter::{
        Filter, Site,
        noise::Noise,
        rows::{self, Pixel},
        tone,
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
    /// Nothing: whole rows or columns.
    None,
}

/// By what pixels are put in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// How light they are.
    #[default]
    Lightness,
    /// Where they stand on the colour wheel, from red by green and blue.
    Hue,
    /// How far they are from grey.
    Saturation,
    /// How much red is in them: between lightness and chance.
    Red,
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
        }
    }
}

impl Filter for PixelSort {
    const NAME: &'static str = "pixel_sort";
    const MOVES: bool = true;

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        let sorter = self.sorter(site);
        if matches!(self.direction, Direction::Right | Direction::Left) {
            rows::each(pixels, |y, row| sorter.row(row, site.origin.1.wrapping_add(y as u32), site.origin.0));
        } else {
            let mut turned = Scratch::stale(pixels.len());
            let turned = turned.as_chunks_mut::<4>().0;
            rows::transpose(pixels.as_chunks().0, width, turned);
            rows::each_of(turned, height, |x, row| {
                sorter.row(row, site.origin.0.wrapping_add(x as u32), site.origin.1);
            });
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
            inside: std::array::from_fn(|v| self.interval != Interval::Band || (from..=to).contains(&(v as f32))),
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
    /// Which lightnesses are sorted.
    inside: [bool; 256],
    edge: u8,
    length: f32,
    key: Key,
    falls: bool,
    noise: Noise,
}

impl Sorter {
    /// Sorts the stretches of one row (or column); `line` and `first` are its place on the canvas.
    fn row(&self, row: &mut [Pixel], line: u32, first: u32) {
        let mut keys = Scratch::stale(row.len());
        let mut greys = Scratch::stale(row.len());
        let mut free = Scratch::stale(row.len());
        let mut spare = Scratch::stale(row.len() * 4);
        let spare = spare.as_chunks_mut::<4>().0;
        for ((grey, free), pixel) in greys.iter_mut().zip(free.iter_mut()).zip(&*row) {
            *grey = tone::grey(*pixel);
            // A pixel that cannot be seen is never moved: its colour means nothing.
            *free = u8::from(pixel[3] > 0 && self.inside[usize::from(*grey)]);
        }
        let turn = if self.falls { 255 } else { 0 };
        if self.key == Key::Lightness {
            keys.iter_mut().zip(greys.iter()).for_each(|(key, grey)| *key = grey ^ turn);
        } else {
            keys.iter_mut().zip(&*row).for_each(|(key, pixel)| *key = self.key.of(*pixel) ^ turn);
        }
        let noise = self.noise.row(line as i32);
        let mut start = 0;
        while let Some(skipped) = free[start..].iter().position(|&free| free > 0) {
            start += skipped;
            let share = 0.35 + 0.65 * noise.unit((first as usize + start) as i32);
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

impl Key {
    #[inline]
    fn of(self, pixel: Pixel) -> u8 {
        match self {
            Key::Lightness => tone::grey(pixel),
            Key::Red => pixel[0],
            Key::Hue => hue(pixel),
            Key::Saturation => {
                let (high, low) = (pixel[0].max(pixel[1]).max(pixel[2]), pixel[0].min(pixel[1]).min(pixel[2]));
                (u32::from(high - low) * 255).checked_div(u32::from(high)).unwrap_or(0) as u8
            }
        }
    }
}

/// The angle on the colour wheel in 256ths; red is 0, and so is grey.
fn hue(pixel: Pixel) -> u8 {
    let [r, g, b] = [0, 1, 2].map(|c| i32::from(pixel[c]));
    let (high, low) = (r.max(g).max(b), r.min(g).min(b));
    let span = high - low;
    if span == 0 {
        return 0;
    }
    let sixth = |base: i32, d: i32| base + d * 128 / span;
    let turn = if high == r {
        sixth(0, g - b)
    } else if high == g {
        sixth(256, b - r)
    } else {
        sixth(512, r - g)
    };
    (turn.rem_euclid(768) / 3) as u8
}

/// Sorts pixels by their keys; equal ones keep their order. The keys are used up.
fn sort(pixels: &mut [Pixel], keys: &mut [u8], spare: &mut [Pixel]) {
    if pixels.len() < 24 {
        for i in 1..pixels.len() {
            let (pixel, key) = (pixels[i], keys[i]);
            let mut at = i;
            while at > 0 && keys[at - 1] > key {
                (keys[at], pixels[at]) = (keys[at - 1], pixels[at - 1]);
                at -= 1;
            }
            (keys[at], pixels[at]) = (key, pixel);
        }
        return;
    }
    let mut places = [0u32; 256];
    for &key in &*keys {
        places[usize::from(key)] += 1;
    }
    let mut sum = 0;
    for place in &mut places {
        (*place, sum) = (sum, sum + *place);
    }
    for (pixel, key) in pixels.iter().zip(&*keys) {
        let place = &mut places[usize::from(*key)];
        spare[*place as usize] = *pixel;
        *place += 1;
    }
    pixels.copy_from_slice(&spare[..pixels.len()]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_sorting_are_stable() {
        for len in [0, 1, 7, 23, 24, 300] {
            let mut pixels: Vec<Pixel> = (0..len as u32).map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
            let mut expected = pixels.clone();
            expected.sort_by_key(|pixel| pixel[3]);
            let mut keys: Vec<u8> = pixels.iter().map(|pixel| pixel[3]).collect();
            sort(&mut pixels, &mut keys, &mut vec![[0; 4]; len]);
            assert_eq!(pixels, expected);
        }
    }

    #[test]
    fn hues_go_round_the_wheel() {
        let wheel = [[255, 0, 0, 255], [255, 255, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255], [255, 0, 255, 255]];
        assert_eq!(wheel.map(hue), [0, 42, 85, 170, 213]);
        assert_eq!(hue([9, 9, 9, 255]), 0);
    }
}
