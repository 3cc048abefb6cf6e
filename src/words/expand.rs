//! Expansion: dice walk a grammar, within bounds, and never say one rule twice.

use crate::{
    condition::Facts,
    seed::Dice,
    words::{
        error::WordsError,
        gram::{self, Gram},
        grammar::{Grammar, Symbol},
        modifier::{self, Modifier},
        rule::{Action, Id, Piece, Tag},
    },
};

/// Tags within tags.
const DEPTH: usize = 64;
/// Symbols said in one expansion.
const STEPS: usize = 10_000;
/// Bytes of text.
pub const LENGTH: usize = 20_000;
/// Draws by weight before the rules that remain are counted one by one.
const THROWS: usize = 8;
/// Rules tried for one that keeps within the symbol's budget.
const TRIES: usize = 24;

/// One expansion under way.
pub struct Run<'a> {
    grammar: &'a Grammar,
    /// Names of the text in hand that the grammar does not know.
    extra: &'a [String],
    facts: &'a Facts,
    dice: Dice,
    saved: Vec<(Id, Vec<Said<'a>>)>,
    used: Vec<(Id, usize)>,
    /// Rules that led to what cannot be said on this picture.
    barren: Vec<(Id, usize)>,
    steps: usize,
    /// The rules drawn so far, if anybody wants to know.
    trace: Option<Vec<Step<'a>>>,
}

/// One rule that was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<'g> {
    /// Tags within tags.
    pub depth: usize,
    pub symbol: &'g str,
    pub rule: &'g str,
}

/// A text with its grammar.
#[derive(Clone)]
struct Said<'a> {
    text: String,
    gram: Gram<'a>,
}

impl<'a> Run<'a> {
    pub fn new(grammar: &'a Grammar, extra: &'a [String], facts: &'a Facts, dice: Dice, traced: bool) -> Self {
        Run {
            grammar,
            extra,
            facts,
            dice,
            saved: Vec::new(),
            used: Vec::new(),
            barren: Vec::new(),
            steps: 0,
            trace: traced.then(Vec::new),
        }
    }

    /// From here on the name says `entry`, whose grammar may follow after `|`.
    pub fn save(&mut self, id: Id, entry: &'a str) {
        let (text, gram) = gram::split(entry);
        self.saved.push((id, vec![Said { text: text.into(), gram: gram.unwrap_or_default() }]));
    }

    /// The rules that were drawn.
    pub fn into_steps(self) -> Vec<Step<'a>> {
        self.trace.unwrap_or_default()
    }

    /// Appends what `pieces` say to `out`; the grammar of a single tag is that of the whole.
    pub fn pieces(&mut self, pieces: &'a [Piece], out: &mut String, depth: usize) -> Result<Gram<'a>, WordsError> {
        let mut gram = Gram::default();
        for piece in pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Tag(tag) => gram = self.tag(tag, out, depth)?,
                Piece::Act(action) => self.act(action, depth)?,
            }
        }
        Ok(if pieces.len() == 1 { gram } else { Gram::default() })
    }

    fn tag(&mut self, tag: &'a Tag, out: &mut String, depth: usize) -> Result<Gram<'a>, WordsError> {
        for action in &tag.acts {
            self.act(action, depth)?;
        }
        let start = out.len();
        let mut gram = self.say(tag.symbol, out, depth + 1)?;
        if !tag.modifiers.is_empty() {
            let mut text = out.split_off(start);
            for modifier in &tag.modifiers {
                let other = match modifier {
                    Modifier::Agree(id) => self.last(*id).and_then(|said| said.first()).map(|said| said.gram),
                    _ => None,
                };
                (text, gram) = modifier::apply(modifier, &text, gram, other.unwrap_or_default());
                if text.len() > LENGTH {
                    return Err(WordsError::Runaway { symbol: self.name(tag.symbol), limit: "20,000 bytes" });
                }
            }
            out.push_str(&text);
        }
        for action in tag.acts.iter().rev() {
            if let Action::Push(id, _) = action {
                self.pop(*id);
            }
        }
        Ok(gram)
    }

    fn act(&mut self, action: &'a Action, depth: usize) -> Result<(), WordsError> {
        match action {
            Action::Push(id, sections) => {
                let mut said = Vec::with_capacity(sections.len());
                for section in sections {
                    let mut text = String::new();
                    let gram = self.pieces(section, &mut text, depth + 1)?;
                    said.push(Said { text, gram });
                }
                self.saved.push((*id, said));
            }
            Action::Pop(id) => self.pop(*id),
            Action::Run(pieces) => {
                self.pieces(pieces, &mut String::new(), depth + 1)?;
            }
        }
        Ok(())
    }

    fn pop(&mut self, id: Id) {
        if let Some(at) = self.saved.iter().rposition(|(name, _)| *name == id) {
            self.saved.remove(at);
        }
    }

    fn last(&self, id: Id) -> Option<&[Said<'a>]> {
        self.saved.iter().rev().find(|(name, _)| *name == id).map(|(_, said)| said.as_slice())
    }

    /// Says a symbol: what was saved under its name, else a rule of it that fits and keeps its budget.
    fn say(&mut self, id: Id, out: &mut String, depth: usize) -> Result<Gram<'a>, WordsError> {
        self.steps += 1;
        let limit = match () {
            _ if depth > DEPTH => Some("64 tags within tags"),
            _ if self.steps > STEPS => Some("10,000 symbols"),
            _ if out.len() > LENGTH => Some("20,000 bytes"),
            _ => None,
        };
        if let Some(limit) = limit {
            return Err(WordsError::Runaway { symbol: self.name(id), limit });
        }
        if let Some(count) = self.last(id).map(<[_]>::len) {
            let which = if count > 1 { self.dice.below(count) } else { 0 };
            let said = &self.last(id).unwrap_or_default()[which];
            out.push_str(&said.text);
            return Ok(said.gram);
        }
        let grammar = self.grammar;
        let Some(symbol) = grammar.symbol(id) else { return self.quote(id, out) };
        let start = out.len();
        let mut saved = None;
        for _ in 0..TRIES {
            let Some(index) = self.draw(id, symbol) else { break };
            let rule = &symbol.rules[index];
            let steps = self.trace.as_ref().map(Vec::len);
            if let Some(trace) = &mut self.trace {
                trace.push(Step { depth, symbol: grammar.name(id).unwrap_or("?"), rule: &rule.text });
            }
            // Nothing is saved by most rules, and nothing is lost by most.
            let before = saved.get_or_insert_with(|| self.saved.clone());
            match self.pieces(&rule.pieces, out, depth) {
                Ok(gram) if symbol.budget.is_none_or(|budget| budget.fits(&out[start..])) => {
                    return Ok(rule.gram().unwrap_or(gram));
                }
                Ok(_) => {}
                // It leads to what this picture does not let be said: as if its own condition did not hold.
                Err(error) if error.is_of_picture() => self.barren.push((id, index)),
                Err(error) => return Err(error),
            }
            out.truncate(start);
            self.saved.clone_from(before);
            if let (Some(trace), Some(steps)) = (&mut self.trace, steps) {
                trace.truncate(steps);
            }
        }
        Err(WordsError::Nothing { symbol: self.name(id) })
    }

    /// Says what the user's texts give, or what was read on the picture, as it is: whatever looks like a symbol in it is none.
    fn quote(&mut self, id: Id, out: &mut String) -> Result<Gram<'a>, WordsError> {
        let symbol = self.name(id);
        let said = self.grammar.corpus().and_then(|corpus| corpus.say(&symbol, &mut self.dice));
        if let Some(said) = said {
            out.push_str(&said);
            return Ok(Gram::default());
        }
        match self.facts.words(&symbol) {
            Some(words) => out.push_str(words),
            None if self.grammar.is_given(&symbol) => return Err(WordsError::Unread { symbol }),
            None => {
                return Err(WordsError::UnknownSymbol { symbol, hint: "; it is said before it is saved".into() });
            }
        }
        Ok(Gram::default())
    }

    /// A rule by weight among those that fit the facts and were not drawn yet; when all were, again any.
    fn draw(&mut self, id: Id, symbol: &Symbol) -> Option<usize> {
        let seen = |used: &[(Id, usize)], rule| used.contains(&(id, rule));
        let fits = |run: &Self, rule: usize| symbol.rules[rule].fits(run.facts) && !seen(&run.barren, rule);
        for _ in 0..THROWS {
            let rule = symbol.at(self.dice.below(symbol.weight()));
            if fits(self, rule) && !seen(&self.used, rule) {
                self.used.push((id, rule));
                return Some(rule);
            }
        }
        let fitting: Vec<usize> = (0..symbol.rules.len()).filter(|&r| fits(self, r)).collect();
        let mut fresh: Vec<usize> = fitting.iter().copied().filter(|&r| !seen(&self.used, r)).collect();
        if fresh.is_empty() {
            self.used.retain(|(name, _)| *name != id);
            fresh = fitting;
        }
        let rule = *self.dice.pick(&fresh)?;
        self.used.push((id, rule));
        Some(rule)
    }

    fn name(&self, id: Id) -> String {
        self.grammar
            .name(id)
            .or_else(|| self.extra.get(id - self.grammar.len()).map(String::as_str))
            .unwrap_or("?")
            .into()
    }
}
