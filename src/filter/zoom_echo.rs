//! Zoom echo: the picture in the picture in the picture.

use image::RgbaImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, Ink},
    filter::{
        Filter, Site,
        edge::Edge,
        resample,
        sheet::{Look, Map, lay},
        sizes::Pyramid,
        tone,
    },
    measure::{Length, Rect},
    scene::Needs,
};

/// Lays smaller and smaller copies of the picture into each other.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ZoomEcho {
    /// How many copies at most; they end where they are too small to be seen.
    #[schemars(range(min = 1, max = 200))]
    pub count: u32,
    /// The size of each against the one that it lies in.
    #[schemars(range(min = 0.1, max = 0.98))]
    pub scale: f32,
    /// The point that they shrink towards, in fractions of the region's box from its top left corner.
    pub center: [f32; 2],
    /// Degrees by which each is turned against the one that it lies in.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub turn: f32,
    /// The width of a frame round each, as it is for a copy at full size.
    pub frame: Length,
    /// The colour of the frame.
    pub paper: Ink,
    /// How dark a shadow each throws.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub shadow: f32,
}

impl Default for ZoomEcho {
    fn default() -> Self {
        ZoomEcho {
            count: 12,
            scale: 0.78,
            center: [0.5, 0.5],
            turn: 0.0,
            frame: Length::ZERO,
            paper: Color::rgb(0xf4, 0xf0, 0xe6).into(),
            shadow: 0.5,
        }
    }
}

impl Filter for ZoomEcho {
    const NAME: &'static str = "zoom_echo";
    const MOVES: bool = true;
    const BOXED: bool = true;

    fn needs(&self) -> Needs {
        Needs::of(&[self.paper])
    }

    fn apply(&self, pixels: &mut RgbaImage, site: &Site) {
        if pixels.is_empty() {
            return;
        }
        let center = resample::place(pixels, self.center);
        let step = tone::within(self.scale, 0.1, 0.98);
        let turn = tone::within(self.turn, -1e4, 1e4).to_radians();
        let paper = site.color(self.paper);
        let frame = ([paper.r, paper.g, paper.b], tone::within(site.px(self.frame), 0.0, 1e5));
        let (dark, reach) = (tone::within(self.shadow, 0.0, 1.0), tone::within(0.02 * site.page.short(), 2.0, 400.0));
        let side = pixels.width().max(pixels.height()) as f32;
        let pyramid = Pyramid::new(pixels, Edge::Clamp, side / 4.0);
        let mut scale = 1.0;
        for n in 1..=self.count.min(400) {
            scale *= step;
            if scale * side < 3.0 {
                break;
            }
            let look = Look { frame, shadow: (dark, (reach * scale).max(1.0)) };
            let angle = turn * n as f32;
            let bounds = bounds(pixels, center, angle, scale).grown(2.0 * reach * scale + 2.0);
            lay(pixels, &pyramid, &Map::turned(center, angle, scale), &look, bounds);
        }
    }
}

/// The box of the canvas in which a picture lies that was turned and made smaller round a point.
fn bounds(pixels: &RgbaImage, (cx, cy): (f32, f32), angle: f32, scale: f32) -> Rect {
    let (sin, cos) = (libm::sinf(angle) * scale, libm::cosf(angle) * scale);
    let (right, bottom) = (pixels.width() as f32, pixels.height() as f32);
    [(0.0, 0.0), (right, 0.0), (0.0, bottom), (right, bottom)]
        .map(|(x, y)| {
            let (x, y) = (x - cx, y - cy);
            Rect::new(cx + x * cos - y * sin, cy + x * sin + y * cos, 0.0, 0.0)
        })
        .iter()
        .fold(Rect::new(cx, cy, 0.0, 0.0), |all, corner| all.join(corner))
}
