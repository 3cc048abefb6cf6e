//! `detourn captions`: words alone.

use std::{collections::BTreeSet, process::ExitCode};

use detourn::{
    seed::Seed,
    sink,
    words::{self, Ask, Step, VOICES},
};

use crate::cli::{
    flags::{Lang, Speaking},
    usage,
};

/// Print captions, one a line
#[derive(clap::Args)]
pub struct Args {
    /// How many
    #[arg(short, value_name = "N", default_value_t = 5)]
    n: u32,
    /// A voice: virtual-factory, may68, museum, instruction, fumetti
    #[arg(long, value_name = "NAME")]
    voice: Option<String>,
    /// Print the voice's grammar instead, to be copied, changed and given to --grammar
    #[arg(long, requires = "voice")]
    show: bool,
    /// Language of the words
    #[arg(long, default_value = "auto")]
    lang: Lang,
    /// The same seed gives the same captions
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// The symbol that is expanded [default: caption, or origin where a grammar has it]
    #[arg(long, value_name = "NAME", conflicts_with = "voice")]
    symbol: Option<String>,
    /// Print below each caption the rules that made it
    #[arg(long)]
    trace: bool,
    #[command(flatten)]
    speaking: Speaking,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let lang = args.lang.meant();
    if let (true, Some(voice)) = (args.show, &args.voice) {
        let unknown = || usage(format!("no voice is called `{voice}`: there are {}", VOICES.join(", ")));
        sink::pour(words::voice(voice, lang.unwrap_or_default()).ok_or_else(unknown)?.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let words = args.speaking.words(lang)?;
    let grammar = words.grammar(lang.unwrap_or_default());
    let facts = args.speaking.facts(grammar)?;
    let origin = || grammar.symbols().find(|name| *name == "origin").unwrap_or("caption");
    let symbol = args.voice.as_deref().or(args.symbol.as_deref()).unwrap_or_else(origin);
    let ask = Ask::parse(grammar, &format!("#{symbol}#")).map_err(usage)?;
    let mut said = BTreeSet::new();
    let mut lines = String::new();
    // Nothing is said twice, unless there is no more to say.
    for roll in 0..args.n.saturating_mul(20) {
        let seed = Seed(args.seed).at(&format!("caption {roll}"));
        let (line, steps) = if args.trace {
            ask.trace(&facts, seed).map_err(usage)?
        } else {
            (ask.say(&facts, seed).map_err(usage)?, Vec::new())
        };
        let line = line.lines().collect::<Vec<_>>().join(" / ");
        if said.insert(line.clone()) {
            lines += &line;
            lines.push('\n');
            steps.iter().for_each(|step| lines += &told(step));
        }
        if said.len() == args.n as usize {
            break;
        }
    }
    sink::pour(lines.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn told(Step { depth, symbol, rule }: &Step) -> String {
    format!("{:indent$}#{symbol}# {rule}\n", "", indent = 2 * depth)
}
