//! The kind of picture: what its lines and their places make of it.

use serde::Serialize;

use crate::scene::{
    line::{Line, Role},
    roles,
};

/// What a picture is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Says something and sells something: whatever has words and is nothing of the below.
    Ad,
    /// A picture in the frame of a social network: an account and what the public did (likes, comments, age).
    Post,
    /// Fills a telephone upright, at least 1.5 times as high as wide, with an account in its uppermost sixth or a
    /// field to reply in at its foot, no caption and fewer than sixteen lines.
    Story,
    /// A few sentences of an account, larger than its name and larger than all else, with hardly a picture.
    Microblog,
    /// A sheet of many lines: at least seven, of which three have a day or a price, and nothing to tap.
    Flyer,
    /// No words, or hardly any: none that is sure and higher than a hundredth of the picture.
    #[default]
    Photograph,
}

/// What kind a picture of `width` × `height` pixels with these lines is.
pub(crate) fn read(lines: &[Line], width: u32, height: u32) -> Kind {
    let (width, height) = (width as f32, height as f32);
    let count = |role: Role| lines.iter().filter(|line| line.role == role).count();
    let down = |line: &Line| line.quad.centre()[1] / height.max(1.0);
    let is = |role: Role| move |line: &&Line| line.role == role;
    let legible = |line: &Line| line.confidence > 0.5 && line.lettering.cap_height > 0.01 * width.min(height);
    if !lines.iter().any(legible) {
        return Kind::Photograph;
    }
    let (handles, metrics) = (count(Role::Handle), count(Role::Metric));
    let tall = height >= 1.5 * width;
    let headed = lines.iter().filter(is(Role::Handle)).any(|line| down(line) < 1.0 / 6.0);
    let replied = lines.iter().filter(is(Role::Button)).any(|line| down(line) > 0.9);
    let captioned = lines.iter().filter(|l| matches!(l.role, Role::Metric | Role::Hashtag)).any(|l| down(l) > 0.6);
    if tall && handles > 0 && lines.len() < 16 && (headed || replied) && !captioned {
        return Kind::Story;
    }
    if handles > 0 && metrics > 0 || headed && count(Role::Hashtag) > 0 || metrics > 2 {
        let largest = |role: Role| lines.iter().filter(is(role)).map(|l| l.lettering.cap_height).fold(0.0, f32::max);
        let others = [Role::Slogan, Role::Handle, Role::Metric, Role::Price, Role::Logo].map(largest);
        let spoken = largest(Role::Body).max(largest(Role::Hashtag));
        let leads = others.iter().all(|&cap| spoken > 1.1 * cap);
        return if leads && handles > 0 { Kind::Microblog } else { Kind::Post };
    }
    let facts = lines.iter().filter(|line| roles::is_fact(&line.text)).count();
    if lines.len() > 6 && facts > 2 && count(Role::Button) + metrics == 0 { Kind::Flyer } else { Kind::Ad }
}
