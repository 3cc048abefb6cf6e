//! Photocopy: black toner, white paper, and what gets lost each time it is copied.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    filter::{
        Filter, Site, blur,
        dirt::{self, Sheet},
        local::{Local, local},
        needs_of,
        noise::Noise,
        rows, tone,
    },
    scene::Needs,
};

/// Copies the picture on an old copier: toner or paper and hardly anything between, grain in the greys,
/// specks and scratches, blacks that do not hold. Each generation is coarser than the one before.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Photocopy {
    /// The exposure knob: the lightness at which toner begins, more is blacker.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub level: f32,
    /// How far toner scatters in the greys: 0 is a stencil, 1 nearly a photograph in grain.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub grain: f32,
    /// Copies of copies.
    #[schemars(range(min = 1, max = 8))]
    pub generations: u32,
    /// How much the copier brings out what is darker than its surroundings, so that neither a dark nor a
    /// pale picture is lost.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub adapt: f32,
    /// Specks and hairs on the glass.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub dirt: f32,
    /// Scratches down the page.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub streaks: f32,
    /// How badly solid blacks hold their toner.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub loss: f32,
    /// The colour of the toner.
    pub ink: Ink,
    /// The colour of the paper.
    pub paper: Ink,
}

impl Default for Photocopy {
    fn default() -> Self {
        Photocopy {
            level: 0.45,
            grain: 0.35,
            generations: 2,
            adapt: 0.45,
            dirt: 0.3,
            streaks: 0.3,
            loss: 0.35,
            ink: Color::rgb(0x17, 0x16, 0x18).into(),
            paper: Color::rgb(0xf3, 0xf1, 0xeb).into(),
        }
    }
}

impl Filter for Photocopy {
    const NAME: &'static str = "photocopy";

    fn needs(&self) -> Needs {
        needs_of(&[self.ink, self.paper])
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let width = pixels.width() as usize;
        let share = |v: f32| tone::within(v, 0.0, 1.0);
        let unit = site.page.short().clamp(1.0, 1e5) / 1080.0;

        let Local { greys: mut plane, around } = local(pixels, site, self.level, self.adapt);

        // Each copy softens and then hardens again, and corners fill in.
        let harden: [u8; 256] = std::array::from_fn(|v| ((v as i32 - 124) * 5 / 2 + 128).clamp(0, 255) as u8);
        for _ in 1..self.generations.clamp(1, 8) {
            blur::mean(&mut plane, width, (unit + 0.3) as usize);
            rows::each_of(&mut plane, width, |_, row| row.iter_mut().for_each(|v| *v = harden[usize::from(*v)]));
        }
        let mut sheet = Sheet { greys: &mut plane, width, origin: site.origin, page: site.page };
        dirt::specks(&mut sheet, share(self.dirt), site.seed);
        dirt::streaks(&mut sheet, share(self.streaks), site.seed);

        let grain = (share(self.grain) * 256.0) as i32;
        let loss = (share(self.loss) * 256.0) as i32;
        let ramp: [tone::Flat; 256] = {
            let (ink, paper) = (site.color(self.ink), site.color(self.paper));
            std::array::from_fn(|v| tone::mix(ink, paper, v as u8))
        };
        let grains = Grains { noise: Noise::new(site.seed, "toner"), size: (unit * 1.1 * 256.0).max(256.0) as u64 };
        let mottle = Noise::new(site.seed, "mottle");
        rows::each(pixels, |y, row| {
            let canvas_y = site.origin.1.wrapping_add(y as u32);
            let line = grains.line(canvas_y);
            let mut cloud = 0;
            for (x, pixel) in row.iter_mut().enumerate() {
                let canvas_x = site.origin.0.wrapping_add(x as u32);
                let (grey, m) = (i32::from(plane[y * width + x]), i32::from(around[y * width + x]));
                let bell = line.at(canvas_x);
                let mut value = grey + ((bell * grain) >> 8);
                if loss > 0 && grey < 96 {
                    if canvas_x.is_multiple_of(8) || x == 0 {
                        let cloud_of = |cell: f32| mottle.cloud(canvas_x as f32, canvas_y as f32, cell * unit);
                        cloud = (cloud_of(61.0) * 190.0 + cloud_of(13.0) * 120.0) as i32 - 105;
                    }
                    // Only the inside of a large black starves; its rim takes all the toner.
                    let solid = (128 - m).max(0);
                    value += (((solid * loss) >> 6) * (cloud / 2 + bell * 3 / 4).max(0)) >> 8;
                }
                tone::paint(pixel, ramp[((value - 128) * 4 + 128).clamp(0, 255) as usize]);
            }
        });
    }
}

/// Toner in grains a little larger than a pixel of a small picture.
struct Grains {
    noise: Noise,
    /// 256ths of a pixel.
    size: u64,
}

impl Grains {
    fn line(&self, y: u32) -> Line {
        let coarse = self.noise.row((u64::from(y) * 256 / self.size) as i32);
        Line { coarse, fine: self.noise.row(!y as i32), inverse: (1 << 24) / self.size }
    }
}

struct Line {
    coarse: Noise,
    fine: Noise,
    /// Grains to a pixel, in 65536ths.
    inverse: u64,
}

impl Line {
    #[inline]
    fn at(&self, x: u32) -> i32 {
        let grain = ((u64::from(x) * self.inverse) >> 16) as i32;
        (self.coarse.bell(grain) * 3 + self.fine.bell(x as i32)) >> 2
    }
}
