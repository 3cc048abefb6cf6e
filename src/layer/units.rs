//! Units: the lines that are rewritten as one sentence, and which of them a rewriting touches.

use crate::{
    color::Color,
    layer::{outline, stage::Stage, torn},
    plan::{Mark, ShapeMark, Stroke},
    quad::Quad,
    region::area,
    scene::line::{Align, Line, Role},
};

/// Lines that say one thing together.
pub(super) struct Unit<'l> {
    pub lines: Vec<&'l Line>,
    pub role: Role,
}

/// The lines of a unit that have to be lettered again, and what they say then.
pub(super) struct Changed<'l> {
    pub lines: Vec<&'l Line>,
    pub text: String,
    /// So many characters at the beginning of the first line stay as they are; `text` does not have them.
    pub kept: usize,
    /// The text with them.
    whole: String,
    /// The gap behind them: where it begins and ends, in fractions of the line's length.
    gap: [f32; 2],
}

/// How many words at the beginning of a line can stay as they are, and the gap behind them. A straight line that is
/// flush left keeps all before the first change; one that is not only where its length hardly changes.
fn kept(line: &Line, old: &[&str], new: &[&str], alone: bool) -> (usize, [f32; 2]) {
    let none = (0, [0.0; 2]);
    let known = line.outline.is_none() && line.characters.len() == line.text.chars().count();
    let length = |words: &[&str]| words.iter().map(|word| word.chars().count() + 1).sum::<usize>();
    let still = line.lettering.align == Align::Left || length(old).abs_diff(length(new)) <= 1;
    let single = line.text.split(' ').eq(old.iter().copied());
    let Some(hand) = line.hand.as_ref().filter(|_| known && still && single && alone) else { return none };
    let same = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    // Something is left to be set.
    let words = same.min(new.len().saturating_sub(1)).min(old.len().saturating_sub(1));
    let next = length(&old[..words]);
    if words == 0 {
        return none;
    }
    let middle = (line.characters[next - 2][1] + line.characters[next][0]) / 2.0;
    // Letters that touch there are lettered again together.
    hand.gap(middle).map_or(none, |gap| (words, gap))
}

impl Changed<'_> {
    /// Where along the first line the first letter stands that goes, in fractions of its length.
    pub fn start(&self) -> f32 {
        self.gap[1]
    }

    /// Lets nothing of the lines stand.
    pub fn again(&mut self) {
        (self.kept, self.gap) = (0, [0.0; 2]);
        self.text.clone_from(&self.whole);
    }

    /// What its lines said, as far as it goes.
    pub fn from(&self) -> String {
        let all = self.lines.iter().map(|line| line.text.trim()).collect::<Vec<_>>().join(" ");
        all.chars().skip(self.kept).collect()
    }

    /// The quad of a line from where it changes.
    pub fn part(&self, index: usize) -> Quad {
        let line = self.lines[index];
        // Half the gap, or as much of it as belongs to a letter where something else stands in it.
        let half =
            ((self.gap[1] - self.gap[0]) / 2.0).min(0.25 * line.lettering.cap_height / line.quad.width().max(1.0));
        let start = if index == 0 { self.gap[1] - half } else { 0.0 };
        let [_, right, foot, _] = line.quad.0;
        Quad([line.quad.at(start, 0.0), right, foot, line.quad.at(start, 1.0)])
    }

    /// Round all of them, in picture pixels; nothing round none.
    pub fn quad(&self) -> Option<Quad> {
        let (first, last) = (self.lines.first()?, self.lines.last()?);
        if self.lines.len() == 1 {
            return Some(self.part(0));
        }
        // As far as the widest reaches, in the reading direction of the first.
        let axis = |point: [f32; 2]| {
            let [a, b, ..] = first.quad.0;
            let (w, p) = ([b[0] - a[0], b[1] - a[1]], [point[0] - a[0], point[1] - a[1]]);
            (p[0] * w[0] + p[1] * w[1]) / (w[0] * w[0] + w[1] * w[1]).max(1e-6)
        };
        let along = |corner: usize| self.lines.iter().map(move |line| axis(line.quad.0[corner]));
        let (left, right) = (along(0).fold(f32::MAX, f32::min), along(1).fold(f32::MIN, f32::max));
        let down = {
            let ([a, ..], [.., d]) = (first.quad.0, last.quad.0);
            let [_, _, _, foot] = first.quad.0;
            let (h, p) = ([foot[0] - a[0], foot[1] - a[1]], [d[0] - a[0], d[1] - a[1]]);
            (p[0] * h[0] + p[1] * h[1]) / (h[0] * h[0] + h[1] * h[1]).max(1e-6)
        };
        let at = |u: f32, v: f32| first.quad.at(u, v);
        Some(Quad([at(left, 0.0), at(right, 0.0), at(right, down), at(left, down)]))
    }
}

/// More words than this are no one sentence: each line is taken for itself.
pub(super) const SENTENCE: usize = 14;

/// Groups lines: the slogan lines of a block are one sentence, all others stand for themselves.
pub(super) fn of<'l>(lines: &[&'l Line]) -> Vec<Unit<'l>> {
    let mut units: Vec<Unit> = Vec::new();
    for line in lines {
        let joins = |last: &&mut Unit| {
            last.role == Role::Slogan
                && line.role == Role::Slogan
                && last.lines[0].block == line.block
                && last.words() + count(&line.text) <= SENTENCE
        };
        match units.last_mut().filter(joins) {
            Some(last) => last.lines.push(line),
            None => units.push(Unit { lines: vec![line], role: line.role }),
        }
    }
    units
}

/// Where a line's new letters stand, and what it keeps where they `begin` within it, in canvas pixels.
pub(super) fn extent(line: &Line, begins: bool, set: &[Mark], stage: &Stage<'_>) -> Option<Vec<[f32; 2]>> {
    if line.outline.is_some() {
        return None;
    }
    let quad = stage.quad(&line.quad);
    let (mut u, mut v) = ([if begins { 0.0 } else { f32::MAX }, f32::MIN], [0.0f32, 1.0]);
    for [along, down] in inked(&quad, set, stage).into_iter().flatten() {
        (u, v) = ([u[0].min(along), u[1].max(along)], [v[0].min(down), v[1].max(down)]);
    }
    let by = area::AROUND_TEXT * line.lettering.cap_height * stage.scale();
    let own = Quad([quad.at(u[0], v[0]), quad.at(u[1], v[0]), quad.at(u[1], v[1]), quad.at(u[0], v[1])]);
    (u[0] < u[1]).then(|| own.grown(by, by).0.to_vec())
}

pub(super) fn count(text: &str) -> usize {
    text.split_whitespace().count()
}

impl<'l> Unit<'l> {
    fn words(&self) -> usize {
        self.lines.iter().map(|line| count(&line.text)).sum()
    }

    /// What it says, on one line.
    pub fn text(&self) -> String {
        self.lines.iter().map(|line| line.text.trim()).collect::<Vec<_>>().join(" ")
    }

    /// The height of its capitals.
    pub fn size(&self) -> f32 {
        self.lines.iter().map(|line| line.lettering.cap_height).fold(0.0, f32::max)
    }

    /// All lines, to say `answer` together.
    pub fn all(&self, answer: &str) -> Changed<'l> {
        Changed { lines: self.lines.clone(), text: answer.into(), kept: 0, whole: answer.into(), gap: [0.0; 2] }
    }

    /// The lines that change when the unit says `answer`: those that keep all their words stay as they are.
    pub fn changed(&self, answer: &str) -> Changed<'l> {
        let old: Vec<Vec<&str>> = self.lines.iter().map(|line| line.text.split_whitespace().collect()).collect();
        let new: Vec<&str> = answer.split_whitespace().collect();
        let (mut first, mut begin) = (0, 0);
        while first + 1 < old.len() && new[begin..].starts_with(&old[first]) {
            begin += old[first].len();
            first += 1;
        }
        let (mut last, mut end) = (old.len(), new.len());
        while last > first + 1 && end > begin && new[begin..end].ends_with(&old[last - 1]) {
            end -= old[last - 1].len();
            last -= 1;
        }
        let lines = self.lines[first..last].to_vec();
        let (words, gap) = kept(lines[0], &old[first], &new[begin..end], lines.len() == 1);
        let kept = old[first][..words].iter().map(|word| word.chars().count() + 1).sum();
        let (text, whole) = (new[begin + words..end].join(" "), new[begin..end].join(" "));
        Changed { lines, text, kept, whole, gap }
    }
}

/// The corners of every new letter along a quad and down it, from 0 to 1 inside.
fn inked(quad: &Quad, marks: &[Mark], stage: &Stage<'_>) -> Vec<[[f32; 2]; 4]> {
    let ([a, b, ..], [wide, high]) = (quad.0, [quad.width().max(1.0), quad.height().max(1.0)]);
    let along = [(b[0] - a[0]) / wide, (b[1] - a[1]) / wide];
    let mut letters = Vec::new();
    for mark in marks {
        let Mark::Glyphs(mark) = mark else { continue };
        let [sx, sy, tx, ty, dx, dy] = mark.transform;
        let face = stage.fonts.get(stage.faces[mark.font]);
        for glyph in &mark.glyphs {
            let Some(ink) = face.ink(glyph.id) else { continue };
            letters.push(Quad::from(ink).0.map(|[x, y]| {
                let [x, y] = [glyph.x + mark.size * x, glyph.y + mark.size * y];
                let [x, y] = [sx * x + tx * y + dx - a[0], sy * x + ty * y + dy - a[1]];
                [(x * along[0] + y * along[1]) / wide, (y * along[0] - x * along[1]) / high]
            }));
        }
    }
    letters
}

/// A quad grown to where new letters reach, in its own directions.
pub(super) fn reach(quad: &Quad, marks: &[Mark], stage: &Stage<'_>) -> Quad {
    let (mut u, mut v) = ([0.0f32, 1.0], [0.0f32, 1.0]);
    for [along, down] in inked(quad, marks, stage).into_iter().flatten() {
        (u, v) = ([u[0].min(along), u[1].max(along)], [v[0].min(down), v[1].max(down)]);
    }
    Quad([quad.at(u[0], v[0]), quad.at(u[1], v[0]), quad.at(u[1], v[1]), quad.at(u[0], v[1])])
}

/// A quad of the picture made so long that it lies below whatever new letters stand on it.
fn below(quad: &Quad, marks: &[Mark], stage: &Stage<'_>) -> Quad {
    let on = |letter: &[[f32; 2]; 4]| (0.0..1.0).contains(&((letter[0][1] + letter[2][1]) / 2.0));
    let letters = inked(&stage.quad(quad), marks, stage).into_iter().filter(on).flatten();
    let end = letters.map(|[along, _]| along).fold(1.0, f32::max);
    let [start, _, _, foot] = quad.0;
    Quad([start, quad.at(end, 0.0), quad.at(end, 1.0), foot])
}

/// A strip of the line's own paper over it, a little uneven, as if cut with scissors.
/// Where it `begins` within a line it does so in the space before a word, and shaves nothing of what stands there.
pub(super) fn strip(stage: &mut Stage<'_>, line: &Line, quad: &Quad, begins: bool, set: &[Mark]) -> Vec<Mark> {
    let quad = if line.outline.is_none() { below(quad, set, stage) } else { *quad };
    let cap = line.lettering.cap_height;
    // As far past the letters as leaves other lines in sight.
    let hides = |grown: &Quad| {
        let bounds = grown.bounds();
        let others = stage.scene.text.iter().flatten().filter(|other| !std::ptr::eq(*other, line));
        others.into_iter().any(|other| other.quad.bounds().meet(&bounds).area() > 0.0)
    };
    let before = |grown: &Quad, pad: f32| match begins {
        true => Quad([
            grown.at(pad / grown.width().max(1.0), 0.0),
            grown.0[1],
            grown.0[2],
            grown.at(pad / grown.width().max(1.0), 1.0),
        ]),
        false => *grown,
    };
    let pads = [0.25, 0.15, 0.08].map(|pad| before(&quad.grown(pad * cap, pad * cap), pad * cap));
    let wide = pads.into_iter().find(|grown| !hides(grown)).unwrap_or(pads[2]);
    let quad = stage.quad(&wide);
    let mut dice = stage.seed.at("strip").at(&line.text).dice();
    let off = 0.06 * cap * stage.scale();
    let mut corners = quad.0.map(|[x, y]| [x + dice.between(-off, off), y + dice.between(-off, off)]);
    if begins {
        (corners[0], corners[3]) = (quad.0[0], quad.0[3]);
    }
    let path = outline::mapped(&outline::polygon(&corners), &[1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    let paper = line.lettering.paper;
    let drop = (0.05 * cap * stage.scale()).max(1.0);
    let mut marks = torn::thrown(&path, [0.6 * drop, drop], 0.4);
    // Its edge shows on all sides, on a ground of its own colour too.
    let rim = if paper.luminance() > 0.08 { Color { a: 56, ..Color::BLACK } } else { Color { a: 70, ..Color::WHITE } };
    let stroke = Some(Stroke { ink: rim, width: outline::hundredth((0.03 * cap * stage.scale()).clamp(1.0, 6.0)) });
    marks.push(Mark::Shape(ShapeMark { outline: path, fill: Some(paper), stroke }));
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::made;

    #[test]
    fn lines_that_keep_their_words_stay() {
        let scene = made::scene();
        let line = &scene.text.unwrap()[0];
        let say = |text: &str| Line { text: text.into(), role: Role::Slogan, block: 1, ..line.clone() };
        let lines = [say("Money that"), say("moves at the"), say("speed of you.")];
        let units = of(&lines.iter().collect::<Vec<_>>());
        assert_eq!(units.len(), 1);
        for (answer, texts, left) in [
            ("Money that moves at the speed of rent.", 1, "speed of rent."),
            ("Debt that moves at the speed of you.", 1, "Debt that"),
            ("Money that queues at the speed of you.", 1, "queues at the"),
            ("Debt that moves at the speed of rent.", 3, "Debt that moves at the speed of rent."),
            ("Nothing.", 3, "Nothing."),
        ] {
            let changed = units[0].changed(answer);
            assert_eq!((changed.lines.len(), changed.text.as_str()), (texts, left), "{answer}");
        }
    }
}
