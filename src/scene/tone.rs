//! Tone: lightness and colourfulness of the whole.

use serde::Serialize;

use crate::scene::reduced::Reduced;

/// Lightness and colourfulness of the whole, rounded to hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Tone {
    /// Mean perceptual lightness, 0 black to 1 white.
    pub lightness: f32,
    /// Spread (standard deviation) of lightness.
    pub contrast: f32,
    /// Mean chroma in Oklab, 0 grey; 0.1 is colourful, 0.2 garish.
    pub chroma: f32,
}

/// Reads the tone.
pub(crate) fn read(reduced: &Reduced) -> Tone {
    let (mut sum, mut squares, mut chroma) = (0.0f64, 0.0f64, 0.0f64);
    for &[l, a, b] in &reduced.lab {
        sum += f64::from(l);
        squares += f64::from(l) * f64::from(l);
        chroma += f64::from((a * a + b * b).sqrt());
    }
    let count = (reduced.lab.len() as f64).max(1.0);
    let mean = sum / count;
    let round = |value: f64| ((value * 100.0).round() / 100.0) as f32;
    Tone {
        lightness: round(mean).min(1.0),
        contrast: round((squares / count - mean * mean).max(0.0).sqrt()),
        chroma: round(chroma / count),
    }
}

#[cfg(test)]
mod tests {
    use crate::scene::{reduced::reduce, tests::plain};

    use super::*;

    #[test]
    fn white_is_light_and_red_is_garish() {
        let tone = |color| read(&reduce(&plain(20, 20, color)));
        assert_eq!(tone([255; 4]), Tone { lightness: 1.0, contrast: 0.0, chroma: 0.0 });
        assert_eq!(tone([255, 0, 0, 255]), Tone { lightness: 0.63, contrast: 0.0, chroma: 0.26 });
    }
}
