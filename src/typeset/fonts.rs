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
    "Inter Regular" "Inter-Regular" "neutral grotesque" "OFL-1.1"
    "Inter Light" "Inter-Light" "neutral grotesque" "OFL-1.1"
    "Inter Medium" "Inter-Medium" "neutral grotesque" "OFL-1.1"
    "Inter SemiBold" "Inter-SemiBold" "neutral grotesque" "OFL-1.1"
    "Inter ExtraBold" "Inter-ExtraBold" "neutral grotesque" "OFL-1.1"
    "Montserrat Regular" "Montserrat-Regular" "geometric" "OFL-1.1"
    "Montserrat Light" "Montserrat-Light" "geometric" "OFL-1.1"
    "Montserrat Medium" "Montserrat-Medium" "geometric" "OFL-1.1"
    "Montserrat SemiBold" "Montserrat-SemiBold" "geometric" "OFL-1.1"
    "Montserrat Bold" "Montserrat-Bold" "geometric" "OFL-1.1"
    "Montserrat ExtraBold" "Montserrat-ExtraBold" "geometric" "OFL-1.1"
    "Poppins Regular" "Poppins-Regular" "geometric, round" "OFL-1.1"
    "Poppins Medium" "Poppins-Medium" "geometric, round" "OFL-1.1"
    "Poppins SemiBold" "Poppins-SemiBold" "geometric, round" "OFL-1.1"
    "Poppins Bold" "Poppins-Bold" "geometric, round" "OFL-1.1"
    "Poppins ExtraBold" "Poppins-ExtraBold" "geometric, round" "OFL-1.1"
    "Arimo Regular" "Arimo-Regular" "grotesque, metrics of Arial" "OFL-1.1"
    "Arimo Bold" "Arimo-Bold" "grotesque, metrics of Arial" "OFL-1.1"
    "Arimo Italic" "Arimo-Italic" "grotesque, metrics of Arial" "OFL-1.1"
    "Arimo Bold Italic" "Arimo-BoldItalic" "grotesque, metrics of Arial" "OFL-1.1"
    "Roboto Condensed Bold" "RobotoCondensed-Bold" "condensed sans" "OFL-1.1"
    "Oswald Regular" "Oswald-Regular" "narrow headline" "OFL-1.1"
    "Bebas Neue" "BebasNeue-Regular" "narrow capitals" "OFL-1.1"
    "Archivo Black" "ArchivoBlack-Regular" "heavy grotesque" "OFL-1.1"
    "Playfair Display Regular" "PlayfairDisplay-Regular" "high-contrast serif" "OFL-1.1"
    "Playfair Display Bold" "PlayfairDisplay-Bold" "high-contrast serif" "OFL-1.1"
    "Playfair Display Italic" "PlayfairDisplay-Italic" "high-contrast serif" "OFL-1.1"
    "EB Garamond Regular" "EBGaramond-Regular" "old-style serif" "OFL-1.1"
    "EB Garamond SemiBold" "EBGaramond-SemiBold" "old-style serif" "OFL-1.1"
    "EB Garamond Italic" "EBGaramond-Italic" "old-style serif" "OFL-1.1"
    "Tinos Regular" "Tinos-Regular" "serif, metrics of Times" "OFL-1.1"
    "Tinos Bold" "Tinos-Bold" "serif, metrics of Times" "OFL-1.1"
    "Tinos Italic" "Tinos-Italic" "serif, metrics of Times" "OFL-1.1"
    "Dancing Script Bold" "DancingScript-Bold" "casual script" "OFL-1.1"
    "Great Vibes" "GreatVibes-Regular" "formal script" "OFL-1.1"
    "Pacifico" "Pacifico-Regular" "brush script" "OFL-1.1"
    "Lobster" "Lobster-Regular" "heavy script" "OFL-1.1"
    "Caveat Bold" "Caveat-Bold" "handwriting" "OFL-1.1"
    "Roboto Slab Regular" "RobotoSlab-Regular" "slab serif" "Apache-2.0"
    "Roboto Slab Bold" "RobotoSlab-Bold" "slab serif" "Apache-2.0"
    "Alfa Slab One" "AlfaSlabOne-Regular" "heavy slab serif" "OFL-1.1"
    "Nunito SemiBold" "Nunito-SemiBold" "rounded sans" "OFL-1.1"
    "Nunito ExtraBold" "Nunito-ExtraBold" "rounded sans" "OFL-1.1"
    "Roboto Mono Regular" "RobotoMono-Regular" "monospaced sans" "OFL-1.1"
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
    /// word *Regular* do not matter, nor does the style: `Inter` is the first of its family.
    /// A face of the user comes before a built-in one of the same name.
    pub fn find(&self, name: &str) -> Option<FaceId> {
        let wanted = key(name);
        if wanted.is_empty() {
            return None;
        }
        let ids = || (BUILTIN.len()..self.count()).rev().chain(0..BUILTIN.len());
        let plain = wanted.strip_suffix("regular").unwrap_or(&wanted);
        let exact = ids().find(|id| key(self.name(*id)) == wanted);
        let exact = exact.or_else(|| ids().find(|id| key(self.name(*id)) == plain));
        exact.or_else(|| ids().find(|id| family(self.name(*id)) == wanted))
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
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words that tell the styles of a family apart.
const STYLES: [&str; 8] = ["italic", "light", "regular", "medium", "semibold", "extrabold", "bold", "black"];

/// The key of a name without its style.
fn family(name: &str) -> String {
    let key = key(name);
    let mut bare = key.as_str();
    while let Some(shorter) = STYLES.iter().find_map(|style| bare.strip_suffix(style)) {
        bare = shorter;
    }
    bare.to_string()
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
        assert_eq!((name("inter"), name("Inter Regular")), (Some("Inter Bold"), Some("Inter Regular")));
        assert_eq!(
            (name("montserrat"), name("Arimo Bold-Italic")),
            (Some("Montserrat Regular"), Some("Arimo Bold Italic"))
        );
        assert_eq!(name("PlayfairDisplay"), Some("Playfair Display Black"));
        assert_eq!((name("Comic Sans"), name(""), name("-")), (None, None, None));
        assert_eq!(fonts.suggest("Antton"), Some("Anton"));
        assert_eq!(fonts.suggest("playfare"), Some("Playfair Display Regular"));
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
