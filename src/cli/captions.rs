//! `detourn captions`: words alone.

use std::{collections::BTreeSet, path::Path, process::ExitCode};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use detourn::{
    scene::{line::Role, roles},
    seed::Seed,
    sink, source,
    words::{self, Ask, Step, VOICES, Words, rewrite::Rewriter},
};
use serde_json::from_value;

use crate::cli::{flags::Lang, speaking::Speaking, usage};

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
    /// Read lines from stdin and print each of them détourned; one of which nothing can be made stays as it is
    #[arg(long, conflicts_with_all = ["n", "voice", "symbol"])]
    rewrite: bool,
    /// What the lines are, where their words alone would not tell
    #[arg(long, requires = "rewrite", value_parser = PossibleValuesParser::new(ROLES).try_map(|r| from_value::<Role>(r.into())))]
    role: Option<Role>,
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
    if args.rewrite {
        return rewrite(&args, words);
    }
    let grammar = words.grammar(lang.unwrap_or_default());
    let facts = args.speaking.facts(grammar)?;
    let origin = || grammar.symbols().find(|name| *name == "origin").unwrap_or("caption");
    let symbol = args.voice.as_deref().or(args.symbol.as_deref()).unwrap_or_else(origin);
    let ask = Ask::parse(grammar, &format!("#{symbol}#")).map_err(usage)?;
    let mut said = BTreeSet::new();
    let mut lines = String::new();
    let mut failed = None;
    // Nothing is said twice, unless there is no more to say.
    for roll in 0..args.n.saturating_mul(20) {
        let seed = Seed(args.seed).at(&format!("caption {roll}"));
        let spoken =
            if args.trace { ask.trace(&facts, seed) } else { ask.say(&facts, seed).map(|line| (line, Vec::new())) };
        let (line, steps) = match spoken {
            Ok(spoken) => spoken,
            // A grammar that runs away now and then has other things to say.
            Err(error) => {
                failed.get_or_insert(error);
                continue;
            }
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
    if let (true, Some(error)) = (said.is_empty(), failed) {
        return Err(usage(error));
    }
    sink::pour(lines.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn told(Step { depth, symbol, rule }: &Step) -> String {
    format!("{:indent$}#{symbol}# {rule}\n", "", indent = 2 * depth)
}

/// What lines that come from stdin may be; a logo is never rewritten.
const ROLES: [&str; 7] = ["slogan", "body", "price", "button", "handle", "metric", "hashtag"];

/// Lines in, lines out.
fn rewrite(args: &Args, words: &Words) -> anyhow::Result<ExitCode> {
    let text = source::read_text(Path::new("-")).map_err(|error| usage(format!("stdin: {error}")))?;
    let whole =
        args.lang.meant().or_else(|| roles::language_of(text.lines().map(|line| (line, 1.0))).map(words::Lang::from));
    let main = whole.unwrap_or_default();
    let facts = args.speaking.facts(words.grammar(main))?;
    let mut rewriters =
        [words::Lang::En, words::Lang::Fr].map(|lang| Rewriter::new(words, lang, &facts, Seed(args.seed)));
    let mut out = String::new();
    for line in text.lines() {
        let own =
            args.lang.meant().or_else(|| roles::language_of([(line, 1.0)]).map(words::Lang::from)).unwrap_or(main);
        let role = args.role.unwrap_or_else(|| roles::role(line));
        let rewriting = rewriters[own as usize].rewrite(line, role);
        out += rewriting.as_ref().map_or(line, |rewriting| &rewriting.text);
        out.push('\n');
        if let (true, Some(rewriting)) = (args.trace, &rewriting) {
            out += &format!("  {}\n", rewriting.rule);
        }
    }
    sink::pour(out.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
