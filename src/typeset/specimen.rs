//! Specimens: letters of a line as they stand in a drawing of it, to be compared with those of a face.

use crate::scene::hand::Drawing;

/// A line whose words are known, drawn.
pub(crate) struct Specimen<'a> {
    pub text: &'a str,
    pub drawing: &'a Drawing,
    /// The letters whose ink was found.
    pub letters: Vec<Letter>,
    /// Steps of blur that their edges have, of which each adds a half to the variance.
    pub blur: usize,
}

/// Where a letter stands in the drawing; all in cells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letter {
    /// Byte offset of its character.
    pub at: usize,
    pub char: char,
    /// The columns that are its own.
    pub from: usize,
    pub to: usize,
    /// Its ink.
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Letter {
    /// The column of the middle of its ink.
    pub fn middle(&self) -> f32 {
        (self.left + self.right) / 2.0
    }
}

impl<'a> Specimen<'a> {
    /// `spans` say where each character begins and ends, in fractions of the line's length.
    pub fn new(text: &'a str, spans: &[[f32; 2]], drawing: &'a Drawing) -> Self {
        let [first, last] = drawing.ink;
        let column = |share: f32| first + (last - first) * share;
        let letters = text.char_indices().zip(spans).filter(|((_, c), _)| !c.is_whitespace());
        let letters = letters.filter_map(|((at, char), [start, end])| {
            // The first and the last letter may reach a little farther than was measured, but what stands there is none.
            let room = 0.05 * drawing.cap;
            let from = if *start <= 0.0 { (first - room).floor() } else { column(*start).round() };
            let to = if *end >= 1.0 { (last + room).ceil() } else { column(*end).round() };
            let (from, to) = (from.max(0.0) as usize, to.max(0.0) as usize);
            letter(drawing, at, char, from, to.min(drawing.columns))
        });
        let letters: Vec<Letter> = letters.collect();
        let mut wide: Vec<f32> = letters.iter().map(|letter| edge(drawing, letter)).collect();
        wide.sort_by(f32::total_cmp);
        let wide = wide.get(wide.len() / 2).copied().unwrap_or(1.0);
        // A sharp edge that lies across cells looks one cell wide, which has a variance of a twelfth.
        let blur = (((wide * wide - 1.0) / 6.0).round().max(0.0) as usize).min(16);
        Specimen { text, drawing, letters, blur }
    }
}

/// How many cells the edges of a letter are wide, on average.
fn edge(drawing: &Drawing, letter: &Letter) -> f32 {
    let at = |x: usize, y: usize| f32::from(drawing.cover[y * drawing.columns + x]) / 255.0;
    let (mut grey, mut change) = (0.0, 1e-3);
    for y in 1..drawing.rows {
        for x in letter.from.max(1)..letter.to {
            let value = at(x, y);
            let (dx, dy) = (value - at(x - 1, y), value - at(x, y - 1));
            grey += value * (1.0 - value);
            change += (dx * dx + dy * dy).sqrt();
        }
    }
    // One that rises evenly over w cells has w ÷ 6 of grey for each cell of its length.
    6.0 * grey / change
}

fn letter(drawing: &Drawing, at: usize, char: char, from: usize, to: usize) -> Option<Letter> {
    if from + 1 >= to {
        return None;
    }
    let Drawing { columns, rows, cover, .. } = drawing;
    let (mut across, mut down) = (vec![0u8; to - from], vec![0u8; *rows]);
    for y in 0..*rows {
        for x in from..to {
            let value = cover[y * columns + x];
            across[x - from] = across[x - from].max(value);
            down[y] = down[y].max(value);
        }
    }
    let (left, right) = ends(&across)?;
    let (top, bottom) = ends(&down)?;
    Some(Letter { at, char, from, to, left: left + from as f32, right: right + from as f32, top, bottom })
}

/// Where a profile first rises above the half and where it last falls below, between cells.
fn ends(profile: &[u8]) -> Option<(f32, f32)> {
    let rise = |before: u8, value: u8| (127.5 - f32::from(before)) / (f32::from(value) - f32::from(before));
    let first = profile.iter().position(|v| *v > 127)?;
    let last = profile.iter().rposition(|v| *v > 127)?;
    let start = match first.checked_sub(1) {
        Some(before) => first as f32 - 0.5 + rise(profile[before], profile[first]),
        None => 0.0,
    };
    let end = match profile.get(last + 1) {
        Some(behind) => last as f32 + 1.5 - rise(*behind, profile[last]),
        None => profile.len() as f32,
    };
    Some((start, end.max(start + 0.5)))
}

#[cfg(test)]
mod tests {
    use super::ends;

    #[test]
    fn edges_lie_between_cells() {
        assert_eq!(ends(&[0, 255, 255, 0]), Some((1.0, 3.0)));
        assert_eq!(ends(&[255, 255]), Some((0.0, 2.0)));
        let (start, end) = ends(&[0, 64, 255, 191, 0]).unwrap();
        assert!((1.7..1.95).contains(&start) && (3.7..3.95).contains(&end), "{start} {end}");
        assert_eq!(ends(&[0, 100, 0]), None);
    }
}
