//! Letters: which pixels of a window show a line's letters, with their outlines, shadows and blurred edges.

use super::{
    Writing, halo, ink,
    pieces::{Piece, pieces},
    under::{Under, grounds},
    window::{State, Window},
    zone::{FARTHEST, Zone},
};

/// A piece that is so many strokes thick is no letter unless it has the ink's colour.
const SOLID: f32 = 1.5;
/// Share of a piece that has the ink's colour where it belongs to the letters.
const INKED: f32 = 0.12;

/// Pixels of an island that is too small to be ground.
const SPECK: f32 = 12.0;
/// Levels that the colour of an outline may be off.
const OUTLINE: f32 = 48.0;

/// Which pixels of a window are the letters of a line.
pub(super) fn mask(window: &Window, writing: &Writing, zone: &Zone) -> Vec<bool> {
    let outside = zone.distances(window);
    let inside: Vec<usize> =
        (0..outside.len()).filter(|&i| outside[i] <= FARTHEST && window.state[i] != State::Void).collect();
    let core = ink::core(window, writing, zone, &outside, &inside);
    let stroke = writing.stroke.clamp(1.0, zone.height);
    // Blurred edges are wider round larger letters.
    let edge = 2 + (0.06 * stroke) as u16;
    let steps = window.steps(40, |i| core[i]);
    let paper = [writing.paper.r, writing.paper.g, writing.paper.b].map(f32::from);
    let under = grounds(window, zone, &outside, &inside, &steps, edge + 1, paper);

    // What stands out from a smooth ground, whatever its colour.
    let mut standing = vec![false; core.len()];
    let mut parts: Vec<Option<&Under>> = vec![None; core.len()];
    for &i in &inside {
        let (x, y) = (i % window.width, i / window.width);
        let Some(ground) = &under[zone.part(window.x + x, window.y + y)] else { continue };
        parts[i] = Some(ground);
        let off = apart(window.rgb[i], ground.surface.at([x as f32, y as f32]));
        standing[i] = off > ground.limit;
    }
    let mut mask = vec![false; core.len()];
    let pieces = pieces(window, &standing);
    let stroke = stroke.max(usual(&pieces, zone));
    let main = commonest(window, &pieces);
    for piece in &pieces {
        let count = piece.pixels.len() as f32;
        let own = |i: usize| core[i] || main.is_some_and(|main| apart(window.rgb[i], main) < 28.0);
        let inked = piece.pixels.iter().filter(|&&i| own(i as usize)).count() as f32;
        let within = piece.pixels.iter().filter(|&&i| outside[i as usize] <= 1.0).count() as f32;
        let cut = piece.pixels.iter().filter(|&&i| outside[i as usize] > FARTHEST - 1.5).count() as f32;
        let letters = inked > INKED * count && inked >= 2.0;
        let strokes = piece.thick <= SOLID * stroke + 1.0 && within > 0.7 * count;
        // What goes on beyond the zone is more than letters.
        let foreign = cut > 3.0 + 0.008 * count;
        for &i in &piece.pixels {
            let near = steps[i as usize] <= edge;
            mask[i as usize] |= if foreign { near } else { letters || strokes };
        }
    }
    // On other grounds: the ink, and as far round it as edges, outlines and shadows reach.
    let reach = halo::reach(window, writing, &core, &steps, &parts, edge);
    for &i in &inside {
        let rough = parts[i].is_none();
        let (x, y) = (i % window.width, i / window.width);
        mask[i] |= core[i] || steps[i] <= if rough { reach.at(&steps, window, x, y) } else { 1 };
    }
    outlined(window, writing, &steps, &inside, edge, &mut mask);
    closed(window, &inside, 1 + (0.1 * stroke) as u16, &mut mask);
    islands(window, &standing, &parts, (1.3 * stroke * stroke).max(SPECK), &mut mask);
    let near = window.steps(3, |i| mask[i]);
    for &i in &inside {
        // The faintest of an edge does not stand out.
        mask[i] |= near[i] <= 1 && parts[i].is_some();
    }
    mask
}

/// Adds what has the outline's colour and hangs together with the letters.
fn outlined(window: &Window, writing: &Writing, steps: &[u16], inside: &[usize], edge: u16, mask: &mut [bool]) {
    let Some(ink) = writing.outline_ink else { return };
    let ink = [ink.r, ink.g, ink.b].map(f32::from);
    let reach = edge + 2 + (0.6 * writing.stroke) as u16;
    let mut near = vec![false; mask.len()];
    for &i in inside {
        near[i] = !mask[i] && steps[i] <= reach && apart(window.rgb[i], ink) < OUTLINE;
    }
    let beside = window.steps(3, |i| mask[i]);
    let mut own = vec![false; mask.len()];
    for piece in pieces(window, &near) {
        if piece.pixels.iter().any(|&i| beside[i as usize] <= 2) {
            piece.pixels.iter().for_each(|&i| own[i as usize] = true);
        }
    }
    let around = window.steps(4, |i| own[i]);
    inside.iter().filter(|&&i| around[i] <= 2).for_each(|&i| mask[i] = true);
}

/// Closes gaps in a mask that are narrower than twice `by`: what shows there is an edge of letters rather than ground.
fn closed(window: &Window, inside: &[usize], by: u16, mask: &mut [bool]) {
    let by = by.min(4);
    let grown = window.steps(by + 1, |i| mask[i]);
    let shrunk = window.steps(by + 1, |i| grown[i] > by);
    for &i in inside {
        mask[i] |= grown[i] <= by && shrunk[i] > by;
    }
}

/// Adds small islands in a mask: what is left of a letter, not what shows through one.
fn islands(window: &Window, standing: &[bool], parts: &[Option<&Under>], most: f32, mask: &mut [bool]) {
    let free: Vec<bool> = mask.iter().map(|set| !set).collect();
    for island in pieces(window, &free) {
        let count = island.pixels.len() as f32;
        // On a restless ground nobody knows; there only specks go.
        let strange = |&&i: &&u32| standing[i as usize] || (parts[i as usize].is_none() && count <= SPECK);
        if count <= most && 2.0 * island.pixels.iter().filter(strange).count() as f32 > count {
            island.pixels.iter().for_each(|&i| mask[i as usize] = true);
        }
    }
}

/// The largest difference of two colours in any channel.
pub(super) fn apart(a: [u8; 4], b: [f32; 3]) -> f32 {
    (0..3).map(|c| (f32::from(a[c]) - b[c]).abs()).fold(0.0, f32::max)
}

/// The thickness of most of what stands out and is as high as letters are.
fn usual(pieces: &[Piece], zone: &Zone) -> f32 {
    let mut known: Vec<(f32, usize)> = pieces
        .iter()
        .filter(|piece| piece.size[0].max(piece.size[1]) > 0.4 * zone.height && piece.thick < 0.34 * zone.height)
        .map(|piece| (piece.thick, piece.pixels.len()))
        .collect();
    known.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = known.iter().map(|(_, count)| count).sum::<usize>() / 2;
    let mut sum = 0;
    known.iter().find(|(_, count)| (sum += count, sum > half).1).map_or(0.0, |(thick, _)| *thick)
}

/// The commonest colour of what stands out, where a fifth of it has it.
fn commonest(window: &Window, pieces: &[Piece]) -> Option<[f32; 3]> {
    let mut cells = vec![([0u32; 3], 0u32); 16 * 16 * 16];
    let mut all = 0;
    for &i in pieces.iter().flat_map(|piece| &piece.pixels) {
        let [r, g, b, _] = window.rgb[i as usize];
        let cell = &mut cells[usize::from(r >> 4) * 256 + usize::from(g >> 4) * 16 + usize::from(b >> 4)];
        *cell = (std::array::from_fn(|c| cell.0[c] + u32::from([r, g, b][c])), cell.1 + 1);
        all += 1;
    }
    let (sum, count) = cells.into_iter().max_by_key(|(_, count)| *count)?;
    (count * 5 > all).then(|| sum.map(|v| v as f32 / count as f32))
}
