//! Woodcut: a block of wood, a gouge, black ink.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    filter::{
        Filter, Site, blur,
        flow::Flow,
        local::{Local, local},
        noise::Noise,
        rows,
        tile::Tile,
        tone,
        weave::Weave,
    },
    measure::Length,
    scene::Needs,
    scratch::Scratch,
};

/// Cuts the picture in wood: shadows stay black, lights are cleared, and what lies between is lines that follow the
/// forms and swell with the dark.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Woodcut {
    /// Distance from one cut to the next.
    pub spacing: Length,
    /// Degrees at which cuts run where there is no form to follow.
    #[schemars(range(min = -360.0, max = 360.0))]
    pub angle: f32,
    /// The lightness of a middling tone: more is blacker.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub level: f32,
    /// How much the tones follow what lies round them, so that neither a dark nor a pale picture is lost.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub adapt: f32,
    /// How much of the picture is lines rather than black or white.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub lines: f32,
    /// How strongly forms are outlined.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub outline: f32,
    /// How unsteady the hand is: lines of uneven breadth and direction, chips.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub rough: f32,
    /// The colour of what stays standing.
    pub ink: Ink,
    /// The colour of what is cut away.
    pub paper: Ink,
}

impl Default for Woodcut {
    fn default() -> Self {
        Woodcut {
            spacing: Length::Side(0.0085),
            angle: 18.0,
            level: 0.45,
            adapt: 0.35,
            lines: 0.6,
            outline: 0.6,
            rough: 0.5,
            ink: Color::rgb(0x15, 0x12, 0x11).into(),
            paper: Color::rgb(0xf1, 0xe8, 0xd6).into(),
        }
    }
}

impl Filter for Woodcut {
    const NAME: &'static str = "woodcut";

    fn needs(&self) -> Needs {
        Needs::of(&[self.ink, self.paper])
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        if width == 0 || height == 0 {
            return;
        }
        let share = |v: f32| tone::within(v, 0.0, 1.0);
        let spacing = tone::within(site.px(self.spacing), 3.0, 4000.0);
        let rough = share(self.rough);
        let Local { mut greys, .. } = local(pixels, site, self.level, self.adapt);
        // A gouge is too broad for what is finer than its lines.
        blur::mean(&mut greys, width, (spacing * 0.12 + 0.3) as usize);
        let weave = self.weave(&greys, (width, height), site, spacing);
        // Letters on a ground that is light enough to be cleared, or dark enough to be left, part from it all the same.
        stress(&mut greys, width, spacing * 2.6, share(self.adapt) * 2.4);
        stress(&mut greys, width, spacing * 0.7, share(self.outline) * 1.56);

        let noise = Noise::new(site.seed, "cuts");
        let scale = spacing.min(60.0);
        let swell = Tile::white(256, noise.row(0)).smooth(scale * 0.8).bytes(128.0, 36.0 * rough);
        let chips = Tile::white(241, noise.row(1)).smooth((scale * 0.07).max(0.6)).bytes(128.0, 26.0 * rough);
        let steps = steps(spacing, share(self.lines));
        let (ink, paper) = (site.color(self.ink), site.color(self.paper));
        let colors: [tone::Flat; 32] = std::array::from_fn(|n| tone::mix(ink, paper, (n * 255 / 31) as u8));
        rows::each(pixels, |y, row| {
            const RUN: usize = 256;
            let canvas_y = site.origin.1.wrapping_add(y as u32);
            let mut tones = [0i16; RUN];
            for (n, run) in row.chunks_mut(RUN).enumerate() {
                let (start, len) = (n * RUN, run.len());
                let x = site.origin.0.wrapping_add(start as u32);
                let greys = &greys[y * width + start..][..len];
                tones.iter_mut().zip(greys).for_each(|(tone, grey)| *tone = i16::from(*grey) - 256);
                for noise in [&swell, &chips] {
                    noise.along(x, canvas_y, len, |at, values| {
                        tones[at..].iter_mut().zip(values).for_each(|(tone, value)| *tone += i16::from(*value));
                    });
                }
                let place = (site.origin.0 as usize + start, site.origin.1 as usize + y);
                weave.row(place, len, |i, wave, square| {
                    let [limit, sharp] = steps[tones[i].clamp(0, 255) as usize];
                    let light = ((limit * square.sqrt() - wave) * sharp + 0.5).clamp(0.0, 1.0);
                    tone::paint(&mut run[i], colors[(light * 31.0 + 0.5) as usize & 31]);
                });
            }
        });
    }
}

impl Woodcut {
    fn weave(&self, greys: &[u8], (width, height): (usize, usize), site: &Site, spacing: f32) -> Weave {
        // The flow is found on a smaller picture.
        let block = (spacing / 3.0).max(1.0) as usize;
        let (columns, lines) = (width.div_ceil(block), height.div_ceil(block));
        let mut small = Vec::with_capacity(columns * lines);
        for y in 0..lines {
            for x in 0..columns {
                let (left, top) = (x * block, y * block);
                let mut sum = 0;
                let (right, bottom) = ((left + block).min(width), (top + block).min(height));
                for row in top..bottom {
                    sum += greys[row * width + left..row * width + right].iter().map(|&v| u32::from(v)).sum::<u32>();
                }
                small.push(sum as f32 / ((right - left) * (bottom - top)) as f32);
            }
        }
        let radius = (spacing * 0.9 / block as f32 + 0.5) as usize;
        let bias = (tone::within(self.angle, -1e4, 1e4) + 90.0).to_radians();
        let flow = Flow::of(&small, columns, radius, bias);
        let noise = Noise::new(site.seed, "hand");
        let rough = tone::within(self.rough, 0.0, 1.0);
        let (left, top) = (site.origin.0 as f32, site.origin.1 as f32);
        Weave::new((width, height), site.origin, (spacing * 1.5 + 0.5) as usize, |x, y| {
            let cell = |v: f32| (v.max(0.0) / block as f32) as usize;
            let angle = flow.across(cell(x - left), cell(y - top));
            let sway = noise.row(0).cloud(x, y, spacing * 7.0) - 0.5;
            let breadth = noise.row(1).cloud(x, y, spacing * 5.0) - 0.5;
            (angle + sway * 0.5 * rough, spacing * (1.0 + breadth * 0.5 * rough))
        })
    }
}

/// Draws what is darker than its surroundings darker, and what is lighter lighter, so many times as much.
fn stress(greys: &mut Scratch, width: usize, radius: f32, times: f32) {
    let times = (times * 256.0) as i32;
    if times == 0 {
        return;
    }
    let mut round = Scratch::copied(greys);
    blur::mean(&mut round, width, (radius + 0.5) as usize);
    rows::each_of(greys, width, |y, row| {
        for (grey, round) in row.iter_mut().zip(&round[y * width..]) {
            let (own, round) = (i32::from(*grey), i32::from(*round));
            *grey = (own + (((own - round) * times) >> 8)).clamp(0, 255) as u8;
        }
    });
}

/// For each tone where the ink ends on a wave's flank, and how many pixels' worth of light a unit of it is.
fn steps(spacing: f32, lines: f32) -> [[f32; 2]; 256] {
    let (low, high) = (128.0 - 20.0 - 92.0 * lines, 128.0 + 20.0 + 92.0 * lines);
    std::array::from_fn(|v| {
        let t = (v as f32 - low) / (high - low);
        if t <= 0.0 {
            return [-9.0, 1e3];
        }
        if t >= 1.0 {
            return [9.0, 1e3];
        }
        // No cut is finer than the gouge, and no ridge so thin that it would break.
        let paper = 0.14 + 0.72 * t;
        let limit = -libm::cosf(std::f32::consts::PI * paper);
        let slope = (1.0 - limit * limit).sqrt().max(0.3);
        [limit, spacing / (std::f32::consts::TAU * slope)]
    })
}
