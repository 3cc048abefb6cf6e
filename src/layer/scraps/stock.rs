//! The stock: which pieces of the picture, and of others that lend letters, say what, and which of them is cut out.

use crate::{
    color::Color,
    layer::scraps::lender::{Lender, Place},
    measure::Rect,
    seed::Dice,
};

/// A piece of a picture; lengths in its pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Lifted {
    /// Which of the pool lends it; none where it is the picture's own.
    pub lender: Option<usize>,
    /// The upright part that holds the piece.
    pub from: Rect,
    /// Its middle.
    pub centre: [f32; 2],
    /// Degrees, clockwise, by which its letters lean.
    pub angle: f32,
    /// Half of its width along the letters, half of its height across them.
    pub half: [f32; 2],
    /// Room between the letters and the cut: above, right, below, left.
    pub margins: [f32; 4],
    /// Ems that a pixel is shown at.
    pub share: f32,
    /// The colour of the ground round the letters.
    pub paper: Color,
}

/// How large a letter is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Its height in ems.
    pub high: f32,
    /// The most ems that a picture pixel may be shown at.
    pub most: f32,
    /// The most ems at which it is still sharp.
    pub sharp: f32,
}

/// The pictures that letters may be taken from.
pub struct Stock<'a> {
    /// The picture itself first.
    pictures: Vec<Papers<'a>>,
    /// From which of them, and where, pieces were taken.
    taken: Vec<(usize, Place)>,
}

struct Papers<'a> {
    own: &'a Lender,
    lender: Option<usize>,
    /// How much larger its pixels may be shown than the picture's.
    finer: f32,
}

/// Pieces this much worse than the best are not taken while it is there.
const GOOD: f32 = 0.5;
/// Pieces this much worse than the best are never taken: rather the best comes again.
const POOR: f32 = 0.12;
/// What a piece is worth beside another of its line, beside another of its picture while there are more, and what one of
/// another picture is: its own letters come first.
const SAME_LINE: f32 = 0.6;
const SAME_PICTURE: f32 = 0.25;
const LENT: f32 = 0.7;
/// How often one of its own is taken where others are as good, however many these are.
const OWN: f32 = 0.6;

impl<'a> Stock<'a> {
    /// What the picture itself has.
    pub fn of(own: &'a Lender) -> Self {
        Stock { pictures: vec![Papers { own, lender: None, finer: 1.0 }], taken: Vec::new() }
    }

    /// Adds what another picture has, the pool's `lender`th.
    pub fn borrow(&mut self, own: &'a Lender, lender: usize, finer: f32) {
        self.pictures.push(Papers { own, lender: Some(lender), finer });
    }

    /// A piece that says `text`, whatever its case: one of the best, and none that was taken before while there is
    /// another.
    pub fn take(&mut self, text: &str, asked: &Asked, dice: &mut Dice) -> Option<Lifted> {
        let wanted: Vec<char> = text.chars().collect();
        if !is_wanted(text) {
            return None;
        }
        let mut found: Vec<(f32, (usize, Place), Lifted)> = Vec::new();
        for (index, Papers { own, lender, finer }) in self.pictures.iter().enumerate() {
            let asked = asked.finer(*finer);
            for (place, cut) in own.find(&wanted) {
                if lender.is_some() && !cut.is_lendable(&asked) {
                    continue;
                }
                let Some((worth, lifted)) = cut.lifted(&asked, *lender) else { continue };
                // Neighbours of one hand are no ransom note.
                let beside = match self.taken.last() {
                    Some((picture, _)) if *picture == index && self.pictures.len() > 1 => SAME_PICTURE,
                    Some((picture, (line, _))) if *picture == index && *line == place.0 => SAME_LINE,
                    _ => 1.0,
                };
                let lent = if lender.is_some() { LENT } else { 1.0 };
                found.push((worth * beside * lent, (index, place), lifted));
            }
        }
        let best = found.iter().map(|(worth, ..)| *worth).fold(0.0, f32::max);
        found.retain(|(worth, ..)| *worth >= POOR * best);
        let times = |place: &(usize, Place)| self.taken.iter().filter(|taken| *taken == place).count();
        let least = found.iter().map(|(_, place, _)| times(place)).min()?;
        found.retain(|(_, place, _)| times(place) == least);
        let best = found.iter().map(|(worth, ..)| *worth).fold(0.0, f32::max);
        found.retain(|(worth, ..)| *worth >= GOOD * best);
        let owns = found.iter().filter(|(_, (picture, _), _)| *picture == 0).count();
        if (1..found.len()).contains(&owns) {
            let own = dice.unit() < OWN;
            found.retain(|(_, (picture, _), _)| (*picture == 0) == own);
        }
        let sum: f32 = found.iter().map(|(worth, ..)| worth).sum();
        let mut throw = dice.unit() * sum;
        let at = found.iter().position(|(worth, ..)| {
            throw -= worth;
            throw < 0.0
        });
        let (_, place, lifted) = found.swap_remove(at.unwrap_or(0));
        self.taken.push(place);
        Some(lifted)
    }
}

/// Whether a text is looked for: a stop or a dash alone says nothing of where it comes from.
pub fn is_wanted(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "!?&%€$£+".contains(c))
}

impl Asked {
    /// The same of pixels that may be shown so much larger.
    pub fn finer(&self, times: f32) -> Asked {
        Asked { most: self.most * times, sharp: self.sharp * times, ..*self }
    }
}

#[cfg(test)]
mod tests;
