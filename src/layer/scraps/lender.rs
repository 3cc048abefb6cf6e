//! Lenders: pictures as far as letters can be cut out of them, and which of a pool are borrowed from.

use crate::{
    layer::scraps::{
        clear::clear,
        row::{Cut, Row},
        stock::Asked,
    },
    measure::Rect,
    quad::Quad,
    scene::line::Line,
    seed::Seed,
};

/// What a picture lends: its letters, each known by where it is cut.
#[derive(Clone, Debug, Default)]
pub struct Lender {
    /// BLAKE3 of its file, in hex.
    pub hash: String,
    pub width: u32,
    pub height: u32,
    /// Where its lines stand.
    quads: Vec<Quad>,
    rows: Vec<Row>,
    letters: Vec<Letter>,
}

#[derive(Clone, Debug)]
struct Letter {
    character: char,
    place: Place,
    cut: Cut,
}

/// A line and the first of its characters that is meant.
pub type Place = (usize, usize);

/// How many pictures of a pool a text is cut out of because the dice say so, and how many with those that have what is
/// lacking otherwise.
const BY_DICE: usize = 4;
const MOST: usize = 7;
/// All of them together have no more pixels than this: they are decoded side by side.
const PIXELS: u64 = 48_000_000;

impl Lender {
    /// What the lines of a picture lend.
    pub fn of(hash: String, [width, height]: [u32; 2], lines: &[Line]) -> Self {
        let rows = lines.iter().filter_map(Row::of).collect();
        let quads = lines.iter().map(|line| line.quad).collect();
        let mut lender = Lender { hash, width, height, quads, rows, letters: Vec::new() };
        let places = lender.rows.iter().enumerate().flat_map(|(line, row)| (0..row.count()).map(move |at| (line, at)));
        let letter = |place: Place| {
            let character = lender.rows[place.0].character(place.1)?;
            Some(Letter { character, place, cut: lender.cut(place, 1)? })
        };
        lender.letters = places.filter_map(letter).collect();
        lender
    }

    /// The piece with so many characters from a place, with as much paper as other lines leave it.
    fn cut(&self, (line, start): Place, count: usize) -> Option<Cut> {
        let row = self.rows.get(line)?;
        let whole = Rect::new(0.0, 0.0, self.width as f32, self.height as f32);
        let mut cut = row.cut(start, count, &whole)?;
        let others: Vec<Quad> = self.quads.iter().filter(|quad| **quad != row.quad).copied().collect();
        clear(&mut cut, &others);
        Some(cut)
    }

    /// Whether there is nothing to be had.
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    /// Every piece that says this, whatever its case, line by line.
    pub fn find(&self, wanted: &[char]) -> Vec<(Place, Cut)> {
        if let [wanted] = wanted {
            let letters = self.letters.iter().filter(|letter| says(letter.character, *wanted));
            return letters.map(|letter| (letter.place, letter.cut.clone())).collect();
        }
        let mut found = Vec::new();
        for (line, row) in self.rows.iter().enumerate() {
            for start in 0..(row.count() + 1).saturating_sub(wanted.len()) {
                let same =
                    wanted.iter().enumerate().all(|(i, w)| row.character(start + i).is_some_and(|c| says(c, *w)));
                if same && let Some(cut) = self.cut((line, start), wanted.len()) {
                    found.push(((line, start), cut));
                }
            }
        }
        found
    }

    /// Whether it lends a piece that says this, as large as it is wanted, and legible.
    fn offers(&self, wanted: &str, asked: &Asked) -> bool {
        let wanted: Vec<char> = wanted.chars().collect();
        self.find(&wanted).iter().any(|(_, cut)| cut.is_lendable(asked))
    }

    /// Whether its own scraps may be cut out of it for this.
    pub fn has(&self, wanted: &str, asked: &Asked) -> bool {
        let wanted: Vec<char> = wanted.chars().collect();
        self.find(&wanted).iter().any(|(_, cut)| cut.lifted(asked, None).is_some())
    }

    fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

/// Which of a pool lend what a text wants: some by the dice, each by its own, so that one more in the pool does not
/// reshuffle the others; then those that have most of what is `lacking`. Indices into `pool`.
pub fn chosen(pool: &[&Lender], wanted: &[&str], lacking: &[&str], asked: &Asked, seed: Seed) -> Vec<usize> {
    let mut ranked: Vec<(u64, usize)> =
        pool.iter().enumerate().map(|(i, lender)| (seed.at(&lender.hash).0, i)).collect();
    ranked.sort_unstable();
    let (mut own, mut room) = (Vec::new(), PIXELS);
    // One that has next to nothing to say makes no difference.
    let least = wanted.len().div_ceil(4).min(4);
    for (_, index) in &ranked {
        let lender = pool[*index];
        let offered = || wanted.iter().filter(|text| lender.offers(text, asked)).take(least).count();
        if own.len() < BY_DICE && lender.pixels() <= room && offered() >= least {
            room -= lender.pixels();
            own.push(*index);
        }
    }
    let mut lacking: Vec<&str> = lacking.to_vec();
    lacking.retain(|text| !own.iter().any(|index| pool[*index].offers(text, asked)));
    while own.len() < MOST && !lacking.is_empty() {
        let offers = |index: usize| lacking.iter().filter(|text| pool[index].offers(text, asked)).count();
        let rest = ranked.iter().filter(|(_, i)| !own.contains(i) && pool[*i].pixels() <= room);
        // The first of the best: of those that come out alike, the dice's.
        let best = rest.map(|(_, i)| (offers(*i), *i)).rev().max_by_key(|(count, _)| *count);
        let Some((1.., index)) = best else { break };
        room -= pool[index].pixels();
        own.push(index);
        lacking.retain(|text| !pool[index].offers(text, asked));
    }
    own
}

/// Whether a character of the picture serves as a wanted one: in either case, but a capital I among small letters would
/// be read as an l.
fn says(own: char, wanted: char) -> bool {
    own.to_lowercase().eq(wanted.to_lowercase()) && (own, wanted) != ('I', 'i')
}
