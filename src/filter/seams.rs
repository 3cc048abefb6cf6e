//! Seams: paths of least notice through a picture (Avidan and Shamir 2007), by what their removal would bring
//! together (forward energy: Rubinstein, Shamir and Avidan 2008) and, to break ties, by what is in them.

/// More than any path costs.
const MUCH: u32 = 1 << 30;

/// Takes `count` upright seams out of greys in rows of `width` and returns the columns that are left of each row,
/// `width - count` of them, in order.
pub fn carve(greys: &[u8], width: usize, count: usize) -> Vec<u16> {
    let count = count.min(width.saturating_sub(1));
    if greys.is_empty() || !(1..=usize::from(u16::MAX)).contains(&width) {
        return Vec::new();
    }
    let height = greys.len() / width;
    let mut carver = Carver::new(greys, width, height);
    for _ in 0..count {
        carver.cost();
        carver.remove();
    }
    let left = carver.width;
    carver.columns.chunks_exact(width).flat_map(|row| &row[..left]).copied().collect()
}

struct Carver {
    /// Columns that are left.
    width: usize,
    height: usize,
    /// Columns that there were.
    full: usize,
    /// Rows of greys with the first and the last one more.
    greys: Vec<u8>,
    columns: Vec<u16>,
    /// The least cost of a path from above to each place, with more than any on both sides.
    costs: Vec<u32>,
}

impl Carver {
    fn new(greys: &[u8], width: usize, height: usize) -> Self {
        let mut padded = Vec::with_capacity((width + 2) * height);
        for row in greys.chunks_exact(width) {
            padded.push(row[0]);
            padded.extend_from_slice(row);
            padded.push(row[width - 1]);
        }
        let columns = (0..height).flat_map(|_| 0..width as u16).collect();
        Carver { width, height, full: width, greys: padded, columns, costs: vec![MUCH; (width + 2) * height] }
    }

    /// A row of greys with one more on both sides.
    fn row(&self, y: usize) -> &[u8] {
        &self.greys[y * (self.full + 2)..][..self.width + 2]
    }

    fn cost(&mut self) {
        let (stride, width) = (self.full + 2, self.width);
        let mut done = std::mem::take(&mut self.costs);
        let first = self.row(0);
        let pairs = first.iter().zip(&first[2..]);
        done[1..].iter_mut().zip(pairs).for_each(|(out, (left, right))| *out = u32::from(left.abs_diff(*right)));
        done[width + 1] = MUCH;
        for y in 1..self.height {
            let (before, now) = done[(y - 1) * stride..].split_at_mut(stride);
            let (row, above) = (&self.row(y)[..width + 2], &self.row(y - 1)[1..=width]);
            let (left, own, right) = (&row[..width], &row[1..=width], &row[2..width + 2]);
            let (from_left, from_above, from_right) = (&before[..width], &before[1..=width], &before[2..width + 2]);
            // Slices of one length, so that the loop is done for several places at once.
            for (x, out) in now[1..=width].iter_mut().enumerate() {
                // A pattern that closes up without a trace is still more than nothing.
                let detail = (u32::from(own[x].abs_diff(above[x])) + u32::from(own[x].abs_diff(left[x]))) / 2;
                let joined = detail + u32::from(left[x].abs_diff(right[x]));
                let (l, r) = (u32::from(above[x].abs_diff(left[x])), u32::from(above[x].abs_diff(right[x])));
                *out = joined + from_above[x].min(from_left[x] + l).min(from_right[x] + r);
            }
            now[width + 1] = MUCH;
        }
        self.costs = done;
    }

    /// Follows the cheapest path upward and closes it.
    fn remove(&mut self) {
        let (stride, width) = (self.full + 2, self.width);
        let last = &self.costs[(self.height - 1) * stride..][1..=width];
        let mut x = last.iter().enumerate().min_by_key(|&(_, cost)| cost).map_or(0, |(x, _)| x);
        for y in (0..self.height).rev() {
            let next = if y > 0 { self.above(x, y) } else { x };
            let greys = &mut self.greys[y * stride..][..width + 2];
            greys.copy_within(x + 2.., x + 1);
            // The greys beside the first and the last are theirs.
            (greys[0], greys[width]) = (greys[1], greys[width - 1]);
            self.columns[y * self.full..][..width].copy_within(x + 1.., x);
            x = next;
        }
        self.width -= 1;
    }

    /// The column in the row above from which the cheapest path comes.
    fn above(&self, x: usize, y: usize) -> usize {
        let (row, above) = (self.row(y), self.row(y - 1)[x + 1]);
        let before = &self.costs[(y - 1) * (self.full + 2)..];
        let straight = before[x + 1];
        let left = before[x] + u32::from(above.abs_diff(row[x]));
        let right = before[x + 2] + u32::from(above.abs_diff(row[x + 2]));
        if straight <= left.min(right) {
            x
        } else if left <= right {
            x - 1
        } else {
            x + 1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flat_part_goes_first() {
        // Stripes on the left, nothing on the right.
        let greys: Vec<u8> =
            (0..20).flat_map(|_| (0..40).map(|x| if x < 20 { (x % 4) as u8 * 60 } else { 128 })).collect();
        for row in carve(&greys, 40, 15).chunks(25) {
            assert!(row[..19].iter().copied().eq(0..19), "{row:?}");
            assert!(row.is_sorted());
        }
    }

    #[test]
    fn a_path_keeps_together_and_odd_sizes_are_survived() {
        let greys: Vec<u8> = (0..30 * 50u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let left = carve(&greys, 30, 1);
        let gone: Vec<i32> =
            left.chunks(29).map(|row| (0..29).find(|&x| row[x] != x as u16).unwrap_or(29) as i32).collect();
        assert!(gone.windows(2).all(|pair| (pair[0] - pair[1]).abs() <= 1), "{gone:?}");
        assert_eq!(carve(&greys, 30, 1000).len(), 50);
        assert_eq!(carve(&[5, 6, 7], 1, 1), [0, 0, 0]);
        assert!(carve(&[], 4, 2).is_empty());
    }
}
