//! Strips: the picture cut up and laid down again, not quite as it was.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    filter::{
        Filter, Site,
        rows::{self, Pixel},
        run::Run,
        tone,
    },
    measure::Length,
    scene::Needs,
    scratch::Scratch,
    seed::Seed,
};

/// Cuts the picture into strips with a knife and pastes them down again in another order, or slipped.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Strips {
    /// How many strips.
    #[schemars(range(min = 2, max = 400))]
    pub count: u32,
    /// Which way the strips run.
    pub run: Run,
    /// Degrees by which the knife was held askew.
    #[schemars(range(min = -40.0, max = 40.0))]
    pub slant: f32,
    /// Whether strips change places: 0 none, 1 all of them.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub shuffle: f32,
    /// How far a strip slips along its length at most.
    pub shift: Length,
    /// How different their widths are: 0 all alike, 1 from slivers to slabs.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub uneven: f32,
    /// Paper that shows between strips.
    pub gap: Length,
    /// The colour of that paper.
    pub paper: Ink,
    /// How dark a shadow each strip throws on what lies beside it.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub shadow: f32,
}

impl Default for Strips {
    fn default() -> Self {
        Strips {
            count: 14,
            run: Run::Vertical,
            slant: 0.0,
            shuffle: 0.0,
            shift: Length::Side(0.06),
            uneven: 0.4,
            gap: Length::Side(0.003),
            paper: Color::rgb(0xf4, 0xf0, 0xe6).into(),
            shadow: 0.45,
        }
    }
}

/// A place on the paper and the strip that lies there.
struct Slot {
    /// Where it begins across the strips, in pixels.
    start: f32,
    /// From a pixel of the slot to the pixel of the picture that it shows.
    offset: (i32, i32),
}

impl Filter for Strips {
    const NAME: &'static str = "strips";
    const MOVES: bool = true;
    const ROUND: bool = true;

    fn needs(&self) -> Needs {
        Needs::of(&[self.paper])
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        let slant = tone::within(self.slant, -40.0, 40.0).to_radians();
        let (sin, cos) = (libm::sinf(slant), libm::cosf(slant));
        // The unit vector across the strips; along them is the same turned by a right angle.
        let across = if self.run == Run::Vertical { (cos, sin) } else { (sin, cos) };
        let along = if self.run == Run::Vertical { (-sin, cos) } else { (cos, -sin) };
        let slots = self.slots(site, (width as f32, height as f32), across, along);

        let gap = tone::within(site.px(self.gap), 0.0, 1e5) / 2.0;
        let shadow = tone::within(self.shadow, 0.0, 1.0);
        let reach = (site.page.short() * 0.006).clamp(2.0, 200.0);
        let paper = site.color(self.paper);
        let source = Scratch::copied(pixels);
        let source = source.as_chunks::<4>().0;
        let margin = gap.max(0.5) + 0.5;

        rows::each(pixels, |y, row| {
            let mut slot = 0;
            let mut x = 0;
            while x < width {
                let place = x as f32 * across.0 + y as f32 * across.1;
                while slot + 1 < slots.len() && place >= slots[slot + 1].start {
                    slot += 1;
                }
                while slot > 0 && place < slots[slot].start {
                    slot -= 1;
                }
                let (start, end) = (slots[slot].start, slots.get(slot + 1).map_or(f32::MAX, |next| next.start));
                let from = slots[slot].offset;
                let (left, right) = (place - start, end - place);
                let run = if left > margin + reach && right > margin {
                    let room = if across.0 >= 0.0 { right - margin } else { left - margin - reach };
                    (room / across.0.abs().max(1e-6)).min((width - x) as f32) as usize
                } else {
                    0
                };
                let take = |x: usize, from: (i32, i32)| pick(source, width, height, x, y, from);
                if run > 1 {
                    copy(source, (width, height), (x, y), from, &mut row[x..x + run], paper);
                    x += run;
                    continue;
                }
                let under = row[x];
                let sheet = [paper.r, paper.g, paper.b, under[3]];
                let own = take(x, from).unwrap_or(sheet);
                // Beyond the first and the last strip there is no cut.
                let left = if slot == 0 { f32::MAX } else { left };
                let shaded = |mut pixel: Pixel, beyond: f32| {
                    let t = 1.0 - beyond.max(0.0) / reach;
                    if shadow > 0.0 && t > 0.0 {
                        let light = (256.0 * (1.0 - shadow * t * t)) as u32;
                        (0..3).for_each(|c| pixel[c] = ((u32::from(pixel[c]) * light) >> 8) as u8);
                    }
                    pixel
                };
                // The strip before throws its shadow over the gap and over this one's edge, not over itself; shadows
                // fall before edges are blended, or these would be notched.
                let lit = shaded(own, left + gap);
                row[x] = if gap > 0.0 {
                    let sheet = shaded(sheet, if right < left { gap - right } else { left + gap });
                    let cover = (left.min(right) - gap + 0.5).clamp(0.0, 1.0);
                    tone::blend_pixels(sheet, lit, (cover * 256.0) as u32)
                } else if right < 0.5 && right < left && slot + 1 < slots.len() {
                    let next = shaded(take(x, slots[slot + 1].offset).unwrap_or(sheet), 0.0);
                    tone::blend_pixels(next, lit, ((right + 0.5) * 256.0) as u32)
                } else {
                    let before = if slot > 0 { take(x, slots[slot - 1].offset).unwrap_or(sheet) } else { own };
                    tone::blend_pixels(before, lit, ((left + 0.5).clamp(0.0, 1.0) * 256.0) as u32)
                };
                x += 1;
            }
        });
    }
}

impl Strips {
    /// The slots in their order across the picture.
    fn slots(&self, site: &Site, size: (f32, f32), across: (f32, f32), along: (f32, f32)) -> Vec<Slot> {
        let corners = [(0.0, 0.0), (size.0, 0.0), (0.0, size.1), size].map(|(x, y)| x * across.0 + y * across.1);
        let low = corners.into_iter().fold(f32::MAX, f32::min);
        let high = corners.into_iter().fold(f32::MIN, f32::max);
        let count = self.count.clamp(1, 4000) as usize;
        let mut dice = site.seed.at("cuts").dice();
        let uneven = tone::within(self.uneven, 0.0, 1.0) * 0.9;
        let mut widths: Vec<f32> = (0..count).map(|_| 1.0 + uneven * dice.between(-1.0, 1.0)).collect();
        let scale = (high - low) / widths.iter().sum::<f32>();
        widths.iter_mut().for_each(|width| *width *= scale);
        let starts: Vec<f32> = widths
            .iter()
            .scan(low, |at, width| {
                *at += width;
                Some(*at - width)
            })
            .collect();

        // Strips that show what is kept lie where they lay, and the others change places on either side of them.
        let still = site.kept.map_or(0..0, |kept| {
            let (left, top) = (kept.x - site.origin.0 as f32, kept.y - site.origin.1 as f32);
            let places = [(left, top), (left + kept.w, top), (left, top + kept.h), (left + kept.w, top + kept.h)]
                .map(|(x, y)| x * across.0 + y * across.1);
            let (from, to) = (places.into_iter().fold(f32::MAX, f32::min), places.into_iter().fold(f32::MIN, f32::max));
            let first = starts.partition_point(|start| *start <= from).saturating_sub(1);
            first..starts.partition_point(|start| *start < to).max(first)
        });
        let share = tone::within(self.shuffle, 0.0, 1.0);
        let mut order = order(if still.is_empty() { count } else { still.start }, share, site.seed);
        if !still.is_empty() {
            order.extend(still.clone());
            let behind = self::order(count - still.end, share, site.seed.at("behind"));
            order.extend(behind.into_iter().map(|n| n + still.end));
        }
        let far = tone::within(site.px(self.shift).abs(), 0.0, 1e5);
        let mut dice = site.seed.at("shift").dice();
        let mut at = low;
        (order.iter().enumerate())
            .map(|(n, &strip)| {
                // Neighbours slip opposite ways, or the cut would not show.
                let slip = far * dice.between(0.25, 1.0) * if n % 2 == 0 { 1.0 } else { -1.0 };
                let slip = if still.contains(&n) { 0.0 } else { slip };
                let (dx, dy) = along;
                // Strips are moved straight along one side of the picture, so that a slanted cut stays one.
                let side = (starts[strip] - at) / if self.run == Run::Vertical { across.0 } else { across.1 };
                let (sx, sy) = if self.run == Run::Vertical { (side, 0.0) } else { (0.0, side) };
                let round = |v: f32| libm::roundf(if still.contains(&n) { 0.0 } else { v }) as i32;
                let slot = Slot { start: at, offset: (round(sx + slip * dx), round(sy + slip * dy)) };
                at += widths[strip];
                slot
            })
            .collect()
    }
}

/// The numbers below `count`, with a share of them in other places.
pub fn order(count: usize, share: f32, seed: Seed) -> Vec<usize> {
    let mut dice = seed.at("shuffle").dice();
    let places: Vec<usize> = (0..count).filter(|_| dice.unit() < share).collect();
    let mut moved = places.clone();
    dice.shuffle(&mut moved);
    let mut order: Vec<usize> = (0..count).collect();
    places.iter().zip(moved).for_each(|(&place, strip)| order[place] = strip);
    order
}

/// The pixel that lies at an offset from a place, if the picture reaches so far.
fn pick(source: &[Pixel], width: usize, height: usize, x: usize, y: usize, offset: (i32, i32)) -> Option<Pixel> {
    let x = usize::try_from((x as i32).saturating_add(offset.0)).ok().filter(|&x| x < width)?;
    let y = usize::try_from((y as i32).saturating_add(offset.1)).ok().filter(|&y| y < height)?;
    Some(source[y * width + x])
}

/// Fills the inside of a strip: as much as the picture has, and paper beyond.
fn copy(
    source: &[Pixel],
    size: (usize, usize),
    at: (usize, usize),
    offset: (i32, i32),
    out: &mut [Pixel],
    paper: Color,
) {
    let (width, height) = size;
    let first = i64::from(offset.0) + at.0 as i64;
    let start = (-first).clamp(0, out.len() as i64) as usize;
    let end = (width as i64 - first).clamp(start as i64, out.len() as i64) as usize;
    let line = at.1 as i64 + i64::from(offset.1);
    let (start, end) = if (0..height as i64).contains(&line) { (start, end) } else { (0, 0) };
    if start < end {
        let from = line as usize * width + (first + start as i64) as usize;
        out[start..end].copy_from_slice(&source[from..from + end - start]);
    }
    for x in (0..start).chain(end..out.len()) {
        tone::paint(&mut out[x], [paper.r, paper.g, paper.b]);
    }
}
