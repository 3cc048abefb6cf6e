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

/// What was found so far, by line.
#[derive(Default)]
pub struct Comparisons<'l>(Vec<(&'l Line, Compared)>);

impl<'l> Comparisons<'l> {
    /// The face that comes nearest to a block of lines; lines of the picture that look alike have a say. None where
    /// nothing of them was drawn.
    pub(super) fn nearest(&mut self, block: &[&'l Line], stage: &Stage<'l>) -> Option<Likeness> {
        let own: Vec<&'l Line> = block.iter().copied().filter(|line| line.hand.is_some()).collect();
        let first = *own.first()?;
        let all = stage.scene.text.as_deref().unwrap_or_default();
        let place = |line: &Line| all.iter().position(|other| std::ptr::eq(other, line)).unwrap_or(0);
        let within = |line: &Line| block.iter().any(|other| std::ptr::eq(*other, line));
        let mut others: Vec<&'l Line> = all.iter().filter(|line| alike(first, line) && !within(line)).collect();
        others.sort_by_key(|line| place(line).abs_diff(place(first)));
        others.truncate(HEARD);
        own.iter().chain(&others).for_each(|line| self.compare(line, stage));
        let [own, others] =
            [own, others].map(|lines| lines.iter().filter_map(|line| self.of(line)).collect::<Vec<_>>());
        likeness::nearest(&own, &others, stage.fonts).filter(|best| best.fits.iter().any(Option::is_some))
    }

    /// Compares a line unless that was done.
    fn compare(&mut self, line: &'l Line, stage: &Stage<'_>) {
        let Some(hand) = line.hand.as_ref().filter(|_| self.of(line).is_none()) else { return };
        let specimen = Specimen::new(&line.text, &line.characters, &hand.drawing);
        self.0.push((line, likeness::compared(&specimen, stage.fonts)));
    }

    fn of(&self, line: &Line) -> Option<&Compared> {
        self.0.iter().find(|(known, _)| std::ptr::eq(*known, line)).map(|(_, compared)| compared)
    }
}

/// Whether two lines may have been lettered in one hand.
fn alike(a: &Line, b: &Line) -> bool {
    let within = |a: f32, b: f32, share: f32| a.max(b) <= share * a.min(b);
    let (Some(first), Some(second)) = (&a.hand, &b.hand) else { return false };
    within(a.lettering.cap_height, b.lettering.cap_height, CAP) && within(first.weight, second.weight, WEIGHT)
}
