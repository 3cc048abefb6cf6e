//! Even lines: text broken into about as many lines as there were, as even as it can be.

use crate::typeset::{
    Style,
    breaks::{Piece, pieces},
    fonts::Fonts,
    ink::Ink,
    prepare::{one_line, prepare},
    shape::shape,
};

/// Breaks `text` into at most `most` lines that are about `mean` ems wide and `widest` at the most, where that can be;
/// words are never divided.
pub fn break_evenly(text: &str, style: &Style, fonts: &Fonts, [mean, widest]: [f32; 2], most: usize) -> Vec<String> {
    let shaped = shape(&one_line(&prepare(text, style)), style, fonts);
    let pieces = pieces(&shaped, fonts, style.lang, f32::INFINITY);
    if pieces.is_empty() {
        return Vec::new();
    }
    let all = width(&pieces);
    let most = most.clamp(1, pieces.len());
    let wanted = ((all / mean.max(1e-3)).round() as usize).clamp(1, most);
    // More lines where these are too wide; where all are, those that are least so.
    let tries: Vec<(Vec<usize>, f32)> = (wanted..=most).map(|count| even(&pieces, count)).collect();
    let fits = tries.iter().find(|(_, wide)| *wide <= widest);
    let least = || tries.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let Some((ends, _)) = fits.or_else(least) else { return Vec::new() };
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let line = |(from, to): (usize, usize)| {
        let clusters = &shaped.clusters[pieces[from].first..pieces[to - 1].end];
        clusters.iter().map(|c| &shaped.text[c.start..c.end]).collect::<String>().trim().to_string()
    };
    starts.zip(ends.iter().copied()).map(line).collect()
}

/// Where lines end so that the widest is as narrow as it can be and the others are like it, and how wide that is.
fn even(pieces: &[Piece], count: usize) -> (Vec<usize>, f32) {
    let n = pieces.len();
    let ideal = width(pieces) / count as f32;
    // Best sum of squares of what lines lack or exceed, for the pieces up to each, by number of lines.
    let mut best = vec![vec![(f32::INFINITY, 0usize); n + 1]; count + 1];
    best[0][0].0 = 0.0;
    for lines in 1..=count {
        for end in lines..=n {
            for start in lines - 1..end {
                let off = width(&pieces[start..end]) / ideal - 1.0;
                // Too wide is worse than too narrow.
                let toll = off * off * if off > 0.0 { 2.0 } else { 1.0 } + 1.2 * pieces[end - 1].toll;
                let sum = best[lines - 1][start].0 + if end == n { toll - 1.2 * pieces[end - 1].toll } else { toll };
                if sum < best[lines][end].0 {
                    best[lines][end] = (sum, start);
                }
            }
        }
    }
    let mut ends = vec![n];
    for lines in (2..=count).rev() {
        ends.push(best[lines][ends[ends.len() - 1]].1);
    }
    ends.reverse();
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let widest = starts.zip(&ends).map(|(from, to)| width(&pieces[from..*to])).fold(0.0, f32::max);
    (ends, widest)
}

/// The ink of some pieces in a line.
fn width(pieces: &[Piece]) -> f32 {
    let (mut pen, mut ink) = (0.0, Ink::NONE);
    for piece in pieces {
        ink = ink.join(piece.ink.moved(pen, 0.0));
        pen += piece.advance;
    }
    crate::typeset::ink::ink_width(&ink)
}

#[cfg(test)]
mod tests {
    use crate::typeset::{Style, break_evenly, fonts::Fonts};

    fn broken(text: &str, room: [f32; 2], most: usize) -> Vec<String> {
        let style = Style { faces: Fonts::builtin().find("Inter").into_iter().collect(), ..Style::default() };
        break_evenly(text, &style, Fonts::builtin(), room, most)
    }

    #[test]
    fn a_sentence_is_broken_as_the_old_one_was() {
        let text = "They are selling you the time you lost";
        assert_eq!(broken(text, [11.0, 11.0], 2), ["They are selling you", "the time you lost"]);
        assert_eq!(broken(text, [7.0, 7.5], 3), ["They are selling", "you the time", "you lost"]);
        assert_eq!(broken(text, [4.0, 4.0], 1), [text]);
        assert_eq!(broken("Now", [9.0, 9.0], 3), ["Now"]);
        assert!(broken(" ", [9.0, 9.0], 3).is_empty());
    }
}
