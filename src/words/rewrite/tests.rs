//! Rewriting, line by line.

use crate::{
    condition::Facts,
    scene::line::Role,
    seed::Seed,
    words::{Lang, Words, rewrite::Rewriter},
};

fn rewritten(lang: Lang, role: Role, line: &str, seed: u64) -> Option<String> {
    let facts = Facts::new();
    Rewriter::new(Words::builtin(), lang, &facts, Seed(seed)).rewrite(line, role).map(|r| r.text)
}

#[test]
fn the_same_seed_says_the_same() {
    for line in ["Shop now", "You deserve it.", "Live beautifully."] {
        let twice = [0, 1].map(|_| rewritten(Lang::En, Role::Slogan, line, 7));
        assert_eq!(twice[0], twice[1], "{line}");
    }
}
