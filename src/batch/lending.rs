//! Lending: the pictures of a pool are read once, by all threads, when a template first asks for letters of theirs.

use std::{io, sync::Arc};

use crate::{
    batch::{Failure, Pace, Stop, each},
    job::Job,
    layer::Lender,
    picture::{self, Picture},
    plan::Plan,
    scene::{self, Needs},
    source::Entry,
};

/// What the pool lends; nothing where none was given.
///
/// # Errors
/// When the work is to end, or no thread can be had.
pub fn lenders<'a>(job: &'a Job, stop: &Stop) -> Result<Option<&'a [Lender]>, Failure> {
    if !job.pool.is_given {
        return Ok(None);
    }
    // Whoever comes meanwhile waits, and does nothing else: threads of its own read, those of the batch hold pictures.
    let lenders = job.pool.lenders(|| read(job, stop))?;
    // What was not read because the work ends is nobody's pool.
    stop.check()?;
    Ok(Some(lenders))
}

/// All pictures that a plan draws from: the one that it was made for, and those that it borrows of.
///
/// # Errors
/// When one of them is no longer what it was.
pub fn pictures(job: &Job, plan: &Plan, own: Arc<Picture>) -> Result<Vec<Arc<Picture>>, Failure> {
    let borrowed = plan.pictures.iter().skip(1).map(|source| Ok(job.pool.picture(&source.hash, &job.limits)?));
    [Ok(own)].into_iter().chain(borrowed).collect()
}

/// In the order of their hashes, those left out that lend nothing.
fn read(job: &Job, stop: &Stop) -> io::Result<Vec<Lender>> {
    let (limits, sight) = (job.limits, job.sight);
    let (hashes, entries): (Vec<_>, Vec<Entry>) = job.pool.files(&limits).iter().cloned().unzip();
    let pace = Pace { jobs: job.pool.jobs, memory: job.pool.memory, beside: Needs::TEXT.memory(), limits };
    let work = move |_: &Entry, bytes: Vec<u8>, hash: blake3::Hash| {
        let picture = picture::decode(&bytes, &limits)?;
        drop(bytes);
        if picture.hash != hash {
            return Err(Failure::Changed);
        }
        let lines = scene::letters(&picture, sight);
        Ok(Lender::of(hash.to_hex().to_string(), picture.pixels.dimensions().into(), &lines))
    };
    let mut lenders = Vec::new();
    each(
        entries.into(),
        pace,
        stop,
        move |index, _, _| hashes[index],
        work,
        |entry, result| {
            match result {
                Ok(lender) => lenders.extend((!lender.is_empty()).then_some(lender)),
                Err(Failure::Stopped) => {}
                Err(failure) => job.pool.lose(&entry.path, failure.line()),
            }
            Ok(())
        },
    )?;
    Ok(lenders)
}
