//! Blur of coverage: three box passes, close to a Gaussian (Wells 1986). Whole numbers only, so the
//! result is the same on every processor.

use crate::render::paint::Coverage;

/// Blurs coverage by a standard deviation of `sigma` pixels, within its own rectangle.
pub fn blur(coverage: &mut Coverage, sigma: f32) {
    // A box of width 2r + 1 has a variance of r(r + 1) / 3: three of them, some a step wider than the
    // others, come nearest to what is wanted.
    let radius = ((sigma * sigma + 0.25).sqrt() - 0.5).max(0.0) as usize;
    let short = sigma * sigma - (radius * (radius + 1)) as f32;
    let wider = (short * 1.5 / (radius + 1) as f32).round().clamp(0.0, 3.0) as usize;
    let (width, height) = (coverage.width as usize, coverage.height as usize);
    if width == 0 || height == 0 {
        return;
    }
    let mut line = vec![0u8; width.max(height)];
    for box_pass in 0..3 {
        let radius = radius + usize::from(box_pass < wider);
        for row in coverage.values.chunks_exact_mut(width) {
            line[..width].copy_from_slice(row);
            pass(&line[..width], radius, |i, value| row[i] = value);
        }
        for x in 0..width {
            for (y, value) in line[..height].iter_mut().enumerate() {
                *value = coverage.values[y * width + x];
            }
            pass(&line[..height], radius, |y, value| coverage.values[y * width + x] = value);
        }
    }
}

/// A running mean of `2 * radius + 1` values, with nothing beyond the ends.
fn pass(line: &[u8], radius: usize, mut put: impl FnMut(usize, u8)) {
    let span = 2 * radius + 1;
    let mut sum: usize = line.iter().take(radius).map(|v| usize::from(*v)).sum();
    for i in 0..line.len() {
        sum += line.get(i + radius).map_or(0, |v| usize::from(*v));
        put(i, ((sum + span / 2) / span) as u8);
        sum -= i.checked_sub(radius).map_or(0, |j| usize::from(line[j]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_spreads_by_sigma() {
        let mut coverage = Coverage { x: 0, y: 0, width: 101, height: 101, values: vec![0; 101 * 101] };
        for (dx, dy) in (0..21).flat_map(|x| (0..21).map(move |y| (x, y))) {
            coverage.values[(40 + dy) * 101 + 40 + dx] = 255;
        }
        blur(&mut coverage, 6.0);
        // A 21-pixel square has a variance of (21² - 1) / 12 a side; the blur adds σ².
        let (mut total, mut spread) = (0.0, 0.0);
        for (i, value) in coverage.values.iter().enumerate() {
            let dx = (i % 101) as f32 - 50.0;
            total += f32::from(*value);
            spread += f32::from(*value) * dx * dx;
        }
        let sigma = (spread / total - (21.0f32 * 21.0 - 1.0) / 12.0).sqrt();
        assert!((sigma - 6.0).abs() < 0.4, "{sigma}");
    }
}
