//! Bad input costs itself and nothing else.

use std::fs;

use crate::{Bench, assert_code, column, jpeg, lines, png, records, sized};

/// A PNG that is nothing but a claim.
fn huge_header() -> Vec<u8> {
    let mut bytes = Vec::new();
    let writer = png::Encoder::new(&mut bytes, 65535, 65535).write_header().unwrap();
    std::mem::forget(writer);
    bytes
}

#[test]
fn a_folder_with_bad_files_gives_all_the_good_ones() {
    let bench = Bench::new();
    for number in 0..20 {
        bench.put(format!("in/{:02}/{number:02}.jpg", number % 3), &jpeg(number));
    }
    let whole = sized(300, 300, 1, image::ImageFormat::Jpeg);
    bench.put("in/truncated.jpg", &whole[..whole.len() * 2 / 3]);
    bench.put("in/zero.jpg", b"");
    bench.put("in/text.jpg", b"This is not a picture, whatever it is called.\n");
    bench.put("in/notes.txt", b"nor is this, but nobody says so");
    bench.put("in/huge.png", &huge_header());
    let mut bad = vec!["huge.png", "text.jpg", "zero.jpg"];
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt, symlink};
        symlink(bench.path("in"), bench.path("in/00/loop")).unwrap();
        bad.push("loop");
        let locked = bench.put("in/locked.jpg", &jpeg(1));
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
        // Root reads everything.
        if fs::read(&locked).is_ok() { fs::remove_file(&locked).unwrap() } else { bad.push("locked.jpg") }
    }

    let output = bench.run("run in --out out --report report.ndjson");
    assert_code(&output, 3);
    assert_eq!(bench.names("out").len(), 21);
    let errors = lines(&output.stderr);
    assert_eq!(errors.len(), bad.len() + 1, "{errors:#?}");
    // It is made, and said to be no more than what is there.
    let short = "detourn: in/truncated.jpg: the file ends early: what is missing is blank";
    assert_eq!(errors.iter().filter(|line| *line == short).count(), 1, "{errors:#?}");
    for name in &bad {
        let about = |line: &&String| line.starts_with("detourn: in") && line.contains(&format!("{name}: "));
        assert_eq!(errors.iter().filter(about).count(), 1, "{name}: {errors:#?}");
    }
    let report = records(&fs::read(bench.path("report.ndjson")).unwrap());
    assert_eq!(report.len(), 21 + bad.len());
    for record in &report {
        let failed = record["status"] == "failed";
        assert_eq!(failed, record["reason"].is_string() && record["output"].is_null(), "{record}");
        assert_eq!(failed, bad.iter().any(|name| record["input"].as_str().unwrap().ends_with(name)), "{record}");
    }
    let warned: Vec<_> = report.iter().filter(|r| r["warnings"].to_string().contains("ends early")).collect();
    assert_eq!(warned.len(), 1);
    assert_eq!(warned[0]["input"], "in/truncated.jpg");

    // Once for the file, however much is made of it, by `poster` too.
    let output = bench.run("run in/truncated.jpg --out three --variants 3");
    assert_eq!(lines(&output.stderr), [short]);
    let output = bench.run("poster in/truncated.jpg --size A6 --dpi 72 --out poster.pdf");
    assert_eq!(lines(&output.stderr), [short]);

    let output = bench.run("run in/truncated.jpg --out strict --fail-on truncated");
    assert_code(&output, 1);
    assert!(!bench.path("strict").exists());
}

#[test]
fn records_come_in_the_order_of_the_inputs() {
    let bench = Bench::new();
    for number in 0..24 {
        let size = if number % 5 == 0 { 400 } else { 20 };
        bench.put(format!("in/{number:02}.png"), &sized(size, size, number, image::ImageFormat::Png));
    }
    let output = bench.run("run in --out out --jobs 4 --template meme --report -");
    assert_code(&output, 0);
    let report = records(&output.stdout);
    let expected: Vec<_> = (0..24).map(|n| format!("in/{n:02}.png")).collect();
    assert_eq!(column(&report, "input"), expected);
    for record in &report {
        assert!(record["template"].is_string() && record["words"].is_array() && record["ms"].is_u64(), "{record}");
        assert_eq!(record["output"].as_str().unwrap().replace("out/", "in/"), record["input"].as_str().unwrap());
    }
}

#[test]
fn exit_codes_say_what_happened() {
    let bench = Bench::new();
    bench.put("a.jpg", &jpeg(1));
    bench.put("b.jpg", b"no");
    bench.put("bad.toml", b"bad = = 1");
    fs::create_dir(bench.path("empty")).unwrap();
    for (line, code) in [
        ("run a.jpg --out o1", 0),
        ("run b.jpg nothing.jpg --out o2", 1),
        ("run empty --out o3", 1),
        ("run a.jpg b.jpg --out o4", 3),
        ("run a.jpg --out o5 --quality 101", 2),
        ("run a.jpg --out o6 --template no-such-template", 2),
        ("run a.jpg --out o7 --template ./bad.toml", 2),
        ("run a.jpg --out o8.png --format jpeg", 2),
        ("run a.jpg b.jpg", 2),
        ("run a.jpg b.jpg --out x.jpg", 2),
        ("run - --files0-from - --out o9", 2),
        ("run empty --out empty", 2),
        ("run a.jpg --set nonsense --out o10", 2),
        ("run a.jpg --out o11 --report a.jpg", 2),
        ("check ./bad.toml", 2),
        ("recipe a.jpg", 1),
        ("--version", 0),
    ] {
        let output = bench.run(line);
        assert_eq!(output.status.code(), Some(code), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(fs::read(bench.path("a.jpg")).unwrap(), jpeg(1));
    assert_eq!(fs::read_dir(bench.path(".")).unwrap().count(), 6, "a.jpg b.jpg bad.toml empty o1 o4");
}

#[test]
fn pixels_and_memory_have_limits() {
    let bench = Bench::new();
    for number in 0..6 {
        bench.put(format!("in/{number}.png"), &png(number));
    }
    bench.put("in/large.png", &sized(1100, 1000, 1, image::ImageFormat::Png));
    let output = bench.run("run in --out out --max-megapixels 1 --memory 1 --jobs 3");
    assert_code(&output, 3);
    assert_eq!(bench.names("out").len(), 6);
    assert!(lines(&output.stderr)[0].contains("--max-megapixels"));
}
