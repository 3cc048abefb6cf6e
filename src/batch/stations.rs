//! One picture's way through the house, station by station.

use std::{panic, path::Path, sync::Arc, thread};

use rayon::ThreadPoolBuilder;

use crate::{
    batch::{Failure, Stop, binder::Page, lending},
    compose::{Ground, compose},
    encode::{
        self, EncodeError, Format, encode,
        pdf::{self, Piece},
    },
    job::{Choice, Job, Roll},
    overlay,
    paper::Paper,
    picture::{self, Picture},
    plan::{Plan, Source},
    recipe::Recipe,
    render::{bands, in_bands, render},
    scene::{Needs, Scene, roles},
    template::{self, Lies, PageSpec, Sheet, Template},
    typeset::fonts::Fonts,
    words::Lang,
};

/// What is decided of a roll before it is composed.
pub struct Cast<'a> {
    pub template: &'a Template,
    /// But for its words.
    pub recipe: Recipe,
    /// The page, as it lies, where the place that it is made for decides that.
    pub paper: Option<Paper>,
}

/// The pixels of a file.
///
/// # Errors
/// When it is no picture, or not a whole one where the job wants that.
pub fn decode(job: &Job, bytes: &[u8]) -> Result<Picture, Failure> {
    let picture = picture::decode(bytes, &job.limits)?;
    if picture.truncated && job.whole { Err(Failure::Truncated) } else { Ok(picture) }
}

/// The template of a roll: the one that it names, or one that suits what the picture shows. `scene` is what was read of
/// the picture so far.
///
/// # Errors
/// When there is none to cast.
pub fn cast<'a>(job: &'a Job, picture: &Picture, scene: &mut Scene, roll: Roll) -> Result<Cast<'a>, Failure> {
    let choice = job.choice(roll).ok_or(Failure::NoTemplate)?;
    let chosen = match choice {
        Choice::One(template) => Some(&**template),
        Choice::Cast { among, .. } => {
            let needs = choice.needs();
            scene.look(picture, needs, job.sight);
            let facts = scene.only(needs).facts();
            template::cast(among, &facts, job.dice(roll, &picture.hash))
        }
    };
    let template = chosen.ok_or(Failure::NoTemplate)?;
    Ok(Cast { template, recipe: job.recipe(template, roll, &picture.hash), paper: None })
}

/// Everything decided: the template is rolled, the scene is read as far as it asks, and both are composed.
/// `path` is where `detourn draw` will find the picture.
///
/// # Errors
/// When the template cannot be composed on this picture.
pub fn plan(
    job: &Job,
    picture: &Picture,
    scene: &mut Scene,
    roll: Roll,
    cast: Cast,
    path: Option<&Path>,
    stop: &Stop,
) -> Result<Plan, Failure> {
    let seed = job.dice(roll, &picture.hash);
    let mut sheet = cast.template.roll(seed)?;
    if let Some(paper) = cast.paper {
        sheet.page.size = Some(paper.to_string());
        sheet.page.lies = if paper.width > paper.height { Lies::Across } else { Lies::Upright };
    }
    let large = is_large(&sheet.page);
    let lang = language(job, picture, scene, &sheet, large);
    let needs = job.needs_of(&sheet, lang);
    look(job, picture, scene, needs, large);
    // What other outputs of the picture asked for is not for this one to know.
    let scene = scene.only(needs);
    stop.check()?;
    let lenders = if sheet.borrows() { lending::lenders(job, stop)? } else { None };
    let (width, height) = picture.pixels.dimensions();
    let path = path.and_then(Path::to_str).map(String::from);
    let ground = Ground {
        scene: &scene,
        source: Source { path, hash: cast.recipe.source.clone(), width, height },
        lenders,
        dpi: picture.dpi,
        words: job.words,
        fonts: job.fonts,
        lang,
        tone: job.tone.as_deref(),
        seed,
        recipe: cast.recipe,
    };
    Ok(compose(&sheet, ground)?)
}

/// The language of the words: the job's, or that of the picture's own where words are to be said at all.
fn language(job: &Job, picture: &Picture, scene: &mut Scene, sheet: &Sheet, large: bool) -> Lang {
    if let Some(lang) = job.lang {
        return lang;
    }
    if !sheet.says().iter().any(|text| text.contains('#')) {
        return Lang::default();
    }
    look(job, picture, scene, Needs::TEXT, large);
    scene.text.as_deref().and_then(roles::language).map_or_else(Lang::default, Lang::from)
}

/// Pixels of a page from which memory counts for more than how soon its picture is read.
const LARGE: u64 = 16 << 20;

fn is_large(page: &PageSpec) -> bool {
    let paper: Option<Paper> = page.size.as_deref().and_then(|size| size.parse().ok());
    paper.is_some_and(|paper| {
        let page = paper.page(page.dpi.unwrap_or(300.0), 0.0);
        u64::from(page.width) * u64::from(page.height) > LARGE
    })
}

/// Reads what is needed; for a large page on a thread that ends with it. Every thread that ran a network keeps some of its
/// memory, which would lie idle beside the page.
fn look(job: &Job, picture: &Picture, scene: &mut Scene, needs: Needs, large: bool) {
    let pool = large.then(|| ThreadPoolBuilder::new().num_threads(1).build().ok()).flatten();
    let Some(pool) = pool else { return scene.look(picture, needs, job.sight) };
    // A thread of one pool that waits for another takes up the next picture meanwhile; this one waits for a thread.
    let read = || pool.install(|| scene.look(picture, needs, job.sight));
    if let Err(fault) = thread::scope(|scope| scope.spawn(read).join()) {
        panic::resume_unwind(fault);
    }
}

/// A plan drawn and encoded. `files` are those of `pictures` where [`needs_files`] said so.
///
/// # Errors
/// When the format cannot hold it.
pub fn draw(
    plan: &Plan,
    pictures: Vec<Arc<Picture>>,
    files: &[Arc<Vec<u8>>],
    fonts: &Fonts,
    format: Format,
    options: &encode::Options,
    stop: &Stop,
) -> Result<Vec<u8>, Failure> {
    stop.check()?;
    if format == Format::Pdf {
        let piece = piece(plan, pictures, files, fonts, options)?;
        stop.check()?;
        return Ok(pdf::bind(&[Some(piece)], options.press.as_ref())?);
    }
    if format == Format::Png && bands::fit(plan, &pictures) {
        let bytes = encode::encode_bands(in_bands(plan, pictures, fonts), &plan.recipe)?;
        stop.check()?;
        return Ok(bytes);
    }
    let canvas = render(plan, pictures, fonts);
    stop.check()?;
    Ok(encode(&canvas, &plan.recipe, format, options)?)
}

/// A picture with what was read of it drawn upon it, as a PNG.
///
/// # Errors
/// When it is too large.
pub fn overlay(scene: &Scene, picture: Picture, fonts: &Fonts) -> Result<Vec<u8>, Failure> {
    let source =
        Source { path: None, hash: picture.hash.to_hex().to_string(), width: scene.width, height: scene.height };
    let plan = overlay::plan(scene, source, fonts);
    plan.check().map_err(|error| EncodeError::Failed(error.to_string()))?;
    let canvas = render(&plan, vec![Arc::new(picture)], fonts);
    Ok(encode(&canvas, &plan.recipe, Format::Png, &encode::Options::default())?)
}

/// A page of a PDF: it takes the plan itself, whose letters stay letters, and the JPEG streams as they are.
///
/// # Errors
/// When a font is missing or the page cannot be drawn.
pub fn piece(
    plan: &Plan,
    pictures: Vec<Arc<Picture>>,
    files: &[Arc<Vec<u8>>],
    fonts: &Fonts,
    options: &encode::Options,
) -> Result<Piece, Failure> {
    let jpegs: Vec<_> = pictures.iter().zip(files).map(|(picture, file)| picture.passes.then_some(&***file)).collect();
    let faces = plan.fonts.iter().map(|font| fonts.find(&font.name).map(|id| fonts.get(id).bytes()));
    let faces = faces.collect::<Option<Vec<_>>>().ok_or_else(|| EncodeError::Failed("a font is missing".into()))?;
    let files = pdf::Files { jpegs: &jpegs, faces: &faces };
    Ok(Piece::of(plan, &files, options, |plan| render(plan, pictures, fonts))?)
}

/// A page of a document in that format.
///
/// # Errors
/// As [`piece`] says.
pub fn page(
    plan: &Plan,
    pictures: Vec<Arc<Picture>>,
    files: &[Arc<Vec<u8>>],
    fonts: &Fonts,
    format: Format,
    options: &encode::Options,
) -> Result<Page, Failure> {
    if format == Format::Pdf {
        return piece(plan, pictures, files, fonts, options).map(Page::Piece);
    }
    Ok(Page::Drawn(render(plan, pictures, fonts), plan.recipe.clone()))
}

/// Whether a format takes the files of the pictures beside their pixels.
pub fn needs_files(format: Format) -> bool {
    format == Format::Pdf
}
