//! Signs: what a line's words, place, size and neighbours show of its role.

use crate::{
    color::Color,
    measure::Rect,
    scene::{
        faces::Face,
        text::{
            Line, Role,
            frame::{Frame, apart},
            ground::Ground,
            said::{self, Said},
            tokens,
        },
    },
};

/// The signs of one line.
#[derive(Clone, Debug, Default)]
pub(super) struct Signs {
    pub(super) said: Said,
    /// Cap height as a share of the picture's side, were it square.
    pub(super) share: f32,
    /// Cap height as a share of the largest.
    pub(super) size: f32,
    /// Cap height in median cap heights.
    pub(super) rise: f32,
    /// Middle of the line, from the upper edge of the picture, 0 to 1.
    pub(super) down: f32,
    /// Lines in its block.
    pub(super) block: usize,
    /// Capitals set wide apart.
    pub(super) tracked: bool,
    /// No other block has its size and ink.
    pub(super) own: bool,
    /// A word of it is said again elsewhere.
    pub(super) again: bool,
    /// On a box made for it.
    pub(super) boxed: bool,
    /// The only line on that box.
    pub(super) single: bool,
    /// A face as small as an avatar stands just before it.
    pub(super) avatar: bool,
    /// Lines of the picture.
    pub(super) lines: usize,
    pub(super) near: Near,
}

/// What a first look says of the neighbours.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Near {
    /// A price of at least its size stands close by, or on the same box.
    pub(super) price: bool,
    /// Stands in a row with likes or views.
    pub(super) metric: bool,
    /// Just under the name of an account, or just above one.
    pub(super) handle: bool,
    /// The picture is a screen of a social network.
    pub(super) feed: bool,
}

/// The signs of all lines, before anything is known of their neighbours' roles.
pub(super) fn read(
    lines: &[Line],
    grounds: &[Option<Ground>],
    faces: &[Face],
    [width, height]: [u32; 2],
) -> Vec<Signs> {
    let side = libm::sqrtf(width as f32 * height as f32).max(1.0);
    let mut caps: Vec<f32> = lines.iter().map(|line| line.lettering.cap_height).collect();
    caps.sort_by(f32::total_cmp);
    let largest = caps.last().copied().unwrap_or(1.0).max(1.0);
    let median = caps.get(caps.len() / 2).copied().unwrap_or(1.0).max(1.0);
    let look = |(i, line): (usize, &Line)| {
        let said = said::read(&line.text);
        let ground = grounds[i].filter(Ground::is_snug);
        let cap = line.lettering.cap_height;
        Signs {
            share: cap / side,
            size: cap / largest,
            rise: cap / median,
            down: line.quad.centre()[1] / height.max(1) as f32,
            block: lines.iter().filter(|other| other.block == line.block).count(),
            tracked: said.upper && is_tracked(line),
            own: !lines.iter().any(|other| other.block != line.block && is_alike(other, line)),
            again: lines.iter().enumerate().any(|(j, other)| i != j && repeats(&line.text, &other.text)),
            boxed: ground.is_some(),
            single: grounds[i].is_some_and(|g| lines.iter().filter(|l| g.quad.holds(l.quad.centre())).count() == 1),
            avatar: faces.iter().any(|face| is_avatar(face, line, height as f32)),
            lines: lines.len(),
            near: Near::default(),
            said,
        }
    };
    lines.iter().enumerate().map(look).collect()
}

/// What the roles of a first look tell every line of its neighbours.
pub(super) fn near(lines: &[Line], grounds: &[Option<Ground>], roles: &[Role]) -> Vec<Near> {
    let count = |role: Role| roles.iter().filter(|&&r| r == role).count();
    let feed = count(Role::Metric) >= 2 || count(Role::Metric) + count(Role::Handle) >= 2;
    let of = |(i, line): (usize, &Line)| {
        let frame = Frame::of(&line.quad);
        let (cap, own) = (line.lettering.cap_height, frame.bounds(&line.quad));
        let others = || (0..lines.len()).filter(move |&j| j != i).map(|j| (j, &lines[j]));
        let bounds = |other: &Line| frame.bounds(&other.quad);
        let level = |other: &Line| {
            let rect = bounds(other);
            own.y.max(rect.y) + 0.5 * own.h.min(rect.h) < own.bottom().min(rect.bottom())
        };
        let price = others()
            .filter(|(j, other)| roles[*j] == Role::Price && other.lettering.cap_height >= 0.9 * cap)
            .any(|(j, other)| {
                let shared = grounds[i].is_some_and(|ground| ground.quad.holds(other.quad.centre()))
                    || grounds[j].is_some_and(|ground| ground.quad.holds(line.quad.centre()));
                let turned = apart(line.quad.angle(), other.quad.angle()) < 0.1;
                shared || turned && gap(&own, &bounds(other)) < 0.5 * cap + 0.5 * other.lettering.cap_height
            });
        let near_handle = |(j, other): (usize, &Line)| {
            let rect = bounds(other);
            roles[j] == Role::Handle && gap(&own, &rect) < 1.5 * cap && (rect.x - own.x).abs() < 1.5 * cap
        };
        let metric = others().any(|(j, other)| roles[j] == Role::Metric && level(other));
        Near { price, metric, handle: others().any(near_handle), feed }
    };
    lines.iter().enumerate().map(of).collect()
}

/// How far two rectangles lie apart.
fn gap(a: &Rect, b: &Rect) -> f32 {
    let along = (a.x.max(b.x) - a.right().min(b.right())).max(0.0);
    let across = (a.y.max(b.y) - a.bottom().min(b.bottom())).max(0.0);
    libm::hypotf(along, across)
}

/// Wider than capitals are when set solid: one takes some 0.95 cap heights on the mean.
fn is_tracked(line: &Line) -> bool {
    let count = line.text.chars().count();
    count > 3 && line.quad.width() > 1.12 * count as f32 * line.lettering.cap_height
}

/// Of one size and ink.
fn is_alike(a: &Line, b: &Line) -> bool {
    let (small, large) = (a.lettering.cap_height, b.lettering.cap_height);
    small.max(large) < 1.15 * small.min(large) && distance(a.lettering.ink, b.lettering.ink) < 64
}

fn distance(a: Color, b: Color) -> u8 {
    a.r.abs_diff(b.r).max(a.g.abs_diff(b.g)).max(a.b.abs_diff(b.b))
}

/// Whether the first long word of one text stands in the other.
fn repeats(text: &str, other: &str) -> bool {
    let (text, other) = (tokens::fold(text), tokens::fold(other));
    let word = text.split(|c: char| !c.is_alphanumeric()).find(|word| word.len() > 3);
    word.is_some_and(|word| other.contains(word))
}

fn is_avatar(face: &Face, line: &Line, height: f32) -> bool {
    let (rect, line_rect, cap) = (face.rect, line.quad.bounds(), line.lettering.cap_height);
    let before = (line_rect.x - rect.right()) / cap.max(1.0);
    let level = rect.y < line_rect.bottom() + cap && rect.bottom() > line_rect.y - cap;
    rect.h < 0.1 * height && (0.0..5.0).contains(&before) && level
}
