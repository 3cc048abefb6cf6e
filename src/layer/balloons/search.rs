//! The search: where balloons go, and by which routes their tails reach their mouths.
//!
//! Every tail reserves its route, so that none that comes later crosses it (after Kurlander, Skelly and Salesin, Comic
//! Chat, 1996). There, balloons are put in place one after another; here, a choice that leaves a later balloon nothing is
//! taken back, and of the ways to place all of them the cheapest is taken that a bounded search finds.

use crate::layer::balloons::{
    field::{Field, meet, overlap},
    oval::{Oval, Point, length, sub},
    tail::{Tail, Voice, routes},
};

/// One thing that is said, as far as its place is concerned.
#[derive(Clone, Debug)]
pub struct Turn {
    pub voice: Voice,
    /// Half the width and height of each form that it may take, and how much worse it is than the best.
    pub forms: Vec<(Point, f32)>,
    pub power: f32,
}

/// A balloon in its place.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Which of its forms it takes.
    pub form: usize,
    pub oval: Oval,
    pub tail: Tail,
    cost: f32,
    corners: Vec<Point>,
}

/// Places along either side of the room that are tried.
const TRIED: usize = 14;
/// The room is divided into so many parts each way; each may offer so many places, so that choices are not all alike,
/// and is asked for a route so many times.
const PARTS: usize = 5;
const OF_A_PART: usize = 3;
const ASKED: usize = 6;
/// Pairs of places that are looked at, at the most.
const WORK: usize = 40_000;
/// And once all have a place.
const POLISH: usize = 4_000;
/// What leaving a balloon out costs.
const LOST: f32 = 1000.0;
/// What separates balloons from each other, and from what they must not cover, in ems.
pub const GAP: f32 = 0.3;

/// Places balloons whose letters are `em` pixels large: all of them, or where `some` will do as many as may be.
pub fn place(field: &Field<'_>, turns: &[Turn], em: f32, some: bool) -> Option<Vec<Option<Spot>>> {
    let mut choices = Vec::with_capacity(turns.len());
    for (at, turn) in turns.iter().enumerate() {
        let spots = spots(field, turn, em, (at, turns.len()));
        if spots.is_empty() && !some {
            return None;
        }
        choices.push(spots);
    }
    // What has the fewest places is placed first.
    let mut order: Vec<usize> = (0..turns.len()).collect();
    order.sort_by_key(|turn| choices[*turn].len());
    let least: Vec<f32> = order.iter().map(|turn| choices[*turn].first().map_or(LOST, |spot| spot.cost)).collect();
    let rest = (0..=turns.len()).map(|at| least[at..].iter().sum()).collect();
    let taken = vec![None; turns.len()];
    let known = Known::new(&choices);
    let mut search = Search { choices: &choices, order, rest, em, some, best: None, taken, known, work: WORK };
    search.go(0, 0.0);
    let (_, best) = search.best?;
    Some(best.iter().zip(&choices).map(|(choice, spots)| choice.map(|at| spots[at].clone())).collect())
}

/// Which places agree with which: every pair is looked at once.
struct Known {
    /// Where the places of a turn begin.
    starts: Vec<usize>,
    count: usize,
    /// 0 not looked at, 1 no, 2 yes.
    pairs: Vec<u8>,
}

impl Known {
    fn new(choices: &[Vec<Spot>]) -> Self {
        let mut count = 0;
        let mut start = |spots: &Vec<Spot>| {
            count += spots.len();
            count - spots.len()
        };
        let starts = choices.iter().map(&mut start).collect();
        Known { starts, count, pairs: vec![0; count * count] }
    }
}

struct Search<'a> {
    choices: &'a [Vec<Spot>],
    /// The turns in the order in which they are placed.
    order: Vec<usize>,
    /// The least that all from here on may cost.
    rest: Vec<f32>,
    em: f32,
    some: bool,
    best: Option<(f32, Vec<Option<usize>>)>,
    taken: Vec<Option<usize>>,
    known: Known,
    work: usize,
}

impl Search<'_> {
    fn go(&mut self, at: usize, so_far: f32) {
        if self.best.as_ref().is_some_and(|(cost, _)| so_far + self.rest[at] >= *cost) {
            return;
        }
        let Some(&turn) = self.order.get(at) else {
            self.best = Some((so_far, self.taken.clone()));
            if !self.taken.contains(&None) {
                self.work = self.work.min(POLISH);
            }
            return;
        };
        for choice in 0..self.choices[turn].len() {
            if self.fits(turn, choice) {
                self.taken[turn] = Some(choice);
                if self.some || self.leaves_room(at + 1) {
                    self.go(at + 1, so_far + self.choices[turn][choice].cost);
                }
                self.taken[turn] = None;
            }
            if self.work == 0 {
                break;
            }
        }
        if self.some && (self.work > 0 || self.best.is_none()) {
            self.go(at + 1, so_far + LOST);
        }
    }

    /// Whether every turn that is not placed yet has a place left.
    fn leaves_room(&mut self, at: usize) -> bool {
        (at..self.order.len()).all(|i| {
            let turn = self.order[i];
            (0..self.choices[turn].len()).any(|choice| self.fits(turn, choice))
        })
    }

    /// Whether a place agrees with all that are taken.
    fn fits(&mut self, turn: usize, choice: usize) -> bool {
        for other in 0..self.taken.len() {
            let Some(taken) = self.taken[other] else { continue };
            self.work = self.work.saturating_sub(1);
            let ((first, a), (then, b)) =
                if other < turn { ((other, taken), (turn, choice)) } else { ((turn, choice), (other, taken)) };
            let pair = (self.known.starts[first] + a) * self.known.count + self.known.starts[then] + b;
            if self.known.pairs[pair] == 0 {
                let agrees = agree(&self.choices[first][a], &self.choices[then][b], self.em);
                self.known.pairs[pair] = 1 + u8::from(agrees);
            }
            if self.known.pairs[pair] == 1 {
                return false;
            }
        }
        true
    }
}

/// Whether two balloons may stand together, the first of which is read first.
fn agree(first: &Spot, then: &Spot, em: f32) -> bool {
    let gap = GAP * em;
    precedes(&first.oval, &then.oval)
        && !(meet(&first.oval, &then.oval, 2.0 * gap)
            && overlap(&first.oval, &first.corners, &then.oval, &then.corners, gap))
        && first.tail.avoids(&then.oval, em, gap)
        && then.tail.avoids(&first.oval, em, gap)
        && first.tail.clears(&then.tail, em, gap)
}

/// Whether one balloon is read before another: what is clearly higher, and in one row what stands to the left.
fn precedes(a: &Oval, b: &Oval) -> bool {
    let lower = b.centre[1] - a.centre[1];
    let row = lower > -0.25 * a.half[1].min(b.half[1]);
    lower >= 1.25 * a.half[1].max(b.half[1]) || row && a.centre[0] + a.half[0] < b.centre[0] - 0.5 * b.half[0]
}

/// The places that a turn may take, cheapest first.
fn spots(field: &Field<'_>, turn: &Turn, em: f32, order: (usize, usize)) -> Vec<Spot> {
    let mut offers: Vec<(f32, usize, Oval)> = Vec::new();
    let round = Oval { centre: [0.0; 2], half: [1.0; 2], power: turn.power }.corners();
    for (form, (half, worse)) in turn.forms.iter().enumerate() {
        let free = [field.room.w - 2.0 * half[0], field.room.h - 2.0 * half[1]];
        if free[0] < 0.0 || free[1] < 0.0 {
            continue;
        }
        let [across, down] = free.map(|free| ((free / (0.35 * em)).ceil() as usize).clamp(1, TRIED));
        for i in 0..across * down {
            let part = |i: usize, count: usize| if count > 1 { i as f32 / (count - 1) as f32 } else { 0.5 };
            let (u, v) = (part(i % across, across), part(i / across, down));
            let centre = [field.room.x + half[0] + u * free[0], field.room.y + half[1] + v * free[1]];
            let oval = Oval { centre, half: *half, power: turn.power };
            if field.allows(&oval, &round, GAP * em) {
                offers.push((worth(field, turn, &oval, em, order) + 6.0 * worse, form, oval));
            }
        }
    }
    offers.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut of_part, mut asked) = ([0; PARTS * PARTS], [0; PARTS * PARTS]);
    let mut spots = Vec::new();
    for (cost, form, oval) in offers {
        let part = |i: usize, start: f32, side: f32| {
            (((oval.centre[i] - start) / side * PARTS as f32).max(0.0) as usize).min(PARTS - 1)
        };
        let part = part(0, field.room.x, field.room.w) + PARTS * part(1, field.room.y, field.room.h);
        if of_part[part] == OF_A_PART || asked[part] == ASKED {
            continue;
        }
        asked[part] += 1;
        let tails = routes(&oval, turn.voice, field, em, 2);
        of_part[part] += usize::from(!tails.is_empty());
        let corners = oval.scaled(&round);
        spots.extend(tails.into_iter().map(|tail| Spot {
            form,
            oval,
            cost: cost + 0.6 * tail.cost,
            tail,
            corners: corners.clone(),
        }));
    }
    spots.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    spots
}

/// What a place costs, its tail aside.
fn worth(field: &Field<'_>, turn: &Turn, oval: &Oval, em: f32, (at, count): (usize, usize)) -> f32 {
    let busy = (field.detail)(&oval.bounds());
    let hair = field.hair(oval);
    let share = |value: f32, start: f32, side: f32| (value - start) / side.max(1.0);
    let down = share(oval.centre[1], field.room.y, field.room.h);
    // Each has its part of the page, the first above.
    let wanted = (at as f32 + 0.5) / count as f32;
    let order = if count > 1 { (down - wanted).abs() } else { 0.5 * down };
    let far = match turn.voice {
        Voice::Face(face) => {
            let way = sub(oval.centre, field.heads[face].mouth);
            (length(way) / em - 7.0).max(0.0) * 0.25 + if way[1] > 0.0 { 0.8 } else { 0.0 }
        }
        Voice::Beyond => {
            let left = oval.centre[0] - oval.half[0] - field.edge.x;
            let right = field.edge.right() - oval.centre[0] - oval.half[0];
            let faces = field.heads.iter().map(|head| length(sub(oval.centre, head.mouth)) / em);
            let near = faces.fold(f32::INFINITY, f32::min);
            0.3 * (left.min(right) / em - 2.0).max(0.0) + 0.2 * (10.0 - near).max(0.0) + 0.25 * (near - 10.0).max(0.0)
        }
    };
    8.0 * busy + 12.0 * hair + 2.5 * order + far
}
