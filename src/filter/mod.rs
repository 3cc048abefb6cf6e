//! Filters: pixels changed inside a region and nowhere else. One file each, one line in the list below.

pub mod below;
mod blue;
mod blur;
mod columns;
mod counting;
mod creases;
mod crt;
mod databend;
mod diffuse;
mod dirt;
mod displace;
mod dither;
mod duotone;
mod edge;
mod flow;
mod grain;
mod grid_shuffle;
mod halftone;
mod inking;
mod invert;
mod kaleidoscope;
mod local;
mod mirror;
mod noise;
mod paper;
mod photocopy;
mod pieces;
mod pixel_sort;
mod pixelate;
mod plates;
mod polar;
mod posterize;
mod radial;
mod redact;
mod repeat;
mod resample;
mod rgb_split;
mod ripple;
mod riso;
pub mod rows;
mod run;
mod screen;
mod seam_carve;
mod seams;
mod sheet;
mod shift;
mod sizes;
mod slice_shift;
mod slit_scan;
mod small;
mod solarize;
mod sort_key;
mod steps;
mod strips;
mod swirl;
mod taps;
mod tear;
mod threshold;
mod tile;
mod tilt;
pub mod tone;
mod torn;
mod wave;
mod weave;
mod wide;
mod woodcut;
mod zoom_echo;

use image::RgbaImage;
use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    color::{Color, Ink, Inks},
    filter::below::Below,
    measure::{Length, Page, Rect},
    ranges,
    scene::Needs,
    seed::Seed,
};

/// What every filter is. The struct's fields are its parameters: their docs become the manual,
/// `#[schemars(range(…))]` their ranges, `Default` their defaults.
pub trait Filter: Serialize + DeserializeOwned + JsonSchema + Default + Clone + std::fmt::Debug {
    /// The key that an author writes.
    const NAME: &'static str;

    /// Whether pixels leave their places, so that a face would come apart: faces are kept out of it unless the
    /// template says what it protects.
    const MOVES: bool = false;

    /// Whether what moves stays whole, as on a page that is leaned back, so that a face goes with the rest all the same.
    const WHOLE: bool = false;

    /// Whether it works by the box of its region: by a middle, an axis or a grid of it. Each part of a region that stands
    /// by itself, such as a face or a block of lines, then has a box of its own.
    const BOXED: bool = false;

    /// Whether what becomes of a pixel depends on it, its place, and the range of tones of the region alone, so that a large
    /// region may be done part by part.
    const POINT: bool = false;

    /// Whether it moves things round what is kept (`site.kept`), so that nothing need be put in its place.
    const ROUND: bool = false;

    /// Whether it asks for the range of tones of its region.
    fn stretches(&self) -> bool {
        true
    }

    /// How far about it asks how light it is, in pixels of the canvas; a [`Filter::POINT`] only where that is known beforehand.
    fn around(&self, _page: Page) -> Option<f32> {
        None
    }

    /// What must be read of the picture before this filter can be drawn.
    fn needs(&self) -> Needs {
        Needs::NONE
    }

    /// Changes straight sRGB RGBA8 pixels in place; never their number. `pixels` is the bounding box
    /// of the region, whose top left corner lies at `site.origin` on the canvas. Alpha moves with its
    /// pixel and is otherwise kept.
    fn apply(&self, pixels: &mut RgbaImage, site: &Site);
}

/// Where and how a filter works: everything it may depend on besides pixels and parameters.
#[derive(Clone, Copy, Debug)]
pub struct Site<'b> {
    pub page: Page,
    pub inks: Inks,
    pub seed: Seed,
    /// Canvas coordinates of the buffer's top left pixel.
    pub origin: (u32, u32),
    /// What lies under all of the region, where the buffer is only a part of it or it is known otherwise.
    pub below: Option<&'b Below>,
    /// The box on the canvas that holds whatever is kept, for filters that move things round it.
    pub kept: Option<Rect>,
}

impl Site<'_> {
    /// The darkest and lightest grey of the region, where they are known.
    pub fn tones(&self) -> Option<[u8; 2]> {
        self.below.map(|below| below.tones)
    }

    /// A length in pixels.
    pub fn px(&self, length: Length) -> f32 {
        self.page.px(length)
    }

    /// An ink's colour.
    pub fn color(&self, ink: Ink) -> Color {
        self.inks.color(ink)
    }
}

/// One filter of the list, as the manual shows it.
pub struct Kind {
    pub name: &'static str,
    pub schema: fn() -> Schema,
}

macro_rules! filters {
    ($($module:ident :: $kind:ident),* $(,)?) => {
        /// Any filter of the list, as templates and plans hold it: `{ halftone = { lpi = 20 } }`.
        #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum AnyFilter {
            $($kind($module::$kind)),*
        }

        impl AnyFilter {
            /// What must be read first; see [`Filter::needs`].
            pub fn needs(&self) -> Needs {
                match self { $(AnyFilter::$kind(filter) => filter.needs()),* }
            }

            /// Its name in templates.
            pub fn name(&self) -> &'static str {
                match self { $(AnyFilter::$kind(_) => <$module::$kind as Filter>::NAME),* }
            }

            /// See [`Filter::MOVES`].
            pub fn moves(&self) -> bool {
                match self { $(AnyFilter::$kind(_) => <$module::$kind as Filter>::MOVES),* }
            }

            /// See [`Filter::POINT`].
            pub fn point(&self) -> bool {
                match self { $(AnyFilter::$kind(_) => <$module::$kind as Filter>::POINT),* }
            }

            /// See [`Filter::stretches`].
            pub fn stretches(&self) -> bool {
                match self { $(AnyFilter::$kind(filter) => filter.stretches()),* }
            }

            /// See [`Filter::around`].
            pub fn around(&self, page: Page) -> Option<f32> {
                match self { $(AnyFilter::$kind(filter) => filter.around(page)),* }
            }

            /// See [`Filter::ROUND`].
            pub fn round(&self) -> bool {
                match self { $(AnyFilter::$kind(_) => <$module::$kind as Filter>::ROUND),* }
            }

            /// See [`Filter::BOXED`].
            pub fn boxed(&self) -> bool {
                match self { $(AnyFilter::$kind(_) => <$module::$kind as Filter>::BOXED),* }
            }

            /// Whether faces are kept out of it unless the template says what it protects.
            pub fn spares(&self) -> bool {
                match self { $(AnyFilter::$kind(_) => <$module::$kind as Filter>::MOVES && !<$module::$kind as Filter>::WHOLE),* }
            }

            /// See [`Filter::apply`].
            pub fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
                match self { $(AnyFilter::$kind(filter) => filter.apply(pixels, site)),* }
            }

            /// Reads the parameters of the filter that is called `name`.
            pub fn read<'de, D: serde::Deserializer<'de>>(name: &str, deserializer: D) -> Option<Result<Self, D::Error>> {
                match name {
                    $(<$module::$kind as Filter>::NAME => Some($module::$kind::deserialize(deserializer).map(AnyFilter::$kind)),)*
                    _ => None,
                }
            }

            /// Whether every parameter lies in its range.
            ///
            /// # Errors
            /// Names the parameter and its range.
            pub fn check(&self) -> Result<(), String> {
                match self { $(AnyFilter::$kind(filter) => ranges::check(filter)),* }
            }

            /// Every filter with its defaults.
            pub fn all() -> Vec<Self> {
                vec![$(AnyFilter::$kind(Default::default())),*]
            }
        }

        /// All filters, in the order of the manual.
        pub const KINDS: &[Kind] = &[
            $(Kind { name: <$module::$kind as Filter>::NAME, schema: || schema_for!($module::$kind) }),*
        ];
    };
}

filters! {
    halftone::Halftone,
    duotone::Duotone,
    photocopy::Photocopy,
    posterize::Posterize,
    threshold::Threshold,
    dither::Dither,
    wave::Wave,
    strips::Strips,
    pixel_sort::PixelSort,
    tear::Tear,
    grid_shuffle::GridShuffle,
    slice_shift::SliceShift,
    ripple::Ripple,
    swirl::Swirl,
    polar::Polar,
    tilt::Tilt,
    kaleidoscope::Kaleidoscope,
    mirror::Mirror,
    repeat::Repeat,
    zoom_echo::ZoomEcho,
    slit_scan::SlitScan,
    displace::Displace,
    seam_carve::SeamCarve,
    rgb_split::RgbSplit,
    pixelate::Pixelate,
    grain::Grain,
    riso::Riso,
    woodcut::Woodcut,
    solarize::Solarize,
    invert::Invert,
    paper::Paper,
    creases::Creases,
    crt::Crt,
    databend::Databend,
    redact::Redact,
}
