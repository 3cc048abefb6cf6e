//! Lines: what is known of lettering once it has been read.

use serde::{Deserialize, Serialize};

use crate::{color::Color, quad::Quad, scene::hand::Hand};

/// A line of lettering.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// Round the ink, in picture pixels, in reading direction: the first corner is that of the first letter.
    pub quad: Quad,
    /// The outline of a line that runs along a curve; its quad is then the smallest one round it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outline: Option<Vec<[f32; 2]>>,
    pub text: String,
    /// How sure the reading is, 0 to 1.
    pub confidence: f32,
    pub role: Role,
    /// Lines with the same number belong together; numbers run in reading order.
    pub block: usize,
    #[serde(flatten)]
    pub lettering: Lettering,
    /// Most of it lies on a face.
    pub on_face: bool,
    /// Where each character of `text` begins and ends, in fractions of the line's length.
    pub characters: Vec<[f32; 2]>,
    /// What its pixels tell of the hand that wrote it; none where ink could not be told from ground.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hand: Option<Hand>,
    /// The box that was made for this line alone: it is covered with it, and kept with it.
    #[serde(skip)]
    pub plate: Option<Plate>,
}

/// The plain box of a button or a label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plate {
    /// Its corners in picture pixels, in the line's reading direction.
    pub quad: Quad,
    pub color: Color,
    /// The colour of what it lies on.
    pub around: Color,
}

/// How a line is lettered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lettering {
    /// The colour of the letters.
    pub ink: Color,
    /// The colour of the ground round them.
    pub paper: Color,
    /// Height of a capital in pixels.
    pub cap_height: f32,
    /// Thickness of a stem in pixels.
    pub stroke: f32,
    /// Reading direction in degrees, clockwise from the right.
    pub angle: f32,
    /// The colour of an outline round the letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outline_ink: Option<Color>,
    /// Letters cast a shadow or glow.
    pub shadow: bool,
    pub case: Case,
    /// How the lines of its block are aligned.
    pub align: Align,
}

/// What a line does on the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// What the picture shouts.
    Slogan,
    /// All that is said in a lower voice.
    #[default]
    Body,
    /// A price, a discount, a percentage.
    Price,
    /// What one is to tap.
    Button,
    /// Whose account it is.
    Handle,
    /// Likes, views, followers, the hour.
    Metric,
    Hashtag,
    /// The name of the firm or the thing.
    Logo,
}

/// Which letters are large.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Case {
    #[default]
    Sentence,
    Upper,
    Lower,
    Title,
}

/// To which side the lines of a block are flush.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    #[default]
    Left,
    Center,
    Right,
}
