//! Flags that say how outputs are encoded.

use clap::{Args, ValueEnum};
use detourn::encode::{Chroma, Options};

/// How outputs are encoded.
#[derive(Args, Default)]
pub struct Encoding {
    /// JPEG quality [default: 90]
    #[arg(long, value_name = "1-100", value_parser = clap::value_parser!(u8).range(1..=100))]
    quality: Option<u8>,
    /// JPEG chroma [default: auto, which keeps it whole where there is lettering]
    #[arg(long)]
    chroma: Option<ChromaFlag>,
}

#[derive(Clone, Copy, ValueEnum)]
enum ChromaFlag {
    Auto,
    #[value(name = "420")]
    Half,
    #[value(name = "444")]
    Full,
}

impl Encoding {
    /// Whether any of it was given.
    pub fn is_said(&self) -> bool {
        self.quality.is_some() || self.chroma.is_some()
    }

    /// The options of the encoder.
    pub fn options(&self) -> Options {
        let chroma = match self.chroma {
            None | Some(ChromaFlag::Auto) => Chroma::Auto,
            Some(ChromaFlag::Half) => Chroma::Half,
            Some(ChromaFlag::Full) => Chroma::Full,
        };
        Options { quality: self.quality.unwrap_or(Options::default().quality), chroma, press: None }
    }
}
