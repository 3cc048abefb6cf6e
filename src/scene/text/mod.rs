//! Text: the lines of lettering on a picture, what they say, and how they are lettered.

mod align;
mod arc;
mod blocks;
mod calipers;
mod detect;
mod frame;
mod glyphs;
mod ground;
mod ink;
mod join;
mod language;
mod lexicon;
mod order;
mod paper;
mod patch;
mod path;
mod recognise;
mod roles;
mod row;
mod said;
mod seen;
mod signs;
mod spaces;
mod tidy;
mod tokens;

use image::RgbaImage;
use rayon::prelude::*;
use serde::Serialize;

use crate::{
    color::Color,
    measure::Rect,
    picture::Picture,
    quad::Quad,
    scene::{
        faces::{Face, covers},
        net::Sight,
        planes::on_white,
        text::seen::Seen,
    },
};

pub use language::{Language, language};
pub(crate) use said::is_fact;

/// A line of lettering.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// Round the ink, in picture pixels, in reading direction: the first corner is that of the first letter.
    pub quad: Quad,
    /// The outline of a line that runs along a curve; its quad is then the smallest one round it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outline: Option<Vec<[f32; 2]>>,
    pub text: String,
    /// How sure the reading is, 0 to 1.
    pub confidence: f32,
    pub role: Role,
    /// Lines with the same number belong together; numbers run in reading order.
    pub block: usize,
    #[serde(flatten)]
    pub lettering: Lettering,
    /// Most of it lies on a face.
    pub on_face: bool,
    /// Where each character of `text` begins and ends, in fractions of the line's length.
    pub characters: Vec<[f32; 2]>,
}

/// How a line is lettered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lettering {
    /// The colour of the letters.
    pub ink: Color,
    /// The colour of the ground round them.
    pub paper: Color,
    /// Height of a capital in pixels.
    pub cap_height: f32,
    /// Thickness of a stem in pixels.
    pub stroke: f32,
    /// Reading direction in degrees, clockwise from the right.
    pub angle: f32,
    /// The colour of an outline round the letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outline_ink: Option<Color>,
    /// Letters cast a shadow or glow.
    pub shadow: bool,
    pub case: Case,
    /// How the lines of its block are aligned.
    pub align: Align,
}

/// What a line does on the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// What the picture shouts.
    Slogan,
    /// All that is said in a lower voice.
    #[default]
    Body,
    /// A price, a discount, a percentage.
    Price,
    /// What one is to tap.
    Button,
    /// Whose account it is.
    Handle,
    /// Likes, views, followers, the hour.
    Metric,
    Hashtag,
    /// The name of the firm or the thing.
    Logo,
}

/// Which letters are large.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Case {
    #[default]
    Sentence,
    Upper,
    Lower,
    Title,
}

/// To which side the lines of a block are flush.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    #[default]
    Left,
    Center,
    Right,
}

/// Reads the lines of a picture, in reading order.
pub(crate) fn read(picture: &Picture, faces: &[Face], sight: Sight) -> Vec<Line> {
    let pixels = on_white(picture);
    let [close, afar] = detect::detect(&pixels, sight).map(join::join);
    let mut seen: Vec<Seen> = close.par_iter().filter_map(|found| seen::look(&pixels, found, &close, sight)).collect();
    for found in &afar {
        if seen::is_news(found, &seen)
            && let Some(large) = seen::look(&pixels, found, &[], sight)
        {
            seen::prefer(&mut seen, large);
        }
    }
    let page = Rect::new(0.0, 0.0, pixels.width() as f32, pixels.height() as f32);
    let mut lines: Vec<Line> = seen::distinct(seen).iter().flat_map(|seen| seen.lines(&page)).collect();
    for line in &mut lines {
        line.on_face = covers(faces, &line.quad) > 0.5;
    }
    arrange(lines, &pixels, faces)
}

/// Says of lines that were read in any order what they are to each other and to the picture: puts them in reading
/// order, numbers their blocks, and sets alignment and role.
fn arrange(lines: Vec<Line>, pixels: &RgbaImage, faces: &[Face]) -> Vec<Line> {
    let size = pixels.dimensions().into();
    let mut lines = blocks::group(lines);
    let grounds = ground::read(&lines, pixels);
    align::settle(&mut lines, &grounds, size);
    roles::assign(&mut lines, &grounds, faces, size);
    lines
}

#[cfg(test)]
pub(crate) mod tests;
