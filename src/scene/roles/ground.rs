//! Grounds: whether a line sits on a plain box, a button or a label, and how far that box reaches.

use image::RgbaImage;

use crate::{
    color::Color,
    measure::Rect,
    quad::Quad,
    scene::{
        line::{Line, Plate},
        roles::frame::Frame,
    },
};

/// Rays cast outward from every side of a line.
const RAYS: usize = 9;
/// Share of the rays that must end on one straight edge.
const AGREED: f32 = 0.6;
/// How far beyond the letters an edge is looked for, in cap heights: along the line, and across it.
const REACH: [f32; 2] = [14.0, 5.0];
/// Difference of two colours in any channel that is an edge and neither noise nor a gradient.
const EDGE: f32 = 26.0;
/// How far a gradient may take the ground from the colour it has at the letters.
const DRIFT: f32 = 90.0;

/// A plain box that a line sits on, bounded on all four sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ground {
    /// Its corners, in the line's reading direction.
    pub(super) quad: Quad,
    /// Its colour.
    pub(super) color: Color,
    /// The colour beyond its edges.
    pub(super) around: Color,
    /// What it leaves clear round the line, in cap heights: before, above, behind, below.
    pub(super) clear: [f32; 4],
}

impl Ground {
    /// The line stands in its middle, and fills a good part of its height: a label made for this line.
    pub(super) fn is_snug(&self) -> bool {
        let [before, above, behind, below] = self.clear;
        let even = |a: f32, b: f32, slack: f32| (a - b).abs() <= 0.2 * (a + b) + slack;
        even(before, behind, 0.5) && even(above, below, 0.4) && above + below <= 4.4
    }

    /// No more than one line stands on it.
    pub(super) fn is_of_one(&self, lines: &[Line]) -> bool {
        lines.iter().filter(|line| self.quad.holds(line.quad.centre())).count() == 1
    }
}

/// The box under every line, where there is one.
pub(super) fn read(lines: &[Line], pixels: &RgbaImage) -> Vec<Option<Ground>> {
    lines.iter().map(|line| under(line, lines, pixels)).collect()
}

/// The boxes that were made for one line each.
pub(super) fn plates(lines: &[Line], grounds: &[Option<Ground>]) -> Vec<Option<Plate>> {
    let plate = |ground: &Option<Ground>| {
        let own = ground.filter(|ground| ground.is_snug() && ground.is_of_one(lines))?;
        Some(Plate { quad: own.quad, color: own.color, around: own.around })
    };
    grounds.iter().map(plate).collect()
}

fn under(line: &Line, lines: &[Line], pixels: &RgbaImage) -> Option<Ground> {
    let cap = line.lettering.cap_height.max(2.0);
    let frame = Frame::of(&line.quad);
    let ink = frame.bounds(&line.quad);
    let probe = Probe { pixels, frame, blur: (cap / 20.0).min(2.0) as i64, step: (cap / 12.0).max(1.0) };
    let paper = probe.paper(&ink.grown(0.25 * cap))?;
    // What other lines are written over is the same ground.
    let near = Rect::new(ink.x - 30.0 * cap, ink.y - 15.0 * cap, ink.w + 60.0 * cap, ink.h + 30.0 * cap);
    let others: Vec<Quad> = lines
        .iter()
        .filter(|other| !std::ptr::eq(*other, line) && near.meet(&frame.bounds(&other.quad)).area() > 0.0)
        .map(|other| other.quad.grown(0.15 * cap, 0.15 * cap))
        .collect();
    let mut clear = [0.0; 4];
    for (side, clear) in clear.iter_mut().enumerate() {
        let reach = REACH[side % 2] * cap;
        let mut ends: Vec<f32> = (0..RAYS).map(|ray| probe.walk(&ink, side, ray, paper, reach, &others)).collect();
        ends.sort_by(f32::total_cmp);
        let edge = ends[RAYS / 2];
        let agreed = ends.iter().filter(|end| (*end - edge).abs() <= (0.25 * cap).max(2.0)).count();
        if !edge.is_finite() || (agreed as f32) < AGREED * RAYS as f32 {
            return None;
        }
        *clear = edge;
    }
    let [before, above, behind, below] = clear;
    let rect = Rect::new(ink.x - before, ink.y - above, ink.w + before + behind, ink.h + above + below);
    let color = |color: [f32; 3]| {
        let [r, g, b] = color.map(|v| (v + 0.5) as u8);
        Color::rgb(r, g, b)
    };
    let around = middle(&probe.rim(&rect.grown((0.3 * cap).max(3.0))));
    let clear = clear.map(|side| side / cap);
    Some(Ground { quad: frame.quad(rect), color: color(paper), around: color(around), clear })
}

/// Looks at pixels in the frame of a line.
struct Probe<'a> {
    pixels: &'a RgbaImage,
    frame: Frame,
    /// Pixels to each side that a look takes the mean of, against grain and screens.
    blur: i64,
    /// Pixels from one look to the next.
    step: f32,
}

impl Probe<'_> {
    /// The colour at a point of the frame; none outside the picture.
    fn look(&self, point: [f32; 2]) -> Option<[f32; 3]> {
        let [x, y] = self.frame.leave(point).map(|v| v.floor() as i64);
        let (width, height) = (i64::from(self.pixels.width()), i64::from(self.pixels.height()));
        if !(0..width).contains(&x) || !(0..height).contains(&y) {
            return None;
        }
        let (mut sum, mut count) = ([0.0; 3], 0.0);
        for y in (y - self.blur).max(0)..=(y + self.blur).min(height - 1) {
            for x in (x - self.blur).max(0)..=(x + self.blur).min(width - 1) {
                let pixel = self.pixels.get_pixel(x as u32, y as u32);
                (0..3).for_each(|c| sum[c] += f32::from(pixel[c]));
                count += 1.0;
            }
        }
        Some(sum.map(|s| s / count))
    }

    /// The colour just round the letters; none where they stand on no plain ground.
    fn paper(&self, rim: &Rect) -> Option<[f32; 3]> {
        let seen = self.rim(rim);
        let median = middle(&seen);
        let plain = seen.iter().filter(|&&color| difference(color, median) < EDGE).count();
        (plain >= 16 && plain * 4 >= seen.len() * 3).then_some(median)
    }

    /// What is seen along the upper and the lower side of a box.
    fn rim(&self, rim: &Rect) -> Vec<[f32; 3]> {
        let along = (0..16).map(|i| rim.x + rim.w * (i as f32 + 0.5) / 16.0);
        along.flat_map(|x| [[x, rim.y], [x, rim.bottom()]]).filter_map(|point| self.look(point)).collect()
    }

    /// How far the ground reaches along one ray from a side of the ink (before, above, behind, below); infinite when
    /// no edge is met, at the border of the picture too.
    fn walk(&self, ink: &Rect, side: usize, ray: usize, paper: [f32; 3], reach: f32, others: &[Quad]) -> f32 {
        let share = (ray as f32 + 0.5) / RAYS as f32;
        let (x, y) = (ink.x + share * ink.w, ink.y + share * ink.h);
        let start = [[ink.x, y], [x, ink.y], [ink.right(), y], [x, ink.bottom()]][side];
        let direction = [[-1.0, 0.0], [0.0, -1.0], [1.0, 0.0], [0.0, 1.0]][side];
        // The first looks may still fall on the soft edge of a letter.
        let mut far = 2.0 * self.step;
        let (mut clear, mut ground) = (far, None);
        while clear < reach {
            let point = [start[0] + direction[0] * far, start[1] + direction[1] * far];
            let Some(color) = self.look(point) else { break };
            let at = self.frame.leave(point);
            if !others.iter().any(|quad| quad.holds(at)) {
                // The ground at this side of a long line need not be quite that round the whole of it.
                let drift = if ground.is_none() { 2.0 * EDGE } else { DRIFT };
                let last = ground.unwrap_or(color);
                if difference(color, last) > EDGE || difference(color, paper) > drift {
                    return far;
                }
                ground = Some([0, 1, 2].map(|c| 0.8 * last[c] + 0.2 * color[c]));
                clear += self.step;
            }
            far += self.step;
        }
        f32::INFINITY
    }
}

fn middle(colours: &[[f32; 3]]) -> [f32; 3] {
    [0, 1, 2].map(|c| {
        let mut values: Vec<f32> = colours.iter().map(|color| color[c]).collect();
        values.sort_by(f32::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    })
}

fn difference(a: [f32; 3], b: [f32; 3]) -> f32 {
    (0..3).map(|c| (a[c] - b[c]).abs()).fold(0.0, f32::max)
}
