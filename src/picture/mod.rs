//! A picture: upright sRGB pixels and what the file said of itself.

mod contain;
mod exif;
pub(crate) mod frames;
mod jpeg;
mod limits;
mod orient;
mod others;
mod profile;
mod raw;
pub(crate) mod segments;
mod settle;
pub(crate) mod webp;

use image::{ImageFormat, RgbaImage};

pub use limits::Limits;
use raw::Raw;
pub use segments::bare as bare_jpeg;

/// A decoded picture.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Upright, sRGB, straight RGBA8.
    pub pixels: RgbaImage,
    pub format: Format,
    /// Pixels an inch, when the file says so.
    pub dpi: Option<f32>,
    /// Frames in the file; only the first is decoded.
    pub frames: u32,
    /// The file ended early, or its data broke off; what is missing is blank: grey, black or clear, as
    /// the format has it.
    pub truncated: bool,
    /// Whether any pixel is not opaque.
    pub alpha: bool,
    /// BLAKE3 of the file's bytes: who the picture is.
    pub hash: blake3::Hash,
    /// The JPEG file shows these very pixels (upright, sRGB or grey, whole): its stream may pass through.
    pub passes: bool,
}

impl Picture {
    /// Pixels that no file holds, to be drawn from like a picture.
    pub fn drawn(pixels: RgbaImage) -> Self {
        let hash = blake3::Hash::from_bytes([0; 32]);
        let (format, dpi, frames) = (Format::Png, None, 1);
        Picture { pixels, format, dpi, frames, truncated: false, alpha: true, hash, passes: false }
    }
}

/// The kinds of file that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Jpeg,
    Png,
    WebP,
    Gif,
    Tiff,
    Bmp,
}

/// Why a file gave no picture. Says what is wrong and what to do, not which file.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    #[error("the file is empty")]
    Empty,
    #[error("not a picture that can be read (JPEG, PNG, WebP, GIF, TIFF and BMP can)")]
    Unknown,
    #[error("{width}×{height} is larger than the limit of {limit} megapixels: raise it with --max-megapixels")]
    TooLarge { width: u32, height: u32, limit: u64 },
    #[error("decoding would take {mib} MiB of memory, more than the limit of {limit} MiB: save it smaller or plainer")]
    TooHeavy { mib: u64, limit: u64 },
    #[error("it has more frames than the limit of {limit}: save the first one alone")]
    TooManyFrames { limit: u32 },
    #[error("damaged: {0}")]
    Damaged(String),
    #[error("not supported: {0}")]
    Unsupported(String),
}

/// Decodes the first frame of a picture file: upright, in sRGB. The format is told by the content, the
/// limits are checked before pixels are allocated, and a decoder that panics is contained.
///
/// # Errors
/// When the bytes are no picture, are too damaged to give pixels, or ask for more than `limits`.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Picture, DecodeError> {
    if bytes.is_empty() {
        return Err(DecodeError::Empty);
    }
    let format = guess(bytes).ok_or(DecodeError::Unknown)?;
    contain::contain(|| {
        let raw = match format {
            Format::Jpeg => jpeg::decode(bytes, limits),
            Format::WebP => webp::decode(bytes, limits),
            _ => others::decode(bytes, format, limits),
        }?;
        Ok(finish(raw, format, bytes))
    })
    .unwrap_or_else(|| Err(DecodeError::Damaged("its structure makes no sense to the decoder".into())))
}

/// The format of a file by its first bytes; nothing for what cannot be read.
pub fn guess(bytes: &[u8]) -> Option<Format> {
    match image::guess_format(bytes).ok()? {
        ImageFormat::Jpeg => Some(Format::Jpeg),
        ImageFormat::Png => Some(Format::Png),
        ImageFormat::WebP => Some(Format::WebP),
        ImageFormat::Gif => Some(Format::Gif),
        ImageFormat::Tiff => Some(Format::Tiff),
        ImageFormat::Bmp => Some(Format::Bmp),
        _ => None,
    }
}

fn finish(raw: Raw, format: Format, bytes: &[u8]) -> Picture {
    let (grey, deep) = (!raw.kind.has_color(), settle::is_deep(raw.kind));
    let converter = raw.icc.as_deref().and_then(|icc| profile::converter(icc, grey, deep));
    let mut samples = settle::settle(raw.buffer, raw.width, raw.height, raw.kind, converter.as_ref());
    if raw.opaque {
        samples.as_chunks_mut::<4>().0.iter_mut().for_each(|pixel| pixel[3] = 255);
    }
    let alpha = raw.kind.has_alpha() && format != Format::Jpeg && !raw.opaque && !is_opaque(&samples);
    let pixels = RgbaImage::from_raw(raw.width, raw.height, samples).expect("settled to width × height × 4");
    Picture {
        pixels: orient::upright(pixels, raw.orientation),
        format,
        dpi: raw.dpi,
        frames: raw.frames,
        truncated: raw.truncated,
        alpha,
        hash: blake3::hash(bytes),
        passes: raw.streams && raw.orientation == 1 && converter.is_none() && !raw.truncated,
    }
}

/// Whether every pixel of straight RGBA8 samples is opaque.
pub(crate) fn is_opaque(samples: &[u8]) -> bool {
    // Whole blocks are folded, so that the loop has no branch to keep it from being vectorised, and whole pixels.
    let all =
        |block: &[u8]| block.as_chunks::<4>().0.iter().fold(u32::MAX, |all, pixel| all & u32::from_le_bytes(*pixel));
    samples.chunks(4096).all(|block| all(block) >> 24 == 255)
}
