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

#[test]
fn signs_tell_what_a_line_is() {
    let tags = rewritten(Lang::En, Role::Body, "#ad #blessed", 1).unwrap();
    assert!(tags.split(' ').all(|tag| tag.starts_with('#')) && !tags.contains("#ad"), "{tags}");
    let account = rewritten(Lang::En, Role::Body, "@noor.daily", 1).unwrap();
    assert!(account.starts_with("@noor.") && account != "@noor.daily", "{account}");
    assert_eq!(rewritten(Lang::En, Role::Metric, "48.2K", 1), None, "nobody knows what it counts");
}
