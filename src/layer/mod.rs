//! Layers: what an author may stack. One file a kind, one line in the list below; all lower to marks.

mod along;
mod asked;
mod balloons;
mod banner;
mod barcode;
mod bodies;
mod burst;
mod covered;
mod erase;
mod group;
mod lettering;
mod neon;
mod panel;
mod parts;
mod picture;
mod place;
mod read;
mod redacted;
mod rewrite;
mod rubber;
mod rule;
mod scraps;
mod sentences;
mod settle;
mod shape;
mod spray;
mod tape;
mod text;
mod torn;
mod typed;
mod units;
mod worded;

pub mod backdrop;
pub mod contrast;
pub mod outline;
pub mod relettering;
pub mod stage;

use std::fmt;

use schemars::{JsonSchema, schema_for};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, DeserializeOwned},
};

use crate::{
    condition::Condition,
    filter::{AnyFilter, Kind},
    layer::stage::Stage,
    plan::{Blend, FilterMark, GroupMark, Mark},
    ranges,
    region::{Mask, Region},
    scene::{self, Needs},
};

pub use asked::{borrow, draw_picture, move_pixels, picture_place, says};
pub use covered::Covered;
pub use group::lower_all;
pub use picture::Fit;
pub use place::Place;
pub use scraps::Lender;
pub use sentences::with_sentences;

/// What every kind of layer is. The struct's fields are what an author may write.
pub trait Lower: Serialize + DeserializeOwned + JsonSchema + Default + Clone + fmt::Debug {
    /// The key that an author writes.
    const NAME: &'static str;

    /// What must be read of the picture before it can be composed.
    fn needs(&self) -> Needs;

    /// The text that it asks grammars for.
    fn says(&self) -> Option<&str> {
        None
    }

    /// Whether it draws from other pictures than the one that it is composed on, where there are any.
    fn borrows(&self) -> bool {
        false
    }

    /// Decides everything and gives marks in absolute canvas pixels.
    ///
    /// # Errors
    /// When what is asked for cannot be: an unknown face, an unknown symbol.
    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError>;
}

/// Why a layer cannot be composed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct LayerError(pub String);

/// One layer of a template: a kind, and what may be said of any kind.
#[derive(Clone, Debug)]
pub struct Layer {
    pub name: Option<String>,
    pub when: Option<Condition>,
    /// Where a filter works; where anything else shows.
    pub region: Option<Region>,
    pub opacity: f32,
    pub blend: Blend,
    /// How far it may move, in fractions of the page's width and height, to leave lines of the picture whole.
    pub settle: Option<[f32; 2]>,
    pub kind: AnyLayer,
}

macro_rules! layers {
    ($($module:ident :: $kind:ident),* $(,)?) => {
        /// A layer of any kind.
        #[derive(Clone, Debug)]
        pub enum AnyLayer {
            $($kind($module::$kind),)*
            Filter(AnyFilter),
        }

        impl AnyLayer {
            /// The key that an author writes.
            pub fn name(&self) -> &'static str {
                match self {
                    $(AnyLayer::$kind(_) => <$module::$kind as Lower>::NAME,)*
                    AnyLayer::Filter(filter) => filter.name(),
                }
            }

            fn needs(&self) -> Needs {
                match self {
                    $(AnyLayer::$kind(layer) => layer.needs(),)*
                    AnyLayer::Filter(filter) => filter.needs(),
                }
            }

            fn says(&self) -> Option<&str> {
                match self {
                    $(AnyLayer::$kind(layer) => layer.says(),)*
                    AnyLayer::Filter(_) => None,
                }
            }

            fn borrows(&self) -> bool {
                match self {
                    $(AnyLayer::$kind(layer) => layer.borrows(),)*
                    AnyLayer::Filter(_) => false,
                }
            }

            fn read<'de, D: Deserializer<'de>>(name: &'static str, deserializer: D) -> Result<Self, D::Error> {
                match name {
                    $(<$module::$kind as Lower>::NAME =>
                        checked($module::$kind::deserialize(deserializer)?).map(AnyLayer::$kind),)*
                    _ => match AnyFilter::read(name, deserializer) {
                        Some(filter) => {
                            let filter = filter?;
                            filter.check().map_err(de::Error::custom)?;
                            Ok(AnyLayer::Filter(filter))
                        }
                        None => Err(de::Error::custom("no such kind of layer")),
                    },
                }
            }

            fn lower(&self, layer: &Layer, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
                match self {
                    $(AnyLayer::$kind(kind) => kind.lower(stage),)*
                    AnyLayer::Filter(filter) => lower_filter(filter, layer, stage),
                }
            }
        }

        /// All kinds of layer but the filters, in the order of the manual.
        pub const KINDS: &[Kind] = &[
            $(Kind { name: <$module::$kind as Lower>::NAME, schema: || schema_for!($module::$kind) }),*
        ];
    };
}

layers! {
    picture::Picture,
    text::Text,
    along::Along,
    panel::Panel,
    shape::Shape,
    rule::Rule,
    scraps::Scraps,
    tape::Tape,
    typed::Typed,
    redacted::Redacted,
    rubber::Rubber,
    burst::Burst,
    barcode::Barcode,
    spray::Spray,
    neon::Neon,
    banner::Banner,
    balloons::Balloons,
    erase::Erase,
    rewrite::Rewrite,
    group::Group,
}

impl AnyLayer {
    /// Whether its marks hide what lies below. Layers in a group speak for themselves; what is rewritten stands in the
    /// place of what was.
    fn lies_over(&self) -> bool {
        use AnyLayer::{Erase, Filter, Group, Picture, Rewrite};
        !matches!(self, Filter(_) | Erase(_) | Rewrite(_) | Picture(_) | Group(_))
    }
}

/// The marks of the whole picture on the whole page: what lies under a template that draws none.
///
/// # Errors
/// As for [`Lower::lower`].
pub fn whole_picture(stage: &mut Stage<'_>, fit: Fit) -> Result<Vec<Mark>, LayerError> {
    picture::Picture { fit, ..picture::Picture::default() }.lower(stage)
}

fn checked<T: Serialize + JsonSchema + 'static, E: de::Error>(value: T) -> Result<T, E> {
    ranges::check(&value).map_err(E::custom)?;
    Ok(value)
}

fn lower_filter(filter: &AnyFilter, layer: &Layer, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
    let mask = layer.region.as_ref().map_or_else(Mask::default, |region| stage.mask(region));
    stage.backdrop.unknown(&mask);
    let protect = stage.protected(filter.spares());
    let masks = if filter.boxed() { parts::parts(&mask) } else { vec![mask] };
    let mark = |mask| FilterMark {
        seed: stage.seed,
        mask,
        protect: protect.clone(),
        opacity: layer.opacity,
        filter: filter.clone(),
    };
    Ok(masks.into_iter().map(|mask| Mark::Filter(mark(mask))).collect())
}

impl Layer {
    /// What must be read of the picture.
    pub fn needs(&self) -> Needs {
        let region = self.region.as_ref().map_or(Needs::NONE, Region::needs);
        let facts = self.when.iter().flat_map(Condition::facts).filter_map(scene::facts::needs);
        let below = if self.settle.is_some() { Needs::TEXT | Needs::FACES | Needs::DETAIL } else { Needs::NONE };
        facts.fold(self.kind.needs() | region | below, |needs, fact| needs | fact)
    }

    /// The marks that it comes to; none when its condition does not hold.
    ///
    /// # Errors
    /// As for [`Lower::lower`].
    pub fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        if self.when.as_ref().is_some_and(|when| !when.holds(&stage.facts)) {
            return Ok(Vec::new());
        }
        match self.settle {
            // What is in a group moves with it, and never by itself, on trial neither.
            Some(reach) if stage.shift.is_none() => {
                stage.shift = Some([0.0; 2]);
                let settled = settle::shift(self, reach, stage);
                let marks = settled.and_then(|shift| {
                    stage.shift = Some(shift);
                    self.lowered(stage)
                });
                stage.shift = None;
                marks
            }
            _ => self.lowered(stage),
        }
    }

    /// The marks where it stands.
    fn lowered(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let seen_through = self.opacity < 0.8 || self.blend != Blend::Normal || self.region.is_some();
        let veiled = stage.covered.veiled;
        stage.covered.veiled |= seen_through;
        let marks = self.kind.lower(self, stage);
        if let Ok(marks) = &marks
            && self.kind.lies_over()
        {
            stage.covered.lay(marks, &stage.page);
        }
        stage.covered.veiled = veiled;
        let marks = marks?;
        let plain = self.opacity >= 1.0 && self.blend == Blend::Normal && self.region.is_none();
        if plain || marks.is_empty() || matches!(self.kind, AnyLayer::Filter(_)) {
            return Ok(marks);
        }
        if matches!(self.kind, AnyLayer::Erase(_) | AnyLayer::Rewrite(_)) {
            let name = self.kind.name();
            return Err(LayerError(format!("`{name}` takes no region, opacity or blend: say which lines are meant")));
        }
        let clip = self.region.as_ref().map(|region| stage.mask(region));
        stage.backdrop.unknown(clip.as_ref().unwrap_or(&Mask::default()));
        Ok(vec![Mark::Group(GroupMark { opacity: self.opacity, blend: self.blend, clip, marks })])
    }
}
