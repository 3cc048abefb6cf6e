//! Chains and scissors on two small texts.

use super::*;
use crate::seed::Seed;

/// A text of many sentences that share their words.
fn text(nouns: &[&str]) -> String {
    let verbs = ["waits for", "pays", "forgets", "answers", "keeps"];
    let mut all = String::new();
    for (i, noun) in nouns.iter().enumerate() {
        for (j, verb) in verbs.iter().enumerate() {
            let (other, third) = (nouns[(i + j + 1) % nouns.len()], nouns[(i * j + 2) % nouns.len()]);
            all += &format!("The {noun} {verb} the {other} before the {third} wakes and nobody counts it. ");
        }
    }
    all
}

fn corpus() -> Corpus {
    let texts = [text(&["queue", "rent", "lift", "till"]), text(&["sea", "lamp", "bench", "owl", "rain"])];
    Corpus::of(&texts, 2).unwrap()
}

#[test]
fn nothing_is_quoted() {
    let corpus = corpus();
    let source = corpus.texts.iter().map(|&at| corpus.text(&corpus.words[at..])).collect::<Vec<_>>().join(" ");
    let mut heard = std::collections::BTreeSet::new();
    for seed in 0..200 {
        let said = corpus.say("corpus", &mut Seed(seed).dice()).unwrap();
        assert_eq!(said, corpus.say("corpus", &mut Seed(seed).dice()).unwrap());
        let words: Vec<&str> = said.split(' ').collect();
        let most = 15.min((0.7 * words.len() as f32).ceil() as usize);
        for run in words.windows(most) {
            assert!(!source.to_lowercase().contains(&run.join(" ").to_lowercase()), "{said}");
        }
        heard.insert(said);
    }
    assert!(heard.len() > 100, "{}", heard.len());
}

#[test]
fn a_cut_joins_two_texts() {
    let corpus = corpus();
    let (own, other) = (["queue", "rent", "lift", "till"], ["sea", "lamp", "bench", "owl", "rain"]);
    let joined = (0..100).filter(|seed| {
        let said = corpus.say("corpus_cut", &mut Seed(*seed).dice()).unwrap();
        own.iter().any(|w| said.contains(w)) && other.iter().any(|w| said.contains(w))
    });
    let joined = joined.count();
    assert!(joined > 40, "{joined}");
}

#[test]
fn too_little_is_too_little() {
    assert!(Corpus::of(&["A few words.".into()], 2).is_err());
    let same = "Buy it now and again. ".repeat(40);
    assert_eq!(Corpus::of(&[same], 2).unwrap().say("corpus", &mut Seed(1).dice()), None, "it can only be quoted");
}
