//! The gallery: one page on which a batch can be looked at, before beside after, with what was changed and how.

pub mod contact;

use crate::{
    batch::Failure,
    encode::{Format, Options, encode},
    measure::{Page, Rect},
    picture::Picture,
    plan::{Mark, PictureMark, Plan, Source},
    recipe::{Change, Means, Recipe},
    render::{Canvas, render},
    typeset::fonts::Fonts,
};

/// The longer side of a picture on the page, in pixels.
const SIDE: f32 = 1200.0;

/// An output and the picture that it was made of.
pub struct Pair {
    /// Name of the output.
    pub name: String,
    pub recipe: Recipe,
    /// As `data:` addresses.
    pub before: Option<String>,
    pub after: String,
}

/// A picture small enough for a page, as a `data:` address.
///
/// # Errors
/// When it cannot be drawn.
pub fn thumbnail(picture: Picture) -> Result<String, Failure> {
    let (width, height) = picture.pixels.dimensions();
    let scale = (SIDE / width.max(height).max(1) as f32).min(1.0);
    let side = |px: u32| ((px as f32 * scale).round() as u32).max(1);
    let canvas = scaled(picture, side(width), side(height));
    let options = Options { quality: 82, ..Options::default() };
    Ok(format!("data:image/jpeg;base64,{}", base64(&encode(&canvas, &Recipe::default(), Format::Jpeg, &options)?)))
}

/// A picture in another size.
pub fn scaled(picture: Picture, width: u32, height: u32) -> Canvas {
    let page = Page { width: width.max(1), height: height.max(1), dpi: 96.0, bleed: 0 };
    let (width, height) = picture.pixels.dimensions();
    let from = Rect::new(0.0, 0.0, width as f32, height as f32);
    let hash = picture.hash.to_hex().to_string();
    let plan = Plan {
        recipe: Recipe::default(),
        page,
        paper: None,
        inks: Default::default(),
        pictures: vec![Source { path: None, hash, width, height }],
        fonts: Vec::new(),
        notes: Vec::new(),
        marks: vec![Mark::Picture(PictureMark { index: 0, from, to: page.canvas(), turn: 0.0 })],
    };
    render(&plan, vec![picture.into()], Fonts::builtin())
}

/// The page: HTML that needs nothing but itself.
pub fn page(pairs: &[Pair]) -> String {
    let figures: String = pairs.iter().enumerate().map(|(i, pair)| figure(i, pair)).collect();
    let count = pairs.len();
    include_str!("page.html").replace("<!-- count -->", &count.to_string()).replace("<!-- figures -->", &figures)
}

fn figure(index: usize, pair: &Pair) -> String {
    let name = escaped(&pair.name);
    let before = pair
        .before
        .as_ref()
        .map_or(String::new(), |data| format!("<img class=\"before\" alt=\"{name} before\" src=\"{data}\">"));
    let changes: String = pair.recipe.changes.iter().map(change).collect();
    let changes = if changes.is_empty() {
        pair.recipe.words.iter().map(|words| format!("<li>{}</li>", escaped(words))).collect()
    } else {
        changes
    };
    format!(
        "<figure id=\"p{index}\" tabindex=\"0\"><div class=\"pair\">{before}<img class=\"after\" alt=\"{name}\" \
         src=\"{after}\"></div><figcaption><h2>{name}</h2><p>{template}, seed {seed}</p><ul>{changes}</ul><details>\
         <summary>recipe</summary><pre>{recipe}</pre></details></figcaption></figure>\n",
        after = pair.after,
        template = escaped(&pair.recipe.template),
        seed = pair.recipe.seed,
        recipe = escaped(&pair.recipe.to_text()),
    )
}

fn change(change: &Change) -> String {
    let pasted = if change.method == Means::Pasted { " <small>pasted over</small>" } else { "" };
    format!("<li><del>{}</del> <ins>{}</ins>{pasted}</li>", escaped(&change.from), escaped(&change.to))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// RFC 4648.
fn base64(bytes: &[u8]) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_is_no_markup() {
        let recipe = Recipe { words: vec!["<script>alert(1)</script> & \"so\"".into()], ..Recipe::default() };
        let pair = Pair { name: "<b>.jpg".into(), recipe, before: None, after: "data:,".into() };
        let page = page(&[pair]);
        assert!(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script>alert"));
        assert!(page.contains("<h2>&lt;b&gt;.jpg</h2>") && !page.contains("<!-- "));
    }
}
