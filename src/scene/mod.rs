//! The scene: what a picture shows, as far as a template asked to know.

mod detail;
mod faces;
pub mod facts;
mod grid;
pub mod hand;
mod kind;
pub mod line;
mod luma;
#[cfg(test)]
pub(crate) mod made;
mod needs;
mod net;
mod palette;
mod planes;
mod quiet;
pub mod quote;
mod reduced;
pub mod roles;
mod rounded;
mod text;
mod tone;

use serde::Serialize;

use crate::{measure::Rect, picture::Picture, polygon, scene::line::Line};

pub use faces::Face;
pub use facts::FACTS;
pub use grid::Grid;
pub use kind::Kind;
pub use luma::LumaMap;
pub use needs::Needs;
pub(crate) use needs::implied;
pub use net::Sight;
#[doc(hidden)]
pub use net::bench as bench_network;
pub use palette::{Palette, Swatch};
pub(crate) use text::Path;
pub use tone::Tone;

/// What was read. A reading that nobody asked for is `None`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Scene {
    pub width: u32,
    pub height: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Lines of lettering in reading order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Vec<Line>>,
    /// Largest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub faces: Option<Vec<Face>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub palette: Option<Palette>,
    /// Up to six calm rectangles in picture pixels, best first: the largest that words would sit well in.
    /// They overlap neither each other nor lettering nor faces; none when nothing is calm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiet: Option<Vec<Rect>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tone: Option<Tone>,
    #[serde(skip)]
    pub luma: Option<LumaMap>,
    #[serde(skip)]
    pub detail: Option<Grid>,
}

/// Reads of the picture what is asked for and nothing else.
///
/// Values are rounded (coordinates to a pixel, shares to a hundredth) so that the last bit of a float
/// decides nothing. The slower readings share one reduced copy, on white paper where the picture is not
/// opaque.
pub fn read(picture: &Picture, needs: Needs, sight: Sight) -> Scene {
    let mut scene = Scene::default();
    scene.look(picture, needs, sight);
    scene
}

/// The lines of a picture as they are lettered, and nothing of what they do there: all that their letters are cut out by.
pub fn letters(picture: &Picture, sight: Sight) -> Vec<Line> {
    let (width, height) = picture.pixels.dimensions();
    if width == 0 || height == 0 {
        return Vec::new();
    }
    rounded::lines(text::read(&planes::on_white(picture), sight))
}

impl Scene {
    /// Reads of the picture what is asked for and not known yet. It has to be the picture, and the sight, of before.
    pub fn look(&mut self, picture: &Picture, needs: Needs, sight: Sight) {
        let (width, height) = picture.pixels.dimensions();
        (self.width, self.height) = (width, height);
        if width == 0 || height == 0 {
            return;
        }
        let needs = (needs | implied(needs)).without(self.known());
        if needs.has(Needs::LUMA) {
            self.luma = Some(luma::read(picture));
        }
        if needs.any(Needs::PALETTE | Needs::DETAIL | Needs::TONE) {
            let reduced = reduced::reduce(picture);
            if needs.has(Needs::TONE) {
                self.tone = Some(tone::read(&reduced));
            }
            if needs.has(Needs::PALETTE) {
                self.palette = Some(palette::read(&reduced));
            }
            if needs.has(Needs::DETAIL) {
                self.detail = Some(detail::read(&reduced, width, height));
            }
        }
        if needs.any(Needs::FACES | Needs::TEXT) {
            let pixels = planes::on_white(picture);
            let (faces, lines) = rayon::join(
                || needs.has(Needs::FACES).then(|| rounded::faces(faces::read(&pixels))),
                || needs.has(Needs::TEXT).then(|| rounded::lines(text::read(&pixels, sight))),
            );
            self.faces = faces.or(self.faces.take());
            if let Some(lines) = lines {
                let lines = roles::arrange(lines, &pixels, self.faces.as_deref().unwrap_or_default());
                self.kind = Some(kind::read(&lines, width, height));
                self.text = Some(lines);
            }
        }
        if needs.has(Needs::QUIET) {
            self.quiet = self.detail.as_ref().map(|detail| quiet::read(detail, &taken(self), width, height));
        }
    }

    /// What was read so far.
    fn known(&self) -> Needs {
        let all = [
            (self.luma.is_some(), Needs::LUMA),
            (self.tone.is_some(), Needs::TONE),
            (self.palette.is_some(), Needs::PALETTE),
            (self.detail.is_some(), Needs::DETAIL),
            (self.faces.is_some(), Needs::FACES),
            (self.text.is_some(), Needs::TEXT),
            (self.quiet.is_some(), Needs::QUIET),
        ];
        all.into_iter().filter(|(known, _)| *known).fold(Needs::NONE, |all, (_, needs)| all | needs)
    }

    /// The scene as it would be if no more than this had been read, so that nothing depends on what was asked before.
    pub fn only(&self, needs: Needs) -> Scene {
        fn kept<T: Clone>(value: &Option<T>, keep: bool) -> Option<T> {
            if keep { value.clone() } else { None }
        }
        let has = |own| (needs | implied(needs)).has(own);
        Scene {
            width: self.width,
            height: self.height,
            kind: kept(&self.kind, has(Needs::TEXT)),
            text: kept(&self.text, has(Needs::TEXT)),
            faces: kept(&self.faces, has(Needs::FACES)),
            palette: kept(&self.palette, has(Needs::PALETTE)),
            quiet: kept(&self.quiet, has(Needs::QUIET)),
            tone: kept(&self.tone, has(Needs::TONE)),
            luma: kept(&self.luma, has(Needs::LUMA)),
            detail: kept(&self.detail, has(Needs::DETAIL)),
        }
    }
}

/// The rectangles round all lettering and all faces.
fn taken(scene: &Scene) -> Vec<Rect> {
    let lines = scene.text.iter().flatten().map(|line| {
        let outline = line.outline.as_deref().and_then(polygon::bounds);
        outline.unwrap_or_else(|| line.quad.bounds()).grown(line.lettering.cap_height / 4.0)
    });
    lines.chain(scene.faces.iter().flatten().map(|face| face.rect.grown(face.rect.w / 20.0))).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use image::{Rgba, RgbaImage};
    use proptest::prelude::*;

    use super::*;
    use crate::picture::Format;

    /// A picture of one colour.
    pub(crate) fn plain(width: u32, height: u32, color: [u8; 4]) -> Picture {
        of(RgbaImage::from_pixel(width, height, Rgba(color)))
    }

    fn of(pixels: RgbaImage) -> Picture {
        let alpha = pixels.pixels().any(|p| p[3] < 255);
        let hash = blake3::hash(pixels.as_raw());
        Picture { pixels, format: Format::Png, dpi: None, frames: 1, truncated: false, alpha, hash, passes: false }
    }

    /// Small pictures of any shape: noise, blocks and plain ones, with and without alpha.
    pub(crate) fn pictures() -> impl Strategy<Value = Picture> {
        (1u32..70, 1u32..70, any::<[[u8; 4]; 4]>(), 1u32..40, any::<bool>()).prop_map(|(w, h, inks, block, opaque)| {
            of(RgbaImage::from_fn(w, h, |x, y| {
                let [r, g, b, a] = inks[((x / block) * 7 + (y / block) * 5) as usize % 4];
                Rgba([r, g, b, if opaque { 255 } else { a & 0xf0 }])
            }))
        })
    }

    proptest! {
        #[test]
        fn readings_stay_inside_the_picture(picture in pictures()) {
            let scene = read(&picture, Needs::ALL, Sight::Full);
            let all = Rect::new(0.0, 0.0, scene.width as f32, scene.height as f32);
            for rect in scene.quiet.as_ref().unwrap() {
                prop_assert!(all.holds(rect, 0.0) && rect.area() > 0.0);
            }
            let grids = [scene.detail.as_ref(), scene.luma.as_ref().map(|l| &l.low), scene.luma.as_ref().map(|l| &l.high)];
            for grid in grids.into_iter().flatten() {
                prop_assert_eq!(grid.values.len() as u32, grid.columns * grid.rows);
                prop_assert!(grid.values.iter().all(|v| (0.0..=1.0).contains(v)));
            }
            prop_assert!(scene.facts().numbers().all(|(_, v)| v.is_finite()));
        }
    }

    proptest! {
        #[test]
        fn what_is_calm_keeps_clear_of_lettering_and_faces(scene in made::scenes()) {
            let quiet = quiet::read(&Grid::over(400, 300, 8, 0.0), &taken(&scene), 400, 300);
            let lines = scene.text.iter().flatten().map(|line| line.quad.bounds());
            for rect in lines.chain(scene.faces.iter().flatten().map(|face| face.rect)) {
                prop_assert!(quiet.iter().all(|quiet| quiet.meet(&rect).area() == 0.0), "{rect:?} in {quiet:?}");
            }
        }
    }

    #[test]
    fn odd_pictures_are_read() {
        for (w, h, ink) in [(1, 1, [9; 4]), (1, 5000, [0, 0, 0, 255]), (5000, 1, [255; 4]), (300, 200, [0; 4])] {
            let scene = read(&plain(w, h, ink), Needs::ALL, Sight::Full);
            assert_eq!(scene.palette.unwrap().swatches.len(), 1);
            assert!(scene.detail.unwrap().values.iter().all(|&v| v == 0.0));
            assert!(serde_json::to_string(&scene.quiet).unwrap().starts_with('['));
        }
    }

    #[test]
    fn what_is_read_in_two_looks_is_what_is_read_in_one() {
        let picture = of(RgbaImage::from_fn(240, 160, |x, y| Rgba([(x * y) as u8, y as u8, (x / 3) as u8, 255])));
        let mut scene = read(&picture, Needs::QUIET | Needs::TONE, Sight::Full);
        scene.look(&picture, Needs::ALL, Sight::Full);
        let json = |scene: &Scene| serde_json::to_string(scene).unwrap();
        assert_eq!(json(&scene), json(&read(&picture, Needs::ALL, Sight::Full)));
        let some = Needs::PALETTE | Needs::FACES;
        assert_eq!(json(&scene.only(some)), json(&read(&picture, some, Sight::Full)));
    }

    #[test]
    fn nothing_is_read_unasked() {
        let scene = read(&plain(8, 8, [1; 4]), Needs::QUIET, Sight::Full);
        assert!(scene.quiet.is_some() && scene.detail.is_some());
        assert!(scene.luma.is_none() && scene.palette.is_none() && scene.tone.is_none());
    }
}
