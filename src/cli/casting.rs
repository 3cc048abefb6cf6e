//! `--template`: the templates that names on the command line stand for.

use detourn::{
    job::Choice,
    source,
    template::{Group, Template, builtins},
};

use crate::cli::usage;

/// What casts among all that are built in.
pub const ANY: &str = "any";

/// What every name stands for, with `set` set; without any, one that suits is cast.
pub fn choices(names: &[String], set: &[String]) -> anyhow::Result<Vec<Choice>> {
    if names.is_empty() {
        return Ok(vec![choice(ANY, set)?]);
    }
    names.iter().map(|name| choice(name, set)).collect()
}

/// What one name stands for: `any`, `group:NAME`, a built-in template or a file.
pub fn choice(name: &str, set: &[String]) -> anyhow::Result<Choice> {
    if name == ANY {
        return cast(ANY, builtins().iter(), set);
    }
    if let Some(name) = name.strip_prefix("group:") {
        let group = Group::find(name).map_err(usage)?;
        return cast(name, builtins().iter().filter(|template| template.group == Some(group)), set);
    }
    let template = source::template(name).map_err(usage)?;
    Ok(Choice::One(template.with(set).map_err(usage)?.into()))
}

/// Whatever knows the settings may be cast.
fn cast<'a>(called: &str, among: impl Iterator<Item = &'a Template>, set: &[String]) -> anyhow::Result<Choice> {
    let all: Vec<_> = among.map(|template| template.with(set)).collect();
    if let (Some(Err(error)), false) = (all.first(), all.iter().any(Result::is_ok)) {
        return Err(usage(error));
    }
    Ok(Choice::Cast { called: called.into(), among: all.into_iter().flatten().collect() })
}
