//! Leaves: what stands where on a sheet of paper, in millimetres from its upper left corner, y down.

/// An upright rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub h: f64,
}

impl Area {
    pub fn right(&self) -> f64 {
        self.x + self.w
    }

    pub fn bottom(&self) -> f64 {
        self.y + self.h
    }

    /// The same centre, `by` farther out on every side.
    pub fn grown(&self, by: f64) -> Self {
        Area { x: self.x - by, y: self.y - by, w: self.w + 2.0 * by, h: self.h + 2.0 * by }
    }
}

/// One side of a sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Leaf {
    pub width: f64,
    pub height: f64,
    /// What is left when it is cut; the whole leaf when not said.
    pub trim: Option<Area>,
    /// How far the picture reaches; as the trim when not said.
    pub bleed: Option<Area>,
    /// What a reader of the document calls it; its number when not said.
    pub label: Option<String>,
    pub placed: Vec<Placed>,
    pub lines: Vec<Line>,
    pub rings: Vec<Ring>,
    pub texts: Vec<Text>,
    pub heads: Vec<Head>,
}

impl Leaf {
    /// Makes it say that it is the plate of an ink, of the page with that number from 0.
    pub fn is_plate(&mut self, ink: &str, page: usize) {
        self.label = Some(ink.into());
        if let Some(slug) = self.texts.first_mut() {
            // What says no more than a number has no room for more than the ink.
            let rest = slug.say.split_once(" · ").map(|(_, rest)| format!(" · page {} · {rest}", page + 1));
            slug.say = format!("{ink}{}", rest.unwrap_or_default());
        }
    }
}

/// A page of the document laid on a leaf.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Index of the page.
    pub page: usize,
    /// Where its canvas lies, once it is turned.
    pub to: Area,
    pub turn: Turn,
    /// Nothing of it shows outside.
    pub clip: Option<Area>,
}

/// How a page is turned, clockwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    #[default]
    None,
    Quarter,
    Half,
}

impl Placed {
    /// Where a point of the page comes to lie; it is given in shares of the canvas, from its upper left corner.
    pub fn point(&self, [u, v]: [f64; 2]) -> [f64; 2] {
        let [u, v] = match self.turn {
            Turn::None => [u, v],
            Turn::Quarter => [1.0 - v, u],
            Turn::Half => [1.0 - u, 1.0 - v],
        };
        [self.to.x + u * self.to.w, self.to.y + v * self.to.h]
    }
}

/// A straight black line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    pub from: [f64; 2],
    pub to: [f64; 2],
    pub width: f64,
    pub dashed: bool,
    /// It lies on a picture and has to be seen there.
    pub over: bool,
}

impl Line {
    /// A hairline on bare paper.
    pub fn hair(from: [f64; 2], to: [f64; 2]) -> Self {
        Line { from, to, width: HAIR, dashed: false, over: false }
    }
}

/// The width of a mark, a quarter of a point.
pub const HAIR: f64 = 0.088;

/// A circle, drawn as a hairline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ring {
    pub centre: [f64; 2],
    pub radius: f64,
}

/// A line of small print.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    pub say: String,
    /// The start of its baseline, or the middle.
    pub at: [f64; 2],
    /// Millimetres an em.
    pub size: f64,
    pub centred: bool,
    /// On a white plate, since it lies on a picture.
    pub over: bool,
}

/// A line in large letters that fills its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    pub say: String,
    pub place: Area,
    /// The name of its face.
    pub face: &'static str,
}
