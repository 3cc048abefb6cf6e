//! Evidence: every sign speaks for a role or against it, and the role with the most for it wins.

use crate::scene::{
    faces::Face,
    line::{Line, Role},
    roles::{
        ground::Ground,
        signs::{self, Signs},
    },
};

/// All roles, in the order in which the sums are kept.
const ROLES: [Role; 8] =
    [Role::Slogan, Role::Body, Role::Price, Role::Button, Role::Handle, Role::Metric, Role::Hashtag, Role::Logo];

/// Share of what speaks for a role of the other lines of a block that is counted for each of its lines.
const SHARED: f32 = 0.35;

/// A role, how much a sign speaks for it, and the sign.
type Evidence = (Role, f32, fn(&Signs) -> bool);

/// What speaks for and against a role.
const EVIDENCE: &[Evidence] = &[
    // A slogan is large, for the picture and among the lines, and has few words.
    (Role::Slogan, 1.0, |s| s.size > 0.45),
    (Role::Slogan, 1.0, |s| s.size > 0.8),
    (Role::Slogan, 1.0, |s| s.rise > 1.3),
    (Role::Slogan, 1.0, |s| s.rise > 2.0),
    (Role::Slogan, 1.0, |s| s.share > 0.028),
    (Role::Slogan, 1.0, |s| s.share > 0.035),
    (Role::Slogan, 1.0, |s| s.share > 0.042),
    (Role::Slogan, 1.0, |s| s.share > 0.05),
    (Role::Slogan, 1.0, |s| s.share > 0.07),
    (Role::Slogan, 1.0, |s| s.askew),
    (Role::Slogan, 0.7, |s| s.said.loud && s.share > 0.02),
    (Role::Slogan, 0.7, |s| s.said.upper && s.said.words < 6 && s.share > 0.02),
    (Role::Slogan, 2.0, |s| s.said.punchy && s.share > 0.02 && !s.said.legal && !s.near.talk),
    (Role::Slogan, 1.0, |s| s.near.sub && s.share > 0.02),
    (Role::Slogan, 1.0, |s| s.near.feed && !s.near.talk && s.said.loud && s.share > 0.02),
    (Role::Slogan, 1.7, |s| s.near.cover && s.share > 0.025 && s.size < 0.95),
    (Role::Slogan, -2.0, |s| s.askew && s.said.offer > 0.6),
    (Role::Slogan, -3.0, |s| is_mark(s)),
    (Role::Slogan, -1.5, |s| is_firm(s)),
    (Role::Slogan, -1.0, |s| s.said.words > 9),
    (Role::Slogan, -1.5, |s| s.said.legal && s.size < 0.4),
    (Role::Slogan, -2.0, |s| s.near.talk),
    (Role::Slogan, -1.5, |s| s.said.date && s.size < 0.5),
    (Role::Slogan, -1.5, |s| s.said.money),
    (Role::Slogan, -2.0, |s| s.said.money && s.said.offer > 0.5),
    (Role::Slogan, -1.0, |s| s.boxed && s.single),
    // The body is what nothing else claims: sentences, lists, dates, small print.
    (Role::Body, 2.6, |_| true),
    (Role::Body, 0.8, |s| s.said.words > 4),
    (Role::Body, 0.8, |s| s.said.words > 7),
    (Role::Body, 0.5, |s| s.said.small > 1),
    (Role::Body, 1.0, |s| s.said.legal && s.said.words > 2),
    (Role::Body, 2.0, |s| s.said.item),
    (Role::Body, 4.0, |s| s.said.paid && !s.said.counted),
    (Role::Body, 2.5, |s| s.said.speaks),
    (Role::Body, 1.0, |s| s.said.date),
    (Role::Body, 1.0, |s| s.said.issue),
    (Role::Body, 0.5, |s| s.share < 0.02),
    (Role::Body, 1.0, |s| s.near.ledger),
    (Role::Body, 1.5, |s| s.near.under && !s.said.account && s.near.feed),
    // A price has an amount in it, or is said beside one.
    (Role::Price, 4.0, |s| s.said.money),
    (Role::Price, 1.5, |s| s.said.money && s.said.words < 6),
    (Role::Price, -2.5, |s| s.said.money && s.said.words > 7),
    (Role::Price, 2.5, |s| s.said.decimals && s.said.words < 3 && !s.said.thousands),
    (Role::Price, 2.8, |s| s.said.discount && s.said.words < 5),
    (Role::Price, 1.5, |s| s.said.discount && s.size < 0.9 && s.said.words < 5),
    (Role::Price, 1.5, |s| s.said.discount && s.boxed),
    (Role::Price, 2.5, |s| s.said.deal && s.said.offer > 0.6 && s.said.words < 4),
    (Role::Price, 2.0, |s| s.askew && s.said.offer > 0.6 && s.said.words < 4),
    (Role::Price, 1.0, |s| s.said.offer > 0.6 && s.said.words < 5),
    (Role::Price, 2.6, |s| s.near.price && s.said.offer > 0.6),
    (Role::Price, 1.0, |s| s.near.price && s.said.words < 3),
    (Role::Price, -1.5, |s| s.said.legal),
    (Role::Price, -3.0, |s| s.said.percent && s.size > 0.9 && s.share > 0.08 && !s.said.money),
    (Role::Price, -3.0, |s| s.said.answer || s.said.polled && s.near.feed),
    // A button stands on a box of its own and calls for something.
    (Role::Button, 2.4, |s| s.boxed && s.single),
    (Role::Button, 0.6, |s| s.boxed),
    (Role::Button, 1.5, |s| s.said.call && s.said.words < 6),
    (Role::Button, 1.5, |s| s.said.call && s.boxed && s.said.words < 6),
    (Role::Button, 0.8, |s| s.said.call && s.said.words < 3),
    (Role::Button, 1.0, |s| s.said.call && s.field && s.said.words < 6),
    (Role::Button, 1.0, |s| s.said.call && s.near.feed && s.said.words < 5 && s.down > 0.88),
    (Role::Button, 2.0, |s| s.said.arrow),
    (Role::Button, 4.0, |s| s.said.answer && (s.said.percent || s.boxed)),
    (Role::Button, 1.0, |s| s.said.call && s.near.feed && s.said.words == 1),
    (Role::Button, 4.0, |s| s.said.polled && s.near.feed),
    (Role::Button, -2.0, |s| s.said.words > 3 && !s.said.call),
    (Role::Button, -3.0, |s| s.said.words > 6),
    (Role::Button, -1.5, |s| s.share > 0.045),
    (Role::Button, -1.0, |s| s.block > 1),
    (Role::Button, -1.5, |s| s.said.words == 0),
    // A handle is written as no word is, or stands beside an avatar at the top.
    (Role::Handle, 4.0, |s| s.said.account),
    (Role::Handle, 2.5, |s| s.said.account && (s.said.at || s.near.feed || s.avatar || s.down < 0.12)),
    (Role::Handle, 3.2, |s| s.avatar && s.down < 0.3 && s.said.words < 5 && !s.said.paused),
    (Role::Handle, 3.0, |s| s.near.over && s.near.feed && s.down < 0.25 && s.said.words < 4),
    (Role::Handle, 4.0, |s| s.near.paid && s.said.words < 5),
    (Role::Handle, 1.0, |s| s.said.mention && s.said.words < 4),
    (Role::Handle, -1.0, |s| s.share > 0.06),
    // A metric counts: the public, the hour, the pages.
    (Role::Metric, 7.0, |s| s.said.counted),
    (Role::Metric, 6.0, |s| s.said.clock || s.said.counter),
    (Role::Metric, 3.6, |s| s.said.age),
    (Role::Metric, 3.0, |s| s.said.age && s.near.feed),
    (Role::Metric, -1.0, |s| s.said.age && !s.near.feed && s.share > 0.02),
    (Role::Metric, 3.0, |s| s.said.hour),
    (Role::Metric, 3.0, |s| s.said.number),
    (Role::Metric, 2.0, |s| s.said.thousands && s.said.words < 3),
    (Role::Metric, 2.0, |s| s.near.metric && s.said.number),
    (Role::Metric, 4.0, |s| s.near.figure && s.said.unit),
    (Role::Metric, 1.0, |s| s.near.feed && s.said.number),
    (Role::Metric, -3.0, |s| s.share > 0.05 && !s.said.clock),
    (Role::Metric, -3.0, |s| s.said.words > 8),
    // Hashtags show themselves.
    (Role::Hashtag, 4.0, |s| s.said.tagged > 0.2),
    (Role::Hashtag, 4.0, |s| s.said.tagged > 0.5),
    // A logo is a name: few words and none of grammar, alone, lettered like nothing else, at the top or bottom.
    (Role::Logo, 2.0, |s| s.tracked && s.said.words < 4),
    (Role::Logo, 1.5, |s| s.tracked && s.said.words < 4 && s.block == 1 && s.at_end),
    (Role::Logo, 1.5, |s| s.tracked && s.said.words == 1 && s.at_end),
    (Role::Logo, 1.0, |s| s.said.small == 0 && s.said.words < 4 && !s.said.stop),
    (Role::Logo, 0.7, |s| s.block == 1 && s.said.words < 7),
    (Role::Logo, 0.7, |s| s.own),
    (Role::Logo, 1.0, |s| s.at_end),
    (Role::Logo, 1.5, |s| s.said.firm && s.said.words < 8),
    (Role::Logo, 1.0, |s| s.again && s.said.words < 4),
    (Role::Logo, 3.5, |s| is_mark(s)),
    (Role::Logo, 2.0, |s| s.near.named && s.said.words < 4),
    (Role::Logo, 2.5, |s| is_firm(s) && s.at_end),
    (Role::Logo, 4.0, |s| s.near.before && s.said.letters < 4 && s.said.words == 1),
    (Role::Logo, 3.5, |s| s.said.account && !s.said.at && !s.near.feed),
    (Role::Logo, 1.5, |s| s.said.web && s.said.words < 4),
    (Role::Logo, 4.0, |s| s.said.web && s.said.words < 5),
    (Role::Logo, 8.0, |s| s.near.cover && s.size > 0.95 && s.said.words < 3 && s.down < 0.3),
    (Role::Logo, -1.5, |s| s.said.small > 0),
    (Role::Logo, -2.0, |s| s.said.words > 5),
    (Role::Logo, -1.0, |s| s.said.words > 1 && !s.said.titled && !s.said.upper),
    (Role::Logo, -3.0, |s| s.said.age || s.said.clock || s.said.counter || s.said.counted),
    (Role::Logo, -1.0, |s| s.said.numbered),
    (Role::Logo, -1.0, |s| s.said.stop && !s.said.exclaims || s.said.paused),
    (Role::Logo, -2.0, |s| s.near.feed),
    (Role::Logo, -2.0, |s| s.boxed && s.single),
    (Role::Logo, -3.0, |s| s.said.words == 0 || s.said.money || s.said.percent),
    (Role::Logo, -1.5, |s| s.said.date || s.said.call),
    (Role::Logo, -3.0, |s| s.said.issue),
    (Role::Logo, -1.5, |s| s.said.offer > 0.6),
    (Role::Logo, -1.5, |s| s.near.price || s.near.ledger),
    (Role::Logo, -1.0, |s| s.size > 0.9 && s.share > 0.06),
];

/// A word or two at the upper or lower end, lettered like nothing else, where something else is the slogan.
fn is_mark(signs: &Signs) -> bool {
    let Signs { said, near, .. } = signs;
    let name = said.words < 3 && said.words == signs.said_by_block && (!said.stop || said.exclaims);
    let other = said.deal || said.call || said.numbered || near.cover || near.feed;
    name && !other && near.rival && signs.at_end && signs.own && signs.share > 0.018
}

/// A name of two words, or of some in capitals, of which one is what firms are called by.
fn is_firm(Signs { said, .. }: &Signs) -> bool {
    let most = if said.upper { 4 } else { 2 };
    said.firm && !said.numbered && (2..=most).contains(&said.words) && said.small == 0 && (said.upper || said.titled)
}

/// Sets the role of every line.
pub(super) fn assign(lines: &mut [Line], grounds: &[Option<Ground>], faces: &[Face], picture: [u32; 2]) {
    let mut signs = signs::read(lines, grounds, faces, picture);
    let first = settle(lines, &signs);
    let nears = signs::near(lines, &signs, grounds, &first);
    signs.iter_mut().zip(nears).for_each(|(signs, near)| signs.near = near);
    let last = settle(lines, &signs);
    lines.iter_mut().zip(last).for_each(|(line, role)| line.role = role);
}

/// The role with the most for it, of every line.
fn settle(lines: &[Line], signs: &[Signs]) -> Vec<Role> {
    let sums: Vec<[f32; 8]> = signs.iter().map(weigh).collect();
    let shared = |i: usize| {
        let others = (0..lines.len()).filter(move |&j| j != i && lines[j].block == lines[i].block);
        let (mut total, mut count) = ([0.0f32; 8], 0.0f32);
        others.for_each(|j| {
            (0..8).for_each(|role| total[role] += sums[j][role]);
            count += 1.0;
        });
        total.map(|sum| sum / count.max(1.0))
    };
    (0..lines.len())
        .map(|i| {
            let others = shared(i);
            let sum = |role: &usize| sums[i][*role] + SHARED * others[*role];
            let best = (0..8).max_by(|a, b| sum(a).total_cmp(&sum(b)).then(b.cmp(a)));
            ROLES[best.unwrap_or(1)]
        })
        .collect()
}

/// What speaks for each role.
pub(super) fn weigh(signs: &Signs) -> [f32; 8] {
    ROLES.map(|role| {
        EVIDENCE.iter().filter(|(of, _, sign)| *of == role && sign(signs)).map(|(_, weight, _)| weight).sum()
    })
}
