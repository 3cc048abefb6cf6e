//! The program as its users meet it: flags, folders, pipes, exit codes. Pictures are made on the spot.
#![allow(clippy::disallowed_methods)]

mod bad;
mod commands;
mod making;
mod names;
mod pipes;
mod pool;
mod resume;

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    io::Cursor,
    path::{Path, PathBuf},
    process::Output,
};

use assert_cmd::Command;
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::Value;

/// A folder to work in, gone when the test is over.
struct Bench(tempfile::TempDir);

impl Bench {
    fn new() -> Self {
        Bench(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(name)
    }

    /// Puts bytes in a file, with the folders that it needs.
    fn put(&self, name: impl AsRef<Path>, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// A command in this folder.
    fn detourn<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_detourn"));
        command.current_dir(self.0.path()).args(args);
        command
    }

    /// Runs a command line without quotes in it; what it said and how it ended.
    fn run(&self, line: &str) -> Output {
        self.detourn(line.split_whitespace()).output().unwrap()
    }

    /// Every file below `name`, by its path there.
    fn files(&self, name: &str) -> BTreeMap<String, Vec<u8>> {
        let root = self.path(name);
        let files = walkdir::WalkDir::new(&root).into_iter().flatten().filter(|e| e.file_type().is_file());
        let name = |path: &Path| path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        files.map(|e| (name(e.path()), fs::read(e.path()).unwrap())).collect()
    }

    fn names(&self, name: &str) -> Vec<String> {
        self.files(name).into_keys().collect()
    }
}

/// A small picture, another for every number.
fn picture(number: u32, format: ImageFormat) -> Vec<u8> {
    sized(96, 64, number, format)
}

fn sized(width: u32, height: u32, number: u32, format: ImageFormat) -> Vec<u8> {
    let pixels = RgbImage::from_fn(width, height, |x, y| {
        let calm = [(x * 2) as u8, (y * 3) as u8, (number * 7) as u8];
        Rgb(if y < height / 2 { calm } else { [x, y, number].map(|v| (v.wrapping_mul(2_654_435_761) >> 24) as u8) })
    });
    let mut bytes = Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn jpeg(number: u32) -> Vec<u8> {
    picture(number, ImageFormat::Jpeg)
}

fn png(number: u32) -> Vec<u8> {
    picture(number, ImageFormat::Png)
}

/// Names of built-in templates: what is indented under the names of their groups.
fn templates() -> Vec<String> {
    let output = Bench::new().run("list templates");
    let text = String::from_utf8(output.stdout).unwrap();
    let named = text.lines().filter(|line| line.starts_with(' '));
    named.filter_map(|line| line.split_whitespace().next()).map(String::from).collect()
}

/// The records of a report.
fn records(report: &[u8]) -> Vec<Value> {
    std::str::from_utf8(report).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// One text of every record.
fn column<'a>(records: &'a [Value], key: &str) -> Vec<&'a str> {
    records.iter().map(|record| record[key].as_str().unwrap_or_default()).collect()
}

fn lines(bytes: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(bytes).lines().map(String::from).collect()
}

#[track_caller]
fn assert_code(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
}
