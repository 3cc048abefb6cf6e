//! Lifting: scraps whose letters are cut out of the picture itself, or borrowed of others.

use std::collections::BTreeSet;

use crate::{
    color::Color,
    layer::{
        scraps::{
            Origin, Scraps,
            lender::{self, Lender},
            rows::{Piece, Scrap},
            stock::{Asked, Stock, is_wanted},
        },
        stage::Stage,
    },
};

/// How high a lifted letter is, in ems.
const HIGH: f32 = 0.74;
/// Letters of the picture are shown no larger than this against what they are where it was placed.
const LARGER: f32 = 2.0;
const SHARP: f32 = 1.4;

/// Puts pieces of pictures in the place of scraps, wherever one has what they say. `em` is about what the rows will be
/// set at, in canvas pixels.
pub fn lift(words: &mut [Vec<Scrap>], em: f32, scraps: &Scraps, stage: &mut Stage<'_>) {
    let lines = stage.scene.text.as_deref().unwrap_or_default();
    let own = Lender::of(String::new(), [stage.scene.width, stage.scene.height], lines);
    let asked = Asked { high: HIGH, most: LARGER * stage.scale() / em, sharp: SHARP * stage.scale() / em };
    let mut stock = Stock::of(&own);
    let pool = stage.lenders.clone().filter(|_| scraps.from == Origin::Pictures);
    if let Some(pool) = &pool {
        // Where the picture is reduced, others need not be.
        let finer = (1.0 / stage.scale()).max(1.0);
        let wanted: BTreeSet<&str> = words.iter().flatten().map(|scrap| scrap.text.as_str()).collect();
        let wanted: Vec<&str> = wanted.into_iter().filter(|text| is_wanted(text)).collect();
        let lacking: Vec<&str> = wanted.iter().copied().filter(|text| !own.has(text, &asked)).collect();
        let chosen = lender::chosen(pool, &wanted, &lacking, &asked.finer(finer), stage.seed.at("lenders"));
        chosen.into_iter().for_each(|index| stock.borrow(pool[index], index, finer));
    }
    let mut dice = stage.seed.at("lifted").dice();
    let mut lacking: Vec<String> = Vec::new();
    let mut any = false;
    let mut before: Option<Color> = None;
    for scrap in words.iter_mut().flatten() {
        let grade = 1.0 + 0.7 * scraps.uneven * dice.between(-0.28, 0.28);
        match stock.take(&scrap.text, &Asked { high: HIGH * grade, ..asked }, &mut dice) {
            Some(lifted) => {
                any = true;
                scrap.size = lifted.half.map(|half| 2.0 * half * lifted.share);
                before = Some(lifted.paper);
                scrap.piece = Piece::Lifted(lifted);
            }
            None if scrap.text.chars().any(char::is_alphanumeric) && !lacking.contains(&scrap.text) => {
                lacking.push(scrap.text.clone());
            }
            None => {
                // A stop goes with the letter before it.
                if let (Piece::Set { paper, .. }, Some(before)) = (&mut scrap.piece, before) {
                    *paper = before;
                }
            }
        }
    }
    if pool.as_ref().is_some_and(Vec::is_empty) {
        stage.notes.push("the pool has no letters to lend: other pictures, with lettering on them, would".into());
    }
    stage.notes.extend(note(any, &lacking, pool.as_deref(), scraps.from));
}

/// What could not be lifted, as it is told.
fn note(any: bool, lacking: &[String], pool: Option<&[&Lender]>, from: Origin) -> Option<String> {
    let lent = pool.is_some_and(|pool| !pool.is_empty());
    let what = lacking.join(" ");
    Some(match (any, lent) {
        (false, false) => "the picture has no letters to lift: all scraps are of other papers".into(),
        (false, true) => "neither the picture nor the pool has letters to lift: all scraps are of other papers".into(),
        _ if lacking.is_empty() => return None,
        (true, true) => format!("neither the picture nor the pool has “{what}” to lift: set on other papers"),
        (true, false) if pool.is_none() && from == Origin::Pictures => {
            format!(
                "the picture has none of “{what}” to lift: set on other papers; --pool has other pictures lend them"
            )
        }
        (true, false) => format!("the picture has none of “{what}” to lift: set on other papers"),
    })
}
