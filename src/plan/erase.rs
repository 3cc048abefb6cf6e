//! Erase marks: lettering taken out of what lies below.

use serde::{Deserialize, Serialize};

use crate::{
    erase::Writing,
    measure::{Page, Rect},
    plan::{MAX_SIDE, PlanError, check},
    polygon,
    seed::Seed,
};

/// The most lines of a mark.
const MAX_LINES: usize = 4000;
/// The most corners of an outline.
const MAX_CORNERS: usize = 512;
/// What lines may cover all in all, in pages.
const MAX_PAGES: f32 = 16.0;

/// Lettering that is taken out of what lies below, its ground rebuilt. Which pixels the letters are, the renderer finds
/// from these lines: the same ones from the same pixels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EraseMark {
    pub seed: Seed,
    pub lines: Vec<Writing>,
    /// Polygons that are never painted over: faces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keep: Vec<Vec<[f32; 2]>>,
}

impl EraseMark {
    /// Lines and corners.
    pub(super) fn parts(&self) -> usize {
        let corners = |line: &Writing| line.outline.as_ref().map_or(0, Vec::len);
        self.lines.iter().map(|line| 1 + corners(line)).sum::<usize>() + self.keep.iter().map(Vec::len).sum::<usize>()
    }

    /// Whether it can be drawn on a page.
    pub(super) fn check(&self, page: &Page, place: &str) -> Result<(), PlanError> {
        if self.lines.len() > MAX_LINES {
            return check::wrong(place, format!("more than {MAX_LINES} lines to erase"));
        }
        let canvas = page.canvas();
        let mut covered = 0.0;
        for (i, line) in self.lines.iter().enumerate() {
            let place = format!("{place}.lines[{i}]");
            let outline = line.outline.as_deref().unwrap_or(&line.quad.0);
            line.quad.0.iter().chain(outline).try_for_each(|point| check::near(point, &place))?;
            if outline.len() > MAX_CORNERS {
                return check::wrong(place, format!("an outline has at most {MAX_CORNERS} corners"));
            }
            let sizes = [line.stroke, line.cap_height];
            if !sizes.iter().all(|size| (0.0..=MAX_SIDE as f32).contains(size)) {
                return check::wrong(place, "`stroke` or `cap_height` is out of range");
            }
            covered += polygon::bounds(outline).unwrap_or_default().meet(&canvas).area();
        }
        let most = Rect { w: canvas.w * MAX_PAGES, ..canvas }.area();
        if covered > most {
            return check::wrong(place, format!("the lines to erase cover the page more than {MAX_PAGES} times"));
        }
        self.keep.iter().flatten().try_for_each(|point| check::near(point, place))
    }
}
