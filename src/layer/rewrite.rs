//! Rewriting: the picture's own lettering says something else, in its place and manner.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    layer::{
        LayerError, Lower, erase,
        relettering::{Comparisons, Fits, Model},
        stage::Stage,
        units::{self, Changed, Unit},
    },
    plan::Mark,
    recipe::{Change, Means},
    region::Area,
    scene::{
        Needs,
        line::{Line, Role},
        roles,
    },
    words::{
        Lang,
        rewrite::{Rewriter, Rewriting},
    },
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
    /// What to do where the repair would show: letters written large on a restless ground. What is written across a
    /// face stays as it is.
    pub shows: Shows,
    /// Paste strips over all of them rather than erase any.
    pub paste: bool,
}

/// What to do where it would show that something was erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shows {
    /// Erase it all the same.
    #[default]
    Erase,
    /// Leave the line as it is, with a note.
    Leave,
    /// Paste a strip over it, in the line's own paper.
    Paste,
}

/// Rewritings of a line that are weighed against each other.
const OFFERS: usize = 8;
/// What speaks against one: to come late, to be narrower than this share of the old letters, to leave bare more of
/// their place than what this share covers, and that much more where the repair would show.
const LATE: f32 = 0.03;
const GOOD: f32 = 0.97;
const SQUEEZED: f32 = 3.0;
const FULL: f32 = 0.85;
const BARE: f32 = 2.5;
/// Below this share the lines of a block are set anew together.
const NARROW: f32 = 0.8;
/// Faces that are farther off than this do not stand beside the letters that they were to look like.
const UNLIKE: f32 = 0.45;
/// No face comes near enough to letters that are farther off than this: hollow ones, neon, drawn ones. Thin letters,
/// those below this weight, hardly cover each other, however like they are.
const STRANGE: [f32; 2] = [0.565, 0.71];
const THIN: f32 = 0.22;
/// Letters that are read and not looked at may be farther off by so much.
const READ: f32 = 0.06;
/// Capitals higher than this share of the short side are looked at rather than read.
const DISPLAY: f32 = 0.03;
/// Words that would have to be narrower or smaller than this share of the old ones are not set.
const SMALL: f32 = 0.84;
/// Lines that were read with less confidence say nothing that could be answered.
const SURE: f32 = 0.7;

impl Default for Rewrite {
    fn default() -> Self {
        Rewrite { lines: vec![Area::Text], stay: vec![Area::Logo], most: 0, shows: Shows::Erase, paste: false }
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
        let meant = |line: &&Line| {
            let among = |areas: &[Area]| areas.iter().any(|area| erase::belongs(stage, line, area));
            line.confidence >= SURE && among(&self.lines) && !among(&self.stay)
        };
        let lines: Vec<&Line> = stage.standing().into_iter().filter(meant).collect();
        let mut units = units::of(&lines);
        if self.most > 0 {
            units.sort_by(|a, b| b.size().total_cmp(&a.size()));
        }
        let facts = stage.facts.clone();
        let seed = stage.seed.at("rewrite");
        let mut rewriters = [Lang::En, Lang::Fr].map(|lang| Rewriter::new(stage.words, lang, &facts, seed));
        let mut known: BTreeMap<String, Rewriting> = BTreeMap::new();
        let (mut gone, mut marks, mut strips) = (Vec::new(), Vec::new(), Vec::new());
        let mut seen = Comparisons::default();
        for unit in units {
            if self.most > 0 && known.len() >= self.most as usize {
                break;
            }
            // What is said twice is answered twice in the same way: the name of an account.
            let text = unit.text();
            // A line is answered in its own language where that tells.
            let own = roles::language_of([(text.as_str(), 1.0)]).map_or(stage.lang, Lang::from);
            let rewriter = &mut rewriters[own as usize];
            let offers = match known.get(&text) {
                Some(said) => vec![said.clone()],
                None => rewriter.offers(&text, unit.role, OFFERS),
            };
            let Some((said, change, model)) = fitting(&unit, offers, &mut seen, stage) else { continue };
            let across = change.lines.iter().find_map(|line| erase::across(stage, line));
            let strange = is_strange(&model, &change.lines, stage);
            if let Some(why) = across.or(strange.then_some("no face is like its letters")) {
                stage.notes.push(format!("“{text}” is left as it is: {why}"));
                continue;
            }
            let risk = change.lines.iter().find_map(|line| erase::restless(stage, line));
            let method = match (self.paste, risk, self.shows) {
                (true, ..) | (_, Some(_), Shows::Paste) => Means::Pasted,
                (_, Some(why), Shows::Leave) => {
                    stage.notes.push(format!("“{text}” is left as it is: {why}"));
                    continue;
                }
                _ => Means::Lettered,
            };
            let set = match model.set(&change.text, stage) {
                Ok(set) => set,
                Err(error) => {
                    stage.notes.push(format!("“{text}” is left as it is: {error}"));
                    continue;
                }
            };
            for (index, line) in change.lines.iter().enumerate() {
                let part = change.part(index);
                match method {
                    Means::Lettered => gone.push((*line, part)),
                    Means::Pasted => {
                        strips.extend(units::strip(stage, line, &part, index == 0 && change.kept > 0, &set))
                    }
                }
            }
            if let [line] = change.lines[..]
                && let Some(index) = stage.scene.text.iter().flatten().position(|other| std::ptr::eq(other, line))
            {
                let extent = units::extent(line, change.kept > 0, &set, stage);
                stage.relettered.extend(extent.map(|extent| (index, extent)));
            }
            let straight = change.lines.iter().all(|line| line.outline.is_none());
            let quad = stage.quad(&change.quad().unwrap_or_default());
            let quad = if straight { units::reach(&quad, &set, stage) } else { quad };
            marks.extend(set);
            stage.changes.push(Change { from: change.from(), to: change.text, role: unit.role, quad, method });
            rewriter.settle(&text, &said, unit.role);
            known.insert(text, said);
        }
        let mut all: Vec<Mark> = erase::mark(stage, &gone).into_iter().collect();
        all.extend(strips);
        all.extend(marks);
        Ok(all)
    }
}

/// The offer that looks most as if it had always stood there, those that are preferred first; what it changes, and how
/// that is set.
fn fitting<'l>(
    unit: &Unit<'l>,
    offers: Vec<Rewriting>,
    seen: &mut Comparisons<'l>,
    stage: &Stage<'l>,
) -> Option<(Rewriting, Changed<'l>, Model)> {
    let mut best: Option<(f32, Rewriting, Changed<'l>, Model)> = None;
    for (rank, offer) in offers.into_iter().enumerate() {
        let part = if unit.role == Role::Button { unit.all(&offer.text) } else { unit.changed(&offer.text) };
        let Some((mut fit, mut change, mut model)) = set_part(part, seen, stage) else { continue };
        if unit.role == Role::Button {
            model.centre();
        }
        if fit.share < NARROW && change.lines.len() < unit.lines.len() {
            // All lines of the block have room that one of them lacks.
            let whole = set_part(unit.all(&offer.text), seen, stage);
            if let Some(whole) = whole.filter(|(other, ..)| other.share > fit.share) {
                (fit, change, model) = whole;
            }
        }
        if fit.share < SMALL {
            continue;
        }
        let shows = change.lines.iter().any(|line| erase::restless(stage, line).is_some());
        let bare = if shows { BARE } else { 1.0 } * (FULL - fit.fill).max(0.0);
        let display = if is_display(&change.lines, stage) { 1.0 } else { 0.25 };
        let odd = LATE * rank as f32 + SQUEEZED * (GOOD - fit.share).max(0.0) + display * bare;
        if best.as_ref().is_none_or(|(other, ..)| odd < *other) {
            best = Some((odd, offer, change, model));
        }
    }
    best.map(|(_, offer, change, model)| (offer, change, model))
}

/// How a change is set against the old letters, and in what manner.
fn set_part<'l>(
    mut change: Changed<'l>,
    seen: &mut Comparisons<'l>,
    stage: &Stage<'l>,
) -> Option<(Fits, Changed<'l>, Model)> {
    let mut model = Model::of(&change.lines, seen, stage)?;
    if change.kept > 0 && model.cost > UNLIKE && is_display(&change.lines, stage) {
        // Beside the old letters the new ones would look strange.
        change.again();
    }
    if change.kept > 0 {
        model.begin(change.start());
    }
    let fits = model.fits(&change.text, stage);
    Some((fits, change, model))
}

/// Whether no face comes near to lines; of small ones that says that their ink was read wrongly.
fn is_strange(model: &Model, lines: &[&Line], stage: &Stage<'_>) -> bool {
    let thin = lines.iter().filter_map(|line| line.hand.as_ref()).all(|hand| hand.weight < THIN);
    let more = if is_display(lines, stage) { 0.0 } else { READ };
    model.cost > STRANGE[usize::from(thin)] + more
}

/// Whether lines are lettered so large that their forms are looked at.
fn is_display(lines: &[&Line], stage: &Stage<'_>) -> bool {
    let short = stage.scene.width.min(stage.scene.height) as f32;
    lines.iter().any(|line| line.lettering.cap_height > DISPLAY * short)
}
