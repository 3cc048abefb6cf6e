//! Tear: the picture torn to pieces, and the pieces laid out again.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    filter::{
        Filter, Site,
        edge::Edge,
        noise::Noise,
        pieces::{Piece, Sheet, back},
        resample::{FAR, Sampler, tiles},
        ripple::shade,
        rows::Pixel,
        tone,
        torn::{Manner, Rip},
    },
    measure::Length,
    scene::Needs,
};

/// Tears the picture to pieces by hand and lays them out again, not quite as they were.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Tear {
    /// How many pieces.
    #[schemars(range(min = 2, max = 12))]
    pub pieces: u32,
    /// Degrees of the tears: 0 from side to side, 90 from top to bottom.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub angle: f32,
    /// How far the pieces slip, apart and along the tear, at most.
    pub shift: Length,
    /// Degrees by which they are turned either way at most.
    #[schemars(range(min = 0.0, max = 45.0))]
    pub turn: f32,
    /// How ragged the tears are: 0 nearly straight, 1 wild.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub rough: f32,
    /// The mean width of white fibre along a torn edge.
    pub fibre: Length,
    /// The colour of the fibre.
    pub paper: Ink,
    /// What lies below and shows between the pieces.
    pub ground: Ink,
    /// How dark a shadow the curled edges throw.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub shadow: f32,
}

impl Default for Tear {
    fn default() -> Self {
        Tear {
            pieces: 3,
            angle: 8.0,
            shift: Length::Side(0.03),
            turn: 1.6,
            rough: 0.5,
            fibre: Length::Side(0.013),
            paper: Color::rgb(0xfb, 0xfa, 0xf6).into(),
            ground: Color::rgb(0xcf, 0xc7, 0xb6).into(),
            shadow: 0.55,
        }
    }
}

impl Filter for Tear {
    const NAME: &'static str = "tear";
    const MOVES: bool = true;

    fn needs(&self) -> Needs {
        Needs::of(&[self.paper, self.ground])
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        if pixels.is_empty() {
            return;
        }
        let short = tone::within(site.page.short(), 8.0, 1e5);
        let sheet = self.sheet(pixels, site, short);
        let (paper, ground) = (site.color(self.paper), site.color(self.ground));
        let dark = tone::within(self.shadow, 0.0, 1.0);
        let reach = 0.022 * short;
        // Beyond so much no shadow falls, however ragged the edge.
        let far_off = 2.0 * reach + 0.03 * short;
        let noise = Noise::new(site.seed, "fibre");
        let sampler = Sampler::new(pixels, Edge::Mirror);
        let (left, top) = (site.origin.0 as f32, site.origin.1 as f32);

        tiles(pixels, |x, y, pixel| {
            let below = [ground.r, ground.g, ground.b, pixel[3]];
            // From the top down: what is seen, how much of it is still open, and what shadow fell on the way.
            let (mut seen, mut open, mut light) = (below, 1.0f32, 1.0f32);
            let mut covers = [(below, 0.0f32); 3];
            let mut count = 0;
            for piece in &sheet.pieces {
                let (u, v) = piece.back(x, y);
                let (along, across) = sheet.turned(u, v);
                let spot = piece.spot(&sheet, (u, v), (along, across));
                if spot.paper > -0.5 {
                    let cover = (spot.paper + 0.5).min(1.0);
                    let mut own = if spot.print > -0.5 { sampler.at(u, v) } else { below };
                    if spot.print < 0.5 {
                        let depth = (-spot.print / (spot.paper - spot.print).max(1.0)).clamp(0.0, 1.0);
                        let grain = noise.cloud(left + x, top + y, 1.7) + noise.cloud(left + x, top + y, 5.0) - 1.0;
                        // Thick and even by the print, thin and hairy at the end, in the shade on the lower side.
                        let lit = 0.98 + 0.1 * grain - spot.shade * depth * depth;
                        let fibre = [paper.r, paper.g, paper.b].map(|v| (f32::from(v) * lit).clamp(0.0, 255.0) as u8);
                        let fibre = [fibre[0], fibre[1], fibre[2], if spot.print > -0.5 { own[3] } else { pixel[3] }];
                        own = tone::blend_pixels(fibre, own, ((spot.print + 0.5).clamp(0.0, 1.0) * 256.0) as u32);
                    } else if spot.print < reach {
                        // The edge bends up towards the light.
                        let rise = 1.0 - spot.print / reach;
                        own = shade(own, 0.16 * dark * rise * rise * spot.facing);
                    }
                    let own = lit(own, light);
                    if count < covers.len() {
                        covers[count] = (own, open * cover);
                        count += 1;
                    }
                    open *= 1.0 - cover;
                    if open < 0.004 || count == covers.len() {
                        break;
                    }
                }
                if dark > 0.0 && spot.paper < 0.5 && spot.paper > -far_off {
                    let (u, v) = piece.back(x - 0.25 * reach, y - 0.45 * reach);
                    let beside = -piece.softly(&sheet, (u, v), sheet.turned(u, v));
                    let near = 1.0 - ((beside + 0.3 * reach) / (1.3 * reach)).clamp(0.0, 1.0);
                    light *= 1.0 - dark * near * near;
                }
            }
            if count < covers.len() && open > 0.0 {
                covers[count] = (lit(below, light), open);
                count += 1;
            }
            if count > 0 {
                seen = covers[0].0;
                let mut weight = covers[0].1;
                for &(color, share) in &covers[1..count] {
                    weight += share;
                    seen = tone::blend_pixels(seen, color, (256.0 * share / weight.max(1e-6)) as u32);
                }
            }
            *pixel = seen;
        });
    }
}

#[inline]
fn lit(mut pixel: Pixel, light: f32) -> Pixel {
    if light < 1.0 {
        let light = (light * 256.0) as u32;
        (0..3).for_each(|c| pixel[c] = ((u32::from(pixel[c]) * light) >> 8) as u8);
    }
    pixel
}

impl Tear {
    fn sheet(&self, pixels: &RgbaImage, site: &Site, short: f32) -> Sheet {
        let size = (pixels.width() as f32, pixels.height() as f32);
        let middle = ((size.0 - 1.0) / 2.0, (size.1 - 1.0) / 2.0);
        let angle = tone::within(self.angle, -1e4, 1e4).to_radians();
        let (sin, cos) = (libm::sinf(angle), libm::cosf(angle));
        let reach = |a: f32, b: f32| (a * size.0).abs() / 2.0 + (b * size.1).abs() / 2.0;
        let (along, across) = (reach(cos, sin), reach(sin, cos));
        let count = self.pieces.clamp(1, 100) as usize;
        let spacing = 2.0 * across / count as f32;
        let manner = Manner {
            // A small box is torn in small.
            short: short.min(2.2 * spacing).max(4.0),
            rough: tone::within(self.rough, 0.0, 1.0),
            fibre: tone::within(site.px(self.fibre), 0.0, 0.2 * spacing.max(1.0)),
        };
        let mut dice = site.seed.at("pieces").dice();
        let rips = (1..count)
            .map(|n| {
                let base = spacing * (n as f32 + dice.between(-0.22, 0.22)) - across;
                let slope = dice.between(-0.18, 0.18) * spacing / along.max(1.0);
                Rip::new(site.seed.at(["even", "odd"][n % 2]).at(&n.to_string()), (base, slope), along, manner)
            })
            .collect();
        let far = tone::within(site.px(self.shift).abs(), 0.0, 1e5);
        let turn = tone::within(self.turn, 0.0, 45.0).to_radians();
        let mut pieces: Vec<Piece> = (0..count)
            .map(|number| {
                let from_middle = number as f32 - (count - 1) as f32 / 2.0;
                // Apart from each other, and the neighbours opposite ways, or the tear would not show.
                let apart = far * 0.45 * from_middle * dice.between(0.5, 1.0);
                let side = if number % 2 == 0 { 1.0 } else { -1.0 };
                let slip = far * side * dice.between(0.3, 1.0);
                // The longer the piece, the less it is turned: its ends move by as much.
                let lean = turn * dice.between(-1.0, 1.0) * (spacing / along.max(1.0)).clamp(0.35, 1.0);
                let center = spacing * from_middle;
                let (dx, dy) = (slip * cos - apart * sin, slip * sin + apart * cos);
                let pivot = (middle.0 - center * sin, middle.1 + center * cos);
                Piece { number, back: back(pivot, (dx, dy), lean) }
            })
            .collect();
        dice.shuffle(&mut pieces);
        // A part of a picture is torn as if it went on: its pieces have no cut sides but the canvas's.
        let far = |side: f32, ends: bool| if ends { side } else { side.signum() * FAR };
        let (right, bottom) =
            (site.origin.0.saturating_add(pixels.width()), site.origin.1.saturating_add(pixels.height()));
        let sides = [
            far(-0.5, site.origin.0 == 0),
            far(-0.5, site.origin.1 == 0),
            far(size.0 - 0.5, right >= site.page.width),
            far(size.1 - 0.5, bottom >= site.page.height),
        ];
        Sheet { rips, pieces, sides, middle, sin, cos }
    }
}
