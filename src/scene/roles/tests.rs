//! The pages made up, and how many of their lines get the role that they have.

use crate::{
    color::Color,
    measure::Rect,
    scene::{
        faces::Face,
        kind,
        line::Line,
        roles::{
            blocks,
            evidence::assign,
            ground::Ground,
            made,
            pages::{self, Page, Row},
        },
    },
};

/// A line as a reader of pictures would give it.
fn line(&(_, text, [x, y, cap], marks): &Row) -> Line {
    let ink = match marks {
        m if m.contains('c') => Color::rgb(200, 30, 60),
        m if m.contains('g') => Color::rgb(140, 140, 140),
        _ => Color::rgb(20, 20, 24),
    };
    let count = text.chars().count();
    let wide = if text.chars().any(char::is_lowercase) { 0.75 } else { 0.9 };
    let width = count as f32 * cap * if marks.contains('t') { 1.3 } else { wide };
    made::line(text, [x, y, width], cap, ink)
}

fn read(page: &Page) -> Vec<Line> {
    let row = |line: &Line| page.rows.iter().find(|row| row.1 == line.text).unwrap();
    let mut lines = blocks::group(page.rows.iter().rev().map(line).collect());
    let boxed = |line: &Line| {
        let cap = line.lettering.cap_height;
        let quad = line.quad.grown(1.2 * cap, 0.9 * cap);
        row(line).3.contains('b').then_some(Ground {
            quad,
            color: Color::WHITE,
            around: Color::BLACK,
            clear: [1.2, 0.9, 1.2, 0.9],
        })
    };
    let grounds: Vec<_> = lines.iter().map(boxed).collect();
    let face = |&(_, _, [x, y, _], marks): &Row| {
        let rect = Rect::new(x - 60.0, y - 5.0, 30.0, 40.0);
        marks.contains('a').then_some(Face {
            rect,
            score: 0.9,
            eyes: [[0.0; 2]; 2],
            nose: [0.0; 2],
            mouth: [[0.0; 2]; 2],
        })
    };
    let faces: Vec<Face> = page.rows.iter().filter_map(face).collect();
    assign(&mut lines, &grounds, &faces, page.size);
    lines
}

#[test]
fn lines_get_their_roles() {
    let (mut all, mut misses) = (0, Vec::new());
    for page in pages::all() {
        for line in read(page) {
            let wanted = page.rows.iter().find(|row| row.1 == line.text).unwrap().0;
            all += 1;
            if line.role != wanted {
                misses.push(format!("{}: `{}` is {wanted:?}, not {:?}", page.name, line.text, line.role));
            }
        }
    }
    assert!(all > 120 && misses.is_empty(), "{} of {all}\n{}", misses.len(), misses.join("\n"));
}

#[test]
fn pictures_get_their_kinds() {
    for page in pages::all() {
        assert_eq!(kind::read(&read(page), page.size[0], page.size[1]), page.kind, "{}", page.name);
    }
}
