//! Letters: outlines that follow the letters of a line rather than its box.

use crate::scene::{hand::Drawing, line::Line};

/// Cells with less ink are empty.
const EMPTY: u8 = 80;
/// How far an outline keeps from the ink, in capitals: half of what it bridges.
const AROUND: f32 = 0.26;
/// Cells from one point of an outline to the next.
const STEP: usize = 2;

/// Round the words of a line, a little way off their ink; nothing where that was not found.
pub fn outlines(line: &Line) -> Option<Vec<Vec<[f32; 2]>>> {
    let Drawing { path, columns, rows, cover, cap, .. } = &line.hand.as_ref()?.drawing;
    let inked: Vec<Option<[usize; 2]>> = (0..*columns)
        .map(|x| {
            let column = || (0..*rows).filter(|y| cover[y * columns + x] >= EMPTY);
            Some([column().next()?, column().next_back()? + 1])
        })
        .collect();
    let far = (AROUND * cap).max(2.0);
    let reach = far as i64;
    // How high and how low a disc reaches that is rolled over the ink.
    let rolled = |x: i64| {
        let mut found: Option<[f32; 2]> = None;
        for at in (x - reach).max(0)..(x + reach + 1).min(*columns as i64) {
            let Some([top, foot]) = inked[at as usize] else { continue };
            let away = (at - x) as f32;
            let rise = (far * far - away * away).max(0.0).sqrt();
            let [high, low] = found.unwrap_or([f32::MAX, f32::MIN]);
            found = Some([high.min(top as f32 - rise), low.max(foot as f32 + rise)]);
        }
        found
    };
    let place = |x: i64, y: f32| path.at((x as f32 + 0.5) / *columns as f32, y / *rows as f32);
    let mut words = Vec::new();
    let (mut heads, mut feet) = (Vec::new(), Vec::new());
    for x in (-reach..=*columns as i64 + reach + STEP as i64).step_by(STEP) {
        if let Some([high, low]) = rolled(x) {
            heads.push(place(x, high));
            feet.push(place(x, low));
        } else if heads.len() > 1 {
            words.push(heads.drain(..).chain(feet.drain(..).rev()).collect());
        } else {
            (heads, feet) = (Vec::new(), Vec::new());
        }
    }
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        polygon,
        quad::Quad,
        scene::{Path, hand::Hand, line::Role, made},
    };

    #[test]
    fn outlines_go_round_words_and_follow_what_rises() {
        // A low letter, a high one beside it, and another word.
        let (columns, rows) = (120, 40);
        let ink = |x: usize, y: usize| match x {
            10..20 => (20..34).contains(&y),
            24..34 => (6..34).contains(&y),
            90..110 => (20..34).contains(&y),
            _ => false,
        };
        let cover = (0..rows * columns).map(|i| if ink(i % columns, i / columns) { 255 } else { 0 }).collect();
        let quad = Quad([[0.0, 0.0], [120.0, 0.0], [120.0, 40.0], [0.0, 40.0]]);
        let drawing =
            Drawing { path: Path::Straight(quad), columns, rows, cover, ink: [10.0, 110.0], cap: 28.0, grain: 1.0 };
        let line = made::line(quad, "ob o", Role::Slogan);
        assert_eq!(outlines(&Line { hand: None, ..line.clone() }), None);
        let line = Line { hand: Some(Hand { weight: 0.2, outline: 0.0, cast: None, drawing }), ..line };
        let words = outlines(&line).unwrap();
        assert_eq!(words.len(), 2);
        let holds = |x: f32, y: f32| words.iter().any(|word| polygon::holds(word, [x, y]));
        assert!(holds(15.0, 25.0) && holds(22.0, 30.0) && holds(29.0, 2.0) && holds(100.0, 16.0));
        assert!(!holds(12.0, 8.0) && !holds(60.0, 25.0) && !holds(100.0, 8.0));
    }
}
