//! Flow: which way the edges of a picture run, everywhere.

/// A plane of structure tensors: the products of gradients, smoothed.
///
/// J. Bigün and G. Granlund, "Optimal orientation detection of linear symmetry", 1987.
pub struct Flow {
    columns: usize,
    rows: usize,
    tensors: Vec<[f32; 3]>,
}

impl Flow {
    /// Of a plane of greys; near edges count most, and where there are none those farther off, up to several times
    /// `radius` cells, and at last `bias`, the angle in radians across which lines lie on plain ground.
    pub fn of(greys: &[f32], columns: usize, radius: usize, bias: f32) -> Self {
        let rows = greys.len() / columns.max(1);
        let at = |x: usize, y: usize| greys[y.min(rows - 1) * columns + x.min(columns - 1)];
        let mut near = Vec::with_capacity(greys.len());
        for y in 0..rows {
            for x in 0..columns {
                let dx = at(x + 1, y) - at(x.saturating_sub(1), y);
                let dy = at(x, y + 1) - at(x, y.saturating_sub(1));
                // Strong edges shall not silence the weak ones beside them.
                let size = (dx * dx + dy * dy).sqrt() + 4.0;
                near.push([dx * dx / size, dx * dy / size, dy * dy / size]);
            }
        }
        let mut tensors = vec![[0.0; 3]; near.len()];
        for (grow, weight) in [(1, 1.0), (3, 0.25), (8, 0.08)] {
            for _ in 0..2 {
                mean(&mut near, columns, radius * grow);
            }
            tensors.iter_mut().zip(&near).for_each(|(sum, own)| (0..3).for_each(|c| sum[c] += own[c] * weight));
        }
        let (sin, cos) = (libm::sinf(bias), libm::cosf(bias));
        let plain = 0.12;
        for tensor in &mut tensors {
            (0..3).for_each(|c| tensor[c] += plain * [cos * cos, cos * sin, sin * sin][c]);
        }
        Flow { columns, rows, tensors }
    }

    /// The angle in radians at right angles to the edges at a cell (the nearest one of the plane).
    pub fn across(&self, x: usize, y: usize) -> f32 {
        let [xx, xy, yy] = self.tensors[y.min(self.rows - 1) * self.columns + x.min(self.columns - 1)];
        0.5 * libm::atan2f(2.0 * xy, xx - yy)
    }
}

/// The mean of a square of side 2·`radius` + 1, one direction after the other.
fn mean(plane: &mut [[f32; 3]], columns: usize, radius: usize) {
    if plane.is_empty() {
        return;
    }
    let rows = plane.len() / columns;
    let mut line = vec![[0.0; 3]; columns.max(rows)];
    let mut along = |start: usize, step: usize, count: usize| {
        (0..count).for_each(|n| line[n] = plane[start + n * step]);
        let radius = radius.min(count);
        let at = |n: usize| line[n.min(count - 1)];
        let scale = 1.0 / (2 * radius + 1) as f32;
        let mut sum: [f32; 3] =
            std::array::from_fn(|c| at(0)[c] * (radius + 1) as f32 + (1..=radius).map(|n| at(n)[c]).sum::<f32>());
        for n in 0..count {
            plane[start + n * step] = sum.map(|v| v * scale);
            let (come, go) = (at(n + radius + 1), at(n.saturating_sub(radius)));
            (0..3).for_each(|c| sum[c] += come[c] - go[c]);
        }
    };
    (0..rows).for_each(|y| along(y * columns, 1, columns));
    (0..columns).for_each(|x| along(x, columns, rows));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_are_followed() {
        // Stripes that run down: what lies across them is level.
        let greys: Vec<f32> = (0..64 * 64).map(|n| if n % 64 / 8 % 2 == 0 { 0.0 } else { 255.0 }).collect();
        let flow = Flow::of(&greys, 64, 3, 1.5);
        assert!(flow.across(32, 32).abs() < 0.05);
        // On plain ground the bias.
        assert!((Flow::of(&[9.0; 4096], 64, 3, 1.0).across(5, 5) - 1.0).abs() < 1e-3);
    }
}
