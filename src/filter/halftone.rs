//! Halftone: tones become dots of one to three inks, as a printing screen breaks them up.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    filter::{
        Filter, Site, rows,
        screen::{RUN, Screen, Screens},
        tone,
    },
    measure::Length,
    scene::Needs,
};

/// Breaks the picture up into the dots of a printing screen: large where it is dark, small where it is
/// light. With two or three inks the darkest prints the shadows over a solid of the next, as in a
/// screenprint of few colours.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Halftone {
    /// Degrees by which the rows of dots are turned. 45 hides them best, 15 and 75 are a second ink's.
    #[schemars(range(min = -360.0, max = 360.0))]
    pub angle: f32,
    /// Distance from one row of dots to the next.
    pub pitch: Length,
    /// Rows of dots in an inch of the print; takes the place of `pitch`. 20 is a coarse poster, 85 a newspaper.
    #[schemars(range(min = 1.0, max = 400.0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lpi: Option<f32>,
    /// What a dot looks like.
    pub dot: Dot,
    /// One to three inks, that of the shadows first.
    #[schemars(length(min = 1, max = 3))]
    pub inks: Vec<Ink>,
    /// What shows where no ink lies.
    pub paper: Ink,
    /// Degrees by which each further ink's screen is turned against the one before.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub turn: f32,
    /// Whether dots end sharply, in pixels of pure ink (a small file, a rough edge), or smoothly.
    pub hard: bool,
    /// How steeply dark goes over into light; 1 as in the picture.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub contrast: f32,
    /// Makes the whole lighter (to 1) or darker (to −1).
    #[schemars(range(min = -1.0, max = 1.0))]
    pub lightness: f32,
    /// Whether the tones are first spread from full ink to bare paper.
    pub stretch: bool,
}

/// The shape that grows from nothing in the lights to a solid in the shadows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dot {
    /// Dots, a chequerboard in the middle tones, round holes in the shadows.
    #[default]
    Round,
    /// Lines that swell.
    Line,
    /// Squares on their points, that join in chains.
    Diamond,
}

impl Default for Halftone {
    fn default() -> Self {
        Halftone {
            angle: 45.0,
            pitch: Length::Side(1.0 / 110.0),
            lpi: None,
            dot: Dot::Round,
            inks: vec![Color::rgb(0x16, 0x12, 0x12).into(), Color::rgb(0xd8, 0x2a, 0x1e).into()],
            paper: Color::rgb(0xf4, 0xea, 0xd2).into(),
            turn: 0.0,
            hard: false,
            contrast: 1.1,
            lightness: 0.0,
            stretch: true,
        }
    }
}

/// Shades between two inks at the edge of a dot.
const SHADES: usize = 32;

/// What a grey asks for: the screen's value at which its dot ends, and where its colours begin.
#[derive(Clone, Copy)]
struct Step {
    limit: f32,
    /// A whole number, kept as the pixel loop wants it.
    first: f32,
}

impl Filter for Halftone {
    const NAME: &'static str = "halftone";
    const POINT: bool = true;

    fn stretches(&self) -> bool {
        self.stretch
    }

    fn needs(&self) -> Needs {
        Needs::of(&self.inks) | Needs::of(&[self.paper])
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let pitch = tone::within(self.pitch_px(site), 2.0, 1e5);
        let mut inks: Vec<Color> = self.inks.iter().take(3).map(|&ink| site.color(ink)).collect();
        inks.push(site.color(self.paper));
        let bands = (inks.len() - 1).max(1);

        // Each band between two inks has a screen of its own.
        let turned = self.turn != 0.0 && bands > 1;
        let angle = |n: usize| tone::within(self.angle + n as f32 * self.turn, -1e4, 1e4);
        let screens = Screens(std::array::from_fn(|n| Screen::new(self.dot, angle(n), pitch)));
        let [second, third] = [1, 2].map(|band| (band * (SHADES + 1)) as f32);
        // A hard edge has no middle: what lies on it is light.
        let edge = if self.hard { (1e9, 1.0) } else { (screens.0[0].sharpness(), 0.5) };

        let curve = tone::curve(pixels, site.tones(), self.stretch, self.contrast, self.lightness);
        let limits = screens.0[0].limits();
        let steps: [Step; 256] = curve.map(|value| {
            let level = usize::from(value) * bands;
            let band = (level / 255).min(bands - 1);
            Step { limit: limits[level - band * 255], first: (band * (SHADES + 1)) as f32 }
        });
        let colors: [tone::Flat; 128] = std::array::from_fn(|n| {
            let (band, shade) = ((n / (SHADES + 1)).min(bands - 1), n % (SHADES + 1));
            let light = inks.get(band + 1).copied().unwrap_or(inks[0]);
            tone::mix(inks[band], light, (shade * 255 / SHADES) as u8)
        });

        rows::each(pixels, |y, row| {
            let y = site.origin.1.wrapping_add(y as u32);
            let (mut asked, mut picks) = ([Step { limit: 0.0, first: 0.0 }; RUN], [0u32; RUN]);
            for (n, run) in row.chunks_mut(RUN).enumerate() {
                let x = site.origin.0.wrapping_add((n * RUN) as u32);
                for (step, pixel) in asked.iter_mut().zip(run.iter()) {
                    *step = steps[usize::from(tone::grey(*pixel))];
                }
                let mut take = |i: usize, value| picks[i] = pick(asked[i], value, edge);
                if turned {
                    let own = |i: usize| [asked[i].first == second, asked[i].first == third];
                    screens.values(x, y, own, &mut take);
                } else {
                    screens.0[0].values(x, y, &mut take);
                }
                for (pick, pixel) in picks.iter().zip(run) {
                    tone::paint(pixel, colors[*pick as usize & 127]);
                }
            }
        });
    }
}

impl Halftone {
    fn pitch_px(&self, site: &Site) -> f32 {
        self.lpi.map_or_else(|| site.px(self.pitch), |lpi| site.page.dpi / lpi)
    }
}

/// The number of a pixel's colour: as many shades after `first` as it is light. Adding 2²³ leaves the
/// rounded number in a float's lowest bits, which processors do to several at once where they cannot convert.
#[inline]
fn pick(step: Step, value: f32, (sharpness, middle): (f32, f32)) -> u32 {
    let light = ((step.limit - value) * sharpness + middle).clamp(0.0, 1.0);
    (light * SHADES as f32 + step.first + 8_388_608.0).to_bits() & 127
}
