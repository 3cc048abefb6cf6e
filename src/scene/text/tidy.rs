//! Tidying: what the ink of a line says against its reading.

use crate::scene::text::{
    patch::median_f32,
    row::{Row, is_low},
};

impl Row<'_> {
    /// Makes capitals of letters that are as tall as one among capitals: many an e of a display face has but one form.
    pub fn raise(&mut self) {
        let letters = || self.letters.iter().filter(|l| l.character.char.is_alphabetic());
        let capitals = letters().filter(|l| l.character.char.is_uppercase()).count();
        if capitals * 2 < letters().count() || capitals < 2 {
            return;
        }
        let tall = 0.88 * self.cap;
        for letter in self.letters.iter_mut().filter(|l| is_low(l.character.char)) {
            if letter.rows.is_some_and(|(top, foot)| (foot - top) as f32 > tall) {
                letter.character.char = letter.character.char.to_ascii_uppercase();
            }
        }
    }

    /// Leaves out a first letter that is an icon: it stands alone and far off, and is no word.
    pub fn drop_icon(&mut self) {
        let [first, second, ..] = &self.letters[..] else { return };
        let word = |c: char| !c.is_alphabetic() && !"()[]".contains(c) || "IAÀYOaàyoô".contains(c);
        let far = self.gaps[0].0 as f32 > 0.6 * self.cap;
        if second.space && far && !word(first.character.char) {
            let (_, middle) = self.gaps.remove(0);
            self.letters.remove(0);
            self.bounds[0] = (middle as usize..self.bounds[2]).find(|&x| self.columns[x] > 0).unwrap_or(self.bounds[0]);
        }
    }

    /// Takes what stands apart before the first letter and behind the last out of the bounds: icons, badges.
    pub fn trim(&mut self) {
        let (Some(first), Some(last)) = (self.letters.first(), self.letters.last()) else { return };
        let within = median_f32(self.gaps.iter().map(|gap| gap.0 as f32));
        let apart = (0.35 * self.cap).max(1.5 * within) as usize + 1;
        let clear = |x: &usize| self.columns.get(*x).is_none_or(|&ink| ink == 0);
        let [left, _, right, _] = self.bounds;
        let blank = |from: usize| (from..from + apart).all(|x| clear(&x));
        // The last blank run before the first letter's middle, and the first one behind the last's.
        let start = (left..first.x as usize).rev().find(|&x| x + apart < first.x as usize && blank(x));
        let end = (last.x as usize..right).find(|&x| blank(x) && x + apart < right);
        let start = start.and_then(|x| (x + apart..right).find(|x| !clear(x)));
        // Where the ink of the outermost letter was not told, it does not stand apart.
        let told = |x: f32| {
            let reach = 0.5 * self.cap;
            let near = (x - reach).max(0.0) as usize..((x + reach).max(0.0) as usize).min(self.columns.len());
            self.columns.get(near).is_some_and(|columns| columns.iter().any(|ink| *ink > 0))
        };
        let (start, end) = (start.filter(|_| told(first.x)), end.filter(|_| told(last.x)));
        if let Some(start) = start.filter(|&start| (start as f32) < first.x + 0.5 * self.cap) {
            self.bounds[0] = start;
        }
        if let Some(end) = end.filter(|&end| end as f32 > last.x - 0.5 * self.cap) {
            self.bounds[2] = end;
        }
    }
}
