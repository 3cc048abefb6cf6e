//! The stock: which pieces of the picture say what, and which of them is cut out.

mod pieces;

use crate::{
    color::{Color, contrast},
    measure::Rect,
    quad::Quad,
    scene::{
        hand::{Drawing, Hand},
        line::Line,
    },
    seed::Dice,
};

/// A piece of the picture; lengths in its pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Lifted {
    /// The upright part that holds the piece.
    pub from: Rect,
    /// Its middle.
    pub centre: [f32; 2],
    /// Degrees, clockwise, by which its letters lean.
    pub angle: f32,
    /// Half of its width along the letters, half of its height across them.
    pub half: [f32; 2],
    /// Room between the letters and the cut: above, right, below, left.
    pub margins: [f32; 4],
    /// Ems that a pixel is shown at.
    pub share: f32,
    /// The colour of the ground round the letters.
    pub paper: Color,
}

/// How large a letter is wanted.
pub struct Asked {
    /// Its height in ems.
    pub high: f32,
    /// The most ems that a picture pixel may be shown at.
    pub most: f32,
    /// The most ems at which it is still sharp.
    pub sharp: f32,
}

/// The lines of a picture that letters may be taken from.
pub struct Stock<'a> {
    lines: Vec<Row<'a>>,
    whole: Rect,
    /// From which line and which of its characters pieces were taken.
    taken: Vec<(usize, usize)>,
}

struct Row<'a> {
    line: &'a Line,
    drawing: &'a Drawing,
    /// Each character, and the columns that it takes of the drawing.
    characters: Vec<(char, [f32; 2])>,
    /// What of the drawing hangs together.
    pieces: Vec<pieces::Box>,
}

/// Lines that are read less surely than this lend nothing.
const SURE: f32 = 0.6;
/// Letters that are lower than this many pixels are mush.
const LOWEST: f32 = 7.0;
/// Paper that is kept round letters, in heights of a capital.
const MARGIN: f32 = 0.24;
/// A piece may be set at this share of the height that is wanted.
const SMALLEST: f32 = 0.5;
/// Pieces this much worse than the best are not taken while it is there.
const GOOD: f32 = 0.5;
/// Pieces this much worse than the best are never taken: rather the best comes again.
const POOR: f32 = 0.12;

impl<'a> Stock<'a> {
    /// What the lines of a picture have that lies within `whole`.
    pub fn of(lines: &'a [Line], whole: Rect) -> Self {
        let row = |line: &'a Line| {
            let Hand { drawing, .. } = line.hand.as_ref().filter(|_| line.confidence >= SURE)?;
            let [from, to] = drawing.ink;
            let columns = |span: &[f32; 2]| span.map(|share| from + (to - from) * share);
            let characters = line.text.chars().zip(line.characters.iter().map(columns)).collect();
            Some(Row { line, drawing, characters, pieces: pieces::pieces(drawing) })
        };
        Stock { lines: lines.iter().filter_map(row).collect(), whole, taken: Vec::new() }
    }

    /// A piece that says `text`, whatever its case: one of the best, and none that was taken before while there is
    /// another.
    pub fn take(&mut self, text: &str, asked: &Asked, dice: &mut Dice) -> Option<Lifted> {
        let wanted: Vec<char> = text.chars().collect();
        // A stop or a dash alone says nothing of where it comes from.
        if wanted.is_empty() || !text.chars().all(|c| c.is_alphanumeric() || "!?&%€$£+".contains(c)) {
            return None;
        }
        let mut found: Vec<(f32, (usize, usize), Lifted)> = Vec::new();
        for (index, row) in self.lines.iter().enumerate() {
            for start in 0..=row.characters.len().saturating_sub(wanted.len()) {
                let same = row.characters[start..].iter().zip(&wanted).filter(|((c, _), w)| says(*c, **w)).count();
                if same == wanted.len()
                    && let Some((worth, lifted)) = row.lifted(start, wanted.len(), &self.whole, asked)
                {
                    // Neighbours of one hand are no ransom note.
                    let again = self.taken.last().is_some_and(|(line, _)| *line == index);
                    found.push((worth * if again { 0.6 } else { 1.0 }, (index, start), lifted));
                }
            }
        }
        let best = found.iter().map(|(worth, ..)| *worth).fold(0.0, f32::max);
        found.retain(|(worth, ..)| *worth >= POOR * best);
        let times = |place: &(usize, usize)| self.taken.iter().filter(|taken| *taken == place).count();
        let least = found.iter().map(|(_, place, _)| times(place)).min()?;
        found.retain(|(_, place, _)| times(place) == least);
        let best = found.iter().map(|(worth, ..)| *worth).fold(0.0, f32::max);
        found.retain(|(worth, ..)| *worth >= GOOD * best);
        let sum: f32 = found.iter().map(|(worth, ..)| worth).sum();
        let mut throw = dice.unit() * sum;
        let at = found.iter().position(|(worth, ..)| {
            throw -= worth;
            throw < 0.0
        });
        let (_, place, lifted) = found.swap_remove(at.unwrap_or(0));
        self.taken.push(place);
        Some(lifted)
    }
}

impl Row<'_> {
    /// The piece with `count` characters from `start`, and how good it is; none where letters cannot be told apart.
    fn lifted(&self, start: usize, count: usize, whole: &Rect, asked: &Asked) -> Option<(f32, Lifted)> {
        let Drawing { path, columns, rows, cap, .. } = self.drawing;
        let span = [self.characters[start].1[0], self.characters[start + count - 1].1[1]];
        let own = pieces::between(&self.pieces, span, *cap, count == 1)?;
        let (along, across) = (path.length() / *columns as f32, path.height() / *rows as f32);
        let [left, top, right, bottom] = own.ink.map(|v| v as f32);
        let (high, cap) = ((bottom - top) * across, cap * across);
        let letter = self.characters[start].0;
        // More pieces than a letter has are parts of another, or of something that was not read.
        let complete = match letter {
            'i' | 'j' => own.count == 2,
            letter if letter.is_ascii_alphanumeric() => own.count == 1,
            _ => true,
        };
        let is_letter = complete && plausible(letter, high / cap, (right - left) * along / cap);
        if high < LOWEST || count == 1 && !is_letter {
            return None;
        }
        // Sideways the paper ends before the neighbour does: where letters touch, the cut goes between them.
        let beside = |at: Option<usize>| at.and_then(|at| self.characters.get(at)).is_some_and(|(c, _)| *c != ' ');
        let (before, behind) = (start.checked_sub(1), Some(start + count));
        let before = beside(before).then(|| own.before.map_or(0.0, |end| left - end as f32));
        let behind = beside(behind).then(|| own.behind.map_or(0.0, |start| start as f32 - right));
        let side = |gap: Option<f32>| gap.map_or(MARGIN * cap, |gap| (0.75 * gap * along).clamp(0.0, MARGIN * cap));
        let margins = [MARGIN * cap, side(behind), MARGIN * cap, side(before)];
        let half = [
            ((right - left) * along + margins[1] + margins[3]) / 2.0,
            ((bottom - top) * across + margins[0] + margins[2]) / 2.0,
        ];
        let middle = (left + right) / 2.0 + (margins[1] - margins[3]) / 2.0 / along;
        let (u, v) = (middle / *columns as f32, (top + bottom) / 2.0 / *rows as f32);
        let (centre, step) = (path.at(u, v), 0.5 / *columns as f32);
        let (a, b) = (path.at(u - step, v), path.at(u + step, v));
        let angle = libm::atan2f(b[1] - a[1], b[0] - a[0]).to_degrees();
        let from =
            Quad::turned(centre, 2.0 * half[0] + 2.0, 2.0 * half[1] + 2.0, angle.to_radians()).bounds().meet(whole);
        let full = asked.high / high.max(0.62 * cap);
        let share = full.min(asked.most);
        let touched = [before, behind].into_iter().flatten().filter(|gap| *gap < 1.0).count();
        // Between two letters that touch it there is no cut that leaves it whole.
        let overlaps = [before, behind].into_iter().flatten().any(|gap| gap < -1.0);
        if touched > 1 || overlaps || share < SMALLEST * full || from.area() <= 0.0 {
            return None;
        }
        let read = contrast(self.line.lettering.ink.luminance(), self.line.lettering.paper.luminance());
        // How far it is enlarged: what is printed small turns soft.
        let sharp = (asked.sharp / full).clamp(0.05, 1.0);
        let worth = self.line.confidence * sharp * (read / 3.0).min(1.0) * [1.0, 0.3][touched];
        let paper = self.line.lettering.paper;
        Some((worth, Lifted { from, centre, angle, half, margins, share, paper }))
    }
}

/// Whether a character of the picture serves as a wanted one: in either case, but a capital I among small letters would
/// be read as an l.
fn says(own: char, wanted: char) -> bool {
    own.to_lowercase().eq(wanted.to_lowercase()) && (own, wanted) != ('I', 'i')
}

/// Whether something so high and so wide, in heights of a capital, can be this letter: what was read amiss is not cut.
fn plausible(letter: char, high: f32, wide: f32) -> bool {
    let tall = !letter.is_lowercase() || matches!(letter, 'b' | 'd' | 'f' | 'h' | 'k' | 'l');
    let least = if tall { 0.75 } else { 0.4 };
    let widths = match letter {
        'i' | 'l' | 'I' | '1' | 'j' | '!' => 0.05..0.65,
        't' | 'f' | 'r' | 'J' => 0.1..0.85,
        'm' | 'w' | 'M' | 'W' | '%' | '&' | 'œ' | 'Œ' | 'æ' | 'Æ' => 0.4..1.9,
        _ => 0.22..1.25,
    };
    (least..1.5).contains(&high) && widths.contains(&wide)
}

#[cfg(test)]
mod tests;
