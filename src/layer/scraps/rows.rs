//! Rows of scraps: words of pasted pieces, as large as a box allows, never broken.

use std::ops::Range;

use crate::{color::Color, layer::scraps::stock::Lifted, typeset::Setting};

/// Room between scraps, and between words, in ems.
pub const GAP: f32 = 0.04;
pub const SPACE: f32 = 0.72;

/// One scrap at a size of one pixel an em.
pub struct Scrap {
    /// What it says.
    pub text: String,
    /// Width and height of the paper.
    pub size: [f32; 2],
    pub tilt: f32,
    pub piece: Piece,
}

/// What is on a scrap.
pub enum Piece {
    /// Letters set on a paper.
    Set { setting: Setting, paper: Color },
    /// A part of the picture.
    Lifted(Lifted),
}

impl Scrap {
    /// Whether it is nothing but stops and quotes.
    pub fn is_stop(text: &str) -> bool {
        text.chars().all(|c| ".,;:…_’‘'“”\"*·".contains(c))
    }

    /// How far below the top of its row it lies, in ems; stops keep to the foot or the head of the scrap before, of which
    /// `before` are head and foot.
    pub fn top(&self, row: f32, before: Option<[f32; 2]>) -> f32 {
        let free = row - self.size[1];
        let [head, foot] = before.unwrap_or([0.08 * free, row - 0.08 * free]);
        match self.text.as_str() {
            "." | "…" | "_" => foot - self.size[1] - 0.03,
            "," | ";" => foot - self.size[1] + 0.08,
            "’" | "‘" | "'" | "“" | "”" | "\"" | "*" => head + 0.02,
            _ => 0.5 * free,
        }
    }
}

/// The largest em at which rows of whole words fit, at most `most`, and the rows.
/// `around` ems are kept free in each direction.
pub fn arrange(
    words: &[Vec<Scrap>],
    width: f32,
    height: f32,
    most: f32,
    around: f32,
) -> Option<(f32, Vec<Range<usize>>)> {
    if words.is_empty() || width <= 0.0 || height <= 0.0 {
        return None;
    }
    let fits = |em: f32| {
        let rows = rows(words, width / em - around)?;
        let total: f32 = rows.iter().map(|row| row_height(&words[row.clone()])).sum();
        ((total + around) * em <= height).then_some(rows)
    };
    // Greedy rows are not monotonic in size, but nearly: the best of a fine ladder is taken.
    (0..160)
        .map(|step| most * libm::powf(0.97, step as f32))
        .find_map(|em| fits(em).map(|rows| (em, balance(words, rows, width / em - around))))
}

/// Greedy rows; `None` when a word is wider than a row.
fn rows(words: &[Vec<Scrap>], width: f32) -> Option<Vec<Range<usize>>> {
    let mut rows = Vec::new();
    let mut start = 0;
    for end in 1..=words.len() {
        if row_width(&words[start..end]) > width {
            if end - start < 2 {
                return None;
            }
            rows.push(start..end - 1);
            start = end - 1;
            if row_width(&words[start..end]) > width {
                return None;
            }
        }
    }
    rows.push(start..words.len());
    Some(rows)
}

/// The same number of rows, as narrow as they can be, so that the last is no runt.
fn balance(words: &[Vec<Scrap>], greedy: Vec<Range<usize>>, width: f32) -> Vec<Range<usize>> {
    let narrower = (1..40).map(|step| width * (1.0 - step as f32 / 40.0));
    let same = narrower.map_while(|width| rows(words, width).filter(|rows| rows.len() == greedy.len()));
    same.last().unwrap_or(greedy)
}

/// The width of a row in ems.
pub fn row_width(words: &[Vec<Scrap>]) -> f32 {
    let word = |word: &Vec<Scrap>| word.iter().map(|scrap| scrap.size[0] + GAP).sum::<f32>() - GAP;
    words.iter().map(|w| word(w) + SPACE).sum::<f32>() - SPACE
}

/// The height of a row in ems.
pub fn row_height(words: &[Vec<Scrap>]) -> f32 {
    words.iter().flatten().map(|scrap| scrap.size[1]).fold(0.0, f32::max) + 0.06
}
