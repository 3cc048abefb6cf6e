//! Where a plan is cut: what must be pixels lies below, what can stay vectors lies above.

use crate::plan::{Blend, GroupMark, Mark, Plan};

/// How many marks, counted from the first, must be pixels: up to the last that cannot be drawn as vectors.
pub(super) fn raster_marks(plan: &Plan) -> usize {
    plan.marks.iter().rposition(|mark| !is_vector(mark)).map_or(0, |last| last + 1)
}

/// Whether a mark can be drawn with paths and letters alone.
fn is_vector(mark: &Mark) -> bool {
    match mark {
        Mark::Picture(_) | Mark::Filter(_) | Mark::Erase(_) => false,
        Mark::Shape(_) => true,
        Mark::Glyphs(glyphs) => glyphs.blur == 0.0,
        Mark::Group(GroupMark { blend, clip, marks, .. }) => {
            // A soft, grown or pierced mask is no path.
            let hard = |mask: &crate::region::Mask| {
                mask.is_everything()
                    || mask.include.len() == 1
                        && mask.polygons().count() == 1
                        && mask.grow == 0.0
                        && mask.feather == 0.0
            };
            *blend == Blend::Normal && clip.as_ref().is_none_or(hard) && marks.iter().all(is_vector)
        }
    }
}

/// The plan with only its first `count` marks.
pub(super) fn below(plan: &Plan, count: usize) -> Plan {
    Plan { marks: plan.marks[..count].to_vec(), ..plan.clone() }
}
