//! Rewriting: the picture's own lettering says something else, in its place and manner.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    layer::{
        LayerError, Lower, erase,
        relettering::Model,
        stage::Stage,
        units::{self, Changed, Unit},
    },
    plan::Mark,
    recipe::{Change, Means},
    region::Area,
    scene::{Needs, line::Line},
    words::rewrite::{Rewriter, Rewriting},
};

/// Gives lines of the picture other words by as small a change as possible, each erased and lettered again as it was.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Rewrite {
    /// Which lines are rewritten: `text` for all, `text.slogan` and the like, or those whose middle lies in a place.
    pub lines: Vec<Area>,
    /// Which of them stay all the same.
    pub stay: Vec<Area>,
    /// So many of them at the most, the largest first; 0 for any number.
    pub most: u32,
    /// What to do where the repair would show: letters written large on a restless ground, or across a face.
    pub shows: Shows,
    /// Paste strips over all of them rather than erase any.
    pub paste: bool,
}

/// What to do where it would show that something was erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shows {
    /// Paste a strip over it, in the line's own paper.
    #[default]
    Paste,
    /// Leave the line as it is, with a note.
    Leave,
    /// Erase it all the same.
    Erase,
}

/// Rewritings of a line that are weighed against each other, and the share of the old size that is good enough.
const OFFERS: usize = 3;
const GOOD: f32 = 0.95;
/// Lines that were read with less confidence say nothing that could be answered.
const SURE: f32 = 0.7;

impl Default for Rewrite {
    fn default() -> Self {
        Rewrite { lines: vec![Area::Text], stay: vec![Area::Logo], most: 0, shows: Shows::Paste, paste: false }
    }
}

impl Lower for Rewrite {
    const NAME: &'static str = "rewrite";

    fn needs(&self) -> Needs {
        let areas = self.lines.iter().chain(&self.stay).fold(Needs::NONE, |needs, area| needs | area.needs());
        areas | Needs::TEXT | Needs::FACES | Needs::DETAIL
    }

    /// It answers what was read.
    fn says(&self) -> Option<&str> {
        Some("#read.text#")
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let scene = stage.scene;
        let meant = |line: &&Line| {
            let among = |areas: &[Area]| areas.iter().any(|area| erase::belongs(stage, line, area));
            line.confidence >= SURE && among(&self.lines) && !among(&self.stay)
        };
        let lines: Vec<&Line> = scene.text.iter().flatten().filter(meant).collect();
        let mut units = units::of(&lines);
        if self.most > 0 {
            units.sort_by(|a, b| b.size().total_cmp(&a.size()));
        }
        let facts = stage.facts.clone();
        let mut rewriter = Rewriter::new(stage.words, stage.lang, &facts, stage.seed.at("rewrite"));
        let mut known: BTreeMap<String, Rewriting> = BTreeMap::new();
        let (mut gone, mut marks, mut strips) = (Vec::new(), Vec::new(), Vec::new());
        for unit in units {
            if self.most > 0 && stage.changes.len() >= self.most as usize {
                break;
            }
            // What is said twice is answered twice in the same way: the name of an account.
            let text = unit.text();
            let offers = match known.get(&text) {
                Some(said) => vec![said.clone()],
                None => rewriter.offers(&text, unit.role, OFFERS),
            };
            let Some((said, change, model)) = fitting(&unit, offers, stage) else { continue };
            let risk = change.lines.iter().find_map(|line| erase::risk(stage, line));
            let method = match (self.paste, risk, self.shows) {
                (true, ..) | (_, Some(_), Shows::Paste) => Means::Pasted,
                (_, Some(why), Shows::Leave) => {
                    stage.notes.push(format!("“{text}” is left as it is: {why}"));
                    continue;
                }
                _ => Means::Lettered,
            };
            match model.set(&change.text, stage) {
                Ok(set) => marks.extend(set),
                Err(error) => {
                    stage.notes.push(format!("“{text}” is left as it is: {error}"));
                    continue;
                }
            }
            for (index, line) in change.lines.iter().enumerate() {
                let part = change.part(index);
                match method {
                    Means::Lettered => gone.push((*line, part)),
                    Means::Pasted => strips.extend(units::strip(stage, line, &part)),
                }
            }
            let quad = change.quad().map(|quad| stage.quad(&quad)).unwrap_or_default();
            stage.changes.push(Change { from: change.from(), to: change.text, role: unit.role, quad, method });
            rewriter.settle(&said, unit.role);
            known.insert(text, said);
        }
        let mut all: Vec<Mark> = erase::mark(stage, &gone).into_iter().collect();
        all.extend(strips);
        all.extend(marks);
        Ok(all)
    }
}

/// The first offer that is set in nearly the old size, or the one that comes nearest to it; what it changes, and how
/// that is set.
fn fitting<'l>(unit: &Unit<'l>, offers: Vec<Rewriting>, stage: &Stage<'_>) -> Option<(Rewriting, Changed<'l>, Model)> {
    let mut best: Option<(f32, Rewriting, Changed<'l>, Model)> = None;
    for offer in offers {
        let change = unit.changed(&offer.text);
        let Some(mut model) = Model::of(&change.lines, stage) else { continue };
        if change.kept > 0 {
            model.begin(change.start());
        }
        let share = model.share(&change.text, stage);
        if best.as_ref().is_none_or(|(other, ..)| share > *other) {
            best = Some((share, offer, change, model));
        }
        if share >= GOOD {
            break;
        }
    }
    best.map(|(_, offer, change, model)| (offer, change, model))
}
