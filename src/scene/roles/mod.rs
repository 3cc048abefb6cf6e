//! Roles: what lines that were read are to each other and to the picture: order, blocks, alignment, role, language.

mod align;
mod blocks;
mod evidence;
mod frame;
mod ground;
mod language;
mod lexicon;
#[cfg(test)]
mod made;
mod order;
#[cfg(test)]
mod pages;
mod said;
mod signs;
#[cfg(test)]
mod tests;
mod tokens;

use image::RgbaImage;

use crate::scene::{
    faces::{Face, covers},
    line::Line,
};

pub use language::{Language, language, language_of};
pub(crate) use said::is_fact;
pub use said::role;
pub(crate) use tokens::fold;

/// Says of lines that were read in any order what they are to each other and to the picture: puts them in reading
/// order, numbers their blocks, and sets alignment and role.
pub(crate) fn arrange(lines: Vec<Line>, pixels: &RgbaImage, faces: &[Face]) -> Vec<Line> {
    let size = pixels.dimensions().into();
    let mut lines = blocks::group(lines);
    for line in &mut lines {
        line.on_face = covers(faces, &line.quad) > 0.5;
    }
    let grounds = ground::read(&lines, pixels);
    align::settle(&mut lines, &grounds, size);
    evidence::assign(&mut lines, &grounds, faces, size);
    for (line, plate) in ground::plates(&lines, &grounds).into_iter().enumerate() {
        lines[line].plate = plate;
    }
    lines
}
