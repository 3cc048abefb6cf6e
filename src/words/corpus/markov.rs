//! Chains: each word follows those before it as it does somewhere in the texts (Markov 1913, Shannon 1948).

use std::ops::RangeInclusive;

use crate::{
    seed::Dice,
    words::{
        case,
        corpus::{Corpus, END, ends, unpaired},
    },
};

/// Sentences tried at each depth.
const TRIES: usize = 120;
/// A sentence that has this many words in a row from the texts, or this share of its own, is a quotation.
const RUN: usize = 15;
const SHARE: f32 = 0.7;

/// A sentence of so many words that the texts do not have. Where chains of the asked depth only quote, shorter ones
/// are tried.
pub fn say(corpus: &Corpus, length: RangeInclusive<usize>, dice: &mut Dice) -> Option<String> {
    for depth in (1..=corpus.depth).rev() {
        for _ in 0..TRIES {
            let Some(words) = sentence(corpus, depth, *length.end(), dice) else { continue };
            if length.contains(&words.len()) && longest_run(corpus, &words) < bound(words.len()) {
                return Some(case::cap(&unpaired(&corpus.text(&words))));
            }
        }
    }
    None
}

/// As many words in a row as make a quotation.
fn bound(words: usize) -> usize {
    RUN.min(libm::ceilf(SHARE * words as f32) as usize)
}

/// One walk from the beginning of a sentence to the end of one; nothing where it grows too long or the text ends.
fn sentence(corpus: &Corpus, depth: usize, most: usize, dice: &mut Dice) -> Option<Vec<u32>> {
    let start = *dice.pick(&corpus.starts)? as usize;
    let mut words: Vec<u32> = corpus.words[start..].iter().copied().take(depth).take_while(|id| *id != END).collect();
    while words.len() <= most {
        let last = *words.last()?;
        if ends(&corpus.names[last as usize]) {
            return Some(words);
        }
        let run = &words[words.len().saturating_sub(depth)..];
        let places = corpus.find(run);
        let place = corpus.order[places.start + dice.below(places.len())] as usize;
        match corpus.words.get(place + run.len()) {
            Some(&next) if next != END => words.push(next),
            _ => return None,
        }
    }
    None
}

/// The most words in a row that the texts have too.
fn longest_run(corpus: &Corpus, words: &[u32]) -> usize {
    let mut longest = 0;
    for from in 0..words.len() {
        while from + longest < words.len() && !corpus.find(&words[from..=from + longest]).is_empty() {
            longest += 1;
        }
    }
    longest
}
