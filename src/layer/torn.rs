//! Torn paper: a course that wanders in all sizes at once, the white core that it bares, and what shadow an edge throws.

use crate::{
    color::Color,
    layer::outline,
    measure::Rect,
    plan::{Blend, GroupMark, Mark, Segment, ShapeMark},
    region::Mask,
    seed::Dice,
};

/// How far apart the points of a course lie, in pixels, at the least; and how many it has at the most.
const STEP: f32 = 1.7;
const POINTS: f32 = 2400.0;
/// The widest bends, in depths of the tear, and how much of a bend's depth one half as wide has.
const BEND: f32 = 9.0;
const FINER: f32 = 0.6;
/// Edges that a shadow has on its way from dark to nothing.
const SHADES: usize = 9;
/// Shadows need not be as fine as the edge that throws them.
const COARSE: usize = 5;

/// A rectangle torn by hand: the points of its edge, and which way is inward of each.
pub struct Torn {
    points: Vec<[f32; 2]>,
    inward: Vec<[f32; 2]>,
    step: f32,
}

impl Torn {
    /// Every side wanders inward by up to `depth`.
    pub fn new(r: &Rect, depth: f32, dice: &mut Dice) -> Self {
        let step = (2.0 * (r.w + r.h) / POINTS).max(STEP);
        let (mut points, mut inward) = (Vec::new(), Vec::new());
        let c = outline::corners(r);
        let sides: [([f32; 2], [f32; 2]); 4] = std::array::from_fn(|n| (c[n], c[(n + 1) % 4]));
        let long = |(a, b): &([f32; 2], [f32; 2])| (b[0] - a[0]).abs() + (b[1] - a[1]).abs();
        let drifts: [Vec<f32>; 4] = std::array::from_fn(|n| {
            let count = (long(&sides[n]) / step).max(4.0) as usize;
            course(count, BEND * depth / step, dice).into_iter().map(|drift| drift * depth).collect()
        });
        for (n, side) in sides.iter().enumerate() {
            let (a, b) = side;
            let length = long(side);
            // Each side begins where the one before it ends, or corners would be spikes.
            let begin = drifts[(n + 3) % 4].last().copied().unwrap_or(0.0);
            let end = length - drifts[(n + 1) % 4][0];
            let (dx, dy) = ((b[0] - a[0]) / length.max(1.0), (b[1] - a[1]) / length.max(1.0));
            for (i, drift) in drifts[n].iter().enumerate() {
                let along = begin + (end - begin) * i as f32 / (drifts[n].len() - 1) as f32;
                // The corners run clockwise.
                points.push([a[0] + dx * along - dy * drift, a[1] + dy * along + dx * drift]);
                inward.push([-dy, dx]);
            }
        }
        Torn { points, inward, step }
    }

    /// The same edge farther in by about `width`: here hardly at all, there twice as far, and ragged by itself.
    pub fn within(&self, width: f32, dice: &mut Dice) -> Torn {
        let long = course(self.points.len(), (14.0 * width / self.step).max(8.0), dice);
        let short = course(self.points.len(), (1.2 * width / self.step).max(3.0), dice);
        let at = |i: usize| {
            let by = width * (0.1 + 2.6 * long[i] * long[i] + 0.5 * (short[i] - 0.5)).max(0.04);
            [0, 1].map(|c| self.points[i][c] + by * self.inward[i][c])
        };
        Torn { points: (0..self.points.len()).map(at).collect(), inward: self.inward.clone(), step: self.step }
    }

    /// Its outline.
    pub fn outline(&self) -> Vec<Segment> {
        outline::polygon(&self.points)
    }

    /// Its outline without what is too fine to throw a shadow.
    pub fn coarse(&self) -> Vec<Segment> {
        let points: Vec<_> = self.points.iter().copied().step_by(COARSE).collect();
        outline::polygon(&points)
    }

    /// The corners of the outline under a transform.
    pub fn ring(&self, turn: &[f32; 6]) -> Vec<[f32; 2]> {
        self.points.iter().map(|point| outline::map(turn, *point).map(outline::hundredth)).collect()
    }
}

/// So many places between 0 and 1, bends of every size laid over each other, from `widest` places down to two.
fn course(count: usize, widest: f32, dice: &mut Dice) -> Vec<f32> {
    let mut sums = vec![0.0f32; count];
    let (mut cell, mut weight, mut all) = (widest.min(count as f32 / 2.0).max(2.0), 1.0, 0.0);
    while cell >= 1.0 {
        let lattice: Vec<f32> = (0..(count as f32 / cell) as usize + 3).map(|_| dice.between(-1.0, 1.0)).collect();
        let off = dice.unit();
        for (i, sum) in sums.iter_mut().enumerate() {
            let place = i as f32 / cell + off;
            let (n, t) = (place as usize, place - place.floor());
            // Wide bends are round, teeth are not.
            let t = if cell > 6.0 { t * t * (3.0 - 2.0 * t) } else { t };
            *sum += weight * (lattice[n] + (lattice[n + 1] - lattice[n]) * t);
        }
        all += weight * weight;
        (cell, weight) = (cell / 2.0, weight * FINER);
    }
    // Two standard deviations of the sum reach from side to side.
    let reach = 1.15 * all.sqrt();
    sums.into_iter().map(|sum| (0.5 + 0.5 * sum / reach.max(1e-6)).clamp(0.0, 1.0)).collect()
}

/// What every one of so many edges laid over each other must darken for all to be as dark as that.
fn shade(dark: f32) -> Color {
    let each = 1.0 - libm::powf((1.0 - dark).clamp(0.0, 1.0), 1.0 / SHADES as f32);
    Color { a: (255.0 * each + 0.5) as u8, ..Color::BLACK }
}

/// The shadow that a shape throws on what it lies on: darkest below it, fading the way it falls. To be drawn first.
pub fn thrown(path: &[Segment], by: [f32; 2], dark: f32) -> Vec<Mark> {
    let ink = shade(dark);
    (0..SHADES)
        .map(|n| {
            let far = 0.2 + 0.8 * (SHADES - n) as f32 / SHADES as f32;
            let outline = outline::mapped(path, &[1.0, 0.0, 0.0, 1.0, far * by[0], far * by[1]]);
            Mark::Shape(ShapeMark { outline, fill: Some(ink), stroke: None })
        })
        .collect()
}

/// The shadow that the edge of a hole throws on what shows through it, inside of `ring` and nowhere else.
pub fn fallen(path: &[Segment], ring: Vec<[f32; 2]>, around: &Rect, by: [f32; 2], dark: f32) -> Mark {
    let ink = shade(dark);
    let frame = outline::polygon(&outline::corners(&around.grown(2.0 * (by[0].abs() + by[1].abs()) + 2.0)));
    let one = |n: usize| {
        let far = 0.1 + 0.9 * (SHADES - n) as f32 / SHADES as f32;
        let hole = outline::mapped(path, &[1.0, 0.0, 0.0, 1.0, far * by[0], far * by[1]]);
        let outline = frame.iter().copied().chain(backwards(&hole)).collect();
        Mark::Shape(ShapeMark { outline, fill: Some(ink), stroke: None })
    };
    Mark::Group(GroupMark {
        opacity: 1.0,
        blend: Blend::Normal,
        clip: Some(Mask { include: vec![ring], ..Mask::default() }),
        marks: (0..SHADES).map(one).collect(),
    })
}

/// A polygon the other way round, so that it is a hole in what holds it.
fn backwards(path: &[Segment]) -> Vec<Segment> {
    let points: Vec<[f32; 2]> = path
        .iter()
        .rev()
        .filter_map(|segment| match *segment {
            Segment::Move(point) | Segment::Line(point) => Some(point),
            _ => None,
        })
        .collect();
    outline::polygon(&points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::Seed;

    #[test]
    fn torn_paper_stays_inside_its_rectangle_and_bares_its_core_inward() {
        let r = Rect::new(10.0, 20.0, 300.0, 40.0);
        let mut dice = Seed(3).dice();
        let torn = Torn::new(&r, 6.0, &mut dice);
        assert!(torn.points.iter().all(|[x, y]| r.holds(&Rect::new(*x, *y, 0.0, 0.0), 0.01)));
        let inner = torn.within(3.0, &mut dice);
        let widths: Vec<f32> =
            (torn.points.iter().zip(&inner.points)).map(|(a, b)| (b[0] - a[0]).abs() + (b[1] - a[1]).abs()).collect();
        let mean = widths.iter().sum::<f32>() / widths.len() as f32;
        assert!((1.5..5.0).contains(&mean), "{mean}");
        assert!(widths.iter().any(|w| *w < 1.0) && widths.iter().any(|w| *w > 5.0));
    }

    #[test]
    fn a_course_has_teeth_of_every_size() {
        let course = course(2000, 300.0, &mut Seed(5).dice());
        let spread = |step: usize| -> f32 {
            let steps = course.windows(step + 1).map(|w| (w[step] - w[0]).abs());
            steps.clone().sum::<f32>() / steps.count() as f32
        };
        let [tooth, notch, bend] = [1, 12, 150].map(spread);
        assert!(tooth > 0.005 && notch > 2.0 * tooth && bend > 2.0 * notch, "{tooth} {notch} {bend}");
    }
}
