//! Printed pages, looked at with a printer's tools: poppler and qpdf, where they are installed.
#![cfg(unix)]
#![allow(clippy::disallowed_methods)]

use std::{fs, path::Path, process::Command};

use detourn::{
    paper::Paper,
    press::tiles::{Tile, Tiling},
};

/// Pixels an inch at which sheets are looked at.
const DPI: f64 = 150.0;

/// What a tool says; `None`, and a line on stderr, where it is not installed.
fn told(tool: &str, args: &[&str], folder: &Path) -> Option<String> {
    let Ok(output) = Command::new(tool).args(args).current_dir(folder).output() else {
        eprintln!("skipped: {tool} is not installed (Debian: poppler-utils, qpdf)");
        return None;
    };
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{tool} {args:?}\n{said}");
    Some(said)
}

/// Runs the program in a folder that holds `samples`; gives what it wrote to stdout.
fn detourn(line: &str, folder: &Path) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_detourn")).args(line.split_whitespace()).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{line}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/pictures");
    std::os::unix::fs::symlink(samples, folder.path().join("samples")).unwrap();
    folder
}

fn is_sound(file: &str, folder: &Path) {
    let Some(said) = told("qpdf", &["--check", file], folder) else { return };
    assert!(said.contains("No syntax or stream encoding errors") && !said.contains("WARNING"), "{said}");
}

/// A page as grey pixels.
struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Grey {
    /// A page of a PDF at [`DPI`].
    fn page(file: &str, page: usize, folder: &Path) -> Option<Grey> {
        let number = page.to_string();
        let dpi = DPI.to_string();
        told("pdftoppm", &["-r", &dpi, "-gray", "-singlefile", "-f", &number, "-l", &number, file, "page"], folder)?;
        let bytes = fs::read(folder.join("page.pgm")).unwrap();
        let mut words = bytes.splitn(5, |byte| byte.is_ascii_whitespace());
        let mut word = || std::str::from_utf8(words.next().unwrap()).unwrap();
        assert_eq!(word(), "P5");
        let (width, height) = (word().parse().unwrap(), word().parse().unwrap());
        let pixels = bytes[bytes.len() - width * height..].to_vec();
        Some(Grey { width, height, pixels })
    }

    fn at(&self, x: isize, y: isize) -> Option<u8> {
        let inside = (0..self.width as isize).contains(&x) && (0..self.height as isize).contains(&y);
        inside.then(|| self.pixels[y as usize * self.width + x as usize])
    }
}

/// A rectangle in pixels: left, top, right, bottom.
type Window = [isize; 4];

/// The mean difference of a window of `a` from what lies `by` further on in `b`.
fn difference(a: &Grey, window: Window, b: &Grey, by: [isize; 2]) -> f64 {
    let [left, top, right, bottom] = window;
    let (mut sum, mut count) = (0u64, 0u64);
    // Every seventh row and third column is enough, and no pattern of dots has these steps.
    for y in (top..bottom).step_by(7) {
        for x in (left..right).step_by(3) {
            if let (Some(a), Some(b)) = (a.at(x, y), b.at(x + by[0], y + by[1])) {
                sum += u64::from(a.abs_diff(b));
                count += 1;
            }
        }
    }
    sum as f64 / count.max(1) as f64
}

fn px(mm: f64) -> isize {
    (mm / 25.4 * DPI).round() as isize
}

/// Sheets pasted together are the poster: each part lies where it should, to a quarter of a millimetre, and no strip is
/// lost or doubled.
#[test]
fn a_tiled_poster_is_the_poster() {
    // The whole wall takes a minute in a debug build.
    let full = std::env::var_os("DETOURN_FULL").is_some();
    let (size, tile) = if full { ("70x100cm", "A4") } else { ("27x33cm", "A5") };
    // Some upright, some across.
    is_the_poster(size, tile, if full { 15 } else { 5 }, 2);
}

/// An A2 on six sheets of A4, an A3 on as many of A5: of one, an L is seen.
#[test]
fn sheets_round_a_corner_are_the_poster() {
    is_the_poster("A3", "A5", 6, 4);
}

fn is_the_poster(size: &str, tile: &str, sheets: usize, blocks: usize) {
    let folder = folder();
    let folder = folder.path();
    let poster: Paper = size.parse().unwrap();
    let made = format!("poster samples/streaming-poster.jpg -t may68 --size {size} --dpi 150 --seed 3 --lang en");
    let record = detourn(&format!("{made} --tile {tile} --out tiled.pdf --report -"), folder);
    detourn(&format!("{made} --out whole.pdf"), folder);
    let (tiled, whole) =
        (fs::metadata(folder.join("tiled.pdf")).unwrap(), fs::metadata(folder.join("whole.pdf")).unwrap());
    assert!(tiled.len() < whole.len() + 60_000, "the poster is stored once");
    is_sound("tiled.pdf", folder);

    let tiling = Tiling::of([poster.width, poster.height], tile.parse().unwrap(), 10.0, 5.0).unwrap();
    let count = tiling.count() as usize;
    assert_eq!((count, tiling.blocks.len()), (sheets, blocks));
    let tiles = tiling.tiles();
    let Some(boxes) = told("pdfinfo", &["-box", "-f", "1", "-l", "99", "tiled.pdf"], folder) else { return };
    let media: Vec<&str> = boxes.lines().filter(|line| line.contains("MediaBox")).collect();
    // The map lies as the first sheet does.
    let lies = |(line, tile): (&&str, &Tile)| {
        let [w, h] = [tile.sheet.width, tile.sheet.height].map(|mm| mm / 25.4 * 72.0);
        line.trim_end().ends_with(&format!("{w:.2}   {h:.2}"))
    };
    assert!(media.len() == count + 1 && media.iter().zip(tiles[..1].iter().chain(&tiles)).all(lies), "{boxes}");

    // One object, on the map and every sheet, at 150 pixels an inch.
    let images = told("pdfimages", &["-list", "tiled.pdf"], folder).unwrap();
    let rows: Vec<Vec<&str>> = images.lines().skip(2).map(|row| row.split_whitespace().collect()).collect();
    assert_eq!(rows.len(), count + 1, "{images}");
    assert!(rows.iter().all(|row| row[10] == rows[0][10]), "{images}");
    assert!(rows.iter().skip(1).all(|row| row[12] == "150" && row[13] == "150"), "{images}");

    // What it says can be found, and so can the names of the sheets.
    let record: serde_json::Value = serde_json::from_str(&record).unwrap();
    let text = told("pdftotext", &["tiled.pdf", "-"], folder).unwrap();
    let first = record["words"][0].as_str().unwrap().split(' ').next().unwrap().to_uppercase();
    assert!(text.contains(&first), "{first}: {text}");
    assert!(["A1", "B1", "A2"].iter().all(|name| text.contains(name)), "{text}");

    let whole = Grey::page("whole.pdf", 1, folder).unwrap();
    assert!((whole.width as isize - px(poster.width)).abs() <= 1);
    let mut covered = vec![0u8; whole.width * whole.height];
    for (n, tile) in tiles.iter().enumerate() {
        let Tile { part, column, row, .. } = *tile;
        let sheet = Grey::page("tiled.pdf", n + 2, folder).unwrap();
        let window = |w: f64, h: f64| [px(5.0) + 2, px(5.0) + 2, px(5.0 + w) - 2, px(5.0 + h) - 2];
        let by = [px(part.x) - px(5.0), px(part.y) - px(5.0)];
        // What is seen of it in the end, where nothing of the press may be.
        let shown: Vec<Window> = tile
            .seen()
            .iter()
            .map(|seen| {
                let [x, y] = [5.0 + seen.x - part.x, 5.0 + seen.y - part.y];
                [px(x) + 2, px(y) + 2, px(x + seen.w) - 2, px(y + seen.h) - 2]
            })
            .collect();
        let shifts = (-4..=4).flat_map(|x| (-4..=4).map(move |y| [x, y]));
        let area = |[left, top, right, bottom]: &Window| ((right - left) * (bottom - top)) as f64;
        let off = |[x, y]: [isize; 2]| {
            let of = |window: &Window| area(window) * difference(&sheet, *window, &whole, [by[0] + x, by[1] + y]);
            shown.iter().map(of).sum::<f64>() / shown.iter().map(area).sum::<f64>()
        };
        let near = (-1..=1).flat_map(|x| (-1..=1).map(move |y| [x, y]));
        let here = near.map(off).fold(f64::MAX, f64::min);
        let best = shifts.map(off).fold(f64::MAX, f64::min);
        // One pixel is 0.17 mm, and sheets do not begin on whole pixels.
        assert!(here <= best + 1e-9, "{column} {row}: {here} here, {best} elsewhere");
        // Of 255: what edges of dots differ by when they do not begin on whole pixels.
        assert!(here < 4.5, "{column} {row}: {here}");
        // Under the strips too, but for the small print on them.
        let strips = window(part.w, part.h);
        let all = (-1..=1).flat_map(|x| (-1..=1).map(move |y| [x, y]));
        let all = all.map(|[x, y]| difference(&sheet, strips, &whole, [by[0] + x, by[1] + y]));
        let all = all.fold(f64::MAX, f64::min);
        assert!(all < 6.0, "{column} {row}: {all} with its strips");
        // The page has whole pixels, one more than the poster at most.
        let end =
            |end: f64, of: f64, all: usize| if end < of - 0.01 { px(end).min(all as isize) } else { all as isize };
        for y in px(part.y)..end(part.bottom(), poster.height, whole.height) {
            for x in px(part.x)..end(part.right(), poster.width, whole.width) {
                covered[y as usize * whole.width + x as usize] += 1;
            }
        }
    }
    assert!(covered.iter().all(|times| (1..=4).contains(times)));
    let seen: f64 = tiles.iter().flat_map(Tile::seen).map(|seen| seen.w * seen.h).sum();
    assert!((seen / (poster.width * poster.height) - 1.0).abs() < 1e-6);
}

#[test]
fn marks_leave_the_boxes_exact() {
    let folder = folder();
    let folder = folder.path();
    detourn(
        "poster samples/watch-luxury.jpg -t meme --lang en --size A5 --dpi 72 --bleed 3mm --marks --out marks.pdf",
        folder,
    );
    is_sound("marks.pdf", folder);
    let Some(boxes) = told("pdfinfo", &["-box", "marks.pdf"], folder) else { return };
    let of = |name: &str| -> Vec<f64> {
        let line = boxes.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().skip(1).map(|number| number.parse().unwrap()).collect()
    };
    let (media, bleed, trim) = (of("MediaBox"), of("BleedBox"), of("TrimBox"));
    let size = |b: &[f64]| [b[2] - b[0], b[3] - b[1]].map(|side| side * 25.4 / 72.0);
    let near = |a: [f64; 2], b: [f64; 2]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 0.01);
    assert!(near(size(&trim), [148.0, 210.0]) && near(size(&bleed), [154.0, 216.0]), "{boxes}");
    assert!(near(size(&media), [148.0 + 22.0, 210.0 + 22.0]), "{boxes}");
    // Past the trim there is picture, not paper.
    let page = Grey::page("marks.pdf", 1, folder).unwrap();
    let paper = |x: f64, y: f64| page.at(px(x), px(y)) == Some(255);
    let middle = 11.0 + 70.0;
    assert!(!paper(middle, 9.0) && !paper(middle, 11.0 + 210.0 + 2.0) && !paper(9.0, middle) && !paper(161.0, middle));
    assert!(paper(middle - 20.0, 6.0) && paper(6.0, middle - 20.0));
}

/// The middle of a page of a PDF as RGB pixels, four for each of an image at 100 dpi, so that none are mixed.
fn colors(file: &str, page: usize, folder: &Path) -> Option<Vec<[f64; 3]>> {
    let number = page.to_string();
    // Marks stand within 10 mm of the edges of the leaf.
    let crop = ["-x", "100", "-y", "100", "-W", "1100", "-H", "1600"];
    let base = ["-r", "200", "-singlefile", "-f", &number, "-l", &number];
    told("pdftoppm", &[&base[..], &crop, &[file, "color"]].concat(), folder)?;
    let bytes = fs::read(folder.join("color.ppm")).unwrap();
    assert!(bytes.starts_with(b"P6\n1100 1600\n255\n"));
    Some(bytes[17..].as_chunks::<3>().0.iter().map(|pixel| pixel.map(f64::from)).collect())
}

/// Plates laid over each other, each in its ink, are the page; letters above are knocked out of other plates.
#[test]
fn plates_make_the_page() {
    let folder = folder();
    let folder = folder.path();
    let hex =
        |text: &str| -> [f64; 3] { [1, 3, 5].map(|at| f64::from(u8::from_str_radix(&text[at..at + 2], 16).unwrap())) };
    for (template, inks, words) in [
        ("riso", &["pink #ff48b0", "blue #0078bf"][..], None),
        ("front-page", &["black #141414", "red #c1121f"], None),
        ("may68", &["red #b81414"], Some("NOTHING")),
    ] {
        let set = match template {
            "riso" => "--set inks=[\"#ff48b0\",\"#0078bf\"]",
            "may68" => "--set ink=#b81414 --set paper=#f0d9a8 --set say=NOTHING",
            _ => "--set headline=LATE",
        };
        let made = format!("poster samples/coffee-story.jpg -t {template} {set} --lang en --size A5 --dpi 100");
        detourn(&format!("{made} --separations --out plates.pdf --force"), folder);
        detourn(&format!("{made} --marks --out whole.pdf --force"), folder);
        is_sound("plates.pdf", folder);
        let Some(said) = told("pdfinfo", &["plates.pdf"], folder) else { return };
        assert!(said.lines().any(|line| line.split_whitespace().eq(["Pages:", &inks.len().to_string()])), "{said}");
        let text = told("pdftotext", &["-layout", "plates.pdf", "-"], folder).unwrap();
        for (page, ink) in text.split('\u{c}').zip(inks) {
            assert!(page.contains(&format!("{ink} · page 1")), "{template} {ink}: {page}");
            assert!(words.is_none_or(|words| page.to_uppercase().contains(words)), "{template} {ink}: {page}");
        }
        let whole = colors("whole.pdf", 1, folder).unwrap();
        let mut counts = std::collections::BTreeMap::new();
        whole.iter().for_each(|pixel| *counts.entry(pixel.map(|v| v as u8)).or_insert(0) += 1);
        let light = |pixel: &&[u8; 3]| pixel.iter().all(|v| *v > 150);
        let paper = counts.keys().filter(light).max_by_key(|pixel| counts[*pixel]).unwrap().map(f64::from);
        let mut printed = vec![paper; whole.len()];
        for (page, ink) in inks.iter().enumerate() {
            let ink = hex(ink.split(' ').nth(1).unwrap());
            // Riso inks are told by what they let through, others by how they look.
            let through = |c: usize| ink[c] / if template == "riso" { 255.0 } else { paper[c] };
            for (printed, plate) in printed.iter_mut().zip(colors("plates.pdf", page + 1, folder).unwrap()) {
                assert!(plate[0] == plate[1] && plate[1] == plate[2], "a plate is grey");
                *printed =
                    std::array::from_fn(|c| printed[c] * (1.0 - (255.0 - plate[0]) / 255.0 * (1.0 - through(c))));
            }
        }
        let off = |(a, b): (&[f64; 3], &[f64; 3])| (0..3).map(|c| (a[c] - b[c]).abs()).fold(0.0, f64::max);
        let off: Vec<f64> = whole.iter().zip(&printed).map(off).collect();
        let (mean, far) = (off.iter().sum::<f64>() / off.len() as f64, off.iter().filter(|off| **off > 60.0).count());
        assert!(mean < 5.0 && far * 100 < off.len(), "{template}: {mean} off, {far} far");
    }
}

#[test]
fn a_document_has_its_pages_in_the_order_of_the_inputs_at_any_number_of_threads() {
    let folder = folder();
    let folder = folder.path();
    let names = ["watch-luxury.jpg", "soldes-flyer.png", "pizza-burst.jpg"];
    let inputs = names.map(|name| format!("samples/{name}")).join(" ");
    let made = format!("poster {inputs} -t meme --lang en --fast --size A6 --dpi 60");
    // Made again, it replaces itself.
    let all = [1, 4].map(|jobs| {
        detourn(&format!("{made} --out all.pdf --jobs {jobs}"), folder);
        fs::read(folder.join("all.pdf")).unwrap()
    });
    assert!(all[0] == all[1]);
    detourn(&format!("{made} --out single"), folder);
    for name in names {
        assert!(folder.join("single").join(name).with_extension("pdf").exists());
    }
    is_sound("all.pdf", folder);
    let Some(all) = told("pdftotext", &["all.pdf", "-"], folder) else { return };
    let pages: Vec<String> = all.split('\u{c}').map(String::from).collect();
    for (page, name) in pages.iter().zip(names) {
        let name = Path::new("single").join(name).with_extension("pdf");
        let single = told("pdftotext", &[name.to_str().unwrap(), "-"], folder).unwrap();
        assert_eq!(single.trim_end_matches('\u{c}'), page);
    }
}

#[test]
fn sheets_are_filled_and_folded() {
    let folder = folder();
    let folder = folder.path();
    let pages = |file: &str| {
        is_sound(file, folder);
        let said = told("pdfinfo", &[file], folder)?;
        said.lines().find_map(|line| line.strip_prefix("Pages:")?.trim().parse::<u32>().ok())
    };
    let eleven = "poster samples -t meme --set say=Nothing --dpi 40";
    detourn(&format!("{eleven} --size sticker --sheet A4 --out stickers.pdf"), folder);
    detourn(&format!("{eleven} --booklet zine --out zine.pdf"), folder);
    detourn(&format!("{eleven} --booklet saddle --out saddle.pdf"), folder);
    let Some(stickers) = pages("stickers.pdf") else { return };
    // Fifteen stickers on a sheet; two zines, the second not full; three sheets of four pages on two sides.
    assert_eq!((stickers, pages("zine.pdf"), pages("saddle.pdf")), (1, Some(2), Some(6)));
}

/// What each page of a document holds as pixels: colour, channels, bits.
fn images(file: &str, folder: &Path) -> Option<Vec<String>> {
    let list = told("pdfimages", &["-list", file], folder)?;
    let row = |row: &str| row.split_whitespace().skip(5).take(3).collect::<Vec<_>>().join(" ");
    Some(list.lines().skip(2).map(row).collect())
}

#[test]
fn two_colours_are_one_bit() {
    let folder = folder();
    let folder = folder.path();
    let made = "poster samples/watch-luxury.jpg -t may68 --set say=NOTHING --size A6 --dpi 100";
    detourn(&format!("{made} --set ink=black --set paper=white --out plain.pdf"), folder);
    detourn(&format!("{made} --set ink=#b81414 --out inked.pdf"), folder);
    detourn(&format!("{made} --set ink=#b81414 --separations --out plate.pdf"), folder);
    let Some(plain) = images("plain.pdf", folder) else { return };
    assert_eq!(plain, ["gray 1 1"]);
    assert_eq!(images("inked.pdf", folder).unwrap(), ["index 1 1"]);
    assert_eq!(images("plate.pdf", folder).unwrap(), ["gray 1 1"]);
    // Marks are ink of every plate.
    let file = fs::read(folder.join("plate.pdf")).unwrap();
    assert!(file.windows(16).any(|bytes| bytes == b"/Separation/All/"));
}

#[test]
fn more_inks_than_can_be_told_apart_are_one_line() {
    let folder = folder();
    let line = "poster samples/pizza-burst.jpg -t meme --set say=Nothing --size A6 --dpi 100 --separations --out x.pdf";
    let output =
        Command::new(env!("CARGO_BIN_EXE_detourn")).args(line.split(' ')).current_dir(folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(1) && said.contains("more inks than can be told apart"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn pictures_share_pages() {
    let folder = folder();
    let folder = folder.path();
    let seven = "poster samples/cat-giveaway.jpg samples/coffee-story.jpg samples/pizza-burst.jpg \
                 samples/space-billboard.jpg samples/soldes-flyer.png samples/watch-luxury.jpg samples/phone-launch.jpg";
    let seven = format!("{seven} -t meme --lang en --fast --size A4 --dpi 40 --force");
    let pages = |file: &str| {
        is_sound(file, folder);
        let said = told("pdfinfo", &[file], folder)?;
        said.lines().find_map(|line| line.strip_prefix("Pages:")?.trim().parse::<u32>().ok())
    };
    for (layout, sheets) in [("triptych", 3), ("grid", 1), ("grid:2x2", 2), ("strip", 1), ("front", 2)] {
        let all = [1, 4].map(|jobs| {
            detourn(&format!("{seven} --layout {layout} --out all.pdf --jobs {jobs}"), folder);
            fs::read(folder.join("all.pdf")).unwrap()
        });
        assert!(all[0] == all[1], "{layout}");
        let Some(pages) = pages("all.pdf") else { return };
        assert_eq!(pages, sheets, "{layout}");
    }
    // A masthead stands on the first page alone, margins and gutters stay white.
    detourn(&format!("{seven} --layout front --title Overdraft --gutter 8mm --out front.pdf"), folder);
    let Some(text) = told("pdftotext", &["front.pdf", "-"], folder) else { return };
    assert_eq!(text.matches("Overdraft").count(), 1, "{text}");
    let page = Grey::page("front.pdf", 1, folder).unwrap();
    let white = |x: f64| (60..280).all(|y| page.at(px(x), px(f64::from(y))) == Some(255));
    assert!(white(5.0) && white(205.0) && !white(105.0));
}

/// A page of several pictures is a page: cut in sheets, with marks and a bleed, in pixels.
#[test]
fn a_layout_is_printed_as_any_page_is() {
    let folder = folder();
    let folder = folder.path();
    let four = "poster samples/cat-giveaway.jpg samples/coffee-story.jpg samples/pizza-burst.jpg \
                samples/watch-luxury.jpg -t meme --set say=Nothing --fast --size A4 --dpi 150 --force --layout front";
    let front = format!("{four} --title Overdraft");
    detourn(&format!("{front} --out whole.pdf"), folder);
    detourn(&format!("{front} --out whole.png"), folder);
    detourn(&format!("{front} --tile A5 --out tiled.pdf"), folder);
    detourn(&format!("{four} --title= --margin 0mm --gutter 0mm --bleed 3mm --marks --out marked.pdf"), folder);
    detourn(&format!("{four} --title= --margin 0mm --gutter 0mm --bleed 3mm --out bled.jpg"), folder);
    for file in ["whole.pdf", "tiled.pdf", "marked.pdf"] {
        is_sound(file, folder);
    }
    let Some(whole) = Grey::page("whole.pdf", 1, folder) else { return };
    let tiling = Tiling::of([210.0, 297.0], "A5".parse().unwrap(), 10.0, 5.0).unwrap();
    for (n, tile) in tiling.tiles().into_iter().enumerate() {
        let sheet = Grey::page("tiled.pdf", n + 2, folder).unwrap();
        let [seen] = tile.seen()[..] else { panic!("{tile:?}") };
        let inside = [5.5, 5.5, 4.5 + seen.w, 4.5 + seen.h].map(px);
        // Sheets do not begin on whole pixels.
        let near = (-1..=1).flat_map(|x| (-1..=1).map(move |y| [px(seen.x - 5.0) + x, px(seen.y - 5.0) + y]));
        let off = near.map(|by| difference(&sheet, inside, &whole, by)).fold(f64::MAX, f64::min);
        assert!(off < 6.0, "{n}: {off}");
    }
    // The same in pixels, of the size of the page.
    let drawn = image::open(folder.join("whole.png")).unwrap().into_luma8();
    let drawn = Grey { width: drawn.width() as usize, height: drawn.height() as usize, pixels: drawn.into_raw() };
    assert_eq!((drawn.width, drawn.height), (1240, 1754));
    let off = difference(&drawn, [0, 0, 1240, 1754], &whole, [0, 0]);
    assert!(off < 6.0, "{off}");
    // Pictures without a margin reach through the bleed; marks stand outside of it.
    let boxes = told("pdfinfo", &["-box", "marked.pdf"], folder).unwrap();
    let side = |name: &str| -> f64 {
        let line = boxes.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        let side: Vec<f64> = line.split_whitespace().map(|side| side.parse().unwrap()).collect();
        (side[2] - side[0]) / 72.0 * 25.4
    };
    assert!((side("TrimBox:") - 210.0).abs() < 0.01 && (side("BleedBox:") - 216.0).abs() < 0.01, "{boxes}");
    let bled = image::open(folder.join("bled.jpg")).unwrap().into_luma8();
    assert_eq!(bled.dimensions(), (1240 + 36, 1754 + 36));
    let bare = |line: &[u8]| line.iter().filter(|grey| **grey > 250).count() * 2 > line.len();
    let column = |x: u32| (0..bled.height()).map(|y| bled.get_pixel(x, y)[0]).collect::<Vec<_>>();
    assert!(!bare(&column(0)) && !bare(&column(bled.width() - 1)));

    // Several pages are several files.
    let seven = four.replace("--layout front", "--layout grid:1x3");
    detourn(&format!("{seven} --format tiff --out pages"), folder);
    let mut names: Vec<_> = fs::read_dir(folder.join("pages")).unwrap().map(|file| file.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["grid-1x3-1.tif", "grid-1x3-2.tif"]);
    let line = format!("{seven} --out one.png");
    let one = Command::new(env!("CARGO_BIN_EXE_detourn")).args(line.split(' ')).current_dir(folder).output().unwrap();
    assert!(String::from_utf8_lossy(&one.stderr).contains("these pictures fill 2 pages"));
    // Or pages of a booklet.
    detourn(&format!("{} --booklet zine --out zine.pdf", seven.replace(" --size A4", "")), folder);
    is_sound("zine.pdf", folder);
}

#[test]
fn a_booklet_has_a_cover_of_its_own() {
    let folder = folder();
    let folder = folder.path();
    let seven = "poster samples/cat-giveaway.jpg samples/coffee-story.jpg samples/pizza-burst.jpg \
                 samples/space-billboard.jpg samples/soldes-flyer.png samples/watch-luxury.jpg samples/phone-launch.jpg \
                 -t zine --lang en --fast --dpi 72 --seed 7 --cover --title Overdraft --force";
    let all = [1, 4].map(|jobs| {
        detourn(&format!("{seven} --booklet zine --jobs {jobs} --out zine.pdf"), folder);
        fs::read(folder.join("zine.pdf")).unwrap()
    });
    assert!(all[0] == all[1]);
    let records = detourn(&format!("{seven} --booklet saddle --out saddle.pdf --report -"), folder);
    let templates: Vec<String> = records
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["template"].as_str().unwrap().into())
        .collect();
    assert_eq!(
        (templates.len(), &*templates[0], &*templates[1], &*templates[8]),
        (9, "zine-cover", "zine", "zine-back")
    );
    // The document is made again by the template of its pages.
    assert!(detourn("recipe saddle.pdf", folder).contains("template = \"zine\""));
    let words = |file: &str, page: &str| {
        is_sound(file, folder);
        told("pdftotext", &["-f", page, "-l", page, file, "-"], folder)
    };
    // Seven pictures are two zines, each with a cover; the outermost sheet of a stitched one has front and back.
    let Some(front) = words("zine.pdf", "1") else { return };
    assert!(front.to_uppercase().contains("OVERDRAFT") && front.contains("--seed"), "{front}");
    let second = words("zine.pdf", "2").unwrap();
    assert!(second.to_uppercase().contains("OVERDRAFT") && second.contains("1 image, "), "{second}");
    let front = words("saddle.pdf", "1").unwrap();
    assert!(front.to_uppercase().contains("OVERDRAFT") && front.contains("--booklet saddle"), "{front}");
    assert!(!words("saddle.pdf", "2").unwrap().to_uppercase().contains("OVERDRAFT"));
}

/// What a shell makes of a line, where quotes are single ones.
fn words_of(line: &str) -> Vec<String> {
    let (mut words, mut open, mut quoted) = (vec![String::new()], false, false);
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\'' => (quoted, open) = (!quoted, true),
            '\\' if !quoted => words.last_mut().unwrap().extend(chars.next()),
            c if c.is_whitespace() && !quoted => {
                if open {
                    words.push(String::new());
                }
                open = false;
            }
            c => {
                open = true;
                words.last_mut().unwrap().push(c);
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn a_colophon_is_a_command_that_makes_the_booklet_again() {
    let folder = folder();
    let folder = folder.path();
    let run = |args: &[String]| {
        let output = Command::new(env!("CARGO_BIN_EXE_detourn")).args(args).current_dir(folder).output().unwrap();
        assert!(output.status.success(), "{args:?}\n{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let pictures = ["samples/cat-giveaway.jpg", "samples/coffee-story.jpg"].map(String::from);
    for flags in [
        "--booklet zine --cover -t zine --lang fr --seed 3 --dpi 60 --fast --title 'C'\\''est no \\#1 !\n// \"été\" [a]'",
        "--booklet saddle --cover -t meme -t may68 --set say='#headline# \\#2' --set page.dpi=50 --sheet letter --fast \
         --creep 0.2mm --printer-margin 7.5mm --fit contain --quality 70 --variants 2",
    ] {
        let line = [vec!["poster".into()], pictures.to_vec(), words_of(flags)].concat();
        let out = |file: &str| ["--force", "--report", "-", "--out", file].map(String::from).to_vec();
        let records = run(&[line, out("first.pdf")].concat());
        let back: serde_json::Value = serde_json::from_str(records.lines().last().unwrap()).unwrap();
        let told = back["words"].as_array().unwrap().iter().find_map(|text| {
            let (told, command) = text.as_str()?.split_once("\ndetourn poster IMAGES\n")?;
            assert!(told.starts_with("2 images, detourn "), "{told}");
            Some(words_of(command))
        });
        let again = [vec!["poster".into()], pictures.to_vec(), told.unwrap(), out("second.pdf")].concat();
        run(&again);
        let [first, second] = ["first.pdf", "second.pdf"].map(|file| fs::read(folder.join(file)).unwrap());
        assert!(first == second, "{again:?}");
    }
}

#[test]
fn covers_hang_on_the_pictures_that_came() {
    let folder = folder();
    let folder = folder.path();
    for broken in ["a.jpg", "z.jpg"] {
        fs::write(folder.join(broken), "no picture").unwrap();
    }
    let made = "poster a.jpg samples/coffee-story.jpg samples/watch-luxury.jpg z.jpg -t zine --lang en --fast --dpi 60 \
                --cover --title Overdraft --force --report -";
    for booklet in ["zine", "saddle"] {
        let all = [1, 4].map(|jobs| {
            let line = format!("{made} --booklet {booklet} --jobs {jobs} --out {booklet}.pdf");
            let output =
                Command::new(env!("CARGO_BIN_EXE_detourn")).args(line.split_whitespace()).current_dir(folder).output();
            let output = output.unwrap();
            assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
            let records = String::from_utf8(output.stdout).unwrap();
            let records: Vec<serde_json::Value> =
                records.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            let told = records.iter().map(|record| {
                let text = |key: &str| record[key].as_str().unwrap_or("-").to_string();
                format!("{} {}", text("input"), text("template"))
            });
            // The covers come last.
            let expected = [
                "a.jpg -",
                "samples/coffee-story.jpg zine",
                "samples/watch-luxury.jpg zine",
                "z.jpg -",
                "samples/coffee-story.jpg zine-cover",
                "samples/watch-luxury.jpg zine-back",
            ];
            assert_eq!(told.collect::<Vec<_>>(), expected);
            fs::read(folder.join(format!("{booklet}.pdf"))).unwrap()
        });
        assert!(all[0] == all[1]);
        is_sound(&format!("{booklet}.pdf"), folder);
        let source = blake3::hash(&fs::read(folder.join("samples/coffee-story.jpg")).unwrap()).to_hex();
        let recipe = detourn(&format!("recipe {booklet}.pdf"), folder);
        assert!(recipe.contains("template = \"zine\"") && recipe.contains(source.as_str()), "{recipe}");
        let Some(front) = told("pdftotext", &["-l", "1", &format!("{booklet}.pdf"), "-"], folder) else { return };
        assert!(front.to_uppercase().contains("OVERDRAFT") && front.contains("--cover"), "{front}");
    }
}

#[test]
fn a_small_picture_that_is_redrawn_is_printed_at_the_dpi_of_the_page() {
    let folder = folder();
    let folder = folder.path();
    // The picture as it is, with a word on it.
    fs::write(folder.join("word"), "[[layer]]\ntext = { say = \"rent\", place = \"bottom\" }\n").unwrap();
    // A 1080 pixels wide picture, 92 an inch of an A3 and 46 of an A1.
    for (template, warned) in
        [("may68", false), ("broadside", false), ("riso", false), ("fly-poster", false), ("./word", true)]
    {
        let made = format!("poster samples/pizza-burst.jpg -t {template} --lang en --fast --size A1 --dpi 100");
        let record = detourn(&format!("{made} --out {template}.pdf --report -"), folder);
        let record: serde_json::Value = serde_json::from_str(&record).unwrap();
        assert!(record["ppi"].as_f64().unwrap() < 72.0, "{record}");
        assert_eq!(record.to_string().contains("pixels an inch on this page"), warned, "{record}");
        let Some(images) = told("pdfimages", &["-list", &format!("{template}.pdf")], folder) else { return };
        let ppi: u32 = images.lines().nth(2).unwrap().split_whitespace().nth(12).unwrap().parse().unwrap();
        assert_eq!((99..=101).contains(&ppi), !warned, "{template}: {images}");
        let fonts = told("pdffonts", &[&format!("{template}.pdf")], folder).unwrap();
        // The others end in a filter over the whole page.
        let letters = ["may68", "fly-poster", "./word"].contains(&template);
        assert_eq!(fonts.lines().count() > 2, letters, "{template}: {fonts}");
    }
}

#[test]
fn what_cannot_be_printed_so_is_said_at_once() {
    let folder = folder();
    detourn("poster samples/pizza-burst.jpg -t meme --fast --size A6 --dpi 60 --out paper.pdf", folder.path());
    for (line, says) in [
        ("--tile A6 --overlap 100mm", "no room"),
        ("--size A3 --sheet A4", "no page of 297×420 mm fits"),
        ("--marks --format png", "only a PDF"),
        ("--separations --format tiff", "only a PDF"),
        ("--separations --tile A4", "cannot be used with"),
        ("--size A3 --tile A4 --sheets 2x2", "cannot be used with"),
        ("--bleed 3", "such as 3mm"),
        ("--size A9", "is no paper"),
        ("--booklet zine --sheet A6 --printer-margin 30mm", "no room"),
        ("--layout triptych --separations", "cannot be used with"),
        ("--layout tableau", "is no layout"),
        ("--gutter 3mm", "--layout <NAME>"),
        ("--booklet zine --margin 9mm", "--layout <NAME>"),
        ("--size A7 --layout grid:6x6", "no room"),
        ("--layout front --marks --format png", "only a PDF"),
        ("--title Overdraft", "add --layout or --cover"),
        ("--cover", "--booklet <BOOKLET>"),
        ("--cover --booklet zine --layout grid", "cannot be used with"),
        ("--size A4 --creep 0.1mm", "add --booklet saddle"),
        ("--booklet zine --creep 0.1mm", "add --booklet saddle"),
        ("--cover --booklet zine --margin 9mm", "is --printer-margin"),
        ("--cover --booklet zine --gutter 9mm", "is --printer-margin"),
        ("--overlap 3mm", "--tile <A4|…>"),
        ("--printer-margin 3mm", "add --tile, --sheet or --booklet"),
        ("--set page.size=A5", "write --size"),
        ("--set page.bleed=3mm", "write --bleed"),
        ("--set page.dpi=90 --dpi 100", "write --dpi"),
        ("--set page.lies=across --booklet zine", "follows from --booklet"),
        ("--format png --quality 50", "png keeps every pixel"),
        ("--recipe paper.pdf --quality 50", "leave out --quality"),
        ("--recipe paper.pdf --size A4", "leave out --size or --recipe"),
        ("--recipe paper.pdf --title Overdraft --layout grid", "leave out --layout or --recipe"),
        ("--layout front --title 日本", "no face has “日本”"),
        ("--booklet zine --cover --title Rue日", "no face has “日”"),
        ("--booklet saddle --creep 90mm", "at most 1mm"),
    ] {
        let out = if line.contains("png") { "x" } else { "x.pdf" };
        let line = format!("poster samples/pizza-burst.jpg --out {out} {line}");
        let output = Command::new(env!("CARGO_BIN_EXE_detourn"))
            .args(line.split(' '))
            .current_dir(folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && said.contains(says), "{line}\n{said}");
    }
}

/// Three hundred words are no title; that is known before any picture is looked at.
#[test]
fn a_title_that_cannot_be_set_costs_no_drawing() {
    let folder = folder();
    let title = "word ".repeat(300);
    let line = "poster samples/pizza-burst.jpg --size A5 --layout front --out x.pdf --report x.ndjson --title";
    let args = line.split(' ').chain([title.as_str()]);
    let output = Command::new(env!("CARGO_BIN_EXE_detourn")).args(args).current_dir(folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert_eq!(
        said.trim_end(),
        "detourn: the title cannot be set: “word word word word word word…” is too long for its place: make it shorter"
    );
    assert!(!folder.path().join("x.ndjson").exists());
}

/// What was made as a picture can be made again as a poster.
#[test]
fn a_recipe_without_paper_goes_on_any() {
    let folder = folder();
    let folder = folder.path();
    detourn("run samples/pizza-burst.jpg -t meme --seed 5 --lang en --fast --out made.png", folder);
    detourn("poster samples/pizza-burst.jpg --recipe made.png --size A6 --dpi 60 --out again.pdf", folder);
    detourn(
        "poster samples/pizza-burst.jpg -t meme --seed 5 --lang en --fast --size A6 --dpi 60 --out once.pdf",
        folder,
    );
    detourn("poster samples/pizza-burst.jpg --recipe once.pdf --out twice.pdf", folder);
    let [again, once, twice] = ["again.pdf", "once.pdf", "twice.pdf"].map(|file| fs::read(folder.join(file)).unwrap());
    assert!(again == once && twice == once);
}

/// What is made as a TIFF holds the pixels of the PNG, whoever reads it: this program or libtiff.
#[test]
fn few_inks_are_a_palette_or_a_fax() {
    let folder = folder();
    let folder = folder.path();
    fs::write(folder.join("art.toml"), ART).unwrap();
    let made = "poster samples/watch-luxury.jpg --fast --lang en --size A6 --dpi 150";
    for (name, flags, said) in [
        ("inks", "-t riso", ["palette color", "AdobeDeflate"]),
        ("art", "-t ./art.toml", ["min-is-white", "CCITT Group 4"]),
        ("toner", "-t zine", ["min-is-black", "AdobeDeflate"]),
    ] {
        for format in ["png", "tif"] {
            detourn(&format!("{made} {flags} --out {name}.{format}"), folder);
        }
        let pixels = |file: &str| {
            let bytes = fs::read(folder.join(file)).unwrap();
            detourn::picture::decode(&bytes, &detourn::picture::Limits::default()).unwrap().pixels
        };
        let (png, tif) = (pixels(&format!("{name}.png")), pixels(&format!("{name}.tif")));
        assert!(png == tif, "{name}");
        if Command::new("tiffinfo").arg("-h").output().is_err() {
            eprintln!("skipped: tiffinfo is not installed (Debian: libtiff-tools)");
            continue;
        }
        let told_of = told("tiffinfo", &[&format!("{name}.tif")], folder).unwrap();
        assert!(said.iter().all(|said| told_of.contains(said)), "{name}: {told_of}");
        told("tiff2rgba", &["-c", "none", &format!("{name}.tif"), "plain.tif"], folder).unwrap();
        assert!(png == pixels("plain.tif"), "{name}: libtiff reads it otherwise");
    }
    // The same in a PDF, in black and white and in two inks.
    for (name, set) in [("plain", ""), ("inked", "--set ink=#202030 --set paper=#f0f0e0")] {
        detourn(&format!("{made} -t ./art.toml {set} --out {name}.pdf"), folder);
        detourn(&format!("{made} -t ./art.toml {set} --out {name}.png"), folder);
        is_sound(&format!("{name}.pdf"), folder);
        let Some(list) = told("pdfimages", &["-list", &format!("{name}.pdf")], folder) else { return };
        assert!(list.lines().nth(2).unwrap().contains("ccitt"), "{list}");
        let page = Grey::page(&format!("{name}.pdf"), 1, folder).unwrap();
        let drawn = image::open(folder.join(format!("{name}.png"))).unwrap().into_luma8();
        let drawn = Grey { width: drawn.width() as usize, height: drawn.height() as usize, pixels: drawn.into_raw() };
        let [w, h] = [drawn.width as isize, drawn.height as isize];
        let off = difference(&drawn, [0, 0, w, h], &page, [0, 0]);
        assert!(off < 6.0, "{name}: {off}");
    }
}

/// Line art: edges of large shapes.
const ART: &str = r##"
[params]
ink = "black"
paper = "white"

[[layer]]
picture = { place = [0, 0, 1, 1] }

[[layer]]
threshold = { ink = "$ink", paper = "$paper", soft = 0 }
"##;
