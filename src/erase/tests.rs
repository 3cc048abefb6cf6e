//! Tests of erasing: what must never change, and what must come back exactly.

use image::{Rgba, RgbaImage};
use proptest::prelude::*;

use super::*;
use crate::{color::Color, quad::Quad};

/// Letters of bars and rungs on a ground, and the line that they are.
fn written(size: [u32; 2], ground: impl Fn(u32, u32) -> [u8; 3], ink: [u8; 3]) -> (RgbaImage, RgbaImage, Writing) {
    let clean = RgbaImage::from_fn(size[0], size[1], |x, y| {
        let [r, g, b] = ground(x, y);
        Rgba([r, g, b, 255])
    });
    let mut pixels = clean.clone();
    let (left, top, right, bottom) = (60, 60, size[0] - 60, 96);
    for y in top..bottom {
        for x in left..right {
            let (u, v) = ((x - left) % 26, y - top);
            if u < 6 || (u < 18 && (14..20).contains(&v)) {
                pixels.put_pixel(x, y, Rgba([ink[0], ink[1], ink[2], 255]));
            }
        }
    }
    let [x0, y0, x1, y1] = [left, top, right, bottom].map(|v| v as f32);
    let line = Writing {
        quad: Quad([[x0, y0], [x1, y0], [x1, y1], [x0, y1]]),
        outline: None,
        ink: Color::rgb(ink[0], ink[1], ink[2]),
        paper: Color::rgb(200, 180, 40),
        outline_ink: None,
        shadow: false,
        stroke: 6.0,
        cap_height: 36.0,
    };
    (clean, pixels, line)
}

fn apart(a: &RgbaImage, b: &RgbaImage) -> u8 {
    a.as_raw().iter().zip(b.as_raw()).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
}

#[test]
fn a_flat_ground_comes_back_exactly() {
    let (clean, mut pixels, line) = written([360, 160], |_, _| [200, 180, 40], [20, 20, 60]);
    let erased = erase(&mut pixels, &[line], &[], Seed(1));
    assert_eq!(apart(&clean, &pixels), 0);
    assert_eq!(erased[0].method, Some(Method::Flat));
    assert!(erased[0].confidence > 0.95);
    assert!(Rect::new(48.0, 48.0, 264.0, 60.0).holds(&erased[0].changed, 0.0), "{:?}", erased[0].changed);
}

#[test]
fn a_gradient_comes_back_to_a_level() {
    let ground = |x: u32, y: u32| [(120 + x / 4) as u8, (180 - y / 2) as u8, 40];
    let (clean, mut pixels, line) = written([360, 160], ground, [250, 250, 255]);
    let erased = erase(&mut pixels, &[line], &[], Seed(1));
    assert!(apart(&clean, &pixels) <= 1, "{}", apart(&clean, &pixels));
    assert_eq!(erased[0].method, Some(Method::Smooth));
}

#[test]
fn a_pattern_is_patched_with_its_like_and_doubted() {
    let ground = |x: u32, y: u32| if (x / 5 + y / 5).is_multiple_of(2) { [190, 60, 50] } else { [60, 70, 160] };
    let (clean, mut pixels, mut line) = written([360, 160], ground, [250, 250, 240]);
    line.paper = Color::rgb(120, 60, 100);
    let before = pixels.clone();
    let erased = erase(&mut pixels, &[line], &[], Seed(1));
    assert_eq!(erased[0].method, Some(Method::Texture));
    assert!(erased[0].confidence < 0.9, "{}", erased[0].confidence);
    let off = |a: &RgbaImage| {
        let squares = a.as_raw().iter().zip(clean.as_raw()).map(|(a, b)| f64::from(a.abs_diff(*b)).powi(2));
        squares.sum::<f64>()
    };
    assert!(off(&pixels) < 0.2 * off(&before), "{} of {}", off(&pixels), off(&before));
    // Nothing of the ink's lightness is left.
    let light = pixels.pixels().filter(|p| p.0[..3].iter().all(|v| *v > 215)).count();
    assert_eq!(light, 0);
}

#[test]
fn what_is_kept_and_icons_of_another_colour_stay() {
    let (_, mut pixels, line) = written([360, 160], |_, _| [200, 180, 40], [20, 20, 60]);
    // A solid green disc amid the line, and a face over its end.
    let disc = |x: i32, y: i32| (x - 200) * (x - 200) + (y - 78) * (y - 78) < 150;
    for (x, y, pixel) in pixels.enumerate_pixels_mut() {
        if (182..218).contains(&x) {
            *pixel = Rgba(if disc(x as i32, y as i32) { [20, 190, 90, 255] } else { [200, 180, 40, 255] });
        }
    }
    let before = pixels.clone();
    let face = vec![[270.0, 40.0], [330.0, 40.0], [330.0, 120.0], [270.0, 120.0]];
    erase(&mut pixels, &[line], &[face], Seed(1));
    for (x, y, pixel) in pixels.enumerate_pixels() {
        if x >= 270 || disc(x as i32, y as i32) {
            assert_eq!(pixel, before.get_pixel(x, y), "{x}, {y}");
        } else if x < 180 {
            assert_eq!(pixel.0, [200, 180, 40, 255], "{x}, {y}");
        }
    }
}

#[test]
fn shadows_go_with_their_letters() {
    let (clean, pixels, line) = written([360, 160], |_, _| [200, 180, 40], [20, 20, 60]);
    let mut shaded = pixels.clone();
    for y in 4..160 {
        for x in 4..360 {
            if pixels.get_pixel(x - 4, y - 4).0[0] == 20 && pixels.get_pixel(x, y).0[0] == 200 {
                shaded.put_pixel(x, y, Rgba([150, 135, 30, 255]));
            }
        }
    }
    erase(&mut shaded, &[line], &[], Seed(1));
    assert_eq!(apart(&clean, &shaded), 0);
}

#[test]
fn an_explicit_mask_is_rebuilt_and_nothing_else_touched() {
    let (clean, pixels, _) = written([360, 160], |x, _| [(60 + x / 3) as u8, 100, 90], [250, 250, 255]);
    let mask: Vec<u8> = pixels.pixels().map(|p| if p.0[0] == 250 { 255 } else { 0 }).collect();
    let mut rebuilt = pixels.clone();
    inpaint(&mut rebuilt, &mask, Seed(3));
    assert!(apart(&clean, &rebuilt) <= 1);
    let mut all = pixels.clone();
    inpaint(&mut all, &vec![255; mask.len()], Seed(3));
    inpaint(&mut all, &[1, 2, 3], Seed(3));
}

fn any_pixels(width: u32, height: u32, seed: u64) -> RgbaImage {
    let mut dice = Seed(seed).dice();
    RgbaImage::from_fn(width, height, |x, y| {
        let bits = dice.bits();
        let alpha = if bits.is_multiple_of(11) { 0 } else { 255 };
        Rgba([(x * 7) as u8 ^ (bits as u8 & 63), (y * 5) as u8, (bits >> 8) as u8 & 127, alpha])
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn odd_lines_are_survived_and_nothing_far_from_them_changes(
        (width, height) in (1u32..120, 1u32..90), corners in prop::array::uniform8(-90.0f32..200.0),
        stroke in 0.0f32..60.0, curved in any::<bool>(), seed in 0u64..99,
    ) {
        let before = any_pixels(width, height, seed);
        let quad = Quad([0, 2, 4, 6].map(|i| [corners[i], corners[i + 1]]));
        let outline = curved.then(|| [quad.0, quad.0.map(|[x, y]| [x + 9.0, y - 7.0])].concat());
        let line = Writing {
            quad, outline, ink: Color::rgb(20, 30, 90), paper: Color::WHITE, outline_ink: Some(Color::BLACK),
            shadow: true, stroke, cap_height: 2.0 * stroke,
        };
        let draw = |threads: usize| {
            let mut pixels = before.clone();
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let erased = pool.install(|| erase(&mut pixels, &[line.clone(), line.clone()], &[], Seed(seed)));
            (pixels, erased)
        };
        let (pixels, erased) = draw(1);
        prop_assert_eq!(&draw(3), &(pixels.clone(), erased));
        let zone = Zone::new(&line.quad, line.outline.as_deref());
        for (x, y, pixel) in pixels.enumerate_pixels() {
            let old = before.get_pixel(x, y);
            let far = zone.as_ref().is_none_or(|zone| zone.outside(x as usize, y as usize) > 12.0);
            prop_assert!(pixel == old || (!far && old.0[3] > 0), "{}, {}", x, y);
            prop_assert_eq!(pixel.0[3], old.0[3]);
        }
    }
}

#[test]
fn numbers_that_are_none_are_survived() {
    let mut pixels = any_pixels(40, 40, 5);
    let (_, _, line) = written([360, 160], |_, _| [0; 3], [9; 3]);
    let quads = [
        [[f32::NAN; 2]; 4],
        [[f32::INFINITY, 3.0]; 4],
        [[0.0; 2]; 4],
        [[-1e6, -1e6], [1e6, -1e6], [1e6, 1e6], [-1e6, 1e6]],
    ];
    let lines: Vec<Writing> = quads.map(|quad| Writing { quad: Quad(quad), ..line.clone() }).to_vec();
    assert_eq!(erase(&mut pixels, &lines, &[vec![], vec![[f32::NAN; 2]; 3]], Seed(1)).len(), 4);
    assert!(erase(&mut RgbaImage::new(0, 0), &lines, &[], Seed(1)).iter().all(|e| e.method.is_none()));
}
