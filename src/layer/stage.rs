//! The stage: all that a layer may know when it is composed, and what it leaves behind.

use crate::{
    color::Inks,
    condition::Facts,
    layer::{Covered, LayerError, Lender, backdrop::Backdrop, covered::Laid},
    measure::{Length, Page, Rect},
    polygon,
    quad::Quad,
    recipe::Change,
    region::{Area, Mask, Region},
    scene::{Scene, line::Line},
    seed::Seed,
    typeset::fonts::{FaceId, Fonts},
    words::{Lang, Words},
};

/// An outline without extent.
const NOTHING: [[[f32; 2]; 3]; 1] = [[[0.0; 2]; 3]];
/// How softly what moves round a face comes to rest.
const AROUND_FACES: Length = Length::Side(0.01);

/// Where layers are composed. Never holds pixels.
pub struct Stage<'a> {
    pub page: Page,
    pub scene: &'a Scene,
    pub words: &'a Words,
    pub fonts: &'a Fonts,
    pub lang: Lang,
    pub facts: Facts,
    pub inks: Inks,
    /// What no filter changes; where the template does not say, faces, and only from being moved about.
    pub protect: Option<&'a Region>,
    /// Other pictures that may be drawn from; none where nobody gave any.
    pub lenders: Option<Vec<&'a Lender>>,
    /// The dice of the layer that is being composed.
    pub seed: Seed,
    /// Where the picture was placed: the part that shows (its pixels) and where (canvas pixels).
    pub placed: Option<(Rect, Rect)>,
    pub backdrop: Backdrop<'a>,
    /// What lies over the picture.
    pub covered: Covered,
    /// How far the layer that is being composed is moved from its place, in canvas pixels, when it settles.
    pub shift: Option<[f32; 2]>,
    /// Faces that were used; a plan's fonts in the same order.
    pub faces: Vec<FaceId>,
    /// The lenders that were drawn from; a plan's pictures in the same order, behind the first.
    pub borrowed: Vec<usize>,
    /// Every text that was set.
    pub said: Vec<String>,
    /// Lines of the picture that say something else now.
    pub changes: Vec<Change>,
    /// Where new letters stand, in canvas pixels, in the place of a line's, by its index.
    pub relettered: Vec<(usize, Vec<[f32; 2]>)>,
    /// What could not be done as asked.
    pub notes: Vec<String>,
}

impl<'a> Stage<'a> {
    /// The lines of the picture but for those that are erased because they would show in part.
    pub fn standing(&self) -> Vec<&'a Line> {
        let lines = self.scene.text.iter().flatten().enumerate();
        lines.filter(|(n, _)| !self.covered.gone.contains(n)).map(|(_, line)| line).collect()
    }
}

impl Stage<'_> {
    /// The index that a plan will know a face by.
    pub fn font(&mut self, face: FaceId) -> usize {
        self.faces.iter().position(|known| *known == face).unwrap_or_else(|| {
            self.faces.push(face);
            self.faces.len() - 1
        })
    }

    /// The index that a plan will know the picture of a lender by.
    pub fn picture(&mut self, lender: usize) -> usize {
        let at = self.borrowed.iter().position(|known| *known == lender).unwrap_or_else(|| {
            self.borrowed.push(lender);
            self.borrowed.len() - 1
        });
        at + 1
    }

    /// The face of a name.
    ///
    /// # Errors
    /// When there is none, with the nearest name.
    pub fn face(&self, name: &str) -> Result<FaceId, LayerError> {
        self.fonts.find(name).ok_or_else(|| {
            let near = self.fonts.suggest(name).map_or(String::new(), |name| format!(": did you mean `{name}`?"));
            LayerError(format!("unknown font `{name}`{near}"))
        })
    }

    /// The wording of a text by the layer's dice, the `attempt`th from 0. `None`, and a note, where it asks for what
    /// this picture does not let be said.
    ///
    /// # Errors
    /// When it cannot be said on any picture.
    pub fn say(&mut self, text: &str, attempt: u32) -> Result<Option<String>, LayerError> {
        let seed = if attempt == 0 { self.seed.at("say") } else { self.seed.at(&format!("say.{attempt}")) };
        match self.words.expand(text, self.lang, &self.facts, seed) {
            Ok(said) => Ok(Some(said)),
            Err(error) if error.is_of_picture() => {
                // Of a later attempt nothing need be told: an earlier wording stands.
                if attempt == 0 {
                    self.notes.push(format!("“{text}” is left out: {error}"));
                }
                Ok(None)
            }
            Err(error) => Err(LayerError(error.to_string())),
        }
    }

    /// What a layer would lay down: it is composed, and everything is as it was before.
    ///
    /// # Errors
    /// The layer's.
    pub fn tried<T>(
        &mut self,
        lower: impl FnOnce(&mut Self) -> Result<T, LayerError>,
    ) -> Result<Vec<Laid>, LayerError> {
        let (said, changes, notes) = (self.said.len(), self.changes.len(), self.notes.len());
        let (laid, backdrop, borrowed) = (self.covered.count(), self.backdrop.count(), self.borrowed.len());
        let (placed, faces, relettered) = (self.placed, self.faces.len(), self.relettered.len());
        let watched = std::mem::replace(&mut self.covered.watched, true);
        let lowered = lower(self);
        self.covered.watched = watched;
        let laid = self.covered.taken(laid);
        self.backdrop.truncate(backdrop);
        self.said.truncate(said);
        self.changes.truncate(changes);
        self.notes.truncate(notes);
        self.borrowed.truncate(borrowed);
        self.placed = placed;
        self.faces.truncate(faces);
        self.relettered.truncate(relettered);
        lowered.map(|_| laid)
    }

    /// A box of the page in canvas pixels, moved as the layer is.
    pub fn moved(&self, fractions: [f32; 4]) -> Rect {
        let rect = self.page.rect(fractions);
        let [x, y] = self.shift.unwrap_or_default();
        Rect { x: rect.x + x, y: rect.y + y, ..rect }
    }

    /// The part of the picture that shows, and where; the whole on the whole until it has been placed.
    pub fn placed(&self) -> (Rect, Rect) {
        let whole = Rect::new(0.0, 0.0, self.scene.width as f32, self.scene.height as f32);
        self.placed.unwrap_or((whole, self.page.canvas()))
    }

    /// Canvas pixels a picture pixel.
    pub fn scale(&self) -> f32 {
        let (from, to) = self.placed();
        (to.w / from.w * to.h / from.h).sqrt()
    }

    /// Where a point of the picture lies on the canvas.
    pub fn point(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        let (from, to) = self.placed();
        [to.x + (x - from.x) * to.w / from.w, to.y + (y - from.y) * to.h / from.h]
    }

    /// A quad of the picture in canvas pixels.
    pub fn quad(&self, quad: &Quad) -> Quad {
        Quad(quad.0.map(|point| self.point(point)))
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
        let Region { include, exclude, grow, feather } = region;
        let (grow, feather) = (self.page.px(*grow), self.page.px(*feather));
        let mut mask = Mask { exclude: self.polygons(exclude), grow, feather, ..Mask::default() };
        if exclude.contains(&Area::Ground) {
            mask.within = or_nothing(self.outlines(&Area::Ground));
        } else if !exclude.is_empty() {
            mask.exclude = or_nothing(mask.exclude);
        }
        if include.contains(&Area::All) {
            return mask;
        }
        if !include.contains(&Area::Ground) {
            mask.include = or_nothing(self.polygons(include));
            return mask;
        }
        mask.around = self.outlines(&Area::Ground);
        if !mask.around.is_empty() {
            mask.include = self.polygons(include);
        } else if feather > 0.0 || grow < 0.0 {
            // The whole page, which unlike `all` has no edge along its border.
            mask.around = or_nothing(Vec::new());
        }
        mask
    }

    /// Where a filter that moves pixels about, or one that does not, may change nothing.
    pub fn protected(&self, moves: bool) -> Option<Mask> {
        let faces = Region { feather: AROUND_FACES, ..Region::of(Area::Faces) };
        let region = self.protect.or(moves.then_some(&faces))?;
        let mask = self.mask(region);
        (mask.include != NOTHING).then_some(mask)
    }

    /// The outlines of all areas but the ground, which has none.
    fn polygons(&self, areas: &[Area]) -> Vec<Vec<[f32; 2]>> {
        let outlines = |area: &Area| match area {
            Area::Ground => Vec::new(),
            Area::All => vec![whole_pixels(&Quad::from(self.page.canvas()).0)],
            Area::Rect(fractions) => vec![whole_pixels(&Quad::from(self.page.rect(*fractions)).0)],
            Area::Polygon(points) => {
                let at = |[x, y]: &[f32; 2]| self.page.rect([*x, *y, 0.0, 0.0]);
                vec![points.iter().map(at).map(|r| [r.x, r.y]).collect()]
            }
            read => self.outlines(read),
        };
        areas.iter().flat_map(outlines).collect()
    }

    /// What shows on the canvas of something that was read.
    fn outlines(&self, area: &Area) -> Vec<Vec<[f32; 2]>> {
        let (from, to) = self.placed();
        let (sx, sy) = (to.w / from.w, to.h / from.h);
        let on_canvas = |outline: Vec<[f32; 2]>| {
            let placed: Vec<_> = polygon::cut(&outline, &from)
                .iter()
                .map(|[x, y]| [to.x + (x - from.x) * sx, to.y + (y - from.y) * sy])
                .collect();
            whole_pixels(&placed)
        };
        let shown = |outlines: Vec<Vec<[f32; 2]>>| {
            outlines.into_iter().map(on_canvas).filter(|outline| !outline.is_empty()).collect::<Vec<_>>()
        };
        match area {
            Area::Ground => [Area::Text, Area::Faces].iter().flat_map(|area| self.outlines(area)).collect(),
            area if area.is_of_lines() => {
                let lines = self.scene.text.iter().flatten().enumerate();
                let line = |(n, line): (usize, &Line)| match self.relettered.iter().find(|(own, _)| *own == n) {
                    Some((_, outline)) if area.means(line) => vec![whole_pixels(outline)],
                    _ => shown(area.of_line(line)),
                };
                lines.flat_map(line).collect()
            }
            other => shown(other.outlines(self.scene)),
        }
    }
}

/// Whole pixels, as pictures are placed: half a pixel of a picture must not escape its filter.
fn whole_pixels(points: &[[f32; 2]]) -> Vec<[f32; 2]> {
    points.iter().map(|point| point.map(f32::round)).collect()
}

/// One outline without extent where there is none, since none means everything.
fn or_nothing(outlines: Vec<Vec<[f32; 2]>>) -> Vec<Vec<[f32; 2]>> {
    if outlines.is_empty() { NOTHING.map(|outline| outline.to_vec()).to_vec() } else { outlines }
}

#[cfg(test)]
mod tests;
