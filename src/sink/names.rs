//! Names of outputs: what each is called, and how two that would be called the same are told apart.

use std::{
    collections::BTreeSet,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use crate::encode::Format;

/// The names that are taken. Whoever claims first has the plain one, so claim in the order of the inputs.
#[derive(Debug, Default)]
pub struct Names(BTreeSet<PathBuf>);

impl Names {
    /// Where the output for an input at `place` goes, and whether it had to give way to another.
    ///
    /// `tag` (`.may68.1`, or nothing) stands before the extension. `a.png` as JPEG is `a.jpg`; if that is
    /// taken, `a.png.jpg`; if that is too, `a.png.2.jpg`.
    pub fn claim(&mut self, place: &Path, tag: &str, format: Format) -> (PathBuf, bool) {
        let own = place.extension().filter(|own| own.to_str().and_then(Format::from_extension) == Some(format));
        let extension = own.unwrap_or(OsStr::new(format.extension()));
        let stem = place.file_stem().unwrap_or(place.as_os_str());
        let plain = place.with_file_name(joined(stem, tag, extension));
        if self.take(&plain) {
            return (plain, false);
        }
        let whole = place.file_name().unwrap_or(place.as_os_str());
        let others = (1..).map(|n| if n == 1 { tag.to_string() } else { format!("{tag}.{n}") });
        let mut others = others.map(|tag| place.with_file_name(joined(whole, &tag, extension)));
        let free = others.find(|path| self.take(path)).unwrap_or(plain);
        (free, true)
    }

    fn take(&mut self, path: &Path) -> bool {
        // On these systems `A.jpg` and `a.jpg` are one file.
        let folded = cfg!(any(target_os = "macos", windows)).then(|| path.to_string_lossy().to_lowercase().into());
        self.0.insert(folded.unwrap_or_else(|| path.into()))
    }
}

fn joined(stem: &OsStr, tag: &str, extension: &OsStr) -> OsString {
    let mut name = stem.to_os_string();
    name.push(tag);
    name.push(".");
    name.push(extension);
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_format_and_never_meet() {
        let mut names = Names::default();
        let mut claim = |place: &str, tag: &str, format| {
            let (path, gave_way) = names.claim(Path::new(place), tag, format);
            (path.to_str().unwrap().to_string(), gave_way)
        };
        for (place, tag, format, path, gave_way) in [
            ("x/a.JPG", "", Format::Jpeg, "x/a.JPG", false),
            ("x/a.jpg", "", Format::Jpeg, "x/a.jpg", false),
            ("x/a.png", "", Format::Jpeg, "x/a.png.jpg", true),
            ("x/a.png", "", Format::Jpeg, "x/a.png.2.jpg", true),
            ("a.b.gif", "", Format::Png, "a.b.png", false),
            ("stdin", ".may68.1", Format::WebP, "stdin.may68.1.webp", false),
            ("stdin", ".may68.1", Format::WebP, "stdin.may68.1.2.webp", true),
        ] {
            assert_eq!(claim(place, tag, format), (path.to_string(), gave_way));
        }
    }
}
