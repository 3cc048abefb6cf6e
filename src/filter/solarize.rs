//! Solarize: a print that saw the light while it was being developed.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    filter::{Filter, Site, blur, rows, tone},
    measure::Length,
    scratch::Scratch,
};

/// Turns the lights over beyond a level, as a second exposure does in the darkroom (the effect of Sabattier): shadows
/// stay, lights become dark again, and a bright line runs where the two meet.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Solarize {
    /// The lightness at which tones turn over.
    #[schemars(range(min = 0.05, max = 1.0))]
    pub level: f32,
    /// How dark the turned lights become: 0 leaves them at the level, 1 makes white black.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub amount: f32,
    /// Width of the bright line between what is turned over and what is not; 0 draws none.
    pub line: Length,
    /// Whether each colour turns by itself, in garish hues; otherwise the print is grey.
    pub color: bool,
    /// Whether the whole is a negative at last: dark lines round pale shapes.
    pub negative: bool,
    /// How steeply dark goes over into light beforehand; 1 as in the picture.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub contrast: f32,
    /// Whether the tones are first spread from black to white.
    pub stretch: bool,
}

impl Default for Solarize {
    fn default() -> Self {
        Solarize {
            level: 0.55,
            amount: 0.75,
            line: Length::Side(0.0022),
            color: false,
            negative: false,
            contrast: 1.0,
            stretch: true,
        }
    }
}

impl Filter for Solarize {
    const NAME: &'static str = "solarize";

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let curve = tone::curve(pixels, site.tones(), self.stretch, self.contrast, 0.0);
        let (level, amount) = (tone::within(self.level, 0.05, 1.0), tone::within(self.amount, 0.0, 1.0));
        let table = curve.map(|v| {
            let light = turned(f32::from(v) / 255.0, level, amount);
            ((if self.negative { 1.0 - light } else { light }) * 255.0 + 0.5) as u8
        });
        let line = tone::within(site.px(self.line), 0.0, 1e4);
        let lines = (line >= 0.5)
            .then(|| lines(pixels, &curve.map(|v| if f32::from(v) > level * 255.0 { 255 } else { 0 }), line));
        if self.color {
            let tables = [table; 3];
            rows::each(pixels, |_, row| {
                for pixel in row {
                    tone::put(pixel, tone::mapped(*pixel, &tables));
                }
            });
        } else {
            let table = table.map(|v| tone::Flat::from([v; 3]));
            rows::each(pixels, |_, row| {
                for pixel in row {
                    tone::paint(pixel, table[usize::from(tone::grey(*pixel))]);
                }
            });
        }
        if let Some(lines) = lines {
            let width = pixels.width() as usize;
            let light = tone::Flat::from([if self.negative { 0 } else { 255 }; 3]);
            let cover: [u16; 256] = std::array::from_fn(|v| {
                let t = 1.0 - (v as f32 - 128.0).abs() / 110.0;
                (t.max(0.0) * t.max(0.0) * 235.0) as u16
            });
            rows::each(pixels, |y, row| {
                for (pixel, line) in row.iter_mut().zip(&lines[y * width..]) {
                    *pixel = tone::toward(*pixel, light, u32::from(cover[usize::from(*line)]));
                }
            });
        }
    }
}

/// How much of a line lies on each pixel, 0 to 256: all of it where half of what lies round it is turned over.
fn lines(pixels: &RgbaImage, turned: &[u8; 256], line: f32) -> Scratch {
    let width = pixels.width() as usize;
    let source = pixels.as_chunks::<4>().0;
    let mut plane = Scratch::stale(source.len());
    rows::each_of(&mut plane, width, |y, row| {
        for (out, pixel) in row.iter_mut().zip(&source[y * width..]) {
            *out = if pixel[3] == 0 { 0 } else { turned[usize::from(tone::grey(*pixel))] };
        }
    });
    for _ in 0..2 {
        blur::mean(&mut plane, width, (line * 0.6 + 0.5) as usize);
    }
    plane
}

/// The curve: up to full light at the level, steepening like a developer that is not yet spent, and down from there.
fn turned(light: f32, level: f32, amount: f32) -> f32 {
    if light <= level {
        let t = light / level;
        t * (0.55 + 0.45 * t)
    } else {
        let t = ((light - level) / (1.0 - level)).min(1.0);
        // Falls at once beside the line, then slowly: what is turned over has little contrast.
        1.0 - amount * (1.0 - (1.0 - t) * (1.0 - t))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lights_turn_over_and_shadows_stay() {
        assert_eq!([turned(0.0, 0.5, 1.0), turned(0.5, 0.5, 1.0), turned(1.0, 0.5, 1.0)], [0.0, 1.0, 0.0]);
        assert_eq!(turned(1.0, 0.5, 0.0), 1.0);
        assert_eq!(turned(1.0, 1.0, 1.0), 1.0);
    }
}
