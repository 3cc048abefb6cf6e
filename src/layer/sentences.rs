//! Sentences: which lines are read together, so that none of them goes without the others.

use std::collections::BTreeSet;

use crate::{
    layer::units,
    scene::{Scene, line::Line},
};

/// Lines that are read together: those of a block of few words, whatever they are, and of others the slogan's.
pub fn sentences<'l>(lines: &[&'l Line]) -> Vec<Vec<&'l Line>> {
    let blocks = lines.chunk_by(|a, b| a.block == b.block);
    let parts = |block: &[&'l Line]| match block.iter().map(|line| units::count(&line.text)).sum::<usize>() {
        ..=units::SENTENCE => vec![block.to_vec()],
        _ => units::of(block).into_iter().map(|unit| unit.lines).collect(),
    };
    blocks.flat_map(parts).collect()
}

/// Lines that go, by index, and with each the rest of the sentence that it is a line of.
pub fn with_sentences(mut gone: BTreeSet<usize>, scene: &Scene) -> BTreeSet<usize> {
    let lines: Vec<&Line> = scene.text.iter().flatten().collect();
    let index = |line: &Line| lines.iter().position(|other| std::ptr::eq(*other, line));
    for sentence in sentences(&lines) {
        let own: Vec<usize> = sentence.iter().filter_map(|line| index(line)).collect();
        if own.iter().any(|n| gone.contains(n)) {
            gone.extend(own);
        }
    }
    gone
}
