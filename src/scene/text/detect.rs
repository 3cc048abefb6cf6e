//! Detection: where on a picture lettering stands, by the differentiable binarisation network of Liao et al. (2020).

use image::{GrayImage, Luma, RgbaImage};
use imageproc::region_labelling::{Connectivity, connected_components};

use crate::{
    quad::Quad,
    scene::{
        net::{Net, Sight},
        planes::{planes, scaled},
        text::calipers::{hull, smallest_rectangle},
    },
};

static SMALL: Net = Net::new(include_bytes!("../models/detect-small.onnx"));
static TINY: Net = Net::new(include_bytes!("../models/detect-tiny.onnx"));

/// Pixels that a picture is scaled to for the closer look: its cost does not depend on the shape.
const CLOSE: f32 = 768.0 * 960.0;
/// And for the look from afar, which sees letters that fill the picture.
const AFAR: f32 = 256.0 * 320.0;
/// A pixel above this belongs to lettering.
const THRESHOLD: f32 = 0.3;
/// A region whose pixels are above this on average is lettering.
const CERTAIN: f32 = 0.6;
/// The network draws regions shrunk; they are grown by this share of area ÷ outline (PaddleOCR's value).
const UNCLIP: f32 = 1.5;

/// A region of lettering.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// In picture pixels.
    pub quad: Quad,
    /// Mean of the network's certainty.
    pub score: f32,
    /// Share of the shrunk rectangle that the region fills; a curved line fills little.
    pub fill: f32,
    /// Points of the region in picture pixels, for curved lines.
    pub points: Vec<[f32; 2]>,
}

/// Regions as they are seen closely, and as they are seen from afar.
pub(crate) fn detect(pixels: &RgbaImage, sight: Sight) -> [Vec<Found>; 2] {
    [CLOSE, AFAR].map(|area| look(pixels, area, sight))
}

fn look(pixels: &RgbaImage, area: f32, sight: Sight) -> Vec<Found> {
    let (width, height) = (pixels.width() as f32, pixels.height() as f32);
    // Small pictures are enlarged a little, for the sake of their small print.
    let scale = (area / (width * height)).sqrt().min(1.5);
    let side = |length: f32| (((length * scale / 32.0).round() as u32) * 32).clamp(32, 4096);
    let (w, h) = (side(width), side(height));
    // ImageNet's mean and deviation.
    let values = planes(
        &scaled(pixels, w, h),
        [123.675, 116.28, 103.53],
        [58.395, 57.12, 57.375].map(|deviation: f32| 1.0 / deviation),
    );
    let net = if sight == Sight::Fast { &TINY } else { &SMALL };
    let output = net.run([1, 3, h as usize, w as usize], values);
    // Hundredths, so that the last bit of a float decides nothing.
    let map: Vec<u8> = output[0].values.iter().map(|p| (p.clamp(0.0, 1.0) * 100.0 + 0.5) as u8).collect();
    regions(&map, w, h, [width / w as f32, height / h as f32])
}

/// The regions of a map of certainty (hundredths, `w` × `h`); `scale` makes its pixels the picture's.
fn regions(map: &[u8], w: u32, h: u32, scale: [f32; 2]) -> Vec<Found> {
    let above = (THRESHOLD * 100.0) as u8;
    let mask = GrayImage::from_fn(w, h, |x, y| Luma([u8::from(map[(y * w + x) as usize] > above)]));
    let labels = connected_components(&mask, Connectivity::Eight, Luma([0]));
    let count = labels.as_raw().iter().max().map_or(0, |&max| max as usize);
    let mut members: Vec<Vec<[u32; 2]>> = vec![Vec::new(); count];
    for (x, y, label) in labels.enumerate_pixels() {
        if label[0] > 0 {
            members[label[0] as usize - 1].push([x, y]);
        }
    }
    members.iter().filter_map(|pixels| region(pixels, map, w, scale)).collect()
}

fn region(pixels: &[[u32; 2]], map: &[u8], w: u32, [sx, sy]: [f32; 2]) -> Option<Found> {
    let sum: u32 = pixels.iter().map(|[x, y]| u32::from(map[(y * w + x) as usize])).sum();
    let score = sum as f32 / 100.0 / pixels.len() as f32;
    if score < CERTAIN || pixels.len() < 6 {
        return None;
    }
    // Corners of pixels, in the picture's scale.
    let points: Vec<[f32; 2]> = pixels.iter().map(|[x, y]| [(*x as f32 + 0.5) * sx, (*y as f32 + 0.5) * sy]).collect();
    let (quad, width, height) = smallest_rectangle(&hull(&points));
    let (width, height) = (width + sx, height + sy);
    if width.min(height) < 2.5 * sx.min(sy) {
        return None;
    }
    let grow = width * height * UNCLIP / (2.0 * (width + height));
    let fill = (pixels.len() as f32 * sx * sy / (width * height)).min(1.0);
    let quad = Quad::turned(quad.centre(), width + 2.0 * grow, height + 2.0 * grow, quad.angle());
    Some(Found { quad, score, fill, points })
}
