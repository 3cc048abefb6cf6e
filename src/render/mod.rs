//! Rendering: a plan becomes pixels. It clips, it never decides.

mod area;
mod distance;
pub mod filter;
pub mod mask;

use std::sync::Arc;

use image::RgbaImage;

use crate::{measure::Page, picture::Picture, plan::Plan, typeset::fonts::Fonts};

/// Pixels in work: straight sRGB RGBA8.
pub struct Canvas {
    pub pixels: RgbaImage,
    pub page: Page,
    /// Whether text or a shape was drawn, whose coloured edges chroma subsampling would smear.
    pub lettered: bool,
}

/// Draws a plan. `pictures` are those that the plan names, in its order; one that is not shared is
/// drawn upon rather than copied.
pub fn render(plan: &Plan, pictures: Vec<Arc<Picture>>, fonts: &Fonts) -> Canvas {
    let _ = (pictures, fonts);
    Canvas { pixels: RgbaImage::new(plan.page.width, plan.page.height), page: plan.page, lettered: false }
}
