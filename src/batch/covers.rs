//! Covers that hang on a picture which came to nothing: they are made of the first or the last one that came.

use std::{iter, path::Path};

use crate::{
    batch::{
        Failure, House, Record, contain,
        one::{self, Made},
    },
    job::{Job, Roll},
    source::{self, Entry, is_stdin},
};

/// A cover that is missing, and what it can be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Missing {
    /// Its number among all pages.
    pub(super) page: usize,
    /// The number of the picture.
    pub(super) entry: usize,
    pub(super) roll: Roll,
}

/// Which covers are missing where `came` says what became of every page. One whose own picture came failed for another
/// reason, and would again. What was read from stdin can be read once only.
pub(super) fn missing(job: &Job, paths: &[&Path], came: &[bool]) -> Vec<Missing> {
    let count = paths.len();
    let pages: Vec<(usize, Roll)> =
        (0..count).flat_map(|entry| iter::repeat(entry).zip(job.outputs(entry, count))).collect();
    let is_cover = |page: &usize| job.is_cover(pages[*page].1);
    let serves = |page: &usize| came[*page] && !is_stdin(paths[pages[*page].0]);
    let near = |page: usize| {
        // A front comes before an inner page, a back does not.
        let front = pages.get(page + 1).is_some_and(|(_, roll)| !job.is_cover(*roll));
        let found = if front {
            (page + 1..pages.len()).take_while(|page| !is_cover(page)).find(serves)
        } else {
            (0..page).rev().take_while(|page| !is_cover(page)).find(serves)
        };
        let (entry, inner) = pages[found?];
        let roll = Roll { template: pages[page].1.template, ..inner };
        (entry != pages[page].0).then_some(Missing { page, entry, roll })
    };
    (0..pages.len())
        .filter(is_cover)
        .filter(|page| !came.get(*page).copied().unwrap_or(true))
        .filter_map(near)
        .collect()
}

/// Makes one, of a picture that is looked at for it again.
pub(super) fn make(house: &House, entry: &Entry, roll: Roll) -> Made {
    let made = contain(|| {
        let bytes = source::read(entry, house.job.limits.bytes)?;
        let target = one::cover(house, roll);
        one::detourn(house, entry, bytes, vec![target])
    });
    made.unwrap_or_else(|failure: Failure| {
        let mut record = Record::of(&entry.path);
        record.fail(&failure);
        (vec![record], vec![None])
    })
}
