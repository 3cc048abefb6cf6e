//! Pieces: a torn sheet, and where a place lies on each of its pieces.

use crate::filter::torn::Rip;

/// The picture, torn.
pub struct Sheet {
    /// The tears, in their order across it.
    pub rips: Vec<Rip>,
    /// The topmost first.
    pub pieces: Vec<Piece>,
    /// Its left, top, right and bottom side: far away where the box ends and the canvas does not.
    pub sides: [f32; 4],
    /// Its middle.
    pub middle: (f32, f32),
    /// Sine of the angle of the tears.
    pub sin: f32,
    /// Cosine of the same.
    pub cos: f32,
}

/// One piece and how it lies.
pub struct Piece {
    /// The number of the tear that it lies after, if there is one; it lies before the next.
    pub number: usize,
    /// From the canvas to the picture.
    pub back: [f32; 6],
}

/// Where a place lies on a piece.
pub struct Spot {
    /// How far inside its paper.
    pub paper: f32,
    /// How far inside what is printed.
    pub print: f32,
    /// How much of the light its torn edge misses.
    pub shade: f32,
    /// Whether that edge bends towards the light (1) or away from it (−1).
    pub facing: f32,
}

/// From the canvas to the picture, for a piece that was turned round a point and then moved.
pub fn back((px, py): (f32, f32), (dx, dy): (f32, f32), turn: f32) -> [f32; 6] {
    let (sin, cos) = (libm::sinf(turn), libm::cosf(turn));
    let (qx, qy) = (px + dx, py + dy);
    [cos, sin, px - cos * qx - sin * qy, -sin, cos, py + sin * qx - cos * qy]
}

impl Sheet {
    /// A place along the tears and across them, from the middle.
    #[inline]
    pub fn turned(&self, u: f32, v: f32) -> (f32, f32) {
        let (u, v) = (u - self.middle.0, v - self.middle.1);
        (u * self.cos + v * self.sin, v * self.cos - u * self.sin)
    }

    /// How far inside the whole sheet a place lies.
    #[inline]
    pub fn inside(&self, (u, v): (f32, f32)) -> f32 {
        let [left, top, right, bottom] = self.sides;
        (u - left).min(right - u).min((v - top).min(bottom - v))
    }
}

impl Piece {
    /// The place of the picture that lies at a place of the canvas.
    #[inline]
    pub fn back(&self, x: f32, y: f32) -> (f32, f32) {
        let m = &self.back;
        (m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5])
    }

    #[inline]
    fn rips<'a>(&self, sheet: &'a Sheet) -> (Option<&'a Rip>, Option<&'a Rip>) {
        (self.number.checked_sub(1).map(|n| &sheet.rips[n]), sheet.rips.get(self.number))
    }

    /// Where a place lies on it, given in the picture's pixels and along and across the tears.
    #[inline]
    pub fn spot(&self, sheet: &Sheet, place: (f32, f32), (along, across): (f32, f32)) -> Spot {
        let mut spot = Spot { paper: sheet.inside(place), print: f32::MAX, shade: 0.0, facing: 0.0 };
        let (first, last) = self.rips(sheet);
        // The light comes from above, and falls on edges that face it.
        let above = sheet.cos + 0.5 * sheet.sin;
        if let Some(tear) = first {
            let inside = tear.after(along, across);
            spot.paper = spot.paper.min(inside);
            let print = inside - tear.bare(along, true);
            (spot.print, spot.shade, spot.facing) = (print, 0.1 - 0.06 * above, above);
        }
        if let Some(tear) = last {
            let inside = -tear.after(along, across);
            spot.paper = spot.paper.min(inside);
            let print = inside - tear.bare(along, false);
            if print < spot.print {
                (spot.print, spot.shade, spot.facing) = (print, 0.16 + 0.1 * above, -above);
            }
        }
        spot
    }

    /// How far inside its paper a place lies, as its shadow sees it.
    #[inline]
    pub fn softly(&self, sheet: &Sheet, place: (f32, f32), (along, across): (f32, f32)) -> f32 {
        let (first, last) = self.rips(sheet);
        let inside = first.map_or(f32::MAX, |tear| tear.after_softly(along, across));
        let inside = inside.min(last.map_or(f32::MAX, |tear| -tear.after_softly(along, across)));
        inside.min(sheet.inside(place))
    }
}
