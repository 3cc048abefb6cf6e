//! What comes with the program: grammars, voices and rules of rewriting, as their authors wrote them.

use crate::words::{Lang, rewrite::File};

/// A file under `languages/`, and its text.
macro_rules! file {
    ($lang:literal, $name:literal) => {
        (concat!($lang, "/", $name, ".toml"), include_str!(concat!("languages/", $lang, "/", $name, ".toml")))
    };
}

macro_rules! grammars {
    ($lang:literal) => {
        &[
            file!($lang, "things"),
            file!($lang, "walls"),
            file!($lang, "press"),
            file!($lang, "screen"),
            file!($lang, "labels"),
            file!($lang, "street"),
            file!($lang, "slips"),
            file!($lang, "papers"),
            file!($lang, "bills"),
            file!($lang, "voices/virtual-factory"),
            file!($lang, "voices/may68"),
            file!($lang, "voices/museum"),
            file!($lang, "voices/instruction"),
            file!($lang, "voices/fumetti"),
        ]
    };
}

macro_rules! rules {
    ($lang:literal) => {
        &[
            file!($lang, "rewrite/classes"),
            file!($lang, "rewrite/words"),
            file!($lang, "rewrite/slogan"),
            file!($lang, "rewrite/body"),
            file!($lang, "rewrite/price"),
            file!($lang, "rewrite/button"),
            file!($lang, "rewrite/handle"),
            file!($lang, "rewrite/metric"),
            file!($lang, "rewrite/hashtag"),
        ]
    };
}

/// The symbols that speak in a voice of their own, each in a file of its name under `languages/*/voices`.
pub const VOICES: &[&str] = &["virtual-factory", "may68", "museum", "instruction", "fumetti"];

/// What templates ask for, said by a user's own texts.
pub(super) const CORPUS: &str = r##"
caption = "#corpus#"
subtitle = "#corpus#"
fumetti = "#corpus#"
fumetti_reply = "#corpus#"
fumetti_exchange = "#corpus_short# // #corpus_short#"
order = "#corpus#"
slogan = "#corpus_short#"
headline = "#corpus_short#"
ransom = "#corpus_short#"
cutup = "#corpus_cut#"
situation_act = "#corpus#"
"##;

/// The grammars of a language.
pub(super) fn grammars(lang: Lang) -> &'static [File<'static>] {
    match lang {
        Lang::En => grammars!("en"),
        Lang::Fr => grammars!("fr"),
    }
}

/// Its rules of rewriting.
pub(super) fn rules(lang: Lang) -> &'static [File<'static>] {
    match lang {
        Lang::En => rules!("en"),
        Lang::Fr => rules!("fr"),
    }
}

/// A voice as its author wrote it, to be copied and changed.
pub fn voice(name: &str, lang: Lang) -> Option<&'static str> {
    let file = format!("/voices/{name}.toml");
    grammars(lang).iter().find(|(own, _)| own.ends_with(&file)).map(|(_, text)| *text)
}
