//! Wave: the picture seen through running water.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    filter::{
        Filter, Site,
        columns::{COLUMNS, Columns},
        edge::Edge,
        resample::{FAR, split},
        rows::{self, Pixel},
        shift, tone,
        wide::wide,
    },
    measure::Length,
    picture::is_opaque,
    scratch::Scratch,
};

/// Pushes the picture to and fro in waves.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Wave {
    /// How far a pixel is pushed at most.
    pub amplitude: Length,
    /// Distance from one crest to the next.
    pub wavelength: Length,
    /// Degrees of the push: 0 pushes rows sideways, 90 columns up and down. Crests lie along it.
    #[schemars(range(min = -360.0, max = 360.0))]
    pub angle: f32,
    /// The course of a wave.
    pub shape: Shape,
    /// What comes in where the picture was pushed away from its edge.
    pub edge: Edge,
}

/// The course of a wave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Water.
    #[default]
    Sine,
    /// A saw.
    Zigzag,
    /// To one side, then the other: bricks.
    Square,
}

impl Default for Wave {
    fn default() -> Self {
        Wave {
            amplitude: Length::Side(0.02),
            wavelength: Length::Side(0.14),
            angle: 0.0,
            shape: Shape::Sine,
            edge: Edge::Mirror,
        }
    }
}

/// Rows that are gathered together.
const BAND: usize = 128;
/// Rows of columns that are brought together at most.
const STAGE: usize = 512;

impl Filter for Wave {
    const NAME: &'static str = "wave";
    const MOVES: bool = true;

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let angle = tone::within(self.angle, -1e4, 1e4).to_radians();
        let course = Course {
            amplitude: tone::within(site.px(self.amplitude), -FAR, FAR),
            wavelength: tone::within(site.px(self.wavelength), 2.0, FAR),
            start: site.seed.at("phase").dice().unit(),
            shape: self.shape,
        };
        let (sin, cos) = (libm::sinf(angle), libm::cosf(angle));
        if sin.abs() < 1e-4 {
            self.by_rows(pixels, site, &course, cos.signum());
        } else if cos.abs() < 1e-4 {
            self.by_columns(pixels, site, &course, sin.signum());
        } else {
            self.by_pixels(pixels, site, &course, sin, cos);
        }
    }
}

impl Wave {
    /// Every row moves as a whole: copied, then mixed with its neighbour by one weight.
    fn by_rows(&self, pixels: &mut RgbaImage, site: &Site, course: &Course, side: f32) {
        rows::each(pixels, |y, row| {
            let (whole, part) = split(course.push(site.origin.1 as f32 + y as f32) * side);
            let len = row.len();
            let mut moved = Scratch::stale((len + 1) * 4);
            let moved = moved.as_chunks_mut::<4>().0;
            // What needs no thought of the edge is copied at once.
            let from = whole.unsigned_abs() as usize;
            let inside = len.saturating_sub(from);
            let (here, there) = if whole < 0 { (from.min(len), 0) } else { (0, from.min(len)) };
            moved[here..here + inside].copy_from_slice(&row[there..there + inside]);
            for x in (0..here).chain(here + inside..len + 1) {
                moved[x] = row[self.edge.index((x as i32).saturating_add(whole), len)];
            }
            if part == 0 {
                row.copy_from_slice(&moved[..len]);
            } else if is_opaque(row.as_flattened()) {
                let (a, b) = (moved[..len].as_flattened(), moved[1..].as_flattened());
                for ((out, a), b) in row.as_flattened_mut().iter_mut().zip(a).zip(b) {
                    *out = ((u16::from(*a) * (256 - part) + u16::from(*b) * part + 128) >> 8) as u8;
                }
            } else {
                for (x, out) in row.iter_mut().enumerate() {
                    *out = tone::blend_pixels(moved[x], moved[x + 1], part.into());
                }
            }
        });
    }

    /// Every column moves as a whole: its pixels are gathered into rows, and each row mixed with the next.
    fn by_columns(&self, pixels: &mut RgbaImage, site: &Site, course: &Course, side: f32) {
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        let (source, opaque) = rows::copied(pixels);
        let source = source.as_chunks::<4>().0;
        let pushes: Vec<(i32, u16)> =
            (0..width).map(|x| split(course.push(-side * (site.origin.0 as f32 + x as f32)) * side)).collect();
        let index = |y: i32| if (0..height as i32).contains(&y) { y as usize } else { self.edge.index(y, height) };
        rows::bands(pixels, BAND, 0, |top, band| {
            let mut brought = Columns::new(STAGE);
            for left in (0..width).step_by(COLUMNS) {
                let columns = COLUMNS.min(width - left);
                let pushes = &pushes[left..left + columns];
                let mut parts = [[0; 4]; COLUMNS];
                parts.iter_mut().zip(pushes).for_each(|(parts, &(_, part))| *parts = [part; 4]);
                let least = pushes.iter().map(|push| push.0).min().unwrap_or(0);
                let most = pushes.iter().map(|push| push.0).max().unwrap_or(0);
                let count = (i64::from(most) - i64::from(least)) as usize + band.len() / width + 1;
                let mut firsts = [0; COLUMNS];
                let near = count <= STAGE;
                if near {
                    let rows = (0..count as i32).map(|n| index(least.saturating_add(top as i32 + n)));
                    brought.bring(source, width, left, rows);
                    firsts.iter_mut().zip(pushes).for_each(|(first, push)| *first = (push.0 - least) as usize);
                }
                // Row `y` of the band in these columns, as they were moved.
                let gather = |y: usize, out: &mut [Pixel; COLUMNS]| {
                    if near {
                        return brought.take(&firsts, y, out);
                    }
                    for (n, (out, push)) in out.iter_mut().zip(pushes).enumerate() {
                        *out = source[index(push.0.saturating_add((top + y) as i32)) * width + left + n];
                    }
                };
                let (mut here, mut next) = ([[0; 4]; COLUMNS], [[0; 4]; COLUMNS]);
                gather(0, &mut here);
                for (y, row) in band.chunks_exact_mut(width).enumerate() {
                    gather(y + 1, &mut next);
                    let row = &mut row[left..left + columns];
                    if opaque {
                        wide(
                            #[inline(always)]
                            || {
                                mix(
                                    row.as_flattened_mut(),
                                    here.as_flattened(),
                                    next.as_flattened(),
                                    parts.as_flattened(),
                                )
                            },
                        );
                    } else {
                        for (n, out) in row.iter_mut().enumerate() {
                            *out = tone::blend_pixels(here[n], next[n], parts[n][0].into());
                        }
                    }
                    here = next;
                }
            }
        });
    }

    /// Any angle: four neighbours of the place that a pixel comes from.
    fn by_pixels(&self, pixels: &mut RgbaImage, site: &Site, course: &Course, sin: f32, cos: f32) {
        let table = course.table(sin, cos);
        // The place within a period in fractions of 2³², which wraps by itself and is exact over any canvas.
        let advance = |d: f32| libm::round(f64::from(d) / f64::from(course.wavelength) * 4_294_967_296.0) as i64 as u32;
        let (right, down, start) = (advance(-sin), advance(cos), advance(course.start * course.wavelength));
        let (left, top) = site.origin;
        shift::shift(
            pixels,
            self.edge,
            #[inline(always)]
            |x, y| {
                let (x, y) = (left.wrapping_add(x as u32), top.wrapping_add(y as u32));
                let place = x.wrapping_mul(right).wrapping_add(y.wrapping_mul(down)).wrapping_add(start);
                table[(place >> (32 - TABLE.ilog2())) as usize & (TABLE - 1)]
            },
        );
    }
}

/// Mixes opaque bytes, each with a part of its own in 256ths.
#[inline(always)]
fn mix(out: &mut [u8], here: &[u8], next: &[u8], parts: &[u16]) {
    for ((out, (a, b)), part) in out.iter_mut().zip(here.iter().zip(next)).zip(parts) {
        *out = ((u16::from(*a) * (256 - part) + u16::from(*b) * part + 128) >> 8) as u8;
    }
}

/// How far each place is pushed.
struct Course {
    amplitude: f32,
    wavelength: f32,
    /// Where in its period the wave stands at the canvas origin.
    start: f32,
    shape: Shape,
}

impl Course {
    fn push(&self, place: f32) -> f32 {
        self.amplitude * self.shape.at(self.period(place))
    }

    /// The place within its period, 0 to 1.
    fn period(&self, place: f32) -> f32 {
        let turns = place / self.wavelength + self.start;
        turns - turns.floor()
    }

    /// A period of pushes across and down, in 256ths.
    fn table(&self, sin: f32, cos: f32) -> [(i32, i32); TABLE] {
        std::array::from_fn(|n| {
            let push = self.amplitude * self.shape.at(n as f32 / TABLE as f32) * 256.0;
            ((push * cos) as i32, (push * sin) as i32)
        })
    }
}

/// Steps of the table of pushes.
const TABLE: usize = 2048;

impl Shape {
    fn at(self, period: f32) -> f32 {
        match self {
            Shape::Sine => libm::sinf(period * std::f32::consts::TAU),
            Shape::Zigzag => 1.0 - 4.0 * (period - 0.5).abs(),
            Shape::Square if period < 0.5 => 1.0,
            Shape::Square => -1.0,
        }
    }
}
