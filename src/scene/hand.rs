//! Hands: how a line was lettered, as far as its pixels tell.

use serde::Serialize;

use crate::{color::Color, scene::text::Path};

/// What was measured of the letters of a line, and a drawing of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hand {
    /// Thickness of a stem ÷ height of a capital.
    pub weight: f32,
    /// How far the outline reaches out of the letters, in picture pixels; 0 without one.
    #[serde(skip_serializing_if = "is_zero")]
    pub outline: f32,
    /// What the letters cast.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cast: Option<Cast>,
    #[serde(skip)]
    pub(crate) drawing: Drawing,
}

/// A shadow or a glow: the letters once more below themselves; lengths in picture pixels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Cast {
    /// Its colour, and how dense it is.
    pub ink: Color,
    /// Along the line, and down.
    pub x: f32,
    pub y: f32,
    /// Standard deviation of how soft it is.
    pub blur: f32,
}

/// The letters of a line laid out straight, by how far each cell is covered with ink: what faces are compared with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Drawing {
    /// What it shows.
    pub path: Path,
    pub columns: usize,
    pub rows: usize,
    /// 0 to 255 in sixteen steps, row by row.
    pub cover: Vec<u8>,
    /// The first column with ink of a letter, and the end of the last: between them lie the line's characters.
    pub ink: [f32; 2],
    /// About how many rows a capital has.
    pub cap: f32,
    /// Cells that a picture pixel takes: what is below is blur.
    pub grain: f32,
}

/// Cells with less ink are empty.
const EMPTY: u8 = 80;

impl Hand {
    /// The widest gap between letters near a place of the line: where it begins and ends. Places are fractions of the
    /// line's length, as those of its characters are. None where letters touch.
    pub(crate) fn gap(&self, near: f32) -> Option<[f32; 2]> {
        let Drawing { columns, rows, cover, ink, cap, .. } = &self.drawing;
        let empty = |x: usize| (0..*rows).all(|y| cover[y * columns + x] < EMPTY);
        let middle = ink[0] + (ink[1] - ink[0]) * near;
        let from = (middle - 0.7 * cap).max(0.0) as usize;
        let to = ((middle + 0.7 * cap) as usize).min(*columns);
        let mut best = 0..0;
        let mut start = from;
        for x in from..=to {
            if x == to || !empty(x) {
                if x - start > best.len() {
                    best = start..x;
                }
                start = x + 1;
            }
        }
        // As far as it goes: something that is no letter may stand in it.
        let start = (0..best.start).rev().take_while(|&x| empty(x)).last().unwrap_or(best.start);
        let end = (best.end..*columns).take_while(|&x| empty(x)).last().map_or(best.end, |x| x + 1);
        let best = if best.is_empty() { best } else { start..end };
        let share = |x: usize| (x as f32 - ink[0]) / (ink[1] - ink[0]).max(1.0);
        (best.len() as f32 >= 0.14 * cap).then(|| [share(best.start), share(best.end)])
    }

    /// The part that letters between two fractions of the line's length belong to.
    pub(crate) fn part(&self, [from, to]: [f32; 2]) -> Hand {
        let Drawing { path, columns, rows, cover, ink, .. } = &self.drawing;
        let at = |share: f32| ink[0] + (ink[1] - ink[0]) * share;
        let room = ink[0];
        let left = ((at(from) - room).floor().max(0.0) as usize).min(columns - 1);
        let right =
            ((at(to) + columns.saturating_sub(ink[1] as usize) as f32).ceil() as usize).clamp(left + 1, *columns);
        let cut = (0..*rows).flat_map(|y| cover[y * columns + left..y * columns + right].iter().copied()).collect();
        let share = |column: usize| column as f32 / *columns as f32;
        let drawing = Drawing {
            path: rounded(&path.part([share(left), share(right)], [0.0, 1.0])),
            columns: right - left,
            cover: cut,
            ink: [at(from) - left as f32, at(to) - left as f32],
            ..self.drawing.clone()
        };
        Hand { drawing, ..self.clone() }
    }
}

/// Sixteenths of a pixel; angles so that they are about as fine.
pub(crate) fn rounded(path: &Path) -> Path {
    let sixteenth = |v: f32| (v * 16.0).round() / 16.0;
    let turn = |v: f32| (v * 8192.0).round() / 8192.0;
    match *path {
        Path::Straight(quad) => Path::Straight(crate::quad::Quad(quad.0.map(|p| p.map(sixteenth)))),
        Path::Arc { centre, from, to, top, foot } => Path::Arc {
            centre: centre.map(sixteenth),
            from: turn(from),
            to: turn(to),
            top: sixteenth(top),
            foot: sixteenth(foot),
        },
    }
}

fn is_zero(v: &f32) -> bool {
    *v == 0.0
}
