//! The picture itself, placed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    layer::{LayerError, Lower, Place, stage::Stage},
    measure::Rect,
    plan::{Mark, PictureMark},
    scene::{Grid, Needs},
};

/// The source picture. Without a layer of this kind it lies under everything, as large as the page.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Picture {
    /// Where it goes; the whole page, bleed and all, when not said.
    pub place: Option<Place>,
    /// What happens when the shapes differ.
    pub fit: Fit,
    /// The point `[x, y]` of the picture, 0 to 1, that stays as near the middle as can be when something
    /// must be cut off; chosen by the detail that the picture shows when not said.
    pub focus: Option<[f32; 2]>,
}

/// How a picture fills a place of another shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// Fills it; what hangs over is cut off, by `focus`.
    #[default]
    Cover,
    /// Fits inside, all of it seen.
    Contain,
    /// Pulled into shape.
    Stretch,
}

impl Lower for Picture {
    const NAME: &'static str = "picture";

    fn needs(&self) -> Needs {
        let detail = self.fit == Fit::Cover && self.focus.is_none();
        self.place.map_or(Needs::NONE, Place::needs) | if detail { Needs::DETAIL } else { Needs::NONE }
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let place = self.place.map_or_else(|| stage.page.canvas(), |place| stage.page.reaching(place.rect(stage)));
        // Whole pixels, so that an edge is an edge.
        let (x, y) = (place.x.round(), place.y.round());
        let place = Rect::new(x, y, (place.right().round() - x).max(1.0), (place.bottom().round() - y).max(1.0));
        let (w, h) = (stage.scene.width as f32, stage.scene.height as f32);
        let whole = Rect::new(0.0, 0.0, w, h);
        let (from, to) = match self.fit {
            Fit::Stretch => (whole, place),
            Fit::Cover => {
                let scale = (place.w / w).max(place.h / h);
                let (cw, ch) = ((place.w / scale).min(w), (place.h / scale).min(h));
                (self.window(w, h, cw, ch, stage.scene.detail.as_ref()), place)
            }
            Fit::Contain => {
                let scale = (place.w / w).min(place.h / h);
                let (tw, th) = ((w * scale).round().max(1.0), (h * scale).round().max(1.0));
                (
                    whole,
                    Rect::new(
                        (place.x + (place.w - tw) / 2.0).round(),
                        (place.y + (place.h - th) / 2.0).round(),
                        tw,
                        th,
                    ),
                )
            }
        };
        stage.placed = Some((from, to));
        stage.backdrop.picture(stage.scene.luma.as_ref(), from, to);
        Ok(vec![Mark::Picture(PictureMark { index: 0, from, to, turn: 0.0 })])
    }
}

/// How many windows are compared, from one end of the picture to the other.
const WINDOWS: u32 = 48;
/// How thick the rows beside a cut are, as a share of the picture.
const MARGIN: f32 = 0.025;
/// How much a cut through detail counts against detail kept.
const CUT: f32 = 0.6;
/// How much more the head of a picture counts than its foot: faces and first lines sit there.
const HEAD: f32 = 0.7;

impl Picture {
    /// The part of `w` × `h` pixels that is kept, `cw` × `ch` large. At most one side is shorter than the
    /// picture's, so there is one way to slide.
    fn window(&self, w: f32, h: f32, cw: f32, ch: f32, detail: Option<&Grid>) -> Rect {
        let (free_x, free_y) = ((w - cw).max(0.0), (h - ch).max(0.0));
        if let Some([x, y]) = self.focus {
            let at = |point: f32, side: f32, part: f32, free: f32| (point * side - part / 2.0).clamp(0.0, free).round();
            return Rect::new(at(x, w, cw, free_x), at(y, h, ch, free_y), cw, ch);
        }
        let upright = free_y > free_x;
        let at = |share: f32| Rect::new(free_x * share, free_y * share, cw, ch);
        let Some(detail) = detail.filter(|_| free_x.max(free_y) >= 1.0) else {
            return at(if upright { 0.4 } else { 0.5 });
        };
        let score = |window: &Rect| -> i32 {
            let kept = weigh(window, h, upright, detail);
            // A strip along either cut: busy there means lettering or a face cut through.
            let strip = if upright { MARGIN * h } else { MARGIN * w };
            let cut = |edge: f32| {
                let strip = if upright {
                    Rect::new(0.0, edge - strip / 2.0, w, strip)
                } else {
                    Rect::new(edge - strip / 2.0, 0.0, strip, h)
                };
                detail.mean(strip)
            };
            let (near, far, end) = if upright { (window.y, window.bottom(), h) } else { (window.x, window.right(), w) };
            let cuts = [near, far].into_iter().filter(|edge| *edge > 1.0 && *edge < end - 1.0).map(cut).sum::<f32>();
            // Hundredths, so that the last bit of a float decides nothing.
            ((kept - CUT * cuts / 2.0) * 100.0).round() as i32
        };
        // From the middle outward (upper side first), so that of equals the most central is taken.
        let mut order: Vec<u32> = (0..=WINDOWS).collect();
        order.sort_by_key(|n| (n.abs_diff(WINDOWS / 2), *n));
        let mut best = (i32::MIN, at(0.5));
        for n in order {
            let window = at(n as f32 / WINDOWS as f32);
            let score = score(&window);
            if score > best.0 {
                best = (score, window);
            }
        }
        Rect { x: best.1.x.round().min(free_x), y: best.1.y.round().min(free_y), ..best.1 }
    }
}

/// Mean detail of a window; the upper bands of the picture count more.
fn weigh(window: &Rect, h: f32, upright: bool, detail: &Grid) -> f32 {
    if !upright {
        return detail.mean(*window);
    }
    const BANDS: u32 = 16;
    let band = window.h / BANDS as f32;
    let sum: f32 = (0..BANDS)
        .map(|n| {
            let y = window.y + band * n as f32;
            let weight = 1.0 + HEAD * (1.0 - 2.0 * (y + band / 2.0) / h);
            weight * detail.mean(Rect::new(window.x, y, window.w, band))
        })
        .sum();
    sum / BANDS as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(busy: impl Fn(u32, u32) -> bool) -> Grid {
        let values = (0..400).map(|i| if busy(i % 20, i / 20) { 1.0 } else { 0.0 }).collect();
        Grid { cell: 10, columns: 20, rows: 20, values }
    }

    #[test]
    fn a_crop_keeps_what_there_is_to_see() {
        let picture = Picture::default();
        let low = grid(|_, y| y >= 15);
        assert!(picture.window(200.0, 200.0, 200.0, 60.0, Some(&low)).y > 100.0);
        let right = grid(|x, _| x >= 15);
        assert!(picture.window(200.0, 200.0, 60.0, 200.0, Some(&right)).x > 100.0);
        // Two faces alike: the upper one.
        let two = grid(|_, y| (2..5).contains(&y) || (15..18).contains(&y));
        assert!(picture.window(200.0, 200.0, 200.0, 60.0, Some(&two)).y < 40.0);
    }

    #[test]
    fn a_focus_is_kept_and_never_leaves_the_picture() {
        for (focus, y) in [([0.5, 0.0], 0.0), ([0.5, 0.5], 70.0), ([9.0, 9.0], 140.0)] {
            let picture = Picture { focus: Some(focus), ..Picture::default() };
            assert_eq!(picture.window(200.0, 200.0, 200.0, 60.0, None), Rect::new(0.0, y, 200.0, 60.0));
        }
    }
}
