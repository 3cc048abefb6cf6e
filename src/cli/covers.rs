//! The covers of a booklet: two built-in templates, told what the booklet is called and how it is made.

use detourn::{
    job::{Choice, Job},
    press::{Layout, booklet::Booklet},
    template::builtin,
};

use crate::cli::usage;

/// The template of the front, and that of the back.
const NAMES: [&str; 2] = ["zine-cover", "zine-back"];

/// What makes the front and the back of booklets of `pictures`; nothing where there are no covers.
pub fn of(job: &Job, pictures: usize) -> anyhow::Result<Vec<Choice>> {
    let Some(press) = &job.options.press else { return Ok(Vec::new()) };
    let (Some(cover), Layout::Booklet { booklet, .. }) = (press.cover(), &press.layout) else { return Ok(Vec::new()) };
    let quoted = |key: &str, value: &str| format!("{key}={}", serde_json::Value::from(value));
    let mut front = Vec::new();
    if let Some(title) = &cover.title {
        let (title, line) = title.split_once(" // ").unwrap_or((title, ""));
        front = vec![quoted("title", title.trim()), quoted("line", line.trim())];
    }
    let back = vec![quoted("colophon", &colophon(job, *booklet, pictures))];
    // The page is that of all others.
    let page = || job.set.iter().filter(|set| set.starts_with("page.")).cloned();
    let choice = |(name, own): (&str, Vec<String>)| {
        let template = builtin(name).ok_or_else(|| usage(format!("no template is called `{name}` here")))?;
        let set: Vec<_> = page().chain(own).collect();
        Ok(Choice::One(template.with(&set).map_err(usage)?.into()))
    };
    NAMES.into_iter().zip([front, back]).map(choice).collect()
}

/// How the booklet is made, in the words in which it can be made again: the same in any language.
fn colophon(job: &Job, booklet: Booklet, pictures: usize) -> String {
    let templates = job.templates.iter().map(Choice::name).collect::<Vec<_>>().join(", ");
    let folding = match booklet {
        Booklet::Zine => "zine",
        Booklet::Saddle => "saddle",
    };
    let images = if pictures == 1 { "image" } else { "images" };
    format!(
        "{pictures} {images}\ndetourn {}\n--template {templates}\n--seed {}\n--booklet {folding} --cover",
        env!("CARGO_PKG_VERSION"),
        job.seed
    )
}
