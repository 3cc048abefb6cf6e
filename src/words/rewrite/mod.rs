//! Rewriting: a read line says something else, by as small a change as possible.
//!
//! Every rule that fits offers its answers: whole lines, some of the words, one word. They are weighed by how much of
//! the line they keep and how near they stay to its length, and the dice choose among the best. Where no rule fits, the
//! grammar answers with the line's own noun; where nothing can be said, the line stays as it is.

mod dress;
mod fresh;
mod line;
mod load;
mod name;
mod nouns;
mod pattern;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::{
    condition::Facts,
    scene::line::Role,
    seed::Seed,
    words::{
        Lang, Words,
        ask::Ask,
        finish::finish,
        grammar::Grammar,
        rewrite::{
            fresh::{new_words, stutters},
            line::{Kind, Line},
            load::{GIVEN, Of},
        },
    },
};

pub use load::{File, Rules};

/// Longer lines, in bytes and in words, are no lines of a picture.
const LONGEST: usize = 2_000;
const MOST: usize = 120;
/// Fewer letters and digits than this say nothing.
const LEAST: usize = 3;

/// A line that says something else.
#[derive(Clone, Debug, PartialEq)]
pub struct Rewriting {
    pub text: String,
    /// The rule that made it.
    pub rule: String,
}

/// One answer and what speaks for it.
struct Offer {
    text: String,
    rule: String,
    score: f32,
}

/// Rewrites the lines of one picture, or of one text, and never says the same of two of them but for buttons.
pub struct Rewriter<'w> {
    grammar: &'w Grammar,
    rules: &'w Rules,
    lang: Lang,
    facts: &'w Facts,
    seed: Seed,
    said: BTreeSet<String>,
    /// Words that were put in so far, in small letters.
    used: BTreeSet<String>,
}

impl<'w> Rewriter<'w> {
    /// A rewriter in a language. The same seed rewrites the same lines in the same way.
    pub fn new(words: &'w Words, lang: Lang, facts: &'w Facts, seed: Seed) -> Self {
        let (grammar, rules) = (words.grammar(lang), words.rules(lang));
        Rewriter { grammar, rules, lang, facts, seed, said: BTreeSet::new(), used: BTreeSet::new() }
    }

    /// What a line says instead; `None` where nothing can be said well.
    pub fn rewrite(&mut self, text: &str, role: Role) -> Option<Rewriting> {
        let chosen = self.offers(text, role, 1).pop()?;
        self.settle(text, &chosen, role);
        Some(chosen)
    }

    /// So many things that a line may say instead, at the most; the one to be preferred comes first.
    pub fn offers(&self, text: &str, role: Role, count: usize) -> Vec<Rewriting> {
        if text.len() > LONGEST {
            return Vec::new();
        }
        let line = Line::read(text, self.lang, &self.rules.known);
        let priced = line.words.iter().any(|word| matches!(word.kind, Kind::Price | Kind::Percent));
        let short = !priced && text.chars().filter(|c| c.is_alphanumeric()).count() < LEAST;
        // Nor does a number of which nobody knows what it counts.
        let bare = role == Role::Metric && line.words.iter().all(|word| word.kind == Kind::Number);
        if line.words.is_empty() || line.words.len() > MOST || short || bare {
            return Vec::new();
        }
        // Hashtags and accounts are known by their signs, whatever the line was taken for.
        let all = |kind| line.words.iter().all(|word| word.kind == kind);
        let role = match role {
            _ if all(Kind::Tag) => Role::Hashtag,
            _ if all(Kind::Account) => Role::Handle,
            role => role,
        };
        let Some(of) = self.rules.of(role) else { return Vec::new() };
        let seed = self.seed.at(text);
        let mut offers = Vec::new();
        if matches!(role, Role::Handle | Role::Hashtag) {
            self.names(&line, of, seed, &mut offers);
        }
        self.rules(&line, of, seed, &mut offers);
        self.swaps(&line, of, seed, &mut offers);
        self.weigh(&line, role, &mut offers);
        if offers.iter().map(|offer| offer.score).fold(0.0, f32::max) < 0.2 {
            let mut more = Vec::new();
            self.otherwise(&line, of, seed, &mut more);
            self.weigh(&line, role, &mut more);
            offers.extend(more);
        }
        choose(offers, count, seed).into_iter().map(|offer| Rewriting { text: offer.text, rule: offer.rule }).collect()
    }

    /// One of them is said: no other line will say the same, unless it is a button, nor gladly by the same new words.
    pub fn settle(&mut self, old: &str, chosen: &Rewriting, role: Role) {
        self.used.extend(new_words(old, &chosen.text));
        if role != Role::Button {
            self.said.insert(chosen.text.clone());
        }
    }

    /// What the rules say whose shape the line has.
    fn rules(&self, line: &Line, of: &Of, seed: Seed, offers: &mut Vec<Offer>) {
        for rule in &of.rules {
            let known = &self.rules.known;
            let found = if rule.whole { rule.pattern.whole(line, known) } else { rule.pattern.find(line, known) };
            let Some(found) = found else { continue };
            let captured: Vec<String> = found.captures.iter().map(|&(a, b)| own_case(line, a, b)).collect();
            for (at, say) in rule.say.iter().enumerate() {
                let Some(said) = self.say(line, say, &captured, seed.at(&rule.text).at(&at.to_string())) else {
                    continue;
                };
                let text = match rule.whole {
                    true => dress::whole(line, &said),
                    false => dress::part(line, found.from, found.to, &said),
                };
                // Wholes are written for this very line; the longer a part, the surer.
                let fit = if rule.whole { 3.0 } else { 1.0 + 0.5 * (found.to - found.from) as f32 };
                let score = rule.weight * fit / (rule.say.len() as f32).sqrt();
                offers.push(Offer { text, rule: rule.text.clone(), score });
            }
        }
    }

    /// The line with one word swapped.
    fn swaps(&self, line: &Line, of: &Of, seed: Seed, offers: &mut Vec<Offer>) {
        for (at, word) in line.words.iter().enumerate() {
            let Some(swaps) = of.words.get(&word.key) else { continue };
            // What a sentence ends on is heard.
            let place = 0.5 + 0.5 * (at + 1) as f32 / line.words.len() as f32;
            for (n, say) in swaps.iter().enumerate() {
                let Some(said) = self.say(line, say, &[], seed.at(&word.key).at(&n.to_string())) else { continue };
                let text = dress::part(line, at, at + 1, &said);
                let rule = format!("{} → {say}", word.key);
                offers.push(Offer { text, rule, score: place / (swaps.len() as f32).sqrt() });
            }
        }
    }

    /// Names of accounts and hashtags with one part changed; all hashtags of a line, as far as they can be.
    fn names(&self, line: &Line, of: &Of, seed: Seed, offers: &mut Vec<Offer>) {
        let known = &self.rules.known;
        let marked = |w: &&line::Word| matches!(w.kind, Kind::Account | Kind::Tag);
        let mut names: Vec<(usize, usize)> = line.words.iter().filter(marked).map(|w| (w.start + 1, w.end)).collect();
        if names.is_empty() {
            // The first chunk, where it looks like an account: no capitals, or points within.
            let chunk = line.text.split_whitespace().next().unwrap_or_default();
            let start = line.text.find(chunk).unwrap_or(0);
            if chunk.contains(['.', '_']) || !chunk.contains(char::is_uppercase) {
                names.push((start, start + chunk.trim_end_matches('.').len()));
            }
        }
        let options: Vec<_> = names.iter().map(|&(a, b)| name::answers(&line.text[a..b], of, known)).collect();
        for attempt in 0..6 {
            let mut dice = seed.at(&format!("name {attempt}")).dice();
            let mut text = line.text.to_string();
            for (&(a, b), answers) in names.iter().zip(&options).rev() {
                if let Some(answer) = dice.pick(answers) {
                    text.replace_range(a..b, answer);
                }
            }
            offers.push(Offer { text, rule: "name".into(), score: 2.0 });
        }
    }

    /// Lines of the grammar round the line's own noun.
    fn otherwise(&self, line: &Line, of: &Of, seed: Seed, offers: &mut Vec<Offer>) {
        for (at, say) in of.otherwise.iter().enumerate() {
            if let Some(said) = self.say(line, say, &[], seed.at("otherwise").at(&at.to_string())) {
                offers.push(Offer { text: dress::whole(line, &said), rule: say.clone(), score: 1.0 });
            }
        }
    }

    /// What an answer says in words.
    fn say(&self, line: &Line, say: &str, captured: &[String], seed: Seed) -> Option<String> {
        let (text, gram) = say.rsplit_once('|').map_or((say, ""), |(text, gram)| (text, gram));
        let said = if text.contains(['#', '[', '\\']) {
            let noun = nouns::of(line);
            if noun.is_none() && text.contains("#noun") {
                return None;
            }
            let mut given = vec![""; GIVEN.len()];
            given.iter_mut().zip(captured).take(6).for_each(|(slot, words)| *slot = words);
            let (noun, whole) = (noun.unwrap_or_default(), own_case(line, 0, line.words.len()));
            (given[6], given[7]) = (&noun, &whole);
            Ask::with(self.grammar, text, &GIVEN).and_then(|ask| ask.say_with(&given, self.facts, seed)).ok()?
        } else {
            finish(text, self.lang)
        };
        Some(if gram.is_empty() { said } else { format!("{said}|{gram}") })
    }

    /// Weighs answers down that stray from the line, and out that say nothing new.
    fn weigh(&self, line: &Line, role: Role, offers: &mut Vec<Offer>) {
        let length = |text: &str| text.chars().count() as f32;
        let keys: BTreeSet<&str> = line.words.iter().map(|word| word.key.as_str()).collect();
        for offer in offers.iter_mut() {
            let (old, new) = (length(line.text), length(&offer.text));
            let off = ((new - old).abs() - 1.0).max(0.0) / old;
            if off > 0.25 {
                offer.score *= libm::expf(-6.0 * (off - 0.25)) * 0.25;
            }
            if new_words(line.text, &offer.text).any(|word| self.used.contains(&word)) {
                offer.score *= 0.4;
            }
            if matches!(role, Role::Slogan | Role::Body) && line.words.len() >= 4 {
                let own = Line::read(&offer.text, self.lang, &self.rules.known);
                let kept = own.words.iter().filter(|word| keys.contains(word.key.as_str())).count();
                if 2 * kept < line.words.len() {
                    offer.score *= 0.25;
                }
            }
        }
        offers.retain(|offer| {
            let same = offer.text.to_lowercase() == line.text.to_lowercase();
            let halts = stutters(&offer.text) && !stutters(line.text);
            !same && !self.said.contains(&offer.text) && !halts
        });
    }
}

/// Words of the line as they are said within another text: not in capitals.
fn own_case(line: &Line, from: usize, to: usize) -> String {
    let text = line.span(from, to);
    let lower = |word: &str| {
        let capital = word.chars().skip(1).any(char::is_uppercase);
        if capital { word.to_string() } else { word.to_lowercase() }
    };
    // `48.2K` shouts no more than `48.2` does.
    let letters = line.text.chars().filter(|c| c.is_alphabetic()).count();
    let shouts = letters > 1 && !line.text.chars().any(char::is_lowercase);
    if shouts || from > 0 && text.chars().next().is_some_and(char::is_lowercase) {
        return text.to_lowercase();
    }
    let mut words = text.split(' ');
    let first = if from == 0 { words.next().map(lower) } else { None };
    first.into_iter().chain(words.map(String::from)).collect::<Vec<_>>().join(" ")
}

/// Some of the offers that are good enough, drawn by their scores, none twice.
fn choose(mut offers: Vec<Offer>, count: usize, seed: Seed) -> Vec<Offer> {
    let best = offers.iter().map(|offer| offer.score).fold(0.0, f32::max);
    offers.retain(|offer| best >= 0.02 && offer.score >= 0.35 * best);
    let mut dice = seed.at("choose").dice();
    let mut chosen: Vec<Offer> = Vec::new();
    while chosen.len() < count && !offers.is_empty() {
        let sum: f32 = offers.iter().map(|offer| offer.score).sum();
        let mut throw = dice.between(0.0, sum);
        let at = offers.iter().position(|offer| {
            throw -= offer.score;
            throw < 0.0
        });
        let offer = offers.swap_remove(at.unwrap_or(offers.len() - 1));
        if chosen.iter().all(|other| other.text != offer.text) {
            chosen.push(offer);
        }
    }
    chosen
}
