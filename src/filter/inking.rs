//! Inking: which of a stock of inks each of many prints takes.

use crate::color::{Color, contrast};

/// The least contrast between any two inks of a print that is tried for, step by step.
const APART: [f32; 5] = [1.9, 1.7, 1.5, 1.35, 1.2];
/// No more inks than these are weighed against each other.
const MOST: usize = 12;

/// The inks of one print: each begins with another than its neighbours, and takes of those that follow what can be told
/// from what it has. The stock holds one ink at the least.
pub fn chosen(stock: &[Color], number: usize, tones: usize) -> Vec<Color> {
    // A step that has no factor in common with the number of inks comes to all of them.
    let step = (tones..).find(|&step| common(step, stock.len()) == 1).unwrap_or(1);
    let at = |n: usize| stock[(number * step + n) % stock.len()];
    let order: Vec<Color> = (0..stock.len().min(MOST)).map(at).collect();
    let enough = APART.into_iter().find_map(|least| told(&order[..1], &order[1..], tones, least));
    enough.unwrap_or_else(|| (0..tones).map(at).collect())
}

/// The first so many inks of a stock, after those that are taken, of which any two are as far apart.
fn told(taken: &[Color], stock: &[Color], tones: usize, least: f32) -> Option<Vec<Color>> {
    if taken.len() >= tones {
        return Some(taken.to_vec());
    }
    stock.iter().enumerate().find_map(|(n, color)| {
        let apart = |other: &Color| contrast(other.luminance(), color.luminance()) >= least;
        let more = || [taken, &[*color]].concat();
        if taken.iter().all(apart) { told(&more(), &stock[n + 1..], tones, least) } else { None }
    })
}

/// The greatest common divisor (Euclid).
fn common(a: usize, b: usize) -> usize {
    if b == 0 { a } else { common(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inks_of_a_print_can_be_told_apart() {
        let stock: Vec<Color> =
            ["#f2c500", "#e8357e", "#12a5a0", "#f07b1a", "#7ec8e3", "#d4281c", "#a9cf46", "#8b6bb8", "#f6d9c9"]
                .map(|ink| ink.parse().expect("a colour"))
                .to_vec();
        for number in 0..9 {
            let mut chosen: Vec<f32> = chosen(&stock, number, 3).into_iter().map(Color::luminance).collect();
            chosen.sort_by(f32::total_cmp);
            assert!(chosen.windows(2).all(|pair| contrast(pair[0], pair[1]) >= 1.35), "{number}: {chosen:?}");
        }
        assert_eq!(chosen(&stock[..1], 3, 3), [stock[0]; 3]);
    }
}
