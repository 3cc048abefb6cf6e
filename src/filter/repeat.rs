//! Repeat: the picture many times over, each time in other inks.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink, contrast},
    filter::{
        Filter, Site, inking,
        rows::{self, Pixel},
        small::Small,
        steps::{SOFT, Steps, flats},
        tone,
    },
    measure::Length,
    scene::Needs,
};

/// Prints the picture in a grid of small ones, as a silkscreen is printed again and again in other inks.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Repeat {
    /// How many stand side by side.
    #[schemars(range(min = 1, max = 60))]
    pub columns: u32,
    /// How many stand above each other.
    #[schemars(range(min = 1, max = 60))]
    pub rows: u32,
    /// How colours change from one to the next.
    pub color: Drift,
    /// With `color = "inks"`: the inks, of which each print takes the next ones.
    pub inks: Vec<Ink>,
    /// With `color = "inks"`: what the darkest tones are printed in, in all of them.
    pub key: Ink,
    /// With `color = "inks"`: how many inks one print has besides.
    #[schemars(range(min = 1, max = 8))]
    pub tones: u32,
    /// With `color = "inks"`: how far the darkest ink is printed out of register at most, as much smaller as a print is
    /// than the whole.
    pub slip: Length,
    /// Paper that shows between prints.
    pub gap: Length,
    /// The colour of that paper.
    pub paper: Ink,
}

/// How colours change from one print to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Drift {
    /// Each print has flat inks of its own.
    #[default]
    Inks,
    /// Hues go on round the colour wheel.
    Hue,
    /// Not at all.
    None,
}

impl Default for Repeat {
    fn default() -> Self {
        let inks = ["#f2c500", "#e8357e", "#12a5a0", "#f07b1a", "#7ec8e3", "#d4281c", "#a9cf46", "#8b6bb8", "#f6d9c9"];
        Repeat {
            columns: 3,
            rows: 3,
            color: Drift::Inks,
            inks: inks.iter().filter_map(|ink| ink.parse().ok()).collect(),
            key: Color::rgb(0x1a, 0x14, 0x1c).into(),
            tones: 3,
            slip: Length::Side(0.0025),
            gap: Length::ZERO,
            paper: Color::rgb(0xf4, 0xf0, 0xe6).into(),
        }
    }
}

impl Filter for Repeat {
    const NAME: &'static str = "repeat";
    const MOVES: bool = true;
    const BOXED: bool = true;
    const WHOLE: bool = true;

    fn needs(&self) -> Needs {
        let used = if self.color == Drift::Inks { &*self.inks } else { &[] };
        Needs::of(used) | Needs::of(&[self.key, self.paper])
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        if pixels.is_empty() {
            return;
        }
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        let (columns, lines) = ((self.columns as usize).clamp(1, width), (self.rows as usize).clamp(1, height));
        let gap = (tone::within(site.px(self.gap), 0.0, 1e5) + 0.5) as usize;
        let room = |len: usize, count: usize| (len.saturating_sub(gap * (count - 1)) / count).max(1);
        let (cell_w, cell_h) = (room(width, columns), room(height, lines));
        // The whole width or height is seen, and of the other as much as keeps the proportions.
        let shrink = (width as f32 / cell_w as f32).min(height as f32 / cell_h as f32);
        let paper = site.color(self.paper);
        let steps = Steps::new(pixels, self.tones.clamp(1, 8) as usize + 1);
        let prints: Vec<Print> =
            (0..columns * lines).map(|n| self.print(site, &steps, n, columns * lines, shrink)).collect();
        let small = Small::new(pixels, (cell_w, cell_h), shrink);

        rows::each(pixels, |y, row| {
            let line = (y / (cell_h + gap)).min(lines - 1);
            let v = y - line * (cell_h + gap);
            for (x, pixel) in row.iter_mut().enumerate() {
                let column = (x / (cell_w + gap)).min(columns - 1);
                let u = x - column * (cell_w + gap);
                if (v >= cell_h && line + 1 < lines) || (u >= cell_w && column + 1 < columns) {
                    tone::paint(pixel, [paper.r, paper.g, paper.b]);
                    continue;
                }
                // A remainder of a few pixels belongs to the last print.
                let (u, v) = (u.min(cell_w - 1), v.min(cell_h - 1));
                let own = small.pixels.as_chunks::<4>().0[v * cell_w + u];
                *pixel = match &prints[line * columns + column] {
                    Print::Plain => own,
                    Print::Turned(matrix) => turned(own, matrix),
                    Print::Inked { table, key, slip } => {
                        let four = small.greys(u, v, (0, 0));
                        let dark = if key.is_some() { small.greys(u, v, *slip) } else { four };
                        let mut sum = 0;
                        for (grey, dark) in four.into_iter().zip(dark) {
                            let flat = table[usize::from(grey)];
                            sum += match key {
                                Some((ink, cover)) => match cover[usize::from(dark)] {
                                    0 => flat,
                                    255 => *ink,
                                    some => {
                                        let (flat, ink) = (unpacked(flat), unpacked(*ink));
                                        packed([0, 1, 2].map(|c| tone::blend(flat[c], ink[c], some)))
                                    }
                                },
                                None => flat,
                            };
                        }
                        let [r, g, b] = [0, 10, 20].map(|bits| (((sum >> bits & 1023) + 2) / 4) as u8);
                        [r, g, b, own[3]]
                    }
                };
            }
        });
    }
}

/// The colours of one print.
enum Print {
    Plain,
    /// Hues turned by a matrix in 256ths.
    Turned([[i32; 3]; 3]),
    Inked {
        /// The flat ink of each lightness, packed.
        table: Box<[u32; 256]>,
        /// The darkest ink, packed, and how much of it lies on each lightness.
        key: Option<(u32, Box<[u8; 256]>)>,
        /// How far that is out of register, in halves of a pixel.
        slip: (i32, i32),
    },
}

impl Repeat {
    fn print(&self, site: &Site, steps: &Steps, number: usize, all: usize, shrink: f32) -> Print {
        match self.color {
            Drift::None => Print::Plain,
            Drift::Hue => Print::Turned(hue_turn(number as f32 / all as f32 * std::f32::consts::TAU)),
            Drift::Inks if self.inks.is_empty() => Print::Plain,
            Drift::Inks => {
                // Where most of the picture is dark, its ground is printed in an ink as well.
                let dark = steps.dark > 0.45;
                let tones = steps.ends.len() + usize::from(dark);
                let stock: Vec<Color> = self.inks.iter().map(|ink| site.color(*ink)).collect();
                let mut colors = inking::chosen(&stock, number, tones);
                if dark {
                    // Any ink may be the ground; the lightest tone is what differs most from it.
                    let ground = colors[0].luminance();
                    colors[1..]
                        .sort_by(|a, b| contrast(a.luminance(), ground).total_cmp(&contrast(b.luminance(), ground)));
                } else {
                    colors.sort_by(|a, b| a.luminance().total_cmp(&b.luminance()));
                }
                let ink = site.color(self.key);
                let far = tone::within(site.px(self.slip), 0.0, 1e4) / shrink.max(1.0);
                let mut dice = site.seed.at("slip").at(&number.to_string()).dice();
                let slip = (dice.between(-far, far), dice.between(-far, far));
                let slip = (libm::roundf(2.0 * slip.0) as i32, libm::roundf(2.0 * slip.1) as i32);
                let ends = if dark { &*steps.ends } else { &steps.ends[1..] };
                let key = (!dark).then(|| {
                    let cover = |v: usize| ((steps.ends[0] - v as f32) / SOFT + 0.5).clamp(0.0, 1.0);
                    (packed([ink.r, ink.g, ink.b]), Box::new(std::array::from_fn(|v| (cover(v) * 255.0) as u8)))
                });
                Print::Inked { table: Box::new(flats(&colors, ends).map(packed)), key, slip }
            }
        }
    }
}

/// Three channels, each with room for the sum of four.
#[inline]
fn packed([r, g, b]: [u8; 3]) -> u32 {
    u32::from(r) | u32::from(g) << 10 | u32::from(b) << 20
}

#[inline]
fn unpacked(color: u32) -> [u8; 3] {
    [0, 10, 20].map(|bits| (color >> bits) as u8)
}

/// A turn of all hues round the axis of greys.
fn hue_turn(angle: f32) -> [[i32; 3]; 3] {
    let (sin, cos) = (libm::sinf(angle), libm::cosf(angle));
    let (third, root) = ((1.0 - cos) / 3.0, sin / 3f32.sqrt());
    let fixed = |v: f32| libm::roundf(v * 256.0) as i32;
    let (a, b, c) = (fixed(cos + third), fixed(third - root), fixed(third + root));
    // A row sums to one, so that greys stay.
    let a = a + 256 - (a + b + c);
    [[a, b, c], [c, a, b], [b, c, a]]
}

#[inline]
fn turned(pixel: Pixel, matrix: &[[i32; 3]; 3]) -> Pixel {
    let [r, g, b, a] = pixel.map(i32::from);
    let [red, green, blue] = matrix.map(|m| ((m[0] * r + m[1] * g + m[2] * b + 128) >> 8).clamp(0, 255) as u8);
    [red, green, blue, a as u8]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hues_turn_and_greys_stay() {
        let third = hue_turn(std::f32::consts::TAU / 3.0);
        assert_eq!(turned([200, 10, 40, 255], &third), [40, 200, 10, 255]);
        assert_eq!(turned([90, 90, 90, 7], &hue_turn(1.0)), [90, 90, 90, 7]);
    }
}
