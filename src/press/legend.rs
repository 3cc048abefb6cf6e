//! The legend of a tiled poster: a map of its sheets, and what to do with them.

use crate::press::{
    leaf::{Area, HAIR, Leaf, Line, Placed, Text, Turn},
    tiles::{Tiling, name},
};

/// Where text and map begin, from the edges of the sheet.
const INSET: f64 = 12.0;

/// The first leaf of a tiled poster.
pub(super) fn leaf(tiling: &Tiling, page: usize, bleed: f64, before: &str) -> Leaf {
    let (width, height) = (tiling.sheet.width, tiling.sheet.height);
    let inset = INSET.max(tiling.margin).min(width.min(height) / 6.0);
    // Small sheets have small print; the longest line has about 100 letters of half an em.
    let size = ((width - 2.0 * inset) / 52.0).clamp(1.2, 3.6);
    let mut leaf = Leaf { width, height, label: Some(format!("{before}map")), ..Leaf::default() };
    let mut y = inset + 1.8 * size;
    leaf.texts.push(text(title(tiling, bleed), [inset, y], 1.8 * size));
    for say in steps(tiling) {
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
    leaf.lines.extend(grid(tiling, to, scale));
    leaf.texts.extend(names(tiling, to, scale));
    leaf
}

fn text(say: String, at: [f64; 2], size: f64) -> Text {
    Text { say, at, size, centred: false, over: false }
}

fn title(tiling: &Tiling, bleed: f64) -> String {
    let [w, h] = tiling.poster.map(|side| short(side - 2.0 * bleed));
    let (columns, rows) = (tiling.columns, tiling.rows);
    let sheets = if tiling.count() == 1 { "sheet" } else { "sheets" };
    format!("{w} × {h} mm on {} {sheets} of {}: {columns} across, {rows} down", tiling.count(), paper(tiling))
}

fn paper(tiling: &Tiling) -> String {
    tiling.sheet.along(1, 2).to_string()
}

/// A length with one decimal, where it has one.
fn short(mm: f64) -> String {
    let tenths = (mm * 10.0).round() / 10.0;
    format!("{tenths}")
}

fn steps(tiling: &Tiling) -> Vec<String> {
    let last = name(tiling.columns - 1, tiling.rows - 1);
    let mut steps =
        vec!["Print at actual size (100 %, not “fit to page”): the rule below must measure what it says.".into()];
    if tiling.count() > 1 {
        steps.push(
            "Cut off the white margin at the left and upper edge of every sheet that has a neighbour there.".into(),
        );
        steps.push(format!(
            "Paste row by row from A1 to {last}: each sheet goes over the dashed strip of the one before,"
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
fn grid(tiling: &Tiling, to: Area, scale: f64) -> Vec<Line> {
    let line = |from, to| Line { from, to, width: 2.0 * HAIR, dashed: false, over: true };
    let [dx, dy] = tiling.steps().map(|step| step * scale);
    let frame = [to.x, to.right()].map(|x| line([x, to.y], [x, to.bottom()]));
    let ends = [to.y, to.bottom()].map(|y| line([to.x, y], [to.right(), y]));
    let columns = (1..tiling.columns).map(|n| to.x + f64::from(n) * dx).map(|x| line([x, to.y], [x, to.bottom()]));
    let rows = (1..tiling.rows).map(|n| to.y + f64::from(n) * dy).map(|y| line([to.x, y], [to.right(), y]));
    frame.into_iter().chain(ends).chain(columns).chain(rows).collect()
}

fn names(tiling: &Tiling, to: Area, scale: f64) -> Vec<Text> {
    let [dx, dy] = tiling.steps().map(|step| step * scale);
    let size = (dx.min(dy) / 3.5).clamp(0.8, 4.5);
    let cells = (0..tiling.rows).flat_map(|row| (0..tiling.columns).map(move |column| (column, row)));
    let text = |(column, row): (u32, u32)| {
        let (x, y) = (to.x + f64::from(column) * dx, to.y + f64::from(row) * dy);
        let end = |start: f64, step: f64, last: bool, edge: f64| if last { edge } else { start + step };
        let right = end(x, dx, column + 1 == tiling.columns, to.right());
        let bottom = end(y, dy, row + 1 == tiling.rows, to.bottom());
        let at = [(x + right) / 2.0, (y + bottom) / 2.0 + 0.36 * size];
        Text { say: name(column, row), at, size, centred: true, over: true }
    };
    cells.map(text).collect()
}
