//! Facts: what a scene says of itself in numbers, for conditions in templates and captions.

use crate::{
    condition::Facts,
    measure::Rect,
    scene::{Needs, Scene, tone::Tone},
};

/// One table: name, reading, meaning (as the manual prints it), and the value.
macro_rules! facts {
    ($($name:literal, $needs:ident, $meaning:literal, $value:expr;)*) => {
        /// Every fact and what it means.
        pub const FACTS: &[(&str, &str)] = &[$(($name, $meaning)),*];

        /// What must be read before the fact is known; `None` when there is no such fact.
        pub fn needs(fact: &str) -> Option<Needs> {
            match fact {
                $($name => Some(Needs::$needs),)*
                _ => None,
            }
        }

        impl Scene {
            /// All facts that the readings made so far can tell.
            pub fn facts(&self) -> Facts {
                let all: [(&'static str, Option<f32>); FACTS.len()] = [$(($name, ($value)(self))),*];
                all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
            }
        }
    };
}

facts! {
    "aspect", NONE, "width ÷ height", |s: &Scene| Some(hundredths(aspect(s)));
    "tall", NONE, "at least half as high again as wide", |s: &Scene| yes(s.height as f32 >= 1.5 * s.width as f32);
    "portrait", NONE, "higher than wide", |s: &Scene| yes(s.height > s.width);
    "square", NONE, "sides that differ by at most a twentieth", |s: &Scene| yes((0.95..=1.05).contains(&aspect(s)));
    "landscape", NONE, "wider than high", |s: &Scene| yes(s.width > s.height);
    "wide", NONE, "at least 1.3 times as wide as high", |s: &Scene| yes(s.width as f32 >= 1.3 * s.height as f32);
    "lightness", TONE, "mean lightness, 0 black to 1 white", |s: &Scene| tone(s, |t| t.lightness);
    "contrast", TONE, "spread of lightness, 0 to 0.5", |s: &Scene| tone(s, |t| t.contrast);
    "chroma", TONE, "mean colourfulness, 0 grey to about 0.3", |s: &Scene| tone(s, |t| t.chroma);
    "dark", TONE, "lightness below 0.4", |s: &Scene| tone(s, |t| flag(t.lightness < 0.4));
    "light", TONE, "lightness above 0.7", |s: &Scene| tone(s, |t| flag(t.lightness > 0.7));
    "colourful", TONE, "chroma of at least 0.08", |s: &Scene| tone(s, |t| flag(t.chroma >= 0.08));
    "grey", TONE, "chroma below 0.02", |s: &Scene| tone(s, |t| flag(t.chroma < 0.02));
    "busy", DETAIL, "mean detail, 0 empty to 1 crammed", |s: &Scene| s.detail.as_ref().map(|d| hundredths(d.mean(all(s))));
    "quiet", QUIET, "share of the picture that its largest calm rectangle covers", |s: &Scene| s
        .quiet
        .as_ref()
        .map(|q| hundredths(q.iter().map(Rect::area).fold(0.0, f32::max) / all(s).area()));
    "quiet_areas", QUIET, "calm rectangles, at most 6", |s: &Scene| s.quiet.as_ref().map(|q| q.len() as f32);
    "colours", PALETTE, "swatches of the palette, 1 to 8", |s: &Scene| s.palette.as_ref().map(|p| p.swatches.len() as f32);
}

fn all(scene: &Scene) -> Rect {
    Rect::new(0.0, 0.0, scene.width as f32, scene.height as f32)
}

fn aspect(scene: &Scene) -> f32 {
    scene.width as f32 / scene.height.max(1) as f32
}

fn tone(scene: &Scene, value: fn(&Tone) -> f32) -> Option<f32> {
    scene.tone.as_ref().map(value)
}

fn yes(holds: bool) -> Option<f32> {
    Some(flag(holds))
}

fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

fn hundredths(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::scene::{self, tests::plain};

    use super::*;

    #[test]
    fn a_reading_brings_its_facts_and_only_those() {
        let picture = plain(300, 450, [20, 20, 24, 255]);
        for ask in [Needs::NONE, Needs::TONE, Needs::QUIET, Needs::ALL] {
            let facts = scene::read(&picture, ask, scene::Sight::Full).facts();
            for (name, _) in FACTS {
                assert_eq!(facts.contains_key(name), (ask | scene::implied(ask)).has(needs(name).unwrap()), "{name}");
            }
        }
        let facts = scene::read(&picture, Needs::ALL, scene::Sight::Full).facts();
        assert_eq!((facts["tall"], facts["wide"], facts["dark"], facts["grey"]), (1.0, 0.0, 1.0, 1.0));
        assert!(facts["quiet"] > 0.85 && facts["busy"] == 0.0);
        assert_eq!(FACTS.iter().collect::<BTreeSet<_>>().len(), FACTS.len());
    }
}
