//! The manual and the schema are what the code says: `DETOURN_ACCEPT=1 cargo test --test manual` refreshes them.
#![allow(clippy::disallowed_methods)]

use std::{env, fs, path::Path};

use detourn::template::manual;

fn fresh(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if env::var_os("DETOURN_ACCEPT").is_some() {
        fs::write(&path, text).unwrap();
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    assert!(stored == text, "{file} is stale: DETOURN_ACCEPT=1 cargo test --test manual");
}

#[test]
fn templates_md_is_fresh() {
    fresh("TEMPLATES.md", &manual::markdown());
}

#[test]
fn the_schema_is_fresh() {
    let schema = serde_json::to_string_pretty(&manual::schema()).unwrap();
    fresh("samples/templates/template.schema.json", &(schema + "\n"));
}

#[test]
fn every_kind_can_be_explained() {
    for (name, about) in manual::layers().into_iter().chain(manual::filters()) {
        let page = manual::explain(name).unwrap_or_else(|| panic!("{name} has no page"));
        assert!(!about.is_empty() && page.contains(name), "{name} says nothing of itself");
        for line in page.lines().filter(|line| line.starts_with("             ")) {
            assert!(!line.trim().is_empty(), "a key of {name} is not explained:\n{page}");
        }
    }
}
