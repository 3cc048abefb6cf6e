//! A group: layers drawn apart and laid down as one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    layer::{Layer, LayerError, Lower, stage::Stage},
    plan::{Blend, GroupMark, Mark},
    scene::Needs,
};

/// Layers that share one opacity, blend or region (said beside `group`, as for any layer).
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Group {
    /// The layers, first to last.
    pub layer: Vec<Layer>,
}

/// For the range check of its own keys only: the layers inside are checked as they are read.
impl Serialize for Group {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde::ser::SerializeStruct::end(serializer.serialize_struct("Group", 0)?)
    }
}

impl Lower for Group {
    const NAME: &'static str = "group";

    fn needs(&self) -> Needs {
        self.layer.iter().fold(Needs::NONE, |needs, layer| needs | layer.needs())
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let marks = lower_all(&self.layer, stage)?;
        Ok(vec![Mark::Group(GroupMark { opacity: 1.0, blend: Blend::Normal, clip: None, marks })])
    }
}

/// Lowers layers in order. Each has dice of its own, keyed by its name, or by its kind and how many of
/// that kind came before, so that adding a layer does not reshuffle the others.
///
/// # Errors
/// The first layer's that fails, with its key.
pub fn lower_all(layers: &[Layer], stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
    let seed = stage.seed;
    let mut marks = Vec::new();
    for (i, layer) in layers.iter().enumerate() {
        let kind = layer.kind.name();
        let twins = layers[..i].iter().filter(|other| other.kind.name() == kind).count();
        let part = layer.name.clone().unwrap_or_else(|| format!("{kind}.{twins}"));
        stage.seed = seed.at(&part);
        let lowered = layer.lower(stage).map_err(|error| LayerError(format!("layer `{part}`: {error}")))?;
        marks.extend(lowered);
    }
    stage.seed = seed;
    Ok(marks)
}
