//! Ovals: text in lines whose widths follow a superellipse, as a letterer fills a balloon.

use crate::typeset::{
    Align, Setting, Style, Valign,
    breaks::{Piece, pieces},
    fonts::Fonts,
    ink::{Ink, ink_width},
    layout::Layout,
    place::Block,
    prepare::prepare,
    shape::{Shaped, shape},
    stack::{Line, Stack},
};

/// Text of more pieces than this is no balloon any more.
const MOST: usize = 240;
/// More lines than this are a column, not a balloon.
const LINES: usize = 10;
/// How many times as high as its text an oval is tried.
const RISES: [f32; 4] = [1.13, 1.26, 1.5, 1.9];
/// What may be given up of the least width for lines that follow the outline.
const SLACK: f32 = 1.04;
/// Width to height of an oval, at the least and at the most; only one line may be flatter.
const SLIM: f32 = 0.8;
const FLAT: f32 = 3.2;

/// Text that is ready to be set in ovals of several shapes.
pub struct OvalText {
    shaped: Shaped,
    pieces: Vec<Piece>,
    stack: Stack,
    /// Height of a capital of the first face, in ems.
    cap: f32,
    /// The shapes, best first; none where the text is empty or too long.
    pub forms: Vec<Form>,
}

/// One way to break the text.
pub struct Form {
    /// Half the width and half the height of the least oval round the letters, and `pad` more, in ems.
    pub half: [f32; 2],
    /// How much worse it is than the best: 0 for that.
    pub worse: f32,
    lines: Vec<Line>,
}

impl OvalText {
    /// Breaks `text` for ovals of |x|ᵖ + |y|ᵖ = 1, `pad` ems of room round the letters: for every number of lines the
    /// smallest whose lines follow the outline.
    pub fn new(text: &str, style: &Style, power: f32, pad: f32, fonts: &Fonts) -> Self {
        let shaped = shape(&prepare(text, style), style, fonts);
        let pieces = pieces(&shaped, fonts, style.lang, f32::INFINITY);
        let stack = Stack::new(&shaped, style.leading, style.line_gap, LINES, Align::Center);
        let cap = style.faces.first().map_or(0.7, |face| fonts.get(*face).cap_height());
        let mut oval = OvalText { shaped, pieces, stack, cap, forms: Vec::new() };
        if oval.pieces.len() <= MOST && oval.shaped.clusters.iter().any(|cluster| !cluster.ink.is_none()) {
            oval.forms = oval.find(power, pad);
        }
        oval
    }

    /// Characters for which no face has a glyph.
    pub fn missing(&self) -> &[char] {
        &self.shaped.missing
    }

    /// A form at `size` pixels an em; the oval's centre is (0, 0).
    pub fn set(&self, form: &Form, size: f32) -> Setting {
        let layout = Layout { lines: form.lines.clone(), width: 0.0, height: 0.0 };
        let block = Block::new(&self.shaped, &self.pieces, &layout, &self.stack);
        let (w, h) = (block.width * size, block.height * size);
        let mut setting = block.put(size, w, h, Align::Center, Valign::Middle, 0.0);
        // Capitals are centred, not their accents and commas.
        let lines = || setting.clusters.iter().map(|cluster| cluster.y);
        let (first, last) = (lines().fold(f32::INFINITY, f32::min), lines().fold(f32::NEG_INFINITY, f32::max));
        let (dx, dy) = (-w / 2.0, -(first - self.cap * size + last) / 2.0);
        for glyph in setting.runs.iter_mut().flat_map(|run| &mut run.glyphs) {
            (glyph.x, glyph.y) = (glyph.x + dx, glyph.y + dy);
        }
        for rect in setting.lines.iter_mut().chain([&mut setting.ink]) {
            (rect.x, rect.y) = (rect.x + dx, rect.y + dy);
        }
        for cluster in &mut setting.clusters {
            (cluster.x, cluster.y) = (cluster.x + dx, cluster.y + dy);
        }
        setting
    }

    fn find(&self, power: f32, pad: f32) -> Vec<Form> {
        let widths = self.widths();
        let mut forms: Vec<(f32, Form)> = Vec::new();
        // As many lines as would fill a rectangle of about 2 : 1, and some more and fewer.
        let whole: f32 = self.pieces.iter().map(|piece| piece.advance.max(0.0)).sum();
        let forced = self.pieces.iter().filter(|piece| piece.forced).count();
        let even = (whole / (2.0 * self.stack.leading)).sqrt();
        let most = ((1.6 * even).ceil() as usize + forced + 1).min(LINES).min(self.pieces.len());
        for count in ((0.55 * even) as usize).clamp(1, most.max(1))..=most {
            let high = ((count - 1) as f32 * self.stack.leading + self.cap) / 2.0;
            let mut best: Option<(f32, Form)> = None;
            for rise in RISES {
                let profile = self.profile(count, high, high * rise, power);
                let Some((lines, rag)) = self.broken(&widths, &profile) else { continue };
                let half = self.measured(&lines, rise, power).map(|side| side + pad);
                let flat = half[0] / half[1];
                let odd = (SLIM / flat).max(if count == 1 { 0.0 } else { flat / FLAT });
                // A shape of about 5 : 3 is what the eye takes for a balloon.
                let shape = libm::logf(flat / 1.65);
                let cost = half[0] * half[1] * (1.0 + 0.3 * shape * shape + 0.5 * rag + 4.0 * (odd - 1.0).max(0.0));
                if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                    best = Some((cost, Form { half, worse: 0.0, lines }));
                }
            }
            forms.extend(best);
        }
        forms.sort_by(|a, b| a.0.total_cmp(&b.0));
        let least = forms.first().map_or(0.0, |form| form.0);
        forms.retain(|form| form.0 <= 2.2 * least);
        forms.into_iter().map(|(cost, form)| Form { worse: cost / least - 1.0, ..form }).take(4).collect()
    }

    /// How wide a line of pieces `first..=last` is, and its ink; nothing where a line has to end before.
    fn widths(&self) -> Vec<Vec<Ink>> {
        let from = |first: usize| {
            let (mut pen, mut ink, mut row) = (0.0, Ink::NONE, Vec::new());
            for piece in &self.pieces[first..] {
                ink = ink.join(piece.ink.moved(pen, 0.0));
                pen += piece.advance;
                row.push(ink);
                if piece.forced {
                    break;
                }
            }
            row
        };
        (0..self.pieces.len()).map(from).collect()
    }

    /// How wide each line may be where the oval is 2 wide.
    fn profile(&self, count: usize, high: f32, half: f32, power: f32) -> Vec<f32> {
        let line = |i: usize| {
            let top = i as f32 * self.stack.leading - high;
            let far = top.abs().max((top + self.cap).abs()) / half;
            2.0 * reach(far, power)
        };
        (0..count).map(line).collect()
    }

    /// The breaks for which the oval is narrowest, then those near it whose lines follow the outline best; and how
    /// far they are from it, squared, in the mean.
    fn broken(&self, inks: &[Vec<Ink>], profile: &[f32]) -> Option<(Vec<Line>, f32)> {
        let toll = |end: usize| if end == self.pieces.len() { 0.0 } else { self.pieces[end - 1].toll };
        // A line that ends badly is thought wider than it is.
        let narrowest = self.least(inks, profile, |so_far, line, end| so_far.max(line * (1.0 + toll(end))))?.0;
        let limit = narrowest * SLACK;
        let (cost, ends) = self.least(inks, profile, |so_far, line, end| {
            if line > limit {
                return f32::INFINITY;
            }
            so_far + (1.0 - line / limit) * (1.0 - line / limit) + toll(end)
        })?;
        let mut first = 0;
        let line = |end: &usize| {
            let clusters = (self.pieces[first].first, self.pieces[end - 1].end);
            let line = Line { first, end: *end, ink: inks[first][end - first - 1], clusters };
            first = *end;
            line
        };
        Some((ends.iter().map(line).collect(), (cost / profile.len() as f32).max(0.0)))
    }

    /// The way to break into as many lines as the profile has at the least cost, which adds up line by line.
    fn least(
        &self,
        inks: &[Vec<Ink>],
        profile: &[f32],
        add: impl Fn(f32, f32, usize) -> f32,
    ) -> Option<(f32, Vec<usize>)> {
        let count = self.pieces.len();
        let mut costs = vec![f32::INFINITY; count + 1];
        costs[0] = 0.0;
        let mut parents = vec![vec![0; count + 1]; profile.len()];
        for (row, reach) in profile.iter().enumerate() {
            let mut next = vec![f32::INFINITY; count + 1];
            for (first, so_far) in costs.iter().enumerate().filter(|(first, cost)| cost.is_finite() && *first < count) {
                for (length, ink) in inks[first].iter().enumerate() {
                    let end = first + length + 1;
                    let cost = add(*so_far, ink_width(ink).max(0.0) / reach, end);
                    if cost < next[end] {
                        next[end] = cost;
                        parents[row][end] = first;
                    }
                }
            }
            costs = next;
        }
        let cost = costs[count];
        let mut ends = vec![count];
        for parents in parents.iter().rev() {
            ends.push(parents[*ends.last()?]);
        }
        ends.reverse();
        cost.is_finite().then(|| (cost, ends.split_off(1)))
    }

    /// The half axes of the oval that just holds lines as they really stand.
    fn measured(&self, lines: &[Line], rise: f32, power: f32) -> [f32; 2] {
        let mut base = vec![0.0];
        for pair in lines.windows(2) {
            base.push(base[base.len() - 1] + self.stack.step(&pair[0], &pair[1]));
        }
        let middle = (base[base.len() - 1] - self.cap) / 2.0;
        let high = (base[base.len() - 1] + self.cap) / 2.0 * rise;
        let wide = lines.iter().zip(&base).map(|(line, base)| {
            let far = (base - middle).abs().max((base - self.cap - middle).abs()) / high;
            ink_width(&line.ink).max(0.0) / 2.0 / reach(far, power)
        });
        [wide.fold(0.0, f32::max), high]
    }
}

/// Half the width of the unit superellipse at a height.
fn reach(height: f32, power: f32) -> f32 {
    libm::powf((1.0 - libm::powf(height.min(1.0), power)).max(1e-4), 1.0 / power)
}
