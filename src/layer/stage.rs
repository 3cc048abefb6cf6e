//! The stage: all that a layer may know when it is composed, and what it leaves behind.

use crate::{
    color::Inks,
    condition::Facts,
    layer::backdrop::Backdrop,
    measure::{Page, Rect},
    region::{Area, Mask, Region},
    scene::Scene,
    seed::Seed,
    typeset::fonts::{FaceId, Fonts},
    words::{Lang, Words},
};

/// Where layers are composed. Never holds pixels.
pub struct Stage<'a> {
    pub page: Page,
    pub scene: &'a Scene,
    pub words: &'a Words,
    pub fonts: &'a Fonts,
    pub lang: Lang,
    pub facts: Facts,
    pub inks: Inks,
    /// The dice of the layer that is being composed.
    pub seed: Seed,
    /// Where the picture was placed: the part that shows (its pixels) and where (canvas pixels).
    pub placed: Option<(Rect, Rect)>,
    pub backdrop: Backdrop<'a>,
    /// Faces that were used; a plan's fonts in the same order.
    pub faces: Vec<FaceId>,
    /// Every text that was set.
    pub said: Vec<String>,
    /// What could not be done as asked.
    pub notes: Vec<String>,
}

impl Stage<'_> {
    /// The index that a plan will know a face by.
    pub fn font(&mut self, face: FaceId) -> usize {
        self.faces.iter().position(|known| *known == face).unwrap_or_else(|| {
            self.faces.push(face);
            self.faces.len() - 1
        })
    }

    /// The part of the picture that shows, and where; the whole on the whole until it has been placed.
    pub fn placed(&self) -> (Rect, Rect) {
        let whole = Rect::new(0.0, 0.0, self.scene.width as f32, self.scene.height as f32);
        self.placed.unwrap_or((whole, self.page.canvas()))
    }

    /// A rectangle of the picture in canvas pixels, cut to what shows.
    pub fn on_canvas(&self, rect: &Rect) -> Rect {
        let (from, to) = self.placed();
        let seen = from.meet(rect);
        let (sx, sy) = (to.w / from.w, to.h / from.h);
        Rect::new(to.x + (seen.x - from.x) * sx, to.y + (seen.y - from.y) * sy, seen.w * sx, seen.h * sy)
    }

    /// The largest calm rectangle on the canvas that is worth lettering: at least a twelfth of the page.
    pub fn quiet(&self) -> Option<Rect> {
        let trim = self.page.trim();
        let calm = self.scene.quiet.iter().flatten().map(|rect| self.on_canvas(rect).meet(&trim));
        calm.filter(|rect| rect.area() >= trim.area() / 12.0).max_by(|a, b| a.area().total_cmp(&b.area()))
    }

    /// How busy a part of the canvas is, 0 to 1; 0 when nobody looked.
    pub fn detail(&self, rect: &Rect) -> f32 {
        let (from, to) = self.placed();
        let (sx, sy) = (from.w / to.w, from.h / to.h);
        let seen = Rect::new(from.x + (rect.x - to.x) * sx, from.y + (rect.y - to.y) * sy, rect.w * sx, rect.h * sy);
        self.scene.detail.as_ref().map_or(0.0, |detail| detail.mean(seen))
    }

    /// A region in canvas pixels.
    pub fn mask(&self, region: &Region) -> Mask {
        let everything = region.include.iter().any(|area| matches!(area, Area::All | Area::Ground));
        let include = if everything { Vec::new() } else { self.polygons(&region.include) };
        Mask {
            include,
            exclude: self.polygons(&region.exclude),
            grow: self.page.px(region.grow),
            feather: self.page.px(region.feather),
        }
    }

    /// The areas' outlines; one without extent when there is nothing, since no outline means everything.
    fn polygons(&self, areas: &[Area]) -> Vec<Vec<[f32; 2]>> {
        // Whole pixels, as pictures are placed: half a pixel of a picture must not escape its filter.
        let corners = |r: Rect| {
            let (x, y, right, bottom) = (r.x.round(), r.y.round(), r.right().round(), r.bottom().round());
            vec![[x, y], [right, y], [right, bottom], [x, bottom]]
        };
        let mut polygons = Vec::new();
        for area in areas {
            match area {
                Area::All | Area::Ground => polygons.push(corners(self.page.canvas())),
                Area::Quiet => {
                    polygons.extend(self.scene.quiet.iter().flatten().map(|rect| corners(self.on_canvas(rect))))
                }
                Area::Rect(fractions) => polygons.push(corners(self.page.rect(*fractions))),
                Area::Polygon(points) => polygons
                    .push(points.iter().map(|[x, y]| self.page.rect([*x, *y, 0.0, 0.0])).map(|r| [r.x, r.y]).collect()),
            }
        }
        if polygons.is_empty() && !areas.is_empty() {
            polygons.push(vec![[0.0; 2]; 3]);
        }
        polygons
    }
}
