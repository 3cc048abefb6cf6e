//! Making templates: shelves to cast from, new ones, trying them, and a sheet of them all.

use std::fs;

use crate::{Bench, assert_code, column, jpeg, lines, png, records, templates};

#[test]
fn a_group_is_cast_from_and_combines_with_others() {
    let bench = Bench::new();
    for number in 0..6 {
        bench.put(format!("in/{number}.jpg"), &jpeg(number));
    }
    let listed = String::from_utf8(bench.run("list templates").stdout).unwrap();
    let shelf: Vec<&str> = listed.lines().skip_while(|line| *line != "frame").skip(1).collect();
    let shelf: Vec<&str> = shelf.iter().take_while(|line| line.starts_with(' ')).copied().collect();
    let frames: Vec<&str> = shelf.iter().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(frames.contains(&"museum") && !frames.contains(&"meme"), "{listed}");

    let output = bench.run("run in --out out -t group:frame -t any -t meme --report -");
    assert_code(&output, 0);
    let made = records(&output.stdout);
    let cast = column(&made, "template");
    assert_eq!(cast.len(), 18);
    assert!(cast.iter().step_by(3).all(|name| frames.contains(name)), "{cast:?}");
    assert!(cast.iter().skip(2).step_by(3).all(|name| *name == "meme"), "{cast:?}");
    assert_eq!(bench.names("out")[..3], ["0.any.jpg", "0.frame.jpg", "0.meme.jpg"]);
    // Neighbours change nothing, and `any` is what is meant without a template.
    for (line, name) in [("-t any", "any"), ("", "any"), ("-t group:frame", "frame")] {
        assert_code(&bench.run(&format!("run in --out alone --force {line}")), 0);
        for number in 0..6 {
            let (alone, beside) = (bench.files("alone"), bench.files("out"));
            assert!(alone[&format!("{number}.jpg")] == beside[&format!("{number}.{name}.jpg")], "{line}: {number}");
        }
    }
    let wrong = bench.run("run in --out none -t group:past-up");
    assert_code(&wrong, 2);
    assert_eq!(lines(&wrong.stderr), ["detourn: no group is called `past-up`: did you mean `paste-up`?"]);
}

#[test]
fn a_new_template_is_an_explained_copy_that_can_be_tried() {
    let bench = Bench::new();
    bench.put("a.jpg", &jpeg(1));
    for name in templates() {
        let output = bench.run(&format!("new mine/{name} --from {name}"));
        assert_code(&output, 0);
        let said = lines(&output.stderr);
        assert!(
            said.len() == 1 && said[0].contains(&format!("detourn try mine/{name}.toml PICTURE --watch")),
            "{said:?}"
        );
        assert_code(&bench.run(&format!("check mine/{name}.toml")), 0);
        assert_code(&bench.run(&format!("try mine/{name}.toml a.jpg --out {name}.copy.png --lang fr")), 0);
        assert_code(&bench.run(&format!("run a.jpg -t {name} --out {name}.png --lang fr")), 0);
        let pixels = |file: String| image::load_from_memory(&fs::read(bench.path(file)).unwrap()).unwrap();
        assert!(pixels(format!("{name}.copy.png")) == pixels(format!("{name}.png")), "{name}");
    }
    let text = fs::read_to_string(bench.path("mine/ransom.toml")).unwrap();
    assert!(text.contains("\n# scraps: ") && text.contains("\n#   sheet: "), "{text}");

    let again = bench.run("new mine/ransom.toml --from meme");
    assert_code(&again, 1);
    assert_eq!(lines(&again.stderr), ["detourn: mine/ransom.toml: is there already: use --force to replace it"]);
    assert_eq!(fs::read_to_string(bench.path("mine/ransom.toml")).unwrap(), text);
    assert_code(&bench.run("new mine/ransom.toml --from meme --force"), 0);
    assert_ne!(fs::read_to_string(bench.path("mine/ransom.toml")).unwrap(), text);
    for line in ["new x --from ransome", "new x --from mine/meme.toml"] {
        let wrong = bench.run(line);
        assert_code(&wrong, 2);
        assert_eq!(lines(&wrong.stderr).len(), 1);
    }
}

#[test]
fn trying_says_what_is_wrong() {
    let bench = Bench::new();
    bench.put("a.jpg", &jpeg(1));
    bench.put("bad.toml", b"[[layer]]\nhalftoen = { pitch = 0.02 }\n");
    for (line, code, wrong) in [
        ("try meme a.jpg", 2, "stdout is no terminal: name a file with --out, or how to show it with --show"),
        ("try meme a.jpg --show sixel --out b.png", 2, "cannot be used with"),
        ("try meme a.jpg --out a.gif", 2, "a.gif: end the name in"),
        ("try memo a.jpg --out b.png", 2, "did you mean `meme`?"),
        ("try bad.toml a.jpg --out b.png", 2, "did you mean `halftone`?"),
        ("try meme none.jpg --out b.png", 1, "none.jpg: there is no such file"),
        ("try meme a.jpg --out a.jpg --force", 1, "is an input"),
        ("try meme a.jpg --out b.png --set no=1", 2, "unknown parameter `no`"),
    ] {
        let output = bench.run(line);
        assert_code(&output, code);
        assert!(String::from_utf8_lossy(&output.stderr).contains(wrong), "{line}: {:?}", lines(&output.stderr));
        assert!(output.stdout.is_empty() && !bench.path("b.png").exists());
    }
}

#[test]
fn a_terminal_is_shown_pictures_in_its_own_language() {
    let bench = Bench::new();
    bench.put("a.jpg", &jpeg(1));
    for (how, start, end) in [
        ("kitty", "\x1b_Ga=T,f=100,q=2,c=20,", "\x1b\\\n"),
        ("iterm", "\x1b]1337;File=inline=1;size=", "\x07\n"),
        ("sixel", "\x1bPq\"1;1;", "-\x1b\\\n"),
        ("blocks", "\x1b[38;5;", "\x1b[0m\n"),
    ] {
        let shown = bench.run(&format!("try meme a.jpg --width 20 --show {how}"));
        assert_code(&shown, 0);
        let text = String::from_utf8(shown.stdout).unwrap();
        assert!(text.starts_with(start) && text.ends_with(end), "{how}: {:?}", text.get(..40));
    }
}

#[cfg(unix)]
#[test]
fn a_template_is_tried_again_on_every_save() {
    use std::{
        process::{Command, Stdio},
        thread::sleep,
        time::{Duration, Instant},
    };
    let bench = Bench::new();
    bench.put("a.jpg", &jpeg(1));
    bench.put("base.toml", b"[[layer]]\nname = \"tone\"\ninvert = {}\n");
    bench.put("t.toml", b"extends = \"base\"\n");
    let said = fs::File::create(bench.path("said")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_detourn"));
    command.current_dir(bench.path(".")).args(["try", "t.toml", "a.jpg", "--out", "o.png", "--watch"]);
    let mut child = command.stdout(Stdio::null()).stderr(said).spawn().unwrap();
    let wait = |what: &dyn Fn() -> bool| {
        let start = Instant::now();
        while !what() {
            assert!(start.elapsed() < Duration::from_secs(60), "{:?}", fs::read_to_string(bench.path("said")));
            sleep(Duration::from_millis(20));
        }
    };
    let shown = || fs::read(bench.path("o.png")).unwrap_or_default();
    let said = || fs::read_to_string(bench.path("said")).unwrap();
    wait(&|| !shown().is_empty());
    let first = shown();
    bench.put("t.toml", b"extends = \"base\"\nsumary = \"\"\n");
    wait(&|| said().contains("did you mean `summary`?"));
    assert!(said().contains("^^^^^^") && shown() == first, "{}", said());
    bench.put("t.toml", b"extends = \"base\"\n[[layer]]\nposterize = { levels = 3 }\n");
    wait(&|| shown() != first);
    let second = shown();
    // Its base and the picture are looked at too.
    bench.put("base.toml", b"[[layer]]\nname = \"tone\"\nthreshold = {}\n");
    wait(&|| shown() != second);
    let third = shown();
    bench.put("a.jpg", &jpeg(2));
    wait(&|| shown() != third);
    assert!(Command::new("kill").arg("-INT").arg(child.id().to_string()).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(said().matches("detourn").count(), 1, "{}", said());
}

#[test]
fn a_contact_sheet_shows_templates_and_pictures() {
    let bench = Bench::new();
    for number in 0..8 {
        bench.put(format!("in/{number}.png"), &png(number));
    }
    let line = "contact sheet.jpg in -t meme -t museum --pictures 3";
    assert_code(&bench.run(&format!("{line} --jobs 1")), 0);
    let sheet = fs::read(bench.path("sheet.jpg")).unwrap();
    assert_eq!(image::load_from_memory(&sheet).unwrap().width(), 2400);
    assert_code(&bench.run(&format!("{line} --jobs 4")), 0);
    assert!(sheet == fs::read(bench.path("sheet.jpg")).unwrap(), "threads do not matter");

    bench.put("in/3.png", b"broken");
    let broken = bench.run("contact sheet.jpg in -t meme --pictures 8");
    assert_code(&broken, 3);
    assert_eq!(lines(&broken.stderr).len(), 1);
    assert_code(&bench.run("contact in/1.png in -t meme --force"), 1);
    assert_code(&bench.run("contact sheet.pdf in -t meme"), 2);
    bench.put("mine.jpg", b"mine");
    assert_code(&bench.run("contact mine.jpg in -t meme"), 1);
    assert_eq!(fs::read(bench.path("mine.jpg")).unwrap(), b"mine");
}
