//! PDF: a plan becomes one page of exact size, its lettering and shapes as vectors.

mod letters;
mod objects;
mod paint;
mod raster;
mod split;
mod stream;
mod subset;
mod xmp;

use pdf_writer::{Content, Finish, Name, Pdf, Rect, Settings, TextStr};

use crate::{
    encode::{
        EncodeError, Options,
        pdf::{letters::Letters, objects::Numbers, paint::Painter, raster::Raster},
    },
    measure::Page,
    plan::Plan,
    recipe::Recipe,
    render::Canvas,
};

/// The longest side of a page in points (ISO 32000-1, annex C).
const LONGEST: f32 = 14400.0;

/// The files that a plan draws from, in the order of its own lists.
#[derive(Clone, Copy, Debug, Default)]
pub struct Files<'a> {
    /// For every picture, the JPEG file whose stream may pass through
    /// ([`passes`](crate::picture::Picture::passes)); `None` for any other.
    pub jpegs: &'a [Option<&'a [u8]>],
    /// For every face, the font file.
    pub faces: &'a [&'a [u8]],
}

/// Encodes a plan as a PDF 1.7 file of one page, the canvas: media box and bleed box are the whole of
/// it, the trim box lies inside the bleed. Same arguments, same bytes.
///
/// Everything up to the last mark that needs pixels becomes one image; `draw` renders it, given the
/// plan cut down to those marks. A JPEG picture alone is not drawn: its own stream goes in, without
/// the file's metadata. What lies above is drawn as paths and as text that can be selected.
///
/// # Errors
/// When the page has no size or is larger than PDF can say, or a font cannot be embedded.
pub fn encode(
    plan: &Plan,
    files: &Files,
    options: &Options,
    draw: impl FnOnce(&Plan) -> Canvas,
) -> Result<Vec<u8>, EncodeError> {
    let page = plan.page;
    let scale = 72.0 / page.dpi;
    let [width, height] = [page.width, page.height].map(|side| side as f32 * scale);
    if !(page.dpi > 0.0 && width > 0.0 && height > 0.0 && width.is_finite() && height.is_finite()) {
        return Err(EncodeError::Failed("a page needs a width, a height and a dpi".into()));
    }
    if width.max(height) > LONGEST {
        return Err(EncodeError::TooLarge { width: page.width, height: page.height });
    }

    let count = split::raster_marks(plan);
    let (pixels, vectors) = plan.marks.split_at(count);
    let raster = Raster::of(plan, pixels, files, options, draw)?;
    let letters = Letters::of(vectors, files.faces)?;

    // From here on in canvas pixels, y down.
    let mut content = Content::new();
    content.transform([scale, 0.0, 0.0, -scale, 0.0, height]);
    let mut painter = Painter::new(content, &letters, page);
    if let Some(paper) = plan.paper.filter(|_| raster.as_ref().is_none_or(|raster| !raster.papered)) {
        painter.fill_rect(page.canvas(), paper);
    }
    if let Some(raster) = &raster {
        painter.image(raster.place, raster.clip);
    }
    painter.marks(vectors);

    let mut pdf = Pdf::with_settings(Settings { pretty: false });
    pdf.set_version(1, 7);
    let mut numbers = Numbers::default();
    let [catalog, tree, sheet, info, metadata, resources] = std::array::from_fn(|_| numbers.next());
    let title = title(&plan.recipe);
    pdf.catalog(catalog).pages(tree).metadata(metadata).lang(TextStr(&plan.recipe.lang));
    pdf.document_info(info).title(TextStr(&title)).creator(TextStr("detourn")).producer(TextStr("detourn"));
    pdf.metadata(metadata, xmp::packet(&title, &plan.recipe).as_bytes());
    pdf.pages(tree).kids([sheet]).count(1);

    let contents = numbers.next();
    let mut leaf = pdf.page(sheet);
    leaf.parent(tree).contents(contents).pair(Name(b"Resources"), resources);
    leaf.media_box(Rect::new(0.0, 0.0, width, height)).bleed_box(Rect::new(0.0, 0.0, width, height));
    leaf.trim_box(trim_box(page, scale));
    leaf.group().transparency().color_space().device_rgb();
    leaf.finish();
    let painted = painter.finish();
    objects::packed(&mut pdf, contents, &painted.page);

    let image = raster.map(|raster| raster.write(&mut pdf, &mut numbers));
    let fonts = letters.write(&mut pdf, &mut numbers, &plan.fonts)?;
    objects::resources(&mut pdf, &mut numbers, resources, &painted, image, &fonts, page);
    let id = blake3::hash(&painted.page).as_bytes()[..16].to_vec();
    pdf.set_file_id((id.clone(), id));
    Ok(pdf.finish())
}

/// The recipe inside a PDF that detourn made; `None` for any other file.
pub fn recipe(file: &[u8]) -> Option<Recipe> {
    file.starts_with(b"%PDF-").then(|| xmp::recipe(file)).flatten()
}

/// The trimmed page in points.
fn trim_box(page: Page, scale: f32) -> Rect {
    let trim = page.trim();
    let height = page.height as f32;
    Rect::new(trim.x * scale, (height - trim.bottom()) * scale, trim.right() * scale, (height - trim.y) * scale)
}

/// What it says, or what it was made with when it says nothing.
fn title(recipe: &Recipe) -> String {
    let said = recipe.words.join(" / ");
    if said.is_empty() { format!("detourn: {}", recipe.template) } else { said }
}

#[cfg(test)]
mod tests;
