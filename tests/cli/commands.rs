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
fn voices_speak_show_themselves_and_tell_how() {
    let bench = Bench::new();
    for voice in ["virtual-factory", "may68", "museum", "instruction", "fumetti"] {
        for lang in ["en", "fr"] {
            let said = bench.run(&format!("captions -n 20 --voice {voice} --lang {lang}"));
            assert_code(&said, 0);
            assert_eq!(lines(&said.stdout).len(), 20);
            let shown = bench.run(&format!("captions --voice {voice} --lang {lang} --show"));
            bench.put("mine.toml", &shown.stdout);
            assert_code(&bench.run("check --grammar mine.toml"), 0);
            let again = bench.run(&format!("captions -n 20 --voice {voice} --lang {lang} --grammar mine.toml"));
            assert_eq!(lines(&again.stdout).len(), 20);
        }
    }
    let traced = lines(&bench.run("captions -n 1 --voice may68 --trace").stdout);
    assert!(traced[1].starts_with("  #may68# "), "{traced:?}");
    let unknown = bench.run("captions --voice may86 --show");
    assert_code(&unknown, 2);
}

#[test]
fn grammars_of_ones_own_are_laid_over_and_checked() {
    let bench = Bench::new();
    bench.put("bot.json", br##"{"origin": ["#[x:#animal#]x.a.capitalize#, #x.s#"], "animal": ["owl", "unicorn"]}"##);
    let said = lines(&bench.run("captions --grammar bot.json").stdout);
    assert!(said.iter().all(|line| ["An owl, owls", "A unicorn, unicorns"].contains(&line.as_str())), "{said:?}");
    assert_code(&bench.run("check --grammar bot.json"), 0);
    bench.put("own.toml", b"caption = [\n  \"one #thing#\",\n  \"#thin#\",\n]\n");
    bench.put("extra.toml", b"caption = \"all\"\n\nlost = \"never\"\n");
    bench.put("loop.json", br##"{"origin": ["#a#"], "a": ["#origin#"]}"##);
    for (file, wrong) in [
        ("own.toml", "own.toml:3: in `caption`: “#thin#”: unknown symbol `#thin#`; did you mean `thing`?"),
        ("extra.toml", "extra.toml:3: `lost` is never said"),
        ("loop.json", "loop.json:1: `#a#` never comes to an end"),
        ("none.toml", "none.toml: there is no such file"),
    ] {
        let checked = bench.run(&format!("check --grammar {file}"));
        assert_code(&checked, 2);
        let told = String::from_utf8_lossy(&checked.stderr).into_owned();
        assert!(told.contains(wrong) && told.lines().count() == 1, "{told}");
    }
    bench.put("wrong.toml", b"[[layer]]\ntext = { say = \"#captoin#\" }\n");
    let checked = bench.run("check wrong.toml");
    assert_code(&checked, 2);
    let told = String::from_utf8_lossy(&checked.stderr).into_owned();
    assert!(told.contains("wrong.toml:2") || told.contains("wrong:2"), "{told}");
    assert!(told.contains("did you mean `caption`?"), "{told}");
}

#[test]
fn a_recipe_asks_for_the_grammar_that_it_was_made_with() {
    let bench = Bench::new();
    bench.put("a.jpg", &jpeg(1));
    bench.put("own.toml", b"caption = \"Nothing was here\"\n");
    assert_code(&bench.run("run a.jpg --out a.out.jpg -t meme --grammar own.toml"), 0);
    let again = "run a.jpg --out b.out.jpg --recipe a.out.jpg";
    let without = bench.run(again);
    assert_code(&without, 2);
    assert!(String::from_utf8_lossy(&without.stderr).contains("--grammar"));
    assert_code(&bench.run(&format!("{again} --grammar own.toml")), 0);
    assert_eq!(bench.files("")["a.out.jpg"], bench.files("")["b.out.jpg"]);
}

#[test]
fn captions_are_made_of_texts() {
    let bench = Bench::new();
    let text: String = (0..400).map(|i| format!("w{} {}", i * i % 37, if i % 9 == 8 { "end. " } else { "" })).collect();
    bench.put("diary/one.txt", text.as_bytes());
    bench.put("diary/two.md", text.replace('w', "v").as_bytes());
    for symbol in ["corpus", "corpus_short", "corpus_cut", "caption"] {
        let said = bench.run(&format!("captions -n 4 --corpus diary --symbol {symbol}"));
        assert_code(&said, 0);
        assert_eq!(lines(&said.stdout).len(), 4, "{symbol}");
    }
    bench.put("short.txt", b"Too little.");
    bench.put("none/of.these", b"");
    bench.put("rules/slogans.toml", b"rules = []");
    for (line, wrong) in [
        ("captions --corpus short.txt", "too few"),
        ("captions --corpus none", "there is no .txt or .md file in it"),
        ("check --rules rules", "slogans.toml: no rules are called so"),
        ("check --rules none", "there is no .toml file in it"),
    ] {
        let said = bench.run(line);
        assert_code(&said, 2);
        assert!(String::from_utf8_lossy(&said.stderr).contains(wrong), "{line}: {:?}", said.stderr);
    }
}

#[test]
fn lines_are_rewritten_in_their_order() {
    let bench = Bench::new();
    let text = "Shop now\n\n12,304 likes\nVous le m\u{e9}ritez bien.\n@\n";
    let rewrite = |flags: &str| {
        let line = format!("captions --rewrite {flags}");
        let said = bench.detourn(line.split_whitespace()).write_stdin(text).output().unwrap();
        assert_code(&said, 0);
        let said = String::from_utf8(said.stdout).unwrap();
        said.split('\n').map(String::from).collect::<Vec<_>>()
    };
    let said = rewrite("--seed 3");
    assert_eq!(said.len(), 6, "{said:?}");
    assert_eq!((said[1].as_str(), said[4].as_str()), ("", "@"));
    assert!(said[0] != "Shop now" && said[2].starts_with("12,304 ") && said[2] != "12,304 likes", "{said:?}");
    assert_eq!(said, rewrite("--seed 3"));
    let traced = rewrite("--trace");
    assert!(traced.iter().any(|line| line.starts_with("  ")), "{traced:?}");
}

#[test]
fn a_gallery_shows_before_and_after() {
    let bench = Bench::new();
    bench.put("in/a.jpg", &jpeg(1));
    assert_code(&bench.run("run in --out out -t meme --lang en"), 0);
    let page = bench.run("gallery out --of in");
    assert_code(&page, 0);
    let page = String::from_utf8(page.stdout).unwrap();
    assert_eq!(page.matches("data:image/jpeg;base64,").count(), 2);
    assert!(page.contains("class=\"before\"") && page.contains("<h2>a.jpg</h2>") && !page.contains("http"));
    assert_eq!(String::from_utf8(bench.run("gallery out").stdout).unwrap().matches("data:image").count(), 1);
    assert_code(&bench.run("gallery in"), 1);
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
