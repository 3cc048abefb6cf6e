//! Encoding: a canvas becomes a file, with its recipe inside.

mod carry;
mod fax;
mod jpeg;
mod palette;
pub mod pdf;
mod png;
pub mod sixel;
pub mod terminal;
mod tiff;
mod webp;

use std::fmt;

pub use carry::recipe;

use crate::{
    press::{Press, PressError, separate::MOST},
    recipe::Recipe,
    render::{Canvas, bands::Bands},
};

/// The kinds of file that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    Jpeg,
    Png,
    WebP,
    Tiff,
    Pdf,
}

impl Format {
    /// The format that a file extension (without its dot, in any case) names.
    pub fn from_extension(extension: &str) -> Option<Self> {
        Some(match extension.to_ascii_lowercase().as_str() {
            "jpg" | "jpeg" | "jpe" | "jfif" => Format::Jpeg,
            "png" => Format::Png,
            "webp" => Format::WebP,
            "tif" | "tiff" => Format::Tiff,
            "pdf" => Format::Pdf,
            _ => return None,
        })
    }

    /// The extension that files of this format get, without its dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Jpeg => "jpg",
            Format::Png => "png",
            Format::WebP => "webp",
            Format::Tiff => "tif",
            Format::Pdf => "pdf",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::Jpeg => "jpeg",
            Format::Tiff => "tiff",
            other => other.extension(),
        })
    }
}

/// How files are written.
#[derive(Clone, Debug)]
pub struct Options {
    /// JPEG quality, 1 to 100.
    pub quality: u8,
    /// JPEG chroma subsampling.
    pub chroma: Chroma,
    /// How pages are put on paper (PDF); just as they are when not said.
    pub press: Option<Press>,
}

impl Default for Options {
    fn default() -> Self {
        Options { quality: 90, chroma: Chroma::Auto, press: None }
    }
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

impl Chroma {
    /// How recipes write it.
    pub fn code(self) -> &'static str {
        match self {
            Chroma::Auto => "auto",
            Chroma::Full => "444",
            Chroma::Half => "420",
        }
    }

    /// What a recipe's code means; `auto` when it is none.
    pub fn from_code(code: &str) -> Self {
        [Chroma::Full, Chroma::Half].into_iter().find(|chroma| chroma.code() == code).unwrap_or_default()
    }
}

/// Why no file could be made.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    #[error("{width}×{height} is too large for this format: write png or webp")]
    TooLarge { width: u32, height: u32 },
    #[error(
        "the page is printed in more inks than can be told apart (at most {MOST}): choose a template of few inks, such as may68 \
         or riso, or end it with a filter that makes few, such as halftone, duotone or posterize"
    )]
    Inks,
    #[error("could not be encoded: {0}")]
    Failed(String),
    #[error(transparent)]
    Press(#[from] PressError),
}

/// Encodes a page that is drawn in bands as a PNG; see [`encode`].
///
/// # Errors
/// When the encoder fails.
pub fn encode_bands(bands: Bands, recipe: &Recipe) -> Result<Vec<u8>, EncodeError> {
    png::encode_bands(bands, recipe)
}

/// Encodes a canvas. Pages with a bleed keep it. Of the source file nothing goes over but pixels.
///
/// JPEG has no alpha: what is not opaque is laid on white. PNG, WebP and TIFF keep every pixel as it is.
///
/// # Errors
/// When the format cannot hold the picture.
pub fn encode(canvas: &Canvas, recipe: &Recipe, format: Format, options: &Options) -> Result<Vec<u8>, EncodeError> {
    match format {
        Format::Jpeg => jpeg::encode(canvas, recipe, options),
        Format::Png => png::encode(canvas, recipe),
        Format::WebP => webp::encode(canvas, recipe),
        Format::Tiff => tiff::encode(canvas, recipe),
        Format::Pdf => Err(EncodeError::Failed("not yet".into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_know_their_extensions() {
        for format in [Format::Jpeg, Format::Png, Format::WebP, Format::Tiff, Format::Pdf] {
            assert_eq!(Format::from_extension(format.extension()), Some(format));
            assert_eq!(Format::from_extension(&format.to_string().to_uppercase()), Some(format));
        }
        assert_eq!(Format::from_extension("gif"), None);
    }
}
