//! The batch: every input through the house, and a record of each.

mod binder;
mod each;
mod failure;
mod gate;
mod one;
mod record;
pub mod stations;
mod stop;

use std::{io, sync::Arc};

pub use binder::Binder;
pub use each::{Pace, each};
pub use failure::{Failure, contain, one_line};
pub use record::{Record, Status, Tally};
pub use stop::Stop;

use crate::{
    batch::one::targets,
    job::Job,
    sink::{Names, Sink},
    source::Entry,
};

/// All that every picture of a batch has in common.
pub struct House {
    pub job: Job,
    pub sink: Sink,
    pub stop: Stop,
    /// Where all outputs become one document; otherwise each is a file.
    pub binder: Option<Binder>,
}

/// Does a job to all `entries` and hands the records to `told`, in the order of the inputs.
///
/// # Errors
/// When `told` has one (the work ends then), no thread can be had, or the one document cannot be written.
pub fn run(
    house: &Arc<House>,
    entries: Arc<[Entry]>,
    pace: Pace,
    mut told: impl FnMut(Vec<Record>) -> io::Result<()>,
) -> io::Result<Tally> {
    let mut tally = Tally::default();
    let mut names = Names::default();
    let mut pages = Vec::new();
    let [namer, worker] = [house, house].map(Arc::clone);
    let count = entries.len();
    let prepare =
        move |index: usize, entry: &Entry, bytes: &[u8]| targets(&namer, entry, [index, count], bytes, &mut names);
    let work = move |entry: &Entry, bytes, targets| one::detourn(&worker, entry, bytes, targets);
    let pace = Pace { beside: house.job.reads().memory(), ..pace };
    let outcome = each(entries, pace, &house.stop, prepare, work, |entry, result| {
        let records = match result {
            Ok((records, made)) => {
                pages.extend(made);
                records
            }
            Err(Failure::Stopped) => return Ok(()),
            Err(failure) => {
                let mut record = Record::of(&entry.path);
                record.fail(&failure);
                pages.extend(house.job.rolls().iter().map(|_| None));
                vec![record]
            }
        };
        records.iter().for_each(|record| tally.count(record.status));
        told(records)
    });
    let outcome = outcome.and_then(|()| match &house.binder {
        Some(binder) if !house.stop.is_set() => {
            let press = house.job.options.press.as_ref();
            binder.close(&pages, press, &house.sink).map_err(|failure| io::Error::other(failure.line()))
        }
        _ => Ok(()),
    });
    house.sink.sweep();
    outcome.map(|()| tally)
}
