//! Cloth: how a banner hangs, its folds, hems, eyelets and ropes.

use crate::{
    color::Color,
    layer::{banner::Banner, bodies, outline},
    measure::Rect,
    plan::{Mark, Segment},
    seed::Dice,
};

/// The darkest shade of a fold, and the lightest shine.
pub const SHADE: f32 = 0.22;
const SHINE: f32 = 0.2;
/// Columns that a cloth is shaded in, at the most.
const COLUMNS: f32 = 220.0;

/// Nothing turned nor moved.
pub const LEVEL: [f32; 6] = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// How a cloth hangs.
pub struct Cloth {
    /// Where it would be without sag, slope and waves.
    pub rest: Rect,
    slope: f32,
    sag: f32,
    wave: f32,
    /// Where waves begin, in turns, and how many there are.
    phase: [f32; 4],
    count: f32,
}

impl Cloth {
    /// As it hangs in a place; the dice decide how it waves.
    pub fn new(banner: &Banner, place: &Rect, dice: &mut Dice) -> Cloth {
        let slope = libm::tanf(banner.tilt.to_radians());
        let side = if banner.ropes { (0.06 * place.w).min(0.4 * place.h) } else { 0.0 };
        let w = (place.w - 2.0 * side).max(1.0);
        // What sag, waves and slope need above and below must come out of the height.
        let h = (place.h - w * slope.abs()).max(0.35 * place.h) / (1.0 + 2.4 * banner.wave);
        Cloth {
            rest: Rect::new(place.x + side, place.y + 0.5 * (place.h - h) - 0.2 * banner.wave * h, w, h),
            slope,
            sag: 0.6 * banner.wave * h,
            wave: 0.3 * banner.wave * h,
            phase: [dice.unit(), dice.unit(), dice.unit(), dice.unit()],
            count: (w / h.max(1.0)).clamp(1.0, 6.0) * dice.between(0.45, 0.65),
        }
    }

    fn turns(&self, x: f32, count: f32, phase: f32) -> f32 {
        libm::sinf(std::f32::consts::TAU * (count * (x - self.rest.x) / self.rest.w + phase))
    }

    /// How far down it hangs at an x.
    pub fn offset(&self, x: f32) -> f32 {
        let t = ((x - self.rest.x) / self.rest.w).clamp(0.0, 1.0);
        let middle = x - self.rest.x - 0.5 * self.rest.w;
        self.slope * middle + 4.0 * self.sag * t * (1.0 - t) + self.wave * self.turns(x, self.count, self.phase[0])
    }

    /// The upper (-1) or lower (1) edge: it waves a little by itself.
    fn edge(&self, x: f32, side: f32) -> f32 {
        let own = self.turns(x, 2.3 * self.count, self.phase[if side < 0.0 { 1 } else { 2 }]);
        let y = if side < 0.0 { self.rest.y } else { self.rest.bottom() };
        y + self.offset(x) + 0.18 * self.wave * own
    }

    /// How far above and below its rest it may reach.
    pub fn reach(&self) -> f32 {
        0.5 * self.slope.abs() * self.rest.w + self.sag + 2.0 * self.wave
    }

    fn along(&self, count: usize) -> impl DoubleEndedIterator<Item = f32> + Clone {
        let (x, w) = (self.rest.x, self.rest.w);
        (0..=count).map(move |i| x + w * i as f32 / count as f32)
    }

    /// Its outline, grown by so many pixels.
    pub fn outline(&self, by: f32) -> Vec<Segment> {
        let r = &self.rest;
        let point = |x: f32, side: f32| {
            let x2 = if x <= r.x {
                x - by
            } else if x >= r.right() - 0.01 {
                x + by
            } else {
                x
            };
            [x2, self.edge(x, side) + side * by]
        };
        let top = self.along(64).map(|x| point(x, -1.0));
        let bottom = self.along(64).rev().map(|x| point(x, 1.0));
        outline::polygon(&top.chain(bottom).collect::<Vec<_>>())
    }

    /// How light (above 0) or dark it is at an x, -1 to 1.
    fn light(&self, x: f32) -> f32 {
        let broad = self.turns(x, self.count, self.phase[0] + 0.25);
        let small = self.turns(x, 3.7 * self.count, self.phase[3]);
        let fine = self.turns(x, 7.1 * self.count, self.phase[1]);
        let t = ((x - self.rest.x) / self.rest.w).clamp(0.0, 1.0);
        // Gathered where it is tied, so that folds are deeper towards the ends.
        let gather = (1.0 - 9.0 * t.min(1.0 - t)).max(0.0);
        (0.55 * broad + (0.3 + 0.25 * gather) * small + (0.15 + 0.3 * gather) * fine).clamp(-1.0, 1.0)
    }

    /// Folds: columns a few pixels wide whose sides are upright and lie between pixels, so that no seam shows.
    pub fn shade(&self, folds: f32, marks: &mut Vec<Mark>) {
        if folds <= 0.0 {
            return;
        }
        let (from, to) = (self.rest.x.round(), self.rest.right().round());
        let step = ((to - from) / COLUMNS).ceil().max(1.0);
        let mut x = from;
        while x < to {
            let end = (x + step).min(to);
            let light = self.light(0.5 * (x + end));
            let ink = if light < 0.0 {
                Color::BLACK.at_strength(-light * SHADE * folds)
            } else {
                Color::WHITE.at_strength(light * SHINE * folds)
            };
            if ink.a > 0 {
                let column = [
                    [x, self.edge(x, -1.0)],
                    [end, self.edge(end, -1.0)],
                    [end, self.edge(end, 1.0)],
                    [x, self.edge(x, 1.0)],
                ];
                marks.push(bodies::fill(&outline::polygon(&column), &LEVEL, ink));
            }
            x = end;
        }
    }

    /// The seam along the upper and lower edge, and the edges themselves.
    pub fn hems(&self, cloth: Color, marks: &mut Vec<Mark>) {
        let dark = cloth.mixed(Color::BLACK, 0.3);
        for side in [-1.0, 1.0] {
            let inset = 0.045 * self.rest.h;
            let thick = (0.006 * self.rest.h).max(0.7);
            let count = (self.rest.w / (0.05 * self.rest.h)).clamp(8.0, 400.0) as usize;
            let step = self.rest.w / count as f32;
            let mut stitches = Vec::new();
            for x in self.along(count).take(count) {
                let at = |x: f32, dy: f32| [x, self.edge(x, side) - side * inset + dy];
                stitches.extend(outline::polygon(&[
                    at(x, 0.0),
                    at(x + 0.62 * step, 0.0),
                    at(x + 0.62 * step, thick),
                    at(x, thick),
                ]));
            }
            marks.push(bodies::fill(&stitches, &LEVEL, dark.at_strength(0.7)));
        }
        marks.push(bodies::stroke(
            &self.outline(-0.004 * self.rest.h),
            &LEVEL,
            dark.at_strength(0.5),
            0.008 * self.rest.h,
        ));
    }

    /// Where the eyelets are.
    fn corners(&self) -> [[f32; 2]; 4] {
        let inset = 0.075 * self.rest.h;
        let at = |x: f32, side: f32| [x, self.edge(x, side) - side * inset];
        let (left, right) = (self.rest.x + inset, self.rest.right() - inset);
        [at(left, -1.0), at(right, -1.0), at(right, 1.0), at(left, 1.0)]
    }

    /// Ropes from the eyelets to the sides of the place.
    pub fn ropes(&self, place: &Rect, marks: &mut Vec<Mark>) {
        let thick = 0.034 * self.rest.h;
        for (i, [x, y]) in self.corners().into_iter().enumerate() {
            let right = i == 1 || i == 2;
            let up = if i < 2 { -1.0 } else { 1.0 };
            let end = if right { place.right() + thick } else { place.x - thick };
            let far = y + up * 0.55 * (end - x).abs();
            let line = [Segment::Move([x, y]), Segment::Line([end, far])];
            for (width, ink) in [(1.0, Color::rgb(0x4a, 0x3a, 0x26)), (0.72, Color::rgb(0xc9, 0xac, 0x7c))] {
                marks.push(bodies::stroke(&line, &LEVEL, ink, width * thick));
            }
            // The lay of the rope: short strokes aslant.
            let (dx, dy) = (end - x, far - y);
            let long = (dx * dx + dy * dy).sqrt().max(1.0);
            let (ux, uy) = (dx / long, dy / long);
            let count = (long / (0.75 * thick)).clamp(1.0, 300.0) as usize;
            let mut lay = Vec::new();
            for j in 0..count {
                let s = (j as f32 + 0.5) * long / count as f32;
                let (cx, cy, h) = (x + ux * s, y + uy * s, 0.34 * thick);
                lay.push(Segment::Move([cx - uy * h - ux * 0.6 * h, cy + ux * h - uy * 0.6 * h]));
                lay.push(Segment::Line([cx + uy * h + ux * 0.6 * h, cy - ux * h + uy * 0.6 * h]));
            }
            marks.push(bodies::stroke(&lay, &LEVEL, Color::rgb(0x6b, 0x52, 0x30), 0.12 * thick));
        }
    }

    /// Metal rings at the corners, the ropes coming through them.
    pub fn eyelets(&self, marks: &mut Vec<Mark>) {
        let r = 0.036 * self.rest.h;
        for (i, at) in self.corners().into_iter().enumerate() {
            for (share, ink) in [
                (1.12, Color::rgb(0x5d, 0x57, 0x4d)),
                (1.0, Color::rgb(0xc2, 0xb8, 0xa2)),
                (0.56, Color::rgb(0x2a, 0x24, 0x1c)),
            ] {
                let mut ring = Vec::new();
                bodies::spot(at, share * r, &mut ring);
                marks.push(bodies::fill(&ring, &LEVEL, ink));
            }
            // The rope comes through from behind and over the edge.
            let out = if i == 1 || i == 2 { 1.0 } else { -1.0 };
            let up = if i < 2 { -0.55 } else { 0.55 };
            let line = [Segment::Move(at), Segment::Line([at[0] + out * 2.4 * r, at[1] + 2.4 * r * up])];
            marks.push(bodies::stroke(&line, &LEVEL, Color::rgb(0x4a, 0x3a, 0x26), 0.95 * r));
            marks.push(bodies::stroke(&line, &LEVEL, Color::rgb(0xc9, 0xac, 0x7c), 0.68 * r));
        }
    }
}
