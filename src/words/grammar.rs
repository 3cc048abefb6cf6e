//! A grammar: symbols and their rules, checked whole before any word is said.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    condition::{Condition, Facts},
    scene::{
        Needs, facts,
        quote::{self, QUOTES},
    },
    seed::Seed,
    words::{
        Lang,
        ask::Ask,
        corpus::{self, Corpus},
        error::{WordsError, hint},
        expand::LENGTH,
        gram::{self, Gram},
        load::{Budget, Line, Source},
        rule::{self, Id, Piece},
        variety,
    },
};

/// The words of a fact that name the tone which is asked for.
pub const TONE: &str = "tone";

/// Symbols and rules of one language.
#[derive(Debug)]
pub struct Grammar {
    lang: Lang,
    names: Vec<String>,
    ids: BTreeMap<String, Id>,
    /// By id; a name that is only ever saved has no rules.
    symbols: Vec<Symbol>,
    /// What [`corpus::SYMBOLS`] say.
    corpus: Option<Arc<Corpus>>,
}

/// What one name may say.
#[derive(Debug, Default)]
pub struct Symbol {
    pub rules: Vec<Rule>,
    pub budget: Option<Budget>,
    even: bool,
    /// Sums of weights, rule by rule.
    sums: Vec<usize>,
}

/// One way of saying it.
#[derive(Debug)]
pub struct Rule {
    pub pieces: Vec<Piece>,
    /// As it was written.
    pub text: String,
    weight: f32,
    when: Option<Condition>,
    tone: Option<String>,
    /// What it quotes of the picture.
    quotes: Vec<&'static str>,
    entry: Option<(bool, bool, Option<String>)>,
}

impl Rule {
    pub fn fits(&self, facts: &Facts) -> bool {
        self.when.as_ref().is_none_or(|when| when.holds(facts))
            && self.tone.as_ref().is_none_or(|own| facts.words(TONE).is_none_or(|asked| asked == own))
            && self.quotes.iter().all(|quote| facts.words(quote).is_some())
    }

    /// The grammar that its entry states.
    pub fn gram(&self) -> Option<Gram<'_>> {
        let (feminine, plural, form) = self.entry.as_ref()?;
        Some(Gram { feminine: *feminine, plural: *plural, plural_form: form.as_deref() })
    }
}

impl Symbol {
    pub fn weight(&self) -> usize {
        self.sums.last().copied().unwrap_or(0)
    }

    /// The rule on which a throw below the whole weight falls.
    pub fn at(&self, throw: usize) -> usize {
        self.sums.partition_point(|&sum| sum <= throw).min(self.rules.len().saturating_sub(1))
    }
}

impl Grammar {
    /// Builds and checks a grammar.
    ///
    /// # Errors
    /// Rules that cannot be read, unknown names, symbols without an end or without rules.
    pub fn build(lang: Lang, sources: Vec<Source>, corpus: Option<Arc<Corpus>>) -> Result<Self, WordsError> {
        let mut grammar = Grammar { lang, names: Vec::new(), ids: BTreeMap::new(), symbols: Vec::new(), corpus };
        for source in &sources {
            for (name, entry) in &source.symbols {
                let id = grammar.id(name);
                let wrong = |rule: &str, mistake: WordsError| {
                    let (place, mistake) = (source.place(name, rule), Box::new(mistake));
                    WordsError::InRule { place, symbol: name.clone(), rule: shown(rule), mistake }
                };
                if entry.rules.is_empty() {
                    let mistake = Box::new(WordsError::NoRules { symbol: name.clone() });
                    return Err(WordsError::At { place: source.place(name, ""), mistake });
                }
                grammar.symbols[id].budget = entry.budget;
                grammar.symbols[id].even = entry.even;
                for line in &entry.rules {
                    let rule = grammar.rule(line).map_err(|mistake| wrong(&line.say, mistake))?;
                    grammar.symbols[id].rules.push(rule);
                }
            }
        }
        grammar.check_names(&sources)?;
        let least = variety::least(&grammar.symbols);
        for source in &sources {
            for (name, _) in &source.symbols {
                let least = least[grammar.ids[name]];
                let symbol = || name.clone();
                let mistake = match () {
                    _ if least == f64::INFINITY => WordsError::NoExit { symbol: symbol() },
                    _ if least > LENGTH as f64 => {
                        WordsError::TooLong { symbol: symbol(), least: format!("{least:.0}"), most: LENGTH }
                    }
                    _ => continue,
                };
                return Err(WordsError::At { place: source.place(name, ""), mistake: Box::new(mistake) });
            }
        }
        let varieties = variety::of(&grammar.symbols);
        for symbol in &mut grammar.symbols {
            let mut sum = 0;
            for rule in &symbol.rules {
                let variety = variety::pieces(&rule.pieces, &varieties);
                sum += if symbol.even {
                    variety::even(rule.weight, variety)
                } else {
                    variety::weight(rule.weight, variety)
                };
                symbol.sums.push(sum);
            }
        }
        Ok(grammar)
    }

    /// Reads a rule; names in it that are new get an id.
    fn rule(&mut self, line: &Line) -> Result<Rule, WordsError> {
        let (text, gram) = gram::split(&line.say);
        let pieces = rule::parse(text, self.lang, &mut |name| self.id(name))?;
        let entry = gram.map(|g| (g.feminine, g.plural, g.plural_form.map(str::to_string)));
        let quotes = rule::said(&pieces).into_iter().filter_map(|name| quote::find(&self.names[name])).collect();
        let (tone, when) = (line.tone.clone(), line.when.clone());
        Ok(Rule { pieces, text: text.into(), weight: line.weight, when, tone, quotes, entry })
    }

    /// Every name that is said has rules, or is saved somewhere, or was read.
    fn check_names(&self, sources: &[Source]) -> Result<(), WordsError> {
        let mut saved = Vec::new();
        for rule in self.symbols.iter().flat_map(|symbol| &symbol.rules) {
            rule::names(&rule.pieces, &mut Vec::new(), &mut saved);
        }
        saved.sort_unstable();
        let known = |name: Id| {
            !self.symbols[name].rules.is_empty()
                || saved.binary_search(&name).is_ok()
                || self.is_given(&self.names[name])
        };
        for (symbol, rule) in self.symbols.iter().enumerate().flat_map(|(id, s)| s.rules.iter().map(move |r| (id, r))) {
            if let Some(stranger) = rule::said(&rule.pieces).into_iter().find(|name| !known(*name)) {
                let symbol = self.names[symbol].clone();
                let of = |source: &&Source| {
                    let mut own = source.symbols.iter().filter(|(name, _)| *name == symbol);
                    own.any(|(_, entry)| entry.rules.iter().any(|line| line.say.starts_with(&rule.text)))
                };
                let place = sources.iter().find(of).map_or(String::new(), |source| source.place(&symbol, &rule.text));
                let mistake = Box::new(self.unknown(&self.names[stranger]));
                return Err(WordsError::InRule { place, symbol, rule: shown(&rule.text), mistake });
            }
        }
        Ok(())
    }

    /// Symbols that nothing leads to which can be asked for: `roots`, and what nobody else says.
    pub fn unreachable<'g>(&'g self, roots: &[&str]) -> Vec<&'g str> {
        let mut seen = vec![false; self.symbols.len()];
        let mut next: Vec<Id> = roots.iter().filter_map(|root| self.ids.get(*root).copied()).collect();
        while let Some(id) = next.pop() {
            if !std::mem::replace(&mut seen[id], true) {
                next.extend(self.symbols[id].rules.iter().flat_map(|rule| rule::said(&rule.pieces)));
            }
        }
        self.ids
            .iter()
            .filter(|(_, id)| !seen[**id] && !self.symbols[**id].rules.is_empty())
            .map(|(n, _)| &**n)
            .collect()
    }

    /// Whether a name is said by the picture or by the user's texts.
    pub(crate) fn is_given(&self, name: &str) -> bool {
        quote::find(name).is_some() || self.corpus.is_some() && corpus::SYMBOLS.iter().any(|(own, _)| *own == name)
    }

    pub(crate) fn corpus(&self) -> Option<&Corpus> {
        self.corpus.as_deref()
    }

    /// Whether a rule of the one symbol says the other.
    pub(crate) fn says(&self, symbol: &str, other: &str) -> bool {
        let (Some(symbol), Some(other)) = (self.id_of(symbol), self.id_of(other)) else { return false };
        self.symbols[symbol].rules.iter().any(|rule| rule::said(&rule.pieces).contains(&other))
    }

    /// What must be read before texts of these symbols can be said: all that a rule may ask of the picture.
    pub(crate) fn needs(&self, said: Vec<Id>) -> Needs {
        let mut needs = Needs::NONE;
        let mut seen = vec![false; self.symbols.len()];
        let mut next: Vec<Id> = said.into_iter().filter(|id| *id < seen.len()).collect();
        while let Some(id) = next.pop() {
            if std::mem::replace(&mut seen[id], true) {
                continue;
            }
            for rule in &self.symbols[id].rules {
                let facts = rule.when.iter().flat_map(Condition::facts).filter_map(facts::needs);
                needs = facts.fold(needs, |all, fact| all | fact);
                needs |= if rule.quotes.is_empty() { Needs::NONE } else { Needs::TEXT };
                next.extend(rule::said(&rule.pieces));
            }
        }
        needs
    }

    /// The tones that rules have, sorted.
    pub fn tones(&self) -> BTreeSet<&str> {
        self.symbols.iter().flat_map(|symbol| &symbol.rules).filter_map(|rule| rule.tone.as_deref()).collect()
    }

    pub(crate) fn unknown(&self, name: &str) -> WordsError {
        let known = self.symbols().filter(|s| *s != name).chain(QUOTES.iter().map(|(quote, _)| *quote));
        WordsError::UnknownSymbol { symbol: name.into(), hint: hint(name, known) }
    }

    fn id(&mut self, name: &str) -> Id {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        let id = self.names.len();
        self.names.push(name.into());
        self.ids.insert(name.into(), id);
        self.symbols.push(Symbol::default());
        id
    }

    /// Expands `text`: the same for the same seed.
    ///
    /// # Errors
    /// Unknown names and modifiers, bounds overstepped, no rule that fits.
    pub fn expand(&self, text: &str, facts: &Facts, seed: Seed) -> Result<String, WordsError> {
        Ask::parse(self, text)?.say(facts, seed)
    }

    /// The names that have rules, sorted.
    pub fn symbols(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().filter(|(_, id)| !self.symbols[**id].rules.is_empty()).map(|(name, _)| name.as_str())
    }

    pub(crate) fn lang(&self) -> Lang {
        self.lang
    }

    pub(crate) fn id_of(&self, name: &str) -> Option<Id> {
        self.ids.get(name).copied()
    }

    pub(crate) fn symbol(&self, id: Id) -> Option<&Symbol> {
        self.symbols.get(id).filter(|symbol| !symbol.rules.is_empty())
    }

    pub(crate) fn name(&self, id: Id) -> Option<&str> {
        self.names.get(id).map(String::as_str)
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }
}

/// A rule as an error shows it.
fn shown(rule: &str) -> String {
    match rule.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", &rule[..at]),
        None => rule.into(),
    }
}
