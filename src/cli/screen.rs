//! The terminal as a screen: how large it is and what it can show.

use std::{
    env,
    io::{self, IsTerminal},
};

use detourn::{
    batch::Failure,
    encode::{
        self, Format,
        sixel::sixel,
        terminal::{self, Depth},
    },
    gallery::scaled,
    picture::Picture,
    recipe::Recipe,
    render::Canvas,
};

/// How a terminal may be shown pictures
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Show {
    /// Pixels, by the protocol of kitty
    Kitty,
    /// Pixels, by that of iTerm2
    Iterm,
    /// Pixels in 252 colours, which foot, mlterm, xterm -ti vt340 and Windows Terminal know
    Sixel,
    /// Half blocks, on any
    Blocks,
}

/// How pictures are shown.
#[derive(Clone, Copy)]
enum Speech {
    Kitty,
    Iterm,
    Sixel,
    Blocks(Depth),
}

/// A terminal that stdout writes to.
pub struct Screen {
    speech: Speech,
    columns: Option<u32>,
}

/// Pixels of a column and of a row, where a terminal shows pixels and does not say: a VT340's.
const CELL: [u32; 2] = [10, 20];
/// Rows that are left for words.
const WORDS: u32 = 4;

impl Screen {
    /// The terminal, if stdout is one or `show` says how it is spoken to; `columns` is how many of its columns a
    /// picture takes, as many as fit when not said.
    pub fn find(show: Option<Show>, columns: Option<u32>) -> Option<Self> {
        let speech = match show {
            None => io::stdout().is_terminal().then(speech)?,
            Some(Show::Kitty) => Speech::Kitty,
            Some(Show::Iterm) => Speech::Iterm,
            Some(Show::Sixel) => Speech::Sixel,
            Some(Show::Blocks) => Speech::Blocks(depth()),
        };
        Some(Screen { speech, columns })
    }

    /// What has to be written to show a canvas.
    pub fn show(&self, canvas: Canvas) -> Result<String, Failure> {
        let (width, height) = canvas.pixels.dimensions();
        // A cell is about twice as high as wide.
        let rows = |columns: u32| (columns as f32 * height as f32 / width as f32 / 2.0).round().max(1.0) as u32;
        let columns = self.columns.unwrap_or_else(|| fitting(width, height));
        let picture = Picture::drawn(canvas.pixels);
        if let Speech::Blocks(depth) = self.speech {
            let small = scaled(picture, columns, rows(columns) * 2);
            return Ok(terminal::blocks(&small.pixels, depth));
        }
        if let Speech::Sixel = self.speech {
            // It has no words for how many columns and rows it takes: they follow from its pixels.
            let (all, cell) = (terminal_size::terminal_size().map(|(w, h)| [w.0, h.0].map(u32::from)), cell());
            let [wide, high] = within([width, height], columns, all, cell);
            return Ok(sixel(&scaled(picture, wide, high).pixels));
        }
        let wide = (columns * CELL[0]).min(width);
        let small = scaled(picture, wide, (wide as f32 * height as f32 / width as f32).round() as u32);
        let png = encode::encode(&small, &Recipe::default(), Format::Png, &encode::Options::default())?;
        Ok(match self.speech {
            Speech::Kitty => terminal::kitty(&png, columns, rows(columns)),
            _ => terminal::iterm(&png, columns),
        })
    }

    /// What empties it.
    pub fn clear(&self) -> &'static str {
        match self.speech {
            Speech::Kitty => "\x1b_Ga=d\x1b\\\x1b[2J\x1b[H",
            _ => "\x1b[2J\x1b[H",
        }
    }
}

/// xterm shows no sixel picture that has more pixels a side, unless it was told to.
const SIXELS: f32 = 1000.0;

/// The most columns at which a picture fits, with a few rows left for words.
fn fitting(width: u32, height: u32) -> u32 {
    let (columns, rows) = terminal_size::terminal_size().map_or((80, 24), |(w, h)| (w.0, h.0));
    let high = f32::from(rows.saturating_sub(WORDS as u16).max(1)) * 2.0;
    let fitting = (high * width as f32 / height as f32).round();
    fitting.clamp(1.0, f32::from(columns.max(1))) as u32
}

/// The pixels at which a picture takes so many columns, and no more columns or rows than `all` that the terminal has; never
/// enlarged.
fn within([width, height]: [u32; 2], columns: u32, all: Option<[u32; 2]>, cell: [u32; 2]) -> [u32; 2] {
    let [most, rows] = all.map_or([columns, u32::MAX], |[all, rows]| [columns.min(all), rows.saturating_sub(WORDS)]);
    let room = [most, rows].map(|count| count.max(1) as f32);
    let scale = |n: usize, side: u32| room[n] * cell[n] as f32 / side as f32;
    let largest = SIXELS / width.max(height) as f32;
    let scale = scale(0, width).min(scale(1, height)).min(largest).min(1.0);
    [width, height].map(|side| ((side as f32 * scale).floor() as u32).max(1))
}

/// Pixels of a column and of a row of this terminal.
fn cell() -> [u32; 2] {
    #[cfg(unix)]
    if let Ok(size) = rustix::termios::tcgetwinsize(io::stdout())
        && let (Some(x), Some(y)) = (size.ws_xpixel.checked_div(size.ws_col), size.ws_ypixel.checked_div(size.ws_row))
        && x >= 2
        && y >= 2
    {
        return [x, y].map(u32::from);
    }
    CELL
}

/// What the environment says of the terminal. Inside a multiplexer only blocks are sure to arrive.
fn speech() -> Speech {
    let is = |name: &str, known: &[&str]| env::var(name).is_ok_and(|value| known.contains(&value.as_str()));
    let inside = env::var_os("TMUX").is_some() || env::var_os("STY").is_some();
    if !inside && (is("TERM", &["xterm-kitty", "xterm-ghostty"]) || env::var_os("KITTY_WINDOW_ID").is_some()) {
        return Speech::Kitty;
    }
    if !inside && is("TERM_PROGRAM", &["iTerm.app", "WezTerm", "mintty"]) {
        return Speech::Iterm;
    }
    if !inside && is("TERM", &["foot", "foot-extra", "mlterm", "mlterm-256color", "contour"]) {
        return Speech::Sixel;
    }
    Speech::Blocks(depth())
}

fn depth() -> Depth {
    let all = env::var("COLORTERM").is_ok_and(|value| ["truecolor", "24bit"].contains(&value.as_str()));
    if all { Depth::True } else { Depth::Cube }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_fits_on_the_screen_both_ways() {
        let all = Some([80, 24]);
        // As wide as was asked for, as high as there is room, and no larger than it is.
        assert_eq!(within([1600, 900], 40, all, CELL), [400, 225]);
        assert_eq!(within([900, 1600], 40, all, CELL), [225, 400]);
        assert_eq!(within([900, 1600], 40, None, CELL), [400, 711]);
        assert_eq!(within([1600, 900], 200, all, [8, 16]), [568, 320]);
        assert_eq!(within([60, 40], 40, all, CELL), [60, 40]);
        assert_eq!(within([1, 9000], 40, Some([0, 0]), CELL), [1, 20]);
    }
}
