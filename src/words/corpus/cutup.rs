//! Cut-ups: two pages sliced in four and rejoined crosswise, and a line read across the seam (Burroughs and Gysin, 1960).

use crate::{
    seed::Dice,
    words::{
        case,
        corpus::{Corpus, END, unpaired},
    },
};

/// Lines of a page, words of a line.
const LINES: usize = 12;
const WIDTH: usize = 9;
const TRIES: usize = 60;

/// One line of the new page.
pub fn say(corpus: &Corpus, dice: &mut Dice) -> Option<String> {
    for _ in 0..TRIES {
        let first = dice.below(corpus.texts.len());
        // Another text where there is one, else another page of the same.
        let other = (first + 1 + dice.below(corpus.texts.len().saturating_sub(1))) % corpus.texts.len();
        let (one, two) = (page(corpus, first, dice), page(corpus, other, dice));
        let (Some(one), Some(two)) = (one, two) else { continue };
        // The knife goes once down and once across: upper left now meets lower right.
        let (down, across) = (3 + dice.below(4), 4 + dice.below(5));
        let upper = dice.below(across);
        let lower = across + dice.below(LINES - across);
        let left = one[upper * WIDTH..][..down].iter();
        let right = two[lower * WIDTH..][..WIDTH][down.min(WIDTH - 3)..].iter();
        let words: Vec<u32> = left.chain(right).copied().collect();
        let text = unpaired(&corpus.text(&words));
        let text = text.trim_end_matches([',', ';', ':', '-', '–', '—', ' ']);
        if corpus.find(&words).is_empty() && text.chars().count() >= 18 {
            return Some(case::cap(text.trim_start_matches(['-', '–', '—', ' '])));
        }
    }
    None
}

/// A page of a text, from any word on; nothing where the text is shorter than one.
fn page<'c>(corpus: &'c Corpus, text: usize, dice: &mut Dice) -> Option<&'c [u32]> {
    let start = corpus.texts[text];
    let end = corpus.texts.get(text + 1).copied().unwrap_or(corpus.words.len());
    let words = &corpus.words[start..end];
    let words = words.strip_suffix(&[END]).unwrap_or(words);
    if words.len() < LINES * WIDTH {
        return None;
    }
    let from = dice.below(words.len() - LINES * WIDTH + 1);
    Some(&words[from..][..LINES * WIDTH])
}
