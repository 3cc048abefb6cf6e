//! Local tone: greys as seen against what lies round them.

use image::RgbaImage;

use crate::{
    filter::{Site, blur, rows, tone, wide::wide},
    measure::Page,
    picture::is_opaque,
    scratch::Scratch,
};

/// Greys against their surroundings, and the surroundings, a byte a pixel.
pub struct Local {
    /// 128 where a pixel is as light as the threshold is there.
    pub greys: Scratch,
    /// How light it is round about.
    pub around: Scratch,
}

/// How far about a pixel its surroundings go, in pixels.
pub fn radius(page: Page) -> f32 {
    page.short().clamp(1.0, 1e5) / 45.0
}

/// Measures every pixel against a threshold of `level` (0 to 1) that follows the surroundings by `adapt`
/// (0 to 1): where it is dark all round it sinks, where it is pale it rises, so that neither a dark nor a
/// pale picture is lost. What is transparent counts as white.
pub fn local(pixels: &RgbaImage, site: &Site, level: f32, adapt: f32) -> Local {
    let width = pixels.width() as usize;
    let (level, adapt) = (tone::within(level, 0.0, 1.0) * 255.0, tone::within(adapt, 0.0, 1.0));
    let curve = tone::curve(pixels, site.tones(), true, 1.0, 0.0);
    let source = pixels.as_chunks::<4>().0;
    let mut greys = Scratch::stale(source.len());
    rows::each_of(&mut greys, width, |y, row| {
        let source = &source[y * width..][..row.len()];
        wide(
            #[inline(always)]
            || row.iter_mut().zip(source).for_each(|(grey, pixel)| *grey = tone::grey(*pixel)),
        );
        row.iter_mut().for_each(|grey| *grey = curve[usize::from(*grey)]);
        if !is_opaque(source.as_flattened()) {
            row.iter_mut().zip(source).for_each(|(grey, pixel)| *grey = tone::blend(255, *grey, pixel[3]));
        }
    });
    let mut around = Scratch::stale(greys.len());
    match site.below.and_then(|below| below.around.as_ref()) {
        Some(known) => rows::each_of(&mut around, width, |y, row| {
            known.row(site.origin.0, site.origin.1.wrapping_add(y as u32), row);
        }),
        None => blur::broad(&greys, &mut around, width, radius(site.page) as usize),
    }
    rows::each_of(&mut greys, width, |y, row| {
        let around = &around[y * width..][..row.len()];
        wide(
            #[inline(always)]
            || {
                for (grey, m) in row.iter_mut().zip(around) {
                    let own = (level + adapt * (f32::from(*m) - level) * 0.8) as u8;
                    *grey = (i16::from(*grey) - i16::from(own) + 128).clamp(0, 255) as u8;
                }
            },
        );
    });
    Local { greys, around }
}
