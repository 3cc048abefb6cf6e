//! Scraps: words or letters cut out of several papers and pasted side by side, as for a ransom.

mod clear;
mod cut;
mod lender;
mod lift;
mod paste;
mod row;
mod rows;
mod stock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    color::Ink,
    layer::{LayerError, Lower, Place, stage::Stage},
    measure::Rect,
    plan::Mark,
    scene::Needs,
};

pub use lender::Lender;
use rows::{GAP, SPACE, Scrap, arrange, row_height, row_width};

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
    /// What it is cut out of: other `papers`; or the lettering of the `picture` itself; or that and the lettering of
    /// other `pictures`, which `--pool` names. What these lack is taken from other papers.
    pub from: Origin,
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

/// What scraps are cut out of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    #[default]
    Papers,
    Picture,
    Pictures,
}

impl Default for Scraps {
    fn default() -> Self {
        let names =
            ["Anton", "Playfair Display Black", "Courier Prime Bold", "Oswald Bold", "Inter Bold", "Special Elite"];
        Scraps {
            say: "#ransom#".into(),
            place: Place::Bottom,
            per: Per::Letter,
            from: Origin::Papers,
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

/// How far a sheet reaches past the scraps, in ems.
const SHEET: f32 = 0.42;

impl Lower for Scraps {
    const NAME: &'static str = "scraps";

    fn needs(&self) -> Needs {
        let lifts = self.from != Origin::Papers;
        self.place.needs()
            | Needs::of(self.papers.iter().chain(&self.sheet))
            | if lifts { Needs::TEXT } else { Needs::NONE }
    }

    fn says(&self) -> Option<&str> {
        Some(&self.say)
    }

    fn borrows(&self) -> bool {
        self.from == Origin::Pictures
    }

    fn lower(&self, stage: &mut Stage<'_>) -> Result<Vec<Mark>, LayerError> {
        if self.papers.is_empty() {
            return Err(LayerError("scraps need a paper or more".into()));
        }
        let Some(text) = stage.say(&self.say, 0)? else { return Ok(Vec::new()) };
        let mut words = cut::cut(self, &text, stage)?;
        let place = self.place.rect(stage);
        let most = self.size * place.h;
        let around = if self.sheet.is_some() { 2.0 * SHEET } else { 0.0 };
        if self.from != Origin::Papers
            && let Some((em, _)) = arrange(&words, place.w, place.h, most, around)
        {
            // About as large as they will be: letters that are too small for that stay where they are.
            lift::lift(&mut words, em, self, stage);
        }
        let Some((em, rows)) = arrange(&words, place.w, place.h, most, around) else { return Ok(Vec::new()) };
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
            paste::sheet(&note, em, sheet, self, stage, &mut marks);
        }
        for (row, height) in rows.iter().zip(heights) {
            let words = &words[row.clone()];
            let mut x = place.x + (place.w - row_width(words) * em) / 2.0;
            for word in words {
                let mut before = None;
                for scrap in word {
                    let [w, h] = scrap.size.map(|side| side * em);
                    let top = scrap.top(height / em, before);
                    // A stop behind a quotation mark keeps to what the mark keeps to.
                    if before.is_none() || !Scrap::is_stop(&scrap.text) {
                        before = Some([top, top + scrap.size[1]]);
                    }
                    let rect = Rect::new(x, y + top * em, w, h);
                    paste::paste(scrap, &rect, em, self.shadow, &mut dice, stage, &mut marks);
                    x += w + GAP * em;
                }
                x += (SPACE - GAP) * em;
            }
            y += height;
        }
        Ok(marks)
    }
}
