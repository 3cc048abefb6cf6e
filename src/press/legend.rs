//! The legend of a tiled poster: a map of its sheets, and what to do with them.

use crate::{
    paper::Paper,
    press::{
        leaf::{Area, HAIR, Leaf, Line, Placed, Text, Turn},
        tiles::{Block, Tile, Tiling, name},
    },
};

/// Where text and map begin, from the edges of the sheet.
const INSET: f64 = 12.0;

/// The first leaf of a tiled poster.
pub(super) fn leaf(tiling: &Tiling, tiles: &[Tile], page: usize, bleed: f64, before: &str) -> Leaf {
    let Paper { width, height } = tiles[0].sheet;
    let inset = INSET.max(tiling.margin).min(width.min(height) / 6.0);
    // Small sheets have small print; the longest line has about 100 letters of half an em.
    let size = ((width - 2.0 * inset) / 52.0).clamp(1.2, 3.6);
    let mut leaf = Leaf { width, height, label: Some(format!("{before}map")), ..Leaf::default() };
    let mut y = inset + 1.8 * size;
    leaf.texts.push(text(title(tiling, bleed), [inset, y], 1.8 * size));
    for say in steps(tiling, tiles) {
        y += 1.6 * size;
        leaf.texts.push(text(say, [inset, y + 0.6 * size], size));
    }
    // A rule that shows whether the printer has scaled the page.
    y += 3.4 * size;
    let long = 50.0f64.min(width - 2.0 * inset);
    leaf.lines.extend(rule([inset, y], long));
    leaf.texts.push(text(format!("{long:.0} mm"), [inset + long + size, y + 0.36 * size], size));
    y += 2.5 * size;

    let [w, h] = tiling.poster;
    let room = [width - 2.0 * inset, height - inset - y];
    let scale = (room[0] / w).min(room[1] / h).min(1.0);
    let to = Area { x: (width - w * scale) / 2.0, y, w: w * scale, h: h * scale };
    leaf.placed.push(Placed { page, to, turn: Turn::None, clip: Some(to) });
    leaf.lines.extend(grid(tiles, to, scale));
    leaf.texts.extend(names(tiles, to, scale));
    leaf
}

fn text(say: String, at: [f64; 2], size: f64) -> Text {
    Text { say, at, size, centred: false, over: false }
}

fn title(tiling: &Tiling, bleed: f64) -> String {
    let [w, h] = tiling.poster.map(|side| short(side - 2.0 * bleed));
    let sheets = if tiling.count() == 1 { "sheet" } else { "sheets" };
    let paper = tiling.blocks[0].sheet.along(1, 2);
    let size = format!("{w} × {h} mm on {} {sheets} of {paper}", tiling.count());
    match tiling.blocks[..] {
        [Block { columns, rows, .. }] => format!("{size}: {columns} across, {rows} down"),
        _ => size,
    }
}

/// How sheets of both ways follow each other: `3 rows of 4 sheets upright, 1 row of 3 sheets across`.
fn ways(tiling: &Tiling) -> String {
    let plural = |count: u32| if count == 1 { "" } else { "s" };
    let lies = |block: &Block| if block.sheet.width < block.sheet.height { "upright" } else { "across" };
    let way = |block: &Block| {
        let (line, lines, sheets) =
            if tiling.columns { ("column", block.columns, block.rows) } else { ("row", block.rows, block.columns) };
        format!("{lines} {line}{} of {sheets} sheet{} {}", plural(lines), plural(sheets), lies(block))
    };
    let some = |block: &Block| format!("{} {}", block.columns * block.rows, lies(block));
    match &tiling.blocks[..] {
        [a, b, c, d] => format!("{} over {}, beside {} over {}", some(a), some(b), some(c), some(d)),
        blocks => blocks.iter().map(way).collect::<Vec<_>>().join(", "),
    }
}

/// A length with one decimal, where it has one.
fn short(mm: f64) -> String {
    let tenths = (mm * 10.0).round() / 10.0;
    format!("{tenths}")
}

fn steps(tiling: &Tiling, tiles: &[Tile]) -> Vec<String> {
    let names: Vec<String> = tiles.iter().map(|tile| name(tile.column, tile.row)).collect();
    let last = names.last().cloned().unwrap_or_default();
    let line = if tiling.columns { "column" } else { "row" };
    let order = match tiling.blocks.len() {
        ..=2 => format!("Paste {line} by {line} from A1 to {last}"),
        _ => format!("Paste {}", names.join(" ")),
    };
    let mut steps =
        vec!["Print at actual size (100 %, not “fit to page”): the rule below must measure what it says.".into()];
    if tiling.blocks.len() > 1 {
        steps.push(format!("Sheets lie both ways: {}, as on the map.", ways(tiling)));
    }
    if tiling.count() > 1 {
        steps.push(
            "Cut off the white margin at the left and upper edge of every sheet that has a neighbour there.".into(),
        );
        let before = if tiling.blocks.len() > 2 { "strips of those" } else { "strip of the one" };
        steps.push(format!("{order}: each sheet goes over the dashed {before} before,"));
        let strip = if tiling.overlap > 0.0 {
            let least = if tiling.blocks.len() > 2 { "at least " } else { "" };
            format!(" The strips are {least}{} mm wide.", short(tiling.overlap))
        } else {
            String::new()
        };
        steps.push(format!("its edge on the dashed line. Ticks in the margins are in line with the edges.{strip}"));
    }
    steps
}

/// A scale of `long` millimetres with a tick every ten.
fn rule([x, y]: [f64; 2], long: f64) -> Vec<Line> {
    let line = |from, to| Line { from, to, width: 2.0 * HAIR, dashed: false, over: false };
    let tick = |at: f64, tall: f64| line([x + at, y - tall], [x + at, y + tall]);
    let tens = (1..).map(|n| 10.0 * f64::from(n)).take_while(|at| *at < long - 1.0).map(|at| tick(at, 0.7));
    [line([x, y], [x + long, y]), tick(0.0, 1.5), tick(long, 1.5)].into_iter().chain(tens).collect()
}

/// The edges that will be seen, and the frame of the poster.
fn grid(tiles: &[Tile], to: Area, scale: f64) -> Vec<Line> {
    let line = |from, to| Line { from, to, width: 2.0 * HAIR, dashed: false, over: true };
    let frame = [to.x, to.right()].map(|x| line([x, to.y], [x, to.bottom()]));
    let ends = [to.y, to.bottom()].map(|y| line([to.x, y], [to.right(), y]));
    let on = |at: [f64; 2]| [to.x + at[0] * scale, to.y + at[1] * scale];
    let edges = tiles.iter().flat_map(|tile| {
        let [upright, level] = tile.seams();
        let upright: Vec<Line> = upright.iter().map(|s| line(on([s.on, s.from]), on([s.on, s.to]))).collect();
        upright.into_iter().chain(level.into_iter().map(|s| line(on([s.from, s.on]), on([s.to, s.on]))))
    });
    frame.into_iter().chain(ends).chain(edges).collect()
}

fn names(tiles: &[Tile], to: Area, scale: f64) -> Vec<Text> {
    // The part of an L in which there is most room.
    let largest = |tile: &Tile| tile.seen().into_iter().max_by(|a, b| (a.w * a.h).total_cmp(&(b.w * b.h)));
    let least = tiles.first().and_then(largest).map_or(0.0, |seen| seen.w.min(seen.h));
    let size = (least * scale / 3.5).clamp(0.8, 4.5);
    let text = |tile: &Tile| {
        let seen = on_map(largest(tile)?, to, scale);
        let at = [seen.x + seen.w / 2.0, seen.y + seen.h / 2.0 + 0.36 * size];
        Some(Text { say: name(tile.column, tile.row), at, size, centred: true, over: true })
    };
    tiles.iter().filter_map(text).collect()
}

fn on_map(area: Area, to: Area, scale: f64) -> Area {
    Area { x: to.x + area.x * scale, y: to.y + area.y * scale, w: area.w * scale, h: area.h * scale }
}
