//! Erase marks: lettering goes, its ground is rebuilt.

use image::RgbaImage;

use crate::{erase, plan::EraseMark};

/// Takes the mark's lines out of straight sRGB RGBA8 `pixels`. Pixels farther from them keep their bytes.
pub fn draw(pixels: &mut RgbaImage, mark: &EraseMark) {
    erase::erase(pixels, &mark.lines, &mark.keep, mark.seed);
}
