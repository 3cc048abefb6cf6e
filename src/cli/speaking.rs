//! Flags that say what words are made of.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use clap::Args;
use detourn::{
    condition::Facts,
    source,
    words::{self, Grammar, Own, TONE, Words, corpus::Corpus},
};

use crate::cli::usage;

/// What words are made of.
#[derive(Args)]
pub struct Speaking {
    /// A grammar of your own, TOML or Tracery's JSON: its symbols replace built-in ones of the same name
    #[arg(long = "grammar", value_name = "FILE")]
    pub grammars: Vec<PathBuf>,
    /// A folder with rules of rewriting of your own (slogan.toml, words.toml, …), each for the built-in file of its name
    #[arg(long, value_name = "DIR")]
    pub rules: Option<PathBuf>,
    /// Texts of your own, a file or a folder of .txt and .md files: captions are made of them
    #[arg(long, value_name = "FILE|DIR")]
    pub corpus: Option<PathBuf>,
    /// How many words of a corpus decide on the next
    #[arg(long, value_name = "N", default_value_t = 2, requires = "corpus", value_parser = clap::value_parser!(u8).range(1..=6))]
    pub order: u8,
    /// Say nothing that a grammar marks with another tone
    #[arg(long, value_name = "NAME")]
    pub tone: Option<String>,
}

impl Speaking {
    /// The built-in grammars and what the user lays over them.
    pub fn words(&self, lang: Option<words::Lang>) -> anyhow::Result<&'static Words> {
        if self.grammars.is_empty() && self.rules.is_none() && self.corpus.is_none() {
            return Ok(Words::builtin());
        }
        let rules = self.rules.as_ref().map(|folder| source::texts(folder, &["toml"]).map_err(usage)).transpose()?;
        let own = Own { grammars: self.files()?, rules: rules.unwrap_or_default(), corpus: self.corpus()? };
        // They serve until the program ends, as the built-in ones do.
        Ok(Box::leak(Box::new(Words::with(&own, lang).map_err(usage)?)))
    }

    /// The user's texts.
    fn corpus(&self) -> anyhow::Result<Option<Arc<Corpus>>> {
        let Some(path) = &self.corpus else { return Ok(None) };
        let texts: Vec<String> =
            source::texts(path, &["txt", "md"]).map_err(usage)?.into_iter().map(|(_, t)| t).collect();
        let corpus = Corpus::of(&texts, self.order.into());
        Ok(Some(Arc::new(corpus.map_err(|error| usage(format!("{}: {error}", path.display())))?)))
    }

    /// The user's grammars: names and texts.
    pub fn files(&self) -> anyhow::Result<Vec<words::Named>> {
        let read = |path: &PathBuf| {
            let name = path.display().to_string();
            let text = source::read_text(path).map_err(|error| usage(format!("{name}: {error}")))?;
            Ok((name, text))
        };
        self.grammars.iter().map(read).collect()
    }

    /// The tone that is asked for, as grammars know it.
    pub fn facts(&self, grammar: &Grammar) -> anyhow::Result<Facts> {
        Ok(Facts::new().with_words(self.tone(&[grammar])?.map(|tone| (TONE, tone))))
    }

    /// The tone that is asked for, where one of the grammars has it.
    pub fn tone(&self, grammars: &[&Grammar]) -> anyhow::Result<Option<String>> {
        let tones: BTreeSet<&str> = grammars.iter().flat_map(|grammar| grammar.tones()).collect();
        match &self.tone {
            Some(tone) if !tones.contains(tone.as_str()) => {
                let tones = tones.into_iter().collect::<Vec<_>>().join(", ");
                Err(usage(format!("no rule has the tone `{tone}`: there are {tones}")))
            }
            tone => Ok(tone.clone()),
        }
    }
}
