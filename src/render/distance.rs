//! Distance: masks pushed outward or inward, and faded in.

/// Farther than any canvas is wide.
const FAR: u32 = 1 << 20;

/// Moves the edge of a plane of coverage outward by `grow` pixels and fades it in over `feather` pixels
/// inside the new edge. Distances are exact Euclidean ones between the middles of pixels; the border of
/// the plane is no edge.
pub fn reshape(bytes: &mut [u8], width: usize, grow: f32, feather: f32) {
    // Pixels of this signed distance (positive inside) or less are bare; from `full` on they are covered.
    let ramp = feather.max(1.0);
    let bare = if feather > 1.0 { -grow } else { -grow - 0.5 };
    let full = bare + ramp;
    let mut signed = vec![0f32; bytes.len()];
    let middle = 128;
    if bare < 0.0 {
        let away = squared(bytes, width, |v| v >= middle);
        signed.iter_mut().zip(away).filter(|(_, d)| *d > 0).for_each(|(out, d)| *out = 0.5 - (d as f32).sqrt());
    } else {
        signed.iter_mut().zip(&*bytes).filter(|(_, v)| **v < middle).for_each(|(out, _)| *out = -1.0);
    }
    if full > 0.0 {
        let deep = squared(bytes, width, |v| v < middle);
        signed.iter_mut().zip(deep).filter(|(_, d)| *d > 0).for_each(|(out, d)| *out = (d as f32).sqrt() - 0.5);
    } else {
        signed.iter_mut().zip(&*bytes).filter(|(_, v)| **v >= middle).for_each(|(out, _)| *out = 1.0);
    }
    for (out, distance) in bytes.iter_mut().zip(signed) {
        *out = (((distance - bare) / ramp).clamp(0.0, 1.0) * 255.0 + 0.5) as u8;
    }
}

/// The squared distance from each pixel to the nearest that `is` it (0 for those themselves): first along
/// columns, then the lowest of the parabolas that stand in each row (A. Meijster, J. Roerdink and
/// W. Hesselink, "A general algorithm for computing distance transforms in linear time", 2000).
fn squared(bytes: &[u8], width: usize, is: impl Fn(u8) -> bool) -> Vec<u64> {
    let mut down = vec![FAR; bytes.len()];
    for (n, &v) in bytes.iter().enumerate() {
        let above = if n >= width { down[n - width] } else { FAR };
        down[n] = if is(v) { 0 } else { (above + 1).min(FAR) };
    }
    for n in (0..bytes.len().saturating_sub(width)).rev() {
        down[n] = down[n].min(down[n + width] + 1);
    }

    let mut out = vec![0; bytes.len()];
    // Parabolas that are lowest somewhere: the column of each, and where its reign begins.
    let mut lowest: Vec<(i64, i64)> = Vec::with_capacity(width);
    for (row, out) in down.chunks(width).zip(out.chunks_mut(width)) {
        let height = |x: i64| i64::from(row[x as usize]).pow(2);
        let value = |x: i64, of: i64| (x - of).pow(2) + height(of);
        lowest.clear();
        for x in 0..width as i64 {
            while lowest.last().is_some_and(|&(of, from)| value(from, of) > value(from, x)) {
                lowest.pop();
            }
            // The first column where this parabola is not above the last one.
            let from = lowest
                .last()
                .map_or(0, |&(of, _)| (x * x - of * of + height(x) - height(of)).div_euclid(2 * (x - of)) + 1);
            if from < width as i64 {
                lowest.push((x, from));
            }
        }
        let mut reign = lowest.len();
        for x in (0..width as i64).rev() {
            while lowest[reign - 1].1 > x {
                reign -= 1;
            }
            out[x as usize] = value(x, lowest[reign - 1].0) as u64;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_brute_force() {
        let (width, height) = (23, 17);
        let bytes: Vec<u8> = (0..width * height).map(|n| if n * n % 41 == 5 { 255 } else { 0 }).collect();
        let got = squared(&bytes, width, |v| v == 255);
        for n in 0..bytes.len() {
            let to = |m: usize| {
                let (dx, dy) = ((n % width).abs_diff(m % width), (n / width).abs_diff(m / width));
                (dx * dx + dy * dy) as u64
            };
            assert_eq!(Some(got[n]), (0..bytes.len()).filter(|&m| bytes[m] == 255).map(to).min());
        }
    }
}
