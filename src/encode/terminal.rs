//! Pictures for terminals: half blocks that any one shows, and the protocols of those that show pixels.

use std::fmt::Write;

use base64::{Engine, engine::general_purpose::STANDARD};
use image::RgbaImage;

/// The colours that a terminal knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Any.
    True,
    /// The cube of 6 × 6 × 6 that nearly every terminal has.
    Cube,
}

/// Levels of one side of the cube.
const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// Pixels as text, two rows a line: the upper half of each cell is its ink, the lower its ground.
pub fn blocks(pixels: &RgbaImage, depth: Depth) -> String {
    let (width, height) = pixels.dimensions();
    let at = |x, y| (y < height).then(|| over_black(pixels.get_pixel(x, y).0));
    let mut text = String::with_capacity((width * height * 12) as usize);
    for y in (0..height).step_by(2) {
        let mut last = (None, None);
        for x in 0..width {
            let cell = (at(x, y), at(x, y + 1));
            if cell.0 != last.0 {
                color(&mut text, 38, cell.0, depth);
            }
            if cell.1 != last.1 {
                color(&mut text, 48, cell.1, depth);
            }
            last = cell;
            text.push('▀');
        }
        text.push_str("\x1b[0m\n");
    }
    text
}

/// A PNG by kitty's protocol, which Ghostty and others speak too.
pub fn kitty(png: &[u8], columns: u32, rows: u32) -> String {
    let data = STANDARD.encode(png);
    let mut chunks = data.as_bytes().chunks(4096).peekable();
    let mut text = String::with_capacity(data.len() + data.len() / 100);
    let mut head = format!("a=T,f=100,q=2,c={columns},r={rows},");
    while let Some(chunk) = chunks.next() {
        let more = u8::from(chunks.peek().is_some());
        let chunk = std::str::from_utf8(chunk).unwrap_or_default();
        let _ = write!(text, "\x1b_G{head}m={more};{chunk}\x1b\\");
        head.clear();
    }
    text + "\n"
}

/// A PNG by the protocol of iTerm2, which WezTerm and others speak too.
pub fn iterm(png: &[u8], columns: u32) -> String {
    let (size, data) = (png.len(), STANDARD.encode(png));
    format!("\x1b]1337;File=inline=1;size={size};width={columns};preserveAspectRatio=1:{data}\x07\n")
}

fn color(text: &mut String, ground: u8, color: Option<[u8; 3]>, depth: Depth) {
    let _ = match (color, depth) {
        (None, _) => write!(text, "\x1b[{}m", ground + 1),
        (Some([r, g, b]), Depth::True) => write!(text, "\x1b[{ground};2;{r};{g};{b}m"),
        (Some(rgb), Depth::Cube) => {
            let [r, g, b] = rgb.map(level);
            write!(text, "\x1b[{ground};5;{}m", 16 + 36 * r + 6 * g + b)
        }
    };
}

/// The nearest level of the cube.
fn level(value: u8) -> usize {
    (0..LEVELS.len()).min_by_key(|level| LEVELS[*level].abs_diff(value)).unwrap_or(0)
}

fn over_black([r, g, b, a]: [u8; 4]) -> [u8; 3] {
    [r, g, b].map(|value| (u16::from(value) * u16::from(a) / 255) as u8)
}

#[cfg(test)]
mod tests {
    use image::Rgba;

    use super::*;

    #[test]
    fn two_rows_are_one_line() {
        let pixels = RgbaImage::from_fn(2, 3, |_, y| Rgba([255 * u8::from(y == 1), 0, 7, 255]));
        let text = blocks(&pixels, Depth::True);
        assert_eq!(text, "\x1b[38;2;0;0;7m\x1b[48;2;255;0;7m▀▀\x1b[0m\n\x1b[38;2;0;0;7m▀▀\x1b[0m\n");
        assert!(blocks(&pixels, Depth::Cube).starts_with("\x1b[38;5;16m\x1b[48;5;196m▀▀"));
    }

    #[test]
    fn a_long_file_goes_in_pieces() {
        let text = kitty(&[9; 9000], 40, 20);
        assert_eq!((text.matches("\x1b_G").count(), text.matches("m=0;").count()), (3, 1));
        assert!(text.starts_with("\x1b_Ga=T,f=100,q=2,c=40,r=20,m=1;") && text.contains("\x1b_Gm=1;"));
        assert!(iterm(&[1], 3).contains("width=3"));
    }
}
