//! Rebuilding: the holes of a window are filled by what their surroundings show.

use super::{
    Erased, grain, membrane, patches, rims, smooth,
    window::{State, Window},
};
use crate::{measure::Rect, seed::Seed};

/// How the ground under some letters was rebuilt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// One colour.
    Flat,
    /// A smooth surface.
    Smooth,
    /// Stretched between the rims of thin strokes.
    Stretched,
    /// Patches of what lies around.
    Texture,
}

/// What became of the holes of a window.
pub(super) struct Rebuilt {
    /// How each pixel was filled that was a hole.
    pub methods: Vec<Option<Method>>,
    /// How far, in levels, a filling by patches lies from the plainest one; 0 elsewhere.
    doubt: Vec<u8>,
    /// Steps from every hole to the ground.
    depth: Vec<u16>,
}

impl Rebuilt {
    /// What became of a line whose letters were these pixels.
    pub(super) fn outcome(&self, window: &Window, mask: &[usize]) -> Erased {
        let (mut counts, mut doubt, mut depth, mut all) = ([0usize; 4], 0.0, 0.0, 0usize);
        let (mut low, mut high) = ([usize::MAX; 2], [0; 2]);
        for &i in mask {
            let Some(method) = self.methods[i] else { continue };
            counts[method as usize] += 1;
            doubt += f32::from(self.doubt[i]);
            depth += if method >= Method::Stretched { f32::from(self.depth[i]) } else { 0.0 };
            all += 1;
            let place = [i % window.width, i / window.width];
            low = [0, 1].map(|axis| low[axis].min(place[axis]));
            high = [0, 1].map(|axis| high[axis].max(place[axis] + 1));
        }
        if all == 0 {
            return Erased { method: None, confidence: 1.0, changed: Rect::default() };
        }
        let methods = [Method::Flat, Method::Smooth, Method::Stretched, Method::Texture];
        let method = (0..4).max_by_key(|&n| counts[n]).map(|n| methods[n]);
        let (doubt, depth) = (doubt / all as f32 / DOUBT, depth / all as f32 / DEEP);
        let confidence = 1.0 / ((1.0 + doubt * doubt) * (1.0 + depth * depth));
        let [x, y] = [window.x + low[0], window.y + low[1]].map(|v| v as f32);
        let changed = Rect::new(x, y, (high[0] - low[0]) as f32, (high[1] - low[1]) as f32);
        Erased { method, confidence, changed }
    }
}

/// Levels by which traces of letters next to them may differ from the ground.
const TRACE: f32 = 16.0;
/// Holes that are nowhere deeper, in pixels, are thin.
const THIN: u16 = 4;
/// Levels by which two fillings may differ and still be mixed.
const NEARLY: f32 = 24.0;
/// Mean doubt, in levels, at which it is even whether a repair shows.
const DOUBT: f32 = 18.0;
/// The same for the mean depth of holes on a restless ground, in pixels.
const DEEP: f32 = 24.0;

/// Fills every hole; with `feather` the pixels next to them may change too, where the ground is smooth.
pub(super) fn rebuild(window: &mut Window, seed: Seed, feather: bool) -> Rebuilt {
    let holes: Vec<usize> = (0..window.state.len()).filter(|&i| window.state[i] == State::Hole).collect();
    let mut rebuilt = Rebuilt { methods: vec![None; window.state.len()], doubt: Vec::new(), depth: Vec::new() };
    if holes.is_empty() {
        return rebuilt;
    }
    rebuilt.doubt = vec![0; window.state.len()];
    rebuilt.depth = window.steps(u16::MAX / 2, |i| window.state[i] != State::Hole);
    let methods = &mut rebuilt.methods;
    let away = window.steps(u16::MAX / 2, |i| window.state[i] == State::Hole);
    // With the seam, which is drawn half-way to the surface: compression has left traces of the letters there.
    let seam = |i: &usize| feather && away[*i] == 1 && window.state[*i] == State::Known;
    let wanted: Vec<usize> = holes.iter().copied().chain((0..away.len()).filter(seam)).collect();
    let grounds = smooth::grounds(window, &away, &wanted);
    let mut dice = seed.at("grain").dice();
    for (&i, ground) in wanted.iter().zip(&grounds) {
        let Some(ground) = ground else { continue };
        let grain = if ground.grain > 0.0 { ground.grain * grain::speck(&mut dice) } else { 0.0 };
        let colour = ground.colour.map(|v| v + grain);
        if window.state[i] == State::Hole {
            window.paint(i, colour);
        } else {
            let [r, g, b, _] = window.rgb[i].map(f32::from);
            let off = (0..3).map(|c| ([r, g, b][c] - ground.colour[c]).abs()).fold(0.0, f32::max);
            if off > TRACE {
                continue;
            }
            window.paint(i, std::array::from_fn(|c| ([r, g, b][c] + colour[c]) / 2.0));
        }
        methods[i] = Some(if ground.flat { Method::Flat } else { Method::Smooth });
    }
    let mut thin = Vec::new();
    for rim in rims::rims(window, &away) {
        let smooth = rim.surface.is_some();
        for &i in &rim.pixels {
            let Some(colour) = rim.colour(window, i) else { break };
            window.paint(i, colour);
            methods[i] = Some(Method::Smooth);
        }
        if !smooth && rim.pixels.iter().all(|&i| rebuilt.depth[i] <= THIN) {
            thin.extend(rim.pixels);
        }
    }
    if window.state.contains(&State::Hole) {
        let plain = membrane::stretch(window);
        let mut bent = plain.clone();
        membrane::plate(&mut bent, &thin, window);
        for &i in &thin {
            window.paint(i, bent[i]);
            methods[i] = Some(Method::Stretched);
        }
        let rest: Vec<usize> = holes.iter().copied().filter(|&i| window.state[i] == State::Hole).collect();
        if !rest.is_empty() {
            let patched = patches::fill(window, &plain, seed);
            for i in rest {
                let off = (0..3).map(|c| (patched[i][c] - plain[i][c]).abs()).fold(0.0, f32::max);
                // Where both say nearly the same, the truth lies between them.
                let share = 0.5 * (1.0 - off / NEARLY).max(0.0);
                window.paint(i, std::array::from_fn(|c| patched[i][c] + share * (plain[i][c] - patched[i][c])));
                methods[i] = Some(Method::Texture);
                rebuilt.doubt[i] = off.min(255.0) as u8;
            }
        }
    }
    rebuilt
}
