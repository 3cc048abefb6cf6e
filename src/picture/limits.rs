//! Limits: what a picture may cost, reckoned from its header before anything is allocated.

use image::ColorType;

use crate::picture::DecodeError;

/// What a picture may cost; checked from the header, before anything is allocated.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Width × height of the picture, canvases of animations included.
    pub pixels: u64,
    /// Memory that decoding may take at its peak, the pixels themselves included.
    pub bytes: u64,
    /// Frames or pages in the file, though only the first is decoded.
    pub frames: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { pixels: 100_000_000, bytes: 512 << 20, frames: 10_000 }
    }
}

impl Limits {
    /// Refuses a picture of too many pixels, or one whose decoding would hold more than `peak` bytes at once.
    pub(super) fn check(&self, width: u32, height: u32, peak: u64) -> Result<(), DecodeError> {
        if width == 0 || height == 0 {
            return Err(DecodeError::Damaged("it is said to be without width or height".into()));
        }
        if area(width, height) > self.pixels {
            return Err(DecodeError::TooLarge { width, height, limit: self.pixels / 1_000_000 });
        }
        if peak > self.bytes {
            return Err(DecodeError::TooHeavy { mib: peak.div_ceil(1 << 20), limit: self.bytes >> 20 });
        }
        Ok(())
    }

    /// Refuses a file of too many frames.
    pub(super) fn check_frames(&self, frames: u32) -> Result<(), DecodeError> {
        if frames > self.frames { Err(DecodeError::TooManyFrames { limit: self.frames }) } else { Ok(()) }
    }
}

/// Pixels of a picture.
pub(super) fn area(width: u32, height: u32) -> u64 {
    u64::from(width) * u64::from(height)
}

/// Bytes of a buffer in which pixels of `kind` can be decoded and then settled in place as RGBA8.
pub(super) fn room(width: u32, height: u32, kind: ColorType) -> u64 {
    area(width, height) * u64::from(kind.bytes_per_pixel().max(4))
}

/// Peak memory of orienting: a quarter turn needs the pixels twice.
pub(super) fn turning(width: u32, height: u32, orientation: u8) -> u64 {
    area(width, height) * if orientation >= 5 { 8 } else { 4 }
}
