//! The voice, said thousands of times and checked by other rules than those that made it.
#![allow(clippy::disallowed_methods)]

use std::collections::BTreeSet;

use detourn::{
    condition::Facts,
    seed::Seed,
    words::{Ask, Grammar, Lang, VOICES, Words, toml},
};

/// What the templates ask for: the form, its words and its characters at the most, and how many of a thousand
/// texts differ at the least.
const FORMS: [(&str, usize, usize, usize); 70] = [
    ("slogan", 9, 52, 500),
    ("caption", 20, 120, 800),
    ("headline", 8, 46, 800),
    ("kicker", 6, 42, 300),
    ("standfirst", 30, 190, 800),
    ("masthead", 6, 44, 300),
    ("price_line", 16, 84, 500),
    ("teaser", 12, 70, 300),
    ("fumetti", 28, 150, 800),
    ("fumetti_reply", 20, 120, 700),
    ("fumetti_exchange", 44, 220, 500),
    ("narration", 16, 90, 800),
    ("subtitle", 15, 70, 500),
    ("label_title", 11, 70, 300),
    ("label_meta", 26, 124, 900),
    ("label_text", 65, 300, 600),
    ("ransom", 14, 92, 500),
    ("flyer_head", 9, 60, 400),
    ("flyer_text", 46, 250, 700),
    ("flyer_call", 18, 92, 900),
    ("cutup", 14, 92, 500),
    ("stamp", 5, 32, 240),
    ("reflection", 16, 80, 100),
    ("osd", 3, 20, 4),
    ("on_air", 2, 14, 3),
    ("slip_head", 5, 30, 20),
    ("slip_worker", 9, 48, 20),
    ("slip_gross", 9, 44, 20),
    ("slip_less", 10, 50, 100),
    ("slip_net", 9, 44, 8),
    ("order", 24, 130, 800),
    ("notice_head", 6, 38, 20),
    ("notice_text", 48, 290, 600),
    ("notice_foot", 14, 90, 200),
    ("missing_head", 4, 24, 15),
    ("missing_what", 9, 48, 80),
    ("missing_text", 40, 240, 150),
    ("missing_reward", 13, 74, 200),
    ("missing_tab_1", 3, 14, 7),
    ("missing_tab_2", 3, 14, 7),
    ("missing_tab_3", 3, 14, 7),
    ("missing_tab_4", 3, 14, 7),
    ("missing_tab_5", 3, 14, 7),
    ("missing_tab_6", 3, 14, 7),
    ("receipt_shop", 6, 30, 60),
    ("receipt_mark", 12, 56, 100),
    ("receipt_item_1", 6, 26, 10),
    ("receipt_item_2", 6, 26, 10),
    ("receipt_item_3", 6, 26, 10),
    ("receipt_item_4", 6, 26, 10),
    ("receipt_item_5", 6, 26, 10),
    ("receipt_sum", 3, 9, 80),
    ("receipt_total", 4, 20, 60),
    ("receipt_foot", 26, 150, 60),
    ("file_mark", 12, 66, 300),
    ("file_foot", 18, 108, 120),
    ("dialog_title", 7, 38, 30),
    ("dialog_text", 32, 180, 200),
    ("dialog_yes", 4, 20, 8),
    ("dialog_no", 4, 20, 8),
    ("ballad_head", 22, 120, 300),
    ("ballad_text", 44, 220, 60),
    ("shout", 4, 19, 120),
    ("situation_head", 7, 38, 300),
    ("situation_place", 14, 68, 60),
    ("situation_hour", 14, 64, 300),
    ("situation_act", 46, 240, 700),
    ("situation_need", 14, 78, 40),
    ("situation_box", 12, 66, 9),
    ("situation_foot", 20, 120, 100),
];

const LANGS: [(Lang, &str); 2] = [(Lang::En, "en"), (Lang::Fr, "fr")];
const NARROW: char = '\u{202f}';

fn say(lang: Lang, symbol: &str, facts: &Facts, seed: u64) -> String {
    Words::builtin().caption(lang, symbol, facts, Seed(seed)).unwrap_or_else(|e| panic!("{symbol} {seed}: {e}"))
}

#[test]
fn every_form_is_clean_two_thousand_times() {
    let plain = Facts::new();
    let names = ["tall", "wide", "dark", "light", "colourful", "grey", "quiet"];
    let full: Facts = names.into_iter().map(|name| (name, 1.0)).collect();
    for (lang, code) in LANGS {
        for (form, words, chars, _) in FORMS {
            for seed in 0..2000 {
                let text = say(lang, form, if seed % 4 == 0 { &full } else { &plain }, seed);
                // Verses stand in lines.
                let text = if form == "ballad_text" { text.replace('\n', " ") } else { text };
                if let Err(fault) = check(&text, lang, words, chars) {
                    panic!("{code} {form} {seed}: {fault}: {text}");
                }
            }
        }
    }
}

/// What no text may contain, judged by plain rules that know nothing of the engine.
fn check(text: &str, lang: Lang, words: usize, chars: usize) -> Result<(), String> {
    let fail = |what: &str| Err(what.to_string());
    if text.contains(['#', '[', ']', '|', '\\', '\'', '"', '\n']) || text.contains("((") {
        return fail("unresolved or straight");
    }
    if text.contains("  ") || text != text.trim() || text.contains(" .") || text.contains(" ,") || text.contains("..") {
        return fail("spaces or stops");
    }
    if text.chars().count() > chars {
        return fail("too long");
    }
    let tokens: Vec<&str> = text.split(' ').filter(|t| t.contains(char::is_alphanumeric)).collect();
    if tokens.len() > words {
        return fail("too many words");
    }
    let bare: Vec<String> =
        tokens.iter().map(|t| t.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect();
    let repeats =
        |pair: &&[&str]| pair[0].to_lowercase() == pair[1].to_lowercase() && !pair[0].ends_with([',', '.', ';']);
    let twice = tokens.windows(2).find(repeats);
    if let Some(pair) = twice
        && pair[0] != "nous"
    {
        return Err(format!("{} twice", pair[0]));
    }
    match lang {
        Lang::En => english(&bare)?,
        Lang::Fr => french(text, &bare)?,
    }
    Ok(())
}

fn english(words: &[String]) -> Result<(), String> {
    for pair in words.windows(2) {
        let (article, next) = (pair[0].as_str(), pair[1].as_str());
        let spoken = ["hour", "honest", "8", "11", "18"].iter().any(|p| next.starts_with(p));
        let closed = ["one", "unique", "use", "union", "uni"].iter().any(|p| next.starts_with(p));
        let open = (next.starts_with(['a', 'e', 'i', 'o', 'u']) || spoken) && !closed;
        if article == "a" && open || article == "an" && !open {
            return Err(format!("article of {next}"));
        }
    }
    Ok(())
}

fn french(text: &str, words: &[String]) -> Result<(), String> {
    let aspirated = [
        "héron",
        "hublot",
        "hasard",
        "haine",
        "halt",
        "handicap",
        "harcel",
        "hausse",
        "housse",
        "houle",
        "hurle",
        "hutte",
        "homard",
        "hiérarch",
        "hibou",
        "hamac",
        "hache",
        "hangar",
        "heurt",
        "hériss",
        "huit",
        "haut",
        "hors",
        "hont",
        "haricot",
        "hall",
        "hâte",
    ];
    let open = |word: &str| {
        let vowel = word.starts_with(|c: char| "aâàeéèêëiîïoôuùûœæ".contains(c));
        let mute = word.starts_with('h') && !aspirated.iter().any(|p| word.starts_with(p)) && word != "h";
        (vowel || mute) && !["onze", "oui"].contains(&word)
    };
    for pair in words.windows(2) {
        let (word, next) = (pair[0].as_str(), pair[1].as_str());
        let short = ["le", "la", "de", "que", "je", "me", "te", "se", "ne", "jusque"];
        if short.contains(&word) && open(next) || word == "si" && next.starts_with("il") {
            return Err(format!("elision: {word} {next}"));
        }
        if ["de", "à"].contains(&word) && ["le", "les"].contains(&next) {
            return Err(format!("contraction: {word} {next}"));
        }
        if ["ce", "beau"].contains(&word) && open(next) || word == "ma" && open(next) {
            return Err(format!("form: {word} {next}"));
        }
    }
    for word in words {
        if let Some((_, next)) = word.split_once('’')
            && !open(next)
            && !next.is_empty()
            && !next.starts_with('y')
        {
            return Err(format!("elision: {word}"));
        }
    }
    let chars: Vec<char> = text.chars().collect();
    for (i, c) in chars.iter().enumerate() {
        let before = if i > 0 { chars[i - 1] } else { ' ' };
        let after = chars.get(i + 1).copied().unwrap_or(' ');
        let high = ";!?»".contains(*c) || *c == ':' && !after.is_ascii_digit();
        if high && before != NARROW && !"!?(".contains(before) || *c == '«' && after != NARROW {
            return Err(format!("space before {c}"));
        }
    }
    Ok(())
}

#[test]
fn of_a_thousand_many_differ() {
    let facts = Facts::new();
    for (lang, code) in LANGS {
        for (form, _, _, floor) in FORMS {
            let said: BTreeSet<String> = (0..1000).map(|i| say(lang, form, &facts, i)).collect();
            assert!(said.len() >= floor, "{code} {form}: {} of {floor}", said.len());
        }
    }
}

#[test]
fn every_line_can_be_said() {
    for (lang, code) in LANGS {
        let grammar = Words::builtin().grammar(lang);
        for file in ["walls", "press", "screen", "labels", "street", "bills"] {
            let path = format!("{}/src/words/languages/{code}/{file}.toml", env!("CARGO_MANIFEST_DIR"));
            for (symbol, entry) in toml(file, &std::fs::read_to_string(path).unwrap()).unwrap().symbols {
                let budget = entry.budget.unwrap();
                // What quotes a picture cannot be said without one.
                for line in entry.rules.into_iter().filter(|line| !line.say.contains("#read.")) {
                    let say = |i| grammar.expand(&line.say, &Facts::new(), Seed(i)).unwrap();
                    let kept = (0..40).filter(|i| budget.fits(&say(*i))).count();
                    assert!(kept >= 8, "{code} {symbol}: {kept} of 40 keep the budget: {}", line.say);
                }
            }
        }
    }
}

#[test]
fn a_rule_is_drawn_by_the_root_of_what_it_can_say() {
    let letters: Vec<String> = ('a'..='z').map(|c| format!("\"{c}\"")).collect();
    let text = format!("x = [\"whole\", \"#y##z#\"]\ny = [{0}]\nz = [{0}]", letters.join(","));
    let grammar = Grammar::build(Lang::En, vec![toml("x", &text).unwrap()], None).unwrap();
    let say = |i| grammar.expand("#x#", &Facts::new(), Seed(i)).unwrap();
    let whole = (0..2700).filter(|i| say(*i) == "whole").count();
    assert!((70..130).contains(&whole), "{whole} of 2700: 1 in 1 + 26 is wanted");
}

#[test]
fn of_ten_thousand_captions_of_a_voice_hardly_any_is_said_twice() {
    let facts = Facts::new();
    for (lang, code) in LANGS {
        for voice in VOICES {
            let ask = format!("#{voice}#");
            let ask = Ask::parse(Words::builtin().grammar(lang), &ask).unwrap();
            let said: BTreeSet<String> = (0..10_000).map(|i| ask.say(&facts, Seed(i)).unwrap()).collect();
            assert!(said.len() >= 9_950, "{code} {voice}: {}", said.len());
            for text in &said {
                check(text, lang, 100, 400).unwrap_or_else(|fault| panic!("{code} {voice}: {fault}: {text}"));
            }
        }
    }
}

#[test]
fn nothing_that_is_written_is_never_said() {
    for (lang, code) in LANGS {
        let grammar = Words::builtin().grammar(lang);
        let roots: Vec<&str> = FORMS.iter().map(|(form, ..)| *form).chain(VOICES.iter().copied()).collect();
        let rewriting = rules_of_rewriting(code);
        let lost: Vec<&str> = grammar
            .unreachable(&roots)
            .into_iter()
            .filter(|name| !["#", "."].iter().any(|end| rewriting.contains(&format!("#{name}{end}"))))
            .collect();
        assert!(lost.is_empty(), "{code}: {lost:?}");
    }
}

/// All texts of the rules of rewriting of a language.
fn rules_of_rewriting(code: &str) -> String {
    let folder = format!("{}/src/words/languages/{code}/rewrite", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    files.collect()
}

#[test]
fn seeds_decide_and_facts_do() {
    let words = Words::builtin();
    let (none, dark) = (Facts::new(), Facts::from([("dark", 1.0)]));
    for (lang, _) in LANGS {
        assert_eq!(say(lang, "slogan", &none, 7), say(lang, "slogan", &none, 7));
        let night = |facts: &Facts| {
            let lines = (0..2000).map(|i| say(lang, "slogan", facts, i));
            lines.filter(|line| line.contains("night is on shift") || line.contains("nuit est d’équipe")).count()
        };
        assert_eq!(night(&none), 0);
        assert!(night(&dark) > 0);
        assert!(FORMS.iter().all(|(form, ..)| words.symbols(lang).contains(form)));
    }
    let odd = words.expand("#slogn#", Lang::En, &none, Seed(1)).unwrap_err().to_string();
    assert_eq!(odd, "unknown symbol `#slogn#`; did you mean `slogan`?");
}

/// `VOICE=fr:slogan cargo test --test words read_aloud -- --ignored --nocapture`
#[test]
#[ignore = "for a reader: prints texts of every form"]
fn read_aloud() {
    let set = |name: &str, or: u64| std::env::var(name).ok().and_then(|s| s.parse().ok()).unwrap_or(or);
    let wanted = std::env::var("VOICE").unwrap_or_default();
    let (start, count) = (set("SEED", 0), set("COUNT", 60));
    for (lang, code) in LANGS {
        for (form, ..) in FORMS.iter().filter(|(form, ..)| format!("{code}:{form}").contains(&wanted)) {
            let lines: Vec<String> = (start..start + 1000).map(|i| say(lang, form, &Facts::new(), i)).collect();
            let distinct = lines.iter().collect::<BTreeSet<_>>().len();
            println!("\n== {code} {form}: {distinct} of 1000 distinct");
            lines.iter().take(count as usize).for_each(|line| println!("  {line}"));
        }
    }
}
