//! `--recipe FILE`: the job that an output's own recipe describes.

use std::path::Path;

use anyhow::Context;
use detourn::{
    encode::{self, Chroma},
    job::{Choice, Job},
    picture::Limits,
    recipe::Recipe,
    scene::Sight,
    source,
    template::{Template, builtin},
};

use crate::cli::{complain, flags, pooling, usage};

/// Sets of a job all that a recipe knows. `file` is an output that carries one, or a recipe as printed.
pub fn replay(file: &Path, job: &mut Job) -> anyhow::Result<()> {
    let name = file.display();
    let bytes = source::read_path(file, Limits::default().bytes).map_err(|error| usage(format!("{name}: {error}")))?;
    let carried = encode::recipe(&bytes).with_context(|| format!("{name}"))?;
    let printed = || std::str::from_utf8(&bytes).ok().and_then(|text| Recipe::from_text(text).ok());
    let recipe =
        carried.or_else(printed).ok_or_else(|| usage(format!("{name}: holds no recipe: detourn did not make it")))?;
    if recipe.detourn != env!("CARGO_PKG_VERSION") {
        let (made, own) = (&recipe.detourn, env!("CARGO_PKG_VERSION"));
        complain(&format!("detourn: {name} was made by version {made}: {own} may draw it otherwise"));
    }
    if recipe.grammar.as_deref() != job.words.hash() {
        let wrong = match recipe.grammar {
            Some(_) => "was made with other words: give the same files with --grammar, --rules and --corpus",
            None => "was made with the built-in words: leave out --grammar, --rules and --corpus",
        };
        return Err(usage(format!("{name}: {wrong}")));
    }
    let template = template(&recipe).map_err(|error| usage(format!("{name}: {error}")))?;
    // A pool that the template does not borrow of changes nothing.
    if template.borrows && recipe.pool != job.pool.hash(&job.limits) {
        let wrong = match (&recipe.pool, job.pool.is_given) {
            (Some(_), false) => "was made with letters of other pictures: give the same with --pool",
            (Some(_), true) => "was made with another pool: give the same pictures with --pool",
            (None, _) => "was made without letters of other pictures: leave out --pool",
        };
        pooling::tell(&job.pool);
        return Err(usage(format!("{name}: {wrong}")));
    }
    job.templates = vec![Choice::One(template.with(&recipe.set).map_err(usage)?.into())];
    job.lang = flags::Lang::of_code(&recipe.lang).map_err(|error| usage(format!("{name}: {error}")))?;
    job.options = encode::Options {
        quality: recipe.quality.clamp(1, 100),
        chroma: Chroma::from_code(&recipe.chroma),
        press: recipe.press,
    };
    job.sight = if recipe.fast { Sight::Fast } else { Sight::Full };
    job.tone.clone_from(&recipe.tone);
    (job.set, job.seed, job.variant) = (recipe.set, recipe.seed, recipe.variant);
    Ok(())
}

fn template(recipe: &Recipe) -> Result<Template, String> {
    let Some((name, text)) = recipe.sources.first() else {
        let known = builtin(&recipe.template).cloned();
        return known.ok_or_else(|| format!("no template is called `{}` here", recipe.template));
    };
    let base = |name: &str| recipe.sources.iter().find(|(own, _)| own == name).map(|(_, text)| text.clone());
    Template::parse(name, text, &base).map_err(|error| error.to_string())
}
