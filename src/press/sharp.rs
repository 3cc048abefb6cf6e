//! Sharpness: how many pixels a page needs, and how many of its picture's there are to an inch of it.

use crate::{
    filter::AnyFilter,
    paper::Paper,
    plan::{Mark, Plan},
};

/// Pixels an inch on a page that is held in the hand.
pub const FINE: u32 = 300;
/// What is tried on larger ones.
const COARSER: [u32; 4] = [200, 150, 100, 72];
/// The most pixels that a page is given unasked: an A2 at 300 dpi has 35 million.
const MOST: f64 = 36e6;
/// Pixels an inch below which a photograph is seen to be made of pixels.
const SOFT: f32 = 72.0;

/// Filters that make marks of their own, whose edges do not depend on the picture's pixels.
const SCREENS: [&str; 8] =
    ["halftone", "photocopy", "threshold", "dither", "pixelate", "pixel_sort", "woodcut", "riso"];

/// Pixels an inch for a page of a size with a bleed in millimetres: 300, and fewer where that would be a waste.
pub fn dpi(size: Paper, bleed: f64) -> u32 {
    let square_inches = (size.width + 2.0 * bleed) * (size.height + 2.0 * bleed) / (25.4 * 25.4);
    let fits = |dpi: &u32| f64::from(dpi * dpi) * square_inches <= MOST;
    [FINE].into_iter().chain(COARSER).find(fits).unwrap_or(COARSER[3])
}

/// Why a page has fewer pixels an inch than a small one.
pub fn reason(dpi: u32) -> String {
    format!("drawn at {dpi} dpi rather than {FINE}: a page this large is seen from farther off; --dpi says otherwise")
}

/// How many of its picture's pixels there are to an inch of a page, where the largest of them lies. Letters and
/// shapes have no such bound.
pub fn ppi(plan: &Plan) -> Option<f32> {
    let mut best: Option<(f32, f32)> = None;
    look(&plan.marks, &mut |mark| {
        let Mark::Picture(mark) = mark else { return };
        let ppi = (mark.from.w / mark.to.w).min(mark.from.h / mark.to.h) * plan.page.dpi;
        if ppi.is_finite() && best.is_none_or(|(area, _)| mark.to.area() > area) {
            best = Some((mark.to.area(), ppi));
        }
    });
    best.map(|(_, ppi)| ppi)
}

/// What is to be said of a picture that is small for its page.
pub fn warning(plan: &Plan) -> Option<String> {
    let ppi = ppi(plan).filter(|ppi| *ppi < SOFT)?;
    let mut screened = false;
    look(&plan.marks, &mut |mark| {
        screened |= matches!(mark, Mark::Filter(mark) if screens(&mark.filter));
    });
    let advice = "choose a smaller --size, or a template that makes marks of its own, such as may68";
    (!screened).then(|| format!("the picture has only {ppi:.0} pixels an inch on this page: {advice}"))
}

/// The share of the picture that a page must show, where it is nothing but the picture.
const SHOWN: f32 = 0.75;

/// What is to be said of a page that shows little of its picture.
pub fn cut(plan: &Plan) -> Option<String> {
    let mut pictures = Vec::new();
    look(&plan.marks, &mut |mark| {
        if let Mark::Picture(mark) = mark {
            pictures.push(mark.clone());
        }
    });
    let [mark] = &pictures[..] else { return None };
    let source = plan.pictures.get(mark.index)?;
    let shown = mark.from.area() / (source.width as f32 * source.height as f32);
    let whole = mark.to.area() >= 0.95 * plan.page.canvas().area();
    let percent = 100.0 * shown;
    (whole && shown < SHOWN).then(|| {
        format!("the page shows {percent:.0} % of the picture, which has another shape: --fit contain shows all of it")
    })
}

fn screens(filter: &AnyFilter) -> bool {
    SCREENS.contains(&filter.name())
}

fn look(marks: &[Mark], see: &mut impl FnMut(&Mark)) {
    for mark in marks {
        see(mark);
        if let Mark::Group(group) = mark {
            look(&group.marks, see);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_pages_are_drawn_coarser() {
        let of = |size: &str| dpi(size.parse().unwrap(), 0.0);
        assert_eq!(["A6", "A3", "A2", "A1", "70x100cm", "A0", "B0"].map(of), [300, 300, 300, 200, 150, 150, 100]);
        assert_eq!(dpi("A3".parse().unwrap(), 3.0), 300);
        assert_eq!(of("5x5000mm"), 300);
        assert_eq!(of("5000x5000mm"), 72);
    }
}
