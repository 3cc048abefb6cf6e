//! The overlay: what was read of a picture, drawn upon it, for people who want to see it.

mod label;

use crate::{
    color::Color,
    layer::outline,
    measure::{Page, Rect},
    overlay::label::Labels,
    plan::{Font, Mark, PictureMark, Plan, ShapeMark, Source, Stroke},
    polygon,
    recipe::Recipe,
    region::area,
    scene::{
        Face, Kind, Scene,
        line::{Line, Role},
    },
    typeset::fonts::Fonts,
};

const FACE: Color = Color::rgb(0x00, 0xc8, 0xe6);
const CALM: Color = Color::rgb(0x3c, 0xd0, 0x6a);

/// A plan that draws the picture with everything that was read: lines in the colours of their roles, with a
/// dot at the corner where reading begins, faces with eyes, nose and mouth, calm rectangles tinted.
pub fn plan(scene: &Scene, source: Source, fonts: &Fonts) -> Plan {
    let page = Page { width: scene.width, height: scene.height, dpi: 96.0, bleed: 0 };
    let whole = page.canvas();
    let mut overlay = Overlay { pen: (page.short() / 400.0).max(1.0), marks: Vec::new() };
    overlay.marks.push(Mark::Picture(PictureMark { index: 0, from: whole, to: whole, turn: 0.0 }));
    let lines = scene.text.as_deref().unwrap_or_default();
    let faces = scene.faces.as_deref().unwrap_or_default();
    scene.quiet.iter().flatten().for_each(|rect| overlay.calm(rect));
    faces.iter().for_each(|face| overlay.face(face));
    lines.iter().for_each(|line| overlay.line(line));

    // Labels lie above everything, and on each other and on other lines as little as may be.
    let bounds: Vec<Rect> = lines.iter().map(bounds).collect();
    let mut labels = Labels::new(whole, &bounds, fonts);
    let kind = scene.kind.map_or("", name_of);
    let counts = format!("{kind}  {} lines  {} faces", lines.len(), faces.len());
    labels.put(&counts, &Rect::new(0.0, whole.h, 0.0, 0.0), Color::BLACK);
    for (line, bounds) in lines.iter().zip(&bounds) {
        let (color, role) = role(line.role);
        labels.put(&format!("{} {role} {:.2}  {}", line.block, line.confidence, line.text), bounds, color);
    }
    for face in faces {
        labels.put(&format!("face {:.2}", face.score), &face.rect, FACE);
    }
    overlay.marks.extend(labels.marks);
    let font = |id: &usize| Font { name: fonts.get(*id).name().into(), hash: fonts.get(*id).hash().into() };
    Plan {
        recipe: Recipe {
            detourn: env!("CARGO_PKG_VERSION").into(),
            template: "overlay".into(),
            source: source.hash.clone(),
            ..Recipe::default()
        },
        page,
        paper: None,
        inks: Default::default(),
        pictures: vec![source],
        fonts: labels.faces.iter().map(font).collect(),
        notes: Vec::new(),
        marks: overlay.marks,
    }
}

/// The marks so far, and how thick a line is.
struct Overlay {
    pen: f32,
    marks: Vec<Mark>,
}

impl Overlay {
    /// A line round something, on a darker one so that it shows on any ground.
    fn trace(&mut self, points: &[[f32; 2]], color: Color, fill: Option<Color>) {
        let shade = Stroke { ink: Color { a: 0x90, ..Color::BLACK }, width: self.pen * 2.5 };
        for (stroke, fill) in [(shade, fill), (Stroke { ink: color, width: self.pen }, None)] {
            let outline = outline::polygon(points);
            self.marks.push(Mark::Shape(ShapeMark { outline, fill, stroke: Some(stroke) }));
        }
    }

    fn dot(&mut self, at: [f32; 2], color: Color) {
        self.trace(&polygon::ellipse(at, self.pen * 2.0, self.pen * 2.0, 0.0), color, Some(color));
    }

    fn line(&mut self, line: &Line) {
        let (color, _) = role(line.role);
        self.trace(line.outline.as_deref().unwrap_or(&line.quad.0), color, None);
        self.dot(line.quad.0[0], color);
    }

    fn face(&mut self, face: &Face) {
        self.trace(&outline::corners(&face.rect), FACE, None);
        self.trace(&area::eyes(face), FACE, Some(Color { a: 0x50, ..Color::BLACK }));
        self.trace(&area::mouth(face), FACE, None);
        for point in face.eyes.iter().chain([&face.nose]).chain(&face.mouth) {
            self.dot(*point, FACE);
        }
    }

    fn calm(&mut self, rect: &Rect) {
        self.trace(&outline::corners(rect), CALM, Some(Color { a: 0x40, ..CALM }));
    }
}

fn bounds(line: &Line) -> Rect {
    line.outline.as_deref().and_then(polygon::bounds).unwrap_or_else(|| line.quad.bounds())
}

fn role(role: Role) -> (Color, &'static str) {
    match role {
        Role::Slogan => (Color::rgb(0xff, 0x3b, 0x30), "slogan"),
        Role::Body => (Color::rgb(0x3d, 0x8b, 0xff), "body"),
        Role::Price => (Color::rgb(0xff, 0x95, 0x00), "price"),
        Role::Button => (Color::rgb(0x7a, 0xe0, 0x2c), "button"),
        Role::Handle => (Color::rgb(0xb0, 0x5c, 0xe8), "handle"),
        Role::Metric => (Color::rgb(0x00, 0xb3, 0xa4), "metric"),
        Role::Hashtag => (Color::rgb(0xff, 0x4f, 0xb4), "hashtag"),
        Role::Logo => (Color::rgb(0xff, 0xd6, 0x0a), "logo"),
    }
}

fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Ad => "ad",
        Kind::Post => "post",
        Kind::Story => "story",
        Kind::Microblog => "microblog",
        Kind::Flyer => "flyer",
        Kind::Photograph => "photograph",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::{
        plan::GlyphsMark,
        render::render,
        scene::{
            made::{scene, scenes},
            tests::plain,
        },
    };

    fn source(width: u32, height: u32) -> Source {
        Source { path: None, hash: "0".into(), width, height }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_was_read_can_be_drawn(scene in scenes()) {
            let plan = plan(&scene, source(400, 300), Fonts::builtin());
            prop_assert!(plan.check().is_ok() && plan.check_fonts(Fonts::builtin()).is_ok());
            render(&plan, vec![Arc::new(plain(400, 300, [255; 4]))], Fonts::builtin());
        }
    }

    #[test]
    fn every_reading_is_marked_and_labelled() {
        let scene = scene();
        let drawn = plan(&scene, source(400, 300), Fonts::builtin());
        let letters = |glyphs: &GlyphsMark| glyphs.glyphs.iter().map(|glyph| glyph.text.as_str()).collect::<String>();
        let said =
            drawn.marks.iter().map(|mark| if let Mark::Glyphs(glyphs) = mark { letters(glyphs) } else { "|".into() });
        let said: String = said.collect();
        for label in ["ad", "0 slogan 0.90", "#9,99€#", "@nobody", "face 0.87"] {
            assert!(said.contains(label), "{label} in {said}");
        }
        let canvas = render(&drawn, vec![Arc::new(plain(400, 300, [255; 4]))], Fonts::builtin());
        let at = |x, y| canvas.pixels.get_pixel(x, y).0;
        assert_eq!(canvas.pixels.dimensions(), (400, 300));
        assert_ne!(at(300, 200), [255; 4], "calm is tinted");
        assert_ne!(at(190, 148), [255; 4], "eyes are barred");
        assert_eq!(at(250, 100), [255; 4]);
    }
}
