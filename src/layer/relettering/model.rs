//! Models: the manner of a block of lines, for other words to be set in it.

use crate::{
    color::Color,
    layer::{
        relettering::{Comparisons, free},
        stage::Stage,
    },
    quad::Quad,
    scene::{
        Path,
        hand::{Cast, Hand},
        line::{self, Align, Line},
    },
    typeset::{
        baseline::Baseline,
        case::Case,
        fonts::{FaceId, Fonts, LAST_RESORT},
        likeness::Fit,
    },
};

/// Sizes of two lines that differ by less are one.
const ALIKE: f32 = 0.08;

/// The manner of a block; lengths in picture pixels.
#[derive(Clone)]
pub struct Model {
    pub(super) face: FaceId,
    /// An em.
    pub(super) size: f32,
    pub(super) condense: f32,
    /// In ems.
    pub(super) tracking: f32,
    pub(super) align: Align,
    pub(super) case: Case,
    /// Its colour, and how far it reaches out of the letters.
    pub(super) outline: Option<(Color, f32)>,
    pub(super) cast: Option<Cast>,
    /// Where its lines stand.
    pub(super) rows: Vec<Row>,
    /// How far off the likeness of its face is, 0 to 1.
    pub cost: f32,
    /// How wide a line may become.
    pub(super) widest: f32,
}

/// A line of the block.
#[derive(Clone)]
pub(super) struct Row {
    pub path: Path,
    /// Along the path, where its ink begins and ends.
    pub left: f32,
    pub right: f32,
    /// From the pen to the ink at its beginning, and back at its end.
    pub bearings: [f32; 2],
    /// Down from the top of the path.
    pub baseline: Baseline,
    pub ink: Color,
    /// Its size against that of the block.
    pub scale: f32,
}

impl Model {
    /// The manner of a block; none of no lines.
    pub fn of<'l>(block: &[&'l Line], seen: &mut Comparisons<'l>, stage: &Stage<'l>) -> Option<Self> {
        let fonts = stage.fonts;
        let first = block.first()?;
        let hands: Vec<(usize, &Hand)> =
            block.iter().enumerate().filter_map(|(i, line)| Some((i, line.hand.as_ref()?))).collect();
        let best = seen.nearest(block, stage);
        let (face, cost) = best.as_ref().map_or((plain(first, fonts), 1.0), |best| (best.face, best.cost));
        let mut fits: Vec<Option<Fit>> = vec![None; block.len()];
        for ((index, hand), fit) in hands.iter().zip(best.iter().flat_map(|best| &best.fits)) {
            // Cells are as wide as they are high, but for rounding.
            let cell = hand.drawing.path.height() / hand.drawing.rows as f32;
            fits[*index] = fit.map(|fit| Fit { size: fit.size * cell, baseline: fit.baseline.scaled(cell), ..fit });
        }
        let some = |value: fn(&Fit) -> f32, otherwise: f32| {
            let mut values: Vec<(f32, usize)> = fits
                .iter()
                .zip(block)
                .filter_map(|(fit, line)| Some((value(fit.as_ref()?), line.text.chars().count())))
                .collect();
            values.sort_by(|a, b| a.0.total_cmp(&b.0));
            // The median by letters: a long line says more.
            let half = values.iter().map(|(_, n)| n).sum::<usize>().div_ceil(2);
            let mut seen = 0;
            values.iter().find(|(_, n)| (seen += n, seen >= half).1).map_or(otherwise, |(value, _)| *value)
        };
        let size = some(|fit| fit.size, first.lettering.cap_height / fonts.get(face).cap_height());
        // A face that a line is not set in fits it too large or too small; its capitals are measured apart from that.
        let usual = |fit: &Option<Fit>| fit.is_some_and(|fit| (fit.size / size - 1.0).abs() < ALIKE);
        let capitals = block.iter().zip(&fits).find(|(_, fit)| usual(fit)).map(|(line, _)| line.lettering.cap_height);
        let as_high = |line: &Line| capitals.is_some_and(|high| (line.lettering.cap_height / high - 1.0).abs() < ALIKE);
        // Where ink could not be told from ground, that of the other lines is meant.
        let known = block.iter().find(|line| line.hand.is_some()).map(|line| line.lettering.ink);
        let rows: Vec<Row> = block
            .iter()
            .zip(&fits)
            .map(|(line, fit)| {
                let mut row = row(line, fit.as_ref());
                row.bearings =
                    fit.map_or([0.0; 2], |fit| bearings(&line.text, face, fonts).map(|b| b * fit.size * fit.condense));
                row.scale = fit.map_or(1.0, |fit| fit.size / size);
                // Letters of one size are never measured quite alike.
                if (row.scale - 1.0).abs() < ALIKE || as_high(line) {
                    row.scale = 1.0;
                }
                row.ink = known.filter(|_| line.hand.is_none()).unwrap_or(row.ink);
                row
            })
            .collect();
        let widest = rows.iter().map(|row| row.right - row.left).fold(1.0, f32::max) * free::growth(block, stage);
        let outlines = block.iter().filter_map(|line| {
            let width = line.hand.as_ref().map(|hand| hand.outline).filter(|width| *width > 0.0);
            Some((line.lettering.outline_ink?, width.unwrap_or(0.06 * size)))
        });
        Some(Model {
            face,
            size,
            condense: some(|fit| fit.condense, 1.0),
            tracking: some(|fit| fit.tracking, 0.0),
            align: first.lettering.align,
            case: case(block),
            outline: outlines.max_by(|a, b| a.1.total_cmp(&b.1)),
            cast: hands.iter().find_map(|(_, hand)| hand.cast),
            rows,
            cost,
            widest,
        })
    }

    /// From here on its lines are centred, as the words of a button are.
    pub fn centre(&mut self) {
        self.align = Align::Center;
    }

    /// From here on the only line, if it is straight, begins at a share of its length, flush left: what stands before
    /// stays.
    pub fn begin(&mut self, start: f32) {
        let [row] = &mut self.rows[..] else { return };
        let at = row.left + start * (row.right - row.left);
        self.widest -= at - row.left;
        // A stem begins about so far behind the pen.
        (row.left, row.bearings[0]) = (at, 0.06 * self.size);
        self.align = Align::Left;
    }

    /// How wide a line may become that stands in the place of an old one: along an arc every line has a length of its
    /// own.
    pub(super) fn room(&self, row: usize) -> f32 {
        let Row { path, left, right, .. } = &self.rows[row];
        if matches!(path, Path::Arc { .. }) { (right - left).max(1.0) } else { self.widest }
    }
}

/// From the pen to the ink of a line's first character, and from that of its last to the pen, in ems.
fn bearings(text: &str, face: FaceId, fonts: &Fonts) -> [f32; 2] {
    let face = fonts.get(face);
    let of = |c: Option<char>| {
        let glyph = face.glyph(c?)?;
        let ink = face.ink(glyph)?;
        Some([ink.x, face.advance(glyph) - ink.right()])
    };
    [of(text.chars().next()).map_or(0.0, |b| b[0]), of(text.chars().next_back()).map_or(0.0, |b| b[1])]
}

/// A face for letters of which nothing is known but how thick they are.
fn plain(line: &Line, fonts: &Fonts) -> FaceId {
    let bold = line.lettering.stroke > 0.15 * line.lettering.cap_height;
    fonts.find("Inter Regular").filter(|_| !bold).unwrap_or(LAST_RESORT)
}

fn row(line: &Line, fit: Option<&Fit>) -> Row {
    let ink = line.lettering.ink;
    if let (Some(fit), Some(hand)) = (fit, &line.hand) {
        let drawing = &hand.drawing;
        let cell = drawing.path.length() / drawing.columns as f32;
        let [left, right] = drawing.ink.map(|column| column * cell);
        return Row {
            path: drawing.path.clone(),
            left,
            right,
            bearings: [0.0; 2],
            baseline: fit.baseline,
            ink,
            scale: 1.0,
        };
    }
    // Only the quad is known: what hangs below the line is told by the text.
    let Quad([a, b, ..]) = line.quad;
    let hangs = line.text.chars().any(|c| "gjpqy,;ç()Q".contains(c));
    let height = line.quad.height();
    let baseline = Baseline::level(if hangs { height - 0.22 * line.lettering.cap_height } else { height });
    let right = crate::quad::distance(a, b);
    Row { path: Path::Straight(line.quad), left: 0.0, right, bearings: [0.0; 2], baseline, ink, scale: 1.0 }
}

/// The letter case that all lines of a block share.
fn case(block: &[&Line]) -> Case {
    let all = |case: line::Case| block.iter().all(|line| line.lettering.case == case);
    match () {
        () if all(line::Case::Upper) => Case::Upper,
        () if all(line::Case::Lower) => Case::Lower,
        () if all(line::Case::Title) => Case::Title,
        () => Case::AsIs,
    }
}
