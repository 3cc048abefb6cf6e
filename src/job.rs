//! The job: everything that is to be done to every picture, as values.

use std::{ops::Range, sync::Arc};

use crate::{
    condition::Condition,
    encode::{self, Format},
    picture::{self, Limits},
    recipe::Recipe,
    scene::{Needs, Sight, facts},
    seed::Seed,
    source::Pool,
    template::{self, Sheet, Template},
    typeset::fonts::Fonts,
    words::{Lang, Words},
};

/// What the flags of a run mean.
#[derive(Clone)]
pub struct Job {
    /// Each makes an output.
    pub templates: Vec<Choice>,
    /// The front of booklets that have covers, and their backs.
    pub covers: Vec<Choice>,
    /// Of how many pictures the booklets of each back are.
    pub backs: Vec<usize>,
    /// Templates and files of the user's own: flags and values, as typed.
    pub typed: Vec<(String, String)>,
    /// `key=value` settings, as typed; the templates have them already.
    pub set: Vec<String>,
    pub seed: u64,
    /// The first variant, from 0.
    pub variant: u32,
    /// How many variants.
    pub variants: u32,
    /// `None` for that of the picture's own words, English where nothing tells.
    pub lang: Option<Lang>,
    pub words: &'static Words,
    /// The tone that words have to have, where they have one.
    pub tone: Option<String>,
    /// How closely pictures are looked at.
    pub sight: Sight,
    pub fonts: &'static Fonts,
    /// Other pictures that templates may borrow letters from.
    pub pool: Arc<Pool>,
    /// `None` keeps the format of the input.
    pub format: Option<Format>,
    pub options: encode::Options,
    pub limits: Limits,
    /// What is to be said of every output.
    pub notes: Vec<String>,
    /// A picture that ends early is a failure.
    pub whole: bool,
    /// Everything is decided, nothing is drawn.
    pub dry_run: bool,
}

/// Which template a picture is put through.
#[derive(Clone)]
pub enum Choice {
    /// This one.
    One(Box<Template>),
    /// One of `among`, which the picture's scene and seed choose; `called` is what the lot of them is called in names.
    Cast { called: String, among: Vec<Template> },
}

impl Choice {
    /// What tells it from others.
    pub fn name(&self) -> &str {
        match self {
            Choice::One(template) => &template.name,
            Choice::Cast { called, .. } => called,
        }
    }

    /// Every template that it may come to.
    pub fn templates(&self) -> &[Template] {
        match self {
            Choice::One(template) => std::slice::from_ref(template),
            Choice::Cast { among, .. } => among,
        }
    }

    /// What must be read of a picture before the choice can be made.
    pub fn needs(&self) -> Needs {
        let Choice::Cast { among, .. } = self else { return Needs::NONE };
        let conditions = among.iter().filter_map(|t| t.suits.as_ref());
        conditions.flat_map(Condition::facts).filter_map(facts::needs).fold(Needs::NONE, |all, needs| all | needs)
    }
}

/// One output of a picture, by template and roll of the dice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roll {
    /// Index into [`Job::templates`], and past these into [`Job::covers`].
    pub template: usize,
    /// From 0.
    pub variant: u32,
}

impl Job {
    /// What becomes of every picture.
    pub fn rolls(&self) -> Vec<Roll> {
        let each = |template| {
            (self.variant..self.variant.saturating_add(self.variants)).map(move |variant| Roll { template, variant })
        };
        (0..self.templates.len()).flat_map(each).collect()
    }

    /// What becomes of the `index`th of `count` pictures: its rolls, and the covers of booklets that begin or end with it.
    pub fn outputs(&self, index: usize, count: usize) -> Vec<Roll> {
        let rolls = self.rolls();
        let Some(press) = self.options.press.as_ref().filter(|_| !self.covers.is_empty()) else { return rolls };
        let (first, all) = (index * rolls.len(), count * rolls.len());
        let around = |(nth, roll): (usize, &Roll)| {
            let booklet = press.booklet(first + nth, all);
            let [front, back] = [booklet.start == first + nth, booklet.end == first + nth + 1];
            let pictures = Job::pictures(booklet, rolls.len());
            let cover = |which| Roll { template: self.templates.len() + which, ..*roll };
            let which = 1 + self.backs.iter().position(|count| *count == pictures).unwrap_or_default();
            [front.then(|| cover(0)), Some(*roll), back.then(|| cover(which))].into_iter().flatten()
        };
        rolls.iter().enumerate().flat_map(around).collect()
    }

    /// Of how many pictures such pages are, where each makes `rolls`.
    pub fn pictures(pages: Range<usize>, rolls: usize) -> usize {
        pages.end.div_ceil(rolls.max(1)) - pages.start / rolls.max(1)
    }

    /// Whether a roll makes a cover.
    pub fn is_cover(&self, roll: Roll) -> bool {
        roll.template >= self.templates.len()
    }

    /// What a roll puts its picture through.
    pub fn choice(&self, roll: Roll) -> Option<&Choice> {
        self.templates.iter().chain(&self.covers).nth(roll.template)
    }

    /// What tells the outputs of one picture apart in their names.
    pub fn tag(&self, roll: Roll) -> String {
        let mut tag = String::new();
        if self.templates.len() > 1 {
            tag = format!(".{}", self.templates[roll.template].name());
        }
        if self.variants > 1 {
            tag.push_str(&format!(".{}", roll.variant + 1));
        }
        tag
    }

    /// The template of a roll, where no picture is needed to know it.
    pub fn template(&self, roll: Roll) -> Option<&Template> {
        match self.choice(roll)? {
            Choice::One(template) => Some(template),
            Choice::Cast { .. } => None,
        }
    }

    /// The dice of a roll.
    pub fn dice(&self, roll: Roll, hash: &blake3::Hash) -> Seed {
        let seed = Seed::of_picture(self.seed, hash);
        if roll.variant == 0 { seed } else { seed.at(&format!("variant {}", roll.variant)) }
    }

    /// The recipe of a roll, but for its words.
    pub fn recipe(&self, template: &Template, roll: Roll, hash: &blake3::Hash) -> Recipe {
        let builtin = template::builtin(&template.name).is_some_and(|b| b.sources == template.sources);
        Recipe {
            detourn: env!("CARGO_PKG_VERSION").into(),
            template: template.name.clone(),
            seed: self.seed,
            variant: roll.variant,
            lang: code(self.lang).into(),
            tone: self.tone.clone(),
            grammar: self.words.hash().map(String::from),
            pool: template.borrows.then(|| self.pool.hash(&self.limits)).flatten(),
            borrowed: Vec::new(),
            fast: self.sight == Sight::Fast,
            quality: self.options.quality,
            chroma: self.options.chroma.code().into(),
            source: hash.to_hex().to_string(),
            words: Vec::new(),
            changes: Vec::new(),
            set: self.set.clone(),
            press: self.options.press.clone(),
            sources: if builtin { Vec::new() } else { template.sources.clone() },
        }
    }

    /// Everything that may have to be read of a picture.
    pub fn reads(&self) -> Needs {
        let words = |template: &Template| {
            template.says.iter().fold(Needs::NONE, |all, text| all | self.words.needs(text, self.lang))
        };
        let all = self.templates.iter().chain(&self.covers).flat_map(Choice::templates);
        let casting = self.templates.iter().fold(Needs::NONE, |all, choice| all | choice.needs());
        all.fold(casting, |all, template| all | template.needs | words(template))
    }

    /// Bytes that a picture may need beside its pixels: what reads it, and the pictures that it borrows of.
    pub fn beside(&self) -> u64 {
        let mut all = self.templates.iter().chain(&self.covers).flat_map(Choice::templates);
        let borrows = self.pool.is_given && all.any(|template| template.borrows);
        self.reads().memory() + if borrows { BORROWED } else { 0 }
    }

    /// What must be read of a picture before its sheet can be composed: what layers and words ask for.
    pub fn needs_of(&self, sheet: &Sheet, lang: Lang) -> Needs {
        let words = sheet.says().into_iter().map(|text| self.words.needs(text, Some(lang)));
        words.fold(sheet.needs(), |all, needs| all | needs)
    }
}

/// What the few pictures take that letters are borrowed from, about.
const BORROWED: u64 = 32 << 20;

/// How recipes and reports write a language.
pub fn code(lang: Option<Lang>) -> &'static str {
    match lang {
        None => "auto",
        Some(Lang::En) => "en",
        Some(Lang::Fr) => "fr",
    }
}

/// The format that is the same as an input's; what cannot be written the same becomes PNG.
pub fn same_format(input: picture::Format) -> Format {
    match input {
        picture::Format::Jpeg => Format::Jpeg,
        picture::Format::WebP => Format::WebP,
        picture::Format::Tiff => Format::Tiff,
        _ => Format::Png,
    }
}
