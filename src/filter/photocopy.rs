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
        noise::Noise,
        rows,
        tile::Tile,
        tone,
        wide::wide,
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

/// Pixels that are reckoned together.
const RUN: usize = 64;
/// Rows that share what changes slowly.
const LINES: usize = 4;

impl Filter for Photocopy {
    const NAME: &'static str = "photocopy";

    fn needs(&self) -> Needs {
        Needs::of(&[self.ink, self.paper])
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        let width = pixels.width() as usize;
        let share = |v: f32| tone::within(v, 0.0, 1.0);
        let unit = site.page.short().clamp(1.0, 1e5) / 1080.0;

        let Local { greys: mut plane, around } = local(pixels, site, self.level, self.adapt);

        // Each copy softens and then hardens again, and corners fill in.
        let harden = |v: u8| ((i16::from(v) - 124) * 5 / 2 + 128).clamp(0, 255) as u8;
        for _ in 1..self.generations.clamp(1, 8) {
            blur::mean(&mut plane, width, (unit + 0.3) as usize);
            rows::each_of(&mut plane, width, |_, row| row.iter_mut().for_each(|v| *v = harden(*v)));
        }
        let mut sheet = Sheet { greys: &mut plane, width, origin: site.origin, page: site.page };
        dirt::specks(&mut sheet, share(self.dirt), site.seed);
        dirt::streaks(&mut sheet, share(self.streaks), site.seed);

        let grain = share(self.grain) * 1.6;
        let loss = share(self.loss) / 64.0;
        let ramp: [tone::Flat; 256] = {
            let (ink, paper) = (site.color(self.ink), site.color(self.paper));
            std::array::from_fn(|v| tone::mix(ink, paper, v as u8))
        };
        // Toner in grains a little larger than a pixel of a small picture.
        let toner = Noise::new(site.seed, "toner");
        let tiles = [(256, 0), (241, 1)].map(|(side, n)| {
            Tile::white(side, toner.row(n)).smooth((unit * 0.35 * n as f32).min(40.0)).bytes(128.0, 36.0)
        });
        let mottle = Noise::new(site.seed, "mottle");
        let step = if unit < 2.0 { 8 } else { 16 };
        rows::bands(pixels, LINES, site.origin.1, |top, band| {
            wide(
                #[inline(always)]
                || {
                    // Where toner starves changes slowly: it is asked once for all rows of a band.
                    let mut clouds = vec![f32::NAN; width / step + 2];
                    let first = site.origin.0 as usize % step;
                    let above = site.origin.1.wrapping_add(top as u32) / LINES as u32 * LINES as u32;
                    for (y, row) in (top..).zip(band.chunks_exact_mut(width)) {
                        let canvas_y = site.origin.1.wrapping_add(y as u32);
                        let mut bells = [0f32; RUN];
                        let mut start = y * width;
                        for (x, missing, run) in rows::pieces(row, site.origin.0, RUN) {
                            let x = x.wrapping_add(missing as u32);
                            let (greys, around) = (&plane[start..start + run.len()], &around[start..start + run.len()]);
                            bells.fill(-256.0);
                            for tile in &tiles {
                                tile.along(
                                    x,
                                    canvas_y,
                                    run.len(),
                                    #[inline(always)]
                                    |at, values| {
                                        let bells = bells[at..].iter_mut().zip(values);
                                        bells.for_each(|(bell, value)| *bell += f32::from(*value));
                                    },
                                );
                            }
                            let mut starved = [0f32; RUN];
                            if loss > 0.0 && greys.iter().fold(255, |least, grey| least.min(*grey)) < 96 {
                                // Only the inside of a large black starves; its rim takes all the toner.
                                let mut i = 0;
                                while i < run.len() {
                                    let place = x as usize + i;
                                    let end = (i + step - place % step).min(run.len());
                                    let column = start - y * width + i;
                                    let cloud = &mut clouds[(first + column) / step];
                                    if cloud.is_nan() {
                                        let x = (place - place % step) as f32;
                                        let of = |cell: f32| mottle.cloud(x, above as f32, cell * unit);
                                        *cloud = of(61.0) * 95.0 + of(13.0) * 60.0 - 52.0;
                                    }
                                    starved[i..end].fill(*cloud);
                                    i = end;
                                }
                                let places = starved.iter_mut().zip(&bells).zip(greys).zip(around);
                                for (((starved, bell), grey), m) in places {
                                    let solid = (128.0 - f32::from(*m)).max(0.0) * if *grey < 96 { loss } else { 0.0 };
                                    *starved = solid * (*starved + bell * 1.2).max(0.0);
                                }
                            }
                            let mut shades = [0u8; RUN];
                            let values = greys.iter().zip(&bells).zip(&starved);
                            for (shade, ((grey, bell), lost)) in shades.iter_mut().zip(values) {
                                let value = f32::from(*grey) + bell * grain + lost;
                                // Adding 2²³ leaves the rounded number in a float's lowest bits.
                                let bits = ((value - 128.0) * 4.0 + 128.0).clamp(0.0, 255.0) + 8_388_608.0;
                                *shade = bits.to_bits() as u8;
                            }
                            for (pixel, shade) in run.iter_mut().zip(shades) {
                                tone::paint(pixel, ramp[usize::from(shade)]);
                            }
                            start += run.len();
                        }
                    }
                },
            );
        });
    }
}
