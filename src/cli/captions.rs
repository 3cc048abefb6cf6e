//! `detourn captions`: words alone.

use std::{collections::BTreeSet, process::ExitCode};

use detourn::{condition::Facts, seed::Seed, sink, words::Words};

use crate::cli::{flags::Lang, usage};

/// Print captions, one a line
#[derive(clap::Args)]
pub struct Args {
    /// How many
    #[arg(short, value_name = "N", default_value_t = 5)]
    n: u32,
    /// Language of the words
    #[arg(long, default_value = "auto")]
    lang: Lang,
    /// The same seed gives the same captions
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// The symbol that is expanded
    #[arg(long, value_name = "NAME", default_value = "caption")]
    symbol: String,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let text = format!("#{}#", args.symbol);
    let (words, lang) = (Words::builtin(), args.lang.meant());
    let mut said = BTreeSet::new();
    let mut lines = String::new();
    // Nothing is said twice, unless there is no more to say.
    for roll in 0..args.n.saturating_mul(20) {
        let seed = Seed(args.seed).at(&format!("caption {roll}"));
        let line = words.expand(&text, lang, &Facts::new(), seed).map_err(usage)?;
        let line = line.lines().collect::<Vec<_>>().join(" / ");
        if said.insert(line.clone()) {
            lines += &line;
            lines.push('\n');
        }
        if said.len() == args.n as usize {
            break;
        }
    }
    sink::pour(lines.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
