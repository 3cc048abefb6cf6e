//! Balloons on pages of any shape, judged by plain geometry that knows nothing of how they were placed.

use std::time::Instant;

use super::{geometry::*, *};
use crate::{
    color::Inks,
    layer::{backdrop::Backdrop, balloons::draw::flat},
    measure::Page,
    scene::{Grid, Scene, line::Role, made},
    seed::{Dice, Seed},
    typeset::fonts::Fonts,
    words::{Lang, Words},
};

fn stage(scene: &Scene) -> Stage<'_> {
    Stage {
        page: Page { width: scene.width, height: scene.height, dpi: 96.0, bleed: 0 },
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

fn marks(layer: &Balloons, stage: &mut Stage<'_>) -> Vec<Mark> {
    layer.lower(stage).unwrap()
}

/// The outlines of all balloons in the order in which they are said.
fn outlines(marks: &[Mark]) -> Vec<Vec<Vec<Point>>> {
    let filled = |mark: &Mark| match mark {
        Mark::Shape(shape) if shape.fill.is_some() => Some(paths(shape)),
        _ => None,
    };
    marks.iter().filter_map(filled).collect()
}

/// Where the words of each balloon stand.
fn words(marks: &[Mark]) -> Vec<Rect> {
    let mut words: Vec<Option<Rect>> = Vec::new();
    for mark in marks {
        match mark {
            Mark::Shape(shape) if shape.fill.is_some() => words.push(None),
            Mark::Glyphs(mark) => {
                for glyph in &mark.glyphs {
                    let letter = Rect::new(glyph.x, glyph.y - 0.7 * mark.size, 0.4 * mark.size, 0.7 * mark.size);
                    let word = words.last_mut().unwrap();
                    *word = Some(word.map_or(letter, |all| all.join(&letter)));
                }
            }
            _ => {}
        }
    }
    words.into_iter().map(Option::unwrap).collect()
}

/// A page with faces that do not overlap, and lettering that overlaps none of them.
fn page(dice: &mut Dice, faces: usize) -> Scene {
    let (width, height) = (dice.between(500.0, 1600.0).round(), dice.between(500.0, 1600.0).round());
    let short = width.min(height);
    let mut taken: Vec<Rect> = Vec::new();
    let mut put = |dice: &mut Dice, w: f32, h: f32, low: f32| {
        for _ in 0..200 {
            let rect = Rect::new(
                dice.between(0.0, (width - w).max(1.0)).round(),
                dice.between(low * height, (height - h).max(low * height + 1.0)).round(),
                w,
                h,
            );
            if taken.iter().all(|other| other.grown(0.02 * short).meet(&rect).area() == 0.0) {
                taken.push(rect);
                return Some(rect);
            }
        }
        None
    };
    let mut found = Vec::new();
    for _ in 0..faces {
        let w = (short * dice.between(0.08, 0.22)).round();
        let h = (w * dice.between(1.15, 1.4)).round();
        found.extend(put(dice, w, h, 0.12));
    }
    let faces = found.iter().map(|rect| made::face(*rect)).collect();
    let lines = (0..dice.below(4)).filter_map(|_| {
        let h = (short * dice.between(0.02, 0.06)).round();
        let w = (width * dice.between(0.15, 0.5)).round();
        put(dice, w, h, 0.0)
    });
    let text = Some(lines.map(|rect| made::line(rect.into(), "BUY NOW", Role::Slogan)).collect());
    let mut detail = Grid::over(width as u32, height as u32, 16, 0.0);
    detail.values.iter_mut().for_each(|value| *value = dice.unit());
    Scene {
        width: width as u32,
        height: height as u32,
        text,
        faces: Some(faces),
        detail: Some(detail),
        ..Scene::default()
    }
}

fn said(dice: &mut Dice, turns: usize) -> String {
    let words =
        ["the", "rent", "is", "a", "late", "spectacle", "nobody", "asked", "for", "overtime", "and", "we", "pay"];
    let turn = |dice: &mut Dice| {
        let count = 2 + dice.below(16);
        let text: Vec<&str> = (0..count).map(|_| words[dice.below(words.len())]).collect();
        let text = text.join(" ");
        match dice.below(6) {
            0 => format!("{text}!"),
            1 => format!("({text}…)"),
            2 => format!("Hush, {text}."),
            _ => format!("{text}."),
        }
    };
    (0..turns).map(|_| turn(dice)).collect::<Vec<_>>().join(" // ")
}

#[test]
fn a_thousand_pages_are_lettered_without_a_crossing() {
    let (mut asked, mut lost, mut slowest, mut all) = (0, 0, 0.0f64, 0.0f64);
    let (mut sizes, mut faults) = (Vec::new(), Vec::new());
    for round in 0..1000u64 {
        let mut dice = Seed(round).at("page").dice();
        let scene = page(&mut dice, 1 + (round % 6) as usize);
        let faces = scene.faces.clone().unwrap();
        let layer = Balloons { say: said(&mut dice, faces.len()), speakers: 6, beyond: false, ..Balloons::default() };
        let mut stage = stage(&scene);
        let start = Instant::now();
        let marks = marks(&layer, &mut stage);
        let took = start.elapsed().as_secs_f64() * 1000.0;
        (slowest, all) = (slowest.max(took), all + took);
        let balloons = outlines(&marks);
        asked += faces.len();
        lost += faces.len() - balloons.len();
        assert_eq!(stage.notes.len(), faces.len() - balloons.len(), "{:?}", stage.notes);
        sizes.extend(marks.iter().find_map(|mark| match mark {
            Mark::Glyphs(glyphs) => Some(glyphs.size / stage.page.short()),
            _ => None,
        }));
        faults.extend(
            judge(&scene, &balloons, &words(&marks), &stage).into_iter().map(|fault| format!("{round}: {fault}")),
        );
    }
    sizes.sort_by(f32::total_cmp);
    eprintln!("{lost} of {asked} lost; {:.2} ms in the mean, {slowest:.1} at the most", all / 1000.0);
    eprintln!(
        "size in shares of the short side: median {:.3}, tenth {:.3}",
        sizes[sizes.len() / 2],
        sizes[sizes.len() / 10]
    );
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults[..faults.len().min(40)].join("\n"));
    assert!(lost * 20 < asked, "{lost} of {asked} found no room");
}

/// What of one page is not as it was promised.
fn judge(scene: &Scene, balloons: &[Vec<Vec<Point>>], words: &[Rect], stage: &Stage<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut promise = |kept: bool, fault: String| faults.extend((!kept).then_some(fault));
    let faces = scene.faces.as_ref().unwrap();
    let canvas = stage.page.canvas();
    let kept: Vec<Vec<Point>> = scene.text.iter().flatten().map(|line| line.quad.0.to_vec()).collect();
    let mouths: Vec<Point> =
        faces.iter().map(|face| [0, 1].map(|axis| (face.mouth[0][axis] + face.mouth[1][axis]) / 2.0)).collect();
    // Whose a balloon is, its tip tells: that touches one face and no other, and every face is touched once.
    let touched = |balloon: &Vec<Vec<Point>>| -> Vec<usize> {
        let near = |at: &usize| {
            balloon.iter().any(|path| touch(path, &ellipse(&faces[*at].rect.grown(0.03 * faces[*at].rect.w))))
        };
        (0..faces.len()).filter(near).collect()
    };
    let speakers: Vec<Vec<usize>> = balloons.iter().map(touched).collect();
    for (i, own) in speakers.iter().enumerate() {
        promise(own.len() == 1, format!("{i} touches {} faces", own.len()));
        promise(speakers[..i].iter().all(|other| other != own), format!("two point at face {own:?}"));
    }
    for (i, (balloon, own)) in balloons.iter().zip(&speakers).enumerate() {
        let [speaker] = own.as_slice() else { continue };
        let mouth = mouths[*speaker];
        for path in balloon {
            promise(canvas.holds(&bounds(path), 0.0), format!("{i} leaves the page"));
            for text in &kept {
                promise(!touch(path, text), format!("{i} covers lettering"));
            }
            for (j, face) in faces.iter().enumerate() {
                let oval = ellipse(&face.rect);
                if j != *speaker {
                    promise(!touch(path, &oval), format!("{i} touches face {j}"));
                    continue;
                }
                let end = path.iter().map(|point| length2(*point, mouth)).fold(f32::INFINITY, f32::min);
                let last = std::ptr::eq(path, &balloon[balloon.len() - 1]);
                promise(
                    !last || end < 0.62 * face.rect.w,
                    format!("{i} ends {} widths from its mouth", end / face.rect.w),
                );
                // Of its own face it may touch what lies about the mouth, from the side of the chin and cheeks.
                for point in path.iter().filter(|point| holds(&oval, **point)) {
                    let eyes = (face.eyes[0][1] + face.eyes[1][1]) / 2.0;
                    promise(point[1] > eyes + 0.12 * face.rect.h, format!("{i} crosses its eyes"));
                    let lips = (face.mouth[1][0] - face.mouth[0][0]) / 2.0;
                    promise(length2(*point, mouth) > 0.4 * lips, format!("{i} crosses its lips"));
                }
            }
        }
        for (j, other) in balloons.iter().enumerate().skip(i + 1) {
            for (a, b) in balloon.iter().flat_map(|a| other.iter().map(move |b| (a, b))) {
                promise(!touch(a, b), format!("{i} and {j} meet"));
            }
        }
    }
    faults.extend(read_in_order(words));
    faults
}

/// A reader takes what is higher first, and in a row (words half of whose height is level) what is further left.
fn read_in_order(words: &[Rect]) -> Vec<String> {
    let mut faults = Vec::new();
    for (i, a) in words.iter().enumerate() {
        for (j, b) in words.iter().enumerate().skip(i + 1) {
            let level = a.bottom().min(b.bottom()) - a.y.max(b.y);
            let row = level > 0.5 * a.h.min(b.h);
            let first = if row { a.x + a.w / 2.0 < b.x + b.w / 2.0 } else { a.y + a.h / 2.0 < b.y + b.h / 2.0 };
            faults.extend((!first).then(|| format!("{j} is read before {i}: {a:?} {b:?}")));
        }
    }
    faults
}

#[test]
fn a_single_face_is_answered_from_beyond_or_says_it_all() {
    let scene = made::scene();
    let layer = Balloons {
        say: "Who owns the sea? // The same as yesterday.".into(),
        size: Length::Side(0.06),
        ..Balloons::default()
    };
    let mut both = stage(&scene);
    assert_eq!((outlines(&marks(&layer, &mut both)).len(), both.said.len(), both.notes.len()), (2, 2, 0));
    let mut one = stage(&scene);
    assert_eq!(outlines(&marks(&Balloons { beyond: false, ..layer.clone() }, &mut one)).len(), 1);
    assert_eq!(one.said, ["Who owns the sea? The same as yesterday."]);
    let nobody = Scene { faces: Some(Vec::new()), ..scene.clone() };
    let mut empty = stage(&nobody);
    assert!(marks(&layer, &mut empty).is_empty());
    assert_eq!(empty.notes.len(), 1);
    let mut crowded = stage(&scene);
    let long =
        Balloons { say: "All that was once directly lived has become mere representation. ".repeat(30), ..layer };
    assert!(marks(&long, &mut crowded).is_empty());
    assert!(crowded.notes[0].contains("is left out"), "{:?}", crowded.notes);
}

#[test]
fn hostile_faces_and_sizes_are_survived() {
    for round in 0..200u64 {
        let mut dice = Seed(round).at("odd").dice();
        let mut odd = || [dice.between(-300.0, 700.0), dice.between(-300.0, 500.0)];
        let faces = (0..3).map(|_| {
            let ([x, y], [w, h]) = (odd(), odd());
            let rect = Rect::new(x, y, w.abs(), h.abs());
            crate::scene::Face { rect, score: 0.9, eyes: [odd(), odd()], nose: odd(), mouth: [odd(), odd()] }
        });
        let scene = Scene { faces: Some(faces.collect()), ..made::scene() };
        let layer = Balloons {
            say: "A // b! // (c)".into(),
            size: Length::Side([0.0, 0.05, 40.0][(round % 3) as usize]),
            legible: Length::Side([0.3, 0.0][(round % 2) as usize]),
            least: Length::ZERO,
            margin: Length::Side((round % 4) as f32 * 0.3),
            thickness: 0.5,
            pad: 3.0 * (round % 2) as f32,
            ..Balloons::default()
        };
        for mark in marks(&layer, &mut stage(&scene)) {
            if let Mark::Shape(shape) = mark {
                assert!(flat(&shape.outline).iter().flatten().all(|value| value.is_finite()));
            }
        }
    }
}
