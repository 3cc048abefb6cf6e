//! Forms of words, asked of the engine row by row: `tests/words/*.tsv`.
#![allow(clippy::disallowed_methods)]

use detourn::{
    condition::Facts,
    seed::Seed,
    words::{Grammar, Lang, toml},
};

/// The lines of a table below `tests/words`.
fn table(name: &str) -> Vec<Vec<String>> {
    let path = format!("{}/tests/words/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with("# "));
    lines.map(|line| line.split('\t').map(String::from).collect()).collect()
}

#[test]
fn english_nouns_have_their_articles_and_plurals() {
    let nouns = table("nouns.tsv");
    assert!(nouns.len() >= 300);
    let source: String = nouns.iter().enumerate().map(|(i, row)| format!("w{i} = {:?}\n", row[0])).collect();
    let grammar = Grammar::build(Lang::En, vec![toml("nouns", &source).unwrap()], None).unwrap();
    let say = |ask: String| grammar.expand(&ask, &Facts::new(), Seed(1)).unwrap();
    let wrong: Vec<String> = (nouns.iter().enumerate())
        .map(|(i, row)| (row, say(format!("#w{i}.a#")), say(format!("#w{i}.s#"))))
        .filter(|(row, article, plural)| *article != row[1] || *plural != row[2])
        .map(|(row, article, plural)| format!("{row:?}: {article}, {plural}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    // The yardstick, in the table's last columns: Tracery's modifiers are right in two thirds.
    let tracery = nouns.iter().filter(|row| row[1] == row[3] && row[2] == row[4]).count();
    assert!((200..250).contains(&tracery), "{tracery}");
}

#[test]
fn french_phrases_elide_contract_and_agree() {
    let phrases = table("phrases.fr.tsv");
    assert!(phrases.len() >= 200);
    let wrong: Vec<String> = (phrases.iter())
        .filter_map(|row| {
            let source = toml("phrase", &format!("n = {:?}", row[0])).unwrap();
            let grammar = Grammar::build(Lang::Fr, vec![source], None).unwrap();
            let said = grammar.expand(&format!("[n:#n#]{}", row[1]), &Facts::new(), Seed(1)).unwrap();
            (said != row[2]).then(|| format!("{row:?}: {said}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
