//! A raw picture: what the decoder of a format hands over, before colour and orientation are settled.

use image::ColorType;

/// Decoded samples and what the file said of them.
pub(super) struct Raw {
    /// The samples, in native byte order, at the start of a buffer with room for them as RGBA8.
    pub(super) buffer: Vec<u8>,
    /// How many bytes of the buffer the samples take.
    pub(super) filled: usize,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) kind: ColorType,
    /// As in Exif, 1 to 8.
    pub(super) orientation: u8,
    pub(super) dpi: Option<f32>,
    pub(super) icc: Option<Vec<u8>>,
    pub(super) frames: u32,
    pub(super) truncated: bool,
    /// The file says that alpha means nothing.
    pub(super) opaque: bool,
    /// The file is a JPEG stream that viewers show as it is: grey or YCbCr.
    pub(super) streams: bool,
}

impl Raw {
    /// One upright frame of which nothing more is known.
    pub(super) fn new(buffer: Vec<u8>, filled: usize, width: u32, height: u32, kind: ColorType) -> Self {
        Raw {
            buffer,
            filled,
            width,
            height,
            kind,
            orientation: 1,
            dpi: None,
            icc: None,
            frames: 1,
            truncated: false,
            opaque: false,
            streams: false,
        }
    }

    /// Makes bytes what they stand for, where a palette says what that is.
    pub(super) fn look_up(&mut self, colors: &[[u8; 3]; 256]) {
        if self.kind != ColorType::L8 {
            return;
        }
        // From the end, so that nothing is overwritten before it is read.
        for i in (0..self.filled).rev() {
            let color = colors[usize::from(self.buffer[i])];
            self.buffer[3 * i..3 * i + 3].copy_from_slice(&color);
        }
        (self.filled, self.kind) = (3 * self.filled, ColorType::Rgb8);
    }

    /// Whether any sample was written: whether a decoder that stopped early got anywhere.
    pub(super) fn shows_something(&self) -> bool {
        self.buffer[..self.filled].iter().any(|&sample| sample != 0)
    }
}
