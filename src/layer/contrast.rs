//! Contrast: the ink, outline or box with which text can be read on any ground within bounds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink, Inks, contrast},
    layer::backdrop::Bounds,
};

/// What contrast is promised: WCAG 2 AA for body text.
pub const LEGIBLE: f32 = 4.5;

/// What is looked for: a little more, for what JPEG does to edges. No ink but black and white has it on
/// every ground, so that it decides what is chosen, not what is reported.
pub const RATIO: f32 = 4.6;

/// How contrast may be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// By another ink: the palette's light or dark, white, black.
    Ink,
    /// By an outline of black or white.
    Stroke,
    /// By a box behind.
    Box,
}

/// What was chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    pub ink: Color,
    /// The colour of an outline, where one is needed.
    pub stroke: Option<Color>,
    /// The colour of a box behind, where one is needed.
    pub back: Option<Color>,
    /// The lowest contrast that can occur.
    pub reached: f32,
}

/// The lowest contrast of an ink with anything within bounds.
pub fn worst(ink: Color, (low, high): Bounds) -> f32 {
    let own = ink.luminance();
    if own >= high {
        contrast(own, high)
    } else if own <= low {
        contrast(own, low)
    } else {
        1.0
    }
}

/// Black or white, whichever stands out more from `ink`: always at least 4.58.
pub fn partner(ink: Color) -> Color {
    let against = |other: Color| contrast(ink.luminance(), other.luminance());
    if against(Color::BLACK) >= against(Color::WHITE) { Color::BLACK } else { Color::WHITE }
}

/// Chooses by the `means`, in their order, until every ground is served.
pub fn choose(asked: Option<Ink>, inks: &Inks, grounds: &[Bounds], means: &[Means]) -> Verdict {
    let over_all = |ink: Color| grounds.iter().map(|bounds| worst(ink, *bounds)).fold(21.0, f32::min);
    let candidates = [inks.light, inks.dark, Color::WHITE, Color::BLACK];
    let best = candidates.into_iter().find(|ink| over_all(*ink) >= RATIO);
    let ink = match asked {
        Some(ink) => inks.color(ink),
        None => best.unwrap_or(Color::WHITE),
    };
    let plain = Verdict { ink, stroke: None, back: None, reached: over_all(ink) };
    if plain.reached >= RATIO {
        return plain;
    }
    for way in means {
        match (way, best) {
            (Means::Ink, Some(ink)) => return Verdict { ink, reached: over_all(ink), ..plain },
            (Means::Ink, None) => {}
            (Means::Stroke, _) => {
                return Verdict {
                    stroke: Some(partner(ink)),
                    reached: contrast(ink.luminance(), partner(ink).luminance()),
                    ..plain
                };
            }
            (Means::Box, _) => {
                return Verdict {
                    back: Some(partner(ink)),
                    reached: contrast(ink.luminance(), partner(ink).luminance()),
                    ..plain
                };
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Means; 3] = [Means::Ink, Means::Stroke, Means::Box];

    #[test]
    fn a_plain_ground_needs_only_ink() {
        let verdict = choose(None, &Inks::default(), &[(0.9, 1.0)], &ALL);
        assert_eq!((verdict.ink, verdict.stroke, verdict.back), (Color::BLACK, None, None));
    }

    #[test]
    fn a_busy_ground_needs_an_outline() {
        let verdict = choose(None, &Inks::default(), &[(0.0, 1.0)], &ALL);
        assert!(verdict.stroke.is_some() && verdict.reached >= 4.5);
    }

    #[test]
    fn every_ink_has_a_partner() {
        for r in (0..=255).step_by(5) {
            for g in (0..=255).step_by(5) {
                let ink = Color::rgb(r, g, 90);
                assert!(contrast(ink.luminance(), partner(ink).luminance()) >= 4.5);
            }
        }
    }

    #[test]
    fn what_is_not_allowed_is_not_done() {
        let verdict = choose(Some(Ink::Color(Color::WHITE)), &Inks::default(), &[(0.0, 1.0)], &[]);
        assert_eq!((verdict.stroke, verdict.back, verdict.reached), (None, None, 1.0));
    }
}
