//! Erasing: lettering of the picture taken out, its ground rebuilt.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
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
const RESTLESS: f32 = 0.45;
/// Letters with thinner strokes, in heights of the short side, leave no hole that shows.
const THIN: f32 = 0.008;
/// A line is written across a face when so much of its middle band lies on one.
const ACROSS: f32 = 0.1;

impl Default for Erase {
    fn default() -> Self {
        Erase { lines: vec![Area::Text], stay: Vec::new(), shows: Shows::Erase, across_faces: Shows::Erase }
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
        let (from, to) = stage.placed();
        let (sx, sy) = (to.w / from.w, to.h / from.h);
        let at = |[x, y]: [f32; 2]| [to.x + (x - from.x) * sx, to.y + (y - from.y) * sy].map(tenth);
        let scale = (sx * sy).sqrt();
        let shown = |line: &&Line| from.meet(&line.quad.bounds()).area() > 0.0;
        let scene = stage.scene;
        let faces: Vec<Vec<[f32; 2]>> = scene.faces.iter().flatten().map(area::face).collect();
        let (mut lines, mut left, mut crossed) = (Vec::new(), Vec::new(), vec![false; faces.len()]);
        for line in scene.text.iter().flatten().filter(shown) {
            let among = |areas: &[Area]| areas.iter().any(|area| belongs(stage, line, area));
            if !among(&self.lines) || among(&self.stay) {
                continue;
            }
            let across: Vec<bool> = faces.iter().map(|face| lies_on(line, face) > ACROSS).collect();
            if self.across_faces == Shows::Leave && across.contains(&true) {
                left.push((line, "it is written across a face"));
                continue;
            }
            if self.shows == Shows::Leave && restless(stage, line) {
                left.push((line, "its ground is too restless to be rebuilt unseen"));
                continue;
            }
            crossed.iter_mut().zip(across).for_each(|(crossed, across)| *crossed |= across);
            lines.push(Writing {
                quad: Quad(line.quad.0.map(at)),
                outline: line.outline.as_ref().map(|outline| outline.iter().map(|p| at(*p)).collect()),
                ink: line.lettering.ink,
                paper: line.lettering.paper,
                outline_ink: line.lettering.outline_ink,
                shadow: line.lettering.shadow,
                stroke: tenth(line.lettering.stroke * scale),
                cap_height: tenth(line.lettering.cap_height * scale),
            });
        }
        let notes = left.iter().map(|(line, why)| format!("“{}” is not erased: {why}", line.text));
        stage.notes.extend(notes);
        if lines.is_empty() {
            return Ok(Vec::new());
        }
        // A face that nothing is written across needs no repair.
        let kept = faces.into_iter().zip(crossed).filter(|(_, crossed)| !crossed);
        let keep = kept.map(|(face, _)| face.into_iter().map(at).collect()).collect();
        let outlines = lines.iter().map(|line: &Writing| line.quad.grown(12.0, 12.0).0.to_vec());
        stage.backdrop.unknown(&Mask { include: outlines.collect(), ..Mask::default() });
        Ok(vec![Mark::Erase(EraseMark { seed: stage.seed, lines, keep })])
    }
}

fn tenth(v: f32) -> f32 {
    (v * 10.0).round() / 10.0
}

/// Whether an area means a line.
fn belongs(stage: &Stage<'_>, line: &Line, area: &Area) -> bool {
    match area {
        Area::All | Area::Text => true,
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

/// Whether large letters stand on a ground that is busy all round them.
fn restless(stage: &Stage<'_>, line: &Line) -> bool {
    let short = stage.scene.width.min(stage.scene.height) as f32;
    let Some(detail) = stage.scene.detail.as_ref().filter(|_| line.lettering.stroke > THIN * short) else {
        return false;
    };
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
    busy[1] > RESTLESS
}
