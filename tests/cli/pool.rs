//! Letters of other pictures: a pool is what its pictures hold, and a plan of it is enough to draw.

use std::fs;

use crate::{Bench, assert_code, column, lines, records};

/// A small picture with lettering on it.
fn lettered(name: &str) -> Vec<u8> {
    fs::read(format!("{}/tests/cases/pictures/{name}.png", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

const NOTE: &[u8] =
    b"[[layer]]\nscraps = { say = \"LET THE PHONE RING\", from = \"pictures\", place = \"page\", size = 0.12 }\n";

fn bench() -> Bench {
    let bench = Bench::new();
    bench.put("a.png", &lettered("light"));
    bench.put("note.toml", NOTE);
    bench.put("pool/poster.png", &lettered("poster"));
    bench.put("pool/dark.png", &lettered("dark"));
    bench
}

#[test]
fn a_pool_is_what_its_pictures_hold() {
    let bench = bench();
    bench.put("b.png", &lettered("busy"));
    bench.put("other/z.png", &lettered("dark"));
    bench.put("other/more/a.png", &lettered("poster"));
    bench.put("other/more/copy.png", &lettered("poster"));
    assert_code(&bench.run("run a.png -t note.toml --fast --pool pool --out one.png --jobs 1"), 0);
    let first = bench.files("")["one.png"].clone();
    for (line, out) in [
        ("run a.png -t note.toml --fast --pool other --out out.png --jobs 2", "out.png"),
        (
            "run b.png a.png -t note.toml --fast --pool pool/poster.png --pool pool/dark.png --out both --jobs 8",
            "both/a.png",
        ),
        ("run a.png -t note.toml -t meme --fast --pool other/more --pool other --out two --jobs 2", "two/a.note.png"),
    ] {
        assert_code(&bench.run(line), 0);
        assert!(bench.files("")[out] == first, "{line}");
    }
    // Whoever is in the pool does not borrow of itself.
    for (pool, count) in [("pool", 2), ("a.png", 0)] {
        let plan = bench.run(&format!("plan a.png -t note.toml --fast --pool a.png --pool {pool}"));
        assert_code(&plan, 0);
        let plan: toml::Table = String::from_utf8(plan.stdout).unwrap().parse().unwrap();
        let pictures = plan["pictures"].as_array().unwrap();
        assert_eq!(pictures.len(), 1 + count);
        assert!(pictures[1..].iter().all(|picture| picture["hash"] != pictures[0]["hash"]));
        assert_eq!(plan.get("notes").is_some(), count == 0, "{:?}", plan.get("notes"));
    }
    // What borrows nothing does not ask who is in the pool.
    bench.put("pool/broken.png", b"\x89PNG\r\n\x1a\nnothing");
    let plain = bench.run("run a.png -t meme --out plain.png");
    let beside = bench.run("run a.png -t meme --out beside.png --pool pool");
    assert!(plain.stderr.is_empty() && beside.stderr.is_empty());
    assert!(bench.files("")["plain.png"] == bench.files("")["beside.png"]);
}

#[test]
fn a_plan_with_borrowed_letters_draws_the_same() {
    let bench = bench();
    assert_code(&bench.run("run a.png -t note.toml --fast --pool pool --out run.png"), 0);
    let plan = bench.run("plan a.png -t note.toml --fast --pool pool");
    bench.put("plan.toml", &plan.stdout);
    assert_code(&bench.run("draw plan.toml --out drawn.png"), 0);
    assert!(bench.files("")["drawn.png"] == bench.files("")["run.png"]);
    assert_code(&bench.run("try note.toml a.png --fast --pool pool --out tried.png"), 0);
    assert!(bench.files("")["tried.png"] == bench.files("")["run.png"]);
    // Its pictures are told by what they hold, where they are no longer.
    fs::rename(bench.path("pool"), bench.path("moved")).unwrap();
    let lost = bench.run("draw plan.toml --out no.png");
    assert_code(&lost, 1);
    assert!(lines(&lost.stderr)[0].contains("pool/"), "{:?}", lines(&lost.stderr));
    assert_code(&bench.run("draw plan.toml moved/dark.png moved/poster.png --out again.png"), 0);
    assert!(bench.files("")["again.png"] == bench.files("")["run.png"]);
}

#[test]
fn a_recipe_tells_of_its_pool() {
    let bench = bench();
    assert_code(&bench.run("run a.png -t note.toml --fast --pool pool --out one.png"), 0);
    let recipe: toml::Table = String::from_utf8(bench.run("recipe one.png").stdout).unwrap().parse().unwrap();
    assert_eq!((recipe["pool"].as_str().unwrap().len(), recipe["borrowed"].as_array().unwrap().len()), (64, 2));
    let again = "run a.png --recipe one.png --out two.png";
    for (pool, wrong) in [("", "give the same with --pool"), ("--pool pool/dark.png", "was made with another pool")] {
        let refused = bench.run(&format!("{again} {pool}"));
        assert_code(&refused, 2);
        assert!(lines(&refused.stderr)[0].contains(wrong), "{:?}", lines(&refused.stderr));
    }
    assert_code(&bench.run(&format!("{again} --pool pool/dark.png --pool pool")), 0);
    assert!(bench.files("")["two.png"] == bench.files("")["one.png"]);
    assert_code(&bench.run("run a.png -t note.toml --fast --out none.png"), 0);
    let refused = bench.run("run a.png --recipe none.png --out two.png --pool pool");
    assert!(lines(&refused.stderr)[0].contains("leave out --pool"), "{:?}", lines(&refused.stderr));
    // The same is there already; of another pool it is another output.
    for (pool, status) in [("pool", "done"), ("pool", "unchanged"), ("pool/dark.png", "done")] {
        let output = bench.run(&format!("run a.png -t note.toml --fast --pool {pool} --out out --report -"));
        assert_eq!(column(&records(&output.stdout), "status"), [status]);
    }
}

#[test]
fn what_lends_nothing_is_told_once_and_costs_nothing() {
    let bench = bench();
    bench.put("b.png", &lettered("busy"));
    assert_code(&bench.run("run a.png -t note.toml --fast --pool pool --out good.png"), 0);
    bench.put("pool/broken.png", b"\x89PNG\r\n\x1a\nnothing");
    let output = bench.run("run a.png b.png -t note.toml --fast --pool pool --out out --jobs 2");
    assert_code(&output, 0);
    let told = lines(&output.stderr);
    assert!(told.len() == 1 && told[0].starts_with("detourn: pool/broken.png: damaged"), "{told:?}");
    assert!(told[0].ends_with("; it lends no letters"), "{told:?}");
    let pixels = |name: &str| image::open(bench.path(name)).unwrap();
    assert!(pixels("out/a.png") == pixels("good.png"));

    fs::create_dir(bench.path("empty")).unwrap();
    let output = bench.run("run a.png -t note.toml --fast --pool empty --out none.png --report -");
    assert_code(&output, 0);
    let notes = records(&output.stdout)[0]["warnings"].to_string();
    assert!(notes.contains("the pool has no letters to lend"), "{notes}");
    for (pool, wrong) in [("nowhere", "nowhere: there is no such file"), ("-", "stdin is one picture")] {
        let output = bench.run(&format!("run a.png -t note.toml --pool {pool} --out none"));
        assert_code(&output, 2);
        assert!(lines(&output.stderr)[0].contains(wrong), "{:?}", lines(&output.stderr));
    }
    // It is never written over, and earlier outputs are not in it.
    assert_code(&bench.run("run a.png -t meme --out pool/dark.png --force --pool pool"), 1);
    assert_eq!(bench.files("pool")["dark.png"], lettered("dark"));
    fs::remove_file(bench.path("pool/broken.png")).unwrap();
    for _ in 0..2 {
        assert_code(&bench.run("run a.png -t note.toml --fast --pool pool --out pool/out --force"), 0);
        assert!(bench.files("pool/out")["a.png"] == bench.files("")["good.png"]);
    }
}
