//! Recognition: what a line says, by a network that is read with connectionist temporal classification (Graves et
//! al. 2006).

use std::sync::LazyLock;

use image::RgbaImage;

use crate::scene::{
    net::{Net, Sight},
    text::path::Path,
};

/// A network and the characters that its classes stand for.
struct Reader {
    net: Net,
    characters: LazyLock<Vec<char>>,
}

static SMALL: Reader = Reader {
    net: Net::new(include_bytes!("../models/recognise-small.onnx")),
    characters: LazyLock::new(|| characters(include_str!("../models/recognise-small.txt"))),
};
static TINY: Reader = Reader {
    net: Net::new(include_bytes!("../models/recognise-tiny.onnx")),
    characters: LazyLock::new(|| characters(include_str!("../models/recognise-tiny.txt"))),
};

/// Class 0 is blank, the last is the space.
fn characters(list: &str) -> Vec<char> {
    let listed = list.lines().filter_map(|line| line.chars().next());
    std::iter::once('\0').chain(listed).chain(std::iter::once(' ')).collect()
}

/// Rows of pixels that the network sees.
const HEIGHT: usize = 48;
/// Columns that one step of its output stands for.
const STEP: usize = 8;
/// Longer lines are squeezed.
const LONGEST: usize = 3200;

/// What a line says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Reading {
    pub characters: Vec<Character>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Character {
    pub char: char,
    /// Where its middle lies, in fractions of the line's length.
    pub at: f32,
    /// How sure it is, 0 to 1.
    pub confidence: f32,
}

impl Reading {
    /// Mean over the characters, in hundredths; 0 of none.
    pub(crate) fn confidence(&self) -> f32 {
        let sum: f32 = self.characters.iter().map(|c| c.confidence).sum();
        (sum / self.characters.len().max(1) as f32 * 100.0).round() / 100.0
    }
}

/// Reads the line along a path.
pub(crate) fn recognise(pixels: &RgbaImage, path: &Path, sight: Sight) -> Reading {
    let natural = path.length() / path.height().max(1.0) * HEIGHT as f32;
    // Whole steps: what is padded would be computed as well.
    let width = ((natural / STEP as f32).round() as usize * STEP).clamp(2 * STEP, LONGEST);
    let rgb = path.straightened(pixels, width, HEIGHT);
    let mut values = vec![0.0; 3 * rgb.len()];
    // Blue first, as the network was trained.
    for (channel, plane) in values.chunks_exact_mut(rgb.len()).enumerate() {
        plane.iter_mut().zip(&rgb).for_each(|(value, pixel)| *value = f32::from(pixel[2 - channel]) / 127.5 - 1.0);
    }
    let reader = if sight == Sight::Fast { &TINY } else { &SMALL };
    let output = reader.net.run([1, 3, HEIGHT, width], values);
    decode(&output[0].values, &reader.characters)
}

/// The likeliest class of every step, repeats and blanks left out.
fn decode(values: &[f32], characters: &[char]) -> Reading {
    let steps = values.chunks_exact(characters.len());
    let count = steps.len() as f32;
    let mut reading = Reading::default();
    // The run of equal classes that is being read: class, first step, best confidence.
    let mut run: Option<(usize, usize, f32)> = None;
    let mut end = |run: Option<(usize, usize, f32)>, next: usize| {
        if let Some((class, first, confidence)) = run.filter(|(class, ..)| *class > 0) {
            let at = ((first + next) as f32 / 2.0 / count * 1000.0).round() / 1000.0;
            reading.characters.push(Character { char: characters[class], at, confidence });
        }
    };
    for (step, classes) in steps.enumerate() {
        let best = classes.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
        let (class, confidence) = best.map_or((0, 0.0), |(class, &p)| (class, (p * 100.0).round() / 100.0));
        match &mut run {
            Some((own, _, most)) if *own == class => *most = most.max(confidence),
            _ => {
                end(run, step);
                run = Some((class, step, confidence));
            }
        }
    }
    end(run, count as usize);
    let is_space = |c: &Character| c.char == ' ';
    while reading.characters.last().is_some_and(is_space) {
        reading.characters.pop();
    }
    let first = reading.characters.iter().position(|c| !is_space(c)).unwrap_or(0);
    reading.characters.drain(..first);
    reading
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_and_blanks_are_left_out_and_spaces_at_the_ends_too() {
        let characters = ['\0', 'a', 'b', ' '];
        let steps = [3, 1, 1, 0, 1, 3, 2, 2, 2, 3];
        let values: Vec<f32> =
            steps.iter().flat_map(|&class| (0..4).map(move |c| if c == class { 0.9 } else { 0.03 })).collect();
        let reading = decode(&values, &characters);
        let text: String = reading.characters.iter().map(|c| c.char).collect();
        assert_eq!((text.as_str(), reading.confidence()), ("aa b", 0.9));
        assert_eq!(reading.characters.iter().map(|c| c.at).collect::<Vec<_>>(), [0.2, 0.45, 0.55, 0.75]);
        assert_eq!(decode(&[], &characters).confidence(), 0.0);
    }
}
