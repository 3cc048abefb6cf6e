//! Colour profiles: what takes a picture's own colours to sRGB, where its profile fits and differs.

use std::sync::{Arc, Mutex, PoisonError};

use moxcms::{ColorProfile, DataColorSpace, Layout, Transform8BitExecutor, Transform16BitExecutor, TransformOptions};

/// How many profiles are kept: the pictures of one folder mostly share theirs.
const KEPT: usize = 16;

/// A conversion to sRGB, by rows. Sources are RGBA, or grey and alpha when `grey`; results are RGBA.
#[derive(Clone)]
pub(super) struct Converter {
    pub(super) grey: bool,
    pub(super) by: By,
}

/// The depth of the samples that a converter takes and gives.
#[derive(Clone)]
pub(super) enum By {
    Eight(Arc<Transform8BitExecutor>),
    Sixteen(Arc<Transform16BitExecutor>),
}

type Kept = (blake3::Hash, bool, bool, Option<Converter>);

/// The conversion that an ICC profile asks for. `None` when the profile cannot be read, is of another
/// colour space than the pixels (a CMYK profile on pixels that are RGB by now), or is sRGB itself.
pub(super) fn converter(icc: &[u8], grey_pixels: bool, deep: bool) -> Option<Converter> {
    static CACHE: Mutex<Vec<Kept>> = Mutex::new(Vec::new());
    let key = blake3::hash(icc);
    let cache = || CACHE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((.., kept)) = cache().iter().find(|(h, g, d, _)| (*h, *g, *d) == (key, grey_pixels, deep)) {
        return kept.clone();
    }
    let made = make(icc, grey_pixels, deep);
    let mut cache = cache();
    if cache.len() >= KEPT {
        cache.remove(0);
    }
    cache.push((key, grey_pixels, deep, made.clone()));
    made
}

fn make(icc: &[u8], grey_pixels: bool, deep: bool) -> Option<Converter> {
    let profile = ColorProfile::new_from_slice(icc).ok()?;
    let grey = match profile.color_space {
        DataColorSpace::Rgb => false,
        DataColorSpace::Gray if grey_pixels => true,
        _ => return None,
    };
    let layout = if grey { Layout::GrayAlpha } else { Layout::Rgba };
    let (srgb, options) = (ColorProfile::new_srgb(), TransformOptions::default());
    let eight = profile.create_transform_8bit(layout, &srgb, Layout::Rgba, options).ok()?;
    if is_identity(&*eight, grey) {
        return None;
    }
    let by = if deep {
        By::Sixteen(profile.create_transform_16bit(layout, &srgb, Layout::Rgba, options).ok()?)
    } else {
        By::Eight(eight)
    };
    Some(Converter { grey, by })
}

/// Whether a conversion changes nothing that could be seen: no sample of a lattice by more than 2 of 255.
/// The many profiles that are sRGB under different names and roundings are told by what they do.
fn is_identity(convert: &Transform8BitExecutor, grey: bool) -> bool {
    let steps = (0..=255u8).step_by(if grey { 1 } else { 51 });
    let expected: Vec<u8> = if grey {
        steps.flat_map(|v| [v, v, v, 255]).collect()
    } else {
        let lattice = steps.clone().flat_map(|r| {
            let steps = steps.clone();
            steps.clone().flat_map(move |g| steps.clone().flat_map(move |b| [r, g, b, 255]))
        });
        lattice.chain((0..=255u8).flat_map(|v| [v, v, v, 255])).collect()
    };
    let source: Vec<u8> =
        if grey { expected.as_chunks::<4>().0.iter().flat_map(|p| [p[0], 255]).collect() } else { expected.clone() };
    let mut result = vec![0; expected.len()];
    convert.transform(&source, &mut result).is_ok() && result.iter().zip(&expected).all(|(a, b)| a.abs_diff(*b) <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_profile_that_fits_and_differs_converts() {
        let icc = |profile: ColorProfile| profile.encode().unwrap();
        assert!(converter(&icc(ColorProfile::new_srgb()), false, false).is_none());
        for wide in [ColorProfile::new_display_p3(), ColorProfile::new_adobe_rgb(), ColorProfile::new_pro_photo_rgb()] {
            assert!(converter(&icc(wide), false, false).is_some());
        }
        let grey = icc(ColorProfile::new_gray_with_gamma(1.0));
        assert!(converter(&grey, true, true).is_some_and(|c| c.grey));
        assert!(converter(&grey, false, false).is_none(), "a grey profile says nothing of colours");
        assert!(converter(b"not a profile", false, false).is_none());
    }
}
