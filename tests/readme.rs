//! Every recipe of the README runs, as written, in a folder that holds `samples`.
#![cfg(unix)]
#![allow(clippy::disallowed_methods)]

use std::{env, fs, os::unix::fs::symlink, path::Path, process::Command};

#[test]
fn the_recipes_of_the_readme_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let recipes: Vec<&str> = readme.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(recipes.len(), 9, "the README promises six recipes, and three ways to print");

    let folder = tempfile::tempdir().unwrap();
    for own in ["samples", "ARCHITECTURE.md"] {
        symlink(root.join(own), folder.path().join(own)).unwrap();
    }
    let program = Path::new(env!("CARGO_BIN_EXE_detourn")).parent().unwrap();
    let path = env::join_paths(
        [program.to_path_buf()].into_iter().chain(env::split_paths(&env::var_os("PATH").unwrap_or_default())),
    );
    for recipe in recipes {
        let shell = Command::new("sh")
            .args(["-euc", recipe])
            .current_dir(folder.path())
            .env("PATH", path.as_ref().unwrap())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&shell.stderr);
        assert!(shell.status.success(), "{recipe}\n{said}");
    }
    for made in [
        "out/watch-luxury.jpg",
        "notes/pizza-burst.jpg",
        "news.jpg",
        "gallery.html",
        "found/pizza-burst.2.jpg",
        "wall.pdf",
        "violet.png",
        "pizza.jpg",
        "bread/pizza-burst.jpg",
        "mine/crypto-app.png",
        "records.ndjson",
        "paste.pdf",
        "six.pdf",
        "pages.pdf",
        "stickers.pdf",
        "zine.pdf",
        "booklet.pdf",
        "strip.pdf",
        "drums.pdf",
        "print/watch-luxury.tif",
    ] {
        let size = fs::metadata(folder.path().join(made)).map(|file| file.len()).unwrap_or(0);
        assert!(size > 1000, "{made} is not there");
    }
}
