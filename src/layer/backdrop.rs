//! The backdrop: how dark and how light the ground may be under any part of the page.
//!
//! Contrast is promised from this, so every answer is a bound, never an average.

use crate::{
    color::{Color, luminance},
    measure::Rect,
    region::Mask,
    scene::LumaMap,
};

/// Darkest and lightest WCAG luminance that can occur.
pub type Bounds = (f32, f32);

/// What has been laid down so far, first to last.
#[derive(Debug)]
pub struct Backdrop<'a> {
    paper: Bounds,
    laid: Vec<Laid<'a>>,
}

#[derive(Debug)]
enum Laid<'a> {
    /// A picture: the part `from` of it (its pixels) at `to` (canvas pixels).
    Picture { luma: Option<&'a LumaMap>, from: Rect, to: Rect },
    /// A convex polygon of one colour over whatever was there.
    Fill { polygon: Vec<[f32; 2]>, color: Color },
    /// Something of one colour that covers parts of a rectangle: letters, a frame, a curved outline.
    Spots { rect: Rect, color: Color },
    /// Something whose outcome is not foreseen.
    Unknown { rect: Option<Rect> },
}

impl<'a> Backdrop<'a> {
    /// An empty page.
    pub fn new(paper: Option<Color>) -> Self {
        let paper =
            paper.filter(|paper| paper.a == 255).map_or((0.0, 1.0), |paper| (paper.luminance(), paper.luminance()));
        Backdrop { paper, laid: Vec::new() }
    }

    /// How many things were laid down.
    pub fn count(&self) -> usize {
        self.laid.len()
    }

    /// Takes up again all but the first `count` things.
    pub fn truncate(&mut self, count: usize) {
        self.laid.truncate(count);
    }

    /// A picture has been placed.
    pub fn picture(&mut self, luma: Option<&'a LumaMap>, from: Rect, to: Rect) {
        self.laid.push(Laid::Picture { luma, from, to });
    }

    /// A convex polygon has been filled.
    pub fn fill(&mut self, polygon: Vec<[f32; 2]>, color: Color) {
        self.laid.push(Laid::Fill { polygon, color });
    }

    /// Something of one colour has been drawn that may cover any part of a rectangle.
    pub fn spots(&mut self, rect: Rect, color: Color) {
        self.laid.push(Laid::Spots { rect, color });
    }

    /// Pixels have been changed in a way that is not foreseen.
    pub fn unknown(&mut self, mask: &Mask) {
        // Only what is included bounds it; what lies around something may be anywhere.
        let mut points = mask.include.iter().flatten().copied().filter(|_| mask.around.is_empty());
        let first = points.next().map(|[x, y]| Rect::new(x, y, 0.0, 0.0));
        let rect = first
            .map(|first| points.fold(first, |r, [x, y]| r.join(&Rect::new(x, y, 0.0, 0.0))).grown(mask.grow.max(0.0)));
        self.laid.push(Laid::Unknown { rect });
    }

    /// The bounds under a rectangle of the canvas.
    pub fn bounds(&self, rect: &Rect) -> Bounds {
        self.below(rect, self.laid.len())
    }

    fn below(&self, rect: &Rect, count: usize) -> Bounds {
        let Some(index) = count.checked_sub(1) else { return self.paper };
        match &self.laid[index] {
            Laid::Picture { luma, from, to } => {
                let part = to.meet(rect);
                if part.area() == 0.0 {
                    return self.below(rect, index);
                }
                let (sx, sy) = (from.w / to.w, from.h / to.h);
                // Resampling may overshoot and mixes neighbours: look one cell wider.
                let seen =
                    Rect::new(from.x + (part.x - to.x) * sx, from.y + (part.y - to.y) * sy, part.w * sx, part.h * sy);
                let own = luma.map_or((0.0, 1.0), |luma| luma.range(seen.grown(luma.low.cell as f32)));
                if to.holds(rect, 0.5) { own } else { join(own, self.below(rect, index)) }
            }
            Laid::Fill { polygon, color } => {
                let under = self.below(rect, index);
                let filled = over(*color, under);
                let corners =
                    [[rect.x, rect.y], [rect.right(), rect.y], [rect.right(), rect.bottom()], [rect.x, rect.bottom()]];
                if corners.iter().all(|corner| inside(polygon, *corner)) {
                    filled
                } else if bounding(polygon).meet(rect).area() == 0.0 {
                    under
                } else {
                    join(filled, under)
                }
            }
            Laid::Spots { rect: spotted, color } => {
                let under = self.below(rect, index);
                if spotted.meet(rect).area() == 0.0 { under } else { join(over(*color, under), under) }
            }
            Laid::Unknown { rect: Some(changed) } if changed.meet(rect).area() == 0.0 => self.below(rect, index),
            Laid::Unknown { .. } => (0.0, 1.0),
        }
    }
}

/// Bounds of a ground that is partly one, partly the other.
pub fn join(a: Bounds, b: Bounds) -> Bounds {
    (a.0.min(b.0), a.1.max(b.1))
}

/// Bounds of a colour laid over a ground within bounds.
pub fn over(color: Color, under: Bounds) -> Bounds {
    if color.a == 255 {
        return (color.luminance(), color.luminance());
    }
    // A ground of luminance L has channels anywhere between 0 and 255, but no lighter than its lightest
    // channel allows; black and white are the safe extremes.
    let mix = |ground: u8| {
        let channel = |c: u8| {
            ((u32::from(c) * u32::from(color.a) + u32::from(ground) * (255 - u32::from(color.a)) + 127) / 255) as u8
        };
        luminance(channel(color.r), channel(color.g), channel(color.b))
    };
    if color.a == 0 { under } else { (mix(0), mix(255)) }
}

fn bounding(polygon: &[[f32; 2]]) -> Rect {
    let mut points = polygon.iter().map(|[x, y]| Rect::new(*x, *y, 0.0, 0.0));
    let first = points.next().unwrap_or_default();
    points.fold(first, |all, point| all.join(&point))
}

/// Whether a point lies in a convex polygon, with half a pixel of tolerance.
fn inside(polygon: &[[f32; 2]], [x, y]: [f32; 2]) -> bool {
    let mut signs = (false, false);
    for (a, b) in polygon.iter().zip(polygon.iter().cycle().skip(1)) {
        let (ex, ey) = (b[0] - a[0], b[1] - a[1]);
        let cross = ex * (y - a[1]) - ey * (x - a[0]);
        let slack = 0.5 * (ex.abs() + ey.abs());
        signs.0 |= cross > slack;
        signs.1 |= cross < -slack;
    }
    polygon.len() > 2 && !(signs.0 && signs.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f32, y: f32, side: f32) -> Vec<[f32; 2]> {
        vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side]]
    }

    #[test]
    fn a_fill_hides_what_it_covers() {
        let mut backdrop = Backdrop::new(Some(Color::WHITE));
        backdrop.unknown(&Mask::default());
        backdrop.fill(square(0.0, 0.0, 100.0), Color::BLACK);
        assert_eq!(backdrop.bounds(&Rect::new(10.0, 10.0, 20.0, 20.0)), (0.0, 0.0));
        assert_eq!(backdrop.bounds(&Rect::new(90.0, 90.0, 20.0, 20.0)), (0.0, 1.0));
    }

    #[test]
    fn a_veil_narrows_the_bounds() {
        let mut backdrop = Backdrop::new(None);
        backdrop.fill(square(0.0, 0.0, 100.0), Color { a: 200, ..Color::BLACK });
        let (low, high) = backdrop.bounds(&Rect::new(10.0, 10.0, 20.0, 20.0));
        assert!(low == 0.0 && high < 0.05);
    }

    #[test]
    fn spots_widen_the_bounds_where_they_lie() {
        let mut backdrop = Backdrop::new(Some(Color::WHITE));
        backdrop.spots(Rect::new(0.0, 0.0, 50.0, 50.0), Color::BLACK);
        assert_eq!(backdrop.bounds(&Rect::new(10.0, 10.0, 20.0, 20.0)), (0.0, 1.0));
        assert_eq!(backdrop.bounds(&Rect::new(60.0, 10.0, 20.0, 20.0)), (1.0, 1.0));
    }

    #[test]
    fn an_unknown_part_ends_where_it_ends() {
        let mut backdrop = Backdrop::new(Some(Color::WHITE));
        backdrop.unknown(&Mask { include: vec![square(0.0, 0.0, 50.0)], ..Mask::default() });
        assert_eq!(backdrop.bounds(&Rect::new(10.0, 10.0, 20.0, 20.0)), (0.0, 1.0));
        assert_eq!(backdrop.bounds(&Rect::new(60.0, 10.0, 20.0, 20.0)), (1.0, 1.0));
    }
}
