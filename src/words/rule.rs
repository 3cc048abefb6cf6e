//! Rules as tokens: `#[saved:#a#]b.modifier#`, read once and never again.

use crate::words::{
    Lang,
    error::WordsError,
    modifier::{self, Modifier},
};

/// A name's place in the grammar.
pub type Id = usize;

/// A part of a rule.
#[derive(Clone, Debug)]
pub enum Piece {
    Text(String),
    Tag(Tag),
    Act(Action),
}

/// `#[action]symbol.modifier#`.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Done before, undone after.
    pub acts: Vec<Action>,
    pub symbol: Id,
    pub modifiers: Vec<Modifier>,
}

/// What stands in brackets.
#[derive(Clone, Debug)]
pub enum Action {
    /// `[name:a,#b#]`: from here on `#name#` says one of these, each expanded once, here.
    Push(Id, Vec<Vec<Piece>>),
    /// `[name:POP]`: `#name#` is again what it was before the last push.
    Pop(Id),
    /// `[#name#]`: expanded for what it saves; its text is dropped.
    Run(Vec<Piece>),
}

/// Brackets within brackets, at the most.
const NESTING: usize = 16;

/// Reads a rule. `name` gives the id of a name, which it may not know yet.
///
/// # Errors
/// Tags or brackets left open, nested too deep, unknown modifiers.
pub fn parse(text: &str, lang: Lang, name: &mut dyn FnMut(&str) -> Id) -> Result<Vec<Piece>, WordsError> {
    // Most rules are words of a list.
    if !text.contains(['#', '[', '\\']) && !text.is_empty() {
        return Ok(vec![Piece::Text(text.into())]);
    }
    Parser { rest: text, lang, name }.pieces("", 0)
}

/// Every name that `pieces` say, including within brackets; and those that they save, apart.
pub fn names(pieces: &[Piece], said: &mut Vec<Id>, saved: &mut Vec<Id>) {
    let act = |action: &Action, said: &mut Vec<Id>, saved: &mut Vec<Id>| match action {
        Action::Push(id, sections) => {
            saved.push(*id);
            sections.iter().for_each(|section| names(section, said, saved));
        }
        Action::Pop(_) => {}
        Action::Run(pieces) => names(pieces, said, saved),
    };
    for piece in pieces {
        match piece {
            Piece::Text(_) => {}
            Piece::Act(action) => act(action, said, saved),
            Piece::Tag(tag) => {
                tag.acts.iter().for_each(|action| act(action, said, saved));
                said.push(tag.symbol);
                said.extend(tag.modifiers.iter().filter_map(Modifier::name));
            }
        }
    }
}

/// The names that `pieces` say.
pub fn said(pieces: &[Piece]) -> Vec<Id> {
    let mut said = Vec::new();
    names(pieces, &mut said, &mut Vec::new());
    said
}

struct Parser<'t, 'n> {
    rest: &'t str,
    lang: Lang,
    name: &'n mut dyn FnMut(&str) -> Id,
}

impl<'t> Parser<'t, '_> {
    /// Up to one of the characters in `stops`, which stays unread, or to the end.
    fn pieces(&mut self, stops: &str, depth: usize) -> Result<Vec<Piece>, WordsError> {
        if depth > NESTING {
            return Err(WordsError::Nested(NESTING));
        }
        let mut pieces = Vec::new();
        let mut text = String::new();
        while let Some(c) = self.rest.chars().next() {
            if stops.contains(c) {
                break;
            }
            self.rest = &self.rest[c.len_utf8()..];
            let piece = match c {
                '#' => Piece::Tag(self.tag(depth + 1)?),
                '[' => Piece::Act(self.action(depth + 1)?),
                '\\' => {
                    text.extend(self.take());
                    continue;
                }
                c => {
                    text.push(c);
                    continue;
                }
            };
            if !text.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut text)));
            }
            pieces.push(piece);
        }
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        Ok(pieces)
    }

    /// After a `#`, past the closing one.
    fn tag(&mut self, depth: usize) -> Result<Tag, WordsError> {
        let mut acts = Vec::new();
        while self.skip('[') {
            acts.push(self.action(depth)?);
        }
        let whole = self.rest;
        let mut symbol = self.until(&['.', '#'])?;
        if symbol == "read" && self.skip('.') {
            // What was read on the picture: one name, not a modifier.
            symbol = &whole[.."read.".len() + self.until(&['.', '#'])?.len()];
        }
        if symbol.is_empty() {
            return Err(WordsError::NoName);
        }
        let symbol = (self.name)(symbol);
        let mut modifiers = Vec::new();
        while self.skip('.') {
            let word = self.until(&['.', '(', '#'])?;
            let parameters = if self.skip('(') { self.until(&[')'])? } else { "" };
            self.skip(')');
            modifiers.push(modifier::parse(word, parameters, self.lang, &mut *self.name)?);
        }
        if self.skip('#') { Ok(Tag { acts, symbol, modifiers }) } else { Err(WordsError::Unclosed('#')) }
    }

    /// After a `[`, past the closing `]`.
    fn action(&mut self, depth: usize) -> Result<Action, WordsError> {
        let end = self.rest.find(|c: char| !(c.is_alphanumeric() || "_- ".contains(c)));
        let action = match end {
            Some(end) if end > 0 && self.rest[end..].starts_with(':') => {
                let id = (self.name)(&self.rest[..end]);
                self.rest = &self.rest[end + 1..];
                if let Some(rest) = self.rest.strip_prefix("POP]") {
                    self.rest = rest;
                    return Ok(Action::Pop(id));
                }
                let mut sections = vec![self.pieces(",]", depth)?];
                while self.skip(',') {
                    sections.push(self.pieces(",]", depth)?);
                }
                Action::Push(id, sections)
            }
            _ => Action::Run(self.pieces("]", depth)?),
        };
        if self.skip(']') { Ok(action) } else { Err(WordsError::Unclosed('[')) }
    }

    fn until(&mut self, stops: &[char]) -> Result<&'t str, WordsError> {
        let end = self.rest.find(stops).ok_or(WordsError::Unclosed('#'))?;
        let (head, rest) = self.rest.split_at(end);
        self.rest = rest;
        Ok(head)
    }

    fn take(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn skip(&mut self, c: char) -> bool {
        self.rest.strip_prefix(c).map(|rest| self.rest = rest).is_some()
    }
}
