//! Pictures for terminals that speak sixel, DEC's language of printed graphics: six rows of pixels a line.

use std::fmt::Write;

use image::RgbaImage;

/// How many levels red, green and blue have: 252 colours, of the 256 that every such terminal holds.
const LEVELS: [u8; 3] = [6, 7, 6];
const COLORS: usize = 252;

/// Ordered dither (Bayer, 1973), 4 × 4, in sixteenths.
const BAYER: [[u16; 4]; 4] = [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]];

/// Pixels in a fixed palette, dithered; what is transparent lies over black.
pub fn sixel(pixels: &RgbaImage) -> String {
    let (width, height) = pixels.dimensions();
    let mut text = format!("\x1bPq\"1;1;{width};{height}");
    for color in 0..COLORS {
        let [r, g, b] = percent(color);
        let _ = write!(text, "#{color};2;{r};{g};{b}");
    }
    // For each colour of a band, which of the six rows of each column have it, from the lowest bit up.
    let mut bits = vec![0u8; COLORS * width as usize];
    for top in (0..height).step_by(6) {
        bits.fill(0);
        let mut seen = [false; COLORS];
        for y in top..height.min(top + 6) {
            for x in 0..width {
                let color = nearest(pixels.get_pixel(x, y).0, BAYER[y as usize % 4][x as usize % 4]);
                seen[color] = true;
                bits[color * width as usize + x as usize] |= 1 << (y - top);
            }
        }
        for (color, row) in bits.chunks_exact(width as usize).enumerate().filter(|(color, _)| seen[*color]) {
            let _ = write!(text, "#{color}");
            for run in row.chunk_by(|a, b| a == b) {
                let sixel = char::from(b'?' + run[0]);
                let _ = if run.len() > 3 {
                    write!(text, "!{}{sixel}", run.len())
                } else {
                    run.iter().try_for_each(|_| text.write_char(sixel))
                };
            }
            text.push('$');
        }
        text.push('-');
    }
    text + "\x1b\\\n"
}

/// A colour of the palette, in hundredths.
fn percent(color: usize) -> [usize; 3] {
    let [r, g, b] = LEVELS.map(usize::from);
    let level = |index: usize, of: usize| (index * 100 + (of - 1) / 2) / (of - 1);
    [level(color / (g * b), r), level(color / b % g, g), level(color % b, b)]
}

/// The colour of the palette that a pixel takes where the dither has this threshold.
fn nearest([r, g, b, a]: [u8; 4], threshold: u16) -> usize {
    let level = |value: u8, of: u8| {
        let lit = u16::from(value) * u16::from(a) / 255 * u16::from(of - 1);
        usize::from((lit + (threshold * 2 + 1) * 255 / 32) / 255)
    };
    let [red, green, blue] = LEVELS;
    (level(r, red) * usize::from(green) + level(g, green)) * usize::from(blue) + level(b, blue)
}

#[cfg(test)]
mod tests {
    use image::Rgba;

    use super::*;

    /// Reads back what was written: palette, runs, returns and lines.
    fn read(text: &str) -> RgbaImage {
        let body = text.strip_prefix("\x1bPq\"1;1;").unwrap().strip_suffix("\x1b\\\n").unwrap();
        let (size, body) = body.split_at(body.find('#').unwrap());
        let (width, height) = size.split_once(';').unwrap();
        let mut pixels = RgbaImage::new(width.parse().unwrap(), height.parse().unwrap());
        let mut palette = vec![[0; 4]; COLORS];
        let (mut x, mut top, mut color, mut rest) = (0, 0, 0, body);
        let number = |rest: &mut &str| {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap();
            let (digits, after) = rest.split_at(end);
            *rest = after;
            digits.parse::<u32>().unwrap()
        };
        while let Some(sign) = rest.chars().next() {
            rest = &rest[1..];
            let mut times = 1;
            match sign {
                '#' => {
                    color = number(&mut rest) as usize;
                    if rest.starts_with(";2") {
                        rest = &rest[2..];
                        let mut parts = [0; 3].map(|_: u32| {
                            rest = &rest[1..];
                            number(&mut rest) * 255 / 100
                        });
                        parts.iter_mut().for_each(|part| *part = (*part).min(255));
                        palette[color] = [parts[0] as u8, parts[1] as u8, parts[2] as u8, 255];
                    }
                    continue;
                }
                '$' => x = 0,
                '-' => (x, top) = (0, top + 6),
                _ => {
                    let mut sixel = sign;
                    if sign == '!' {
                        times = number(&mut rest);
                        sixel = rest.chars().next().unwrap();
                        rest = &rest[1..];
                    }
                    let bits = sixel as u8 - b'?';
                    for _ in 0..times {
                        for row in (0..6).filter(|row| bits >> row & 1 == 1) {
                            pixels.put_pixel(x, top + row, Rgba(palette[color]));
                        }
                        x += 1;
                    }
                }
            }
        }
        pixels
    }

    #[test]
    fn what_is_written_is_the_picture() {
        let pixels = RgbaImage::from_fn(40, 25, |x, y| Rgba([(x * 6) as u8, (y * 10) as u8, 200, 255]));
        let back = read(&sixel(&pixels));
        assert_eq!(back.dimensions(), (40, 25));
        // Every cell of the dither means what it was, no pixel is missing.
        for (x, y) in (0..40).step_by(4).flat_map(|x| (0..24).step_by(4).map(move |y| (x, y))) {
            let mean = |picture: &RgbaImage, c: usize| {
                let cell = (0..16).map(|n| u32::from(picture.get_pixel(x + n % 4, y + n / 4).0[c]));
                cell.sum::<u32>() as i32 / 16
            };
            for c in 0..3 {
                assert!((mean(&pixels, c) - mean(&back, c)).abs() < 12, "{x}, {y}");
            }
        }
        assert!(back.pixels().all(|pixel| pixel.0[3] == 255));
    }

    #[test]
    fn plain_colours_stay_plain() {
        for plain in [[0, 0, 0, 255], [255, 255, 255, 255], [255, 0, 0, 255], [9, 9, 9, 0]] {
            let back = read(&sixel(&RgbaImage::from_pixel(9, 7, Rgba(plain))));
            let seen = if plain[3] == 0 { [0, 0, 0, 255] } else { plain };
            assert!(back.pixels().all(|pixel| pixel.0 == seen), "{plain:?}");
        }
    }
}
