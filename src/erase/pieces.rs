//! Pieces: connected pixels and what they look like.

use super::window::Window;

/// Connected pixels of a window.
pub(super) struct Piece {
    pub pixels: Vec<u32>,
    /// Twice its area by the length of its edge: the thickness of its strokes.
    pub thick: f32,
    /// Its extent along and across the window.
    pub size: [f32; 2],
}

/// The pieces, joined eight ways, of the pixels for which `set` holds.
pub(super) fn pieces(window: &Window, set: &[bool]) -> Vec<Piece> {
    let w = window.width;
    let mut seen = vec![false; set.len()];
    let mut pieces = Vec::new();
    for start in 0..set.len() {
        if !set[start] || seen[start] {
            continue;
        }
        seen[start] = true;
        let mut pixels = vec![start as u32];
        let (mut next, mut edge) = (0, 0);
        while next < pixels.len() {
            let i = pixels[next] as usize;
            next += 1;
            let (x, y) = (i % w, i / w);
            let out = |inside: bool, n: usize| !inside || !set[n];
            edge += usize::from(
                out(x > 0, i.saturating_sub(1))
                    || out(x + 1 < w, (i + 1).min(set.len() - 1))
                    || out(y > 0, i.saturating_sub(w))
                    || out(y + 1 < window.height, (i + w).min(set.len() - 1)),
            );
            let [columns, rows] = window.round(x, y, 1);
            for n in rows.flat_map(|y| columns.clone().map(move |x| y * w + x)) {
                if set[n] && !seen[n] {
                    seen[n] = true;
                    pixels.push(n as u32);
                }
            }
        }
        let [columns, rows] = [0, 1].map(|axis| {
            let at = |i: &u32| if axis == 0 { *i as usize % w } else { *i as usize / w };
            pixels.iter().map(at).fold((usize::MAX, 0), |(low, high), v| (low.min(v), high.max(v)))
        });
        let size = [columns, rows].map(|(low, high)| (high - low + 1) as f32);
        let thick = 2.0 * pixels.len() as f32 / edge.max(1) as f32;
        pieces.push(Piece { pixels, thick, size });
    }
    pieces
}
