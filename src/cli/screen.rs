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

/// Pixels of one column, where a terminal shows pixels.
const COLUMN: u32 = 10;

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
        let wide = (columns * COLUMN).min(width);
        let small = scaled(picture, wide, (wide as f32 * height as f32 / width as f32).round() as u32);
        if let Speech::Sixel = self.speech {
            return Ok(sixel(&small.pixels));
        }
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

/// The most columns at which a picture fits, with a few rows left for words.
fn fitting(width: u32, height: u32) -> u32 {
    let (columns, rows) = terminal_size::terminal_size().map_or((80, 24), |(w, h)| (w.0, h.0));
    let high = f32::from(rows.saturating_sub(4).max(1)) * 2.0;
    let fitting = (high * width as f32 / height as f32).round();
    fitting.clamp(1.0, f32::from(columns.max(1))) as u32
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
