//! Signs: what a line's words, place, size and neighbours show of its role.

use crate::{
    color::Color,
    measure::Rect,
    scene::{
        faces::Face,
        line::{Lettering, Line, Role},
        roles::{
            frame::{Frame, apart},
            ground::Ground,
            order,
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
    /// Reaches into the uppermost or the lowest sixth of the picture.
    pub(super) at_end: bool,
    /// Stands askew among the lines.
    pub(super) askew: bool,
    /// Lines in its block.
    pub(super) block: usize,
    /// Words of its block.
    pub(super) said_by_block: usize,
    /// Capitals set wide apart.
    pub(super) tracked: bool,
    /// No other block has its size and ink, prices apart.
    pub(super) own: bool,
    /// A word of it is said again elsewhere.
    pub(super) again: bool,
    /// On a box made for it.
    pub(super) boxed: bool,
    /// The only line on that box.
    pub(super) single: bool,
    /// The only line of a box that it need not fill.
    pub(super) field: bool,
    /// A face as small as an avatar stands just before it, and before nothing above it.
    pub(super) avatar: bool,
    pub(super) near: Near,
}

/// What a first look says of the neighbours.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Near {
    /// A price of at least its size stands close by, or on the same box.
    pub(super) price: bool,
    /// A price stands behind it in its row.
    pub(super) ledger: bool,
    /// A slogan stands just above it.
    pub(super) sub: bool,
    /// Another block of some words is not much smaller.
    pub(super) rival: bool,
    /// Begins with a word of what was taken for a logo.
    pub(super) named: bool,
    /// A lone number stands just above it, or just before it.
    pub(super) figure: bool,
    /// Stands in a row with likes or views.
    pub(super) metric: bool,
    /// The name of an account stands just above it.
    pub(super) under: bool,
    /// The name of an account stands just below it.
    pub(super) over: bool,
    /// The name of an account stands just behind it.
    pub(super) before: bool,
    /// The picture is a screen of a social network where no line is much larger than the others.
    pub(super) talk: bool,
    /// The picture is the front page of a magazine.
    pub(super) cover: bool,
    /// Just below it a network says that somebody paid.
    pub(super) paid: bool,
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
    let main = order::direction(lines);
    let folded: Vec<String> = lines.iter().map(|line| tokens::fold(&line.text)).collect();
    let said: Vec<Said> = lines.iter().map(|line| said::read(&line.text)).collect();
    let alone_on = |i: usize| grounds[i].is_some_and(|ground| ground.is_of_one(lines));
    let look = |(i, line): (usize, &Line)| {
        let twin = |j: usize| lines[j].block != line.block && !said[j].money && is_alike(&lines[j], line);
        let own_block = |j: &usize| lines[*j].block == line.block;
        let ground = grounds[i].filter(Ground::is_snug);
        let cap = line.lettering.cap_height;
        Signs {
            share: cap / side,
            size: cap / largest,
            rise: cap / median,
            down: line.quad.centre()[1] / height.max(1) as f32,
            at_end: line.quad.bounds().y < height as f32 / 6.0
                || line.quad.bounds().bottom() > height as f32 * 5.0 / 6.0,
            askew: (0.03..0.5).contains(&apart(line.quad.angle(), main)),
            block: (0..lines.len()).filter(own_block).count(),
            said_by_block: (0..lines.len()).filter(own_block).map(|j| said[j].words).sum(),
            tracked: is_tracked(line),
            own: !(0..lines.len()).any(twin),
            again: (0..lines.len()).any(|j| i != j && repeats(&folded[i], &folded[j])),
            boxed: ground.is_some(),
            single: alone_on(i),
            field: grounds[i].is_some_and(|g| g.clear[1] + g.clear[3] < 5.0) && alone_on(i),
            avatar: faces.iter().any(|face| {
                let first = |other: &Line| other.quad.centre()[1] < line.quad.centre()[1] - 0.5 * cap;
                let beside = |line: &Line| is_avatar(face, line, height as f32);
                beside(line) && !lines.iter().any(|other| first(other) && beside(other))
            }),
            near: Near::default(),
            said: said[i].clone(),
        }
    };
    lines.iter().enumerate().map(look).collect()
}

/// What the roles of a first look tell every line of its neighbours.
pub(super) fn near(lines: &[Line], signs: &[Signs], grounds: &[Option<Ground>], roles: &[Role]) -> Vec<Near> {
    let count = |role: Role| roles.iter().filter(|&&r| r == role).count();
    let feed = count(Role::Metric) >= 2
        || count(Role::Metric) + count(Role::Handle) >= 2
        || signs.iter().any(|signs| signs.said.paid);
    let talk = feed && signs.iter().all(|signs| signs.rise < 1.8);
    let cover = signs.iter().any(|signs| signs.said.issue);
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
        let handles = || {
            let close = move |rect: &Rect| gap(&own, rect) < 1.6 * cap && (rect.x - own.x).abs() < 1.5 * cap;
            others().filter(|(j, _)| roles[*j] == Role::Handle).map(|(_, other)| bounds(other)).filter(close)
        };
        let behind = |rect: &Rect| rect.x > own.right();
        let even = |o: &Line| {
            let ratio = o.lettering.cap_height / cap.max(1.0);
            (0.6..1.7).contains(&ratio) && apart(line.quad.angle(), o.quad.angle()) < 0.1
        };
        let ledger = others().any(|(j, o)| roles[j] == Role::Price && level(o) && behind(&bounds(o)) && even(o));
        let sub = others().any(|(j, o)| {
            let rect = bounds(o);
            let near = (0.0..2.0).contains(&((own.y - rect.bottom()) / cap));
            roles[j] == Role::Slogan && near && own.x < rect.right() && own.right() > rect.x
        });
        let rival = others().any(|(j, o)| {
            let said = &signs[j].said;
            let large = o.lettering.cap_height > 0.38 * cap && signs[j].share > 0.028;
            let words = signs[j].said_by_block > 2 && !said.money && !said.account && !said.discount;
            o.block != line.block && large && words
        });
        let metric = others().any(|(j, other)| roles[j] == Role::Metric && level(other));
        let [under, over] = [handles().any(|rect| rect.y < own.y), handles().any(|rect| rect.y > own.y)];
        let folded = tokens::fold(&line.text);
        let named = others().any(|(j, o)| roles[j] == Role::Logo && repeats(&folded, &tokens::fold(&o.text)));
        let figure = others().any(|(j, o)| {
            let rect = bounds(o);
            signs[j].said.number && gap(&own, &rect) < 2.0 * cap && rect.y < own.bottom() && rect.x < own.right()
        });
        let paid = others().any(|(j, o)| {
            let rect = bounds(o);
            let below = (0.0..2.0).contains(&((rect.y - own.bottom()) / cap));
            signs[j].said.paid && below && (rect.x - own.x).abs() < 1.5 * cap
        });
        let before = others().any(|(j, o)| {
            let rect = bounds(o);
            roles[j] == Role::Handle
                && (0.0..3.0).contains(&((rect.x - own.right()) / cap))
                && rect.y < own.bottom()
                && rect.bottom() > own.y
        });
        Near { named, figure, paid, price, ledger, sub, rival, metric, under, over, before, feed, talk, cover }
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
    let upper = !line.text.contains(char::is_lowercase);
    upper && count > 3 && line.quad.width() > 1.12 * count as f32 * line.lettering.cap_height
}

/// Of one size, weight and ink, and set as wide.
fn is_alike(a: &Line, b: &Line) -> bool {
    let within = |ratio: f32, a: f32, b: f32| a.max(b) < ratio * a.min(b).max(1e-3);
    let wide = is_tracked(a) == is_tracked(b);
    let (a, b) = (&a.lettering, &b.lettering);
    let weight = |lettering: &Lettering| lettering.stroke / lettering.cap_height.max(1.0);
    wide && within(1.15, a.cap_height, b.cap_height) && within(1.5, weight(a), weight(b)) && distance(a.ink, b.ink) < 64
}

fn distance(a: Color, b: Color) -> u8 {
    a.r.abs_diff(b.r).max(a.g.abs_diff(b.g)).max(a.b.abs_diff(b.b))
}

/// Whether the first long word of one text stands in the other.
fn repeats(text: &str, other: &str) -> bool {
    let word = text.split(|c: char| !c.is_alphanumeric()).find(|word| word.len() > 3);
    word.is_some_and(|word| other.contains(word))
}

fn is_avatar(face: &Face, line: &Line, height: f32) -> bool {
    let (rect, line_rect, cap) = (face.rect, line.quad.bounds(), line.lettering.cap_height);
    let before = (line_rect.x - rect.right()) / cap.max(1.0);
    let level = rect.y < line_rect.bottom() + cap && rect.bottom() > line_rect.y - cap;
    rect.h < 0.1 * height && (0.0..5.0).contains(&before) && level
}
