//! Facts: what a scene says of itself, in numbers for conditions and in its own words for captions.

use crate::{
    condition::Facts,
    measure::Rect,
    polygon,
    scene::{
        Kind, Needs, Scene,
        line::{Line, Role},
        quote,
        tone::Tone,
    },
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
                let numbers: Facts = all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
                numbers.with_words(quote::all(self))
            }
        }
    };
}

facts! {
    "aspect", NONE, "width ÷ height", |s: &Scene| shaped(s, "aspect");
    "tall", NONE, "at least half as high again as wide", |s: &Scene| shaped(s, "tall");
    "portrait", NONE, "higher than wide", |s: &Scene| shaped(s, "portrait");
    "square", NONE, "sides that differ by at most a twentieth", |s: &Scene| shaped(s, "square");
    "landscape", NONE, "wider than high", |s: &Scene| shaped(s, "landscape");
    "wide", NONE, "at least 1.3 times as wide as high", |s: &Scene| shaped(s, "wide");
    "picture_aspect", NONE, "width ÷ height of the picture, whatever page it is laid on", |s: &Scene| Some(hundredths(s.width as f32 / s.height.max(1) as f32));
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
    "faces", FACES, "how many there are", |s: &Scene| s.faces.as_ref().map(|f| f.len() as f32);
    "face", FACES, "share of the picture that its largest face covers", |s: &Scene| s
        .faces
        .as_ref()
        .map(|f| hundredths(f.iter().map(|f| f.rect.meet(&all(s)).area()).fold(0.0, f32::max) / all(s).area()));
    "text", TEXT, "share of the picture that lettering covers", |s: &Scene| s.text.as_ref().map(|t| lettered(s, t));
    "lines", TEXT, "lines of lettering", |s: &Scene| lines(s, |_| true);
    "words", TEXT, "words in all lines", |s: &Scene| s.text.as_ref().map(|t| t.iter().map(words).sum::<usize>() as f32);
    "role.slogan", TEXT, "lines that shout", |s: &Scene| of(s, Role::Slogan);
    "role.body", TEXT, "lines in a lower voice", |s: &Scene| of(s, Role::Body);
    "role.price", TEXT, "lines with a price, a discount, a percentage", |s: &Scene| of(s, Role::Price);
    "role.button", TEXT, "lines that one is to tap", |s: &Scene| of(s, Role::Button);
    "role.handle", TEXT, "lines that say whose account it is", |s: &Scene| of(s, Role::Handle);
    "role.metric", TEXT, "lines with likes, views, followers, the hour", |s: &Scene| of(s, Role::Metric);
    "role.hashtag", TEXT, "lines with a hashtag", |s: &Scene| of(s, Role::Hashtag);
    "role.logo", TEXT, "lines that name the firm or the thing", |s: &Scene| of(s, Role::Logo);
    "ad", TEXT, "it says something and sells something", |s: &Scene| kind(s, Kind::Ad);
    "post", TEXT, "a picture in the frame of a social network", |s: &Scene| kind(s, Kind::Post);
    "story", TEXT, "fills a telephone upright, with its stickers and fields", |s: &Scene| kind(s, Kind::Story);
    "microblog", TEXT, "a few sentences of somebody, hardly a picture", |s: &Scene| kind(s, Kind::Microblog);
    "flyer", TEXT, "a sheet of many lines: dates, prices, places", |s: &Scene| kind(s, Kind::Flyer);
    "photograph", TEXT, "without words", |s: &Scene| kind(s, Kind::Photograph);
}

fn lines(scene: &Scene, counts: impl Fn(&Line) -> bool) -> Option<f32> {
    scene.text.as_ref().map(|lines| lines.iter().filter(|line| counts(line)).count() as f32)
}

fn of(scene: &Scene, role: Role) -> Option<f32> {
    lines(scene, |line| line.role == role)
}

fn words(line: &Line) -> usize {
    line.text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

fn lettered(scene: &Scene, lines: &[Line]) -> f32 {
    let area = |line: &Line| match &line.outline {
        Some(outline) => polygon::area(outline),
        None => line.quad.area(),
    };
    hundredths((lines.iter().map(area).sum::<f32>() / all(scene).area()).min(1.0))
}

fn kind(scene: &Scene, kind: Kind) -> Option<f32> {
    scene.kind.map(|own| flag(own == kind))
}

fn all(scene: &Scene) -> Rect {
    Rect::new(0.0, 0.0, scene.width as f32, scene.height as f32)
}

/// The facts of a shape: a picture's, or that of the page that it is set on.
pub fn shape(width: u32, height: u32) -> [(&'static str, f32); 6] {
    let (w, h) = (width as f32, height.max(1) as f32);
    [
        ("aspect", hundredths(w / h)),
        ("tall", flag(h >= 1.5 * w)),
        ("portrait", flag(h > w)),
        ("square", flag((0.95..=1.05).contains(&(w / h)))),
        ("landscape", flag(w > h)),
        ("wide", flag(w >= 1.3 * h)),
    ]
}

fn shaped(scene: &Scene, fact: &str) -> Option<f32> {
    shape(scene.width, scene.height).into_iter().find(|(name, _)| *name == fact).map(|(_, value)| value)
}

fn tone(scene: &Scene, value: fn(&Tone) -> f32) -> Option<f32> {
    scene.tone.as_ref().map(value)
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

    use crate::{
        condition::Condition,
        scene::{self, made::scene, tests::plain},
    };

    use super::*;

    #[test]
    fn a_reading_brings_its_facts_and_only_those() {
        let picture = plain(300, 450, [20, 20, 24, 255]);
        for ask in [Needs::NONE, Needs::TONE, Needs::QUIET, Needs::ALL] {
            let facts = scene::read(&picture, ask, scene::Sight::Full).facts();
            for (name, _) in FACTS {
                assert_eq!(facts.get(name).is_some(), (ask | scene::implied(ask)).has(needs(name).unwrap()), "{name}");
            }
        }
        let facts = scene::read(&picture, Needs::ALL, scene::Sight::Full).facts();
        let is = |fact: &str, value: f32| facts.get(fact) == Some(value);
        assert!(is("tall", 1.0) && is("wide", 0.0) && is("dark", 1.0) && is("grey", 1.0) && is("busy", 0.0));
        assert!(facts.get("quiet").unwrap() > 0.85);
        assert_eq!(FACTS.iter().collect::<BTreeSet<_>>().len(), FACTS.len());
    }
    #[test]
    fn readings_are_counted_and_quoted() {
        let facts = scene().facts();
        let expected = [
            ("faces", 1.0),
            ("face", 0.1),
            ("text", 0.09),
            ("lines", 3.0),
            ("words", 4.0),
            ("role.slogan", 1.0),
            ("role.metric", 0.0),
            ("ad", 1.0),
            ("post", 0.0),
        ];
        for (fact, value) in expected {
            assert_eq!(facts.get(fact), Some(value), "{fact}");
        }
        let said = ["read.text", "read.slogan", "read.price", "read.logo"].map(|name| facts.words(name));
        assert_eq!(said, [Some("Just buy"), Some("Just buy"), Some("#9,99€#"), None]);
        let when = |text: &str| Condition::try_from(text.to_string()).unwrap().holds(&facts);
        assert!(when("role.slogan and not role.metric and faces = 1") && !when("role.metric or photograph"));
    }
}
