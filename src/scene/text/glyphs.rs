//! Glyphs: the letters of a line as pieces of ink: how tight they sit, how tall, how bold, how far apart.

use image::RgbaImage;

use crate::{color::Color, scene::text::{
    ink::{Inked, ink},
    patch::{Patch, Piece, median_f32},
    path::Path,
    recognise::{Character, Reading},
}};

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

/// What is known of a line while it is measured; all in pixels of the patch.
struct Row<'a> {
    patch: &'a Patch,
    inked: Inked,
    pieces: Vec<Piece>,
    /// Ink before and behind the region that detection found.
    beside: Vec<Piece>,
    letters: Vec<Letter>,
    /// The blank run between each letter and the next: its width, and its middle.
    gaps: Vec<(usize, f32)>,
    /// Left, top, right, bottom of all ink.
    bounds: [usize; 4],
    /// Ink pixels of every column.
    columns: Vec<usize>,
    cap: f32,
}

/// A character that leaves ink.
struct Letter {
    character: Character,
    /// The column of its middle.
    x: f32,
    /// A space was read before it.
    space: bool,
    /// Its first and last row, and its height.
    rows: Option<(usize, usize)>,
}

impl Letter {
    fn height(&self) -> Option<f32> {
        self.rows.map(|(top, foot)| (foot - top) as f32)
    }
}

impl<'a> Row<'a> {
    fn new(patch: &'a Patch, reading: &Reading) -> Result<Self, [Color; 2]> {
        let [core_left, core_top, core_right, core_bottom] = patch.core;
        let (wide, tall) = ((core_right - core_left) as f32, (core_bottom - core_top) as f32);
        let columns: Vec<f32> = reading.characters.iter().filter(|c| c.char != ' ').map(|c| core_left as f32 + c.at * wide).collect();
        let inked = ink(patch, &columns)?;
        let (own, beside): (Vec<Piece>, Vec<Piece>) =
            inked.pieces.iter().copied().partition(|p| (core_left..core_right).contains(&((p.left + p.right) / 2)));
        let bounds = own.iter().map(|p| [p.left, p.top, p.right, p.bottom]);
        let none = [inked.ink, inked.paper];
        let bounds = bounds.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]).ok_or(none)?;
        // Detection leaves some room, but never this much.
        if ((bounds[3] - bounds[1]) as f32) < 0.25 * tall || ((bounds[2] - bounds[0]) as f32) < 0.4 * wide {
            return Err(none);
        }
        // What reaches far beyond the region is more than the line: there the region says where it ends.
        let room = (ROOM * tall) as usize;
        let slack = (0.06 * tall) as usize + 1;
        let bounds = [
            if bounds[0] + slack < core_left { core_left + room } else { bounds[0] },
            if bounds[1] + slack < core_top { core_top + room } else { bounds[1] },
            if bounds[2] > core_right + slack { core_right - room } else { bounds[2] },
            if bounds[3] > core_bottom + slack { core_bottom - room } else { bounds[3] },
        ];
        if bounds[0] >= bounds[2] || bounds[1] >= bounds[3] {
            return Err(none);
        }
        let mut letters = Vec::new();
        let mut space = false;
        for character in &reading.characters {
            if character.char == ' ' {
                space = true;
            } else {
                letters.push(Letter { character: *character, x: core_left as f32 + character.at * wide, space, rows: None });
                space = false;
            }
        }
        let mut columns = vec![0; patch.width];
        for y in bounds[1]..bounds[3] {
            for x in bounds[0]..bounds[2] {
                columns[x] += usize::from(inked.mask[y * patch.width + x]);
            }
        }
        let mut row = Row { patch, inked, pieces: own, beside, letters, gaps: Vec::new(), bounds, columns, cap: 0.0 };
        row.gaps = row.letters.windows(2).map(|pair| row.gap(pair[0].x, pair[1].x)).collect();
        for i in 0..row.letters.len() {
            let from = i.checked_sub(1).map_or(bounds[0], |before| row.gaps[before].1 as usize);
            let to = row.gaps.get(i).map_or(bounds[2], |gap| gap.1.ceil() as usize);
            row.letters[i].rows = row.rows_between(from, to);
        }
        row.cap = row.cap_height();
        row.raise();
        row.drop_icon();
        row.trim();
        Ok(row)
    }

    /// First and last row with ink between two columns.
    fn rows_between(&self, from: usize, to: usize) -> Option<(usize, usize)> {
        let inked = |y: &usize| self.inked.mask[y * self.patch.width..][from.min(to)..to].iter().any(|ink| *ink);
        let rows = self.bounds[1]..self.bounds[3];
        Some((rows.clone().find(inked)?, rows.rev().find(inked)? + 1))
    }

    /// Median height of the letters that are as tall as a capital; else it is told from those that are not.
    fn cap_height(&self) -> f32 {
        let heights = |is: fn(char) -> bool| {
            let some = self.letters.iter().filter(|l| is(l.character.char)).filter_map(Letter::height);
            let some: Vec<f32> = some.collect();
            (!some.is_empty()).then(|| median_f32(some.into_iter()))
        };
        let has = |is: fn(char) -> bool| self.letters.iter().any(|l| is(l.character.char));
        let all = (self.bounds[3] - self.bounds[1]) as f32;
        let above = if has(is_tall) || has(is_accented_capital) { 1.0 } else { X_HEIGHT };
        let below = if has(is_hanging) { 0.28 } else { 0.0 };
        let whole = all / (above + below);
        let told = heights(is_tall).or_else(|| heights(is_low).map(|height| height / X_HEIGHT)).unwrap_or(whole);
        // What was taken for a letter may have been a part of one, or two.
        if (0.6 * whole..1.15 * all).contains(&told) { told } else { whole }
    }

    /// Makes capitals of letters that are as tall as one among capitals: many an e of a display face has but one form.
    fn raise(&mut self) {
        let letters = || self.letters.iter().filter(|l| l.character.char.is_alphabetic());
        let capitals = letters().filter(|l| l.character.char.is_uppercase()).count();
        if capitals * 2 < letters().count() || capitals < 2 {
            return;
        }
        let tall = 0.88 * self.cap;
        for letter in self.letters.iter_mut().filter(|l| is_low(l.character.char)) {
            if letter.rows.is_some_and(|(top, foot)| (foot - top) as f32 > tall) {
                letter.character.char = letter.character.char.to_ascii_uppercase();
            }
        }
    }

    /// Leaves out a first letter that is an icon: it stands alone and far off, and is no word.
    fn drop_icon(&mut self) {
        let [first, second, ..] = &self.letters[..] else { return };
        let word = |c: char| !c.is_alphabetic() && !"()[]".contains(c) || "IAÀYOaàyoô".contains(c);
        let far = self.gaps[0].0 as f32 > 0.6 * self.cap;
        if second.space && far && !word(first.character.char) {
            let (_, middle) = self.gaps.remove(0);
            self.letters.remove(0);
            self.bounds[0] = (middle as usize..self.bounds[2]).find(|&x| self.columns[x] > 0).unwrap_or(self.bounds[0]);
        }
    }

    /// Takes what stands apart before the first letter and behind the last out of the bounds: icons, badges.
    fn trim(&mut self) {
        let (Some(first), Some(last)) = (self.letters.first(), self.letters.last()) else { return };
        let within = median_f32(self.gaps.iter().map(|gap| gap.0 as f32));
        let apart = (0.35 * self.cap).max(1.5 * within) as usize + 1;
        let clear = |x: &usize| self.columns.get(*x).is_none_or(|&ink| ink == 0);
        let [left, _, right, _] = self.bounds;
        let blank = |from: usize| (from..from + apart).all(|x| clear(&x));
        // The last blank run before the first letter's middle, and the first one behind the last's.
        let start = (left..first.x as usize).rev().find(|&x| x + apart < first.x as usize && blank(x));
        let end = (last.x as usize..right).find(|&x| blank(x) && x + apart < right);
        let start = start.and_then(|x| (x + apart..right).find(|x| !clear(x)));
        if let Some(start) = start.filter(|&start| (start as f32) < first.x + 0.5 * self.cap) {
            self.bounds[0] = start;
        }
        if let Some(end) = end.filter(|&end| end as f32 > last.x - 0.5 * self.cap) {
            self.bounds[2] = end;
        }
    }

    /// The same path turned so that its letters stand on a level line, where they clearly do not.
    fn levelled(&self, path: &Path) -> Option<Path> {
        let Path::Straight(quad) = path else { return None };
        let feet = self.letters.iter().filter(|l| stands(l.character.char));
        let feet: Vec<(f32, f32)> = feet.filter_map(|l| Some((l.x, l.rows?.1 as f32))).collect();
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
        Measured {
            path,
            ink: self.inked.ink,
            paper: self.inked.paper,
            outline: self.inked.outline,
            shadow: self.inked.shadow,
            cap_height: self.cap * scale,
            // A stem has two edges: its area is its thickness times half of them.
            stroke: 2.0 * area as f32 / edge.max(1) as f32 * scale,
            characters,
            breaks,
            beyond: self.beyond(),
        }
    }

    /// Whether a space stands after each letter but the last, and whether the line falls apart there.
    fn spaces(&self) -> Vec<(bool, bool)> {
        let gaps = &self.gaps;
        let read: Vec<bool> = self.letters.iter().skip(1).map(|l| l.space).collect();
        let width = |i: usize| gaps[i].0 as f32;
        let letters = || (0..gaps.len()).filter(|&i| !read[i]);
        let within = median_f32(letters().map(width));
        let spaces = (0..gaps.len()).filter(|&i| read[i]).map(width);
        let usual = spaces.fold(0.6 * self.cap, f32::min);
        // Where letters hang together, or the ground shows through, gaps tell nothing.
        let clean = self.inked.clean && 10 * letters().filter(|&i| gaps[i].0 > 0).count() >= 8 * letters().count();
        (0..gaps.len())
            .map(|i| {
                let (a, b) = (self.letters[i].character.char, self.letters[i + 1].character.char);
                // Points and ones stand in much white, and some letters lean away from the next.
                let airy = !a.is_alphanumeric() || !b.is_alphanumeric() || a.is_ascii_digit() && b.is_ascii_digit();
                let more = if airy || "rfTLVYPA7".contains(a) { 0.42 } else { 0.3 } * self.cap;
                let gap = width(i);
                let wide = clean && gap > within + more && gap > 2.0 * within;
                let none = clean && gap < within + 0.05 * self.cap && within > 0.15 * self.cap;
                let space = if read[i] { !none } else { wide };
                let far = gap - within > (1.25 * self.cap).max(2.2 * usual) || gap > 0.6 * self.cap && self.differs(i + 1);
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
        let height = |letters: &[Letter]| {
            let tall = letters.iter().filter(|l| is_tall(l.character.char));
            let tall: Vec<f32> = tall.filter_map(Letter::height).collect();
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

/// Share of a region's height that detection adds above and below.
pub(crate) const ROOM: f32 = 0.14;
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
