//! A piece: a plan as a form that any leaf of a document may show, and all that the form needs.

use pdf_writer::{Chunk, Content, Filter, Finish, Name, Rect, Ref, Settings};

use crate::{
    encode::{
        EncodeError, Options,
        pdf::{
            Files,
            bind::LONGEST,
            letters::Letters,
            objects::{self, Numbers, deflate},
            paint::Painter,
            raster::Raster,
            split,
        },
    },
    measure::Page,
    plan::Plan,
    press::Layout,
    recipe::Recipe,
    render::Canvas,
};

/// A plan drawn for paper: its form is drawn in canvas pixels, y down, and fills a square of one unit. Its objects have numbers of their own.
pub struct Piece {
    pub(super) chunk: Chunk,
    /// How many numbers it uses, from 1; the form is the first.
    pub(super) count: i32,
    pub(super) page: Page,
    pub(super) recipe: Recipe,
}

/// The number of the form.
const FORM: i32 = 1;

impl Piece {
    /// Draws a plan for paper.
    ///
    /// Everything up to the last mark that needs pixels becomes one image; `draw` renders it, given the
    /// plan cut down to those marks. A JPEG picture alone is not drawn: its own stream goes in, without
    /// the file's metadata. What lies above is drawn as paths and as text that can be selected.
    ///
    /// # Errors
    /// When the page has no size, or a font cannot be embedded.
    pub fn of(
        plan: &Plan,
        files: &Files,
        options: &Options,
        draw: impl FnOnce(&Plan) -> Canvas,
    ) -> Result<Piece, EncodeError> {
        let page = plan.page;
        if !(page.dpi > 0.0 && page.dpi.is_finite() && page.width > 0 && page.height > 0) {
            return Err(EncodeError::Failed("a page needs a width, a height and a dpi".into()));
        }
        // Told before anything is drawn; of a page in parts, only the parts have a bound.
        let parts = options.press.as_ref().is_some_and(|press| matches!(press.layout, Layout::Tile { .. }));
        if !parts && page.width.max(page.height) as f32 * 72.0 / page.dpi > LONGEST {
            return Err(EncodeError::TooLarge { width: page.width, height: page.height });
        }
        let count = split::raster_marks(plan);
        let (pixels, vectors) = plan.marks.split_at(count);
        let raster = Raster::of(plan, pixels, files, options, draw)?;
        let letters = Letters::of([vectors], files.faces)?;

        let mut painter = Painter::new(Content::new(), &letters, page);
        if let Some(paper) = plan.paper.filter(|_| raster.as_ref().is_none_or(|raster| !raster.papered)) {
            painter.fill_rect(page.canvas(), paper);
        }
        if let Some(raster) = &raster {
            painter.image(raster.place, raster.clip);
        }
        painter.marks(vectors);
        let painted = painter.finish();

        let mut chunk = Chunk::with_settings(Settings { pretty: false });
        let mut numbers = Numbers::default();
        let [form, resources] = std::array::from_fn(|_| numbers.next());
        let content = deflate(&painted.page);
        let mut object = chunk.form_xobject(form, &content);
        object.filter(Filter::FlateDecode);
        let [width, height] = [page.width, page.height].map(|side| side as f32);
        object.bbox(Rect::new(0.0, 0.0, width, height));
        object.matrix([1.0 / width, 0.0, 0.0, 1.0 / height, 0.0, 0.0]);
        object.pair(Name(b"Resources"), resources);
        object.finish();
        let image = raster.map(|raster| raster.write(&mut chunk, &mut numbers));
        let fonts = letters.write(&mut chunk, &mut numbers, &plan.fonts)?;
        objects::resources(&mut chunk, &mut numbers, resources, &painted, image, &fonts, page);
        Ok(Piece { chunk, count: numbers.next().get() - 1, page, recipe: plan.recipe.clone() })
    }

    /// What it says, or what it was made with when it says nothing.
    pub(super) fn title(&self) -> String {
        let said = self.recipe.words.join(" / ");
        if said.is_empty() { format!("detourn: {}", self.recipe.template) } else { said }
    }

    /// Writes its objects into a document, their numbers after those that are taken; gives the form.
    pub(super) fn write(&self, into: &mut Chunk, numbers: &mut Numbers) -> Ref {
        let before = numbers.skip(self.count);
        self.chunk.renumber_into(into, |own| Ref::new(own.get() + before));
        Ref::new(FORM + before)
    }
}
