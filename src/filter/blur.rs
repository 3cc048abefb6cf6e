//! Blur: means of squares over one plane of bytes.

use crate::{
    filter::{rows, wide::wide},
    scratch::Scratch,
};

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
        // The row with its ends drawn out, so that nothing within the loop asks where it is.
        let mut long = Scratch::stale(width + 2 * radius + 1);
        long[..radius].fill(row[0]);
        long[radius..radius + width].copy_from_slice(row);
        long[radius + width..].fill(row[width - 1]);
        if radius <= NARROW {
            narrow(&long, radius, row);
            return;
        }
        let mut sum: u32 = long[..2 * radius + 1].iter().map(|&v| u32::from(v)).sum();
        for ((out, go), come) in row.iter_mut().zip(&long[..]).zip(&long[2 * radius + 1..]) {
            *out = divide(sum);
            sum = sum + u32::from(*come) - u32::from(*go);
        }
    });

    let from = Scratch::copied(plane);
    let line = |y: usize| &from[y.min(height - 1) * width..][..width];
    // Bands begin with sums of their own, so that threads need not wait for each other.
    rows::each_of(plane, width * (4 * radius).clamp(64, 512), |band, rows| {
        let top = band * (4 * radius).clamp(64, 512);
        let mut sums = vec![0u32; width];
        for y in 0..=2 * radius {
            sums.iter_mut().zip(line((top + y).saturating_sub(radius))).for_each(|(sum, &v)| *sum += u32::from(v));
        }
        for (n, out) in rows.chunks_mut(width).enumerate() {
            let y = top + n;
            let (come, go) = (line(y + radius + 1), line(y.saturating_sub(radius)));
            for (((out, sum), come), go) in out.iter_mut().zip(&mut sums).zip(come).zip(go) {
                *out = divide(*sum);
                *sum = *sum + u32::from(*come) - u32::from(*go);
            }
        }
    });
}

/// Up to this radius it is quicker to add up every square than to go on from its neighbour, since many are at once.
const NARROW: usize = 4;

/// The means along a row whose ends have been drawn out by `radius`.
fn narrow(long: &[u8], radius: usize, row: &mut [u8]) {
    const RUN: usize = 256;
    // A whole quotient as the upper half of a product: exact for sums of so few bytes.
    let side = 2 * radius as u16 + 1;
    let part = u32::from(u16::MAX / side + 1);
    for (n, out) in row.chunks_mut(RUN).enumerate() {
        let mut sums = [radius as u16; RUN];
        for k in 0..=2 * radius {
            let values = &long[n * RUN + k..][..out.len()];
            sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += u16::from(*value));
        }
        out.iter_mut().zip(&sums).for_each(|(out, sum)| *out = ((u32::from(*sum) * part) >> 16) as u8);
    }
}

/// Cells of this side are blurred in place of pixels where the blur is wide.
const CELL: usize = 4;

/// Blurs twice over by a `radius` that may be large, from one plane into another of the same size. From 32 pixels on it is
/// done on a picture a quarter as large a side, which nobody can tell from the whole and which costs a fraction.
pub fn broad(plane: &[u8], out: &mut [u8], width: usize, radius: usize) {
    if radius < 8 * CELL || width == 0 || plane.is_empty() {
        out.copy_from_slice(plane);
        (0..2).for_each(|_| mean(out, width, radius));
        return;
    }
    let height = plane.len() / width;
    let (columns, lines) = (width.div_ceil(CELL), height.div_ceil(CELL));
    let mut small = Scratch::stale(columns * lines);
    rows::each_of(&mut small, columns, |line, out| {
        let band = &plane[line * CELL * width..((line + 1) * CELL * width).min(plane.len())];
        let mut sums = vec![0u32; columns];
        for row in band.chunks_exact(width) {
            let (cells, rest) = row.as_chunks::<CELL>();
            wide(
                #[inline(always)]
                || sums.iter_mut().zip(cells).for_each(|(sum, cell)| *sum += total(*cell)),
            );
            if let Some(sum) = sums.last_mut() {
                *sum += rest.iter().map(|&v| u32::from(v)).sum::<u32>();
            }
        }
        let tall = band.len() / width;
        for (column, (out, sum)) in out.iter_mut().zip(sums).enumerate() {
            let count = (tall * CELL.min(width - column * CELL)) as u32;
            *out = ((sum + count / 2) / count) as u8;
        }
    });
    (0..2).for_each(|_| mean(&mut small, columns, (radius + CELL / 2) / CELL));

    let full = 2 * CELL as u32;
    rows::each_of(out, width, |y, row| {
        // Between the middles of cells, in eighths.
        let place = (2 * y + 1).saturating_sub(CELL);
        let (line, down) = ((place / (2 * CELL)).min(lines - 1), (place % (2 * CELL)) as u32);
        let next = (line + 1).min(lines - 1);
        let (upper, lower) = (&small[line * columns..][..columns], &small[next * columns..][..columns]);
        let at = |column: usize| u32::from(upper[column]) * (full - down) + u32::from(lower[column]) * down;
        let (first, rest) = row.split_at_mut((CELL / 2).min(width));
        first.fill((at(0) / full) as u8);
        const RUN: usize = 64;
        let mut heights = [0; RUN + 1];
        for (n, run) in rest.chunks_mut(CELL * RUN).enumerate() {
            let (upper, lower) = (&upper[n * RUN..], &lower[n * RUN..]);
            let (cells, tail) = run.as_chunks_mut::<CELL>();
            wide(
                #[inline(always)]
                || {
                    // The last one is drawn out.
                    let known = heights.iter_mut().zip(upper.iter().zip(lower));
                    known.for_each(|(v, (a, b))| *v = u32::from(*a) * (full - down) + u32::from(*b) * down);
                    if upper.len() <= RUN {
                        let last = heights[upper.len() - 1];
                        heights[upper.len()..].fill(last);
                    }
                    for (cell, (before, after)) in cells.iter_mut().zip(heights.iter().zip(&heights[1..])) {
                        *cell = four(*before, *after);
                    }
                },
            );
            let last = cells.len().min(RUN - 1);
            tail.copy_from_slice(&four(heights[last], heights[last + 1])[..tail.len()]);
        }
    });
}

/// The sum of a cell's row, two bytes at a time.
#[inline(always)]
fn total(cell: [u8; CELL]) -> u32 {
    let four = u32::from_le_bytes(cell);
    let two = (four & 0x00ff_00ff) + (four >> 8 & 0x00ff_00ff);
    (two & 0xffff) + (two >> 16)
}

/// What lies between the middles of two cells that have been weighed in eighths, at an eighth, three, five and seven.
#[inline(always)]
fn four(before: u32, after: u32) -> [u8; CELL] {
    let full = 2 * CELL as u32;
    let between = |t: u32| (before * (full - t) + after * t + full * full / 2) / (full * full);
    // Made of shifts: bytes that are put together in memory make the processor wait.
    (between(1) | between(3) << 8 | between(5) << 16 | between(7) << 24).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broad_is_what_twice_is() {
        let (width, height) = (403, 310);
        let plane: Vec<u8> = (0..width * height).map(|n| (n % width / 2 + n / width * 3 % 50) as u8).collect();
        let (mut twice, mut quick) = (plane.clone(), plane.clone());
        (0..2).for_each(|_| mean(&mut twice, width, 40));
        broad(&plane, &mut quick, width, 40);
        // Four at the edges, where a cell's mean is drawn out in place of the last pixel; one within.
        assert!(twice.iter().zip(&quick).all(|(a, b)| a.abs_diff(*b) <= 4));
    }

    #[test]
    fn a_narrow_mean_is_rounded() {
        let row: Vec<u8> = (0..600u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for radius in 1..=NARROW {
            let mut quick = row.clone();
            mean(&mut quick, 600, radius);
            for x in radius..600 - radius {
                let sum: usize = row[x - radius..=x + radius].iter().map(|&v| usize::from(v)).sum();
                assert_eq!(usize::from(quick[x]), (sum + radius) / (2 * radius + 1));
            }
        }
    }

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
