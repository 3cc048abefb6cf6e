//! What lies under a line: for every part of it the smooth surface that shows between its letters, if one does.

use super::{
    surface::{Sample, Surface},
    window::{State, Window},
    zone::Zone,
};

/// A ground that strays more from its surface, in levels, is no smooth one.
const ROUGH: f32 = 4.0;
/// Neither is one of which less agrees with it: the rest may be shadows, icons, the rim of a button.
const AGREE: f32 = 0.6;
/// Levels by which something must differ from its ground to stand out, at the least, and in deviations.
const LIMIT: [f32; 2] = [5.0, 4.0];
/// The share of its reach that a second look goes.
const NARROW: f32 = 0.35;
/// Levels from the paper that was read within which it still is the paper.
const PAPER: f32 = 14.0;
/// A paper of which only a part is seen must be so even, in levels.
const EVEN: f32 = 1.5;
/// Samples that a fit takes, more or less.
const SAMPLES: usize = 900;

/// The ground under a part of a line.
pub(super) struct Under {
    pub surface: Surface,
    /// What differs by more levels stands out from it.
    pub limit: f32,
}

/// The ground under every part of a line; `None` where it is not smooth. `steps` counts from the ink, and what lies
/// `edge` steps from it or nearer shows no ground.
pub(super) fn grounds(
    window: &Window,
    zone: &Zone,
    outside: &[f32],
    inside: &[usize],
    steps: &[u16],
    edge: u16,
    paper: [f32; 3],
) -> Vec<Option<Under>> {
    let mut samples: Vec<Vec<Sample>> = vec![Vec::new(); zone.parts.len()];
    let mut narrow = samples.clone();
    let reach = (0.35 * zone.height).clamp(4.0, 12.0);
    for &i in inside {
        if steps[i] > edge && outside[i] < reach && window.state[i] == State::Known {
            let (x, y) = (i % window.width, i / window.width);
            let [r, g, b, _] = window.rgb[i].map(f32::from);
            let (part, sample) = (zone.part(window.x + x, window.y + y), ([x as f32, y as f32], [r, g, b]));
            samples[part].push(sample);
            if outside[i] < reach * NARROW {
                narrow[part].push(sample);
            }
        }
    }
    let ground = |samples: &Vec<Sample>| {
        let step = (samples.len() / SAMPLES).max(1) | 1;
        let thinned: Vec<Sample> = samples.iter().step_by(step).copied().collect();
        if thinned.len() < 24 {
            return None;
        }
        let surface = Surface::fit(&thinned, 2).filter(|surface| surface.rough <= ROUGH && surface.agree >= AGREE)?;
        let limit = LIMIT[0].max(LIMIT[1] * surface.rough);
        Some(Under { surface, limit })
    };
    let near = |samples: &Vec<Sample>| -> Vec<Sample> {
        let off = |colour: &[f32; 3]| (0..3).map(|c| (colour[c] - paper[c]).abs()).fold(0.0, f32::max);
        samples.iter().filter(|(_, colour)| off(colour) < PAPER).copied().collect()
    };
    // A button may end close to its letters; and some letters may be of another ink.
    let found = |(wide, narrow): (&Vec<Sample>, &Vec<Sample>)| {
        let paper = || Some(near(narrow)).filter(|near| 2 * near.len() > narrow.len());
        ground(wide)
            .or_else(|| ground(narrow))
            .or_else(|| ground(&paper()?).filter(|ground| ground.surface.rough < EVEN))
    };
    samples.iter().zip(&narrow).map(found).collect()
}
