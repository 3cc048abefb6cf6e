//! EAN-13: thirteen digits as bars (ISO/IEC 15420).

use crate::{layer::outline, measure::Rect, plan::Segment, seed::Dice};

/// Modules of the bars.
pub const BARS: usize = 95;
/// Modules by which guards are longer.
const GUARD: f32 = 5.0;

/// The left digits with odd parity as modules, most significant first; even parity and the right ones follow from them.
const ODD: [u8; 10] = [0x0d, 0x19, 0x13, 0x3d, 0x23, 0x31, 0x2f, 0x3b, 0x37, 0x0b];
/// Which of the six left digits have even parity, by the first digit.
const EVEN: [u8; 10] = [0x00, 0x0b, 0x0d, 0x0e, 0x13, 0x19, 0x1c, 0x15, 0x16, 0x1a];

/// The check digit of twelve digits: with it, their sum in weights 1 and 3 is a multiple of ten.
pub fn check(digits: &[u8]) -> u8 {
    let sum: u32 = digits.iter().take(12).zip([1, 3].into_iter().cycle()).map(|(d, w)| u32::from(*d) * w).sum();
    ((10 - sum % 10) % 10) as u8
}

/// The modules of thirteen digits, dark ones true.
fn modules(digits: &[u8; 13]) -> [bool; BARS] {
    let mut dark = Vec::with_capacity(BARS);
    let mut push = |bits: u8, count: u32| dark.extend((0..count).rev().map(|i| bits >> i & 1 == 1));
    push(0b101, 3);
    for (i, digit) in digits[1..7].iter().enumerate() {
        let odd = ODD[usize::from(*digit)];
        // Even parity is the right-hand pattern, which is the inverse, read backwards.
        let even = (!odd & 0x7f).reverse_bits() >> 1;
        push(if EVEN[usize::from(digits[0])] >> (5 - i) & 1 == 1 { even } else { odd }, 7);
    }
    push(0b01010, 5);
    digits[7..].iter().for_each(|digit| push(!ODD[usize::from(*digit)] & 0x7f, 7));
    push(0b101, 3);
    let mut all = [false; BARS];
    all.iter_mut().zip(dark).for_each(|(to, from)| *to = from);
    all
}

/// The bars: one rectangle for each run of dark modules, guards longer than the others.
pub fn bars(digits: &[u8; 13], left: f32, top: f32, high: f32, m: f32) -> Vec<Segment> {
    let dark = modules(digits);
    let mut path = Vec::new();
    let mut i = 0;
    while i < BARS {
        let run = dark[i..].iter().take_while(|dark| **dark).count();
        if run > 0 {
            let guard = i < 3 || (45..50).contains(&i) || i >= 92;
            let high = high + if guard { GUARD } else { 0.0 };
            let bar = Rect::new(left + i as f32 * m, top, run as f32 * m, high * m);
            path.extend(outline::rect(&bar, 0.0));
        }
        i += run.max(1);
    }
    path
}

/// Digits of the range that shops give to themselves, so that no maker's number comes up by chance.
pub fn roll(digits: &mut [u8; 13], dice: &mut Dice) {
    digits[0] = 2;
    digits[1..12].iter_mut().for_each(|digit| *digit = dice.below(10) as u8);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{plan::Segment, seed::Seed};

    /// Reads bars as a till does: by the widths of runs along a line, knowing nothing of how they were made.
    fn read(outline: &[Segment]) -> Option<Vec<u8>> {
        let mut edges: Vec<f32> = outline
            .iter()
            .filter_map(|s| if let Segment::Move([x, _]) | Segment::Line([x, _]) = s { Some(*x) } else { None })
            .collect();
        edges.sort_by(f32::total_cmp);
        edges.dedup();
        let m = (edges.last()? - edges[0]) / 95.0;
        let runs: Vec<u32> = edges.windows(2).map(|pair| ((pair[1] - pair[0]) / m).round() as u32).collect();
        if runs.len() != 59 || runs[..3] != [1, 1, 1] || runs[27..32] != [1; 5] || runs[56..] != [1, 1, 1] {
            return None;
        }
        // Widths of space, bar, space, bar for the digits of the odd set (ISO/IEC 15420, table 1).
        const SETS: [[u32; 4]; 10] = [
            [3, 2, 1, 1],
            [2, 2, 2, 1],
            [2, 1, 2, 2],
            [1, 4, 1, 1],
            [1, 1, 3, 2],
            [1, 2, 3, 1],
            [1, 1, 1, 4],
            [1, 3, 1, 2],
            [1, 2, 1, 3],
            [3, 1, 1, 2],
        ];
        const FIRST: [&str; 10] =
            ["LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL"];
        let mut digits = vec![0];
        let mut parity = String::new();
        let starts = (0..6).map(|i| 3 + 4 * i).chain((0..6).map(|i| 32 + 4 * i));
        for at in starts {
            let widths: [u32; 4] = runs[at..at + 4].try_into().ok()?;
            let mut back = widths;
            back.reverse();
            let (digit, kind) = match SETS.iter().position(|set| *set == widths) {
                Some(digit) => (digit, 'L'),
                None => (SETS.iter().position(|set| *set == back)?, 'G'),
            };
            digits.push(digit as u8);
            parity.push(kind);
        }
        digits[0] = FIRST.iter().position(|first| *first == &parity[..6])? as u8;
        (&parity[6..] == "LLLLLL" && check(&digits) == digits[12]).then_some(digits)
    }

    #[test]
    fn a_till_reads_it() {
        let mut dice = Seed(9).dice();
        for first in 0..10 {
            for _ in 0..40 {
                let mut digits = [0u8; 13];
                roll(&mut digits, &mut dice);
                digits[0] = first;
                digits[12] = check(&digits);
                let outline = bars(&digits, 17.5, 3.0, 40.0, 1.7);
                assert_eq!(read(&outline).as_deref(), Some(&digits[..]));
            }
        }
    }

    #[test]
    fn the_check_digit_is_that_of_the_standard() {
        // The worked example of the GS1 General Specifications, 7.9: 629104150021 has 3.
        assert_eq!(check(&[6, 2, 9, 1, 0, 4, 1, 5, 0, 0, 2, 1]), 3);
    }
}
