//! Fit against brute force: every way to cut short captions into lines, each line shaped on its own.
#![allow(clippy::disallowed_methods)]

use std::collections::HashMap;

use detourn::{
    measure::Rect,
    seed::{Dice, Seed},
    typeset::{Align, Setting, Space, Style, Valign, case::Case, fit, fonts::Fonts, set_line},
    words::Lang,
};

const EN: &str = "the spectacle of a commodity, looks; at you! I AM what appears: never work Ask Jelly quickly for \
    LTAVWO your own (life) in representation is boredom counter- and 1968? it's Type pay pygmy";
const FR: &str = "l’été à la plage: vivre sans temps mort\u{202F}! Ça dépend «\u{202F}déjà\u{202F}» où naît l’œuvre ÉGALITÉ Être une image \
    consommation jamais\u{202F}; qui rêve ÀÇÊ le mur a raison je jouis";

struct Case500 {
    words: Vec<String>,
    style: Style,
    width: f32,
    height: f32,
}

fn roll(dice: &mut Dice) -> Case500 {
    let lang = if dice.below(2) == 0 { Lang::En } else { Lang::Fr };
    let source: Vec<&str> = if lang == Lang::En { EN } else { FR }.split(' ').collect();
    let count = 1 + dice.below(8);
    let case = [Case::AsIs, Case::Upper][dice.below(2)];
    let words: Vec<String> = (0..count).map(|_| source[dice.below(source.len())].to_string()).collect();
    let style = Style {
        // Scripts, which came later, change letters by their neighbours: a line shaped alone is not the same.
        faces: vec![dice.below(15)],
        lang,
        case,
        align: [Align::Left, Align::Center, Align::Right][dice.below(3)],
        valign: [Valign::Top, Valign::Middle, Valign::Bottom][dice.below(3)],
        tracking: [0.0, 0.0, 0.05][dice.below(3)],
        leading: dice.between(0.8, 1.3),
        ..Style::default()
    };
    let side = |dice: &mut Dice| 40.0 * libm::expf(dice.between(0.0, 3.6));
    Case500 { words, style, width: side(dice), height: side(dice) }
}

/// Ink of every glyph, from the outlines.
fn inks(setting: &Setting) -> Vec<Rect> {
    let fonts = Fonts::builtin();
    let size = setting.size;
    let of = |(face, id, x, y): (usize, u16, f32, f32)| {
        let ink = fonts.get(face).ink(id)?;
        Some(Rect::new(x + ink.x * size, y + ink.y * size, ink.w * size, ink.h * size))
    };
    let glyphs = setting.runs.iter().flat_map(|run| run.glyphs.iter().map(|g| (run.face, g.id, g.x, g.y)));
    glyphs.filter_map(of).collect()
}

/// A line at 1000 pixels an em: its ink, and that of its glyphs, from its baseline and alignment axis.
fn line(text: &str, style: &Style) -> (f32, Vec<Rect>) {
    let set = set_line(text, style, 1000.0, Fonts::builtin());
    let axis = match style.align {
        Align::Left => 0.0,
        Align::Center => 0.5 * set.ink.w,
        Align::Right => set.ink.w,
    };
    let baseline = set.clusters[0].y;
    let at =
        |ink: Rect| Rect::new((ink.x - axis) / 1000.0, (ink.y - baseline) / 1000.0, ink.w / 1000.0, ink.h / 1000.0);
    (set.ink.w / 1000.0, inks(&set).into_iter().map(at).collect())
}

fn step(above: &[Rect], below: &[Rect], style: &Style) -> f32 {
    let gap = style.line_gap;
    let mut step = style.leading;
    for a in above {
        for b in below.iter().filter(|b| b.x < a.right() + gap && b.right() > a.x - gap) {
            step = step.max(a.bottom() - b.y + gap);
        }
    }
    step
}

/// The largest size over all partitions into lines.
fn brute_force(case: &Case500) -> f32 {
    let count = case.words.len();
    let mut lines = HashMap::new();
    for first in 0..count {
        for end in first + 1..=count {
            lines.insert((first, end), line(&case.words[first..end].join(" "), &case.style));
        }
    }
    let mut steps = HashMap::new();
    let mut best = 0.0f32;
    for cuts in 0..1u32 << (count - 1) {
        let ends: Vec<usize> = (1..=count).filter(|end| *end == count || cuts >> (end - 1) & 1 == 1).collect();
        let mut first = 0;
        let (mut widest, mut baseline, mut above) = (0.0f32, 0.0, None);
        let (mut top, mut bottom) = (f32::INFINITY, f32::NEG_INFINITY);
        for end in ends {
            let (width, inks) = &lines[&(first, end)];
            if let Some(key) = above {
                let (a, b) = (&lines[&key].1, inks);
                baseline += *steps.entry((key, end)).or_insert_with(|| step(a, b, &case.style));
            }
            widest = widest.max(*width);
            top = inks.iter().map(|ink| baseline + ink.y).fold(top, f32::min);
            bottom = inks.iter().map(|ink| baseline + ink.bottom()).fold(bottom, f32::max);
            above = Some((first, end));
            first = end;
        }
        best = best.max((case.width / widest).min(case.height / (bottom - top)));
    }
    best
}

#[test]
fn fit_is_as_large_as_brute_force_and_never_leaves_the_box() {
    let mut dice = Seed(2).at("fit").dice();
    let (mut worst, mut sum) = (f32::INFINITY, 0.0);
    for round in 0..500 {
        let case = roll(&mut dice);
        let text = case.words.join(" ");
        let space = Space {
            width: case.width,
            height: case.height,
            max_size: f32::INFINITY,
            min_size: 0.0,
            max_lines: usize::MAX,
        };
        let setting = fit(&text, &case.style, &space, Fonts::builtin()).unwrap();
        assert_eq!(setting.missing, []);
        for ink in inks(&setting).iter().chain(&setting.lines).chain([&setting.ink]) {
            let page = Rect::new(0.0, 0.0, case.width, case.height);
            assert!(page.holds(ink, 0.0), "{round}: {text}: {ink:?} leaves {page:?}");
        }
        let ratio = setting.size / brute_force(&case);
        assert!(ratio >= 0.97, "{round}: {ratio} {text:?} {:?} {}×{}", case.style, case.width, case.height);
        (worst, sum) = (worst.min(ratio), sum + ratio.min(1.0));
    }
    // Not all of what the rag may cost is spent on it every time.
    assert!(sum / 500.0 > 0.985, "mean {}", sum / 500.0);
    eprintln!("worst {worst}, mean {}", sum / 500.0);
}
