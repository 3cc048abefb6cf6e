//! Erasing: lettering of the picture taken out, its ground rebuilt.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::Color,
    erase::Writing,
    layer::{LayerError, Lower, stage::Stage},
    measure::Rect,
    plan::{EraseMark, Mark},
    polygon,
    quad::Quad,
    region::{Area, Mask, area},
    scene::{Needs, line::Line},
};

/// Takes lettering out of the picture as if it had never been there: flat and smooth grounds are filled, others patched.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Erase {
    /// Which lines go: `text` for all, `text.slogan` and the like, or those whose middle lies in a place.
    pub lines: Vec<Area>,
    /// Which of them stay all the same.
    pub stay: Vec<Area>,
    /// Whether the plates that they stand on, as the words of buttons do, go with them.
    pub plates: bool,
    /// What to do with large letters on a restless ground, where the repair would show.
    pub shows: Shows,
    /// What to do with lines that are written across a face.
    pub across_faces: Shows,
}

/// What to do where it would show that something was erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shows {
    /// Erase it all the same.
    #[default]
    Erase,
    /// Leave the line as it is, with a note.
    Leave,
}

/// How busy a ground may be on which large letters are erased unseen.
const RESTLESS: f32 = 0.6;
/// Letters with thinner strokes, in heights of the short side, leave no hole that shows.
const THIN: f32 = 0.008;
/// A line is written across a face when so much of its middle band lies on one.
const ACROSS: f32 = 0.1;

impl Default for Erase {
    fn default() -> Self {
        Erase {
            lines: vec![Area::Text],
            stay: Vec::new(),
            plates: false,
            shows: Shows::Erase,
            across_faces: Shows::Erase,
        }
    }
}

impl Lower for Erase {
    const NAME: &'static str = "erase";

    fn needs(&self) -> Needs {
        let areas = self.lines.iter().chain(&self.stay).fold(Needs::NONE, |needs, area| needs | area.needs());
        let detail = if self.shows == Shows::Leave { Needs::DETAIL } else { Needs::NONE };
        areas | detail | Needs::TEXT | Needs::FACES
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let (from, _) = stage.placed();
        let shown = |line: &&Line| from.meet(&line.quad.bounds()).area() > 0.0;
        let among = |line: &Line, areas: &[Area]| areas.iter().any(|area| belongs(stage, line, area));
        let meant = |line: &&Line| among(line, &self.lines) && !among(line, &self.stay);
        let (mut lines, mut notes) = (Vec::new(), Vec::new());
        for line in stage.standing().into_iter().filter(shown).filter(meant) {
            let across = (self.across_faces == Shows::Leave).then(|| across(stage, line)).flatten();
            match across.or_else(|| (self.shows == Shows::Leave).then(|| restless(stage, line)).flatten()) {
                Some(why) => notes.push(format!("“{}” is not erased: {why}", line.text)),
                None => lines.push(line),
            }
        }
        stage.notes.extend(notes);
        if self.plates {
            return Ok(with_plates(stage, &lines).into_iter().collect());
        }
        let lines: Vec<(&Line, Quad)> = lines.into_iter().map(|line| (line, line.quad)).collect();
        Ok(mark(stage, &lines).into_iter().collect())
    }
}

/// The mark that takes lines, as far as a quad of each goes, out of what lies below.
pub(super) fn mark(stage: &mut Stage<'_>, lines: &[(&Line, Quad)]) -> Option<Mark> {
    if lines.is_empty() {
        return None;
    }
    let scale = stage.scale();
    let writing = |(line, quad): &(&Line, Quad)| Writing {
        quad: Quad(stage.quad(quad).0.map(|point| point.map(tenth))),
        outline: line.outline.as_ref().map(|o| o.iter().map(|p| stage.point(*p).map(tenth)).collect()),
        ink: line.lettering.ink,
        paper: line.lettering.paper,
        outline_ink: line.lettering.outline_ink,
        shadow: line.lettering.shadow,
        stroke: tenth(line.lettering.stroke * scale),
        cap_height: tenth(line.lettering.cap_height * scale),
    };
    let writings: Vec<Writing> = lines.iter().map(writing).collect();
    // A face that something is written across is repaired there; no other is painted over.
    let faces = stage.scene.faces.iter().flatten().map(area::face);
    let kept = faces.filter(|face| !lines.iter().any(|(line, _)| lies_on(line, face) > ACROSS));
    let mut keep: Vec<Vec<[f32; 2]>> = kept.collect();
    keep.extend(stays(stage, lines));
    let keep = keep.into_iter().map(|o| o.into_iter().map(|point| stage.point(point).map(tenth)).collect()).collect();
    let outlines = writings.iter().map(|line| line.quad.grown(12.0, 12.0).0.to_vec());
    stage.backdrop.unknown(&Mask { include: outlines.collect(), ..Mask::default() });
    Some(Mark::Erase(EraseMark { seed: stage.seed, lines: writings, keep }))
}

/// The mark that takes whole lines out of what lies below, and the plates that they stand on.
pub(super) fn with_plates(stage: &mut Stage<'_>, lines: &[&Line]) -> Option<Mark> {
    let whole: Vec<(&Line, Quad)> = lines.iter().map(|line| (*line, line.quad)).collect();
    let mut mark = mark(stage, &whole)?;
    // A plate is erased as a large letter of its colour; a mere frame is none.
    let plate = |line: &&Line| {
        let plate = line.plate.filter(|plate| distinct(plate.color, plate.around))?;
        let quad = Quad(stage.quad(&plate.quad).0.map(|point| point.map(tenth)));
        let (ink, paper, high) = (plate.color, plate.around, tenth(quad.height()));
        Some(Writing {
            quad,
            outline: None,
            ink,
            paper,
            outline_ink: None,
            shadow: false,
            stroke: high,
            cap_height: high,
        })
    };
    if let Mark::Erase(mark) = &mut mark {
        mark.lines.extend(lines.iter().filter_map(plate));
    }
    Some(mark)
}

/// Whether two colours differ so much that a plate of the one shows on the other.
fn distinct(a: Color, b: Color) -> bool {
    [a.r.abs_diff(b.r), a.g.abs_diff(b.g), a.b.abs_diff(b.b)].into_iter().any(|off| off > 24)
}

/// The lettering round what is erased that stays: other lines, and what stands before the part of a line that goes.
fn stays(stage: &Stage<'_>, lines: &[(&Line, Quad)]) -> Vec<Vec<[f32; 2]>> {
    let gone = |line: &Line| lines.iter().find(|(own, _)| std::ptr::eq(*own, line));
    let near = |line: &Line| {
        let bounds = line.quad.bounds().grown(NEAR);
        lines.iter().any(|(_, quad)| quad.bounds().meet(&bounds).area() > 0.0)
    };
    let outline = |line: &Line| match gone(line) {
        None => near(line).then(|| line.outline.clone().unwrap_or_else(|| line.quad.0.to_vec())),
        Some((_, quad)) if *quad != line.quad => {
            let ([left, _, _, foot], [cut, _, _, low]) = (line.quad.0, quad.0);
            Some(vec![left, cut, low, foot])
        }
        Some(_) => None,
    };
    stage.scene.text.iter().flatten().filter_map(outline).collect()
}

/// Lines farther than this, in picture pixels, are not touched by what is done to others.
const NEAR: f32 = 16.0;

/// Why a line is better left alone that lies on a face.
pub(super) fn across(stage: &Stage<'_>, line: &Line) -> Option<&'static str> {
    let across = stage.scene.faces.iter().flatten().any(|face| lies_on(line, &area::face(face)) > ACROSS);
    across.then_some("it is written across a face")
}

fn tenth(v: f32) -> f32 {
    (v * 10.0).round() / 10.0
}

/// Whether an area means a line.
pub(super) fn belongs(stage: &Stage<'_>, line: &Line, area: &Area) -> bool {
    match area {
        Area::All | Area::Text | Area::Letters => true,
        Area::Ground => false,
        Area::Rect(_) | Area::Polygon(_) => {
            let [x, y] = line.quad.centre();
            let (from, to) = stage.placed();
            let at = [to.x + (x - from.x) * to.w / from.w, to.y + (y - from.y) * to.h / from.h];
            let corner = |[x, y]: &[f32; 2]| {
                let point = stage.page.rect([*x, *y, 0.0, 0.0]);
                [point.x, point.y]
            };
            match area {
                Area::Rect(place) => Quad::from(stage.page.rect(*place)).holds(at),
                Area::Polygon(points) => polygon::holds(&points.iter().map(corner).collect::<Vec<_>>(), at),
                _ => false,
            }
        }
        Area::Quiet | Area::Faces | Area::Eyes | Area::Mouths => {
            area.outlines(stage.scene).iter().any(|outline| polygon::holds(outline, line.quad.centre()))
        }
        role => role.role() == Some(line.role),
    }
}

/// Share of a line's middle that lies on an outline.
fn lies_on(line: &Line, outline: &[[f32; 2]]) -> f32 {
    const STEPS: usize = 40;
    let place = |i: usize| line.quad.at((i as f32 + 0.5) / STEPS as f32, 0.5);
    (0..STEPS).filter(|i| polygon::holds(outline, place(*i))).count() as f32 / STEPS as f32
}

/// Where large letters stand on a ground that is busy all round them.
pub(super) fn restless(stage: &Stage<'_>, line: &Line) -> Option<&'static str> {
    let short = stage.scene.width.min(stage.scene.height) as f32;
    let detail = stage.scene.detail.as_ref().filter(|_| line.lettering.stroke > THIN * short)?;
    let cap = line.lettering.cap_height.max(8.0);
    let bounds = line.quad.bounds().grown(0.6 * cap);
    let ring = bounds.grown(cap);
    let sides = [
        Rect::new(ring.x, ring.y, ring.w, cap),
        Rect::new(ring.x, bounds.bottom(), ring.w, cap),
        Rect::new(ring.x, bounds.y, cap, bounds.h),
        Rect::new(bounds.right(), bounds.y, cap, bounds.h),
    ];
    let mut busy = sides.map(|side| detail.mean(side));
    busy.sort_by(f32::total_cmp);
    // Other lines may stand on two sides.
    (busy[1] > RESTLESS).then_some("its ground is too restless to be rebuilt unseen")
}
