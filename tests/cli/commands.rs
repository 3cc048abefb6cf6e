//! The smaller commands.

use crate::{Bench, assert_code, jpeg, lines, png, records, templates};

#[test]
fn a_recipe_is_enough_to_make_an_output_again() {
    let bench = Bench::new();
    bench.put("a.jpg", &jpeg(1));
    assert_code(&bench.run("run a.jpg --out out --seed 12 --lang fr"), 0);
    let output = bench.run("recipe out/a.jpg");
    assert_code(&output, 0);
    let recipe: toml::Table = String::from_utf8(output.stdout).unwrap().parse().unwrap();
    let text = |key: &str| recipe[key].as_str().unwrap();
    assert_eq!((text("source"), text("lang")), (&*blake3::hash(&jpeg(1)).to_hex().to_string(), "fr"));
    let line = format!("run a.jpg --seed {} --lang {} -t {}", recipe["seed"], text("lang"), text("template"));
    assert_eq!(bench.run(&line).stdout, bench.files("out")["a.jpg"]);
}

#[test]
fn inspect_prints_a_line_for_each_picture() {
    let bench = Bench::new();
    bench.put("in/a.jpg", &jpeg(1));
    bench.put("in/b.jpg", &jpeg(2));
    bench.put("in/c.jpg", b"nothing");
    let output = bench.run("inspect in");
    assert_code(&output, 3);
    let scenes = records(&output.stdout);
    assert_eq!((scenes.len(), lines(&output.stderr).len()), (2, 1));
    assert_eq!((&scenes[1]["image"], &scenes[1]["width"]), (&"in/b.jpg".into(), &96.into()));
    let line = lines(&output.stdout).remove(0);
    let keys = ["image", "width", "height", "kind", "text", "faces", "palette", "quiet", "tone"];
    let places = keys.map(|key| line.find(&format!("\"{key}\":")).unwrap_or_else(|| panic!("no {key} in {line}")));
    assert!(places.is_sorted() && scenes[0]["text"].is_array() && scenes[0]["faces"].is_array(), "{line}");
    assert!(!line.contains(".0,") && !line.contains(".0]"), "{line}");
}

#[test]
fn an_overlay_is_a_png_of_the_same_size_that_replaces_no_stranger() {
    let bench = Bench::new();
    bench.put("in/a.jpg", &jpeg(1));
    bench.put("in/a.png", &png(2));
    bench.put("in/b.jpg", &jpeg(3));
    bench.put("in/seen/b.png", b"mine");
    let output = bench.run("inspect in --overlay in/seen");
    assert_code(&output, 3);
    assert_eq!(records(&output.stdout)[1]["overlay"], "in/seen/a.png.png");
    let complaints = lines(&output.stderr);
    assert!(
        complaints[0].contains("the plain name is another's") && complaints[1].contains("--force"),
        "{complaints:?}"
    );
    assert_eq!(bench.files("in/seen")["b.png"], b"mine");
    for _ in 0..2 {
        assert_code(&bench.run("inspect in --overlay in/seen --force"), 0);
        assert_eq!(bench.names("in/seen"), ["a.png", "a.png.png", "b.png"]);
    }
    bench.put("in/seen/c.png", b"");
    assert_code(&bench.run("inspect in/a.jpg --overlay in/seen"), 0);
    let size = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().to_rgb8().dimensions();
    assert_eq!(size(&bench.files("in/seen")["a.png"]), size(&jpeg(1)));
    assert_code(&bench.run("inspect in/a.jpg --force"), 2);
}

#[test]
fn captions_are_seeded_and_differ() {
    let bench = Bench::new();
    let say = |line: &str| {
        let output = bench.run(line);
        assert_code(&output, 0);
        lines(&output.stdout)
    };
    let mut said = say("captions -n 12 --seed 4");
    assert_eq!(said, say("captions -n 12 --seed 4 --lang en"));
    assert_ne!(said, say("captions -n 12 --seed 5"));
    assert_ne!(said, say("captions -n 12 --seed 4 --lang fr"));
    assert_eq!(said.len(), 12);
    said.sort();
    said.dedup();
    assert_eq!(said.len(), 12);
}

#[test]
fn a_poster_is_a_page() {
    let bench = Bench::new();
    bench.put("a.jpg", &jpeg(1));
    let output = bench.run("poster a.jpg --size A6 --out a.pdf");
    assert_code(&output, 0);
    assert!(bench.files("")["a.pdf"].starts_with(b"%PDF-"));
}

#[test]
fn what_there_is_can_be_listed_explained_and_checked() {
    let bench = Bench::new();
    for name in templates() {
        assert_code(&bench.run(&format!("check {name}")), 0);
        assert_code(&bench.run(&format!("explain {name}")), 0);
    }
    for what in ["layers", "filters", "fonts", "words", ""] {
        assert!(bench.run(&format!("list {what}")).stdout.len() > 40, "{what}");
    }
    let first = templates()[0].clone();
    let misspelt = bench.run(&format!("check {first}x"));
    assert_code(&misspelt, 2);
    assert!(String::from_utf8_lossy(&misspelt.stderr).contains(&format!("did you mean `{first}`?")));
}

#[test]
fn shells_and_man_are_served() {
    let bench = Bench::new();
    for line in ["completions bash", "completions zsh", "completions fish", "man", "man run"] {
        let output = bench.run(line);
        assert_code(&output, 0);
        assert!(String::from_utf8_lossy(&output.stdout).contains("detourn"), "{line}");
    }
}
