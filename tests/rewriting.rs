//! Lines as advertisements and posts have them, and what they say after rewriting: `tests/gallery/LANG.txt`, made of
//! `tests/gallery/LANG.tsv` (a role and a line a row). `DETOURN_ACCEPT=1 cargo test --test rewriting` accepts what is
//! said now; read it first: what falls flat is a rule to mend.
#![allow(clippy::disallowed_methods)]

use std::{collections::BTreeMap, env, fs, path::PathBuf};

use detourn::{
    condition::Facts,
    scene::line::Role,
    seed::Seed,
    words::{Lang, Words, rewrite::Rewriter},
};

const LANGS: [(Lang, &str); 2] = [(Lang::En, "en"), (Lang::Fr, "fr")];

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/gallery").join(name)
}

fn role(name: &str) -> Role {
    serde_json::from_value(name.into()).unwrap()
}

/// Roles, lines, and what becomes of them.
fn gallery(lang: Lang, code: &str, seed: u64) -> Vec<(Role, String, Option<String>)> {
    let facts = Facts::new();
    let mut rewriter = Rewriter::new(Words::builtin(), lang, &facts, Seed(seed));
    let text = fs::read_to_string(file(&format!("{code}.tsv"))).unwrap();
    let rows = text.lines().filter_map(|row| row.split_once('\t'));
    rows.map(|(name, line)| (role(name), line.to_string(), rewriter.rewrite(line, role(name)).map(|r| r.text)))
        .collect()
}

#[test]
fn the_gallery_says_what_was_accepted() {
    for (lang, code) in LANGS {
        let told = |(role, line, new): &(Role, String, Option<String>)| {
            let name = serde_json::to_string(role).unwrap();
            format!("{:<8} {line}\n         {}\n", name.trim_matches('"'), new.as_deref().unwrap_or("="))
        };
        let said: String = gallery(lang, code, 1).iter().map(told).collect();
        let path = file(&format!("{code}.txt"));
        if env::var_os("DETOURN_ACCEPT").is_some() {
            fs::write(&path, &said).unwrap();
        }
        let accepted = fs::read_to_string(&path).unwrap_or_default();
        let other = said.lines().zip(accepted.lines()).find(|(a, b)| a != b);
        assert!(said == accepted, "{code}.txt: {other:?}: read it, then accept it with DETOURN_ACCEPT=1");
    }
}

#[test]
fn changes_are_many_and_small() {
    for (lang, code) in LANGS {
        for seed in 1..4 {
            let gallery: Vec<_> =
                gallery(lang, code, seed).into_iter().filter(|(role, ..)| *role != Role::Body).collect();
            let changed: Vec<_> =
                gallery.iter().filter_map(|(role, line, new)| Some((*role, line, new.as_ref()?))).collect();
            let share = |part: usize, whole: usize| part as f32 / whole as f32;
            assert!(share(changed.len(), gallery.len()) >= 0.85, "{code}: {} changed", changed.len());

            let length = |text: &str| text.chars().count() as f32;
            let near = changed.iter().filter(|(_, old, new)| (length(new) - length(old)).abs() <= 0.25 * length(old));
            let near = near.count();
            assert!(share(near, changed.len()) >= 0.9, "{code}: {near} of {} keep their length", changed.len());

            let long = changed.iter().filter(|(role, old, _)| *role == Role::Slogan && words(old).len() >= 4);
            let mut kept: Vec<f32> = long
                .map(|(_, old, new)| {
                    let new = words(new);
                    share(words(old).iter().filter(|word| new.contains(word)).count(), words(old).len())
                })
                .collect();
            kept.sort_by(f32::total_cmp);
            assert!(kept[kept.len() / 2] >= 0.5, "{code}: half of the long slogans keep {}", kept[kept.len() / 2]);

            let mut said: BTreeMap<&str, &str> = BTreeMap::new();
            for (_, old, new) in changed.iter().filter(|(role, ..)| *role != Role::Button) {
                let twin = said.insert(new, old);
                assert!(twin.is_none_or(|twin| twin == *old), "{code}: {twin:?} and {old} both become {new}");
            }
        }
    }
}

fn words(line: &str) -> Vec<String> {
    let words = line.split(|c: char| !(c.is_alphanumeric() || "’'%€$£".contains(c)));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[test]
fn slips_of_reading_break_no_rule() {
    let facts = Facts::new();
    let say = |line: &str, role: Role, seed: u64| {
        Rewriter::new(Words::builtin(), Lang::En, &facts, Seed(seed)).rewrite(line, role)
    };
    for (right, slips) in
        [("SHOP NOW", &["SHOPNOW", "SH0P NOW", "SHOP N0W"][..]), ("LEARN MORE", &["LEARNMORE", "1EARN MORE"])]
    {
        let of = |line: &str| -> Vec<Option<String>> {
            (0..8).map(|seed| say(line, Role::Button, seed).map(|rewriting| rewriting.rule)).collect()
        };
        let rules = of(right);
        assert!(rules.iter().all(Option::is_some), "{right}");
        for slip in slips {
            assert!(of(slip).iter().all(|rule| rules.contains(rule)), "{slip}: {:?} for {rules:?}", of(slip));
        }
    }
}

#[test]
fn nothing_is_made_of_nothing() {
    let facts = Facts::new();
    let mut rewriter = Rewriter::new(Words::builtin(), Lang::En, &facts, Seed(1));
    for (line, role) in [("", Role::Slogan), ("···", Role::Slogan), ("🙂", Role::Button), ("AURELLE", Role::Logo)]
    {
        assert_eq!(rewriter.rewrite(line, role), None, "{line}");
    }
}
