//! Where regions lie that are read, and what cannot be said.

use proptest::prelude::*;

use super::*;
use crate::{
    measure::Length,
    render::mask::{Cover, rasterise},
    scene::{
        Needs,
        made::{scene, scenes},
    },
};

fn stage<'a>(scene: &'a Scene, page: Page) -> Stage<'a> {
    Stage {
        page,
        scene,
        words: Words::builtin(),
        fonts: Fonts::builtin(),
        lang: Lang::En,
        facts: scene.facts(),
        inks: Inks::default(),
        protect: None,
        lenders: None,
        seed: Seed(1),
        placed: None,
        backdrop: Backdrop::new(None),
        covered: Default::default(),
        shift: None,
        faces: Vec::new(),
        borrowed: Vec::new(),
        said: Vec::new(),
        changes: Vec::new(),
        relettered: Vec::new(),
        notes: Vec::new(),
    }
}

const PAGE: Page = Page { width: 400, height: 300, dpi: 96.0, bleed: 0 };

fn region(text: &str) -> Region {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The table form, of names.
fn table(include: &str, exclude: &str) -> String {
    let [include, exclude] = [include, exclude].map(|names| names.split_whitespace().collect::<Vec<_>>());
    serde_json::json!({ "include": include, "exclude": exclude }).to_string()
}

/// Coverage of every pixel of the page.
fn cover(stage: &Stage, text: &str) -> Vec<u8> {
    let (width, height) = (stage.page.width as usize, stage.page.height as usize);
    match rasterise(&stage.mask(&region(text)), stage.page.width, stage.page.height) {
        Cover::Nothing => vec![0; width * height],
        Cover::Everything => vec![255; width * height],
        Cover::Part(part) => {
            let mut all = vec![0; width * height];
            for y in 0..part.height {
                let start = (part.y + y) as usize * width + part.x as usize;
                all[start..][..part.width as usize].copy_from_slice(part.row(y));
            }
            all
        }
    }
}

/// The same but for what rounding does to an edge.
fn alike(a: &[u8], b: &[u8]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.abs_diff(*b) < 3)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn the_ground_is_what_text_and_faces_leave(scene in scenes()) {
        let stage = stage(&scene, PAGE);
        let of = |include: &str, exclude: &str| cover(&stage, &table(include, exclude));
        let read = of("text faces", "");
        let ground: Vec<u8> = read.iter().map(|v| 255 - v).collect();
        prop_assert!(alike(&cover(&stage, "\"ground\""), &ground));
        prop_assert!(alike(&of("all", "ground"), &read));
        // Where an edge is soft, two areas that touch may both have a share.
        prop_assert!(of("all", "text faces").iter().zip(&ground).all(|(a, b)| a >= b || a.abs_diff(*b) < 2));
        prop_assert!(of("ground", "ground").iter().all(|v| *v < 66));
        prop_assert!(of("ground text faces", "").iter().all(|v| *v == 255));
    }

    #[test]
    fn roles_make_up_the_text_and_nothing_leaves_the_picture(scene in scenes()) {
        let mut stage = stage(&scene, Page { width: 300, height: 260, ..PAGE });
        stage.placed = Some((Rect::new(50.0, 40.0, 200.0, 200.0), Rect::new(30.0, 20.0, 100.0, 200.0)));
        let roles = "text.slogan text.body text.price text.button text.handle text.metric text.hashtag text.logo";
        prop_assert!(alike(&cover(&stage, &table(roles, "")), &cover(&stage, "\"text\"")));
        for name in ["text", "faces", "eyes", "mouths"] {
            let outside = |i: usize| !((30..130).contains(&(i % 300)) && (20..220).contains(&(i / 300)));
            prop_assert!(cover(&stage, &table(name, "")).iter().enumerate().all(|(i, v)| *v == 0 || !outside(i)), "{name}");
        }
    }
}

#[test]
fn areas_lie_where_they_were_read() {
    let scene = scene();
    let stage = stage(&scene, PAGE);
    let at = |name: &str, points: &[(usize, usize)]| {
        let all = cover(&stage, &format!("\"{name}\""));
        points.iter().map(|(x, y)| all[y * 400 + x]).collect::<Vec<_>>()
    };
    // Inside, just outside, far off.
    for (name, inside, near) in [
        ("text.slogan", (15, 15), (10, 40)),
        ("text.price", (285, 46), (285, 75)),
        ("text.handle", (112, 266), (116, 266)),
        ("faces", (190, 105), (143, 105)),
        ("eyes", (160, 150), (190, 168)),
        ("mouths", (190, 200), (190, 175)),
    ] {
        assert_eq!(at(name, &[inside, near, (350, 20)]), [255, 0, 0], "{name}");
    }
    assert!(cover(&stage, "\"text.logo\"").iter().all(|v| *v == 0), "what is not there is nowhere");
    let blank = Scene { text: Some(vec![]), faces: Some(vec![]), ..scene.clone() };
    let stage = self::stage(&blank, PAGE);
    assert!(stage.mask(&region("\"ground\"")).is_everything());
    for soft in [r#"{"include": ["ground"], "feather": "9px"}"#, r#"{"include": ["ground"], "grow": "-9px"}"#] {
        assert!(cover(&stage, soft).iter().all(|v| *v == 255), "the border of the page is no edge of the ground");
    }
    assert!(cover(&stage, r#"{"exclude": ["ground"]}"#).iter().all(|v| *v == 0));
    assert_eq!(stage.mask(&Region { grow: Length::Px(3.0), ..Region::default() }).grow, 3.0);
}

#[test]
fn regions_ask_for_what_they_need() {
    for (text, needs) in [
        ("\"all\"", Needs::NONE),
        (r#"{"include": [{"rect": [0, 0, 1, 1]}], "exclude": ["eyes"]}"#, Needs::FACES),
        ("\"text.button\"", Needs::TEXT),
        ("\"ground\"", Needs::TEXT | Needs::FACES),
        (r#"{"exclude": ["quiet", "mouths"]}"#, Needs::QUIET | Needs::FACES),
    ] {
        assert_eq!(region(text).needs(), needs, "{text}");
    }
}

#[test]
fn what_cannot_be_said_here_is_left_out_with_a_note() {
    let scene = scene();
    let mut stage = stage(&scene, PAGE);
    assert_eq!(stage.say("No: #read.slogan.lower#", 0).unwrap().unwrap(), "No: just buy");
    assert_eq!(stage.say("#read.price#", 0).unwrap().unwrap(), "#9,99€#");
    assert!(stage.notes.is_empty() && stage.say("#read.logo#", 0).unwrap().is_none());
    assert!(stage.notes[0].starts_with("“#read.logo#” is left out: "), "{:?}", stage.notes);
    assert!(stage.say("#no_such_symbol#", 0).is_err());
}
