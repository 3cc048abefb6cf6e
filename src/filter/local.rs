//! Local tone: greys as seen against what lies round them.

use image::RgbaImage;

use crate::{
    filter::{Site, blur, rows, tone},
    scratch::Scratch,
};

/// Greys against their surroundings, and the surroundings, a byte a pixel.
pub struct Local {
    /// 128 where a pixel is as light as the threshold is there.
    pub greys: Scratch,
    /// How light it is round about.
    pub around: Scratch,
}

/// Measures every pixel against a threshold of `level` (0 to 1) that follows the surroundings by `adapt`
/// (0 to 1): where it is dark all round it sinks, where it is pale it rises, so that neither a dark nor a
/// pale picture is lost. What is transparent counts as white.
pub fn local(pixels: &RgbaImage, site: &Site, level: f32, adapt: f32) -> Local {
    let width = pixels.width() as usize;
    let (level, adapt) = (tone::within(level, 0.0, 1.0) * 255.0, tone::within(adapt, 0.0, 1.0));
    let curve = tone::curve(pixels, site.tones, true, 1.0, 0.0);
    let source = pixels.as_chunks::<4>().0;
    let mut greys = Scratch::stale(source.len());
    rows::each_of(&mut greys, width, |y, row| {
        for (grey, pixel) in row.iter_mut().zip(&source[y * width..]) {
            let own = curve[usize::from(tone::grey(*pixel))];
            *grey = if pixel[3] == 255 { own } else { tone::blend(255, own, pixel[3]) };
        }
    });
    let mut around = Scratch::copied(&greys);
    blur::wide(&mut around, width, (site.page.short().clamp(1.0, 1e5) / 45.0) as usize);
    let levels: [u8; 256] = std::array::from_fn(|m| (level + adapt * (m as f32 - level) * 0.8) as u8);
    rows::each_of(&mut greys, width, |y, row| {
        const RUN: usize = 256;
        let mut own = [0; RUN];
        for (greys, around) in row.chunks_mut(RUN).zip(around[y * width..].chunks(RUN)) {
            // Looked up first and reckoned afterwards, which many at once are.
            own.iter_mut().zip(around).for_each(|(own, m)| *own = levels[usize::from(*m)]);
            for (grey, own) in greys.iter_mut().zip(&own) {
                *grey = (i16::from(*grey) - i16::from(*own) + 128).clamp(0, 255) as u8;
            }
        }
    });
    Local { greys, around }
}
