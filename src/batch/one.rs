//! One picture through the house: its outputs named, made or found to be there already.

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{
    batch::{
        Failure, House, Record, SHORT, Status,
        binder::Page,
        contain, lending,
        stations::{self, Cast},
    },
    encode,
    job::{Roll, same_format},
    paper::Paper,
    picture::{self, DecodeError, Picture},
    press::sharp,
    recipe::Recipe,
    scene::Scene,
    sink::{Found, Names, Out},
    source::Entry,
};

/// An output that is to be made.
pub struct Target {
    roll: Roll,
    /// `None` is stdout.
    path: Option<PathBuf>,
    format: encode::Format,
    /// The size of its page, where not all have the same.
    paper: Option<Paper>,
    /// Another output has the name that this one would have alone.
    renamed: bool,
}

/// Names the outputs of an input, the `index`th of `count`; runs in the order of the inputs. Nothing for what is no picture.
pub fn targets(
    house: &House,
    entry: &Entry,
    [index, count]: [usize; 2],
    bytes: &[u8],
    names: &mut Names,
) -> Vec<Target> {
    let Some(input) = picture::guess(bytes) else { return Vec::new() };
    let format = house.job.format.unwrap_or_else(|| same_format(input));
    let rolls = house.job.outputs(index, count);
    let press = house.job.options.press.as_ref();
    let paper = |nth: usize| press?.page(index * rolls.len() + nth, count * rolls.len());
    if let Some(binder) = &house.binder {
        let target = |(nth, &roll): (usize, &Roll)| {
            // Only collages are several documents, and these have no covers.
            let path = binder.path(index * rolls.len() + nth);
            Target { roll, path, format, paper: paper(nth), renamed: false }
        };
        return rolls.iter().enumerate().map(target).collect();
    }
    let place = match house.sink.out() {
        Out::File(path) => path,
        _ => &entry.place,
    };
    let target = |(nth, &roll): (usize, &Roll)| {
        let (place, renamed) = names.claim(place, &house.job.tag(roll), format);
        Target { roll, path: house.sink.path(&place), format, paper: paper(nth), renamed }
    };
    rolls.iter().enumerate().map(target).collect()
}

/// A cover by itself, in the one document that has any.
pub fn cover(house: &House, roll: Roll) -> Target {
    let path = house.binder.as_ref().and_then(|binder| binder.path(0));
    Target { roll, path, format: encode::Format::Pdf, paper: None, renamed: false }
}

/// What became of one picture: a record and, where a document gathers them, a page for each of its outputs.
pub type Made = (Vec<Record>, Vec<Option<Page>>);

/// Makes all outputs of one picture.
///
/// # Errors
/// When the picture cannot be read; what goes wrong with an output is in its record.
pub fn detourn(house: &House, entry: &Entry, bytes: Vec<u8>, targets: Vec<Target>) -> Result<Made, Failure> {
    let job = &house.job;
    house.stop.check()?;
    if let Some(records) = kept(house, entry, &bytes, &targets) {
        return Ok((records, Vec::new()));
    }
    // Before the picture is there: its pixels need not wait for the pool.
    if targets.iter().any(|target| job.template(target.roll).is_some_and(|template| template.borrows)) {
        lending::lenders(job, &house.stop)?;
    }
    let start = Instant::now();
    let mut picture = Some(Arc::new(stations::decode(job, &bytes)?));
    // Only paper takes the file itself; otherwise its memory is free from here on.
    let file = targets.iter().any(|target| stations::needs_files(target.format)).then(|| Arc::new(bytes));
    // What is read for one output need not be read for the next.
    let mut scene = Scene::default();
    let mut decoding = start.elapsed();
    let last = targets.len().checked_sub(1).ok_or(DecodeError::Unknown)?;
    let mut records = Vec::with_capacity(targets.len());
    let mut pages = Vec::new();
    for (index, target) in targets.iter().enumerate() {
        let start = Instant::now();
        // The last is drawn upon the picture itself rather than on a copy.
        let Some(picture) = (if index == last { picture.take() } else { picture.clone() }) else { break };
        let mut record = Record { renamed: target.renamed, ..Record::of(&entry.path) };
        let mut page = None;
        match contain(|| make(house, target, picture, &mut scene, file.as_slice(), &mut record, &mut page)) {
            Ok(status) => record.end(status, &target.path),
            Err(Failure::Stopped) => break,
            Err(failure) => record.fail(&failure),
        }
        record.ms = (std::mem::replace(&mut decoding, Duration::ZERO) + start.elapsed()).as_millis() as u64;
        records.push(record);
        if house.binder.is_some() {
            pages.push(page);
        }
    }
    Ok((records, pages))
}

/// One output: the template is cast, the plan made, drawn, encoded and written; unless it is there already.
fn make(
    House { job, sink, stop, binder }: &House,
    target: &Target,
    picture: Arc<Picture>,
    scene: &mut Scene,
    file: &[Arc<Vec<u8>>],
    record: &mut Record,
    page: &mut Option<Page>,
) -> Result<Status, Failure> {
    stop.check()?;
    if picture.truncated {
        record.warnings.push(SHORT.into());
    }
    // What the one document replaces is known already.
    let path = target.path.as_ref().filter(|_| binder.is_none());
    let found = path.map_or(Ok(Found::Nothing), |path| sink.find(path))?;
    let cast = Cast { paper: target.paper, ..stations::cast(job, &picture, scene, target.roll)? };
    if let Some(earlier) = same(&found, &cast.recipe) {
        record.enter(earlier);
        return Ok(Status::Unchanged);
    }
    record.enter(&cast.recipe);
    let plan = stations::plan(job, &picture, scene, target.roll, cast, None, stop)?;
    record.enter(&plan.recipe);
    record.warnings.extend(plan.notes.iter().chain(&job.notes).cloned());
    if job.options.press.is_some() {
        record.ppi = sharp::ppi(&plan).map(f32::round);
        record.warnings.extend(sharp::warning(&plan).into_iter().chain(sharp::cut(&plan)));
    }
    if job.dry_run {
        return Ok(Status::Planned);
    }
    let pictures = lending::pictures(job, &plan, picture)?;
    if binder.is_some() {
        *page = Some(stations::page(&plan, pictures, file, job.fonts, target.format, &job.options)?);
        return Ok(Status::Done);
    }
    let bytes = stations::draw(&plan, pictures, file, job.fonts, target.format, &job.options, stop)?;
    stop.check()?;
    match path {
        Some(path) => sink.write(path, &bytes, &found)?,
        None => sink.hold(bytes),
    }
    Ok(Status::Done)
}

/// The records of a picture whose outputs are all there already, which is known without decoding it when
/// its templates are.
fn kept(
    House { job, sink, binder, .. }: &House,
    entry: &Entry,
    bytes: &[u8],
    targets: &[Target],
) -> Option<Vec<Record>> {
    if job.whole || binder.is_some() {
        return None;
    }
    let mut hash = None;
    let kept = targets.iter().map(|target| {
        let template = job.template(target.roll)?;
        let found = sink.find(target.path.as_ref()?).ok()?;
        let Found::Ours(Some(_)) = found else { return None };
        let hash = hash.get_or_insert_with(|| blake3::hash(bytes));
        let recipe = job.recipe(template, target.roll, hash);
        let mut record = Record { renamed: target.renamed, ..Record::of(&entry.path) };
        record.enter(same(&found, &recipe)?);
        record.end(Status::Unchanged, &target.path);
        Some(record)
    });
    kept.collect::<Option<Vec<_>>>().filter(|records| !records.is_empty())
}

/// The earlier output that would come out the same: by its recipe, whose words follow from the rest.
fn same<'a>(found: &'a Found, recipe: &Recipe) -> Option<&'a Recipe> {
    let Found::Ours(Some(earlier)) = found else { return None };
    let wordless = Recipe { words: Vec::new(), changes: Vec::new(), borrowed: Vec::new(), ..(**earlier).clone() };
    (wordless == *recipe).then_some(earlier)
}
