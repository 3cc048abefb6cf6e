//! Faces: the ones that come with the program and those that a user brings.

use std::sync::OnceLock;

use crate::typeset::face::{Face, FontError};

/// Index into [`Fonts`].
pub type FaceId = usize;

/// A face that comes with the program.
#[derive(Clone, Copy, Debug)]
pub struct Builtin {
    pub name: &'static str,
    /// What it is good for.
    pub role: &'static str,
    pub licence: &'static str,
    bytes: &'static [u8],
}

macro_rules! builtin {
    ($($name:literal $file:literal $role:literal $licence:literal)*) => {
        &[$(Builtin {
            name: $name,
            role: $role,
            licence: $licence,
            bytes: include_bytes!(concat!("../../fonts/", $file, ".ttf")),
        }),*]
    };
}

/// The faces that come with the program, in the order of their [`FaceId`]s.
pub const BUILTIN: &[Builtin] = builtin![
    "Anton" "Anton-Regular" "poster headline, heavy" "OFL-1.1"
    "League Gothic" "LeagueGothic-Regular" "poster headline, narrow" "OFL-1.1"
    "Oswald Bold" "Oswald-Bold" "poster headline, with Cyrillic" "OFL-1.1"
    "Bangers" "Bangers-Regular" "comic shouting" "OFL-1.1"
    "Patrick Hand" "PatrickHand-Regular" "balloon, handwriting" "OFL-1.1"
    "Special Elite" "SpecialElite-Regular" "typewriter, worn" "Apache-2.0"
    "Courier Prime Bold" "CourierPrime-Bold" "typewriter, clean" "OFL-1.1"
    "Saira Stencil One" "SairaStencilOne-Regular" "stencil" "OFL-1.1"
    "UnifrakturCook Bold" "UnifrakturCook-Bold" "blackletter masthead" "OFL-1.1"
    "Playfair Display Black" "PlayfairDisplay-Black" "magazine, newspaper" "OFL-1.1"
    "Permanent Marker" "PermanentMarker-Regular" "marker, graffiti" "Apache-2.0"
    "Inter Bold" "Inter-Bold" "neutral; stands in where others lack letters" "OFL-1.1"
    "Roboto Condensed" "RobotoCondensed-Regular" "caption, small print" "OFL-1.1"
    "Share Tech Mono" "ShareTechMono-Regular" "label tape" "OFL-1.1"
    "VT323" "VT323-Regular" "pixels, screen" "OFL-1.1"
];

/// The face that stands in first where others lack letters (Inter).
pub const LAST_RESORT: FaceId = 11;

/// Parsed on first need and then kept: a face costs a fraction of a millisecond, and most are never asked for.
static PARSED: [OnceLock<Face>; BUILTIN.len()] = [const { OnceLock::new() }; BUILTIN.len()];

/// All faces that text can be set in.
pub struct Fonts {
    /// Those of the user; their ids follow the built-in ones.
    extra: Vec<Face>,
}

impl Fonts {
    /// The faces that are embedded in the program; parsed once.
    pub fn builtin() -> &'static Fonts {
        static ALONE: Fonts = Fonts { extra: Vec::new() };
        &ALONE
    }

    /// The embedded faces and, after them, those in `files` (TrueType or OpenType, the first face of each).
    ///
    /// # Errors
    /// When a file is no font.
    pub fn with(files: Vec<Vec<u8>>) -> Result<Fonts, FontError> {
        let read = |(index, bytes)| Face::from_bytes(bytes).ok_or(FontError::Unreadable { index });
        Ok(Fonts { extra: files.into_iter().enumerate().map(read).collect::<Result<_, _>>()? })
    }

    /// How many there are; ids run from 0 up to it.
    pub fn count(&self) -> usize {
        BUILTIN.len() + self.extra.len()
    }

    /// A face.
    ///
    /// # Panics
    /// When `id` did not come from these fonts.
    pub fn get(&self, id: FaceId) -> &Face {
        match BUILTIN.get(id) {
            Some(face) => PARSED[id]
                .get_or_init(|| Face::from_static(face.name, face.bytes).expect("the built-in faces are tested")),
            None => &self.extra[id - BUILTIN.len()],
        }
    }

    /// The face that is called `name` (`Anton`, `anton regular`, `Inter-Bold`): case, spaces, hyphens and the
    /// word *Regular* do not matter, nor does the style when only one face of the family is there (`Inter`).
    /// A face of the user comes before a built-in one of the same name.
    pub fn find(&self, name: &str) -> Option<FaceId> {
        let wanted = key(name);
        if wanted.is_empty() {
            return None;
        }
        let ids = || (0..self.count()).rev();
        ids().find(|id| key(self.name(*id)) == wanted).or_else(|| {
            let mut family = ids().filter(|id| family(self.name(*id)) == wanted);
            family.next().filter(|_| family.next().is_none())
        })
    }

    /// The name that was probably meant by `name`, which [`Fonts::find`] does not know.
    pub fn suggest(&self, name: &str) -> Option<&str> {
        let wanted = key(name);
        let likeness = |id: FaceId| {
            let own = self.name(id);
            strsim::jaro_winkler(&wanted, &key(own)).max(strsim::jaro_winkler(&wanted, &family(own)))
        };
        let best = (0..self.count()).map(|id| (likeness(id), id)).max_by(|a, b| a.0.total_cmp(&b.0))?;
        (best.0 > 0.75).then(|| self.name(best.1))
    }

    /// What a face is called; without parsing it.
    pub fn name(&self, id: FaceId) -> &str {
        BUILTIN.get(id).map_or_else(|| self.extra[id - BUILTIN.len()].name(), |face| face.name)
    }
}

/// A name without what does not matter in it.
fn key(name: &str) -> String {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    plain.strip_suffix("regular").map_or(plain.clone(), str::to_string)
}

/// The key of a name without its weight.
fn family(name: &str) -> String {
    let key = key(name);
    ["bold", "black"].iter().find_map(|weight| key.strip_suffix(weight)).map_or(key.clone(), str::to_string)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::typeset::fonts::{BUILTIN, Fonts, LAST_RESORT};

    #[test]
    fn every_face_reads_and_is_found() {
        let fonts = Fonts::builtin();
        for (id, face) in BUILTIN.iter().enumerate() {
            assert_eq!(fonts.find(face.name), Some(id));
            let face = fonts.get(id);
            assert!((0.3..1.2).contains(&face.cap_height()), "{}: {}", face.name(), face.cap_height());
            assert!(face.glyph('é').is_some() && face.hash().len() == 16, "{}", face.name());
        }
        assert_eq!(BUILTIN[LAST_RESORT].name, "Inter Bold");
        assert_eq!(BUILTIN.len(), fs::read_dir("fonts").unwrap().filter(ends_in_ttf).count());
    }

    fn ends_in_ttf(file: &std::io::Result<fs::DirEntry>) -> bool {
        file.as_ref().is_ok_and(|f| f.path().extension().is_some_and(|e| e == "ttf"))
    }

    #[test]
    fn names_are_forgiving() {
        let fonts = Fonts::builtin();
        let name = |wanted: &str| fonts.find(wanted).map(|id| fonts.name(id));
        assert_eq!(name("anton regular"), Some("Anton"));
        assert_eq!(name("INTER-bold"), Some("Inter Bold"));
        assert_eq!(name("inter"), Some("Inter Bold"));
        assert_eq!(name("PlayfairDisplay"), Some("Playfair Display Black"));
        assert_eq!((name("Comic Sans"), name(""), name("-")), (None, None, None));
        assert_eq!(fonts.suggest("Antton"), Some("Anton"));
        assert_eq!(fonts.suggest("playfare"), Some("Playfair Display Black"));
        assert_eq!(fonts.suggest("qqqq"), None);
    }

    #[test]
    fn a_user_brings_a_face() {
        let file = fs::read("fonts/Oswald-Bold.ttf").unwrap();
        let fonts = Fonts::with(vec![file]).unwrap();
        assert_eq!((fonts.name(BUILTIN.len()), fonts.find("oswald bold")), ("Oswald Bold", Some(BUILTIN.len())));
        assert_eq!(fonts.get(BUILTIN.len()).hash(), fonts.get(2).hash());
        assert!(Fonts::with(vec![b"no font".to_vec()]).is_err());
    }
}
