//! Asked: what is to be known of a stack of layers before any of them is composed.

use crate::{
    condition::Facts,
    layer::{AnyLayer, Layer, Place, picture::Picture},
};

/// Every text that layers ask grammars for.
pub fn says(layers: &[Layer]) -> Vec<&str> {
    fn within(layer: &Layer) -> Vec<&str> {
        match &layer.kind {
            AnyLayer::Group(group) => says(&group.layer),
            kind => kind.says().into_iter().collect(),
        }
    }
    layers.iter().flat_map(within).collect()
}

/// Whether any of the layers draws from other pictures.
pub fn borrow(layers: &[Layer]) -> bool {
    layers.iter().any(|layer| match &layer.kind {
        AnyLayer::Group(group) => borrow(&group.layer),
        kind => kind.borrows(),
    })
}

/// Whether any of the layers moves pixels from their places, so that faces must be known to be kept.
pub fn move_pixels(layers: &[Layer]) -> bool {
    layers.iter().any(|layer| match &layer.kind {
        AnyLayer::Filter(filter) => filter.spares(),
        AnyLayer::Group(group) => move_pixels(&group.layer),
        _ => false,
    })
}

/// Whether any of the layers draws the picture.
pub fn draw_picture(layers: &[Layer]) -> bool {
    layers.iter().any(|layer| match &layer.kind {
        AnyLayer::Picture(_) => true,
        AnyLayer::Group(group) => draw_picture(&group.layer),
        _ => false,
    })
}

/// The share of the page that the first picture takes which is drawn for these facts.
pub fn picture_place(layers: &[Layer], facts: &Facts) -> [f32; 4] {
    fn find(layers: &[Layer], facts: &Facts) -> Option<[f32; 4]> {
        let drawn = layers.iter().filter(|layer| layer.when.as_ref().is_none_or(|when| when.holds(facts)));
        drawn.into_iter().find_map(|layer| match &layer.kind {
            AnyLayer::Picture(Picture { place: Some(Place::Box(place)), .. }) => Some(*place),
            AnyLayer::Group(group) => find(&group.layer, facts),
            _ => None,
        })
    }
    find(layers, facts).unwrap_or([0.0, 0.0, 1.0, 1.0])
}
