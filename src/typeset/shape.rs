//! Shaping: text becomes glyphs with advances, in ems, cluster after cluster in reading order.

use std::ops::Range;

use harfrust::{Buffer, Direction, Feature, Language, Script, ShapeOptions, ShaperFont, Tag};
use unicode_bidi::BidiInfo;

use crate::{
    typeset::{
        Style,
        fonts::{FaceId, Fonts},
        french::NARROW,
        ink::Ink,
        itemise::{Items, is_invisible, itemise, stand_in},
    },
    words::Lang,
};

/// Shaped text; sizes do not matter yet, all is in ems.
pub(crate) struct Shaped {
    pub text: String,
    pub clusters: Vec<Cluster>,
    pub glyphs: Vec<Sign>,
    /// Characters that were left out.
    pub missing: Vec<char>,
    /// Whether anything runs from right to left.
    pub rtl: bool,
}

/// What shaping cannot take apart: a letter with its marks, a ligature, a space, a newline.
#[derive(Clone, Debug)]
pub(crate) struct Cluster {
    /// Byte offsets into the text.
    pub start: usize,
    pub end: usize,
    pub face: FaceId,
    /// Its glyphs, from left to right.
    pub glyphs: Range<usize>,
    pub advance: f32,
    /// From where the cluster begins on the baseline.
    pub ink: Ink,
    /// Embedding level (UAX 9), its own and that of its paragraph.
    pub level: u8,
    pub base: u8,
}

/// A glyph and where it lies from the beginning of its cluster; y down.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sign {
    pub id: u16,
    pub dx: f32,
    pub dy: f32,
}

/// Width of U+202F. Faces disagree (some have none, some make it a full space), so it is ours; a face with
/// a narrow word space gets a part of that.
const NARROW_SPACE: f32 = 0.18;

/// Shapes `text`, which is ready to be set (see [`crate::typeset::prepare`]). A paragraph is shaped whole and
/// lines are cut from it: what kerning does across a space then lies beyond the line's ink.
pub(crate) fn shape(text: &str, style: &Style, fonts: &Fonts) -> Shaped {
    let Items { text, items, missing } = itemise(text, &style.faces, fonts);
    // The first characters that run from right to left are Hebrew's; most text needs no bidi.
    let bidi = text.chars().any(|c| c >= '\u{590}').then(|| BidiInfo::new(&text, None)).filter(BidiInfo::has_rtl);
    let level = |at: usize| bidi.as_ref().map_or(0, |b| b.levels[at].number());
    let mut shaper = Shaper {
        fonts,
        tracking: if style.tracking.is_finite() { style.tracking } else { 0.0 },
        language: language(style.lang),
        features: features(style.tracking),
        buffer: Some(Buffer::new()),
        shaped: Shaped {
            text: String::new(),
            clusters: Vec::with_capacity(items.len()),
            glyphs: Vec::with_capacity(items.len()),
            missing,
            rtl: bidi.is_some(),
        },
    };
    let mut rest = &items[..];
    while let Some(first) = rest.first() {
        let newline = &text[first.start..first.end] == "\n";
        let same = |item: &&crate::typeset::itemise::Item| {
            let kind = item.face == first.face && item.script == first.script;
            kind && level(item.start) == level(first.start) && (&text[item.start..item.end] == "\n") == newline
        };
        let count = rest.iter().take_while(same).count();
        let run = first.start..rest[count - 1].end;
        if newline {
            shaper.newlines(run, first.face, level(first.start));
        } else {
            shaper.run(&text, run, first.face, first.script, level(first.start));
        }
        rest = &rest[count..];
    }
    let mut shaped = shaper.shaped;
    if let Some(bidi) = &bidi {
        for para in &bidi.paragraphs {
            let inside = |c: &&mut Cluster| para.range.contains(&c.start);
            shaped.clusters.iter_mut().filter(inside).for_each(|c| c.base = para.level.number());
        }
    }
    shaped.text = text;
    shaped
}

fn language(lang: Lang) -> Option<Language> {
    Language::new(match lang {
        Lang::En => "en",
        Lang::Fr => "fr",
    })
}

/// Letters that stand apart do not join in ligatures.
fn features(tracking: f32) -> Vec<Feature> {
    if tracking == 0.0 { Vec::new() } else { apart() }
}

/// What keeps letters apart.
fn apart() -> Vec<Feature> {
    let off = |tag| Feature::new(Tag::new(tag), 0, ..);
    vec![off(b"liga"), off(b"clig"), off(b"dlig")]
}

struct Shaper<'a> {
    fonts: &'a Fonts,
    tracking: f32,
    language: Option<Language>,
    features: Vec<Feature>,
    buffer: Option<Buffer>,
    shaped: Shaped,
}

impl Shaper<'_> {
    fn newlines(&mut self, run: Range<usize>, face: FaceId, level: u8) {
        for start in run {
            let glyphs = self.shaped.glyphs.len()..self.shaped.glyphs.len();
            let cluster = Cluster { start, end: start + 1, face, glyphs, advance: 0.0, ink: Ink::NONE, level, base: 0 };
            self.shaped.clusters.push(cluster);
        }
    }

    fn run(&mut self, text: &str, run: Range<usize>, id: FaceId, script: Script, level: u8) {
        let face = self.fonts.get(id);
        let mut buffer = self.buffer.take().unwrap_or_default();
        buffer.reset();
        for (at, c) in text[run.clone()].char_indices() {
            buffer.push(stand_in(c, face).into(), (run.start + at) as u32);
        }
        let direction = if level % 2 == 1 { Direction::RightToLeft } else { Direction::LeftToRight };
        buffer.set_direction(direction);
        buffer.set_script(Some(script));
        buffer.set_language(self.language.clone());
        let apart = if self.features.is_empty() && face.is_monospaced() { apart() } else { Vec::new() };
        let features = if apart.is_empty() { &self.features } else { &apart };
        let shaped = self.language.as_ref().is_some_and(|language| {
            let plan = face.shape_plan(script, direction, language, features);
            let options = ShapeOptions::new().plan(Some(&plan)).features(features);
            harfrust::shape(&ShaperFont::new(face.tables()), &mut buffer, options).is_ok()
        });
        if shaped {
            self.take(text, run, id, level, &buffer);
        }
        self.buffer = Some(buffer);
    }

    /// Reads the glyphs of a run, which stand from left to right, into clusters in reading order.
    fn take(&mut self, text: &str, run: Range<usize>, id: FaceId, level: u8, buffer: &Buffer) {
        let face = self.fonts.get(id);
        let per_unit = 1.0 / f32::from(face.tables().units_per_em());
        let first = self.shaped.clusters.len();
        let mut marks = buffer.glyph_infos().iter().zip(buffer.glyph_positions()).peekable();
        while let Some(cluster) = marks.peek().map(|(info, _)| info.cluster) {
            let begin = self.shaped.glyphs.len();
            let (mut pen, mut ink, mut lost) = (0.0, Ink::NONE, false);
            while let Some((info, position)) = marks.next_if(|(info, _)| info.cluster == cluster) {
                let (dx, dy) = (pen + position.x_offset as f32 * per_unit, -position.y_offset as f32 * per_unit);
                match u16::try_from(info.glyph_id).ok().filter(|id| *id != 0) {
                    Some(id) => {
                        ink = ink.join(face.extent(id).moved(dx, dy));
                        self.shaped.glyphs.push(Sign { id, dx, dy });
                        pen += position.x_advance as f32 * per_unit;
                    }
                    None => lost = true,
                }
            }
            let start = cluster as usize;
            if lost {
                self.lose(text, start);
            }
            if text[start..].starts_with(NARROW) {
                let space = face.glyph(' ').map_or(pen, |space| face.advance(space));
                pen = NARROW_SPACE.min(0.75 * space);
            }
            let invisible = text[start..].chars().next().is_some_and(is_invisible);
            let advance = if invisible && ink.is_none() { 0.0 } else { pen + self.tracking };
            let glyphs = begin..self.shaped.glyphs.len();
            self.shaped.clusters.push(Cluster { start, end: start, face: id, glyphs, advance, ink, level, base: 0 });
        }
        let taken = &mut self.shaped.clusters[first..];
        taken.sort_by_key(|cluster| cluster.start);
        let mut end = run.end;
        for cluster in taken.iter_mut().rev() {
            cluster.end = end;
            end = cluster.start;
        }
    }

    fn lose(&mut self, text: &str, at: usize) {
        if let Some(c) = text[at..].chars().next().filter(|c| !is_invisible(*c) && !self.shaped.missing.contains(c)) {
            self.shaped.missing.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::typeset::{
        Style,
        fonts::{Fonts, LAST_RESORT},
        shape::{Shaped, shape},
    };

    fn shaped(text: &str, face: &str, tracking: f32) -> Shaped {
        let fonts = Fonts::builtin();
        shape(text, &Style { faces: fonts.find(face).into_iter().collect(), tracking, ..Style::default() }, fonts)
    }

    fn width(text: &str, face: &str) -> f32 {
        shaped(text, face, 0.0).clusters.iter().map(|c| c.advance).sum()
    }

    #[test]
    fn letters_kern_join_and_carry_marks() {
        for face in ["Inter", "Anton", "Playfair"] {
            let face = Fonts::builtin().suggest(face).unwrap();
            assert!(width("AV", face) < width("A", face) + width("V", face) - 0.005, "{face}");
        }
        // The two ways to write é are one glyph; a mark that no single character has stands over its letter.
        let [whole, parts] = ["é", "e\u{301}"].map(|text| shaped(text, "Anton", 0.0));
        assert_eq!((whole.glyphs[0].id, parts.clusters.len()), (parts.glyphs[0].id, 1));
        let marked = shaped("x\u{301}", "Inter", 0.0);
        assert_eq!((marked.clusters.len(), marked.glyphs.len(), marked.missing.len()), (1, 2, 0));
        assert!(-marked.clusters[0].ink.top > 0.6 && marked.clusters[0].advance < 0.8);
        // Patrick Hand joins f and i; letters that are spaced out stand alone.
        let clusters = |tracking| shaped("fi", "Patrick Hand", tracking).clusters.len();
        assert_eq!((clusters(0.0), clusters(0.05)), (1, 2));
        for face in ["Share Tech Mono", "Courier Prime Bold", "VT323"] {
            assert_eq!(shaped("office fin flou", face, 0.0).clusters.len(), 15, "{face}");
        }
    }

    #[test]
    fn other_faces_lend_what_is_lacking() {
        let fonts = Fonts::builtin();
        let anton = fonts.find("Anton").unwrap();
        let mixed = shaped("Да, α!", "Anton", 0.0);
        let faces: Vec<usize> = mixed.clusters.iter().map(|c| c.face).collect();
        assert_eq!(faces, [LAST_RESORT; 6], "punctuation goes with the letters");
        assert_eq!(
            shaped("a α", "Anton", 0.0).clusters.iter().map(|c| c.face).collect::<Vec<_>>(),
            [anton, anton, LAST_RESORT]
        );
        let lost = shaped("a😀b שלום c\u{5B0}", "Anton", 0.0);
        assert_eq!(lost.missing, ['😀', 'ש', 'ל', 'ו', 'ם', '\u{5B0}']);
        assert_eq!(lost.text, "ab  c");
        assert!(lost.glyphs.iter().all(|glyph| glyph.id != 0));
    }

    #[test]
    fn what_a_face_lacks_is_made_up() {
        let fonts = Fonts::builtin();
        let anton = fonts.get(fonts.find("Anton").unwrap());
        let made = shaped("a\u{202F}!\u{2011}\u{A0}b", "Anton", 0.0);
        assert!(made.missing.is_empty() && made.clusters.iter().all(|c| c.face == made.clusters[0].face));
        let (narrow, space) = (made.clusters[1].advance, anton.advance(anton.glyph(' ').unwrap()));
        assert!(narrow > 0.05 && narrow < space && made.clusters[1].ink.is_none());
        assert_eq!(Some(made.glyphs[made.clusters[3].glyphs.start].id), anton.glyph('-').or(anton.glyph('\u{2010}')));
        assert!((made.clusters[4].advance - space).abs() < 1e-6);
    }

    #[test]
    fn text_runs_both_ways() {
        // An override makes even Latin run from right to left, whatever faces are there.
        let both = shaped("ab\u{202E}cd\u{202C}", "Inter", 0.0);
        let level = |at: usize| both.clusters.iter().find(|c| c.start == at).unwrap().level;
        assert!(both.rtl);
        assert_eq!((level(0), level(5)), (0, 1));
        assert!(!shaped("ab", "Inter", 0.0).rtl);
    }
}
