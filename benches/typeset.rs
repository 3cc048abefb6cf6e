//! Typesetting, stage by stage: what a caption costs.
#![allow(clippy::disallowed_methods)]

use detourn::{
    typeset::{Space, Style, case::Case, fit, fonts::Fonts, set_line},
    words::Lang,
};
use divan::{Bencher, bench, black_box};

fn main() {
    divan::main();
}

const TWELVE: &str = "the more you look at the picture the less you live there";
const SPACE: Space = Space { width: 1000.0, height: 420.0, max_size: f32::INFINITY, min_size: 12.0, max_lines: 99 };

fn style(face: &str) -> Style {
    Style { faces: Fonts::builtin().find(face).into_iter().collect(), ..Style::default() }
}

#[bench(args = ["Anton", "Patrick Hand", "Inter"])]
fn twelve_words(bencher: Bencher<'_, '_>, face: &str) {
    let style = style(face);
    bencher.bench(|| fit(black_box(TWELVE), &style, &SPACE, Fonts::builtin()));
}

/// Accented capitals and tight leading: lines are compared cluster by cluster.
#[bench]
fn twelve_words_tight(bencher: Bencher<'_, '_>) {
    let style = Style { case: Case::Upper, lang: Lang::Fr, leading: 0.9, ..style("Anton") };
    let text = "À qui profite l’été ? Ça dépend de l’être aimé, déjà là";
    bencher.bench(|| fit(black_box(text), &style, &SPACE, Fonts::builtin()));
}

#[bench]
fn one_line(bencher: Bencher<'_, '_>) {
    let style = style("Anton");
    bencher.bench(|| set_line(black_box(TWELVE), &style, 40.0, Fonts::builtin()));
}

#[bench]
fn ten_thousand_characters(bencher: Bencher<'_, '_>) {
    let style = style("Roboto Condensed");
    let text = "The queue was told that it would be served in the order of its patience. ".repeat(137);
    let space = Space { min_size: 1.0, height: 1400.0, ..SPACE };
    bencher.bench(|| fit(black_box(&text), &style, &space, Fonts::builtin()));
}
