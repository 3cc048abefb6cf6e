//! Needs: which readings are asked for.

use crate::color::Ink;

/// Which readings to make. Combine with `|`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs(u8);

impl Needs {
    pub const NONE: Needs = Needs(0);
    /// Darkest and lightest luminance of every small cell: what contrast is promised from.
    pub const LUMA: Needs = Needs(1);
    pub const PALETTE: Needs = Needs(2);
    pub const DETAIL: Needs = Needs(4);
    /// Implies `DETAIL`, `TEXT` and `FACES`, which it avoids.
    pub const QUIET: Needs = Needs(8);
    pub const TONE: Needs = Needs(16);
    /// Lines, their roles, and the kind of picture. Implies `FACES`.
    pub const TEXT: Needs = Needs(32);
    pub const FACES: Needs = Needs(64);
    pub const ALL: Needs = Needs(127);

    /// What must be read so that these inks have a colour.
    pub fn of<'i>(inks: impl IntoIterator<Item = &'i Ink>) -> Needs {
        if inks.into_iter().any(|ink| ink.needs_palette()) { Needs::PALETTE } else { Needs::NONE }
    }

    /// Bytes that the readings take beside the picture, about: what networks hold while they run.
    pub fn memory(self) -> u64 {
        if (self | implied(self)).any(Needs::TEXT | Needs::FACES) { 150 << 20 } else { 0 }
    }

    /// What a person calls the readings that are asked for; bounds of luminance, which all lettering asks for, go
    /// without saying.
    pub fn names(self) -> Vec<&'static str> {
        let all = [
            (Needs::TEXT, "text"),
            (Needs::FACES, "faces"),
            (Needs::QUIET, "quiet"),
            (Needs::DETAIL, "detail"),
            (Needs::TONE, "tone"),
            (Needs::PALETTE, "palette"),
        ];
        all.into_iter().filter(|(need, _)| self.has(*need)).map(|(_, name)| name).collect()
    }

    /// Whether every reading of `other` is asked for.
    pub fn has(self, other: Needs) -> bool {
        self.0 & other.0 == other.0
    }

    /// The readings that are not in `other`.
    pub fn without(self, other: Needs) -> Needs {
        Needs(self.0 & !other.0)
    }

    /// Whether some reading of `other` is asked for.
    pub fn any(self, other: Needs) -> bool {
        self.0 & other.0 != 0
    }
}

impl std::ops::BitOr for Needs {
    type Output = Needs;
    fn bitor(self, other: Needs) -> Needs {
        Needs(self.0 | other.0)
    }
}

impl std::ops::BitOrAssign for Needs {
    fn bitor_assign(&mut self, other: Needs) {
        *self = *self | other;
    }
}

/// What a set of readings brings with it.
pub(crate) fn implied(needs: Needs) -> Needs {
    let quiet = if needs.has(Needs::QUIET) { Needs::DETAIL | Needs::TEXT } else { Needs::NONE };
    if (needs | quiet).has(Needs::TEXT) { quiet | Needs::FACES } else { quiet }
}
