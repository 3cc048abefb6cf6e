//! A template explained: its text, with a line above every key that its author has said nothing of.

use std::collections::BTreeSet;

use schemars::schema_for;

use crate::{
    filter, layer,
    layer::Layer,
    template::{
        PageSpec, Sheet, TemplateError,
        manual::{Key, Page, first_line},
        node::{Entry, Node},
    },
};

/// The text of a template with comments from the manual, each above the first place where its key stands.
///
/// # Errors
/// When it is no TOML.
pub fn annotated(text: &str) -> Result<String, TemplateError> {
    let root = Node::parse(text, 0)?;
    let mut notes = Notes { text, said: BTreeSet::new(), lines: Vec::new() };
    let sheet = Page::read(schema_for!(Sheet).as_value());
    let page = Page::read(schema_for!(PageSpec).as_value());
    let common = Page::read(schema_for!(Layer).as_value());
    for entry in root.entries() {
        match entry.key.as_str() {
            "layer" => entry.node.items().iter().for_each(|item| notes.layer(item, &common)),
            key => notes.key("", key, &sheet, entry),
        }
        if entry.key == "page" {
            entry.node.entries().iter().for_each(|own| notes.key("page", &own.key, &page, own));
        }
    }
    Ok(notes.written())
}

/// What is to be written above which line.
struct Notes<'a> {
    text: &'a str,
    /// Tables and keys that have been explained.
    said: BTreeSet<(String, String)>,
    /// The byte where a line begins, and the comment above it.
    lines: Vec<(usize, String)>,
}

impl Notes<'_> {
    fn layer(&mut self, layer: &Node, common: &Page) {
        for entry in in_order(layer) {
            let kind = layer::KINDS.iter().chain(filter::KINDS).find(|kind| kind.name == entry.key);
            let Some(kind) = kind else {
                self.key("layer", &entry.key, common, entry);
                continue;
            };
            let page = Page::of(kind);
            let at = self.line_of(entry);
            self.say(at, kind.name, "", format!("# {}: {}.", kind.name, first_line(&page.about)));
            if kind.name == "group" {
                let within = entry.node.get("layer").map_or(&[][..], Node::items);
                within.iter().for_each(|item| self.layer(item, common));
                continue;
            }
            for own in in_order(&entry.node) {
                if let Some(key) = page.keys.iter().find(|key| key.name == own.key) {
                    self.say(at, kind.name, &key.name, format!("#   {}", line(key)));
                }
            }
        }
    }

    fn key(&mut self, table: &str, name: &str, page: &Page, entry: &Entry) {
        if let Some(key) = page.keys.iter().find(|key| key.name == name) {
            self.say(self.line_of(entry), table, name, format!("# {}", line(key)));
        }
    }

    /// Says something of a key once, unless the author has above that line.
    fn say(&mut self, at: usize, table: &str, key: &str, note: String) {
        let above = self.text[..at].lines().rev().take_while(|line| line.starts_with('#'));
        let told = !key.is_empty() && above.into_iter().any(|line| line.contains(&format!("`{key}")));
        if self.said.insert((table.into(), key.into())) && !told {
            self.lines.push((at, note));
        }
    }

    /// Where the line of a key begins.
    fn line_of(&self, entry: &Entry) -> usize {
        self.text[..entry.key_span.start].rfind('\n').map_or(0, |end| end + 1)
    }

    fn written(mut self) -> String {
        // Stable: what is said of one line stays in its order.
        self.lines.sort_by_key(|(at, _)| *at);
        let (mut whole, mut from) = (String::new(), 0);
        for (at, note) in &self.lines {
            whole += &self.text[from..*at];
            whole += note;
            whole.push('\n');
            from = *at;
        }
        whole + &self.text[from..]
    }
}

/// The entries of a table as they were written.
fn in_order(node: &Node) -> Vec<&Entry> {
    let mut entries: Vec<&Entry> = node.entries().iter().collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    entries
}

fn line(key: &Key) -> String {
    let about = first_line(&key.about);
    // A choice is told by its names, and what a key takes says more than nothing.
    let choice = Some(&key.takes).filter(|takes| takes.starts_with("one of ") || about.is_empty());
    let about = [Some(&about).filter(|about| !about.is_empty()), choice].into_iter().flatten();
    let about: Vec<&str> = about.map(String::as_str).collect();
    let usual = Some(&key.usual).filter(|usual| !usual.is_empty() && *usual != "\"\"");
    let usual = usual.map_or(String::new(), |usual| format!(" (usually {usual})"));
    format!("{}: {}{usual}", key.name, about.join(": ")).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use crate::template::{Template, builtins};

    use super::*;

    #[test]
    fn a_copy_says_the_same_and_explains_every_key() {
        for template in builtins() {
            let text = &template.sources[0].1;
            let copy = annotated(text).unwrap();
            let again =
                Template::parse("copy", &copy, &|base| Some(crate::template::builtin(base)?.sources[0].1.clone()));
            assert_eq!(again.unwrap().needs, template.needs, "{}", template.name);
            let bare = |text: &str| text.lines().filter(|l| !l.starts_with('#')).map(String::from).collect::<Vec<_>>();
            assert_eq!(bare(&copy), bare(text), "{}", template.name);
            assert_eq!(annotated(&copy).unwrap().lines().next(), copy.lines().next());
        }
    }

    #[test]
    fn what_the_author_said_is_not_said_again_and_nothing_twice() {
        let text = "[[layer]]\n# `pitch` is coarse.\nhalftone = { pitch = 0.02, angle = 3 }\n\n[[layer]]\nhalftone = { angle = 4 }\n";
        let copy = annotated(text).unwrap();
        assert_eq!(copy.matches("pitch:").count(), 0, "{copy}");
        assert_eq!((copy.matches("#   angle:").count(), copy.matches("# halftone:").count()), (1, 1), "{copy}");
    }
}
