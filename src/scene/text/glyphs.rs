//! Glyphs: what the ink of a line tells of its lettering.

use image::RgbaImage;

use crate::{
    color::Color,
    quad::Quad,
    scene::{
        hand::Hand,
        text::{
            patch::{Patch, Piece, median_f32},
            path::Path,
            recognise::{Character, Reading},
            row::{Letter, Row, is_tall, stands},
        },
    },
};

/// A line whose ink was found.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    /// Tightly round the ink.
    pub path: Path,
    pub ink: Color,
    pub paper: Color,
    pub outline: Option<Color>,
    pub shadow: bool,
    /// In picture pixels.
    pub cap_height: f32,
    pub stroke: f32,
    /// Each character with the part of the line's length that it takes; spaces take what lies between.
    pub characters: Vec<(Character, [f32; 2])>,
    /// Where the line falls apart into two: before which of the characters.
    pub breaks: Vec<usize>,
    /// How far its ink goes on before and behind the path that was read, in fractions of its length.
    pub beyond: [f32; 2],
    pub hand: Option<Hand>,
}

/// Finds the ink of a line that was read along `path`.
///
/// # Errors
/// The likeliest ink and paper, when the one cannot be told from the other.
pub(crate) fn measure(pixels: &RgbaImage, path: &Path, reading: &Reading) -> Result<Measured, [Color; 2]> {
    let patch = Patch::new(pixels, path);
    let row = Row::new(&patch, reading)?;
    match row.levelled(path) {
        Some(level) => Row::new(&Patch::new(pixels, &level), reading).map(|row| row.measured()),
        None => Ok(row.measured()),
    }
}

/// Fewer letters than this do not tell by their feet alone that they stand on a slope.
const FEW: usize = 8;

impl Row<'_> {
    /// The same path turned so that its letters stand on a level line, where they clearly do not.
    fn levelled(&self, path: &Path) -> Option<Path> {
        let Path::Straight(quad) = path else { return None };
        let reach = 0.35 * (self.bounds[2] - self.bounds[0]) as f32;
        let slopes = |points: &[(f32, f32)]| -> Vec<f32> {
            let pairs = points.iter().enumerate().flat_map(|(i, a)| points[i + 1..].iter().map(move |b| (a, b)));
            pairs.filter(|(a, b)| b.0 - a.0 > reach).map(|(a, b)| (b.1 - a.1) / (b.0 - a.0)).collect()
        };
        let at = |is: fn(char) -> bool, row: fn((usize, usize)) -> usize| -> Vec<(f32, f32)> {
            let some = self.letters.iter().filter(|l| is(l.character.char));
            some.filter_map(|l| Some((l.x, row(l.rows?) as f32))).collect()
        };
        let feet = at(stands, |(_, foot)| foot);
        let heads = slopes(&at(is_tall, |(head, _)| head));
        let mut all = slopes(&feet);
        if feet.len() < FEW && !heads.is_empty() && !all.is_empty() {
            // A swash or a times sign does not turn a line away from the level: heads and feet must agree.
            let (above, below) = (median_f32(heads.iter().copied()), median_f32(all.iter().copied()));
            let away = (quad.angle() + libm::atanf(below)).abs() > quad.angle().abs();
            if away && (above - below).abs() > 0.035 {
                return None;
            }
        }
        if feet.len() < 4 {
            // Few letters: their heads must serve as well.
            all.extend(heads);
        }
        // Theil (1950) and Sen (1968): the median of the slopes of all pairs far enough apart; most must agree.
        let slope = median_f32(all.iter().copied());
        let off = if feet.len() < 4 {
            median_f32(all.iter().map(|s| (s - slope).abs())) * reach
        } else {
            let foot = median_f32(feet.iter().map(|(x, y)| y - slope * x));
            median_f32(feet.iter().map(|(x, y)| (y - slope * x - foot).abs()))
        };
        if all.len() < 2 || off > 0.05 * self.cap {
            return None;
        }
        let rise = slope.abs() * (self.bounds[2] - self.bounds[0]) as f32;
        if rise < 1.5 || slope.abs() > 0.2 {
            return None;
        }
        let turn = libm::atanf(slope);
        let [x, y] = quad.centre();
        let more = quad.width() * libm::sinf(turn).abs();
        let height = (quad.height() - more).max(0.6 * quad.height());
        Some(Path::Straight(Quad::turned([x, y], quad.width(), height, quad.angle() + turn)))
    }

    fn measured(&self) -> Measured {
        let gaps = &self.gaps;
        let spaces = self.spaces();
        let [left, top, right, bottom] = self.bounds;
        let (w, h) = (self.patch.width as f32, self.patch.height as f32);
        let path = self.patch.path.part([left as f32 / w, right as f32 / w], [top as f32 / h, bottom as f32 / h]);
        let scale = self.patch.path.height() / h;
        let along = |x: f32| {
            let fraction = (x - left as f32) / (right - left).max(1) as f32;
            (fraction.clamp(0.0, 1.0) * 1000.0).round() / 1000.0
        };
        let mut characters: Vec<(Character, [f32; 2])> = Vec::new();
        let mut breaks = Vec::new();
        let mut from = 0.0;
        for (i, Letter { character: letter, .. }) in self.letters.iter().enumerate() {
            let end = gaps.get(i).map_or(1.0, |gap| along(gap.1));
            let Some(&(space, apart)) = spaces.get(i) else {
                characters.push((*letter, [from, end]));
                continue;
            };
            if !space {
                characters.push((*letter, [from, end]));
                from = end;
                continue;
            }
            let half = gaps[i].0 as f32 / 2.0;
            let (start, stop) = (along(gaps[i].1 - half), along(gaps[i].1 + half));
            characters.push((*letter, [from, start]));
            if apart {
                breaks.push(characters.len());
            } else {
                characters.push((Character { char: ' ', at: (start + stop) / 2.0, ..*letter }, [start, stop]));
            }
            from = stop;
        }
        let (area, edge) = self.pieces.iter().fold((0, 0), |(a, e), p| (a + p.area, e + p.edge));
        // A stem has two edges: its area is its thickness times half of them.
        let stroke = 2.0 * area as f32 / edge.max(1) as f32 * scale;
        Measured {
            path,
            ink: self.inked.ink,
            paper: self.inked.paper,
            outline: self.inked.outline,
            shadow: self.inked.shadow,
            cap_height: self.cap * scale,
            stroke,
            characters,
            breaks,
            beyond: self.beyond(),
            hand: Some(self.hand(stroke)),
        }
    }

    /// How far the line goes on before and behind the region that was read, in fractions of its length: pieces of
    /// its ink that stand as high as its letters and follow closely.
    fn beyond(&self) -> [f32; 2] {
        let [left, _, right, _] = self.patch.core;
        let [mut first, top, mut last, bottom] = self.bounds;
        let tall = (bottom - top) as f32;
        let level = |p: &&Piece| {
            let slack = 0.12 * tall;
            p.top as f32 > top as f32 - slack
                && (p.bottom as f32) < bottom as f32 + slack
                && p.left > 0
                && p.right < self.patch.width
        };
        for piece in self.beside.iter().filter(level).filter(|p| p.right <= self.bounds[0]) {
            if (first - piece.right.min(first)) as f32 <= 0.5 * tall {
                first = first.min(piece.left);
            }
        }
        for piece in self.beside.iter().filter(level).filter(|p| p.left >= self.bounds[2]) {
            if (piece.left.max(last) - last) as f32 <= 0.5 * tall {
                last = last.max(piece.right);
            }
        }
        let wide = (right - left).max(1) as f32;
        let room = 0.12 * tall;
        let over = |pixels: f32| if pixels > 0.0 { (pixels + room) / wide } else { 0.0 };
        [over(left as f32 - first as f32), over(last as f32 - right as f32)]
    }
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};
    use proptest::prelude::*;

    use super::*;

    /// Bars for letters: 12 wide and 60 high, 10 apart, and 34 apart where a word ends.
    fn bars(words: &[usize], ink: [u8; 4], paper: [u8; 4]) -> (RgbaImage, Vec<f32>, f32) {
        let mut middles = Vec::new();
        let mut x = 40;
        for &word in words {
            for _ in 0..word {
                middles.push(x as f32 + 6.0);
                x += 22;
            }
            x += 24;
        }
        let end = x as f32 - 34.0;
        let pixels = RgbaImage::from_fn(x + 40, 140, |x, y| {
            let on = (40..100).contains(&y) && middles.iter().any(|m| (x as f32 + 0.5 - m).abs() < 6.0);
            Rgba(if on { ink } else { paper })
        });
        (pixels, middles, end)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn bars_are_measured_as_they_were_drawn(
            words in prop::collection::vec(2usize..6, 1..5), light in any::<bool>(), hue in 0u8..90, turned in any::<bool>(),
        ) {
            let (dark, bright) = ([hue, 20, 40, 255], [240, 250 - hue, 235, 255]);
            let (ink, paper) = if light { (bright, dark) } else { (dark, bright) };
            let (mut pixels, middles, end) = bars(&words, ink, paper);
            // What detection finds: the ink with some room.
            let mut path = Path::Straight(Quad([[28.0, 28.0], [end + 12.0, 28.0], [end + 12.0, 112.0], [28.0, 112.0]]));
            if turned {
                // Read from the other end.
                pixels = image::imageops::rotate180(&pixels);
                let (w, h) = (pixels.width() as f32, pixels.height() as f32);
                let Path::Straight(Quad(corners)) = path else { unreachable!() };
                path = Path::Straight(Quad(corners.map(|[x, y]| [w - x, h - y])));
            }
            let at = |x: f32| (x - 28.0) / (end - 16.0);
            let characters = middles.iter().map(|m| Character { char: 'I', at: at(*m), confidence: 1.0 }).collect();
            let measured = measure(&pixels, &path, &Reading { characters }).expect("bars stand out");
            let text: String = measured.characters.iter().map(|(c, _)| c.char).collect();
            let said: Vec<String> = words.iter().map(|&n| "I".repeat(n)).collect();
            prop_assert_eq!(text, said.join(" "));
            prop_assert!((measured.cap_height - 60.0).abs() < 2.0 && (measured.path.height() - 60.0).abs() < 2.0);
            prop_assert!((measured.path.length() - (end - 40.0)).abs() < 3.0);
            prop_assert!((measured.stroke - 12.0).abs() < 3.5, "{}", measured.stroke);
            prop_assert_eq!((measured.ink.rgba(), measured.paper.rgba()), (ink, paper));
            prop_assert!(measured.breaks.is_empty() && measured.outline.is_none() && !measured.shadow);
            let ends: Vec<f32> = measured.characters.iter().flat_map(|(_, span)| *span).collect();
            prop_assert!(ends.is_sorted() && ends[0] == 0.0 && ends[ends.len() - 1] == 1.0);
        }
    }

    #[test]
    fn a_plain_ground_holds_no_ink() {
        let pixels = RgbaImage::from_pixel(200, 80, Rgba([90, 120, 150, 255]));
        let reading = Reading { characters: vec![Character { char: 'I', at: 0.5, confidence: 1.0 }] };
        let path = Path::Straight(Quad::turned([100.0, 40.0], 100.0, 30.0, 0.3));
        let [ink, paper] = measure(&pixels, &path, &reading).expect_err("nothing stands out");
        assert_eq!((ink.rgba(), paper.rgba()), ([90, 120, 150, 255], [90, 120, 150, 255]));
    }
}
