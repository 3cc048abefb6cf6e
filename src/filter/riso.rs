//! Riso: a stencil duplicator, one drum and one ink after the other.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    filter::{
        Filter, Site,
        halftone::Dot,
        noise::Noise,
        plates::separate,
        rows,
        screen::{RUN, Screen},
        tile::{Texture, Tile},
        tone,
    },
    measure::Length,
    scene::Needs,
    scratch::Scratch,
};

/// Prints the picture from two or three stencils in bright inks that mix where they lie over each other: grainy, uneven,
/// and never quite in register.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Riso {
    /// One to three inks; each takes from the picture the colours that it can print.
    #[schemars(length(min = 1, max = 3))]
    pub inks: Vec<Ink>,
    /// What shows where no ink lies.
    pub paper: Ink,
    /// How tones are broken up.
    pub screen: Break,
    /// How large a grain is, or a dot of the screen about twice over.
    pub grain: Length,
    /// How far each plate lies out of register at most.
    pub shift: Length,
    /// How unevenly ink lies: clouds and pinholes in the solids.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub uneven: f32,
    /// Whether grains end sharply, in pixels of pure ink, or smoothly.
    pub hard: bool,
    /// How steeply dark goes over into light; 1 as in the picture.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub contrast: f32,
    /// Whether the tones are first spread from full ink to bare paper.
    pub stretch: bool,
}

/// How a stencil makes tones of one ink.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Break {
    /// Grains strewn by chance.
    #[default]
    Grain,
    /// Round dots in rows, each ink's turned against the others'.
    Dots,
    /// Lines, each ink's turned against the others'.
    Lines,
}

impl Default for Riso {
    fn default() -> Self {
        Riso {
            inks: vec![Color::rgb(0xff, 0x48, 0xb0).into(), Color::rgb(0x00, 0x6c, 0xb8).into()],
            paper: Color::rgb(0xf6, 0xf1, 0xe4).into(),
            screen: Break::Grain,
            grain: Length::Side(0.001),
            shift: Length::Side(0.0022),
            uneven: 0.35,
            hard: false,
            contrast: 1.15,
            stretch: true,
        }
    }
}

/// Steps of an ink between bare and full.
const STEPS: i16 = 15;
/// Mixtures of the steps of three inks.
const MIXTURES: usize = 1 << 12;
/// Degrees of the plates' screens.
const ANGLES: [f32; 3] = [45.0, 75.0, 15.0];

/// A stencil.
struct Plate {
    /// Where it lies, in pixels off register.
    shift: (i32, i32),
    thresholds: Thresholds,
    clouds: Texture,
}

enum Thresholds {
    Grain(Texture),
    Screen(Screen, Box<[f32; 256]>),
}

impl Filter for Riso {
    const NAME: &'static str = "riso";

    fn needs(&self) -> Needs {
        Needs::of(&self.inks) | Needs::of(&[self.paper])
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        let inks: Vec<Color> = self.inks.iter().take(3).map(|&ink| site.color(ink)).collect();
        if width == 0 || height == 0 || inks.is_empty() {
            return;
        }
        let paper = site.color(self.paper);
        let mut cover = Scratch::stale(width * height * 4);
        let curve = tone::curve(pixels, site.tones(), self.stretch, self.contrast, 0.0);
        separate(pixels, &inks, &curve, cover.as_chunks_mut::<4>().0);
        let cover = cover.as_chunks::<4>().0;
        let plates: Vec<Plate> = (0..inks.len()).map(|n| self.plate(n, site)).collect();
        let colors = mixtures(&inks, paper);
        // A grain's slope: bare paper and solids lie beyond both its ends. All fits in sixteen bits, many at once.
        let slope = if self.hard {
            Slope { scale: 256, shift: 7, bias: 1, most: 8, steep: 4000 }
        } else {
            Slope { scale: 178, shift: 6, bias: 102, most: 1000, steep: 20 }
        };
        rows::each(pixels, |y, row| {
            let canvas_y = site.origin.1.wrapping_add(y as u32);
            let (mut steps, mut asked) = ([0u16; RUN], [0u16; RUN]);
            for (n, run) in row.chunks_mut(RUN).enumerate() {
                let x = site.origin.0.wrapping_add((n * RUN) as u32);
                steps.fill(0);
                for (c, plate) in plates.iter().enumerate() {
                    let line = (y as i32 - plate.shift.1).clamp(0, height as i32 - 1) as usize * width;
                    let line = &cover[line..line + width];
                    plate.ask(line, c, n * RUN, run.len(), &mut asked);
                    plate.clouds.along(x, canvas_y, run.len(), |at, clouds| {
                        for (asked, cloud) in asked[at..].iter_mut().zip(clouds) {
                            *asked -= (*asked * u16::from(*cloud)) >> 8;
                        }
                    });
                    match &plate.thresholds {
                        Thresholds::Grain(grain) => grain.along(x, canvas_y, run.len(), |at, values| {
                            for ((step, asked), value) in steps[at..].iter_mut().zip(&asked[at..]).zip(values) {
                                *step |= slope.step(*asked, *value) << (4 * c);
                            }
                        }),
                        Thresholds::Screen(screen, limits) => {
                            let (sharp, middle) =
                                if self.hard { (1e6, 0.0) } else { (screen.sharpness() * f32::from(STEPS), 8.0) };
                            screen.values(x, canvas_y, &mut |i, value| {
                                let limit = limits[255 - usize::from(asked[i] & 255)];
                                let over = ((value - limit) * sharp + middle).clamp(0.0, 15.0);
                                steps[i] |= (over as u16) << (4 * c);
                            });
                        }
                    }
                }
                for (pixel, step) in run.iter_mut().zip(&steps) {
                    tone::paint(pixel, colors[usize::from(*step) & (MIXTURES - 1)]);
                }
            }
        });
    }
}

/// From how much ink is asked for, and a threshold, to steps of ink.
#[derive(Clone, Copy)]
struct Slope {
    scale: u16,
    shift: u16,
    bias: i16,
    most: i16,
    steep: i16,
}

impl Slope {
    #[inline]
    fn step(self, asked: u16, threshold: u8) -> u16 {
        let over = ((asked * self.scale) >> self.shift) as i16 - self.bias - 2 * i16::from(threshold);
        (((over.clamp(-self.most, self.most) * self.steep) >> 8) + 8).clamp(0, STEPS) as u16
    }
}

impl Plate {
    /// How much ink (0 to 255) a run of pixels asks for where the plate lies.
    fn ask(&self, line: &[[u8; 4]], c: usize, start: usize, len: usize, asked: &mut [u16; RUN]) {
        let (first, last) = (start as i32 - self.shift.0, line.len() as i32 - 1);
        if first >= 0 && first + len as i32 - 1 <= last {
            for (asked, cover) in asked.iter_mut().zip(&line[first as usize..][..len]) {
                *asked = (u32::from_le_bytes(*cover) >> (8 * c)) as u16 & 255;
            }
        } else {
            for (i, asked) in asked.iter_mut().enumerate().take(len) {
                *asked = u16::from(line[(first + i as i32).clamp(0, last) as usize][c]);
            }
        }
    }
}

impl Riso {
    fn plate(&self, n: usize, site: &Site) -> Plate {
        let name = format!("plate {n}");
        let mut dice = site.seed.at(&name).dice();
        let noise = Noise::new(site.seed, &name);
        let far = tone::within(site.px(self.shift), 0.0, 1e4) * dice.between(0.5, 1.0);
        let angle = dice.between(0.0, std::f32::consts::TAU);
        let shift = (libm::roundf(far * libm::cosf(angle)) as i32, libm::roundf(far * libm::sinf(angle)) as i32);
        let size = tone::within(site.px(self.grain), 0.8, 200.0);
        let screen = |dot: Dot| {
            let screen = Screen::new(dot, ANGLES[n % 3], (size * 4.0).max(3.0));
            Thresholds::Screen(screen, Box::new(screen.limits()))
        };
        let thresholds = match self.screen {
            Break::Grain => {
                // Fine noise without slow waves: grains that keep their distance.
                let white = || Tile::white(256 - 5 * n, noise.row(0));
                let coarse = white().smooth(size * 1.5);
                Thresholds::Grain(white().smooth((size * 0.5 - 0.35).max(0.0)).plus(&coarse, -0.55).even())
            }
            Break::Dots => screen(Dot::Round),
            Break::Lines => screen(Dot::Line),
        };
        let unit = site.page.short().clamp(1.0, 1e5) / 1080.0;
        let slow = Tile::white(389 + 2 * n, noise.row(1)).smooth((22.0 * unit).min(90.0));
        let holes = Tile::white(389 + 2 * n, noise.row(2)).smooth(0.9 * unit);
        let uneven = tone::within(self.uneven, 0.0, 1.0);
        Plate { shift, thresholds, clouds: slow.plus(&holes, 0.8).bytes(44.0 * uneven, 30.0 * uneven) }
    }
}

/// The colour of every mixture of steps of the inks: each takes its share from what the others leave of the paper.
fn mixtures(inks: &[Color], paper: Color) -> [tone::Flat; MIXTURES] {
    std::array::from_fn(|n| {
        let mut light = [paper.r, paper.g, paper.b].map(f32::from);
        for (c, ink) in inks.iter().enumerate() {
            let step = (n >> (4 * c) & 15) as f32 / f32::from(STEPS);
            for (light, ink) in light.iter_mut().zip([ink.r, ink.g, ink.b]) {
                *light *= 1.0 - step * (1.0 - f32::from(ink) / 255.0);
            }
        }
        light.map(|v| (v + 0.5) as u8).into()
    })
}
