//! The voice, said thousands of times and checked by other rules than those that made it.

use detourn::{
    condition::Facts,
    seed::Seed,
    words::{Lang, Words},
};

/// What the templates ask for.
const FORMS: [&str; 22] = [
    "slogan", "caption", "headline", "kicker", "standfirst", "masthead", "price_line", "teaser", "fumetti",
    "fumetti_reply", "narration", "subtitle", "label_title", "label_meta", "label_text", "ransom", "flyer_head",
    "flyer_text", "flyer_call", "cutup", "stamp", "order",
];

fn say(lang: Lang, symbol: &str, seed: u64) -> String {
    Words::builtin().caption(lang, symbol, &Facts::new(), Seed(seed)).unwrap_or_else(|e| panic!("{symbol} {seed}: {e}"))
}

/// `VOICE=fr:slogan cargo test --test words read_aloud -- --ignored --nocapture`
#[test]
#[ignore = "for a reader: prints 60 texts of every form"]
fn read_aloud() {
    let wanted = std::env::var("VOICE").unwrap_or_default();
    let start = std::env::var("SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(0);
    let count = std::env::var("COUNT").ok().and_then(|s| s.parse().ok()).unwrap_or(60);
    for (lang, code) in [(Lang::En, "en"), (Lang::Fr, "fr")] {
        for form in FORMS.iter().filter(|form| format!("{code}:{form}").contains(&wanted)) {
            let mut seen = std::collections::BTreeSet::new();
            let lines: Vec<String> = (0..1000u64).map(|i| say(lang, form, start + i)).collect();
            let distinct = lines.iter().filter(|line| seen.insert(line.as_str())).count();
            println!("\n== {code} {form}: {distinct} of 1000 distinct");
            lines[..count].iter().for_each(|line| println!("  {line}"));
        }
    }
}
