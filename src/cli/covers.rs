//! The covers of a booklet: built-in templates, told what the booklet is called and how it is made.

use detourn::{
    encode::Chroma,
    job::{Choice, Job, code},
    press::{Layout, Press, booklet::Booklet, sharp},
    scene::Sight,
    template::builtin,
};

use crate::cli::{
    paper::{BOOKLET_SHEET, PRINTER_MARGIN},
    usage,
};

/// Letters of a line of the colophon, about.
const LINE: usize = 27;

/// Gives a job what makes the front and the backs of booklets of `pages`; nothing where there are no covers. Booklets of as
/// many pictures have the same back.
pub fn put(job: &mut Job, pages: usize) -> anyhow::Result<()> {
    let Some(press) = job.options.press.clone() else { return Ok(()) };
    let Some(cover) = press.cover() else { return Ok(()) };
    let mut front = Vec::new();
    if let Some(title) = &cover.title {
        let (title, line) = title.split_once(" // ").unwrap_or((title, ""));
        front = vec![quoted("title", title.trim()), quoted("line", line.trim())];
    }
    let rolls = job.rolls().len();
    let mut backs: Vec<usize> = Vec::new();
    let mut page = 0;
    while page < pages {
        let booklet = press.booklet(page, pages);
        page = booklet.end;
        let pictures = Job::pictures(booklet, rolls);
        if !backs.contains(&pictures) {
            backs.push(pictures);
        }
    }
    let mut covers = vec![choice(job, "zine-cover", front)?];
    for pictures in &backs {
        covers.push(choice(job, "zine-back", vec![setting("colophon", &colophon(job, &press, *pictures))])?);
    }
    (job.covers, job.backs) = (covers, backs);
    Ok(())
}

/// A built-in template with settings of its own on the page that all others have.
fn choice(job: &Job, name: &str, own: Vec<String>) -> anyhow::Result<Choice> {
    let template = builtin(name).ok_or_else(|| usage(format!("no template is called `{name}` here")))?;
    let page = job.set.iter().filter(|set| set.starts_with("page.")).cloned();
    Ok(Choice::One(template.with(&page.chain(own).collect::<Vec<_>>()).map_err(usage)?.into()))
}

/// A setting, as a text.
fn setting(key: &str, text: &str) -> String {
    format!("{key}={}", serde_json::Value::from(text))
}

/// The same of a text in which a grammar finds symbols, and is to find none.
fn quoted(key: &str, text: &str) -> String {
    setting(key, &escaped(text))
}

fn escaped(text: &str) -> String {
    text.chars().flat_map(|c| matches!(c, '\\' | '#' | '[').then_some('\\').into_iter().chain([c])).collect()
}

/// How a booklet of so many pictures is made, in the words in which it can be made again: the same in any language.
fn colophon(job: &Job, press: &Press, pictures: usize) -> String {
    let images = if pictures == 1 { "image" } else { "images" };
    let mut lines =
        vec![format!("{pictures} {images}, detourn {}", env!("CARGO_PKG_VERSION")), "detourn poster IMAGES".into()];
    let mut line = String::new();
    for flag in flags(job, press) {
        if !line.is_empty() && line.chars().count() + flag.chars().count() >= LINE {
            lines.push(std::mem::take(&mut line));
        }
        line = if line.is_empty() { flag } else { format!("{line} {flag}") };
    }
    lines.push(line);
    lines.join("\n")
}

/// The flags that make it, each with its value; what goes without saying is not said.
fn flags(job: &Job, press: &Press) -> Vec<String> {
    let Layout::Booklet { sheet, margin, booklet, creep, cover } = &press.layout else { return Vec::new() };
    let pair = |flag: &str, value: &str| format!("{flag} {}", word(value));
    let when = |said: bool, flag: &str, value: &str| said.then(|| pair(flag, value));
    let mm = |length: f64| format!("{length}mm");
    let mut made: Vec<String> = job.typed.iter().map(|(flag, value)| pair(flag, value)).collect();
    made.push(pair("--seed", &job.seed.to_string()));
    made.extend(when(job.lang.is_some(), "--lang", code(job.lang)));
    made.extend(job.tone.as_deref().map(|tone| pair("--tone", tone)));
    made.extend((job.sight == Sight::Fast).then(|| "--fast".into()));
    made.extend(when(job.variants > 1, "--variants", &job.variants.to_string()));
    // What the flags of a poster set comes after what was typed.
    let own = job.set.iter().position(|set| set.starts_with("page.size=")).unwrap_or(job.set.len());
    made.extend(job.set[..own].iter().map(|set| pair("--set", set)));
    for (key, value) in job.set[own..].iter().filter_map(|set| set.split_once('=')) {
        match key {
            "page.dpi" if value.parse() != Ok(sharp::dpi(press.size, press.bleed)) => made.push(pair("--dpi", value)),
            "page.fit" => made.push(pair("--fit", value)),
            _ => {}
        }
    }
    // As it was typed, a symbol would be said anew; this is what it came to.
    let title = cover.as_ref().and_then(|cover| cover.title.as_deref());
    made.extend(title.map(|title| pair("--title", &escaped(title))));
    let folding = match booklet {
        Booklet::Zine => "zine",
        Booklet::Saddle => "saddle",
    };
    made.extend([pair("--booklet", folding), "--cover".into()]);
    made.extend(when(*sheet != BOOKLET_SHEET, "--sheet", &sheet.to_string()));
    made.extend(when(*margin != PRINTER_MARGIN, "--printer-margin", &mm(*margin)));
    made.extend(when(*creep > 0.0, "--creep", &mm(*creep)));
    let options = &job.options;
    made.extend(when(options.quality != 90, "--quality", &options.quality.to_string()));
    made.extend(when(options.chroma != Chroma::Auto, "--chroma", options.chroma.code()));
    made
}

/// A word as a shell takes it.
fn word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_-./,:=@%+".contains(c);
    if !text.is_empty() && text.chars().all(plain) { text.into() } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_reach_a_shell_and_a_grammar_whole() {
        assert_eq!(["a=1.5mm", "Été", "it's", "#f00", ""].map(word), ["a=1.5mm", "Été", "'it'\\''s'", "'#f00'", "''"]);
        assert_eq!(quoted("title", "No #1 \"[a]\" \\"), r##"title="No \\#1 \"\\[a]\" \\\\""##);
    }
}
