//! Outlines as text, in the letters of SVG paths: `M10 20 30 20 30 40Z`. A plan may have thousands of points, and a person
//! may draw one elsewhere and paste it.

use std::fmt::Write;

use serde::{Deserialize, Deserializer, Serializer, de::Error};

use crate::plan::Segment;

/// Writes an outline; a letter that only repeats the one before is left out.
pub fn serialize<S: Serializer>(outline: &[Segment], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text(outline))
}

/// Reads one: `M`, `L`, `Q`, `C` and `Z` with absolute coordinates.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Segment>, D::Error> {
    let text = String::deserialize(deserializer)?;
    read(&text).map_err(D::Error::custom)
}

fn text(outline: &[Segment]) -> String {
    let mut text = String::new();
    // What numbers mean with no letter before them.
    let mut running = ' ';
    for segment in outline {
        let (letter, numbers): (char, &[f32]) = match segment {
            Segment::Move(to) => ('M', to),
            Segment::Line(to) => ('L', to),
            Segment::Quad(to) => ('Q', to),
            Segment::Cubic(to) => ('C', to),
            Segment::Close => ('Z', &[]),
        };
        let again = letter == running && letter != 'M' && letter != 'Z';
        if !again {
            text.push(letter);
        }
        for (n, number) in numbers.iter().enumerate() {
            let space = if again || n > 0 { " " } else { "" };
            let _ = write!(text, "{space}{number}");
        }
        running = if letter == 'M' { 'L' } else { letter };
    }
    text
}

fn read(text: &str) -> Result<Vec<Segment>, String> {
    let mut outline = Vec::new();
    let (mut running, mut rest) = (None, text.trim_start());
    while let Some(first) = rest.chars().next() {
        let letter = if first.is_ascii_alphabetic() {
            rest = &rest[1..];
            first
        } else {
            running.ok_or_else(|| format!("an outline starts with M, not with `{first}`"))?
        };
        let mut numbers = [0.0f32; 6];
        let count = match letter {
            'M' | 'L' => 2,
            'Q' => 4,
            'C' => 6,
            'Z' => 0,
            _ => return Err(format!("`{letter}` is no step of an outline: M, L, Q, C and Z are")),
        };
        for number in &mut numbers[..count] {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            let signed = |(at, c): (usize, char)| c == '-' && at > 0 && !rest[..at].ends_with(['e', 'E']);
            let other = |c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E'));
            let end = rest.find(other).unwrap_or(rest.len());
            let end = rest[..end].char_indices().find(|place| signed(*place)).map_or(end, |(at, _)| at);
            *number = rest[..end].parse().map_err(|_| format!("`{letter}` of an outline needs {count} numbers"))?;
            rest = &rest[end..];
        }
        let [a, b, c, d, e, f] = numbers;
        outline.push(match letter {
            'M' => Segment::Move([a, b]),
            'L' => Segment::Line([a, b]),
            'Q' => Segment::Quad([a, b, c, d]),
            'C' => Segment::Cubic([a, b, c, d, e, f]),
            _ => Segment::Close,
        });
        running = match letter {
            'M' => Some('L'),
            'Z' => None,
            letter => Some(letter),
        };
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    }
    Ok(outline)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn outlines_are_written_as_short_as_people_write_them() {
        let outline = [
            Segment::Move([10.0, 20.5]),
            Segment::Line([30.0, 20.0]),
            Segment::Line([-30.0, 40.25]),
            Segment::Cubic([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]),
            Segment::Close,
            Segment::Move([0.0, 0.0]),
            Segment::Quad([7.0, 8.0, 9.0, -1.0]),
            Segment::Close,
        ];
        let text = "M10 20.5 30 20 -30 40.25C1 2 3 4 5 6ZM0 0Q7 8 9 -1Z";
        assert_eq!(super::text(&outline), text);
        assert_eq!(read(text), Ok(outline.to_vec()));
    }

    #[test]
    fn what_people_paste_is_read_or_refused() {
        let square = vec![Segment::Move([1.0, -2.0]), Segment::Line([3.0, -4.5]), Segment::Close];
        for text in ["M1-2 3-4.5Z", " M 1,-2\n L 3 , -4.5 Z ", "M1 -2L3 -45e-1Z"] {
            assert_eq!(read(text).as_ref(), Ok(&square), "{text}");
        }
        assert_eq!(read(""), Ok(Vec::new()));
        for text in ["1 2", "M1", "M1 2 3", "m1 2", "M1 2H4", "M1 2Z3 4", "Mx y", "MNaN 1", "Mé"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn outlines_come_back_the_same(steps in prop::collection::vec((0..5u8, prop::array::uniform6(-9e4f32..9e4)), 0..40)) {
            let step = |(kind, [a, b, c, d, e, f]): (u8, [f32; 6])| match kind {
                0 => Segment::Move([a, b]),
                1 => Segment::Line([a, b]),
                2 => Segment::Quad([a, b, c, d]),
                3 => Segment::Cubic([a, b, c, d, e, f]),
                _ => Segment::Close,
            };
            let outline: Vec<_> = steps.into_iter().map(step).collect();
            prop_assert_eq!(read(&super::text(&outline)), Ok(outline));
        }

        #[test]
        fn no_text_is_too_much(text in "\\PC*") {
            let _ = read(&text);
        }
    }
}
