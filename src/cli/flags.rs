//! Flags that several commands share, and what they mean.

use std::{
    path::{Path, PathBuf},
    thread,
};

use clap::{Args, ValueEnum, builder::RangedU64ValueParser};
use detourn::{batch::Pace, encode, job::Job, picture::Limits, scene::Sight, source, typeset::fonts::Fonts, words};

use crate::cli::{casting, encoding::Encoding, pooling::Pooling, replay::replay, speaking::Speaking, usage};

/// What is read.
#[derive(Args)]
pub struct Inputs {
    /// Picture files, folders (read recursively; the tree is kept), or `-` for one picture on stdin
    #[arg(value_name = "INPUT", required_unless_present = "files0_from")]
    pub inputs: Vec<PathBuf>,
    /// Read names separated by NUL from FILE (`-`: stdin), as `find … -print0` writes them
    #[arg(long, value_name = "FILE")]
    pub files0_from: Option<PathBuf>,
}

/// What is made of a picture.
#[derive(Args)]
pub struct Making {
    /// Name of a built-in template or a TOML file; `any` casts one that suits the picture, `group:NAME` one of
    /// a group. Several make several outputs. Without it, `any`
    #[arg(short, long = "template", value_name = "NAME|FILE")]
    pub templates: Vec<String>,
    /// Template, settings, seed, language and quality of an earlier output, from the recipe inside it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["templates", "set", "seed", "lang", "fast", "tone"])]
    pub recipe: Option<PathBuf>,
    /// Set a parameter of the template
    #[arg(long, value_name = "KEY=VALUE", value_parser = setting)]
    pub set: Vec<String>,
    /// The same seed makes the same outputs of the same pictures
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// Language of the words
    #[arg(long, default_value = "auto")]
    pub lang: Lang,
    #[command(flatten)]
    pub speaking: Speaking,
    #[command(flatten)]
    pub pooling: Pooling,
    #[command(flatten)]
    pub looking: Looking,
    /// A font file that templates may name besides the built-in ones
    #[arg(long = "font", value_name = "FILE")]
    pub fonts: Vec<PathBuf>,
}

/// How pictures are looked at.
#[derive(Args)]
pub struct Looking {
    /// Read words with smaller networks: about twice as fast, and more is misread
    #[arg(long)]
    pub fast: bool,
}

/// What a picture may cost.
#[derive(Args)]
pub struct Costs {
    /// Threads [default: one for each core]
    #[arg(long, value_name = "N", value_parser = RangedU64ValueParser::<usize>::new().range(1..=1024))]
    pub jobs: Option<usize>,
    /// Memory that the pictures in work may need together, such as 512M or 4G; a larger one goes alone
    #[arg(long, value_name = "SIZE", default_value = "2G", value_parser = size)]
    pub memory: u64,
    /// Refuse pictures with more pixels
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=4000))]
    pub max_megapixels: u32,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Lang {
    Auto,
    En,
    Fr,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum Format {
    /// As the input: JPEG, PNG, WebP or TIFF, and PNG for all others
    Same,
    #[value(alias = "jpg")]
    Jpeg,
    Png,
    Webp,
    #[value(alias = "tif")]
    Tiff,
    Pdf,
}

impl Inputs {
    /// The names in the list, if there is one.
    pub fn listed(&self) -> anyhow::Result<Vec<PathBuf>> {
        let Some(list) = &self.files0_from else { return Ok(Vec::new()) };
        if source::is_stdin(list) && self.inputs.iter().any(|path| source::is_stdin(path)) {
            return Err(usage("stdin cannot be both the picture and the list of names"));
        }
        source::names_from(list).map_err(usage)
    }
}

impl Making {
    /// A job that makes one variant and keeps formats; `out` is the folder that outputs go to, if they go to one.
    pub fn job(&self, encoding: &Encoding, pace: Pace, out: Option<&Path>) -> anyhow::Result<Job> {
        let words = self.speaking.words(self.lang.meant())?;
        let tone = match &self.speaking.tone {
            Some(_) => self.speaking.tone(&[words.grammar(words::Lang::En), words.grammar(words::Lang::Fr)])?,
            None => None,
        };
        let mut job = Job {
            templates: casting::choices(&self.templates, &self.set)?,
            covers: Vec::new(),
            backs: Vec::new(),
            typed: self.typed(),
            set: self.set.clone(),
            seed: self.seed,
            variant: 0,
            variants: 1,
            lang: self.lang.meant(),
            words,
            tone,
            sight: self.looking.sight(),
            fonts: Making::fonts_of(&self.fonts)?,
            pool: self.pooling.pool(out, &pace)?.into(),
            format: None,
            options: encoding.options(),
            limits: pace.limits,
            notes: Vec::new(),
            whole: false,
            dry_run: false,
        };
        if let Some(file) = &self.recipe {
            if encoding.is_said() {
                return Err(usage(
                    "a recipe has its own quality and chroma: leave out --quality and --chroma, or --recipe",
                ));
            }
            replay(file, &mut job)?;
            let names = job.templates.iter().map(|template| ("--template".into(), template.name().into()));
            job.typed.splice(0..0, names.collect::<Vec<_>>());
        }
        Ok(job)
    }

    /// The templates and the files of the user's own, by flag.
    fn typed(&self) -> Vec<(String, String)> {
        let named = |flag: &str, value: &str| (flag.to_string(), value.to_string());
        let file = |flag: &str, path: &PathBuf| (flag.to_string(), path.display().to_string());
        let Speaking { grammars, rules, corpus, order, .. } = &self.speaking;
        let templates = self.templates.iter().map(|name| named("--template", name));
        let mut typed: Vec<_> = templates.chain(grammars.iter().map(|path| file("--grammar", path))).collect();
        typed.extend(rules.iter().map(|path| file("--rules", path)));
        typed.extend(corpus.iter().map(|path| file("--corpus", path)));
        typed.extend(self.pooling.pool.iter().map(|path| file("--pool", path)));
        typed.extend((*order != 2).then(|| named("--order", &order.to_string())));
        typed.extend(self.fonts.iter().map(|path| file("--font", path)));
        typed
    }

    /// The built-in faces and those in `files`.
    pub fn fonts_of(files: &[PathBuf]) -> anyhow::Result<&'static Fonts> {
        if files.is_empty() {
            return Ok(Fonts::builtin());
        }
        let read = |path: &PathBuf| {
            source::read_path(path, 256 << 20).map_err(|error| usage(format!("{}: {error}", path.display())))
        };
        let files = files.iter().map(read).collect::<Result<_, _>>()?;
        // They serve until the program ends, as the built-in ones do.
        Ok(Box::leak(Box::new(Fonts::with(files).map_err(usage)?)))
    }
}

impl Looking {
    /// How closely.
    pub fn sight(&self) -> Sight {
        if self.fast { Sight::Fast } else { Sight::Full }
    }
}

impl Default for Costs {
    fn default() -> Self {
        Costs { jobs: None, memory: 2 << 30, max_megapixels: 100 }
    }
}

impl Costs {
    /// The limits of one picture.
    pub fn limits(&self) -> Limits {
        Limits { pixels: u64::from(self.max_megapixels) * 1_000_000, ..Limits::default() }
    }

    /// How much at once, as long as no network reads.
    pub fn pace(&self) -> Pace {
        let cores = || thread::available_parallelism().map_or(1, usize::from);
        Pace { jobs: self.jobs.unwrap_or_else(cores), memory: self.memory, beside: 0, limits: self.limits() }
    }
}

impl Lang {
    /// The language, or `None` for the picture's own, English where nothing tells. Never that of the locale, on which
    /// no output may depend.
    pub fn meant(self) -> Option<words::Lang> {
        match self {
            Lang::Auto => None,
            Lang::En => Some(words::Lang::En),
            Lang::Fr => Some(words::Lang::Fr),
        }
    }

    /// The language that a recipe names.
    pub fn of_code(code: &str) -> Result<Option<words::Lang>, String> {
        <Self as ValueEnum>::from_str(code, false).map(Self::meant)
    }
}

impl Format {
    /// The format, or `None` for that of the input.
    pub fn meant(self) -> Option<encode::Format> {
        match self {
            Format::Same => None,
            Format::Jpeg => Some(encode::Format::Jpeg),
            Format::Png => Some(encode::Format::Png),
            Format::Webp => Some(encode::Format::WebP),
            Format::Tiff => Some(encode::Format::Tiff),
            Format::Pdf => Some(encode::Format::Pdf),
        }
    }
}

/// A setting, as typed.
pub fn setting(text: &str) -> Result<String, String> {
    match text.split_once('=') {
        Some((key, _)) if !key.trim().is_empty() => Ok(text.into()),
        _ => Err("write KEY=VALUE".into()),
    }
}

fn size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let shift = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" | "B" => 0,
        "K" | "KB" | "KIB" => 10,
        "M" | "MB" | "MIB" => 20,
        "G" | "GB" | "GIB" => 30,
        _ => return Err("write a size such as 512M or 4G".into()),
    };
    let number: u64 = digits.parse().map_err(|_| "write a size such as 512M or 4G")?;
    number.checked_mul(1 << shift).ok_or_else(|| "that is more than any memory".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read() {
        let read = |text| size(text).ok();
        assert_eq!(
            [read("512M"), read("4GiB"), read("7"), read("1k")],
            [Some(512 << 20), Some(4 << 30), Some(7), Some(1024)]
        );
        assert_eq!([read(""), read("M"), read("1.5G"), read("-1"), read("99999999999G")], [None; 5]);
    }
}
