//! Shell pipelines.

use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
};

use crate::{Bench, assert_code, jpeg, png, sized, templates};

#[test]
fn the_same_bytes_come_out_whichever_way_a_picture_goes() {
    let bench = Bench::new();
    for number in 0..6 {
        bench.put(format!("in/{number}.jpg"), &jpeg(number));
    }
    for jobs in [1, 2, 8] {
        assert_code(&bench.run(&format!("run in --out out{jobs} --jobs {jobs} --seed 3")), 0);
    }
    let files = bench.files("out1");
    assert_eq!((files.len(), bench.files("out2"), bench.files("out8")), (6, files.clone(), files.clone()));
    assert_code(&bench.run("run in/5.jpg in/4.jpg --out some --seed 3"), 0);
    assert_eq!(bench.files("some")["5.jpg"], files["5.jpg"]);
    bench.put("renamed.jpg", &jpeg(5));
    for args in [["run", "-", "--seed", "3"], ["run", "renamed.jpg", "--seed", "3"]] {
        let piped = bench.detourn(args).write_stdin(jpeg(5)).output().unwrap();
        assert_code(&piped, 0);
        assert_eq!(piped.stdout, files["5.jpg"]);
    }
}

#[test]
fn a_plan_draws_what_a_run_makes() {
    let bench = Bench::new();
    bench.put("a.jpg", &jpeg(1));
    for name in templates() {
        let whole = bench.run(&format!("run a.jpg -t {name}"));
        for format in ["toml", "json"] {
            let plan = bench.run(&format!("plan a.jpg -t {name} --format {format}"));
            assert_code(&plan, 0);
            let drawn = bench.detourn(["draw", "-"]).write_stdin(plan.stdout).output().unwrap();
            assert_code(&drawn, 0);
            assert_eq!(drawn.stdout, whole.stdout, "{name} as {format}");
        }
    }
    // A plan is for one picture.
    let plan = bench.run("plan a.jpg");
    bench.put("a.jpg", &jpeg(2));
    bench.put("moved.jpg", &jpeg(1));
    bench.put("plan.toml", &plan.stdout);
    assert_code(&bench.run("draw plan.toml --out b.jpg"), 1);
    assert_code(&bench.run("draw plan.toml moved.jpg --out b.jpg"), 0);
    assert_code(&bench.run("draw plan.toml moved.jpg --out moved.jpg --force"), 1);
    assert_eq!(fs::read(bench.path("moved.jpg")).unwrap(), jpeg(1));
}

#[test]
fn a_list_of_names_is_read_from_stdin() {
    let bench = Bench::new();
    bench.put("in/a.jpg", &jpeg(1));
    bench.put("in/x/a.png", &png(1));
    let list = "in/a.jpg\0in/x/a.png\0";
    let output = bench.detourn("run --files0-from - --out out".split(' ')).write_stdin(list).output().unwrap();
    assert_code(&output, 0);
    assert_eq!(bench.names("out"), ["a.jpg", "x/a.png"]);
}

#[test]
fn a_closed_pipe_is_quiet() {
    let bench = Bench::new();
    // More than a pipe holds.
    let bytes = sized(700, 500, 1, image::ImageFormat::Png);
    bench.put("a.png", &bytes);
    bench.put("b.jpg", &jpeg(1));
    for args in [&["run", "-"][..], &["run", "b.jpg", "-", "--out", "out", "--report", "-"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_detourn"));
        command.current_dir(bench.path(".")).args(args);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        // It may be gone already.
        let _ = child.stdin.take().unwrap().write_all(&bytes);
        let output = child.wait_with_output().unwrap();
        assert_code(&output, 0);
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
    assert!(bench.names("out").iter().all(|name| !name.ends_with(".tmp")));
}
