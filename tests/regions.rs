//! Every filter on a dozen pictures and more, in every kind of region: not a bit changes outside it, nor inside what is
//! protected.
#![allow(clippy::disallowed_methods)]

mod common;

use std::fs;

use detourn::{
    color::Inks,
    filter::AnyFilter,
    measure::Page,
    plan::{FilterMark, Mark},
    region::Mask,
    render::filter::draw,
    scene::Sight,
    seed::Seed,
    words::Lang,
};
use image::{Rgba, RgbaImage};
use rayon::prelude::*;

/// Regions, as a template says them.
const REGIONS: &[&str] = &[
    r#""all""#,
    r#""text""#,
    r#"["text.slogan", "text.price"]"#,
    r#""faces""#,
    r#""eyes""#,
    r#""ground""#,
    r#""quiet""#,
    r#"{ include = [{ rect = [0.21, 0.3, 0.5, 0.43] }] }"#,
    r#"{ include = [{ rect = [0.1, 0.2, 0.7, 0.6] }], feather = 0.1, exclude = ["text"] }"#,
    r#"{ include = ["faces", "text"], grow = 0.05, feather = 0.03 }"#,
    r#"{ include = ["all"], exclude = ["faces"], grow = -0.04 }"#,
    r#"{ include = [{ polygon = [[0.2, 0.35], [0.75, 0.1], [0.9, 0.6], [0.35, 0.85]] }] }"#,
];

/// What is protected in all of them.
const PROTECTED: &[&str] = &[
    "[]",
    r#"{ include = ["faces", "text.slogan", { polygon = [[0.5, 0.4], [0.9, 0.5], [0.6, 0.8]] }], feather = 0.02 }"#,
];

/// A picture on its canvas, and the masks that regions became there.
struct Ground {
    name: String,
    canvas: RgbaImage,
    page: Page,
    masks: Vec<(&'static str, Mask, Option<Mask>)>,
}

/// The samples, small, and pictures of odd shapes.
fn grounds() -> Vec<Ground> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/pictures");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut pictures: Vec<_> = files
        .into_iter()
        .map(|file| (file.file_name().unwrap().to_string_lossy().into_owned(), image::open(&file).unwrap().to_rgba8()))
        .collect();
    assert!(pictures.len() >= 11);
    let patch = |x: u32, y: u32| [(x * 37 % 256) as u8, (y * 53 % 256) as u8, ((x / 9 + y / 7) % 2 * 200) as u8];
    for (width, height) in [(1, 1), (1, 4000), (200, 3)] {
        let made = RgbaImage::from_fn(width, height, |x, y| {
            let [r, g, b] = patch(x, y);
            Rgba([r, g, b, 255])
        });
        pictures.push((format!("{width}×{height}"), made));
    }
    let see_through = RgbaImage::from_fn(160, 120, |x, y| {
        let [r, g, b] = patch(x, y);
        Rgba([r, g, b, [255, 0, 90][(x / 50 + y / 40) as usize % 3]])
    });
    pictures.push(("transparent".into(), see_through));
    pictures.into_par_iter().map(|(name, pixels)| ground(name, pixels)).collect()
}

fn ground(name: String, pixels: RgbaImage) -> Ground {
    let picture = common::of(pixels);
    let small = if picture.pixels.width() > 300 { "[page]\nwidth = 150\n" } else { "" };
    let layers: String =
        REGIONS.iter().map(|region| format!("[[layer]]\nregion = {region}\ninvert = {{ }}\n")).collect();
    let parse = |protect: &str| common::template(&format!("protect = {protect}\n{small}{layers}")).unwrap();
    let templates: Vec<_> = PROTECTED.iter().map(|protect| parse(protect)).collect();
    let needs = templates.iter().map(|template| common::needs(template, &picture, Lang::En, 1));
    let scene = detourn::scene::read(&picture, needs.reduce(|all, needs| all | needs).unwrap(), Sight::Fast);
    let mut ground = Ground {
        name,
        canvas: RgbaImage::new(1, 1),
        page: Page { width: 1, height: 1, dpi: 72.0, bleed: 0 },
        masks: Vec::new(),
    };
    for template in &templates {
        let mut plan = common::composed(template, &picture, &scene, Lang::En, 1).unwrap();
        let masks = plan.marks.iter().filter_map(|mark| match mark {
            Mark::Filter(mark) => Some((mark.mask.clone(), mark.protect.clone())),
            _ => None,
        });
        // What is protected takes its part in a few regions; it matters in none how they came about.
        let step = 1 + 2 * usize::from(!ground.masks.is_empty());
        ground.masks.extend(
            masks.enumerate().filter(|(n, _)| n % step == 0).map(|(n, (mask, protect))| (REGIONS[n], mask, protect)),
        );
        plan.marks.truncate(1);
        (ground.canvas, ground.page) = (common::drawn(&plan, &picture), plan.page);
    }
    ground
}

/// By the polygons alone: whether a point lies in a mask before it is grown or feathered, and how far from its edges.
fn lies(mask: &Mask, [x, y]: [f32; 2]) -> (bool, f32) {
    let mut edge = f32::INFINITY;
    let mut within = |polygons: &[Vec<[f32; 2]>]| {
        let mut any = false;
        for points in polygons {
            let mut turns = 0;
            for (n, &[ax, ay]) in points.iter().enumerate() {
                let [bx, by] = points[(n + 1) % points.len()];
                let (dx, dy) = (bx - ax, by - ay);
                let side = dx * (y - ay) - dy * (x - ax);
                turns += i32::from(ay <= y && by > y && side > 0.0) - i32::from(by <= y && ay > y && side < 0.0);
                let t = (((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy).max(1e-9)).clamp(0.0, 1.0);
                let (ex, ey) = (ax + t * dx - x, ay + t * dy - y);
                edge = edge.min(ex * ex + ey * ey);
            }
            any |= turns != 0;
        }
        any
    };
    let added = within(&mask.include)
        || !mask.around.is_empty() && !within(&mask.around)
        || mask.include.is_empty() && mask.around.is_empty();
    let taken = within(&mask.exclude) || !mask.within.is_empty() && !within(&mask.within);
    (added && !taken, edge.sqrt())
}

/// Pixels that must keep their bytes.
fn fixed(ground: &Ground, (_, mask, protect): &(&str, Mask, Option<Mask>)) -> Vec<bool> {
    let point = |x: u32, y: u32| [x as f32 + 0.5, y as f32 + 0.5];
    let keeps = |(x, y, _)| {
        let (inside, edge) = lies(mask, point(x, y));
        let kept = protect.as_ref().is_some_and(|protect| {
            let (inside, edge) = lies(protect, point(x, y));
            // Polygons that are thinner than a pixel cover none.
            inside && (edge > 0.75 || ground.canvas.height() > 9)
        });
        kept || !inside && edge > mask.grow.max(0.0) + 1.0
    };
    ground.canvas.enumerate_pixels().map(keeps).collect()
}

fn filtered(ground: &Ground, filter: &AnyFilter, (_, mask, protect): &(&str, Mask, Option<Mask>)) -> RgbaImage {
    let mut pixels = ground.canvas.clone();
    let (mask, protect) = (mask.clone(), protect.clone());
    let mark = FilterMark { seed: Seed(7), mask, protect, opacity: 1.0, filter: filter.clone() };
    draw(&mut pixels, &mark, ground.page, Inks::default());
    pixels
}

#[test]
fn no_filter_leaves_its_region_or_touches_what_is_protected() {
    let grounds = grounds();
    assert!(grounds.iter().any(|ground| ground.name.starts_with("streaming") && ground.masks.len() == 16));
    let cases: Vec<_> =
        grounds.iter().flat_map(|ground| ground.masks.iter().map(move |masks| (ground, masks))).collect();
    let faults: Vec<String> = cases
        .par_iter()
        .flat_map_iter(|(ground, masks)| {
            let fixed = fixed(ground, masks);
            let region = masks.0;
            AnyFilter::all().into_iter().filter_map(move |filter| {
                let after = filtered(ground, &filter, masks);
                let changed = ground.canvas.pixels().zip(after.pixels()).zip(&fixed);
                let changed = changed.filter(|((before, after), fixed)| **fixed && before != after).count();
                (changed > 0).then(|| format!("{} on {} in {region}: {changed} pixels", filter.name(), ground.name))
            })
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
