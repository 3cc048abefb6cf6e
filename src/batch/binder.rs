//! The binder: outputs of many pictures that become one document, or pages which several of them share.

use std::{io, path::PathBuf, sync::Arc};

use crate::{
    batch::Failure,
    encode::{
        self, EncodeError, Format,
        pdf::{self, Piece},
    },
    picture::Picture,
    press::{self, Cut, flat},
    recipe::Recipe,
    render::{Canvas, render},
    sink::{Found, Sink, SinkError},
    typeset::fonts::Fonts,
};

/// A page on its way into a document.
pub enum Page {
    Piece(Piece),
    /// For formats that know only pixels.
    Drawn(Canvas, Recipe),
}

/// Where a document goes, and how many pages it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// `None` is stdout.
    pub path: Option<PathBuf>,
    pub pages: usize,
}

/// The documents of a batch, one after the other.
#[derive(Debug)]
pub struct Binder(Vec<(Document, Found)>);

/// What has come of the document that is gathered now.
#[derive(Default)]
pub(super) struct Gathered {
    document: usize,
    /// Pages of the documents before it.
    before: usize,
    pages: Vec<Option<Page>>,
}

impl Gathered {
    /// Which of the pages that were gathered came to something.
    pub(super) fn came(&self) -> impl Iterator<Item = bool> {
        self.pages.iter().map(Option::is_some)
    }

    /// Puts a page in its place, here or among those that are to come `next`.
    pub(super) fn put(&mut self, page: usize, made: Option<Page>, next: &mut [Option<Page>]) {
        if let Some(place) = self.pages.iter_mut().chain(next).nth(page) {
            *place = made;
        }
    }
}

impl Binder {
    /// A binder, once it is known that its documents may be written.
    ///
    /// # Errors
    /// When something is there that may not be written over.
    pub fn new(documents: Vec<Document>, sink: &Sink) -> Result<Self, SinkError> {
        let found = |document: Document| {
            let found = document.path.as_deref().map_or(Ok(Found::Nothing), |path| sink.find(path))?;
            Ok((document, found))
        };
        Ok(Binder(documents.into_iter().map(found).collect::<Result<_, _>>()?))
    }

    /// Where the page with that number from 0 goes; of a single document, covers are not counted.
    pub(super) fn path(&self, mut page: usize) -> Option<PathBuf> {
        let document = self.0.iter().find(|(document, _)| {
            let here = page < document.pages;
            page -= if here { 0 } else { document.pages };
            here
        });
        document.or(self.0.last())?.0.path.clone()
    }

    /// Takes pages in their order, `None` for those that came to nothing; a document is written when its last one has come.
    ///
    /// # Errors
    /// When they cannot be printed so, or the disk says no.
    pub(super) fn take(
        &self,
        made: impl IntoIterator<Item = Option<Page>>,
        gathered: &mut Gathered,
        (format, options): (Format, &encode::Options),
        sink: &Sink,
    ) -> io::Result<()> {
        for page in made {
            gathered.pages.push(page);
            let Some((document, found)) = self.0.get(gathered.document) else { continue };
            if gathered.pages.len() < document.pages {
                continue;
            }
            let pages = std::mem::take(&mut gathered.pages);
            let all = self.0.iter().map(|(document, _)| document.pages).sum();
            let bound = bind(pages, [gathered.before, all], format, options).map_err(Failure::from);
            let written = bound.and_then(|bytes| match (bytes, &document.path) {
                (None, _) => Ok(()),
                (Some(bytes), Some(path)) => Ok(sink.write(path, &bytes, found)?),
                (Some(bytes), None) => {
                    sink.hold(bytes);
                    Ok(())
                }
            });
            written.map_err(|failure| io::Error::other(failure.line()))?;
            gathered.document += 1;
            gathered.before += document.pages;
        }
        Ok(())
    }
}

/// The file of a document; `None` when none of its pages came to anything. `before` of `all` pages are other documents'.
fn bind(
    pages: Vec<Option<Page>>,
    [before, all]: [usize; 2],
    format: Format,
    options: &encode::Options,
) -> Result<Option<Vec<u8>>, EncodeError> {
    if pages.iter().all(Option::is_none) {
        return Ok(None);
    }
    let press = options.press.as_ref();
    if format == Format::Pdf {
        let piece = |page| if let Some(Page::Piece(piece)) = page { Some(piece) } else { None };
        return pdf::bind(&pages.into_iter().map(piece).collect::<Vec<_>>(), press).map(Some);
    }
    let drawn = |page| if let Some(Page::Drawn(canvas, recipe)) = page { Some((canvas, recipe)) } else { None };
    let pages: Vec<Option<(Canvas, Recipe)>> = pages.into_iter().map(drawn).collect();
    let mut cuts = vec![None; all];
    for (cut, page) in cuts[before..].iter_mut().zip(&pages) {
        *cut = page.as_ref().map(|(canvas, _)| Cut::of(&canvas.page, press));
    }
    // All others are empty, so that the one leaf is this document's.
    let leaf = press::impose(press, &cuts)?.composed.into_iter().flatten().next();
    let drawn: Vec<_> = pages.into_iter().flatten().collect();
    let (Some(leaf), Some((first, recipe))) = (leaf, drawn.first()) else { return Ok(None) };
    let sizes: Vec<[u32; 2]> = drawn.iter().map(|(canvas, _)| canvas.pixels.dimensions().into()).collect();
    let plan = flat::plan(&leaf, &sizes, first.page.dpi, recipe.clone())?;
    plan.check().map_err(|error| EncodeError::Failed(error.to_string()))?;
    let pictures = drawn.into_iter().map(|(canvas, _)| Arc::new(Picture::drawn(canvas.pixels))).collect();
    let canvas = render(&plan, pictures, Fonts::builtin());
    encode::encode(&canvas, &plan.recipe, format, options).map(Some)
}
