//! Redacted: a typed sheet on which somebody has blacked out words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    layer::{
        LayerError, Lower, Place,
        bodies::{self, Letter},
        outline,
        stage::Stage,
        text::{Back, Text},
        typed::strike,
    },
    measure::{Length, Rect},
    plan::Mark,
    scene::Needs,
    seed::Dice,
    typeset::{Align, Valign},
};

/// A typed sheet with words under bars drawn by felt pen. What lies under a bar is not in the output, not even as text.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Redacted {
    /// What it says; words between `||` and `||` are blacked out. `#symbol#` is written anew for each picture.
    pub say: String,
    /// What share of the words is blacked out where none is marked; always some, never all.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: f32,
    /// The box that the sheet fills.
    pub place: Place,
    /// The face (`detourn list fonts`).
    pub font: String,
    /// The largest size, per em.
    #[schemars(extend("minimum" = 0.0))]
    pub size: Length,
    /// The smallest legible size, per em; smaller text is set all the same and reported.
    #[schemars(extend("minimum" = 0.0))]
    pub legible: Length,
    /// The largest number of lines; 0 for any.
    pub lines: u32,
    pub align: Align,
    /// The colour of the sheet.
    pub paper: Ink,
    /// The colour of the typing; nearly black, or white on dark paper, when not said.
    pub ink: Option<Ink>,
    /// The colour of the felt pen.
    pub pen: Ink,
    /// Degrees that the sheet is turned by, clockwise.
    #[schemars(range(min = -45.0, max = 45.0))]
    pub tilt: f32,
    /// How unevenly it is typed and crossed out: 0 not at all.
    #[schemars(range(min = 0.0, max = 3.0))]
    pub uneven: f32,
    /// How dark a shadow the sheet throws.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub shadow: f32,
}

impl Default for Redacted {
    fn default() -> Self {
        Redacted {
            say: "#caption#".into(),
            share: 0.35,
            place: Place::Bottom,
            font: "Courier Prime Bold".into(),
            size: Length::Side(0.06),
            legible: Length::Side(0.018),
            lines: 0,
            align: Align::Left,
            paper: Color::rgb(0xf6, 0xf3, 0xea).into(),
            ink: None,
            pen: Color::rgb(0x0e, 0x0d, 0x12).into(),
            tilt: -1.0,
            uneven: 0.7,
            shadow: 0.45,
        }
    }
}

/// What stands on either side of words that are blacked out.
const MARK: &str = "||";
/// Room between letters and the sheet's edge, in ems.
const PAD: f32 = 0.85;

impl Lower for Redacted {
    const NAME: &'static str = "redacted";

    fn needs(&self) -> Needs {
        let inks = [Some(self.paper), self.ink, Some(self.pen)];
        self.place.needs() | Needs::of(inks.iter().flatten())
    }

    fn says(&self) -> Option<&str> {
        Some(&self.say)
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let text = Text {
            say: self.say.clone(),
            font: self.font.clone(),
            size: self.size,
            legible: self.legible,
            lines: self.lines,
            leading: 1.32,
            align: self.align,
            valign: Valign::Middle,
            back: Some(Back { pad: PAD, ..Back::default() }),
            ..Text::default()
        };
        // The marks take no room, so that the text is set without them; which words they held is found again by
        // the wording that they came from.
        let asked = std::cell::RefCell::new(Vec::new());
        let ready = |said: String| {
            let bare = said.replace(MARK, "");
            asked.borrow_mut().push((bare.clone(), said));
            bare
        };
        let Some(worded) = text.worded_in(self.place.rect(stage), &ready, stage)? else { return Ok(Vec::new()) };
        let asked = asked.into_inner();
        let said = asked.iter().find(|(bare, _)| *bare == worded.text).map_or(&worded.text, |(_, said)| said);
        let mut dice = stage.seed.at("censor").dice();
        let black = blacked(said, self.share, &mut dice);
        if let Some(last) = stage.said.last_mut() {
            *last = black.iter().map(|(c, hidden)| if *hidden && !c.is_whitespace() { '█' } else { *c }).collect();
        }
        let letters = bodies::letters(&worded, stage);
        let hidden = found(&letters, &black);
        let em = worded.setting.size;
        let [paper, felt] = [self.paper, self.pen].map(|ink| Color { a: 255, ..stage.inks.color(ink) });
        let ink = bodies::ink_on(paper, self.ink, Color::rgb(0x1c, 0x1a, 0x20), "the typing", stage);
        let sheet = bodies::whole(&worded).grown(PAD * em);
        let turn = outline::tilt(&sheet, self.tilt);
        let mut marks = Vec::new();
        bodies::shadow(&sheet, em, self.shadow, &turn, &mut marks);
        let edge = outline::polygon(&bodies::cut(&sheet, 0.03 * em, &mut dice));
        marks.push(bodies::fill(&edge, &turn, paper));
        marks.push(bodies::stroke(&edge, &turn, Color::BLACK.at_strength(0.14), 0.02 * em));
        bodies::laid(&sheet.grown(-0.04 * em), &turn, paper, ink, stage);
        stage.backdrop.spots(outline::bounds(&sheet, &turn), felt);
        let open = letters.iter().zip(&hidden).filter(|(_, hidden)| !**hidden).map(|(letter, _)| letter);
        strike(open, em, self.uneven, [ink, paper], &turn, &mut dice, &mut marks);
        for bar in bars(&letters, &hidden, em) {
            cross_out(&bar, em, self.uneven, felt, &turn, &mut dice, &mut marks);
        }
        Ok(marks)
    }
}

/// Every character of a wording without its marks, and whether it is blacked out.
fn blacked(said: &str, share: f32, dice: &mut Dice) -> Vec<(char, bool)> {
    if said.contains(MARK) {
        let parts = said.split(MARK).enumerate();
        return parts.flat_map(|(i, part)| part.chars().map(move |c| (c, i % 2 == 1))).collect();
    }
    let words = said.split_whitespace().count();
    let wanted = ((share * words as f32 + 0.5) as usize).min(words.saturating_sub(1));
    let wanted = if share > 0.0 && words > 1 { wanted.max(1) } else { wanted };
    let mut hidden = vec![false; words];
    let mut left: Vec<usize> = (0..words).collect();
    for _ in 0..wanted {
        hidden[left.swap_remove(dice.below(left.len()))] = true;
    }
    let (mut word, mut within) = (0, false);
    let mark = |c: char| {
        let space = c.is_whitespace();
        if space && within {
            word += 1;
        }
        within = !space;
        // A full stop is no secret.
        (c, !space && hidden[word] && !".,;:!?…".contains(c))
    };
    said.chars().map(mark).collect()
}

/// Which letters are blacked out, found by walking along the wording; hyphens that typesetting adds go with what
/// stands before them.
fn found(letters: &[Letter], black: &[(char, bool)]) -> Vec<bool> {
    let mut rest = black.iter().filter(|(c, _)| !c.is_whitespace()).peekable();
    let mut last = false;
    let mut hidden = Vec::with_capacity(letters.len());
    for letter in letters {
        let text = letter.text();
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            if let Some((_, hide)) = rest.next_if(|(own, _)| *own == c || c != '-') {
                last = *hide;
            }
        }
        hidden.push(last && !text.trim().is_empty());
    }
    hidden
}

/// One bar for neighbouring letters of a line that are blacked out, spaces between them included.
fn bars(letters: &[Letter], hidden: &[bool], em: f32) -> Vec<Rect> {
    let mut bars: Vec<(usize, Rect)> = Vec::new();
    let mut open = false;
    for (letter, hide) in letters.iter().zip(hidden) {
        if !hide {
            open &= letter.text().trim().is_empty();
            continue;
        }
        let [x, y] = letter.at;
        let own = Rect::new(x, y - 0.72 * em, letter.advance, 0.92 * em);
        match bars.last_mut() {
            Some((line, bar)) if open && *line == letter.line => *bar = bar.join(&own),
            _ => bars.push((letter.line, own)),
        }
        open = true;
    }
    bars.into_iter().map(|(_, bar)| Rect { x: bar.x - 0.07 * em, w: bar.w + 0.14 * em, ..bar }).collect()
}

/// A bar as a felt pen draws it: there and back, the strokes overlapping, their ends round and uneven.
fn cross_out(bar: &Rect, em: f32, uneven: f32, felt: Color, turn: &[f32; 6], dice: &mut Dice, marks: &mut Vec<Mark>) {
    let wobble = 0.014 * em * uneven;
    let width = 0.66 * bar.h;
    for i in 0..2 {
        let y = bar.y + if i == 0 { 0.5 * width } else { bar.h - 0.5 * width };
        let overshoot = |dice: &mut Dice| 0.13 * em * uneven * dice.between(-0.5, 1.0);
        let (x0, x1) = (bar.x - overshoot(dice), bar.right() + overshoot(dice));
        let slant = 0.04 * em * uneven * dice.between(-1.0, 1.0);
        let steps = (((x1 - x0) / (0.5 * em)) as usize).clamp(1, 200);
        // Round at the ends: how far in from an end, and how far in from the edge.
        let ends = [(0.0, 0.2), (0.03, 0.09), (0.09, 0.025)];
        let edge = |side: f32, dice: &mut Dice| -> Vec<[f32; 2]> {
            let middle = (1..steps).map(|j| (x0 + (x1 - x0) * j as f32 / steps as f32, 0.0));
            let first = ends.iter().map(|(along, inset)| (x0 + along * em, *inset));
            let last = ends.iter().rev().map(|(along, inset)| (x1 - along * em, *inset));
            let mut at = |(x, inset): (f32, f32)| {
                let t = (x - x0) / (x1 - x0).max(1.0);
                [x, y + slant * (t - 0.5) + side * (0.5 * width - inset * em) + dice.between(-wobble, wobble)]
            };
            first.chain(middle).chain(last).map(&mut at).collect()
        };
        let mut points = edge(-1.0, dice);
        points.extend(edge(1.0, dice).into_iter().rev());
        marks.push(bodies::fill(&outline::polygon(&points), turn, felt.at_strength(0.955)));
        // A dry streak where the felt had worn.
        let dry = y + width * dice.between(-0.3, 0.3);
        let from = x0 + (x1 - x0) * dice.between(0.35, 0.7);
        let streak = Rect::new(from, dry, (x1 - from) * dice.between(0.5, 0.95), 0.022 * em);
        marks.push(bodies::fill(&outline::rect(&streak, 0.01 * em), turn, Color::WHITE.at_strength(0.1 * uneven)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::Seed;

    fn shown(said: &str, share: f32) -> String {
        let black = blacked(said, share, &mut Seed(5).dice());
        black.into_iter().map(|(c, hidden)| if hidden && !c.is_whitespace() { '█' } else { c }).collect()
    }

    #[test]
    fn marked_words_go() {
        assert_eq!(shown("Pay ||nobody|| today.", 0.9), "Pay ██████ today.");
    }

    #[test]
    fn a_share_is_never_all_nor_none() {
        let count =
            |share: f32| shown("one two three four", share).split(' ').filter(|word| word.contains('█')).count();
        assert_eq!([count(0.0), count(0.01), count(0.5), count(1.0)], [0, 1, 2, 3]);
        assert!(shown("a b.", 1.0).ends_with('.'));
    }
}
