//! The templates that come with the program: one file each, one line in the list below.

use std::sync::LazyLock;

use crate::template::Template;

macro_rules! builtin {
    ($($name:literal),* $(,)?) => {
        /// Names and texts, in the order of the list.
        pub const NAMES: &[(&str, &str)] = &[$(($name, include_str!(concat!("builtin/", $name, ".toml")))),*];
    };
}

builtin! {
    "may68",
    "ransom",
    "lifted",
    "fumetti",
    "subtitle",
    "front-page",
    "museum",
    "cut-up",
    "flyer",
    "wall",
    "stamp",
    "broadcast",
    "meme",
    "silence",
    "rewrite",
    "rewrite-slogan",
    "labels",
    "wage-slip",
    "riso",
    "silkscreen",
    "broadside",
    "contact",
    "torn",
    "notice",
    "missing",
    "censored",
    "pocket",
    "receipt",
    "hours",
    "sliced",
    "melt",
    "crash",
    "narcissus",
    "fly-poster",
    "may68-poster",
    "strip",
    "zine",
    "zine-cover",
    "zine-back",
    "sticker-sheet",
    "situation",
}

/// The built-in templates.
pub fn builtins() -> &'static [Template] {
    static ALL: LazyLock<Vec<Template>> = LazyLock::new(|| {
        let parse = |(name, text): &(&str, &str)| {
            let template = Template::parse(name, text, &|base| builtin_text(base).map(str::to_owned));
            template.unwrap_or_else(|error| panic!("built-in template: {error}"))
        };
        NAMES.iter().map(parse).collect()
    });
    &ALL
}

/// The text of a built-in template.
pub fn builtin_text(name: &str) -> Option<&'static str> {
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// A built-in template by name.
pub fn builtin(name: &str) -> Option<&'static Template> {
    // A file's name is none of them: then none need be parsed.
    builtin_text(name)?;
    builtins().iter().find(|template| template.name == name)
}
