//! Composing: a template meets a scene, and a plan comes out. Never sees pixels.

use crate::{
    plan::{Plan, Source},
    recipe::Recipe,
    scene::Scene,
    seed::Seed,
    template::Sheet,
    typeset::fonts::Fonts,
    words::{Lang, Words},
};

/// What a template is composed upon.
pub struct Ground<'a> {
    pub scene: &'a Scene,
    pub source: Source,
    /// Pixels an inch of the source, when it says so.
    pub dpi: Option<f32>,
    pub words: &'a Words,
    pub fonts: &'a Fonts,
    pub lang: Lang,
    /// The dice of this picture.
    pub seed: Seed,
    /// Filled in but for the words.
    pub recipe: Recipe,
}

/// Why a template cannot be composed on this picture.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    #[error("layer `{layer}`: {reason}")]
    Layer { layer: String, reason: String },
}

/// Decides everything.
///
/// # Errors
/// When a layer asks for what cannot be: an unknown font, a word that no grammar knows.
pub fn compose(sheet: &Sheet, ground: Ground<'_>) -> Result<Plan, ComposeError> {
    let _ = (sheet, ground);
    Err(ComposeError::Layer { layer: "none".into(), reason: "not yet".into() })
}
