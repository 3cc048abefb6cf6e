//! A tile: one sheet of a tiled poster, with its name, its ticks, and the lines on which the next ones are pasted.

use crate::press::{
    leaf::{Area, HAIR, Leaf, Line, Placed, Text, Turn},
    seams::Seam,
    tiles::{SLACK, Tile, Tiling, name},
};

/// One sheet of `page`.
pub(super) fn leaf(tiling: &Tiling, tile: &Tile, page: usize, bleed: f64, before: &str) -> Leaf {
    let Tile { column, row, sheet, part, .. } = *tile;
    let margin = tiling.margin;
    let [w, h] = tiling.poster;
    let clip = Area { x: margin, y: margin, w: part.w, h: part.h };
    let name = format!("{before}{}", name(column, row));
    let mut leaf = Leaf {
        width: sheet.width,
        height: sheet.height,
        trim: Some(clip),
        label: Some(name.clone()),
        placed: vec![Placed {
            page,
            to: Area { x: margin - part.x, y: margin - part.y, w, h },
            turn: Turn::None,
            clip: Some(clip),
        }],
        ..Leaf::default()
    };
    let [upright, level] = tile.seams();
    let moved = |seams: Vec<Seam>, [on, along]: [f64; 2]| -> Vec<Seam> {
        let seam = |s: Seam| Seam { on: s.on - on + margin, from: s.from - along + margin, to: s.to - along + margin };
        seams.into_iter().map(seam).collect()
    };
    let upright = moved(upright, [part.x, part.y]);
    let level = moved(level, [part.y, part.x]);
    // Where this sheet ends to the eye: at the edges of others, or at the trim of the poster.
    let x =
        ends(&upright, [part.x, part.right(), w], [clip.x, clip.right(), clip.y, clip.bottom()], bleed, tiling.overlap);
    let y =
        ends(&level, [part.y, part.bottom(), h], [clip.y, clip.bottom(), clip.x, clip.right()], bleed, tiling.overlap);
    leaf.lines.extend(ticks(&x, &y, clip, margin));
    // Just inside of what will be covered, so that nothing of the line is left to see.
    let glue = |from: [f64; 2], to: [f64; 2]| {
        let [from, to] = [from, to].map(|[x, y]| [x.min(clip.right()), y.min(clip.bottom())]);
        Line { from, to, width: 1.5 * HAIR, dashed: true, over: true }
    };
    leaf.lines.extend(upright.iter().map(|s| glue([s.on + HAIR, s.from], [s.on + HAIR, s.to + HAIR])));
    leaf.lines.extend(level.iter().map(|s| glue([s.from, s.on + HAIR], [s.to + HAIR, s.on + HAIR])));
    leaf.texts.push(label(tiling, tile, name, clip));
    leaf
}

/// Where ticks stand along an axis, in the near margin and in the far one. `part` begins, ends and has the poster's end on it;
/// `clip` is the same on the sheet, and the ends of the margins across.
fn ends(
    seams: &[Seam],
    [begin, end, whole]: [f64; 3],
    [first, last, near, far]: [f64; 4],
    bleed: f64,
    overlap: f64,
) -> [Vec<f64>; 2] {
    let mut own = vec![first + if begin < SLACK { bleed } else { 0.0 }];
    if end > whole - SLACK {
        own.push(last - bleed);
    } else if overlap < SLACK {
        own.push(last);
    }
    let on = |which: &dyn Fn(&Seam) -> bool| {
        own.iter().copied().chain(seams.iter().filter(|seam| which(seam)).map(|seam| seam.on)).collect()
    };
    // A seam ends where the strip at the far edge begins.
    [on(&|seam| seam.from < near + SLACK), on(&|seam| seam.to > far - overlap - SLACK)]
}

/// The name where it will be covered; where nothing will, on bare paper.
fn label(tiling: &Tiling, tile: &Tile, say: String, clip: Area) -> Text {
    let (Tiling { overlap, margin, .. }, sheet) = (tiling, tile.sheet);
    let (overlap, margin) = (*overlap, *margin);
    let size = (0.5 * overlap).clamp(1.8, 3.4);
    // What of a plate stands above and below a baseline.
    let (half, room) = (0.36 * size, overlap >= 3.0);
    let text = |at, over| Text { say, at, size, centred: true, over };
    let strip = overlap / 2.0;
    let covered = |x: f64, y: f64| {
        let [x, y] = [x - clip.x + tile.part.x, y - clip.y + tile.part.y];
        tile.over.iter().any(|over| (over.x..over.right()).contains(&x) && (over.y..over.bottom()).contains(&y))
    };
    let [right, below] = [[clip.right() - strip, clip.y + 2.0 * size], [clip.x + 2.5 * size, clip.bottom() - strip]];
    if room && covered(right[0], right[1]) {
        return text([right[0], right[1] + half], true);
    }
    if room && covered(below[0], below[1]) {
        return text([below[0], below[1] + half], true);
    }
    let (free_x, free_y) = (sheet.width - margin - clip.right(), sheet.height - margin - clip.bottom());
    if free_x > 5.0 * size {
        return text([clip.right() + 3.0 * size, clip.y + size], false);
    }
    if free_y > 4.0 * size {
        return text([clip.x + 2.5 * size, clip.bottom() + 2.5 * size], false);
    }
    // The margin: many printers reach into it, and who sees the page has the name in any case.
    let size = size.min(0.55 * margin).max(1.0);
    let y = sheet.height - margin / 2.0 + 0.36 * size;
    Text { say: text([0.0; 2], false).say, at: [clip.x + 6.0 * size, y], size, centred: true, over: margin < 2.0 }
}

/// Ticks in the margins, in line with the edges that the sheet has in the end: above and below at `x`, left and right at `y`.
fn ticks([above, below]: &[Vec<f64>; 2], [before, behind]: &[Vec<f64>; 2], clip: Area, margin: f64) -> Vec<Line> {
    // From a little off the picture almost to the edge of the paper.
    let (near, far) = (0.8, 0.9 * margin);
    if far - near < 1.0 {
        return Vec::new();
    }
    let (left, right) = (clip.x, clip.right());
    let (top, bottom) = (clip.y, clip.bottom());
    let upright = above.iter().map(|&x| Line::hair([x, top - near], [x, top - far]));
    let upright = upright.chain(below.iter().map(|&x| Line::hair([x, bottom + near], [x, bottom + far])));
    let level = before.iter().map(|&y| Line::hair([left - near, y], [left - far, y]));
    let level = level.chain(behind.iter().map(|&y| Line::hair([right + near, y], [right + far, y])));
    upright.chain(level).collect()
}
