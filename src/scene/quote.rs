//! Quotes: the picture's own words, for captions that answer them.

use crate::scene::{
    Scene,
    line::{Line, Role},
};

/// What `#…#` may quote: the largest line of a role, or of all.
pub const QUOTES: &[(&str, Option<Role>)] = &[
    ("read.text", None),
    ("read.slogan", Some(Role::Slogan)),
    ("read.body", Some(Role::Body)),
    ("read.price", Some(Role::Price)),
    ("read.button", Some(Role::Button)),
    ("read.handle", Some(Role::Handle)),
    ("read.metric", Some(Role::Metric)),
    ("read.hashtag", Some(Role::Hashtag)),
    ("read.logo", Some(Role::Logo)),
];

/// The quote of a name.
pub fn find(name: &str) -> Option<&'static str> {
    let quotes = QUOTES.iter().map(|(quote, _)| *quote);
    if name.starts_with("read.") { quotes.into_iter().find(|quote| *quote == name) } else { None }
}

/// Every quote that the picture gives.
pub(crate) fn all(scene: &Scene) -> impl Iterator<Item = (&'static str, String)> {
    QUOTES.iter().filter_map(|(name, role)| Some((*name, largest(scene, *role)?)))
}

/// What the largest line of a role (of any, for none) says, the first of equals; on one line, without the full stop that
/// ends it: another sentence goes on round it.
fn largest(scene: &Scene, role: Option<Role>) -> Option<String> {
    let lines = scene.text.iter().flatten();
    let fits = lines.filter(|line| role.is_none_or(|role| line.role == role) && !line.text.trim().is_empty());
    let size = |line: &Line| line.lettering.cap_height;
    let largest = fits.reduce(|first, next| if size(next) > size(first) { next } else { first })?;
    let said = largest.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let quoted = said.strip_suffix('.').filter(|rest| !rest.is_empty() && !rest.ends_with('.'));
    Some(quoted.unwrap_or(&said).into())
}
