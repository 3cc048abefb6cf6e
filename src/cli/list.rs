//! `detourn list`: what there is.

use std::process::ExitCode;

use clap::ValueEnum;
use detourn::{
    scene::quote::QUOTES,
    sink,
    template::{builtins, manual},
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
        Some(what) => table(&entries(what)),
        None => {
            let section = |what: &What| {
                let name = what.to_possible_value().map_or(String::new(), |value| value.get_name().to_uppercase());
                format!("{name}\n{}", table(&entries(*what)))
            };
            What::value_variants().iter().map(section).collect::<Vec<_>>().join("\n")
        }
    };
    sink::pour(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// Names and what they are, in the order of the manual.
fn entries(what: What) -> Vec<(String, String)> {
    let named = |(name, blurb): (&str, String)| (name.to_string(), blurb);
    match what {
        What::Templates => builtins().iter().map(|t| (t.name.clone(), t.summary.clone())).collect(),
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
    }
}

fn table(entries: &[(String, String)]) -> String {
    let width = entries.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let line = |(name, blurb): &(String, String)| format!("{name:width$}  {blurb}").trim_end().to_string() + "\n";
    entries.iter().map(line).collect()
}
