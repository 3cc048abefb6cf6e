//! What filters of tone, print and damage promise one by one.
#![allow(clippy::disallowed_methods)]

use std::f64::consts::TAU;

use detourn::{
    color::Inks,
    filter::{AnyFilter, Site},
    measure::Page,
    seed::Seed,
};
use image::{Rgba, RgbaImage};
use serde_json::{Value, json};

fn applied(name: &str, parameters: Value, pixels: &RgbaImage, seed: u64) -> RgbaImage {
    let page = Page { width: pixels.width(), height: pixels.height(), dpi: 144.0, bleed: 0 };
    let site = Site { page, inks: Inks::default(), seed: Seed(seed), origin: (0, 0), kept: None, below: None };
    let filter = AnyFilter::read(name, parameters).expect("a filter of the list").expect("its parameters");
    let mut changed = pixels.clone();
    filter.apply(&mut changed, &site);
    changed
}

fn plain(side: u32, grey: u8) -> RgbaImage {
    RgbaImage::from_pixel(side, side, Rgba([grey, grey, grey, 255]))
}

fn motley(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, y| {
        let (u, v) = ((x * 255 / width) as u8, (y * 255 / height) as u8);
        Rgba([u, v, if (x / 9 + y / 7) % 2 == 0 { 255 - u } else { v / 2 }, 255])
    })
}

fn colors(pixels: &RgbaImage) -> Vec<[u8; 3]> {
    let mut all: Vec<[u8; 3]> = pixels.pixels().map(|p| [p[0], p[1], p[2]]).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A square of brightnesses under a Hann window, whose spectrum is asked for.
struct Spectrum {
    side: usize,
    values: Vec<f64>,
}

impl Spectrum {
    fn of(side: usize, at: impl Fn(usize, usize) -> f64) -> Self {
        let window = |n: usize| 0.5 - 0.5 * (TAU * n as f64 / side as f64).cos();
        let mean = (0..side * side).map(|n| at(n % side, n / side)).sum::<f64>() / (side * side) as f64;
        let value = |n: usize| (at(n % side, n / side) - mean) * window(n % side) * window(n / side);
        Spectrum { side, values: (0..side * side).map(value).collect() }
    }

    /// The power of a wave of so many periods a pixel.
    fn power(&self, fx: f64, fy: f64) -> f64 {
        let turns: Vec<(f64, f64)> = (0..self.side).map(|x| (-TAU * fx * x as f64).sin_cos()).collect();
        let (mut re, mut im) = (0.0, 0.0);
        for (y, row) in self.values.chunks(self.side).enumerate() {
            let (mut a, mut b) = (0.0, 0.0);
            for (v, (sin, cos)) in row.iter().zip(&turns) {
                (a, b) = (a + v * cos, b + v * sin);
            }
            let (sin, cos) = (-TAU * fy * y as f64).sin_cos();
            (re, im) = (re + a * cos - b * sin, im + a * sin + b * cos);
        }
        re * re + im * im
    }

    /// Periods a pixel and degrees of the strongest wave between two frequencies.
    fn peak(&self, from: f64, to: f64) -> (f64, f64) {
        let step = 0.7 / self.side as f64;
        let count = (to / step) as i32;
        let all = (0..=count).flat_map(|u| (-count..=count).map(move |v| (f64::from(u) * step, f64::from(v) * step)));
        let near = all.filter(|(u, v)| (from..to).contains(&u.hypot(*v)));
        let mut best = (0.0, (0.0, 0.0));
        for (u, v) in near {
            let power = self.power(u, v);
            if power > best.0 {
                best = (power, (u, v));
            }
        }
        let (mut at, mut step) = (best.1, step / 2.0);
        while step > 1e-6 {
            let around = [(0.0, 0.0), (step, 0.0), (-step, 0.0), (0.0, step), (0.0, -step)];
            let tries = around.map(|(du, dv)| (at.0 + du, at.1 + dv)).map(|at| (self.power(at.0, at.1), at));
            let next = tries.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).unwrap().1;
            if next == at {
                step /= 2.0;
            }
            at = next;
        }
        (at.0.hypot(at.1), at.1.atan2(at.0).to_degrees())
    }
}

#[test]
fn each_ink_of_a_halftone_has_its_angle_and_its_rows() {
    const INKS: [[u8; 3]; 3] = [[16, 16, 32], [208, 32, 32], [240, 192, 32]];
    let hex = INKS.map(|[r, g, b]| format!("#{r:02x}{g:02x}{b:02x}"));
    for (lpi, angle, turn, dot) in
        [(16.0, 45.0, 30.0, "round"), (20.0, 15.0, 30.0, "diamond"), (14.0, 8.0, 60.0, "line")]
    {
        for (n, ink) in INKS.iter().enumerate() {
            // A grey two thirds up the tones that this ink and the next (or the paper) share.
            let grey = (255.0 * (n as f64 + 0.66) / 3.0) as u8;
            let parameters = json!({ "lpi": lpi, "angle": angle, "turn": turn, "dot": dot, "inks": hex, "paper": "white",
                "hard": true, "stretch": false, "contrast": 1 });
            let after = applied("halftone", parameters, &plain(160, grey), 1);
            let lies = |x: usize, y: usize| {
                let p = after.get_pixel(x as u32, y as u32);
                f64::from(u8::from([p[0], p[1], p[2]] == *ink))
            };
            let wanted = lpi / 144.0;
            let (frequency, degrees) = Spectrum::of(160, lies).peak(wanted * 0.6, wanted * 1.35);
            // Rows of dots lie both ways; lines are counted across.
            let (way, turns) = if dot == "line" { (90.0, 180.0) } else { (0.0, 90.0) };
            let off = (degrees - (angle + turn * n as f64 + way) + turns * 10.5).rem_euclid(turns) - turns / 2.0;
            assert!(off.abs() < 1.0, "{dot}, ink {n}: {degrees}°, off by {off}°");
            assert!((frequency / wanted - 1.0).abs() < 0.02, "{dot}, ink {n}: {} lpi, not {lpi}", frequency * 144.0);
        }
    }
}

#[test]
fn stencils_print_their_inks_over_each_other_and_nothing_else() {
    let (pink, blue, yellow, paper) = ([255, 72, 176], [0, 108, 184], [255, 232, 0], [246, 241, 228]);
    let over = |a: [u8; 3], b: [u8; 3]| [0, 1, 2].map(|c| (f32::from(a[c]) * f32::from(b[c]) / 255.0 + 0.5) as u8);
    let hex = [pink, blue, yellow].map(|[r, g, b]: [u8; 3]| format!("#{r:02x}{g:02x}{b:02x}"));
    for screen in ["grain", "dots", "lines"] {
        let parameters = json!({ "inks": hex, "paper": "#f6f1e4", "hard": true, "uneven": 0.6, "screen": screen });
        let found = colors(&applied("riso", parameters, &motley(200, 150), 5));
        assert!(found.len() >= 6, "{screen}: {found:?}");
        for color in &found {
            let mixture = (0..8).map(|n| {
                let inks = [pink, blue, yellow].into_iter().enumerate().filter(|(i, _)| n >> i & 1 == 1);
                inks.fold(paper, |under, (_, ink)| over(under, ink))
            });
            let near = |m: [u8; 3]| (0..3).all(|c| m[c].abs_diff(color[c]) <= 2);
            assert!(mixture.into_iter().any(near), "{screen}: {color:?} is no mixture");
        }
    }
    // White stays bare, in register or not.
    let bare = applied("riso", json!({ "uneven": 1.0 }), &plain(60, 255), 2);
    assert_eq!(colors(&bare), [paper]);
}

#[test]
fn damaged_bytes_are_always_survived_and_always_the_same() {
    let before = motley(48, 72);
    let mut alike = 0;
    for seed in 0..1000 {
        let parameters =
            json!({ "count": 1 + seed % 12, "reach": 0.3 + (seed % 7) as f32 / 10.0, "quality": 5 + seed % 90 });
        let after = applied("databend", parameters.clone(), &before, seed);
        assert_eq!(after.dimensions(), before.dimensions());
        assert!(after.pixels().all(|p| p[3] == 255));
        if seed % 50 == 0 {
            assert!(after == applied("databend", parameters, &before, seed), "{seed} twice");
        }
        // What no damage reached is still the picture, but for what a JPEG costs.
        let clean = |a: &Rgba<u8>, b: &Rgba<u8>| (0..3).map(|c| i32::from(a[c].abs_diff(b[c]))).sum::<i32>() < 60;
        alike += after.pixels().zip(before.pixels()).filter(|(a, b)| clean(a, b)).count();
    }
    let share = alike as f32 / (1000.0 * 48.0 * 72.0);
    assert!((0.2..0.95).contains(&share), "{share} of the pixels are what they were");
}

#[test]
fn bars_are_ink_and_nothing_else() {
    let bar = applied("redact", json!({ "ink": "#102030" }), &motley(90, 40), 1);
    assert_eq!(colors(&bar), [[16, 32, 48]]);
    // A pen leaves something to guess.
    let pen = applied("redact", json!({ "marker": 0.8 }), &motley(300, 200), 1);
    let dark = pen.pixels().filter(|p| p[0] < 90).count() as f32 / 60_000.0;
    assert!((0.6..1.0).contains(&dark) && colors(&pen).len() > 100, "{dark}");
}

#[test]
fn the_darker_a_tone_the_less_is_cut_away() {
    let cut = |grey: u8| {
        let parameters = json!({ "ink": "black", "paper": "white", "adapt": 0, "level": 0.5, "outline": 0 });
        let after = applied("woodcut", parameters, &plain(300, grey), 3);
        after.pixels().map(|p| u64::from(p[0])).sum::<u64>() as f32 / (255.0 * 90_000.0)
    };
    let shares = [20, 70, 128, 185, 235].map(cut);
    assert!(shares[0] < 0.02 && shares[4] > 0.98, "{shares:?}");
    assert!(shares.windows(2).all(|w| w[0] < w[1]) && (0.4..0.6).contains(&shares[2]), "{shares:?}");
}

#[test]
fn grain_leaves_the_light_as_it_was() {
    for parameters in [json!({}), json!({ "color": true }), json!({ "kind": "digital" })] {
        let after = applied("grain", parameters.clone(), &plain(400, 120), 3);
        let mean = |c: usize| after.pixels().map(|p| f32::from(p[c])).sum::<f32>() / 160_000.0;
        assert!((0..3).all(|c| (mean(c) - 120.0).abs() < 1.5), "{parameters}: {} {} {}", mean(0), mean(1), mean(2));
        assert!(colors(&after).len() > 20, "{parameters}");
    }
}

#[test]
fn a_tube_is_about_as_bright_as_the_picture() {
    let after = applied("crt", json!({}), &plain(600, 110), 1);
    let mean = after.pixels().map(|p| f32::from(p[0]) + f32::from(p[1]) + f32::from(p[2])).sum::<f32>() / 1_080_000.0;
    assert!((85.0..135.0).contains(&mean), "{mean}");
}
