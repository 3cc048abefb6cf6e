//! Text: the lines of lettering on a picture and what they say.

mod arc;
mod calipers;
mod detect;
mod draw;
mod glyphs;
mod ink;
mod join;
mod paper;
mod patch;
mod path;
mod recognise;
mod row;
mod seen;
mod spaces;
mod tidy;

pub(crate) use path::Path;

use image::RgbaImage;
use rayon::prelude::*;

use crate::{
    measure::Rect,
    scene::{line::Line, net::Sight, text::seen::Seen},
};

/// Reads the lines of a picture (opaque pixels), in any order; roles and blocks are not told yet.
pub(crate) fn read(pixels: &RgbaImage, sight: Sight) -> Vec<Line> {
    let [close, afar] = detect::detect(pixels, sight).map(join::join);
    let mut seen: Vec<Seen> = close.par_iter().filter_map(|found| seen::look(pixels, found, &close, sight)).collect();
    for found in &afar {
        if seen::is_news(found, &seen)
            && let Some(large) = seen::look(pixels, found, &[], sight)
        {
            seen::prefer(&mut seen, large);
        }
    }
    let page = Rect::new(0.0, 0.0, pixels.width() as f32, pixels.height() as f32);
    seen::distinct(seen).iter().flat_map(|seen| seen.lines(&page)).collect()
}
