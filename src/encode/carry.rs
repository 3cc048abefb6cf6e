//! Carrying: how a file holds its recipe, and how it is found again without decoding a pixel.
//!
//! JPEG: comment segments, each `detourn:recipe 1/2` and a line feed before its part of the text, since a
//! segment holds less than 64 KiB. PNG: an `iTXt` chunk with the keyword `detourn`. WebP and TIFF: XMP
//! with an element `detourn:recipe`. PDF: that same element in plain text anywhere in the file.

use std::borrow::Cow;

use crate::{
    picture::{frames, segments, webp},
    recipe::{Recipe, RecipeError},
};

/// The keyword of the chunk in PNG.
pub(super) const KEYWORD: &str = "detourn";

const COMMENT: &str = "detourn:recipe ";
const OPEN: &str = "<detourn:recipe>";
const CLOSE: &str = "</detourn:recipe>";

/// Text in one JPEG comment: what a segment holds less its length and our head line.
const PART: usize = 65_000;

/// The recipe that a JPEG, PNG, WebP, TIFF or PDF file carries; `None` when it carries none.
///
/// # Errors
/// When there is a recipe that cannot be read.
pub fn recipe(bytes: &[u8]) -> Result<Option<Recipe>, RecipeError> {
    let text = match bytes {
        [0xff, 0xd8, ..] => from_comments(bytes)?.map(Cow::Owned),
        [0x89, b'P', b'N', b'G', ..] => from_itxt(bytes).map(Cow::Borrowed),
        [b'R', b'I', b'F', b'F', ..] => {
            webp::chunks(bytes).find(|(name, _)| name == b"XMP ").and_then(|(_, xmp)| from_element(xmp)).map(Cow::Owned)
        }
        [b'%', b'P', b'D', b'F', ..] | [b'I', b'I', b'*', 0, ..] => from_element(bytes).map(Cow::Owned),
        _ => None,
    };
    let Some(text) = text else { return Ok(None) };
    let text = std::str::from_utf8(&text).map_err(|_| RecipeError("it is not UTF-8".into()))?;
    Recipe::from_text(text).map(Some)
}

/// JPEG comment segments that hold `text`.
pub(super) fn comments(text: &str) -> Vec<u8> {
    let parts = text.len().div_ceil(PART).max(1);
    let mut out = Vec::with_capacity(text.len() + parts * 40);
    for (i, part) in text.as_bytes().chunks(PART).enumerate() {
        let head = format!("{COMMENT}{}/{parts}\n", i + 1);
        out.extend([0xff, 0xfe]);
        out.extend(((2 + head.len() + part.len()) as u16).to_be_bytes());
        out.extend(head.as_bytes());
        out.extend(part);
    }
    out
}

fn from_comments(bytes: &[u8]) -> Result<Option<Vec<u8>>, RecipeError> {
    let (mut text, mut next) = (Vec::new(), 1);
    for segment in segments::header(bytes).filter(|segment| segment.marker == 0xfe) {
        let Some(rest) = segment.payload.strip_prefix(COMMENT.as_bytes()) else { continue };
        let lost = || RecipeError("a part of it is missing".into());
        let end = rest.iter().position(|&b| b == b'\n').ok_or_else(lost)?;
        let head = std::str::from_utf8(&rest[..end]).ok().and_then(|head| head.split_once('/')).ok_or_else(lost)?;
        if head.0.parse() != Ok(next) {
            return Err(lost());
        }
        text.extend(&rest[end + 1..]);
        if head.0 == head.1 {
            return Ok(Some(text));
        }
        next += 1;
    }
    if next == 1 { Ok(None) } else { Err(RecipeError("a part of it is missing".into())) }
}

/// The text of our `iTXt` chunk: keyword, NUL, two bytes of compression (none), two empty texts, each
/// with its NUL, and the text.
fn from_itxt(bytes: &[u8]) -> Option<&[u8]> {
    frames::chunks(bytes).filter(|(name, _)| name == b"iTXt").find_map(|(_, payload)| {
        let rest = payload.strip_prefix(KEYWORD.as_bytes())?.strip_prefix(&[0, 0, 0])?;
        let language = rest.iter().position(|&b| b == 0)? + 1;
        let translated = language + rest[language..].iter().position(|&b| b == 0)? + 1;
        Some(&rest[translated..])
    })
}

/// The recipe as an XML element, for XMP.
pub(crate) fn element(recipe: &Recipe) -> String {
    let text = recipe.to_text().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("{OPEN}{text}{CLOSE}")
}

/// An XMP packet that holds the recipe and nothing else.
pub(super) fn xmp(recipe: &Recipe) -> String {
    let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    format!(
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"{rdf}\">\
         <rdf:Description rdf:about=\"\" xmlns:detourn=\"urn:detourn\">{}</rdf:Description>\
         </rdf:RDF></x:xmpmeta>",
        element(recipe)
    )
}

/// The text of the element in `bytes`, whatever surrounds it.
fn from_element(bytes: &[u8]) -> Option<Vec<u8>> {
    let start = find(bytes, OPEN)? + OPEN.len();
    let end = start + find(&bytes[start..], CLOSE)?;
    let text = std::str::from_utf8(&bytes[start..end]).ok()?;
    Some(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").into_bytes())
}

fn find(bytes: &[u8], text: &str) -> Option<usize> {
    bytes.windows(text.len()).position(|window| window == text.as_bytes())
}
