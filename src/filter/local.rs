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
    let curve = tone::curve(pixels, true, 1.0, 0.0);
    let source = pixels.as_chunks::<4>().0;
    let mut greys = Scratch::stale(source.len());
    rows::each_of(&mut greys, width, |y, row| {
        for (grey, pixel) in row.iter_mut().zip(&source[y * width..]) {
            *grey = tone::blend(255, curve[usize::from(tone::grey(*pixel))], pixel[3]);
        }
    });
    let mut around = Scratch::copied(&greys);
    blur::wide(&mut around, width, (site.page.short().clamp(1.0, 1e5) / 45.0) as usize);
    let levels: [i32; 256] = std::array::from_fn(|m| (level + adapt * (m as f32 - level) * 0.8) as i32);
    rows::each_of(&mut greys, width, |y, row| {
        for (grey, m) in row.iter_mut().zip(&around[y * width..]) {
            *grey = (i32::from(*grey) - levels[usize::from(*m)] + 128).clamp(0, 255) as u8;
        }
    });
    Local { greys, around }
}
