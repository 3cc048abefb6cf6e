//! Where outputs go and what they are called.

use std::fs;

use crate::{Bench, assert_code, column, jpeg, lines, picture, png, records, templates};

#[test]
fn the_tree_is_kept_and_the_output_folder_is_not_read_again() {
    let bench = Bench::new();
    bench.put("in/a.jpg", &jpeg(1));
    bench.put("in/x/y/b.PNG", &png(2));
    bench.put("in/x/c.gif", &picture(3, image::ImageFormat::Gif));
    bench.put("in/.d.jpg", &jpeg(4));
    for _ in 0..2 {
        assert_code(&bench.run("run in --out in/out"), 0);
        assert_eq!(bench.names("in/out"), ["a.jpg", "x/c.png", "x/y/b.PNG"]);
    }
}

#[test]
fn outputs_that_would_be_called_the_same_are_told_apart_loudly() {
    let bench = Bench::new();
    bench.put("in/a.jpg", &jpeg(1));
    bench.put("in/a.png", &png(2));
    bench.put("more/a.jpg", &jpeg(3));
    let mut outputs = Vec::new();
    for jobs in [1, 4] {
        let output = bench.run(&format!("run in more --out out{jobs} --format jpeg --jobs {jobs}"));
        assert_code(&output, 0);
        assert_eq!(lines(&output.stderr).len(), 2);
        outputs.push(bench.files(&format!("out{jobs}")));
    }
    assert_eq!(outputs[0].keys().collect::<Vec<_>>(), ["a.jpg", "a.jpg.jpg", "a.png.jpg"]);
    assert_eq!(outputs[0], outputs[1]);
}

#[test]
fn variants_and_templates_are_in_the_name() {
    let bench = Bench::new();
    bench.put("a.jpg", &jpeg(1));
    let names = templates();
    let (one, two) = (&names[0], &names[1]);
    assert_code(&bench.run(&format!("run a.jpg --out v -t {one} --variants 3")), 0);
    let files = bench.files("v");
    assert_eq!(files.keys().collect::<Vec<_>>(), ["a.1.jpg", "a.2.jpg", "a.3.jpg"]);
    assert!(files["a.1.jpg"] != files["a.2.jpg"] && files["a.2.jpg"] != files["a.3.jpg"]);
    assert_code(&bench.run(&format!("run a.jpg --out t -t {one} -t {two}")), 0);
    assert_eq!(bench.names("t").len(), 2);
    assert!(bench.path(format!("t/a.{two}.jpg")).exists());
    // The first of several is what one alone is.
    assert_code(&bench.run(&format!("run a.jpg --out first.jpg -t {one}")), 0);
    assert_eq!(fs::read(bench.path("first.jpg")).unwrap(), files["a.1.jpg"]);
}

#[test]
fn an_input_is_read_once_and_formats_follow() {
    let bench = Bench::new();
    bench.put("in/a.jpg", &jpeg(1));
    let output = bench.run("run in in/a.jpg ./in/a.jpg --out out --format webp --report -");
    assert_code(&output, 0);
    assert_eq!(column(&records(&output.stdout), "output"), ["out/a.webp"]);
    assert!(bench.files("out")["a.webp"].starts_with(b"RIFF"));
    // By content, not by name.
    bench.put("liar.jpg", &png(1));
    assert_code(&bench.run("run liar.jpg --out out"), 0);
    assert!(bench.files("out")["liar.png"].starts_with(b"\x89PNG"));
}

#[cfg(target_os = "linux")]
#[test]
fn names_need_not_be_unicode() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let bench = Bench::new();
    let name = OsStr::from_bytes(b"caf\xe9 \n.jpg");
    bench.put(bench.path("in").join(name), &jpeg(1));
    bench.put(bench.path("in").join(OsStr::from_bytes(b"\xff.png")), b"broken");
    let output = bench.run("run in --out out --report -");
    assert_code(&output, 3);
    assert!(bench.path("out").join(name).exists());
    assert_eq!((records(&output.stdout).len(), lines(&output.stderr).len()), (2, 1));

    let list = [b"in/".as_slice(), name.as_bytes(), b"\0"].concat();
    bench.put("list", &list);
    assert_code(&bench.run("run --files0-from list --out listed"), 0);
    assert!(bench.path("listed").join(name).exists());
}
