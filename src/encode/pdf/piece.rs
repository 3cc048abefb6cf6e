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
            paint::{Painted, Painter},
            plates::Plates,
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

/// A plan drawn for paper: a form, or one for each ink, drawn in canvas pixels, y down, that fills a square of one unit. Its
/// objects have numbers of their own.
pub struct Piece {
    pub(super) chunk: Chunk,
    /// How many numbers it uses, from 1; the forms are the first.
    pub(super) count: i32,
    /// The ink of each form, where the page is separated.
    pub(super) inks: Vec<String>,
    pub(super) page: Page,
    pub(super) recipe: Recipe,
}

impl Piece {
    /// Draws a plan for paper.
    ///
    /// Everything up to the last mark that needs pixels becomes one image; `draw` renders it, given the
    /// plan cut down to those marks. A JPEG picture alone is not drawn: its own stream goes in, without
    /// the file's metadata. What lies above is drawn as paths and as text that can be selected.
    ///
    /// A press that separates gets a form for each ink of the page instead, grey and black where it lies full.
    ///
    /// # Errors
    /// When the page has no size, more inks than can be told apart, or a font cannot be embedded.
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
        let letters = Letters::of([vectors], files.faces)?;
        let mut chunk = Chunk::with_settings(Settings { pretty: false });
        let mut numbers = Numbers::default();
        let mut inks = Vec::new();
        if options.press.as_ref().is_some_and(|press| press.separations) {
            let canvas = (!pixels.is_empty()).then(|| draw(&split::below(plan, count)));
            let plates = Plates::of(plan, canvas, vectors)?;
            inks = plates.names();
            let forms: Vec<Ref> = inks.iter().map(|_| numbers.next()).collect();
            let fonts = letters.write(&mut chunk, &mut numbers, &plan.fonts)?;
            for (ink, form) in forms.into_iter().enumerate() {
                let image = plates.image(ink, &mut chunk, &mut numbers);
                let mut painter = Painter::new(Content::new(), &letters, page);
                if image.is_some() {
                    painter.image(page.canvas(), page.canvas());
                }
                painter.marks(&plates.vectors(ink, vectors));
                write(&mut chunk, &mut numbers, form, &painter.finish(), image, &fonts, page);
            }
        } else {
            let form = numbers.next();
            let raster = Raster::of(plan, pixels, files, options, draw)?;
            let mut painter = Painter::new(Content::new(), &letters, page);
            if let Some(paper) = plan.paper.filter(|_| raster.as_ref().is_none_or(|raster| !raster.papered)) {
                painter.fill_rect(page.canvas(), paper);
            }
            if let Some(raster) = &raster {
                painter.image(raster.place, raster.clip);
            }
            painter.marks(vectors);
            let image = raster.map(|raster| raster.write(&mut chunk, &mut numbers));
            let fonts = letters.write(&mut chunk, &mut numbers, &plan.fonts)?;
            write(&mut chunk, &mut numbers, form, &painter.finish(), image, &fonts, page);
        }
        Ok(Piece { chunk, count: numbers.next().get() - 1, inks, page, recipe: plan.recipe.clone() })
    }

    /// How many forms it has.
    pub(super) fn forms(&self) -> usize {
        self.inks.len().max(1)
    }

    /// What it says, or what it was made with when it says nothing.
    pub(super) fn title(&self) -> String {
        let said = self.recipe.words.join(" / ");
        if said.is_empty() { format!("detourn: {}", self.recipe.template) } else { said }
    }

    /// Writes its objects into a document, their numbers after those that are taken; gives the forms.
    pub(super) fn write(&self, into: &mut Chunk, numbers: &mut Numbers) -> Vec<Ref> {
        let before = numbers.skip(self.count);
        self.chunk.renumber_into(into, |own| Ref::new(own.get() + before));
        (1..=self.forms() as i32).map(|form| Ref::new(form + before)).collect()
    }
}

/// Writes what was painted as a form.
fn write(
    chunk: &mut Chunk,
    numbers: &mut Numbers,
    form: Ref,
    painted: &Painted,
    image: Option<Ref>,
    fonts: &[(usize, Ref)],
    page: Page,
) {
    let resources = numbers.next();
    let content = deflate(&painted.page);
    let mut object = chunk.form_xobject(form, &content);
    object.filter(Filter::FlateDecode);
    let [width, height] = [page.width, page.height].map(|side| side as f32);
    object.bbox(Rect::new(0.0, 0.0, width, height));
    object.matrix([1.0 / width, 0.0, 0.0, 1.0 / height, 0.0, 0.0]);
    object.pair(Name(b"Resources"), resources);
    object.finish();
    objects::resources(chunk, numbers, resources, painted, image, fonts, page);
}
