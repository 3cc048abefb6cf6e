//! Smooth grounds: surfaces fitted on a lattice, each to what shows round it, and blended into one another.

use super::{
    grain,
    surface::{Sample, Surface},
    window::{State, Window},
};

/// Pixels between the knots of the lattice.
const SPACING: usize = 32;
/// The ring that a knot looks at reaches so far from holes, and begins so far from them.
const RING: [u16; 2] = [2, 12];
/// Samples that a fit takes, more or less.
const SAMPLES: usize = 700;
/// With fewer the knot looks farther.
const FEW: usize = 160;
/// A ground that strays more from its surface, in levels, is no smooth one.
const ROUGH: f32 = 3.0;
/// Neither is one of which less agrees with it.
const AGREE: f32 = 0.93;
/// A ground that bends less, in levels over a knot's reach, is flat.
const FLAT: f32 = 1.5;

/// Levels that a surface may go beyond what was seen of it.
const SLACK: f32 = 2.0;

/// What the knots round a hole say of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Smooth {
    pub colour: [f32; 3],
    /// The ground about here is of one colour.
    pub flat: bool,
    /// How much grain lies on it: a standard deviation in levels.
    pub grain: f32,
}

/// What a knot knows.
struct Found {
    surface: Surface,
    flat: bool,
    grain: f32,
    /// The least and the most of what was seen.
    low: [f32; 3],
    high: [f32; 3],
}

/// A knot, if it has something to say.
type Knot = Option<Found>;

/// For every pixel that `wanted` names the smooth ground it lies on, if it lies on one.
pub(super) fn grounds(window: &Window, away: &[u16], wanted: &[usize]) -> Vec<Option<Smooth>> {
    let (columns, rows) = (window.width.div_ceil(SPACING) + 1, window.height.div_ceil(SPACING) + 1);
    let mut asked = vec![false; columns * rows];
    for &i in wanted {
        for (knot, _) in around(window, i, columns) {
            asked[knot] = true;
        }
    }
    let knots: Vec<Knot> = (0..columns * rows)
        .map(|knot| {
            let place = [knot % columns * SPACING, knot / columns * SPACING];
            if asked[knot] { knot_at(window, away, place) } else { None }
        })
        .collect();
    let ground = |&i: &usize| {
        let mut sum = Smooth { colour: [0.0; 3], flat: true, grain: 0.0 };
        let place = [(i % window.width) as f32, (i / window.width) as f32];
        for (knot, weight) in around(window, i, columns) {
            if weight <= 0.0 {
                continue;
            }
            let Found { surface, flat, grain, low, high } = knots[knot].as_ref()?;
            // Beyond its samples a polynomial runs off.
            let colour = surface.at(place);
            let colour: [f32; 3] = std::array::from_fn(|c| colour[c].clamp(low[c], high[c]));
            sum.colour = std::array::from_fn(|c| sum.colour[c] + weight * colour[c]);
            sum.flat &= *flat;
            sum.grain += weight * grain;
        }
        Some(sum)
    };
    wanted.iter().map(ground).collect()
}

/// The four knots round a pixel and their weights.
fn around(window: &Window, i: usize, columns: usize) -> [(usize, f32); 4] {
    let (x, y) = (i % window.width, i / window.width);
    let (cx, cy) = (x / SPACING, y / SPACING);
    let (fx, fy) = ((x % SPACING) as f32 / SPACING as f32, (y % SPACING) as f32 / SPACING as f32);
    let at = cy * columns + cx;
    [
        (at, (1.0 - fx) * (1.0 - fy)),
        (at + 1, fx * (1.0 - fy)),
        (at + columns, (1.0 - fx) * fy),
        (at + columns + 1, fx * fy),
    ]
}

/// The surface round a knot, where the ground there is smooth.
fn knot_at(window: &Window, away: &[u16], [x, y]: [usize; 2]) -> Knot {
    let mut samples: Vec<Sample> = Vec::new();
    for reach in [SPACING * 5 / 4, SPACING * 5 / 2, SPACING * 5] {
        samples = ring(window, away, [x, y], reach);
        if samples.len() >= FEW {
            break;
        }
    }
    let surface =
        Surface::fit(&samples, 2).filter(|s| samples.len() >= FEW / 4 && s.rough <= ROUGH && s.agree >= AGREE)?;
    let (mut low, mut high) = ([f32::MAX; 3], [f32::MIN; 3]);
    for (place, _) in &samples {
        let colour = surface.at(*place);
        low = std::array::from_fn(|c| low[c].min(colour[c]));
        high = std::array::from_fn(|c| high[c].max(colour[c]));
    }
    let flat = (0..3).all(|c| high[c] - low[c] < FLAT);
    let at = |(place, _): &Sample| place[1] as usize * window.width + place[0] as usize;
    let grain = grain::measured(window, samples.iter().map(at));
    let surface = if flat { Surface::fit(&samples, 0)? } else { surface };
    Some(Found { surface, flat, grain, low: low.map(|v| v - SLACK), high: high.map(|v| v + SLACK) })
}

/// Known pixels near holes within `reach` of a point, thinned out evenly.
fn ring(window: &Window, away: &[u16], [x, y]: [usize; 2], reach: usize) -> Vec<Sample> {
    let columns = x.saturating_sub(reach)..(x + reach + 1).min(window.width);
    let rows = y.saturating_sub(reach)..(y + reach + 1).min(window.height);
    let kept = |i: usize| window.state[i] == State::Known && (RING[0]..RING[1]).contains(&away[i]);
    let all = rows.clone().map(|y| columns.clone().filter(|x| kept(y * window.width + x)).count()).sum::<usize>();
    // A step that shares no factor with the rows' length, or columns would be sampled in stripes.
    let step = (all / SAMPLES).max(1) | 1;
    let places = rows.flat_map(|y| columns.clone().map(move |x| (x, y)));
    let places = places.filter(|(x, y)| kept(y * window.width + x)).step_by(step);
    let sample = |(x, y): (usize, usize)| {
        let [r, g, b, _] = window.rgb[y * window.width + x].map(f32::from);
        ([x as f32, y as f32], [r, g, b])
    };
    places.map(sample).collect()
}
