//! Corpora: captions out of a user's own texts, by chains of words and by scissors.

mod cutup;
mod markov;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::seed::Dice;

/// The symbols that a corpus says, and what each of them is.
pub const SYMBOLS: &[(&str, &str)] = &[
    ("corpus", "a sentence out of your own texts (--corpus)"),
    ("corpus_short", "a few words out of your own texts (--corpus)"),
    ("corpus_cut", "two pages of your own texts, cut and rejoined (--corpus)"),
];

/// Words that follow each other in a user's texts.
#[derive(Debug)]
pub struct Corpus {
    names: Vec<String>,
    /// The words of all texts, one text after the other, each ended by [`END`].
    words: Vec<u32>,
    /// Where each text begins in `words`.
    texts: Vec<usize>,
    /// Places in `words`, sorted by the words that follow: a suffix array (Manber and Myers 1990) of words.
    order: Vec<u32>,
    /// Places where a sentence begins.
    starts: Vec<u32>,
    /// How many words decide on the next.
    depth: usize,
}

/// The end of a text; no word.
const END: u32 = 0;

/// Words behind which places that agree up to there are left in the order of the text.
const FAR: usize = 24;

/// Why a text is no corpus.
#[derive(Debug, thiserror::Error)]
#[error("{0} words in all are too few to make others of: give {MIN} or more, some thousands better")]
pub struct TooSmall(usize);

const MIN: usize = 120;

impl Corpus {
    /// A corpus of texts; `depth` words (1 to 6) decide on the next.
    ///
    /// # Errors
    /// When there are too few words.
    pub fn of(texts: &[String], depth: usize) -> Result<Self, TooSmall> {
        let mut ids: BTreeMap<&str, u32> = BTreeMap::new();
        let mut corpus = Corpus {
            names: vec![String::new()],
            words: Vec::new(),
            texts: Vec::new(),
            order: Vec::new(),
            starts: Vec::new(),
            depth: depth.clamp(1, 6),
        };
        for text in texts {
            corpus.texts.push(corpus.words.len());
            // A blank line ends a sentence, whatever stands before it: headings, verses.
            for paragraph in text.split("\n\n").flat_map(|p| p.split("\r\n\r\n")) {
                let mut start = true;
                for word in paragraph.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)) {
                    let id = *ids.entry(word).or_insert_with(|| {
                        corpus.names.push(word.into());
                        corpus.names.len() as u32 - 1
                    });
                    if start {
                        corpus.starts.push(corpus.words.len() as u32);
                    }
                    corpus.words.push(id);
                    start = ends(word);
                }
            }
            corpus.words.push(END);
        }
        let count = corpus.words.len() - texts.len();
        if count < MIN {
            return Err(TooSmall(count));
        }
        let words = &corpus.words;
        let after = |place: &u32| &words[*place as usize..(*place as usize + FAR).min(words.len())];
        corpus.order = (0..words.len() as u32).collect();
        corpus.order.sort_by(|a, b| after(a).cmp(after(b)).then(a.cmp(b)));
        Ok(corpus)
    }

    /// What a symbol of a corpus says; nothing where the texts give nothing new.
    pub fn say(&self, symbol: &str, dice: &mut Dice) -> Option<String> {
        match symbol {
            "corpus" => markov::say(self, 5..=22, dice),
            "corpus_short" => markov::say(self, 3..=8, dice),
            "corpus_cut" => cutup::say(self, dice),
            _ => None,
        }
    }

    /// Everything that decides what it says.
    pub(super) fn hash(&self, hash: &mut blake3::Hasher) {
        hash.update(&[self.depth as u8]);
        for start in &self.starts {
            hash.update(&start.to_le_bytes());
        }
        for id in &self.words {
            let word = &self.names[*id as usize];
            hash.update(&(word.len() as u32).to_le_bytes()).update(word.as_bytes());
        }
    }

    /// The places at which `run` stands, as a range of `order`.
    fn find(&self, run: &[u32]) -> std::ops::Range<usize> {
        let at = |place: &u32| {
            let start = *place as usize;
            &self.words[start..(start + run.len()).min(self.words.len())]
        };
        let from = self.order.partition_point(|place| at(place) < run);
        let to = from + self.order[from..].partition_point(|place| at(place) == run);
        from..to
    }

    fn text(&self, words: &[u32]) -> String {
        words.iter().map(|id| self.names[*id as usize].as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// Whether a sentence ends with this word.
fn ends(word: &str) -> bool {
    word.trim_end_matches(['"', '”', '»', ')', '’', '\'']).ends_with(['.', '!', '?', '…'])
}

/// A text without quotation marks and brackets, which in pieces have lost their others, and without marks of Markdown.
fn unpaired(text: &str) -> String {
    text.replace(['"', '“', '”', '«', '»', '(', ')', '[', ']', '*', '`', '|', '#', '_'], "")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
