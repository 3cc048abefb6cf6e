//! Faces: where they are, and where their eyes, nose and mouth lie.

use serde::Serialize;

use crate::{measure::Rect, picture::Picture};

/// A face in picture pixels, rounded.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Face {
    #[serde(rename = "box")]
    pub rect: Rect,
    /// How sure it is, 0 to 1.
    pub score: f32,
    /// The eye that lies to the left in the picture, and the other.
    pub eyes: [[f32; 2]; 2],
    pub nose: [f32; 2],
    /// The corners of the mouth, left in the picture first.
    pub mouth: [[f32; 2]; 2],
}

/// Finds the faces of a picture, largest first.
pub(crate) fn read(_picture: &Picture) -> Vec<Face> {
    Vec::new()
}
