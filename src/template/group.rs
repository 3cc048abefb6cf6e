//! Groups: the shelves on which templates stand, to be listed on and cast from.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::template::hint;

/// The shelf that a template stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// The picture's own lines say something else, or nothing.
    Rewriting,
    /// Scissors and paste: scraps, strips and labels laid over the picture.
    PasteUp,
    /// The picture as a printing press or a copier would have it.
    Print,
    /// The picture as a faulty machine would have it.
    Glitch,
    /// Words set upon the picture, which stays as it is.
    Lettering,
    /// The picture shown inside something else: a page, a wall, a film.
    Frame,
    /// Picture and slogan made into a sheet for a wall.
    Poster,
}

impl Group {
    /// All of them, in the order of the list.
    pub const ALL: [Group; 7] =
        [Group::Rewriting, Group::PasteUp, Group::Print, Group::Glitch, Group::Lettering, Group::Frame, Group::Poster];

    /// As an author writes it.
    pub fn name(self) -> &'static str {
        match self {
            Group::Rewriting => "rewriting",
            Group::PasteUp => "paste-up",
            Group::Print => "print",
            Group::Glitch => "glitch",
            Group::Lettering => "lettering",
            Group::Frame => "frame",
            Group::Poster => "poster",
        }
    }

    /// The group of a name.
    ///
    /// # Errors
    /// When there is none, with a suggestion.
    pub fn find(name: &str) -> Result<Group, String> {
        let names = Group::ALL.map(Group::name);
        let found = Group::ALL.into_iter().find(|group| group.name() == name);
        found.ok_or_else(|| format!("no group is called `{name}`{}", hint(name, &names)))
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use crate::template::{Template, builtins};

    use super::*;

    #[test]
    fn every_built_in_template_stands_on_a_shelf() {
        let none = |name: &&Template| name.group.is_none();
        assert_eq!(builtins().iter().find(none).map(|template| template.name.as_str()), None);
    }

    #[test]
    fn names_are_what_is_read() {
        for group in Group::ALL {
            let text = format!("group = \"{group}\"");
            assert_eq!(Template::parse("t", &text, &|_| None).unwrap().group, Some(group));
            assert_eq!(Group::find(group.name()), Ok(group));
        }
        assert_eq!(Group::find("past-up").unwrap_err(), "no group is called `past-up`: did you mean `paste-up`?");
    }
}
