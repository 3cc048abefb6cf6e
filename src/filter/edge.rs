//! Edges: what a filter finds where it reaches beyond the picture.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What lies beyond the edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Edge {
    /// The picture again, turned over.
    #[default]
    Mirror,
    /// The picture again, from its other side.
    Wrap,
    /// The last pixel, drawn out.
    Clamp,
}

impl Edge {
    /// The index of 0 to `len` − 1 that stands for `index`; `len` is not 0.
    #[inline]
    pub fn index(self, index: i32, len: usize) -> usize {
        if (0..len as i32).contains(&index) { index as usize } else { self.beyond(i64::from(index), len as i64) }
    }

    fn beyond(self, index: i64, len: i64) -> usize {
        // Just beyond is the usual case, and a division the dear one.
        (match self {
            Edge::Mirror if (-len..0).contains(&index) => -1 - index,
            Edge::Mirror if (len..2 * len).contains(&index) => 2 * len - 1 - index,
            Edge::Wrap if (-len..0).contains(&index) => index + len,
            Edge::Wrap if (len..2 * len).contains(&index) => index - len,
            Edge::Clamp => index.clamp(0, len - 1),
            Edge::Wrap => index.rem_euclid(len),
            Edge::Mirror => {
                let turn = index.rem_euclid(2 * len);
                turn.min(2 * len - 1 - turn)
            }
        }) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beyond_the_edge() {
        let see = |edge: Edge| [-5, -1, 0, 2, 3, 4, 7].map(|i| edge.index(i, 3));
        assert_eq!(see(Edge::Mirror), [1, 0, 0, 2, 2, 1, 1]);
        assert_eq!(see(Edge::Wrap), [1, 2, 0, 2, 0, 1, 1]);
        assert_eq!(see(Edge::Clamp), [0, 0, 0, 2, 2, 2, 2]);
        assert_eq!(Edge::Mirror.index(i32::MIN, 1), 0);
    }
}
