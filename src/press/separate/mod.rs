//! Separations: which inks a page is printed in, and how much of each every colour of it takes.
//!
//! An ink is taken for what it looks like where it lies full on the paper; a share of it lets the rest of the paper
//! through, and inks over each other take their shares of what the others leave. Whatever a page was drawn with, the few
//! inks are looked for that give its colours back.

use crate::color::Color;

/// The most inks of a page.
pub const MOST: usize = 4;

/// The most colours that inks are looked for in; the rest is only seen to.
const LOOKED: usize = 384;
/// Named inks of which every choice is tried.
const CHOICES: usize = 10;
/// How far off (of 255) a colour may come.
const NEAR: f32 = 24.0;
/// The share of a page that may come farther off.
const LOST: f64 = 0.003;
/// The share of a page that its paper shows at least.
const BARE: f64 = 0.005;
/// How much darker than the lightest colour paper may be.
const GRAIN: u32 = 36;
/// What no press holds: less is bare paper, and as little left out is a solid.
const DOT: u8 = 5;

type Rgb = [f32; 3];

/// A page's paper and inks.
#[derive(Clone, Debug, PartialEq)]
pub struct Separation {
    paper: Rgb,
    inks: Vec<Spot>,
}

/// An ink.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Spot {
    /// As the page was asked for it.
    named: Color,
    /// What it takes of each channel that the paper has.
    takes: Rgb,
}

impl Separation {
    /// The inks of a page that has so many pixels of each colour. `named` are colours that it was drawn with and `paper`
    /// is that of its paper, where it is known. `None` when more than [`MOST`] inks would be needed.
    pub fn of(colors: &[(Color, u64)], named: &[Color], paper: Option<Color>) -> Option<Self> {
        let paper = bare(colors, paper)?;
        let mut targets: Vec<(Rgb, f64)> = colors.iter().map(|(c, n)| (meant(*c, paper), *n as f64)).collect();
        targets.sort_by(|a, b| b.1.total_cmp(&a.1));
        let looked = &targets[..targets.len().min(LOOKED)];
        let mut found = Separation { paper, inks: Vec::new() };
        let mut asked = found.candidates(named);
        asked.truncate(CHOICES);
        if !found.suits(looked) {
            found.inks = found.choose(&asked, looked).or_else(|| {
                // What the page is drawn with need not be what it shows: its most frequent colours are tried too.
                asked.truncate(CHOICES / 2);
                for (shown, _) in looked {
                    let far = |known: &Spot| far(known.seen(paper), *shown) > 2.0 * NEAR;
                    if asked.len() < CHOICES && asked.iter().all(far) {
                        asked.extend(spot(color(*shown), color(*shown), paper));
                    }
                }
                found.choose(&asked, looked)
            })?;
        }
        if !found.suits(&targets) {
            return None;
        }
        Some(found)
    }

    /// How many inks.
    pub fn count(&self) -> usize {
        self.inks.len()
    }

    /// What a person calls an ink, and its colour.
    pub fn name(&self, ink: usize) -> String {
        format!("{} {}", self.inks[ink].named.word(), self.inks[ink].named)
    }

    /// How much of each ink a colour takes, 0 to 255: as few inks as give it.
    pub fn cover(&self, color: Color) -> [u8; MOST] {
        let target = meant(color, self.paper);
        let mut sets: Vec<u32> = (0..1 << self.inks.len()).collect();
        sets.sort_by_key(|set| set.count_ones());
        let mut best = ([0.0; MOST], f32::MAX);
        for set in sets {
            let cover = self.fit(target, set, 24);
            let off = far(self.printed(&cover), target);
            if off < best.1 - 1.0 {
                best = (cover, off);
            }
            if best.1 <= 5.0 {
                break;
            }
        }
        best.0.map(|share| match (share * 255.0 + 0.5) as u8 {
            ..DOT => 0,
            share if share > 255 - DOT => 255,
            share => share,
        })
    }

    /// The colour that so much of each ink gives.
    pub fn print(&self, cover: [u8; MOST]) -> Color {
        color(self.printed(&std::array::from_fn(|n| f32::from(cover.get(n).copied().unwrap_or(0)) / 255.0)))
    }

    fn printed(&self, cover: &[f32; MOST]) -> Rgb {
        let inks = self.inks.iter().zip(cover);
        inks.fold(self.paper, |left, (ink, share)| std::array::from_fn(|c| left[c] * (1.0 - share * ink.takes[c])))
    }

    /// The shares of the inks of `set`, a bit each, that come nearest to a colour: one after the other is set to what
    /// suits the others best, some times over.
    fn fit(&self, target: Rgb, set: u32, times: usize) -> [f32; MOST] {
        let mut cover = [0.0f32; MOST];
        let times = if set.count_ones() < 2 { 1 } else { times };
        for _ in 0..times {
            for ink in (0..self.inks.len()).filter(|ink| set >> ink & 1 == 1) {
                cover[ink] = 0.0;
                let (without, takes) = (self.printed(&cover), self.inks[ink].takes);
                let (mut up, mut down) = (0.0, 1e-6);
                for c in 0..3 {
                    let step = without[c] * takes[c];
                    up += (without[c] - target[c]) * step;
                    down += step * step;
                }
                cover[ink] = (up / down).clamp(0.0, 1.0);
            }
        }
        cover
    }

    fn all(&self) -> u32 {
        (1 << self.inks.len()) - 1
    }

    /// How far off the colours come, squared.
    fn error(&self, targets: &[(Rgb, f64)]) -> f64 {
        let all = self.all();
        let off = |target: Rgb| f64::from(far(self.printed(&self.fit(target, all, 6)), target));
        let cost = |(target, n): &(Rgb, f64)| {
            let off = off(*target);
            n * off * off
        };
        targets.iter().map(cost).sum()
    }

    /// Whether the inks give all that counts.
    fn suits(&self, targets: &[(Rgb, f64)]) -> bool {
        let (all, total): (u32, f64) = (self.all(), targets.iter().map(|(_, n)| n).sum());
        let off = |target: Rgb| far(self.printed(&self.fit(target, all, 12)), target) > NEAR;
        targets.iter().filter(|(target, _)| off(*target)).map(|(_, n)| n).sum::<f64>() <= LOST * total
    }

    /// Inks that may be meant by colours: as they look by themselves, and as they look when the paper shows through.
    fn candidates(&self, named: &[Color]) -> Vec<Spot> {
        let mut candidates: Vec<Spot> = Vec::new();
        for &ink in named {
            let through: Rgb = std::array::from_fn(|c| self.paper[c] * f32::from(ink.rgba()[c]) / 255.0);
            for seen in [color(through), ink] {
                let new = |spot: &Spot| candidates.iter().all(|known| far(known.takes, spot.takes) > 0.03);
                let spot = spot(ink, seen, self.paper).filter(new);
                candidates.extend(spot);
            }
        }
        candidates
    }

    /// The fewest of the inks that were asked for which give the colours; of as many, the nearest.
    fn choose(&self, asked: &[Spot], targets: &[(Rgb, f64)]) -> Option<Vec<Spot>> {
        let mut sets: Vec<u32> = (1u32..1 << asked.len()).filter(|set| set.count_ones() as usize <= MOST).collect();
        sets.sort_by_key(|set| set.count_ones());
        for sets in sets.chunk_by(|a, b| a.count_ones() == b.count_ones()) {
            let with = |set: &u32| {
                let inks = asked.iter().enumerate().filter(|(n, _)| set >> n & 1 == 1).map(|(_, ink)| *ink).collect();
                Separation { paper: self.paper, inks }
            };
            let suits = sets.iter().map(with).filter(|choice| choice.suits(targets));
            if let Some(best) = suits.min_by(|a, b| a.error(targets).total_cmp(&b.error(targets))) {
                return Some(best.inks);
            }
        }
        None
    }
}

impl Spot {
    fn seen(&self, paper: Rgb) -> Rgb {
        std::array::from_fn(|c| paper[c] * (1.0 - self.takes[c]))
    }
}

/// The paper: the colour that is said, where enough of it shows, or else the most frequent of the lightest.
fn bare(colors: &[(Color, u64)], said: Option<Color>) -> Option<Rgb> {
    let total: u64 = colors.iter().map(|(_, n)| n).sum();
    let shows = |color: Color| colors.iter().any(|(c, n)| *c == color && *n as f64 >= 0.05 * total as f64);
    if let Some(said) = said.filter(|said| shows(*said)) {
        return Some(rgb(said));
    }
    let light = |c: Color| (299 * u32::from(c.r) + 587 * u32::from(c.g) + 114 * u32::from(c.b)) / 1000;
    let mut colors = colors.to_vec();
    colors.sort_by_key(|(c, _)| std::cmp::Reverse((light(*c), *c)));
    let mut seen = 0;
    let (lightest, _) = *colors.iter().find(|(_, n)| {
        seen += n;
        seen as f64 >= BARE * total as f64
    })?;
    // Letters may be white on paper that is not, and paper may have a grain.
    let near = colors.iter().filter(|(c, _)| light(*c) + GRAIN >= light(lightest));
    near.max_by_key(|(_, n)| *n).map(|(color, _)| rgb(*color))
}

/// A colour as paper can show it: what is lighter is bare paper.
fn meant(color: Color, paper: Rgb) -> Rgb {
    let color = rgb(color);
    std::array::from_fn(|c| color[c].min(paper[c]))
}

/// An ink, unless the paper looks the same.
fn spot(named: Color, seen: Color, paper: Rgb) -> Option<Spot> {
    let seen = meant(seen, paper);
    let takes = std::array::from_fn(|c| 1.0 - seen[c] / paper[c].max(1.0));
    (far(seen, paper) > NEAR).then_some(Spot { named, takes })
}

fn rgb(color: Color) -> Rgb {
    [color.r, color.g, color.b].map(f32::from)
}

fn color(rgb: Rgb) -> Color {
    let [r, g, b] = rgb.map(|v| (v + 0.5).clamp(0.0, 255.0) as u8);
    Color::rgb(r, g, b)
}

fn far(a: Rgb, b: Rgb) -> f32 {
    (0..3).map(|c| (a[c] - b[c]).abs()).fold(0.0, f32::max)
}

#[cfg(test)]
mod tests;
