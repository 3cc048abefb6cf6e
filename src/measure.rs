//! Measures: lengths as an author writes them, and the page that makes them pixels.

use std::{borrow::Cow, fmt, ops::Range, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A length: a fraction of the page's short side unless a unit is said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Length {
    /// A fraction of the short side of the trimmed page: `0.02`.
    Side(f32),
    /// Pixels: `"12px"`.
    Px(f32),
    /// Millimetres on paper: `"3mm"`.
    Mm(f32),
    /// Typographic points (1/72 inch) on paper: `"9pt"`.
    Pt(f32),
}

impl Length {
    pub const ZERO: Length = Length::Px(0.0);
    /// The name by which a deserialiser knows that a length is wanted.
    pub const NAME: &'static str = "Length";
}

/// The page that a plan is drawn on: canvas pixels, and the trim inside them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Canvas width in pixels, bleed included.
    pub width: u32,
    /// Canvas height in pixels, bleed included.
    pub height: u32,
    /// Pixels an inch on paper.
    pub dpi: f32,
    /// Pixels on each side of the canvas that the guillotine takes away.
    #[serde(default)]
    pub bleed: u32,
}

impl Page {
    /// The trimmed page in canvas pixels.
    pub fn trim(&self) -> Rect {
        let b = self.bleed as f32;
        Rect { x: b, y: b, w: self.width as f32 - 2.0 * b, h: self.height as f32 - 2.0 * b }
    }

    /// The whole canvas.
    pub fn canvas(&self) -> Rect {
        Rect { x: 0.0, y: 0.0, w: self.width as f32, h: self.height as f32 }
    }

    /// A rectangle whose sides that lie on the trim, or past it, go on to the edge of the canvas, so that a cut that is
    /// not quite true shows no paper.
    pub fn reaching(&self, rect: Rect) -> Rect {
        let trim = self.trim();
        let (left, top) = (rect.x < trim.x + 0.5, rect.y < trim.y + 0.5);
        let (right, bottom) = (rect.right() > trim.right() - 0.5, rect.bottom() > trim.bottom() - 0.5);
        let canvas = self.canvas();
        let x = if left { rect.x.min(canvas.x) } else { rect.x };
        let y = if top { rect.y.min(canvas.y) } else { rect.y };
        let far = |side: bool, own: f32, edge: f32| if side { own.max(edge) } else { own };
        let (r, b) = (far(right, rect.right(), canvas.right()), far(bottom, rect.bottom(), canvas.bottom()));
        if self.bleed == 0 { rect } else { Rect { x, y, w: r - x, h: b - y } }
    }

    /// The short side of the trimmed page in pixels.
    pub fn short(&self) -> f32 {
        let trim = self.trim();
        trim.w.min(trim.h)
    }

    /// A length in pixels of this page.
    pub fn px(&self, length: Length) -> f32 {
        match length {
            Length::Side(fraction) => fraction * self.short(),
            Length::Px(px) => px,
            Length::Mm(mm) => mm / 25.4 * self.dpi,
            Length::Pt(pt) => pt / 72.0 * self.dpi,
        }
    }

    /// A box given in fractions of the trimmed page, in canvas pixels.
    pub fn rect(&self, fractions: [f32; 4]) -> Rect {
        let trim = self.trim();
        let [x, y, w, h] = fractions;
        Rect { x: trim.x + x * trim.w, y: trim.y + y * trim.h, w: w * trim.w, h: h * trim.h }
    }
}

/// An upright rectangle in pixels; x to the right, y down. Written as `[x, y, w, h]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "[f32; 4]", into = "[f32; 4]")]
pub struct Rect {
    pub x: f32,
    pub y: f32,
    pub w: f32,
    pub h: f32,
}

impl From<[f32; 4]> for Rect {
    fn from([x, y, w, h]: [f32; 4]) -> Self {
        Rect { x, y, w, h }
    }
}

impl From<Rect> for [f32; 4] {
    fn from(r: Rect) -> Self {
        [r.x, r.y, r.w, r.h]
    }
}

impl Rect {
    pub const fn new(x: f32, y: f32, w: f32, h: f32) -> Self {
        Rect { x, y, w, h }
    }

    pub fn right(&self) -> f32 {
        self.x + self.w
    }

    pub fn bottom(&self) -> f32 {
        self.y + self.h
    }

    pub fn area(&self) -> f32 {
        self.w.max(0.0) * self.h.max(0.0)
    }

    /// The same centre, `by` farther out (or in, when negative) on every side.
    pub fn grown(&self, by: f32) -> Self {
        Rect { x: self.x - by, y: self.y - by, w: (self.w + 2.0 * by).max(0.0), h: (self.h + 2.0 * by).max(0.0) }
    }

    /// What both cover; empty (w or h 0) when they do not meet.
    pub fn meet(&self, other: &Rect) -> Self {
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        let (r, b) = (self.right().min(other.right()), self.bottom().min(other.bottom()));
        Rect { x, y, w: (r - x).max(0.0), h: (b - y).max(0.0) }
    }

    /// The smallest rectangle round both.
    pub fn join(&self, other: &Rect) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Rect { x, y, w: self.right().max(other.right()) - x, h: self.bottom().max(other.bottom()) - y }
    }

    /// The rows of a canvas of some height that it touches.
    pub fn lines(&self, height: u32) -> Range<u32> {
        let line = |y: f32| y.clamp(0.0, height as f32) as u32;
        let start = line(self.y.floor());
        start..line(self.bottom().ceil()).max(start)
    }

    /// Whether `other` lies inside, with `slack` pixels of tolerance.
    pub fn holds(&self, other: &Rect, slack: f32) -> bool {
        other.x >= self.x - slack
            && other.y >= self.y - slack
            && other.right() <= self.right() + slack
            && other.bottom() <= self.bottom() + slack
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Length::Side(v) => write!(f, "{v}"),
            Length::Px(v) => write!(f, "{v}px"),
            Length::Mm(v) => write!(f, "{v}mm"),
            Length::Pt(v) => write!(f, "{v}pt"),
        }
    }
}

/// A length that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no length: write a fraction of the short side (0.02), or \"12px\", \"3mm\", \"9pt\"")]
pub struct LengthError(String);

impl FromStr for Length {
    type Err = LengthError;

    fn from_str(text: &str) -> Result<Self, LengthError> {
        let cut = text.find(|c: char| c.is_ascii_alphabetic() && c != 'e').unwrap_or(text.len());
        let (number, unit) = text.split_at(cut);
        let value: f32 =
            number.trim().parse().ok().filter(|v: &f32| v.is_finite()).ok_or_else(|| LengthError(text.into()))?;
        match unit {
            "" => Ok(Length::Side(value)),
            "px" => Ok(Length::Px(value)),
            "mm" => Ok(Length::Mm(value)),
            "cm" => Ok(Length::Mm(10.0 * value)),
            "in" => Ok(Length::Mm(25.4 * value)),
            "pt" => Ok(Length::Pt(value)),
            _ => Err(LengthError(text.into())),
        }
    }
}

impl Serialize for Length {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Length::Side(v) => serializer.serialize_f32(*v),
            other => serializer.collect_str(other),
        }
    }
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Length;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a length: a fraction of the short side, or \"12px\", \"3mm\", \"9pt\"")
            }
            fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Length, D::Error> {
                deserializer.deserialize_any(self)
            }
            fn visit_f64<E: de::Error>(self, v: f64) -> Result<Length, E> {
                if v.is_finite() { Ok(Length::Side(v as f32)) } else { Err(E::custom("a length must be finite")) }
            }
            fn visit_i64<E: de::Error>(self, v: i64) -> Result<Length, E> {
                Ok(Length::Side(v as f32))
            }
            fn visit_u64<E: de::Error>(self, v: u64) -> Result<Length, E> {
                Ok(Length::Side(v as f32))
            }
            fn visit_str<E: de::Error>(self, v: &str) -> Result<Length, E> {
                v.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_newtype_struct(Length::NAME, Visitor)
    }
}

impl JsonSchema for Length {
    fn schema_name() -> Cow<'static, str> {
        "Length".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [{ "type": "number" }, { "type": "string" }],
            "description": "a fraction of the short side, or \"12px\", \"3mm\", \"9pt\""
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_become_pixels() {
        let page = Page { width: 1060, height: 2060, dpi: 254.0, bleed: 30 };
        let px = |text: &str| page.px(text.parse().unwrap());
        assert_eq!([px("0.1"), px("5px"), px("3mm"), px("72pt")], [100.0, 5.0, 30.0, 254.0]);
        assert_eq!(page.rect([0.0, 0.5, 1.0, 0.5]), Rect::new(30.0, 1030.0, 1000.0, 1000.0));
    }

    #[test]
    fn what_touches_the_trim_reaches_into_the_bleed() {
        let page = Page { width: 1060, height: 2060, dpi: 254.0, bleed: 30 };
        assert_eq!(page.reaching(page.rect([0.0, 0.0, 1.0, 1.0])), page.canvas());
        assert_eq!(page.reaching(page.rect([0.0, 0.5, 1.0, 0.25])), Rect::new(0.0, 1030.0, 1060.0, 500.0));
        let inside = page.rect([0.1, 0.1, 0.8, 0.8]);
        assert_eq!(page.reaching(inside), inside);
        let past = page.rect([-0.1, -0.1, 1.2, 1.2]);
        assert_eq!(page.reaching(past), past);
    }

    #[test]
    fn lengths_read_as_they_are_written() {
        for text in ["0.02", "12px", "3mm", "9pt"] {
            assert_eq!(text.parse::<Length>().unwrap().to_string(), text);
        }
        assert!("3 parsecs".parse::<Length>().is_err() && "NaN".parse::<Length>().is_err());
    }
}
