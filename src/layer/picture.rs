//! The picture itself, placed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    layer::{LayerError, Lower, Place, covered, erase, stage::Stage},
    measure::Rect,
    plan::{Mark, PictureMark},
    scene::{Face, Grid, Needs, Scene},
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
                (self.window(cw, ch, stage.scene), place)
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
        stage.covered.picture(from, to);
        let mut marks = vec![Mark::Picture(PictureMark { index: 0, from, to, turn: 0.0 })];
        let gone = stage.covered.gone.iter().filter_map(|n| stage.scene.text.as_ref()?.get(*n));
        let shown = gone.filter(|line| from.meet(&covered::bounds(line)).area() > 0.0);
        let lines: Vec<_> = shown.collect();
        marks.extend(erase::with_plates(stage, &lines));
        Ok(marks)
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
/// What it costs to cut a line, its share of the picture apart; and to lose a face.
const LINE: f32 = 0.03;
const FACE: f32 = 0.3;
/// How near a line may come to a cut, as a share of what is kept.
const CLEAR: f32 = 0.012;
/// How much of lettering's detail counts for nothing.
const SAID: f32 = 0.5;
/// How far a focus may be missed to cut no line, as a share of the ways to slide, and what the whole way would cost.
const NUDGE: f32 = 0.15;
const FAR: f32 = 0.2;

impl Picture {
    /// The part of the scene that is kept, `cw` × `ch` large. At most one side is shorter than the picture's, so there
    /// is one way to slide.
    fn window(&self, cw: f32, ch: f32, scene: &Scene) -> Rect {
        let (w, h) = (scene.width as f32, scene.height as f32);
        let (free_x, free_y) = ((w - cw).max(0.0), (h - ch).max(0.0));
        let upright = free_y > free_x;
        let at = |share: f32| Rect::new((free_x * share).round(), (free_y * share).round(), cw, ch);
        let at = |share: f32| {
            let window = at(share);
            Rect { x: window.x.min(free_x), y: window.y.min(free_y), ..window }
        };
        let asked = self.focus.map(|[x, y]| {
            let share = |point: f32, side: f32, part: f32, free: f32| {
                if free > 0.0 { ((point * side - part / 2.0) / free).clamp(0.0, 1.0) } else { 0.0 }
            };
            if upright { share(y, h, ch, free_y) } else { share(x, w, cw, free_x) }
        });
        if free_x.max(free_y) < 1.0 {
            return at(0.0);
        }
        let detail = scene.detail.as_ref().filter(|_| asked.is_none());
        if detail.is_none() && scene.text.is_none() && scene.faces.is_none() {
            return at(asked.unwrap_or(if upright { 0.4 } else { 0.5 }));
        }
        let middle = asked.unwrap_or(0.5);
        let worth = |share: f32| -> i64 {
            let window = at(share);
            let kept = detail.map_or(0.0, |detail| kept(&window, [w, h], upright, detail) - lettered(&window, scene));
            let far = if detail.is_none() { FAR * (share - middle).abs() } else { 0.0 };
            // Hundredths, so that the last bit of a float decides nothing.
            ((kept - cut(&window, scene) - far) * 100.0).round() as i64
        };
        // From the middle outward (upper side first), so that of equals the most central is taken.
        let near = |share: &f32| asked.is_none_or(|asked| (share - asked).abs() <= NUDGE);
        let mut order: Vec<u32> = (0..=WINDOWS).collect();
        order.sort_by_key(|n| (n.abs_diff(WINDOWS / 2), *n));
        let shares = order.into_iter().map(|n| n as f32 / WINDOWS as f32).filter(near);
        let mut best = (i64::MIN, middle);
        for share in asked.into_iter().chain(shares) {
            let worth = worth(share);
            if worth > best.0 {
                best = (worth, share);
            }
        }
        at(best.1)
    }
}

/// How much detail a window keeps, less what its edges cut through.
fn kept(window: &Rect, [w, h]: [f32; 2], upright: bool, detail: &Grid) -> f32 {
    // A strip along either cut: busy there means something cut through.
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
    weigh(window, h, upright, detail) - CUT * cuts / 2.0
}

/// Detail of a window that is mere lettering, about: what is shown counts more than what is said.
fn lettered(window: &Rect, scene: &Scene) -> f32 {
    let lines = scene.text.iter().flatten().map(|line| covered::bounds(line).meet(window).area());
    SAID * lines.sum::<f32>() / window.area().max(1.0)
}

/// What speaks against a window that cuts lines which were read, and faces, or leaves faces out.
fn cut(window: &Rect, scene: &Scene) -> f32 {
    let page = (scene.width as f32 * scene.height as f32).max(1.0);
    let inside = |bounds: &Rect| bounds.meet(window).area() / bounds.area().max(1.0);
    // Room for a frame, but for the picture's own edges.
    let room = CLEAR * window.w.min(window.h);
    let clear = Rect::new(0.0, 0.0, scene.width as f32, scene.height as f32);
    let line = |bounds: Rect| match inside(&bounds) {
        0.0 => 0.0,
        _ if window.holds(&bounds.grown(room).meet(&clear), 0.01) => 0.0,
        _ => LINE + bounds.area() / page,
    };
    let face = |face: &Face| FACE * (1.0 - inside(&face.rect));
    let lines: f32 = scene.text.iter().flatten().map(|l| line(covered::bounds(l))).sum();
    lines + scene.faces.iter().flatten().map(face).sum::<f32>()
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
    use crate::scene::made;

    fn scene(busy: impl Fn(u32, u32) -> bool) -> Scene {
        let values = (0..400).map(|i| if busy(i % 20, i / 20) { 1.0 } else { 0.0 }).collect();
        let detail = Some(Grid { cell: 10, columns: 20, rows: 20, values });
        Scene { width: 200, height: 200, detail, ..Scene::default() }
    }

    #[test]
    fn a_crop_keeps_what_there_is_to_see() {
        let picture = Picture::default();
        let low = scene(|_, y| y >= 15);
        assert!(picture.window(200.0, 60.0, &low).y > 100.0);
        let right = scene(|x, _| x >= 15);
        assert!(picture.window(60.0, 200.0, &right).x > 100.0);
        // Two faces alike: the upper one.
        let two = scene(|_, y| (2..5).contains(&y) || (15..18).contains(&y));
        assert!(picture.window(200.0, 60.0, &two).y < 40.0);
    }

    #[test]
    fn a_focus_is_kept_and_never_leaves_the_picture() {
        let plain = Scene { width: 200, height: 200, ..Scene::default() };
        for (focus, y) in [([0.5, 0.0], 0.0), ([0.5, 0.5], 70.0), ([9.0, 9.0], 140.0)] {
            let picture = Picture { focus: Some(focus), ..Picture::default() };
            assert_eq!(picture.window(200.0, 60.0, &plain), Rect::new(0.0, y, 200.0, 60.0));
        }
    }

    #[test]
    fn a_crop_ends_between_lines() {
        let lines = [60.0, 90.0, 120.0, 150.0].map(|y| {
            let mut line = made::scene().text.unwrap().remove(0);
            (line.quad, line.outline) = (Rect::new(20.0, y, 160.0, 20.0).into(), None);
            line
        });
        let scene = Scene { text: Some(lines.to_vec()), ..scene(|_, y| (5..17).contains(&y)) };
        for focus in [None, Some([0.5, 0.5]), Some([0.5, 0.48])] {
            let window = Picture { focus, ..Picture::default() }.window(200.0, 75.0, &scene);
            assert_eq!(cut(&window, &scene), 0.0, "{window:?}");
        }
    }
}
