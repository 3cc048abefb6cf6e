//! Likeness: which face, at what size, width and spacing, comes nearest to letters on a picture.

use crate::{
    scene::Path,
    typeset::{
        Style,
        baseline::{Baseline, off, robust},
        fonts::{FaceId, Fonts},
        ink::Ink,
        overlap::Overlap,
        shape::{Shaped, shape},
        specimen::{Letter, Specimen},
    },
};

/// How a face is to be set so that its letters lie over those of a specimen; lengths in cells of its drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Fit {
    /// An em.
    pub size: f32,
    /// Where it stands.
    pub baseline: Baseline,
    /// How wide letters are, against their natural width.
    pub condense: f32,
    /// Between letters, in ems; not condensed.
    pub tracking: f32,
}

/// The face that comes nearest to the letters of a block.
#[derive(Clone, Debug)]
pub(crate) struct Likeness {
    pub face: FaceId,
    /// 0 for a perfect likeness; above 0.5 there is hardly any.
    pub cost: f32,
    /// How it fits each specimen; none where it could not be compared.
    pub fits: Vec<Option<Fit>>,
}

/// Faces that look worn, cut out or made of pixels are rare on pictures.
const ODD: [&str; 7] = [
    "VT323",
    "UnifrakturCook Bold",
    "Saira Stencil One",
    "Special Elite",
    "Bangers",
    "Alfa Slab One",
    "Courier Prime Bold",
];
/// How far other lines can sway the choice.
const SWAY: f32 = 0.25;
/// Letters of a line that are compared.
const LETTERS: usize = 24;
/// A cost above which a line is compared as one, too, and the longest such line.
const POOR: f32 = 0.4;
const LONGEST: usize = 40;
/// What a comparison as one does not ask for: letters of like heights on a level line.
const AS_ONE: f32 = 0.12;

/// How near every face comes to a line, by the face's number.
#[derive(Clone, Debug)]
pub(crate) struct Compared {
    faces: Vec<Option<(Fit, f32)>>,
    /// How much it has to say: its letters.
    weight: f32,
    /// The least cost.
    least: f32,
}

/// Compares all faces with a line.
pub(crate) fn compared(specimen: &Specimen<'_>, fonts: &Fonts) -> Compared {
    let faces: Vec<_> = (0..fonts.count()).map(|face| compare(specimen, face, fonts)).collect();
    let least = faces.iter().flatten().map(|(_, cost)| *cost).fold(1.0, f32::min);
    Compared { faces, weight: specimen.letters.len().min(LETTERS) as f32, least }
}

/// The face that comes nearest to lines that were lettered in one hand. Others, which may well be of that hand too, are
/// heard where their own lines leave it open.
pub(crate) fn nearest(lines: &[&Compared], others: &[&Compared], fonts: &Fonts) -> Option<Likeness> {
    let cost = |face: FaceId| {
        let told = lines.iter().filter_map(|line| Some((line.weight, line.faces[face]?.1)));
        let (all, sum) = told.fold((0.0, 0.0), |(n, s), (w, cost)| (n + w, s + w * cost));
        // A face that cannot be compared with a line lacks its letters.
        let lost: f32 = lines.iter().filter(|line| line.faces[face].is_none()).map(|line| line.weight).sum();
        let odd = if ODD.contains(&fonts.name(face)) { 0.1 } else { 0.0 };
        (all > 0.0).then(|| sum / all + 0.5 * lost / (all + lost) + odd)
    };
    let heard: f32 = others.iter().map(|line| line.weight).sum();
    let own: f32 = lines.iter().map(|line| line.weight).sum();
    let said = |face: FaceId| {
        let more = |line: &&Compared| line.faces[face].map_or(SWAY, |(_, cost)| (cost - line.least).clamp(0.0, SWAY));
        others.iter().map(|line| line.weight * more(line)).sum::<f32>() / (own + heard).max(1.0)
    };
    let costs = (0..fonts.count()).filter_map(|face| Some((face, cost(face)?)));
    let (face, cost) = costs.min_by(|a, b| (a.1 + said(a.0)).total_cmp(&(b.1 + said(b.0))))?;
    Some(Likeness { face, cost, fits: lines.iter().map(|line| line.faces[face].map(|(fit, _)| fit)).collect() })
}

/// A letter of the specimen and the one of the face: its ink in ems, from where the line begins.
struct Pair {
    letter: Letter,
    ink: Ink,
    /// How many advances lie before it.
    steps: f32,
    cluster: usize,
}

/// How a face fits a line, and what that leaves to wish for.
fn compare(specimen: &Specimen<'_>, face: FaceId, fonts: &Fonts) -> Option<(Fit, f32)> {
    // Any tracking keeps letters from joining in ligatures.
    let style = Style { faces: vec![face], tracking: 1e-6, ..Style::default() };
    let shaped = shape(specimen.text, &style, fonts);
    let pairs = pairs(specimen, &shaped, face);
    if pairs.is_empty() || pairs.len() * 10 < specimen.letters.len() * 8 {
        return None;
    }
    let cap = specimen.drawing.cap;
    let (size, squashed) = size(&pairs)?;
    if size < 0.6 * cap || size > 3.5 * cap {
        return None;
    }
    let feet: Vec<(f32, f32)> = pairs.iter().map(|p| (p.letter.middle(), p.foot(size))).collect();
    let (baseline, rough) = Baseline::along(&feet, matches!(specimen.drawing.path, Path::Arc { .. }), cap);
    let uneven = squashed + rough;
    let wide: Vec<f32> = pairs.iter().map(|p| p.ink.right - p.ink.left).collect();
    let broad: Vec<usize> = (0..pairs.len()).filter(|&i| wide[i] > 0.15).collect();
    let among: Vec<usize> = if broad.is_empty() { (0..pairs.len()).collect() } else { broad };
    let ratio = |i: usize| (pairs[i].letter.right - pairs[i].letter.left) / (size * wide[i].max(0.02));
    let mut ratios: Vec<f32> = among.iter().map(|&i| ratio(i)).collect();
    ratios.sort_by(f32::total_cmp);
    let condense = ratios[ratios.len() / 2].clamp(0.5, 2.0);
    let uneven_widths = ratios.iter().map(|r| (r / condense - 1.0).abs().min(0.5)).sum::<f32>() / ratios.len() as f32;
    let middle = |p: &Pair| (p.ink.left + p.ink.right) / 2.0;
    let apart: Vec<(f32, f32)> =
        pairs.iter().map(|p| (p.steps, p.letter.middle() - size * condense * middle(p))).collect();
    let (step, _, off) = line(&apart, 0.1 * cap).unwrap_or((0.0, 0.0, 0.0));
    let tracking = (step / size).clamp(-0.2, 1.0);
    let fit = Fit { size, baseline, condense, tracking };
    let mut overlap = Overlap::new(specimen);
    for pair in chosen(&pairs) {
        let cluster = &shaped.clusters[pair.cluster];
        let dx = pair.letter.middle() - size * condense * middle(pair);
        let pen = pair.ink.left - cluster.ink.left;
        for sign in &shaped.glyphs[cluster.glyphs.clone()] {
            // Each letter stands where the old one stood, within reason: how far off it is has been counted.
            let foot = baseline.at(pair.letter.middle());
            let own = pair.foot(size).clamp(foot - 0.15 * cap, foot + 0.15 * cap);
            let origin = [dx + size * condense * (pen + sign.dx), own + size * sign.dy];
            overlap.draw(fonts.get(face).outline(sign.id), origin, [size * condense, size]);
        }
        overlap.take(pair.letter.from, pair.letter.to);
    }
    let cost = 1.0 - overlap.share()
        + 1.5 * (uneven / cap).min(0.2)
        + 0.5 * (off / cap).min(0.2)
        + 0.3 * uneven_widths
        + 0.5 * libm::logf(condense).abs()
        + 0.3 * (tracking.abs() - 0.01).clamp(0.0, 0.1);
    if cost < POOR || pairs.len() > LONGEST {
        return Some((fit, cost));
    }
    let whole = as_one(specimen, face, fonts, (size, baseline));
    Some(whole.filter(|whole| whole.1 < cost).unwrap_or((fit, cost)))
}

/// Compares a line as one: letters that touch, as those of a script do, cannot be told apart for sure. Its size and
/// baseline are those that its letters told, or else those of all its ink.
fn as_one(
    specimen: &Specimen<'_>,
    face: FaceId,
    fonts: &Fonts,
    (told, baseline): (f32, Baseline),
) -> Option<(Fit, f32)> {
    let shaped = shape(specimen.text, &Style { faces: vec![face], ..Style::default() }, fonts);
    let (mut pen, mut ink) = (0.0, Ink::NONE);
    for cluster in &shaped.clusters {
        ink = ink.join(cluster.ink.moved(pen, 0.0));
        pen += cluster.advance;
    }
    let drawn = specimen.letters.iter().map(|l| Ink { left: l.left, top: l.top, right: l.right, bottom: l.bottom });
    let drawn = drawn.reduce(Ink::join).filter(|_| !ink.is_none())?;
    let all = (drawn.bottom - drawn.top) / (ink.bottom - ink.top).max(0.05);
    let try_out = |(size, baseline): (f32, Baseline)| {
        let condense = (drawn.right - drawn.left) / (size * (ink.right - ink.left)).max(0.05);
        if !(0.7..1.4).contains(&condense) {
            return None;
        }
        let left = drawn.left - size * condense * ink.left;
        let mut overlap = Overlap::new(specimen);
        overlap.open(0, specimen.drawing.columns);
        let mut pen = 0.0;
        for cluster in &shaped.clusters {
            let foot = baseline.at(left + size * condense * (pen + 0.5 * cluster.advance));
            for sign in &shaped.glyphs[cluster.glyphs.clone()] {
                let at = [left + size * condense * (pen + sign.dx), foot + size * sign.dy];
                overlap.draw(fonts.get(cluster.face).outline(sign.id), at, [size * condense, size]);
            }
            pen += cluster.advance;
        }
        overlap.take(0, specimen.drawing.columns);
        let fit = Fit { size, baseline, condense, tracking: 0.0 };
        Some((fit, 1.0 - overlap.share() + AS_ONE + 0.5 * libm::logf(condense).abs()))
    };
    let tried = [(told, baseline), (all, Baseline::level(drawn.top - all * ink.top))].map(try_out);
    tried.into_iter().flatten().min_by(|a, b| a.1.total_cmp(&b.1))
}

impl Pair {
    /// Where the baseline lies when the letter's ink is centred on that of the specimen.
    fn foot(&self, size: f32) -> f32 {
        (self.letter.top + self.letter.bottom) / 2.0 - size * (self.ink.top + self.ink.bottom) / 2.0
    }
}

/// Cells an em by the heights of letters, and how far off these are on average, in cells.
fn size(pairs: &[Pair]) -> Option<(f32, f32)> {
    let heights: Vec<(f32, f32)> =
        pairs.iter().map(|p| (p.ink.bottom - p.ink.top, p.letter.bottom - p.letter.top)).collect();
    let tall: Vec<(f32, f32)> = heights.iter().copied().filter(|(own, _)| *own > 0.3).collect();
    let tall = if tall.is_empty() { heights.clone() } else { tall };
    let mut ratios: Vec<f32> = tall.iter().map(|(own, seen)| seen / own.max(1e-3)).collect();
    ratios.sort_by(f32::total_cmp);
    let middle = *ratios.get(ratios.len() / 2)?;
    let near = tall.iter().filter(|(own, seen)| (seen / own.max(1e-3) / middle - 1.0).abs() < 0.12);
    let (sum, all) = near.fold((0.0, 0.0), |(s, a), (own, seen)| (s + own * seen, a + own * own));
    let size = if all > 0.0 { sum / all } else { middle };
    let off = heights.iter().map(|(own, seen)| (seen - size * own).abs().min(0.3 * size)).sum::<f32>();
    Some((size, off / heights.len() as f32))
}

fn pairs(specimen: &Specimen<'_>, shaped: &Shaped, face: FaceId) -> Vec<Pair> {
    let mut pen = 0.0;
    let mut pairs = Vec::with_capacity(specimen.letters.len());
    for (index, cluster) in shaped.clusters.iter().enumerate() {
        let letter = specimen.letters.iter().find(|letter| letter.at == cluster.start);
        if let Some(letter) = letter.filter(|_| cluster.face == face && !cluster.ink.is_none()) {
            let ink = cluster.ink.moved(pen, 0.0);
            pairs.push(Pair { letter: *letter, ink, steps: index as f32, cluster: index });
        }
        pen += cluster.advance;
    }
    pairs
}

/// Letters worth comparing: each character twice at the most.
fn chosen(pairs: &[Pair]) -> impl Iterator<Item = &Pair> {
    let known = |i: usize| pairs[..i].iter().filter(|p| p.letter.char == pairs[i].letter.char).count();
    (0..pairs.len()).filter(move |&i| known(i) < 2).take(LETTERS).map(|i| &pairs[i])
}

/// The line y = a x + b that lies closest to points, once those are left out that lie off it by more than `slack` and
/// than most do; and how far the others lie off on average.
fn line(points: &[(f32, f32)], slack: f32) -> Option<(f32, f32, f32)> {
    let line = |[b, a, _]: [f32; 3]| (a, b, off(points, [b, a, 0.0], slack));
    robust(points, 2, slack).map(line)
}
