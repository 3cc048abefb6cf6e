//! One-bit images: packed rows under Flate or as a fax, whichever is smaller.

use pdf_writer::{Filter, writers::ImageXObject};

use crate::encode::{fax, pdf::objects::deflate};

/// Packed rows, compressed.
pub(super) struct Bits {
    pub(super) bytes: Vec<u8>,
    fax: bool,
}

impl Bits {
    /// Compresses rows of `width` pixels, each on bytes of its own.
    pub(super) fn of(rows: &[u8], width: u32) -> Self {
        let flate = deflate(rows);
        match fax::coded(rows, width as usize, flate.len()) {
            Some(bytes) => Bits { bytes, fax: true },
            None => Bits { bytes: flate, fax: false },
        }
    }

    /// Says how they are to be read.
    pub(super) fn filter(&self, image: &mut ImageXObject, [width, height]: [u32; 2]) {
        if self.fax {
            image.filter(Filter::CcittFaxDecode);
            image.decode_parms().k(-1).columns(width as i32).rows(height as i32);
        } else {
            image.filter(Filter::FlateDecode);
        }
    }
}
