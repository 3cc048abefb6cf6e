//! Running again, and leaving alone what is not ours.

use std::fs;

use crate::{Bench, assert_code, column, jpeg, lines, png, records, templates};

#[test]
fn running_again_keeps_what_would_come_out_the_same() {
    let bench = Bench::new();
    for number in 0..4 {
        bench.put(format!("in/{number}.jpg"), &jpeg(number));
    }
    let name = &templates()[0];
    for cast in ["", &format!("-t {name}")] {
        let line = format!("run in --out out --report - --variants 2 {cast}");
        let first = bench.run(&line);
        assert_code(&first, 0);
        let files = bench.files("out");
        fs::remove_file(bench.path("out/2.1.jpg")).unwrap();
        let again = bench.run(&line);
        assert_code(&again, 0);
        let (first, again) = (records(&first.stdout), records(&again.stdout));
        let done: Vec<_> = again.iter().filter(|r| r["status"] == "done").map(|r| &r["output"]).collect();
        assert_eq!(done, ["out/2.1.jpg"]);
        assert_eq!(again.iter().filter(|r| r["status"] == "unchanged").count(), 7);
        assert_eq!((column(&again, "caption"), bench.files("out")), (column(&first, "caption"), files));
    }
    // Another seed is another output; another source too.
    bench.put("in/1.jpg", &jpeg(100));
    let again = bench.run(&format!("run in --out out --report - --variants 2 -t {name}"));
    assert_eq!(records(&again.stdout).iter().filter(|r| r["status"] == "done").count(), 2);
    let other = bench.run(&format!("run in --out out --report - --variants 2 --seed 7 -t {name}"));
    assert!(records(&other.stdout).iter().all(|r| r["status"] == "done"));
}

#[test]
fn what_detourn_did_not_make_is_replaced_only_by_force() {
    let bench = Bench::new();
    bench.put("in/a.jpg", &jpeg(1));
    bench.put("out/a.jpg", b"a letter");
    let output = bench.run("run in --out out");
    assert_code(&output, 1);
    assert!(lines(&output.stderr)[0].contains("--force"));
    assert_eq!(bench.files("out")["a.jpg"], b"a letter");
    assert_code(&bench.run("run in --out out --force"), 0);
    assert_ne!(bench.files("out")["a.jpg"], b"a letter");
}

#[test]
fn inputs_are_never_written_over() {
    let bench = Bench::new();
    bench.put("in/a.jpg", &jpeg(1));
    bench.put("in/b.png", &png(1));
    for line in [
        "run in/a.jpg --out in --force",
        "run in/a.jpg --out in/a.jpg --force",
        "run in/a.jpg in/b.png --out in --force",
    ] {
        assert_code(&bench.run(line), 1);
    }
    assert_eq!(bench.files("in"), [("a.jpg".to_string(), jpeg(1)), ("b.png".to_string(), png(1))].into());
}

#[test]
fn a_dry_run_decides_and_writes_nothing() {
    let bench = Bench::new();
    bench.put("in/a.jpg", &jpeg(1));
    let output = bench.run("run in --out out --dry-run --report -");
    assert_code(&output, 0);
    let planned = records(&output.stdout);
    assert_eq!((column(&planned, "status"), column(&planned, "output")), (vec!["planned"], vec!["out/a.jpg"]));
    assert!(!bench.path("out").exists());
    let output = bench.run("run in --out out --report -");
    assert_eq!(column(&records(&output.stdout), "caption"), column(&planned, "caption"));
}

#[cfg(unix)]
#[test]
fn an_interrupt_stops_soon_and_leaves_no_temporary_files() {
    use std::{
        process::{Command, Stdio},
        thread::sleep,
        time::{Duration, Instant},
    };
    let bench = Bench::new();
    let bytes = crate::sized(500, 400, 1, image::ImageFormat::Png);
    for number in 0..600 {
        bench.put(format!("in/{number:03}.png"), &bytes);
    }
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let out = format!("out{code}");
        let args = ["run", "in", "--out", &out, "--jobs", "2", "--report", "report"];
        let mut command = Command::new(env!("CARGO_BIN_EXE_detourn"));
        let mut child = command.current_dir(bench.path(".")).args(args).stderr(Stdio::null()).spawn().unwrap();
        while bench.names(&out).is_empty() {
            sleep(Duration::from_millis(5));
        }
        let start = Instant::now();
        assert!(Command::new("kill").arg(format!("-{signal}")).arg(child.id().to_string()).status().unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(code));
        assert!(start.elapsed() < Duration::from_secs(2));
        let names = bench.names(&out);
        assert!(names.len() < 600 && names.iter().all(|name| name.ends_with(".png")), "{names:?}");
        // What was done is in the report, and only that.
        let report = records(&fs::read(bench.path("report")).unwrap());
        assert_eq!(report.len(), names.len());
        assert!(report.iter().all(|record| record["status"] == "done"));
    }
}
