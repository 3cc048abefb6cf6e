//! Areas: the parts of regions that have names, and where they lie on a picture.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    polygon,
    quad::{Quad, distance},
    region::letters,
    scene::{
        Face, Needs, Scene,
        line::{Line, Role},
    },
};

/// One part of a region.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Area {
    /// The whole page.
    All,
    /// Where there is neither text nor a face.
    Ground,
    /// The calm rectangles.
    Quiet,
    /// The lettering of the picture, a little more than its ink.
    Text,
    /// The same, close round its words and their rising and hanging letters rather than in boxes.
    Letters,
    /// What the picture shouts.
    #[serde(rename = "text.slogan")]
    Slogan,
    /// What it says in a lower voice.
    #[serde(rename = "text.body")]
    Body,
    /// Prices, discounts, percentages.
    #[serde(rename = "text.price")]
    Price,
    /// What one is to tap.
    #[serde(rename = "text.button")]
    Button,
    /// Whose account it is.
    #[serde(rename = "text.handle")]
    Handle,
    /// Likes, views, followers, the hour.
    #[serde(rename = "text.metric")]
    Metric,
    /// Hashtags.
    #[serde(rename = "text.hashtag")]
    Hashtag,
    /// The name of the firm or the thing.
    #[serde(rename = "text.logo")]
    Logo,
    /// The faces, round.
    Faces,
    /// A bar over both eyes of every face.
    Eyes,
    /// The mouths, round.
    Mouths,
    /// `[x, y, w, h]` in fractions of the page.
    Rect([f32; 4]),
    /// `[[x, y], …]` in fractions of the page.
    Polygon(Vec<[f32; 2]>),
}

/// How far lettering reaches past the quad of its ink (outlines, shadows, accents), in cap heights.
pub const AROUND_TEXT: f32 = 0.25;
/// How far a bar reaches past the centres of the eyes, and how far up and down, in distances of the eyes: from
/// temple to temple, from the brows to the bags.
const BAR: (f32, f32) = (0.45, 0.32);
/// The same for the corners of a mouth: half its width, and half its height.
const MOUTH: (f32, f32) = (0.68, 0.42);
/// The least distance of the eyes and the least width of a mouth, in widths of the face: in profile the two
/// points of each meet, but not what must be covered.
const LEAST: f32 = 0.3;

impl Area {
    /// What must be read to know where it is.
    pub fn needs(&self) -> Needs {
        match self {
            Area::All | Area::Rect(_) | Area::Polygon(_) => Needs::NONE,
            Area::Quiet => Needs::QUIET,
            Area::Faces | Area::Eyes | Area::Mouths => Needs::FACES,
            Area::Ground => Needs::TEXT | Needs::FACES,
            _ => Needs::TEXT,
        }
    }

    /// The role whose lines it holds.
    pub fn role(&self) -> Option<Role> {
        Some(match self {
            Area::Slogan => Role::Slogan,
            Area::Body => Role::Body,
            Area::Price => Role::Price,
            Area::Button => Role::Button,
            Area::Handle => Role::Handle,
            Area::Metric => Role::Metric,
            Area::Hashtag => Role::Hashtag,
            Area::Logo => Role::Logo,
            _ => return None,
        })
    }

    /// Where something that is read lies on the picture, in its pixels: nothing where nothing was read, nor
    /// for what is no such thing. The ground lies outside of what it gives.
    pub fn outlines(&self, scene: &Scene) -> Vec<Vec<[f32; 2]>> {
        let faces = |outline: fn(&Face) -> Vec<[f32; 2]>| scene.faces.iter().flatten().map(outline).collect();
        match self {
            Area::All | Area::Rect(_) | Area::Polygon(_) => Vec::new(),
            Area::Quiet => scene.quiet.iter().flatten().map(|rect| Quad::from(*rect).0.to_vec()).collect(),
            Area::Faces => faces(face),
            Area::Eyes => faces(eyes),
            Area::Mouths => faces(mouth),
            Area::Ground => [Area::Text, Area::Faces].iter().flat_map(|area| area.outlines(scene)).collect(),
            _ => scene.text.iter().flatten().flat_map(|line| self.of_line(line)).collect(),
        }
    }

    /// Whether it is made of lines of lettering.
    pub fn is_of_lines(&self) -> bool {
        matches!(self, Area::Text | Area::Letters) || self.role().is_some()
    }

    /// Whether a line belongs to it.
    pub fn means(&self, line: &Line) -> bool {
        self.is_of_lines() && self.role().is_none_or(|role| line.role == role)
    }

    /// Its share of a line, in picture pixels.
    pub fn of_line(&self, line: &Line) -> Vec<Vec<[f32; 2]>> {
        match self {
            Area::Letters => letters::outlines(line).unwrap_or_else(|| vec![lettering(line)]),
            _ if self.means(line) => vec![lettering(line)],
            _ => Vec::new(),
        }
    }
}

/// A line of lettering with its accents, outlines and shadows.
pub fn lettering(line: &Line) -> Vec<[f32; 2]> {
    let by = AROUND_TEXT * line.lettering.cap_height;
    match &line.outline {
        Some(outline) => polygon::grown(outline, by),
        None => line.quad.grown(by, by).0.to_vec(),
    }
}

/// The ellipse in the box of a face.
pub fn face(face: &Face) -> Vec<[f32; 2]> {
    let r = &face.rect;
    polygon::ellipse([r.x + r.w / 2.0, r.y + r.h / 2.0], r.w / 2.0, r.h / 2.0, 0.0)
}

/// The censor's bar: both eyes under one.
pub fn eyes(face: &Face) -> Vec<[f32; 2]> {
    let (centre, reach, angle) = between(face, face.eyes);
    Quad::turned(centre, reach * (1.0 + 2.0 * BAR.0), reach * 2.0 * BAR.1, angle).0.to_vec()
}

/// An ellipse round a mouth.
pub fn mouth(face: &Face) -> Vec<[f32; 2]> {
    let (centre, reach, angle) = between(face, face.mouth);
    polygon::ellipse(centre, reach * MOUTH.0, reach * MOUTH.1, angle)
}

/// The middle of two points of a face, how far they lie apart, and the direction from one to the other.
fn between(face: &Face, [a, b]: [[f32; 2]; 2]) -> ([f32; 2], f32, f32) {
    let centre = [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0];
    let apart = distance(a, b);
    let angle = if apart > 0.0 { libm::atan2f(b[1] - a[1], b[0] - a[0]) } else { 0.0 };
    (centre, apart.max(LEAST * face.rect.w), angle)
}
