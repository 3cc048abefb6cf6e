//! Sort keys: by what pixels are put in order.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::filter::{rows::Pixel, tone};

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
    /// Their least channel: what is pale goes before what is vivid.
    Least,
}

impl Key {
    /// The key of a pixel.
    #[inline]
    pub fn of(self, pixel: Pixel) -> u8 {
        match self {
            Key::Lightness => tone::grey(pixel),
            Key::Red => pixel[0],
            Key::Least => pixel[0].min(pixel[1]).min(pixel[2]),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hues_go_round_the_wheel() {
        let wheel = [[255, 0, 0, 255], [255, 255, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255], [255, 0, 255, 255]];
        assert_eq!(wheel.map(hue), [0, 42, 85, 170, 213]);
        assert_eq!(hue([9, 9, 9, 255]), 0);
    }
}
