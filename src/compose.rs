//! Composing: a template meets a scene, and a plan comes out. Never sees pixels.

use std::collections::BTreeSet;

use crate::{
    layer::{self, Covered, LayerError, Lender, backdrop::Backdrop, stage::Stage},
    measure::{Length, Page},
    paper::{Paper, PaperError},
    plan::{self, Plan, Source},
    recipe::Recipe,
    scene::{Scene, facts},
    seed::Seed,
    template::{CutLines, Lies, PageSpec, Sheet},
    typeset::fonts::Fonts,
    words::{self, Lang, Words},
};

/// What a template is composed upon.
pub struct Ground<'a> {
    pub scene: &'a Scene,
    pub source: Source,
    /// Other pictures that may be drawn from, this one perhaps among them; `None` where nobody gave any.
    pub lenders: Option<&'a [Lender]>,
    /// Pixels an inch of the source, when it says so.
    pub dpi: Option<f32>,
    pub words: &'a Words,
    pub fonts: &'a Fonts,
    pub lang: Lang,
    /// The tone that words have to have, where they have one.
    pub tone: Option<&'a str>,
    /// The dice of this picture.
    pub seed: Seed,
    /// Filled in but for the words.
    pub recipe: Recipe,
}

/// Why a template cannot be composed on this picture.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    #[error(transparent)]
    Layer(#[from] LayerError),
    #[error("the page: {0}")]
    Page(String),
}

/// Pixels an inch where neither picture nor template says.
const DPI: f32 = 96.0;

/// How often lines that would show in part are looked for at the most.
const ROUNDS: usize = 4;

/// Decides everything.
///
/// # Errors
/// When a layer asks for what cannot be: an unknown font, a word that no grammar knows.
pub fn compose(sheet: &Sheet, ground: Ground<'_>) -> Result<Plan, ComposeError> {
    let mut covered = Covered::new(sheet.cut_lines == CutLines::Erase);
    for _ in 1..ROUNDS {
        let (plan, cut) = composed(sheet, &ground, covered.clone())?;
        if cut.is_empty() {
            return Ok(plan);
        }
        // Once more, with these lines erased as soon as the picture is placed: nothing is to be said in their stead.
        covered.gone.extend(layer::with_sentences(cut, ground.scene));
    }
    let (mut plan, cut) = composed(sheet, &ground, covered)?;
    if !cut.is_empty() {
        plan.notes.push(format!("lines of the picture that show in part: {}", cut.len()));
    }
    Ok(plan)
}

/// The plan, and which lines would show in part by it.
fn composed(sheet: &Sheet, ground: &Ground<'_>, covered: Covered) -> Result<(Plan, BTreeSet<usize>), ComposeError> {
    let scene = ground.scene;
    let mut facts = scene.facts().with_words(ground.tone.map(|tone| (words::TONE, tone.to_string())));
    let page = page(&sheet.page, layer::picture_place(&sheet.layer, &facts), ground)?;
    if sheet.page.size.is_some() {
        // Conditions lay things out, and paper has a shape of its own.
        let trim = page.trim();
        facts = facts.with_numbers(facts::shape(trim.w as u32, trim.h as u32));
    }
    let mut stage = Stage {
        page,
        scene,
        words: ground.words,
        fonts: ground.fonts,
        lang: ground.lang,
        facts,
        inks: scene.palette.as_ref().map(|palette| palette.inks).unwrap_or_default(),
        protect: sheet.protect.as_ref(),
        lenders: ground.lenders.map(|all| all.iter().filter(|lender| lender.hash != ground.source.hash).collect()),
        seed: ground.seed,
        placed: None,
        backdrop: Backdrop::new(sheet.page.paper),
        covered,
        shift: None,
        faces: Vec::new(),
        borrowed: Vec::new(),
        said: Vec::new(),
        changes: Vec::new(),
        relettered: Vec::new(),
        notes: Vec::new(),
    };
    let mut marks = Vec::new();
    if !layer::draw_picture(&sheet.layer) {
        marks.extend(layer::whole_picture(&mut stage, sheet.page.fit)?);
    }
    marks.extend(layer::lower_all(&sheet.layer, &mut stage)?);
    let cut = stage.covered.cut(scene, &page);
    let fonts = stage.faces.iter().map(|face| {
        let face = stage.fonts.get(*face);
        plan::Font { name: face.name().into(), hash: face.hash().into() }
    });
    let lenders = stage.lenders.iter().flatten();
    let borrowed = stage.borrowed.iter().filter_map(|index| lenders.clone().nth(*index));
    let source = |Lender { hash, width, height, .. }: &Lender| Source {
        path: None,
        hash: hash.clone(),
        width: *width,
        height: *height,
    };
    let borrowed: Vec<Source> = borrowed.map(|lender| source(lender)).collect();
    let recipe = Recipe {
        words: stage.said,
        changes: stage.changes,
        borrowed: borrowed.iter().map(|source| source.hash.clone()).collect(),
        ..ground.recipe.clone()
    };
    let plan = Plan {
        fonts: fonts.collect(),
        page,
        paper: sheet.page.paper,
        inks: stage.inks,
        pictures: [ground.source.clone()].into_iter().chain(borrowed).collect(),
        recipe,
        notes: stage.notes,
        marks,
    };
    Ok((plan, cut))
}

/// The page in pixels; `[_, _, w, h]` is the share of it that the picture takes.
fn page(spec: &PageSpec, [_, _, sw, sh]: [f32; 4], ground: &Ground<'_>) -> Result<Page, ComposeError> {
    let (w, h) = (ground.scene.width as f32, ground.scene.height as f32);
    let ratio = match &spec.ratio {
        Some(text) => {
            let wrong = || ComposeError::Page(format!("`{text}` is no ratio: write \"4:5\", or \"4:5 to 16:9\""));
            let (low, high) = parse_ratios(text).ok_or_else(wrong)?;
            // The shape at which the picture's place has the picture's own, as near as may be.
            (w / h * sh / sw).clamp(low, high)
        }
        None => w / h,
    };
    let dpi = spec.dpi.unwrap_or(if spec.size.is_some() { 300.0 } else { ground.dpi.unwrap_or(DPI) });
    let (width, height) = match (&spec.size, spec.width) {
        (Some(size), _) => {
            let paper: Paper = size.parse().map_err(|e: PaperError| ComposeError::Page(e.to_string()))?;
            let paper = match spec.lies {
                Lies::Along => paper.along(ground.scene.width, ground.scene.height),
                Lies::Upright => paper.along(1, 2),
                Lies::Across => paper.along(2, 1),
            };
            let page = paper.page(dpi, 0.0);
            (page.width as f32, page.height as f32)
        }
        (None, Some(width)) => (width as f32, width as f32 / ratio),
        // As many pixels as the picture has.
        (None, None) if spec.ratio.is_some() => {
            let height = (w * h / ratio).sqrt();
            (height * ratio, height)
        }
        (None, None) => (w, h),
    };
    let mut page = Page { width: 1, height: 1, dpi, bleed: 0 };
    page.bleed = page.px(spec.bleed.unwrap_or(Length::ZERO)).round() as u32;
    let side = |px: f32| (px.round() as u32).clamp(1, plan::MAX_SIDE) + 2 * page.bleed;
    (page.width, page.height) = (side(width), side(height));
    if u64::from(page.width) * u64::from(page.height) > plan::MAX_PIXELS {
        return Err(ComposeError::Page(format!(
            "{}×{} pixels are more than can be drawn: lower `dpi`",
            page.width, page.height
        )));
    }
    Ok(page)
}

/// The narrowest and the widest shape that a ratio allows.
fn parse_ratios(text: &str) -> Option<(f32, f32)> {
    let (low, high) = text.split_once(" to ").unwrap_or((text, text));
    let (low, high) = (parse_ratio(low)?, parse_ratio(high)?);
    (low <= high).then_some((low, high))
}

fn parse_ratio(text: &str) -> Option<f32> {
    let (a, b) = text.split_once(':')?;
    let (a, b): (f32, f32) = (a.trim().parse().ok()?, b.trim().parse().ok()?);
    (a > 0.0 && b > 0.0 && a / b < 100.0 && b / a < 100.0).then_some(a / b)
}
