//! Encoding: a canvas becomes a file, with its recipe inside.

pub mod pdf;

use crate::{recipe::Recipe, render::Canvas};

/// The kinds of file that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    Jpeg,
    Png,
    WebP,
    Pdf,
}

/// How files are written.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// JPEG quality, 1 to 100.
    pub quality: u8,
    /// JPEG chroma subsampling.
    pub chroma: Chroma,
}

/// JPEG chroma subsampling.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Chroma {
    /// 4:4:4 where there is lettering, 4:2:0 elsewhere.
    #[default]
    Auto,
    Full,
    Half,
}

/// Why no file could be made.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    #[error("{width}×{height} is too large for this format: write png or webp")]
    TooLarge { width: u32, height: u32 },
    #[error("could not be encoded: {0}")]
    Failed(String),
}

/// Encodes a canvas. Pages with a bleed keep it.
///
/// # Errors
/// When the format cannot hold the picture.
pub fn encode(canvas: &Canvas, recipe: &Recipe, format: Format, options: &Options) -> Result<Vec<u8>, EncodeError> {
    let _ = (canvas, recipe, format, options);
    Err(EncodeError::Failed("not yet".into()))
}

/// The recipe inside a file that detourn made; `None` for any other file.
pub fn recipe(bytes: &[u8]) -> Option<Recipe> {
    let _ = bytes;
    None
}
