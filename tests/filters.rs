//! Every filter of the list on pictures of odd shapes, with odd parameters, in masks, on any number of threads.
#![allow(clippy::disallowed_methods)]

use detourn::{
    color::Inks,
    filter::{AnyFilter, KINDS, Site},
    measure::Page,
    plan::FilterMark,
    region::Mask,
    render::filter::draw,
    seed::Seed,
};
use image::{Rgba, RgbaImage};
use proptest::prelude::*;
use serde_json::{Value, json};

fn page(width: u32, height: u32) -> Page {
    Page { width, height, dpi: 144.0, bleed: 0 }
}

fn site(pixels: &RgbaImage, seed: u64) -> Site<'static> {
    Site {
        page: page(pixels.width(), pixels.height()),
        inks: Inks::default(),
        seed: Seed(seed),
        origin: (0, 0),
        below: None,
        kept: None,
    }
}

/// Colours that run in every direction, with something of an edge.
fn gradient(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, y| {
        let (u, v) = ((x * 255 / width.max(2)) as u8, (y * 255 / height.max(2)) as u8);
        Rgba([u, v, if (x / 9 + y / 7) % 2 == 0 { 255 - u } else { v / 2 }, 255])
    })
}

fn applied(filter: &AnyFilter, pixels: &RgbaImage, seed: u64) -> RgbaImage {
    let mut changed = pixels.clone();
    filter.apply(&mut changed, &site(pixels, seed));
    changed
}

fn read(name: &str, parameters: Value) -> AnyFilter {
    AnyFilter::read(name, parameters).expect("a filter of the list").expect("parameters that can be read")
}

#[test]
fn odd_shapes_keep_their_size_and_alpha() {
    for filter in AnyFilter::all() {
        for (width, height) in [(0, 0), (1, 1), (1, 4000), (4000, 1), (64, 64), (257, 3)] {
            let before = gradient(width, height);
            let after = applied(&filter, &before, 1);
            assert_eq!(after.dimensions(), (width, height), "{}", filter.name());
            assert!(after.pixels().all(|p| p[3] == 255), "{} changes alpha", filter.name());
        }
    }
}

#[test]
fn what_is_hidden_stays_hidden() {
    // The left half is transparent, but would be garish if it were not.
    let before = RgbaImage::from_fn(64, 64, |x, y| {
        if x < 32 { Rgba([255, 0, 255, 0]) } else { Rgba([90 + (x % 8) as u8, 90 + (y % 8) as u8, 90, 255]) }
    });
    let nothing = RgbaImage::from_pixel(64, 64, Rgba([255, 0, 255, 0]));
    for filter in AnyFilter::all() {
        assert!(
            applied(&filter, &nothing, 1).pixels().all(|p| p[3] == 0),
            "{} makes something of nothing",
            filter.name()
        );
        // Grain, paper and inks are near grey here, so that any magenta must come from the hidden half.
        let inks = ["halftone", "duotone", "posterize", "dither", "riso", "repeat"].contains(&filter.name());
        let pure = |p: &Rgba<u8>| i32::from(p[0]) + i32::from(p[2]) - 2 * i32::from(p[1]) > 60;
        let after = applied(&filter, &before, 1);
        assert!(inks || !after.pixels().any(|p| p[3] > 0 && pure(p)), "{} shows a hidden colour", filter.name());
    }
}

#[test]
fn outside_a_mask_no_bit_changes() {
    let before = gradient(120, 90);
    let mask = Mask {
        include: vec![vec![[20.3, 10.7], [88.0, 22.0], [60.0, 77.5]]],
        exclude: vec![vec![[40.0, 30.0], [60.0, 30.0], [60.0, 45.0], [40.0, 45.0]]],
        ..Mask::default()
    };
    // The half-planes of the triangle, a pixel's diagonal farther out.
    let outside = |x: f32, y: f32| {
        let points = &mask.include[0];
        (0..3).any(|n| {
            let ([ax, ay], [bx, by]) = (points[n], points[(n + 1) % 3]);
            let (dx, dy) = (bx - ax, by - ay);
            (dx * (y - ay) - dy * (x - ax)) / (dx * dx + dy * dy).sqrt() < -0.8
        }) || ((41.0..59.0).contains(&x) && (31.0..44.0).contains(&y))
    };
    for filter in AnyFilter::all() {
        for (opacity, feather) in [(1.0, 0.0), (0.5, 6.0)] {
            let mut after = before.clone();
            let mask = Mask { feather, ..mask.clone() };
            let mark = FilterMark { seed: Seed(4), mask, protect: None, opacity, filter: filter.clone() };
            draw(&mut after, &mark, page(120, 90), Inks::default());
            assert_ne!(after, before, "{} does nothing", filter.name());
            for (x, y, pixel) in after.enumerate_pixels() {
                if outside(x as f32 + 0.5, y as f32 + 0.5) {
                    assert_eq!(pixel, before.get_pixel(x, y), "{} leaks to {x},{y}", filter.name());
                }
            }
        }
    }
}

#[test]
fn nothing_protected_changes() {
    let before = gradient(120, 90);
    let octagon = |x: f32, y: f32, r: f32| {
        let at = |n: usize| {
            let (sin, cos) = (n as f32 * std::f32::consts::FRAC_PI_4).sin_cos();
            [x + r * cos, y + r * sin]
        };
        (0..8).map(at).collect::<Vec<_>>()
    };
    let region = Mask { include: vec![octagon(60.0, 45.0, 44.0)], ..Mask::default() };
    for filter in AnyFilter::all() {
        for (mask, feather) in [(Mask::default(), 0.0), (Mask::default(), 6.0), (region.clone(), 0.0)] {
            let mut after = before.clone();
            let protect = Some(Mask { include: vec![octagon(50.3, 40.6, 15.2)], feather, ..Mask::default() });
            let mark = FilterMark { seed: Seed(4), mask, protect, opacity: 1.0, filter: filter.clone() };
            draw(&mut after, &mark, page(120, 90), Inks::default());
            assert_ne!(after, before, "{} does nothing", filter.name());
            for (x, y, pixel) in after.enumerate_pixels() {
                if (x as f32 + 0.5 - 50.3).hypot(y as f32 + 0.5 - 40.6) < 14.0 {
                    assert_eq!(pixel, before.get_pixel(x, y), "{} changes {x},{y}", filter.name());
                }
            }
        }
    }
}

#[test]
fn what_is_protected_does_not_show_twice() {
    // A garish disc on a grey ground, of which no moving filter may carry anything away.
    let disc = |x: u32, y: u32, r: f32| (x as f32 + 0.5 - 100.0).hypot(y as f32 + 0.5 - 80.0) < r;
    for ground in [255, 0] {
        let before = RgbaImage::from_fn(200, 160, |x, y| {
            if disc(x, y, 38.0) {
                Rgba([255, 0, 255, 255])
            } else {
                Rgba([90 + x as u8 / 4, 100 + y as u8 / 4, 110, ground])
            }
        });
        let ring = (0..64).map(|n| {
            let (sin, cos) = (n as f32 * std::f32::consts::TAU / 64.0).sin_cos();
            [100.0 + 40.0 * cos, 80.0 + 40.0 * sin]
        });
        let protect = Some(Mask { include: vec![ring.collect()], feather: 3.0, ..Mask::default() });
        let region = vec![[7.0, 9.0], [150.0, 5.0], [190.0, 150.0], [20.0, 155.0]];
        for filter in AnyFilter::all().into_iter().filter(AnyFilter::moves) {
            // Inks of their own.
            if filter.name() == "repeat" {
                continue;
            }
            for mask in [Mask::default(), Mask { include: vec![region.clone()], ..Mask::default() }] {
                let mut after = before.clone();
                let mark =
                    FilterMark { seed: Seed(4), mask, protect: protect.clone(), opacity: 1.0, filter: filter.clone() };
                draw(&mut after, &mark, page(200, 160), Inks::default());
                let garish = |p: &Rgba<u8>| p[3] > 0 && i32::from(p[0]) + i32::from(p[2]) - 2 * i32::from(p[1]) > 120;
                for (x, y, pixel) in after.enumerate_pixels() {
                    assert!(disc(x, y, 39.5) || !garish(pixel), "{} at {x},{y}: {pixel:?}", filter.name());
                }
            }
        }
    }
}

#[test]
fn opacity_nought_and_an_empty_mask_change_nothing() {
    let before = gradient(30, 30);
    let far = Mask { include: vec![vec![[90.0, 90.0], [99.0, 90.0], [99.0, 99.0]]], ..Mask::default() };
    for filter in AnyFilter::all() {
        for (mask, opacity) in [(Mask::default(), 0.0), (far.clone(), 1.0), (Mask::default(), f32::NAN)] {
            let mut after = before.clone();
            draw(
                &mut after,
                &FilterMark { seed: Seed(4), mask, protect: None, opacity, filter: filter.clone() },
                page(30, 30),
                Inks::default(),
            );
            assert_eq!(after, before, "{}", filter.name());
        }
    }
}

#[test]
fn threads_do_not_matter_and_seeds_do() {
    // Large enough that rows are shared out.
    let before = gradient(1700, 1300);
    let shape = |x: f32, y: f32, r: f32| vec![[x - r, y], [x, y - 0.8 * r], [x + r, y], [x, y + 0.8 * r]];
    let mask = Mask { around: vec![shape(300.0, 300.0, 80.0)], feather: 9.0, ..Mask::default() };
    let protect = Some(Mask { include: vec![shape(900.0, 700.0, 300.0)], feather: 12.0, ..Mask::default() });
    let pools = [1, 2, 8].map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap());
    let with = |pool: usize, seed: u64, filter: &AnyFilter| {
        let (mask, protect, mut after) = (mask.clone(), protect.clone(), before.clone());
        let mark = FilterMark { seed: Seed(seed), mask, protect, opacity: 1.0, filter: filter.clone() };
        pools[pool].install(|| draw(&mut after, &mark, page(1700, 1300), Inks::default()));
        after
    };
    let chance = [
        "photocopy",
        "wave",
        "strips",
        "pixel_sort",
        "grain",
        "tear",
        "grid_shuffle",
        "slice_shift",
        "ripple",
        "repeat",
        "slit_scan",
        "riso",
        "woodcut",
        "paper",
        "creases",
        "databend",
    ];
    for filter in AnyFilter::all() {
        let one = with(0, 9, &filter);
        assert!(one == with(1, 9, &filter), "{} differs on two threads", filter.name());
        assert!(one == with(2, 9, &filter), "{} differs on eight threads", filter.name());
        let other = with(2, 10, &filter);
        assert_eq!(one != other, chance.contains(&filter.name()), "{} and its seed", filter.name());
    }
}

#[test]
fn screens_and_cells_lie_on_the_canvas() {
    // A part that is filtered by itself looks as it does in the whole.
    let plain = RgbaImage::from_pixel(200, 160, Rgba([120, 110, 100, 255]));
    for name in ["halftone", "grain", "pixelate", "wave", "paper", "creases", "crt"] {
        let filter = read(name, json!({}));
        let whole = applied(&filter, &plain, 3);
        let mut part = RgbaImage::from_pixel(90, 70, Rgba([120, 110, 100, 255]));
        filter.apply(&mut part, &Site { origin: (37, 61), ..site(&plain, 3) });
        let cut = image::imageops::crop_imm(&whole, 37, 61, 90, 70).to_image();
        assert!(part == cut, "{name}");
    }
}

#[test]
fn the_pitch_of_a_halftone_is_what_was_asked_for() {
    let grey = RgbaImage::from_pixel(1600, 1600, Rgba([205, 205, 205, 255]));
    for (lpi, angle) in [(12.0, 45.0), (9.0, 15.0), (16.0, 0.0)] {
        let parameters =
            json!({ "lpi": lpi, "angle": angle, "inks": ["black"], "paper": "white", "hard": true, "stretch": false });
        let mut pixels = grey.clone();
        read("halftone", parameters).apply(&mut pixels, &site(&grey, 1));
        let black = image::GrayImage::from_fn(1600, 1600, |x, y| image::Luma([255 - pixels.get_pixel(x, y)[0]]));
        let labels = imageproc::region_labelling::connected_components(
            &black,
            imageproc::region_labelling::Connectivity::Eight,
            image::Luma([0u8]),
        );
        let dots = labels.pixels().map(|p| p[0]).max().unwrap();
        // Dots that the border cuts count as wholes: as if there were half a pitch more on every side.
        let pitch = 144.0 / lpi;
        let measured = ((1600.0 + pitch) * (1600.0 + pitch) / f64::from(dots)).sqrt();
        assert!((measured / pitch - 1.0).abs() < 0.02, "{lpi} lpi at {angle}°: {measured} px, not {pitch}");
    }
}

#[test]
fn a_hard_halftone_has_no_colours_but_its_inks() {
    let before = gradient(300, 200);
    let inks = ["#101020", "#d02020", "#f0c020"];
    for (turn, dot) in [(0, "round"), (30, "diamond"), (15, "line")] {
        let filter =
            read("halftone", json!({ "hard": true, "inks": inks, "paper": "#f4ead2", "turn": turn, "dot": dot }));
        let mut colors: Vec<[u8; 4]> = applied(&filter, &before, 1).pixels().map(|p| p.0).collect();
        colors.sort_unstable();
        colors.dedup();
        assert_eq!(colors, [[16, 16, 32, 255], [208, 32, 32, 255], [240, 192, 32, 255], [244, 234, 210, 255]]);
    }
}

#[test]
fn dithers_keep_the_light() {
    // A quarter of all light, in linear terms, is an sRGB grey of 137.
    let grey = RgbaImage::from_pixel(160, 160, Rgba([137, 137, 137, 255]));
    for method in ["bayer2", "bayer4", "bayer8", "blue_noise", "floyd_steinberg"] {
        let parameters = json!({ "method": method, "scale": "2px", "inks": ["black", "white"],
            "stretch": false, "contrast": 1, "lightness": 0 });
        let after = applied(&read("dither", parameters), &grey, 1);
        let white = after.pixels().filter(|p| p[0] == 255).count() as f32 / 25600.0;
        assert!((white - 0.25).abs() < 0.02, "{method}: {white}");
    }
}

#[test]
fn sorting_moves_pixels_and_changes_none() {
    let before = gradient(90, 70);
    let sorted = |pixels: &RgbaImage| {
        let mut all: Vec<[u8; 4]> = pixels.pixels().map(|p| p.0).collect();
        all.sort_unstable();
        all
    };
    for interval in ["band", "edges", "random", "waves", "none"] {
        for (direction, slant) in [("right", 0), ("left", 31), ("down", 0), ("up", -45), ("right", -7)] {
            for key in ["lightness", "hue", "saturation", "red", "least"] {
                let parameters = json!({ "interval": interval, "direction": direction, "key": key, "slant": slant });
                let after = applied(&read("pixel_sort", parameters), &before, 2);
                assert_eq!(sorted(&after), sorted(&before), "{interval} {direction} {slant} {key}");
            }
        }
    }
    let all = applied(&read("pixel_sort", json!({ "interval": "none", "direction": "up", "key": "red" })), &before, 2);
    assert!((1..70).all(|y| all.get_pixel(5, y)[0] <= all.get_pixel(5, y - 1)[0]), "up: the key grows upward");
}

#[test]
fn what_is_asked_to_do_nothing_does_nothing() {
    let before = gradient(90, 71);
    for (name, parameters) in [
        ("swirl", json!({ "angle": 0 })),
        ("ripple", json!({ "amplitude": 0, "light": 0 })),
        ("displace", json!({ "amount": 0 })),
        ("displace", json!({ "amount": 0, "by": "slope" })),
        ("slice_shift", json!({ "share": 0 })),
        ("grid_shuffle", json!({ "share": 0, "gap": 0 })),
        ("slit_scan", json!({ "hold": 0 })),
        ("seam_carve", json!({ "share": 0 })),
        ("repeat", json!({ "columns": 1, "rows": 1, "color": "none" })),
        ("tilt", json!({ "back": 0, "side": 0, "turn": 0, "fit": "cover" })),
    ] {
        let after = applied(&read(name, parameters), &before, 2);
        let off = after.iter().zip(before.iter()).map(|(a, b)| a.abs_diff(*b)).max().unwrap();
        assert!(off <= 1, "{name} is off by {off}");
    }
}

#[test]
fn slices_and_cells_lose_no_pixel() {
    let before = gradient(96, 72);
    let sorted = |pixels: &RgbaImage| {
        let mut all: Vec<[u8; 4]> = pixels.pixels().map(|p| p.0).collect();
        all.sort_unstable();
        all
    };
    for (name, parameters) in [
        ("slice_shift", json!({})),
        ("slice_shift", json!({ "run": "vertical", "share": 1 })),
        ("grid_shuffle", json!({ "gap": 0 })),
        ("grid_shuffle", json!({ "gap": 0, "turn": 1, "mirror": 0.5 })),
    ] {
        let after = applied(&read(name, parameters.clone()), &before, 5);
        assert_ne!(after, before, "{name} {parameters}");
        assert_eq!(sorted(&after), sorted(&before), "{name} {parameters}");
    }
}

#[test]
fn likenesses_are_alike() {
    let before = gradient(120, 90);
    let flip = image::imageops::flip_horizontal::<RgbaImage>;
    let after = applied(&read("mirror", json!({ "keep": "right" })), &before, 1);
    assert_eq!(flip(&after), after);
    assert_eq!(after.get_pixel(80, 7), before.get_pixel(80, 7));

    // Both halves of the canvas mirror each other, to within what bilinear rounding makes of it.
    let smooth = RgbaImage::from_fn(120, 90, |x, y| Rgba([2 * x as u8, 2 * y as u8, (x + y) as u8, 255]));
    for fold in [1, 2, 5, 6] {
        let after = applied(&read("kaleidoscope", json!({ "fold": fold })), &smooth, 1);
        assert_ne!(after, smooth);
        for (a, b) in after.pixels().zip(image::imageops::flip_vertical(&after).pixels()) {
            assert!((0..3).all(|c| a[c].abs_diff(b[c]) <= 6), "{fold}: {a:?} {b:?}");
        }
    }
}

#[test]
fn prints_are_the_same_but_for_their_inks() {
    let before = gradient(120, 90);
    let after = applied(&read("repeat", json!({ "color": "none" })), &before, 1);
    let cell = |x: u32, y: u32| image::imageops::crop_imm(&after, x * 40, y * 30, 40, 30).to_image();
    assert!((0..3).all(|x| (0..3).all(|y| cell(x, y) == cell(0, 0))));
    let after = applied(&read("repeat", json!({ "slip": 0 })), &before, 1);
    let cell = |x: u32, y: u32| image::imageops::crop_imm(&after, x * 40, y * 30, 40, 30).to_image();
    assert_ne!(cell(1, 0), cell(0, 0));
    assert_ne!(cell(0, 1), cell(0, 0));
}

#[test]
fn carving_takes_the_ground_first() {
    // A chequered thing in a flat field: it swells, and nothing of it is lost.
    let thing = |x: u32| (60..100).contains(&x);
    let before = RgbaImage::from_fn(160, 60, |x, y| {
        let v = if thing(x) && (x / 4 + y / 4) % 2 == 0 { 20 } else { 220 };
        Rgba([v, v, v, 255])
    });
    let after = applied(&read("seam_carve", json!({ "share": 0.5 })), &before, 1);
    let dark = |pixels: &RgbaImage| pixels.pixels().filter(|p| p[0] < 120).count() as f32;
    assert!((dark(&after) / dark(&before) - 2.0).abs() < 0.1, "{} {}", dark(&after), dark(&before));
    let paper = read("seam_carve", json!({ "share": 0.5, "fill": "paper", "paper": "black" }));
    let after = applied(&paper, &before, 1);
    assert!((0..60).all(|y| after.get_pixel(10, y)[0] == 0 && after.get_pixel(150, y)[0] == 0));
}

#[test]
fn kinds_are_documented_and_read_by_their_names() {
    assert_eq!(KINDS.len(), AnyFilter::all().len());
    for kind in KINDS {
        let schema = (kind.schema)();
        let text = |value: &Value| value["description"].as_str().is_some_and(|text| text.len() > 10);
        assert!(text(schema.as_value()), "{}", kind.name);
        for (field, about) in schema.get("properties").and_then(Value::as_object).expect("parameters") {
            assert!(text(about), "{}.{field} says nothing of itself", kind.name);
        }
        assert!(AnyFilter::read(kind.name, json!({ "no_such_thing": 1 })).unwrap().is_err());
    }
    assert!(AnyFilter::read("no_such_filter", json!({})).is_none());
}

/// Numbers that no template can bring in, in place of every number (and length) of a filter.
fn spoil(value: &mut Value, odd: &Value) {
    match value {
        Value::Object(fields) => fields.values_mut().for_each(|value| spoil(value, odd)),
        Value::Number(number) if number.is_f64() => *value = odd.clone(),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn hostile_parameters_are_survived(
        number in prop_oneof![Just(1e30f32), Just(-1e30), Just(0.0), Just(-1.0), Just(1e-30), Just(3.4e38), -1e5f32..1e5],
        width in 1u32..70, height in 1u32..70, left in prop_oneof![0u32..100, Just(u32::MAX - 5)],
    ) {
        let before = gradient(width, height);
        for filter in AnyFilter::all() {
            let mut value = serde_json::to_value(&filter).unwrap();
            spoil(&mut value, &json!(number));
            let spoilt: AnyFilter = serde_json::from_value(value).unwrap();
            let mut after = before.clone();
            spoilt.apply(&mut after, &Site { origin: (left, 7), ..site(&before, 3) });
        }
    }
}

#[test]
fn a_page_of_no_sense_is_survived() {
    let before = gradient(40, 40);
    for (dpi, bleed) in [(f32::NAN, 0), (f32::INFINITY, 0), (0.0, 0), (144.0, u32::MAX), (-5.0, 90)] {
        for filter in AnyFilter::all() {
            let mut after = before.clone();
            filter.apply(&mut after, &Site { page: Page { dpi, bleed, ..page(40, 40) }, ..site(&before, 1) });
        }
        read("halftone", json!({ "lpi": 30 }))
            .apply(&mut before.clone(), &Site { page: Page { dpi, ..page(40, 40) }, ..site(&before, 1) });
    }
}
