//! The legend of a tiled poster: a map of its sheets, and what to do with them.

use crate::{
    paper::Paper,
    press::{
        leaf::{Area, HAIR, Leaf, Line, Placed, Text, Turn},
        tiles::{Band, Tile, Tiling, name},
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
    let paper = tiling.bands[0].sheet.along(1, 2);
    let size = format!("{w} × {h} mm on {} {sheets} of {paper}", tiling.count());
    match tiling.bands[..] {
        [Band { lines, sheets, .. }] => format!("{size}: {sheets} across, {lines} down"),
        _ => size,
    }
}

/// How sheets of both ways follow each other: `3 rows of 4 sheets upright, 1 row of 3 sheets across`.
fn ways(tiling: &Tiling) -> String {
    let way = |band: &Band| {
        let line = if tiling.columns { "column" } else { "row" };
        let plural = |count: u32| if count == 1 { "" } else { "s" };
        let lies = if band.sheet.width < band.sheet.height { "upright" } else { "across" };
        let (lines, sheets) = (band.lines, band.sheets);
        format!("{lines} {line}{} of {sheets} sheet{} {lies}", plural(lines), plural(sheets))
    };
    tiling.bands.iter().map(way).collect::<Vec<_>>().join(", ")
}

/// A length with one decimal, where it has one.
fn short(mm: f64) -> String {
    let tenths = (mm * 10.0).round() / 10.0;
    format!("{tenths}")
}

fn steps(tiling: &Tiling, tiles: &[Tile]) -> Vec<String> {
    let last = tiles.last().map(|tile| name(tile.column, tile.row)).unwrap_or_default();
    let line = if tiling.columns { "column" } else { "row" };
    let mut steps =
        vec!["Print at actual size (100 %, not “fit to page”): the rule below must measure what it says.".into()];
    if tiling.bands.len() > 1 {
        steps.push(format!("Sheets lie both ways: {}, as on the map.", ways(tiling)));
    }
    if tiling.count() > 1 {
        steps.push(
            "Cut off the white margin at the left and upper edge of every sheet that has a neighbour there.".into(),
        );
        steps.push(format!(
            "Paste {line} by {line} from A1 to {last}: each sheet goes over the dashed strip of the one before,"
        ));
        let strip = if tiling.overlap > 0.0 {
            format!(" The strips are {} mm wide.", short(tiling.overlap))
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
    let edges = tiles.iter().flat_map(|tile| {
        let Area { x, y, w, h } = on_map(tile.seen, to, scale);
        let [right, below] = tile.covered;
        let right = right.then(|| line([x + w, y], [x + w, y + h]));
        right.into_iter().chain(below.then(|| line([x, y + h], [x + w, y + h])))
    });
    frame.into_iter().chain(ends).chain(edges).collect()
}

fn names(tiles: &[Tile], to: Area, scale: f64) -> Vec<Text> {
    let least = tiles.first().map_or(0.0, |tile| tile.seen.w.min(tile.seen.h));
    let size = (least * scale / 3.5).clamp(0.8, 4.5);
    let text = |tile: &Tile| {
        let seen = on_map(tile.seen, to, scale);
        let at = [seen.x + seen.w / 2.0, seen.y + seen.h / 2.0 + 0.36 * size];
        Text { say: name(tile.column, tile.row), at, size, centred: true, over: true }
    };
    tiles.iter().map(text).collect()
}

fn on_map(area: Area, to: Area, scale: f64) -> Area {
    Area { x: to.x + area.x * scale, y: to.y + area.y * scale, w: area.w * scale, h: area.h * scale }
}
