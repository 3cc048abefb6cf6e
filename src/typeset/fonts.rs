//! Faces: the ones that come with the program and those that a user brings.

/// Index into [`Fonts`].
pub type FaceId = usize;

/// All faces that text can be set in.
pub struct Fonts {}

impl Fonts {
    /// The faces that are embedded in the program; parsed once.
    pub fn builtin() -> &'static Fonts {
        &Fonts {}
    }

    /// The embedded faces and, after them, those in `files`.
    ///
    /// # Errors
    /// When a file is no font.
    pub fn with(files: Vec<Vec<u8>>) -> Result<Fonts, FontError> {
        let _ = files;
        Ok(Fonts {})
    }

    /// How many there are; ids run from 0 up to it.
    pub fn count(&self) -> usize {
        0
    }

    /// What a face is called.
    pub fn name(&self, id: FaceId) -> &str {
        let _ = id;
        ""
    }

    /// The face that is called `name` (`Anton`, `Inter Bold`); case and spaces do not matter.
    pub fn find(&self, name: &str) -> Option<FaceId> {
        let _ = name;
        None
    }
}

/// Why a file gave no face.
#[derive(Debug, thiserror::Error)]
#[error("not a font that can be read: {0}")]
pub struct FontError(pub String);
