//! What is read of the samples, as a text beside which one may lay the picture: `tests/readings/NAME.txt`.
//! `DETOURN_ACCEPT=1 cargo test --test readings` accepts what is read now; compare it with the picture first.
#![allow(clippy::disallowed_methods)]

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use detourn::{
    picture::{self, Limits},
    scene::{self, Needs, Scene, Sight},
};
use rayon::prelude::*;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path, sight: Sight) -> Scene {
    let picture = picture::decode(&fs::read(path).unwrap(), &Limits::default()).unwrap();
    scene::read(&picture, Needs::TEXT, sight)
}

/// One line a line: block, role, case and alignment, ink on paper, words. Measures are left to `inspect`.
fn told(scene: &Scene) -> String {
    let name = |value: &dyn erased::Name| value.name();
    let faces = scene.faces.as_ref().unwrap();
    let mut text = format!("{}, {} faces\n", name(&scene.kind.unwrap()), faces.len());
    for line in scene.text.as_ref().unwrap() {
        let lettering = &line.lettering;
        let manner = format!("{}, {}", name(&lettering.case), name(&lettering.align));
        text += &format!("{:>2} {:<8} {manner:<16} {}\n", line.block, name(&line.role), line.text);
    }
    text
}

mod erased {
    /// The name that a value has in JSON.
    pub trait Name {
        fn name(&self) -> String;
    }

    impl<T: serde::Serialize> Name for T {
        fn name(&self) -> String {
            serde_json::to_string(self).unwrap().trim_matches('"').into()
        }
    }
}

#[test]
fn samples_are_read_as_they_were_accepted() {
    let mut samples: Vec<PathBuf> =
        fs::read_dir(root().join("samples/pictures")).unwrap().map(|entry| entry.unwrap().path()).collect();
    samples.sort();
    let wrong: Vec<String> = samples
        .par_iter()
        .filter_map(|sample| {
            let name = sample.file_stem().unwrap().to_str().unwrap();
            let file = root().join(format!("tests/readings/{name}.txt"));
            let now = told(&read(sample, Sight::Full));
            if env::var_os("DETOURN_ACCEPT").is_some() {
                fs::write(&file, &now).unwrap();
            }
            let known = fs::read_to_string(&file).unwrap_or_default();
            (known != now).then(|| format!("{name}: accepted\n{known}now\n{now}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn smaller_networks_read_most_of_it() {
    let sample = root().join("samples/pictures/cat-giveaway.jpg");
    let words = |sight| -> Vec<String> {
        let lines = read(&sample, sight).text.unwrap();
        lines.iter().flat_map(|line| line.text.split(' ').map(String::from).collect::<Vec<_>>()).collect()
    };
    let (full, fast) = (words(Sight::Full), words(Sight::Fast));
    let same = full.iter().filter(|word| fast.contains(word)).count();
    assert!(same * 10 > full.len() * 9, "{full:?} {fast:?}");
}

#[test]
fn a_picture_turned_round_says_the_same() {
    let sample = root().join("samples/pictures/pizza-burst.jpg");
    let mut picture = picture::decode(&fs::read(sample).unwrap(), &Limits::default()).unwrap();
    let words = |scene: Scene| {
        let mut words: Vec<String> = scene.text.unwrap().into_iter().map(|line| line.text).collect();
        words.sort();
        words
    };
    let upright = words(scene::read(&picture, Needs::TEXT, Sight::Full));
    picture.pixels = image::imageops::rotate180(&picture.pixels);
    let turned = scene::read(&picture, Needs::TEXT, Sight::Full);
    assert!(turned.text.as_ref().unwrap().iter().all(|line| line.lettering.angle.abs() > 90.0));
    let turned = words(turned);
    let same = upright.iter().filter(|line| turned.contains(line)).count();
    assert!(same * 10 >= upright.len() * 8, "{upright:?} {turned:?}");
}
