//! Rewriting: the picture's own lettering says something else, in its place and manner.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    layer::{
        LayerError, Lower, erase, relettering,
        stage::Stage,
        units::{self, Unit},
    },
    plan::Mark,
    recipe::{Change, Means},
    region::Area,
    scene::{Needs, line::Line},
    words::rewrite::Rewriter,
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

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let scene = stage.scene;
        let meant = |line: &&Line| {
            let among = |areas: &[Area]| areas.iter().any(|area| erase::belongs(stage, line, area));
            line.confidence >= SURE && among(&self.lines) && !among(&self.stay)
        };
        let lines: Vec<&Line> = scene.text.iter().flatten().filter(meant).collect();
        let mut said = self.answers(stage, units::of(&lines));
        if self.most > 0 {
            said.sort_by(|(a, _), (b, _)| b.size().total_cmp(&a.size()));
            said.truncate(self.most as usize);
        }
        let (mut gone, mut marks, mut strips) = (Vec::new(), Vec::new(), Vec::new());
        for (unit, answer) in said {
            let change = unit.changed(&answer);
            let risk = change.lines.iter().find_map(|line| erase::risk(stage, line));
            let means = match (self.paste, risk, self.shows) {
                (true, ..) | (_, Some(_), Shows::Paste) => Means::Pasted,
                (_, Some(why), Shows::Leave) => {
                    stage.notes.push(format!("“{}” is left as it is: {why}", unit.text()));
                    continue;
                }
                _ => Means::Lettered,
            };
            let Some(mut model) = Model::of(&change.lines, stage) else { continue };
            if change.kept > 0 {
                model.begin(change.start());
            }
            match model.set(&change.text, stage) {
                Ok(set) => marks.extend(set),
                Err(error) => {
                    stage.notes.push(format!("“{}” is left as it is: {error}", unit.text()));
                    continue;
                }
            }
            for (index, line) in change.lines.iter().enumerate() {
                let part = change.part(index);
                match means {
                    Means::Lettered => gone.push((*line, part)),
                    Means::Pasted => strips.extend(units::strip(stage, line, &part)),
                }
            }
            let from = change.from();
            let quad = change.quad().map(|quad| stage.quad(&quad)).unwrap_or_default();
            stage.changes.push(Change { from, to: change.text, role: unit.role, quad, method: means });
        }
        let mut all: Vec<Mark> = erase::mark(stage, &gone).into_iter().collect();
        all.extend(strips);
        all.extend(marks);
        Ok(all)
    }
}

impl Rewrite {
    /// What units say instead, where anything can be said: the same of the same.
    fn answers<'l>(&self, stage: &Stage<'_>, units: Vec<Unit<'l>>) -> Vec<(Unit<'l>, String)> {
        let mut rewriter = Rewriter::new(stage.words, stage.lang, &stage.facts, stage.seed.at("rewrite"));
        let mut known: BTreeMap<String, Option<String>> = BTreeMap::new();
        let mut answer = |unit: Unit<'l>| {
            let text = unit.text();
            let said = known.entry(text.clone()).or_insert_with(|| rewriter.rewrite(&text, unit.role).map(|r| r.text));
            said.clone().map(|said| (unit, said))
        };
        units.into_iter().filter_map(&mut answer).collect()
    }
}
