//! `detourn contact`: what templates make of pictures, small, on one sheet.

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::bail;
use detourn::{
    batch::{self, Failure, Pace, Record, Status, Stop, Tally, contain, lending, one_line, stations},
    encode::{self, Format},
    gallery::{
        contact::{self, Cell},
        scaled,
    },
    job::{Job, Roll},
    picture::Picture,
    render::render,
    scene::Scene,
    sink::{Out, Sink},
    source,
    template::builtins,
};

use crate::cli::{
    casting,
    encoding::Encoding,
    flags::{Costs, Inputs, Making},
    signals,
    tell::{Teller, complain, failure},
    usage,
};

/// Lay out what templates make of pictures on one sheet, small, each with the template's name below
///
/// Without --template, all built-in templates are laid out.
#[derive(clap::Args)]
pub struct Args {
    /// The sheet: a JPEG, PNG, WebP or TIFF
    #[arg(value_name = "OUT")]
    out: PathBuf,
    #[command(flatten)]
    inputs: Inputs,
    /// At most so many of the pictures, evenly chosen
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pictures: u32,
    /// Replace a file that detourn did not make
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    making: Making,
    #[command(flatten)]
    encoding: Encoding,
    #[command(flatten)]
    costs: Costs,
}

pub fn run(mut args: Args) -> anyhow::Result<ExitCode> {
    let format = args.out.extension().and_then(|extension| extension.to_str()).and_then(Format::from_extension);
    let Some(format) = format.filter(|format| *format != Format::Pdf) else {
        return Err(usage(format!("{}: end the name in .jpg, .png, .webp or .tif", args.out.display())));
    };
    if args.making.templates.is_empty() && args.making.recipe.is_none() {
        // Whatever knows the settings.
        let knows = |name: &&String| casting::choice(name, &args.making.set).is_ok();
        let mut shelves: Vec<_> = builtins().iter().collect();
        shelves.sort_by_key(|template| (template.group.is_none(), template.group));
        args.making.templates = shelves.into_iter().map(|t| &t.name).filter(knows).cloned().collect();
    }
    let job = args.making.job(&args.encoding, args.costs.pace(), None)?;
    let all = source::list(&args.inputs.inputs, &args.inputs.listed()?, None).map_err(usage)?.entries;
    let inputs = [&all, job.pool.entries()].concat();
    let sink = Sink::new(Out::File(args.out.clone()), args.force, &inputs);
    let found = sink.find(&args.out)?;
    let most = all.len().min(args.pictures as usize);
    let entries: Vec<_> = (0..most).map(|i| all[i * all.len() / most].clone()).collect();
    if entries.is_empty() {
        bail!("no pictures found: name files, or folders with pictures in them");
    }

    let stop = signals::stop()?;
    let count = job.rolls().len();
    let height = contact::cell_height(count * most);
    let pace = Pace { beside: job.beside(), ..args.costs.pace() };
    let mut teller = Teller::new(most, None);
    let (mut tally, mut rows) = (Tally::default(), Vec::new());
    let (fonts, pool, ender) = (job.fonts, Arc::clone(&job.pool), stop.clone());
    let work = move |_: &source::Entry, bytes: Vec<u8>, ()| cells(&job, &bytes, height, &ender);
    batch::each(
        Arc::from(entries),
        pace,
        &stop,
        |_, _, _| (),
        work,
        |entry, result| {
            let mut record = Record { status: Status::Done, ..Record::of(&entry.path) };
            match result {
                Ok(cells) => rows.push((entry.path.to_string_lossy().into_owned(), cells)),
                Err(Failure::Stopped) => return Ok(()),
                Err(error) => record.fail(&error),
            }
            tally.count(record.status);
            teller.lost(&pool);
            teller.tell(&[record])
        },
    )?;
    teller.end(&tally, 0);
    if stop.is_set() {
        return Ok(signals::exit_code(&stop, 0));
    }

    // Template by template, each with all pictures.
    let (mut sheet, mut lost) = (Vec::new(), tally.failed > 0);
    let mut rows: Vec<_> = rows.into_iter().map(|(name, cells)| (name, cells.into_iter())).collect();
    for _ in 0..count {
        for (name, cells) in &mut rows {
            match cells.next() {
                Some(Ok(cell)) => sheet.push(cell),
                Some(Err(error)) => {
                    lost = true;
                    complain(&failure(name, &one_line(&error)));
                }
                None => {}
            }
        }
    }
    if sheet.is_empty() {
        bail!("there is nothing to lay out");
    }
    let canvas = contact::sheet(sheet, fonts);
    let bytes = encode::encode(&canvas, &contact::recipe(), format, &args.encoding.options())?;
    sink.write(&args.out, &bytes, &found)?;
    Ok(if lost { ExitCode::from(3) } else { ExitCode::SUCCESS })
}

/// One picture through every template; what went wrong with one is told in its place.
fn cells(job: &Job, bytes: &[u8], height: u32, stop: &Stop) -> Result<Vec<Result<Cell, String>>, Failure> {
    let picture = Arc::new(stations::decode(job, bytes)?);
    // What is read for one need not be read for the next.
    let mut scene = Scene::default();
    let mut cells = Vec::new();
    for roll in job.rolls() {
        match contain(|| cell(job, &picture, &mut scene, roll, height, stop)) {
            Err(Failure::Stopped) => return Err(Failure::Stopped),
            made => {
                cells.push(made.map_err(|error| format!("{}: {}", job.templates[roll.template].name(), error.line())))
            }
        }
    }
    Ok(cells)
}

fn cell(
    job: &Job,
    picture: &Arc<Picture>,
    scene: &mut Scene,
    roll: Roll,
    height: u32,
    stop: &Stop,
) -> Result<Cell, Failure> {
    stop.check()?;
    let cast = stations::cast(job, picture, scene, roll)?;
    let name = cast.template.name.clone();
    let plan = stations::plan(job, picture, scene, roll, cast, None, stop)?;
    let canvas = render(&plan, lending::pictures(job, &plan, Arc::clone(picture))?, job.fonts);
    let (width, full) = canvas.pixels.dimensions();
    let height = height.min(full);
    let width = (width as f32 * height as f32 / full as f32).round() as u32;
    Ok(Cell { name, picture: Picture::drawn(scaled(Picture::drawn(canvas.pixels), width, height).pixels) })
}
