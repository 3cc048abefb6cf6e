//! Promises: what holds for every template, picture and seed.
#![allow(clippy::disallowed_methods)]

mod common;

use common::{drawn, of, picture, plan, template, written};
use detourn::{
    color::{contrast, luminance},
    encode::Format,
    picture::Picture,
    plan::{GlyphsMark, Mark, Plan},
    seed::Seed,
    template::builtins,
    words::Lang,
};
use image::{Rgba, RgbaImage, imageops::thumbnail};
use proptest::prelude::*;

/// The small pictures, half as large again as a stamp: what they promise, large ones keep.
fn pictures() -> Vec<Picture> {
    ["light", "dark", "busy"].map(|name| of(thumbnail(&picture(name).pixels, 120, 150))).into()
}

fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
}

#[test]
fn the_same_bytes_at_any_thread_count_and_from_either_text_of_a_plan() {
    let pictures = pictures();
    let (one, two, eight) = (pool(1), pool(2), pool(8));
    for template in builtins() {
        for picture in &pictures {
            let make = || plan(template, picture, Lang::En, 7).unwrap();
            let plan = one.install(make);
            let bytes = one.install(|| written(&plan, picture, Format::Jpeg));
            for other in [&eight, &two] {
                assert!(
                    other.install(|| written(&make(), picture, Format::Jpeg)) == bytes,
                    "{}: threads",
                    template.name
                );
            }
            for text in [toml::to_string(&plan).unwrap(), serde_json::to_string(&plan).unwrap()] {
                let again = Plan::read(&text).unwrap();
                assert!(written(&again, picture, Format::Jpeg) == bytes, "{}: its plan as text", template.name);
            }
        }
    }
}

#[test]
fn a_template_knows_all_that_it_may_need() {
    for template in builtins() {
        for seed in 0..100 {
            let needs = template.roll(Seed(seed)).unwrap().needs();
            assert!(template.needs.has(needs), "{}: {needs:?} by {seed}", template.name);
        }
    }
}

#[test]
fn another_seed_is_another_plan() {
    let pictures = pictures();
    for template in builtins() {
        // On one of them at the least: a slogan may have one answer, or none.
        let differs = pictures.iter().any(|picture| {
            let text = |seed| toml::to_string(&plan(template, picture, Lang::En, seed).unwrap().marks_only()).unwrap();
            let first = text(1);
            (2..6).any(|seed| text(seed) != first)
        });
        assert!(differs, "{} is the same for every seed", template.name);
    }
}

/// A plan without what names its seed.
trait MarksOnly {
    fn marks_only(self) -> Plan;
}

impl MarksOnly for Plan {
    fn marks_only(mut self) -> Plan {
        self.recipe = detourn::recipe::Recipe::default();
        self
    }
}

#[test]
fn odd_pictures_go_through_every_template() {
    let sizes = [
        (1, 1, [9, 9, 9, 255]),
        (1, 1200, [200, 30, 9, 255]),
        (1200, 1, [0, 0, 0, 255]),
        (64, 48, [0, 0, 0, 255]),
        (64, 48, [0; 4]),
    ];
    for (width, height, color) in sizes {
        let picture = of(RgbaImage::from_pixel(width, height, Rgba(color)));
        for template in builtins() {
            for lang in [Lang::En, Lang::Fr] {
                let plan = plan(template, &picture, lang, 3);
                let plan = plan.unwrap_or_else(|error| panic!("{} on {width}×{height}: {error}", template.name));
                plan.check().unwrap_or_else(|error| panic!("{} on {width}×{height}: {error}", template.name));
                assert!(!written(&plan, &picture, Format::Png).is_empty());
            }
        }
    }
}

/// The 5th percentile of the contrast between an ink and the pixels within two pixels of its letters.
fn ring(plan: &Plan, canvas: &RgbaImage, mark: &GlyphsMark, picture: &Picture) -> Option<f32> {
    let bare = GlyphsMark { ink: detourn::color::Color::WHITE, stroke: None, blur: 0.0, ..mark.clone() };
    let alone = Plan { marks: vec![Mark::Glyphs(bare)], paper: Some(detourn::color::Color::BLACK), ..plan.clone() };
    let ink = drawn(&alone, picture);
    let (width, height) = ink.dimensions();
    let own = mark.ink.luminance();
    let mut found = Vec::new();
    for (x, y, pixel) in canvas.enumerate_pixels() {
        if ink.get_pixel(x, y)[0] > 0 {
            continue;
        }
        let near = (-2i64..=2).any(|dy| {
            (-2i64..=2).filter(|dx| dx * dx + dy * dy <= 4).any(|dx| {
                let (nx, ny) = (i64::from(x) + dx, i64::from(y) + dy);
                (0..i64::from(width)).contains(&nx)
                    && (0..i64::from(height)).contains(&ny)
                    && ink.get_pixel(nx as u32, ny as u32)[0] >= 128
            })
        });
        if near {
            found.push(contrast(own, luminance(pixel[0], pixel[1], pixel[2])));
        }
    }
    found.sort_by(f32::total_cmp);
    found.get(found.len() / 20).copied()
}

/// Grounds of every kind: gradients, noise, stripes, the small pictures.
fn ground(kind: usize, a: [u8; 3], b: [u8; 3]) -> Picture {
    let mut dice = Seed(u64::from(a[0]) << 8 | u64::from(b[2])).dice();
    match kind {
        0..3 => picture(["light", "dark", "busy"][kind]),
        _ => of(RgbaImage::from_fn(200, 160, |x, y| {
            let t = match kind {
                3 => x as f32 / 200.0,
                4 => dice.unit(),
                _ => ((x / 9 + y / 7) % 2) as f32,
            };
            let mix = |i: usize| (f32::from(a[i]) * (1.0 - t) + f32::from(b[i]) * t) as u8;
            Rgba([mix(0), mix(1), mix(2), 255])
        })),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn letters_can_be_read_on_any_ground(
        kind in 0usize..6,
        (a, b) in any::<([u8; 3], [u8; 3])>(),
        ink in proptest::option::of(prop_oneof![Just("white"), Just("black"), Just("grey"), Just("red"), Just("accent"), Just("light")]),
        look in 0usize..9,
        below in 0usize..5,
        tilt in prop_oneof![Just(0.0f32), -30.0f32..30.0],
        place in prop_oneof![Just("[0.05, 0.1, 0.9, 0.5]"), Just("[0.1, 0.4, 0.6, 0.14]"), Just("\"quiet\""), Just("\"bottom\"")],
    ) {
        let below = ["", "[[layer]]\nhalftone = {}\n", "[[layer]]\nwave = {}\nregion = { include = [{ rect = [0.3, 0, 0.4, 1] }] }\n",
            "[[layer]]\nbox = { place = [0.3, 0.3, 0.4, 0.3], ink = \"#ff000080\", border = \"white\", round = 0.1, tilt = 10 }\n",
            "[[layer]]\nshape = { kind = \"burst\", place = [0.2, 0.2, 0.6, 0.5], border = \"black\" }\n[[layer]]\nrule = { style = \"double\" }\n"][below];
        let look = ["", ", contrast = [\"stroke\"]", ", contrast = [\"box\"]", ", contrast = [\"ink\", \"box\"]", ", stroke = {}",
            ", back = {}", ", back = { strips = true, pad = 0.25 }", ", shadow = { blur = 0.1 }", ", shadow = { ink = \"white\" }"][look];
        let ink = ink.map_or(String::new(), |ink| format!(", ink = \"{ink}\""));
        let text = format!("{below}[[layer]]\ntext = {{ say = \"Legible words, öh\", place = {place}, tilt = {tilt:.1}{ink}{look} }}\n");
        let picture = ground(kind, a, b);
        let plan = plan(&template(&text).unwrap(), &picture, Lang::En, 5).unwrap();
        let canvas = drawn(&plan, &picture);
        // Letters come after their shadow.
        let Some(Mark::Glyphs(letters)) = plan.marks.last() else { panic!("no letters") };
        let reached = ring(&plan, &canvas, letters, &picture).unwrap_or(21.0);
        let warned = plan.notes.iter().any(|note| note.starts_with("contrast"));
        prop_assert!(reached >= 4.5 || warned, "{reached:.2}:1 of {text}");
        prop_assert!(!warned, "{:?} of {text}", plan.notes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn letters_along_a_course_can_be_read_on_any_ground(
        kind in 0usize..6,
        (a, b) in any::<([u8; 3], [u8; 3])>(),
        ink in proptest::option::of(prop_oneof![Just("white"), Just("grey"), Just("accent")]),
        course in prop_oneof![
            Just("arc = 140"), Just("arc = -90"), Just("vertical = \"stacked\""),
            Just("curve = [[0.05, 0.5], [0.3, 0.4], [0.6, 0.6], [0.95, 0.5]], size = 0.12")
        ],
    ) {
        let ink = ink.map_or(String::new(), |ink| format!(", ink = \"{ink}\""));
        // Apart, so that no letter lies beside another.
        let text = format!("[[layer]]\nalong = {{ say = \"LEGIBLE\", place = \"page\", tracking = 0.3, {course}{ink} }}\n");
        let picture = ground(kind, a, b);
        let plan = plan(&template(&text).unwrap(), &picture, Lang::En, 5).unwrap();
        let canvas = drawn(&plan, &picture);
        for mark in plan.marks.iter().rev().take(7) {
            let Mark::Glyphs(letter) = mark else { panic!("no letter") };
            let reached = ring(&plan, &canvas, letter, &picture).unwrap_or(21.0);
            prop_assert!(reached >= 4.5, "{reached:.2}:1 of {text}");
        }
        prop_assert!(plan.notes.iter().all(|note| !note.starts_with("contrast")), "{:?} of {text}", plan.notes);
    }
}

/// A plan with a mark of every kind.
fn rich() -> (Plan, Picture) {
    let picture = pictures().remove(2);
    let text = r##"
[[layer]]
posterize = {}
region = { include = [{ rect = [0.2, 0.2, 0.5, 0.5] }], feather = 0.02 }
[[layer]]
shape = { kind = "ellipse", border = "black" }
[[layer]]
opacity = 0.5
text = { say = "words", stroke = {}, shadow = { blur = 0.05 } }
"##;
    let mut plan = plan(&template(text).unwrap(), &picture, Lang::En, 1).unwrap();
    let erase = r##"{"erase": {"seed": "7", "keep": [[[5, 5], [20, 5], [5, 20]]], "lines": [{"quad": [[20, 30], [80, 25],
        [82, 40], [21, 45]], "ink": "#ffffff", "paper": "#804020", "stroke": 3, "cap_height": 12}]}}"##;
    plan.marks.push(serde_json::from_str(erase).unwrap());
    (plan, picture)
}

#[test]
fn a_hostile_plan_is_refused_with_the_place() {
    let (good, _) = rich();
    let json = serde_json::to_value(&good).unwrap();
    let cases: [(&str, serde_json::Value, &str); 13] = [
        ("/marks/0/picture/index", 9.into(), "marks[0]: there is no picture 9"),
        ("/marks/0/picture/from/2", 1e9.into(), "marks[0]: a coordinate is out of range"),
        ("/marks/0/picture/to/3", 0.into(), "marks[0]: a rectangle needs a width and a height"),
        ("/marks/1/filter/mask/feather", (-1).into(), "marks[1]: `grow` or `feather` is out of range"),
        ("/marks/1/filter/filter/posterize/levels", 1000.into(), "marks[1]: `levels`"),
        ("/marks/2/shape/outline", "L1 1Z".into(), "marks[2]: an outline begins with `M`"),
        ("/marks/3/group/opacity", 2.into(), "marks[3]: `opacity` goes from 0 to 1"),
        ("/marks/3/group/marks/0/glyphs/font", 7.into(), "marks[3].marks[0]: there is no font 7"),
        ("/marks/4/erase/lines/0/stroke", (-1).into(), "marks[4].lines[0]: `stroke` or `cap_height` is out of range"),
        ("/marks/4/erase/lines/0/quad/1/0", 1e9.into(), "marks[4].lines[0]: a coordinate is out of range"),
        ("/page/width", 4_000_000.into(), "page: 4000000×"),
        ("/page/dpi", 0.into(), "page.dpi: it goes from 1 to 10000"),
        ("/page/bleed", 60.into(), "page.bleed: it leaves nothing of the page"),
    ];
    for (place, value, message) in cases {
        let mut bad = json.clone();
        *bad.pointer_mut(place).unwrap_or_else(|| panic!("{place} in {json}")) = value;
        let error = Plan::read(&bad.to_string()).unwrap_err().to_string();
        assert!(error.starts_with(message), "{place}: {error}");
    }
    let nan = toml::to_string(&good).unwrap().replacen("opacity = 0.5", "opacity = nan", 1);
    assert_eq!(Plan::read(&nan).unwrap_err().to_string(), "marks[3]: `opacity` goes from 0 to 1");
    let mut fonts = good.clone();
    fonts.fonts[0].hash = "0123456789abcdef".into();
    let error = fonts.check_fonts(detourn::typeset::fonts::Fonts::builtin()).unwrap_err().to_string();
    assert!(error.starts_with("fonts[0]: `Anton` is another version here"), "{error}");
}

#[test]
fn ten_thousand_groups_do_not_overflow_the_stack() {
    let (good, _) = rich();
    let text = serde_json::to_string(&good).unwrap();
    let (head, _) = text.split_once("\"marks\":").unwrap();
    for depth in [17, 10_000] {
        let json = format!("{head}\"marks\":{}[]{}}}", "[{\"group\":{\"marks\":".repeat(depth), "}}]".repeat(depth));
        let error = Plan::read(&json).unwrap_err().to_string();
        assert!(error.contains("deeper") || error.contains("recursion"), "{error}");
        let toml = format!("marks = {}[]{}\n", "[{group = {marks = ".repeat(depth), "}}]".repeat(depth));
        assert!(Plan::read(&toml).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_mutated_plan_is_refused_or_drawn(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), prop_oneof![
            Just(0.0f64), Just(-1.0), Just(1e6), Just(-1e6), Just(1e30), Just(0.001), -300.0f64..300.0, Just(65535.0),
        ]), 1..4),
    ) {
        let (good, picture) = rich();
        let mut json = serde_json::to_value(&good).unwrap();
        let mut numbers = Vec::new();
        find_numbers(&json["marks"], "/marks".into(), &mut numbers);
        for (which, value) in changes {
            let place = which.get(&numbers);
            let old = json.pointer_mut(place).unwrap();
            *old = if old.is_f64() || value.fract() != 0.0 { value.into() } else { (value as i64).into() };
        }
        if let Ok(plan) = Plan::read(&json.to_string()) {
            let start = std::time::Instant::now();
            drawn(&plan, &picture);
            prop_assert!(start.elapsed().as_secs() < 10, "{json}");
        }
    }
}

fn find_numbers(value: &serde_json::Value, place: String, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Number(_) => found.push(place),
        serde_json::Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, v)| find_numbers(v, format!("{place}/{i}"), found))
        }
        serde_json::Value::Object(fields) => {
            fields.iter().for_each(|(k, v)| find_numbers(v, format!("{place}/{k}"), found))
        }
        _ => {}
    }
}

#[test]
fn what_is_wrong_in_a_template_is_pointed_at() {
    // The template, what the caret stands under, what is said.
    let cases = [
        ("[[layer]]\ntext = { sya = \"x\" }", "sya", "unknown key `sya`: did you mean `say`?"),
        ("[[layer]]\nhalftoen = {}", "halftoen", "unknown key `halftoen`: did you mean `halftone`?"),
        ("[[layer]]\ntext = { align = \"centre\" }", "\"centre\"", "unknown value `centre`: did you mean `center`?"),
        ("[[layer]]\ntext = { lines = \"two\" }", "\"two\"", "invalid type: string \"two\", expected u32"),
        ("[[layer]]\ntext = { leading = 9 }", "9", "`leading` is 9: it goes from 0.5 to 4"),
        (
            "[params]\nink = \"red\"\n[[layer]]\nbox = { ink = \"$inc\" }",
            "\"$inc\"",
            "unknown parameter `inc`: did you mean `ink`?",
        ),
        ("[params]\na = \"$b\"\nb = \"$a\"\n[[layer]]\nbox = { ink = \"$a\" }", "\"$", "leads back to itself"),
        ("extends = \"case\"", "\"case\"", "`case` leads back to itself"),
        ("extends = \"may86\"", "\"may86\"", "no template is called `may86`: did you mean `may68`?"),
        ("[[layer]]\ngrain = {}\nregion = \"text.slogn\"", "\"text.slogn\"", "did you mean `text.slogan`?"),
        ("[[layer]]\ngrain = {}\nregion = { include = [\"mouth\"] }", "\"mouth\"", "did you mean `mouths`?"),
        ("[[layer]]\ngrain = {}\nregion = \"nose\"", "\"nose\"", "text.hashtag, text.logo, faces, eyes, mouths"),
        ("[[layer]]\nsettle = [0, 0.1]\ngrain = {}", "[0, 0.1]", "laid over the picture, or a group of it: no `grain`"),
        ("[[layer]]\nbox = { place = [0, 0, }", "", "case:2"),
    ];
    for (text, under, message) in cases {
        let error = template(text).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
        let lines: Vec<&str> = error.lines().collect();
        let carets = lines.iter().position(|line| line.contains('^')).unwrap_or_else(|| panic!("no caret:\n{error}"));
        let column = lines[carets].find('^').unwrap();
        assert!(lines[carets - 1][column..].starts_with(under), "{under} in\n{error}");
    }
}

#[test]
fn ranges_hold_and_every_alternative_comes_up() {
    let text = "[[layer]]\nbox = { place = [0.1, 0.1, 0.5, 0.5], tilt = [-8, 3], ink = { any = [\"red\", \"blue\", \"green\"] } }";
    let template = template(text).unwrap();
    let mut inks = std::collections::BTreeSet::new();
    let (mut low, mut high) = (f32::MAX, f32::MIN);
    for seed in 0..200 {
        let sheet = template.roll(Seed(seed)).unwrap();
        let said = format!("{:?}", sheet.layer[0].kind);
        let after = |key: &str| said.split_once(key).unwrap().1.to_string();
        let tilt: f32 = after("tilt: ").split([',', ' ']).next().unwrap().parse().unwrap();
        (low, high) = (low.min(tilt), high.max(tilt));
        inks.insert(after("ink: ").split('}').next().unwrap().to_string());
    }
    assert!(low >= -8.0 && high <= 3.0 && low < -7.0 && high > 2.0, "{low} {high}");
    assert_eq!(inks.len(), 3, "{inks:?}");
}

#[test]
fn another_layer_does_not_reshuffle_the_others() {
    let picture = picture("dark");
    let first = "[[layer]]\nscraps = { tilt = [2, 9], place = \"top\" }\n[[layer]]\npixelate = {}\n";
    let last = "[[layer]]\ntext = { say = \"#slogan#\", tilt = [-9, 9], back = { ink = { any = [\"red\", \"blue\", \"black\"] } } }\n";
    let new = "[[layer]]\nshape = { kind = \"torn\", tilt = [0, 90] }\n";
    for seed in 0..5 {
        let marks = |text: String| plan(&template(&text).unwrap(), &picture, Lang::En, seed).unwrap().marks;
        let (without, with) = (marks(format!("{first}{last}")), marks(format!("{first}{new}{last}")));
        let mut kept: Vec<String> = with.iter().map(|mark| format!("{mark:?}")).collect();
        let old: Vec<String> = without.iter().map(|mark| format!("{mark:?}")).collect();
        kept.retain(|mark| old.contains(mark));
        assert_eq!((kept.len(), with.len()), (old.len(), old.len() + 1), "seed {seed}");
    }
}

#[test]
fn a_base_is_laid_under_what_extends_it() {
    let base = "[params]\nsay = \"base\"\nink = \"red\"\n[[layer]]\nname = \"a\"\ntext = { say = \"$say\", ink = \"$ink\", tilt = 4, back = {} }\n";
    let own = "extends = \"base\"\n[params]\nsay = \"own\"\n[[layer]]\nname = \"a\"\ntext = { tilt = 7 }\n[[layer]]\nname = \"b\"\nbox = {}\n";
    let load = |name: &str| (name == "base").then(|| base.to_string());
    let template = detourn::template::Template::parse("own", own, &load).unwrap();
    let sheet = template.roll(Seed(1)).unwrap();
    let names: Vec<_> = sheet.layer.iter().map(|layer| layer.name.as_deref()).collect();
    assert_eq!(names, [Some("a"), Some("b")]);
    let said = format!("{:?}", sheet.layer[0].kind);
    assert!(said.contains("say: \"own\"") && said.contains("tilt: 7.0") && said.contains("back: Some"), "{said}");
    let set = template.with(&["say=set".into()]).unwrap().roll(Seed(1)).unwrap();
    assert!(format!("{:?}", set.layer[0].kind).contains("say: \"set\""));
}
