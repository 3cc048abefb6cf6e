//! A tile: one sheet of a tiled poster, with its name, its ticks, and the lines on which the next ones are pasted.

use crate::{
    paper::Paper,
    press::{
        leaf::{Area, HAIR, Leaf, Line, Placed, Text, Turn},
        tiles::{Tile, Tiling, name},
    },
};

/// One sheet of `page`.
pub(super) fn leaf(tiling: &Tiling, tile: &Tile, page: usize, bleed: f64, before: &str) -> Leaf {
    let Tile { column, row, sheet, part, seen, covered: [right, below] } = *tile;
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
    // Where this sheet ends to the eye: at the next one's edge, or at the trim of the poster.
    let x =
        [margin + if column == 0 { bleed } else { 0.0 }, if right { margin + seen.w } else { clip.right() - bleed }];
    let y = [margin + if row == 0 { bleed } else { 0.0 }, if below { margin + seen.h } else { clip.bottom() - bleed }];
    leaf.lines.extend(ticks(x, y, clip, margin));
    if tiling.overlap > 0.0 {
        // Just inside of what will be covered, so that nothing of the line is left to see.
        let inside = HAIR;
        let glue = |from, to| Line { from, to, width: 1.5 * HAIR, dashed: true, over: true };
        if right {
            leaf.lines.push(glue([x[1] + inside, clip.y], [x[1] + inside, clip.bottom()]));
        }
        if below {
            leaf.lines.push(glue([clip.x, y[1] + inside], [clip.right(), y[1] + inside]));
        }
    }
    leaf.texts.push(label(tiling, sheet, name, clip, [right, below]));
    leaf
}

/// The name where it will be covered; where nothing will, on bare paper.
fn label(tiling: &Tiling, sheet: Paper, say: String, clip: Area, [right, below]: [bool; 2]) -> Text {
    let Tiling { overlap, margin, .. } = *tiling;
    let size = (0.5 * overlap).clamp(1.8, 3.4);
    // What of a plate stands above and below a baseline.
    let (half, room) = (0.36 * size, overlap >= 3.0);
    let text = |at, over| Text { say, at, size, centred: true, over };
    let strip = overlap / 2.0;
    if right && room {
        return text([clip.right() - strip, clip.y + 2.0 * size + half], true);
    }
    if below && room {
        return text([clip.x + 2.5 * size, clip.bottom() - strip + half], true);
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

/// Ticks in the margins, in line with the edges that the sheet has in the end.
fn ticks(x: [f64; 2], y: [f64; 2], clip: Area, margin: f64) -> Vec<Line> {
    // From a little off the picture almost to the edge of the paper.
    let (near, far) = (0.8, 0.9 * margin);
    if far - near < 1.0 {
        return Vec::new();
    }
    let (left, right) = (clip.x, clip.right());
    let (top, bottom) = (clip.y, clip.bottom());
    let upright = x.iter().flat_map(|&x| {
        [Line::hair([x, top - near], [x, top - far]), Line::hair([x, bottom + near], [x, bottom + far])]
    });
    let level = y.iter().flat_map(|&y| {
        [Line::hair([left - near, y], [left - far, y]), Line::hair([right + near, y], [right + far, y])]
    });
    upright.chain(level).collect()
}
