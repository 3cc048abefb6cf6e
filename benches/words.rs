//! Words: what a caption, a grammar and a rewriting cost.
#![allow(clippy::disallowed_methods)]

use detourn::{
    condition::Facts,
    scene::line::Role,
    seed::Seed,
    words::{Ask, Lang, Own, VOICES, Words, corpus::Corpus, rewrite::Rewriter},
};
use divan::{Bencher, bench, black_box, counter::ItemsCount};

fn main() {
    divan::main();
}

/// A thousand captions of a voice.
#[bench(args = VOICES)]
fn captions(bencher: Bencher<'_, '_>, voice: &str) {
    let facts = Facts::new();
    let ask = Ask::parse(Words::builtin().grammar(Lang::En), &format!("#{voice}#")).expect("is a voice");
    let mut seed = 0;
    bencher.counter(ItemsCount::new(1000u32)).bench_local(|| {
        (0..1000).for_each(|_| {
            seed += 1;
            black_box(ask.say(&facts, Seed(seed)).expect("can be said"));
        });
    });
}

/// All grammars and rules of both languages, read and checked.
#[bench]
fn load() -> Words {
    Words::with(&Own::default(), None).expect("is right")
}

#[bench(args = ["Shop now", "Money that moves at the speed of you.", "12,304 likes", "Twice the beef. Half the guilt."])]
fn rewriting(bencher: Bencher<'_, '_>, line: &str) {
    let facts = Facts::new();
    let mut seed = 0;
    Words::builtin().rules(Lang::En);
    bencher.bench_local(|| {
        seed += 1;
        Rewriter::new(Words::builtin(), Lang::En, &facts, Seed(seed)).rewrite(black_box(line), Role::Slogan)
    });
}

/// A corpus of 50,000 words, and a sentence of it.
fn text() -> String {
    let mut dice = Seed(1).dice();
    let word = |n: usize| format!("w{}", n * n / 300);
    (0..50_000).map(|i| word(dice.below(400)) + if i % 11 == 10 { ". " } else { " " }).collect()
}

#[bench]
fn corpus(bencher: Bencher<'_, '_>) {
    let text = text();
    bencher.bench_local(|| Corpus::of(std::slice::from_ref(&text), 2).expect("is long enough"));
}

#[bench]
fn chain(bencher: Bencher<'_, '_>) {
    let corpus = Corpus::of(&[text()], 2).expect("is long enough");
    let mut seed = 0;
    bencher.bench_local(|| {
        seed += 1;
        corpus.say("corpus", &mut Seed(seed).dice())
    });
}
