//! Comparisons: how near every face comes to the lines of a picture, each compared once.

use crate::{
    layer::stage::Stage,
    scene::line::Line,
    typeset::{
        likeness::{self, Compared, Likeness},
        specimen::Specimen,
    },
};

/// Lines whose capitals and stems differ by no more than these shares may be of one hand.
const CAP: f32 = 1.2;
const WEIGHT: f32 = 1.25;
/// So many of them are heard.
const HEARD: usize = 3;

/// What was found so far, by the line's place in the scene.
#[derive(Default)]
pub struct Comparisons(Vec<Option<Compared>>);

impl Comparisons {
    /// The face that comes nearest to a block of lines; lines of the picture that look alike have a say. None where
    /// nothing of them was drawn.
    pub(super) fn nearest(&mut self, block: &[&Line], stage: &Stage<'_>) -> Option<Likeness> {
        let all = stage.scene.text.as_deref().unwrap_or_default();
        let drawn = |line: &&&Line| line.hand.is_some();
        let own: Vec<Compared> = block.iter().filter(drawn).map(|line| self.of(line, all, stage)).collect();
        let first = *block.iter().find(drawn)?;
        let mut others: Vec<&Line> = all.iter().filter(|line| alike(first, line) && !block.contains(line)).collect();
        let place = |line: &Line| place(line, all).unwrap_or(0);
        others.sort_by_key(|line| place(line).abs_diff(place(first)));
        others.truncate(HEARD);
        let others: Vec<Compared> = others.into_iter().map(|line| self.of(line, all, stage)).collect();
        let (own, others): (Vec<_>, Vec<_>) = (own.iter().collect(), others.iter().collect());
        likeness::nearest(&own, &others, stage.fonts).filter(|best| best.fits.iter().any(Option::is_some))
    }

    fn of(&mut self, line: &Line, all: &[Line], stage: &Stage<'_>) -> Compared {
        let place = place(line, all);
        if let Some(known) = place.and_then(|place| self.0.get(place)?.clone()) {
            return known;
        }
        let hand = line.hand.as_ref().expect("only lines that were drawn are compared");
        let compared = likeness::compared(&Specimen::new(&line.text, &line.characters, &hand.drawing), stage.fonts);
        if let Some(place) = place {
            self.0.resize(self.0.len().max(place + 1), None);
            self.0[place] = Some(compared.clone());
        }
        compared
    }
}

fn place(line: &Line, all: &[Line]) -> Option<usize> {
    all.iter().position(|other| std::ptr::eq(other, line))
}

/// Whether two lines may have been lettered in one hand.
fn alike(a: &Line, b: &Line) -> bool {
    let within = |a: f32, b: f32, share: f32| a.max(b) <= share * a.min(b);
    let (Some(first), Some(second)) = (&a.hand, &b.hand) else { return false };
    within(a.lettering.cap_height, b.lettering.cap_height, CAP) && within(first.weight, second.weight, WEIGHT)
}
