//! Filter marks: pixels changed inside a mask and nowhere else.

use image::RgbaImage;

use crate::{
    color::Inks,
    filter::{
        Site,
        below::Below,
        rows::{self, Pixel},
        tone,
    },
    measure::{Page, Rect},
    plan::FilterMark,
    region::Mask,
    render::{
        behind,
        mask::{Cover, Part, rasterise},
        window::Window,
    },
    scratch::Scratch,
};

/// Applies a filter to straight sRGB RGBA8 `pixels`, the whole canvas of `page`.
pub fn draw(pixels: &mut RgbaImage, mark: &FilterMark, page: Page, inks: Inks) {
    let mut window = Window::whole(std::mem::take(pixels));
    Filtered::new(mark, page, inks, None).draw(&mut window);
    *pixels = window.pixels;
}

/// A filter mark while its canvas is drawn.
pub struct Filtered<'p> {
    mark: &'p FilterMark,
    page: Page,
    inks: Inks,
    /// What lies under its region, where that is known beforehand.
    below: Option<Below>,
    /// Opacity to 255.
    opacity: u32,
    /// Where it works and what it moves things round, once that was asked for.
    mask: Option<(Cover, Option<Part>)>,
}

impl<'p> Filtered<'p> {
    pub fn new(mark: &'p FilterMark, page: Page, inks: Inks, below: Option<Below>) -> Self {
        let opacity = (tone::within(mark.opacity, 0.0, 1.0) * 255.0 + 0.5) as u32;
        Filtered { mark, page, inks, below, opacity, mask: None }
    }

    /// Applies the filter to what a window shows; windows come from the top down.
    pub fn draw(&mut self, window: &mut Window) {
        self.apply(window);
        if window.is_last() {
            self.mask = None;
        }
    }

    /// Applies the filter to the pixels of a window inside the mark's mask, mixed in by its opacity. Pixels that the mask does
    /// not touch keep their bytes. A window that is not the whole canvas is for filters of points alone, where what they ask for is known.
    fn apply(&mut self, window: &mut Window) {
        let (mark, opacity, below) = (self.mark, self.opacity, self.below.as_ref());
        let site = Site { page: self.page, inks: self.inks, seed: mark.seed, origin: (0, 0), kept: None, below };
        let (width, height) = window.canvas;
        let (cover, kept) = self.mask.get_or_insert_with(|| match (opacity, &mark.protect) {
            (0, _) => (Cover::Nothing, None),
            (_, None) => (rasterise(&mark.mask, width, height), None),
            (_, Some(protect)) => spared(rasterise(&mark.mask, width, height), protect, width, height),
        });
        let kept = kept.as_ref().filter(|_| mark.filter.moves());
        let (area, part) = match cover {
            Cover::Nothing => return,
            Cover::Everything if opacity == 255 => {
                return mark.filter.apply(&mut window.pixels, &Site { origin: (0, window.top), ..site });
            }
            Cover::Everything => ((0, 0, width, height), None),
            Cover::Part(part) => ((part.x, part.y, part.width, part.height), Some(&*part)),
        };
        if mark.filter.point() && (below.is_some() || mark.filter.around(self.page).is_none()) {
            return in_bands(window, area, mark, site, part, opacity);
        }
        let changed = changed(&window.pixels, area, mark, site, kept);
        mix(&mut window.pixels, &changed, part, opacity);
        drop(Scratch::from(changed.into_raw()));
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
        Cover::Everything => Part::full(width, height),
        Cover::Part(part) => part,
    };
    let (left, right) = (part.x.max(kept.x), (part.x + part.width).min(kept.x + kept.width));
    let (top, bottom) = (part.y.max(kept.y), (part.y + part.height).min(kept.y + kept.height));
    let (x, y) = (part.x, part.y);
    if left < right && top < bottom {
        part.change(top - y..bottom - y, |n, row| {
            let own = &mut row[(left - x) as usize..(right - x) as usize];
            let kept = &kept.row(y + n - kept.y)[(left - kept.x) as usize..];
            own.iter_mut()
                .zip(kept)
                .for_each(|(out, kept)| *out = (u32::from(*out) * u32::from(255 - kept) / 255) as u8);
        });
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

/// Rows of a box that are copied, filtered and mixed back together, where a filter does not look beyond a pixel.
const BAND: usize = 256;

/// What a window shows of a box of the canvas, filtered and mixed back band by band, so that no copy of all of it is needed.
fn in_bands(
    window: &mut Window,
    (x, y, w, h): (u32, u32, u32, u32),
    mark: &FilterMark,
    site: Site,
    part: Option<&Part>,
    opacity: u32,
) {
    let (left, width, stride) = (x as usize, w as usize, window.canvas.0 as usize);
    let (seen, above) = (window.seen(y..y + h), window.top);
    let all =
        &mut window.pixels.as_chunks_mut::<4>().0[(seen.start - above) as usize * stride..][..seen.len() * stride];
    let range = |all: &[Pixel]| tone::range(all.chunks_exact(stride).map(|row| &row[left..left + width]), (w, h));
    let asked = site.below.is_none() && mark.filter.stretches();
    let own = asked.then(|| Below { tones: range(all), around: None });
    let site = Site { below: site.below.or(own.as_ref()), ..site };
    rows::each_of(all, stride * BAND, |band, rows| {
        let (top, high) = (seen.start + (band * BAND) as u32, rows.len() / stride);
        let mut copy = Scratch::stale(width * 4 * high);
        for (out, row) in copy.chunks_exact_mut(width * 4).zip(rows.chunks_exact(stride)) {
            out.copy_from_slice(row[left..left + width].as_flattened());
        }
        let mut copy = RgbaImage::from_raw(w, high as u32, copy.into_vec()).expect("the buffer was made for this size");
        mark.filter.apply(&mut copy, &Site { origin: (x, top), ..site });
        let news = copy.as_chunks::<4>().0.chunks_exact(width);
        for (n, (row, new)) in rows.chunks_exact_mut(stride).zip(news).enumerate() {
            let cover = part.map(|part| part.row(top - y + n as u32));
            mix_row(&mut row[left..left + width], new, cover, opacity);
        }
        drop(Scratch::from(copy.into_raw()));
    });
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
        mix_row(&mut row[left..left + width], &new[y * width..], cover, opacity);
    });
}

fn mix_row(old: &mut [Pixel], new: &[Pixel], cover: Option<&[u8]>, opacity: u32) {
    for (x, (old, new)) in old.iter_mut().zip(new).enumerate() {
        let weight = cover.map_or(255, |cover| u32::from(cover[x])) * opacity;
        if weight == 255 * 255 {
            *old = *new;
        } else if weight > 0 {
            *old = blend(*old, *new, weight);
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::AnyFilter;

    #[test]
    fn what_is_done_in_bands_is_as_if_done_at_once() {
        let picture = RgbaImage::from_fn(90, 3 * BAND as u32, |x, y| {
            image::Rgba([(x * 2) as u8, (y / 4) as u8, (x + y) as u8, if x == y % 90 { 60 } else { 255 }])
        });
        let (w, h) = picture.dimensions();
        let page = Page { width: w, height: h, dpi: 96.0, bleed: 0 };
        let (area, inks) = ((7, 11, 70, 700), Inks::default());
        let mask =
            Mask { include: vec![vec![[7.0, 11.0], [77.0, 11.0], [77.0, 711.0], [7.0, 711.0]]], ..Mask::default() };
        for filter in AnyFilter::all().into_iter().filter(|filter| filter.point() && filter.around(page).is_none()) {
            let name = filter.name();
            let mark =
                FilterMark { filter, mask: mask.clone(), seed: crate::seed::Seed(5), opacity: 0.7, protect: None };
            let mut banded = Window::whole(picture.clone());
            Filtered::new(&mark, page, inks, None).draw(&mut banded);
            let site = Site { page, inks, seed: mark.seed, origin: (0, 0), kept: None, below: None };
            let mut whole = picture.clone();
            let Cover::Part(part) = rasterise(&mask, w, h) else { panic!("a part") };
            let new = changed(&whole, area, &mark, site, None);
            mix(&mut whole, &new, Some(&part), (0.7f32 * 255.0 + 0.5) as u32);
            assert!(banded.pixels == whole, "{name}");
        }
    }
}
