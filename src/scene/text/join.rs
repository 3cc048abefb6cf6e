//! Joining: regions that detection left apart and that are one line.

use crate::{quad::Quad, scene::text::detect::Found};

/// Joins regions that follow each other on one line, as long as there are any: words that display type sets far
/// apart, letters of upright lines.
pub(crate) fn join(mut regions: Vec<Found>) -> Vec<Found> {
    // From left to right and down, so that the outcome does not depend on the order of labels.
    regions.sort_by(|a, b| {
        let ([ax, ay], [bx, by]) = (a.quad.centre(), b.quad.centre());
        ax.total_cmp(&bx).then(ay.total_cmp(&by))
    });
    let mut index = 0;
    while index < regions.len() {
        let next = (index + 1..regions.len()).find_map(|other| {
            let joined = one_line(&regions[index].quad, &regions[other].quad)?;
            Some((other, joined))
        });
        match next {
            Some((other, quad)) => {
                let other = regions.remove(other);
                let own = &mut regions[index];
                let (a, b) = (own.quad.area(), other.quad.area());
                own.score = (own.score * a + other.score * b) / (a + b);
                own.fill = own.fill.max(other.fill);
                own.points.extend(other.points);
                own.quad = quad;
                index = 0;
            }
            None => index += 1,
        }
    }
    regions
}

/// The quad round both, where they follow each other on one line.
fn one_line(a: &Quad, b: &Quad) -> Option<Quad> {
    let (upright, turned) = (follow(a, b, false), follow(a, b, true));
    upright.or(turned)
}

/// As above, along the reading direction or (`turned`) square to it.
fn follow(a: &Quad, b: &Quad, turned: bool) -> Option<Quad> {
    // The longer one knows the direction better.
    let length = |quad: &Quad| if turned { quad.height() } else { quad.width() };
    let across = |quad: &Quad| if turned { quad.width() } else { quad.height() };
    let (lead, other) = if length(a) / across(a) >= length(b) / across(b) { (a, b) } else { (b, a) };
    if turned && length(lead) < 2.0 * across(lead) {
        return None;
    }
    let angle = lead.angle() + if turned { std::f32::consts::FRAC_PI_2 } else { 0.0 };
    let (cos, sin) = (libm::cosf(angle), libm::sinf(angle));
    let span = |quad: &Quad, x: f32, y: f32| {
        let along = quad.0.map(|p| p[0] * x + p[1] * y);
        (along.iter().copied().fold(f32::MAX, f32::min), along.iter().copied().fold(f32::MIN, f32::max))
    };
    let ((l0, r0), (l1, r1)) = (span(lead, cos, sin), span(other, cos, sin));
    let ((t0, b0), (t1, b1)) = (span(lead, -sin, cos), span(other, -sin, cos));
    let (h0, h1) = (b0 - t0, b1 - t1);
    let least = h0.min(h1);
    let gap = l0.max(l1) - r0.min(r1);
    let level = ((t0 + b0) - (t1 + b1)).abs() / 2.0 < 0.22 * least;
    let alike = least > 0.7 * h0.max(h1);
    // Regions are grown by about a third of their height on every side: what touches is hardly a space apart.
    if !(level && alike && gap < 0.15 * least && gap > -least) {
        return None;
    }
    let (left, right, top, bottom) = (l0.min(l1), r0.max(r1), t0.min(t1), b0.max(b1));
    let (u, v) = ((left + right) / 2.0, (top + bottom) / 2.0);
    let centre = [u * cos - v * sin, u * sin + v * cos];
    let quad = Quad::turned(centre, right - left, bottom - top, angle);
    // Its frame stays that of an upright region; which way it is read is found out by reading it.
    Some(if turned { Quad([quad.0[3], quad.0[0], quad.0[1], quad.0[2]]) } else { quad })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(x: f32, y: f32, w: f32, h: f32) -> Found {
        let quad = Quad::turned([x + w / 2.0, y + h / 2.0], w, h, 0.0);
        Found { quad, score: 0.9, fill: 0.9, points: Vec::new() }
    }

    fn joined(regions: Vec<Found>) -> Vec<[f32; 4]> {
        join(regions).iter().map(|f| f.quad.rounded().bounds().into()).collect()
    }

    #[test]
    fn words_of_one_line_are_joined_and_columns_are_not() {
        let words = vec![found(60.0, 0.0, 50.0, 20.0), found(0.0, 1.0, 58.0, 20.0), found(112.0, 0.0, 20.0, 21.0)];
        assert_eq!(joined(words), [[0.0, 0.0, 132.0, 21.0]]);
        let columns = vec![found(0.0, 0.0, 58.0, 20.0), found(90.0, 0.0, 58.0, 20.0), found(0.0, 22.0, 58.0, 20.0)];
        assert_eq!(joined(columns).len(), 3);
        let sizes = vec![found(0.0, 0.0, 58.0, 40.0), found(58.0, 10.0, 58.0, 20.0)];
        assert_eq!(joined(sizes).len(), 2);
    }

    #[test]
    fn letters_of_an_upright_line_are_joined() {
        let letters = vec![found(0.0, 0.0, 20.0, 20.0), found(0.0, 21.0, 20.0, 90.0), found(1.0, 110.0, 20.0, 20.0)];
        let all = join(letters);
        assert_eq!(all.len(), 1);
        assert!(all[0].quad.height() > 125.0 && all[0].quad.width() < 23.0 && all[0].quad.angle().abs() < 0.1);
    }
}
