//! A grammar: symbols and their rules, checked whole before any word is said.

use std::collections::BTreeMap;

use crate::{
    condition::{Condition, Facts},
    scene::quote::{self, QUOTES},
    seed::Seed,
    words::{
        Lang,
        error::{WordsError, hint},
        expand::Run,
        finish::finish,
        gram::{self, Gram},
        load::{Budget, Source},
        rule::{self, Id, Piece},
        variety,
    },
};

/// Symbols and rules of one language.
#[derive(Debug)]
pub struct Grammar {
    lang: Lang,
    names: Vec<String>,
    ids: BTreeMap<String, Id>,
    /// By id; a name that is only ever saved has no rules.
    symbols: Vec<Symbol>,
}

/// What one name may say.
#[derive(Debug, Default)]
pub struct Symbol {
    pub rules: Vec<Rule>,
    pub budget: Option<Budget>,
    /// Sums of weights, rule by rule.
    sums: Vec<usize>,
}

/// One way of saying it.
#[derive(Debug)]
pub struct Rule {
    pub pieces: Vec<Piece>,
    weight: f32,
    when: Option<Condition>,
    /// What it quotes of the picture.
    quotes: Vec<&'static str>,
    entry: Option<(bool, bool, Option<String>)>,
}

impl Rule {
    pub fn fits(&self, facts: &Facts) -> bool {
        self.when.as_ref().is_none_or(|when| when.holds(facts))
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
    pub fn build(lang: Lang, sources: Vec<Source>) -> Result<Self, WordsError> {
        let mut grammar = Grammar { lang, names: Vec::new(), ids: BTreeMap::new(), symbols: Vec::new() };
        let mut uses = Vec::new();
        for source in sources {
            for (name, entry) in source.symbols {
                let id = grammar.id(&name);
                if entry.rules.is_empty() {
                    return Err(WordsError::NoRules { symbol: name });
                }
                grammar.symbols[id].budget = entry.budget;
                for line in entry.rules {
                    let (text, gram) = gram::split(&line.say);
                    let pieces = rule::parse(text, lang, &mut |name| grammar.id(name)).map_err(|mistake| {
                        let mistake = Box::new(mistake);
                        WordsError::InRule {
                            file: source.file.clone(),
                            symbol: name.clone(),
                            rule: text.into(),
                            mistake,
                        }
                    })?;
                    let entry = gram.map(|g| (g.feminine, g.plural, g.plural_form.map(str::to_string)));
                    uses.push((source.file.clone(), id, text.to_string()));
                    let mut said = Vec::new();
                    rule::names(&pieces, &mut said, &mut Vec::new());
                    let quotes = said.iter().filter_map(|name| quote::find(&grammar.names[*name])).collect();
                    let rule = Rule { pieces, weight: line.weight, when: line.when, quotes, entry };
                    grammar.symbols[id].rules.push(rule);
                }
            }
        }
        grammar.check_names(&uses)?;
        let varieties = variety::of(&grammar.symbols);
        if let Some(id) = varieties.iter().position(|v| *v == 0.0) {
            return Err(WordsError::NoExit { symbol: grammar.names[id].clone() });
        }
        for symbol in &mut grammar.symbols {
            let mut sum = 0;
            for rule in &symbol.rules {
                sum += variety::weight(rule.weight, variety::pieces(&rule.pieces, &varieties));
                symbol.sums.push(sum);
            }
        }
        Ok(grammar)
    }

    /// Every name that is said has rules, or is saved somewhere.
    fn check_names(&self, uses: &[(String, Id, String)]) -> Result<(), WordsError> {
        let mut saved = Vec::new();
        for rule in self.symbols.iter().flat_map(|symbol| &symbol.rules) {
            rule::names(&rule.pieces, &mut Vec::new(), &mut saved);
        }
        saved.sort_unstable();
        let mut counts = vec![0; self.symbols.len()];
        for (file, id, text) in uses {
            let rule = &self.symbols[*id].rules[counts[*id]];
            counts[*id] += 1;
            let mut said = Vec::new();
            rule::names(&rule.pieces, &mut said, &mut Vec::new());
            for name in said {
                let known = !self.symbols[name].rules.is_empty() || quote::find(&self.names[name]).is_some();
                if !known && saved.binary_search(&name).is_err() {
                    let mistake = Box::new(self.unknown(&self.names[name]));
                    let symbol = self.names[*id].clone();
                    return Err(WordsError::InRule { file: file.clone(), symbol, rule: text.clone(), mistake });
                }
            }
        }
        Ok(())
    }

    fn unknown(&self, name: &str) -> WordsError {
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
        let mut extra: Vec<String> = Vec::new();
        let pieces = rule::parse(text, self.lang, &mut |name| {
            self.ids.get(name).copied().unwrap_or_else(|| {
                let at = extra.iter().position(|e| e == name).unwrap_or_else(|| {
                    extra.push(name.into());
                    extra.len() - 1
                });
                self.names.len() + at
            })
        })?;
        let (mut said, mut saved) = (Vec::new(), Vec::new());
        rule::names(&pieces, &mut said, &mut saved);
        let strange = |id: &&Id| **id >= self.names.len() && !saved.contains(id);
        let mut strangers = said.iter().filter(strange).map(|id| &extra[id - self.names.len()]);
        if let Some(name) = strangers.find(|name| quote::find(name).is_none()) {
            return Err(self.unknown(name));
        }
        let mut out = String::with_capacity(128);
        Run::new(self, &extra, facts, seed.at("words").dice()).pieces(&pieces, &mut out, 0)?;
        Ok(finish(&out, self.lang))
    }

    /// The names that have rules, sorted.
    pub fn symbols(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().filter(|(_, id)| !self.symbols[**id].rules.is_empty()).map(|(name, _)| name.as_str())
    }

    /// What a text of `symbol` may measure.
    pub fn budget(&self, symbol: &str) -> Option<Budget> {
        self.ids.get(symbol).and_then(|id| self.symbols[*id].budget)
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
