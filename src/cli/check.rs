//! `detourn check`: whether templates and grammars say what can be.

use std::process::ExitCode;

use detourn::{
    source,
    template::Template,
    words::{self, Ask, Lang, Words, WordsError},
};

use crate::cli::{speaking::Speaking, tell::complain};

/// Check templates and grammars without a picture; silent when they are right
#[derive(clap::Args)]
pub struct Args {
    /// Names of built-in templates or TOML files
    #[arg(value_name = "TEMPLATE", required_unless_present_any = ["grammars", "rules"])]
    templates: Vec<String>,
    #[command(flatten)]
    speaking: Speaking,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let mut wrong = Vec::new();
    let words = args.speaking.words(None);
    let own = match &words {
        Ok(words) => {
            wrong.extend(args.speaking.files()?.iter().flat_map(|file| unsaid(words, file)));
            *words
        }
        Err(error) => {
            wrong.push(error.to_string());
            Words::builtin()
        }
    };
    for name in &args.templates {
        match source::template(name) {
            Ok(template) => wrong.extend(template.says.iter().filter_map(|text| unspeakable(own, &template, text))),
            Err(error) => wrong.push(error.to_string()),
        }
    }
    wrong.extend(args.speaking.tone(&[own.grammar(Lang::En), own.grammar(Lang::Fr)]).err().map(|e| e.to_string()));
    wrong.iter().for_each(|error| complain(&format!("detourn: {error}")));
    Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// Symbols of a grammar that nothing says.
fn unsaid(words: &Words, (file, text): &words::Named) -> Vec<String> {
    words.unreachable(file, text).iter().map(WordsError::to_string).collect()
}

/// What is wrong with a text of a template, if it can be said in no language.
fn unspeakable(words: &Words, template: &Template, text: &str) -> Option<String> {
    let [english, french] = [Lang::En, Lang::Fr].map(|lang| Ask::parse(words.grammar(lang), text).err());
    let error = english?;
    french?;
    let place = template.sources.iter().find_map(|(file, source)| {
        let line = source.lines().position(|line| line.contains(text))?;
        Some(format!("{file}:{}", line + 1))
    });
    Some(format!("{}: “{text}”: {error}", place.unwrap_or_else(|| template.name.clone())))
}
