//! Bends: a line on an arc of a circle, or on a smooth curve through points.

use crate::{
    measure::Rect,
    quad::distance,
    typeset::{Setting, Style, fonts::Fonts, set_line},
};

use super::letters::{Laid, Letter, apart, before};

/// Where letters keep their distances: so far above the baseline, in ems. Above it heads of an arch spread, below it
/// feet draw together.
const WAIST: f32 = 0.35;
/// A circle is never smaller than this, in ems, nor does a line close it.
const TIGHTEST: f32 = 1.1;
const WIDEST: f32 = 350.0;
/// Sizes are first tried at this many pixels an em.
const EM: f32 = 100.0;

/// A line on an arc that spans so many degrees, or lies on a circle of a radius, as large as `place` lets it be.
pub fn arc(
    text: &str,
    style: &Style,
    (degrees, radius): (f32, Option<f32>),
    place: &Rect,
    margin: f32,
    most: f32,
    fonts: &Fonts,
) -> Option<Laid> {
    let up = degrees >= 0.0;
    let lay = |size: f32| {
        let setting = set_line(text, style, size, fonts);
        let radius = radius.unwrap_or_else(|| setting.ink.w / degrees.abs().max(0.5).to_radians());
        bent(&setting, radius.max(TIGHTEST * size), up, fonts)
    };
    let fits = |laid: &Laid| {
        let bounds = laid.bounds().grown(margin * laid.size);
        bounds.w <= place.w && bounds.h <= place.h
    };
    let centred = |laid: Laid| {
        let bounds = laid.bounds();
        let [x, y] = [place.x + place.w / 2.0, place.y + place.h / 2.0];
        laid.moved([x - bounds.x - bounds.w / 2.0, y - bounds.y - bounds.h / 2.0])
    };
    // On a circle of one radius a line may come round to its own beginning.
    let open = |size: f32| {
        radius.is_none_or(|radius| {
            let turn = set_line(text, style, size, fonts).ink.w / radius.max(TIGHTEST * size);
            turn <= WIDEST.to_radians()
        })
    };
    let tried = lay(EM);
    if tried.spots.is_empty() || place.w <= 0.0 || place.h <= 0.0 {
        return None;
    }
    let largest = (4.0 * EM * place.h.max(place.w) / tried.bounds().h.max(1.0)).min(most);
    if open(largest) {
        let laid = lay(largest);
        if fits(&laid) {
            return Some(centred(laid));
        }
    }
    let (mut low, mut high) = (0.0, largest);
    for _ in 0..20 {
        let middle = 0.5 * (low + high);
        if open(middle) && fits(&lay(middle)) { low = middle } else { high = middle }
    }
    (low > 0.0).then(|| centred(lay(low)))
}

/// A line on a circle round the origin.
fn bent(setting: &Setting, radius: f32, up: bool, fonts: &Fonts) -> Laid {
    let middle = setting.ink.x + setting.ink.w / 2.0;
    let sign = if up { 1.0 } else { -1.0 };
    let foot = radius - sign * WAIST * setting.size;
    Laid::of(setting, apart(setting, fonts), |letter: &Letter| {
        let turn = (letter.x - middle) / radius;
        ([foot * libm::sinf(turn), -sign * foot * libm::cosf(turn)], sign * turn.to_degrees())
    })
}

/// A line on a curve through points of the canvas, as large as its length allows.
pub fn curve(text: &str, style: &Style, points: &[[f32; 2]], most: f32, fonts: &Fonts) -> Option<Laid> {
    let ground = Track::through(points);
    let wide = set_line(text, style, EM, fonts).ink.w / EM;
    if wide <= 0.0 || ground.length() <= 0.0 {
        return None;
    }
    // In a trough the way is shorter at the height of the waist, where it counts.
    let (mut size, mut track) = ((ground.length() / wide).min(most), ground);
    for _ in 0..4 {
        track = Track::through(points).raised(WAIST * size);
        size = size.min(track.length() / wide);
    }
    let setting = set_line(text, style, size, fonts);
    let start = (track.length() - setting.ink.w) * before(style.align) - setting.ink.x;
    let laid = Laid::of(&setting, apart(&setting, fonts), |letter: &Letter| {
        // A letter stands on the chord of the part that it takes, so that no kink turns it.
        let half = (letter.advance / 2.0).max(0.2 * size);
        let (a, b) = (track.at(start + letter.x - half), track.at(start + letter.x + half));
        let waist = track.at(start + letter.x);
        let lean = libm::atan2f(b[1] - a[1], b[0] - a[0]);
        let foot = [waist[0] - WAIST * size * libm::sinf(lean), waist[1] + WAIST * size * libm::cosf(lean)];
        (foot, lean.to_degrees())
    });
    Some(laid.moved([0.0, 0.0]))
}

/// A polyline with its length so far at each point.
struct Track {
    points: Vec<[f32; 2]>,
    along: Vec<f32>,
}

/// Steps from one given point to the next.
const STEPS: usize = 32;

impl Track {
    /// A curve through all points (Catmull and Rom 1974).
    fn through(given: &[[f32; 2]]) -> Self {
        let mut points: Vec<[f32; 2]> = given.first().copied().into_iter().collect();
        for (i, pair) in given.windows(2).enumerate() {
            let [b, c] = [pair[0], pair[1]];
            // Beyond the ends the curve goes on as it came.
            let mirror = |from: [f32; 2], to: [f32; 2]| [0, 1].map(|i| 2.0 * to[i] - from[i]);
            let a = i.checked_sub(1).map_or_else(|| mirror(c, b), |i| given[i]);
            let d = given.get(i + 2).copied().unwrap_or_else(|| mirror(b, c));
            for step in 1..=STEPS {
                let t = step as f32 / STEPS as f32;
                points.push([0, 1].map(|k| {
                    let (a, b, c, d) = (a[k], b[k], c[k], d[k]);
                    b + 0.5 * t * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a)))
                }));
            }
        }
        Track::of(points)
    }

    fn of(points: Vec<[f32; 2]>) -> Self {
        let mut sum = 0.0;
        let along = points.iter().enumerate().map(|(i, point)| {
            sum += i.checked_sub(1).map_or(0.0, |before| distance(points[before], *point));
            sum
        });
        Track { along: along.collect(), points }
    }

    /// The same so far above itself.
    fn raised(&self, by: f32) -> Self {
        let last = self.points.len() - 1;
        let above = |i: usize| {
            let (a, b) = (self.points[i.saturating_sub(1)], self.points[(i + 1).min(last)]);
            let (x, y, long) = (b[0] - a[0], b[1] - a[1], distance(a, b).max(1e-4));
            [self.points[i][0] + by * y / long, self.points[i][1] - by * x / long]
        };
        Track::of((0..=last).map(above).collect())
    }

    fn length(&self) -> f32 {
        self.along.last().copied().unwrap_or(0.0)
    }

    /// The point so far along it; beyond its ends it goes straight on.
    fn at(&self, far: f32) -> [f32; 2] {
        let end = self.along.partition_point(|along| *along < far).clamp(1, self.points.len() - 1);
        let (a, b) = (self.points[end - 1], self.points[end]);
        let share = (far - self.along[end - 1]) / (self.along[end] - self.along[end - 1]).max(1e-4);
        [0, 1].map(|i| a[i] + (b[i] - a[i]) * share)
    }
}
