//! Paper: sheet sizes by name or by measure, and the page that a sheet makes.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::measure::Page;

/// A sheet of paper. Written as a name (`A3`), or as width × height with a unit (`70x100cm`),
/// or as the side of a square (`30cm`).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Paper {
    /// Millimetres.
    pub width: f64,
    /// Millimetres.
    pub height: f64,
}

/// Names and sizes in millimetres, upright; `A…` and `B…` are those of ISO 216.
pub const PAPERS: &[(&str, f64, f64)] = &[
    ("A0", 841.0, 1189.0),
    ("A1", 594.0, 841.0),
    ("A2", 420.0, 594.0),
    ("A3", 297.0, 420.0),
    ("A4", 210.0, 297.0),
    ("A5", 148.0, 210.0),
    ("A6", 105.0, 148.0),
    ("A7", 74.0, 105.0),
    ("B0", 1000.0, 1414.0),
    ("B1", 707.0, 1000.0),
    ("B2", 500.0, 707.0),
    ("B3", 353.0, 500.0),
    ("B4", 250.0, 353.0),
    ("B5", 176.0, 250.0),
    ("B6", 125.0, 176.0),
    ("letter", 215.9, 279.4),
    ("legal", 215.9, 355.6),
    ("tabloid", 279.4, 431.8),
    ("postcard", 105.0, 148.0),
    ("sticker", 50.0, 50.0),
    ("large-sticker", 75.0, 75.0),
];

/// The longest side, in millimetres, that a sheet may have: what a PDF page can measure.
const LONGEST: f64 = 5080.0;

impl Paper {
    /// The same sheet laid the way that a picture of `width` × `height` lies; upright for a square one.
    pub fn along(self, width: u32, height: u32) -> Self {
        let (short, long) = (self.width.min(self.height), self.width.max(self.height));
        if width > height { Paper { width: long, height: short } } else { Paper { width: short, height: long } }
    }

    /// The page that it makes: whole pixels at `dpi`, and `bleed` millimetres more on every side.
    pub fn page(self, dpi: f32, bleed: f64) -> Page {
        let px = |mm: f64| (mm.max(0.0) / 25.4 * f64::from(dpi)).round() as u32;
        let bleed = px(bleed);
        let side = |mm: f64| px(mm).max(1) + 2 * bleed;
        Page { width: side(self.width), height: side(self.height), dpi, bleed }
    }
}

/// A sheet that is not known.
#[derive(Debug, thiserror::Error)]
#[error(
    "`{0}` is no paper: write A0 to A7, B0 to B6, letter, legal, tabloid, postcard, sticker, large-sticker, or a size such as 70x100cm, 12x18in, 30cm"
)]
pub struct PaperError(String);

impl FromStr for Paper {
    type Err = PaperError;

    fn from_str(text: &str) -> Result<Self, PaperError> {
        if let Some(&(_, width, height)) = PAPERS.iter().find(|(name, ..)| name.eq_ignore_ascii_case(text.trim())) {
            return Ok(Paper { width, height });
        }
        size(text).ok_or_else(|| PaperError(text.into()))
    }
}

/// Reads `70x100cm`, `210 × 297 mm`, `8.5x11in`; and `30cm`, which is square.
fn size(text: &str) -> Option<Paper> {
    let text = text.trim();
    let cut = text.len().checked_sub(2).filter(|&cut| text.is_char_boundary(cut))?;
    let unit = match &text[cut..] {
        "mm" => 1.0,
        "cm" => 10.0,
        "in" => 25.4,
        "pt" => 25.4 / 72.0,
        _ => return None,
    };
    let number = &text[..cut];
    let (width, height) = number.split_once(['x', '×']).unwrap_or((number, number));
    let side = |number: &str| -> Option<f64> {
        let mm = (unit * number.trim().parse::<f64>().ok()? * 1000.0).round() / 1000.0;
        (1.0..=LONGEST).contains(&mm).then_some(mm)
    };
    Some(Paper { width: side(width)?, height: side(height)? })
}

impl fmt::Display for Paper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match PAPERS.iter().find(|(_, width, height)| (*width, *height) == (self.width, self.height)) {
            Some((name, ..)) => f.write_str(name),
            None => write!(f, "{}x{}mm", self.width, self.height),
        }
    }
}

impl TryFrom<String> for Paper {
    type Error = PaperError;
    fn try_from(text: String) -> Result<Self, PaperError> {
        text.parse()
    }
}

impl From<Paper> for String {
    fn from(paper: Paper) -> String {
        paper.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_read_by_name_and_by_measure() {
        let mm = |text: &str| text.parse::<Paper>().map(|p| (p.width, p.height)).unwrap();
        assert_eq!(mm("a3"), (297.0, 420.0));
        assert_eq!(mm("Letter"), mm("8.5x11in"));
        assert_eq!(mm("70x100cm"), (700.0, 1000.0));
        assert_eq!(mm("210 × 297 mm"), mm("A4"));
        assert_eq!(mm("12x18in"), (304.8, 457.2));
        assert_eq!(mm("30cm"), (300.0, 300.0));
        for bad in ["A8", "5", "", "x", "10x10", "0x10mm", "-1x5cm", "NaNx5cm", "9x9km", "1e9x1mm", "é"] {
            assert!(bad.parse::<Paper>().is_err(), "{bad}");
        }
    }

    #[test]
    fn papers_read_as_they_are_written() {
        for (name, ..) in PAPERS.iter().filter(|(name, ..)| *name != "postcard") {
            assert_eq!(name.parse::<Paper>().unwrap().to_string(), *name);
        }
        assert_eq!("700x1000mm".parse::<Paper>().unwrap().to_string(), "700x1000mm");
    }

    #[test]
    fn a_sheet_lies_as_its_picture_does() {
        let a3: Paper = "A3".parse().unwrap();
        assert_eq!(a3.along(1920, 800).page(300.0, 3.0), Page { width: 5031, height: 3578, dpi: 300.0, bleed: 35 });
        assert_eq!(a3.along(800, 1920), a3);
        assert_eq!(a3.along(1920, 800).along(5, 5), a3);
    }
}
