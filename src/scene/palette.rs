//! The palette: the colours that a picture is made of, and which of them is light, dark or accent.

use serde::Serialize;

use crate::{
    color::{Color, Inks, contrast, linear},
    scene::reduced::{Reduced, distance, oklab},
};

/// The picture's colours by perceptual clustering, most common first.
#[derive(Clone, Debug, Serialize)]
pub struct Palette {
    /// At most eight; shares are rounded to hundredths and none is 0.
    pub swatches: Vec<Swatch>,
    /// Light and dark differ by at least 4.5:1.
    #[serde(flatten)]
    pub inks: Inks,
}

/// One colour and how much of the picture it covers, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Swatch {
    pub color: Color,
    pub share: f32,
}

/// Clusters that the search starts from, and swatches that it may end with.
const SEEDS: usize = 12;
const MOST: usize = 8;
const ROUNDS: usize = 10;
/// Clusters whose middles are nearer (Oklab) become one.
const NEAR: f32 = 0.07;
/// Least share of a swatch that may be light, dark or accent.
const CONSIDERABLE: f32 = 0.01;
/// Least chroma (Oklab) of an accent, and its least distance from light and from dark.
const VIVID: f32 = 0.06;
const APART: f32 = 0.2;
/// A light ink is at least so light and a dark one at most so (Oklab).
const LIGHT: f32 = 0.75;
const DARK: f32 = 0.45;
/// Least contrast of light and dark.
const CONTRAST: f32 = 4.5;

/// Pixels that differ less (Oklab) from the next to the right and below count as flat, and flat ones
/// count so many times in the search: a soft edge between two colours is no third one.
const FLAT: f32 = 0.03;
const FLAT_COUNTS: u32 = 8;

/// One colour of the coarse histogram (five bits a channel), at the mean of its pixels.
struct Bin {
    lab: [f32; 3],
    color: Color,
    /// Pixels, the flat ones counted more.
    weight: f32,
    /// Pixels.
    count: f32,
}

/// Reads the palette: k-means (Lloyd 1957) over a histogram, started from the colours that lie
/// farthest apart and count most (after Gonzalez 1985), so that no dice are needed.
pub(crate) fn read(reduced: &Reduced) -> Palette {
    let bins = histogram(reduced);
    let mut middles = spread_out(&bins);
    for _ in 0..ROUNDS {
        middles = means(&bins, &middles);
    }
    while let Some((keep, merge)) = too_near(&middles) {
        let [a, b] = [middles[keep], middles[merge]];
        let weight = a.weight + b.weight;
        let lab = std::array::from_fn(|c| (a.lab[c] * a.weight + b.lab[c] * b.weight) / weight);
        middles[keep] = Middle { lab, weight };
        middles.remove(merge);
    }
    let mut clusters: Vec<Vec<&Bin>> = vec![Vec::new(); middles.len()];
    for bin in &bins {
        clusters[nearest(bin.lab, &middles)].push(bin);
    }
    let total = reduced.rgb.len() as f32;
    let mut swatches: Vec<Swatch> = clusters
        .iter()
        .zip(&middles)
        .filter_map(|(cluster, middle)| {
            let share = cluster.iter().map(|bin| bin.count).sum::<f32>() / total;
            Some(Swatch { color: typical(cluster, middle)?, share: (share * 100.0).round() / 100.0 })
        })
        .filter(|swatch| swatch.share > 0.0)
        .collect();
    swatches.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.color.cmp(&b.color)));
    swatches.truncate(MOST);
    Palette { inks: inks(&swatches), swatches }
}

fn histogram(reduced: &Reduced) -> Vec<Bin> {
    // Sums of weighted red, green, blue; weights; pixels.
    let mut sums = vec![[0u32; 5]; 1 << 15];
    for (at, &[r, g, b]) in reduced.rgb.iter().enumerate() {
        let [right, below] =
            [at + 1, at + reduced.width].map(|next| *reduced.lab.get(next).unwrap_or(&reduced.lab[at]));
        let step = distance(reduced.lab[at], right).max(distance(reduced.lab[at], below));
        let weight = if step < FLAT * FLAT { FLAT_COUNTS } else { 1 };
        let sum = &mut sums[usize::from(r >> 3) << 10 | usize::from(g >> 3) << 5 | usize::from(b >> 3)];
        let adds = [weight * u32::from(r), weight * u32::from(g), weight * u32::from(b), weight, 1];
        *sum = std::array::from_fn(|i| sum[i] + adds[i]);
    }
    sums.iter()
        .filter(|sum| sum[4] > 0)
        .map(|&[r, g, b, weight, count]| {
            let [r, g, b] = [r, g, b].map(|sum| ((sum + weight / 2) / weight) as u8);
            let color = Color::rgb(r, g, b);
            Bin { lab: lab(color), color, weight: weight as f32, count: count as f32 }
        })
        .collect()
}

fn lab(color: Color) -> [f32; 3] {
    oklab([linear(color.r), linear(color.g), linear(color.b)])
}

fn chroma([_, a, b]: [f32; 3]) -> f32 {
    (a * a + b * b).sqrt()
}

#[derive(Clone, Copy)]
struct Middle {
    lab: [f32; 3],
    weight: f32,
}

/// The heaviest colour, then again and again the one that is farthest from all chosen, heavier ones preferred.
fn spread_out(bins: &[Bin]) -> Vec<Middle> {
    let mut gaps = vec![1.0f32; bins.len()];
    let mut chosen: Vec<Middle> = Vec::new();
    while chosen.len() < SEEDS {
        let worth = |i: &usize| gaps[*i] * bins[*i].weight.sqrt();
        let Some(best) = (0..bins.len()).max_by(|a, b| worth(a).total_cmp(&worth(b))) else { break };
        if worth(&best) <= 0.0 {
            break;
        }
        let lab = bins[best].lab;
        for (gap, bin) in gaps.iter_mut().zip(bins) {
            *gap = gap.min(distance(bin.lab, lab));
        }
        chosen.push(Middle { lab, weight: 0.0 });
    }
    chosen
}

fn nearest(lab: [f32; 3], middles: &[Middle]) -> usize {
    let at = |i: &usize| distance(lab, middles[*i].lab);
    (0..middles.len()).min_by(|a, b| at(a).total_cmp(&at(b))).unwrap_or(0)
}

/// The means of the colours nearest to each middle; a middle with none is dropped.
fn means(bins: &[Bin], middles: &[Middle]) -> Vec<Middle> {
    let mut sums = vec![([0.0f32; 3], 0.0f32); middles.len()];
    for bin in bins {
        let (sum, weight) = &mut sums[nearest(bin.lab, middles)];
        *weight += bin.weight;
        for (sum, value) in sum.iter_mut().zip(bin.lab) {
            *sum += value * bin.weight;
        }
    }
    let full = sums.into_iter().filter(|(_, weight)| *weight > 0.0);
    full.map(|(sum, weight)| Middle { lab: sum.map(|s| s / weight), weight }).collect()
}

/// The two nearest middles, when they are too near or there are too many.
fn too_near(middles: &[Middle]) -> Option<(usize, usize)> {
    let pairs = (0..middles.len()).flat_map(|a| (a + 1..middles.len()).map(move |b| (a, b)));
    let gap = |&(a, b): &(usize, usize)| distance(middles[a].lab, middles[b].lab);
    let pair = pairs.min_by(|p, q| gap(p).total_cmp(&gap(q)))?;
    (gap(&pair) < NEAR * NEAR || middles.len() > MOST).then_some(pair)
}

/// A colour that the picture really has: common and near the middle. Means are muddy.
fn typical(cluster: &[&Bin], middle: &Middle) -> Option<Color> {
    let worth = |bin: &Bin| bin.weight / (0.001 + distance(bin.lab, middle.lab));
    cluster.iter().max_by(|a, b| worth(a).total_cmp(&worth(b))).map(|bin| bin.color)
}

fn inks(swatches: &[Swatch]) -> Inks {
    let known = swatches.iter().filter(|swatch| swatch.share >= CONSIDERABLE).map(|s| (s.color, lab(s.color), s.share));
    let by_light = |a: &(Color, [f32; 3], f32), b: &(Color, [f32; 3], f32)| a.1[0].total_cmp(&b.1[0]);
    let light = known.clone().max_by(by_light).map_or(Color::WHITE, |(color, ..)| color);
    let dark = known.clone().min_by(by_light).map_or(Color::BLACK, |(color, ..)| color);
    let (light, dark) = apart(light, dark);
    let (light_lab, dark_lab) = (lab(light), lab(dark));
    let far = |to: [f32; 3]| distance(to, light_lab).min(distance(to, dark_lab)) >= APART * APART;
    let worth = |&(_, to, share): &(Color, [f32; 3], f32)| chroma(to) * share.sqrt().sqrt();
    let accent = known
        .filter(|&(_, to, _)| chroma(to) >= VIVID && far(to))
        .max_by(|a, b| worth(a).total_cmp(&worth(b)))
        .map_or(Inks::default().accent, |(color, ..)| color);
    Inks { light, dark, accent }
}

/// Pushes light towards white and dark towards black until both are what they are called and can be
/// read upon each other.
fn apart(light: Color, dark: Color) -> (Color, Color) {
    let mix = |color: Color, to: u32, part: u32| {
        let channel = |c: u8| ((u32::from(c) * (32 - part) + to * part + 16) / 32) as u8;
        Color::rgb(channel(color.r), channel(color.g), channel(color.b))
    };
    let up = (0..=32).find(|&part| lab(mix(light, 255, part))[0] >= LIGHT).unwrap_or(32);
    let down = (0..=32).find(|&part| lab(mix(dark, 0, part))[0] <= DARK).unwrap_or(32);
    let pairs = (0..=32).map(|more| (mix(light, 255, (up + more).min(32)), mix(dark, 0, (down + more).min(32))));
    let good = |&(l, d): &(Color, Color)| contrast(l.luminance(), d.luminance()) >= CONTRAST;
    pairs.clone().find(good).unwrap_or((Color::WHITE, Color::BLACK))
}

#[cfg(test)]
mod tests {
    use crate::scene::{
        reduced::reduce,
        tests::{pictures, plain},
    };
    use image::{Rgba, imageops::replace};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn flat_colours_come_back_exactly_with_their_roles() {
        let mut picture = plain(100, 100, [240, 230, 210, 255]);
        let mut paint = |x, w, color| {
            replace(&mut picture.pixels, &image::RgbaImage::from_pixel(w, 100, Rgba(color)), x, 0);
        };
        paint(0, 30, [20, 24, 30, 255]);
        paint(30, 5, [220, 30, 40, 255]);
        paint(40, 10, [120, 120, 118, 255]);
        let Palette { swatches, inks } = read(&reduce(&picture));
        let shares: Vec<f32> = swatches.iter().map(|s| s.share).collect();
        assert_eq!(shares, [0.55, 0.3, 0.1, 0.05]);
        assert_eq!(inks.light, Color::rgb(240, 230, 210));
        assert_eq!(inks.dark, Color::rgb(20, 24, 30));
        assert_eq!(inks.accent, Color::rgb(220, 30, 40));
    }

    proptest! {
        #[test]
        fn inks_can_always_be_read_upon_each_other(picture in pictures()) {
            let Palette { swatches, inks } = read(&reduce(&picture));
            prop_assert!((1..=MOST).contains(&swatches.len()));
            prop_assert!(swatches.iter().map(|s| s.share).sum::<f32>() < 1.05);
            prop_assert!(contrast(inks.light.luminance(), inks.dark.luminance()) >= CONTRAST);
            prop_assert!(inks.light.luminance() > inks.dark.luminance());
        }
    }
}
