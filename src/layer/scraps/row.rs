//! Rows: a line's letters, and how each is cut out of it with paper round it.

mod pieces;

use crate::{
    color::{Color, contrast},
    layer::scraps::stock::{Asked, Lifted},
    measure::Rect,
    quad::Quad,
    scene::{Path, hand::Hand, line::Line},
};

/// A line that letters may be taken from.
#[derive(Clone, Debug)]
pub struct Row {
    /// Where it stands.
    pub quad: Quad,
    /// How sure its reading is.
    confidence: f32,
    /// The colour of its ground, and the contrast of the letters with it.
    paper: Color,
    read: f32,
    /// What it runs along, and how many cells its drawing has.
    path: Path,
    columns: usize,
    rows: usize,
    cap: f32,
    /// How wide the edges of its letters are: what is out of focus is wide.
    soft: f32,
    /// Each character, and the columns that it takes of the drawing.
    characters: Vec<(char, [f32; 2])>,
    /// What of the drawing hangs together.
    pieces: Vec<pieces::Box>,
}

/// A piece as it is cut out, whatever the size that it is wanted at; lengths in its picture's pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// As of [`Lifted`](crate::layer::scraps::stock::Lifted).
    pub from: Rect,
    pub centre: [f32; 2],
    pub angle: f32,
    pub half: [f32; 2],
    pub margins: [f32; 4],
    pub paper: Color,
    /// What its height counts for: a letter without ascenders is shown no larger than one that has them.
    pub high: f32,
    /// The contrast of the letters with their paper.
    pub read: f32,
    /// How wide the edges of its letters are, in heights of a capital.
    pub soft: f32,
    /// How good it is, its size left aside.
    pub worth: f32,
}

/// Lines that are read less surely than this lend nothing.
const SURE: f32 = 0.6;
/// Letters that are lower than this many pixels are mush.
const LOWEST: f32 = 7.0;
/// Paper that is kept round letters, in heights of a capital.
const MARGIN: f32 = 0.24;
/// A piece may be set at this share of the height that is wanted.
const SMALLEST: f32 = 0.5;
/// What of another picture is smaller, paler or softer than this is not borrowed.
const SMALLEST_LENT: f32 = 0.85;
const PALEST_LENT: f32 = 3.0;
const SOFTEST_LENT: f32 = 0.115;

impl Row {
    /// The row of a line, if its letters were drawn.
    pub fn of(line: &Line) -> Option<Self> {
        let Hand { drawing, .. } = line.hand.as_ref().filter(|_| line.confidence >= SURE)?;
        let [from, to] = drawing.ink;
        let columns = |span: &[f32; 2]| span.map(|share| from + (to - from) * share);
        let (ink, paper) = (line.lettering.ink, line.lettering.paper);
        Some(Row {
            quad: line.quad,
            confidence: line.confidence,
            paper,
            read: contrast(ink.luminance(), paper.luminance()),
            path: drawing.path.clone(),
            columns: drawing.columns,
            rows: drawing.rows,
            cap: drawing.cap,
            soft: pieces::edges(drawing) / drawing.cap,
            characters: line.text.chars().zip(line.characters.iter().map(columns)).collect(),
            pieces: pieces::pieces(drawing),
        })
    }

    /// How many characters there are.
    pub fn count(&self) -> usize {
        self.characters.len()
    }

    /// The character at a place.
    pub fn character(&self, at: usize) -> Option<char> {
        self.characters.get(at).map(|(character, _)| *character)
    }

    /// The piece with `count` characters from `start`, one or more; none where letters cannot be told apart. `whole` is
    /// the picture.
    pub fn cut(&self, start: usize, count: usize, whole: &Rect) -> Option<Cut> {
        let Row { path, columns, rows, cap, .. } = self;
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
        let touched = [before, behind].into_iter().flatten().filter(|gap| *gap < 1.0).count();
        // Between two letters that touch it there is no cut that leaves it whole.
        let overlaps = [before, behind].into_iter().flatten().any(|gap| gap < -1.0);
        if touched > 1 || overlaps || from.area() <= 0.0 {
            return None;
        }
        let worth = self.confidence * (self.read / 3.0).min(1.0) * [1.0, 0.3][touched];
        let high = high.max(0.62 * cap);
        Some(Cut {
            from,
            centre,
            angle,
            half,
            margins,
            paper: self.paper,
            high,
            read: self.read,
            soft: self.soft,
            worth,
        })
    }
}

impl Cut {
    /// The piece at the size that it is shown at, and how good it is; none where that would be too small.
    pub fn lifted(&self, asked: &Asked, lender: Option<usize>) -> Option<(f32, Lifted)> {
        let full = asked.high / self.high;
        let share = full.min(asked.most);
        if share < SMALLEST * full {
            return None;
        }
        // How far it is enlarged: what is printed small turns soft.
        let sharp = (asked.sharp / full).clamp(0.05, 1.0);
        let Cut { from, centre, angle, half, margins, paper, .. } = *self;
        Some((self.worth * sharp, Lifted { lender, from, centre, angle, half, margins, share, paper }))
    }

    /// Whether it is good enough to be borrowed of another picture: else a letter of a typeface is better.
    pub fn is_lendable(&self, asked: &Asked) -> bool {
        self.read >= PALEST_LENT && self.soft <= SOFTEST_LENT && asked.most >= SMALLEST_LENT * asked.high / self.high
    }
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
