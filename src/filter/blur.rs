//! Blur: means of squares over one plane of bytes.

use crate::{filter::rows, scratch::Scratch};

/// Replaces every byte of a plane with rows of `width` by the mean of the square of side 2·`radius` + 1
/// round it; the last byte is drawn out beyond the edges. The time does not depend on the radius.
pub fn mean(plane: &mut [u8], width: usize, radius: usize) {
    if width == 0 || plane.is_empty() || radius == 0 {
        return;
    }
    let height = plane.len() / width;
    let radius = radius.min(width.max(height));
    let side = 2 * radius as u32 + 1;
    // Adding 2²³ leaves the rounded quotient in a float's lowest bits, for several pixels at once.
    let scale = 1.0 / side as f32;
    let divide = |sum: u32| (sum as i32 as f32 * scale + 8_388_608.0).to_bits() as u8;

    rows::each_of(plane, width, |_, row| {
        let from = Scratch::copied(row);
        let at = |x: usize| u32::from(from[x.min(width - 1)]);
        let mut sum = (radius as u32 + 1) * at(0) + (1..=radius).map(at).sum::<u32>();
        for (x, out) in row.iter_mut().enumerate() {
            *out = divide(sum);
            sum = sum + at(x + radius + 1) - at(x.saturating_sub(radius));
        }
    });

    let from = Scratch::copied(plane);
    let line = |y: usize| &from[y.min(height - 1) * width..][..width];
    let mut sums: Vec<u32> = line(0).iter().map(|&v| u32::from(v) * (radius as u32 + 1)).collect();
    for y in 1..=radius {
        sums.iter_mut().zip(line(y)).for_each(|(sum, &v)| *sum += u32::from(v));
    }
    for (y, out) in plane.chunks_mut(width).enumerate() {
        let (come, go) = (line(y + radius + 1), line(y.saturating_sub(radius)));
        for (((out, sum), come), go) in out.iter_mut().zip(&mut sums).zip(come).zip(go) {
            *out = divide(*sum);
            *sum = *sum + u32::from(*come) - u32::from(*go);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_becomes_a_square_and_a_plain_stays() {
        let mut plane = vec![0; 49];
        plane[3 * 7 + 3] = 90;
        mean(&mut plane, 7, 1);
        assert_eq!(plane.iter().filter(|&&v| v == 10).count(), 9);
        let mut plain = vec![201; 5 * 4];
        mean(&mut plain, 5, 9);
        assert!(plain.iter().all(|&v| v == 201));
    }
}
