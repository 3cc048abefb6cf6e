//! The kind of picture: what its lines and their places make of it.

use serde::Serialize;

use crate::scene::text::Line;

/// What a picture is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Says something and sells something.
    Ad,
    /// A picture in the frame of a social network: handle, likes, caption.
    Post,
    /// Fills a telephone upright: stickers, mentions, a reply field.
    Story,
    /// A few sentences of somebody, with hardly a picture.
    Microblog,
    /// A sheet of many lines: dates, prices, places.
    Flyer,
    /// No words.
    #[default]
    Photograph,
}

/// What kind a picture of `width` × `height` pixels with these lines is.
pub(crate) fn read(lines: &[Line], _width: u32, _height: u32) -> Kind {
    if lines.is_empty() { Kind::Photograph } else { Kind::Ad }
}
