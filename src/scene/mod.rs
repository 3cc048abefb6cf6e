//! The scene: what a picture shows, as far as a template asked to know.

pub mod facts;

use serde::Serialize;

use crate::{
    color::{Color, Inks},
    measure::Rect,
    picture::Picture,
};

/// Which readings to make. Combine with `|`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs(u8);

impl Needs {
    pub const NONE: Needs = Needs(0);
    /// Darkest and lightest luminance of every small cell: what contrast is promised from.
    pub const LUMA: Needs = Needs(1);
    pub const PALETTE: Needs = Needs(2);
    pub const DETAIL: Needs = Needs(4);
    /// Implies `DETAIL`.
    pub const QUIET: Needs = Needs(8);
    pub const TONE: Needs = Needs(16);
    pub const ALL: Needs = Needs(31);

    /// Whether every reading of `other` is asked for.
    pub fn has(self, other: Needs) -> bool {
        self.0 & other.0 == other.0
    }
}

impl std::ops::BitOr for Needs {
    type Output = Needs;
    fn bitor(self, other: Needs) -> Needs {
        Needs(self.0 | other.0)
    }
}

impl std::ops::BitOrAssign for Needs {
    fn bitor_assign(&mut self, other: Needs) {
        *self = *self | other;
    }
}

/// What was read. A reading that nobody asked for is `None`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Scene {
    pub width: u32,
    pub height: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tone: Option<Tone>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub palette: Option<Palette>,
    /// The largest calm rectangles in picture pixels, largest first; few overlap much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiet: Option<Vec<Rect>>,
    #[serde(skip)]
    pub luma: Option<LumaMap>,
    #[serde(skip)]
    pub detail: Option<Grid>,
}

/// Lightness and colourfulness of the whole.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Tone {
    /// Mean perceptual lightness, 0 black to 1 white.
    pub lightness: f32,
    /// Spread (standard deviation) of lightness.
    pub contrast: f32,
    /// Mean chroma in Oklab, 0 grey; 0.1 is colourful, 0.2 garish.
    pub chroma: f32,
}

/// The picture's colours by perceptual clustering, most common first.
#[derive(Clone, Debug, Serialize)]
pub struct Palette {
    pub swatches: Vec<Swatch>,
    #[serde(flatten)]
    pub inks: Inks,
}

/// One colour and how much of the picture it covers, 0 to 1.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Swatch {
    pub color: Color,
    pub share: f32,
}

/// Values in `[0, 1]` on a grid of square cells that covers the picture; the last row and column may be cut.
#[derive(Clone, Debug)]
pub struct Grid {
    /// Side of a cell in picture pixels.
    pub cell: u32,
    pub columns: u32,
    pub rows: u32,
    /// Row by row.
    pub values: Vec<f32>,
}

/// Darkest and lightest WCAG luminance in every cell.
#[derive(Clone, Debug)]
pub struct LumaMap {
    pub low: Grid,
    pub high: Grid,
}

/// Reads of the picture what is asked for and nothing else.
///
/// Values are rounded (coordinates to a pixel, shares to a hundredth) so that the last bit of a float
/// decides nothing.
pub fn read(picture: &Picture, needs: Needs) -> Scene {
    let _ = needs;
    Scene { width: picture.pixels.width(), height: picture.pixels.height(), ..Scene::default() }
}
