//! Filter marks: pixels changed inside a mask and nowhere else.

use image::RgbaImage;

use crate::{
    color::Inks,
    filter::{Site, rows, tone},
    measure::{Page, Rect},
    plan::FilterMark,
    region::Mask,
    render::{
        behind,
        mask::{Cover, Part, rasterise},
    },
    scratch::Scratch,
};

/// Applies a filter to straight sRGB RGBA8 `pixels`, the whole canvas of `page`, inside the mark's mask,
/// mixed in by its opacity. Pixels that the mask does not touch keep their bytes.
pub fn draw(pixels: &mut RgbaImage, mark: &FilterMark, page: Page, inks: Inks) {
    let opacity = (tone::within(mark.opacity, 0.0, 1.0) * 255.0 + 0.5) as u32;
    let (width, height) = pixels.dimensions();
    let site = Site { page, inks, seed: mark.seed, origin: (0, 0), kept: None };
    let (cover, kept) = match (opacity, &mark.protect) {
        (0, _) => (Cover::Nothing, None),
        (_, None) => (rasterise(&mark.mask, width, height), None),
        (_, Some(protect)) => spared(rasterise(&mark.mask, width, height), protect, width, height),
    };
    let kept = kept.filter(|_| mark.filter.moves());
    match cover {
        Cover::Nothing => {}
        Cover::Everything if opacity == 255 => mark.filter.apply(pixels, &site),
        Cover::Everything => {
            let changed = changed(pixels, (0, 0, width, height), mark, site, kept.as_ref());
            mix(pixels, &changed, None, opacity);
            drop(Scratch::from(changed.into_raw()));
        }
        Cover::Part(part) => {
            let area = (part.x, part.y, part.width, part.height);
            let changed = changed(pixels, area, mark, site, kept.as_ref());
            mix(pixels, &changed, Some(&part), opacity);
            drop(Scratch::from(changed.into_raw()));
        }
    }
}

/// What a cover leaves of itself where something is protected: nothing in any pixel that this touches, and from
/// there more and more over its feather. With it comes what is kept, where that is a part of the canvas.
fn spared(cover: Cover, protect: &Mask, width: u32, height: u32) -> (Cover, Option<Part>) {
    let (feather, grow) = (protect.feather.max(1.0), protect.grow + protect.feather.max(1.0) + 1.0);
    let kept = match rasterise(&Mask { grow, feather, ..protect.clone() }, width, height) {
        Cover::Nothing => return (cover, None),
        Cover::Everything => return (Cover::Nothing, None),
        Cover::Part(kept) => kept,
    };
    let mut part = match cover {
        Cover::Nothing => return (Cover::Nothing, None),
        Cover::Everything => {
            let bytes = Scratch::filled(width as usize * height as usize, 255);
            Part { x: 0, y: 0, width, height, bytes }
        }
        Cover::Part(part) => part,
    };
    let (left, right) = (part.x.max(kept.x), (part.x + part.width).min(kept.x + kept.width));
    let (top, bottom) = (part.y.max(kept.y), (part.y + part.height).min(kept.y + kept.height));
    for y in top..bottom {
        let row = &mut part.bytes[(y - part.y) as usize * part.width as usize..][..part.width as usize];
        let kept_row = kept.row(y - kept.y);
        for x in left..right {
            let out = &mut row[(x - part.x) as usize];
            *out = (u32::from(*out) * u32::from(255 - kept_row[(x - kept.x) as usize]) / 255) as u8;
        }
    }
    (Cover::Part(part), Some(kept))
}

/// A box of the canvas, copied and filtered; what is kept does not show in the copy.
fn changed(
    pixels: &RgbaImage,
    (x, y, w, h): (u32, u32, u32, u32),
    mark: &FilterMark,
    site: Site,
    kept: Option<&Part>,
) -> RgbaImage {
    let (row, stride) = (w as usize * 4, pixels.width() as usize * 4);
    let mut copy = Scratch::stale(row * h as usize);
    for (n, out) in copy.chunks_mut(row).enumerate() {
        out.copy_from_slice(&pixels.as_raw()[(y as usize + n) * stride + x as usize * 4..][..row]);
    }
    let mut copy = RgbaImage::from_raw(w, h, copy.into_vec()).expect("the buffer was made for this size");
    let mut site = Site { origin: (x, y), ..site };
    match kept {
        Some(kept) if mark.filter.round() => {
            let [x, y, w, h] = [kept.x, kept.y, kept.width, kept.height].map(|v| v as f32);
            site.kept = Some(Rect::new(x, y, w, h));
        }
        Some(kept) => behind::hide(&mut copy, (x, y), kept),
        None => {}
    }
    mark.filter.apply(&mut copy, &site);
    copy
}

/// Mixes a changed box back by its coverage (everything when there is none) and `opacity` of 255.
fn mix(pixels: &mut RgbaImage, changed: &RgbaImage, part: Option<&Part>, opacity: u32) {
    let (left, top) = part.map_or((0, 0), |part| (part.x as usize, part.y as usize));
    let width = changed.width() as usize;
    let new = changed.as_chunks::<4>().0;
    let stride = pixels.width() as usize;
    let old = &mut pixels.as_chunks_mut::<4>().0[top * stride..][..changed.height() as usize * stride];
    rows::each_of(old, stride, |y, row| {
        let cover = part.map(|part| part.row(y as u32));
        for (x, (old, new)) in row[left..left + width].iter_mut().zip(&new[y * width..]).enumerate() {
            let weight = cover.map_or(255, |cover| u32::from(cover[x])) * opacity;
            if weight == 255 * 255 {
                *old = *new;
            } else if weight > 0 {
                *old = blend(*old, *new, weight);
            }
        }
    });
}

/// `weight` of 255² from one pixel to another.
fn blend(old: [u8; 4], new: [u8; 4], weight: u32) -> [u8; 4] {
    if old[3] != new[3] {
        return tone::blend_pixels(old, new, (weight * 256 + 32512) / 65025);
    }
    let channel =
        |c: usize| ((u32::from(old[c]) * (65025 - weight) + u32::from(new[c]) * weight + 32512) / 65025) as u8;
    [channel(0), channel(1), channel(2), old[3]]
}
