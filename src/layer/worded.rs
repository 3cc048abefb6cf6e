//! Worded: a text's wording chosen and set in its place; what lies round the letters is decided elsewhere.

use crate::{
    layer::{LayerError, stage::Stage, text::Text},
    measure::Rect,
    typeset::{Setting, Space, Style, fit},
    words::Lang,
};

/// How many wordings are tried before one that does not fit is set too small.
pub(super) const TRIES: u32 = 12;
/// How many that fit are weighed against each other.
const CANDIDATES: usize = 5;
/// A wording is good enough when it is set at this share of the largest size that any of them reaches: the first one
/// that is, lest the shortest always win.
const GOOD: f32 = 0.8;

/// A wording that is set.
#[derive(Clone, Debug)]
pub struct Worded {
    pub text: String,
    pub setting: Setting,
    /// Where the setting's origin lies on the canvas.
    pub origin: [f32; 2],
}

impl Worded {
    /// Makes it smaller (or larger) about the middle of its ink.
    pub fn scale(&mut self, by: f32) {
        let Setting { size, runs, clusters, lines, ink, .. } = &mut self.setting;
        let middle = [self.origin[0] + ink.x + 0.5 * ink.w, self.origin[1] + ink.y + 0.5 * ink.h];
        let rect = |r: &mut Rect| *r = Rect::new(r.x * by, r.y * by, r.w * by, r.h * by);
        *size *= by;
        rect(ink);
        lines.iter_mut().for_each(rect);
        runs.iter_mut().flat_map(|run| &mut run.glyphs).for_each(|g| (g.x, g.y) = (g.x * by, g.y * by));
        clusters.iter_mut().for_each(|c| (c.x, c.y, c.advance) = (c.x * by, c.y * by, c.advance * by));
        self.origin = [middle[0] - ink.x - 0.5 * ink.w, middle[1] - ink.y - 0.5 * ink.h];
    }
}

impl Text {
    /// The wording in its own place; nothing where it cannot be said or has no letters.
    ///
    /// # Errors
    /// For an unknown face, and words that no picture lets be said.
    pub fn worded(&self, stage: &mut Stage<'_>) -> Result<Option<Worded>, LayerError> {
        self.worded_in(self.place.rect(stage), &|text| text, stage)
    }

    /// The same in that of several boxes in which it is set largest.
    ///
    /// # Errors
    /// As for [`Text::worded`].
    pub fn worded_largest(&self, places: &[Rect], stage: &mut Stage<'_>) -> Result<Option<Worded>, LayerError> {
        let told = stage.notes.len();
        let mut best: Option<(f32, usize)> = None;
        for (i, place) in places.iter().enumerate() {
            let set = self.set(*place, &|text| text, stage)?;
            stage.notes.truncate(told);
            let size = set.map_or(0.0, |(_, setting, _)| setting.size);
            if best.is_none_or(|(largest, _)| size > largest) {
                best = Some((size, i));
            }
        }
        best.map_or(Ok(None), |(_, i)| self.worded_in(places[i], &|text| text, stage))
    }

    /// The same in a box of the canvas, the wording made ready by `ready` before it is set.
    ///
    /// # Errors
    /// As for [`Text::worded`].
    pub fn worded_in(
        &self,
        place: Rect,
        ready: &dyn Fn(String) -> String,
        stage: &mut Stage<'_>,
    ) -> Result<Option<Worded>, LayerError> {
        let Some((text, setting, origin)) = self.set(place, ready, stage)? else { return Ok(None) };
        if !setting.missing.is_empty() {
            let missing: String = setting.missing.iter().collect();
            stage.notes.push(format!("no face has the characters “{missing}” of “{text}”"));
        }
        if setting.runs.is_empty() {
            return Ok(None);
        }
        stage.said.push(text.clone());
        Ok(Some(Worded { text, setting, origin }))
    }

    /// The wording, its setting, and the canvas position of the setting's origin; nothing where it cannot be said.
    fn set(
        &self,
        place: Rect,
        ready: &dyn Fn(String) -> String,
        stage: &mut Stage<'_>,
    ) -> Result<Option<(String, Setting, [f32; 2])>, LayerError> {
        let face = stage.face(&self.font)?;
        let style = Style {
            faces: vec![face],
            lang: if self.verbatim { Lang::En } else { stage.lang },
            align: self.align,
            valign: self.valign,
            tracking: self.tracking,
            leading: self.leading,
            case: self.case,
            ..Style::default()
        };
        let (max_size, min_size) = (stage.page.px(self.size), stage.page.px(self.legible));
        let max_lines = if self.lines == 0 { usize::MAX } else { self.lines as usize };
        let varies = !self.verbatim && self.say.contains('#');
        let mut first = None;
        let mut fitting: Vec<(String, Setting, f32)> = Vec::new();
        for attempt in 0..if varies { TRIES } else { 1 } {
            let said = if self.verbatim { Some(self.say.clone()) } else { stage.say(&self.say, attempt)? };
            let Some(text) = said.map(ready) else { break };
            match self.fit_with_margin(&text, &style, place.w, place.h, (max_size, min_size, max_lines), stage) {
                Ok((setting, inset)) => fitting.push((text, setting, inset)),
                Err(size) => first = first.or(Some((text, size))),
            }
            if fitting.len() == CANDIDATES {
                break;
            }
        }
        let largest = fitting.iter().map(|(_, setting, _)| setting.size).fold(0.0, f32::max);
        let best = fitting.into_iter().find(|(_, setting, _)| setting.size >= GOOD * largest);
        if let Some((text, setting, inset)) = best {
            return Ok(Some((text, setting, [place.x + inset, place.y + inset])));
        }
        let Some((text, size)) = first else { return Ok(None) };
        let fitted = self.fit_with_margin(&text, &style, place.w, place.h, (max_size, 0.0, usize::MAX), stage);
        let Ok((setting, inset)) = fitted else {
            stage.notes.push(format!("“{text}” is left out: it does not fit its place at any size"));
            return Ok(None);
        };
        stage.notes.push(format!("“{text}” fits its place only at {size:.1} px, below the legible {min_size:.1} px"));
        Ok(Some((text, setting, [place.x + inset, place.y + inset])))
    }

    /// Fits text into what the margin leaves of a box; the margin depends on the size that results.
    fn fit_with_margin(
        &self,
        text: &str,
        style: &Style,
        width: f32,
        height: f32,
        (max_size, min_size, max_lines): (f32, f32, usize),
        stage: &Stage<'_>,
    ) -> Result<(Setting, f32), f32> {
        let margin = self.margin();
        let within = |inset: f32, max_size: f32| {
            let space =
                Space { width: width - 2.0 * inset, height: height - 2.0 * inset, max_size, min_size, max_lines };
            fit(text, style, &space, stage.fonts).map_err(|overflow| overflow.size)
        };
        let mut setting = within(0.0, max_size)?;
        if margin == 0.0 {
            return Ok((setting, 0.0));
        }
        // A smaller size has a smaller margin: each round gives back what the last took too much.
        let mut inset = 0.0;
        for _ in 0..4 {
            inset = margin * setting.size;
            setting = within(inset.min(0.45 * width.min(height)), max_size)?;
            if margin * setting.size <= inset + 0.5 && margin * setting.size >= 0.9 * inset {
                break;
            }
        }
        let inset = inset.min(0.45 * width.min(height));
        if margin * setting.size > inset + 0.5 {
            setting = within(inset, inset / margin)?;
        }
        Ok((setting, inset))
    }
}
