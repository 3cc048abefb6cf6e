//! What was seen of a region: the way it is best read, and the lines that come of it.

use image::RgbaImage;

use crate::{
    color::Color,
    measure::Rect,
    quad::Quad,
    scene::{
        line::{Align, Case, Lettering, Line, Role},
        net::Sight,
        text::{
            arc,
            calipers::{hull, smallest_rectangle},
            detect::Found,
            glyphs::{self, Measured},
            path::Path,
            recognise::{Character, Reading, recognise},
            row::ROOM,
        },
    },
};

/// A region that was read.
pub(crate) struct Seen {
    path: Path,
    reading: Reading,
    /// Ink and paper alone where the one could not be told from the other.
    measured: Result<Measured, [Color; 2]>,
}

/// Below this a reading is a guess.
const READ: f32 = 0.7;
/// Above it no other way of reading need be tried.
const SURE: f32 = 0.85;

/// Reads a region along the way that makes most sense; `None` when none does. `others` are regions of their own.
pub(crate) fn look(pixels: &RgbaImage, found: &Found, others: &[Found], sight: Sight) -> Option<Seen> {
    let quad = found.quad;
    let Quad([a, b, c, d]) = quad;
    let mut ways = Vec::new();
    if let Some(arc) = arc::arc(found) {
        ways.extend([arc.reversed(), arc]);
    }
    if quad.height() > 1.5 * quad.width() {
        ways.extend([Path::Straight(Quad([b, c, d, a])), Path::Straight(Quad([d, a, b, c]))]);
    }
    if ways.is_empty() || quad.height() < 2.5 * quad.width() {
        ways.push(Path::Straight(quad));
    }
    let read = |path: Path| {
        let reading = recognise(pixels, &path, sight);
        (path, reading)
    };
    let more = |a: &(Path, Reading), b: &(Path, Reading)| a.1.weight().total_cmp(&b.1.weight());
    let mut best = ways.into_iter().map(read).max_by(more)?;
    if best.1.confidence() < SURE {
        let upside_down = read(best.0.reversed());
        if upside_down.1.weight() > 1.2 * best.1.weight() {
            best = upside_down;
        }
    }
    let (path, reading) = best;
    if reading.confidence() < READ {
        return None;
    }
    let measured = glyphs::measure(pixels, &path, &reading);
    let mut seen = Seen { path, reading, measured };
    // A letter, and perhaps one more.
    for _ in 0..2 {
        match seen.extended(pixels, found, others, sight) {
            Some(longer) => seen = longer,
            None => break,
        }
    }
    Some(seen)
}

/// Whether a region that was seen from afar may show what the closer look missed or broke up: what was read closely
/// covers little of it with letters of its size.
pub(crate) fn is_news(afar: &Found, seen: &[Seen]) -> bool {
    let height = afar.quad.height().min(afar.quad.width());
    let same: Vec<&Seen> = seen.iter().filter(|one| (0.55..1.8).contains(&(one.path.height() / height))).collect();
    let path = Path::Straight(afar.quad);
    let covered = samples(&path).filter(|point| same.iter().any(|one| one.path.holds(*point)));
    covered.count() < SAMPLES * 6 / 10
}

/// Puts a large line in the place of what lies in it, if it says more.
pub(crate) fn prefer(seen: &mut Vec<Seen>, large: Seen) {
    let inside = |one: &Seen| samples(&one.path).filter(|point| large.path.holds(*point)).count() > SAMPLES / 2;
    let known: f32 = seen.iter().filter(|one| inside(one)).map(|one| one.reading.weight()).sum();
    if large.reading.weight() > known {
        seen.retain(|one| !inside(one));
        seen.push(large);
    }
}

/// Leaves out what lies in a line that says more.
pub(crate) fn distinct(mut seen: Vec<Seen>) -> Vec<Seen> {
    seen.sort_by(|a, b| b.reading.weight().total_cmp(&a.reading.weight()));
    let mut kept: Vec<Seen> = Vec::new();
    for one in seen {
        let within = |line: &Seen| samples(&one.path).filter(|point| line.path.holds(*point)).count() > SAMPLES / 2;
        if !kept.iter().any(within) {
            kept.push(one);
        }
    }
    kept
}

const SAMPLES: usize = 48;

/// Points spread evenly over a line.
fn samples(path: &Path) -> impl Iterator<Item = [f32; 2]> {
    (0..SAMPLES).map(|i| path.at((i / 3) as f32 / 16.0 + 1.0 / 32.0, 0.25 + 0.25 * (i % 3) as f32))
}

impl Reading {
    /// How much it tells: its characters by how sure they are, doubtful ones hardly.
    fn weight(&self) -> f32 {
        let sure = self.confidence();
        self.characters.len() as f32 * sure * sure * sure
    }
}

impl Seen {
    /// The same, read again with the letters that detection missed at its ends; `None` where that says no more.
    fn extended(&self, pixels: &RgbaImage, own: &Found, others: &[Found], sight: Sight) -> Option<Seen> {
        let [before, behind] = self.measured.as_ref().ok()?.beyond;
        // What was found as a line of its own is one.
        let taken: Vec<&Quad> = others
            .iter()
            .filter(|other| !std::ptr::eq(*other, own) && other.quad.width() > 1.5 * other.quad.height())
            .map(|other| &other.quad)
            .collect();
        let free = |from: f32, to: f32| {
            (1..8).all(|i| {
                let point = self.path.at(from + (to - from) * i as f32 / 8.0, 0.5);
                !taken.iter().any(|quad| quad.holds(point))
            })
        };
        let before = if free(-before, -0.1 * before) { before } else { 0.0 };
        let behind = if free(1.0 + 0.1 * behind, 1.0 + behind) { behind } else { 0.0 };
        if before + behind == 0.0 {
            return None;
        }
        let path = self.path.part([-before, 1.0 + behind], [0.0, 1.0]);
        let reading = recognise(pixels, &path, sight);
        let grown = reading.characters.len() > self.reading.characters.len();
        if !grown || reading.confidence() < self.reading.confidence() - 0.03 {
            return None;
        }
        let measured = glyphs::measure(pixels, &path, &reading);
        Some(Seen { path, reading, measured })
    }

    /// The lines that it holds: more than one where it falls apart.
    pub(crate) fn lines(&self, page: &Rect) -> Vec<Line> {
        let measured = self.measured.clone().unwrap_or_else(|inks| self.unmeasured(inks));
        let ends = measured.breaks.iter().copied().chain([measured.characters.len()]);
        let starts = [0].into_iter().chain(measured.breaks.iter().copied());
        let parts = starts.zip(ends).map(|(start, end)| &measured.characters[start..end]);
        parts.filter_map(|part| line(part, &measured, page)).collect()
    }

    /// What can be said of a line whose ink was not found.
    fn unmeasured(&self, [ink, paper]: [Color; 2]) -> Measured {
        let (length, height) = (self.path.length(), self.path.height());
        let room = ROOM * height / length.max(1.0);
        let characters = &self.reading.characters;
        let middle = |a: &Character, b: &Character| (a.at + b.at) / 2.0;
        let spans = characters.iter().enumerate().map(|(i, c)| {
            let start = i.checked_sub(1).map_or(0.0, |before| middle(&characters[before], c));
            (*c, [start, characters.get(i + 1).map_or(1.0, |next| middle(c, next))])
        });
        Measured {
            path: self.path.part([room, 1.0 - room], [ROOM, 1.0 - ROOM]),
            ink,
            paper,
            outline: None,
            shadow: false,
            cap_height: height * (1.0 - 2.0 * ROOM) * 0.8,
            stroke: height * 0.1,
            characters: spans.collect(),
            breaks: Vec::new(),
            beyond: [0.0; 2],
            hand: None,
        }
    }
}

fn line(part: &[(Character, [f32; 2])], measured: &Measured, page: &Rect) -> Option<Line> {
    let (first, last) = (part.first()?, part.last()?);
    let [start, end] = [first.1[0], last.1[1]];
    let length = (end - start).max(1e-3);
    let path = measured.path.part([start, end], [0.0, 1.0]);
    let text: String = part.iter().map(|(c, _)| c.char).collect();
    let confidence = Reading { characters: part.iter().map(|(c, _)| *c).collect() }.confidence();
    // A letter that stands alone and small is an icon: a heart, a speech bubble, an arrow. So are dots and dashes.
    let mut letters = text.chars().filter(|c| c.is_alphanumeric());
    let first = letters.next()?;
    let alone = letters.next().is_none();
    let large = measured.cap_height > 0.04 * page.w.max(page.h);
    let sure = first.is_ascii_digit() && confidence > 0.9 || text.chars().nth(1).is_some() && confidence > 0.95;
    // And few letters that are not sure are a pattern on a shirt.
    let enough = if text.chars().count() < 4 { SURE } else { READ };
    if alone && !large && !sure || confidence < enough {
        return None;
    }
    let quad = match &path {
        Path::Straight(quad) => *quad,
        Path::Arc { .. } => {
            let (quad, ..) = smallest_rectangle(&hull(&path.outline()));
            quad
        }
    };
    if quad.area() < 4.0 {
        return None;
    }
    let outline = matches!(path, Path::Arc { .. }).then(|| {
        path.outline().iter().map(|p| [p[0].round().clamp(0.0, page.w), p[1].round().clamp(0.0, page.h)]).collect()
    });
    let tenth = |v: f32| (v * 10.0).round() / 10.0;
    Some(Line {
        quad: quad.within(page).rounded(),
        outline,
        confidence,
        role: Role::default(),
        block: 0,
        lettering: Lettering {
            ink: measured.ink,
            paper: measured.paper,
            cap_height: tenth(measured.cap_height),
            stroke: tenth(measured.stroke),
            angle: tenth(quad.angle().to_degrees()),
            outline_ink: measured.outline,
            shadow: measured.shadow,
            case: case(&text),
            align: Align::default(),
        },
        on_face: false,
        plate: None,
        hand: measured.hand.as_ref().map(|hand| hand.part([start, end])),
        characters: part
            .iter()
            .map(|(_, span)| span.map(|at| (((at - start) / length) * 1000.0).round() / 1000.0))
            .collect(),
        text,
    })
}

fn case(text: &str) -> Case {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let (upper, all) = (letters().filter(|c| c.is_uppercase()).count(), letters().count());
    let starts = text.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphabetic()));
    let (capitals, words) = starts.fold((0, 0), |(u, n), c| (u + usize::from(c.is_uppercase()), n + 1));
    match () {
        () if all > 0 && upper == all => Case::Upper,
        () if all > 0 && upper == 0 => Case::Lower,
        () if words > 2 && capitals == words => Case::Title,
        () => Case::Sentence,
    }
}
