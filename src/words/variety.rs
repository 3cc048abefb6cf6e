//! Variety: how many things a rule can say, by which it is drawn more often, and whether it ends at all.

use crate::words::{
    grammar::Symbol,
    rule::{self, Action, Id, Piece},
};

/// More than this many things count as this many.
const MOST: f64 = 4096.0;
/// Passes over the grammar; deeper nesting than this is counted too low, which is harmless.
const PASSES: usize = 6;

/// How many things each symbol can say, up to a bound; 0 for one whose every rule leads back to itself.
pub fn of(symbols: &[Symbol]) -> Vec<f64> {
    let ends = ends(symbols);
    let mut varieties: Vec<f64> = ends.iter().map(|e| if *e { 1.0 } else { 0.0 }).collect();
    for pass in 0..PASSES {
        for i in 0..symbols.len() {
            let id = if pass % 2 == 0 { i } else { symbols.len() - 1 - i };
            if ends[id] && !symbols[id].rules.is_empty() {
                let sum: f64 = symbols[id].rules.iter().map(|rule| pieces(&rule.pieces, &varieties)).sum();
                varieties[id] = sum.clamp(1.0, MOST);
            }
        }
    }
    varieties
}

/// How many things these pieces can say.
pub fn pieces(pieces: &[Piece], varieties: &[f64]) -> f64 {
    let mut saved = Vec::new();
    rule::names(pieces, &mut Vec::new(), &mut saved);
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

/// The weight of a rule: its own, times `1 + log2(variety) / 6`, in thousandths. So a line written out whole is
/// drawn nearly as often as one with open places: the richest comes three times as often, not a thousand times.
pub fn weight(own: f32, variety: f64) -> usize {
    let thousandths = f64::from(own.clamp(0.001, 1000.0)) * (1.0 + libm::log2(variety.max(1.0)) / 6.0) * 1000.0;
    (thousandths.round() as usize).max(1)
}

/// Which symbols can come to an end: those with a rule that says only names that can (Horn clauses solved
/// by counting, Dowling and Gallier 1984). A name without rules is a saved one and ends.
fn ends(symbols: &[Symbol]) -> Vec<bool> {
    let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); symbols.len()];
    let mut clauses: Vec<(Id, usize)> = Vec::new();
    let mut ends = vec![false; symbols.len()];
    let mut ready: Vec<Id> = Vec::new();
    for (id, symbol) in symbols.iter().enumerate() {
        if symbol.rules.is_empty() {
            ready.push(id);
        }
        for rule in &symbol.rules {
            let mut said = Vec::new();
            rule::names(&rule.pieces, &mut said, &mut Vec::new());
            said.sort_unstable();
            said.dedup();
            if said.is_empty() {
                ready.push(id);
            }
            said.iter().for_each(|name| waiting[*name].push(clauses.len()));
            clauses.push((id, said.len()));
        }
    }
    while let Some(id) = ready.pop() {
        if std::mem::replace(&mut ends[id], true) {
            continue;
        }
        for clause in std::mem::take(&mut waiting[id]) {
            clauses[clause].1 -= 1;
            if clauses[clause].1 == 0 {
                ready.push(clauses[clause].0);
            }
        }
    }
    ends
}
