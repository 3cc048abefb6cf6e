//! Variety: how many things a rule can say, by which it is drawn more often, and how little it can say.

use std::{cmp::Reverse, collections::BinaryHeap};

use crate::words::{
    grammar::Symbol,
    rule::{self, Action, Id, Piece},
};

/// More than this many things count as this many.
const MOST: f64 = 1e6;
/// Passes over the grammar; deeper nesting than this is counted too low, which is harmless.
const PASSES: usize = 6;

/// How many things each symbol can say, up to a bound.
pub fn of(symbols: &[Symbol]) -> Vec<f64> {
    let mut varieties = vec![1.0; symbols.len()];
    for pass in 0..PASSES {
        for i in 0..symbols.len() {
            let id = if pass % 2 == 0 { i } else { symbols.len() - 1 - i };
            if !symbols[id].rules.is_empty() {
                let sum: f64 = symbols[id].rules.iter().map(|rule| pieces(&rule.pieces, &varieties)).sum();
                varieties[id] = sum.clamp(1.0, MOST);
            }
        }
    }
    varieties
}

/// How many things these pieces can say.
pub fn pieces(pieces: &[Piece], varieties: &[f64]) -> f64 {
    // Most rules are words of a list.
    if pieces.iter().all(|piece| matches!(piece, Piece::Text(_))) {
        return 1.0;
    }
    let mut saved = Vec::new();
    let saves = |piece: &Piece| match piece {
        Piece::Text(_) => false,
        Piece::Act(_) => true,
        Piece::Tag(tag) => !tag.acts.is_empty(),
    };
    if pieces.iter().any(saves) {
        rule::names(pieces, &mut Vec::new(), &mut saved);
    }
    count(pieces, varieties, &saved).min(MOST)
}

fn count(pieces: &[Piece], varieties: &[f64], saved: &[Id]) -> f64 {
    let act = |action: &Action| match action {
        Action::Push(_, sections) => sections.iter().map(|section| count(section, varieties, saved)).sum(),
        Action::Pop(_) => 1.0,
        Action::Run(pieces) => count(pieces, varieties, saved),
    };
    let product = pieces.iter().map(|piece| match piece {
        Piece::Text(_) => 1.0,
        Piece::Act(action) => act(action),
        Piece::Tag(tag) => {
            let own = if saved.contains(&tag.symbol) { 1.0 } else { varieties[tag.symbol] };
            own * tag.acts.iter().map(act).product::<f64>()
        }
    });
    product.product()
}

/// The weight of a rule: its own, times the square root of its variety, in thousandths. Of all weights these make
/// two equal texts least likely: a rule drawn in proportion to `w` meets itself in `w² / variety` of all pairs, and
/// the sum of that over the rules is smallest for `w = √variety`, give or take what the lean ones deserve.
pub fn weight(own: f32, variety: f64) -> usize {
    thousandths(own, variety.max(1.0).sqrt())
}

/// The weight of a rule of a symbol that is `even`: its own, times one and half the logarithm of its variety. What can
/// say a million things comes eight times as often as a finished sentence, and not a thousand times: on a wall of
/// posters two of one mould are two of the same.
pub fn even(own: f32, variety: f64) -> usize {
    thousandths(own, 1.0 + 0.5 * libm::log(variety.max(1.0)))
}

fn thousandths(own: f32, by: f64) -> usize {
    ((f64::from(own.clamp(0.001, 1000.0)) * by * 1000.0).round() as usize).max(1)
}

/// The fewest bytes that each symbol says; infinite where every rule leads back to it. (Least derivations by
/// Knuth's generalisation of Dijkstra, 1977.) A name without rules is a saved one and says nothing of its own.
pub fn least(symbols: &[Symbol]) -> Vec<f64> {
    struct Clause {
        symbol: Id,
        waits: usize,
        bytes: f64,
    }
    let mut least = vec![f64::INFINITY; symbols.len()];
    // Which clauses say a symbol, and how often.
    let mut waiting: Vec<Vec<(usize, usize)>> = vec![Vec::new(); symbols.len()];
    let mut clauses = Vec::new();
    let mut ready = BinaryHeap::new();
    for (id, symbol) in symbols.iter().enumerate() {
        if symbol.rules.is_empty() {
            ready.push((Reverse(0), id));
        }
        // The shortest rule so far that says no other symbol: longer ones need not be looked at.
        let mut plain = usize::MAX;
        for rule in &symbol.rules {
            let mut said = rule::said(&rule.pieces);
            said.sort_unstable();
            if said.is_empty() && plain <= rule.text.len() {
                continue;
            }
            let text = |piece: &Piece| if let Piece::Text(text) = piece { text.len() } else { 0 };
            let bytes = rule.pieces.iter().map(text).sum::<usize>() as f64;
            let mut waits = 0;
            for times in said.chunk_by(|a, b| a == b) {
                waiting[times[0]].push((clauses.len(), times.len()));
                waits += 1;
            }
            if waits == 0 {
                plain = plain.min(rule.text.len());
                ready.push((Reverse(bytes as u64), id));
            }
            clauses.push(Clause { symbol: id, waits, bytes });
        }
    }
    while let Some((Reverse(bytes), id)) = ready.pop() {
        if least[id] < f64::INFINITY {
            continue;
        }
        least[id] = bytes as f64;
        for (clause, times) in std::mem::take(&mut waiting[id]) {
            let clause = &mut clauses[clause];
            clause.waits -= 1;
            clause.bytes = (clause.bytes + times as f64 * bytes as f64).min(u64::MAX as f64);
            if clause.waits == 0 {
                ready.push((Reverse(clause.bytes as u64), clause.symbol));
            }
        }
    }
    least
}
