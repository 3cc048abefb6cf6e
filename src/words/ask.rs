//! Asking: a text with symbols, read once, said as often as one likes.

use crate::{
    condition::Facts,
    scene::{Needs, quote},
    seed::Seed,
    words::{
        error::WordsError,
        expand::{Run, Step},
        finish::finish,
        grammar::Grammar,
        rule::{self, Id, Piece},
    },
};

/// A text that asks a grammar for words.
#[derive(Debug)]
pub struct Ask<'g> {
    grammar: &'g Grammar,
    pieces: Vec<Piece>,
    /// Names that only this text knows; their ids follow the grammar's.
    extra: Vec<String>,
}

impl<'g> Ask<'g> {
    /// Reads `text`.
    ///
    /// # Errors
    /// Unknown names and modifiers, tags left open.
    pub fn parse(grammar: &'g Grammar, text: &str) -> Result<Self, WordsError> {
        Self::with(grammar, text, &[])
    }

    /// Reads `text`, in which `given` names may be said as if they had been saved.
    ///
    /// # Errors
    /// As for [`Ask::parse`].
    pub fn with(grammar: &'g Grammar, text: &str, given: &[&str]) -> Result<Self, WordsError> {
        let mut extra: Vec<String> = given.iter().map(|name| name.to_string()).collect();
        let pieces = rule::parse(text, grammar.lang(), &mut |name| {
            let given = extra[..given.len()].iter().position(|e| e == name);
            given.map(|at| grammar.len() + at).or_else(|| grammar.id_of(name)).unwrap_or_else(|| {
                let at = extra.iter().position(|e| e == name).unwrap_or_else(|| {
                    extra.push(name.into());
                    extra.len() - 1
                });
                grammar.len() + at
            })
        })?;
        let (mut said, mut saved) = (Vec::new(), Vec::new());
        rule::names(&pieces, &mut said, &mut saved);
        let first = grammar.len() + given.len();
        let strange = |id: &&Id| **id >= first && !saved.contains(id);
        let mut strangers = said.iter().filter(strange).map(|id| &extra[id - grammar.len()]);
        match strangers.find(|name| !grammar.is_given(name)) {
            Some(name) => Err(grammar.unknown(name)),
            None => Ok(Ask { grammar, pieces, extra }),
        }
    }

    /// What must be read of a picture before it can be said.
    pub fn needs(&self) -> Needs {
        let said = rule::said(&self.pieces);
        let own =
            |id: &Id| self.extra.get(id.wrapping_sub(self.grammar.len())).is_some_and(|n| quote::find(n).is_some());
        let quoted = said.iter().any(|id| own(id) || self.grammar.name(*id).is_some_and(|n| quote::find(n).is_some()));
        self.grammar.needs(said) | if quoted { Needs::TEXT } else { Needs::NONE }
    }

    /// One wording: the same for the same seed.
    ///
    /// # Errors
    /// Bounds overstepped, no rule that fits the facts.
    pub fn say(&self, facts: &Facts, seed: Seed) -> Result<String, WordsError> {
        self.run(facts, seed, &[], false).map(|(said, _)| said)
    }

    /// One wording in which the names given say `words`, each or its part before `|` with its grammar after it.
    ///
    /// # Errors
    /// As for [`Ask::say`].
    pub fn say_with(&self, words: &[&str], facts: &Facts, seed: Seed) -> Result<String, WordsError> {
        self.run(facts, seed, words, false).map(|(said, _)| said)
    }

    /// One wording, and the rules that made it, in the order in which they were drawn.
    ///
    /// # Errors
    /// As for [`Ask::say`].
    pub fn trace<'s>(&'s self, facts: &'s Facts, seed: Seed) -> Result<(String, Vec<Step<'s>>), WordsError> {
        self.run(facts, seed, &[], true)
    }

    fn run<'s>(
        &'s self,
        facts: &'s Facts,
        seed: Seed,
        given: &[&'s str],
        traced: bool,
    ) -> Result<(String, Vec<Step<'s>>), WordsError> {
        let mut out = String::with_capacity(128);
        let mut run = Run::new(self.grammar, &self.extra, facts, seed.at("words").dice(), traced);
        for (at, words) in given.iter().enumerate() {
            run.save(self.grammar.len() + at, words);
        }
        run.pieces(&self.pieces, &mut out, 0)?;
        Ok((finish(&out, self.grammar.lang()), run.into_steps()))
    }
}
