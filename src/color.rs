//! Colour: straight sRGB with alpha, WCAG luminance and contrast, and ink roles.

use std::{borrow::Cow, fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A colour in straight (not premultiplied) sRGB, eight bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Color {
    pub r: u8,
    pub g: u8,
    pub b: u8,
    /// 255 is opaque.
    pub a: u8,
}

impl Color {
    pub const BLACK: Color = Color::rgb(0, 0, 0);
    pub const WHITE: Color = Color::rgb(255, 255, 255);

    /// An opaque colour.
    pub const fn rgb(r: u8, g: u8, b: u8) -> Self {
        Color { r, g, b, a: 255 }
    }

    /// `[r, g, b, a]`, the order of pixels in memory.
    pub const fn rgba(self) -> [u8; 4] {
        [self.r, self.g, self.b, self.a]
    }

    /// WCAG 2 relative luminance, 0 (black) to 1 (white); alpha is ignored.
    pub fn luminance(self) -> f32 {
        luminance(self.r, self.g, self.b)
    }

    /// The same colour, covering a share of what it does.
    pub fn at_strength(self, share: f32) -> Self {
        Color { a: (f32::from(self.a) * share.clamp(0.0, 1.0) + 0.5) as u8, ..self }
    }

    /// A mixture with another colour, of which it holds `share`; it covers as this one does.
    pub fn mixed(self, other: Color, share: f32) -> Self {
        let share = share.clamp(0.0, 1.0);
        let mix = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share + 0.5) as u8;
        Color { r: mix(self.r, other.r), g: mix(self.g, other.g), b: mix(self.b, other.b), a: self.a }
    }

    /// How far the channels lie apart, 0 (grey) to 255.
    pub fn chroma(self) -> u8 {
        self.r.max(self.g).max(self.b) - self.r.min(self.g).min(self.b)
    }

    /// What a person calls it: `red`, `teal`, `black`.
    pub fn word(self) -> &'static str {
        let [r, g, b] = [self.r, self.g, self.b].map(f32::from);
        let (most, range) = (r.max(g).max(b), f32::from(self.chroma()));
        if range < 24.0 {
            return match most {
                ..96.0 => "black",
                ..224.0 => "grey",
                _ => "white",
            };
        }
        let sixth = if most == r {
            ((g - b) / range).rem_euclid(6.0)
        } else if most == g {
            (b - r) / range + 2.0
        } else {
            (r - g) / range + 4.0
        };
        match sixth * 60.0 {
            ..15.0 => "red",
            ..40.0 => "orange",
            ..70.0 => "yellow",
            ..165.0 => "green",
            ..197.0 => "teal",
            ..255.0 => "blue",
            ..290.0 => "violet",
            ..342.0 => "pink",
            _ => "red",
        }
    }
}

/// WCAG 2 relative luminance of an sRGB colour.
pub fn luminance(r: u8, g: u8, b: u8) -> f32 {
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/// WCAG 2 contrast ratio of two luminances, 1 to 21.
pub fn contrast(a: f32, b: f32) -> f32 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// One sRGB channel as linear light, 0 to 1 (IEC 61966-2-1).
pub fn linear(channel: u8) -> f32 {
    let c = f32::from(channel) / 255.0;
    if c <= 0.04045 { c / 12.92 } else { libm::powf((c + 0.055) / 1.055, 2.4) }
}

/// Linear light 0 to 1 as one sRGB channel, rounded.
pub fn encode(light: f32) -> u8 {
    let c = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * libm::powf(light, 1.0 / 2.4) - 0.055 };
    (c.clamp(0.0, 1.0) * 255.0 + 0.5) as u8
}

const NAMES: [(&str, Color); 14] = [
    ("black", Color::BLACK),
    ("white", Color::WHITE),
    ("red", Color::rgb(0xd4, 0x1c, 0x1c)),
    ("yellow", Color::rgb(0xff, 0xd6, 0x00)),
    ("blue", Color::rgb(0x1b, 0x3f, 0xa6)),
    ("green", Color::rgb(0x1f, 0x7a, 0x3d)),
    ("orange", Color::rgb(0xf0, 0x7b, 0x1a)),
    ("pink", Color::rgb(0xf2, 0x5c, 0x9a)),
    ("grey", Color::rgb(0x80, 0x80, 0x80)),
    ("newsprint", Color::rgb(0xee, 0xe8, 0xd9)),
    ("cream", Color::rgb(0xf4, 0xea, 0xd2)),
    ("kraft", Color::rgb(0xc9, 0xa7, 0x78)),
    ("night", Color::rgb(0x14, 0x14, 0x1c)),
    ("transparent", Color { r: 0, g: 0, b: 0, a: 0 }),
];

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.r, self.g, self.b)?;
        if self.a < 255 { write!(f, "{:02x}", self.a) } else { Ok(()) }
    }
}

/// `#rgb`, `#rrggbb`, `#rrggbbaa` or one of the names in the message.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no colour: write #rrggbb, #rrggbbaa or one of {1}")]
pub struct ColorError(String, String);

impl FromStr for Color {
    type Err = ColorError;

    fn from_str(text: &str) -> Result<Self, ColorError> {
        if let Some(&(_, color)) = NAMES.iter().find(|(name, _)| *name == text) {
            return Ok(color);
        }
        let bad = || ColorError(text.into(), NAMES.map(|(name, _)| name).join(", "));
        let hex = text.strip_prefix('#').ok_or_else(bad)?;
        let nibbles =
            hex.chars().map(|c| c.to_digit(16).map(|d| d as u8)).collect::<Option<Vec<u8>>>().ok_or_else(bad)?;
        let pair = |i: usize| nibbles[2 * i] * 16 + nibbles[2 * i + 1];
        match nibbles.len() {
            3 => Ok(Color::rgb(nibbles[0] * 17, nibbles[1] * 17, nibbles[2] * 17)),
            6 => Ok(Color::rgb(pair(0), pair(1), pair(2))),
            8 => Ok(Color { r: pair(0), g: pair(1), b: pair(2), a: pair(3) }),
            _ => Err(bad()),
        }
    }
}

/// A colour, or the part that a colour of the picture's own palette plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Color(Color),
    /// The palette's lightest considerable colour.
    Light,
    /// The palette's darkest considerable colour.
    Dark,
    /// The palette's most vivid colour.
    Accent,
}

/// The roles of a palette; what `light`, `dark` and `accent` mean in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inks {
    pub light: Color,
    pub dark: Color,
    pub accent: Color,
}

impl Default for Inks {
    fn default() -> Self {
        Inks { light: Color::WHITE, dark: Color::BLACK, accent: Color::rgb(0xd4, 0x1c, 0x1c) }
    }
}

impl Inks {
    /// The colour that an ink stands for.
    pub fn color(&self, ink: Ink) -> Color {
        match ink {
            Ink::Color(color) => color,
            Ink::Light => self.light,
            Ink::Dark => self.dark,
            Ink::Accent => self.accent,
        }
    }
}

impl Ink {
    /// Whether the picture's palette must be read to know the colour.
    pub fn needs_palette(self) -> bool {
        !matches!(self, Ink::Color(_))
    }
}

impl From<Color> for Ink {
    fn from(color: Color) -> Self {
        Ink::Color(color)
    }
}

impl FromStr for Ink {
    type Err = ColorError;

    fn from_str(text: &str) -> Result<Self, ColorError> {
        match text {
            "light" => Ok(Ink::Light),
            "dark" => Ok(Ink::Dark),
            "accent" => Ok(Ink::Accent),
            other => other.parse().map(Ink::Color),
        }
    }
}

impl fmt::Display for Ink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ink::Color(color) => color.fmt(f),
            Ink::Light => f.write_str("light"),
            Ink::Dark => f.write_str("dark"),
            Ink::Accent => f.write_str("accent"),
        }
    }
}

macro_rules! text_form {
    ($kind:ty, $name:literal, $what:literal) => {
        impl Serialize for $kind {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $kind {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
        impl JsonSchema for $kind {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "description": $what })
            }
        }
    };
}

text_form!(Color, "Color", "`#rrggbb`, `#rrggbbaa` or a name such as `red` or `newsprint`");
text_form!(Ink, "Ink", "a colour, or `light`, `dark`, `accent`: the picture's own palette");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_read_as_they_are_written() {
        for text in ["#a1b2c3", "#a1b2c380"] {
            assert_eq!(text.parse::<Color>().unwrap().to_string(), text);
        }
        assert_eq!("#f80".parse::<Color>().unwrap(), Color::rgb(255, 136, 0));
        assert!("#ggg".parse::<Color>().is_err() && "blau".parse::<Color>().is_err());
    }

    #[test]
    fn contrast_of_black_and_white_is_21() {
        assert!((contrast(Color::BLACK.luminance(), Color::WHITE.luminance()) - 21.0).abs() < 1e-3);
    }

    #[test]
    fn light_goes_there_and_back() {
        assert!((0..=255).all(|c| encode(linear(c)) == c));
    }
}
