//! `detourn list`: what there is.

use std::process::ExitCode;

use clap::ValueEnum;
use detourn::{
    scene::quote::QUOTES,
    sink,
    template::{Group, Template, builtins, manual},
    typeset::fonts::Fonts,
    words::{Lang, Words},
};

/// List what there is to name in templates and flags
#[derive(clap::Args)]
pub struct Args {
    /// All of it when left out
    what: Option<What>,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    Templates,
    Layers,
    Filters,
    Fonts,
    Words,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let text = match args.what {
        Some(what) => section(what),
        None => {
            let titled = |what: &What| {
                let name = what.to_possible_value().map_or(String::new(), |value| value.get_name().to_uppercase());
                format!("{name}\n{}", section(*what))
            };
            What::value_variants().iter().map(titled).collect::<Vec<_>>().join("\n")
        }
    };
    sink::pour(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The templates on their shelves: name, what is read of a picture for it, summary.
fn templates() -> String {
    let shelf = |group: Option<Group>| -> Vec<&Template> { builtins().iter().filter(|t| t.group == group).collect() };
    let width = builtins().iter().map(|template| template.name.len()).max().unwrap_or(0);
    let reads = |template: &Template| template.reads().names().join(", ");
    let wide = builtins().iter().map(|template| reads(template).len()).max().unwrap_or(0);
    let line = |t: &&Template| format!("  {:width$}  {:wide$}  {}\n", t.name, reads(t), t.summary);
    let of = |group: Option<Group>| {
        let own = shelf(group);
        if own.is_empty() {
            return String::new();
        }
        let name = group.map_or("others", Group::name);
        format!("{name}\n{}", own.iter().map(line).collect::<String>())
    };
    Group::ALL.map(Some).into_iter().chain([None]).map(of).collect()
}

/// All that there is of one sort, in the order of the manual.
fn section(what: What) -> String {
    let named = |(name, blurb): (&str, String)| (name.to_string(), blurb);
    let entries: Vec<_> = match what {
        What::Templates => return templates(),
        What::Layers => manual::layers().into_iter().map(named).collect(),
        What::Filters => manual::filters().into_iter().map(named).collect(),
        What::Fonts => {
            let fonts = Fonts::builtin();
            (0..fonts.count()).map(|id| (fonts.name(id).to_string(), String::new())).collect()
        }
        What::Words => {
            let of = |(lang, name): (Lang, &str)| {
                let symbols = Words::builtin().symbols(lang);
                symbols.into_iter().map(|symbol| (format!("#{symbol}#"), name.to_string())).collect::<Vec<_>>()
            };
            let read = QUOTES.iter().map(|(quote, _)| (format!("#{quote}#"), "as read on the picture".to_string()));
            [(Lang::En, "English"), (Lang::Fr, "French")].into_iter().flat_map(of).chain(read).collect()
        }
    };
    table(&entries)
}

fn table(entries: &[(String, String)]) -> String {
    let width = entries.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let line = |(name, blurb): &(String, String)| format!("{name:width$}  {blurb}").trim_end().to_string() + "\n";
    entries.iter().map(line).collect()
}
