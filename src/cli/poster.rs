//! `detourn poster`: pages of an exact size, for paper.

use std::process::ExitCode;

use clap::ValueEnum;
use detourn::{
    encode,
    job::{Choice, Job},
    press::{Layout, sharp},
};

use crate::cli::{
    encoding::Encoding,
    flags::{Costs, Inputs, Making},
    paper::Printing,
    run::{Writing, start},
    usage,
};

/// Make pages for the printer: exact size, trim and bleed boxes, letters that stay letters (PDF)
///
/// Several pictures and one PDF as --out make one document, a page for each.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    printing: Printing,
    /// Format of the outputs [default: by the name of --out, or pdf]
    #[arg(long)]
    format: Option<Format>,
    #[command(flatten)]
    writing: Writing,
    #[command(flatten)]
    making: Making,
    #[command(flatten)]
    encoding: Encoding,
    #[command(flatten)]
    costs: Costs,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Pdf,
    #[value(alias = "jpg")]
    Jpeg,
    Png,
    Webp,
    #[value(alias = "tif")]
    Tiff,
}

pub fn run(mut args: Args) -> anyhow::Result<ExitCode> {
    let press = args.printing.press()?;
    let dpi = args.printing.dpi(&press);
    let page = args.printing.settings(&press, dpi, &args.making.set)?;
    if args.making.recipe.is_none() {
        args.making.set.extend(page.clone());
    }
    let mut job = args.making.job(&args.encoding, args.costs.pace(), args.writing.folder())?;
    let format = args.format.map(Format::meant).or_else(|| args.writing.said());
    let format = format.unwrap_or(encode::Format::Pdf);
    if args.encoding.is_said() && !matches!(format, encode::Format::Pdf | encode::Format::Jpeg) {
        return Err(usage(format!("--quality and --chroma are for JPEGs: leave them out, {format} keeps every pixel")));
    }
    job.format = Some(format);
    match (&args.making.recipe, &job.options.press) {
        (Some(file), Some(_)) => {
            if let Some(flag) = args.printing.given().first() {
                let file = file.display();
                return Err(usage(format!(
                    "{file} says itself how its pages are printed: leave out {flag} or --recipe"
                )));
            }
        }
        (recipe, _) => {
            if recipe.is_some() {
                on_paper(&mut job, &page)?;
            }
            let mut press = press;
            let title = args.printing.title(&job)?;
            if let Some(collage) = &mut press.collage {
                collage.title.clone_from(&title);
            }
            if let Layout::Booklet { cover: Some(cover), .. } = &mut press.layout {
                cover.title = title;
            }
            let coarser =
                page.iter().any(|set| *set == format!("page.dpi={dpi}")) && !args.printing.given().contains(&"--dpi");
            job.options.press = Some(press);
            job.notes.extend(coarser.then(|| sharp::reason(dpi)));
        }
    }
    if format != encode::Format::Pdf && job.options.press.as_ref().is_some_and(|press| !press.is_plain()) {
        return Err(usage("only a PDF has marks and sheets: leave out --format, or these"));
    }
    start(job, &args.inputs, &args.writing, args.costs.pace())
}

/// Puts what a recipe without paper makes on a page.
fn on_paper(job: &mut Job, page: &[String]) -> anyhow::Result<()> {
    for choice in &mut job.templates {
        if let Choice::One(template) = choice {
            *choice = Choice::One(template.with(page).map_err(usage)?.into());
        }
    }
    job.set.extend_from_slice(page);
    Ok(())
}

impl Format {
    fn meant(self) -> encode::Format {
        match self {
            Format::Pdf => encode::Format::Pdf,
            Format::Jpeg => encode::Format::Jpeg,
            Format::Png => encode::Format::Png,
            Format::Webp => encode::Format::WebP,
            Format::Tiff => encode::Format::Tiff,
        }
    }
}
