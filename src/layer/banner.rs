//! Banner: painted cloth hung across the picture by its corners.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    layer::{
        LayerError, Lower, Place,
        bodies::{self, Pen},
        outline,
        stage::Stage,
        text::Text,
    },
    measure::{Length, Rect},
    plan::{Mark, Segment},
    scene::Needs,
    seed::Dice,
    typeset::case::Case,
};

/// A cloth banner: it sags and waves between ropes, and the letters are painted on it with a broad brush.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Banner {
    /// What it says; `#symbol#` is written anew for each picture.
    pub say: String,
    /// The box that cloth and ropes fill.
    pub place: Place,
    /// The face (`detourn list fonts`).
    pub font: String,
    pub case: Case,
    /// The largest size, per em.
    #[schemars(extend("minimum" = 0.0))]
    pub size: Length,
    /// The smallest legible size, per em; smaller text is set all the same and reported.
    #[schemars(extend("minimum" = 0.0))]
    pub legible: Length,
    /// The largest number of lines; 0 for any.
    pub lines: u32,
    /// The colour of the cloth.
    pub cloth: Ink,
    /// The colour of the paint; nearly black, or white on dark cloth, when not said.
    pub ink: Option<Ink>,
    /// How far the cloth waves, as a share of its height.
    #[schemars(range(min = 0.0, max = 0.4))]
    pub wave: f32,
    /// How deep its folds are.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub folds: f32,
    /// Ropes at the corners.
    pub ropes: bool,
    /// Degrees that it slopes down to the right.
    #[schemars(range(min = -20.0, max = 20.0))]
    pub tilt: f32,
    /// How dark a shadow it throws.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub shadow: f32,
}

impl Default for Banner {
    fn default() -> Self {
        Banner {
            say: "#slogan#".into(),
            place: Place::Box([0.0, 0.62, 1.0, 0.32]),
            font: "Permanent Marker".into(),
            case: Case::Upper,
            size: Length::Side(0.2),
            legible: Length::Side(0.022),
            lines: 0,
            cloth: Color::rgb(0xf2, 0xea, 0xd8).into(),
            ink: None,
            wave: 0.09,
            folds: 0.5,
            ropes: true,
            tilt: -2.0,
            shadow: 0.45,
        }
    }
}

/// The darkest shade of a fold, and the lightest shine.
const SHADE: f32 = 0.22;
const SHINE: f32 = 0.2;
/// Columns that a cloth is shaded in, at the most.
const COLUMNS: f32 = 220.0;

impl Lower for Banner {
    const NAME: &'static str = "banner";

    fn needs(&self) -> Needs {
        let palette = self.cloth.needs_palette() || self.ink.is_some_and(Ink::needs_palette);
        self.place.needs() | if palette { Needs::PALETTE } else { Needs::NONE }
    }

    fn says(&self) -> Option<&str> {
        Some(&self.say)
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        let place = self.place.rect(stage);
        let mut dice = stage.seed.at("cloth").dice();
        let sling = Cloth::new(self, &place, &mut dice);
        let r = &sling.rest;
        let margin = (0.11 * r.h).min(0.05 * r.w);
        let field = Rect::new(r.x + 1.6 * margin, r.y + margin, r.w - 3.2 * margin, r.h - 2.0 * margin);
        let text = Text {
            say: self.say.clone(),
            font: self.font.clone(),
            case: self.case,
            size: self.size,
            legible: self.legible,
            lines: self.lines,
            leading: 1.05,
            ..Text::default()
        };
        let Some(worded) = text.worded_in(field, &|text| text, stage)? else { return Ok(Vec::new()) };
        let cloth = Color { a: 255, ..stage.inks.color(self.cloth) };
        // The folds' shade lies on paint and cloth alike, so that it brings them nearer to each other.
        let shaded = cloth.mixed(Color::BLACK, SHADE * self.folds);
        let ink = bodies::ink_on(shaded, self.ink, Color::rgb(0x17, 0x14, 0x18), &worded.text, stage);
        let mut marks = Vec::new();
        if self.ropes {
            sling.ropes(&place, &mut marks);
        }
        if self.shadow > 0.0 {
            let drop = 0.06 * r.h;
            let below = [1.0, 0.0, 0.0, 1.0, 0.3 * drop, drop];
            let dark = Color::BLACK.at_strength(self.shadow);
            bodies::soft(|by| sling.outline(by), 0.05 * r.h, dark, &below, &mut marks);
        }
        marks.push(bodies::fill(&sling.outline(0.0), &LEVEL, cloth));
        sling.hems(cloth, &mut marks);
        let em = worded.setting.size;
        for letter in bodies::letters(&worded, stage) {
            let x = letter.at[0] + 0.5 * letter.advance;
            let slope = (sling.offset(x + 1.0) - sling.offset(x - 1.0)) / 2.0;
            let y = sling.offset(x) - slope * x;
            let turn = bodies::after(
                &[1.0, slope, 0.0, 1.0, 0.0, y],
                &outline::tilt(
                    &Rect::new(letter.at[0], letter.at[1] - 0.7 * em, letter.advance, 0.7 * em),
                    dice.between(-1.5, 1.5),
                ),
            );
            let letter = letter.moved(0.0, 0.02 * em * dice.between(-1.0, 1.0));
            Pen::new(em, ink, turn).write([&letter], &mut marks);
        }
        sling.shade(self.folds, &mut marks);
        if self.ropes {
            sling.eyelets(&mut marks);
        }
        let reach = sling.reach();
        stage.backdrop.spots(Rect::new(place.x, r.y - reach, place.w, r.h + 2.0 * reach), cloth);
        stage.backdrop.spots(Rect::new(r.x, r.y - reach, r.w, r.h + 2.0 * reach), shaded);
        stage.backdrop.spots(Rect::new(r.x, r.y - reach, r.w, r.h + 2.0 * reach), ink);
        Ok(marks)
    }
}

const LEVEL: [f32; 6] = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// How a cloth hangs.
struct Cloth {
    /// Where it would be without sag, slope and waves.
    rest: Rect,
    slope: f32,
    sag: f32,
    wave: f32,
    /// Where waves begin, in turns, and how many there are.
    phase: [f32; 4],
    count: f32,
}

impl Cloth {
    fn new(banner: &Banner, place: &Rect, dice: &mut Dice) -> Cloth {
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
    fn offset(&self, x: f32) -> f32 {
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

    fn reach(&self) -> f32 {
        0.5 * self.slope.abs() * self.rest.w + self.sag + 2.0 * self.wave
    }

    fn along(&self, count: usize) -> impl DoubleEndedIterator<Item = f32> + Clone {
        let (x, w) = (self.rest.x, self.rest.w);
        (0..=count).map(move |i| x + w * i as f32 / count as f32)
    }

    fn outline(&self, by: f32) -> Vec<Segment> {
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
    fn shade(&self, folds: f32, marks: &mut Vec<Mark>) {
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
    fn hems(&self, cloth: Color, marks: &mut Vec<Mark>) {
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
    fn ropes(&self, place: &Rect, marks: &mut Vec<Mark>) {
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

    fn eyelets(&self, marks: &mut Vec<Mark>) {
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
