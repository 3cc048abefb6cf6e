//! WebP out: lossless, with the recipe as XMP and the density as Exif.

use image_webp::{ColorType, WebPEncoder};

use crate::{
    encode::{EncodeError, carry},
    picture::is_opaque,
    recipe::Recipe,
    render::Canvas,
};

/// Encodes a canvas without loss.
pub(super) fn encode(canvas: &Canvas, recipe: &Recipe) -> Result<Vec<u8>, EncodeError> {
    let (width, height) = canvas.pixels.dimensions();
    if width > 16_383 || height > 16_383 {
        return Err(EncodeError::TooLarge { width, height });
    }
    let mut file = Vec::new();
    let mut encoder = WebPEncoder::new(&mut file);
    encoder.set_xmp_metadata(carry::xmp(recipe).into_bytes());
    encoder.set_exif_metadata(exif(canvas.page.dpi));
    let samples = canvas.pixels.as_raw();
    let result = if is_opaque(samples) {
        let rgb: Vec<u8> = samples.as_chunks::<4>().0.iter().flat_map(|&[r, g, b, _]| [r, g, b]).collect();
        encoder.encode(&rgb, width, height, ColorType::Rgb8)
    } else {
        encoder.encode(samples, width, height, ColorType::Rgba8)
    };
    result.map_err(|error| EncodeError::Failed(error.to_string()))?;
    Ok(file)
}

/// A TIFF structure of one directory: the density across and down, in hundredths, by the inch.
fn exif(dpi: f32) -> Vec<u8> {
    let mut block = b"II*\0\x08\0\0\0\x03\0".to_vec();
    // Three entries of twelve bytes and the end of the chain come before the one value kept apart.
    let value = 10 + 3 * 12 + 4;
    for (tag, kind, data) in [(0x11au16, 5u16, value), (0x11b, 5, value), (0x128, 3, 2u32)] {
        block.extend(tag.to_le_bytes());
        block.extend(kind.to_le_bytes());
        block.extend(1u32.to_le_bytes());
        block.extend(data.to_le_bytes());
    }
    for number in [0, (dpi * 100.0).round() as u32, 100] {
        block.extend(number.to_le_bytes());
    }
    block
}
