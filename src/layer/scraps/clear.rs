//! Clearing: the paper round a letter ends before the line above it, or below, begins.

use crate::{layer::scraps::row::Cut, quad::Quad};

/// How much of the room between two lines one of them has.
const SHARE: f32 = 0.75;
/// Lines reach into each other by less than this, in heights of the letter: else it is not known which is meant.
const OVERLAP: f32 = 0.12;

/// Cuts away of a letter's paper what other lines stand on.
pub fn clear(cut: &mut Cut, others: &[Quad]) {
    let (sin, cos) = (libm::sinf(cut.angle.to_radians()), libm::cosf(cut.angle.to_radians()));
    let [above, right, below, left] = cut.margins;
    let ([wide, high], [mut up, mut down]) = (cut.half, [above, below]);
    let ink = [above - high, high - below];
    let slack = OVERLAP * (ink[1] - ink[0]);
    for quad in others {
        // The other line as it lies from here: along the letters, and across them.
        let seen = quad.0.map(|[x, y]| {
            let [x, y] = [x - cut.centre[0], y - cut.centre[1]];
            [cos * x + sin * y, cos * y - sin * x]
        });
        let ends = |axis: usize| {
            seen.iter().fold([f32::MAX, f32::MIN], |[low, high], at| [low.min(at[axis]), high.max(at[axis])])
        };
        let ([first, last], [top, foot]) = (ends(0), ends(1));
        if last < left - wide || first > wide - right {
            continue;
        }
        if foot < ink[0] + slack {
            up = up.min((SHARE * (ink[0] - foot)).max(0.0));
        } else if top > ink[1] - slack {
            down = down.min((SHARE * (top - ink[1])).max(0.0));
        }
    }
    if [up, down] == [above, below] {
        return;
    }
    // The middle moves away from the side that is cut.
    let moved = (above - up - (below - down)) / 2.0;
    cut.centre = [cut.centre[0] - sin * moved, cut.centre[1] + cos * moved];
    cut.half = [wide, high - (above - up + below - down) / 2.0];
    cut.margins = [up, right, down, left];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{color::Color, measure::Rect};

    fn letter(angle: f32) -> Cut {
        Cut {
            from: Rect::new(80.0, 80.0, 40.0, 40.0),
            centre: [100.0, 100.0],
            angle,
            half: [10.0, 16.0],
            margins: [6.0, 4.0, 6.0, 4.0],
            paper: Color::WHITE,
            high: 20.0,
            read: 9.0,
            soft: 0.05,
            worth: 1.0,
        }
    }

    #[test]
    fn a_line_close_above_is_not_cut_along_and_the_letter_stays_where_it_is() {
        // Its ink is 20 high, from 90 to 110.
        let mut cut = letter(0.0);
        clear(
            &mut cut,
            &[Quad::from(Rect::new(0.0, 40.0, 300.0, 46.0)), Quad::from(Rect::new(200.0, 111.0, 9.0, 9.0))],
        );
        assert_eq!(cut.margins, [3.0, 4.0, 6.0, 4.0]);
        assert_eq!((cut.centre, cut.half), ([100.0, 101.5], [10.0, 14.5]));
        let ink =
            |cut: &Cut| [cut.centre[1] - cut.half[1] + cut.margins[0], cut.centre[1] + cut.half[1] - cut.margins[2]];
        assert_eq!(ink(&cut), ink(&letter(0.0)));
    }

    #[test]
    fn across_the_reading_direction_counts_and_what_lies_over_the_letter_does_not() {
        // Turned by a right angle, what is above the letter lies to its right.
        let mut cut = letter(90.0);
        clear(&mut cut, &[Quad::from(Rect::new(112.0, 0.0, 40.0, 300.0))]);
        assert!((cut.margins[0] - 1.5).abs() < 0.01 && cut.margins[2] == 6.0, "{:?}", cut.margins);
        assert!((cut.centre[0] - 97.75).abs() < 0.01, "{:?}", cut.centre);
        let mut cut = letter(0.0);
        clear(&mut cut, &[Quad::from(Rect::new(0.0, 85.0, 300.0, 30.0))]);
        assert_eq!(cut, letter(0.0));
    }
}
