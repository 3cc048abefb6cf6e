//! PDF: a plan becomes pages of exact size, their lettering and shapes as vectors.

mod bind;
mod bits;
mod leaf;
mod letters;
mod objects;
mod paint;
mod piece;
mod plates;
mod raster;
mod split;
mod stream;
mod subset;
mod xmp;

pub use bind::bind;
pub use piece::Piece;

use crate::{
    encode::{EncodeError, Options},
    plan::Plan,
    recipe::Recipe,
    render::Canvas,
};

/// The files that a plan draws from, in the order of its own lists.
#[derive(Clone, Copy, Debug, Default)]
pub struct Files<'a> {
    /// For every picture, the JPEG file whose stream may pass through
    /// ([`passes`](crate::picture::Picture::passes)); `None` for any other.
    pub jpegs: &'a [Option<&'a [u8]>],
    /// For every face, the font file.
    pub faces: &'a [&'a [u8]],
}

/// Encodes a plan as a document of its own: a [`Piece`], bound.
///
/// # Errors
/// As [`Piece::of`] and [`bind`] say.
pub fn encode(
    plan: &Plan,
    files: &Files,
    options: &Options,
    draw: impl FnOnce(&Plan) -> Canvas,
) -> Result<Vec<u8>, EncodeError> {
    let piece = Piece::of(plan, files, options, draw)?;
    bind(&[Some(piece)], options.press.as_ref())
}

/// The recipe inside a PDF that detourn made; `None` for any other file.
pub fn recipe(file: &[u8]) -> Option<Recipe> {
    file.starts_with(b"%PDF-").then(|| xmp::recipe(file)).flatten()
}

#[cfg(test)]
mod tests;
