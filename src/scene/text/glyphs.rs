//! Glyphs: the letters of a line as pieces of ink: how tight they sit, how tall, how bold, how far apart.

use image::RgbaImage;

use crate::scene::text::{
    patch::{Inked, Patch, Piece, median_f32},
    path::Path,
    recognise::{Character, Reading},
};

/// A line whose ink was found.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    /// Tightly round the ink.
    pub path: Path,
    pub ink: crate::color::Color,
    pub paper: crate::color::Color,
    pub outline: Option<crate::color::Color>,
    /// In picture pixels.
    pub cap_height: f32,
    pub stroke: f32,
    /// Each character with the part of the line's length that it takes; spaces take what lies between.
    pub characters: Vec<(Character, [f32; 2])>,
    /// Where the line falls apart into two: before which of the characters.
    pub breaks: Vec<usize>,
    /// How far its ink goes on before and behind the path that was read, in fractions of its length.
    pub beyond: [f32; 2],
}

/// Finds the ink of a line that was read along `path`.
pub(crate) fn measure(pixels: &RgbaImage, path: &Path, reading: &Reading) -> Option<Measured> {
    let patch = Patch::new(pixels, path);
    let inked = patch.ink()?;
    let pieces = patch.pieces(&inked.mask);
    let row = Row::new(&patch, &inked, pieces, reading)?;
    if let Some(level) = row.levelled(path) {
        let patch = Patch::new(pixels, &level);
        let inked = patch.ink()?;
        let pieces = patch.pieces(&inked.mask);
        return Row::new(&patch, &inked, pieces, reading).map(|row| row.measured());
    }
    Some(row.measured())
}

/// What is known of a line while it is measured; all in pixels of the patch.
struct Row<'a> {
    patch: &'a Patch,
    inked: &'a Inked,
    pieces: Vec<Piece>,
    /// Ink before and behind the region that detection found.
    beside: Vec<Piece>,
    /// The characters that leave ink, each with the column of its middle and whether a space stands before it.
    letters: Vec<(Character, f32, bool)>,
    /// Left, top, right, bottom of all ink.
    bounds: [usize; 4],
    /// Ink pixels of every column.
    columns: Vec<usize>,
    cap: f32,
}

impl<'a> Row<'a> {
    fn new(patch: &'a Patch, inked: &'a Inked, pieces: Vec<Piece>, reading: &Reading) -> Option<Self> {
        let [core_left, core_top, core_right, core_bottom] = patch.core;
        let (wide, tall) = ((core_right - core_left) as f32, (core_bottom - core_top) as f32);
        let (own, beside): (Vec<Piece>, Vec<Piece>) =
            pieces.into_iter().partition(|p| (core_left..core_right).contains(&((p.left + p.right) / 2)));
        let bounds = own.iter().map(|p| [p.left, p.top, p.right, p.bottom]);
        let bounds = bounds.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])?;
        // Detection leaves some room, but never this much.
        if ((bounds[3] - bounds[1]) as f32) < 0.25 * tall || ((bounds[2] - bounds[0]) as f32) < 0.4 * wide {
            return None;
        }
        let pieces = own;
        let mut letters = Vec::new();
        let mut space = false;
        for character in &reading.characters {
            if character.char == ' ' {
                space = true;
            } else {
                letters.push((*character, core_left as f32 + character.at * wide, space));
                space = false;
            }
        }
        let mut columns = vec![0; patch.width];
        for (i, _) in inked.mask.iter().enumerate().filter(|(_, ink)| **ink) {
            let (x, y) = (i % patch.width, i / patch.width);
            columns[x] += usize::from((bounds[1]..bounds[3]).contains(&y));
        }
        let mut row = Row { patch, inked, pieces, beside, letters, bounds, columns, cap: 0.0 };
        row.cap = row.cap_height();
        Some(row)
    }

    /// Top and bottom of the ink at a letter's middle; `None` where letters hang together.
    fn extent(&self, x: f32) -> Option<(f32, f32)> {
        let tall = (self.bounds[3] - self.bounds[1]) as f32;
        let over = self.pieces.iter().filter(|p| p.left as f32 - 1.0 <= x && x <= p.right as f32 + 1.0);
        let over: Vec<&Piece> = over.filter(|p| p.area as f32 > 0.01 * tall * tall).collect();
        let joined = over.iter().any(|p| (p.right - p.left) as f32 > 1.8 * tall);
        let top = over.iter().map(|p| p.top).min()?;
        let bottom = over.iter().map(|p| p.bottom).max()?;
        (!joined).then_some((top as f32, bottom as f32))
    }

    /// Median height of the letters that are as tall as a capital; else it is told from those that are not.
    fn cap_height(&self) -> f32 {
        let heights = |is: fn(char) -> bool| {
            let some = self.letters.iter().filter(|(c, ..)| is(c.char)).filter_map(|(_, x, _)| self.extent(*x));
            let some: Vec<f32> = some.map(|(top, bottom)| bottom - top).collect();
            (!some.is_empty()).then(|| median_f32(some.into_iter()))
        };
        let has = |is: fn(char) -> bool| self.letters.iter().any(|(c, ..)| is(c.char));
        let all = (self.bounds[3] - self.bounds[1]) as f32;
        let above = if has(is_tall) || has(is_accented_capital) { 1.0 } else { X_HEIGHT };
        let below = if has(is_hanging) { 0.28 } else { 0.0 };
        let whole = all / (above + below);
        let told = heights(is_tall).or_else(|| heights(is_low).map(|height| height / X_HEIGHT)).unwrap_or(whole);
        // What was taken for a letter may have been a part of one, or two.
        if (0.6 * whole..1.15 * all).contains(&told) { told } else { whole }
    }

    /// The same path turned so that its letters stand on a level line, where they clearly do not.
    fn levelled(&self, path: &Path) -> Option<Path> {
        let Path::Straight(quad) = path else { return None };
        let feet = self.letters.iter().filter(|(c, ..)| stands(c.char));
        let feet: Vec<(f32, f32)> = feet.filter_map(|(_, x, _)| Some((*x, self.extent(*x)?.1))).collect();
        let reach = 0.35 * (self.bounds[2] - self.bounds[0]) as f32;
        let slopes = feet.iter().enumerate().flat_map(|(i, a)| {
            feet[i + 1..].iter().filter(move |b| b.0 - a.0 > reach).map(move |b| (b.1 - a.1) / (b.0 - a.0))
        });
        let slopes: Vec<f32> = slopes.collect();
        if feet.len() < 4 || slopes.len() < 3 {
            return None;
        }
        // Theil (1950) and Sen (1968): the median of the slopes of all pairs far enough apart.
        let slope = median_f32(slopes.into_iter());
        let foot = median_f32(feet.iter().map(|(x, y)| y - slope * x));
        let off = median_f32(feet.iter().map(|(x, y)| (y - slope * x - foot).abs()));
        if off > 0.05 * self.cap {
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
        Some(Path::Straight(crate::quad::Quad::turned([x, y], quad.width(), height, quad.angle() + turn)))
    }

    /// The blank run between two letters, and the column at its middle.
    fn gap(&self, from: f32, to: f32) -> (usize, f32) {
        let (from, to) = (from.max(0.0) as usize, (to.max(0.0) as usize).min(self.columns.len()));
        let (mut best, mut run) = ((0, (from + to) as f32 / 2.0), 0);
        let mut least = usize::MAX;
        for x in from..to {
            if self.columns[x] == 0 {
                run += 1;
                if run > best.0 {
                    best = (run, x as f32 + 1.0 - run as f32 / 2.0);
                }
            } else {
                run = 0;
                if best.0 == 0 && self.columns[x] < least {
                    least = self.columns[x];
                    best.1 = x as f32 + 0.5;
                }
            }
        }
        best
    }

    fn measured(&self) -> Measured {
        let gaps: Vec<(usize, f32)> = self.letters.windows(2).map(|pair| self.gap(pair[0].1, pair[1].1)).collect();
        let spaces = self.spaces(&gaps);
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
        for (i, (letter, ..)) in self.letters.iter().enumerate() {
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
        Measured {
            path,
            ink: self.inked.ink,
            paper: self.inked.paper,
            outline: self.inked.outline,
            cap_height: self.cap * scale,
            // A stem has two edges: its area is its thickness times half of them.
            stroke: 2.0 * area as f32 / edge.max(1) as f32 * scale,
            characters,
            breaks,
            beyond: self.beyond(),
        }
    }

    /// Whether a space stands after each letter but the last, and whether the line falls apart there.
    fn spaces(&self, gaps: &[(usize, f32)]) -> Vec<(bool, bool)> {
        let read: Vec<bool> = self.letters.iter().skip(1).map(|(_, _, space)| *space).collect();
        let width = |i: usize| gaps[i].0 as f32;
        let letters = || (0..gaps.len()).filter(|&i| !read[i]);
        let within = median_f32(letters().map(width));
        let between = median_f32((0..gaps.len()).filter(|&i| read[i]).map(width));
        // Where letters hang together, or the ground shows through, gaps tell nothing.
        let clean = 10 * letters().filter(|&i| gaps[i].0 > 0).count() >= 8 * letters().count();
        (0..gaps.len())
            .map(|i| {
                let (a, b) = (self.letters[i].0.char, self.letters[i + 1].0.char);
                let airy = |c: char| !c.is_alphabetic();
                let more = if airy(a) || airy(b) { 0.42 } else { 0.3 } * self.cap;
                let gap = width(i);
                let wide = clean && gap > within + more && gap > 1.8 * within;
                let none = clean && gap < within + 0.05 * self.cap && within > 0.15 * self.cap;
                let space = if read[i] { !none } else { wide };
                let far = gap > (1.9 * self.cap).max(2.6 * between) || gap > 0.6 * self.cap && self.differs(i + 1);
                (space, space && far && !self.filled(&gaps[i]))
            })
            .collect()
    }

    /// Whether something that is no letter stands in a gap.
    fn filled(&self, (width, middle): &(usize, f32)) -> bool {
        let half = *width as f32 / 2.0;
        let columns = (middle - half).max(0.0) as usize..((middle + half) as usize).min(self.inked.busy.len());
        columns.clone().filter(|&x| self.inked.busy[x]).count() * 3 > columns.len()
    }

    /// Whether the letters from `index` on are of clearly another size than those before.
    fn differs(&self, index: usize) -> bool {
        let height = |letters: &[(Character, f32, bool)]| {
            let tall = letters.iter().filter(|(c, ..)| is_tall(c.char));
            let tall: Vec<f32> = tall.filter_map(|(_, x, _)| self.extent(*x)).map(|(top, foot)| foot - top).collect();
            (tall.len() > 1).then(|| median_f32(tall.into_iter()))
        };
        let sizes = (height(&self.letters[..index]), height(&self.letters[index..]));
        matches!(sizes, (Some(a), Some(b)) if a.max(b) > 1.22 * a.min(b))
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

/// Height of an x ÷ height of a capital, in most faces.
const X_HEIGHT: f32 = 0.72;

/// As tall as a capital, and on the line.
fn is_tall(c: char) -> bool {
    c.is_ascii_uppercase() && !"JQ".contains(c) || c.is_ascii_digit() || "bdfhkl".contains(c)
}

fn is_accented_capital(c: char) -> bool {
    c.is_uppercase() && !c.is_ascii()
}

/// As tall as an x, and on the line.
fn is_low(c: char) -> bool {
    "acemnorsuvwxz".contains(c)
}

fn is_hanging(c: char) -> bool {
    "gjpqy,;ç(){}[]$".contains(c)
}

/// Has its foot on the line.
fn stands(c: char) -> bool {
    is_tall(c) || is_low(c) || "it".contains(c)
}
