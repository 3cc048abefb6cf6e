//! Scraps: words or letters cut out of several papers and pasted side by side, as for a ransom.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use crate::{
    color::{Color, Ink, contrast},
    layer::{
        LayerError, Lower, Place, outline,
        rows_of::{GAP, SPACE, Scrap, arrange, row_height, row_width},
        stage::Stage,
    },
    measure::Rect,
    plan::{Glyph, GlyphsMark, Mark, Segment, ShapeMark},
    scene::Needs,
    seed::Dice,
    typeset::{Style, case::Case, set_line},
};

/// Text as a ransom note: each scrap in a face, on a paper and at an angle of its own. Words never break
/// over rows.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Scraps {
    /// What it says; `#symbol#` is written anew for each picture.
    pub say: String,
    /// The box that it fills.
    pub place: Place,
    /// What one scrap holds.
    pub per: Per,
    /// The faces that were cut from.
    pub fonts: Vec<String>,
    /// The papers that were cut from; the letters are black or white, whichever can be read.
    pub papers: Vec<Ink>,
    /// How far scraps are turned, in degrees either way.
    #[schemars(range(min = 0.0, max = 45.0))]
    pub tilt: f32,
    /// How different their sizes are: 0 all alike.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub uneven: f32,
    /// How dark a shadow they throw.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub shadow: f32,
    /// A torn sheet that they are all pasted on.
    pub sheet: Option<Ink>,
    /// The largest em, as a share of the place's height.
    #[schemars(range(min = 0.01, max = 1.0))]
    pub size: f32,
}

/// What one scrap holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    Word,
    #[default]
    Letter,
}

impl Default for Scraps {
    fn default() -> Self {
        let names =
            ["Anton", "Playfair Display Black", "Courier Prime Bold", "Oswald Bold", "Inter Bold", "Special Elite"];
        Scraps {
            say: "#ransom#".into(),
            place: Place::Bottom,
            per: Per::Letter,
            fonts: names.map(String::from).to_vec(),
            papers: ["white", "newsprint", "yellow", "black", "red", "cream"]
                .iter()
                .filter_map(|ink| ink.parse().ok())
                .collect(),
            tilt: 5.0,
            uneven: 0.5,
            shadow: 0.4,
            sheet: None,
            size: 0.5,
        }
    }
}

/// Room between letters and the edge of their paper, in ems.
const PAD: f32 = 0.14;
/// How far a sheet reaches past the scraps, in ems, and how deep it is torn.
const SHEET: f32 = 0.42;
const TORN: f32 = 0.07;
/// Sizes are set at this many pixels an em, then scaled.
const EM: f32 = 100.0;

impl Lower for Scraps {
    const NAME: &'static str = "scraps";

    fn needs(&self) -> Needs {
        let palette = self.papers.iter().chain(&self.sheet).any(|ink| ink.needs_palette());
        self.place.needs() | if palette { Needs::PALETTE } else { Needs::NONE }
    }

    fn says(&self) -> Option<&str> {
        Some(&self.say)
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        if self.papers.is_empty() {
            return Err(LayerError("scraps need a paper or more".into()));
        }
        let Some(text) = stage.say(&self.say, 0)? else { return Ok(Vec::new()) };
        let words = self.cut(&text, stage)?;
        let place = self.place.rect(stage);
        let most = self.size * place.h;
        let Some((em, rows)) =
            arrange(&words, place.w, place.h, most, if self.sheet.is_some() { 2.0 * SHEET } else { 0.0 })
        else {
            return Ok(Vec::new());
        };
        let legible = 0.014 * stage.page.short();
        if em < legible {
            stage.notes.push(format!("“{text}” fits its place only at {em:.1} px, below the legible {legible:.1} px"));
        }
        stage.said.push(text);
        let heights: Vec<f32> = rows.iter().map(|row| row_height(&words[row.clone()]) * em).collect();
        let mut y = place.y + (place.h - heights.iter().sum::<f32>()) / 2.0;
        let mut dice = stage.seed.at("scissors").dice();
        let mut marks = Vec::new();
        if let Some(sheet) = self.sheet {
            let width = rows.iter().map(|row| row_width(&words[row.clone()])).fold(0.0, f32::max) * em;
            let height: f32 = heights.iter().sum();
            let note = Rect::new(place.x + (place.w - width) / 2.0, y, width, height).grown(SHEET * em);
            under(&note, em, sheet, self, stage, &mut marks);
        }
        for (row, height) in rows.iter().zip(heights) {
            let words = &words[row.clone()];
            let mut x = place.x + (place.w - row_width(words) * em) / 2.0;
            for word in words {
                for scrap in word {
                    let [w, h] = scrap.size.map(|side| side * em);
                    let rect = Rect::new(x, y + (height - h) / 2.0, w, h);
                    paste(scrap, &rect, em, self.shadow, &mut dice, stage, &mut marks);
                    x += w + GAP * em;
                }
                x += (SPACE - GAP) * em;
            }
            y += height;
        }
        Ok(marks)
    }
}

impl Scraps {
    /// Cuts a text into words, and each word into scraps.
    fn cut(&self, text: &str, stage: &mut Stage<'_>) -> Result<Vec<Vec<Scrap>>, LayerError> {
        let faces = self
            .fonts
            .iter()
            .map(|name| stage.fonts.find(name).ok_or_else(|| LayerError(format!("unknown font `{name}`"))));
        let faces = faces.collect::<Result<Vec<_>, _>>()?;
        let mut dice = stage.seed.at("scraps").dice();
        let mut last = usize::MAX;
        let mut words = Vec::new();
        for word in text.split_whitespace() {
            let pieces = if self.per == Per::Word { vec![word] } else { letters(word) };
            let mut scraps = Vec::new();
            for piece in pieces {
                // Never the same paper twice in a row.
                let mut paper = dice.below(self.papers.len());
                if paper == last {
                    paper = (paper + 1) % self.papers.len();
                }
                last = paper;
                let face = faces.get(dice.below(faces.len())).copied();
                let case = if dice.unit() < 0.72 { Case::Upper } else { Case::AsIs };
                let style = Style { faces: face.into_iter().collect(), lang: stage.lang, case, ..Style::default() };
                let grade = 1.0 + self.uneven * dice.between(-0.28, 0.28);
                let setting = set_line(piece, &style, EM * grade, stage.fonts);
                if !setting.missing.is_empty() {
                    stage.notes.push(format!("no face has all characters of “{piece}”"));
                }
                let size = [setting.ink.w, setting.ink.h.max(0.34 * EM)].map(|side| side / EM + 2.0 * PAD * grade);
                scraps.push(Scrap {
                    size,
                    paper: stage.inks.color(self.papers[paper]),
                    tilt: dice.between(-self.tilt, self.tilt),
                    setting,
                });
            }
            words.push(scraps);
        }
        Ok(words)
    }
}

/// A word's letters; a full stop or comma stays with the letter before it, since alone it says nothing.
fn letters(word: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = Vec::new();
    for (at, piece) in word.grapheme_indices(true) {
        let clings = piece.chars().all(|c| ".,;:!?…’”»".contains(c));
        if starts.is_empty() || !clings {
            starts.push(at);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([word.len()]);
    starts.iter().zip(ends).map(|(start, end)| &word[*start..end]).collect()
}

/// The torn sheet below all scraps, and its shadow.
fn under(note: &Rect, em: f32, sheet: Ink, scraps: &Scraps, stage: &mut Stage<'_>, marks: &mut Vec<Mark>) {
    let mut dice = stage.seed.at("sheet").dice();
    let turn = outline::tilt(note, dice.between(-0.25, 0.25) * scraps.tilt);
    let shape = outline::torn(note, TORN * em, &mut dice);
    let fill =
        |outline: Vec<Segment>, color: Color| Mark::Shape(ShapeMark { outline, fill: Some(color), stroke: None });
    if scraps.shadow > 0.0 {
        let below = [turn[0], turn[1], turn[2], turn[3], turn[4] + 0.06 * em, turn[5] + 0.1 * em];
        marks.push(fill(outline::mapped(&shape, &below), Color { a: (scraps.shadow * 255.0) as u8, ..Color::BLACK }));
    }
    marks.push(fill(outline::mapped(&shape, &turn), stage.inks.color(sheet)));
}

fn paste(
    scrap: &Scrap,
    rect: &Rect,
    em: f32,
    shadow: f32,
    dice: &mut Dice,
    stage: &mut Stage<'_>,
    marks: &mut Vec<Mark>,
) {
    let turn = outline::tilt(rect, scrap.tilt);
    let shape = scissors(rect, 0.05 * em, dice);
    let fill =
        |outline: Vec<Segment>, color: Color| Mark::Shape(ShapeMark { outline, fill: Some(color), stroke: None });
    if shadow > 0.0 {
        let below = [turn[0], turn[1], turn[2], turn[3], turn[4] + 0.04 * em, turn[5] + 0.06 * em];
        marks.push(fill(outline::mapped(&shape, &below), Color { a: (shadow * 255.0) as u8, ..Color::BLACK }));
    }
    marks.push(fill(outline::mapped(&shape, &turn), scrap.paper));
    let reach = outline::bounds(&rect.grown(0.12 * em), &turn);
    for ink in [Color::BLACK, Color::WHITE] {
        stage.backdrop.spots(reach, ink);
    }
    let grey = |ink: Color| contrast(ink.luminance(), scrap.paper.luminance());
    let ink = if grey(Color::BLACK) >= grey(Color::WHITE) { Color::BLACK } else { Color::WHITE };
    let scale = em / EM;
    let (cx, cy) = (rect.x + rect.w / 2.0, rect.y + rect.h / 2.0);
    let (ix, iy) = (scrap.setting.ink.x + scrap.setting.ink.w / 2.0, scrap.setting.ink.y + scrap.setting.ink.h / 2.0);
    for run in &scrap.setting.runs {
        let at = |glyph: &Glyph| Glyph {
            x: outline::hundredth(cx + (glyph.x - ix) * scale),
            y: outline::hundredth(cy + (glyph.y - iy) * scale),
            ..glyph.clone()
        };
        marks.push(Mark::Glyphs(GlyphsMark {
            font: stage.font(run.face),
            size: outline::hundredth(scrap.setting.size * scale),
            ink,
            stroke: None,
            blur: 0.0,
            transform: turn,
            glyphs: run.glyphs.iter().map(at).collect(),
        }));
    }
}

/// A rectangle cut out by hand: straight edges, corners a little off.
fn scissors(rect: &Rect, slip: f32, dice: &mut Dice) -> Vec<Segment> {
    let corners = outline::corners(rect).map(|[x, y]| [x + dice.between(-slip, slip), y + dice.between(-slip, slip)]);
    outline::polygon(&corners)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_stay_with_their_letter() {
        assert_eq!(letters("né…!"), ["n", "é…!"]);
        assert_eq!(letters("17:41."), ["1", "7:", "4", "1."]);
        assert_eq!(letters("…"), ["…"]);
    }
}
