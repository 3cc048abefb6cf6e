//! Settling: a layer moves a little so that what it lays down leaves lines of the picture whole, and faces in sight.

use crate::{
    layer::{
        Layer, LayerError,
        covered::{Laid, Points, bounds, holds},
        sentences,
        stage::Stage,
    },
    measure::Rect,
    polygon,
    scene::line::{Line, Role},
};

/// Steps to either side, at most, of the first look and of the closer one.
const STEPS: i32 = 12;
const CLOSER: i32 = 4;
/// How far apart they are at the least, in fractions of the short side.
const STEP: f32 = 0.006;
/// Sheets that are looked at, the largest first.
const MANY: usize = 24;
/// Cells of the page a side in which goods are looked for.
const CELLS: usize = 28;
/// What it costs to cut a line, to hide one, to come too near to one, each by its size; to hide faces, and goods; to go
/// as far as may be.
const CUT: f32 = 1.0;
const EACH: f32 = 0.06;
const HIDDEN: f32 = 0.35;
const NEAR: f32 = 0.04;
/// And to leave a sentence without some of its lines, by the size of those that are left.
const SPLIT: f32 = 0.5;
const FACES: f32 = 8.0;
const GOODS: f32 = 3.0;
const FAR: f32 = 0.08;
/// How near it may come to an edge of the page where it was farther, in fractions of the short side.
const EDGE: f32 = 0.08;

/// How far a layer is best moved, in canvas pixels, when it may go `reach` of the page's width and height either way.
///
/// # Errors
/// As for lowering it.
pub fn shift(layer: &Layer, reach: [f32; 2], stage: &mut Stage<'_>) -> Result<[f32; 2], LayerError> {
    let trim = stage.page.trim();
    let reach = [reach[0].max(0.0) * trim.w, reach[1].max(0.0) * trim.h];
    if stage.scene.text.is_none() && stage.scene.faces.is_none() {
        return Ok([0.0; 2]);
    }
    let laid = stage.tried(|stage| layer.lowered(stage))?;
    let ground = Ground::of(stage);
    let Some(sheets) = Sheets::of(laid, &trim) else { return Ok([0.0; 2]) };
    let cost = |shift: [f32; 2]| {
        let far = [0, 1].map(|i| if reach[i] > 0.0 { (shift[i] / reach[i]).abs() } else { 0.0 });
        let cost = ground.cost(&sheets, shift) + FAR * (far[0] + far[1]) / 2.0;
        // Ten-thousandths, so that the last bit of a float decides nothing.
        (cost * 10_000.0).round() as i64
    };
    let mut best = (i64::MAX, [0.0f32; 2]);
    let least = STEP * stage.page.short();
    let steps = reach.map(|reach| (reach / least).ceil().min(STEPS as f32) as i32);
    let step = [0, 1].map(|i| if steps[i] > 0 { reach[i] / steps[i] as f32 } else { 0.0 });
    let mut look = |from: [f32; 2], steps: [i32; 2], step: [f32; 2]| {
        for y in -steps[1]..=steps[1] {
            for x in -steps[0]..=steps[0] {
                let at = [from[0] + x as f32 * step[0], from[1] + y as f32 * step[1]];
                if at.iter().zip(reach).any(|(at, reach)| at.abs() > reach + 0.01) || !sheets.stay(at, &trim) {
                    continue;
                }
                let cost = cost(at);
                if cost < best.0 {
                    best = (cost, at);
                }
            }
        }
        best.1
    };
    let first = look([0.0; 2], steps, step);
    let closer = [0, 1].map(|i| if step[i] > least { CLOSER } else { 0 });
    let fine = [0, 1].map(|i| step[i] / (CLOSER + 1) as f32);
    Ok(look(first, closer, fine).map(f32::round))
}

/// What a layer lays down.
struct Sheets {
    outlines: Vec<(Rect, Vec<[f32; 2]>)>,
    whole: Rect,
    /// What is left of the page within the distance from its edges that it keeps.
    room: Rect,
    /// Which sides lie within the page: left, top, right, bottom.
    within: [bool; 4],
}

impl Sheets {
    /// Its large pieces; where it has none, its letters.
    fn of(laid: Vec<Laid>, trim: &Rect) -> Option<Self> {
        let sheet = |laid: &Laid| if let Laid::Sheet { outline, .. } = laid { Some(outline.clone()) } else { None };
        let mut outlines: Vec<Vec<[f32; 2]>> = laid.iter().filter_map(sheet).collect();
        if outlines.is_empty() {
            outlines = laid.iter().map(|laid| crate::layer::outline::corners(&laid.bounds()).to_vec()).collect();
        }
        let most = outlines.iter().map(|outline| polygon::area(outline)).fold(0.0, f32::max);
        outlines.retain(|outline| polygon::area(outline) >= 0.2 * most);
        outlines.sort_by(|a, b| polygon::area(b).total_cmp(&polygon::area(a)));
        outlines.truncate(MANY);
        let whole = outlines.iter().filter_map(|o| polygon::bounds(o)).reduce(|a, b| a.join(&b))?;
        let margins = margins(&whole, trim);
        // The least that it keeps anywhere, unless it lies across an edge.
        let kept = margins.into_iter().filter(|margin| *margin >= 0.0).fold(EDGE * trim.w.min(trim.h), f32::min);
        let (room, within) = (trim.grown(-kept), margins.map(|margin| margin >= 0.0));
        Some(Sheets {
            outlines: outlines.iter().filter_map(|o| Some((polygon::bounds(o)?, coarse(o)))).collect(),
            whole,
            room,
            within,
        })
    }

    /// Whether they stay on the page, as far as they were, and past its edges where they were past them.
    fn stay(&self, [dx, dy]: [f32; 2], trim: &Rect) -> bool {
        let whole = Rect { x: self.whole.x + dx, y: self.whole.y + dy, ..self.whole };
        let (inner, outer) = (margins(&whole, &self.room), margins(&whole, trim));
        let stays = |i: usize| if self.within[i] { inner[i] >= -0.01 } else { outer[i] < 0.0 };
        [dx, dy] == [0.0; 2] || (0..4).all(stays)
    }

    fn hide(&self, [x, y]: [f32; 2], [dx, dy]: [f32; 2]) -> bool {
        let point = [x - dx, y - dy];
        holds(&self.whole, &point)
            && self.outlines.iter().any(|(bounds, outline)| holds(bounds, &point) && polygon::holds(outline, point))
    }
}

/// How far the sides of a rectangle lie within another: left, top, right, bottom.
fn margins(own: &Rect, frame: &Rect) -> [f32; 4] {
    [own.x - frame.x, own.y - frame.y, frame.right() - own.right(), frame.bottom() - own.bottom()]
}

/// An outline of few corners.
fn coarse(outline: &[[f32; 2]]) -> Vec<[f32; 2]> {
    let every = outline.len().div_ceil(40).max(1);
    outline.iter().step_by(every).copied().collect()
}

/// What lies below, in canvas pixels.
struct Ground {
    lines: Vec<Known>,
    faces: Vec<Vec<[f32; 2]>>,
    /// Middles of cells that show something, and how much of all.
    goods: Vec<([f32; 2], f32)>,
}

/// The mean of the cells round each.
fn around(cells: &[([f32; 2], f32)]) -> Vec<f32> {
    const REACH: usize = 3;
    let near = |at: usize| at.saturating_sub(REACH)..(at + REACH + 1).min(CELLS);
    let mean = |i: usize| {
        let own = near(i / CELLS).flat_map(|y| near(i % CELLS).map(move |x| cells[y * CELLS + x].1));
        let (sum, count) = own.fold((0.0, 0.0f32), |(sum, count), busy| (sum + busy, count + 1.0));
        sum / count
    };
    (0..cells.len()).map(mean).collect()
}

struct Known {
    bounds: Rect,
    inside: Vec<[f32; 2]>,
    round: Vec<[f32; 2]>,
    /// Its share of the page, more for what is shouted.
    weight: f32,
    /// The sentence that it is a line of.
    sentence: usize,
}

impl Ground {
    fn of(stage: &Stage<'_>) -> Self {
        let trim = stage.page.trim();
        let (from, _) = stage.placed();
        let shown = |line: &&Line| from.meet(&bounds(line)).area() > 0.0;
        let known = |(sentence, line): (usize, &Line)| {
            let Points { inside, round } = Points::of(line);
            let [inside, round] = [inside, round].map(|p| p.into_iter().map(|p| stage.point(p)).collect::<Vec<_>>());
            let bounds = polygon::bounds(&round).unwrap_or_default();
            let loud = match line.role {
                Role::Slogan => 2.0,
                Role::Logo | Role::Price => 1.5,
                _ => 1.0,
            };
            Known { bounds, weight: (loud * 6.0 * bounds.area() / trim.area()).min(2.0), inside, round, sentence }
        };
        let all: Vec<&Line> = stage.scene.text.iter().flatten().filter(shown).collect();
        let read = sentences::sentences(&all).into_iter().enumerate();
        let lines: Vec<Known> =
            read.flat_map(|(n, lines)| lines.into_iter().map(move |line| (n, line))).map(known).collect();
        let face = |rect: Rect| {
            let at = |i: usize| {
                [rect.x + rect.w * ((i % 6) as f32 + 0.5) / 6.0, rect.y + rect.h * ((i / 6) as f32 + 0.5) / 6.0]
            };
            (0..36).map(at).collect()
        };
        let faces = stage.scene.faces.iter().flatten().map(|f| face(stage.on_canvas(&f.rect))).collect();
        let cell = Rect::new(0.0, 0.0, trim.w / CELLS as f32, trim.h / CELLS as f32);
        let cells = (0..CELLS * CELLS).map(|i| {
            let (x, y) = (trim.x + (i % CELLS) as f32 * cell.w, trim.y + (i / CELLS) as f32 * cell.h);
            let middle = [x + cell.w / 2.0, y + cell.h / 2.0];
            let lettered = lines.iter().any(|line| holds(&line.bounds, &middle));
            (middle, if lettered { 0.0 } else { stage.detail(&Rect { x, y, ..cell }) })
        });
        let cells: Vec<([f32; 2], f32)> = cells.collect();
        let around = around(&cells);
        let most = around.iter().copied().fold(1e-6, f32::max);
        // What is busiest all about is what the picture shows: the rest of it may be covered rather.
        let busy = cells.iter().zip(&around).filter(|((_, busy), _)| *busy > 0.1);
        let mut goods: Vec<_> =
            busy.map(|((at, busy), around)| (*at, busy * (around / most) * (around / most))).collect();
        let all: f32 = goods.iter().map(|(_, busy)| busy).sum();
        goods.iter_mut().for_each(|(_, busy)| *busy /= all.max(1e-6));
        Ground { lines, faces, goods }
    }

    /// What it costs that sheets lie where they are moved to.
    fn cost(&self, sheets: &Sheets, shift: [f32; 2]) -> f32 {
        let hide = |point: &&[f32; 2]| sheets.hide(**point, shift);
        let reach = Rect { x: sheets.whole.x + shift[0], y: sheets.whole.y + shift[1], ..sheets.whole };
        // What it costs, and whether it is not left as it was.
        let line = |line: &Known| {
            if line.bounds.meet(&reach).area() <= 0.0 {
                return (0.0, false);
            }
            let hidden = line.inside.iter().filter(hide).count();
            let round = line.round.iter().filter(hide).count();
            match hidden {
                0 if round == 0 => (0.0, false),
                0 => (NEAR, false),
                all if all == line.inside.len() => {
                    (HIDDEN * line.weight + if round < line.round.len() { NEAR } else { 0.0 }, true)
                }
                _ => (EACH + CUT * line.weight, true),
            }
        };
        let each: Vec<(f32, bool)> = self.lines.iter().map(line).collect();
        let (mut split, mut from) = (0.0, 0);
        for sentence in self.lines.chunk_by(|a, b| a.sentence == b.sentence) {
            let own = &each[from..from + sentence.len()];
            if own.iter().any(|(_, gone)| *gone) {
                let left = sentence.iter().zip(own).filter(|(_, (_, gone))| !gone);
                split += SPLIT * left.map(|(line, _)| line.weight).sum::<f32>();
            }
            from += sentence.len();
        }
        let face = |points: &Vec<[f32; 2]>| points.iter().filter(hide).count() as f32 / points.len().max(1) as f32;
        let goods: f32 = self.goods.iter().filter(|(point, _)| hide(&point)).map(|(_, busy)| busy).sum();
        each.iter().map(|(cost, _)| cost).sum::<f32>()
            + split
            + FACES * self.faces.iter().map(face).sum::<f32>()
            + GOODS * goods
    }
}
