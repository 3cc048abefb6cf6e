//! The batch: every input through the house, and a record of each.

mod binder;
mod covers;
mod each;
mod failure;
mod gate;
pub mod lending;
mod one;
mod record;
pub mod stations;
mod stop;

use std::{io, sync::Arc};

pub use binder::{Binder, Document};
pub use each::{Pace, each};
pub use failure::{Failure, contain, one_line};
pub use record::{Record, SHORT, Status, Tally};
pub use stop::Stop;

use crate::{
    batch::{binder::Gathered, one::targets},
    encode::Format,
    job::Job,
    sink::{Names, Sink},
    source::Entry,
};

/// All that every picture of a batch has in common.
pub struct House {
    pub job: Job,
    pub sink: Sink,
    pub stop: Stop,
    /// Where outputs become pages of documents; otherwise each is a file.
    pub binder: Option<Binder>,
}

/// Does a job to all `entries` and hands the records to `told`, in the order of the inputs.
///
/// # Errors
/// When `told` has one (the work ends then), no thread can be had, or a document cannot be written.
pub fn run(
    house: &Arc<House>,
    entries: Arc<[Entry]>,
    pace: Pace,
    mut told: impl FnMut(Vec<Record>) -> io::Result<()>,
) -> io::Result<Tally> {
    let mut tally = Tally::default();
    let mut names = Names::default();
    let (mut gathered, mut told_of) = (Gathered::default(), 0);
    let [namer, worker] = [house, house].map(Arc::clone);
    let count = entries.len();
    let all = Arc::clone(&entries);
    let prepare =
        move |index: usize, entry: &Entry, bytes: &[u8]| targets(&namer, entry, [index, count], bytes, &mut names);
    let work = move |entry: &Entry, bytes, targets| one::detourn(&worker, entry, bytes, targets);
    let pace = Pace { beside: house.job.beside(), ..pace };
    let outcome = each(entries, pace, &house.stop, prepare, work, |entry, result| {
        let index = told_of;
        told_of += 1;
        let (mut records, mut pages) = match result {
            Ok(made) => made,
            Err(Failure::Stopped) => return Ok(()),
            Err(failure) => {
                let mut record = Record::of(&entry.path);
                record.fail(&failure);
                (vec![record], house.job.outputs(index, count).iter().map(|_| None).collect())
            }
        };
        tally.enter(&records);
        if told_of == count && !house.job.covers.is_empty() && !house.stop.is_set() {
            let came: Vec<bool> = gathered.came().chain(pages.iter().map(Option::is_some)).collect();
            let paths: Vec<_> = all.iter().map(|entry| entry.path.as_path()).collect();
            for missing in covers::missing(&house.job, &paths, &came) {
                let (told, made) = covers::make(house, &all[missing.entry], missing.roll);
                told.iter().for_each(|record| tally.count(record.status));
                records.extend(told);
                gathered.put(missing.page, made.into_iter().next().flatten(), &mut pages);
            }
        }
        // First, so that a document which cannot be written costs no record.
        told(records)?;
        // After a stop there are gaps.
        if let Some(binder) = house.binder.as_ref().filter(|_| !house.stop.is_set()) {
            let written = (house.job.format.unwrap_or(Format::Pdf), &house.job.options);
            binder.take(pages, &mut gathered, written, &house.sink)?;
        }
        Ok(())
    });
    house.sink.sweep();
    outcome.map(|()| tally)
}
