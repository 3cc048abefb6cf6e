//! Spaces: which gaps between letters part words, and which part lines.

use crate::scene::text::{
    patch::median_f32,
    row::{Letter, Row, is_tall},
};

impl Row<'_> {
    /// Whether a space stands after each letter but the last, and whether the line falls apart there.
    pub fn spaces(&self) -> Vec<(bool, bool)> {
        let gaps = &self.gaps;
        let read: Vec<bool> = self.letters.iter().skip(1).map(|l| l.space).collect();
        let width = |i: usize| gaps[i].0 as f32;
        let letters = || (0..gaps.len()).filter(|&i| !read[i]);
        let within = median_f32(letters().map(width));
        let spaces = (0..gaps.len()).filter(|&i| read[i]).map(width);
        let usual = spaces.fold(0.6 * self.cap, f32::min);
        // Where letters hang together, or the ground shows through, gaps tell nothing.
        let clean = self.inked.clean && 10 * letters().filter(|&i| gaps[i].0 > 0).count() >= 8 * letters().count();
        (0..gaps.len())
            .map(|i| {
                let (a, b) = (self.letters[i].character.char, self.letters[i + 1].character.char);
                // Points and ones stand in much white, and some letters lean away from the next.
                let airy = !a.is_alphanumeric() || !b.is_alphanumeric() || a.is_ascii_digit() && b.is_ascii_digit();
                let more = if airy || "rfTLVYPA7".contains(a) { 0.42 } else { 0.3 } * self.cap;
                let gap = width(i);
                let wide = clean && gap > within + more && gap > 2.0 * within;
                let none = clean && gap < within + 0.05 * self.cap && within > 0.15 * self.cap;
                let space = if read[i] { !none } else { wide };
                let far =
                    gap - within > (1.25 * self.cap).max(2.2 * usual) || gap > 0.6 * self.cap && self.differs(i + 1);
                (space, space && far && !self.filled(&gaps[i]))
            })
            .collect()
    }

    /// Whether something that is no letter stands in a gap.
    fn filled(&self, (width, middle): &(usize, f32)) -> bool {
        let half = *width as f32 / 2.0;
        let columns = (middle - half).max(0.0) as usize..((middle + half) as usize).min(self.inked.busy.len());
        columns.clone().filter(|&x| self.inked.busy[x]).count() * 3 > columns.len()
    }

    /// Whether the letters from `index` on are of clearly another size than those before.
    fn differs(&self, index: usize) -> bool {
        let height = |letters: &[Letter]| {
            let tall = letters.iter().filter(|l| is_tall(l.character.char));
            let tall: Vec<f32> = tall.filter_map(Letter::height).collect();
            (tall.len() > 1).then(|| median_f32(tall.into_iter()))
        };
        let sizes = (height(&self.letters[..index]), height(&self.letters[index..]));
        matches!(sizes, (Some(a), Some(b)) if a.max(b) > 1.22 * a.min(b))
    }
}
