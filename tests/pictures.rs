//! Pictures in and out: what files of each kind become, and what comes back from what was written.
#![allow(clippy::disallowed_methods)]

use std::io::Cursor;

use detourn::{
    encode::{Chroma, Format, Options, encode, recipe},
    measure::Page,
    picture::{DecodeError, Limits, Picture, bare_jpeg, decode},
    recipe::Recipe,
    render::Canvas,
};
use image::{DynamicImage, ImageEncoder, ImageFormat, Rgba, RgbaImage, metadata::Orientation};
use moxcms::ColorProfile;
use proptest::prelude::*;

fn open(bytes: &[u8]) -> Result<Picture, DecodeError> {
    decode(bytes, &Limits::default())
}

/// Smooth, coloured, and different in every corner.
fn photo(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, y| {
        let part = |v: u32, of: u32| (v * 200 / of.max(1)) as u8;
        Rgba([30 + part(x, width), 20 + part(y, height), 220 - part(x + y, width + height), 255])
    })
}

fn canvas(pixels: RgbaImage, lettered: bool) -> Canvas {
    let page = Page { width: pixels.width(), height: pixels.height(), dpi: 300.0, bleed: 0 };
    Canvas { pixels, page, lettered }
}

fn written(pixels: RgbaImage, format: Format) -> Vec<u8> {
    encode(&canvas(pixels, true), &Recipe::default(), format, &Options::default()).unwrap()
}

fn saved(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.into().write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// Puts a segment behind the start marker of a JPEG file.
fn with_segment(mut jpeg: Vec<u8>, marker: u8, payload: &[u8]) -> Vec<u8> {
    let length = (payload.len() as u16 + 2).to_be_bytes();
    jpeg.splice(2..2, [0xff, marker, length[0], length[1]].into_iter().chain(payload.iter().copied()));
    jpeg
}

fn exif(orientation: u8) -> Vec<u8> {
    let entry = [1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
    [b"Exif\0\0MM\0*\0\0\0\x08\0\x01".as_slice(), &entry, b"\0\0\0\0GPS 48.85N"].concat()
}

fn mean_error(a: &RgbaImage, b: &RgbaImage) -> f64 {
    assert_eq!(a.dimensions(), b.dimensions());
    let sum: u64 = a.iter().zip(b.iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / a.len() as f64
}

#[test]
fn all_eight_orientations_come_out_upright() {
    let jpeg = written(photo(40, 24), Format::Jpeg);
    let lying = open(&jpeg).unwrap();
    assert!(lying.passes && lying.dpi == Some(300.0) && !lying.alpha);
    for number in 1..=9 {
        let picture = open(&with_segment(jpeg.clone(), 0xe1, &exif(number))).unwrap();
        let mut expected = DynamicImage::ImageRgba8(lying.pixels.clone());
        expected.apply_orientation(Orientation::from_exif(number).unwrap_or(Orientation::NoTransforms));
        assert_eq!(picture.pixels, expected.into_rgba8(), "orientation {number}");
        assert_eq!(picture.passes, number == 1 || number == 9);
    }
}

#[test]
fn samples_of_every_depth_become_the_same_colours() {
    let pixels = photo(19, 11);
    let deep = DynamicImage::ImageRgba8(pixels.clone());
    for file in [
        saved(deep.to_rgb16(), ImageFormat::Png),
        saved(deep.to_rgba16(), ImageFormat::Png),
        saved(deep.to_rgb16(), ImageFormat::Tiff),
        saved(deep.to_rgb8(), ImageFormat::Tiff),
        saved(deep.to_rgb8(), ImageFormat::Bmp),
        saved(deep.to_rgb8(), ImageFormat::WebP),
    ] {
        let picture = open(&file).unwrap();
        assert_eq!(picture.pixels, pixels, "{:?}", picture.format);
        assert!(!picture.alpha && !picture.truncated);
    }
    let grey = open(&saved(deep.to_luma16(), ImageFormat::Png)).unwrap();
    assert!(mean_error(&grey.pixels, &DynamicImage::ImageLuma8(deep.to_luma8()).into_rgba8()) < 0.5);
}

#[test]
fn a_palette_with_a_clear_colour_has_alpha_and_an_opaque_one_has_not() {
    for (clear, expected) in [(vec![255, 0], true), (vec![255, 255], false)] {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, 9, 1);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::One);
        encoder.set_palette(vec![200, 10, 10, 0, 0, 0]);
        encoder.set_trns(clear);
        encoder.write_header().unwrap().write_image_data(&[0b0100_0000, 0]).unwrap();
        let picture = open(&file).unwrap();
        assert_eq!(picture.alpha, expected);
        assert_eq!(picture.pixels.get_pixel(0, 0).0, [200, 10, 10, 255]);
        assert_eq!(picture.pixels.get_pixel(1, 0).0[3] == 0, expected);
    }
}

#[test]
fn a_cut_file_is_flagged_and_shows_what_it_still_holds() {
    let pixels = photo(200, 160);
    let files = [
        written(pixels.clone(), Format::Jpeg),
        saved(pixels.clone(), ImageFormat::Png),
        saved(pixels.clone(), ImageFormat::Gif),
        saved(DynamicImage::ImageRgba8(pixels.clone()).to_rgb8(), ImageFormat::Bmp),
        saved(pixels.clone(), ImageFormat::WebP),
        saved(pixels.clone(), ImageFormat::Tiff),
    ];
    for (i, file) in files.iter().enumerate() {
        let whole = open(file).unwrap();
        assert!(!whole.truncated);
        for percent in [2, 30, 60, 95] {
            match open(&file[..file.len() * percent / 100]) {
                Ok(part) => {
                    assert!(part.truncated && !part.passes, "{:?} at {percent}%", part.format);
                    assert_eq!(part.pixels.dimensions(), (200, 160));
                }
                Err(DecodeError::Damaged(why)) => assert!(percent == 2 || i >= 4, "file {i} at {percent}%: {why}"),
                Err(other) => panic!("{other}"),
            }
        }
    }
    // Of a JPEG the rows before the cut are those of the whole, and what is missing is opaque.
    let part = open(&files[0][..files[0].len() * 6 / 10]).unwrap();
    let whole = open(&files[0]).unwrap();
    assert_eq!(part.pixels.rows().next().map(Vec::from_iter), whole.pixels.rows().next().map(Vec::from_iter));
    assert!(part.pixels.pixels().all(|pixel| pixel[3] == 255));
}

#[test]
fn a_jpeg_is_whole_whatever_follows_and_cut_even_after_a_whole_thumbnail() {
    let file = written(photo(200, 160), Format::Jpeg);
    let with_more_behind = [&file, b"\xff\xd8 a second picture, cut".as_slice()].concat();
    assert!(!open(&with_more_behind).unwrap().truncated);
    let thumbnail = [b"Exif\0\0".as_slice(), &written(photo(8, 8), Format::Jpeg)].concat();
    let file = with_segment(file, 0xe1, &thumbnail);
    assert!(open(&file[..file.len() - 2]).unwrap().truncated);
}

#[test]
fn huge_headers_are_refused_before_anything_is_decoded() {
    let jpeg = |sof: u8, side: u16| {
        let [hi, lo] = side.to_be_bytes();
        let frame = [8, hi, lo, hi, lo, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0];
        let file = written(photo(8, 8), Format::Jpeg);
        let start = file.windows(2).position(|w| w == [0xff, 0xc0]).unwrap();
        let mut file = file[..start].to_vec();
        file.extend([0xff, sof, 0, 17]);
        file.extend(frame);
        file.extend([0xff, 0xda, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0, 1, 2, 3]);
        file
    };
    let mut png = saved(photo(8, 8), ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    let gif = b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;".to_vec();
    let mut bmp = saved(DynamicImage::ImageRgba8(photo(8, 8)).to_rgb8(), ImageFormat::Bmp);
    bmp[18..26].copy_from_slice(&[0, 0, 1, 0, 0, 0, 0, 0x80]);
    let mut webp = b"RIFF\x26\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\xff\xff\xff\xff\xff\xff".to_vec();
    webp.extend(b"ANIM\x06\0\0\0\0\0\0\0\0\0");
    for file in [jpeg(0xc0, 65_535), jpeg(0xc2, 65_500), png, gif, bmp] {
        assert!(matches!(open(&file), Err(DecodeError::TooLarge { .. })), "{:?}", open(&file).err());
    }
    assert!(open(&webp).is_err());
    // Few enough pixels, but a progressive file holds all its coefficients: 6 more bytes for each.
    assert!(matches!(open(&jpeg(0xc2, 9_800)), Err(DecodeError::TooHeavy { .. })));
    assert!(matches!(open(&[]), Err(DecodeError::Empty)));
    assert!(matches!(open(b"hello"), Err(DecodeError::Unknown)));
}

/// Display P3 to sRGB by the matrices and curve of their standards, without a colour engine.
fn p3_to_srgb(color: [u8; 3]) -> [u8; 3] {
    let matrix = [[1.224_94, -0.224_94, 0.0], [-0.042_057, 1.042_057, 0.0], [-0.019_638, -0.078_636, 1.098_274]];
    let light = color.map(detourn::color::linear);
    matrix.map(|row: [f32; 3]| detourn::color::encode(row.iter().zip(light).map(|(m, l)| m * l).sum()))
}

#[test]
fn wide_colours_come_over_to_srgb_and_srgb_stays_untouched() {
    let color = [200, 110, 60];
    let png = |profile: ColorProfile| {
        let mut file = Vec::new();
        let mut encoder = image::codecs::png::PngEncoder::new(&mut file);
        encoder.set_icc_profile(profile.encode().unwrap()).unwrap();
        encoder.write_image(&color, 1, 1, image::ExtendedColorType::Rgb8).unwrap();
        open(&file).unwrap().pixels.get_pixel(0, 0).0
    };
    let expected = p3_to_srgb(color);
    let converted = png(ColorProfile::new_display_p3());
    assert!(expected.iter().zip(converted).all(|(a, b)| a.abs_diff(b) <= 2), "{expected:?} {converted:?}");
    assert_ne!(converted[..3], color);
    assert_eq!(png(ColorProfile::new_srgb())[..3], color);

    // In a JPEG, what is not sRGB cannot pass through; a profile of other inks does not count.
    let jpeg = written(photo(16, 16), Format::Jpeg);
    let tagged = |profile: &[u8]| {
        open(&with_segment(jpeg.clone(), 0xe2, &[b"ICC_PROFILE\0\x01\x01", profile].concat())).unwrap()
    };
    let plain = open(&jpeg).unwrap();
    let p3 = tagged(&ColorProfile::new_display_p3().encode().unwrap());
    assert!(!p3.passes && p3.pixels != plain.pixels);
    let mut cmyk = ColorProfile::new_display_p3().encode().unwrap();
    cmyk[16..20].copy_from_slice(b"CMYK");
    for profile in [cmyk, ColorProfile::new_srgb().encode().unwrap()] {
        let picture = tagged(&profile);
        assert!(picture.passes && picture.pixels == plain.pixels);
    }
}

#[test]
fn grey_light_is_told_from_grey_ink_by_its_profile() {
    let mut file = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut file);
    encoder.set_icc_profile(ColorProfile::new_gray_with_gamma(1.0).encode().unwrap()).unwrap();
    encoder.write_image(&[55], 1, 1, image::ExtendedColorType::L8).unwrap();
    let pixel = open(&file).unwrap().pixels.get_pixel(0, 0).0;
    assert!(pixel[0].abs_diff(detourn::color::encode(55.0 / 255.0)) <= 1, "{pixel:?}");
}

#[test]
fn jpegs_of_every_small_size_and_kind_are_what_was_drawn() {
    for (w, h) in (1..=34).flat_map(|n| [(n, 1), (1, n), (n, 35 - n), (n, 17), (16, n)]) {
        for (chroma, grey) in [(Chroma::Full, false), (Chroma::Half, false), (Chroma::Auto, true)] {
            let mut pixels =
                RgbaImage::from_fn(w, h, |x, y| Rgba([90 + x as u8, 200 - y as u8, 60 + (x + y) as u8, 255]));
            if grey {
                pixels.pixels_mut().for_each(|p| p.0 = [p[0], p[0], p[0], 255]);
            }
            let options = Options { quality: 95, chroma, press: None };
            let file = encode(&canvas(pixels.clone(), false), &Recipe::default(), Format::Jpeg, &options).unwrap();
            let back = open(&file).unwrap();
            assert!(back.passes && back.dpi == Some(300.0));
            // Another decoder than ours agrees with both.
            let other = image::load_from_memory(&file).unwrap().into_rgba8();
            let allowed = if chroma == Chroma::Half { 6.0 } else { 2.0 };
            let error = mean_error(&back.pixels, &pixels);
            assert!(error < allowed && mean_error(&back.pixels, &other) < 1.0, "{w}×{h} {chroma:?} {grey}: {error}");
        }
    }
}

#[test]
fn few_inks_are_indexed_and_come_back_exactly() {
    for (inks, color, depth) in [(2, 3, 1), (4, 3, 2), (16, 3, 4), (256, 3, 8), (257, 2, 8)] {
        let pixels = RgbaImage::from_fn(67, 31, |x, y| {
            let n = (x + 67 * y) % inks;
            Rgba([n as u8, 255 - n as u8, (n / 256) as u8, 255])
        });
        let file = written(pixels.clone(), Format::Png);
        assert_eq!((file[25], file[24]), (color, depth), "{inks} inks");
        assert_eq!(open(&file).unwrap().pixels, pixels, "{inks} inks");
    }
    let grey = RgbaImage::from_fn(40, 10, |x, _| Rgba([x as u8, x as u8, x as u8, 255]));
    assert_eq!(written(grey.clone(), Format::Png)[25], 0);
    assert_eq!(open(&written(grey, Format::Png)).unwrap().dpi, Some(300.0));
}

#[test]
fn a_bare_jpeg_shows_the_same_and_says_nothing() {
    let jpeg = written(photo(30, 20), Format::Jpeg);
    let told = [with_segment(jpeg.clone(), 0xe1, &exif(1)), b"\xff\xd8 more GPS".to_vec()].concat();
    let bare = bare_jpeg(&told).unwrap();
    assert!(!bare.windows(3).any(|w| w == b"GPS") && recipe(&bare).unwrap().is_none());
    assert_eq!(open(&bare).unwrap().pixels, open(&jpeg).unwrap().pixels);
    assert!(bare_jpeg(&told[..told.len() / 2]).is_none());
}

#[test]
fn a_pdf_carries_its_recipe_as_an_element() {
    let text = Recipe { template: "a<b>&amp;".into(), ..Recipe::default() }.to_text();
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let pdf = format!("%PDF-1.7\n…<detourn:recipe>{escaped}</detourn:recipe>…");
    assert_eq!(recipe(pdf.as_bytes()).unwrap().unwrap().template, "a<b>&amp;");
    assert!(recipe(b"%PDF-1.7 <detourn:recipe>not one</detourn:recipe>").is_err());
    assert!(recipe(b"%PDF-1.7 <detourn:recipe>cut off").unwrap().is_none());
}

fn any_recipe() -> impl Strategy<Value = Recipe> {
    let text = || any::<String>();
    let long = (text(), 0usize..3).prop_map(|(t, n)| t + &"ligne — <&> ]]>\n".repeat(n * 6000));
    (text(), any::<u64>(), prop::collection::vec(text(), 0..4), prop::collection::vec((text(), long), 0..2)).prop_map(
        |(template, seed, words, sources)| Recipe {
            changes: Vec::new(),
            press: None,
            tone: None,
            grammar: None,
            pool: Some("cd".repeat(32)),
            borrowed: vec!["ef".repeat(32); 2],
            quality: 90,
            chroma: "auto".into(),
            detourn: "0.1.0".into(),
            template,
            seed,
            variant: 3,
            lang: "fr".into(),
            fast: false,
            source: "ab".repeat(32),
            words,
            set: vec![],
            sources,
        },
    )
}

fn any_pixels() -> impl Strategy<Value = RgbaImage> {
    (1u32..40, 1u32..40, any::<u64>(), 0usize..6).prop_map(|(w, h, seed, kind)| {
        let mut dice = detourn::seed::Seed(seed).dice();
        RgbaImage::from_fn(w, h, |x, y| {
            let bits = dice.bits().to_le_bytes();
            match kind {
                0 => Rgba([bits[0], bits[1], bits[2], bits[3]]),
                1 => Rgba([bits[0], bits[1], bits[2], 255]),
                // One bit, and greys.
                4 => Rgba([[0, 0, 0, 255], [255; 4]][usize::from(bits[0] & 1)]),
                5 => Rgba([bits[0], bits[0], bits[0], 255]),
                2 => Rgba([bits[0] & 0x80, 0, bits[2] & 0x80, bits[3] | 0x7f]),
                _ => Rgba([(6 * x) as u8, (6 * y) as u8, 90, 255]),
            }
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn recipes_and_pixels_survive(recipe_in in any_recipe(), pixels in any_pixels()) {
        let canvas = canvas(pixels, true);
        for format in [Format::Jpeg, Format::Png, Format::WebP, Format::Tiff] {
            let file = encode(&canvas, &recipe_in, format, &Options::default()).unwrap();
            let carried = recipe(&file).unwrap();
            prop_assert_eq!(carried.as_ref(), Some(&recipe_in));
            let back = open(&file).unwrap();
            prop_assert!(!back.truncated);
            prop_assert_eq!(back.dpi, Some(300.0));
            if format != Format::Jpeg {
                prop_assert_eq!(back.alpha, canvas.pixels.pixels().any(|p| p[3] < 255));
                prop_assert_eq!(&back.pixels, &canvas.pixels);
            }
        }
    }

    #[test]
    fn hostile_bytes_end_as_values(
        pixels in any_pixels(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let limits = Limits { pixels: 1 << 20, bytes: 32 << 20, frames: 100 };
        let mut files = vec![saved(pixels.clone(), ImageFormat::Gif), saved(pixels.clone(), ImageFormat::Tiff)];
        files.push(saved(pixels.clone(), ImageFormat::Bmp));
        files.extend([Format::Jpeg, Format::Png, Format::WebP, Format::Tiff].map(|format| written(pixels.clone(), format)));
        for mut file in files {
            for (at, byte) in &flips {
                let at = at.index(file.len());
                file[at] = *byte;
            }
            let _ = (decode(&file, &limits), recipe(&file), bare_jpeg(&file));
            file.truncate(cut.index(file.len()));
            let _ = (decode(&file, &limits), recipe(&file), bare_jpeg(&file));
        }
    }
}
