//! Pieces: what of a line's ink hangs together, and which of it one letter is.

use crate::scene::hand::Drawing;

/// Cells with less ink are empty.
const EMPTY: u8 = 80;
/// Fewer cells than this are dirt.
const DIRT: usize = 2;
/// How far a letter may reach out of its own place in the line, and its parts lie apart sideways, in capitals.
const SLACK: f32 = 0.09;

/// The box of ink that hangs together: left, top, right, bottom in cells.
pub type Box = [usize; 4];

/// What of a drawing hangs together, from left to right.
pub fn pieces(drawing: &Drawing) -> Vec<Box> {
    let Drawing { columns, rows, cover, .. } = drawing;
    let mut open: Vec<bool> = cover.iter().map(|cover| *cover >= EMPTY).collect();
    let mut found = Vec::new();
    let mut todo = Vec::new();
    for start in 0..open.len() {
        if !std::mem::take(&mut open[start]) {
            continue;
        }
        todo.push(start);
        let (mut own, mut count) = ([start % columns, start / columns, 0, 0], 0);
        while let Some(at) = todo.pop() {
            let (x, y) = (at % columns, at / columns);
            own = [own[0].min(x), own[1].min(y), own[2].max(x + 1), own[3].max(y + 1)];
            count += 1;
            for v in y.saturating_sub(1)..(y + 2).min(*rows) {
                for u in x.saturating_sub(1)..(x + 2).min(*columns) {
                    if std::mem::take(&mut open[v * columns + u]) {
                        todo.push(v * columns + u);
                    }
                }
            }
        }
        if count >= DIRT {
            found.push(own);
        }
    }
    found.sort_unstable();
    found
}

/// Cells with as much ink as this are full; between these and empty ones lie edges.
const FULL: u8 = 200;

/// How many cells it takes from paper to ink, on an average; 0 where nothing has edges.
pub fn edges(drawing: &Drawing) -> f32 {
    let Drawing { columns, cover, .. } = drawing;
    let (mut crossed, mut between) = (0u32, 0u32);
    for row in cover.chunks_exact((*columns).max(1)) {
        between += row.iter().filter(|cover| (EMPTY / 2..FULL).contains(*cover)).count() as u32;
        crossed += row.windows(2).filter(|pair| (pair[0] < 128) != (pair[1] < 128)).count() as u32;
    }
    if crossed == 0 { 0.0 } else { between as f32 / crossed as f32 }
}

/// Ink that belongs to letters.
#[derive(Debug, PartialEq)]
pub struct Own {
    pub ink: Box,
    /// How many pieces it has.
    pub count: usize,
    /// Where the ink before it ends, and that behind it begins.
    pub before: Option<usize>,
    pub behind: Option<usize>,
}

/// The ink between two columns; nothing where a piece of it is a part of what stands beside, or where it is of `one`
/// letter but lies apart.
pub fn between(pieces: &[Box], [from, to]: [f32; 2], cap: f32, one: bool) -> Option<Own> {
    let slack = (SLACK * cap).max(1.0);
    let middle = |piece: &Box| (piece[0] + piece[2]) as f32 / 2.0;
    let own = || pieces.iter().filter(|piece| (from..to).contains(&middle(piece)));
    let mut ink = *own().next()?;
    for piece in own() {
        if one && piece[0] as f32 > ink[2] as f32 + slack {
            return None;
        }
        ink = [ink[0].min(piece[0]), ink[1].min(piece[1]), ink[2].max(piece[2]), ink[3].max(piece[3])];
    }
    let inside = ink[0] as f32 >= from - slack && ink[2] as f32 <= to + slack;
    inside.then_some(Own {
        ink,
        count: own().count(),
        before: pieces.iter().filter(|piece| middle(piece) < from).map(|piece| piece[2]).max(),
        behind: pieces.iter().filter(|piece| middle(piece) >= to).map(|piece| piece[0]).min(),
    })
}
